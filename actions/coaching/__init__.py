"""Decide what the coach does: pure functions on frozen data, without clock, files or database."""

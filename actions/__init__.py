"""Decide, say and remember: the coach itself, as Rasa custom actions."""

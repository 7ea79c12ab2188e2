"""Sentence encoders whose weights come with installed packages; nothing is downloaded."""

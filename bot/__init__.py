"""Run the coach: understanding, dialogue, channels and commands."""

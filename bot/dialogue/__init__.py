"""Run Rasa's dialogue in this process: actions called directly, bounded conversations."""

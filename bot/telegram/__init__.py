"""The coach on Telegram: updates in, letters out, and the faults of the network between."""

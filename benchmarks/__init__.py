"""What measures and does not judge; see docs/understanding.md."""

"""Warning signs (stub)."""

from bot.nlu.mentions import Mention


def find_warnings(text: str) -> tuple[Mention, ...]:
    """Return the warning signs of a plain text."""
    return ()

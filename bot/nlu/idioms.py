"""Ways of speaking that sound like a warning and are none."""

import re
from functools import lru_cache

from bot.nlu.tables import load_table


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{p})" for p in load_table("idioms")["idioms"]))


def has_idiom(text: str) -> bool:
    """Say whether a plain text holds such a way of speaking."""
    return _pattern().search(text) is not None


def blank_idioms(text: str) -> str:
    """Return the text with every such way of speaking replaced by spaces, lengths kept."""
    return _pattern().sub(lambda match: " " * len(match.group()), text)

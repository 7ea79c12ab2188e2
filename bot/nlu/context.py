"""What the message came with: what was asked, what is going on, which day it is for the person."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True)
class Context:
    """The part of a message's metadata that understanding uses."""

    asked: str = ""
    session: str = "idle"
    today: date | None = None


def read_context(metadata: object) -> Context:
    """Return the context in a message's metadata; what is absent or unreadable is left empty."""
    if not isinstance(metadata, Mapping):
        return Context()
    return Context(
        asked=_read_word(metadata.get("asked")),
        session=_read_word(metadata.get("session")) or "idle",
        today=_read_date(metadata.get("today")),
    )


def _read_word(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _read_date(value: Any) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None

"""Say what goes into the coach and what comes out, whatever the channel."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol


@dataclass(frozen=True)
class Turn:
    """One thing a person said, chose or sent, and when.

    `channel` is the person's id, "telegram:123" or "terminal:u1". Exactly one of `text` (what
    they wrote, commands included) and `choice` (the data of a button) is set. `at` is aware.
    """

    channel: str
    at: datetime
    text: str | None = None
    choice: str | None = None

    def __post_init__(self) -> None:
        if (self.text is None) == (self.choice is None):
            raise ValueError("a turn carries either a text or a choice")
        if self.at.tzinfo is None:
            raise ValueError("the time of a turn needs its zone")


@dataclass(frozen=True)
class Choice:
    """One button: the words on it and the short code behind it (at most 64 bytes)."""

    label: str
    data: str
    wide: bool = False


@dataclass(frozen=True)
class Picture:
    """What to draw: a kind, its data, and the text that stands for it."""

    kind: str
    alt: str
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Reply:
    """One message to a person: plain text, its choices and its picture.

    `number_expected` says that a number is what was asked, so that a typed "3" is the answer
    and no channel may read it as the third choice.
    """

    text: str
    choices: tuple[Choice, ...] = ()
    picture: Picture | None = None
    number_expected: bool = False


class Coach(Protocol):
    """Whoever answers turns: the engine, or what stands for it in a test."""

    async def handle(self, turn: Turn) -> list[Reply]:
        """Answer one turn."""
        ...

"""Say what goes into the coach and what comes out, whatever the channel."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy.orm import Session


@dataclass(frozen=True)
class Turn:
    """One thing a person said, chose or sent, and when.

    `channel` is the person's id, "telegram:123" or "terminal:u1". Set is either `choice` (the data
    of a button), or `text` (what they wrote, commands included), or `sent` (what came without
    words that can be read, by its kind: "photo", "voice" …), or the last two for a photo with a
    caption. `at` is aware.
    """

    channel: str
    at: datetime
    text: str | None = None
    choice: str | None = None
    sent: str | None = None

    def __post_init__(self) -> None:
        if (self.text is None and self.sent is None) == (self.choice is None):
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
    and no channel may read it as the third choice. Where two replies have the same `card`, the
    later one is the same message in a new state, and a channel may edit it in place. With a
    `file_name` the text is better handed over as a file, where a channel can.
    """

    text: str
    choices: tuple[Choice, ...] = ()
    picture: Picture | None = None
    number_expected: bool = False
    card: str | None = None
    file_name: str | None = None


class AlreadyTaken(Exception):
    """This turn was taken before, and nothing of it may happen again."""


# What a channel keeps in the transaction of a turn: that it was taken, and the replies to send.
# Raises AlreadyTaken for a turn that was.
Keep = Callable[[Session, Sequence[Reply]], None]


class Coach(Protocol):
    """Whoever answers turns: the engine, or what stands for it in a test."""

    async def handle(self, turn: Turn, keep: Keep | None = None) -> list[Reply]:
        """Answer one turn."""
        ...

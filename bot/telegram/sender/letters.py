"""Turn replies into letters: each is one call of the Bot API, as JSON in the outbox until sent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from enum import Enum
from typing import Any

from bot.telegram.sender.splitting import (
    LONGEST_CAPTION,
    LONGEST_MESSAGE,
    length_of,
    split_text,
)
from bot.turn import Choice, Picture, Reply

TAPPED = "✓ {label}"


class Kind(str, Enum):
    """What a letter does."""

    SAY = "say"  # a new message
    CHANGE = "change"  # the same message in a new state
    MARK = "mark"  # the choice that was tapped is shown, its buttons go
    STRIP = "strip"  # the buttons go


@dataclass(frozen=True)
class Tap:
    """The message whose button was tapped, as Telegram sent it along.

    `text` is None where Telegram does not say any more what stood in it; `label` is that of the
    button, `codes` those of all its buttons.
    """

    message_id: int
    text: str | None = None
    has_picture: bool = False
    label: str | None = None
    codes: tuple[str, ...] = ()


@dataclass(frozen=True)
class ChatLetter:
    """One call of the Bot API. `card` names what the message shows, see Reply."""

    kind: Kind
    text: str = ""
    choices: tuple[Choice, ...] = ()
    picture: Picture | None = None
    file_name: str | None = None
    card: str | None = None
    message_id: int | None = None
    has_picture: bool = False

    def to_json(self) -> dict[str, Any]:
        """Return what is kept until it is sent: what is not set is left out."""
        return {name: value for name, value in asdict(self).items() if value}

    @classmethod
    def from_json(cls, body: dict[str, Any]) -> ChatLetter:
        """Return the letter that was kept."""
        picture = body.get("picture")
        return cls(
            **{
                **body,
                "kind": Kind(body["kind"]),
                "choices": tuple(Choice(**each) for each in body.get("choices", ())),
                "picture": Picture(**picture) if picture else None,
            }
        )


def write_letters(
    replies: Sequence[Reply], tap: Tap | None = None, view: dict[str, Any] | None = None
) -> list[ChatLetter]:
    """Return what a turn sends: the answer to a tap changes the message or marks the choice.

    `view` is the message that carries the buttons now, with its `message_id` and `card`.
    """
    if tap is not None and _is_same_card(replies, tap, view):
        return [_change(replies[0], tap)]
    marks = [_mark(tap)] if tap is not None else []
    return [*marks, *(letter for reply in replies for letter in _say(reply))]


def _is_same_card(replies: Sequence[Reply], tap: Tap, view: dict[str, Any] | None) -> bool:
    """Say whether the one reply is the tapped message in a new state, and fits into it."""
    if len(replies) != 1 or replies[0].card is None or view is None:
        return False
    shown = view.get("message_id") == tap.message_id and view.get("card") == replies[0].card
    longest = LONGEST_CAPTION if tap.has_picture else LONGEST_MESSAGE
    return shown and length_of(replies[0].text) <= longest


def _change(reply: Reply, tap: Tap) -> ChatLetter:
    return ChatLetter(
        Kind.CHANGE,
        reply.text,
        reply.choices,
        reply.picture,
        card=reply.card,
        message_id=tap.message_id,
        has_picture=tap.has_picture,
    )


def _mark(tap: Tap) -> ChatLetter:
    """Show the choice under what was asked, where both are known and there is room."""
    longest = LONGEST_CAPTION if tap.has_picture else LONGEST_MESSAGE
    if tap.text is None or tap.label is None:
        return ChatLetter(Kind.STRIP, message_id=tap.message_id)
    text = "\n\n".join(part for part in (tap.text, TAPPED.format(label=tap.label)) if part)
    if length_of(text) > longest:
        return ChatLetter(Kind.STRIP, message_id=tap.message_id)
    return ChatLetter(Kind.MARK, text, message_id=tap.message_id, has_picture=tap.has_picture)


def _say(reply: Reply) -> list[ChatLetter]:
    """Split a reply into messages; its picture goes with the first, its choices with the last."""
    if reply.file_name is not None:
        return [ChatLetter(Kind.SAY, reply.text, reply.choices, file_name=reply.file_name)]
    first = LONGEST_CAPTION if reply.picture else LONGEST_MESSAGE
    parts = split_text(reply.text, LONGEST_MESSAGE, first)
    last = len(parts) - 1
    return [
        ChatLetter(
            Kind.SAY,
            part,
            reply.choices if place == last else (),
            reply.picture if place == 0 else None,
            card=reply.card if last == 0 else None,
        )
        for place, part in enumerate(parts)
    ]

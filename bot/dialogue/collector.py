"""Collect what the actions say and turn it into neutral replies."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from rasa.core.channels import OutputChannel

from bot.turn import Choice, Picture, Reply


class ReplyCollector(OutputChannel):
    """Rasa's side of a channel: keeps each message in order."""

    def __init__(self) -> None:
        self.messages: list[dict[str, Any]] = []

    @classmethod
    def name(cls) -> str:
        """Return the channel's name for Rasa."""
        return "coach"

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        """Keep a message."""
        self.messages.append(message)

    def replies(self) -> list[Reply]:
        """Return the messages as replies, the choices of the turn on the last one.

        Where several messages brought choices, those of the last question count: an answer given
        in between must not cover what is being asked.
        """
        replies = [_reply(message) for message in self.messages if message.get("text")]
        if not replies:
            return []
        choices = next((each.choices for each in reversed(replies) if each.choices), ())
        asks_number = any(each.number_expected for each in replies if each.choices == choices)
        bare = [replace(each, choices=(), number_expected=False) for each in replies]
        return [*bare[:-1], replace(bare[-1], choices=choices, number_expected=asks_number)]

    def offer(self) -> str | None:
        """Return the data of what the last message offered, so that "yes" takes it."""
        last = self.messages[-1] if self.messages else {}
        offered = (last.get("custom") or {}).get("offer")
        buttons = last.get("buttons") or ()
        return str(buttons[0]["payload"]) if offered and buttons else None


def _reply(message: dict[str, Any]) -> Reply:
    custom = message.get("custom") or {}
    wide = bool(custom.get("wide"))
    choices = tuple(
        Choice(button["title"], button["payload"], wide and place == 0)
        for place, button in enumerate(message.get("buttons") or ())
    )
    return Reply(
        message["text"].strip(),
        choices,
        _picture(custom.get("picture")),
        number_expected=bool(custom.get("number_expected")),
        card=custom.get("card"),
        file_name=custom.get("file_name"),
    )


def _picture(specification: dict[str, Any] | None) -> Picture | None:
    if not specification:
        return None
    return Picture(
        specification["kind"], specification.get("alt", ""), specification.get("data") or {}
    )

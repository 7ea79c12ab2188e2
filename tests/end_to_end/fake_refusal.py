"""Say no as the Bot API does: a status, a description and sometimes parameters."""

from __future__ import annotations

from typing import Any


class Refusal(Exception):
    """The Bot API does not do what it was asked."""

    def __init__(
        self, description: str, status: int = 400, parameters: dict[str, Any] | None = None
    ) -> None:
        super().__init__(description)
        self.description, self.status, self.parameters = description, status, parameters

    @property
    def body(self) -> dict[str, Any]:
        """What the bot reads."""
        body = {"ok": False, "error_code": self.status, "description": self.description}
        return body | ({"parameters": self.parameters} if self.parameters else {})


def refuse(what: str) -> Refusal:
    """Return a bad request; Telegram begins what is wrong with a small letter, codes excepted."""
    return Refusal(f"Bad Request: {what}")

"""Name what keeps the coach from talking on Telegram."""

from __future__ import annotations


class TelegramFault(Exception):
    """The coach cannot talk on Telegram."""

    def __init__(self, message: str | None = None) -> None:
        super().__init__(message or (type(self).__doc__ or "").split("\n")[0])


class TokenRefused(TelegramFault):
    """Telegram does not know this token: copy it again from @BotFather, the digits in front too."""


class Unreachable(TelegramFault):
    """The Bot API cannot be reached."""


class PolledElsewhere(TelegramFault):
    """Another process asks for updates with this token, and only one may: stop the other one."""


class WebhookRefused(TelegramFault):
    """Telegram does not take this webhook."""


class PortTaken(TelegramFault):
    """The webhook cannot listen there."""

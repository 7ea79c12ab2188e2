"""A bot of python-telegram-bot that hands over updates as they came, unread."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from telegram.error import NetworkError
from telegram.ext import ExtBot
from telegram.request import HTTPXRequest

POLL_SECONDS = 30
CONNECTIONS = 64


class CoachBot(ExtBot[None]):
    """A bot whose updates can be stored before anything tries to read them."""

    async def fetch_updates(
        self, offset: int | None, allowed: Sequence[str], seconds: int = POLL_SECONDS
    ) -> Any:
        """Wait for updates from `offset` on; return what the Bot API gave, not looked into.

        python-telegram-bot's own get_updates reads each update at once, so that one it cannot read
        would take all others with it, again and again. Raises telegram.error.TelegramError.
        """
        asked = {"offset": offset, "timeout": seconds, "allowed_updates": list(allowed)}
        data = {name: value for name, value in asked.items() if value is not None}
        return await self._post("getUpdates", data, read_timeout=seconds + 10.0)

    async def _post(self, *args: Any, **kwargs: Any) -> Any:
        try:
            return await super()._post(*args, **kwargs)
        except (KeyError, TypeError, AttributeError) as fault:
            # Whoever answered in JSON is no Bot API, or not whole: it lacks what each answer has.
            raise NetworkError("The answer is none of the Bot API") from fault


def make_bot(token: str, api: str) -> CoachBot:
    """Return a bot on the Bot API server at `api`, "https://api.telegram.org" for one."""
    # A stall of some seconds is waited out: giving up on a call that was taken sends it twice.
    request = HTTPXRequest(
        connection_pool_size=CONNECTIONS,
        connect_timeout=10.0,
        read_timeout=20.0,
        write_timeout=20.0,
        pool_timeout=60.0,
    )
    return CoachBot(
        token,
        base_url=f"{api}/bot",
        base_file_url=f"{api}/file/bot",
        request=request,
        get_updates_request=HTTPXRequest(connection_pool_size=2, connect_timeout=10.0),
    )

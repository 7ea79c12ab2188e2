"""Fetch updates by long polling; an update is confirmed only after it was stored."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from typing import Any

from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

from actions.store.errors import StoreError
from bot.telegram.api import CoachBot
from bot.telegram.errors import PolledElsewhere, TokenRefused
from bot.telegram.inbox import Inbox
from bot.telegram.sender.faults import wait_of
from bot.telegram.sender.pace import growing_pause

SHORTEST_PAUSE, LONGEST_PAUSE = 1.0, 30.0
CONFLICT_PAUSE = 3.0
# How often somebody else may be in the way before this process, the newcomer, gives up.
CONFLICTS = 10
# A server between may answer "no such address" by mistake; Telegram itself says it every time.
REFUSALS = 3
logger = logging.getLogger(__name__)


class Polling:
    """One poller. `say` is told what the operator should know at once."""

    def __init__(self, bot: CoachBot, allowed: Sequence[str], say: Callable[[str], None]) -> None:
        self._bot = bot
        self._allowed = allowed
        self._say = say
        self._ever_polled = False
        self._in_a_row = {"faults": 0, "conflicts": 0, "refusals": 0}

    async def run(self, inbox: Inbox) -> None:
        """Poll until cancelled; raises TokenRefused and PolledElsewhere."""
        await self._end_webhook()
        self._say("Taking messages by long polling.")
        offset = None
        while True:
            try:
                updates = await self._bot.fetch_updates(offset, self._allowed)
                highest = _store(inbox, updates)
            except (TelegramError, StoreError) as fault:
                await asyncio.sleep(self._pause_after(fault))
                continue
            self._note_polled()
            offset = offset if highest is None else highest + 1

    async def _end_webhook(self) -> None:
        """Take away a webhook that was set before: Telegram gives updates in one way only."""
        while True:
            try:
                await self._bot.delete_webhook()
                return
            except TelegramError as fault:
                await asyncio.sleep(self._pause_after(fault))

    def _note_polled(self) -> None:
        if self._in_a_row["faults"]:
            self._say("Updates come in again.")
        self._ever_polled = True
        self._in_a_row = dict.fromkeys(self._in_a_row, 0)

    def _pause_after(self, fault: Exception) -> float:
        """Return how many seconds to wait after a fault; raise where waiting does not help."""
        if isinstance(fault, Conflict):
            return self._meet_conflict()
        if isinstance(fault, InvalidToken):
            self._count("refusals", REFUSALS, TokenRefused)
        if isinstance(fault, RetryAfter):
            return wait_of(fault)
        times = self._count("faults")
        if times == 1:
            self._say(f"No updates come in ({type(fault).__name__}); trying again until they do.")
        return growing_pause(times, SHORTEST_PAUSE, LONGEST_PAUSE)

    def _meet_conflict(self) -> float:
        # Telegram lets the newest poll win and refuses the one before. A newcomer that never got
        # anything gives up; who was at work goes on, and says what is the matter each time.
        most = None if self._ever_polled else CONFLICTS
        if self._count("conflicts", most, PolledElsewhere) == 1:
            self._say(f"{PolledElsewhere.__doc__} Trying again for a while.")
        return CONFLICT_PAUSE

    def _count(
        self, what: str, most: int | None = None, then: type[Exception] | None = None
    ) -> int:
        self._in_a_row[what] += 1
        if most is not None and then is not None and self._in_a_row[what] >= most:
            raise then
        return self._in_a_row[what]


def _store(inbox: Inbox, updates: Any) -> int | None:
    """Store what a poll gave; raise TelegramError where it is nothing to go on from."""
    if not isinstance(updates, list):
        raise TelegramError("the answer is no list of updates")
    highest = inbox.take_in(updates)
    if updates and highest is None:
        raise TelegramError("the answer holds no updates")
    return highest

"""Store updates before they are acknowledged, then have each handled once, in its chat's order."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timezone
from heapq import heappop, heappush
from itertools import count
from typing import Any

from sqlalchemy.orm import Session, sessionmaker

from actions.store.choices import UpdateState
from actions.store.errors import RowRefused, StoreError, UnreadableValue, UnstorableValue
from actions.store.inbox import (
    Arrival,
    count_attempt,
    find_update,
    list_pending,
    store_updates,
)
from actions.store.unit_of_work import UnitOfWork
from bot.telegram.desk import name_channel
from bot.telegram.reading import find_chat_id, find_update_id
from bot.telegram.sender.pace import growing_pause
from bot.telegram.sender.stopping import finish_within

TRIES = 3
# How often an update may have been under way when the process died: often, because whatever else
# ends a process again and again hits some update, and none may be lost by that.
DEATHS = 9
SHORTEST_PAUSE, LONGEST_PAUSE = 0.5, 30.0
# Faults of the database that are those of one row, which waiting does not help.
OF_THE_ROW = (RowRefused, UnreadableValue, UnstorableValue)
# What somebody waits for an answer to.
ANSWERED = frozenset({"message", "edited_message", "callback_query"})
logger = logging.getLogger(__name__)

Handle = Callable[[Any], Awaitable[None]]
GiveUp = Callable[[int, int | None], None]


class Unreadable(Exception):
    """An update cannot be read and never will be."""


class Inbox:
    """The updates of one bot. `handle` takes a raw update and settles it, `give_up` its number
    and its chat where it cannot be handled.
    """

    def __init__(
        self,
        sessions: sessionmaker[Session],
        bot_id: int,
        handle: Handle,
        give_up: GiveUp,
        clock: Callable[[], datetime] = lambda: datetime.now(timezone.utc),
    ) -> None:
        self._sessions = sessions
        self._bot_id = bot_id
        self._handle = handle
        self._give_up = give_up
        self._clock = clock
        # For each chat the rows that wait, by number of the update.
        self._waiting: dict[str | None, list[tuple[int, int]]] = {}
        self._workers: dict[str | None, asyncio.Task[None]] = {}
        self._left_over: set[int] = set()
        # Once for each process that tries, however often it has to wait for the database.
        self._counted: set[int] = set()
        self._one_at_a_time = asyncio.Lock()

    def take_in(self, raws: Sequence[Any]) -> int | None:
        """Store raw updates and have them handled; return the highest number among them.

        Once this returns they may be acknowledged. Raises StoreError where they are not stored.
        """
        arrivals = [arrival for arrival in map(_read_arrival, raws) if arrival is not None]
        if len(arrivals) < len(raws):
            logger.error("something came that is no update", extra={"count": len(raws)})
        with UnitOfWork(self._sessions) as work:
            new = store_updates(work.session, self._bot_id, arrivals, self._clock())
            work.commit()
        for row_id, update_id, channel in new:
            self._push(row_id, update_id, channel)
        return max((arrival.update_id for arrival in arrivals), default=None)

    def take_up(self) -> None:
        """Have handled what an earlier run left."""
        with UnitOfWork(self._sessions) as work:
            left = list_pending(work.session, self._bot_id)
        for row_id, update_id, channel in left:
            self._left_over.add(row_id)
            self._push(row_id, update_id, channel)

    async def drain(self, seconds: float) -> None:
        """Finish what is under way within that time; the rest waits for the next run."""
        await finish_within(self._workers.values(), seconds)

    def _push(self, row_id: int, update_id: int, channel: str | None) -> None:
        heappush(self._waiting.setdefault(channel, []), (update_id, row_id))
        if channel not in self._workers:
            worker = asyncio.get_running_loop().create_task(self._work(channel))
            self._workers[channel] = worker

    async def _work(self, channel: str | None) -> None:
        waiting = self._waiting[channel]
        while waiting:
            update_id, row_id = heappop(waiting)
            await self._deal_with(row_id, update_id)
        del self._waiting[channel], self._workers[channel]

    async def _deal_with(self, row_id: int, update_id: int) -> None:
        """Try until the update is settled; where the database fails, as long as it takes."""
        tries, hopeless = 0, False
        for times in count(1):
            try:
                if hopeless:
                    return self._set_aside(row_id, update_id)
                return await self._try(row_id)
            except Exception as fault:  # noqa: BLE001 - the last net: one update stops no other
                if _is_outage(fault):
                    logger.error("the database cannot be used, an update waits")
                else:
                    tries += 1
                    hopeless = hopeless or isinstance(fault, Unreadable) or tries >= TRIES
                    self._report(update_id, fault)
            # Nothing to wait for where trying again cannot help; the first time, that is.
            pause = growing_pause(times, SHORTEST_PAUSE, LONGEST_PAUSE)
            await asyncio.sleep(0 if hopeless and times == 1 else pause)

    async def _try(self, row_id: int) -> None:
        if row_id not in self._left_over:
            return await self._attempt(self._read(row_id))
        # One at a time, and counted before: when the process dies it is known at which.
        async with self._one_at_a_time:
            raw = self._read(row_id, counted=row_id not in self._counted)
            self._counted.add(row_id)
            await self._attempt(raw)
        self._left_over.discard(row_id)
        self._counted.discard(row_id)

    async def _attempt(self, raw: Any) -> None:
        if raw is not None:
            await self._handle(raw)

    def _read(self, row_id: int, counted: bool = False) -> Any:
        """Return what is to be handled, None where nothing is any more."""
        with UnitOfWork(self._sessions) as work:
            row = find_update(work.session, row_id)
            if row is None or row.state is not UpdateState.PENDING:
                return None
            raw, deaths = row.body, count_attempt(work.session, row_id) if counted else 0
            work.commit()
        if raw is None or deaths > DEATHS:
            raise Unreadable
        return raw

    def _set_aside(self, row_id: int, update_id: int) -> None:
        self._give_up(update_id, self._find_asker(row_id))

    def _find_asker(self, row_id: int) -> int | None:
        """Return the chat that waits for an answer, None where nobody does or nobody can tell."""
        try:
            with UnitOfWork(self._sessions) as work:
                row = find_update(work.session, row_id)
        except UnreadableValue:
            return None
        asked = row is not None and isinstance(row.body, dict) and not ANSWERED.isdisjoint(row.body)
        return find_chat_id(row.body) if row is not None and asked else None

    def _report(self, update_id: int, fault: Exception) -> None:
        # The fault's own words may quote the update.
        logger.error(
            "an update could not be handled",
            extra={"update_id": update_id, "fault": type(fault).__name__},
        )


def _is_outage(fault: Exception) -> bool:
    """Say whether it is the database that fails, and not what is in this row."""
    return isinstance(fault, StoreError) and not isinstance(fault, OF_THE_ROW)


def _read_arrival(raw: Any) -> Arrival | None:
    update_id, chat_id = find_update_id(raw), find_chat_id(raw)
    if update_id is None:
        return None
    channel = None if chat_id is None else name_channel(chat_id)
    # What cannot be stored is nothing that anybody wrote; its number is kept, to set it aside.
    return Arrival(update_id, channel, raw if _can_be_stored(raw) else None)


def _can_be_stored(raw: Any) -> bool:
    try:
        json.dumps(raw, allow_nan=False)
    except (TypeError, ValueError, RecursionError):
        return False
    return True

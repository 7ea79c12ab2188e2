"""Empty the outbox: each chat in order, chats side by side, at Telegram's pace."""

from __future__ import annotations

import asyncio
import logging
import random
from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import datetime, timezone

from sqlalchemy.orm import Session, sessionmaker

from actions.store.chats import find_chat, rest_of_pause
from actions.store.choices import Urgency
from actions.store.errors import StoreError
from actions.store.letters import find_next_letter, list_channels_with_letters
from actions.store.unit_of_work import UnitOfWork
from bot.telegram.sender.delivery import Delivery
from bot.telegram.sender.faults import Judgement, Verdict
from bot.telegram.sender.pace import Pace, growing_pause
from bot.telegram.sender.post import PREFIX, Post, chat_id_of
from bot.telegram.sender.stopping import finish_within

FIRST_SECONDS = 0.5
SWEEP_SECONDS = 1.0
SHORTEST_PAUSE, LONGEST_PAUSE = 0.5, 30.0
# A wait that a person would notice.
NOTICEABLE = 0.4
logger = logging.getLogger(__name__)


class Outbox:
    """The sender of one bot; `wake` it after something was posted."""

    def __init__(
        self,
        post: Post,
        sessions: sessionmaker[Session],
        pace: Pace | None = None,
        clock: Callable[[], datetime] = lambda: datetime.now(timezone.utc),
    ) -> None:
        self._post = post
        self._sessions = sessions
        self._pace = pace or Pace()
        self._clock = clock
        self._delivery = Delivery(post, sessions, clock)
        self._workers: dict[str, asyncio.Task[None]] = {}
        self._woken: dict[str, asyncio.Event] = defaultdict(asyncio.Event)
        self._faults: Counter[str] = Counter()

    def wake(self, channel: str) -> None:
        """Send what waits for a chat, beside what goes on in others."""
        if not channel.startswith(PREFIX):
            return
        self._woken[channel].set()
        if channel not in self._workers:
            worker = asyncio.get_running_loop().create_task(self._empty(channel))
            self._workers[channel] = worker

    async def run(self) -> None:
        """Send what was left by an earlier run or posted by another process; never returns."""
        # A tap that waits at Telegram shows that its message arrived; let it come in first.
        await asyncio.sleep(FIRST_SECONDS)
        while True:
            self._sweep()
            await asyncio.sleep(SWEEP_SECONDS)

    async def drain(self, seconds: float) -> None:
        """Send what can be sent within that time, then stop; the rest waits for the next run."""
        self._sweep()
        await finish_within(self._workers.values(), seconds)
        self._workers.clear()

    def _sweep(self) -> None:
        self._pace.forget_past()
        try:
            with UnitOfWork(self._sessions) as work:
                waiting = list_channels_with_letters(work.session, self._post.bot_id)
        except StoreError:
            logger.error("the outbox cannot be read")
            return
        for channel in waiting:
            if channel not in self._workers:
                self.wake(channel)

    async def _empty(self, channel: str) -> None:
        """Send all that waits for a chat, until nothing does."""
        going_on = True
        try:
            while going_on:
                try:
                    going_on = await self._send_next(channel)
                except StoreError:
                    logger.error("the database cannot be used, a letter waits")
                    await asyncio.sleep(self._lengthen_pause(channel))
        finally:
            # Nothing waited a moment ago, and nothing could be posted since: there was no await.
            self._workers.pop(channel, None)
            self._woken.pop(channel, None)

    async def _send_next(self, channel: str) -> bool:
        """Send one letter when its time has come; False where none waits."""
        urgency = self._peek(channel)
        if urgency is None:
            return False
        await self._wait(channel)
        if not await self._take_turn(channel, urgency):
            return True
        # Looked up only now: an answer that came while a prompt waited goes before it.
        with UnitOfWork(self._sessions) as work:
            found = find_next_letter(work.session, self._post.bot_id, channel)
        if found is not None:
            self._note(channel, await self._delivery.deliver(channel, found[0]))
        return True

    def _peek(self, channel: str) -> Urgency | None:
        """Return how urgent the next letter of a chat is, and note how long the chat has to wait.

        The waking is over with this look; what is posted later wakes again.
        """
        self._woken[channel].clear()
        with UnitOfWork(self._sessions) as work:
            found = find_next_letter(work.session, self._post.bot_id, channel)
            if found is None:
                return None
            rest = rest_of_pause(find_chat(work.session, channel), self._clock())
        if rest and not self._faults[channel]:
            self._faults[channel] = 1
        self._pace.pause(channel, rest)
        return found[1]

    async def _wait(self, channel: str) -> None:
        wait = self._pace.seconds_until(channel)
        # While Telegram refuses, or cannot be reached, not even that is sent.
        if wait > NOTICEABLE and not self._faults[channel]:
            await self._post.show_typing(chat_id_of(channel))
            wait = self._pace.seconds_until(channel)
        await asyncio.sleep(wait)

    async def _take_turn(self, channel: str, urgency: Urgency) -> bool:
        """Wait until one more message may go; False where something was posted meanwhile.

        An answer must not wait in the queue of the prompts because its chat has a prompt there.
        """
        turn = asyncio.ensure_future(self._pace.take_turn(urgency))
        woken = asyncio.ensure_future(self._woken[channel].wait())
        first = {turn} if urgency is Urgency.ANSWER else {turn, woken}
        try:
            await asyncio.wait(first, return_when=asyncio.FIRST_COMPLETED)
            return turn.done()
        finally:
            turn.cancel()
            woken.cancel()

    def _note(self, channel: str, judgement: Judgement) -> None:
        """Keep the pace after a letter: the usual one, or a pause."""
        if judgement.verdict is Verdict.WAIT:
            self._faults[channel] += 1
            self._pace.pause(channel, judgement.seconds)
        elif judgement.verdict is Verdict.RETRY:
            self._pace.pause(channel, self._lengthen_pause(channel))
        else:
            self._faults.pop(channel, None)
            if judgement.new_message:
                self._pace.note_sent(channel)

    def _lengthen_pause(self, channel: str) -> float:
        """Return a pause longer than the last, and never quite as long as those of other chats."""
        self._faults[channel] += 1
        pause = growing_pause(self._faults[channel], SHORTEST_PAUSE, LONGEST_PAUSE)
        return pause * random.uniform(0.75, 1.25)

"""Send what waits in the outbox: each chat in order, chats side by side, nothing lost.

A letter leaves the outbox in the transaction that notes that it was sent. What dies in between is
sent once more: never lost, and never more than one message a chat.
"""

from __future__ import annotations

import asyncio
import logging
import random
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timezone

from sqlalchemy.orm import Session, sessionmaker
from telegram.error import TelegramError

from actions.store.chats import find_chat, mark_gone, pause_chat, put_on_view, rest_of_pause
from actions.store.choices import Urgency
from actions.store.errors import StoreError
from actions.store.letters import (
    drop_letter,
    drop_letters,
    find_next_letter,
    list_channels_with_letters,
)
from actions.store.unit_of_work import UnitOfWork
from bot.telegram.sender.faults import Judgement, Verdict, judge
from bot.telegram.sender.letters import ChatLetter, Kind
from bot.telegram.sender.pace import Pace
from bot.telegram.sender.post import Post

PREFIX = "telegram:"
SWEEP_SECONDS = 1.0
SHORTEST_PAUSE, LONGEST_PAUSE = 0.5, 30.0
# A wait that a person would notice.
NOTICEABLE = 0.4
STRANGE_TRIES = 3
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
        self._workers: dict[str, asyncio.Task[None]] = {}
        self._faults: Counter[str] = Counter()
        self._strange: Counter[int] = Counter()

    def wake(self, channel: str) -> None:
        """Send what waits for a chat, beside what goes on in others."""
        if channel.startswith(PREFIX) and channel not in self._workers:
            worker = asyncio.get_running_loop().create_task(self._empty(channel))
            self._workers[channel] = worker

    async def run(self) -> None:
        """Send what was left by an earlier run or posted by another process; never returns."""
        while True:
            self._sweep()
            await asyncio.sleep(SWEEP_SECONDS)

    async def drain(self, seconds: float) -> None:
        """Send what can be sent within that time, then stop; the rest waits for the next run."""
        with suppress(StoreError):
            self._sweep()
        working = list(self._workers.values())
        if working:
            await asyncio.wait(working, timeout=seconds)
        for worker in working:
            worker.cancel()
        await asyncio.gather(*working, return_exceptions=True)
        self._workers.clear()

    def _sweep(self) -> None:
        self._pace.forget_past()
        try:
            with UnitOfWork(self._sessions) as work:
                waiting = list_channels_with_letters(work.session, PREFIX)
        except StoreError:
            logger.error("the outbox cannot be read")
            return
        for channel in waiting:
            self.wake(channel)

    async def _empty(self, channel: str) -> None:
        """Send all that waits for a chat, until nothing does."""
        going_on = True
        while going_on:
            try:
                going_on = await self._send_next(channel)
            except Exception as fault:  # noqa: BLE001 - one chat's fault must not stop its letters
                self._stumble(channel, fault)
        # Nothing waited a moment ago, and nothing could be posted since: there was no await.
        del self._workers[channel]

    async def _send_next(self, channel: str) -> bool:
        """Send one letter when its time has come; False where none waits."""
        urgency = self._peek(channel)
        if urgency is None:
            return False
        await self._wait(channel)
        await self._pace.take_turn(urgency)
        # Looked up only now: an answer that came while a prompt waited goes before it.
        found = self._next(channel)
        if found is not None:
            await self._send(channel, *found)
        return True

    async def _wait(self, channel: str) -> None:
        wait = self._pace.seconds_until(channel)
        # While Telegram refuses, or cannot be reached, not even that is sent.
        if wait > NOTICEABLE and not self._faults[channel]:
            with suppress(TelegramError):
                await self._post.show_typing(chat_id_of(channel))
            wait = self._pace.seconds_until(channel)
        await asyncio.sleep(wait)

    def _peek(self, channel: str) -> Urgency | None:
        with UnitOfWork(self._sessions) as work:
            letter = find_next_letter(work.session, channel)
            if letter is None:
                return None
            rest = rest_of_pause(find_chat(work.session, channel), self._clock())
            self._pace.pause(channel, rest)
            return letter.urgency

    def _next(self, channel: str) -> tuple[int, ChatLetter] | None:
        with UnitOfWork(self._sessions) as work:
            letter = find_next_letter(work.session, channel)
            return (letter.id, ChatLetter.from_json(letter.body)) if letter else None

    async def _send(self, channel: str, number: int, letter: ChatLetter) -> None:
        try:
            if letter.kind is Kind.SAY and letter.choices:
                await self._strip_old(channel)
            message_id = await self._post.send(chat_id_of(channel), letter)
        except TelegramError as fault:
            await self._act_on(judge(fault), channel, number, letter)
        except StoreError:
            raise
        except Exception as fault:
            # No fault of the network or the database: the answer made no sense, or the letter
            # does not. Some more tries, each of which may be a message too many, then no more.
            self._strange[number] += 1
            if self._strange[number] < STRANGE_TRIES:
                raise
            logger.error("a letter is given up", extra={"fault": type(fault).__name__})
            self._drop(channel, number)
        else:
            self._note_sent(channel, number, letter, message_id)

    def _note_sent(
        self, channel: str, number: int, letter: ChatLetter, message_id: int | None
    ) -> None:
        if letter.kind in (Kind.SAY, Kind.CHANGE):
            self._pace.note_sent(channel)
        self._faults.pop(channel, None)
        self._strange.pop(number, None)
        with UnitOfWork(self._sessions) as work:
            drop_letter(work.session, number)
            self._note_view(work.session, channel, letter, message_id)
            work.commit()

    def _note_view(
        self, session: Session, channel: str, letter: ChatLetter, message_id: int | None
    ) -> None:
        if letter.choices:
            codes = [choice.data for choice in letter.choices]
            view = {"message_id": message_id, "card": letter.card, "codes": codes}
            put_on_view(session, channel, view)
        elif letter.kind in (Kind.MARK, Kind.STRIP):
            chat = find_chat(session, channel)
            if chat is not None and chat.view and chat.view["message_id"] == message_id:
                put_on_view(session, channel, None)

    async def _strip_old(self, channel: str) -> None:
        """Take the buttons from the message before, so that only one has any."""
        with UnitOfWork(self._sessions) as work:
            chat = find_chat(work.session, channel)
            view = chat.view if chat else None
        if not view:
            return
        old = ChatLetter(Kind.STRIP, message_id=view["message_id"])
        try:
            await self._post.send(chat_id_of(channel), old)
        except TelegramError as fault:
            # Buttons that cannot be taken away do no harm: their codes are old.
            if judge(fault).verdict in (Verdict.WAIT, Verdict.RETRY, Verdict.GONE):
                raise
        with UnitOfWork(self._sessions) as work:
            put_on_view(work.session, channel, None)
            work.commit()

    async def _act_on(
        self, judgement: Judgement, channel: str, number: int, letter: ChatLetter
    ) -> None:
        verdict = judgement.verdict
        if verdict is Verdict.WAIT:
            self._wait_as_told(channel, judgement.seconds)
        elif verdict is Verdict.RETRY:
            self._pause(channel)
        elif verdict is Verdict.DONE:
            self._note_sent(channel, number, letter, letter.message_id)
        elif verdict is Verdict.GONE:
            self._give_up_chat(channel)
        elif verdict is Verdict.FILE and self._post.forget_file(letter):
            pass  # it is uploaded at the next try
        elif letter.kind in (Kind.MARK, Kind.STRIP) or verdict is Verdict.DROP:
            self._drop(channel, number)
        else:
            await self._send_otherwise(channel, number, letter, verdict)

    async def _send_otherwise(
        self, channel: str, number: int, letter: ChatLetter, verdict: Verdict
    ) -> None:
        """Say it in a new message where the old one is gone, else as a bare text."""
        again = replace(letter, kind=Kind.SAY, message_id=None, has_picture=False)
        bare = verdict is not Verdict.LOST
        if bare:
            logger.error("a letter was refused and goes as bare text", extra={"letter": number})
        try:
            message_id = await self._post.send(chat_id_of(channel), again, bare)
        except TelegramError as fault:
            judgement = judge(fault)
            if judgement.verdict in (Verdict.WAIT, Verdict.RETRY, Verdict.GONE):
                await self._act_on(judgement, channel, number, letter)
            else:
                self._drop(channel, number)
        else:
            sent = ChatLetter(Kind.SAY, letter.text) if bare else again
            self._note_sent(channel, number, sent, message_id)

    def _wait_as_told(self, channel: str, seconds: float) -> None:
        self._faults[channel] += 1
        self._pace.pause(channel, seconds)
        with UnitOfWork(self._sessions) as work:
            pause_chat(work.session, channel, self._clock(), seconds)
            work.commit()

    def _pause(self, channel: str) -> None:
        """Wait longer after each fault, and never quite as long as other chats do."""
        self._faults[channel] += 1
        pause = min(LONGEST_PAUSE, SHORTEST_PAUSE * 2 ** (self._faults[channel] - 1))
        self._pace.pause(channel, pause * random.uniform(0.75, 1.25))

    def _stumble(self, channel: str, fault: Exception) -> None:
        self._pause(channel)
        logger.error(
            "a letter could not be sent and is tried again",
            extra={"chat": channel, "fault": type(fault).__name__},
        )

    def _give_up_chat(self, channel: str) -> None:
        with UnitOfWork(self._sessions) as work:
            drop_letters(work.session, channel)
            mark_gone(work.session, channel, self._clock())
            work.commit()
        logger.info("a chat cannot be reached any more", extra={"chat": channel})

    def _drop(self, channel: str, number: int) -> None:
        logger.error("a letter was refused", extra={"letter": number})
        with UnitOfWork(self._sessions) as work:
            drop_letter(work.session, number)
            work.commit()


def chat_id_of(channel: str) -> int:
    """Return the number of a chat on Telegram, "telegram:-123" is -123."""
    return int(channel.removeprefix(PREFIX))

"""Bring one letter to Telegram, and note what became of it."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session, sessionmaker
from telegram.error import TelegramError

from actions.store.chats import end_pause, find_chat, mark_gone, pause_chat, put_on_view, view_of
from actions.store.errors import StoreError, UnreadableValue
from actions.store.letters import drop_letter, drop_letters, read_letter
from actions.store.unit_of_work import UnitOfWork
from bot.telegram.sender.faults import Judgement, Verdict, judge
from bot.telegram.sender.letters import ChatLetter, Kind
from bot.telegram.sender.post import Post, chat_id_of

# How often a letter is tried that fails in a way that is no fault of the network.
STRANGE_TRIES = 3
SENT = Judgement(Verdict.DONE)
SHOWN = Judgement(Verdict.DONE, new_message=True)
# What only waiting can help, or what concerns the whole chat.
_OF_THE_CHAT = (Verdict.WAIT, Verdict.RETRY, Verdict.GONE)
logger = logging.getLogger(__name__)


class Delivery:
    """Deliver letters of the outbox, one at a time in each chat.

    A letter leaves the outbox in the transaction that notes that it was sent. What dies in between
    is sent once more: never lost, and never more than one message a chat.
    """

    def __init__(
        self, post: Post, sessions: sessionmaker[Session], clock: Callable[[], datetime]
    ) -> None:
        self._post = post
        self._sessions = sessions
        self._clock = clock
        self._strange: Counter[int] = Counter()

    async def deliver(self, channel: str, number: int) -> Judgement:
        """Send a letter; return DONE where it has left the outbox, else WAIT or RETRY.

        Raises StoreError where the database cannot be used.
        """
        try:
            letter = self._read(number)
            return SENT if letter is None else await self._try(channel, number, letter)
        except StoreError as fault:
            if not isinstance(fault, UnreadableValue):
                raise
            return self._meet_strange(number, fault)
        except Exception as fault:  # noqa: BLE001 - one letter must not hold up all behind it
            return self._meet_strange(number, fault)

    def _read(self, number: int) -> ChatLetter | None:
        with UnitOfWork(self._sessions) as work:
            body = read_letter(work.session, number)
        return None if body is None else ChatLetter.from_json(body)

    async def _try(self, channel: str, number: int, letter: ChatLetter) -> Judgement:
        try:
            if letter.kind is Kind.SAY and letter.choices:
                await self._strip_old(channel)
            message_id = await self._post.send(chat_id_of(channel), letter)
        except TelegramError as fault:
            return await self._act_on(judge(fault), channel, number, letter)
        return self._note_sent(channel, number, letter, message_id)

    def _note_sent(
        self, channel: str, number: int, letter: ChatLetter, message_id: int | None
    ) -> Judgement:
        self._strange.pop(number, None)
        with UnitOfWork(self._sessions) as work:
            drop_letter(work.session, number)
            end_pause(work.session, channel)
            self._note_view(work.session, channel, letter, message_id)
            work.commit()
        return SHOWN if letter.kind in (Kind.SAY, Kind.CHANGE) else SENT

    async def _strip_old(self, channel: str) -> None:
        """Take the buttons from the message before, so that only one has any."""
        with UnitOfWork(self._sessions) as work:
            chat = find_chat(work.session, channel)
            view = view_of(chat, self._post.bot_id)
        if not view:
            return
        old = ChatLetter(Kind.STRIP, message_id=view["message_id"])
        try:
            await self._post.send(chat_id_of(channel), old)
        except TelegramError as fault:
            # Buttons that cannot be taken away do no harm: their codes are old.
            if judge(fault).verdict in _OF_THE_CHAT:
                raise
        with UnitOfWork(self._sessions) as work:
            put_on_view(work.session, channel, None)
            work.commit()

    async def _act_on(
        self, judgement: Judgement, channel: str, number: int, letter: ChatLetter
    ) -> Judgement:
        verdict = judgement.verdict
        if verdict is Verdict.DONE:
            return self._note_sent(channel, number, letter, letter.message_id)
        if verdict in _OF_THE_CHAT:
            return self._note_trouble(judgement, channel)
        if verdict is Verdict.FILE and self._post.forget_file(letter):
            return Judgement(Verdict.RETRY)
        if letter.kind in (Kind.MARK, Kind.STRIP):
            # Somebody deleted the message, as a rule; there is nothing to change any more.
            return self._drop(number, logging.INFO)
        return await self._send_otherwise(channel, number, letter, verdict)

    def _note_trouble(self, judgement: Judgement, channel: str) -> Judgement:
        """Note that a chat has to wait, or that it is gone and what waited for it as well."""
        if judgement.verdict is Verdict.RETRY:
            return judgement
        with UnitOfWork(self._sessions) as work:
            if judgement.verdict is Verdict.WAIT:
                pause_chat(work.session, channel, self._clock(), judgement.seconds)
            else:
                drop_letters(work.session, channel, self._post.bot_id)
                mark_gone(work.session, channel, self._clock())
                logger.info("a chat cannot be reached any more", extra={"chat": channel})
            work.commit()
        return judgement if judgement.verdict is Verdict.WAIT else SENT

    async def _send_otherwise(
        self, channel: str, number: int, letter: ChatLetter, verdict: Verdict
    ) -> Judgement:
        """Say it in a new message: without the picture, then without anything but its words."""
        new = replace(letter, kind=Kind.SAY, message_id=None, has_picture=False, file_name=None)
        ways = [ChatLetter(Kind.SAY, letter.text)]
        if letter.picture is not None:
            ways.insert(0, replace(new, picture=None))
        if verdict is Verdict.LOST:
            ways.insert(0, new)
        else:
            logger.error("a letter was refused and goes in plainer form", extra={"letter": number})
        for way in ways:
            try:
                bare = way is ways[-1]
                message_id = await self._post.send(chat_id_of(channel), way, bare)
            except TelegramError as fault:
                judgement = judge(fault)
                if judgement.verdict in _OF_THE_CHAT:
                    return self._note_trouble(judgement, channel)
            else:
                return self._note_sent(channel, number, way, message_id)
        return self._drop(number)

    def _meet_strange(self, number: int, fault: Exception) -> Judgement:
        """Try some more times, each of which may be a message too many, then give the letter up."""
        self._strange[number] += 1
        kind = {"letter": number, "fault": type(fault).__name__}
        if self._strange[number] < STRANGE_TRIES:
            logger.error("a letter could not be sent and is tried again", extra=kind)
            return Judgement(Verdict.RETRY)
        logger.error("a letter is given up", extra=kind)
        return self._drop(number)

    def _drop(self, number: int, level: int = logging.ERROR) -> Judgement:
        self._strange.pop(number, None)
        logger.log(level, "a letter was dropped", extra={"letter": number})
        with UnitOfWork(self._sessions) as work:
            drop_letter(work.session, number)
            work.commit()
        return SENT

    def _note_view(
        self, session: Session, channel: str, letter: ChatLetter, message_id: int | None
    ) -> None:
        """Keep which message has the buttons now."""
        if letter.choices:
            view = {
                "bot_id": self._post.bot_id,
                "message_id": message_id,
                "card": letter.card,
                "codes": [choice.data for choice in letter.choices],
            }
            put_on_view(session, channel, view)
        elif letter.kind in (Kind.MARK, Kind.STRIP):
            shown = view_of(find_chat(session, channel), self._post.bot_id)
            if shown and shown["message_id"] == message_id:
                put_on_view(session, channel, None)

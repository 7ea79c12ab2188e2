"""Take what came from a chat to the coach, and post the answer in the same transaction."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from contextlib import suppress
from datetime import datetime, timezone
from functools import partial
from typing import Any

from sqlalchemy.orm import Session
from telegram import Bot
from telegram.error import TelegramError

from actions.store.chats import (
    find_chat,
    mark_back,
    mark_gone,
    open_chat,
    rest_of_pause,
    view_of,
)
from actions.store.choices import UpdateState
from actions.store.conversations import find_conversation
from actions.store.inbox import settle_update
from actions.store.letters import drop_letter, list_letters, post_letters
from actions.store.unit_of_work import UnitOfWork
from bot.engine import Engine
from bot.telegram.sender.letters import ChatLetter, Kind, Tap, write_letters
from bot.telegram.sender.post import PREFIX, show_typing
from bot.telegram.sender.stopping import finish_within
from bot.turn import AlreadyTaken, Reply, Turn

WARNING = "report_red_flag"
TAPPED, LATE = "utter_telegram_tapped", "utter_telegram_late"
logger = logging.getLogger(__name__)


class Desk:
    """Where chats and the coach meet. `wake` is told of every chat that something waits for."""

    def __init__(
        self,
        engine: Engine,
        bot: Bot,
        wake: Callable[[str], None],
        clock: Callable[[], datetime] = lambda: datetime.now(timezone.utc),
    ) -> None:
        self._engine = engine
        self._bot = bot
        self._wake = wake
        self._clock = clock
        self._beside: set[asyncio.Task[None]] = set()

    async def take(
        self,
        update_id: int,
        chat_id: int,
        *,
        text: str | None = None,
        choice: str | None = None,
        sent: str | None = None,
        tap: Tap | None = None,
        album: str | None = None,
    ) -> None:
        """Let the coach answer a turn; taken once, however often its update comes."""
        channel = name_channel(chat_id)
        turn = Turn(channel, self._clock(), text=text, choice=choice, sent=sent)
        await self._engine.handle(turn, partial(self._keep, channel, update_id, tap, album))
        self._wake(channel)

    async def show_typing(self, chat_id: int) -> None:
        """Show that an answer comes, before it does; not in a chat that is to be left alone."""
        with UnitOfWork(self._engine.session_factory) as work:
            chat = find_chat(work.session, name_channel(chat_id))
            rest = rest_of_pause(chat, self._clock())
        if rest:
            return
        await show_typing(self._bot, chat_id)

    def answer_tap(self, query_id: str, response: str | None = None) -> None:
        """Let the button stop turning, with some words of domain.yml where there are any."""
        words = self._engine.words(response) if response else None
        self._do_beside(self._bot.answer_callback_query(query_id, words))

    async def is_warning(self, text: str) -> bool:
        """Say whether a text tells of a warning sign."""
        understood = await self._engine.parse(text)
        return bool(understood["intent"]["name"] == WARNING)

    def find_refusal(self, chat_id: int, tap: Tap, code: str) -> str | None:
        """Return the response to a tap that comes too late, None where it counts."""
        with UnitOfWork(self._engine.session_factory) as work:
            chat = find_chat(work.session, name_channel(chat_id))
            tapped = chat.tapped if chat else None
            view = view_of(chat, self._bot.id)
        if tapped and tapped["message_id"] == tap.message_id and code in tapped["codes"]:
            return TAPPED
        # A message newer than the one on view is one whose sending is not confirmed yet; the same
        # buttons on an older one are those of a message that was sent twice.
        if view and tap.message_id < view["message_id"] and code not in view["codes"]:
            return LATE
        return None

    def answered_album(self, chat_id: int, album: str) -> bool:
        """Say whether a photo of the same group was answered just before."""
        with UnitOfWork(self._engine.session_factory) as work:
            chat = find_chat(work.session, name_channel(chat_id))
        return chat is not None and chat.album == album

    def strip(self, update_id: int, chat_id: int, tap: Tap) -> None:
        """Take the buttons from a message that should have none any more."""
        letter = ChatLetter(Kind.STRIP, message_id=tap.message_id).to_json()
        channel = name_channel(chat_id)
        self._settle(update_id, lambda s: self._post(s, channel, [letter]))
        self._wake(channel)

    def ignore(self, update_id: int) -> None:
        """Note that an update is dealt with, where nothing was to be done."""
        self._settle(update_id, lambda session: None)

    def note_gone(self, update_id: int, chat_id: int) -> None:
        """Note that somebody blocked the bot."""
        self._settle(update_id, lambda s: mark_gone(s, name_channel(chat_id), self._clock()))

    def note_back(self, update_id: int, chat_id: int) -> None:
        """Note that somebody can be reached again."""
        self._settle(update_id, lambda session: mark_back(session, name_channel(chat_id)))

    def note_move(self, update_id: int, to_chat_id: int) -> None:
        """Note that a group that was told goes on as another chat."""

        def carry_over(session: Session) -> None:
            open_chat(session, name_channel(to_chat_id)).told_at = self._clock()

        self._settle(update_id, carry_over)

    def tell_group(self, update_id: int, chat_id: int) -> None:
        """Say in a group, once, that this bot talks in private."""
        self._settle(update_id, partial(self._tell_once, name_channel(chat_id)))
        self._wake(name_channel(chat_id))

    def give_up(self, update_id: int, chat_id: int | None) -> None:
        """Set an update aside that cannot be handled; somebody in a private chat is told so."""
        with UnitOfWork(self._engine.session_factory) as work:
            now, aside = self._clock(), UpdateState.SET_ASIDE
            settled = settle_update(work.session, self._bot.id, update_id, now, aside)
            if settled and chat_id is not None and chat_id > 0:
                sorry = ChatLetter(Kind.SAY, self._engine.words("utter_turn_failed"))
                self._post(work.session, name_channel(chat_id), [sorry.to_json()])
            work.commit()
        logger.error("an update was set aside", extra={"update_id": update_id})
        if chat_id is not None:
            self._wake(name_channel(chat_id))

    async def close(self) -> None:
        """Stop what goes on beside."""
        await finish_within(self._beside, 0)

    def _keep(
        self,
        channel: str,
        update_id: int,
        tap: Tap | None,
        album: str | None,
        session: Session,
        replies: Sequence[Reply],
    ) -> None:
        """Note in the turn's transaction that it was taken, and post what it answers."""
        now = self._clock()
        if not settle_update(session, self._bot.id, update_id, now):
            raise AlreadyTaken
        view = view_of(find_chat(session, channel), self._bot.id)
        if tap is not None and (view is None or tap.message_id > view["message_id"]):
            self._drop_arrived(session, channel, tap)
        letters = write_letters(replies, tap, view)
        self._post(session, channel, [letter.to_json() for letter in letters])
        mark_back(session, channel)
        # Nothing is kept of a person who had everything erased just now.
        if (tap or album) and find_conversation(session, channel) is not None:
            chat = open_chat(session, channel)
            chat.tapped = _note_tap(tap, letters) if tap else chat.tapped
            chat.album = album or chat.album

    def _tell_once(self, channel: str, session: Session) -> None:
        chat = open_chat(session, channel)
        if chat.told_at is None:
            chat.told_at = self._clock()
            link = f"https://t.me/{self._bot.username}"
            words = self._engine.words("utter_telegram_group", link=link)
            self._post(session, channel, [ChatLetter(Kind.SAY, words).to_json()])

    def _post(self, session: Session, channel: str, bodies: Sequence[Any]) -> None:
        post_letters(session, self._bot.id, channel, bodies, self._clock())

    def _drop_arrived(self, session: Session, channel: str, tap: Tap) -> None:
        """Take out the letter whose message was tapped: it arrived, only nothing says so yet."""
        for letter in list_letters(session, self._bot.id, channel):
            codes = [choice["data"] for choice in letter.body.get("choices", ())]
            if codes and (codes, letter.body.get("text")) == (list(tap.codes), tap.text):
                drop_letter(session, letter.id)

    def _settle(self, update_id: int, do: Callable[[Session], None]) -> None:
        with UnitOfWork(self._engine.session_factory) as work:
            if settle_update(work.session, self._bot.id, update_id, self._clock()):
                do(work.session)
                work.commit()

    def _do_beside(self, call: Coroutine[Any, Any, Any]) -> None:
        """Make a call whose failure hurts nobody, without waiting for it."""
        task = asyncio.get_running_loop().create_task(_quietly(call))
        self._beside.add(task)
        task.add_done_callback(self._beside.discard)


def name_channel(chat_id: int) -> str:
    """Return the channel of a chat on Telegram."""
    return f"{PREFIX}{chat_id}"


def _note_tap(tap: Tap, letters: Sequence[ChatLetter]) -> dict[str, Any]:
    """Return which buttons are spent: those that a message in its new state has again are not."""
    fresh = {
        choice.data for letter in letters if letter.kind is Kind.CHANGE for choice in letter.choices
    }
    spent = [code for code in tap.codes if code not in fresh]
    return {"message_id": tap.message_id, "codes": spent}


async def _quietly(call: Awaitable[Any]) -> None:
    with suppress(TelegramError):
        await call

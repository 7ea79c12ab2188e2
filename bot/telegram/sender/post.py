"""Make the one call of the Bot API that a letter stands for."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable
from contextlib import suppress
from html import escape
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session, sessionmaker
from telegram import Bot, InputFile, LinkPreviewOptions, Message
from telegram.constants import ParseMode
from telegram.error import TelegramError

from actions.store.chats import drop_file_id, find_file_id, keep_file_id
from actions.store.unit_of_work import UnitOfWork
from bot.telegram.sender.keyboards import make_keyboard
from bot.telegram.sender.letters import ChatLetter, Kind
from bot.telegram.sender.splitting import split_text
from bot.turn import Picture

PREFIX = "telegram:"
# A sign of life is worth no more than that of a person's time.
TYPING_SECONDS = 0.5
MOVING = (".gif", ".mp4")
NO_PREVIEW = LinkPreviewOptions(is_disabled=True)

Draw = Callable[[Picture], Path | None]


def chat_id_of(channel: str) -> int:
    """Return the number of a chat on Telegram, "telegram:-123" is -123."""
    return int(channel.removeprefix(PREFIX))


def draw_nothing(picture: Picture) -> Path | None:
    """Return no file: where nothing can be drawn, a message goes without its picture."""
    return None


async def show_typing(bot: Bot, chat_id: int) -> None:
    """Show that an answer is on its way, if that can be done in no time; else leave it."""
    with suppress(TelegramError, asyncio.TimeoutError):
        await asyncio.wait_for(bot.send_chat_action(chat_id, "typing"), TYPING_SECONDS)


class Post:
    """Calls of one bot. A picture is uploaded once; after that its file id is sent."""

    def __init__(
        self, bot: Bot, sessions: sessionmaker[Session], draw: Draw = draw_nothing
    ) -> None:
        self._bot = bot
        self._sessions = sessions
        self._draw = draw
        self._calls = {
            Kind.SAY: self._say,
            Kind.CHANGE: self._change,
            Kind.MARK: self._change,
            Kind.STRIP: self._strip,
        }

    async def send(self, chat_id: int, letter: ChatLetter, bare: bool = False) -> int | None:
        """Make the call; return the id of the message that stands there now.

        `bare` leaves out all that could be refused: markup, buttons, pictures. Raises
        telegram.error.TelegramError.
        """
        if bare:
            return await self._say_bare(chat_id, letter.text)
        return await self._calls[letter.kind](chat_id, letter)

    def forget_file(self, letter: ChatLetter) -> bool:
        """Forget the file id of a letter's picture; False where there was none to forget."""
        path = self._draw(letter.picture) if letter.picture else None
        if path is None:
            return False
        digest = _digest(path)
        with UnitOfWork(self._sessions) as work:
            known = find_file_id(work.session, self._bot.id, digest) is not None
            drop_file_id(work.session, self._bot.id, digest)
            work.commit()
        return known

    @property
    def bot_id(self) -> int:
        """Return the number of the bot."""
        return self._bot.id

    async def show_typing(self, chat_id: int) -> None:
        """Show that an answer is on its way."""
        await show_typing(self._bot, chat_id)

    async def _say(self, chat_id: int, letter: ChatLetter) -> int:
        path = self._draw(letter.picture) if letter.picture else None
        if letter.file_name is not None:
            return await self._send_file(chat_id, letter, letter.file_name)
        if path is not None:
            return await self._send_picture(chat_id, letter, path)
        message = await self._bot.send_message(
            chat_id,
            escape(letter.text, quote=False),
            parse_mode=ParseMode.HTML,
            reply_markup=make_keyboard(letter.choices),
            link_preview_options=NO_PREVIEW,
        )
        return message.message_id

    async def _say_bare(self, chat_id: int, text: str) -> int | None:
        message_id = None
        for part in split_text(text):
            message_id = (await self._bot.send_message(chat_id, part)).message_id
        return message_id

    async def _send_file(self, chat_id: int, letter: ChatLetter, name: str) -> int:
        # A person's own data: uploaded each time, since its like is never sent again.
        file = InputFile(letter.text.encode("utf-8"), filename=name)
        message = await self._bot.send_document(
            chat_id, file, reply_markup=make_keyboard(letter.choices)
        )
        return message.message_id

    async def _send_picture(self, chat_id: int, letter: ChatLetter, path: Path) -> int:
        digest = _digest(path)
        known = self._find_file(digest)
        moving = path.suffix in MOVING
        message = await (self._bot.send_animation if moving else self._bot.send_photo)(
            chat_id,
            known or path,
            caption=escape(letter.text, quote=False),
            parse_mode=ParseMode.HTML,
            reply_markup=make_keyboard(letter.choices),
        )
        file_id = _file_id(message)
        if known is None and file_id is not None:
            self._keep_file(digest, file_id)
        return message.message_id

    async def _change(self, chat_id: int, letter: ChatLetter) -> int | None:
        where: Any = {"chat_id": chat_id, "message_id": letter.message_id}
        text, keyboard = escape(letter.text, quote=False), make_keyboard(letter.choices)
        if letter.has_picture:
            await self._bot.edit_message_caption(
                **where, caption=text, parse_mode=ParseMode.HTML, reply_markup=keyboard
            )
        else:
            preview: Any = {"link_preview_options": NO_PREVIEW} if "://" in text else {}
            await self._bot.edit_message_text(
                text, **where, parse_mode=ParseMode.HTML, reply_markup=keyboard, **preview
            )
        return letter.message_id

    async def _strip(self, chat_id: int, letter: ChatLetter) -> int | None:
        await self._bot.edit_message_reply_markup(chat_id, letter.message_id)
        return letter.message_id

    def _find_file(self, digest: str) -> str | None:
        with UnitOfWork(self._sessions) as work:
            return find_file_id(work.session, self._bot.id, digest)

    def _keep_file(self, digest: str, file_id: str) -> None:
        with UnitOfWork(self._sessions) as work:
            keep_file_id(work.session, self._bot.id, digest, file_id)
            work.commit()


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _file_id(message: Message) -> str | None:
    if message.photo:
        return message.photo[-1].file_id
    return message.animation.file_id if message.animation else None

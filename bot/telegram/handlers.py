"""Answer each kind of update, or ignore it on purpose.

Whatever no handler takes is ignored: channel posts, polls and their answers, reactions, inline
queries, payments, business messages, and the service messages that a chat makes by itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from telegram import CallbackQuery, Chat, ChatMember, ChatMemberUpdated, Message, Update
from telegram.ext import (
    BaseHandler,
    CallbackQueryHandler,
    ChatMemberHandler,
    ContextTypes,
    MessageHandler,
    filters,
)

from bot.telegram.desk import LATE, Desk
from bot.telegram.reading import kind_sent, read_tap

# What Telegram is asked to send at all.
WANTED = (
    Update.MESSAGE,
    Update.EDITED_MESSAGE,
    Update.CALLBACK_QUERY,
    Update.MY_CHAT_MEMBER,
)
# What is kept of the name of a group of photos.
LONGEST_ALBUM = 64
GONE = (ChatMember.BANNED, ChatMember.LEFT)
Context = ContextTypes.DEFAULT_TYPE


def list_handlers(desk: Desk) -> Sequence[BaseHandler[Any, Any, Any]]:
    """Return the handlers, the first that fits takes an update."""
    private, groups = filters.ChatType.PRIVATE, filters.ChatType.GROUPS
    new, edited = filters.UpdateType.MESSAGE, filters.UpdateType.EDITED_MESSAGE
    takes = _Handlers(desk)
    return (
        CallbackQueryHandler(takes.tap),
        MessageHandler(private & new & filters.TEXT, takes.text),
        # Service messages are of the chat itself and hold nothing that anybody said.
        MessageHandler(private & new & ~filters.StatusUpdate.ALL, takes.something),
        MessageHandler(private & edited, takes.edit),
        MessageHandler(groups & new, takes.group),
        ChatMemberHandler(takes.membership, ChatMemberHandler.MY_CHAT_MEMBER),
    )


class _Handlers:
    """One method a kind of update."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def text(self, update: Update, context: Context) -> None:
        """Take what somebody wrote."""
        message = _message(update)
        await self._desk.show_typing(message.chat_id)
        await self._desk.take(update.update_id, message.chat_id, text=message.text)

    async def something(self, update: Update, context: Context) -> None:
        """Say what happens to a photo, a voice message and the like; read what stands below.

        Of several photos sent at once only the first is answered, and each that has a caption.
        """
        message = _message(update)
        words = message.caption or None
        album = (message.media_group_id or "")[:LONGEST_ALBUM] or None
        if album and not words and self._desk.answered_album(message.chat_id, album):
            return
        sent = kind_sent(message)
        await self._desk.take(update.update_id, message.chat_id, sent=sent, text=words, album=album)

    async def edit(self, update: Update, context: Context) -> None:
        """Say that only new messages count, unless the new words tell of a warning sign."""
        message = _message(update)
        words = message.text or message.caption or ""
        if message.location is not None:
            return  # a live place moves by itself
        if await self._desk.is_warning(words):
            await self._desk.take(update.update_id, message.chat_id, text=words)
        else:
            await self._desk.take(update.update_id, message.chat_id, sent="edit")

    async def tap(self, update: Update, context: Context) -> None:
        """Take a tap on a button, and let the button stop turning."""
        query = _query(update)
        tap, chat_id = read_tap(query), query.from_user.id
        in_private = query.message is None or query.message.chat.type == Chat.PRIVATE
        if query.data is None or not in_private:
            return self._desk.answer_tap(query.id)
        refusal = self._desk.find_refusal(chat_id, tap, query.data) if tap else None
        self._desk.answer_tap(query.id, refusal)
        if refusal is None:
            await self._desk.take(update.update_id, chat_id, choice=query.data, tap=tap)
        elif refusal == LATE and tap is not None:
            self._desk.strip(update.update_id, chat_id, tap)

    async def group(self, update: Update, context: Context) -> None:
        """Say in a group, once, that the coach talks in private."""
        message = _message(update)
        if message.migrate_to_chat_id is not None:
            self._desk.note_move(update.update_id, message.migrate_to_chat_id)
        elif message.migrate_from_chat_id is None:
            self._desk.tell_group(update.update_id, message.chat_id)

    async def membership(self, update: Update, context: Context) -> None:
        """Note who blocked the bot or let it in again; greet a group that it was added to."""
        change = _membership(update)
        chat, gone = change.chat, change.new_chat_member.status in GONE
        if chat.type == Chat.PRIVATE:
            note = self._desk.note_gone if gone else self._desk.note_back
            note(update.update_id, chat.id)
        elif chat.type in (Chat.GROUP, Chat.SUPERGROUP) and not gone:
            self._desk.tell_group(update.update_id, chat.id)


def _message(update: Update) -> Message:
    message = update.message or update.edited_message
    if message is None:
        raise LookupError("the update has no message")
    return message


def _query(update: Update) -> CallbackQuery:
    if update.callback_query is None:
        raise LookupError("the update has no tap")
    return update.callback_query


def _membership(update: Update) -> ChatMemberUpdated:
    if update.my_chat_member is None:
        raise LookupError("the update has no membership")
    return update.my_chat_member

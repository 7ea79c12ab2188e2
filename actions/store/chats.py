"""What a chat on Telegram looks like from here, and the files that Telegram has already."""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast

from sqlalchemy import delete
from sqlalchemy.engine import CursorResult
from sqlalchemy.orm import Session

from actions.store.conversations import find_conversation
from actions.store.models import TelegramChat, TelegramFile


def find_chat(session: Session, channel: str) -> TelegramChat | None:
    """Return what is known of a chat."""
    chat: TelegramChat | None = session.get(TelegramChat, channel)
    return chat


def find_or_open_chat(session: Session, channel: str) -> TelegramChat | None:
    """Return the row of a chat, a new one where there was none and somebody talks there.

    None where nobody does any more: of a person who had everything erased nothing is kept.
    """
    known = find_chat(session, channel)
    if known is None and find_conversation(session, channel) is not None:
        return open_chat(session, channel)
    return known


def open_chat(session: Session, channel: str) -> TelegramChat:
    """Return the row of a chat, a new one where there was none."""
    chat = find_chat(session, channel)
    if chat is None:
        chat = TelegramChat(channel=channel)
        session.add(chat)
        session.flush()
    return chat


def delete_chat(session: Session, channel: str) -> bool:
    """Forget a chat; say whether anything was known of it."""
    known = delete(TelegramChat).filter_by(channel=channel)
    return bool(cast(CursorResult, session.execute(known)).rowcount)


def put_on_view(session: Session, channel: str, view: dict[str, Any] | None) -> None:
    """Keep which message carries the buttons now; None where none does."""
    chat = find_or_open_chat(session, channel) if view else find_chat(session, channel)
    if chat is not None:
        chat.view = view


def view_of(chat: TelegramChat | None, bot_id: int) -> dict[str, Any] | None:
    """Return the message of that bot that carries the buttons; another bot's is none of it."""
    view = chat.view if chat else None
    return view if view and view.get("bot_id", bot_id) == bot_id else None


def pause_chat(session: Session, channel: str, at: datetime, seconds: float) -> None:
    """Note that nothing may go to a chat for a while, so that a restart waits as well."""
    chat = find_or_open_chat(session, channel)
    if chat is not None:
        chat.paused_at, chat.pause_seconds = at, seconds


def end_pause(session: Session, channel: str) -> None:
    """Note that a chat takes messages again."""
    chat = find_chat(session, channel)
    if chat is not None:
        chat.paused_at = chat.pause_seconds = None


def rest_of_pause(chat: TelegramChat | None, now: datetime) -> float:
    """Return how many seconds nothing may go to a chat yet; all of them if the clock went back."""
    if chat is None or chat.paused_at is None or chat.pause_seconds is None:
        return 0.0
    passed = max(0.0, (now - chat.paused_at).total_seconds())
    return max(0.0, chat.pause_seconds - passed)


def mark_gone(session: Session, channel: str, at: datetime) -> None:
    """Note that a chat cannot be reached any more."""
    chat = find_or_open_chat(session, channel)
    if chat is not None:
        chat.gone_at = at


def mark_back(session: Session, channel: str) -> None:
    """Note that a chat can be reached again."""
    chat = find_chat(session, channel)
    if chat is not None:
        chat.gone_at = None


def find_file_id(session: Session, bot_id: int, digest: str) -> str | None:
    """Return Telegram's id of a file that was sent before."""
    file: TelegramFile | None = session.get(TelegramFile, (bot_id, digest))
    return file.file_id if file else None


def keep_file_id(session: Session, bot_id: int, digest: str, file_id: str) -> None:
    """Keep Telegram's id of a file."""
    session.merge(TelegramFile(bot_id=bot_id, digest=digest, file_id=file_id))
    session.flush()


def drop_file_id(session: Session, bot_id: int, digest: str) -> None:
    """Forget an id that Telegram does not know any more."""
    session.execute(delete(TelegramFile).filter_by(bot_id=bot_id, digest=digest))

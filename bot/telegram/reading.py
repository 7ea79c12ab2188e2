"""Read what an update says: whose it is, and what a person wrote, tapped or sent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeGuard

from telegram import CallbackQuery, InlineKeyboardMarkup, Message

from bot.telegram.sender.letters import Tap

# What a message may hold beside text, by the kind that the coach has words for. First match.
SENT: Mapping[str, tuple[str, ...]] = {
    "photo": ("photo", "live_photo"),
    "video": ("video", "video_note"),
    "voice": ("voice", "audio"),
    "document": ("document",),
    "sticker": ("animation", "sticker", "dice"),
    "location": ("location", "venue"),
    "other": (),
    "edit": (),
}
# An animation comes with a document of the same file.
_ORDER = ("photo", "video", "voice", "sticker", "location", "document")
LARGEST_ID = 2**63 - 1


def kind_sent(message: Message) -> str:
    """Return what a message holds that cannot be read, "other" where nothing has words."""
    for kind in _ORDER:
        if any(getattr(message, name, None) for name in SENT[kind]):
            return kind
    return "other"


def read_tap(query: CallbackQuery) -> Tap | None:
    """Return the message of a tap, None where Telegram does not say which it was."""
    message = query.message
    if message is None:
        return None
    if not isinstance(message, Message):
        return Tap(message.message_id)
    buttons = _buttons(message.reply_markup)
    has_picture = bool(message.photo or message.animation or message.video)
    return Tap(
        message.message_id,
        (message.caption or "") if has_picture else message.text,
        has_picture,
        label=next((label for label, code in buttons if code == query.data), None),
        codes=tuple(code for _, code in buttons),
    )


def _buttons(markup: InlineKeyboardMarkup | None) -> list[tuple[str, str]]:
    rows = markup.inline_keyboard if markup else ()
    return [
        (b.text, b.callback_data) for row in rows for b in row if isinstance(b.callback_data, str)
    ]


def find_chat_id(raw: Any) -> int | None:
    """Return the chat, else the user, that a raw update belongs to; it may hold anything."""
    if not isinstance(raw, Mapping):
        return None
    for name, part in raw.items():
        if name != "update_id" and isinstance(part, Mapping):
            return _find_id(part)
    return None


def _find_id(part: Mapping[str, Any]) -> int | None:
    """Return the number of the first place that there is; one that is none stands for no other."""
    for way in (("chat",), ("message", "chat"), ("from",), ("user",), ("actor_chat",)):
        found: Any = part
        for name in way:
            found = found.get(name) if isinstance(found, Mapping) else None
        if isinstance(found, Mapping):
            return found.get("id") if is_id(found.get("id")) else None
    return None


def is_id(value: Any) -> TypeGuard[int]:
    """Say whether a value can be the number of a chat, a person or an update."""
    is_whole = isinstance(value, int) and not isinstance(value, bool)
    return is_whole and abs(value) <= LARGEST_ID


def find_update_id(raw: Any) -> int | None:
    """Return the number of a raw update, None where it has none that can be kept."""
    number = raw.get("update_id") if isinstance(raw, Mapping) else None
    return number if is_id(number) and number >= 0 else None

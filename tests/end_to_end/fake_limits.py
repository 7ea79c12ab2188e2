"""Hold what a bot sends against Telegram's limits."""

from __future__ import annotations

import math
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.end_to_end.fake_html import Formatted, parse_html, trim, utf16_length
from tests.end_to_end.fake_refusal import Refusal, refuse

TEXT, CAPTION, BUTTON_DATA, BUTTONS = 4096, 1024, 64, 100
Params = Mapping[str, Any]
NO_KEYBOARD: dict[str, Any] = {}


def read_text(params: Params) -> dict[str, Any]:
    """Return the text and what is marked in it, as fields of a message."""
    formatted = _format(params, "text")
    if not formatted.text:
        raise refuse("message text is empty")
    if utf16_length(formatted.text) > TEXT:
        raise refuse("message is too long")
    return _fields(formatted, "text", "entities")


def read_caption(params: Params) -> dict[str, Any]:
    """Return the caption and what is marked in it, as fields of a message; none is fine."""
    formatted = _format(params, "caption")
    if utf16_length(formatted.text) > CAPTION:
        raise refuse("message caption is too long")
    return _fields(formatted, "caption", "caption_entities") if formatted.text else {}


def read_markup(params: Params, inline_only: bool = False) -> dict[str, Any]:
    """Return the inline keyboard as a field of a message; other keyboards are not part of it."""
    markup = params.get("reply_markup")
    if not markup:
        return NO_KEYBOARD
    if not isinstance(markup, dict):
        raise refuse("object expected as reply markup")
    if "inline_keyboard" not in markup:
        if inline_only:
            raise refuse("inline keyboard expected")
        return NO_KEYBOARD
    rows = [row for row in markup["inline_keyboard"] if row]
    _check_buttons([button for row in rows for button in row])
    return {"reply_markup": {"inline_keyboard": rows}} if rows else NO_KEYBOARD


def _format(params: Params, name: str) -> Formatted:
    source, mode = str(params.get(name, "")), str(params.get("parse_mode", "")).lower()
    if mode == "html":
        return parse_html(source)
    if mode:
        raise refuse("unsupported parse_mode")
    return trim(Formatted(source))


def _fields(formatted: Formatted, text: str, entities: str) -> dict[str, Any]:
    marked = {entities: list(formatted.entities)} if formatted.entities else {}
    return {text: formatted.text, **marked}


def _check_buttons(buttons: list[Any]) -> None:
    if len(buttons) > BUTTONS:
        raise refuse("reply markup is too long")
    for button in buttons:
        if not isinstance(button, dict) or not button.get("text"):
            raise refuse("can't parse inline keyboard button: Can't find field \"text\"")
        data = button.get("callback_data")
        if not data and "url" not in button:
            raise refuse(
                "can't parse inline keyboard button: "
                "Text buttons are unallowed in the inline keyboard"
            )
        if data and len(data.encode()) > BUTTON_DATA:
            raise refuse("BUTTON_DATA_INVALID")


@dataclass
class Flood:
    """Let one message a second through to a chat, and `burst` at once after a rest."""

    burst: int
    allowance: dict[int, tuple[float, float]] = field(default_factory=dict)

    def check(self, chat_id: int) -> None:
        """Count a message to a chat; raise Refusal where it comes too soon."""
        now = time.monotonic()
        left, at = self.allowance.get(chat_id, (float(self.burst), now))
        left = min(self.burst, left + now - at)
        if left < 1:
            self.allowance[chat_id] = (left, now)
            wait = math.ceil(1 - left)
            words = f"Too Many Requests: retry after {wait}"
            raise Refusal(words, 429, {"retry_after": wait})
        self.allowance[chat_id] = (left - 1, now)

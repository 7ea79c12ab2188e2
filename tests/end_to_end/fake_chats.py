"""Keep what is on the screen of each chat, and do to it what a bot asks for."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.end_to_end import fake_files
from tests.end_to_end.fake_files import Files, Upload
from tests.end_to_end.fake_html import utf16_length
from tests.end_to_end.fake_limits import Flood, read_caption, read_markup, read_text
from tests.end_to_end.fake_refusal import Refusal, refuse

Params = Mapping[str, Any]
Uploads = Mapping[str, Upload]
Message = dict[str, Any]

NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)
TOO_OLD = "query is too old and response timeout expired or query ID is invalid"
ACTIONS = {"typing", "upload_photo", "upload_document", "record_video", "upload_video"}
TEXT_FIELDS = ("text", "entities")
CAPTION_FIELDS = ("caption", "caption_entities")


@dataclass
class Chats:
    """The chats of one bot, their messages, and the taps that wait for an answer."""

    bot: dict[str, Any]
    known: set[int]
    query_seconds: float
    flood: Flood | None = None
    blocked: set[int] = field(default_factory=set)
    files: Files = field(default_factory=Files)
    _screens: dict[int, dict[int, Message]] = field(default_factory=dict)
    _queries: dict[str, float] = field(default_factory=dict)
    _ids: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    # What happened, for the tests.

    def messages(self, chat_id: int) -> list[Message]:
        """Return all messages of a chat, the newest last."""
        return list(self._screens.get(chat_id, {}).values())

    def find(self, chat_id: int, message_id: int) -> Message | None:
        """Return a message that is still there."""
        return self._screens.get(chat_id, {}).get(message_id)

    # The person's side.

    def write(self, user: dict[str, Any], fields: dict[str, Any]) -> Message:
        """Put a message of a person into the private chat with the bot."""
        self.known.add(user["id"])
        return self._add(user["id"], {"from": user, **fields})

    def ask(self, user: dict[str, Any], message_id: int, data: str) -> dict[str, Any]:
        """Return the callback query of a tap; a message that is gone cannot be read any more."""
        query_id = f"{next(self._ids)}00{message_id}"
        self._queries[query_id] = time.monotonic()
        chat = {"id": user["id"], "type": "private", "first_name": user["first_name"]}
        gone = {"chat": chat, "message_id": message_id, "date": 0}
        shown = self.find(user["id"], message_id) or gone
        return {"id": query_id, "from": user, "message": shown, "chat_instance": "1", "data": data}

    # The bot's side; every method takes parameters and uploads and returns the result.

    def send_message(self, params: Params, uploads: Uploads) -> Message:
        """Send a text."""
        return self._send(params, read_text(params))

    def send_photo(self, params: Params, uploads: Uploads) -> Message:
        """Send a photo, with a caption or without."""
        return self._send_file(params, uploads, "photo", fake_files.show_photo)

    def send_document(self, params: Params, uploads: Uploads) -> Message:
        """Send a file, with a caption or without."""
        return self._send_file(params, uploads, "document", fake_files.show_document)

    def edit_text(self, params: Params, uploads: Uploads) -> Message:
        """Give a message another text; its keyboard goes unless it is given again."""
        content, markup = read_text(params), read_markup(params, inline_only=True)
        message = self._own_message(params)
        if "text" not in message:
            raise refuse("there is no text in the message to edit")
        return self._change(message, TEXT_FIELDS, content, markup)

    def edit_caption(self, params: Params, uploads: Uploads) -> Message:
        """Give a photo or a document another caption; its keyboard goes unless given again."""
        content, markup = read_caption(params), read_markup(params, inline_only=True)
        message = self._own_message(params)
        if "text" in message:
            raise refuse("there is no caption in the message to edit")
        return self._change(message, CAPTION_FIELDS, content, markup)

    def edit_markup(self, params: Params, uploads: Uploads) -> Message:
        """Give a message another keyboard, or none."""
        markup = read_markup(params, inline_only=True)
        return self._change(self._own_message(params), (), {}, markup)

    def delete(self, params: Params, uploads: Uploads) -> bool:
        """Take a message away."""
        screen = self._screens.get(self._open(params), {})
        if screen.pop(_message_id(params), None) is None:
            raise refuse("message to delete not found")
        return True

    def answer_query(self, params: Params, uploads: Uploads) -> bool:
        """Answer a tap, once and in time."""
        if utf16_length(str(params.get("text", ""))) > 200:
            raise refuse("MESSAGE_TOO_LONG")
        asked = self._queries.pop(str(params.get("callback_query_id")), None)
        if asked is None or time.monotonic() - asked > self.query_seconds:
            raise refuse(TOO_OLD)
        return True

    def show_action(self, params: Params, uploads: Uploads) -> bool:
        """Show that the bot is at it."""
        self._open(params)
        if params.get("action") not in ACTIONS:
            raise refuse("wrong parameter action in request")
        return True

    def _send_file(
        self,
        params: Params,
        uploads: Uploads,
        kind: str,
        show: Callable[[fake_files.StoredFile], dict[str, Any]],
    ) -> Message:
        caption = read_caption(params)
        return self._send(params, {**show(self.files.take(kind, params, uploads)), **caption})

    def _send(self, params: Params, content: dict[str, Any]) -> Message:
        markup = read_markup(params)
        chat_id = self._open(params)
        if self.flood:
            self.flood.check(chat_id)
        return self._add(chat_id, {"from": self.bot, **content, **markup})

    def _open(self, params: Params) -> int:
        chat_id = params.get("chat_id")
        if chat_id is None:
            raise refuse("chat_id is empty")
        if chat_id not in self.known:
            raise refuse("chat not found")
        if chat_id in self.blocked:
            raise Refusal("Forbidden: bot was blocked by the user", 403)
        return int(chat_id)

    def _own_message(self, params: Params) -> Message:
        if "message_id" not in params:
            raise refuse("message identifier is not specified")
        message = self.find(self._open(params), _message_id(params))
        if message is None:
            raise refuse("message to edit not found")
        if message["from"] != self.bot:
            raise refuse("message can't be edited")
        return message

    def _add(self, chat_id: int, fields: dict[str, Any]) -> Message:
        chat = {"id": chat_id, "type": "private" if chat_id > 0 else "supergroup"}
        sent = {"message_id": next(self._ids), "date": int(time.time()), "chat": chat, **fields}
        self._screens.setdefault(chat_id, {})[sent["message_id"]] = sent
        return sent

    def _change(
        self,
        message: Message,
        replaced: tuple[str, ...],
        content: dict[str, Any],
        markup: dict[str, Any],
    ) -> Message:
        gone = {*replaced, "reply_markup", "edit_date"}
        kept = {name: value for name, value in message.items() if name not in gone}
        changed = {**kept, **content, **markup}
        if changed == {name: value for name, value in message.items() if name != "edit_date"}:
            raise refuse(NOT_MODIFIED)
        changed["edit_date"] = int(time.time())
        self._screens[message["chat"]["id"]][message["message_id"]] = changed
        return changed


def _message_id(params: Params) -> int:
    given = params.get("message_id")
    return given if isinstance(given, int) else 0

"""A Bot API server in a thread of the tests, for what the peer cannot do.

It holds bots against Telegram's own rules: HTML, lengths, unknown chats, blocks, floods, edits that
change nothing, late answers to taps, two bots on one token. Its words are Telegram's where the code
of tdlib/telegram-bot-api has them. It goes wrong on demand, and counts and keeps every call.

All methods may be called from any thread but block: in a coroutine use asyncio.to_thread.
"""

from __future__ import annotations

import asyncio
import copy
import json
import re
import threading
import time
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from aiohttp import web
from aiohttp.web_request import FileField

from tests.end_to_end.fake_chats import Chats, Message
from tests.end_to_end.fake_faults import Fault, Faults, Reply
from tests.end_to_end.fake_files import Upload
from tests.end_to_end.fake_limits import Flood
from tests.end_to_end.fake_profile import Profile
from tests.end_to_end.fake_refusal import Refusal
from tests.end_to_end.fake_updates import Delivery, Update, Updates, Webhook

T = TypeVar("T")
TOKEN = "123456:TEST-token_of_the_fake"
TOKEN_FORM = re.compile(r"[0-9]+:[A-Za-z0-9_-]+")
STRUCTURED = {"allowed_updates", "commands", "link_preview_options", "reply_markup"}
STRUCTURED |= {"caption_entities", "entities", "reply_parameters", "scope"}
NUMBERS = {"chat_id", "limit", "message_id", "offset", "timeout"}
MEGABYTES = 2**20
AS_SET = "the secret that the bot set"


@dataclass(frozen=True)
class Call:
    """One call of a method; `at` is time.monotonic() when it came in.

    `status` is 0 where nothing was done and nobody was answered; `answered` is False as well where
    it was done and the connection closed before the answer.
    """

    at: float
    method: str
    chat_id: int | None
    params: dict[str, Any]
    status: int
    answered: bool = True
    result: Any = None
    description: str = ""


@dataclass(frozen=True)
class Request:
    """What a bot asks for."""

    token: str
    method: str
    params: dict[str, Any]
    uploads: dict[str, Upload]


class FakeBotApi:
    """A server, the person's side of its chats, and faults."""

    def __init__(
        self,
        token: str = TOKEN,
        *,
        chats: Iterable[int] = (),
        limit_rate: bool = False,
        burst: int = 3,
        query_seconds: float = 60,
    ) -> None:
        """Know the chats of some who wrote before; `burst` messages at once are no flood."""
        self.token = token
        bot = {"id": int(token.partition(":")[0]), "is_bot": True, "first_name": "Coach"}
        self.bot = {**bot, "username": "fake_coach_bot"}
        self._chats = Chats(
            self.bot, set(chats), query_seconds, Flood(burst) if limit_rate else None
        )
        self._updates, self._faults, self._profile = Updates(), Faults(), Profile()
        self._calls: list[Call] = []
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self.url = ""

    def __enter__(self) -> FakeBotApi:
        self._thread.start()
        self._runner, port = self._wait_for(self._open())
        self.url = f"http://127.0.0.1:{port}"
        return self

    def __exit__(self, *exception: object) -> None:
        self._wait_for(self._close())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    # What happened.

    @property
    def calls(self) -> list[Call]:
        """Every call that has come to its end, in the order of their ends."""
        return self._do(lambda: copy.deepcopy(self._calls))

    def calls_of(self, method: str, chat_id: int | None = None) -> list[Call]:
        """Return the calls of one method, to one chat or to all."""
        wanted = [call for call in self.calls if call.method == method]
        return [call for call in wanted if chat_id in (None, call.chat_id)]

    def history(self, chat_id: int) -> list[Message]:
        """Return what the chat shows, the newest last."""
        return self._do(lambda: copy.deepcopy(self._chats.messages(chat_id)))

    def messages(self, chat_id: int) -> list[Message]:
        """Return what the chat shows of the bot, the newest last."""
        return [each for each in self.history(chat_id) if each["from"] == self.bot]

    def read_file(self, file_id: str) -> bytes:
        """Return what the bot uploaded."""
        return self._do(lambda: self._chats.files.stored[file_id].data)

    @property
    def profile(self) -> dict[str, Any]:
        """The commands and descriptions that the bot set."""
        return self._do(lambda: copy.deepcopy(self._profile.values))

    @property
    def webhook(self) -> Webhook | None:
        """The address and the secret that the bot set."""
        return self._do(lambda: self._updates.webhook)

    @property
    def deliveries(self) -> list[Delivery]:
        """Every call of the webhook."""
        return self._do(lambda: list(self._updates.deliveries))

    @property
    def polling(self) -> bool:
        """Whether a getUpdates waits for something to come."""
        return self._do(lambda: self._updates.waiting > 0)

    @property
    def pending(self) -> list[Update]:
        """The updates that the bot has not confirmed."""
        return self._do(lambda: copy.deepcopy(self._updates.queue))

    def wait_for(self, predicate: Callable[[], T], seconds: float = 20) -> T:
        """Wait until the predicate holds, and return what it returned."""
        until = time.monotonic() + seconds
        while not (found := predicate()):
            if time.monotonic() > until:
                last = "\n".join(f"{call.method} {call.status}" for call in self.calls[-15:])
                raise AssertionError(f"waited {seconds} s in vain; the last calls:\n{last}")
            time.sleep(0.02)
        return found

    # What the person does.

    def say(self, user_id: int, text: str = "", **extra: Any) -> int:
        """Write to the bot; `extra` are further fields of the message. Return the update id."""
        fields = {**_read_command(text), **extra}

        def write() -> int:
            return self._updates.add({"message": self._chats.write(_user(user_id), fields)})

        return self._do(write)

    def tap(self, user_id: int, message_id: int, data: str) -> int:
        """Send the data of a button, on view or not. Return the update id."""

        def ask() -> int:
            query = self._chats.ask(_user(user_id), message_id, data)
            return self._updates.add({"callback_query": query})

        return self._do(ask)

    def tap_label(self, user_id: int, label: str) -> int:
        """Tap the button on the newest message that has it. Return the update id."""
        for message in reversed(self.messages(user_id)):
            for button in find_buttons(message):
                if button["text"] == label:
                    return self.tap(user_id, message["message_id"], button["callback_data"])
        shown = [[each["text"] for each in find_buttons(m)] for m in self.messages(user_id)]
        raise AssertionError(f"no button {label!r}; there are {shown}")

    def push(self, update: Update) -> int:
        """Queue an update of any kind, without its number. Return the number it gets."""
        return self._do(lambda: self._updates.add(copy.deepcopy(update)))

    def push_raw(self, update: Update) -> int:
        """Queue an update with its number, whatever else is in it."""
        return self._do(lambda: self._updates.add_raw(copy.deepcopy(update)))

    def deliver(self, update: Update, secret: str | None = AS_SET, times: int = 1) -> list[int]:
        """Call the webhook, with another secret or with None; return the statuses."""
        return self._wait_for(self._deliver(update, secret, times))

    def block(self, chat_id: int) -> None:
        """Let a person block the bot."""
        self._do(lambda: self._chats.blocked.add(chat_id))

    def unblock(self, chat_id: int) -> None:
        """Let a person unblock the bot."""
        self._do(lambda: self._chats.blocked.discard(chat_id))

    def answer_queries_within(self, seconds: float) -> None:
        """Change how long a tap can be answered; 0 is never."""
        self._do(lambda: setattr(self._chats, "query_seconds", seconds))

    # What goes wrong.

    def fault(self, method: str, times: int = 1, **kind: Any) -> None:
        """Let the next calls of a method go wrong, see Fault."""
        fault = Fault(method, times, **kind)
        self._do(lambda: self._faults.coming.append(fault))

    def clear_faults(self) -> None:
        """Let nothing more go wrong."""
        self._do(self._faults.coming.clear)

    # The server.

    async def _open(self) -> tuple[web.AppRunner, int]:
        app = web.Application(client_max_size=50 * MEGABYTES)
        app.router.add_route("*", "/bot{token}/{method}", self._handle)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.5)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        return runner, runner.addresses[0][1]

    async def _close(self) -> None:
        await self._updates.close()
        await self._runner.cleanup()

    async def _handle(self, incoming: web.Request) -> web.StreamResponse:
        at, request = time.monotonic(), await _read(incoming)
        fault = self._faults.take(request.method)
        if fault.delay:
            await asyncio.sleep(fault.delay)
        reply = fault.find_reply() or await self._perform(request, lambda: _is_gone(incoming))
        answered = not (_is_gone(incoming) or fault.drop or fault.drop_after)
        self._note(at, request, reply, answered)
        if not answered:
            if incoming.transport:
                incoming.transport.abort()
            return web.Response()
        if isinstance(reply.body, str):
            return web.Response(text=reply.body, status=reply.status, content_type="text/html")
        return web.json_response(reply.body, status=reply.status)

    def _note(self, at: float, request: Request, reply: Reply, answered: bool) -> None:
        self._calls.append(
            Call(
                at,
                request.method,
                request.params.get("chat_id"),
                request.params,
                reply.status,
                answered,
                copy.deepcopy(reply.result),
                reply.description,
            )
        )

    async def _perform(self, request: Request, is_gone: Callable[[], bool]) -> Reply:
        try:
            if not TOKEN_FORM.fullmatch(request.token):
                raise Refusal("Not Found", 404)
            if request.token != self.token:
                raise Refusal("Unauthorized", 401)
            return Reply(200, {"ok": True, "result": await self._run(request, is_gone)})
        except Refusal as refusal:
            return Reply(refusal.status, refusal.body)

    async def _run(self, request: Request, is_gone: Callable[[], bool]) -> Any:
        name, params, uploads = request.method.lower(), request.params, request.uploads
        if name == "getupdates":
            return await self._updates.poll(params, is_gone)
        done = self._methods().get(name)
        if done is None:
            raise Refusal("Not Found", 404)
        return done(params, uploads)

    def _methods(self) -> dict[str, Callable[[dict[str, Any], dict[str, Upload]], Any]]:
        chats, updates, profile = self._chats, self._updates, self._profile
        return {
            "getme": lambda params, uploads: self.bot,
            "setwebhook": lambda params, uploads: updates.set_webhook(params),
            "deletewebhook": lambda params, uploads: updates.set_webhook({**params, "url": ""}),
            "setmycommands": profile.set_commands,
            "setmydescription": profile.set_description,
            "setmyshortdescription": profile.set_short_description,
            "sendmessage": chats.send_message,
            "sendphoto": chats.send_photo,
            "senddocument": chats.send_document,
            "editmessagetext": chats.edit_text,
            "editmessagecaption": chats.edit_caption,
            "editmessagereplymarkup": chats.edit_markup,
            "deletemessage": chats.delete,
            "answercallbackquery": chats.answer_query,
            "sendchataction": chats.show_action,
        }

    async def _deliver(self, update: Update, secret: str | None, times: int) -> list[int]:
        if secret == AS_SET:
            secret = self._updates.webhook.secret if self._updates.webhook else None
        return await self._updates.deliver(update, secret, times)

    def _do(self, change: Callable[[], T]) -> T:
        # Everything happens in the server's loop, so nothing needs a lock.
        async def run() -> T:
            return change()

        return self._wait_for(run())

    def _wait_for(self, work: Awaitable[T]) -> T:
        async def run() -> T:
            return await work

        return asyncio.run_coroutine_threadsafe(run(), self._loop).result()


def find_buttons(message: Message) -> list[dict[str, Any]]:
    """Return the buttons under a message, row after row."""
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return [button for row in rows for button in row]


def _is_gone(incoming: web.Request) -> bool:
    return incoming.transport is None or incoming.transport.is_closing()


def _user(user_id: int) -> dict[str, Any]:
    return {"id": user_id, "is_bot": False, "first_name": "Ann", "language_code": "en"}


def _read_command(text: str) -> dict[str, Any]:
    if not text:
        return {}
    if not text.startswith("/"):
        return {"text": text}
    command = {"type": "bot_command", "offset": 0, "length": len(text.split()[0])}
    return {"text": text, "entities": [command]}


async def _read(incoming: web.Request) -> Request:
    given: dict[str, Any] = dict(incoming.query)
    is_json = incoming.content_type == "application/json"
    given.update(await incoming.json() if is_json else await incoming.post())
    uploads = {
        name: Upload(value.filename, value.file.read())
        for name, value in given.items()
        if isinstance(value, FileField)
    }
    params = {name: _decode(name, given[name]) for name in given.keys() - uploads.keys()}
    token, method = incoming.match_info["token"], incoming.match_info["method"]
    return Request(token, method, params, uploads)


def _decode(name: str, value: Any) -> Any:
    if name in NUMBERS and re.fullmatch(r"-?[0-9]+", str(value)):
        return int(value)
    if name not in STRUCTURED or not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value

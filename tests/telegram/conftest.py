"""A bot that is on no network, and people whose phones show what it sends."""

from __future__ import annotations

import asyncio
import html
import json
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import pytest
from sqlalchemy import select
from telegram.request import BaseRequest, RequestData

from actions.store.chats import find_chat
from actions.store.models import InboxUpdate, Letter, TelegramChat
from actions.store.unit_of_work import UnitOfWork
from bot.telegram.sender.letters import ChatLetter
from tests.conftest import MORNING
from tests.telegram.network import Network

if TYPE_CHECKING:
    from bot.engine import Engine
    from bot.telegram.inbox import Inbox

Json = dict[str, Any]
Result = TypeVar("Result")

TOKEN = "123456:offline"
BOT: Json = {"id": 123456, "is_bot": True, "first_name": "Coach", "username": "peer_bot"}
ADA, GRACE = 210_000_017, 210_000_018
GROUP, SUPERGROUP, CHANNEL = -4_100_200, -1_001_234_567_890, -1_001_111_111_111
CHATS: dict[str, Json] = {
    "private": {"id": ADA, "type": "private", "first_name": "Ada"},
    "group": {"id": GROUP, "type": "group", "title": "Backs"},
    "supergroup": {"id": SUPERGROUP, "type": "supergroup", "title": "More backs"},
    "channel": {"id": CHANNEL, "type": "channel", "title": "News of backs"},
}
PERSON: Json = {"id": ADA, "is_bot": False, "first_name": "Ada", "language_code": "en"}
CONTENT = frozenset({"text", "caption", "reply_markup"})
FIRST_ANSWERS = ("I agree", "None of these", "18–64", "I can lie on the floor")


class Call(NamedTuple):
    """A call of the Bot API."""

    method: str
    data: Json


class OfflineApi(BaseRequest):
    """Answer the calls of a bot from memory: what it sent and changed stands in `messages`."""

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self.messages: dict[tuple[int, int], Json] = {}
        self._numbers = count(1000)

    @property
    def read_timeout(self) -> float | None:
        return None

    async def initialize(self) -> None:
        """Need nothing."""

    async def shutdown(self) -> None:
        """Leave nothing."""

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *more: Any, **kw: Any
    ) -> tuple[int, bytes]:
        called = url.rsplit("/", 1)[-1]
        data = dict(request_data.parameters) if request_data else {}
        self.calls.append(Call(called, data))
        answer = {"ok": True, "result": self._answer(called, data)}
        return 200, json.dumps(answer).encode()

    def called(self, method: str) -> list[Json]:
        """Return what the calls of a method brought."""
        return [call.data for call in self.calls if call.method == method]

    def _answer(self, called: str, data: Json) -> Any:
        if called == "getMe":
            return BOT
        if called.startswith("send") and called != "sendChatAction":
            return self._show(data["chat_id"], next(self._numbers), data)
        if called.startswith("editMessage"):
            before = self.messages[data["chat_id"], data["message_id"]]
            kept = before if called == "editMessageReplyMarkup" else {}
            without_buttons = {name: v for name, v in kept.items() if name != "reply_markup"}
            return self._show(data["chat_id"], data["message_id"], {**without_buttons, **data})
        return True

    def _show(self, chat_id: int, message_id: int, data: Json) -> Json:
        chat = {"id": chat_id, "type": "private" if chat_id > 0 else "supergroup"}
        about = {"message_id": message_id, "date": 1_800_000_000, "chat": chat, "from": BOT}
        shown = about | {name: value for name, value in data.items() if name in CONTENT}
        for name in CONTENT & shown.keys() if "parse_mode" in data else ():
            if isinstance(shown[name], str):
                shown[name] = html.unescape(shown[name])
        self.messages[chat_id, message_id] = shown
        return shown


@dataclass
class Office:
    """The whole channel on an offline bot, with a loop and a clock of its own."""

    engine: Engine
    now: datetime = MORNING
    api: OfflineApi = field(default_factory=OfflineApi)
    woken: list[str] = field(default_factory=list)
    loop: asyncio.AbstractEventLoop = field(default_factory=asyncio.new_event_loop)
    numbers: Iterator[int] = field(default_factory=lambda: count(500_000_000))

    def run(self, work: Awaitable[Result]) -> Result:
        """Run something to its end."""
        return self.loop.run_until_complete(work)

    async def open(self) -> None:
        """Put the parts together as the service does."""
        from bot.telegram.api import CoachBot
        from bot.telegram.application import build_application
        from bot.telegram.desk import Desk
        from bot.telegram.sender.outbox import Outbox
        from bot.telegram.sender.pace import Pace
        from bot.telegram.sender.post import Post

        sessions = self.engine.session_factory
        self.bot = CoachBot(TOKEN, request=self.api, get_updates_request=self.api)
        self.desk = Desk(self.engine, self.bot, self.woken.append, lambda: self.now)
        self.application = build_application(self.bot, self.desk)
        await self.application.initialize()
        self.outbox = Outbox(Post(self.bot, sessions), sessions, Pace(0.0), lambda: self.now)

    async def close(self) -> None:
        """End what is still going on."""
        await self.desk.close()
        await self.application.shutdown()

    def open_inbox(self) -> Inbox:
        """Return an inbox on this database, as after a start of the program."""
        from bot.telegram.inbox import Inbox

        sessions = self.engine.session_factory
        return Inbox(sessions, self.bot.id, self.handle, self.desk.give_up)

    async def handle(self, raw: Any) -> None:
        """Handle one raw update as the service does."""
        from bot.telegram.service import handle

        await handle(self.application, self.desk, raw)

    def take(self, **content: Any) -> None:
        """Handle an update with this content; nothing is sent yet."""
        self.now += timedelta(seconds=5)
        self.run(self.handle({"update_id": next(self.numbers), **content}))

    def deliver(self) -> None:
        """Send what waits."""
        self.run(self.outbox.drain(30))

    def letters(self, chat_id: int = ADA) -> list[ChatLetter]:
        """Return what waits for a chat."""
        with UnitOfWork(self.engine.session_factory) as work:
            query = select(Letter).filter_by(channel=f"telegram:{chat_id}").order_by(Letter.id)
            return [ChatLetter.from_json(row.body) for row in work.session.execute(query).scalars()]

    def count_letters(self) -> int:
        """Return how many letters wait, whoever they are for."""
        with UnitOfWork(self.engine.session_factory) as work:
            return len(work.session.execute(select(Letter.id)).all())

    def chat(self, chat_id: int = ADA) -> TelegramChat | None:
        """Return what is kept of a chat."""
        with UnitOfWork(self.engine.session_factory) as work:
            return find_chat(work.session, f"telegram:{chat_id}")

    def rows(self) -> list[InboxUpdate]:
        """Return the rows of the inbox, in order."""
        with UnitOfWork(self.engine.session_factory) as work:
            query = select(InboxUpdate).order_by(InboxUpdate.id)
            return list(work.session.execute(query).scalars())


@dataclass
class Phone:
    """Somebody's phone: what they write, send and tap, and what it shows."""

    office: Office
    chat_id: int = ADA

    def write(self, *texts: str) -> Phone:
        """Write the texts one after another."""
        for text in texts:
            self.send(text=text)
        return self

    def send(self, **content: Any) -> Phone:
        """Send a message with this content."""
        self.bring(message=make_message(self.chat_id, **content))
        return self

    def tap(self, *labels: str) -> Phone:
        """Tap these buttons one after another, each on the last message that has it."""
        for label in labels:
            self.tap_on(self.find(label), label)
        return self

    def tap_on(self, message: Json, label: str) -> None:
        """Tap a button of a message as it looked at that moment."""
        self.query(message, codes_of(message)[label])

    def query(self, message: Json | None, data: str | None) -> None:
        """Bring the tap that Telegram would send along."""
        tap = {"id": "77", "from": make_person(self.chat_id), "chat_instance": "1"}
        optional = {"message": message, "data": data}
        given = {name: value for name, value in optional.items() if value is not None}
        self.bring(callback_query=tap | given)

    def bring(self, **content: Any) -> None:
        """Handle an update and send what answers it."""
        self.office.take(**content)
        self.office.deliver()

    @property
    def messages(self) -> list[Json]:
        """The messages of the bot, as they look now."""
        shown = self.office.api.messages.items()
        return [message for (chat_id, _), message in shown if chat_id == self.chat_id]

    @property
    def last(self) -> Json:
        """The last message."""
        return self.messages[-1]

    @property
    def text(self) -> str:
        """The text of the last message."""
        return str(self.last["text"])

    def find(self, label: str) -> Json:
        """Return the last message with this button."""
        found = [each for each in self.messages if label in codes_of(each)]
        assert found, f"no button {label} below {self.text}"
        return found[-1]

    def meet(self) -> Phone:
        """Go the first minutes up to the first exercise."""
        return self.write("/start").tap(*FIRST_ANSWERS)


def make_person(number: int) -> Json:
    """Return a person as Telegram names one."""
    return PERSON | {"id": number}


def make_message(chat_id: int = ADA, **content: Any) -> Json:
    """Return a private message."""
    chat = CHATS["private"] | {"id": chat_id}
    about = {"message_id": 7, "date": 1_800_000_000, "chat": chat, "from": make_person(chat_id)}
    return about | content


def codes_of(message: Json) -> dict[str, str]:
    """Return the codes of a message's buttons by their labels."""
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return {button["text"]: button["callback_data"] for row in rows for button in row}


@pytest.fixture
def open_office() -> Iterator[Callable[[Engine], Office]]:
    """Open the channel on an engine, at most once for each."""
    opened: list[Office] = []

    def open_on(engine: Engine) -> Office:
        office = Office(engine)
        office.run(office.open())
        opened.append(office)
        return office

    yield open_on
    for office in opened:
        office.run(office.close())
        office.loop.close()


@pytest.fixture
def office(open_office: Callable[[Engine], Office], engine: Engine) -> Office:
    """The channel on an empty database."""
    return open_office(engine)


@pytest.fixture
def phone(office: Office) -> Phone:
    """The phone of a newcomer."""
    return Phone(office)


@pytest.fixture
def net(tmp_path: Path) -> Iterator[Network]:
    """The fake Bot API with a database, without Rasa."""
    with Network.open(tmp_path / "coach.db") as network:
        yield network

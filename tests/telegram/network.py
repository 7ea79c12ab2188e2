"""The fake Bot API, a real bot on it and a database file, for whatever talks to Telegram."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timezone
from itertools import pairwise
from pathlib import Path
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, sessionmaker

from actions.store import chats
from actions.store.choices import UpdateState, Urgency
from actions.store.conversations import save_conversation
from actions.store.database import open_engine, session_factory, upgrade
from actions.store.errors import DatabaseFault
from actions.store.inbox import settle_update
from actions.store.letters import list_channels_with_letters, post_letters
from actions.store.models import InboxUpdate, Letter, TelegramChat
from actions.store.unit_of_work import UnitOfWork
from bot.telegram.api import CoachBot, make_bot
from bot.telegram.desk import name_channel
from bot.telegram.inbox import Inbox
from bot.telegram.sender.letters import ChatLetter, Kind
from bot.telegram.sender.outbox import Outbox
from bot.telegram.sender.post import Draw, Post, draw_nothing
from bot.turn import Choice
from tests.end_to_end.fake_bot_api import TOKEN, Call, FakeBotApi, find_buttons

ANN, BEN = 7, 8
KNOWN = range(1, 200)
BOT_ID = int(TOKEN.partition(":")[0])
SECONDS = 30.0
PNG = b"\x89PNG\r\n\x1a\n and the rest of a picture"


@dataclass
class Network:
    """What is between the coach and people; `sessions` may fail where a test says so."""

    api: FakeBotApi
    sessions: Sessions

    @classmethod
    @contextmanager
    def open(cls, file: Path) -> Iterator[Network]:
        """Start it with an empty database."""
        database = open_engine(f"sqlite:///{file}")
        upgrade(database)
        with FakeBotApi(chats=KNOWN) as api:
            yield cls(api, Sessions(session_factory(database)))
        database.dispose()

    @asynccontextmanager
    async def connect(self) -> AsyncIterator[CoachBot]:
        """Give the coach's own bot."""
        async with make_bot(TOKEN, self.api.url) as bot:
            yield bot

    @asynccontextmanager
    async def sending(self, draw: Draw = draw_nothing, **settings: Any) -> AsyncIterator[Outbox]:
        """Run an outbox; what is under way at the end stops at once."""
        async with self.connect() as bot:
            outbox = Outbox(Post(bot, self.sessions, draw), self.sessions, **settings)
            for channel in self.list_channels():
                outbox.wake(channel)
            try:
                async with running(outbox.run()):
                    yield outbox
            finally:
                await outbox.drain(0)

    def send_all(
        self, draw: Draw = draw_nothing, seconds: float = SECONDS, **settings: Any
    ) -> None:
        """Run an outbox until nothing waits any more."""

        async def run() -> None:
            async with self.sending(draw, **settings):
                await until(lambda: not self.count_letters(), seconds)

        asyncio.run(run())

    # What is in the database.

    def post(
        self, *letters: ChatLetter, chat: int = ANN, urgency: Urgency = Urgency.ANSWER
    ) -> None:
        """Put letters into the outbox."""
        self.post_raw(*(letter.to_json() for letter in letters), chat=chat, urgency=urgency)

    def post_raw(self, *bodies: Any, chat: int = ANN, urgency: Urgency = Urgency.ANSWER) -> None:
        """Put into the outbox what may be no letters."""
        with UnitOfWork(self.sessions.real) as work:
            now = datetime.now(timezone.utc)
            # Only of chats where somebody talks is anything kept.
            save_conversation(work.session, name_channel(chat), {}, now)
            post_letters(work.session, BOT_ID, name_channel(chat), bodies, now, urgency)
            work.commit()

    def count_letters(self, chat: int | None = None) -> int:
        """Return how many letters wait, for one chat or for all."""
        query = select(func.count()).select_from(Letter)
        query = query if chat is None else query.filter_by(channel=name_channel(chat))
        with UnitOfWork(self.sessions.real) as work:
            return int(work.session.execute(query).scalar_one())

    def list_channels(self) -> list[str]:
        """Return the chats on Telegram that something waits for."""
        with UnitOfWork(self.sessions.real) as work:
            return list_channels_with_letters(work.session, BOT_ID)

    def find_chat(self, chat: int = ANN) -> TelegramChat | None:
        """Return what is known of a chat."""
        with UnitOfWork(self.sessions.real) as work:
            return chats.find_chat(work.session, name_channel(chat))

    @property
    def view(self) -> dict[str, Any]:
        """What is known of the message of Ann's chat that has the buttons."""
        chat = self.find_chat()
        return (chat.view if chat else None) or {}

    def list_updates(self) -> list[tuple[int, UpdateState]]:
        """Return the number and the state of each stored update."""
        query = select(InboxUpdate.update_id, InboxUpdate.state).order_by(InboxUpdate.id)
        with UnitOfWork(self.sessions.real) as work:
            return [(row.update_id, row.state) for row in work.session.execute(query)]

    # What people see.

    def labels(self, chat: int = ANN) -> list[list[str]]:
        """Return the labels under each message of the bot."""
        return [[each["text"] for each in find_buttons(m)] for m in self.api.messages(chat)]

    def read(self, chat: int = ANN) -> list[str]:
        """Return what the bot wrote to a chat, captions too."""
        shown = self.api.messages(chat)
        return [each.get("text", each.get("caption", "")) for each in shown]

    def calls_to(self, chat: int = ANN) -> list[Call]:
        """Return every call of whatever method to a chat."""
        return [call for call in self.api.calls if call.chat_id == chat]


@dataclass
class Sessions:
    """A factory of sessions that fails as a database does, while `failing` says so."""

    real: sessionmaker[Session]
    failing: Callable[[], bool] = lambda: False
    failed: int = 0

    def __call__(self) -> Session:
        if self.failing():
            self.failed += 1
            raise DatabaseFault
        return self.real()


@dataclass
class Clerk:
    """Whoever handles updates: notes each and settles it."""

    network: Network
    raws: list[Any] = field(default_factory=list)

    def open_inbox(self, make: type[Inbox] = Inbox) -> Inbox:
        """Return an inbox whose updates come here."""
        return make(self.network.sessions, BOT_ID, self.handle, lambda update_id, chat_id: None)

    @property
    def ids(self) -> list[int]:
        """The numbers of what was handled."""
        return [raw["update_id"] for raw in self.raws]

    async def handle(self, raw: Any) -> None:
        """Note one update."""
        self.raws.append(raw)
        with UnitOfWork(self.network.sessions) as work:
            now = datetime.now(timezone.utc)
            settle_update(work.session, BOT_ID, raw["update_id"], now)
            work.commit()


@asynccontextmanager
async def running(work: Any) -> AsyncIterator[asyncio.Task[Any]]:
    """Have something done beside until the block ends."""
    task = asyncio.create_task(work)
    try:
        yield task
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def until(predicate: Callable[[], object], seconds: float = SECONDS) -> None:
    """Wait until the predicate holds; raise AssertionError where it never does."""
    end = asyncio.get_running_loop().time() + seconds
    while not predicate():
        assert asyncio.get_running_loop().time() < end, f"waited {seconds} s in vain"
        await asyncio.sleep(0.02)


def say(text: str, *labels: str, **more: Any) -> ChatLetter:
    """Return a letter that says something, with a button for each label."""
    return ChatLetter(Kind.SAY, text, choose(*labels), **more)


def change(text: str, message_id: int, *labels: str, **more: Any) -> ChatLetter:
    """Return a letter that changes a message."""
    return ChatLetter(Kind.CHANGE, text, choose(*labels), message_id=message_id, **more)


def choose(*labels: str) -> tuple[Choice, ...]:
    """Return choices with these labels, the label behind each of them too."""
    return tuple(Choice(label, f"answer:test:{label}") for label in labels)


def gaps(calls: Sequence[Call]) -> list[float]:
    """Return the seconds from each call to the next."""
    return [later.at - earlier.at for earlier, later in pairwise(calls)]

"""Twenty thousand updates of every kind, and a thousand broken ones among them, stop nothing."""

from __future__ import annotations

import logging
import random
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from itertools import chain
from typing import Any

import pytest
from sqlalchemy import event

from actions.store.choices import UpdateState
from bot.telegram import inbox
from bot.telegram.inbox import Inbox
from tests.telegram.conftest import Json, Office
from tests.telegram.updates import broken_updates, generate_updates

WHOLE, BROKEN = 20_000, 1_000
SEED, SEED_OF_BROKEN = 11, 12
BATCH = 100
DEADLINE = 600.0
# A shorter text may stand in a record by chance.
TELLING = 8
UNDER_WAY: ContextVar[int | None] = ContextVar("UNDER_WAY", default=None)


class Listener(logging.Handler):
    """Remember what is logged, and which update was under way."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[tuple[int | None, str]] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.heard.append((UNDER_WAY.get(), str(vars(record))))


@contextmanager
def listening() -> Iterator[Listener]:
    """Listen to what the bot logs as errors or warnings."""
    listener = Listener()
    logging.getLogger("bot").addHandler(listener)
    yield listener
    logging.getLogger("bot").removeHandler(listener)


@pytest.fixture
def office(office: Office) -> Office:
    """The channel on a database that nobody needs to survive a crash of the machine."""
    database = office.engine.database
    event.listen(database, "connect", _write_lazily)
    database.dispose()
    return office


def _write_lazily(connection: Any, _: object) -> None:
    connection.execute("PRAGMA synchronous = OFF")


def mix(whole: list[Json], broken: list[Json]) -> list[Json]:
    """Return the broken ones among the whole, each kind in its own order."""
    dice = random.Random(SEED)
    turns = [True] * len(whole) + [False] * len(broken)
    dice.shuffle(turns)
    from_whole, from_broken = iter(whole), iter(broken)
    return [next(from_whole if turn else from_broken) for turn in turns]


async def take_all(office: Office, updates: list[Json]) -> None:
    """Take the updates in by batches, each once the one before is dealt with."""

    async def handle(raw: Any) -> None:
        UNDER_WAY.set(raw["update_id"])
        await office.handle(raw)

    taken = Inbox(office.engine.session_factory, office.bot.id, handle, office.desk.give_up)
    for start in range(0, len(updates), BATCH):
        taken.take_in(updates[start : start + BATCH])
        await taken.drain(DEADLINE)


def find_texts(value: Any) -> Iterator[str]:
    """Yield the texts in an update, whatever it holds."""
    if isinstance(value, str):
        yield value
    inner = value.values() if isinstance(value, dict) else value
    for each in inner if isinstance(value, dict | list) else ():
        yield from find_texts(each)


def test_many_updates_are_all_settled_and_only_broken_ones_are_set_aside(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inbox, "SHORTEST_PAUSE", 0.01)
    whole = list(generate_updates(WHOLE, SEED))
    broken = list(broken_updates(BROKEN, SEED_OF_BROKEN))
    numbers = {update["update_id"] for update in broken}
    assert len(numbers | {update["update_id"] for update in whole}) == WHOLE + BROKEN
    with listening() as listener:
        office.run(take_all(office, mix(whole, broken)))
    assert_settled(office, numbers)
    assert {number for number, _ in listener.heard} <= numbers
    texts = {*chain.from_iterable(map(find_texts, [*whole, *broken]))}
    written = "\n".join(record for _, record in listener.heard)
    assert not [text for text in texts if len(text) >= TELLING and text in written]


def assert_settled(office: Office, broken: set[int]) -> None:
    rows = office.rows()
    assert len(rows) == WHOLE + BROKEN
    assert {row.state for row in rows} == {UpdateState.HANDLED, UpdateState.SET_ASIDE}
    assert {(row.body, row.channel) for row in rows} == {(None, None)}
    aside = {row.update_id for row in rows if row.state is UpdateState.SET_ASIDE}
    assert aside <= broken

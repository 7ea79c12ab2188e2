"""Each update is stored before it is handled, handled once, and stops no other."""

from __future__ import annotations

import asyncio
import json
import logging
import sqlite3
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.orm import Session, sessionmaker

from actions.store.database import open_engine, session_factory, upgrade
from actions.store.errors import DatabaseFault
from actions.store.inbox import settle_update
from actions.store.unit_of_work import UnitOfWork
from bot.telegram import inbox as inbox_module
from bot.telegram.inbox import DEATHS, TRIES, Inbox, Unreadable
from bot.telegram.sender.letters import Tap
from bot.turn import Turn
from tests.conftest import MORNING, Talker
from tests.integration.journeys import begin_strength, meet
from tests.telegram.conftest import ADA, CHATS, GRACE, GROUP, PERSON, Office, make_message
from tests.telegram.updates import broken_updates

Json = dict[str, Any]

BOT_ID = 123456
SECRET = "my left buttock is a secret"
DEADLINE = 20.0


@dataclass
class Desk:
    """Whoever handles updates here: it notes them, and does with one what the test says."""

    sessions: sessionmaker[Session]
    handled: list[int] = field(default_factory=list)
    given_up: list[tuple[int, int | None]] = field(default_factory=list)
    tries: Counter[int] = field(default_factory=Counter)
    acts: dict[int, Callable[[], Awaitable[None]]] = field(default_factory=dict)

    async def handle(self, raw: Any) -> None:
        number = raw["update_id"]
        self.tries[number] += 1
        if number in self.acts:
            await self.acts[number]()
        self.handled.append(number)
        self.settle(number)

    def give_up(self, number: int, chat_id: int | None) -> None:
        self.given_up.append((number, chat_id))
        self.settle(number)

    def settle(self, number: int) -> None:
        with UnitOfWork(self.sessions) as work:
            settle_update(work.session, BOT_ID, number, MORNING)
            work.commit()

    def open_inbox(self) -> Inbox:
        """Return an inbox on the same database, as after a start of the program."""
        return Inbox(self.sessions, BOT_ID, self.handle, self.give_up)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "inbox.db"


@pytest.fixture
def sessions(file: Path) -> Iterator[sessionmaker[Session]]:
    database = open_engine(f"sqlite:///{file}")
    upgrade(database)
    yield session_factory(database)
    database.dispose()


@pytest.fixture
def desk(sessions: sessionmaker[Session]) -> Desk:
    return Desk(sessions)


@pytest.fixture(autouse=True)
def _short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inbox_module, "SHORTEST_PAUSE", 0.01)


def write(number: int, chat_id: int = ADA, text: str = SECRET) -> Json:
    """Return an update with a text."""
    return {"update_id": number, "message": make_message(chat_id, text=text)}


def read_raw_rows(file: Path) -> list[tuple[Any, ...]]:
    """Return the rows of the inbox as they stand in the file."""
    query = "SELECT update_id, state, channel, body, attempts FROM inbox_update ORDER BY id"
    with sqlite3.connect(file) as connection:
        return connection.execute(query).fetchall()


async def until(condition: Callable[[], bool]) -> None:
    """Wait for a condition."""
    for _ in range(int(DEADLINE / 0.01)):
        if condition():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("it did not come to that")


async def stand_still() -> None:
    await asyncio.Event().wait()


async def raise_fault() -> None:
    raise ValueError(SECRET)


def take_and_drain(inbox: Inbox, *batches: list[Any]) -> None:
    """Take batches in, each once the one before is handled."""

    async def scenario() -> None:
        for batch in batches:
            inbox.take_in(batch)
            await inbox.drain(DEADLINE)

    asyncio.run(scenario())


def die_while(desk: Desk, inbox: Inbox, raws: list[Any] | None = None) -> None:
    """Let the process end while the updates that stand still are under way."""

    async def scenario() -> None:
        tried = desk.tries.copy()
        if raws is None:
            inbox.take_up()
        else:
            inbox.take_in(raws)
        await until(lambda: desk.tries != tried)
        await inbox.drain(0.0)

    asyncio.run(scenario())


# Storing.


def test_update_is_stored_before_it_is_handled(desk: Desk, file: Path) -> None:
    async def scenario() -> None:
        inbox = desk.open_inbox()
        assert inbox.take_in([write(8), write(7, GRACE)]) == 8
        assert [row[:3] for row in read_raw_rows(file)] == [
            (8, "pending", f"telegram:{ADA}"),
            (7, "pending", f"telegram:{GRACE}"),
        ]
        assert desk.tries == {}
        await inbox.drain(DEADLINE)

    asyncio.run(scenario())
    assert sorted(desk.handled) == [7, 8]


def test_text_leaves_the_row_once_it_is_handled(desk: Desk, file: Path) -> None:
    async def scenario() -> None:
        inbox = desk.open_inbox()
        inbox.take_in([write(7)])
        assert SECRET in str(read_raw_rows(file))
        await inbox.drain(DEADLINE)

    asyncio.run(scenario())
    assert read_raw_rows(file) == [(7, "handled", None, None, 0)]


def test_batch_that_cannot_be_stored_is_not_taken_at_all(
    desk: Desk, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def scenario() -> None:
        inbox = desk.open_inbox()
        with monkeypatch.context() as failing:
            fail_database(failing, inbox)
            with pytest.raises(DatabaseFault):
                inbox.take_in([write(7)])
        await inbox.drain(DEADLINE)
        inbox.take_in([write(7)])
        await inbox.drain(DEADLINE)

    asyncio.run(scenario())
    assert desk.handled == [7]


def fail_database(monkeypatch: pytest.MonkeyPatch, inbox: Inbox) -> None:
    def fail() -> Session:
        raise DatabaseFault

    monkeypatch.setattr(inbox, "_sessions", fail)


NO_UPDATES: tuple[Any, ...] = (None, [], "x", 7, {}, {"update_id": "7"}, {"update_id": 2**70})


def test_what_is_no_update_is_left_out_and_the_rest_taken(
    desk: Desk, file: Path, caplog: pytest.LogCaptureFixture
) -> None:
    take_and_drain(desk.open_inbox(), [*NO_UPDATES, write(7), *NO_UPDATES])
    assert desk.handled == [7]
    assert "no update" in caplog.text


def dig(depth: int) -> Json:
    """Return an object that goes deeper than JSON is written."""
    hole: Json = {}
    for _ in range(depth):
        hole = {"a": hole}
    return hole


UNSTORABLE = {"beyond all numbers": {"x": json.loads("1e999")}, "bottomless": dig(2000)}


@pytest.mark.parametrize("case", UNSTORABLE)
def test_update_that_cannot_be_stored_does_not_keep_others_out(desk: Desk, case: str) -> None:
    inbox = desk.open_inbox()
    take_and_drain(inbox, [{"update_id": 7, "message": UNSTORABLE[case]}, write(8)])
    assert 8 in desk.handled


@pytest.mark.parametrize("batch", [[], list(NO_UPDATES)], ids=["empty", "nothing of use"])
def test_batch_without_updates_has_no_highest_number(desk: Desk, batch: list[Any]) -> None:
    assert desk.open_inbox().take_in(batch) is None


# Once.


def test_update_twice_in_a_batch_is_handled_once(desk: Desk) -> None:
    take_and_drain(desk.open_inbox(), [write(7), write(7), write(8), write(7)])
    assert desk.handled == [7, 8]


def test_update_that_comes_again_is_not_handled_again(desk: Desk) -> None:
    take_and_drain(desk.open_inbox(), [write(7)], [write(7), write(8)], [write(7)])
    assert desk.handled == [7, 8]


def test_update_that_comes_again_while_under_way_is_handled_once(desk: Desk) -> None:
    async def scenario() -> None:
        gate, inbox = asyncio.Event(), desk.open_inbox()
        desk.acts[7] = lambda: _wait_for(gate)
        inbox.take_in([write(7)])
        await until(lambda: desk.tries[7] == 1)
        inbox.take_in([write(7)])
        gate.set()
        await inbox.drain(DEADLINE)

    asyncio.run(scenario())
    assert desk.handled == [7]


async def _wait_for(gate: asyncio.Event) -> None:
    await gate.wait()


def test_update_that_comes_again_after_a_restart_is_not_handled_again(desk: Desk) -> None:
    take_and_drain(desk.open_inbox(), [write(7)])
    take_and_drain(desk.open_inbox(), [write(7), write(8)])
    assert desk.handled == [7, 8]


def test_what_was_left_is_handled_after_a_restart_once(desk: Desk) -> None:
    desk.acts[7] = stand_still
    die_while(desk, desk.open_inbox(), [write(7), write(8), write(9, GRACE)])
    desk.acts.clear()

    async def scenario() -> None:
        inbox = desk.open_inbox()
        inbox.take_up()
        inbox.take_in([write(7), write(8), write(10)])
        await inbox.drain(DEADLINE)

    asyncio.run(scenario())
    assert sorted(desk.handled) == [7, 8, 9, 10]
    assert [number for number in desk.handled if number != 9] == [7, 8, 10]


def test_updates_of_two_bots_do_not_mix(desk: Desk, sessions: sessionmaker[Session]) -> None:
    take_and_drain(desk.open_inbox(), [write(7)])
    seen: list[int] = []

    async def note(raw: Any) -> None:
        seen.append(raw["update_id"])

    take_and_drain(Inbox(sessions, 99, note, desk.give_up), [write(7)])
    assert (desk.handled, seen) == ([7], [7])


# Order.


def test_order_within_a_chat_is_that_of_the_numbers(desk: Desk) -> None:
    async def scenario() -> None:
        inbox = desk.open_inbox()
        inbox.take_in([write(30), write(10)])
        inbox.take_in([write(20), write(5)])
        await inbox.drain(DEADLINE)

    asyncio.run(scenario())
    assert desk.handled == [5, 10, 20, 30]


def test_order_holds_for_batches_that_come_out_of_order_behind_a_slow_one(desk: Desk) -> None:
    async def scenario() -> None:
        gate, inbox = asyncio.Event(), desk.open_inbox()
        desk.acts[1] = lambda: _wait_for(gate)
        inbox.take_in([write(1)])
        await until(lambda: desk.tries[1] == 1)
        for number in (5, 3, 4, 2):
            inbox.take_in([write(number)])
        gate.set()
        await inbox.drain(DEADLINE)

    asyncio.run(scenario())
    assert desk.handled == [1, 2, 3, 4, 5]


def test_chats_do_not_wait_for_each_other(desk: Desk) -> None:
    async def scenario() -> None:
        gate, inbox = asyncio.Event(), desk.open_inbox()
        desk.acts[1] = lambda: _wait_for(gate)
        inbox.take_in([write(1), write(2), write(3, GRACE), write(4, GROUP)])
        await until(lambda: {3, 4} <= {*desk.handled})
        assert 2 not in desk.handled
        gate.set()
        await inbox.drain(DEADLINE)

    asyncio.run(scenario())
    assert sorted(desk.handled) == [1, 2, 3, 4]


# Poison.


def test_update_that_fails_again_and_again_is_given_up_and_the_next_one_handled(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    desk.acts[7] = raise_fault
    take_and_drain(desk.open_inbox(), [write(7), write(8)])
    assert desk.tries[7] == TRIES
    assert (desk.given_up, desk.handled) == ([(7, ADA)], [8])
    assert [each.update_id for each in caplog.records if hasattr(each, "update_id")] == [7] * TRIES
    assert SECRET not in describe(caplog)


def test_update_that_fails_once_is_tried_again(desk: Desk) -> None:
    async def fail_first() -> None:
        if desk.tries[7] == 1:
            raise ValueError

    desk.acts[7] = fail_first
    take_and_drain(desk.open_inbox(), [write(7), write(8)])
    assert (desk.given_up, desk.handled) == ([], [7, 8])


def test_unreadable_update_is_given_up_at_once(desk: Desk) -> None:
    async def refuse() -> None:
        raise Unreadable

    desk.acts[7] = refuse
    take_and_drain(desk.open_inbox(), [write(7), write(8)])
    assert (desk.tries[7], desk.given_up, desk.handled) == (1, [(7, ADA)], [8])


def test_nobody_is_named_to_whom_no_answer_is_due(desk: Desk) -> None:
    desk.acts[7] = raise_fault
    member = {"chat": CHATS["private"], "from": PERSON}
    take_and_drain(desk.open_inbox(), [{"update_id": 7, "my_chat_member": member}])
    assert desk.given_up == [(7, None)]


def test_giving_up_that_fails_is_tried_again_in_peace(desk: Desk) -> None:
    faults: list[int] = []
    give_up = desk.give_up

    def fail_at_first(number: int, chat_id: int | None) -> None:
        faults.append(number)
        if len(faults) <= 2:
            raise ValueError
        give_up(number, chat_id)

    desk.acts[7] = raise_fault
    inbox = Inbox(desk.sessions, BOT_ID, desk.handle, fail_at_first)
    take_and_drain(inbox, [write(7), write(8)])
    assert (desk.given_up, desk.handled) == ([(7, ADA)], [8])


def test_fault_of_the_database_loses_nothing(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def scenario() -> None:
        inbox = desk.open_inbox()
        inbox.take_in([write(7), write(8), write(9, GRACE)])
        with monkeypatch.context() as failing:
            fail_database(failing, inbox)
            await until(lambda: caplog.text.count("the database cannot be used") > 2 * TRIES)
        await inbox.drain(DEADLINE)

    asyncio.run(scenario())
    assert sorted(desk.handled) == [7, 8, 9]
    assert desk.given_up == []


def test_fault_of_the_database_in_the_handler_is_no_fault_of_the_update(desk: Desk) -> None:
    async def fail_often() -> None:
        if desk.tries[7] <= 2 * TRIES:
            raise DatabaseFault

    desk.acts[7] = fail_often
    take_and_drain(desk.open_inbox(), [write(7), write(8)])
    assert (desk.given_up, desk.handled) == ([], [7, 8])


# Deaths of the process.


def test_update_under_way_at_too_many_deaths_is_given_up_and_what_waited_is_not(
    desk: Desk,
) -> None:
    desk.acts[7] = stand_still
    die_while(desk, desk.open_inbox(), [write(7), write(8)])
    for _ in range(DEATHS):
        die_while(desk, desk.open_inbox())
    assert desk.given_up == []

    async def scenario() -> None:
        inbox = desk.open_inbox()
        inbox.take_up()
        await inbox.drain(DEADLINE)

    asyncio.run(scenario())
    assert desk.tries[7] == 1 + DEATHS
    assert (desk.given_up, desk.handled) == ([(7, ADA)], [8])


def test_update_that_only_waited_at_many_deaths_is_handled(desk: Desk) -> None:
    desk.acts[7] = stand_still
    die_while(desk, desk.open_inbox(), [write(7), write(8)])
    for _ in range(DEATHS - 1):
        die_while(desk, desk.open_inbox())
    desk.acts.clear()
    inbox = desk.open_inbox()

    async def scenario() -> None:
        inbox.take_up()
        await inbox.drain(DEADLINE)

    asyncio.run(scenario())
    assert (desk.given_up, desk.handled) == ([], [7, 8])


def test_drain_finishes_what_is_under_way(desk: Desk) -> None:
    async def scenario() -> None:
        inbox = desk.open_inbox()
        desk.acts[7] = lambda: asyncio.sleep(0.05)
        inbox.take_in([write(7)])
        await until(lambda: desk.tries[7] == 1)
        await inbox.drain(DEADLINE)

    asyncio.run(scenario())
    assert desk.handled == [7]


def test_drain_leaves_what_takes_too_long_to_the_next_run(desk: Desk, file: Path) -> None:
    desk.acts[7] = stand_still
    die_while(desk, desk.open_inbox(), [write(7), write(8)])
    assert [row[:2] for row in read_raw_rows(file)] == [(7, "pending"), (8, "pending")]
    assert desk.handled == []


# With the real application and the real coach.


def take_at(office: Office, *batches: list[Any]) -> None:
    """Take batches in at the office, each once the one before is handled."""

    async def scenario() -> None:
        inbox = office.open_inbox()
        for batch in batches:
            inbox.take_in(batch)
            await inbox.drain(DEADLINE)

    office.run(scenario())


def describe(caplog: pytest.LogCaptureFixture) -> str:
    """Return all that stands in the records, whoever logged them."""
    own = [each for each in caplog.records if each.name.split(".")[0] in ("bot", "actions")]
    return json.dumps([str(vars(record)) for record in own])


def test_broken_updates_are_set_aside_and_the_next_one_is_answered(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    broken = list(broken_updates(200, seed=5))
    with caplog.at_level(logging.DEBUG, "bot"):
        take_at(office, [*broken, write(1, GRACE, "hi"), write(2, GRACE, SECRET)])
    states = {row.update_id: row.state.value for row in office.rows()}
    aside = {number for number, state in states.items() if state == "set_aside"}
    assert aside
    assert aside <= {raw["update_id"] for raw in broken}
    assert "pending" not in states.values()
    logged = {each.update_id for each in caplog.records if hasattr(each, "update_id")}
    assert aside <= logged <= {raw["update_id"] for raw in broken}
    assert SECRET not in describe(caplog)
    assert office.letters(GRACE)
    assert {row.body for row in office.rows()} == {None}


UNREADABLE: dict[str, Json] = {
    "no chat": {"message": {"message_id": 7, "text": SECRET}},
    "text for a chat": {"message": {"message_id": 7, "date": 1, "chat": SECRET}},
    "list": {"message": [SECRET]},
    "member without status": {"my_chat_member": {"chat": CHATS["private"], "new": SECRET}},
}


@pytest.mark.parametrize("case", UNREADABLE)
def test_unreadable_update_stands_in_the_log_by_its_number_only(
    office: Office, case: str, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG, "bot"):
        take_at(office, [{"update_id": 41, **UNREADABLE[case]}, write(42, text="hi")])
    assert [row.state.value for row in office.rows()] == ["set_aside", "handled"]
    assert {each.update_id for each in caplog.records if hasattr(each, "update_id")} == {41}
    assert SECRET not in describe(caplog)
    assert office.letters()


NO_NUMBERS: tuple[Any, ...] = ([], {"id": SECRET}, SECRET, 1.5, True, None, 2**70)


@pytest.mark.parametrize("number", NO_NUMBERS, ids=repr)
@pytest.mark.parametrize("kind", ["message", "callback_query"])
def test_chat_that_has_no_number_gets_no_letter(office: Office, kind: str, number: Any) -> None:
    person = PERSON | {"id": number}
    content = {
        "message": make_message(text="hi") | {"chat": CHATS["private"] | {"id": number}},
        "callback_query": {"id": "1", "from": person, "chat_instance": "1", "data": "do:help"},
    }
    take_at(office, [{"update_id": 41, kind: content[kind]}])
    assert [row.state.value for row in office.rows()] == ["set_aside"]
    assert office.count_letters() == 0
    assert not [channel for channel in office.woken if not channel[9:].lstrip("-").isdigit()]


@pytest.mark.parametrize(("chat", "told"), [("private", True), ("group", False)])
def test_person_is_told_when_a_handler_keeps_failing(
    office: Office, monkeypatch: pytest.MonkeyPatch, chat: str, told: bool
) -> None:
    def fail(*_: Any) -> None:
        raise ValueError(SECRET)

    with monkeypatch.context() as failing:
        failing.setattr(office.desk, "take", fail)
        failing.setattr(office.desk, "tell_group", fail)
        take_at(
            office, [{"update_id": 1, "message": make_message(text="hi") | {"chat": CHATS[chat]}}]
        )
    sorry = office.engine.words("utter_turn_failed")
    assert [each.text for each in office.letters(CHATS[chat]["id"])] == [sorry] * told
    assert [row.state.value for row in office.rows()] == ["set_aside"]


def test_same_update_is_answered_once_even_after_a_restart(office: Office) -> None:
    take_at(office, [write(1, text="/start"), write(1, text="/start")], [write(1, text="/start")])
    once = len(office.letters())
    take_at(office, [write(1, text="/start")])
    assert once == len(office.letters()) > 0


def test_update_whose_settling_was_kept_is_not_taken_again(office: Office) -> None:
    office.run(office.handle(write(1, text="/start")))
    once = office.letters()
    office.run(office.handle(write(1, text="/start")))
    assert office.letters() == once


def test_nothing_that_was_said_stands_in_the_log(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG, "bot"):
        take_at(office, [write(1), write(2, text="/start"), write(3), write(4, GROUP)])
    assert SECRET not in describe(caplog)


def test_nothing_that_was_said_stays_in_the_inbox(office: Office) -> None:
    take_at(office, [write(1), write(2, GROUP), {"update_id": 3, "poll": {"id": SECRET}}])
    assert {(row.body, row.channel) for row in office.rows()} == {(None, None)}


# A turn keeps the loop: it would hold the database as long as others run.

TAP = Tap(7, "Ready?", label="Yes", codes=("do:help",))
TURNS: dict[str, Json] = {
    "start": {"text": "/start"},
    "pain": {"text": "my lower back hurts when I sit"},
    "warning": {"text": "I can't feel my legs and lost control of my bladder"},
    "nonsense": {"text": "🦒🦒"},
    "tap": {"choice": "do:help"},
    "tap on a check": {"choice": "do:start_assessment"},
    "unknown tap": {"choice": "buy:now"},
    "photo": {"sent": "photo"},
    "caption": {"sent": "photo", "text": "how is it going?"},
    "edit": {"sent": "edit"},
    "workout": {"text": "/workout"},
    "export": {"text": "/export"},
}
PEOPLE: dict[str, Callable[[Talker], Any]] = {
    "newcomer": lambda talker: None,
    "met": meet,
    "training": begin_strength,
}


@pytest.mark.parametrize("who", PEOPLE)
@pytest.mark.parametrize("what", TURNS)
def test_turn_never_gives_up_the_loop(office: Office, what: str, who: str) -> None:
    talker = Talker(office.engine, f"telegram:{ADA}")
    PEOPLE[who](talker)
    kept: list[bool] = []

    def keep(session: Session, replies: Any) -> None:
        kept.append(bool(replies))

    turn = Turn(talker.channel, talker.now, **TURNS[what])
    with pytest.raises(StopIteration) as ended:
        office.engine._take(turn, keep).send(None)
    assert ended.value.value
    assert kept == [True]

"""What the coach was in the middle of survives a new process, a kill and a fault."""

from __future__ import annotations

import asyncio
import logging
import os
import random
import signal
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from actions import guiding, onboarding
from actions.coaching.session import current
from actions.store.conversations import find_conversation
from actions.store.database import open_engine, session_factory
from actions.store.people import find_person
from actions.store.unit_of_work import UnitOfWork
from actions.store.workouts import find_active_workout, read_session
from bot.turn import Turn
from tests.conftest import MORNING, Talker
from tests.integration.journeys import FAILED, begin_strength, go_to_set, meet, progress_of
from tests.integration.snapshots import take_snapshot

Open = Callable[[Path], Any]
SECRET = "my sister Agatha has a sore elbow"
KILLS = 20


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "coach.db"


def reopen(talker: Talker, open_engine_on: Open, file: Path) -> None:
    """Let a new engine take over, as after a restart."""
    talker.engine = open_engine_on(file)


def test_restart_in_set_two_goes_on_with_set_two(open_engine_on: Open, file: Path) -> None:
    ada = Talker(open_engine_on(file))
    begin_strength(ada)
    go_to_set(ada, 2)
    before, choices = progress_of(ada), ada.replies[-1].choices
    reopen(ada, open_engine_on, file)
    ada.say("say that again")
    assert (progress_of(ada), ada.replies[-1].choices) == (before, choices)


def test_restart_in_set_two_done_leads_on_and_can_be_undone(
    open_engine_on: Open, file: Path
) -> None:
    ada = Talker(open_engine_on(file))
    begin_strength(ada)
    go_to_set(ada, 2)
    reopen(ada, open_engine_on, file)
    before = progress_of(ada)
    ada.tap("Done")
    assert FAILED not in ada.text
    ada.tap("Undo")
    assert progress_of(ada) == before


def test_restart_in_a_pause_goes_on_where_it_was(open_engine_on: Open, file: Path) -> None:
    ada = Talker(open_engine_on(file))
    begin_strength(ada)
    go_to_set(ada, 2)
    before = progress_of(ada)
    ada.say("hang on, door bell")
    reopen(ada, open_engine_on, file)
    ada.say("ok I'm back")
    assert progress_of(ada) == before


def test_restart_in_the_posture_check_asks_the_next_question(
    open_engine_on: Open, file: Path
) -> None:
    ada = Talker(open_engine_on(file))
    meet(ada)
    ada.say("/check")
    ada.tap("Yes", "No")
    reopen(ada, open_engine_on, file)
    ada.say("yes")
    assert "4 of 5" in ada.text


def test_restart_takes_a_label_that_was_on_view_before(open_engine_on: Open, file: Path) -> None:
    ada = Talker(open_engine_on(file))
    ada.say("/start")
    reopen(ada, open_engine_on, file)
    ada.say("I agree")
    assert "None of these" in ada.labels


# Kills: a child of this process, with the model loaded, works through sessions until it is killed.


def next_move(shown: dict[str, str], dice: random.Random) -> dict[str, str]:
    """Return what is tapped next of what is on view, else the wish to train."""
    for label in ("Fine", "Nothing new, start", "I'm in position"):
        if label in shown:
            return {"choice": shown[label]}
    steps = [label for label in ("Done", "Done", "Skip", "Too hard", "Undo") if label in shown]
    return {"choice": shown[dice.choice(steps)]} if "Done" in steps else {"text": "/workout"}


def shown_now(sessions: Any, channel: str) -> dict[str, str]:
    with UnitOfWork(sessions) as work:
        conversation = find_conversation(work.session, channel)
        assert conversation is not None
        return dict(conversation.state["shown"])


def train_until_killed(engine: Any, channel: str, seed: int, number: int) -> None:
    """Take turn after turn; never returns."""
    dice, now = random.Random(seed), MORNING + timedelta(days=1, hours=1, minutes=20 * number)
    while True:
        now += timedelta(seconds=1)
        move = next_move(shown_now(engine.session_factory, channel), dice)
        asyncio.run(engine.handle(Turn(channel, now, **move)))


def fork_and_kill(open_engine_on: Open, file: Path, channel: str, seed: int, number: int) -> None:
    """Start a child on that database and kill it some time later, wherever it is."""
    child = os.fork()
    if child == 0:
        # Nothing of pytest may run in the child, whatever happens.
        try:
            train_until_killed(open_engine_on(file), channel, seed, number)
        finally:
            os._exit(1)
    time.sleep(random.Random(seed).uniform(0.03, 0.4))
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status), "the child failed before it was killed"


def assert_state_is_whole(sessions: Any, channel: str) -> None:
    """Hold that conversation and session are of one and the same turn."""
    with UnitOfWork(sessions) as work:
        assert work.session.execute(text("PRAGMA integrity_check")).scalar() == "ok"
        conversation = find_conversation(work.session, channel)
        workout = find_active_workout(work.session, find_person(work.session, channel))
        slots = conversation.state["slots"]
        asked = slots.get("requested_slot") if conversation.state["loop"] else None
        assert (workout is not None) == (asked in ("workout_step", "session_feel"))
        if asked == "workout_step":
            view = current(read_session(workout))
            data = dict(conversation.state["shown"]).get("Skip", "")
            assert data.endswith(f".{view.serial}")
            assert workout.updated_at == conversation.updated_at


def test_kill_between_and_within_turns_leaves_a_whole_state_that_goes_on(
    open_engine_on: Open, file: Path
) -> None:
    ada = Talker(open_engine_on(file))
    begin_strength(ada)
    ada.engine.database.dispose()
    dice = random.Random(7)
    turns = set()
    for number in range(KILLS):
        fork_and_kill(open_engine_on, file, ada.channel, seed=100 + number, number=number)
        database = open_engine(f"sqlite:///{file}")
        sessions = session_factory(database)
        assert_state_is_whole(sessions, ada.channel)
        move = next_move(shown_now(sessions, ada.channel), dice)
        database.dispose()
        ada.engine = open_engine_on(file)
        ada.now = MORNING + timedelta(days=1, hours=1, minutes=20 * number + 19)
        replies = asyncio.run(ada.engine.handle(Turn(ada.channel, ada.now, **move)))
        assert replies
        assert FAILED not in replies[0].text, move
        turns.add(str(take_snapshot(ada.engine.database)["workout"]))
        ada.engine.database.dispose()
    # Some turns, such as a question, leave the session where it is; most have to take it on.
    assert len(turns) > KILLS / 2


# Faults: what one action did before another failed is undone with it.


def fail_after(function: Callable[..., Any]) -> Callable[..., Any]:
    def failing(*args: Any, **kwargs: Any) -> Any:
        function(*args, **kwargs)
        raise RuntimeError(SECRET)

    return failing


def test_fault_in_a_step_undoes_the_turn_and_the_next_one_goes_on(
    ada: Talker, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin_strength(ada)
    go_to_set(ada, 1)
    done, before = ada.data_of("Done"), take_snapshot(ada.engine.database)
    with monkeypatch.context() as broken:
        broken.setattr(guiding, "keep", fail_after(guiding.keep))
        ada.send(done)
    assert ada.text.startswith(ada.engine.words("utter_turn_failed"))
    assert take_snapshot(ada.engine.database) == before
    ada.send(done)
    assert "· set 2 of" in progress_of(ada)


def test_fault_at_the_consent_keeps_nothing_of_the_person(
    ada: Talker, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada.say("/start")
    before = take_snapshot(ada.engine.database)
    monkeypatch.setattr(onboarding, "create_person", fail_after(onboarding.create_person))
    ada.tap("I agree")
    assert take_snapshot(ada.engine.database) == before
    assert before["person"] == []


def test_fault_is_logged_with_its_id_and_without_what_was_said(
    ada: Talker, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    begin_strength(ada)
    go_to_set(ada, 1)
    monkeypatch.setattr(guiding, "keep", fail_after(guiding.keep))
    with caplog.at_level(logging.DEBUG):
        ada.say("done")
    faults = [record for record in caplog.records if record.name == "bot.engine"]
    assert [record.getMessage() for record in faults] == ["turn failed"]
    assert len(faults[0].incident) == 8
    assert faults[0].fault.startswith("RuntimeError at test_restarts.py:")
    written = " ".join(str(record.__dict__) for record in caplog.records)
    assert SECRET not in written

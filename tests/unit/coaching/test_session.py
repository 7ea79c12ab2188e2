"""The guided session, event by event."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.coaching.exercise import Unit
from actions.coaching.program import SessionKind
from actions.coaching.session import (
    Phase,
    Session,
    SessionError,
    advance,
    belongs_to,
    can_undo,
    complete_set,
    current,
    ease,
    in_position,
    is_over,
    pause,
    report_hurt,
    resume,
    skip,
    start_session,
    stop,
    swap,
    undo,
)
from actions.coaching.triage import HurtKind, LevelError
from tests.unit.coaching.gym import prescription

DAY = date(2027, 3, 1)
BALL = prescription("ball", sides=("right", "left"), unit=Unit.SECONDS, amount=30, first_time=True)
LIFT = prescription("lift")
CRUNCH = prescription("crunch", sets=1, amount=8, unit=Unit.TIMES)
INSTEAD = prescription("instead", sets=3)

EVENTS: dict[str, Callable[[Session], Session]] = {
    "in_position": in_position,
    "done": complete_set,
    "advance": advance,
    "skip": skip,
    "ease": ease,
    "swap": lambda session: swap(session, INSTEAD),
    "swap_new": lambda session: swap(session, replace(BALL, exercise="new")),
    "hurt": lambda session: report_hurt(session, HurtKind.SORE, 4),
    "pause": pause,
    "resume": resume,
    "stop": stop,
    "undo": undo,
}
UNDOABLE = ("done", "skip", "ease", "swap", "swap_new", "stop")


def begin(*items) -> Session:
    return start_session(items or (BALL, LIFT, CRUNCH), DAY)


def play(session: Session, events: str) -> Session:
    for event in events.split():
        session = EVENTS[event](session)
    return session


def place(session: Session) -> tuple[str, str | None, int, str]:
    view = current(session)
    assert view is not None
    return view.exercise, view.side, view.set_number, view.phase.value


paths = st.lists(st.sampled_from(list(EVENTS)), max_size=30).map(" ".join)


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        ("", ("ball", "right", 1, "setup")),
        ("in_position", ("ball", "right", 1, "set")),
        ("in_position done", ("ball", "right", 2, "set")),
        ("in_position done done", ("ball", "left", 1, "set")),
        ("in_position done done done done", ("lift", None, 1, "set")),
        ("skip", ("lift", None, 1, "set")),
        ("skip done", ("lift", None, 2, "set")),
        ("skip done done", ("crunch", None, 1, "set")),
        ("skip done swap", ("instead", None, 1, "set")),
        ("skip done swap_new", ("new", "right", 1, "setup")),
    ],
)
def test_session_moves_through_sets_sides_and_exercises(events, expected) -> None:
    assert place(play(begin(), events)) == expected


@pytest.mark.parametrize("events", ["skip skip done", "skip skip skip", "stop", "skip pause stop"])
def test_session_at_its_end_shows_nothing(events) -> None:
    session = play(begin(), events)
    assert is_over(session)
    assert current(session) is None


def test_view_numbers_what_the_message_shows() -> None:
    session = play(begin(), "in_position done done")
    view = current(session)
    assert (view.exercise_number, view.exercises, view.set_number, view.sets) == (1, 3, 1, 2)
    assert (view.amount, view.unit, view.version) == (30, Unit.SECONDS, "v1")
    assert view.switches_sides
    assert view.serial == session.serial == 3


def test_view_switches_sides_only_at_the_first_set_of_the_second_side() -> None:
    shown = [current(play(begin(), "in_position" + " done" * n)).switches_sides for n in range(5)]
    assert shown == [False, False, True, False, False]


@pytest.mark.parametrize("event", ["in_position", "done", "skip", "ease", "swap", "undo", "pause"])
def test_paused_session_stays_the_very_same(event) -> None:
    session = play(begin(), "in_position done pause")
    assert EVENTS[event](session) is session


def test_resume_goes_on_exactly_where_it_was() -> None:
    before = play(begin(), "in_position done done")
    after = resume(pause(before))
    assert replace(after, serial=before.serial) == before


@pytest.mark.parametrize(
    "event", ["in_position", "done", "advance", "skip", "ease", "swap", "stop"]
)
def test_session_that_is_over_stays_the_very_same(event) -> None:
    session = play(begin(), "stop")
    assert EVENTS[event](session) is session


@pytest.mark.parametrize(
    ("events", "event"),
    [
        ("", "done"),
        ("in_position", "in_position"),
        ("", "resume"),
        ("", "undo"),
        ("pause", "pause"),
        ("stop", "pause"),
    ],
)
def test_event_that_makes_no_sense_here_changes_nothing(events, event) -> None:
    session = play(begin(), events)
    assert EVENTS[event](session) is session


@pytest.mark.parametrize(
    ("events", "expected"),
    [("advance", ("ball", "right", 1, "set")), ("advance advance", ("ball", "right", 2, "set"))],
)
def test_advance_is_in_position_first_and_then_a_set(events, expected) -> None:
    assert place(play(begin(), events)) == expected


@given(paths, st.sampled_from(list(EVENTS)))
def test_any_event_that_changes_something_takes_the_next_serial(events, event) -> None:
    before = play(begin(), events)
    after = EVENTS[event](before)
    assert after is before or after.serial == before.serial + 1


@given(paths, st.sampled_from(UNDOABLE))
def test_undo_gives_back_exactly_the_state_before(events, event) -> None:
    before = play(begin(), events)
    after = EVENTS[event](before)
    if after is not before:
        back = undo(after)
        assert back.serial == before.serial + 2
        assert replace(back, serial=before.serial) == before


@given(st.lists(st.sampled_from(UNDOABLE), max_size=20))
def test_undo_again_and_again_leads_back_to_the_start(events) -> None:
    start = in_position(begin())
    session = start
    for event in events:
        session = advance(session) if event == "done" else EVENTS[event](session)
    while can_undo(session):
        session = undo(session)
    assert replace(session, serial=0, phase=start.phase) == replace(start, serial=0)


@given(paths)
def test_hurt_is_never_taken_back(events) -> None:
    told = sum(word == "hurt" for word in events.split())
    assert len(play(begin(), events + " undo undo undo").hurts) == told


@given(paths)
def test_json_round_trip_gives_the_same_session(events) -> None:
    session = play(begin(), events)
    assert Session.from_json(session.to_json()) == session


def test_json_keeps_day_kind_and_hurts() -> None:
    session = report_hurt(start_session([LIFT], DAY, SessionKind.FULL), HurtKind.SHARP, None)
    again = Session.from_json(session.to_json())
    assert (again.kind, again.started_on) == (SessionKind.FULL, DAY)
    assert again.hurts[0].kind is HurtKind.SHARP
    assert again.hurts[0].level is None


def spoil(**changes) -> str:
    written = json.loads(play(begin(), "in_position done hurt swap done").to_json())
    return json.dumps({**written, **changes})


@pytest.mark.parametrize(
    "text",
    [
        "",
        "not json",
        "[]",
        "null",
        "{}",
        "[" * 100_000,
        spoil(format=99),
        spoil(items=[]),
        spoil(items=[1]),
        spoil(item=3),
        spoil(item=7),
        spoil(item=-1),
        spoil(item=True),
        spoil(set_number=0),
        spoil(set_number=9),
        spoil(side=1),
        spoil(phase="asleep"),
        spoil(phase=3),
        spoil(paused="no"),
        spoil(serial=None),
        spoil(started_on="yesterday"),
        spoil(records=[]),
        spoil(replaced=[]),
        spoil(hurts=[{"exercise": "ball", "kind": "sore", "level": 11}]),
        spoil(history=[{"item": 0}]),
    ],
    ids=[
        "empty",
        "words",
        "list",
        "null",
        "no_fields",
        "too_deep",
        "format",
        "no_items",
        "items_no_objects",
        "item_just_past",
        "item_too_high",
        "item_negative",
        "item_flag",
        "set_zero",
        "set_too_high",
        "side_unknown",
        "phase_unknown",
        "phase_number",
        "flag_no_flag",
        "serial_missing",
        "day_no_date",
        "records_missing",
        "replaced_missing",
        "level_impossible",
        "history_cut",
    ],
)
def test_json_that_is_spoiled_raises_a_full_sentence(text) -> None:
    with pytest.raises(SessionError) as raised:
        Session.from_json(text)
    assert str(raised.value)[0].isupper()
    assert str(raised.value).endswith(".")


@given(st.text() | st.recursive(st.none() | st.integers() | st.text(), st.lists).map(json.dumps))
def test_json_of_any_other_kind_raises_session_error(text) -> None:
    with pytest.raises(SessionError):
        Session.from_json(text)


@given(paths, st.data())
def test_json_with_one_field_gone_raises_session_error(events, data) -> None:
    written = json.loads(play(begin(), events).to_json())
    del written[data.draw(st.sampled_from(sorted(written)))]
    with pytest.raises(SessionError):
        Session.from_json(json.dumps(written))


def test_session_of_nothing_is_refused() -> None:
    with pytest.raises(SessionError):
        start_session([], DAY)


def test_ease_without_a_version_gives_less_for_the_rest_of_the_exercise() -> None:
    session = play(begin(), "skip done ease")
    assert place(session) == ("lift", None, 2, "set")
    assert current(session).amount == 3
    assert session.hard == ("lift",)


def test_ease_to_an_easier_prescription_shows_it_from_now_on() -> None:
    session = ease(play(begin(), "skip done"), replace(LIFT, version="v0", sets=1))
    view = current(session)
    assert (view.version, view.set_number, view.sets) == ("v0", 1, 1)
    assert session.records[1].version == "v0"


@pytest.mark.parametrize(
    "other", [CRUNCH, replace(LIFT, sides=("left", "right"))], ids=["exercise", "sides"]
)
def test_ease_to_another_exercise_or_other_sides_is_refused(other) -> None:
    with pytest.raises(SessionError):
        ease(play(begin(), "skip"), other)


@pytest.mark.parametrize("sides", [("left", "left"), ("left", "front"), ("up",)])
def test_session_with_impossible_sides_is_refused(sides) -> None:
    with pytest.raises(SessionError):
        begin(replace(BALL, sides=sides))


def test_history_keeps_the_last_hundred_events() -> None:
    session = begin(replace(LIFT, sets=150))
    for _ in range(120):
        session = complete_set(session)
    assert len(session.history) == 100
    assert place(undo(session)) == ("lift", None, 120, "set")


def test_swap_remembers_what_was_done_of_the_old_exercise() -> None:
    session = play(begin(), "in_position done hurt swap")
    (gone,) = session.replaced
    assert (gone.exercise, gone.done_sets, gone.swapped) == ("ball", 1, True)
    assert session.hurt == ("ball",)
    assert current(session).exercises == 3


def test_records_tell_what_happened_to_each_exercise() -> None:
    session = play(begin(), "in_position done skip done done")
    assert [record.done_sets for record in session.records] == [1, 2, 0]
    assert session.skipped == ("ball",)


def test_hurt_while_paused_is_noted() -> None:
    session = play(begin(), "pause hurt")
    assert session.paused
    assert len(session.hurts) == 1


def test_hurt_with_an_impossible_level_is_refused() -> None:
    with pytest.raises(LevelError):
        report_hurt(begin(), HurtKind.SORE, 11)


def test_undo_after_stopping_in_a_pause_is_paused_again() -> None:
    assert undo(play(begin(), "in_position pause stop")).paused


def test_session_belongs_to_the_day_that_it_began_on() -> None:
    assert belongs_to(begin(), DAY)
    assert not belongs_to(begin(), DAY + timedelta(days=1))


def test_phase_of_a_first_time_exercise_is_set_up_and_of_a_known_one_a_set() -> None:
    assert begin().phase is Phase.SETUP
    assert begin(LIFT).phase is Phase.SET

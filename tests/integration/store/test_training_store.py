"""Checks, discomforts, standings and sessions come back as coaching's own types."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from actions.coaching.discomfort import DiscomfortLog
from actions.coaching.exercise import Unit
from actions.coaching.posture import (
    Answer,
    Likeness,
    Sidedness,
    SideSince,
    Sign,
    decide,
)
from actions.coaching.program import Prescription, Standing
from actions.coaching.session import complete_set, start_session
from actions.store.assessments import (
    find_latest_assessment,
    list_assessments,
    read_answers,
    record_assessment,
)
from actions.store.choices import DiscomfortKind, WorkoutStatus
from actions.store.discomforts import list_discomforts, log_discomfort
from actions.store.errors import WorkoutActive
from actions.store.models import Person, Workout
from actions.store.people import create_person
from actions.store.standings import find_last_done, find_standings, save_standing
from actions.store.workouts import (
    find_active_workout,
    finish_workout,
    list_workouts,
    read_session,
    save_workout,
    start_workout,
)
from tests.integration.store.lives import NOW

TODAY = date(2027, 3, 28)
ANSWERS = {sign: Answer.A_LITTLE if sign is Sign.HIPS else Answer.NO for sign in Sign}
GUIDED = start_session([Prescription("reverse_crunch", "counterweight", 2, 8, Unit.TIMES)], TODAY)


def test_assessment_recorded_is_read_back(session: Session, person: Person) -> None:
    finding, told = decide(ANSWERS), (Likeness.TWO, Sidedness.SORER, SideSince.ALWAYS)
    record_assessment(session, person, NOW, ANSWERS, finding, *told)
    session.expire_all()
    found = find_latest_assessment(session, person)
    assert found is not None
    assert (found.likeness, found.sidedness, found.side_since) == told
    assert (found.pattern, found.program) == (finding.pattern, finding.program)
    assert read_answers(found) == ANSWERS


def test_assessments_listed_oldest_first(session: Session, person: Person) -> None:
    for days in (28, 0, 56):
        at = NOW + timedelta(days=days)
        record_assessment(session, person, at, ANSWERS, decide(ANSWERS))
    latest = find_latest_assessment(session, person)
    assert [(row.at - NOW).days for row in list_assessments(session, person)] == [0, 28, 56]
    assert latest is not None
    assert latest.at == NOW + timedelta(days=56)


def test_assessment_none_yet_is_none(session: Session, person: Person) -> None:
    assert find_latest_assessment(session, person) is None


@pytest.mark.parametrize(
    ("asked", "levels"),
    [
        ({}, [6, 3, None, 2]),
        ({"region": "hip"}, [6, 3]),
        ({"region": "hip", "side": "left"}, [6]),
        ({"side": "right"}, [3]),
        ({"kinds": [DiscomfortKind.WEEKLY]}, [2]),
    ],
    ids=["all", "region", "region-and-side", "side", "kind"],
)
def test_discomforts_listed_are_those_asked_for(
    session: Session, person: Person, asked: dict[str, object], levels: list[int | None]
) -> None:
    told = [
        (DiscomfortLog(NOW, "hip", "left", 6, "P3W", "sitting"), DiscomfortKind.REPORT),
        (DiscomfortLog(NOW, "hip", "right", 3), DiscomfortKind.SESSION_START),
        (DiscomfortLog(NOW, "neck"), DiscomfortKind.REPORT),
        (DiscomfortLog(NOW, "neck", None, 2), DiscomfortKind.WEEKLY),
    ]
    for log, kind in told:
        log_discomfort(session, person, log, kind)
    found = list_discomforts(session, person, **asked)  # type: ignore[arg-type] # from a table
    assert [log.level for log in found] == levels


def test_discomfort_logged_is_read_back_whole(session: Session, person: Person) -> None:
    log = DiscomfortLog(NOW, "lower_back", "both", 0, "since Sunday", "desk_work")
    log_discomfort(session, person, log)
    session.expire_all()
    assert list_discomforts(session, person) == [log]


def test_standing_saved_again_replaces_the_one_before(session: Session, person: Person) -> None:
    save_standing(session, person, Standing("deadlift", "hinge", 2, 6), TODAY)
    better = Standing("deadlift", "light", 3, 8, clean_sessions=1, dropped=True)
    save_standing(session, person, better)
    session.expire_all()
    assert find_standings(session, person) == {"deadlift": better}
    assert find_last_done(session, person) == {"deadlift": TODAY}


def test_standings_of_another_person_are_not_mixed_in(session: Session, person: Person) -> None:
    other = create_person(session, "telegram:2", "2027-01", NOW)
    save_standing(session, other, Standing("deadlift", "hinge", 2, 6))
    assert find_standings(session, person) == {}
    assert find_last_done(session, other) == {}


def test_workout_saved_in_the_middle_goes_on_there(session: Session, person: Person) -> None:
    workout = start_workout(session, person, GUIDED, NOW, level_before=3)
    moved = complete_set(GUIDED)
    save_workout(session, workout, moved, NOW + timedelta(minutes=2))
    session.expire_all()
    found = find_active_workout(session, person)
    assert found is not None
    assert read_session(found) == moved
    assert (found.level_before, found.local_date, found.kind) == (3, TODAY, "strength")


def test_workout_second_under_way_is_refused(session: Session, person: Person) -> None:
    start_workout(session, person, GUIDED, NOW)
    with pytest.raises(WorkoutActive):
        start_workout(session, person, GUIDED, NOW)


def test_workout_second_under_way_is_refused_by_the_database_too(
    session: Session, person: Person
) -> None:
    first = start_workout(session, person, GUIDED, NOW)
    copied = {key: getattr(first, key) for key in ("started_at", "updated_at", "kind", "state")}
    session.add(Workout(person_id=person.id, local_date=TODAY, **copied))
    with pytest.raises(IntegrityError):
        session.flush()


@pytest.mark.parametrize(
    "status", [WorkoutStatus.DONE, WorkoutStatus.STOPPED, WorkoutStatus.EXPIRED]
)
def test_workout_finished_makes_room_for_the_next(
    session: Session, person: Person, status: WorkoutStatus
) -> None:
    workout = start_workout(session, person, GUIDED, NOW)
    finish_workout(session, workout, status, NOW + timedelta(minutes=9), feel="a_bit_sore")
    assert find_active_workout(session, person) is None
    start_workout(session, person, GUIDED, NOW + timedelta(days=1))
    [kept] = list_workouts(session, person, statuses=[status])
    assert (kept.feel, kept.finished_at) == ("a_bit_sore", NOW + timedelta(minutes=9))


def test_workouts_listed_since_a_day_leave_out_earlier_ones(
    session: Session, person: Person
) -> None:
    workout = start_workout(session, person, GUIDED, NOW)
    finish_workout(session, workout, WorkoutStatus.DONE, NOW)
    assert list_workouts(session, person, since=TODAY) == [workout]
    assert list_workouts(session, person, since=TODAY + timedelta(days=1)) == []

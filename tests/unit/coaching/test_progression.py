"""One step on, one back or nowhere."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.coaching.progression import (
    LEVEL_OF_FEELING,
    Feeling,
    Outcome,
    Return,
    Step,
    asks_next_day,
    come_back,
    drop,
    judge,
    judge_break,
    progress,
    read_outcomes,
    restore,
    step_back,
    step_forward,
)
from actions.coaching.session import (
    complete_set,
    ease,
    report_hurt,
    skip,
    start_session,
    stop,
    swap,
)
from actions.coaching.triage import HurtKind, LevelError
from tests.unit.coaching.gym import CATALOGUE, prescription, standing

DAY = date(2027, 3, 1)
LIFT = CATALOGUE["hip_lift_90_90"]


def outcome(version="wall_hold", full=True, too_hard=False, level=2, alarming=False) -> Outcome:
    return Outcome("hip_lift_90_90", version, full, too_hard, level, alarming)


def dose_of(state) -> tuple[str, int, int]:
    return state.version, state.sets, state.amount


@pytest.mark.parametrize(
    ("changes", "clean", "step"),
    [
        ({}, 0, Step.CLEAN),
        ({}, 1, Step.FORWARD),
        ({}, 2, Step.CLEAN),
        ({"level": 3}, 1, Step.FORWARD),
        ({"level": 4}, 1, Step.BACK),
        ({"level": 5}, 0, Step.BACK),
        ({"level": 8}, 0, Step.BACK),
        ({"level": None}, 1, Step.HOLD),
        ({"full": False}, 1, Step.HOLD),
        ({"too_hard": True, "level": 0}, 1, Step.BACK),
        ({"too_hard": True, "level": None}, 1, Step.BACK),
        ({"alarming": True, "level": None}, 1, Step.BACK),
        ({"full": False, "level": 4}, 1, Step.BACK),
    ],
)
def test_judge_outcome_gives_the_step(changes, clean, step) -> None:
    state = standing("hip_lift_90_90", clean_sessions=clean)
    assert judge(state, outcome(**changes)) is step


def test_progress_of_good_sessions_goes_sets_then_breaths_then_version() -> None:
    state, seen = standing("hip_lift_90_90"), []
    for _ in range(8):
        state = progress(LIFT, state, outcome(version=state.version))
        seen.append(dose_of(state))
    assert seen[1::2] == [
        ("wall_hold", 3, 5),
        ("wall_hold", 3, 8),
        ("one_foot", 2, 5),
        ("one_foot", 3, 5),
    ]
    assert seen[0] == ("wall_hold", 2, 5)


@pytest.mark.parametrize(
    ("name", "doses"),
    [
        ("deadlift", [(3, 6), (3, 8), (2, 6)]),
        ("prone_trap_raise", [(3, 8), (2, 8), (3, 8)]),
        ("lax_ball_hip_flexor", [(2, 30), (2, 45), (2, 60), (1, 30)]),
    ],
)
def test_step_forward_climbs_the_dose_of_each_exercise(name, doses) -> None:
    state, seen = standing(name), []
    for _ in doses:
        state = step_forward(CATALOGUE[name], state)
        seen.append((state.sets, state.amount))
    assert seen == doses


def test_step_forward_at_the_top_stays() -> None:
    top = standing("hip_lift_90_90", 2, sets=3, amount=8, clean_sessions=8)
    assert step_forward(LIFT, top) == top


def test_step_forward_skips_a_version_that_is_not_allowed() -> None:
    top = standing("deadlift", 0, sets=3, amount=8)
    found = step_forward(CATALOGUE["deadlift"], top, {"broom_hinge", "raised"})
    assert dose_of(found) == ("raised", 2, 6)


def test_progress_without_an_allowed_harder_version_keeps_the_dose() -> None:
    top = standing("hip_lift_90_90", 1, sets=3, amount=8, clean_sessions=1)
    after = progress(LIFT, top, outcome(), {"calves_on_chair", "wall_hold"})
    assert dose_of(after) == dose_of(top)
    assert after.clean_sessions == 2


def test_progress_in_another_version_gives_no_harder_version() -> None:
    top = standing("hip_lift_90_90", 1, sets=3, amount=8, clean_sessions=1)
    after = progress(LIFT, top, outcome(version="calves_on_chair"))
    assert dose_of(after) == dose_of(top)


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        (standing("hip_lift_90_90", sets=3, amount=8), ("wall_hold", 3, 5)),
        (standing("hip_lift_90_90", sets=3), ("wall_hold", 2, 5)),
        (standing("hip_lift_90_90"), ("calves_on_chair", 2, 5)),
        (standing("hip_lift_90_90", 0), ("calves_on_chair", 2, 5)),
    ],
    ids=["breaths", "sets", "version", "bottom"],
)
def test_step_back_undoes_the_last_gain(state, expected) -> None:
    assert dose_of(step_back(LIFT, state)) == expected


def standings():
    return st.sampled_from(sorted(CATALOGUE)).flatmap(
        lambda name: st.builds(
            standing,
            st.just(name),
            st.integers(0, len(CATALOGUE[name].versions) - 1),
            sets=st.integers(1, 3),
            amount=st.integers(3, 60),
            clean_sessions=st.integers(0, 5),
        )
    )


@given(standings())
def test_step_back_of_any_standing_is_never_harder(state) -> None:
    exercise = CATALOGUE[state.exercise]
    back = step_back(exercise, state)
    easier = exercise.find_index(back.version) < exercise.find_index(state.version)
    assert back.clean_sessions == 0
    assert easier or (back.sets <= state.sets and back.amount <= state.amount)


@given(standings())
def test_progress_with_unknown_level_holds(state) -> None:
    told = Outcome(state.exercise, state.version, True, False, None)
    assert progress(CATALOGUE[state.exercise], state, told) == state


@given(standings(), st.lists(st.integers(0, 10), max_size=30))
def test_progress_of_any_sessions_stays_within_the_ladder(state, levels) -> None:
    exercise = CATALOGUE[state.exercise]
    state = standing(state.exercise)
    for level in levels:
        state = progress(exercise, state, Outcome(exercise.id, state.version, True, False, level))
        assert exercise.dose.sets_start <= state.sets <= exercise.dose.sets_max
        assert exercise.dose.amount_start <= state.amount <= exercise.dose.amount_max


@pytest.mark.parametrize(
    ("days", "verdict"),
    [
        (None, Return.CONTINUE),
        (0, Return.CONTINUE),
        (6, Return.CONTINUE),
        (7, Return.STEP_BACK),
        (27, Return.STEP_BACK),
        (28, Return.START_OVER),
        (400, Return.START_OVER),
    ],
)
def test_break_of_days_gives_the_way_back(days, verdict) -> None:
    last = None if days is None else DAY - timedelta(days=days)
    assert judge_break(last, DAY) is verdict


@pytest.mark.parametrize(
    ("verdict", "expected"),
    [
        (Return.CONTINUE, ("wall_hold", 3, 8)),
        (Return.STEP_BACK, ("wall_hold", 3, 5)),
        (Return.START_OVER, ("calves_on_chair", 2, 5)),
    ],
)
def test_come_back_after_days_off_is_easier(verdict, expected) -> None:
    state = standing("hip_lift_90_90", sets=3, amount=8, clean_sessions=4)
    assert dose_of(come_back(LIFT, state, verdict)) == expected


def test_come_back_after_a_long_break_keeps_what_was_left_out() -> None:
    assert come_back(LIFT, drop(standing("hip_lift_90_90")), Return.START_OVER).dropped


def test_restore_puts_back_one_step_easier() -> None:
    back = restore(LIFT, drop(standing("hip_lift_90_90", sets=3)))
    assert (back.dropped, back.sets, back.clean_sessions) == (False, 2, 0)


def test_outcomes_of_a_session_tell_full_and_skipped_and_leave_out_the_rest() -> None:
    items = [prescription(name, sets=1) for name in ("a", "b", "c", "d")]
    session = skip(complete_set(start_session(items, DAY)))
    session = stop(complete_set(session))
    found = read_outcomes(session, 1)
    assert [(o.exercise, o.full, o.level) for o in found] == [("a", True, 1), ("c", True, 1)]


def test_outcome_of_a_half_done_exercise_is_not_full() -> None:
    session = skip(complete_set(start_session([prescription("a", sets=2)], DAY)))
    assert [o.full for o in read_outcomes(session, 1)] == [False]


def test_outcome_of_an_eased_exercise_is_too_hard() -> None:
    session = complete_set(ease(start_session([prescription("a", sets=1)], DAY)))
    assert [(o.full, o.too_hard) for o in read_outcomes(session, 0)] == [(True, True)]


@pytest.mark.parametrize(
    ("hurt", "level", "expected"),
    [
        ((HurtKind.SORE, 5), 1, (5, False)),
        ((HurtKind.SORE, 2), 1, (2, False)),
        ((HurtKind.SORE, None), 1, (None, False)),
        ((HurtKind.SORE, 2), None, (None, False)),
        ((HurtKind.SORE, 5), None, (5, False)),
        ((HurtKind.WORKING, 7), 1, (1, False)),
        ((HurtKind.SHARP, None), 1, (None, True)),
        ((HurtKind.TINGLING, 1), 1, (1, True)),
    ],
)
def test_outcome_takes_the_highest_level_and_unknown_where_it_may_be_higher(
    hurt, level, expected
) -> None:
    session = complete_set(report_hurt(start_session([prescription("a", sets=1)], DAY), *hurt))
    (found,) = read_outcomes(session, level)
    assert (found.level, found.alarming) == expected


def test_outcome_of_a_swapped_exercise_is_kept_beside_the_new_one() -> None:
    session = report_hurt(start_session([prescription("a")], DAY), HurtKind.SHARP, 7)
    session = complete_set(swap(session, prescription("b", sets=1)))
    found = read_outcomes(session, 2)
    assert [(o.exercise, o.full, o.level, o.alarming) for o in found] == [
        ("a", False, 7, True),
        ("b", True, 2, False),
    ]


def test_outcomes_with_an_impossible_level_are_refused() -> None:
    with pytest.raises(LevelError):
        read_outcomes(start_session([prescription("a")], DAY), 12)


@pytest.mark.parametrize(
    ("feeling", "asked"),
    [(Feeling.FINE, False), (Feeling.A_BIT_SORE, False), (Feeling.SORE, True)],
)
def test_next_day_is_asked_after_sore(feeling, asked) -> None:
    assert asks_next_day(LEVEL_OF_FEELING[feeling]) is asked


@pytest.mark.parametrize(("level", "asked"), [(3, False), (4, True), (None, True)])
def test_next_day_is_asked_from_four_on_or_where_unknown(level, asked) -> None:
    assert asks_next_day(level) is asked

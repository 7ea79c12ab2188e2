"""How long a prescription takes, and how it is made smaller."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.coaching.exercise import Unit
from actions.coaching.prescription import (
    Prescription,
    count_seconds,
    find_trimmed,
    lessen,
    lighten,
    planned_minutes,
    start_standing,
)
from tests.unit.coaching.gym import CATALOGUE, prescription

PRESCRIPTIONS = st.builds(
    Prescription,
    exercise=st.just("hip_lift_90_90"),
    version=st.just("wall_hold"),
    sets=st.integers(1, 4),
    amount=st.integers(1, 60),
    unit=st.sampled_from(Unit),
    sides=st.sampled_from([(), ("left", "right")]),
    first_time=st.booleans(),
)


@pytest.mark.parametrize(
    ("changes", "seconds"),
    [
        ({"sets": 1, "amount": 5}, 50),
        ({"sets": 2, "amount": 5}, 145),
        ({"sets": 2, "amount": 8, "unit": Unit.TIMES}, 109),
        ({"sets": 1, "amount": 30, "unit": Unit.SECONDS, "sides": ("left", "right")}, 75),
    ],
    ids=["one_set", "rest_between", "times", "two_sides"],
)
def test_seconds_of_an_exercise_count_sets_sides_and_rests(changes, seconds) -> None:
    assert count_seconds(prescription(**changes)) == seconds


@pytest.mark.parametrize(
    ("items", "minutes"),
    [
        ([], 0),
        ([prescription(sets=1, amount=6)], 1),
        ([prescription(sets=1, amount=6, first_time=True)], 2),
        ([prescription(sets=2), prescription(sets=2)], 6),
    ],
    ids=["nothing", "exactly_one", "with_set_up", "with_change"],
)
def test_planned_minutes_round_up(items, minutes) -> None:
    assert planned_minutes(items) == minutes


@given(PRESCRIPTIONS, st.integers(0, 400))
def test_trimmed_fits_the_limit_and_is_never_more(item, limit) -> None:
    cut = find_trimmed(item, limit)
    if cut is not None:
        assert count_seconds(cut) <= limit
        assert 1 <= cut.sets <= item.sets
        assert 1 <= cut.amount <= item.amount


@given(PRESCRIPTIONS)
def test_trimmed_within_the_limit_stays_as_it_is(item) -> None:
    if item.unit is not Unit.SECONDS or item.amount % 5 == 0:
        assert find_trimmed(item, count_seconds(item)) == item


@given(PRESCRIPTIONS)
def test_lessen_is_less_until_one_short_set(item) -> None:
    less = lessen(item)
    assert less.sets >= 1
    assert less.amount >= 1
    assert (less.sets, less.amount) <= (item.sets, item.amount)
    assert less != item or item.sets == 1


def test_start_standing_is_not_gentle_unless_asked() -> None:
    assert start_standing(CATALOGUE["wall_breathing"]).version == "standing"


def test_lessen_of_the_shortest_sets_takes_one_set_away() -> None:
    assert lessen(prescription(sets=3, amount=3)) == prescription(sets=2, amount=3)


def test_lighten_takes_the_next_easier_version_that_fits() -> None:
    exercise = CATALOGUE["reverse_crunch"]
    item = prescription("reverse_crunch", version="counterweight", unit=Unit.TIMES)
    assert lighten(item, exercise, exercise.versions).version == "one_knee"
    assert lighten(item, exercise, exercise.versions[:1]).version == "tilt"


def test_lighten_at_the_easiest_version_gives_less_of_it() -> None:
    exercise = CATALOGUE["hip_lift_90_90"]
    item = prescription("hip_lift_90_90", version="calves_on_chair", amount=8)
    assert lighten(item, exercise, exercise.versions) == lessen(item)


@pytest.mark.parametrize(
    ("name", "gently", "version"),
    [
        ("hip_lift_90_90", False, "wall_hold"),
        ("hip_lift_90_90", True, "calves_on_chair"),
        ("deadlift", False, "broom_hinge"),
    ],
    ids=["standard", "gently", "loaded_standard"],
)
def test_start_standing_begins_at_two_sets(name, gently, version) -> None:
    start = start_standing(CATALOGUE[name], gently=gently)
    assert (start.version, start.sets) == (version, 2)
    assert start.amount == CATALOGUE[name].dose.amount_start

"""Which versions suit a person's equipment, health and day."""

from __future__ import annotations

from dataclasses import replace
from datetime import time

import pytest

from actions.coaching.exercise import Verdict
from actions.coaching.fitting import (
    allowed_versions,
    choose_version,
    fitting_versions,
    is_early_morning,
    is_starters_only,
    judge_exercise,
    may_load_hinge,
)
from tests.unit.coaching.gym import CATALOGUE, FLOOR, PRECAUTIONS, standing, trainee


def names(versions) -> list[str]:
    return [version.id for version in versions]


@pytest.mark.parametrize(
    ("conditions", "verdict"),
    [
        (set(), Verdict.OK),
        ({"blood_thinners"}, Verdict.OK),
        ({"pregnancy"}, Verdict.ADAPT),
        ({"blood_thinners", "pregnancy"}, Verdict.ADAPT),
        ({"pregnancy", "high_blood_pressure"}, Verdict.AVOID),
    ],
    ids=["none", "ok", "adapt", "adapt_beats_ok", "avoid_beats_adapt"],
)
def test_verdict_of_several_conditions_is_the_strictest(conditions, verdict) -> None:
    assert judge_exercise(CATALOGUE["deadlift"], conditions, PRECAUTIONS) is verdict


@pytest.mark.parametrize(
    ("own", "verdict"), [(Verdict.AVOID, Verdict.AVOID), (Verdict.OK, Verdict.ADAPT)]
)
def test_verdict_of_matrix_and_own_list_is_the_stricter(own, verdict) -> None:
    exercise = replace(CATALOGUE["deadlift"], precautions={"pregnancy": own})
    assert judge_exercise(exercise, {"pregnancy"}, PRECAUTIONS) is verdict


def test_verdict_row_without_the_exercise_avoids_it() -> None:
    assert judge_exercise(CATALOGUE["deadlift"], {"x"}, {"x": {}}) is Verdict.AVOID


@pytest.mark.parametrize(
    ("name", "changes", "expected"),
    [
        ("reverse_crunch", {}, ["tilt", "one_knee", "counterweight"]),
        ("reverse_crunch", {"equipment": frozenset({FLOOR})}, ["tilt", "one_knee"]),
        ("reverse_crunch", {"equipment": frozenset()}, []),
        ("lax_ball_pec", {"equipment": frozenset()}, ["doorway"]),
        ("hip_lift_90_90", {"conditions": {"pregnancy"}}, ["calves_on_chair"]),
        ("prone_trap_raise", {"conditions": {"pregnancy"}}, []),
        ("hip_lift_90_90", {"acute_back": True}, ["calves_on_chair"]),
    ],
    ids=["all", "no_weight", "no_floor", "no_ball", "adapt", "avoid", "acute"],
)
def test_allowed_versions_follow_equipment_and_health(name, changes, expected) -> None:
    assert names(allowed_versions(CATALOGUE[name], trainee(**changes), PRECAUTIONS)) == expected


@pytest.mark.parametrize(
    ("rest_pain", "clean", "changes", "loads"),
    [
        (0, 2, {}, True),
        (3, 2, {}, True),
        (4, 2, {}, False),
        (None, 2, {}, False),
        (0, 1, {}, False),
        (0, 2, {"early_morning_back": True}, False),
        (0, 2, {"acute_back": True}, False),
    ],
    ids=["both", "pain_3", "pain_4", "pain_unknown", "one_good", "early", "acute"],
)
def test_hinge_load_needs_low_rest_pain_and_two_good_sessions(
    rest_pain, clean, changes, loads
) -> None:
    hinge = standing("deadlift", clean_sessions=clean)
    assert may_load_hinge(trainee(rest_pain=rest_pain, **changes), hinge) is loads


def test_hinge_load_without_a_standing_is_closed() -> None:
    assert may_load_hinge(trainee(), None) is False


@pytest.mark.parametrize(
    ("name", "changes", "expected"),
    [
        ("deadlift", {}, ["broom_hinge", "wall_hinge"]),
        ("deadlift", {"unloaded": True}, []),
        ("hip_lift_90_90", {"unloaded": True}, ["calves_on_chair", "wall_hold", "one_foot"]),
        ("prone_trap_raise", {"unloaded": True}, ["y_raise"]),
        ("reverse_crunch", {"early_morning_back": True}, []),
        ("reverse_crunch", {"acute_back": True}, []),
        ("lax_ball_pec", {"acute_back": True}, ["doorway", "wall_ball"]),
        ("camel_breathing", {"acute_back": True}, []),
    ],
)
def test_fitting_versions_follow_the_day(name, changes, expected) -> None:
    fitting = fitting_versions(CATALOGUE[name], trainee(**changes), PRECAUTIONS, None)
    assert names(fitting) == expected


@pytest.mark.parametrize(
    ("fitting", "wanted", "expected"),
    [
        ([0, 1, 2, 3], "wall_hinge", "wall_hinge"),
        ([0, 1], "from_floor", "wall_hinge"),
        ([0], "from_floor", "broom_hinge"),
        ([1, 2], "broom_hinge", "wall_hinge"),
        ([2, 3], "broom_hinge", None),
        ([], "broom_hinge", None),
    ],
    ids=["wanted", "easier", "much_easier", "sideways", "never_loaded", "nothing"],
)
def test_choose_version_wanted_else_nearest_easier(fitting, wanted, expected) -> None:
    exercise = CATALOGUE["deadlift"]
    found = choose_version(exercise, [exercise.versions[i] for i in fitting], wanted)
    assert (found.id if found else None) == expected


def test_choose_version_that_content_no_longer_has_falls_to_the_standard() -> None:
    exercise = CATALOGUE["hip_lift_90_90"]
    assert choose_version(exercise, exercise.versions, "balloon").id == "wall_hold"


@pytest.mark.parametrize(
    ("changes", "only"),
    [
        ({}, False),
        ({"screened": False}, True),
        ({"checklist_clear": False}, True),
        ({"conditions": {"hernia"}}, False),
        ({"conditions": {"hernia", "never_heard_of"}}, True),
        ({"rest_pain": 5}, False),
        ({"rest_pain": 6}, True),
        ({"rest_pain": None}, False),
    ],
)
def test_starters_only_before_screen_or_with_strong_pain(changes, only) -> None:
    assert is_starters_only(trainee(**changes), PRECAUTIONS) is only


@pytest.mark.parametrize(("local", "early"), [(time(6, 30), True), (time(8, 0), False)])
def test_early_morning_ends_at_eight(local, early) -> None:
    assert is_early_morning(local) is early

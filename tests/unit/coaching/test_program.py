"""What a person trains today."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.coaching.exercise import Kind, ProgramPlan, Verdict
from actions.coaching.fitting import ALWAYS_THERE, Trainee, judge_exercise
from actions.coaching.posture import ProgramId
from actions.coaching.prescription import Standing, count_session_seconds
from actions.coaching.program import (
    SessionKind,
    choose_kind,
    choose_swap,
    ease_prescription,
    plan_session,
)
from tests.unit.coaching.gym import (
    BALL,
    CATALOGUE,
    EVERYTHING,
    FLOOR,
    PRECAUTIONS,
    PROGRAMS,
    prescription,
    standing,
    trainee,
)

MONDAY = date(2027, 3, 1)
STARTERS = {"hip_lift_90_90", "wall_breathing"}


def plan(kind, program=ProgramId.CROSS, standings=None, done_on=None, today=None, **changes):
    return plan_session(
        kind, PROGRAMS[program], CATALOGUE, trainee(**changes), standings or {}, PRECAUTIONS,
        done_on=done_on, today=today,
    )  # fmt: skip


def names(items) -> list[str]:
    return [item.exercise for item in items]


def train(kind_of_day, days, program) -> list[list[str]]:
    """Play `days` strength days and return what each of them held."""
    done_on: dict[str, list[date]] = {}
    for day in days:
        items = plan(kind_of_day, program, done_on=done_on, today=day)
        for item in items:
            done_on.setdefault(item.exercise, []).append(day)
    return [[name for name, dates in done_on.items() if day in dates] for day in days]


@pytest.mark.parametrize(
    ("offsets", "kind"),
    [
        ([], SessionKind.STRENGTH),
        ([-1], SessionKind.SHORT),
        ([0], SessionKind.SHORT),
        ([-2], SessionKind.STRENGTH),
        ([-2, -4], SessionKind.STRENGTH),
        ([-2, -4, -6], SessionKind.SHORT),
        ([-3, -5, -7], SessionKind.STRENGTH),
    ],
    ids=["first", "yesterday", "today", "rested", "third", "fourth_in_a_week", "week_over"],
)
def test_kind_is_strength_three_days_a_week_not_in_a_row(offsets, kind) -> None:
    days = [MONDAY + timedelta(days=offset) for offset in offsets]
    assert choose_kind(days, MONDAY, trainee()) is kind


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ({"screened": False}, SessionKind.STARTER),
        ({"checklist_clear": False, "acute_back": True}, SessionKind.STARTER),
        ({"acute_back": True}, SessionKind.SHORT),
        ({"unloaded": True}, SessionKind.SHORT),
        ({"rest_pain": 5}, SessionKind.STRENGTH),
        ({"rest_pain": 6}, SessionKind.SHORT),
        ({"rest_pain": None}, SessionKind.STRENGTH),
    ],
)
def test_kind_follows_the_state_of_the_person(changes, kind) -> None:
    assert choose_kind([], MONDAY, trainee(**changes)) is kind


def test_kind_day_by_day_gives_three_strength_days_in_any_week() -> None:
    strength: list[date] = []
    for day in (MONDAY + timedelta(days=n) for n in range(28)):
        if choose_kind(strength, day) is SessionKind.STRENGTH:
            strength.append(day)
    gaps = [(b - a).days for a, b in itertools.pairwise(strength)]
    assert len(strength) == 12
    assert min(gaps) >= 2


@pytest.mark.parametrize("program", [ProgramId.CROSS, ProgramId.CROSS_UPPER_FIRST])
@pytest.mark.parametrize("first_week", [0, 1, 2, 3])
def test_strength_days_give_three_exercises_each_at_least_twice_a_week(program, first_week) -> None:
    days = [MONDAY + timedelta(days=7 * week + d) for week in range(5) for d in (0, 2, 4)]
    held = train(SessionKind.STRENGTH, days, program)
    week = held[3 * first_week : 3 * first_week + 3]
    strength = [n for n in PROGRAMS[program].exercises if CATALOGUE[n].kind is Kind.STRENGTH]
    assert all(len(day) == 3 for day in week)
    assert all(sum(name in day for day in week) >= 2 for name in strength)


def test_strength_day_first_takes_the_program_priority() -> None:
    items = plan(SessionKind.STRENGTH, ProgramId.CROSS_UPPER_FIRST)
    assert names(items) == ["hip_lift_90_90", "reverse_crunch", "prone_trap_raise"]


@pytest.mark.parametrize("program", ProgramId)
def test_full_session_gives_all_in_the_order_of_a_session(program) -> None:
    items = plan(SessionKind.FULL, program)
    assert names(items) == [n for n in CATALOGUE if n in PROGRAMS[program].exercises]


@pytest.mark.parametrize("program", ProgramId)
@pytest.mark.parametrize("equipment", [EVERYTHING, frozenset({FLOOR}), frozenset()])
def test_short_session_takes_two_to_three_minutes_of_breathing_or_ball(program, equipment) -> None:
    items = plan(SessionKind.SHORT, program, equipment=equipment)
    assert 100 <= count_session_seconds(items) - 30 * len(items) <= 180
    assert all(CATALOGUE[n].kind is not Kind.STRENGTH for n in names(items))


def test_short_sessions_rotate_through_breathing_and_ball() -> None:
    days = [MONDAY + timedelta(days=n) for n in range(6)]
    held = train(SessionKind.SHORT, days, ProgramId.EXTENSION)
    assert {name for day in held for name in day} == {
        "camel_breathing", "wall_breathing", "lax_ball_hip_flexor",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "name", "version"),
    [
        ({}, "hip_lift_90_90", "calves_on_chair"),
        ({"screened": False, "checklist_clear": False}, "hip_lift_90_90", "calves_on_chair"),
        ({"equipment": frozenset()}, "wall_breathing", "chair_beside"),
    ],
    ids=["floor", "unscreened", "chair_only"],
)
def test_starter_is_three_breaths_of_one_easy_exercise(changes, name, version) -> None:
    (item,) = plan(SessionKind.STARTER, **changes)
    assert (item.exercise, item.version, item.sets, item.amount) == (name, version, 1, 3)


@pytest.mark.parametrize("kind", SessionKind)
@pytest.mark.parametrize("changes", [{"screened": False}, {"checklist_clear": False}])
def test_without_screen_only_easiest_starters(kind, changes) -> None:
    standings = {name: standing(name, sets=3) for name in CATALOGUE}
    items = plan(kind, ProgramId.EXTENSION, standings, **changes)
    assert set(names(items)) <= STARTERS
    assert {item.version for item in items} <= {"calves_on_chair", "chair_beside"}
    assert all(item.sets <= 2 for item in items)


def test_desk_session_needs_only_a_wall_and_a_chair_for_two_minutes() -> None:
    items = plan(SessionKind.DESK)
    assert names(items) == ["wall_breathing", "prone_trap_raise"]
    assert count_session_seconds(items) - 30 * len(items) <= 120


def test_acute_back_gives_easy_hip_lift_wall_breathing_and_ball() -> None:
    standings = {"hip_lift_90_90": standing("hip_lift_90_90", 2)}
    items = plan(SessionKind.FULL, standings=standings, acute_back=True)
    assert names(items) == [
        "lax_ball_hip_flexor", "lax_ball_pec", "wall_breathing", "hip_lift_90_90",
    ]  # fmt: skip
    assert items[-1].version == "calves_on_chair"


@pytest.mark.parametrize(
    ("clean", "changes", "version"),
    [
        (2, {}, "from_floor"),
        (1, {}, "wall_hinge"),
        (2, {"rest_pain": 4}, "wall_hinge"),
        (2, {"rest_pain": None}, "wall_hinge"),
        (2, {"early_morning_back": True}, "wall_hinge"),
    ],
)
def test_hinge_with_load_waits_for_its_gate(clean, changes, version) -> None:
    standings = {"deadlift": standing("deadlift", 3, clean_sessions=clean)}
    items = plan(SessionKind.FULL, standings=standings, **changes)
    assert items[-1].version == version


def test_hinge_in_the_balanced_program_carries_no_load() -> None:
    standings = {"deadlift": standing("deadlift", 3, clean_sessions=6)}
    items = plan(SessionKind.FULL, ProgramId.BALANCED, standings)
    assert items[-1].version == "wall_hinge"


def test_early_morning_with_an_aching_back_has_no_crunch() -> None:
    items = plan(SessionKind.FULL, early_morning_back=True)
    assert "reverse_crunch" not in names(items)


def test_left_out_exercise_is_not_planned() -> None:
    standings = {"prone_trap_raise": standing("prone_trap_raise", dropped=True)}
    assert "prone_trap_raise" not in names(plan(SessionKind.FULL, standings=standings))


@pytest.mark.parametrize(
    ("side", "order"),
    [(None, ("left", "right")), ("left", ("left", "right")), ("right", ("right", "left"))],
)
def test_sided_exercise_begins_with_the_weaker_or_tighter_side(side, order) -> None:
    items = plan(SessionKind.FULL, weaker_side=side)
    assert items[0].sides == order
    assert items[-1].sides == ()


def test_standing_gives_version_and_dose_and_no_set_up_card() -> None:
    known = {"hip_lift_90_90": standing("hip_lift_90_90", 2, sets=3, amount=8)}
    item = next(i for i in plan(SessionKind.FULL, standings=known) if i.exercise in known)
    assert (item.version, item.sets, item.amount, item.first_time) == ("one_foot", 3, 8, False)


def test_exercise_without_standing_starts_with_a_set_up_card() -> None:
    item = plan(SessionKind.FULL, ProgramId.BALANCED)[0]
    assert (item.version, item.sets, item.amount, item.first_time) == ("standing", 2, 5, True)


def test_exercise_from_65_on_starts_at_the_easiest_version() -> None:
    items = plan(SessionKind.FULL, ProgramId.BALANCED, age_65_plus=True)
    assert [i.version for i in items] == ["chair_beside", "calves_on_chair", "broom_hinge"]


def test_missing_ball_gives_the_version_that_needs_none() -> None:
    items = plan(SessionKind.FULL, equipment=EVERYTHING - {BALL})
    assert [i.version for i in items[:2]] == ["stretch", "doorway"]


def test_standing_of_a_version_that_is_gone_starts_anew() -> None:
    gone = {"hip_lift_90_90": Standing("hip_lift_90_90", "balloon", 3, 8, 4)}
    item = next(i for i in plan(SessionKind.FULL, standings=gone) if i.exercise in gone)
    assert (item.version, item.sets, item.amount) == ("wall_hold", 2, 5)


def test_program_with_nothing_possible_falls_back_to_wall_breathing() -> None:
    bare = ProgramPlan(ProgramId.CROSS, ("reverse_crunch",))
    items = plan_session(
        SessionKind.STRENGTH, bare, CATALOGUE, trainee(equipment=frozenset()), {}, PRECAUTIONS
    )
    assert [(i.exercise, i.version) for i in items] == [("wall_breathing", "standing")]


def test_condition_that_spares_the_starters_falls_back_to_one_of_them() -> None:
    bare = ProgramPlan(ProgramId.CROSS, ("deadlift",))
    items = plan_session(
        SessionKind.FULL, bare, CATALOGUE, trainee(acute_back=True), {}, PRECAUTIONS
    )
    nothing = ProgramPlan(ProgramId.CROSS, ())
    (one,) = plan_session(SessionKind.FULL, nothing, CATALOGUE, trainee(), {}, PRECAUTIONS)
    assert names(items) == ["wall_breathing", "hip_lift_90_90"]
    assert (one.exercise, one.version) == ("wall_breathing", "chair_beside")


@pytest.mark.parametrize(("days_ago", "counts"), [(0, False), (1, True), (6, True), (7, False)])
def test_rotation_counts_the_six_days_before_today(days_ago, counts) -> None:
    done = {"hip_lift_90_90": [MONDAY - timedelta(days=days_ago)]}
    items = plan(SessionKind.STRENGTH, done_on=done, today=MONDAY)
    assert ("hip_lift_90_90" not in names(items)) is counts


@pytest.mark.parametrize("kind", [SessionKind.STRENGTH, SessionKind.FULL])
def test_acute_back_on_a_strength_day_is_the_same_gentle_session(kind) -> None:
    items = plan(kind, ProgramId.SHARED, acute_back=True)
    assert names(items) == ["lax_ball_hip_flexor", "wall_breathing", "hip_lift_90_90"]


def test_version_above_the_standing_for_want_of_equipment_starts_at_the_start_dose() -> None:
    known = {"deadlift": standing("deadlift", 0, sets=3, amount=8)}
    items = plan(SessionKind.FULL, standings=known, equipment=frozenset({FLOOR}))
    assert (items[-1].version, items[-1].sets, items[-1].amount) == ("wall_hinge", 2, 6)


@pytest.mark.parametrize("said", [{}, {"screened": True}, {"checklist_clear": True}])
def test_person_who_was_not_asked_everything_gets_starters_only(said) -> None:
    person = Trainee(EVERYTHING, **said)
    cross = PROGRAMS[ProgramId.CROSS]
    items = plan_session(SessionKind.FULL, cross, CATALOGUE, person, {}, PRECAUTIONS)
    assert set(names(items)) == STARTERS


def test_swap_after_pain_takes_no_version_that_loads_the_back() -> None:
    exercise = CATALOGUE["hip_lift_90_90"]
    upright = [replace(v, unloaded_spine=v.id == "calves_on_chair") for v in exercise.versions]
    catalogue = {**CATALOGUE, exercise.id: replace(exercise, versions=tuple(upright))}
    found = choose_swap("x", {"wall_breathing"}, catalogue, trainee(), {}, PRECAUTIONS)
    assert (found.exercise, found.version) == ("hip_lift_90_90", "calves_on_chair")


def test_everything_of_the_program_left_out_falls_back_to_another_gentle_exercise() -> None:
    out = [*PROGRAMS[ProgramId.CROSS].exercises, "wall_breathing"]
    standings = {name: standing(name, dropped=True) for name in out}
    items = plan(SessionKind.FULL, standings=standings)
    assert [(i.exercise, i.version) for i in items] == [("camel_breathing", "table")]


@pytest.mark.parametrize("kind", SessionKind)
def test_condition_that_forbids_everything_gives_nothing(kind) -> None:
    assert plan(kind, conditions=frozenset({"hernia", "clot_suspected"})) == ()


@pytest.mark.parametrize(
    ("hurting", "taken", "changes", "expected"),
    [
        ("deadlift", {"deadlift"}, {}, "wall_breathing"),
        ("deadlift", {"deadlift", "wall_breathing"}, {}, "hip_lift_90_90"),
        ("wall_breathing", STARTERS, {}, "camel_breathing"),
        ("wall_breathing", STARTERS, {"screened": False}, None),
        ("deadlift", set(), {"conditions": {"clot_suspected"}}, None),
    ],
)
def test_swap_is_unloaded_and_not_in_the_session(hurting, taken, changes, expected) -> None:
    found = choose_swap(hurting, taken, CATALOGUE, trainee(**changes), {}, PRECAUTIONS)
    assert (found.exercise if found else None) == expected


def test_ease_never_takes_a_version_that_is_not_allowed() -> None:
    item = prescription("reverse_crunch", version="counterweight")
    eased = ease_prescription(
        item, CATALOGUE["reverse_crunch"], trainee(conditions={"shoulder_injury"}), PRECAUTIONS
    )
    assert eased.version == "one_knee"


def people():
    return st.builds(
        Trainee,
        equipment=st.frozensets(st.sampled_from(sorted(EVERYTHING))),
        conditions=st.frozensets(st.sampled_from([*PRECAUTIONS, "unheard"]), max_size=2),
        acute_back=st.booleans(),
        screened=st.booleans(),
        checklist_clear=st.just(True),
        age_65_plus=st.booleans(),
        rest_pain=st.none() | st.integers(0, 10),
        weaker_side=st.sampled_from([None, "left", "right"]),
        early_morning_back=st.booleans(),
        unloaded=st.booleans(),
    )


def states():
    rows = [
        st.builds(
            standing,
            st.just(name),
            st.integers(0, len(CATALOGUE[name].versions) - 1),
            sets=st.integers(1, 3),
            clean_sessions=st.integers(0, 4),
            dropped=st.sampled_from([False, False, True]),
        )
        for name in CATALOGUE
    ]
    whole = st.tuples(*rows).map(lambda row: {s.exercise: s for s in row})
    return st.just({}) | whole


@given(st.sampled_from(SessionKind), st.sampled_from(ProgramId), people(), states())
def test_plan_of_anybody_breaks_no_rule(kind, program, person, standings) -> None:
    items = plan_session(kind, PROGRAMS[program], CATALOGUE, person, standings, PRECAUTIONS)
    assert names(items) == [name for name in CATALOGUE if name in names(items)]
    for item in items:
        exercise = CATALOGUE[item.exercise]
        rung = exercise.find_index(item.version)
        version = exercise.versions[rung]
        verdict = judge_exercise(exercise, person.conditions, PRECAUTIONS)
        known = standings.get(item.exercise)
        assert version.needs <= person.equipment | ALWAYS_THERE
        assert verdict is not Verdict.AVOID
        assert verdict is Verdict.OK or rung < exercise.standard_index
        assert known is None or not known.dropped
        assert item.sets >= 1
        assert item.amount >= 1
        assert person.screened or item.exercise in STARTERS
        assert not (person.early_morning_back and item.exercise == "reverse_crunch")
        if version.loaded:
            assert not person.acute_back
            assert not person.unloaded
            assert person.screened
        if version.loaded and item.exercise == "deadlift":
            assert person.rest_pain is not None
            assert person.rest_pain <= 3
            assert known is not None
            assert known.clean_sessions >= 2


@given(st.sampled_from(SessionKind), st.sampled_from(ProgramId), people(), states())
def test_plan_is_empty_only_where_no_starter_is_left(kind, program, person, standings) -> None:
    items = plan_session(kind, PROGRAMS[program], CATALOGUE, person, standings, PRECAUTIONS)
    wall = CATALOGUE["wall_breathing"]
    known = standings.get(wall.id)
    forbidden = judge_exercise(wall, person.conditions, PRECAUTIONS) is Verdict.AVOID
    assert items or forbidden or (known is not None and known.dropped)

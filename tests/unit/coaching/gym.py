"""A small catalogue, programs, precautions and people for the tests of coaching."""

from __future__ import annotations

from typing import Any

from actions.coaching.exercise import (
    Dose,
    Equipment,
    Exercise,
    Kind,
    ProgramPlan,
    Unit,
    Verdict,
    Version,
)
from actions.coaching.posture import ProgramId
from actions.coaching.prescription import Prescription, Standing
from actions.coaching.program import Trainee

FLOOR, WALL, CHAIR = Equipment.FLOOR, Equipment.WALL, Equipment.CHAIR
BALL, WEIGHT, BROOM = Equipment.BALL, Equipment.WEIGHT, Equipment.BROOM
EVERYTHING = frozenset(Equipment)


def version(name: str, *needs: Equipment, loaded: bool = False, lying: bool = False) -> Version:
    return Version(name, name, frozenset(needs), loaded, lying)


def dose(sets: int, most: int, amount: int, top: int) -> Dose:
    return Dose(sets, most, amount, top, "project")


CATALOGUE = {
    exercise.id: exercise
    for exercise in (
        Exercise(
            "lax_ball_hip_flexor", Kind.BALL, 1, Unit.SECONDS, True, dose(1, 2, 30, 60),
            (version("stretch", CHAIR), version("wall_ball", BALL, WALL),
             version("floor_ball", BALL, FLOOR)),
            "wall_ball",
        ),
        Exercise(
            "lax_ball_pec", Kind.BALL, 2, Unit.SECONDS, True, dose(1, 2, 30, 60),
            (version("doorway", WALL), version("wall_ball", BALL, WALL)),
            "wall_ball",
        ),
        Exercise(
            "camel_breathing", Kind.BREATHING, 3, Unit.BREATHS, False, dose(2, 3, 5, 8),
            (version("table", CHAIR), version("all_fours", FLOOR)),
            "all_fours",
        ),
        Exercise(
            "wall_breathing", Kind.BREATHING, 4, Unit.BREATHS, False, dose(2, 3, 5, 8),
            (version("chair_beside", WALL, CHAIR), version("standing", WALL)),
            "standing",
        ),
        Exercise(
            "hip_lift_90_90", Kind.STRENGTH, 5, Unit.BREATHS, False, dose(2, 3, 5, 8),
            (version("calves_on_chair", FLOOR, CHAIR, lying=True),
             version("wall_hold", FLOOR, WALL, lying=True),
             version("one_foot", FLOOR, WALL, lying=True)),
            "wall_hold",
        ),
        Exercise(
            "reverse_crunch", Kind.STRENGTH, 6, Unit.TIMES, False, dose(2, 3, 8, 8),
            (version("tilt", FLOOR, lying=True), version("one_knee", FLOOR, lying=True),
             version("counterweight", FLOOR, WEIGHT, lying=True)),
            "counterweight",
        ),
        Exercise(
            "prone_trap_raise", Kind.STRENGTH, 7, Unit.TIMES, False, dose(2, 3, 8, 8),
            (version("blade_squeeze"), version("y_raise", FLOOR, lying=True),
             version("weighted", FLOOR, WEIGHT, loaded=True, lying=True)),
            "y_raise",
        ),
        Exercise(
            "deadlift", Kind.STRENGTH, 8, Unit.TIMES, False, dose(2, 3, 6, 8),
            (version("broom_hinge", BROOM), version("wall_hinge", WALL),
             version("raised", WEIGHT, CHAIR, loaded=True),
             version("from_floor", WEIGHT, FLOOR, loaded=True)),
            "raised",
        ),
    )
}  # fmt: skip

PROGRAMS = {
    name: ProgramPlan(name, tuple(exercises.split()))
    for name, exercises in {
        ProgramId.CROSS: "hip_lift_90_90 prone_trap_raise reverse_crunch deadlift "
        "lax_ball_hip_flexor lax_ball_pec",
        ProgramId.CROSS_UPPER_FIRST: "prone_trap_raise lax_ball_pec hip_lift_90_90 "
        "reverse_crunch deadlift lax_ball_hip_flexor",
        ProgramId.CROSS_LOWER_FIRST: "hip_lift_90_90 reverse_crunch deadlift "
        "lax_ball_hip_flexor prone_trap_raise lax_ball_pec",
        ProgramId.EXTENSION: "hip_lift_90_90 reverse_crunch camel_breathing wall_breathing "
        "deadlift lax_ball_hip_flexor",
        ProgramId.SHARED: "hip_lift_90_90 reverse_crunch deadlift lax_ball_hip_flexor",
        ProgramId.BALANCED: "wall_breathing hip_lift_90_90 deadlift",
    }.items()
}

_COLUMNS = [
    "prone_trap_raise",
    "reverse_crunch",
    "hip_lift_90_90",
    "deadlift",
    "lax_ball_hip_flexor",
    "lax_ball_pec",
    "camel_breathing",
    "wall_breathing",
]
_VERDICTS = {"ok": Verdict.OK, "~": Verdict.ADAPT, "X": Verdict.AVOID}
PRECAUTIONS = {
    condition: {name: _VERDICTS[mark] for name, mark in zip(_COLUMNS, row.split(), strict=True)}
    for condition, row in {
        "pregnancy": "X X ~ ~ X ~ ~ ok",
        "osteoporosis": "~ X ~ ~ ~ X ~ ok",
        "disc_leg_pain": "ok X ~ X ~ ok ~ ok",
        "shoulder_injury": "X ~ ok ~ ok X ~ ~",
        "blood_thinners": "ok ok ok ok X X ok ok",
        "high_blood_pressure": "~ ~ ~ X ok ok ~ ~",
        "hernia": "ok X ~ X X ok ok ok",
        "clot_suspected": "X X X X X X X X",
    }.items()
}


def trainee(**changes: Any) -> Trainee:
    """A healthy, screened person with everything at hand."""
    usual: dict[str, Any] = {
        "equipment": EVERYTHING,
        "screened": True,
        "checklist_clear": True,
        "rest_pain": 0,
    }
    return Trainee(**{**usual, **changes})


def standing(name: str, rung: int | None = None, **changes: Any) -> Standing:
    """A standing at the start dose, at a rung of the ladder, the standard one by default."""
    exercise = CATALOGUE[name]
    at = exercise.standard_index if rung is None else rung
    usual: dict[str, Any] = {
        "sets": exercise.dose.sets_start,
        "amount": exercise.dose.amount_start,
        "clean_sessions": 0,
        "dropped": False,
    }
    return Standing(name, exercise.versions[at].id, **{**usual, **changes})


def prescription(name: str = "hip_lift_90_90", **changes: Any) -> Prescription:
    """Two sets of five breaths of the easiest version, without set-up card."""
    usual: dict[str, Any] = {
        "version": CATALOGUE[name].versions[0].id if name in CATALOGUE else "v1",
        "sets": 2,
        "amount": 5,
        "unit": Unit.BREATHS,
    }
    return Prescription(name, **{**usual, **changes})

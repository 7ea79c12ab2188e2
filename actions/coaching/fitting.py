"""Find the versions of an exercise that suit a person's equipment, health and day."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import time

from actions.coaching.exercise import (
    CRUNCH,
    HINGE,
    HIP_LIFT,
    STARTERS,
    Equipment,
    Exercise,
    Kind,
    PrecautionMatrix,
    Verdict,
    Version,
)
from actions.coaching.prescription import Standing

REST_PAIN_FOR_LOAD = 3
REST_PAIN_FOR_TRAINING = 5
GOOD_HINGE_SESSIONS = 2
EARLY_UNTIL = time(8, 0)

# A wall (or a closed door) and a chair are to be found everywhere, so nobody is asked for them.
ALWAYS_THERE = frozenset({Equipment.WALL, Equipment.CHAIR})
_STRICTNESS = (Verdict.OK, Verdict.ADAPT, Verdict.AVOID)


@dataclass(frozen=True)
class Trainee:
    """What today's session has to know of a person; levels 0 to 10, sides "left" or "right".

    `weaker_side` is the tighter one for a ball. `unloaded` holds for the three days after a
    discomfort has grown. A `rest_pain` of None is unknown and keeps the hinge unloaded.
    """

    equipment: frozenset[Equipment]
    conditions: frozenset[str] = frozenset()
    acute_back: bool = False
    screened: bool = False
    checklist_clear: bool = False
    age_65_plus: bool = False
    rest_pain: int | None = None
    weaker_side: str | None = None
    early_morning_back: bool = False
    unloaded: bool = False


def judge_exercise(
    exercise: Exercise, conditions: Collection[str], precautions: PrecautionMatrix
) -> Verdict:
    """Return the strictest verdict of all conditions, of the matrix and the exercise's own list.

    A row that says nothing about the exercise avoids it: nobody has said that it is fine.
    """
    verdicts = [Verdict.OK]
    for condition in conditions:
        own = exercise.precautions.get(condition)
        row = precautions.get(condition)
        verdicts += [own] if own is not None else []
        verdicts += [row.get(exercise.id, Verdict.AVOID)] if row is not None else []
    return max(verdicts, key=_STRICTNESS.index)


def allowed_versions(
    exercise: Exercise, trainee: Trainee, precautions: PrecautionMatrix
) -> tuple[Version, ...]:
    """Return the versions, easiest first, that equipment and health allow, whatever the day.

    "Adapt" leaves the versions easier than the standard one, acute back pain the easiest 90/90.
    """
    verdict = judge_exercise(exercise, trainee.conditions, precautions)
    if verdict is Verdict.AVOID:
        return ()
    versions: Sequence[Version] = exercise.versions
    if verdict is Verdict.ADAPT:
        versions = versions[: exercise.standard_index]
    if trainee.acute_back and exercise.id == HIP_LIFT:
        versions = versions[:1]
    has = trainee.equipment | ALWAYS_THERE
    return tuple(version for version in versions if version.needs <= has)


def fitting_versions(
    exercise: Exercise,
    trainee: Trainee,
    precautions: PrecautionMatrix,
    standing: Standing | None,
) -> tuple[Version, ...]:
    """Return the versions, easiest first, that are right today; none where it is not for today."""
    if not _suits_today(exercise, trainee, standing):
        return ()
    versions = allowed_versions(exercise, trainee, precautions)
    if trainee.acute_back or (exercise.id == HINGE and not may_load_hinge(trainee, standing)):
        versions = tuple(v for v in versions if not v.loaded)
    if trainee.unloaded:
        versions = tuple(v for v in versions if is_unloaded(exercise, v))
    return versions


def choose_version(exercise: Exercise, fitting: Sequence[Version], wanted: str) -> Version | None:
    """Return the wanted version if it fits, else the nearest easier one, else None.

    Where only the equipment for the easier ones is missing, the next unloaded version up to the
    standard one does instead.
    """
    rung = exercise.find_index(wanted)
    rung = exercise.standard_index if rung is None else rung
    easier = [v for v in exercise.versions[: rung + 1] if v in fitting]
    if easier:
        return easier[-1]
    ladder = exercise.versions[: exercise.standard_index + 1]
    return next((v for v in ladder if v in fitting and not v.loaded), None)


def may_load_hinge(trainee: Trainee, standing: Standing | None) -> bool:
    """Tell whether the hinge may carry a load: rest pain 3 or less, two good hinge sessions."""
    if standing is None or trainee.rest_pain is None:
        return False
    if trainee.acute_back or trainee.early_morning_back:
        return False
    good = standing.clean_sessions >= GOOD_HINGE_SESSIONS
    return good and trainee.rest_pain <= REST_PAIN_FOR_LOAD


def is_unloaded(exercise: Exercise, version: Version) -> bool:
    """Tell whether a version spares the back: no weight, and lying or leaning if it strengthens."""
    return not version.loaded and (version.unloaded_spine or exercise.kind is not Kind.STRENGTH)


def is_starters_only(trainee: Trainee, precautions: PrecautionMatrix) -> bool:
    """Tell whether only the starter exercises are open.

    So it is before the checklist and the health screen, with a condition that no row knows, and
    where rest pain is above 5.
    """
    if not (trainee.checklist_clear and trainee.screened):
        return True
    if any(condition not in precautions for condition in trainee.conditions):
        return True
    return trainee.rest_pain is not None and trainee.rest_pain > REST_PAIN_FOR_TRAINING


def may_strengthen(trainee: Trainee) -> bool:
    """Tell whether a strength day makes sense: no acute, grown or strong ache."""
    strong = trainee.rest_pain is not None and trainee.rest_pain > REST_PAIN_FOR_TRAINING
    return not (trainee.acute_back or trainee.unloaded or strong)


def is_early_morning(local: time) -> bool:
    """Tell whether a local time is early for an aching lower back (project; weak evidence)."""
    return local < EARLY_UNTIL


def _suits_today(exercise: Exercise, trainee: Trainee, standing: Standing | None) -> bool:
    if standing is not None and standing.dropped:
        return False
    if trainee.early_morning_back and exercise.id == CRUNCH:
        return False
    return not trainee.acute_back or exercise.id in STARTERS or exercise.kind is Kind.BALL

"""Take a person one step on, one back or nowhere, exercise by exercise."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum

from actions.coaching.exercise import Exercise, Unit
from actions.coaching.prescription import Standing, start_standing
from actions.coaching.session_state import Hurt, ItemRecord, Session
from actions.coaching.triage import GREEN_MAX, HurtKind, check_level

SESSIONS_PER_STEP = 2
DAYS_OFF_STEP_BACK = 7
DAYS_OFF_START_OVER = 28
ASK_NEXT_DAY_FROM = 4

# Breaths go from five to eight at once; the others have no figure of the article.
_AMOUNT_STEP = {Unit.TIMES: 2, Unit.SECONDS: 15}
_ALARMING = frozenset({HurtKind.SHARP, HurtKind.TINGLING, HurtKind.NUMB})


class Step(str, Enum):
    """What a session means for an exercise."""

    FORWARD = "forward"
    CLEAN = "clean"
    HOLD = "hold"
    BACK = "back"


class Return(str, Enum):
    """What a number of days off means; START_OVER asks for the health screen again."""

    CONTINUE = "continue"
    STEP_BACK = "step_back"
    START_OVER = "start_over"


class Feeling(str, Enum):
    """The answer at the end of a session."""

    FINE = "fine"
    A_BIT_SORE = "a_bit_sore"
    SORE = "sore"


LEVEL_OF_FEELING = {Feeling.FINE: 0, Feeling.A_BIT_SORE: 2, Feeling.SORE: 5}


@dataclass(frozen=True)
class Outcome:
    """How one exercise went; `level` is the highest of the session, 0 to 10, None if unknown.

    `version` is what was trained; `alarming` says that it felt sharp, tingling or numb.
    """

    exercise: str
    version: str
    full: bool
    too_hard: bool
    level: int | None
    alarming: bool = False


def read_outcomes(session: Session, level: int | None) -> tuple[Outcome, ...]:
    """Return the outcome of each exercise that was begun, with the level that was told after.

    An exercise never reached, or skipped before its first set without a complaint, has none.
    """
    check_level(level)
    planned = {item.exercise: item.total_sets for item in session.items}
    records = (*session.replaced, *session.records)
    return tuple(
        _read_outcome(record, planned, session.hurts, level)
        for record in records
        if _was_begun(record, session.hurts)
    )


def judge(standing: Standing, outcome: Outcome) -> Step:
    """Return the step that an outcome leads to; an unknown level or a part of it holds."""
    if outcome.too_hard or outcome.alarming:
        return Step.BACK
    if outcome.level is None:
        return Step.HOLD
    if outcome.level > GREEN_MAX:
        return Step.BACK
    if not outcome.full:
        return Step.HOLD
    due = (standing.clean_sessions + 1) % SESSIONS_PER_STEP == 0
    return Step.FORWARD if due else Step.CLEAN


def progress(
    exercise: Exercise,
    standing: Standing,
    outcome: Outcome,
    allowed: Collection[str] | None = None,
) -> Standing:
    """Return the standing after a session; `allowed` are the versions that the person may do.

    Whoever trained another version than the standing's (today's pain, no floor at hand) may gain
    sets and amount, and not a harder version that way.
    """
    step = judge(standing, outcome)
    if step is Step.BACK:
        return step_back(exercise, standing)
    if step is Step.HOLD:
        return standing
    counted = replace(standing, clean_sessions=standing.clean_sessions + 1)
    if step is Step.CLEAN:
        return counted
    own_version = outcome.version == standing.version
    return step_forward(exercise, counted, allowed if own_version else ())


def step_forward(
    exercise: Exercise, standing: Standing, allowed: Collection[str] | None = None
) -> Standing:
    """Return one step on: a third set, then the full amount, then the next harder version.

    A harder version starts at the start dose; `allowed` limits it, None means all of them.
    """
    dose = exercise.dose
    if standing.sets < dose.sets_max:
        return replace(standing, sets=standing.sets + 1)
    if standing.amount < dose.amount_max:
        step = _AMOUNT_STEP.get(exercise.unit, dose.amount_max)
        return replace(standing, amount=min(dose.amount_max, standing.amount + step))
    rung = exercise.find_index(standing.version)
    if rung is None:
        return standing
    harder = [v.id for v in exercise.versions[rung + 1 :] if allowed is None or v.id in allowed]
    return _restart_at(exercise, standing, harder[0]) if harder else standing


def step_back(exercise: Exercise, standing: Standing) -> Standing:
    """Return one step back, the last gained first, and count the good sessions anew."""
    dose, back = exercise.dose, replace(standing, clean_sessions=0)
    if standing.amount > dose.amount_start:
        step = _AMOUNT_STEP.get(exercise.unit, dose.amount_max)
        return replace(back, amount=max(dose.amount_start, standing.amount - step))
    if standing.sets > dose.sets_start:
        return replace(back, sets=standing.sets - 1)
    rung = exercise.find_index(standing.version)
    return _restart_at(exercise, back, exercise.versions[rung - 1].id) if rung else back


def judge_break(last_session: date | None, today: date) -> Return:
    """Return what the days since the last session mean; before the first they mean nothing."""
    days = 0 if last_session is None else (today - last_session).days
    if days >= DAYS_OFF_START_OVER:
        return Return.START_OVER
    return Return.STEP_BACK if days >= DAYS_OFF_STEP_BACK else Return.CONTINUE


def come_back(exercise: Exercise, standing: Standing, verdict: Return) -> Standing:
    """Return the standing after days off; starting over is the easiest version and dose."""
    if verdict is Return.STEP_BACK:
        return step_back(exercise, standing)
    if verdict is Return.START_OVER:
        return replace(start_standing(exercise, gently=True), dropped=standing.dropped)
    return standing


def drop(standing: Standing) -> Standing:
    """Leave an exercise out until it is restored."""
    return replace(standing, dropped=True)


def restore(exercise: Exercise, standing: Standing) -> Standing:
    """Put an exercise back in, one step easier than it was left."""
    return replace(step_back(exercise, standing), dropped=False)


def asks_next_day(level: int | None) -> bool:
    """Tell whether the day after asks how it is; an unknown level is asked for too."""
    return level is None or level >= ASK_NEXT_DAY_FROM


def _restart_at(exercise: Exercise, standing: Standing, version: str) -> Standing:
    dose = exercise.dose
    return replace(standing, version=version, sets=dose.sets_start, amount=dose.amount_start)


def _was_begun(record: ItemRecord, hurts: tuple[Hurt, ...]) -> bool:
    hurt = any(h.exercise == record.exercise for h in hurts)
    return record.done_sets > 0 or record.too_hard or hurt


def _read_outcome(
    record: ItemRecord, planned: dict[str, int], hurts: tuple[Hurt, ...], level: int | None
) -> Outcome:
    # Muscles that work are meant to be felt and say nothing of discomfort.
    own = [h for h in hurts if h.exercise == record.exercise and h.kind is not HurtKind.WORKING]
    left_out = record.skipped or record.swapped
    return Outcome(
        record.exercise,
        record.version,
        full=not left_out and record.done_sets >= planned.get(record.exercise, 0),
        too_hard=record.too_hard,
        level=_find_highest([level, *(hurt.level for hurt in own)]),
        alarming=any(hurt.kind in _ALARMING for hurt in own),
    )


def _find_highest(levels: list[int | None]) -> int | None:
    known = [level for level in levels if level is not None]
    highest = max(known, default=None)
    if highest is not None and highest > GREEN_MAX:
        return highest
    return highest if len(known) == len(levels) else None

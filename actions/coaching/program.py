"""Choose what a person trains today: which exercises, which version, which dose."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import Enum

from actions.coaching.exercise import (
    SIDES,
    STARTERS,
    WALL_BREATHING,
    Equipment,
    Exercise,
    Kind,
    PrecautionMatrix,
    ProgramPlan,
    Unit,
    Version,
)
from actions.coaching.fitting import (
    Trainee,
    allowed_versions,
    choose_version,
    fitting_versions,
    is_starters_only,
    may_strengthen,
)
from actions.coaching.posture import ProgramId
from actions.coaching.prescription import (
    CHANGE_SECONDS,
    STARTER_BREATHS,
    STARTER_SETS,
    Prescription,
    Standing,
    count_seconds,
    find_trimmed,
    lighten,
    planned_minutes,
    start_standing,
)

__all__ = [
    "Prescription",
    "SessionKind",
    "Standing",
    "Trainee",
    "allowed_versions",
    "choose_kind",
    "choose_swap",
    "ease_prescription",
    "plan_session",
    "planned_minutes",
    "start_standing",
]

STRENGTH_DAYS_A_WEEK = 3
STRENGTH_EXERCISES = 3
SHORT_SECONDS = (120, 180)
DESK_SECONDS = (90, 120)
_WEEK_BEFORE = timedelta(days=6)
_AT_A_DESK = frozenset({Equipment.WALL, Equipment.CHAIR})


class SessionKind(str, Enum):
    """What a session is: the very first minutes, a strength day, two to three minutes, or all."""

    STARTER = "starter"
    STRENGTH = "strength"
    SHORT = "short"
    FULL = "full"
    DESK = "desk"


def choose_kind(
    strength_dates: Iterable[date], today: date, trainee: Trainee | None = None
) -> SessionKind:
    """Return today's kind: strength three days in any seven and never two in a row, else short.

    With a trainee, who is not screened gets the starter, and an acute or grown ache a short one.
    """
    if trainee is not None and not (trainee.checklist_clear and trainee.screened):
        return SessionKind.STARTER
    if trainee is not None and not may_strengthen(trainee):
        return SessionKind.SHORT
    week = {day for day in strength_dates if today - _WEEK_BEFORE <= day <= today}
    rested = not week & {today, today - timedelta(days=1)}
    room = len(week) < STRENGTH_DAYS_A_WEEK
    return SessionKind.STRENGTH if rested and room else SessionKind.SHORT


def plan_session(
    kind: SessionKind,
    program: ProgramPlan,
    catalogue: Mapping[str, Exercise],
    trainee: Trainee,
    standings: Mapping[str, Standing],
    precautions: PrecautionMatrix,
    *,
    done_on: Mapping[str, Collection[date]] | None = None,
    today: date | None = None,
) -> tuple[Prescription, ...]:
    """Return today's exercises in the order of a session.

    A standing exists once a person has met an exercise; without one it starts at the start.
    `done_on` holds the days on which each exercise was done, for the rotation; with `today` only
    the six days before it count. Where nothing of the program fits, a starter does, else any
    breathing or ball exercise. The result is empty only where precautions forbid all of these or
    the person has left them all out.
    """
    planner = _Planner(program, catalogue, trainee, standings, precautions, done_on or {}, today)
    chosen = planner.choose(kind) or planner.fall_back()
    return tuple(sorted(chosen, key=lambda item: catalogue[item.exercise].order))


def choose_swap(
    hurting: str,
    taken: Collection[str],
    catalogue: Mapping[str, Exercise],
    trainee: Trainee,
    standings: Mapping[str, Standing],
    precautions: PrecautionMatrix,
) -> Prescription | None:
    """Return an unloaded exercise to do instead of one that hurts, or None where none is left.

    `taken` are the exercises of the session; wall breathing comes first, a ball is never offered.
    """
    empty, sparing = ProgramPlan(ProgramId.BALANCED, ()), replace(trainee, unloaded=True)
    planner = _Planner(empty, catalogue, sparing, standings, precautions, {}, None)
    names = dict.fromkeys((WALL_BREATHING, *STARTERS))
    if not is_starters_only(trainee, precautions):
        names |= {e.id: None for e in catalogue.values() if e.kind is Kind.BREATHING}
    free = [name for name in names if name != hurting and name not in taken]
    return next(iter(planner.prescribe_all(free)), None)


def ease_prescription(
    prescription: Prescription,
    exercise: Exercise,
    trainee: Trainee,
    precautions: PrecautionMatrix,
) -> Prescription:
    """Return what "too hard now" makes of a prescription: an easier version, else less of it."""
    return lighten(prescription, exercise, allowed_versions(exercise, trainee, precautions))


@dataclass(frozen=True)
class _Planner:
    """What one planning looks at."""

    program: ProgramPlan
    catalogue: Mapping[str, Exercise]
    trainee: Trainee
    standings: Mapping[str, Standing]
    precautions: PrecautionMatrix
    done_on: Mapping[str, Collection[date]]
    today: date | None
    easiest: bool = False

    def choose(self, kind: SessionKind) -> list[Prescription]:
        """Return what the program gives for this kind of session, possibly nothing."""
        if kind is SessionKind.STARTER:
            return self._prescribe_starter()
        if kind is SessionKind.DESK:
            return self._prescribe_desk()
        pool = self.prescribe_all(self._open_exercises())
        if kind is SessionKind.SHORT:
            return self._fit_short(pool)
        if kind is SessionKind.STRENGTH and not self._is_limited():
            strength = [item for item in pool if self._kind_of(item) is Kind.STRENGTH]
            return self._rotate(strength)[:STRENGTH_EXERCISES] or self._fit_short(pool)
        return pool

    def fall_back(self) -> list[Prescription]:
        """Return one short exercise that is safe for this person though the program has none."""
        names = dict.fromkeys((WALL_BREATHING, *STARTERS))
        if not is_starters_only(self.trainee, self.precautions):
            names |= {e.id: None for e in self.catalogue.values() if e.kind is not Kind.STRENGTH}
        return self._fill(replace(self, easiest=True).prescribe_all(names)[:1], *SHORT_SECONDS)

    def prescribe_all(self, names: Iterable[str]) -> list[Prescription]:
        """Return the prescriptions of those exercises that fit today, in the same order."""
        found = [self._prescribe(self.catalogue[n]) for n in names if n in self.catalogue]
        return [item for item in found if item is not None]

    def _open_exercises(self) -> Sequence[str]:
        if is_starters_only(self.trainee, self.precautions):
            return STARTERS
        if self.trainee.acute_back:
            return tuple(dict.fromkeys((*self.program.exercises, *STARTERS)))
        return self.program.exercises

    def _prescribe(self, exercise: Exercise) -> Prescription | None:
        known = self.standings.get(exercise.id)
        fitting = fitting_versions(exercise, self.trainee, self.precautions, known)
        if self.program.id is ProgramId.BALANCED:
            fitting = tuple(version for version in fitting if not version.loaded)
        start = start_standing(exercise, gently=self.trainee.age_65_plus)
        usable = known is not None and exercise.find_index(known.version) is not None
        standing = known if known is not None and usable else start
        if self.easiest or is_starters_only(self.trainee, self.precautions):
            standing = start_standing(exercise, gently=True)
        version = choose_version(exercise, fitting, standing.version)
        if version is None:
            return None
        if _is_harder(exercise, version, standing.version):
            standing = start
        return self._write(exercise, version, standing, first_time=known is None)

    def _write(
        self, exercise: Exercise, version: Version, standing: Standing, *, first_time: bool
    ) -> Prescription:
        return Prescription(
            exercise.id,
            version.id,
            standing.sets,
            standing.amount,
            exercise.unit,
            self._order_sides() if exercise.sided else (),
            first_time,
        )

    def _order_sides(self) -> tuple[str, ...]:
        return tuple(sorted(SIDES, key=lambda side: side != self.trainee.weaker_side))

    def _prescribe_starter(self) -> list[Prescription]:
        found = replace(self, easiest=True).prescribe_all(STARTERS)[:1]
        return [replace(s, sets=STARTER_SETS, amount=_starter_amount(s)) for s in found]

    def _prescribe_desk(self) -> list[Prescription]:
        seated = replace(self, trainee=replace(self.trainee, equipment=_AT_A_DESK))
        names = dict.fromkeys((WALL_BREATHING, *seated._open_exercises()))
        pool = [i for i in seated.prescribe_all(names) if not self._is_loaded(i)]
        breathing = [item for item in pool if self._kind_of(item) is Kind.BREATHING]
        others = [item for item in pool if item not in breathing]
        return self._fill(self._rotate(breathing)[:1] + self._rotate(others), *DESK_SECONDS)

    def _fit_short(self, pool: list[Prescription]) -> list[Prescription]:
        if not self._is_limited():
            pool = [item for item in pool if self._kind_of(item) is not Kind.STRENGTH]
        # One ball alone takes a good minute; wall breathing fills the rest.
        filler = [item for item in self.prescribe_all([WALL_BREATHING]) if item not in pool]
        return self._fill(self._rotate(pool) + filler, *SHORT_SECONDS)

    def _fill(self, pool: list[Prescription], enough: int, limit: int) -> list[Prescription]:
        chosen: list[Prescription] = []
        left = limit
        for item in pool:
            cut = find_trimmed(item, left)
            if cut is not None and left > limit - enough:
                chosen.append(cut)
                left -= count_seconds(cut) + CHANGE_SECONDS
        return chosen

    def _rotate(self, pool: list[Prescription]) -> list[Prescription]:
        """Put first what was done least often of late, then longest ago, then by priority."""
        return sorted(pool, key=lambda item: self._recency(item.exercise))

    def _recency(self, name: str) -> tuple[int, date]:
        days = {day for day in self.done_on.get(name, ()) if self._is_recent(day)}
        return len(days), max(days, default=date.min)

    def _is_recent(self, day: date) -> bool:
        return self.today is None or self.today - _WEEK_BEFORE <= day < self.today

    def _is_limited(self) -> bool:
        # The few exercises that are left then are the session, whatever the day.
        return self.trainee.acute_back or is_starters_only(self.trainee, self.precautions)

    def _kind_of(self, item: Prescription) -> Kind:
        return self.catalogue[item.exercise].kind

    def _is_loaded(self, item: Prescription) -> bool:
        exercise = self.catalogue[item.exercise]
        return any(v.loaded for v in exercise.versions if v.id == item.version)


def _is_harder(exercise: Exercise, version: Version, than: str) -> bool:
    rung = exercise.find_index(than)
    return rung is not None and exercise.versions.index(version) > rung


def _starter_amount(item: Prescription) -> int:
    return min(item.amount, STARTER_BREATHS) if item.unit is Unit.BREATHS else item.amount

"""Hold what a person has reached in an exercise and what is prescribed, and how long it takes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from actions.coaching.exercise import Exercise, Unit, Version

STARTER_SETS = 1
STARTER_BREATHS = 3

SECONDS_PER_UNIT = {Unit.TIMES: 4, Unit.BREATHS: 10, Unit.SECONDS: 1}
REST_SECONDS = {Unit.TIMES: 45, Unit.BREATHS: 45, Unit.SECONDS: 15}
CHANGE_SECONDS = 15
SETUP_SECONDS = 30

# What a set of a short session keeps at least, so that it stays worth doing.
_LEAST_AMOUNT = {Unit.TIMES: 6, Unit.BREATHS: 5, Unit.SECONDS: 30}
# What "too hard" may go down to.
_FLOOR_AMOUNT = {Unit.TIMES: 4, Unit.BREATHS: 3, Unit.SECONDS: 15}


@dataclass(frozen=True)
class Standing:
    """A person's state of one exercise they have met.

    `clean_sessions` counts the good sessions since the last step back; every second is a step on.
    """

    exercise: str
    version: str
    sets: int
    amount: int
    clean_sessions: int = 0
    dropped: bool = False


@dataclass(frozen=True)
class Prescription:
    """One exercise of today: sets of an amount for each side, the weaker or tighter first."""

    exercise: str
    version: str
    sets: int
    amount: int
    unit: Unit
    sides: tuple[str, ...] = ()
    first_time: bool = False

    @property
    def total_sets(self) -> int:
        """Return the sets of all sides together."""
        return self.sets * max(1, len(self.sides))


def start_standing(exercise: Exercise, *, gently: bool = False) -> Standing:
    """Return where a person begins: the standard version, or the easiest if gently or loaded."""
    standard = exercise.versions[exercise.standard_index]
    version = exercise.versions[0] if gently or standard.loaded else standard
    return Standing(exercise.id, version.id, exercise.dose.sets_start, exercise.dose.amount_start)


def count_seconds(prescription: Prescription) -> int:
    """Return the seconds of one exercise, rests included and set-up not."""
    sets = prescription.total_sets
    work = sets * prescription.amount * SECONDS_PER_UNIT[prescription.unit]
    return work + (sets - 1) * REST_SECONDS[prescription.unit]


def count_session_seconds(items: Sequence[Prescription]) -> int:
    """Return the seconds of a session: sets, rests, changes and the first set-ups."""
    setups = sum(SETUP_SECONDS for item in items if item.first_time)
    changes = CHANGE_SECONDS * max(0, len(items) - 1)
    return sum(map(count_seconds, items)) + changes + setups


def planned_minutes(items: Sequence[Prescription]) -> int:
    """Return how long a session takes, in whole minutes, rounded up."""
    return -(-count_session_seconds(items) // 60)


def find_trimmed(prescription: Prescription, limit: int) -> Prescription | None:
    """Return the prescription cut to at most `limit` seconds, or None where no set fits."""
    unit = prescription.unit
    least = min(prescription.amount, _LEAST_AMOUNT[unit])
    for sets in range(prescription.sets, 0, -1):
        cut = replace(prescription, sets=sets)
        rests = (cut.total_sets - 1) * REST_SECONDS[unit]
        fits = (limit - rests) // (cut.total_sets * SECONDS_PER_UNIT[unit])
        amount = min(prescription.amount, _round_down(fits, unit))
        if amount >= least:
            return replace(cut, amount=amount)
    return None


def lighten(
    prescription: Prescription, exercise: Exercise, fitting: Sequence[Version]
) -> Prescription:
    """Return an easier prescription: an easier fitting version, else less of it, else the same."""
    rung = exercise.find_index(prescription.version) or 0
    easier = [v for v in exercise.versions[:rung] if v in fitting]
    if easier:
        return replace(prescription, version=easier[-1].id)
    return lessen(prescription)


def lessen(prescription: Prescription) -> Prescription:
    """Return about a quarter less of each set, then a set less, down to one short set."""
    floor = min(prescription.amount, _FLOOR_AMOUNT[prescription.unit])
    amount = max(floor, _round_down(prescription.amount * 3 // 4, prescription.unit))
    if amount < prescription.amount:
        return replace(prescription, amount=amount)
    return replace(prescription, sets=max(1, prescription.sets - 1))


def _round_down(amount: int, unit: Unit) -> int:
    return amount - amount % 5 if unit is Unit.SECONDS else amount

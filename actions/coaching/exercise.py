"""Describe exercises, their versions and programs as content loads them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from actions.coaching.posture import ProgramId

HINGE = "deadlift"
CRUNCH = "reverse_crunch"
HIP_LIFT = "hip_lift_90_90"
WALL_BREATHING = "wall_breathing"
STARTERS = (HIP_LIFT, WALL_BREATHING)
SIDES = ("left", "right")


class Kind(str, Enum):
    """What an exercise is for."""

    BALL = "ball"
    STRENGTH = "strength"
    BREATHING = "breathing"


class Unit(str, Enum):
    """What the amount of a set counts."""

    TIMES = "times"
    BREATHS = "breaths"
    SECONDS = "seconds"


class Equipment(str, Enum):
    """What a version needs; FLOOR means being able to lie down on it and get up again."""

    FLOOR = "floor"
    WALL = "wall"
    CHAIR = "chair"
    BALL = "ball"
    WEIGHT = "weight"
    BROOM = "broom"


class Verdict(str, Enum):
    """What a condition means for an exercise."""

    OK = "ok"
    ADAPT = "adapt"
    AVOID = "avoid"


PrecautionMatrix = Mapping[str, Mapping[str, Verdict]]


@dataclass(frozen=True)
class Version:
    """One way to do an exercise; `unloaded_spine` means lying or leaning, the back supported."""

    id: str
    name: str
    needs: frozenset[Equipment] = frozenset()
    loaded: bool = False
    unloaded_spine: bool = False


@dataclass(frozen=True)
class Dose:
    """Sets and amount a set, at the start and at most; source is "article" or "project"."""

    sets_start: int
    sets_max: int
    amount_start: int
    amount_max: int
    source: str


@dataclass(frozen=True)
class Exercise:
    """An exercise with its versions, easiest first; `order` is its place in a session.

    `precautions` is the exercise's own list by condition; the stricter of it and the matrix wins.
    """

    id: str
    kind: Kind
    order: int
    unit: Unit
    sided: bool
    dose: Dose
    versions: tuple[Version, ...]
    standard: str
    precautions: Mapping[str, Verdict] = field(default_factory=dict)

    def find_index(self, version: str) -> int | None:
        """Return the rung of a version, 0 the easiest, or None where there is none of that id."""
        ids = [known.id for known in self.versions]
        return ids.index(version) if version in ids else None

    @property
    def standard_index(self) -> int:
        """Return the rung of the standard version."""
        return self.find_index(self.standard) or 0


@dataclass(frozen=True)
class ProgramPlan:
    """A program: its exercises in order of priority."""

    id: ProgramId
    exercises: tuple[str, ...]

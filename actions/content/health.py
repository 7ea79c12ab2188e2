"""Give the shape of what is said and asked about health: conditions, checklists, warning signs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from actions.coaching.exercise import Verdict
from actions.content.reading import Label, Line, Message


class Handling(str, Enum):
    """What a condition means until a clinician has seen to it; the verdicts hold beside it.

    ADAPT trains with the verdicts, STARTER_ONLY keeps to the starters, CLEAR_FIRST to nothing.
    """

    ADAPT = "adapt"
    STARTER_ONLY = "starter_only"
    CLEAR_FIRST = "clear_first"


class ConditionSource(str, Enum):
    """Where a row of the precaution table comes from."""

    MATRIX = "matrix"
    PROJECT = "project"


class Urgency(str, Enum):
    """How soon a warning sign needs a clinician."""

    EMERGENCY = "emergency"
    SAME_DAY = "same_day"
    SOON = "soon"


class ItemKind(str, Enum):
    """What ticking an item of the checklist leads to."""

    WARNING = "warning"
    PRECAUTION = "precaution"


@dataclass(frozen=True)
class ConditionWords:
    """One row of the precaution table; `verdicts` names every exercise."""

    id: str
    name: Line
    handling: Handling
    source: ConditionSource
    note: Message
    synonyms: tuple[Line, ...]
    verdicts: Mapping[str, Verdict]


@dataclass(frozen=True)
class ChecklistItem:
    """One line of the first checklist and what it leads to."""

    order: int
    label: Label
    kind: ItemKind
    warnings: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()


@dataclass(frozen=True)
class Checklist:
    """The checklist that stands before the first exercise or the day's session."""

    text: Message
    items: Mapping[str, ChecklistItem]


@dataclass(frozen=True)
class ScreenGroup:
    """One question of the health screen; `choices` maps condition ids to their buttons."""

    order: int
    question: Message
    choices: Mapping[str, Label]


@dataclass(frozen=True)
class HealthScreen:
    """All that is asked about health before exercise."""

    before_first: Checklist
    before_session: Checklist
    groups: Mapping[str, ScreenGroup]


@dataclass(frozen=True)
class WarningSign:
    """One sign of a warning category, where it differs from the category."""

    name: Line
    urgency: Urgency
    say: Message
    ask: Message | None = None


@dataclass(frozen=True)
class WarningWords:
    """One category of warning signs: what to say at once and what to ask then."""

    id: str
    name: Line
    urgency: Urgency
    say: Message
    ask: Message
    signs: Mapping[str, WarningSign] = field(default_factory=dict)

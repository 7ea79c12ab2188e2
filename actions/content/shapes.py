"""Give the shape of every entry in the content files; the fields are the keys of the YAML."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

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
from actions.coaching.posture import Pattern, ProgramId
from actions.content.reading import Label, Line, Message


class Strength(str, Enum):
    """How far a source carries."""

    ARTICLE = "article"
    GOOD_EVIDENCE = "good_evidence"
    WEAK_EVIDENCE = "weak_evidence"
    COMMON_PRACTICE = "common_practice"


@dataclass(frozen=True)
class VersionWords:
    """One version of an exercise with its words."""

    id: str
    name: Line
    needs: frozenset[Equipment]
    loaded: bool
    unloaded_spine: bool
    cue: Line
    setup: tuple[Line, ...]
    steps: tuple[Line, ...]

    @property
    def version(self) -> Version:
        """Return the part that coaching decides on."""
        return Version(self.id, self.name, self.needs, self.loaded, self.unloaded_spine)


@dataclass(frozen=True)
class ExerciseWords:
    """One exercise with its words; versions run from the easiest to the hardest."""

    id: str
    name: Label
    formal: Line
    kind: Kind
    order: int
    unit: Unit
    sided: bool
    dose: Dose
    standard: str
    precautions: Mapping[str, Verdict]
    cue: Line
    purpose: Message
    feel: Line
    not_feel: Line
    mistakes: tuple[Line, ...]
    avoid_spots: Message
    substitutes: Message
    safety: Message
    picture_alt: Message
    versions: tuple[VersionWords, ...]

    @property
    def exercise(self) -> Exercise:
        """Return the part that coaching decides on."""
        return Exercise(
            id=self.id,
            kind=self.kind,
            order=self.order,
            unit=self.unit,
            sided=self.sided,
            dose=self.dose,
            versions=tuple(words.version for words in self.versions),
            standard=self.standard,
            precautions=self.precautions,
        )

    def get_version(self, version: str | None = None) -> VersionWords:
        """Return a version by id, the standard one without an id; raise KeyError if unknown."""
        wanted = version or self.standard
        for words in self.versions:
            if words.id == wanted:
                return words
        raise KeyError(f"{self.id} has no version {wanted!r}")


@dataclass(frozen=True)
class ProgramWords:
    """One program: its exercises, most important first, and its name."""

    name: Line
    summary: Message
    exercises: tuple[str, ...]

    def plan(self, program: ProgramId) -> ProgramPlan:
        """Return the part that coaching decides on."""
        return ProgramPlan(program, self.exercises)


@dataclass(frozen=True)
class PatternWords:
    """What the result of the posture check says."""

    name: Line
    result: Message
    goes_with: Message
    program_does: Message
    mild: Message | None = None


@dataclass(frozen=True)
class AnswerWords:
    """One answer to a question of the check: its button and how it reads back."""

    label: Label
    reads_back: Line


@dataclass(frozen=True)
class Question:
    """One question of the posture check; `pictures` maps a picture to its text in words."""

    id: str
    order: int
    label: Label
    text: Message
    help: Message
    answers: Mapping[str, AnswerWords]
    pictures: Mapping[str, Message]


@dataclass(frozen=True)
class Source:
    """Where an answer comes from; `name` is shown to people."""

    name: Message
    strength: Strength


@dataclass(frozen=True)
class Answer:
    """The answer to a question, in at most three messages."""

    id: str
    messages: tuple[Message, ...]
    sources: tuple[str, ...]
    onward: tuple[str, ...] = ()
    follow_ups: tuple[str, ...] = ()


@dataclass(frozen=True)
class CauseAnswer:
    """Why a region may ache: first, what goes with it (by pattern where known), now."""

    id: str
    first: Message
    goes_with: Message
    feeds: Message
    now: Message
    exercises: tuple[str, ...]
    sources: tuple[str, ...]
    by_pattern: Mapping[Pattern, Message] = field(default_factory=dict)
    screen_first: str | None = None


@dataclass(frozen=True)
class Region:
    """One part of the body; `parts` and `question` stand where it has to be told apart."""

    id: str
    name: Label
    sided: bool
    synonyms: tuple[Line, ...]
    parts: tuple[str, ...] = ()
    question: Message | None = None


@dataclass(frozen=True)
class Trigger:
    """What sets a discomfort off."""

    label: Label
    reads_back: Line


@dataclass(frozen=True)
class Level:
    """A word for a level of discomfort and its number, 0 to 10."""

    label: Label
    value: int

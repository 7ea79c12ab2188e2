"""List the content files and the shape of each; the attribute name comes first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from actions.coaching.posture import Pattern, ProgramId
from actions.content.health import ConditionWords, HealthScreen, WarningWords
from actions.content.reading import Label, Line, Message
from actions.content.shapes import (
    ExerciseWords,
    Level,
    PatternWords,
    ProgramWords,
    Question,
    Region,
    Source,
    Trigger,
)


@dataclass(frozen=True)
class Files:
    """What the files outside `answers/` hold, each by id."""

    exercises: Mapping[str, ExerciseWords]
    programs: Mapping[ProgramId, ProgramWords]
    patterns: Mapping[Pattern, PatternWords]
    questions: Mapping[str, Question]
    conditions: Mapping[str, ConditionWords]
    health_screen: HealthScreen
    warnings: Mapping[str, WarningWords]
    regions: Mapping[str, Region]
    triggers: Mapping[str, Trigger]
    levels: Mapping[str, Level]
    sources: Mapping[str, Source]
    onward: Mapping[str, Label]
    words: Mapping[str, Mapping[str, Line]]
    templates: Mapping[str, Message]
    phrases: Mapping[str, Line]


FILES: dict[str, tuple[str, Any]] = {
    "exercises": ("exercises.yml", Mapping[str, ExerciseWords]),
    "programs": ("programs.yml", Mapping[ProgramId, ProgramWords]),
    "patterns": ("patterns.yml", Mapping[Pattern, PatternWords]),
    "questions": ("check.yml", Mapping[str, Question]),
    "conditions": ("precautions.yml", Mapping[str, ConditionWords]),
    "health_screen": ("health_screen.yml", HealthScreen),
    "warnings": ("warning_signs.yml", Mapping[str, WarningWords]),
    "regions": ("regions.yml", Mapping[str, Region]),
    "triggers": ("triggers.yml", Mapping[str, Trigger]),
    "levels": ("levels.yml", Mapping[str, Level]),
    "sources": ("sources.yml", Mapping[str, Source]),
    "onward": ("onward.yml", Mapping[str, Label]),
    "words": ("words.yml", Mapping[str, Mapping[str, Line]]),
    "templates": ("templates.yml", Mapping[str, Message]),
    "phrases": ("phrases.yml", Mapping[str, Line]),
}

"""Load the content files once and hold them, checked, for the rest of the program."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from actions.coaching.exercise import Exercise, PrecautionMatrix, ProgramPlan
from actions.coaching.posture import Pattern, ProgramId
from actions.content.checks import check_content
from actions.content.errors import ContentError
from actions.content.files import FILES, Files
from actions.content.reading import Message, read_entries, read_file
from actions.content.shapes import Answer, CauseAnswer

FOLDER = Path(__file__).parent
ANSWERS = "answers"
CAUSES = "ask_cause"

_LEANS = {
    Pattern.UPPER_AND_LOWER_CROSS: (Pattern.UPPER_CROSS, Pattern.LOWER_CROSS),
    Pattern.ROUNDED_UPPER_BACK: (Pattern.UPPER_CROSS,),
}
# In these regions the lower part of a double pattern says more than the upper one.
_LOWER_PART = frozenset(
    {"lower_back", "hip", "hip_flexor", "glute", "hamstring", "quadriceps", "thigh", "knee"}
)


@dataclass(frozen=True)
class Content(Files):
    """All content; `answers` maps an intent to its answers, each with a "general" one."""

    answers: Mapping[str, Mapping[str, Answer]]
    causes: Mapping[str, CauseAnswer]
    catalogue: Mapping[str, Exercise]
    plans: Mapping[ProgramId, ProgramPlan]
    precautions: PrecautionMatrix

    def find_answer(self, intent: str, key: str = "general") -> Answer | None:
        """Return the answer to an intent, its general one for an unknown key, or None."""
        entries = self.answers.get(intent, {})
        return entries.get(key) or entries.get("general")

    def get_answer(self, reference: str) -> Answer:
        """Return the answer that "intent.key" names, as in `follow_ups`; raise KeyError."""
        intent, _, key = reference.partition(".")
        return self.answers[intent][key]

    def get_cause(self, region: str | None) -> CauseAnswer:
        """Return why a region may ache, the general answer for an unknown one."""
        return self.causes.get(region or "general") or self.causes["general"]

    def tell_cause(self, region: str | None, pattern: Pattern | None = None) -> tuple[str, ...]:
        """Return the three messages on why a region may ache, fitted to the pattern if known."""
        cause = self.get_cause(region)
        goes_with = _find_line(cause, pattern) or cause.goes_with
        return (cause.first, f"{goes_with} {cause.feeds}", cause.now)

    def phrase(self, name: str, **words: object) -> str:
        """Return a piece of a sentence with its places filled; raise KeyError if unknown."""
        return self.phrases[name].format(**words)

    def find_condition(self, words: str) -> str | None:
        """Return the id of the condition that words name exactly (id, name or synonym), or None."""
        wanted = " ".join(words.casefold().replace("_", " ").split())
        for condition, entry in self.conditions.items():
            if wanted in {condition.replace("_", " "), entry.name.casefold(), *_fold(entry)}:
                return condition
        return None


def load_content(folder: Path = FOLDER) -> Content:
    """Return the content of a folder; raise ContentError naming file, entry and field."""
    files = {name: read_file(folder / file, shape) for name, (file, shape) in FILES.items()}
    answers, causes = _load_answers(folder / ANSWERS)
    content = Content(**files, answers=answers, causes=causes, **_derive(files))
    check_content(content)
    return content


@lru_cache(maxsize=1)
def content() -> Content:
    """Return the content of this package, read on first use."""
    return load_content()


def _load_answers(folder: Path) -> tuple[dict[str, dict[str, Answer]], dict[str, CauseAnswer]]:
    if not (folder / f"{CAUSES}.yml").is_file():
        raise ContentError(f"{CAUSES}.yml", "", "the file is missing")
    paths = sorted(path for path in folder.glob("*.yml") if path.stem != CAUSES)
    answers = {path.stem: read_entries(path, Answer) for path in paths}
    return answers, read_entries(folder / f"{CAUSES}.yml", CauseAnswer)


def _derive(files: Mapping[str, Any]) -> dict[str, Any]:
    """Return the parts that coaching decides on."""
    return {
        "catalogue": {name: words.exercise for name, words in files["exercises"].items()},
        "plans": {program: words.plan(program) for program, words in files["programs"].items()},
        "precautions": {name: row.verdicts for name, row in files["conditions"].items()},
    }


def _find_line(cause: CauseAnswer, pattern: Pattern | None) -> Message | None:
    if pattern is None:
        return None
    leans = _LEANS.get(pattern, (pattern,))
    if cause.id in _LOWER_PART:
        leans = leans[::-1]
    return next((cause.by_pattern[lean] for lean in leans if lean in cause.by_pattern), None)


def _fold(entry: Any) -> set[str]:
    return {synonym.casefold() for synonym in entry.synonyms}

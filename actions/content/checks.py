"""Check what the shape of an entry alone cannot say: references, ranges and complete sets."""

from __future__ import annotations

import string
from collections.abc import Collection, Iterable, Mapping
from enum import Enum
from typing import TYPE_CHECKING

from actions.coaching.exercise import Equipment, Kind, Unit
from actions.coaching.posture import (
    Answer,
    Likeness,
    Pattern,
    ProgramId,
    Sidedness,
    SideSince,
    Sign,
)
from actions.content.errors import ContentError
from actions.content.health import Checklist, ItemKind
from actions.content.reading import LONGEST, Message
from actions.content.shapes import CauseAnswer, ExerciseWords, Question, Strength

if TYPE_CHECKING:
    from actions.content.library import Content

MOST_MESSAGES = 3
STEPS = range(3, 6)
HIGHEST_LEVEL = 10
INTENTS = (
    *("ask_asymmetry", "ask_daily_posture", "ask_dose", "ask_equipment", "ask_exercise_howto"),
    *("ask_exercise_purpose", "ask_frequency", "ask_imbalance", "ask_more", "ask_other_activity"),
    *("ask_pattern", "ask_privacy", "ask_results_time", "ask_safety", "ask_selfcare"),
    *("ask_source", "bot_challenge", "out_of_scope"),
)
LIKENESS, SIDEDNESS, SIDE_SINCE = "likeness", "sidedness", "side_since"

_QUESTIONS: dict[str, type[Enum]] = {
    **{sign.value: Answer for sign in Sign},
    LIKENESS: Likeness,
    SIDEDNESS: Sidedness,
    SIDE_SINCE: SideSince,
}
_WORDS: dict[str, type[Enum] | tuple[str, ...]] = {
    "equipment": Equipment,
    "kinds": Kind,
    "sides": ("left", "right", "both"),
    "strengths": Strength,
    "units": Unit,
}
_DOSE_PLACES = (
    *("name", "unit", "each_side"),
    *("sets_start", "sets_max", "amount_start", "amount_max"),
)
_PLACES: dict[str, Collection[str]] = {
    "dose_article": _DOSE_PLACES,
    "dose_article_range": _DOSE_PLACES,
    "dose_project": _DOSE_PLACES,
    "each_side": [],
    "equipment": ["name", "needs", "substitutes"],
    "howto_feel": ["feel", "mistakes", "not_feel"],
    "howto_setup": ["formal", "name", "setup", "version"],
    "howto_steps": ["steps"],
    "needs_nothing": [],
    "purpose": ["name", "purpose"],
    "safety_adapt": ["exercises"],
    "safety_avoid": ["exercises"],
    "safety_ok": ["exercises"],
    "setup_card": ["avoid_spots", "name", "setup", "version"],
}


def check_content(content: Content) -> None:
    """Raise ContentError for the first thing that does not hold together."""
    _check_exercises(content)
    _check_programs(content)
    _check_questions(content)
    _check_conditions(content)
    _check_health_screen(content)
    _check_answers(content)
    _check_causes(content)
    _check_places(content)
    _check_words(content)
    _check_templates(content.templates)


def _check_exercises(content: Content) -> None:
    for name, words in content.exercises.items():
        _check_dose(words)
        _check_versions(words)
        _refuse_unknown("exercises.yml", name, "precautions", words.precautions, content.conditions)
    _check_order("exercises.yml", "", {n: e.order for n, e in content.exercises.items()})


def _check_dose(words: ExerciseWords) -> None:
    dose = words.dose
    for start, most in (("sets_start", "sets_max"), ("amount_start", "amount_max")):
        if getattr(dose, start) < 1:
            raise ContentError("exercises.yml", f"{words.id}: dose.{start}", "must be at least 1")
        if getattr(dose, most) < getattr(dose, start):
            problem = f"must be at least {start}"
            raise ContentError("exercises.yml", f"{words.id}: dose.{most}", problem)
    if dose.source not in ("article", "project"):
        problem = f"{dose.source!r} is not allowed; it must be article or project"
        raise ContentError("exercises.yml", f"{words.id}: dose.source", problem)


def _check_versions(words: ExerciseWords) -> None:
    ids = [version.id for version in words.versions]
    _refuse_unknown("exercises.yml", words.id, "standard", [words.standard], ids)
    for version in words.versions:
        path = f"{words.id}: versions.{version.id}"
        if ids.count(version.id) > 1:
            raise ContentError("exercises.yml", path, "stands there twice")
        if len(version.steps) not in STEPS:
            raise ContentError("exercises.yml", f"{path}.steps", "must be three to five steps")


def _check_programs(content: Content) -> None:
    _require("programs.yml", "", [key.value for key in content.programs], _values(ProgramId))
    _require("patterns.yml", "", [key.value for key in content.patterns], _values(Pattern))
    for program, words in content.programs.items():
        entry = program.value
        _refuse_unknown("programs.yml", entry, "exercises", words.exercises, content.exercises)
        _refuse_double("programs.yml", f"{entry}: exercises", words.exercises)


def _check_questions(content: Content) -> None:
    _require("check.yml", "", content.questions, _QUESTIONS)
    for name, question in content.questions.items():
        _check_question(name, question)
    _check_order("check.yml", "", {n: q.order for n, q in content.questions.items()})


def _check_question(name: str, question: Question) -> None:
    _require("check.yml", f"{name}: answers", question.answers, _values(_QUESTIONS[name]))
    pictures = {LIKENESS: ["picture_1", "picture_2"], SIDEDNESS: [], SIDE_SINCE: []}
    expected = pictures.get(name, ["neutral", "sign"])
    _require("check.yml", f"{name}: pictures", question.pictures, expected)


def _check_conditions(content: Content) -> None:
    seen: dict[str, str] = {}
    for name, row in content.conditions.items():
        _require("precautions.yml", f"{name}: verdicts", row.verdicts, content.exercises)
        for synonym in row.synonyms:
            first = seen.setdefault(synonym.casefold(), name)
            if first != name:
                path, problem = f"{name}: synonyms", f"{synonym!r} already stands for {first}"
                raise ContentError("precautions.yml", path, problem)


def _check_health_screen(content: Content) -> None:
    screen = content.health_screen
    _check_checklist("before_first", screen.before_first, content)
    _check_checklist("before_session", screen.before_session, content)
    for name, group in screen.groups.items():
        choices = group.choices
        _refuse_unknown("health_screen.yml", "groups", name, choices, content.conditions)
    orders = {name: group.order for name, group in screen.groups.items()}
    _check_order("health_screen.yml", "groups", orders)


def _check_checklist(entry: str, checklist: Checklist, content: Content) -> None:
    file = "health_screen.yml"
    for name, item in checklist.items.items():
        field = f"items.{name}"
        _refuse_unknown(file, entry, f"{field}.warnings", item.warnings, content.warnings)
        _refuse_unknown(file, entry, f"{field}.conditions", item.conditions, content.conditions)
        leads = item.warnings if item.kind is ItemKind.WARNING else item.conditions
        if not leads:
            problem = f"must lead to at least one {item.kind.value}"
            raise ContentError(file, f"{entry}: {field}", problem)
    _check_order(file, f"{entry}: items", {n: i.order for n, i in checklist.items.items()})


def _check_answers(content: Content) -> None:
    _require("answers", "", content.answers, INTENTS)
    known = {f"{intent}.{key}" for intent, entries in content.answers.items() for key in entries}
    for intent, entries in content.answers.items():
        file = f"{intent}.yml"
        if "general" not in entries:
            raise ContentError(file, "general", "is missing")
        for key, answer in entries.items():
            if not 1 <= len(answer.messages) <= MOST_MESSAGES:
                raise ContentError(file, f"{key}: messages", "must be one to three messages")
            _refuse_unknown(file, key, "sources", answer.sources, content.sources)
            _refuse_unknown(file, key, "onward", answer.onward, content.onward)
            _refuse_unknown(file, key, "follow_ups", answer.follow_ups, known)


def _check_causes(content: Content) -> None:
    _require("ask_cause.yml", "", content.causes, ["general", *content.regions])
    for name, cause in content.causes.items():
        _refuse_unknown("ask_cause.yml", name, "exercises", cause.exercises, content.exercises)
        _refuse_unknown("ask_cause.yml", name, "sources", cause.sources, content.sources)
        screens = [cause.screen_first] if cause.screen_first else []
        _refuse_unknown("ask_cause.yml", name, "screen_first", screens, content.warnings)
        _check_second_message(cause)


def _check_second_message(cause: CauseAnswer) -> None:
    lines = {"goes_with": cause.goes_with}
    lines |= {f"by_pattern.{lean.value}": line for lean, line in cause.by_pattern.items()}
    for field, line in lines.items():
        over = len(line) + 1 + len(cause.feeds) - LONGEST[Message]
        if over > 0:
            problem = f"with feeds it is {over} characters too long for one message"
            raise ContentError("ask_cause.yml", f"{cause.id}: {field}", problem)


def _check_places(content: Content) -> None:
    for name, region in content.regions.items():
        _refuse_unknown("regions.yml", name, "parts", region.parts, content.regions)
        if bool(region.parts) != (region.question is not None):
            problem = "must stand exactly where there are parts"
            raise ContentError("regions.yml", f"{name}: question", problem)
    for name, level in content.levels.items():
        if not 0 <= level.value <= HIGHEST_LEVEL:
            raise ContentError("levels.yml", f"{name}: value", "must be 0 to 10")


def _check_words(content: Content) -> None:
    _require("words.yml", "", content.words, _WORDS)
    for group, wanted in _WORDS.items():
        ids = wanted if isinstance(wanted, tuple) else _values(wanted)
        _require("words.yml", group, content.words[group], ids)


def _check_templates(templates: Mapping[str, str]) -> None:
    _require("templates.yml", "", templates, _PLACES)
    for name, template in templates.items():
        try:
            fields = {field for _, field, _, _ in string.Formatter().parse(template)}
        except ValueError as error:
            raise ContentError("templates.yml", name, f"has an open brace: {error}") from error
        used = {field for field in fields if field is not None}
        _refuse_unknown("templates.yml", name, "places", sorted(used), _PLACES[name])


def _require(file: str, path: str, found: Iterable[str], wanted: Iterable[str]) -> None:
    """Refuse a set of keys that lacks one or has one too many."""
    found, wanted = list(found), list(wanted)
    for key in wanted:
        if key not in found:
            raise ContentError(file, _join(path, key), "is missing")
    for key in found:
        if key not in wanted:
            raise ContentError(file, _join(path, key), "is not a known key")


def _join(path: str, key: str) -> str:
    """Lengthen a path by a key: the entry stands before a colon, the fields between dots."""
    if not path:
        return key
    return f"{path}.{key}" if ": " in path else f"{path}: {key}"


def _values(choices: type[Enum]) -> list[str]:
    return [str(member.value) for member in choices]


def _refuse_unknown(
    file: str, entry: str, field: str, used: Iterable[str], known: Collection[str]
) -> None:
    for name in used:
        if name not in known:
            raise ContentError(file, f"{entry}: {field}", f"{name!r} is not known")


def _refuse_double(file: str, path: str, names: Collection[str]) -> None:
    if len(set(names)) < len(names):
        raise ContentError(file, path, "must not name the same thing twice")


def _check_order(file: str, path: str, orders: Mapping[str, int]) -> None:
    first: dict[int, str] = {}
    for name, order in orders.items():
        if first.setdefault(order, name) != name:
            where = _join(_join(path, name), "order")
            raise ContentError(file, where, f"{order} is taken by {first[order]}")

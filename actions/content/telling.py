"""Fill the templates: how an exercise is done, what it is for, what a condition changes."""

from __future__ import annotations

from actions.coaching.exercise import Verdict
from actions.coaching.fitting import judge_exercise
from actions.content.library import Content
from actions.content.shapes import ExerciseWords, VersionWords


def tell_setup_card(content: Content, exercise: str, version: str | None = None) -> str:
    """Return the card before the first set: name, set-up and where not to press."""
    return _fill(content, "setup_card", exercise, version)


def tell_howto(content: Content, exercise: str, version: str | None = None) -> tuple[str, ...]:
    """Return set-up, steps and what to feel, a message each."""
    parts = ("howto_setup", "howto_steps", "howto_feel")
    return tuple(_fill(content, part, exercise, version) for part in parts)


def tell_purpose(content: Content, exercise: str) -> str:
    """Return what an exercise is for."""
    return _fill(content, "purpose", exercise)


def tell_dose(content: Content, exercise: str) -> str:
    """Return sets and amount of an exercise and whether the article gives them."""
    dose = content.exercises[exercise].dose
    if dose.source != "article":
        return _fill(content, "dose_project", exercise)
    same = dose.amount_start == dose.amount_max
    return _fill(content, "dose_article" if same else "dose_article_range", exercise)


def tell_equipment(content: Content, exercise: str) -> str:
    """Return what the standard version needs and what may stand in for it."""
    return _fill(content, "equipment", exercise)


def tell_safety(content: Content, condition: str) -> tuple[str, ...]:
    """Return the note of a condition, then which exercises stay, change or are left out."""
    lines = [_list_exercises(content, condition, verdict) for verdict in Verdict]
    return content.conditions[condition].note, "\n".join(line for line in lines if line)


def _list_exercises(content: Content, condition: str, verdict: Verdict) -> str:
    names = [
        content.exercises[exercise.id].name
        for exercise in sorted(content.catalogue.values(), key=lambda known: known.order)
        if judge_exercise(exercise, [condition], content.precautions) is verdict
    ]
    template = content.templates[f"safety_{verdict.value}"]
    return template.format(exercises=", ".join(names)) if names else ""


def _fill(content: Content, template: str, exercise: str, version: str | None = None) -> str:
    words = content.exercises[exercise]
    places = _describe(content, words) | _describe_version(content, words.get_version(version))
    text = content.templates[template].format_map(places)
    return text[:1].upper() + text[1:]


def _describe(content: Content, words: ExerciseWords) -> dict[str, object]:
    dose = words.dose
    return {
        "name": words.name,
        "formal": words.formal,
        "purpose": words.purpose,
        "feel": words.feel,
        "not_feel": words.not_feel,
        "mistakes": "; ".join(words.mistakes),
        "avoid_spots": words.avoid_spots,
        "substitutes": words.substitutes,
        "unit": content.words["units"][words.unit.value],
        "each_side": f" {content.templates['each_side']}" if words.sided else "",
        "sets_start": dose.sets_start,
        "sets_max": dose.sets_max,
        "amount_start": dose.amount_start,
        "amount_max": dose.amount_max,
    }


def _describe_version(content: Content, version: VersionWords) -> dict[str, object]:
    named = content.words["equipment"]
    needs = [named[equipment.value] for equipment in sorted(version.needs)]
    return {
        "version": version.name,
        "setup": "\n".join(version.setup),
        "steps": "\n".join(f"{number}. {step}" for number, step in enumerate(version.steps, 1)),
        "needs": " and ".join(needs) or content.templates["needs_nothing"],
    }

"""A file that does not fit is refused with its file, entry and field."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from actions.content import ContentError, load_content

Edit = Callable[[str, str, str], Path]

CASES = {
    "typo in a key": (
        "exercises.yml",
        "  formal: camel breathing",
        "  fromal: camel breathing",
        "exercises.yml: camel_breathing: fromal: is not a known key; did you mean 'formal'?",
    ),
    "typo in a nested key": (
        "check.yml",
        'yes: {label: "Yes", reads_back: "ribs',
        'yes: {lable: "Yes", reads_back: "ribs',
        "check.yml: flared_ribs: answers.yes.lable: is not a known key; did you mean 'label'?",
    ),
    "missing field": (
        "exercises.yml",
        "  formal: camel breathing\n",
        "",
        "exercises.yml: camel_breathing: formal: is missing",
    ),
    "bad enum": (
        "exercises.yml",
        "kind: breathing",
        "kind: breething",
        "exercises.yml: camel_breathing: kind: 'breething' is not allowed; "
        "did you mean 'breathing'?",
    ),
    "bad enum without a near one": (
        "warning_signs.yml",
        "urgency: emergency",
        "urgency: whenever",
        "warning_signs.yml: abdominal: urgency: 'whenever' is not allowed; "
        "it must be one of emergency, same_day, soon",
    ),
    "dose the wrong way round": (
        "exercises.yml",
        "{sets_start: 2, sets_max: 3,",
        "{sets_start: 2, sets_max: 1,",
        "exercises.yml: camel_breathing: dose.sets_max: must be at least sets_start",
    ),
    "dose of zero": (
        "exercises.yml",
        "{sets_start: 2, sets_max: 3,",
        "{sets_start: 0, sets_max: 3,",
        "exercises.yml: camel_breathing: dose.sets_start: must be at least 1",
    ),
    "text for a number": (
        "exercises.yml",
        "order: 3",
        "order: third",
        "exercises.yml: camel_breathing: order: must be a whole number",
    ),
    "text for a truth": (
        "exercises.yml",
        "sided: false",
        "sided: 0",
        "exercises.yml: camel_breathing: sided: must be true or false",
    ),
    "equipment in a version": (
        "exercises.yml",
        "needs: [chair]",
        "needs: [chiar]",
        "exercises.yml: camel_breathing: versions.seated_table.needs.1: 'chiar' is not allowed; "
        "did you mean 'chair'?",
    ),
    "standard without a version": (
        "exercises.yml",
        "standard: hands_and_knees",
        "standard: on_one_leg",
        "exercises.yml: camel_breathing: standard: 'on_one_leg' is not known",
    ),
    "precaution for an unknown condition": (
        "exercises.yml",
        "    dizziness: avoid",
        "    dizzyness: avoid",
        "exercises.yml: camel_breathing: precautions: 'dizzyness' is not known",
    ),
    "order taken twice": (
        "exercises.yml",
        "order: 3",
        "order: 8",
        "exercises.yml: deadlift: order: 8 is taken by camel_breathing",
    ),
    "program with an unknown exercise": (
        "programs.yml",
        "[wall_breathing,",
        "[wall_breething,",
        "programs.yml: balanced: exercises: 'wall_breething' is not known",
    ),
    "unknown program": (
        "programs.yml",
        "shared:",
        "sharred:",
        "programs.yml: sharred: 'sharred' is not allowed; did you mean 'shared'?",
    ),
    "condition without a verdict": (
        "precautions.yml",
        "    camel_breathing: adapt\n",
        "",
        "precautions.yml: acute_back_pain: verdicts.camel_breathing: is missing",
    ),
    "synonym of two conditions": (
        "precautions.yml",
        "    - lumbago",
        "    - sciatica",
        "precautions.yml: leg_nerve_pain: synonyms: 'sciatica' already stands for acute_back_pain",
    ),
    "screen with an unknown condition": (
        "health_screen.yml",
        "      falls: Falls",
        "      fals: Falls",
        "health_screen.yml: groups: heart_blood_balance: 'fals' is not known",
    ),
    "checklist item that leads nowhere": (
        "health_screen.yml",
        "kind: precaution, conditions: [osteoporosis]",
        "kind: precaution",
        "health_screen.yml: before_first: items.brittle_bones: "
        "must lead to at least one precaution",
    ),
    "question without an answer": (
        "check.yml",
        '    a_little: {label: A little, reads_back: "ribs out at the front: a little"}\n',
        "",
        "check.yml: flared_ribs: answers.a_little: is missing",
    ),
    "answer with an unknown source": (
        "answers/ask_dose.yml",
        "[article,",
        "[articel,",
        "ask_dose.yml: general: sources: 'articel' is not known",
    ),
    "answer with an unknown follow-up": (
        "answers/ask_imbalance.yml",
        "follow_ups: [ask_imbalance.signs]",
        "follow_ups: [ask_imbalance.sings]",
        "ask_imbalance.yml: origins: follow_ups: 'ask_imbalance.sings' is not known",
    ),
    "answer with an unknown button": (
        "answers/bot_challenge.yml",
        "[start_assessment,",
        "[start_assesment,",
        "bot_challenge.yml: general: onward: 'start_assesment' is not known",
    ),
    "answers without a general one": (
        "answers/bot_challenge.yml",
        "general:",
        "generel:",
        "bot_challenge.yml: general: is missing",
    ),
    "region without its cause": (
        "answers/ask_cause.yml",
        "ankle:",
        "ankel:",
        "ask_cause.yml: ankle: is missing",
    ),
    "text too long": (
        "templates.yml",
        "needs_nothing: nothing",
        f"needs_nothing: {'very ' * 80}nothing",
        "templates.yml: needs_nothing: must be at most 350 characters, it has 415",
    ),
    "empty text": (
        "levels.yml",
        "label: Mild",
        'label: " "',
        "levels.yml: mild: label: must be a text",
    ),
    "level off the scale": (
        "levels.yml",
        "value: 8",
        "value: 11",
        "levels.yml: strong: value: must be 0 to 10",
    ),
    "place that nothing fills": (
        "templates.yml",
        '"{steps}"',
        '"{stepz}"',
        "templates.yml: howto_steps: places: 'stepz' is not known",
    ),
    "list for a table": (
        "words.yml",
        "sides:\n  both: both sides\n  left: left\n  right: right",
        "sides: [left, right]",
        "words.yml: sides: must be a table of keys and values",
    ),
}


@pytest.mark.parametrize(("file", "old", "new", "message"), CASES.values(), ids=CASES)
def test_content_with_a_fault_is_refused_by_file_entry_and_field(
    edit: Edit, file: str, old: str, new: str, message: str
) -> None:
    folder = edit(file, old, new)
    with pytest.raises(ContentError) as caught:
        load_content(folder)
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("old", "new"),
    [("mild:", "mild: ["), ("mild:", "medium:")],
    ids=["broken", "the same key twice"],
)
def test_content_that_is_no_yaml_is_refused_by_file(edit: Edit, old: str, new: str) -> None:
    folder = edit("levels.yml", old, new)
    with pytest.raises(ContentError, match=re.escape("levels.yml: cannot be read as YAML")):
        load_content(folder)


@pytest.mark.parametrize("file", ["exercises.yml", "answers/ask_cause.yml"])
def test_content_without_a_file_is_refused_by_file(edit: Edit, file: str) -> None:
    folder = edit("levels.yml", "Mild", "Mild")
    (folder / file).unlink()
    with pytest.raises(ContentError, match="the file is missing"):
        load_content(folder)


def test_content_with_an_unknown_file_of_answers_is_refused(edit: Edit) -> None:
    folder = edit("levels.yml", "Mild", "Mild")
    (folder / "answers/ask_dose.yml").rename(folder / "answers/ask_doze.yml")
    with pytest.raises(ContentError, match="answers: ask_dose: is missing"):
        load_content(folder)

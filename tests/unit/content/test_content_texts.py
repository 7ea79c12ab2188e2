"""Every text that a person reads is short, plain and promises nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from actions.coaching.posture import Pattern
from actions.content import Content
from actions.content.library import FOLDER
from actions.content.telling import (
    tell_dose,
    tell_equipment,
    tell_howto,
    tell_purpose,
    tell_safety,
    tell_setup_card,
)

LONGEST = 350
FILES = sorted(FOLDER.rglob("*.yml"))
BANNED = re.compile(
    r"\b(caused? by|causes|syndrome|wrong|damag\w*|disorders?|out of place|worn|broken|diagnosed"
    r"|guarantee\w*|cure[sd]?|heals?|never miss|streaks?|must not|dangerous)\b",
    re.IGNORECASE,
)
# What people write about themselves is theirs; only what the coach says is bound.
HEARD = {"synonyms"}


def read(path: Path) -> Any:
    return YAML(typ="safe").load(path.read_text(encoding="utf-8"))


def find_texts(node: Any, trail: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(node, dict):
        for key, value in node.items():
            if key not in HEARD:
                yield from find_texts(value, f"{trail}.{key}")
    elif isinstance(node, list):
        for number, value in enumerate(node):
            yield from find_texts(value, f"{trail}.{number}")
    elif isinstance(node, str):
        yield trail, node


def name_file(path: Path) -> str:
    return path.stem


@pytest.mark.parametrize("path", FILES, ids=name_file)
def test_texts_of_a_file_avoid_the_banned_words(path: Path) -> None:
    found = {
        trail: match.group()
        for trail, text in find_texts(read(path))
        if (match := BANNED.search(text))
    }
    assert found == {}


@pytest.mark.parametrize("path", FILES, ids=name_file)
def test_texts_of_a_file_fit_one_message(path: Path) -> None:
    long = {trail: len(text) for trail, text in find_texts(read(path)) if len(text) > LONGEST}
    assert long == {}


@pytest.mark.parametrize("path", FILES, ids=name_file)
def test_entries_of_a_file_are_sorted(path: Path) -> None:
    entries = [key for key in read(path) if key not in ("general",)]
    shown = ["before_first", "before_session", "groups"]
    assert entries == (shown if path.stem == "health_screen" else sorted(entries))


def test_warning_words_name_no_phone_number(content: Content) -> None:
    for words in content.warnings.values():
        assert not re.search(r"\d{2,}", words.say + words.ask), words.id


def test_emergency_words_say_to_call_now(content: Content) -> None:
    for words in content.warnings.values():
        if words.urgency.value == "emergency":
            assert "call your local emergency number" in words.say, words.id


def test_exercise_messages_fit_one_message(content: Content) -> None:
    for name, words in content.exercises.items():
        for version in words.versions:
            card = tell_setup_card(content, name, version.id)
            told = (card, *tell_howto(content, name, version.id))
            assert max(map(len, told)) <= LONGEST, (name, version.id, [len(t) for t in told])


def test_exercise_answers_fit_one_message(content: Content) -> None:
    for name in content.exercises:
        for tell in (tell_purpose, tell_dose, tell_equipment):
            assert len(tell(content, name)) <= LONGEST, (name, tell)


def test_safety_answers_fit_one_message(content: Content) -> None:
    for name in content.conditions:
        assert all(0 < len(text) <= LONGEST for text in tell_safety(content, name)), name


def test_cause_answers_fit_three_messages(content: Content) -> None:
    for region in [*content.regions, "general"]:
        for pattern in [None, *Pattern]:
            told = content.tell_cause(region, pattern)
            assert len(told) == 3
            assert max(map(len, told)) <= LONGEST, (region, pattern)


def test_article_sentences_are_not_copied() -> None:
    article = {
        "it all comes down to how your imbalances affect you",
        "muscles can also become imbalanced",
        "be sure to keep your heels tight to the back of your legs",
        "think of pushing your feet into the wall",
        "i do not shrug my shoulders",
        "take in a slow big breath and let it fill your upper back",
        "you should feel less muscle tightness",
    }
    texts = " ".join(path.read_text(encoding="utf-8").casefold() for path in FILES)
    plain = " ".join(texts.split())
    assert [sentence for sentence in article if sentence in plain] == []

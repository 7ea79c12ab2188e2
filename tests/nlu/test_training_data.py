"""The training sentences themselves: apart from the held-out ones, and none of them twice."""

import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.nlu.evaluate import read_held_out

ROOT = Path(__file__).parents[2]
WARNING_KINDS = {
    *("cauda_equina", "neurological_deficit", "trauma", "cancer", "infection", "cardiac"),
    *("breathing", "stroke", "head_neck_vascular", "clot", "abdominal", "suicidal"),
}


def read_examples(entry: dict[str, Any]) -> list[tuple[str, str]]:
    """Return text and kind of warning sign of each example."""
    told = entry["examples"]
    if isinstance(told, str):
        return [(line.strip()[2:], "") for line in told.splitlines()]
    return [(e["text"].strip(), e.get("metadata", {}).get("red_flag", "")) for e in told]


@pytest.fixture(scope="module")
def examples() -> dict[str, list[tuple[str, str]]]:
    files = (ROOT / "nlu_data" / "nlu").glob("*.yml")
    entries = [e for f in files for e in yaml.safe_load(f.read_text(encoding="utf-8"))["nlu"]]
    return {entry["intent"]: read_examples(entry) for entry in entries}


def normal(text: str) -> str:
    """Return the words alone, so that case and punctuation make no other sentence."""
    return " ".join(re.findall(r"\w+", text.lower())) or text


def test_no_sentence_stands_there_twice(examples: dict[str, list[tuple[str, str]]]) -> None:
    counts = Counter(normal(text) for told in examples.values() for text, _ in told)
    assert [text for text, count in counts.items() if count > 1] == []


def test_no_held_out_sentence_is_trained_on(examples: dict[str, list[tuple[str, str]]]) -> None:
    trained = {normal(text) for told in examples.values() for text, _ in told}
    files = (ROOT / "tests" / "nlu" / "held_out").glob("*.yml")
    held_out = [row["text"] for file in files for row in read_held_out(file)[0]]
    assert [text for text in held_out if normal(text) in trained] == []


def test_every_kind_of_warning_sign_has_examples(
    examples: dict[str, list[tuple[str, str]]],
) -> None:
    counts = Counter(kind for _, kind in examples["report_red_flag"] if kind)
    assert set(counts) == WARNING_KINDS
    assert min(counts.values()) >= 50

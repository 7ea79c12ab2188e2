"""The measure of the understanding."""

import re
from pathlib import Path
from typing import Any

import pytest

from bot.nlu.evaluate import HeldOutError, evaluate

HELD_OUT = """
sentences:
- {text: hello, intent: greet}
- {text: my chest hurts badly, intent: report_red_flag}
- {text: bye, intent: goodbye}
- text: left hip
  intent: report_discomfort
  entities:
  - {entity: body_region, value: hip, side: left}
  - {entity: intensity, value: 4}
"""
ANSWERS: dict[str, tuple[str, list[dict[str, Any]]]] = {
    "hello": ("greet", []),
    "my chest hurts badly": ("report_discomfort", []),
    "bye": ("report_red_flag", []),
    "left hip": (
        "report_discomfort",
        [
            {"entity": "body_region", "value": "hip", "side": "left"},
            {"entity": "trigger", "value": "sitting"},
        ],
    ),
}


def parse(text: str) -> dict[str, Any]:
    name, entities = ANSWERS[text]
    return {"text": text, "intent": {"name": name, "confidence": 1.0}, "entities": entities}


@pytest.fixture
def held_out(tmp_path: Path) -> Path:
    path = tmp_path / "held_out.yml"
    path.write_text(HELD_OUT, encoding="utf-8")
    return path


def test_evaluation_counts_intents_warnings_and_confusions(held_out: Path) -> None:
    result = evaluate(parse, held_out)
    assert result.accuracy == 0.5
    assert [m.text for m in result.warnings_missed] == ["my chest hurts badly"]
    assert [m.text for m in result.false_warnings] == ["bye"]
    assert result.confusions["goodbye", "report_red_flag"] == 1


def test_evaluation_scores_the_kinds_of_entity_that_a_line_speaks_of(held_out: Path) -> None:
    scores = evaluate(parse, held_out).entities
    assert (scores["body_region"].found, scores["body_region"].correct) == (1.0, 1.0)
    assert (scores["intensity"].found, scores["intensity"].named) == (0.0, 0)
    assert "trigger" not in scores


def test_evaluation_prints_as_a_table(held_out: Path) -> None:
    text = str(evaluate(parse, held_out))
    assert re.search(r"all +4 +50\.0%", text)
    assert "report_red_flag -> report_discomfort" in text


def test_evaluation_counts_a_kind_that_its_file_lists_completely(held_out: Path) -> None:
    held_out.write_text("kinds: [trigger]" + HELD_OUT, encoding="utf-8")
    trigger = evaluate(parse, held_out).entities["trigger"]
    assert (trigger.expected, trigger.named, trigger.f1) == (0, 1, 0.0)


def test_evaluation_of_a_folder_is_that_of_its_files_together(held_out: Path) -> None:
    (held_out.parent / "other.yml").write_text("sentences: [{text: bye, intent: greet}]")
    result = evaluate(parse, held_out.parent)
    assert list(result.sets) == ["held_out", "other"]
    assert result.accuracy == pytest.approx(0.4)
    assert result.entities["body_region"].right == 1


def test_evaluation_of_an_empty_folder_says_so(tmp_path: Path) -> None:
    with pytest.raises(HeldOutError, match="no held-out sentences"):
        evaluate(parse, tmp_path)


@pytest.mark.parametrize("content", ["", "sentences: [{text: x}]", "["], ids=str)
def test_evaluation_of_an_unusable_file_names_it(tmp_path: Path, content: str) -> None:
    path = tmp_path / "held_out.yml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(HeldOutError, match=r"held_out\.yml"):
        evaluate(parse, path)

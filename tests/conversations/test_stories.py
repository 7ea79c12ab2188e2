"""Run the test stories through Rasa's own test, with the real model."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from ruamel.yaml import YAML

if TYPE_CHECKING:
    from bot.dialogue.processor import CoachProcessor

STORIES = Path(__file__).with_name("stories")
FILES = sorted(STORIES.glob("test_*.yml"))
ROOT = Path(__file__).resolve().parents[2]


def run_stories(file: Path, processor: CoachProcessor, results: Path) -> str:
    """Return the stories of that file that fail, as Rasa writes them down."""
    from rasa.core.agent import Agent
    from rasa.core.constants import FAILED_STORIES_FILE
    from rasa.core.test import test as evaluate

    agent = Agent(domain=processor.domain)
    agent.processor = processor
    asyncio.run(
        evaluate(str(file), agent, out_directory=str(results), e2e=True, disable_plotting=True)
    )
    return (results / FAILED_STORIES_FILE).read_text(encoding="utf-8")


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_stories_of_a_form_are_predicted(
    file: Path, processor: CoachProcessor, tmp_path: Path
) -> None:
    assert run_stories(file, processor, tmp_path) == (
        "# None of the test stories failed - all good!"
    )


def test_stories_with_a_wrong_action_fail(processor: CoachProcessor, tmp_path: Path) -> None:
    spoilt = tmp_path / "test_spoilt.yml"
    told = (STORIES / "test_seen.yml").read_text(encoding="utf-8")
    spoilt.write_text(told.replace("action_submit_seen_form", "action_warn"), encoding="utf-8")
    assert "action_submit_seen_form" in run_stories(spoilt, processor, tmp_path)


def test_stories_meet_each_form_twice_and_once_interrupted() -> None:
    read = YAML(typ="safe").load
    forms = read((ROOT / "domain.yml").read_text(encoding="utf-8"))["forms"]
    stories = [story for file in FILES for story in read(file.read_text("utf-8"))["stories"]]
    opened = {form: [s for s in stories if {"active_loop": form} in s["steps"]] for form in forms}
    assert {form: len(told) for form, told in opened.items() if len(told) < 2} == {}

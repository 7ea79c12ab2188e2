"""Say one sentence of every intent in every state: always an answer, and never a dead end.

Each state is reached once; each sentence is then said on a copy of its database.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml

from tests.conversations.states import (
    FAILED_TURN,
    STATES,
    Snapshot,
    State,
    answers_of,
    form_of,
    open_quickly,
    question_of,
    starts_exercise,
)

if TYPE_CHECKING:
    from bot.dialogue.processor import CoachProcessor
    from bot.engine import Engine
    from tests.conftest import Talker

SENTENCES: dict[str, str] = yaml.safe_load(Path(__file__).with_name("sentences.yml").read_text())
QUESTIONS = frozenset(intent for intent in SENTENCES if intent.startswith("ask_"))
# What never answers a question of a form and opens nothing: the open question stays open.
ASIDES = QUESTIONS | {
    "greet",
    "goodbye",
    "help",
    "bot_challenge",
    "smalltalk",
    "complaint",
    "out_of_scope",
    "show_result",
    "show_program",
    "show_progress",
    "export_data",
    "ask_reminder",
    "restore_exercise",
}
# After these nothing has to be offered outside a form: they are said to end something.
LAST_WORDS = frozenset(
    {
        "goodbye",
        "thank",
        "compliment",
        "smalltalk",
        "deny",
        "bot_challenge",
        "out_of_scope",
        "complaint",
        "export_data",
        "set_timezone",
        "snooze_reminder",
        "too_easy",
        "report_red_flag",
    }
)
# What a form's own question answers; everything else gets a word before the question comes again.
SAID_ALREADY = {
    "posture_form": {"start_assessment", "describe_posture"},
    "discomfort_form": {"report_discomfort", "rate_discomfort"},
    "workout_form": {"start_workout", "resume_workout", "repeat_step", "pause_workout"},
    "reminder_form": {"set_reminder", "set_timezone"},
    "erase_form": {"delete_data"},
    # Where it hurts, said while the kind is asked, is taken and not asked again.
    "hurt_kind": {"report_discomfort", "discomfort_worse", "exercise_hurts"},
}
OPENS = {
    "start_assessment": "posture_form",
    "describe_posture": "posture_form",
    "report_discomfort": "discomfort_form",
    "rate_discomfort": "discomfort_form",
    "exercise_hurts": "discomfort_form",
    "set_reminder": "reminder_form",
}


@dataclass(frozen=True)
class Cell:
    """What one sentence did in one state: the person before and after it."""

    intent: str
    state: State
    before: Talker
    after: Talker
    form: str | None
    question: str | None

    def faults(self) -> Iterator[str]:
        """Say what is wrong with the answer."""
        texts = [reply.text for reply in self.after.replies]
        if not texts or not all(text.strip() for text in texts):
            yield "silence"
            return
        if FAILED_TURN in self.after.text:
            yield "the turn failed"
        if len(set(texts)) < len(texts):
            yield "says the same twice"
        yield from self._faults_in_form() if self.form else self._faults_outside()
        if self.intent in ASIDES and self.state.form:
            yield from self._faults_of_aside()
        if self.intent == "report_red_flag":
            yield from self._faults_of_emergency()

    def _faults_in_form(self) -> Iterator[str]:
        if self.question not in answers_of(self.after):
            yield f"{self.question} is open but not on view"
        said = SAID_ALREADY.get(self.form or "", set()) | SAID_ALREADY.get(
            self.question or "", set()
        )
        silent = [reply.text for reply in self.after.replies] == self._pending()
        if silent and self.intent not in said | {"correct_answer"}:
            yield "only the question comes again"

    def _pending(self) -> list[str]:
        return [reply.text for reply in self.before.replies[-1:]]

    def _faults_outside(self) -> Iterator[str]:
        if answers_of(self.after):
            yield "no form is open but its choices are on view"
        on = self.after.labels or self.intent in LAST_WORDS | QUESTIONS
        if not on:
            yield "no way on"

    def _faults_of_aside(self) -> Iterator[str]:
        if (self.form, self.question) != (self.state.form, self.state.question):
            yield f"{self.state.question} became {self.form} {self.question}"
        elif self.after.labels != self.before.labels:
            yield f"choices became {self.after.labels}"
        elif self.question != "consent" and self._pending() != [self.after.replies[-1].text]:
            # Consent is asked at length once, and briefly from then on.
            yield "the question does not come again"

    def _faults_of_emergency(self) -> Iterator[str]:
        if self.form:
            yield f"{self.form} is open"
        if starts_exercise(self.after):
            yield f"offers {self.after.labels}"

    def __str__(self) -> str:
        said = " / ".join(reply.text.replace("\n", " ") for reply in self.after.replies)
        return f"{self.intent} ({SENTENCES[self.intent]}) -> {self.form} {self.question}: {said}"


@pytest.fixture
def say_all(
    open_engine_on: Callable[[Path], Engine],
    processor: CoachProcessor,
    ada: Talker,
    tmp_path: Path,
) -> Callable[[State], list[Cell]]:
    """Say every sentence in a state, each on a copy of it."""

    def say(state: State) -> list[Cell]:
        snapshot = Snapshot.take(state, ada)
        return [
            _say_in(snapshot, processor, tmp_path / f"{intent}.db", intent, state)
            for intent in SENTENCES
        ]

    return say


def _say_in(
    snapshot: Snapshot, processor: CoachProcessor, file: Path, intent: str, state: State
) -> Cell:
    with open_quickly(processor, snapshot.copy_to(file)) as engine:
        before, after = snapshot.talk(engine), snapshot.talk(engine)
        after.say(SENTENCES[intent])
        cell = Cell(intent, state, before, after, form_of(after), question_of(after))
    file.unlink()
    return cell


@pytest.mark.parametrize("name", STATES)
def test_every_intent_gets_a_sensible_answer(
    name: str, say_all: Callable[[State], list[Cell]]
) -> None:
    cells = say_all(STATES[name])
    wrong = [f"{fault}: {cell}" for cell in cells for fault in cell.faults()]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("name", STATES)
def test_state_is_the_one_named(name: str, ada: Talker) -> None:
    STATES[name].enter(ada)
    assert (form_of(ada), question_of(ada)) == (STATES[name].form, STATES[name].question)


@pytest.mark.parametrize(("intent", "form"), OPENS.items(), ids=OPENS.keys())
def test_wish_outside_a_form_opens_its_form(intent: str, form: str, ada: Talker) -> None:
    ada.say(SENTENCES[intent])
    assert form_of(ada) == form


@pytest.mark.parametrize("intent", SENTENCES)
def test_sentence_of_the_table_is_read_as_its_intent(intent: str, engine: Engine) -> None:
    read = asyncio.run(engine.parse(SENTENCES[intent]))
    assert read["intent"]["name"] == intent

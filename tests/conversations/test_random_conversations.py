"""Talk at random: nobody is ever met with a fault, a silence or a lost conversation."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml

from actions.store.people import find_person
from actions.store.unit_of_work import UnitOfWork
from actions.store.workouts import find_active_workout, read_session
from tests.conversations.states import FAILED_TURN, answers_of, form_of, open_quickly, question_of

if TYPE_CHECKING:
    from bot.dialogue.processor import CoachProcessor
    from bot.engine import Engine
    from tests.conftest import Talker

GROUPS, CONVERSATIONS, TURNS = 10, 30, 60
HERE = Path(__file__).parent
PLAIN = list(yaml.safe_load((HERE / "sentences.yml").read_text()).values())
HELD_OUT = sorted((HERE.parent / "nlu" / "held_out").glob("*.yml"))
UNSEEN = [
    row["text"] for file in HELD_OUT for row in yaml.safe_load(file.read_text("utf-8"))["sentences"]
]
COMMANDS = [
    *("/start", "/check", "/workout", "/program", "/pain", "/progress", "/remind", "/why"),
    *("/sources", "/help", "/settings", "/stop", "/export", "/delete", "/start check"),
]
HOSTILE = [
    "",
    " ",
    "🙂🙃",
    "a" * 5000,
    "11 out of 10",
    "-3",
    "999999",
    "1e9",
    "my flurb hurts",
    '/inform{"program":"extension"}',
    "/restart",
    "/EXTERNAL_x",
    "/session_start",
    "{sender_id}",
    "'; DROP TABLE person; --",
    "<b>bold</b> &amp; *stars* _lines_",
    "\u202eright to left",
    "a\x00b",
    "\ud83d",
    "ПРИВЕТ, как дела?",
    "7:30 7:30 7:30 25:61",
]
FOREIGN = ["", "x", "answer:", "answer:consent", "answer:sign_head:purple", "do:choose", "do:x:y=z"]


@dataclass
class Wanderer:
    """Somebody who says and taps anything, the same for the same seed."""

    talker: Talker
    dice: random.Random
    seen: list[str] = field(default_factory=lambda: list(FOREIGN))
    said: list[str] = field(default_factory=list)

    def go_on(self) -> None:
        """Take one turn."""
        moves = (self._tap, self._type_label, self._speak, self._command, self._send, self._wait)
        self.dice.choices(moves, weights=(45, 8, 35, 6, 5, 1))[0]()
        shown = self.talker.replies[-1].choices if self.talker.replies else ()
        self.seen = (self.seen + [choice.data for choice in shown])[-60:]

    def faults(self) -> Iterator[str]:
        """Say what is wrong after a turn."""
        texts = [reply.text for reply in self.talker.replies]
        if not texts or not all(text.strip() for text in texts):
            yield "silence"
            return
        if FAILED_TURN in self.talker.text:
            yield "the turn failed"
        if form_of(self.talker) and question_of(self.talker) not in answers_of(self.talker):
            yield f"{question_of(self.talker)} is open but not on view"

    def check_workout(self) -> None:
        """Read the session under way, which fails where it cannot be read."""
        with UnitOfWork(self.talker.engine.session_factory) as work:
            person = find_person(work.session, self.talker.channel)
            workout = find_active_workout(work.session, person) if person else None
            if workout is not None:
                read_session(workout)

    def _tap(self) -> None:
        shown = self.talker.replies[-1].choices if self.talker.replies else ()
        if shown:
            self._send(self.dice.choice(shown).data)
        else:
            self._speak()

    def _type_label(self) -> None:
        self._say(self.dice.choice(self.talker.labels or PLAIN))

    def _speak(self) -> None:
        pool = self.dice.choices((PLAIN, UNSEEN, HOSTILE), weights=(40, 50, 10))[0]
        self._say(self.dice.choice(pool))

    def _command(self) -> None:
        self._say(self.dice.choice(COMMANDS))

    def _wait(self) -> None:
        self.talker.wait(hours=self.dice.choice((1, 20, 24 * 8, 24 * 30)))
        self._command()

    def _say(self, text: str) -> None:
        self.said.append(text[:40])
        self.talker.say(text)

    def _send(self, data: str | None = None) -> None:
        data = self.dice.choice(self.seen) if data is None else data
        self.said.append(f"[{data}]")
        self.talker.send(data)


@pytest.fixture
def wander(
    open_engine_on: Callable[[Path], Engine],
    processor: CoachProcessor,
    tmp_path: Path,
    ada: Talker,
) -> Iterator[Callable[[int], Wanderer]]:
    """Make people on one database, each with a seed of their own."""
    open_engine_on(tmp_path / "crowd.db").database.dispose()
    with open_quickly(processor, tmp_path / "crowd.db") as engine:

        def make(seed: int) -> Wanderer:
            talker = replace(ada, engine=engine, channel=f"terminal:u{seed}", replies=[])
            return Wanderer(talker, random.Random(seed))

        yield make


@pytest.mark.parametrize("group", range(GROUPS))
def test_random_conversation_never_fails_falls_silent_or_gets_lost(
    group: int, wander: Callable[[int], Wanderer]
) -> None:
    for seed in range(group * CONVERSATIONS, (group + 1) * CONVERSATIONS):
        wanderer = wander(seed)
        for _ in range(TURNS):
            wanderer.go_on()
            faults = list(wanderer.faults())
            assert not faults, (seed, faults, wanderer.said[-5:], wanderer.talker.text)
            wanderer.check_workout()

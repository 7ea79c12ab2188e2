"""Whole conversations through the real program: check, result, session, progress and prompts."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
RUN = "import sys; from bot.cli import main; sys.exit(main())"
# The signs of the five questions in their order.
CROSS = ("Yes", "Yes", "Yes", "Yes", "No")
EXTENSION = ("No", "No", "No", "Yes", "Yes")
STEPS = ("I'm in position", "Done", "Fine")
BAD_LINES = {
    b"no json at all": "JSON",
    b'["a", "list"]': "object",
    b'{"user": "u9"}': "either",
    b'{"user": "u9", "text": "a", "choice": "b"}': "either",
    b'{"user": "", "text": "hello"}': "user",
    b'{"user": "u9", "text": 7}': "text",
    b'{"now": "tomorrow"}': "now",
    b"\xff\xfe": "UTF-8",
}


class Program:
    """One run of `posture-coach chat --jsonl`, and what was last shown to each user."""

    def __init__(self, folder: Path, model: Path) -> None:
        environment = {
            **os.environ,
            "POSTURE_COACH_DATABASE_URL": f"sqlite:///{folder / 'coach.db'}",
            "POSTURE_COACH_MODEL": str(model),
            "PYTHONPATH": str(ROOT),
        }
        self.errors = open(folder / "stderr", "wb")  # noqa: SIM115 - closed with the program
        self.process = subprocess.Popen(
            [sys.executable, "-c", RUN, "chat", "--jsonl"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self.errors,
            env=environment,
            cwd=folder,
        )
        self.shown: dict[str, dict[str, str]] = {}

    def send(self, line: bytes) -> dict[str, Any]:
        """Write a line and return the object that answers it."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(line + b"\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def now(self, at: str) -> list[dict[str, Any]]:
        answer = self.send(json.dumps({"now": at}).encode())
        assert answer["now"] == at
        return answer["prompts"]

    def say(self, user: str, **said: str) -> str:
        """Let a user write or choose; return all that is replied."""
        answer = self.send(json.dumps({"user": user, **said}).encode())
        assert answer["user"] == user
        replies = answer["replies"]
        assert all(not reply["choices"] for reply in replies[:-1])
        self.shown[user] = {each["label"]: each["data"] for each in replies[-1]["choices"]}
        return "\n".join(reply["text"] for reply in replies)

    def tap(self, user: str, *labels: str) -> str:
        return [self.say(user, choice=self.shown[user][label]) for label in labels][-1]

    def tap_through(self, user: str) -> str:
        """Do every step of a session; return all that was said in it."""
        told = []
        for _ in range(60):
            label = next((each for each in STEPS if each in self.shown[user]), None)
            if label is None:
                return "\n".join(told)
            told.append(self.tap(user, label))
        raise AssertionError("the session does not end")

    def close(self) -> int:
        assert self.process.stdin is not None
        self.process.stdin.close()
        code = self.process.wait()
        self.errors.close()
        return code


@pytest.fixture(scope="module")
def program(model_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    """One run for all journeys: to start it takes as long as all of them together."""
    started = Program(tmp_path_factory.mktemp("journeys"), model_file)
    started.now("2027-03-22T09:00:00+00:00")
    yield started
    assert started.close() == 0


def begin(program: Program, user: str) -> None:
    """Go from /start through the starter."""
    program.say(user, text="/start")
    program.tap(user, "I agree", "None of these", "18–64", "I can lie on the floor")
    program.tap_through(user)
    assert "Check my posture, 2 min" in program.shown[user]


def check(program: Program, user: str, signs: tuple[str, ...]) -> str:
    program.tap(user, "Check my posture, 2 min")
    return program.tap(user, *signs, "Both sides alike")


def train(program: Program, user: str) -> str:
    """Pass the health screen and do the session of the day."""
    program.say(user, text="let's do today's session")
    program.tap(user, "None of these", "None of these", "None of these", "Ball and weight")
    first = program.tap(user, "Nothing new, start")
    return first + "\n" + program.tap_through(user)


@pytest.mark.parametrize(
    ("user", "signs", "program_name"),
    [("cross", CROSS, "Cross"), ("extension", EXTENSION, "Extension")],
)
def test_journey_from_start_to_progress(
    program: Program, user: str, signs: tuple[str, ...], program_name: str
) -> None:
    begin(program, user)
    found = check(program, user, signs)
    assert "You said:" in found
    assert f"Your program: {program_name}" in found
    told = train(program, user)
    assert "Exercise 3 of 3 · set 2 of 2 · " in told
    assert "Well done:" in told
    assert "Sessions in the last four weeks: 2." in program.say(user, text="how am I doing")


def test_journey_says_which_answers_led_to_the_program(program: Program) -> None:
    begin(program, "why")
    check(program, "why", EXTENSION)
    assert "You said:" in program.say("why", text="/why")


def test_journey_bad_lines_are_named_and_the_run_goes_on(program: Program) -> None:
    program.say("bad", text="/start")
    for line, reason in BAD_LINES.items():
        answer = program.send(line)
        assert list(answer) == ["error"]
        assert reason in answer["error"]
    program.tap("bad", "I agree")
    assert "None of these" in program.shown["bad"]


def test_journey_reminder_brings_a_prompt_at_the_persons_own_time(program: Program) -> None:
    begin(program, "anna")
    program.say("anna", text="remind me at 7:30 every day")
    said = program.say("anna", text="I'm in Berlin")
    assert "Europe/Berlin" in said
    assert program.now("2027-03-23T06:29:00+00:00") == []
    prompts = program.now("2027-03-23T06:31:00+00:00")
    assert [(each["user"], each["at"]) for each in prompts] == [
        ("anna", "2027-03-23T06:30:00+00:00")
    ]
    assert "Not today" in [each["label"] for each in prompts[0]["replies"][-1]["choices"]]


def test_journey_prompts_keep_the_local_time_when_the_clocks_change(program: Program) -> None:
    begin(program, "ben")
    program.say("ben", text="remind me at 7:30 every day")
    program.say("ben", text="I'm in Berlin")
    prompts = program.now("2027-03-29T12:00:00+00:00")
    at = [each["at"][:16] for each in prompts if each["user"] == "ben"]
    assert at[-3:] == ["2027-03-27T06:30", "2027-03-28T05:30", "2027-03-29T05:30"]


def test_journey_clock_never_goes_back(program: Program) -> None:
    program.now("2027-03-30T09:00:00+00:00")
    answer = program.send(b'{"now": "2027-03-01T09:00:00+00:00"}')
    assert "only moves forward" in answer["error"]

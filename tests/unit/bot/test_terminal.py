"""The chat for people: choices by name, plain lines, and a real terminal."""

from __future__ import annotations

import asyncio
import io
import os
import pty
import select
import subprocess
from datetime import datetime, timezone
from typing import Any

import pytest

from bot.terminal import GOODBYE, WELCOME, PlainScreen, chat, name_choices, printable, read_line
from bot.turn import Choice, Picture, Reply, Turn

AT = datetime(2027, 3, 28, tzinfo=timezone.utc)
# What the prompt sends when it takes input: pasted text comes in brackets from now on.
READY = "\x1b[?2004h"
YES_NO = (Choice("Yes", "a:yes"), Choice("No", "a:no"))


class Script:
    """Give prepared replies and remember the turns."""

    def __init__(self, *replies: list[Reply]) -> None:
        self.turns: list[tuple[str | None, str | None]] = []
        self._replies = iter(replies)

    async def handle(self, turn: Turn) -> list[Reply]:
        self.turns.append((turn.text, turn.choice))
        return next(self._replies, [Reply("ok")])


def talk(coach: Script, said: str, greet: bool = False) -> str:
    target = io.StringIO()
    screen = PlainScreen(io.BytesIO(said.encode()), target)
    asyncio.run(chat(coach, "terminal:me", screen, greet))
    return target.getvalue()


LINES = {
    "number": (False, "2", None, "a:no"),
    "number with a bracket": (False, " 1) ", None, "a:yes"),
    "number with a dot": (False, "1.", None, "a:yes"),
    "number of no choice": (False, "3", "3", None),
    "label is left to the coach": (False, "yes", "yes", None),
    "letter where choices have numbers": (False, "a", "a", None),
    "number where a number is asked": (True, "2", "2", None),
    "letter where a number is asked": (True, "B)", None, "a:no"),
    "nothing": (False, "", "", None),
    "half a character": (False, "a\ud83d", "a?", None),
}


@pytest.mark.parametrize(("number_asked", "line", "text", "choice"), LINES.values(), ids=LINES)
def test_line_is_a_choice_by_its_name_or_a_text(
    number_asked: bool, line: str, text: str | None, choice: str | None
) -> None:
    menu = name_choices([Reply("?", YES_NO, number_expected=number_asked)])
    turn = read_line(line, menu, "terminal:me", AT)
    assert (turn.text, turn.choice) == (text, choice)


def test_choices_past_z_have_two_letters() -> None:
    choices = tuple(Choice(str(n), str(n)) for n in range(28))
    assert list(name_choices([Reply("?", choices, number_expected=True)]))[25:] == ["z", "aa", "ab"]


def test_choices_of_an_earlier_answer_are_closed() -> None:
    coach = Script([Reply("Alike?", YES_NO)], [Reply("Fine.")])
    talk(coach, "hi\n1\n1\n")
    assert coach.turns == [("hi", None), (None, "a:yes"), ("1", None)]


def test_plain_chat_writes_text_picture_and_a_choice_a_line() -> None:
    coach = Script([Reply("One."), Reply("Look:", YES_NO, Picture("figure", "a rounded back"))])
    assert talk(coach, "hi\n") == (
        f"{WELCOME}\nOne.\nLook:\n[a rounded back]\n1) Yes\n2) No\n{GOODBYE}\n"
    )


@pytest.mark.parametrize("last", ["quit\n", " EXIT \n", ""], ids=["quit", "exit", "end"])
def test_chat_ends_with_one_friendly_line(last: str) -> None:
    coach = Script()
    assert talk(coach, last) == f"{WELCOME}\n{GOODBYE}\n"
    assert coach.turns == []


def test_chat_with_somebody_new_begins_with_start() -> None:
    coach = Script()
    talk(coach, "hi\n", greet=True)
    assert coach.turns == [("/start", None), ("hi", None)]


def test_chat_line_that_is_no_utf8_goes_on() -> None:
    coach = Script()
    screen = PlainScreen(io.BytesIO(b"\xff\r\nhi\n"), io.StringIO())
    asyncio.run(chat(coach, "terminal:me", screen, greet=False))
    assert coach.turns == [("\ufffd", None), ("hi", None)]


def test_control_characters_do_not_reach_the_terminal() -> None:
    assert printable("a\x1b[2Jb\x07\n\tc\x9b") == "a[2Jb\n\tc"


class Tty:
    """A terminal of which the program is at the other end."""

    def __init__(self, program: Any, *arguments: str) -> None:
        self._ours, theirs = pty.openpty()
        self.process: subprocess.Popen[bytes] = program.start(
            *arguments, stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True
        )
        os.close(theirs)
        self.seen = ""
        self._expected = 0

    def expect(self, text: str) -> None:
        """Read until a text has come, after the one that was expected before."""
        while (found := self.seen.find(text, self._expected)) < 0:
            piece = self._read()
            assert piece, f"{text!r} never came, but {self.seen[self._expected :]!r}"
            self.seen += piece
        self._expected = found + len(text)

    def type(self, text: str) -> None:
        os.write(self._ours, text.encode())

    def end(self) -> int:
        """Read to the end and return the exit code."""
        while piece := self._read():
            self.seen += piece
        return self.process.wait()

    def _read(self) -> str:
        # Not a measure of speed: only so that a program that waits for ever fails the test.
        if not select.select([self._ours], [], [], 120)[0]:
            return ""
        try:
            return os.read(self._ours, 4096).decode("utf-8", "replace")
        except OSError:
            return ""


def test_terminal_new_person_is_greeted_and_picks_by_number(program: Any) -> None:
    tty = Tty(program, "chat")
    tty.expect("text /start")
    tty.expect(READY)
    tty.type("2\r")
    tty.expect("choice a:no")
    tty.expect(READY)
    tty.type("\x04")
    assert tty.end() == 0
    assert GOODBYE.split(".")[0] in tty.seen


def test_terminal_known_person_is_not_greeted_again(program: Any) -> None:
    program.run("chat", said=b"hi\n")
    tty = Tty(program, "chat")
    tty.expect(READY)
    tty.type("quit\r")
    assert tty.end() == 0
    assert "/start" not in tty.seen


def test_terminal_ctrl_c_ends_quietly(program: Any) -> None:
    tty = Tty(program, "chat")
    tty.expect(READY)
    tty.type("\x03")
    assert tty.end() == 130
    assert "Traceback" not in tty.seen

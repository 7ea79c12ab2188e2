"""Chat in a terminal: for people on a tty, in plain lines everywhere else."""

from __future__ import annotations

import os
import string
import sys
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import datetime, timezone
from itertools import product
from typing import BinaryIO, Protocol, TextIO

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn
from rich.text import Text

from bot.training import Progress as Report
from bot.training import Stage
from bot.turn import Choice, Coach, Picture, Reply, Turn

CHANNEL = "terminal:"
# What a channel id may be long, less the prefix.
LONGEST_USER = 64 - len(CHANNEL)
WIDEST = 80
LEAVE = ("quit", "exit")
WELCOME = (
    "Posture Coach: a posture check, a program and guided exercises. "
    "Type quit or press Ctrl-D to leave."
)
GOODBYE = "Bye for now. Everything is kept; come back whenever you like."
Menu = Mapping[str, Choice]


def name_channel(user: str) -> str:
    """Return the channel id of a user of the terminal; raise ValueError for no usable name."""
    if not user.strip() or len(user) > LONGEST_USER or not user.isprintable():
        raise ValueError(f"a user is named with 1 to {LONGEST_USER} printable characters")
    return CHANNEL + user


def picture_path(picture: Picture | None) -> str | None:
    """Return the absolute path of the drawn picture, None where it cannot be drawn."""
    return None


def name_choices(replies: Sequence[Reply]) -> Menu:
    """Name the choices that are open after these replies: 1, 2, … or, beside a number, a, b, …"""
    if not replies:
        return {}
    last = replies[-1]
    names = _letters() if last.number_expected else map(str, range(1, len(last.choices) + 1))
    return dict(zip(names, last.choices, strict=False))


def read_line(line: str, menu: Menu, channel: str, at: datetime) -> Turn:
    """Return what a person meant by a line: a choice that is open, by its name, or a text."""
    choice = menu.get(line.strip().rstrip(").").lower())
    if choice is not None:
        return Turn(channel, at, choice=choice.data)
    return Turn(channel, at, text=line.encode("utf-8", "replace").decode("utf-8"))


def printable(text: str) -> str:
    """Return the text without control characters, which a terminal would obey."""
    return "".join(c for c in text if c in "\n\t" or unicodedata.category(c) != "Cc")


class Screen(Protocol):
    """A place to write to a person and to hear from them."""

    async def ask(self) -> str | None:
        """Return the next line, None at the end."""
        ...

    def show(self, replies: Sequence[Reply], menu: Menu) -> None:
        """Write replies, the choices of the last one by their names."""
        ...

    def say(self, line: str) -> None:
        """Write a line of the program's own."""
        ...

    def thinking(self) -> AbstractContextManager[object]:
        """Show that something is going on."""
        ...


class PlainScreen:
    """Lines in, lines out: no colours, no prompt, no wrapping."""

    def __init__(self, source: BinaryIO, target: TextIO) -> None:
        """Read bytes, so that a line that is no UTF-8 does not end the chat."""
        self._source = source
        self._target = target

    async def ask(self) -> str | None:
        """Return the next line without its end."""
        line = self._source.readline()
        return line.decode("utf-8", "replace").rstrip("\r\n") if line else None

    def show(self, replies: Sequence[Reply], menu: Menu) -> None:
        """Write each reply, its picture's text in brackets, and a choice a line."""
        for reply in replies:
            self._write(printable(reply.text))
            if reply.picture:
                self._write(_caption(reply.picture))
        for name, choice in menu.items():
            self._write(f"{name}) {printable(choice.label)}")

    def say(self, line: str) -> None:
        """Write the line."""
        self._write(line)

    def thinking(self) -> AbstractContextManager[object]:
        """Show nothing."""
        return nullcontext()

    def _write(self, line: str) -> None:
        self._target.write(f"{line}\n")
        self._target.flush()


class RichScreen:
    """A terminal with colours, word wrap, a spinner and line editing; no history on disk."""

    def __init__(self) -> None:
        """Take over the terminal's line."""
        # Without an answer to its question for the cursor the prompt would print a warning.
        os.environ.setdefault("PROMPT_TOOLKIT_NO_CPR", "1")
        from prompt_toolkit import PromptSession

        self._prompt: PromptSession[str] = PromptSession("> ")
        self._console = Console(file=sys.stdout, markup=False, highlight=False, emoji=False)

    async def ask(self) -> str | None:
        """Return the line that was typed, None for Ctrl-D."""
        try:
            return await self._prompt.prompt_async()
        except EOFError:
            return None

    def show(self, replies: Sequence[Reply], menu: Menu) -> None:
        """Write replies with a blank line round them and the choices in colour."""
        for reply in replies:
            self._write("")
            self._write(printable(reply.text))
            if reply.picture:
                self._write(_caption(reply.picture), "dim")
        if menu:
            self._write("")
        for line in self._lay_out(menu):
            self._write(line, "cyan")
        self._write("")

    def say(self, line: str) -> None:
        """Write the line, a little less loud than the coach."""
        self._write(line, "dim")

    def thinking(self) -> AbstractContextManager[object]:
        """Turn a spinner."""
        return self._console.status("")

    def _lay_out(self, menu: Menu) -> list[str]:
        named = [f"{name}) {printable(choice.label)}" for name, choice in menu.items()]
        together = "   ".join(named)
        return [together] if len(together) <= self._width else named

    @property
    def _width(self) -> int:
        return min(WIDEST, self._console.width)

    def _write(self, text: str, style: str = "") -> None:
        self._console.print(Text(text, style=style), width=self._width)


def open_screen() -> Screen:
    """Return the screen that fits what standard input and output are."""
    on_tty = sys.stdin.isatty() and sys.stdout.isatty()
    if on_tty and os.environ.get("TERM") != "dumb":
        return RichScreen()
    return PlainScreen(sys.stdin.buffer, sys.stdout)


async def chat(coach: Coach, channel: str, screen: Screen, greet: bool) -> None:
    """Talk until the person leaves; `greet` says /start for somebody who is new."""
    screen.say(WELCOME)
    menu: Menu = {}
    if greet:
        menu = await _answer(coach, Turn(channel, _now(), text="/start"), screen)
    while (line := await screen.ask()) is not None and line.strip().lower() not in LEAVE:
        menu = await _answer(coach, read_line(line, menu, channel, _now()), screen)
    screen.say(GOODBYE)


async def _answer(coach: Coach, turn: Turn, screen: Screen) -> Menu:
    with screen.thinking():
        replies = await coach.handle(turn)
    menu = name_choices(replies)
    screen.show(replies, menu)
    return menu


@contextmanager
def training_bar() -> Iterator[Report]:
    """Show on standard error how far a training is: a bar on a tty, a line a step elsewhere."""
    console = Console(stderr=True, highlight=False)
    if not console.is_terminal:
        yield lambda stage: console.print(_describe(stage), soft_wrap=True)
        return
    bar = Progress(TextColumn("{task.description}"), BarColumn(), console=console, transient=True)
    with bar:
        task = bar.add_task("Training", total=None)
        yield lambda stage: bar.update(
            task, description=stage.name, completed=stage.done, total=stage.total or None
        )


def _describe(stage: Stage) -> str:
    return f"{stage.name} ({stage.done} of {stage.total})" if stage.total else stage.name


def _caption(picture: Picture) -> str:
    path = picture_path(picture)
    caption = f"[{printable(picture.alt)}]"
    return f"{caption} {path}" if path else caption


def _letters() -> Iterator[str]:
    for length in (1, 2):
        yield from map("".join, product(string.ascii_lowercase, repeat=length))


def _now() -> datetime:
    return datetime.now(timezone.utc)

"""Speak with the coach in JSON, an object a line in, an object a line out: `chat --jsonl`."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Any

from bot.prompts.due import DuePrompt
from bot.terminal import CHANNEL, name_channel, picture_path
from bot.turn import Coach, Reply, Turn

Play = Callable[[datetime, datetime], Iterable[DuePrompt]]
Write = Callable[[Mapping[str, Any]], None]
SAID = frozenset({"user", "text", "choice"})
# What datetime.fromisoformat of Python 3.10 reads, plus a final Z.
INSTANT = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d(:\d\d(\.(\d{3}|\d{6}))?)?([Zz]|[+-]\d\d:\d\d)")
# Local times and the days round them have to exist as well.
YEARS = (1970, 9998)


class LineError(ValueError):
    """A line that cannot be used; the message says why."""


@dataclass(frozen=True)
class Said:
    """A line in which a user said or chose something."""

    user: str
    text: str | None
    choice: str | None


@dataclass(frozen=True)
class Now:
    """A line that moves the clock; `given` is the time as it was written."""

    given: str
    at: datetime


class Clock:
    """The wall clock until it is set; from then on it stands, and only moves forward."""

    def __init__(self) -> None:
        """Start with the wall clock."""
        self._set: datetime | None = None

    def now(self) -> datetime:
        """Return the time in UTC."""
        return self._set or datetime.now(timezone.utc)

    def move(self, at: datetime) -> datetime:
        """Set the clock and return where the jump began: at the first setting, where it ends."""
        since = self._set or at
        if at < since:
            raise LineError(f"The clock only moves forward, and stands at {since.isoformat()}.")
        self._set = at
        return since


async def run(coach: Coach, lines: Iterable[bytes], write: Write, play: Play) -> None:
    """Answer every line in order; a line that cannot be used is answered with its error."""
    clock = Clock()
    for raw in lines:
        try:
            line = read_line(raw)
            if isinstance(line, Now):
                answer = _move(line, clock, play)
            else:
                answer = await _tell(coach, line, clock)
        except LineError as fault:
            answer = {"error": str(fault)}
        write(answer)


def read_line(raw: bytes) -> Said | Now:
    """Return what a line says; raise LineError where it says nothing that can be used."""
    line = _read_object(raw)
    if "now" in line:
        _refuse_unknown(line, frozenset({"now"}), 'A line with "now" carries nothing else')
        return _read_now(line["now"])
    _refuse_unknown(line, SAID, 'A line has "user" with "text" or "choice", or "now" alone')
    return _read_said(line)


def show_replies(replies: Sequence[Reply]) -> list[dict[str, Any]]:
    """Return replies as they stand in a line."""
    return [
        {
            "text": reply.text,
            "choices": [{"label": choice.label, "data": choice.data} for choice in reply.choices],
            "picture": picture_path(reply.picture),
        }
        for reply in replies
    ]


async def _tell(coach: Coach, said: Said, clock: Clock) -> dict[str, Any]:
    channel = name_channel(said.user)
    turn = Turn(channel, clock.now(), text=said.text, choice=said.choice)
    return {"user": said.user, "replies": show_replies(await coach.handle(turn))}


def _move(line: Now, clock: Clock, play: Play) -> dict[str, Any]:
    since = clock.move(line.at)
    prompts = [
        {
            "user": prompt.channel[len(CHANNEL) :],
            "at": prompt.at.isoformat(),
            "replies": show_replies(prompt.replies),
        }
        for prompt in play(since, line.at)
    ]
    return {"now": line.given, "prompts": prompts}


def _read_object(raw: bytes) -> dict[str, Any]:
    try:
        line = json.loads(raw.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise LineError("The line is not UTF-8.") from None
    except RecursionError:
        raise LineError("The line is nested too deeply.") from None
    except ValueError:
        raise LineError("The line is not JSON.") from None
    if not isinstance(line, dict):
        raise LineError("The line is JSON, but not an object.")
    return line


def _refuse_unknown(line: dict[str, Any], known: frozenset[str], rule: str) -> None:
    unknown = sorted(set(line) - known)
    if unknown:
        names = ", ".join(json.dumps(name) for name in unknown)
        raise LineError(f"{rule}; this one also has {names}.")


def _read_now(given: object) -> Now:
    if not isinstance(given, str) or not INSTANT.fullmatch(given):
        raise LineError('"now" is not a time in ISO 8601 with its zone, 2027-03-28T05:30:00+00:00.')
    try:
        at = datetime.fromisoformat(re.sub("[Zz]$", "+00:00", given)).astimezone(timezone.utc)
    except (ValueError, OverflowError):
        raise LineError('"now" is not a time that exists.') from None
    if not YEARS[0] <= at.year <= YEARS[1]:
        raise LineError(f'"now" is outside the years {YEARS[0]} to {YEARS[1]}.')
    return Now(given, at)


def _read_said(line: dict[str, Any]) -> Said:
    user = line.get("user")
    if not isinstance(user, str):
        raise LineError('"user" is missing or not a text.')
    try:
        name_channel(user)
    except ValueError as fault:
        raise LineError(f'"user" cannot be used: {fault}.') from None
    if ("text" in line) == ("choice" in line):
        raise LineError('A line of a user has either "text" or "choice".')
    key = "text" if "text" in line else "choice"
    if not _is_whole_text(line[key]):
        raise LineError(f'"{key}" is not a text, or holds half a character.')
    return Said(user, line.get("text"), line.get("choice"))


def _is_whole_text(value: object) -> bool:
    # JSON can name halves of a surrogate pair, which no encoding writes.
    return isinstance(value, str) and not re.search("[\ud800-\udfff]", value)

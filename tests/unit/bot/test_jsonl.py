"""`chat --jsonl`: a line in, a line out, and a clock that only moves forward."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest

from bot.jsonl import run
from bot.prompts.due import DuePrompt
from bot.turn import Choice, Picture, Reply, Turn

START = datetime(2027, 3, 28, 5, 30, tzinfo=timezone.utc)


class Echo:
    """Say what was said, and remember it."""

    def __init__(self) -> None:
        self.turns: list[Turn] = []

    async def handle(self, turn: Turn) -> list[Reply]:
        self.turns.append(turn)
        choices = (Choice("Yes", "a:yes", wide=True),)
        return [Reply("first"), Reply(f"{turn.text} {turn.choice}", choices, Picture("k", "alt"))]


def hourly(since: datetime, until: datetime) -> Iterator[DuePrompt]:
    at = since + timedelta(hours=1)
    while at <= until:
        yield DuePrompt(at, "terminal:u1", (Reply("Time to move"),))
        at += timedelta(hours=1)


def tell(*lines: object, coach: Echo | None = None) -> list[Mapping[str, Any]]:
    raw = [line if isinstance(line, bytes) else json.dumps(line).encode() for line in lines]
    written: list[Mapping[str, Any]] = []
    asyncio.run(run(coach or Echo(), raw, written.append, hourly))
    return written


def test_jsonl_text_is_answered_with_all_replies() -> None:
    assert tell({"user": "u1", "text": "hi"}) == [
        {
            "user": "u1",
            "replies": [
                {"text": "first", "choices": [], "picture": None},
                {
                    "text": "hi None",
                    "choices": [{"label": "Yes", "data": "a:yes"}],
                    "picture": None,
                },
            ],
        }
    ]


def test_jsonl_users_are_separate_people_on_terminal_channels() -> None:
    coach = Echo()
    tell({"user": "u1", "choice": "a:yes"}, {"user": "ü 2", "text": ""}, coach=coach)
    assert [(turn.channel, turn.text, turn.choice) for turn in coach.turns] == [
        ("terminal:u1", None, "a:yes"),
        ("terminal:ü 2", "", None),
    ]


def test_jsonl_windows_line_with_byte_order_mark_is_read() -> None:
    assert tell(b'\xef\xbb\xbf{"user": "u1", "text": "hi"}\r\n')[0]["user"] == "u1"


BAD_LINES: dict[str, tuple[object, str]] = {
    "empty": (b"\n", "not JSON"),
    "no JSON": (b"hello", "not JSON"),
    "half an object": (b'{"user": "u1"', "not JSON"),
    "no UTF-8": (b'{"user": "u1", "text": "\xff"}', "not UTF-8"),
    "too deep": (b"[" * 100_000, "nested too deeply"),
    "list": ([1], "not an object"),
    "null": (None, "not an object"),
    "unknown key": ({"user": "u1", "txt": "hi"}, '"txt"'),
    "unknown key beside now": ({"now": START.isoformat(), "user": "u1"}, '"user"'),
    "neither": ({"user": "u1"}, 'either "text" or "choice"'),
    "both": ({"user": "u1", "text": "a", "choice": "b"}, 'either "text" or "choice"'),
    "no user": ({"text": "hi"}, '"user" is missing'),
    "user is a number": ({"user": 1, "text": "hi"}, '"user" is missing or not a text'),
    "user is empty": ({"user": "", "text": "hi"}, '"user" cannot be used'),
    "user is blank": ({"user": "  ", "text": "hi"}, '"user" cannot be used'),
    "user is too long": ({"user": "x" * 56, "text": "hi"}, '"user" cannot be used'),
    "text is a number": ({"user": "u1", "text": 5}, '"text" is not a text'),
    "text is null": ({"user": "u1", "text": None}, '"text" is not a text'),
    "choice is a list": ({"user": "u1", "choice": []}, '"choice" is not a text'),
    "half a character": (b'{"user": "u1", "text": "\\ud83d"}', "half a character"),
    "now is naive": ({"now": "2027-03-28T05:30:00"}, "ISO 8601"),
    "now is a day": ({"now": "2027-03-28"}, "ISO 8601"),
    "now is a number": ({"now": 5}, "ISO 8601"),
    "now is no time": ({"now": "2027-02-30T05:30:00Z"}, "time that exists"),
    "now is too early": ({"now": "0001-01-01T00:00:00+14:00"}, "time that exists"),
    "now is far off": ({"now": "9999-12-31T00:00:00Z"}, "outside the years"),
}


@pytest.mark.parametrize(("line", "says"), BAD_LINES.values(), ids=BAD_LINES)
def test_jsonl_bad_line_is_an_error_and_the_run_goes_on(line: object, says: str) -> None:
    coach = Echo()
    error, answer = tell(line, {"user": "u1", "text": "still here"}, coach=coach)
    assert list(error) == ["error"]
    assert says in error["error"]
    assert answer["user"] == "u1"
    assert len(coach.turns) == 1


def test_jsonl_before_now_the_wall_clock_holds() -> None:
    coach, before = Echo(), datetime.now(timezone.utc)
    tell({"user": "u1", "text": "hi"}, coach=coach)
    assert before <= coach.turns[0].at <= datetime.now(timezone.utc)


def test_jsonl_after_now_the_clock_stands_still() -> None:
    coach = Echo()
    said = {"user": "u1", "text": "hi"}
    tell({"now": "2001-01-01T01:00:00+01:00"}, said, said, coach=coach)
    assert {turn.at for turn in coach.turns} == {datetime(2001, 1, 1, tzinfo=timezone.utc)}


def test_jsonl_first_now_sends_no_prompts() -> None:
    assert tell({"now": "2027-03-28T05:30:00Z"}) == [{"now": "2027-03-28T05:30:00Z", "prompts": []}]


def test_jsonl_jump_plays_every_instant_in_order() -> None:
    later = (START + timedelta(hours=2)).isoformat()
    prompts = tell({"now": START.isoformat()}, {"now": later})[1]["prompts"]
    assert [(prompt["user"], prompt["at"]) for prompt in prompts] == [
        ("u1", "2027-03-28T06:30:00+00:00"),
        ("u1", "2027-03-28T07:30:00+00:00"),
    ]
    assert prompts[0]["replies"] == [{"text": "Time to move", "choices": [], "picture": None}]


def test_jsonl_same_now_again_plays_nothing() -> None:
    now = {"now": START.isoformat()}
    assert tell(now, now)[1] == {**now, "prompts": []}


def test_jsonl_now_that_goes_back_is_refused_and_the_clock_stays() -> None:
    coach = Echo()
    back = {"now": (START - timedelta(seconds=1)).isoformat()}
    answers = tell({"now": START.isoformat()}, back, {"user": "u1", "text": "hi"}, coach=coach)
    assert "only moves forward" in answers[1]["error"]
    assert coach.turns[0].at == START

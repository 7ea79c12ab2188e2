"""A fault of the Bot API tells what becomes of the letter that met it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.telegram.sender.faults import LONGEST_WAIT, Judgement, Verdict, judge, wait_of

VERDICTS: dict[str, tuple[Exception, Verdict]] = {
    "blocked": (Forbidden("Forbidden: bot was blocked by the user"), Verdict.GONE),
    "deactivated": (Forbidden("Forbidden: user is deactivated"), Verdict.GONE),
    "kicked": (Forbidden("Forbidden: bot was kicked from the group chat"), Verdict.GONE),
    "migrated": (ChatMigrated(-1001), Verdict.GONE),
    "timed out": (TimedOut(), Verdict.RETRY),
    "network": (NetworkError("httpx.ConnectError: no route"), Verdict.RETRY),
    "bad gateway": (NetworkError("Bad Gateway (502)"), Verdict.RETRY),
    "internal": (NetworkError("Internal Server Error (500)"), Verdict.RETRY),
    "unauthorized": (InvalidToken("Unauthorized"), Verdict.RETRY),
    "conflict": (Conflict("terminated by other getUpdates request"), Verdict.RETRY),
    "garbage": (TelegramError("Invalid server response"), Verdict.RETRY),
    "unforeseen": (ValueError("?"), Verdict.RETRY),
    "too large, from a proxy": (
        NetworkError("Request Entity Too Large (413). Parsing the server response b'' failed"),
        Verdict.PLAIN,
    ),
}
DESCRIPTIONS: dict[str, Verdict] = {
    "Bad Request: message is not modified: specified new message content and reply markup are "
    "exactly the same": Verdict.DONE,
    "Bad Request: message to edit not found": Verdict.LOST,
    "Bad Request: message can't be edited": Verdict.LOST,
    "Bad Request: MESSAGE_ID_INVALID": Verdict.LOST,
    "Bad Request: message identifier is not specified": Verdict.LOST,
    "Bad Request: there is no text in the message to edit": Verdict.LOST,
    "Bad Request: there is no caption in the message to edit": Verdict.LOST,
    "Bad Request: chat not found": Verdict.GONE,
    "Bad Request: user is deactivated": Verdict.GONE,
    "Bad Request: have no rights to send a message": Verdict.GONE,
    "Bad Request: not enough rights to send text messages to the chat": Verdict.GONE,
    "Bad Request: PEER_ID_INVALID": Verdict.GONE,
    "Bad Request: wrong file identifier/HTTP URL specified": Verdict.FILE,
    "Bad Request: wrong remote file identifier specified: Wrong string length": Verdict.FILE,
    "Bad Request: file reference expired": Verdict.FILE,
    "Bad Request: can't parse entities: unsupported start tag": Verdict.PLAIN,
    "Bad Request: message text is empty": Verdict.PLAIN,
    "Bad Request: message is too long": Verdict.PLAIN,
    "Bad Request: BUTTON_DATA_INVALID": Verdict.PLAIN,
    "Bad Request: PHOTO_INVALID_DIMENSIONS": Verdict.PLAIN,
    "": Verdict.PLAIN,
}


@pytest.mark.parametrize("case", VERDICTS)
def test_verdict_on_a_fault(case: str) -> None:
    fault, verdict = VERDICTS[case]
    assert judge(fault) == Judgement(verdict)


def test_letter_that_telegram_itself_finds_too_large_goes_bare() -> None:
    # With a description from the server, the number of the status stands nowhere.
    assert judge(NetworkError("Request Entity Too Large")).verdict is Verdict.PLAIN


@pytest.mark.parametrize("said", DESCRIPTIONS, ids=lambda said: said[13:50] or "nothing")
def test_verdict_on_a_description(said: str) -> None:
    assert judge(BadRequest(said)) == Judgement(DESCRIPTIONS[said])
    assert judge(BadRequest(said.upper())) == Judgement(DESCRIPTIONS[said])


@pytest.mark.parametrize(
    ("told", "seconds"),
    [
        (7, 7.0),
        (timedelta(seconds=7), 7.0),
        (timedelta(milliseconds=1500), 1.5),
        (0, 0.0),
        (-5, 0.0),
        (timedelta(seconds=-5), 0.0),
        (10**9, LONGEST_WAIT),
        (timedelta(days=400), LONGEST_WAIT),
    ],
    ids=str,
)
def test_wait_is_as_long_as_told_within_reason(told: int | timedelta, seconds: float) -> None:
    assert judge(RetryAfter(told)) == Judgement(Verdict.WAIT, seconds)


@given(st.integers(min_value=-(10**12), max_value=10**12))
def test_wait_is_never_beyond_a_day(told: int) -> None:
    assert 0.0 <= wait_of(RetryAfter(told)) <= LONGEST_WAIT


@given(st.text())
def test_bad_request_is_never_tried_again_unchanged(said: str) -> None:
    assert judge(BadRequest(said)).verdict not in (Verdict.RETRY, Verdict.WAIT)

"""Decide what a fault of the Bot API means for the letter that met it."""

from __future__ import annotations

import enum
import re
from dataclasses import dataclass
from datetime import timedelta

from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    NetworkError,
    RetryAfter,
    TelegramError,
)


class Verdict(enum.Enum):
    """What to do about a letter that was not accepted."""

    WAIT = "wait"  # as long as Telegram says, then again
    RETRY = "retry"  # again after a pause that grows
    DONE = "done"  # it stands there already
    GONE = "gone"  # nobody can be reached in this chat any more
    LOST = "lost"  # the message that was to be changed is not there
    FILE = "file"  # the id of a file is not known any more
    PLAIN = "plain"  # something about it is not accepted: in plainer form


@dataclass(frozen=True)
class Judgement:
    """A verdict, for WAIT how many seconds, for DONE whether something new stands in the chat."""

    verdict: Verdict
    seconds: float = 0.0
    new_message: bool = False


# Parts of Telegram's descriptions, which are all that tells these apart; lower case.
_DESCRIPTIONS = (
    ("message is not modified", Verdict.DONE),
    ("message to edit not found", Verdict.LOST),
    ("message can't be edited", Verdict.LOST),
    ("message_id_invalid", Verdict.LOST),
    ("message identifier", Verdict.LOST),
    ("no text in the message to edit", Verdict.LOST),
    ("no caption in the message to edit", Verdict.LOST),
    ("chat not found", Verdict.GONE),
    ("user is deactivated", Verdict.GONE),
    ("have no rights to send", Verdict.GONE),
    ("not enough rights", Verdict.GONE),
    ("peer_id_invalid", Verdict.GONE),
    ("wrong file identifier", Verdict.FILE),
    ("wrong remote file", Verdict.FILE),
    ("file reference", Verdict.FILE),
)
# Status 413, with Telegram's own description or without any.
_TOO_LARGE = re.compile(r"\(413\)|too large", re.IGNORECASE)
# What python-telegram-bot says where the answer had no description: Telegram's always has one, so
# it was somebody in between, a proxy for one.
_BY_ANOTHER = re.compile(r"\((?:400|403)\)")
# Longer than this is no pause but a fault of whoever answers.
LONGEST_WAIT = 86_400.0


def judge(fault: Exception) -> Judgement:
    """Return what to do after this fault; what nobody foresaw is tried again."""
    if isinstance(fault, RetryAfter):
        return Judgement(Verdict.WAIT, wait_of(fault))
    if isinstance(fault, Forbidden | BadRequest) and _BY_ANOTHER.search(str(fault)):
        return Judgement(Verdict.RETRY)
    if isinstance(fault, Forbidden | ChatMigrated):
        return Judgement(Verdict.GONE)
    if isinstance(fault, BadRequest):
        return Judgement(_read_description(fault))
    if isinstance(fault, NetworkError) and _TOO_LARGE.search(str(fault)):
        return Judgement(Verdict.PLAIN)
    return Judgement(Verdict.RETRY)


def _read_description(fault: TelegramError) -> Verdict:
    said = str(fault).lower()
    return next((verdict for part, verdict in _DESCRIPTIONS if part in said), Verdict.PLAIN)


def wait_of(fault: RetryAfter) -> float:
    """Return how many seconds Telegram wants to be left alone."""
    wait = fault.retry_after
    seconds = wait.total_seconds() if isinstance(wait, timedelta) else float(wait)
    return min(max(seconds, 0.0), LONGEST_WAIT)

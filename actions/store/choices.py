"""The closed sets of values that only the store knows, by the strings that it keeps."""

from __future__ import annotations

import enum


class AgeBand(str, enum.Enum):
    """How old a person said to be."""

    FROM_18_TO_64 = "18_64"
    FROM_65 = "65_plus"
    UNDER_18 = "under_18"


class Checklist(str, enum.Enum):
    """What a person answered to the checklist before the first exercise."""

    CLEAR = "clear"
    FLAGGED = "flagged"
    UNSURE = "unsure"


class DiscomfortKind(str, enum.Enum):
    """On which occasion a level was told."""

    REPORT = "report"
    SESSION_START = "session_start"
    SESSION_END = "session_end"
    WEEKLY = "weekly"


class WorkoutStatus(str, enum.Enum):
    """How far a session came."""

    ACTIVE = "active"
    DONE = "done"
    STOPPED = "stopped"
    EXPIRED = "expired"


class PromptState(str, enum.Enum):
    """What became of a prompt."""

    DUE = "due"
    SENT = "sent"
    SKIPPED = "skipped"
    FAILED = "failed"


class UpdateState(str, enum.Enum):
    """How far an update of the Bot API is."""

    PENDING = "pending"
    HANDLED = "handled"
    SET_ASIDE = "set_aside"


class Urgency(str, enum.Enum):
    """Which of two letters to one chat goes first; an answer never waits behind a prompt."""

    ANSWER = "answer"
    PROMPT = "prompt"

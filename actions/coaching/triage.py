"""Decide what follows when a person says that an exercise hurts."""

from __future__ import annotations

from enum import Enum

from actions.coaching.errors import CoachingError

GREEN_MAX = 3
AMBER_MAX = 5
BALL_ACHE_MAX = 4
LEVEL_MAX = 10


class LevelError(CoachingError):
    """A level of discomfort is a whole number from 0 to 10."""


class HurtKind(str, Enum):
    """What it feels like; numb stands for weak too, and tingling for spreading."""

    WORKING = "working"
    SORE = "sore"
    SHARP = "sharp"
    TINGLING = "tingling"
    NUMB = "numb"


class TriageAction(str, Enum):
    """What to do about it, from the mildest to the strictest.

    END_AND_SCREEN ends the session and asks the warning questions; WARNING is the warning-sign
    way, with no exercise that turn.
    """

    GO_ON = "go_on"
    EASE = "ease"
    STOP_AND_SWAP = "stop_and_swap"
    END_AND_SCREEN = "end_and_screen"
    WARNING = "warning"


_BY_QUALITY = {
    HurtKind.SHARP: TriageAction.STOP_AND_SWAP,
    HurtKind.TINGLING: TriageAction.END_AND_SCREEN,
    HurtKind.NUMB: TriageAction.WARNING,
}


def triage(kind: HurtKind, level: int | None, *, eases_on_ball: bool = False) -> TriageAction:
    """Return what to do; a quality such as sharp or tingling overrides any level (0 to 10).

    An unknown level of soreness counts as 4 to 5. On a ball an ache up to 4 that eases is
    expected. From 6 on, even "muscle working" is too much.
    """
    check_level(level)
    if kind in _BY_QUALITY:
        return _BY_QUALITY[kind]
    if level is not None and level > AMBER_MAX:
        return TriageAction.STOP_AND_SWAP
    if kind is HurtKind.WORKING:
        return TriageAction.GO_ON
    expected = BALL_ACHE_MAX if eases_on_ball else GREEN_MAX
    return TriageAction.GO_ON if level is not None and level <= expected else TriageAction.EASE


def check_level(level: int | None) -> None:
    """Raise LevelError unless the level is unknown or a number from 0 to 10."""
    if level is not None and not 0 <= level <= LEVEL_MAX:
        raise LevelError(f"A level of discomfort goes from 0 to 10, so {level} cannot be used.")

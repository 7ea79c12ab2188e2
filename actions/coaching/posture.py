"""Read the answers of the posture check and choose the pattern and the program."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum


class Sign(str, Enum):
    """The five signs that the posture check asks for, in the order of the questions."""

    SHOULDERS = "rounded_shoulders"
    UPPER_BACK = "rounded_upper_back"
    HEAD = "forward_head"
    HIPS = "hips_tip_forward"
    RIBS = "flared_ribs"


class Answer(str, Enum):
    """An answer to one question; "not sure" twice is unknown, never no."""

    YES = "yes"
    A_LITTLE = "a_little"
    NO = "no"
    UNKNOWN = "unknown"


class Likeness(str, Enum):
    """Which of the two pictures a person finds more like them."""

    ONE = "picture_1"
    TWO = "picture_2"
    NEITHER = "neither"
    CANT_TELL = "cant_tell"


class Pattern(str, Enum):
    """What the answers add up to; it helps to choose exercises and is no diagnosis."""

    UPPER_AND_LOWER_CROSS = "upper_and_lower_cross"
    UPPER_CROSS = "upper_cross"
    LOWER_CROSS = "lower_cross"
    EXTENSION = "extension"
    ROUNDED_UPPER_BACK = "rounded_upper_back"
    UNCLEAR = "unclear"
    NONE = "none"
    NOT_ENOUGH = "not_enough"


class ProgramId(str, Enum):
    """The programs that content describes."""

    CROSS = "cross"
    CROSS_UPPER_FIRST = "cross_upper_first"
    CROSS_LOWER_FIRST = "cross_lower_first"
    EXTENSION = "extension"
    SHARED = "shared"
    BALANCED = "balanced"


class Sidedness(str, Enum):
    """How the two sides compare."""

    ALIKE = "alike"
    LEFT = "left_weaker"
    RIGHT = "right_weaker"
    SORER = "one_side_sorer"


class SideSince(str, Enum):
    """Whether a difference between the sides has always been there."""

    ALWAYS = "always"
    NEW = "new"


@dataclass(frozen=True)
class Finding:
    """What the check found, with the signs that led to it and the ones left open."""

    pattern: Pattern
    program: ProgramId
    mild: bool
    present: tuple[Sign, ...]
    unknown: tuple[Sign, ...]
    needs_picture: bool
    likeness: Likeness | None = None


UNKNOWNS_TOO_MANY = 2

_UPPER_SIGNS = frozenset({Sign.SHOULDERS, Sign.UPPER_BACK, Sign.HEAD})
_COUNTS = frozenset({Answer.YES, Answer.A_LITTLE})
_BY_PICTURE = {Likeness.ONE: ProgramId.CROSS, Likeness.TWO: ProgramId.EXTENSION}
_PROGRAMS = {
    Pattern.UPPER_AND_LOWER_CROSS: ProgramId.CROSS,
    Pattern.UPPER_CROSS: ProgramId.CROSS_UPPER_FIRST,
    Pattern.LOWER_CROSS: ProgramId.CROSS_LOWER_FIRST,
    Pattern.EXTENSION: ProgramId.EXTENSION,
    Pattern.ROUNDED_UPPER_BACK: ProgramId.CROSS,
    Pattern.UNCLEAR: ProgramId.SHARED,
    Pattern.NONE: ProgramId.BALANCED,
    Pattern.NOT_ENOUGH: ProgramId.SHARED,
}


def decide(answers: Mapping[Sign, Answer], likeness: Likeness | None = None) -> Finding:
    """Return the pattern and the program that the answers point to.

    "Yes" and "a little" both count as the sign; a missing answer is unknown. Two or more unknown
    signs are not enough to say, whatever the others are. A single unknown sign decides nothing:
    the table is read with the signs that were seen, and the finding names the open one.
    `likeness` counts only where the answers are unclear; until it is given, `needs_picture`
    holds and the program is the shared one.
    """
    present = tuple(sign for sign in Sign if answers.get(sign) in _COUNTS)
    unknown = tuple(s for s in Sign if answers.get(s, Answer.UNKNOWN) is Answer.UNKNOWN)
    enough = len(unknown) < UNKNOWNS_TOO_MANY
    pattern = _find_pattern(frozenset(present)) if enough else Pattern.NOT_ENOUGH
    unclear = pattern is Pattern.UNCLEAR
    return Finding(
        pattern=pattern,
        program=_choose_program(pattern, likeness),
        mild=_is_mild(pattern, [answers[sign] for sign in present], present),
        present=present,
        unknown=unknown,
        needs_picture=unclear and likeness is None,
        likeness=likeness if unclear else None,
    )


def decide_by_picture(likeness: Likeness) -> Finding:
    """Return the finding of the one-tap check, which rests on the two pictures alone."""
    pattern = {
        Likeness.ONE: Pattern.UPPER_AND_LOWER_CROSS,
        Likeness.TWO: Pattern.EXTENSION,
    }.get(likeness, Pattern.NOT_ENOUGH)
    return Finding(pattern, _PROGRAMS[pattern], False, (), tuple(Sign), False, likeness)


def find_sign(posture_sign: str) -> Sign | None:
    """Return the sign of a `posture_sign` entity; the arched back is asked with the hips."""
    if posture_sign == "arched_lower_back":
        return Sign.HIPS
    return next((sign for sign in Sign if sign.value == posture_sign), None)


def find_weaker_side(sidedness: Sidedness | None) -> str | None:
    """Return "left" or "right", or None where the sides are alike or only one is sorer."""
    if sidedness is None:
        return None
    return {Sidedness.LEFT: "left", Sidedness.RIGHT: "right"}.get(sidedness)


def is_warning(sidedness: Sidedness, since: SideSince | None) -> bool:
    """Tell whether a difference between the sides is new, which is a warning sign."""
    return sidedness is not Sidedness.ALIKE and since is SideSince.NEW


def _find_pattern(present: frozenset[Sign]) -> Pattern:
    upper, hips = bool(present & _UPPER_SIGNS), Sign.HIPS in present
    if Sign.RIBS in present:
        if Sign.UPPER_BACK in present:
            return Pattern.ROUNDED_UPPER_BACK
        return Pattern.UNCLEAR if upper else Pattern.EXTENSION
    if upper:
        return Pattern.UPPER_AND_LOWER_CROSS if hips else Pattern.UPPER_CROSS
    return Pattern.LOWER_CROSS if hips else Pattern.NONE


def _choose_program(pattern: Pattern, likeness: Likeness | None) -> ProgramId:
    if pattern is Pattern.UNCLEAR and likeness is not None:
        return _BY_PICTURE.get(likeness, ProgramId.SHARED)
    return _PROGRAMS[pattern]


def _is_mild(pattern: Pattern, given: list[Answer], present: tuple[Sign, ...]) -> bool:
    # Where there is nothing to lean towards, a mild lean would make no sense.
    if pattern in (Pattern.NONE, Pattern.NOT_ENOUGH):
        return False
    return Answer.YES not in given or present == (Sign.RIBS,)

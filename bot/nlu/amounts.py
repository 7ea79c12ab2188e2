"""Figures that look like a time of day and are a number of something, a rank or a date."""

from bot.nlu.clock import Clock
from bot.nlu.numbers import WORDS
from bot.nlu.tables import load_phrases
from bot.nlu.tokens import Phrases, Tokens
from bot.nlu.week import read_day_set

_WORDS = {name: Phrases(phrases) for name, phrases in load_phrases("clocks", "amounts").items()}
_LED = Phrases(
    phrase
    for name in ("at", "until", "near")
    for phrase in load_phrases("clocks", "evidence")[name]
)
_PARTS = frozenset(
    phrase
    for name in ("morning", "afternoon", "evening", "night")
    for phrase in load_phrases("clocks", "parts")[name]
)
_JOINTS = frozenset({"-", "or", "to", "and", ","})
_TIES = frozenset({"/", "-", ".", ",", ":", "+"})
_SHORTEST_PLURAL = 4
_NEAR = 4


def is_amount(tokens: Tokens, clock: Clock) -> bool:
    """Say whether it is "8 reps", "a 7", "day 3", "5-6 minutes", "the 4th", "3 May" or "held it 1:30"."""
    if _ends_in_figure(tokens, clock) and _counts_something(tokens, clock.last):
        return True
    if _WORDS["never_before"].start(tokens, clock.first) < clock.first:
        return True
    if clock.sure:
        return bool(clock.minute) and not clock.half_day and _is_hold(tokens, clock)
    return (
        _is_glued_to_word(tokens, clock)
        or _is_part_of_hour(tokens, clock)
        or _is_to_or_for(tokens, clock)
        or _is_after_count(tokens, clock)
        or _is_in_date(tokens, clock)
        or _is_before_plural(tokens, clock)
    )


def is_fraction(tokens: Tokens, clock: Clock) -> bool:
    """Say whether a mark joins it to other figures: "7/10", "5-6", "2,5"."""
    return _is_joined(tokens, clock.first - 2) or _is_joined(tokens, clock.last - 1)


def _is_joined(tokens: Tokens, index: int) -> bool:
    """Say whether the token is a figure that a mark ties to the next one."""
    tied = tokens.is_glued(index + 1) and tokens.is_glued(index + 2)
    figures = tokens.word(index).isdigit() and tokens.word(index + 2).isdigit()
    return tied and figures and tokens.word(index + 1) in _TIES


def _ends_in_figure(tokens: Tokens, clock: Clock) -> bool:
    return _is_number(tokens.word(clock.last - 1))


def _is_number(word: str) -> bool:
    return word.isdigit() or word in WORDS


def _counts_something(tokens: Tokens, last: int) -> bool:
    """Say whether a unit follows, or another number with a unit."""
    if read_day_set(tokens, last):
        return False
    joint = last + 1 if tokens.word(last) == "-" else last
    if _WORDS["unit"].end(tokens, joint) > joint:
        # "7 each evening", "8 times" against "9 every day"
        the = joint + 2 if tokens.word(joint + 1) in {"the", "a", "an"} else joint + 1
        return tokens.word(joint) not in {"each", "of"} or not _names_a_time(tokens, the)
    if tokens.word(last) not in _JOINTS or not _is_number(tokens.word(last + 1)):
        return False
    behind = last + 3 if tokens.word(last + 2) == "-" else last + 2
    return not read_day_set(tokens, behind) and _WORDS["unit"].end(tokens, behind) > behind


def _names_a_time(tokens: Tokens, at: int) -> bool:
    return read_day_set(tokens, at) is not None or tokens.word(at) in _PARTS


def _is_glued_to_word(tokens: Tokens, clock: Clock) -> bool:
    glued = tokens.is_glued(clock.last) and tokens.word(clock.last).isalpha()
    return glued and tokens.word(clock.last - 1).isdigit()


def _is_part_of_hour(tokens: Tokens, clock: Clock) -> bool:
    """Say whether the hour goes without saying: "at ten past", "back at 20 to"."""
    following = tokens.word(clock.last)
    return following == "past" or (following == "to" and not tokens.word(clock.last + 1).isalnum())


def _is_to_or_for(tokens: Tokens, clock: Clock) -> bool:
    """Say whether it is the word of "change it 2 5pm" or "alarm 4 sundays at 10"."""
    if tokens.words[clock.first : clock.last] not in {("2",), ("4",)}:
        return False
    days = read_day_set(tokens, clock.last)
    following = days.last if days and tokens.word(clock.first - 1).isalpha() else clock.last
    following = _LED.end(tokens, following) if days else following
    return _is_number(tokens.word(following)) or (
        _WORDS["to_do"].end(tokens, clock.last) > clock.last
    )


def _is_after_count(tokens: Tokens, clock: Clock) -> bool:
    count = _WORDS["count"].start(tokens, clock.first)
    if count == clock.first or _LED.start(tokens, clock.first) < count:
        return False
    return not any(
        (days := read_day_set(tokens, at)) and days.last == clock.first
        for at in range(max(0, clock.first - _NEAR), clock.first)
    )


def _is_in_date(tokens: Tokens, clock: Clock) -> bool:
    behind = clock.last + 1 if tokens.word(clock.last) == "of" else clock.last
    months = _WORDS["month"]
    return months.end(tokens, behind) > behind or months.start(tokens, clock.first) < clock.first


def _is_before_plural(tokens: Tokens, clock: Clock) -> bool:
    word = tokens.word(clock.last)
    return (
        len(word) >= _SHORTEST_PLURAL
        and word.endswith("s")
        and not word.endswith("ss")
        and _WORDS["no_unit"].end(tokens, clock.last) == clock.last
        and not _names_a_time(tokens, clock.last)
    )


def _is_hold(tokens: Tokens, clock: Clock) -> bool:
    if _LED.start(tokens, clock.first) < clock.first:
        return False
    return _WORDS["hold"].is_in(tokens, max(0, clock.first - _NEAR), clock.first)

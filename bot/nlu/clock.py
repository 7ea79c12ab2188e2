"""A time of day as it stands in a sentence, and the words that go with its figures."""

from dataclasses import dataclass, replace

from bot.nlu.tables import load_phrases
from bot.nlu.tokens import Phrases, Tokens

FORMS = {name: Phrases(phrases) for name, phrases in load_phrases("clocks", "forms").items()}


@dataclass(frozen=True)
class Clock:
    """A time between two tokens.

    It is `fixed` if its hour is of 24, by am or pm if `half_day`, and `sure` if its form leaves no doubt.
    """

    first: int
    last: int
    hour: int
    minute: int = 0
    fixed: bool = False
    half_day: bool = False
    sure: bool = False


def read_tail(tokens: Tokens, clock: Clock) -> Clock:
    """Take in "ish", "o'clock", "sharp", am and pm."""
    last, sure, half_day, start = clock.last, clock.sure, "", -1
    while start < last:
        start = last
        at_ish = last + 1 if tokens.word(last) == "-" else last
        last = at_ish + 1 if tokens.word(at_ish) == "ish" else last
        after_clock = FORMS["clock"].end(tokens, last)
        sure, last = sure or after_clock > last, after_clock
        if not half_day:
            half_day, last = read_half_day(tokens, last)
    if not half_day:
        return replace(clock, last=last, sure=sure)
    hour = clock.hour if clock.hour > 12 else clock.hour % 12 + (12 if half_day == "p" else 0)
    return replace(clock, last=last, hour=hour, fixed=True, half_day=True, sure=True)


def read_half_day(tokens: Tokens, start: int) -> tuple[str, int]:
    """Read "am", "p.m.", "p m", and "a" or "p" that is joined to the figure."""
    first = start
    if tokens.word(start) == "." and tokens.is_glued(start) and tokens.is_glued(start + 1):
        start += 1  # "8.pm"
    word = tokens.word(start)
    if word in {"am", "pm"}:
        return word[0], start + 1
    if word not in {"a", "p"}:
        return "", first
    dotted = tokens.word(start + 1) == "."
    last = start + 3 if dotted else start + 2
    if tokens.word(last - 1) == "m":
        return word, last + 1 if dotted and tokens.word(last) == "." else last
    return (word, start + 1) if tokens.is_glued(start) else ("", first)

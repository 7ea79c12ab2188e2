"""Parts of the day: where they stand, and what hour each makes of a time."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.nlu.tables import load_phrases
from bot.nlu.tokens import Phrases, Tokens

WORDS = {name: Phrases(phrases) for name, phrases in load_phrases("clocks", "parts").items()}
_NAMES = ("morning", "afternoon", "evening", "night")
_HOURS_OF_NIGHT_AFTER_MIDNIGHT = 5
_FIRST_OF_MORNING = 5


@dataclass(frozen=True)
class Part:
    """A part of the day between two tokens."""

    first: int
    last: int
    name: str


def find_parts(tokens: Tokens) -> tuple[Part, ...]:
    """Return the parts of the day that may say when, not those of "last night" or "I work nights"."""
    return tuple(part for start in range(len(tokens)) for part in _read_part(tokens, start))


def _read_part(tokens: Tokens, start: int) -> Iterator[Part]:
    for name in _NAMES:
        last = WORDS[name].end(tokens, start)
        if last > start and not _is_idle(tokens, start, last):
            yield Part(start, last, name)


def _is_idle(tokens: Tokens, first: int, last: int) -> bool:
    ahead = WORDS["idle_before"].start(tokens, first) < first
    return ahead or WORDS["idle_after"].end(tokens, last) > last


def hour_in(part: str, hour: int) -> int:
    """Return the hour of 24 that an hour of 12 is in a part of the day."""
    small = hour % 12
    if part == "morning" or (part == "night" and small < _HOURS_OF_NIGHT_AFTER_MIDNIGHT):
        return small
    if part == "evening" and small == 0:
        return 0
    return small + 12


def usual_hour(hour: int) -> int:
    """Return the hour of 24 that is meant without a part of the day: 5 to 11 are morning."""
    return hour + 12 if 1 <= hour < _FIRST_OF_MORNING else hour

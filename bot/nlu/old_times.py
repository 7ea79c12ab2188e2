"""The old time where a sentence gives up one time for another: "8 instead of 7", "from 7 to 9"."""

from itertools import pairwise

from bot.nlu.clock import Clock
from bot.nlu.tables import load_phrases
from bot.nlu.tokens import Phrases, Tokens

_WORDS = {name: Phrases(phrases) for name, phrases in load_phrases("clocks", "changes").items()}
_REACH = 8
_GAP = 6
_STOPS = frozenset({",", ".", ";", "!", "?", "and", "but"})


def drop_old(tokens: Tokens, clocks: list[Clock]) -> list[Clock]:
    """Return the times without those that are given up; a time that stands alone is kept."""
    kept = [clock for clock in clocks if not _is_denied(tokens, clock)]
    moved = [a for a, b in pairwise(kept) if _is_moved(tokens, a, b)]
    kept = _unlike(kept, moved)
    return _unlike(kept, [clock for clock in kept if _is_unwanted(tokens, clock)])


def _unlike(clocks: list[Clock], old: list[Clock]) -> list[Clock]:
    """Return the times that are not among the old ones, all if none would be left."""
    gone = {(clock.hour, clock.minute) for clock in old}
    return [clock for clock in clocks if (clock.hour, clock.minute) not in gone] or clocks


def _is_denied(tokens: Tokens, clock: Clock) -> bool:
    """Say whether it is the 7 of "not 7 but 8" or "8 instead of 7"."""
    start = _WORDS["not"].start(tokens, clock.first)
    if start == clock.first:
        return False
    return _WORDS["asks_not"].start(tokens, start) == start


def _is_moved(tokens: Tokens, clock: Clock, following: Clock) -> bool:
    """Say whether it is the 7 of "move my 7 o'clock reminder to 9" or "from 7 to 9 in the evening"."""
    to = _WORDS["lead"].skip_back(tokens, following.first)
    last = _WORDS["to"].start(tokens, to)
    between = tokens.words[clock.last : last]
    if last == to or len(between) > _GAP or not _STOPS.isdisjoint(between):
        return False
    lead = _WORDS["lead"].skip_back(tokens, clock.first)
    if _WORDS["to_before"].start(tokens, lead) < lead:
        return False
    if _WORDS["change"].is_in(tokens, max(0, lead - _REACH), lead):
        return True
    stretch = _WORDS["stretch"].is_in(tokens, 0, len(tokens))
    return tokens.word(lead - 1) == "from" and not stretch


def _is_unwanted(tokens: Tokens, clock: Clock) -> bool:
    """Say whether its clause speaks against it: "7 is too early, try 8", "it was 7, make it 8"."""
    if _WORDS["bad"].end(tokens, clock.last) > clock.last:
        return True
    first, last = tokens.stretch(clock.first, clock.last, _WORDS["clause"].firsts)
    return _WORDS["unwanted"].is_in(tokens, first, last)

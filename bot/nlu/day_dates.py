"""Days that are dates rather than days of every week: "till Monday", "on Friday I have a test"."""

import re

from bot.nlu.day_lists import DayList
from bot.nlu.tokens import Tokens
from bot.nlu.week import load_words

_WORDS = load_words("dates")
_EXCEPTIONS = load_words("exceptions")["contrast"]
_PAST = re.compile(r"(?!need)[a-z]{3,}ed")
_BORDERS = frozenset({".", ",", ";", "!", "?", "but", "so", "and", "because"})


def is_of_every_week(tokens: Tokens, days: DayList, beside_time: bool) -> bool:
    """Say whether the list names days of every week, with a time beside it or without."""
    if days.kind in {"loose", "loose_rest"}:
        return beside_time
    if len(days.sets) == 1 and _is_other_word(tokens, days, beside_time):
        return False
    if days.kind == "one":
        return not _is_date(tokens, days)
    if days.kind == "weekend":
        led = _WORDS["every_weekend"].start(tokens, days.first) < days.first
        weekly = led and not _happens(tokens, days)
        return weekly or beside_time or _is_before_noun(tokens, days)
    return days.kind != "span" or not _is_stretch(tokens, days)


def _is_date(tokens: Tokens, days: DayList) -> bool:
    if _is_before_noun(tokens, days):
        return False
    lead = _WORDS["before"].start(tokens, days.first)
    the = days.first - 1 if tokens.word(days.first - 1) == "the" else days.first
    if _EXCEPTIONS.start(tokens, the) < min(lead, the):  # "apart from monday"
        return False
    return lead < days.first or _happens(tokens, days)


def _is_before_noun(tokens: Tokens, days: DayList) -> bool:
    """Say whether it is "the friday reminder"."""
    return _WORDS["nouns"].end(tokens, days.last) > days.last


def _happens(tokens: Tokens, days: DayList) -> bool:
    """Say whether its clause tells of an event: "on friday I have a test"."""
    first, last = tokens.stretch(days.first, days.last, _BORDERS)
    if _WORDS["until"].is_in(tokens, first, days.first):
        return True
    if _WORDS["plans"].is_in(tokens, first, last):
        return False
    past = any(_PAST.fullmatch(word) for word in tokens.words[first:last])
    return past or _WORDS["happens"].is_in(tokens, first, last)


def _is_other_word(tokens: Tokens, days: DayList, beside_time: bool) -> bool:
    """Say whether a short name is no name: "I sat down", "in the sun"."""
    first = days.sets[0].first
    if _WORDS["doubtful"].end(tokens, first) != days.sets[0].last:
        return False
    led = _WORDS["doubtful_after"].start(tokens, first) < first
    beside_time = beside_time or days.last > days.sets[0].last  # "sat morning"
    return not (led or beside_time or len(tokens) == 1 or _is_before_noun(tokens, days))


def is_verb(tokens: Tokens, days: DayList) -> bool:
    """Say whether the only day is the verb of "I sat" or the noun of "the sun"."""
    first, last = days.sets[0].first, days.sets[0].last
    doubtful = len(days.sets) == 1 and _WORDS["doubtful"].end(tokens, first) == last
    return doubtful and _WORDS["person"].start(tokens, first) < first


def _is_stretch(tokens: Tokens, days: DayList) -> bool:
    """Say whether it is a part of the calendar: "away from friday to tuesday"."""
    if _is_before_noun(tokens, days):
        return False
    if _WORDS["this_span"].start(tokens, days.first) < days.first:
        return True
    first, last = tokens.stretch(days.first, days.last, _BORDERS)
    paused = tokens.word(days.first - 1) == "from" and _WORDS["paused"].is_in(tokens, first, last)
    return paused or _WORDS["away"].is_in(tokens, first, last)

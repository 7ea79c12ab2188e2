"""Lists of days as they stand in a sentence: "mon, wed and every friday evening"."""

from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from bot.nlu.tokens import Tokens
from bot.nlu.week import DaySet, load_words, read_day_set

_LISTS = load_words("lists")
_EVERY_DAY = frozenset({"all", "generic"})
_ONCE = frozenset({"one", "span", "weekend"})
_OPPOSITE = frozenset({"weekdays", "weekend", "weekends"})
_ALONE = frozenset({"rest", "loose", "loose_rest"})


@dataclass(frozen=True)
class DayList:
    """Sets of days in a row, with "every" before and "mornings" behind them."""

    first: int
    last: int
    sets: tuple[DaySet, ...]
    led: bool = False
    narrowed: bool = False

    @property
    def kind(self) -> str:
        """Return the kind of the only set; "every monday" is "names", and so are several sets.

        Days in the singular that are not led by "every" are a "span" together.
        """
        kinds = {s.kind for s in self.sets}
        if len(self.sets) > 1:
            return "span" if kinds <= _ONCE and not self.led else "names"
        return "names" if self.led and kinds <= _ONCE else self.sets[0].kind

    @property
    def is_rest(self) -> bool:
        """Say whether the days are those not named otherwise."""
        return self.kind in {"rest", "loose_rest"}

    @property
    def days(self) -> frozenset[str]:
        """Return the days; of "every day monday to saturday" those that narrow it down."""
        sets = [s for s in self.sets if not (self.narrowed and s.kind in _EVERY_DAY)]
        return frozenset[str]().union(*(s.days for s in sets))


@lru_cache(maxsize=8)
def find_day_lists(tokens: Tokens) -> tuple[DayList, ...]:
    """Return all lists of days, in order."""
    found, start = [], 0
    while start < len(tokens):
        days = _read_list(tokens, start)
        if days:
            found.append(days)
        start = days.last if days else start + 1
    return tuple(found)


def _read_list(tokens: Tokens, start: int) -> DayList | None:
    after_lead = start
    first = read_day_set(tokens, start)
    if first is None:
        after_lead = _LISTS["lead"].skip(tokens, start)
        first = read_day_set(tokens, after_lead) if after_lead > start else None
    if first is None:
        return None
    sets = [first]
    while sets[-1].kind not in _ALONE and (following := _read_next(tokens, sets[-1])):
        sets.append(following)
    led = tokens.word(start) != "all" and after_lead > start
    return _make(tokens, tuple(sets), start, led)


def _read_next(tokens: Tokens, before: DaySet) -> DaySet | None:
    """Return the set that the list goes on with."""
    start = _skip_joint(tokens, before.last)
    following = read_day_set(tokens, start)
    if following is None or following.kind in _ALONE:
        return None
    opposite = {before.kind, following.kind} <= _OPPOSITE and before.days != following.days
    joined = _LISTS["and"].is_in(tokens, before.last, start)
    return following if joined or not opposite else None


def _skip_joint(tokens: Tokens, last: int) -> int:
    start = _LISTS["parts"].skip(tokens, last)
    while (after := max(_LISTS[name].end(tokens, start) for name in ("and", "glue"))) > start:
        start = after
    return start


def _make(tokens: Tokens, sets: tuple[DaySet, ...], start: int, led: bool) -> DayList:
    last = _LISTS["parts"].skip(tokens, sets[-1].last)
    return DayList(start, last, sets, led, _is_narrowed(tokens, sets))


def _is_narrowed(tokens: Tokens, sets: tuple[DaySet, ...]) -> bool:
    """Say whether "every day" and other days stand side by side without an "and"."""
    kinds = {s.kind for s in sets}
    if kinds <= _EVERY_DAY or not kinds & _EVERY_DAY:
        return False
    joined = any(_LISTS["and"].is_in(tokens, a.last, b.first) for a, b in pairwise(sets))
    return "all" not in kinds or not joined


def split_between(tokens: Tokens, days: DayList) -> tuple[DayList, ...]:
    """Split a list in two at its last comma, else at its last "and"; one of a single set stays whole."""
    pairs = list(pairwise(days.sets))
    for marks in (_LISTS["comma"], _LISTS["and"], None):
        for number, (one, other) in reversed(list(enumerate(pairs, 1))):
            if marks is None or marks.is_in(tokens, one.last, other.first):
                head = _make(tokens, days.sets[:number], days.first, days.led)
                tail = _make(tokens, days.sets[number:], other.first, False)
                return replace(head, last=min(head.last, tail.first)), tail
    return (days,)

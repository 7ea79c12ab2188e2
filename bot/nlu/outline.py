"""What stands in a sentence beside its times: days, parts of the day, what it is about."""

from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain, islice

from bot.nlu.amounts import is_amount
from bot.nlu.clock import Clock
from bot.nlu.clock_forms import read_clocks
from bot.nlu.day_dates import is_verb
from bot.nlu.day_lists import DayList, find_day_lists, split_between
from bot.nlu.day_parts import Part, find_parts
from bot.nlu.tables import load_phrases
from bot.nlu.tokens import Phrases, Tokens
from bot.nlu.week import load_words

_BETWEEN = {
    name: Phrases(load_phrases("clocks", "parts")[name]) for name in ("before_part", "after_part")
}
_BESIDE = load_words("beside")
_FARTHEST = 9


@dataclass(frozen=True)
class Outline:
    """The tokens of a sentence; the days, the parts of the day and what may be times among them."""

    tokens: Tokens
    days: tuple[DayList, ...]
    parts: tuple[Part, ...]
    figures: tuple[Clock, ...] = ()

    def days_at(self, index: int) -> DayList | None:
        """Return the list of days that covers the token."""
        return next((days for days in self.days if days.first <= index < days.last), None)

    def days_ahead(self, clock: Clock) -> DayList | None:
        """Return the days that lead to a time: "weekdays at 7"."""
        return self.days_at(_BESIDE["before_time"].skip_back(self.tokens, clock.first) - 1)

    def days_behind(self, clock: Clock) -> DayList | None:
        """Return the days that follow a time: "7 on weekdays"."""
        return self.days_at(_BESIDE["after_time"].skip(self.tokens, clock.last))

    def part_ahead(self, clock: Clock) -> Part | None:
        """Return the part of the day that leads to a time: "evenings at 7", "friday nights, 9"."""
        return self._look(clock.first - 1, -1)

    def part_behind(self, clock: Clock) -> Part | None:
        """Return the part of the day that follows a time: "7 in the evening", "7 on weekday nights"."""
        return self._look(clock.last, 1)

    def _look(self, at: int, step: int) -> Part | None:
        """Look for a part of the day over words of no weight and one list of days."""
        crossed: DayList | None = None
        for _ in range(_FARTHEST):
            part = next((part for part in self.parts if part.first <= at < part.last), None)
            if part:
                return part
            days = self.days_at(at)
            if days and crossed not in (None, days):
                return None
            crossed = days or crossed
            over = self._step_over(at, step)
            if over == at and not days:
                return None
            at = over if over != at else at + step
        return None

    def _step_over(self, at: int, step: int) -> int:
        if step > 0:
            return _BETWEEN["before_part"].end(self.tokens, at)
        return _BETWEEN["after_part"].start(self.tokens, at + 1) - 1


@lru_cache(maxsize=8)
def read_outline(tokens: Tokens) -> Outline:
    """Return the outline of a sentence; a list of days between two times is split between them."""
    days = tuple(each for each in find_day_lists(tokens) if not is_verb(tokens, each))
    if all(each.is_rest for each in days):
        days = ()
    figures = _find_figures(tokens)
    outline = Outline(tokens, days, find_parts(tokens), figures)
    after = {outline.days_behind(c) for c in figures if not outline.days_ahead(c)}
    before = {outline.days_ahead(c) for c in figures if not outline.days_behind(c)}
    split = (split_between(tokens, d) if d in after & before else (d,) for d in outline.days)
    return replace(outline, days=tuple(chain.from_iterable(split)))


def _find_figures(tokens: Tokens) -> tuple[Clock, ...]:
    """Return whatever may be a time, the fullest forms from left to right."""
    found: list[Clock] = []
    for start in range(len(tokens)):
        if not found or start >= found[-1].last:
            clocks = read_clocks(tokens, start)
            found += islice((clock for clock in clocks if not is_amount(tokens, clock)), 1)
    return tuple(found)

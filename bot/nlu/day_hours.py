"""Which hour of 24 a time is: by its own part of the day, a neighbour's, the sentence's, else by habit."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from bot.nlu.clock import Clock
from bot.nlu.clock_evidence import Evidence
from bot.nlu.day_parts import WORDS, Part, hour_in, usual_hour

_LATE = frozenset({"afternoon", "evening", "night"})


def give_hours(evidence: Evidence, clocks: list[Clock]) -> list[Clock]:
    """Return the times with their hours of 24."""
    shared = _Shared(evidence, tuple(clocks))
    return [shared.give_hour(number) for number in range(len(clocks))]


@dataclass(frozen=True)
class _Shared:
    """The times of a sentence and the parts of the day that they share out among them."""

    evidence: Evidence
    clocks: tuple[Clock, ...]

    @cached_property
    def parts(self) -> tuple[Part | None, ...]:
        """Return for each time the part of the day that stands with it; none is given twice."""
        outline = self.evidence.outline
        leading = {outline.part_ahead(clock) for clock in self.clocks}
        shared: list[Part | None] = []
        for clock in self.clocks:
            ahead, behind = outline.part_ahead(clock), outline.part_behind(clock)
            ahead = None if ahead in shared else ahead
            # In "mornings at 7, evenings at 8" the evenings lead to the 8.
            shared.append(ahead if ahead and (behind is None or behind in leading) else behind)
        return tuple(shared)

    @cached_property
    def placed(self) -> tuple[Clock, ...]:
        """Return the times in their own parts of the day."""
        pairs = zip(self.clocks, self.parts, strict=True)
        return tuple(_place(clock, part) if part else clock for clock, part in pairs)

    def give_hour(self, number: int) -> Clock:
        """Return one of the times with its hour of 24."""
        clock = self.placed[number]
        if clock.fixed:
            return clock
        for hour in self._hours_by_others(number):
            return replace(clock, hour=hour)
        return replace(clock, hour=usual_hour(clock.hour))

    def _hours_by_others(self, number: int) -> Iterator[int]:
        clock = self.placed[number]
        for other in (number + 1, number - 1):
            if 0 <= other < len(self.clocks) and self._says_half(other):
                neighbour = self.placed[other]
                hour = clock.hour % 12 + (12 if neighbour.hour >= 12 else 0)
                in_order = (hour < neighbour.hour) == (number < other)
                if in_order and self.evidence.is_joined(clock, neighbour):
                    yield hour
        part = self._find_part_of_sentence(number)
        if part and part.name in _LATE:
            yield hour_in(part.name, clock.hour)

    def _says_half(self, number: int) -> bool:
        return self.clocks[number].half_day or self.parts[number] is not None

    def _find_part_of_sentence(self, number: int) -> Part | None:
        """Return a part of the day that stands farther off: "evenings suit me, say 7"."""
        first = self.clocks[number].first
        free = [part for part in self.evidence.outline.parts if self._is_free(part, number)]
        if len({part.name for part in free}) > 1:
            return None
        ahead = [part for part in free if part.first < first]
        if ahead:
            return ahead[-1]
        if not free or len(self.clocks) > 1:
            return None
        between = self.evidence.tokens.words[self.clocks[number].last : free[0].first]
        return None if {"and", "or"} & set(between) else free[0]

    def _is_free(self, part: Part, number: int) -> bool:
        outline = self.evidence.outline
        start, end = self.evidence.clause(part.first, part.last)
        if WORDS["idle_clause"].is_in(outline.tokens, start, end):
            return False
        if part not in self.parts:
            return True
        days = outline.days_at(part.first)
        heads = part.last <= self.clocks[self.parts.index(part)].first
        once = WORDS["once"].is_in(outline.tokens, part.first - 1, part.last)
        return heads and not once and (days is None or days.kind == "generic")


def _place(clock: Clock, part: Part) -> Clock:
    """Return the time in its own part of the day; "07:00 in the evening" is of 12 hours too."""
    if clock.half_day or clock.hour > 12 or (clock.fixed and clock.hour % 12 == 0):
        return clock
    return replace(clock, hour=hour_in(part.name, clock.hour), fixed=True)

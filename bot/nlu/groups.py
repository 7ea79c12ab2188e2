"""Which time belongs to which days, where a sentence has several."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.nlu.days import WEEK
from bot.nlu.mentions import Mention

_COST_ALONE = 1000
_WIDEST_JOINT = 6

Pair = tuple[Mention, Mention]


def group_times(
    times: tuple[Mention, ...], days: tuple[Mention, ...]
) -> tuple[tuple[Mention, ...], tuple[Mention, ...]]:
    """Number each time and its days alike, where there are two or more pairs side by side.

    Days with a time of their own are taken out of the wider set beside them: "daily at 7 but sundays at 9".
    """
    pairs = _pair(sorted([*times, *days], key=lambda mention: mention.start))
    if len(pairs) < 2:
        return times, days
    numbers = {mention: number for number, pair in enumerate(pairs, 1) for mention in pair}
    own = [mention for mention in days if mention in numbers]
    return (
        tuple(replace(m, group=numbers.get(m) or _find_joined(m, times, numbers)) for m in times),
        tuple(replace(m, group=numbers.get(m), value=_narrow(m, own)) for m in days),
    )


def _pair(ordered: Sequence[Mention]) -> list[Pair]:
    """Return neighbours of different kinds: as many pairs, and as close together, as can be."""
    best: list[tuple[int, list[Pair]]] = [(0, [])]
    for number, mention in enumerate(ordered):
        cost, pairs = best[-1]
        choices = [(cost + _COST_ALONE, pairs)]
        if number and ordered[number - 1].entity != mention.entity:
            before = ordered[number - 1]
            cost, pairs = best[-2]
            choices.append((cost + mention.start - before.end, [*pairs, (before, mention)]))
        best.append(min(choices, key=lambda choice: choice[0]))
    return best[-1][1]


def _find_joined(
    time: Mention, times: Sequence[Mention], numbers: Mapping[Mention, int]
) -> int | None:
    """Return the number of the time right beside it: "7am and 7pm on weekdays"."""
    for other in times:
        gap = max(time.start, other.start) - min(time.end, other.end)
        if other in numbers and gap <= _WIDEST_JOINT:
            return numbers[other]
    return None


def _narrow(days: Mention, own: Sequence[Mention]) -> tuple[str, ...]:
    """Return the days without those that have a time of their own."""
    named = _days(days)
    if days in own:
        narrower = (_days(other) for other in own if other != days)
        named = named.difference(*(other for other in narrower if other < named)) or named
    return tuple(day for day in WEEK if day in named)


def _days(mention: Mention) -> frozenset[str]:
    return frozenset(mention.value) if isinstance(mention.value, tuple) else frozenset()

"""Which time belongs to which days, where a sentence has several."""

from dataclasses import replace

from bot.nlu.mentions import Mention


def group_times(
    times: tuple[Mention, ...], days: tuple[Mention, ...]
) -> tuple[tuple[Mention, ...], tuple[Mention, ...]]:
    """Number each time and its days alike, where there are two or more pairs side by side."""
    if len(times) < 2 or not days:
        return times, days
    ordered = sorted([*times, *days], key=lambda m: m.start)
    pairs = _pair(ordered)
    if len(pairs) < 2:
        return times, days
    numbers = {mention: number for number, pair in enumerate(pairs, 1) for mention in pair}
    return (
        tuple(replace(m, group=numbers.get(m)) for m in times),
        tuple(replace(m, group=numbers.get(m)) for m in days),
    )


def _pair(ordered: list[Mention]) -> list[tuple[Mention, Mention]]:
    """Return neighbours of different kinds, two by two from the left; none where one is left over."""
    if len(ordered) % 2:
        return []
    pairs = list(zip(ordered[::2], ordered[1::2], strict=True))
    return pairs if all(a.entity != b.entity for a, b in pairs) else []

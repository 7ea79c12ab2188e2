"""Times of day as "HH:MM"."""

from collections.abc import Iterator
from functools import lru_cache
from itertools import islice

from bot.nlu.clock import Clock
from bot.nlu.clock_evidence import Evidence
from bot.nlu.clock_forms import read_clocks
from bot.nlu.day_hours import give_hours
from bot.nlu.mentions import Mention
from bot.nlu.old_times import drop_old
from bot.nlu.outline import read_outline
from bot.nlu.tokens import Tokens, cut


def find_times(text: str, asked: bool = False) -> tuple[Mention, ...]:
    """Return the times of a plain text; a bare figure counts where a time is meant or asked for."""
    tokens = cut(text)
    return tuple(
        Mention(
            "time", f"{c.hour:02d}:{c.minute:02d}", tokens.starts[c.first], tokens.ends[c.last - 1]
        )
        for c in find_clocks(tokens, asked)
    )


@lru_cache(maxsize=8)
def find_clocks(tokens: Tokens, asked: bool = False) -> tuple[Clock, ...]:
    """Return the times among the tokens with their hours of 24, the old ones left out."""
    starts = [start for start in range(len(tokens)) if any(read_clocks(tokens, start))]
    if not starts:
        return ()
    evidence = Evidence(read_outline(tokens), asked)
    found: list[Clock] = []
    for start in starts:
        if not found or start >= found[-1].last:
            found += _take(clock for clock in read_clocks(tokens, start) if evidence.is_time(clock))
    found = _add_joined(evidence, found, starts)
    return tuple(drop_old(tokens, give_hours(evidence, found)))


def _add_joined(evidence: Evidence, found: list[Clock], starts: list[int]) -> list[Clock]:
    """Add the figures that are times because they are joined to one: the 7 of "7 or 8pm"."""
    for start in [*starts, *reversed(starts)]:
        if not any(clock.first <= start < clock.last for clock in found):
            clocks = read_clocks(evidence.tokens, start)
            found += _take(c for c in clocks if any(evidence.is_joined(c, f) for f in found))
    return sorted(found, key=lambda clock: clock.first)


def _take(clocks: Iterator[Clock]) -> list[Clock]:
    """Return the first one, in a list of its own, if there is one."""
    return list(islice(clocks, 1))

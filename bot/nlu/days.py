"""Days of the week, as a set in the order Monday to Sunday."""

from bot.nlu.day_dates import is_of_every_week
from bot.nlu.day_roles import Said, settle
from bot.nlu.mentions import Mention
from bot.nlu.outline import read_outline
from bot.nlu.times import find_clocks
from bot.nlu.tokens import cut
from bot.nlu.week import WEEK

__all__ = ["WEEK", "find_days"]


def find_days(text: str) -> tuple[Mention, ...]:
    """Return every set of days that a plain text names, exceptions taken out."""
    tokens = cut(text)
    outline = read_outline(tokens)
    if not outline.days:
        return ()
    clocks = find_clocks(tokens)
    said = []
    for days in outline.days:
        beside = frozenset(
            c for c in clocks if days in {outline.days_ahead(c), outline.days_behind(c)}
        )
        if is_of_every_week(tokens, days, bool(beside)):
            said.append(Said(days, days.days, beside))
    planned = bool(clocks) or any(not outline.days_at(part.first) for part in outline.parts)
    found = (
        Mention(
            "days",
            tuple(day for day in WEEK if day in each.days),
            tokens.starts[each.place.first],
            tokens.ends[each.place.last - 1],
        )
        for each in settle(tokens, said, clocks, planned)
        if each.days
    )
    return tuple(sorted(found, key=lambda mention: mention.start))

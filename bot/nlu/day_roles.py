"""Which days of a sentence are meant, taken out, or left over: "every day but sunday", "the rest"."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from bot.nlu.clock import Clock
from bot.nlu.day_lists import DayList
from bot.nlu.tokens import Tokens
from bot.nlu.week import WEEK, load_words, read_day_set

_WORDS = load_words("exceptions")
_ALL = frozenset(WEEK)
_REACH = 8


@dataclass(frozen=True)
class Said:
    """Days that a sentence names, and the times beside them."""

    place: DayList
    days: frozenset[str]
    clocks: frozenset[Clock]


def settle(
    tokens: Tokens, said: Sequence[Said], clocks: Sequence[Clock], planned: bool
) -> list[Said]:
    """Return the days that are meant: without those taken out or given up, the rest worked out.

    Where something is planned, "not on sundays" alone means the other days.
    """
    said = _drop_old(tokens, said)
    ways = {s: _way_out(tokens, s, said, clocks) for s in said}
    rest = [s for s in said if s.place.is_rest]
    named = [s for s in said if not ways[s] and not s.place.is_rest]
    out = [s for s in said if _is_out(s, ways[s], named, rest)]
    spared = [s for s in said if ways[s] and not s.place.is_rest and s not in out]
    if not named and not rest and planned:
        spared = [_turn_round(tokens, s, ways[s]) for s in spared]
    meant = sorted([*named, *spared], key=lambda s: s.place.first)
    meant = _join(tokens, [_without(s, out) for s in meant], clocks)
    meant = _drop_weak(meant, rest, clocks)
    return meant + _work_out(rest, [*meant, *out])


def _drop_old(tokens: Tokens, said: Sequence[Said]) -> list[Said]:
    """Drop "mondays" of "instead of mondays", "from mondays to sundays", "not just mondays"."""
    kept = [s for s in said if not (_is_led(tokens, s, "replaced") or _is_led(tokens, s, "only"))]
    kept = [_move_within(tokens, s) for s in kept or said]
    pairs = zip_longest(kept, kept[1:])
    return [s for s, other in pairs if not (other and _is_replaced(tokens, s, other))]


def _is_led(tokens: Tokens, said: Said, name: str) -> bool:
    """Say whether one of these phrases stands before the days, fillers such as "on" aside."""
    for lead in {said.place.first, said.place.sets[0].first}:
        lead = _WORDS["fillers"].skip_back(tokens, lead)
        start = _WORDS[name].start(tokens, lead)
        if start < lead:
            kept = _WORDS["not_an_exception"].is_in(tokens, max(0, start - 1), start + 2)
            return name == "only" or not kept
    return False


def _move_within(tokens: Tokens, said: Said) -> Said:
    """Take "from mondays to wednesdays" as a change to wednesdays where a change is meant."""
    first, last = said.place.first, said.place.last
    if tokens.word(first + 1) != "to" or not _is_changed(tokens, first):
        return said
    new = read_day_set(tokens, first + 2)
    return replace(said, days=new.days) if new and new.last == last else said


def _is_replaced(tokens: Tokens, said: Said, following: Said) -> bool:
    """Say whether other days stand for these: "(tue-sat)" behind "work days", or a change to them."""
    explained = _WORDS["that_is"].end(tokens, said.place.last)
    wide = said.place.kind in {"weekdays", "weekends", "all"} and following.place.kind != "rest"
    if wide and following.place.first == explained > said.place.last:
        return True
    return _is_moved(tokens, said, following)


def _is_moved(tokens: Tokens, said: Said, following: Said) -> bool:
    last = _WORDS["nouns"].end(tokens, said.place.last)
    to = _WORDS["change_to"].end(tokens, last)
    if to == last or _WORDS["fillers"].skip(tokens, to) != following.place.first:
        return False
    return _is_changed(tokens, said.place.first)


def _is_changed(tokens: Tokens, first: int) -> bool:
    return _WORDS["change"].is_in(tokens, max(0, first - _REACH), first)


def _way_out(tokens: Tokens, said: Said, others: Sequence[Said], clocks: Sequence[Clock]) -> str:
    """Return by which kind of words the days are taken out, "" if they are not."""
    if _is_followed(tokens, said.place) or _is_led(tokens, said, "strict"):
        return "strict"
    if _is_led(tokens, said, "contrast"):
        return "contrast"
    first = said.place.first
    start, _ = tokens.stretch(first, said.place.last, _WORDS["clause"].firsts)
    ends = (*(clock.last for clock in clocks), *(other.place.last for other in others))
    start = max([start, *(end for end in ends if end <= first)])
    negated = _WORDS["negators"].is_in(tokens, start, first)
    spared = _WORDS["not_an_exception"].is_in(tokens, start, said.place.sets[0].first)
    return "loose" if negated and not spared else ""


def _is_followed(tokens: Tokens, place: DayList) -> bool:
    """Say whether the words behind take the days out: "sundays off", "saturday not"."""
    link = _WORDS["link"].skip(tokens, place.last)
    if _WORDS["after"].end(tokens, link) > link:
        return True
    last = _WORDS["after_last"].end(tokens, link)
    return last > link and (last == len(tokens) or not tokens.word(last).isalnum())


def _is_out(said: Said, way: str, named: Sequence[Said], rest: Sequence[Said]) -> bool:
    """Say whether the days are taken out of others, rather than named with a time of their own."""
    if not way or said.place.is_rest:
        return False
    if way == "contrast":
        bases = [s for s in named if s.days & said.days and s.days - said.days]
        if not bases:
            return bool(rest) and not said.clocks
        base = min(bases, key=lambda s: abs(s.place.first - said.place.first))
        return not (said.clocks - base.clocks and base.clocks - said.clocks)
    return bool(named or (rest and way == "strict"))


def _turn_round(tokens: Tokens, said: Said, way: str) -> Said:
    """Return all days but these, where no others are named: "at 7, not on sundays"."""
    last = said.place.last
    own_time = tokens.word(last) != "," and any(clock.first >= last for clock in said.clocks)
    return said if way == "loose" or own_time else replace(said, days=_ALL - said.days)


def _without(said: Said, out: Sequence[Said]) -> Said:
    left = said.days.difference(*(s.days for s in out))
    return replace(said, days=left) if left else said


def _join(tokens: Tokens, meant: Sequence[Said], clocks: Sequence[Clock]) -> list[Said]:
    """Join days that share the only time, and those that "including" adds."""
    joined: list[Said] = []
    for said in meant:
        last = joined[-1] if joined else None
        if last and len(meant) > len(clocks) and _goes_on(tokens, last, said, clocks):
            joined[-1] = replace(last, days=last.days | said.days)
        else:
            joined.append(said)
    return joined


def _goes_on(tokens: Tokens, last: Said, said: Said, clocks: Sequence[Clock]) -> bool:
    if _is_led(tokens, said, "included"):
        return True
    if len(clocks) != 1 or last.place.kind == "generic":
        return False
    first, clock = last.place.last, clocks[0]
    if not first <= clock.first < clock.last <= said.place.first:
        return False
    glue = [*range(first, clock.first), *range(clock.last, said.place.first)]
    joints = [at for at in glue if _WORDS["and"].end(tokens, at) > at]
    return bool(joints) and all(
        at in joints or _WORDS["and_glue"].end(tokens, at) > at for at in glue
    )


def _drop_weak(meant: list[Said], rest: Sequence[Said], clocks: Sequence[Clock]) -> list[Said]:
    """Drop "daily" and "every morning" beside other days, unless each has a time of its own."""
    if len(meant) + len(rest) <= len(clocks):
        return meant
    weak = {"generic", "all"} if clocks else {"generic"}
    strong = [said for said in meant if said.place.kind not in weak]
    return strong or meant


def _work_out(rest: Sequence[Said], others: Sequence[Said]) -> list[Said]:
    """Return the days that are left over, where others are named and some are left."""
    left = _ALL.difference(*(said.days for said in others))
    return [replace(said, days=left) for said in rest] if others and left else []

"""Left and right, and which region they belong to."""

import re
from dataclasses import replace

from bot.nlu.clauses import find_clause
from bot.nlu.mentions import Mention

_RIGHT_ADVERB = (
    r"right (?:now|away|after|before|here|there|back|at|when|through|on|in|into|across|above|below|under|where|side up|form|technique|way|thing|time|program|posture|exercise|weight|amount|word"
    r"|between|behind|by|or wrong|i|so|ok|answer|choice|place|track|direction|beside|next|along|down|up|around|from|outside|inside|over)\b"
)
_SIDE = re.compile(
    r"(?P<both>\bboth\b(?! (?:of|the picture|pictures|reminders|exercises|times|days|upper|patterns|workouts)\b)|\bleft and right\b|\bright and left\b|\bleft and the right\b|\beither side\b|\beach side\b|\bboth of\b(?= my)|\bbilateral\w*\b)"
    rf"|(?P<right>(?<!that is )(?<!all )(?<!al)(?<!am i )(?<!you are )(?<!is this )(?<!yes )(?<!do this )(?<!it )\b(?!{_RIGHT_ADVERB})right(?:-hand|hand)?(?! ?(?:handed|\?|$|,? (?:let|ok|so)\b))\b|(?<=the )right\b|(?<=my )right\b|^\s*right one\b|(?<=on )right\b)"
    r"|(?P<left>(?<!i )(?<!have )(?<!has )(?<!we )(?<!was )(?<!been )(?<!much )(?<!days )(?<!weeks )(?<!is )\bleft(?:-hand|hand)?(?! ?(?:off|out|over|handed|in my plan|it|to do|them|alone|behind the)\b)\b)"
)
_GAP = 32
_PAIRED = frozenset(
    [
        "shoulder",
        "hip",
        "hip_flexor",
        "glute",
        "groin",
        "thigh",
        "quadriceps",
        "hamstring",
        "knee",
        "leg",
        "calf",
        "shin",
        "ankle",
        "foot",
        "arm",
        "elbow",
        "wrist",
        "hand",
        "ribs",
    ]
)


def find_sides(text: str) -> tuple[Mention, ...]:
    """Return left, right and both where they name a side of the body."""
    return tuple(
        Mention("side", match.lastgroup or "", match.start(), match.end())
        for match in _SIDE.finditer(text)
    )


def bind_sides(
    text: str, regions: tuple[Mention, ...], sides: tuple[Mention, ...]
) -> tuple[tuple[Mention, ...], tuple[Mention, ...]]:
    """Return the regions with their sides, and the sides that belong to no region."""
    bound = list(regions)
    if not bound:
        return regions, sides
    for side in sides:
        index = _find_owner(text, bound, side)
        if index is not None:
            bound[index] = replace(bound[index], side=_join(bound[index].side, str(side.value)))
    return tuple(bound), ()


def _join(old: str | None, new: str) -> str:
    return new if old is None or old == new else "both"


def _find_owner(text: str, regions: list[Mention], side: Mention) -> int | None:
    """Return the region that follows at once, else the one before in the clause, else the nearest."""
    after = [
        i
        for i, r in enumerate(regions)
        if 0 <= r.start - side.end <= _GAP and _is_open(text, side.end, r.start)
    ]
    if after:
        return after[0]
    left, _ = find_clause(text, side.start, side.end)
    before = [
        i
        for i, r in enumerate(regions)
        if left <= r.start and r.end <= side.start and r.side is None
    ]
    if before:
        return before[-1]
    free = [i for i, r in enumerate(regions) if r.side is None]
    return min(free, key=lambda i: _distance(regions[i], side)) if free else None


def _is_open(text: str, start: int, end: int) -> bool:
    """Say whether nothing but a few small words stands between."""
    between = text[start:end]
    return (
        re.fullmatch(
            r"[\s-]*(?:(?:side|sides|one|hand|front|outer|inner|upper|lower|of|in|at|my|the|part|back|whole|entire|or|side's|both|and|right|left|sore|bad|stiff|weak|tight|achy|weaker|stronger)[\s-]+)*",
            between,
        )
        is not None
    )


def _distance(region: Mention, side: Mention) -> tuple[bool, int]:
    gap = max(region.start - side.end, side.start - region.end)
    return region.value not in _PAIRED, gap

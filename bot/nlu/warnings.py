"""Warning signs: said of now, and not denied."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from bot.nlu.idioms import blank_idioms
from bot.nlu.mentions import Mention
from bot.nlu.sentence import Sentence
from bot.nlu.warning_doubts import Doubts, find_sentence, holds
from bot.nlu.warning_signs import Way, load_signs
from bot.nlu.warning_spelling import respell
from bot.nlu.wording import Plain, Span

# How many characters away from a sign words may stand that tell that it is none.
_NEAR = 30


def find_warnings(text: str) -> tuple[Mention, ...]:
    """Return the warning signs of a plain text, one for each category, with whether it is denied."""
    table = load_signs()
    read = respell(blank_idioms(text))
    plain = Plain(read.text)
    doubts = Doubts(table, plain)
    found: dict[str, Mention] = {}
    for way in table.ways_for(plain):
        known = found.get(way.category)
        if known is not None and not known.negated:
            continue
        for mention in _find_way(way, plain, doubts):
            if known is None or not mention.negated:
                known = found[way.category] = mention
    return tuple(
        _placed(mention, read)
        for mention in found.values()
        if mention.negated or not _is_part(mention, found, table.part_of)
    )


def _placed(mention: Mention, read: Sentence) -> Mention:
    """Return the mention at its place in the text before misspelt words were mended."""
    start, end = read.typed_span(mention.start, mention.end)
    return replace(mention, start=start, end=end)


def _is_part(
    mention: Mention, found: Mapping[str, Mention], part_of: Mapping[str, Sequence[str]]
) -> bool:
    """Say whether the sign is but a part of one of another category."""
    wider = (found[name] for name in part_of.get(str(mention.value), ()) if name in found)
    return any(not other.negated for other in wider)


def _find_way(way: Way, plain: Plain, doubts: Doubts) -> Iterator[Mention]:
    """Return where the sign is told of, what is said of others or of long ago left out."""
    for parts in _find_parts(way, plain):
        span = min(start for start, _ in parts), max(end for _, end in parts)
        if way.alone and not _is_all(plain.text, span):
            continue
        if holds(way.unless, plain, _near(plain.text, span)):
            continue
        if not doubts.is_not_meant(way.category, span):
            yield Mention("red_flag", way.category, *span, doubts.is_denied(parts))


def _near(text: str, span: Span) -> Span:
    """Return the bounds within which other words may tell that a sign is none."""
    left, right = find_sentence(text, *span)
    return max(left, span[0] - _NEAR), min(right, span[1] + _NEAR)


def _is_all(text: str, span: Span) -> bool:
    return not any(c.isalnum() for c in text[: span[0]] + text[span[1] :])


def _find_parts(way: Way, plain: Plain) -> Iterator[list[Span]]:
    """Return for each place of the first part the nearest of the others, if near enough."""
    places = [wording.find(plain) for wording in way.parts]
    if not all(places):
        return
    for first in places[0]:
        parts = [first]
        for others in places[1:]:
            nearest = _nearest(parts, others)
            if nearest is None:
                break
            parts.append(nearest)
        else:
            if _gap(parts) <= way.within * (len(parts) - 1):
                yield parts


def _nearest(parts: Sequence[Span], others: Sequence[Span]) -> Span | None:
    """Return the one of the others that lies nearest to the first part, outside of all parts."""
    free = [o for o in others if all(o[1] <= start or end <= o[0] for start, end in parts)]
    first = parts[0]
    return min(free, key=lambda o: max(o[0] - first[1], first[0] - o[1]), default=None)


def _gap(parts: Sequence[Span]) -> int:
    """Return how many characters lie between the parts."""
    spread = max(end for _, end in parts) - min(start for start, _ in parts)
    return spread - sum(end - start for start, end in parts)

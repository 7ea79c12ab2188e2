"""Read all entities of a sentence."""

from dataclasses import replace
from functools import lru_cache

from bot.nlu.context import Context
from bot.nlu.exercises import find_conditions, find_exercises, find_patterns
from bot.nlu.mentions import Mention, outside
from bot.nlu.negation import is_negated
from bot.nlu.regions import find_regions
from bot.nlu.sentence import Sentence, read_sentence
from bot.nlu.sides import bind_sides, find_sides
from bot.nlu.signs import find_signs


@lru_cache(maxsize=64)
def read_entities(typed: str, context: Context = Context()) -> tuple[Mention, ...]:
    """Return the entities of what was typed, in order; offsets are code points of it."""
    sentence = read_sentence(typed)
    found = find_mentions(sentence.text, context)
    return tuple(_as_typed(sentence, mention) for mention in found)


def find_mentions(text: str, context: Context) -> tuple[Mention, ...]:
    """Return the entities of a plain text, in order."""
    signs, exercises, patterns = find_signs(text), find_exercises(text), find_patterns(text)
    exercises = outside(exercises, patterns)
    body = _find_body(text, (*signs, *exercises))
    rest = find_conditions(text)
    found = (*signs, *exercises, *patterns, *body, *rest)
    return tuple(sorted(found, key=lambda m: (m.start, m.end)))


def _find_body(text: str, taken: tuple[Mention, ...]) -> tuple[Mention, ...]:
    """Return regions with negation and side, and the sides without a region."""
    regions = outside(find_regions(text), taken)
    regions = tuple(replace(r, negated=is_negated(text, r.start, r.end)) for r in regions)
    regions, sides = bind_sides(text, regions, outside(find_sides(text), taken))
    return (*regions, *sides)


def _as_typed(sentence: Sentence, mention: Mention) -> Mention:
    start, end = sentence.typed_span(mention.start, mention.end)
    return replace(mention, start=start, end=end)

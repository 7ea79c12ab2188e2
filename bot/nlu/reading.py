"""Read all entities of a sentence."""

from dataclasses import replace
from functools import lru_cache

from bot.nlu.anchors import find_anchors
from bot.nlu.context import Context
from bot.nlu.dates import find_dates
from bot.nlu.days import find_days
from bot.nlu.durations import find_durations
from bot.nlu.exercises import find_conditions, find_exercises, find_patterns
from bot.nlu.groups import group_times
from bot.nlu.levels import find_levels
from bot.nlu.mentions import Mention, outside
from bot.nlu.negation import is_negated
from bot.nlu.places import find_timezones
from bot.nlu.regions import find_regions
from bot.nlu.sentence import MAX_CHARACTERS, Sentence, read_sentence
from bot.nlu.sides import bind_sides, find_sides
from bot.nlu.signs import find_fine_signs, find_signs
from bot.nlu.times import find_times
from bot.nlu.triggers import find_triggers
from bot.nlu.warnings import find_warnings

NO_CONTEXT = Context()
IN_WORDS = frozenset({"duration", "anchor"})


@lru_cache(maxsize=64)
def read_entities(typed: str, context: Context = NO_CONTEXT) -> tuple[Mention, ...]:
    """Return the entities of what was typed, in order; none of what is too long to be a sentence."""
    if len(typed) > MAX_CHARACTERS:
        return ()
    sentence = read_sentence(typed)
    found = find_mentions(sentence.text, context)
    return tuple(_as_typed(sentence, mention) for mention in found)


def find_mentions(text: str, context: Context) -> tuple[Mention, ...]:
    """Return the entities of a plain text, in order."""
    found = (*find_all_but_warnings(text, context), *find_warnings(text))
    return tuple(sorted(found, key=lambda m: (m.start, m.end)))


def find_all_but_warnings(text: str, context: Context) -> tuple[Mention, ...]:
    """Return the entities of a plain text that are no warning signs, in order."""
    signs = find_signs(text) or (find_fine_signs(text) if context.asked.startswith("sign_") else ())
    patterns = find_patterns(text)
    exercises = outside(find_exercises(text), patterns)
    named = (*signs, *exercises, *patterns)
    found = (
        *named,
        *_find_body(text, named),
        *_find_complaint(text, named, context),
        *_find_plan(text, context),
        *find_conditions(text),
    )
    return tuple(sorted(found, key=lambda m: (m.start, m.end)))


def _find_body(text: str, taken: tuple[Mention, ...]) -> tuple[Mention, ...]:
    """Return regions with negation and side, and the sides without a region."""
    regions = outside(find_regions(text), taken)
    regions = tuple(replace(r, negated=is_negated(text, r.start, r.end)) for r in regions)
    regions, sides = bind_sides(text, regions, outside(find_sides(text), taken))
    return (*regions, *sides)


def _find_complaint(text: str, taken: tuple[Mention, ...], context: Context) -> tuple[Mention, ...]:
    """Return how strong, and what sets it off."""
    triggers = find_triggers(text, asked=context.asked == "discomfort_trigger")
    return (*outside(find_levels(text), taken), *outside(triggers, taken))


def _find_plan(text: str, context: Context) -> tuple[Mention, ...]:
    """Return times with their days, and how long, until when, tied to what, and where."""
    asked = context.asked == "reminder_time"
    times, days = group_times(find_times(text, asked), find_days(text))
    durations = outside(find_durations(text), times)
    dates = outside(find_dates(text, context.today), (*durations, *days))
    anchors = outside(find_anchors(text, asked), times)
    return (*times, *days, *durations, *dates, *anchors, *find_timezones(text))


def _as_typed(sentence: Sentence, mention: Mention) -> Mention:
    """Return the mention at its typed place; a value in the person's words as they typed it."""
    start, end = sentence.typed_span(mention.start, mention.end)
    in_words = mention.value == sentence.text[mention.start : mention.end]
    value = sentence.typed[start:end] if in_words and mention.entity in IN_WORDS else mention.value
    return replace(mention, value=value, start=start, end=end)

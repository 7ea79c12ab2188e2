"""Exercises, patterns and conditions by their usual names."""

from functools import cache

from bot.nlu.mentions import Mention
from bot.nlu.phrases import PhraseTable
from bot.nlu.tables import load_phrases


@cache
def _table(entity: str, name: str) -> PhraseTable:
    return PhraseTable(entity, load_phrases(name))


def find_exercises(text: str) -> tuple[Mention, ...]:
    """Return the exercises named in a plain text."""
    return _table("exercise", "exercises").find(text)


def find_patterns(text: str) -> tuple[Mention, ...]:
    """Return the posture patterns named; one phrase for both crosses gives two."""
    found: list[Mention] = []
    for mention in _table("pattern", "patterns").find(text):
        values = ("upper_cross", "lower_cross") if mention.value == "both" else (mention.value,)
        found += [Mention("pattern", v, mention.start, mention.end) for v in values]
    return tuple(found)


def find_conditions(text: str) -> tuple[Mention, ...]:
    """Return the conditions named, by their ids where they have one."""
    return _table("condition", "conditions").find(text)

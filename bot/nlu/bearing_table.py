"""The parts of the body that are held in some way, and the words that tell of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from bot.nlu.regions import find_regions
from bot.nlu.tables import load_table
from bot.nlu.tokens import Phrases
from bot.nlu.words import WordLists, find_place, load_words, split_words

_VOWELS = "aeiou"


class Part(NamedTuple):
    """A part of the body, and the indices of its first word and of the word after it."""

    name: str
    first: int
    stop: int


@dataclass(frozen=True)
class Reading:
    """What is said of one part to tell of one sign.

    A phrase of `strong` tells it alone, a verb of `moves` with a phrase of `ways`, a phrase of `held` where it is near.
    """

    sign: str
    strong: Phrases
    moves: frozenset[str]
    ways: Phrases
    held: Phrases


def lists() -> WordLists:
    """Return the words around bearings."""
    return load_words("holding")


@lru_cache(maxsize=1)
def load_readings() -> dict[str, tuple[Reading, ...]]:
    """Return part -> what is said of it to tell of a sign."""
    found: dict[str, list[Reading]] = {}
    for sign, parts in load_table("bearings")["readings"].items():
        for part, row in parts.items():
            found.setdefault(part, []).append(_read_row(sign, row))
    return {part: tuple(readings) for part, readings in found.items()}


def _read_row(sign: str, row: dict[str, Any]) -> Reading:
    strong = [form for word in row.get("strong", ()) for form in inflect(word)]
    moves = frozenset(form for verb in row.get("moves", ()) for form in inflect(verb))
    ways, held = Phrases(row.get("ways", ())), Phrases(row.get("held", ()))
    return Reading(sign, Phrases(strong), moves, ways, held)


@lru_cache(maxsize=2)
def load_sayings(section: str) -> dict[str, tuple[str, Phrases]]:
    """Return part -> the sign, and the phrases that deny it, of a section of the table."""
    return {
        part: (sign, Phrases(phrases))
        for sign, parts in load_table("bearings")[section].items()
        for part, phrases in parts.items()
    }


@lru_cache(maxsize=1)
def _load_names() -> dict[str, tuple[tuple[str, Phrases], ...]]:
    """Return first word -> the parts with a name that begins so, with their names."""
    names: dict[str, dict[str, list[str]]] = {}
    for part, phrases in load_table("bearings")["words"].items():
        for phrase in phrases:
            names.setdefault(phrase.split()[0], {}).setdefault(part, []).append(phrase)
    return {
        word: tuple((part, Phrases(phrases)) for part, phrases in rows.items())
        for word, rows in names.items()
    }


def inflect(verb: str) -> tuple[str, ...]:
    """Return the regular forms of a verb; of a phrase or a participle only itself."""
    if " " in verb or verb.endswith(("ed", "ing", "en")):
        return (verb,)
    third = verb + ("es" if verb.endswith(("ch", "sh", "ss", "o")) else "s")
    if verb.endswith("e"):
        return verb, third, verb + "d", verb[:-1] + "ing"
    closed = (
        len(verb) > 2
        and verb[-1] not in _VOWELS + "wxy"
        and verb[-2] in _VOWELS
        and verb[-3] not in _VOWELS
    )
    stem = verb + verb[-1] if closed and len(verb) < 5 else verb
    return verb, third, stem + "ed", stem + "ing"


@lru_cache(maxsize=32)
def find_parts(text: str) -> tuple[Part, ...]:
    """Return the parts named in a text, in order."""
    words, names = split_words(text), load_table("bearings")["parts"]
    parts: dict[int, Part] = {}
    for region in find_regions(text):
        first, stop = find_place(words, region.start, region.end)
        name = names.get(str(region.value))
        if name and words.word(stop - 1) in lists()["named"]:
            parts[first] = Part(name, first, stop)
    for index, word in enumerate(words.words):
        for name, phrases in _load_names().get(word, ()):
            stop = phrases.end(words, index)
            if stop > index and not _is_inside(index, stop, parts.values()):
                parts[index] = Part(name, index, stop)
    return tuple(parts[first] for first in sorted(parts))


def _is_inside(first: int, stop: int, parts: Iterable[Part]) -> bool:
    """Say whether it is only a piece of a longer part: "bottom" in "bottom ribs"."""
    return any(p.first <= first < p.stop and p.stop - p.first > stop - first for p in parts)

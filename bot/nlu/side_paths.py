"""The way from a side to the region that it stands before."""

from collections.abc import Sequence

from bot.nlu.tokens import Tokens
from bot.nlu.words import WordLists, load_words


def lists() -> WordLists:
    """Return the word lists around sides."""
    return load_words("sides")


def is_plural(value: object, word: str) -> bool:
    """Say whether a region's last word is a plural."""
    if word in lists()["plural"]:
        return True
    return word.endswith("s") and word not in lists()["singular"] and value != "abdomen"


def find_path(
    words: Tokens, start: int, places: Sequence[tuple[int, int]], owned: bool = False
) -> int | None:
    """Return the number of the region that follows at once, with only describing words before it.

    "right big toe", "left side of my neck", "left and right hip"; with `owned` also "both my knees".
    """
    place = _skip_noun(words, start) if not owned else start
    if place == start:
        place = _skip_owner(words, place) if owned else _skip_joint(words, place)
    found = _find_region(words, place, places)
    if found is None and _is_strange(words, place := _skip_describing(words, place)):
        found = _find_region(words, place + 1, places)
    return found


def _find_region(words: Tokens, place: int, places: Sequence[tuple[int, int]]) -> int | None:
    """Return the number of the region at a place or after the describing words there."""
    end = _skip_describing(words, place)
    for number, (first, stop) in enumerate(places):
        if place <= first <= end < stop or first == place:
            return number if words.word(first) != "between" else None
    return None


def _skip_noun(words: Tokens, place: int) -> int:
    """Pass over "side of my", "hand side", "half of the"; stay where no such noun stands."""
    start = place
    while words.word(place) in ("-", "hand"):
        place += 1
    if words.word(place) not in lists()["nouns"]:
        return start
    place += 1
    if words.word(place) in lists()["links"]:
        place += 1
    elif words.word(place - 1) in ("one", "ones"):
        return start
    while words.word(place) in lists()["owners"] or words.word(place) == "whole":
        place += 1
    return place


def _skip_owner(words: Tokens, place: int) -> int:
    while words.word(place) in ("of", "sides") or words.word(place) in lists()["owners"]:
        place += 1
    return place


def _skip_joint(words: Tokens, place: int) -> int:
    """Pass over "and right" in "left and right hip", "in the" in "left in my hip"."""
    both = lists()["left"] | lists()["right"]
    after = place + 1
    while words.word(after) in lists()["owners"]:
        after += 1
    if words.word(place) in lists()["joints"] and words.word(after) in both:
        return after + 1
    return place


def _skip_describing(words: Tokens, place: int) -> int:
    while words.word(place) in lists()["describing"]:
        place += 1
    return place


def _is_strange(words: Tokens, place: int) -> bool:
    """Say whether a word in no list stands there, which may describe as well: "left clicky knee"."""
    word = words.word(place)
    return word.isalpha() and word not in lists()["no_describing"]

"""Misspelt words that warning signs are told with."""

import re
from collections.abc import Mapping
from functools import lru_cache

from bot.nlu.sentence import Sentence
from bot.nlu.spelling import MIN_FUZZY_LENGTH, is_one_slip_away
from bot.nlu.tables import load_table

_WORD = re.compile(r"[^\W\d_]+")


def respell(text: str) -> Sentence:
    """Mend the words of a plain text; the result leads back to the places in that text."""
    characters: list[str] = []
    spans: list[tuple[int, int]] = []
    position = 0
    for match in _WORD.finditer(text):
        mended = _mend(match.group())
        if mended == match.group():
            continue
        characters.append(text[position : match.start()])
        spans.extend((index, index + 1) for index in range(position, match.start()))
        characters.append(mended)
        spans.extend([match.span()] * len(mended))
        position = match.end()
    characters.append(text[position:])
    spans.extend((index, index + 1) for index in range(position, len(text)))
    return Sentence(text, "".join(characters), tuple(spans))


@lru_cache(maxsize=8192)
def _mend(word: str) -> str:
    exact: Mapping[str, str] = load_table("warnings")["misspelt"]
    if word in exact:
        return exact[word]
    if len(word) < MIN_FUZZY_LENGTH or word in _known():
        return word
    near = [target for target in _targets().get(word[0], ()) if is_one_slip_away(word, target)]
    return near[0] if len(near) == 1 else word


@lru_cache(maxsize=1)
def _known() -> frozenset[str]:
    table = load_table("warnings")
    return frozenset(table["fuzzy"]) | frozenset(table["never_mend"])


@lru_cache(maxsize=1)
def _targets() -> dict[str, list[str]]:
    by_letter: dict[str, list[str]] = {}
    for word in load_table("warnings")["fuzzy"]:
        by_letter.setdefault(word[0], []).append(word)
    return by_letter

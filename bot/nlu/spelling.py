"""Mend contractions and misspelled words that the tables depend on."""

import re
from functools import lru_cache

from bot.nlu.tables import load_table

MIN_FUZZY_LENGTH = 6
_STRETCHED = re.compile(r"([^\W\d_])\1{2,}")
_NEGATED_VERB = re.compile(
    r"(is|are|was|were|do|does|did|has|have|had|should|would|could|must)n'?t"
)
_ENDINGS = {"'m": " am", "'ve": " have", "'re": " are", "'ll": " will", "'d": " would"}


@lru_cache(maxsize=4096)
def mend(word: str) -> str:
    """Return the usual spelling of one lower-case word, or the word itself."""
    table = load_table("spelling")
    if word in table["exact"]:
        return str(table["exact"][word])
    negated = _NEGATED_VERB.fullmatch(word)
    if negated:
        return f"{negated.group(1)} not"
    for ending, words in _ENDINGS.items():
        if word.endswith(ending):
            return word[: -len(ending)] + words
    return _mend_typo(_STRETCHED.sub(r"\1\1", word))


def _mend_typo(word: str) -> str:
    """Return the one fuzzy target at distance one, else the word."""
    if len(word) < MIN_FUZZY_LENGTH or not word.isalpha() or _is_known(word):
        return word
    near = [target for target in _fuzzy_targets() if is_one_slip_away(word, target)]
    return near[0] if len(near) == 1 else word


def _is_known(word: str) -> bool:
    return word in _known_words() or (word.endswith("s") and word[:-1] in _known_words())


@lru_cache(maxsize=1)
def _fuzzy_targets() -> tuple[str, ...]:
    return tuple(w for w in load_table("spelling")["fuzzy"] if len(w) >= MIN_FUZZY_LENGTH - 1)


@lru_cache(maxsize=1)
def _known_words() -> frozenset[str]:
    table = load_table("spelling")
    return frozenset(table["fuzzy"]) | frozenset(table["never_mend"])


def is_one_slip_away(word: str, target: str) -> bool:
    """Say whether one letter added, left out, changed or swapped with its neighbour parts them."""
    if abs(len(word) - len(target)) > 1 or word[0] != target[0]:
        return False
    same = 0
    while same < min(len(word), len(target)) and word[same] == target[same]:
        same += 1
    a, b = word[same:], target[same:]
    return a[1:] == b[1:] or a[1:] == b or a == b[1:] or (a[:2] == b[:2][::-1] and a[2:] == b[2:])

"""A plain text as words and marks, for rules that look at what stands before and after."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from functools import lru_cache

from bot.nlu.tables import TableError, load_table
from bot.nlu.tokens import Phrases, Tokens

# "neck's" is two words.
_WORD = re.compile(r"'s\b|[^\W_]+|[^\w\s]|_")


@lru_cache(maxsize=32)
def split_words(text: str) -> Tokens:
    """Cut a plain text into words and marks; "'s" counts as "is"."""
    found = list(_WORD.finditer(text))
    return Tokens(
        tuple("is" if match.group() == "'s" else match.group() for match in found),
        tuple(match.start() for match in found),
        tuple(match.end() for match in found),
    )


def find_place(words: Tokens, start: int, end: int) -> tuple[int, int]:
    """Return the indices of the first word of a part of the text and of the word after it."""
    return bisect_right(words.ends, start), bisect_left(words.starts, end)


class WordLists:
    """The lists of words and phrases in a table."""

    def __init__(self, name: str) -> None:
        self._name = name
        rows = load_table(name).items()
        self._lists = {key: frozenset(_read(name, key, row)) for key, row in rows}
        self._phrases: dict[str, Phrases] = {}

    def __getitem__(self, key: str) -> frozenset[str]:
        if key not in self._lists:
            raise TableError(f"The word table {self._name}.yml has no list {key!r}.")
        return self._lists[key]

    def holds(self, word: str, *keys: str) -> bool:
        """Say whether the word is in one of the lists."""
        return any(word in self[key] for key in keys)

    def phrases(self, key: str) -> Phrases:
        """Return a list as phrases of several words."""
        if key not in self._phrases:
            self._phrases[key] = Phrases(self[key])
        return self._phrases[key]


def _read(name: str, key: str, row: object) -> Iterable[str]:
    if not isinstance(row, list):
        raise TableError(f"{name}.yml, entry {key!r}: a list of words is expected.")
    return (str(word) for word in row)


@lru_cache(maxsize=8)
def load_words(name: str) -> WordLists:
    """Return the word lists of a table, read once."""
    return WordLists(name)

"""A plain text cut into words, figures and marks, and the phrases that are looked for among them."""

import re
from collections.abc import Container, Iterable
from dataclasses import dataclass
from functools import lru_cache

_TOKEN = re.compile(r"\d+|[^\W\d_]+(?:'[^\W\d_]+)*|[^\w\s]|_")


@dataclass(frozen=True)
class Tokens:
    """The tokens of a text with their places; outside of it stands the empty word."""

    words: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.words)

    def word(self, index: int) -> str:
        """Return the word at the index, "" where there is none."""
        return self.words[index] if 0 <= index < len(self.words) else ""

    def is_glued(self, index: int) -> bool:
        """Say whether nothing stands between the token and the one before it."""
        return 0 < index < len(self.words) and self.ends[index - 1] == self.starts[index]

    def stretch(self, first: int, last: int, borders: Container[str]) -> tuple[int, int]:
        """Return the bounds of what stands around these tokens between two borders."""
        start = next((i + 1 for i in range(first - 1, -1, -1) if self.words[i] in borders), 0)
        ends = (i for i in range(last, len(self)) if self.words[i] in borders)
        return start, next(ends, len(self))


@lru_cache(maxsize=8)
def cut(text: str) -> Tokens:
    """Cut a plain text into tokens."""
    found = list(_TOKEN.finditer(text))
    return Tokens(
        tuple(match.group() for match in found),
        tuple(match.start() for match in found),
        tuple(match.end() for match in found),
    )


class Phrases:
    """A list of phrases that can be met forwards and backwards from a place among the tokens."""

    def __init__(self, phrases: Iterable[str]) -> None:
        by_first: dict[str, list[tuple[str, ...]]] = {}
        by_last: dict[str, list[tuple[str, ...]]] = {}
        for words in sorted({cut(phrase).words for phrase in phrases}, key=len, reverse=True):
            by_first.setdefault(words[0], []).append(words)
            by_last.setdefault(words[-1], []).append(words)
        self._by_first, self._by_last = by_first, by_last

    @property
    def firsts(self) -> frozenset[str]:
        """Return the words that a phrase can start with."""
        return frozenset(self._by_first)

    def end(self, tokens: Tokens, start: int) -> int:
        """Return where the longest phrase that starts here ends, `start` where none does."""
        for words in self._by_first.get(tokens.word(start), ()):
            if tokens.words[start : start + len(words)] == words:
                return start + len(words)
        return start

    def start(self, tokens: Tokens, end: int) -> int:
        """Return where the longest phrase that ends just before here starts, `end` where none does."""
        for words in self._by_last.get(tokens.word(end - 1), ()):
            start = end - len(words)
            if start >= 0 and tokens.words[start:end] == words:
                return start
        return end

    def skip(self, tokens: Tokens, start: int) -> int:
        """Return the place after all phrases that follow one another from here."""
        while (end := self.end(tokens, start)) > start:
            start = end
        return start

    def skip_back(self, tokens: Tokens, end: int) -> int:
        """Return the place before all phrases that follow one another up to here."""
        while (start := self.start(tokens, end)) < end:
            end = start
        return end

    def is_in(self, tokens: Tokens, start: int, end: int) -> bool:
        """Say whether one of the phrases lies between the two places."""
        return any(index < self.end(tokens, index) <= end for index in range(start, end))

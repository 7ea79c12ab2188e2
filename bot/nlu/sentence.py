"""A sentence in a plain form that rules can read, with the way back to what was typed."""

import re
import unicodedata
from dataclasses import dataclass

from bot.nlu import spelling

MAX_CHARACTERS = 4096
_INVISIBLE = {"Cf", "Cc", "Mn", "Me"}
_LETTERS = {
    "’": "'",
    "‘": "'",
    "ʼ": "'",
    "`": "'",
    "´": "'",
    "“": '"',
    "”": '"',
    "–": "-",
    "—": " - ",
    "−": "-",
    "…": "...",
    "\u00a0": " ",
    "½": " 1/2",
}
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*|\d+|[^\w\s]|_")


@dataclass(frozen=True)
class Sentence:
    """Lower-case text with usual spelling, and for each of its characters the typed span."""

    typed: str
    text: str
    spans: tuple[tuple[int, int], ...]

    def typed_span(self, start: int, end: int) -> tuple[int, int]:
        """Return start and end, in code points of what was typed, of a part of the text."""
        return self.spans[start][0], self.spans[end - 1][1]

    def words(self) -> tuple[str, ...]:
        """Return the words and numbers of the plain text."""
        return tuple(re.findall(r"[^\W\d_]+(?:'[^\W\d_]+)*|\d+", self.text))


def read_sentence(typed: str) -> Sentence:
    """Make the plain form: no invisible characters, contractions spelled out, typos mended."""
    return _mend(_flatten(typed[:MAX_CHARACTERS]), typed)


def _flatten(typed: str) -> list[tuple[str, int]]:
    """Return plain lower-case characters, each with the index of the typed one."""
    plain: list[tuple[str, int]] = []
    for index, character in enumerate(typed):
        character = _LETTERS.get(character, character)
        if len(character) == 1 and character not in "\t\n\r":
            character = unicodedata.normalize("NFKD", character).lower()
        for part in character:
            if part in "\t\n\r":
                plain.append((" ", index))
            elif unicodedata.category(part) not in _INVISIBLE:
                plain.append((part, index))
    return plain


def _mend(plain: list[tuple[str, int]], typed: str) -> Sentence:
    """Replace misspelled words and contractions, keeping track of the typed spans."""
    text = "".join(character for character, _ in plain)
    characters: list[str] = []
    spans: list[tuple[int, int]] = []
    position = 0
    for match in _WORD.finditer(text):
        _copy(plain[position : match.start()], characters, spans)
        mended = spelling.mend(match.group())
        if mended == match.group():
            _copy(plain[match.start() : match.end()], characters, spans)
        else:
            span = plain[match.start()][1], plain[match.end() - 1][1] + 1
            characters.extend(mended)
            spans.extend([span] * len(mended))
        position = match.end()
    _copy(plain[position:], characters, spans)
    return Sentence(typed, "".join(characters), tuple(spans))


def _copy(part: list[tuple[str, int]], characters: list[str], spans: list[tuple[int, int]]) -> None:
    for character, index in part:
        characters.append(character)
        spans.append((index, index + 1))

"""Split a text that is too long for one message where a reader would pause.

Telegram counts UTF-16 code units after it has read the markup: 4,096 in a message and 1,024 in a
caption (https://core.telegram.org/bots/api#sendmessage, #sendphoto).
"""

from __future__ import annotations

import re

LONGEST_MESSAGE = 4096
LONGEST_CAPTION = 1024
# Best first: a paragraph, a line, a sentence, a part of one, a word. A match ends where the cut is.
_PAUSES = (
    re.compile(r"(?=\n\s*\n)"),
    re.compile(r"(?=\n)"),
    re.compile(r"[.!?…][\"'”’)\]]*(?=\s)"),
    re.compile(r"[,;:–—](?=\s)"),
    re.compile(r"(?=\s)"),
)
# A pause is taken where it leaves the first part at least this full, else the next kind is tried.
_FULL_ENOUGH = 0.5
# Never cut before these: they belong to the character in front of them.
_JOINED = re.compile("[\u0300-\u036f\u200d\ufe0e\ufe0f\u20e3\U0001f3fb-\U0001f3ff]")


def length_of(text: str) -> int:
    """Return the length of a text as Telegram counts it, in UTF-16 code units."""
    return len(text) + sum(1 for character in text if ord(character) > 0xFFFF)


def split_text(text: str, longest: int = LONGEST_MESSAGE, first: int | None = None) -> list[str]:
    """Return the text in parts of at most `longest` code units, the first of at most `first`.

    A text without anything to read gives no part.
    """
    parts: list[str] = []
    rest, limit = text.strip(), first or longest
    while length_of(rest) > limit:
        end = _find_end(rest, limit)
        parts.append(rest[:end].rstrip())
        rest, limit = rest[end:].lstrip(), longest
    return [part for part in [*parts, rest] if part]


def _find_end(text: str, limit: int) -> int:
    """Return where the first part ends, in code points."""
    most = _fitting(text, limit)
    for pause in _PAUSES:
        ends = [found.end() for found in pause.finditer(text[: most + 1])]
        if ends and ends[-1] >= most * _FULL_ENOUGH:
            return ends[-1]
    return _whole_character(text, most)


def _fitting(text: str, limit: int) -> int:
    """Return how many code points from the start fit."""
    units = 0
    for place, character in enumerate(text):
        units += 2 if ord(character) > 0xFFFF else 1
        if units > limit:
            return place
    return len(text)


def _whole_character(text: str, end: int) -> int:
    """Return a place at or before `end` that is inside no combined character."""
    place = end
    while place > 1 and (_JOINED.match(text[place]) or text[place - 1] == "\u200d"):
        place -= 1
    return place if place > 1 else end

"""A small language for what may be worded in many ways, compiled to regular expressions.

    word       that word            word*     with any ending
    (a|b c)    one of these         [a|b]     one of these or nothing
    ..         up to three words    ...       up to eight words
    {name}     a phrase of the group of that name
    <regex>    a word given as a regular expression
    a & b      both, in any order

Between two words may stand blanks, hyphens and commas, but no end of a sentence.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

Span = tuple[int, int]

_TOKEN = re.compile(r"\{\w+\}|<[^>]*>|\.{2,3}|[()\[\]|]|[^\s()\[\]|<>{}]+")
_WORD = re.compile(r"\w+")
_STEM = re.compile(r"[\w']+")
_TAIL = re.compile(r"\W+\Z")
_BORDER = r"(?:[^\w.!?;\n]+|(?!\w))"
_GAPS = {"..": 3, "...": 8}
_CLOSING = {"(": ")", "[": "]"}
_KEY_LENGTH = 3
# So frequent that they tell little about what else a text holds.
_FREQUENT = re.compile(
    r"i|m[ey]|the|an?|is|are|was|it|and|to|of|in|on|at|not?|do|can|for|fro|wit|tha|thi|ha[vs]"
)
# Also written as the 's of the word before.
_SHORTENED = frozenset({"is", "has"})


class WordingError(ValueError):
    """A wording cannot be read."""


@dataclass(frozen=True)
class Plain:
    """A plain text with the beginnings of its words, and what was found in it so far."""

    text: str
    _found: dict["Wording", tuple[Span, ...]] = field(default_factory=dict)

    @cached_property
    def keys(self) -> frozenset[str]:
        """Return the first letters of all words."""
        return frozenset(word[:_KEY_LENGTH] for word in _WORD.findall(self.text))


@dataclass(frozen=True)
class Wording:
    """A compiled phrase, and beginnings of words of which a text that holds it has one."""

    source: str
    keys: frozenset[str] | None

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Return the regular expression, compiled when it is first needed."""
        return re.compile(self.source)

    def find(self, plain: Plain) -> tuple[Span, ...]:
        """Return where it stands in the text."""
        if self.keys is not None and self.keys.isdisjoint(plain.keys):
            return ()
        spans = plain._found.get(self)
        if spans is None:
            spans = tuple(_trimmed(match) for match in self.pattern.finditer(plain.text))
            plain._found[self] = spans
        return spans


def _trimmed(match: re.Match[str]) -> Span:
    tail = _TAIL.search(match.group())
    return match.start(), match.end() - (len(tail.group()) if tail else 0)


def split_phrases(rows: str) -> tuple[str, ...]:
    """Return the phrases of a table entry: one a line, or several with commas between.

    A line that is set in goes on with the phrase of the line before.
    """
    lines = re.sub(r"\n +", " ", rows)
    return tuple(phrase.strip() for phrase in re.split(r"[,\n]", lines) if phrase.strip())


class Words:
    """The groups of phrases that wordings are put together from."""

    def __init__(self, groups: Mapping[str, Iterable[str]]) -> None:
        self._groups = groups
        self._pieces: dict[str, _Piece] = {}

    def compile(self, phrase: str) -> Wording:
        """Return the wording of a phrase without `&`; raise WordingError where it has a fault."""
        try:
            piece = self._read(phrase)
        except WordingError as fault:
            raise WordingError(f"{phrase!r}: {fault}") from fault
        return Wording(rf"(?<![\w']){piece.pattern}", piece.keys)

    def _read(self, phrase: str) -> "_Piece":
        tokens = _TOKEN.findall(phrase)
        piece = self._read_choice(tokens)
        if tokens:
            raise WordingError(f"{tokens[0]!r} closes nothing")
        return piece

    def _read_choice(self, tokens: list[str]) -> "_Piece":
        branches = [self._read_sequence(tokens)]
        while tokens and tokens[0] == "|":
            tokens.pop(0)
            branches.append(self._read_sequence(tokens))
        return _either(branches)

    def _read_sequence(self, tokens: list[str]) -> "_Piece":
        pieces: list[_Piece] = []
        while tokens and tokens[0] not in ("|", ")", "]"):
            pieces.append(self._read_item(tokens))
        if not pieces:
            raise WordingError("a phrase is empty")
        return _in_order(pieces)

    def _read_item(self, tokens: list[str]) -> "_Piece":
        token = tokens.pop(0)
        if token in _CLOSING:
            return self._read_bracket(token, tokens)
        if token in _GAPS:
            return _Piece(rf"(?:[\w']+{_BORDER}){{0,{_GAPS[token]}}}?", None, optional=True)
        if token[0] == "<":
            return _Piece(rf"(?:{token[1:-1]})\b{_BORDER}", None)
        if token[0] == "{":
            return self._read_group(token[1:-1])
        return _read_word(token)

    def _read_bracket(self, opening: str, tokens: list[str]) -> "_Piece":
        piece = self._read_choice(tokens)
        if not tokens or tokens.pop(0) != _CLOSING[opening]:
            raise WordingError(f"{opening!r} is not closed")
        if opening == "(":
            return piece
        return _Piece(f"{piece.pattern}?", None, optional=True)

    def _read_group(self, name: str) -> "_Piece":
        if name not in self._groups:
            raise WordingError(f"no group is called {name!r}")
        if name not in self._pieces:
            self._pieces[name] = _either([self._read(phrase) for phrase in self._groups[name]])
        return self._pieces[name]


@dataclass(frozen=True)
class _Piece:
    """A part of a regular expression; `keys` is None where any word may stand."""

    pattern: str
    keys: frozenset[str] | None
    optional: bool = False


def _read_word(token: str) -> _Piece:
    stem = token.removesuffix("*")
    if not _STEM.fullmatch(stem):
        raise WordingError(f"{token!r} is no word")
    ending = r"\w*" if token.endswith("*") else ""
    telling = stem not in _SHORTENED and (not ending or len(stem) >= _KEY_LENGTH)
    keys = frozenset({stem[:_KEY_LENGTH]}) if telling else None
    shape = rf"(?:{stem}|s)" if stem in _SHORTENED else re.escape(stem)
    return _Piece(rf"{shape}{ending}(?:'s)?{_BORDER}", keys)


def _in_order(pieces: list[_Piece]) -> _Piece:
    known = [p.keys for p in pieces if not p.optional and p.keys is not None]
    keys = min(known, key=_commonness) if known else None
    return _Piece("".join(p.pattern for p in pieces), keys)


def _commonness(keys: frozenset[str]) -> int:
    return len(keys) + 50 * sum(_FREQUENT.fullmatch(key) is not None for key in keys)


def _either(branches: list[_Piece]) -> _Piece:
    if len(branches) == 1:
        return _Piece(f"(?:{branches[0].pattern})", branches[0].keys)
    keys: set[str] = set()
    for branch in branches:
        if branch.keys is None:
            return _Piece(_alternatives(branches), None)
        keys |= branch.keys
    return _Piece(_alternatives(branches), frozenset(keys))


def _alternatives(branches: list[_Piece]) -> str:
    return "(?:" + "|".join(branch.pattern for branch in branches) + ")"

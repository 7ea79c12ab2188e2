"""Posture signs: said as a name, or described."""

import re
from collections.abc import Iterator
from functools import lru_cache

from bot.nlu.clauses import find_clause
from bot.nlu.mentions import Mention, keep_longest
from bot.nlu.negation import is_negated
from bot.nlu.phrases import PhraseTable
from bot.nlu.tables import load_phrases, load_table

_BETWEEN = r"(?P<between>(?:[\s,]+(?!but\b|and my\b|my\b)[\w'/]+){0,7}?)[\s,]+"
_SHORT = r"(?:\s+[\w']+){0,3}?\s+"
_NOT = re.compile(r"\b(?:not|no|never|without)\b")
_FINE = r"(?:\s+(?:is|are|look|looks|feel|feels|seem|seems|all|both|quite|totally|actually|pretty))*\s+(?:fine|ok|okay|good|alright|normal|straight|level|great|neutral|not|in place|perfect)\b"


@lru_cache(maxsize=1)
def _phrases() -> PhraseTable:
    return PhraseTable("posture_sign", load_phrases("signs", "phrases"))


@lru_cache(maxsize=1)
def _loose() -> tuple[tuple[str, re.Pattern[str], re.Pattern[str]], ...]:
    """Return for each sign the pattern "part … bearing" and the pattern "bearing … part"."""
    patterns = []
    for sign, rows in load_table("signs")["loose"].items():
        for parts, bearings in rows:
            part, bearing = _alternatives(parts), _alternatives(bearings)
            ahead = re.compile(rf"\b{part}\b{_BETWEEN}{bearing}\b")
            behind = re.compile(
                rf"\b{bearing}(?P<between>)(?:\s+(?:my|the|in|at|of|our|a)){{1,3}}\s+{part}\b"
            )
            patterns.append((sign, ahead, behind))
    return tuple(patterns)


@lru_cache(maxsize=1)
def _fine() -> tuple[tuple[str, re.Pattern[str]], ...]:
    rows = load_phrases("signs", "fine")
    return tuple(
        (sign, re.compile(rf"\b{_alternatives(parts)}{_FINE}")) for sign, parts in rows.items()
    )


def _alternatives(words: object) -> str:
    ordered = sorted((re.escape(w) for w in words), key=len, reverse=True)  # type: ignore[attr-defined]  # a YAML list
    return f"(?:{'|'.join(ordered)})"


def find_signs(text: str) -> tuple[Mention, ...]:
    """Return the posture signs of a plain text, each with whether it is denied."""
    found = keep_longest([*_find_phrases(text), *_find_loose(text)])
    if not found:
        return ()
    return _drop_repeats(keep_longest([*found, *_find_fine(text)]))


def _drop_repeats(signs: tuple[Mention, ...]) -> tuple[Mention, ...]:
    """Return each sign once; where it is both denied and said, what is said first counts."""
    first: dict[object, Mention] = {}
    for sign in signs:
        first.setdefault(sign.value, sign)
    return tuple(first.values())


def find_fine_signs(text: str) -> tuple[Mention, ...]:
    """Return the signs that a sentence calls fine, for where posture was asked about."""
    return keep_longest(_find_fine(text))


def _find_phrases(text: str) -> Iterator[Mention]:
    for mention in _phrases().find(text):
        negated = is_negated(text, mention.start, mention.end)
        yield Mention("posture_sign", mention.value, mention.start, mention.end, negated)


def _find_loose(text: str) -> Iterator[Mention]:
    for sign, *patterns in _loose():
        for pattern in patterns:
            for match in pattern.finditer(text):
                if _is_one_clause(text, match):
                    negated = bool(_NOT.search(match.group("between")))
                    negated = negated or is_negated(text, match.start(), match.end())
                    yield Mention("posture_sign", sign, match.start(), match.end(), negated)


def _is_one_clause(text: str, match: re.Match[str]) -> bool:
    left, right = find_clause(text, match.start(), match.start() + 1)
    return left <= match.start() and match.end() <= right + 1


def _find_fine(text: str) -> Iterator[Mention]:
    for sign, pattern in _fine():
        for match in pattern.finditer(text):
            yield Mention("posture_sign", sign, match.start(), match.end(), negated=True)

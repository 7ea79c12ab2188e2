"""Posture signs: said as a name, or described."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache

from bot.nlu.bearing_table import lists
from bot.nlu.bearings import find_bearings
from bot.nlu.endings import has_ended
from bot.nlu.mentions import Mention, keep_longest
from bot.nlu.negation import is_negated
from bot.nlu.phrases import PhraseTable
from bot.nlu.sign_answers import find_at_wall, find_fine, find_likewise, is_upright_later
from bot.nlu.subjects import Subject
from bot.nlu.tables import load_phrases, load_table
from bot.nlu.words import split_words


def find_signs(text: str) -> tuple[Mention, ...]:
    """Return the posture signs of a plain text, each once, with whether it is denied."""
    found = keep_longest(
        [*_find_named(text), *_find_described(text), *_find_tested(text), *find_at_wall(text)]
    )
    found = tuple(
        replace(sign, negated=sign.negated or is_upright_later(text, sign))
        for sign in found
        if not _is_saying(text, sign)
    )
    if not found:
        return ()
    told = _tell_once(found)
    return _add(told, [*find_likewise(text, told), *find_fine(text, asked=False)])


def find_fine_signs(text: str) -> tuple[Mention, ...]:
    """Return the signs that a sentence calls fine, for where posture was asked about."""
    return _add((), find_fine(text, asked=True))


@lru_cache(maxsize=1)
def _phrases() -> PhraseTable:
    return PhraseTable("posture_sign", load_phrases("signs", "phrases"))


@lru_cache(maxsize=1)
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    rows = load_table("bearings")["tests"].items()
    return tuple((sign, re.compile(pattern)) for sign, patterns in rows for pattern in patterns)


@lru_cache(maxsize=1)
def _sayings() -> re.Pattern[str]:
    return re.compile("|".join(load_table("bearings")["no_signs"]))


def _find_named(text: str) -> Iterator[Mention]:
    for mention in _phrases().find(text.replace("-", " ")):
        yield replace(mention, negated=_is_denied(text, mention.start, mention.end))


def _find_described(text: str) -> Iterator[Mention]:
    words = split_words(text)
    for bearing in find_bearings(text):
        start, end = words.starts[bearing.first], words.ends[bearing.stop - 1]
        meant = bearing.negated and not Subject(text, start, end).is_intended
        yield Mention(
            "posture_sign", bearing.sign, start, end, meant or _is_denied(text, start, end)
        )


def _find_tested(text: str) -> Iterator[Mention]:
    """Return what a test at the wall or the mirror shows: "my fist fits behind my lower back"."""
    for sign, pattern in _patterns():
        for match in pattern.finditer(text):
            near = (
                *split_words(text[: match.start()]).words[-4:],
                *split_words(match.group()).words,
            )
            denied = not lists()["negators"].isdisjoint(near)
            yield Mention("posture_sign", sign, match.start(), match.end(), denied)


def _is_denied(text: str, start: int, end: int) -> bool:
    gone = has_ended(Subject(text, start, end), of_pain=True)
    return gone or is_negated(text, start, end, alone=True) or _is_scarce(text, start)


def _is_scarce(text: str, start: int) -> bool:
    """Say whether there is "hardly any" of it."""
    before = split_words(text[:start]).words[-3:]
    return not lists()["scarce"].isdisjoint(before) and "a" not in before


def _is_saying(text: str, sign: Mention) -> bool:
    """Say whether it stands in a saying that is about no posture: "I have a hunch that"."""
    return any(m.start() < sign.end and sign.start < m.end() for m in _sayings().finditer(text))


def _tell_once(signs: tuple[Mention, ...]) -> tuple[Mention, ...]:
    """Return each sign once, as far as it is told without another between; what is said first counts."""
    told: dict[object, Mention] = {}
    for sign in signs:
        first = told.setdefault(sign.value, sign)
        between = (s for s in signs if s.value != sign.value and first.end <= s.start < sign.start)
        told[sign.value] = first if any(between) else replace(first, end=sign.end)
    return tuple(told.values())


def _add(signs: tuple[Mention, ...], more: Iterable[Mention]) -> tuple[Mention, ...]:
    """Return the signs with those more that are not among them and overlap none."""
    added = list(signs)
    for sign in more:
        if not any(sign.value == other.value or sign.overlaps(other) for other in added):
            added.append(sign)
    return tuple(sorted(added, key=lambda s: s.start))

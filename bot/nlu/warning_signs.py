"""The tables of warning signs, compiled."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from bot.nlu.tables import TableError, load_table
from bot.nlu.wording import Plain, Wording, WordingError, Words, split_phrases

# How many characters the parts of a sign may lie apart where the table does not say.
WITHIN = 60
_FIELDS = frozenset({"find", "alone", "unless", "within"})
_GUARDS = (
    *("general", "follow_up", "story", "animals", "likened"),
    *("cleared", "settled", "long_ago", "fresh"),
)
_DENIALS = ("cues", "no_cues", "stops", "listed")


@dataclass(frozen=True)
class Way:
    """One way to tell of a sign: parts that all have to be there, in any order."""

    category: str
    parts: tuple[Wording, ...]
    unless: tuple[Wording, ...]
    within: int
    alone: bool

    @property
    def keys(self) -> frozenset[str] | None:
        """Return the beginnings of words of which a text needs one: those of the rarest part."""
        known = [part.keys for part in self.parts if part.keys is not None]
        return min(known, key=len, default=None)


@dataclass(frozen=True)
class SignTable:
    """All ways to tell of a warning sign, and the wordings by name that speak against one."""

    ways: tuple[Way, ...]
    by_key: Mapping[str | None, Sequence[int]]
    guards: Mapping[str, tuple[Wording, ...]]
    denial: Mapping[str, tuple[Wording, ...]]
    part_of: Mapping[str, Sequence[str]]

    def ways_for(self, plain: Plain) -> Iterator[Way]:
        """Return the ways that the words of a text leave open, in the order of the tables."""
        open_ways = set(self.by_key.get(None, ()))
        for key in plain.keys:
            open_ways.update(self.by_key.get(key, ()))
        return (self.ways[index] for index in sorted(open_ways))


@lru_cache(maxsize=1)
def load_signs() -> SignTable:
    """Return the compiled tables, read once; raise TableError naming the file and the entry."""
    common = load_table("warnings")
    groups = {name: split_phrases(rows) for name, rows in common["words"].items()}
    words = Words(groups)
    ways = tuple(way for category in common["categories"] for way in _read_signs(category, groups))
    return SignTable(
        ways,
        _index(ways),
        {name: _compile("warnings", name, words, common[name]) for name in _GUARDS},
        {name: _compile("warnings", name, words, common["denial"][name]) for name in _DENIALS},
        common["part_of"],
    )


def _index(ways: Sequence[Way]) -> dict[str | None, list[int]]:
    by_key: dict[str | None, list[int]] = {}
    for index, way in enumerate(ways):
        for key in way.keys or {None}:
            by_key.setdefault(key, []).append(index)
    return by_key


def _read_signs(category: str, groups: Mapping[str, tuple[str, ...]]) -> Iterator[Way]:
    table = load_table(f"warnings/{category}")
    own = {name: split_phrases(rows) for name, rows in table.get("words", {}).items()}
    words = Words({**groups, **own})
    for name, row in table["signs"].items():
        yield from _read_sign(category, name, row, words)


def _read_sign(category: str, name: str, row: Mapping[str, Any], words: Words) -> Iterator[Way]:
    where = f"warnings/{category}"
    if unknown := set(row) - _FIELDS:
        raise TableError(f"{where}.yml, {name}: {unknown} is not expected.")
    unless = _compile(where, name, words, row.get("unless", ""))
    within = int(row.get("within", WITHIN))
    for field in ("find", "alone"):
        for phrase in split_phrases(row.get(field, "")):
            parts = (_compile(where, name, words, part) for part in phrase.split("&"))
            yield Way(category, tuple(w for (w,) in parts), unless, within, field == "alone")


def _compile(where: str, name: str, words: Words, rows: str) -> tuple[Wording, ...]:
    try:
        return tuple(words.compile(phrase) for phrase in split_phrases(rows))
    except WordingError as fault:
        raise TableError(f"{where}.yml, {name}: {fault}") from fault

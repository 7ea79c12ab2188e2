"""Names of days and of sets of days, and how the week is counted through."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from bot.nlu.spelling import is_one_slip_away
from bot.nlu.tables import load_phrases
from bot.nlu.tokens import Phrases, Tokens

WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
WEEKDAYS, WEEKEND = frozenset(WEEK[:5]), frozenset(WEEK[5:])
_SHORTEST_MENDED = 6


def load_words(section: str) -> Mapping[str, Phrases]:
    """Return the word lists of a section of the table of weeks."""
    return {name: Phrases(phrases) for name, phrases in load_phrases("weeks", section).items()}


@dataclass(frozen=True)
class DaySet:
    """Days between two tokens.

    Its kind is "one" for a day named in the singular, "span" for "mon-fri", "names" for other names of days,
    "weekdays", "weekend" (in the singular), "weekends", "all", "generic" for "daily" and "every morning", or
    "rest" for the days not named otherwise; "loose" and "loose_rest" count beside a time only: "all week", "else".
    """

    first: int
    last: int
    days: frozenset[str]
    kind: str


_SETS, _SPECIAL = load_words("sets"), load_words("special")
_LISTS = load_words("lists")
_NAMES = {word: day for day, words in load_phrases("weeks", "names").items() for word in words}
_PLURALS = tuple(word for word in _NAMES if word.endswith("days"))
_LETTERS = {word: day for day, words in load_phrases("weeks", "letters").items() for word in words}
_LETTERS_OR_NAMES = {**_NAMES, **_LETTERS}
_ALSO_WORDS = frozenset({"we", "with"})
_RUNS = {
    word: frozenset(days.split())
    for days, words in load_phrases("weeks", "runs").items()
    for word in words
}
_GENERIC = load_phrases("weeks", "generic")
_EVERY_PART = Phrases(f"{every} {part}" for every in _GENERIC["every"] for part in _GENERIC["part"])
_KINDS: tuple[tuple[Phrases, frozenset[str], str], ...] = (
    (_SETS["all"], frozenset(WEEK), "all"),
    (_SETS["generic"], frozenset(WEEK), "generic"),
    (_EVERY_PART, frozenset(WEEK), "generic"),
    (_SETS["weekdays"], WEEKDAYS, "weekdays"),
    (_SETS["weekends"], WEEKEND, "weekends"),
    (_SETS["weekend"], WEEKEND, "weekend"),
    (_SPECIAL["loose_all"], frozenset(WEEK), "loose"),
    (_SPECIAL["loose_weekdays"], WEEKDAYS, "loose"),
    (_SPECIAL["rest"], frozenset(), "loose_rest"),
    (_SPECIAL["rest_alone"], frozenset(), "rest"),
)


def read_day_set(tokens: Tokens, start: int) -> DaySet | None:
    """Return the days that one word or phrase from here names, a span such as "mon-fri" included."""
    word = tokens.word(start)
    if word not in _STARTS and not word.endswith("s"):
        return None
    for read in _READERS:
        found = read(tokens, start)
        if found is not None:
            return found
    return None


def _read_phrase(tokens: Tokens, start: int) -> DaySet | None:
    found = ((words.end(tokens, start), days, kind) for words, days, kind in _KINDS)
    last, days, kind = max(found, key=lambda each: each[0])
    return DaySet(start, last, days, kind) if last > start else None


def _read_names(tokens: Tokens, start: int) -> DaySet | None:
    """Read "monday", "mon-fri", "mondays until fridays", "mon-wed-fri"."""
    names = [start]
    while tokens.word(names[-1] + 1) == "-" and _day_of(tokens.word(names[-1] + 2)):
        names.append(names[-1] + 2)
    if len(names) == 1:
        to = _LISTS["range"].end(tokens, start + 1)
        other = _LISTS["fillers"].skip(tokens, to)
        if to > start + 1 and _day_of(tokens.word(other)):
            names.append(other)
    days = [_day_of(tokens.word(name)) for name in names]
    if not days[0]:
        return None
    plural = any(_is_plural(tokens.word(name)) for name in names)
    kind = "names" if plural or len(names) > 2 else "span" if len(names) == 2 else "one"
    return DaySet(start, names[-1] + 1, _join(days, "-"), kind)


def _is_plural(word: str) -> bool:
    return word.endswith("s") and word not in {"tues", "thurs", "weds"} and "'" not in word


@lru_cache(maxsize=1024)
def _day_of(word: str) -> str:
    """Return the day that a word names, "" if none; plurals may be misspelt by one letter."""
    if word in _NAMES:
        return _NAMES[word]
    if len(word) < _SHORTEST_MENDED or not word.endswith("s"):
        return ""
    near = [plural for plural in _PLURALS if is_one_slip_away(word, plural)]
    return _NAMES[near[0]] if len(near) == 1 else ""


def count_through(first: str, last: str) -> frozenset[str]:
    """Return the days from the first to the last, over Sunday if need be."""
    start = WEEK.index(first)
    count = (WEEK.index(last) - start) % len(WEEK) + 1
    return frozenset(WEEK[(start + step) % len(WEEK)] for step in range(count))


def _join(days: list[str], mark: str) -> frozenset[str]:
    """Return a span of days if a dash joins two, else all of them."""
    return count_through(*days) if mark == "-" and len(days) == 2 else frozenset(days)


def _read_run(tokens: Tokens, start: int) -> DaySet | None:
    days = _RUNS.get(tokens.word(start))
    return DaySet(start, start + 1, days, "names") if days else None


def _read_letters(tokens: Tokens, start: int) -> DaySet | None:
    """Read "m-f", "t/th", "m, w & f", "m w f"."""
    if tokens.word(start) not in _LETTERS:
        return None
    for mark in ("-", "/"):
        places = _collect(tokens, start, mark, _LETTERS_OR_NAMES)
        days = [_LETTERS_OR_NAMES[tokens.word(place)] for place in places]
        if len(days) >= 2 and not (days == ["mon", "fri"] and mark == "/"):
            return DaySet(start, places[-1] + 1, _join(days, mark), "names")
    places = [] if tokens.word(start) in _ALSO_WORDS else _collect(tokens, start, "", _LETTERS)
    short = all(len(tokens.word(place)) == 1 for place in places)
    if len(places) >= (3 if short else 2):
        days = [_LETTERS[tokens.word(place)] for place in places]
        return DaySet(start, places[-1] + 1, frozenset(days), "names")
    return None


def _collect(tokens: Tokens, start: int, mark: str, known: Mapping[str, str]) -> list[int]:
    """Return the places of the days in a row that the mark joins; without one, the joints of a list."""
    places, at = [start], start + 1
    while True:
        if mark:
            joined = tokens.word(at) == mark
            close = joined and tokens.is_glued(at) and tokens.is_glued(at + 1)
            at = at + 1 if close or (joined and tokens.word(places[-1]) not in _ALSO_WORDS) else -1
        else:
            at = _LISTS["letter_glue"].skip(tokens, at)
        if at < 0 or tokens.word(at) not in known:
            return places
        places, at = [*places, at], at + 1


_STARTS = {*_NAMES, *_LETTERS, *_RUNS}.union(*(words.firsts for words, _, _ in _KINDS))
_READERS: tuple[Callable[[Tokens, int], DaySet | None], ...] = (
    _read_phrase,
    _read_letters,
    _read_names,
    _read_run,
)

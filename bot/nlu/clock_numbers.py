"""Hours and minutes in figures and words, as the forms of a time are made of."""

from bot.nlu.clock import FORMS
from bot.nlu.numbers import WORDS
from bot.nlu.tokens import Tokens

_HOURS = {word: number for word, number in WORDS.items() if 1 <= number <= 12}


def read_hour(tokens: Tokens, start: int) -> tuple[int | None, int]:
    """Read an hour in figures, or from "one" to "twelve", and return where it ends."""
    word = tokens.word(start)
    if word.isdigit():
        return (int(word), start + 1) if len(word) <= 2 and int(word) < 24 else (None, start)
    number = _HOURS.get(word) or _HOURS.get(word.removesuffix("ish"))
    return (number, start + 1) if number else (None, start)


def read_long_hour(tokens: Tokens, start: int) -> tuple[int | None, int]:
    """Read an hour from "one" to "twenty three"."""
    number = WORDS.get(tokens.word(start), 0)
    ones = WORDS.get(tokens.word(start + 1), 0)
    if number == 20 and 1 <= ones <= 3:
        return number + ones, start + 2
    return (number, start + 1) if 1 <= number <= 20 else (None, start)


def read_minutes(tokens: Tokens, start: int) -> tuple[int | None, int]:
    """Read a number below sixty in figures or words."""
    word = tokens.word(start)
    if word.isdigit():
        return (int(word), start + 1) if len(word) <= 2 and int(word) < 60 else (None, start)
    number = WORDS.get(word)
    if number is None or number >= 60:
        return None, start
    if number >= 20:
        ones = start + 2 if tokens.word(start + 1) == "-" else start + 1
        if 1 <= WORDS.get(tokens.word(ones), 0) <= 9:
            return number + WORDS[tokens.word(ones)], ones + 1
    return number, start + 1


def read_minutes_in_words(tokens: Tokens, start: int) -> tuple[int | None, int]:
    """Read "thirty", "forty-five" and "oh five", but not "five"."""
    after_oh = FORMS["oh"].end(tokens, start)
    number, last = read_minutes(tokens, after_oh)
    if number is None or tokens.word(after_oh).isdigit() or (number < 10) != (after_oh > start):
        return None, start
    return number, last


def is_of_24(figures: str) -> bool:
    """Say whether an hour in figures can be of 24 only: "07", "19"."""
    return figures.startswith("0") or int(figures) > 12


def runs_on(tokens: Tokens, after: int) -> bool:
    """Say whether the figures go on, as in a date or a fraction."""
    joined = tokens.is_glued(after) and tokens.word(after) in {":", ".", "/", ","}
    return joined and tokens.is_glued(after + 1) and tokens.word(after + 1).isdigit()

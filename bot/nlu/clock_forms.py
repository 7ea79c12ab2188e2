"""The forms in which people write a time of day: "7.30pm", "half seven", "oh six hundred", "8"."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from bot.nlu.clock import FORMS, Clock, read_half_day, read_tail
from bot.nlu.clock_numbers import (
    is_of_24,
    read_hour,
    read_long_hour,
    read_minutes,
    read_minutes_in_words,
    runs_on,
)
from bot.nlu.numbers import WORDS
from bot.nlu.tokens import Tokens

_SEPARATORS = frozenset({":", ".", ";", "h", ",", "-"})
_SHORTEST_SURE_H = 6  # "1h30" is rather an hour and a half


def read_clocks(tokens: Tokens, start: int) -> Iterator[Clock]:
    """Yield the times that the tokens from here may be, the fullest form first."""
    word = tokens.word(start)
    if word.isdigit() or word.removesuffix("ish") in _STARTS:
        for read in _READERS:
            clock = read(tokens, start)
            if clock is not None:
                yield clock


def _read_name(tokens: Tokens, start: int) -> Clock | None:
    """Read "noon", "midnight", "12 noon"."""
    after = start
    if tokens.word(start) in {"12", "twelve"}:
        after = FORMS["clock"].end(tokens, start + 1)
    for name, hour in (("noon", 12), ("midnight", 0)):
        last = FORMS[name].end(tokens, after)
        if last > after:
            return Clock(start, last, hour, fixed=True, sure=True)
    return None


def _read_relative(tokens: Tokens, start: int) -> Clock | None:
    """Read "half seven", "quarter to 8", "ten past nine", "20 to 8"."""
    shift, sure, after = _read_shift(tokens, start)
    if not shift:
        return None
    after = _skip_dash(tokens, after)
    past, to = FORMS["past"].end(tokens, after), _skip_to(tokens, after)
    if max(past, to) == after and not (sure and shift == 30):
        return None
    if to > after and not sure and _is_range(tokens, start, after):
        return None
    hour = _read_whole_hour(tokens, _skip_dash(tokens, max(past, to)))
    if hour is None:
        return None
    sure = sure or tokens.word(after) == "past"
    hour = read_tail(tokens, replace(hour, first=start, sure=sure))
    return _before(hour, shift) if to > after else replace(hour, minute=shift)


def _skip_dash(tokens: Tokens, start: int) -> int:
    """Skip the dash of "half-past-seven"."""
    inside = tokens.word(start) == "-" and tokens.is_glued(start) and tokens.is_glued(start + 1)
    return start + 1 if inside else start


def _is_range(tokens: Tokens, start: int, to: int) -> bool:
    """Say whether "10 to 12" and "10 till 12" are two times rather than ten minutes before twelve."""
    figures = tokens.word(start).isdigit() and tokens.word(to) not in {"to", "before"}
    return figures or FORMS["range"].start(tokens, start) < start


def _before(clock: Clock, minutes: int) -> Clock:
    """Return the time so many minutes before the full hour."""
    hour = (clock.hour - 1) % 24 if clock.fixed else (clock.hour - 2) % 12 + 1
    return replace(clock, hour=hour, minute=60 - minutes)


def _read_shift(tokens: Tokens, start: int) -> tuple[int, bool, int]:
    """Return the minutes before or after the hour, and whether they can mean nothing else."""
    for name, minutes in (("half", 30), ("quarter", 15), ("twenty_five", 25)):
        after = FORMS[name].end(tokens, start)
        if after > start:
            return minutes, True, after
    number, after = read_minutes(tokens, start)
    with_unit = FORMS["minutes"].end(tokens, after)
    if number is None or number >= 30 or (number % 5 and with_unit == after):
        return 0, False, start
    return number, with_unit > after or tokens.word(start) in {"20", "25"}, with_unit


def _skip_to(tokens: Tokens, start: int) -> int:
    """Skip "to" and the like; "of" and "2" count after a quarter or a number in words only."""
    short = tokens.word(start) == "2" or (
        tokens.word(start) == "of" and tokens.word(start - 1) == "quarter"
    )
    if short and not tokens.word(start - 1).isdigit() and not tokens.is_glued(start + 1):
        return start + 1
    return FORMS["to"].end(tokens, start)


def _read_whole_hour(tokens: Tokens, start: int) -> Clock | None:
    name = _read_name(tokens, start)
    if name is not None:
        return name
    hour, after = read_hour(tokens, start)
    if hour is None or not 1 <= hour <= 12 or runs_on(tokens, after):
        return None
    return Clock(start, after, hour)


def _read_figures(tokens: Tokens, start: int) -> Clock | None:
    """Read "7:30", "7.30pm", "18h30", "21h"."""
    hour, mark, minute = tokens.word(start), tokens.word(start + 1), tokens.word(start + 2)
    if not (hour.isdigit() and len(hour) <= 2 and int(hour) <= 24 and mark in _SEPARATORS):
        return None
    joined = tokens.is_glued(start + 1) and tokens.is_glued(start + 2)
    if not (joined or mark == ":" or (mark == "h" and tokens.is_glued(start + 1))):
        return None
    if mark in {",", "-"} and not read_half_day(tokens, start + 3)[0]:
        return None
    clock = Clock(start, start + 3, int(hour) % 24, fixed=is_of_24(hour), sure=True)
    if len(minute) == 2 and minute.isdigit() and minute < "60" and (joined or mark == ":"):
        if runs_on(tokens, clock.last) or _is_day_and_month(tokens, start):
            return None
        sure = mark != "h" or clock.hour >= _SHORTEST_SURE_H
        last = FORMS["hours"].end(tokens, clock.last) if clock.fixed else clock.last
        return read_tail(tokens, replace(clock, minute=int(minute), last=last, sure=sure))
    if mark == "h" and not (joined and minute.isdigit()):
        return replace(clock, last=start + 2, fixed=True, sure=False)
    return None


def _is_day_and_month(tokens: Tokens, start: int) -> bool:
    """Say whether it is the date of "on 12.11" rather than "on 7.30"."""
    dotted = tokens.word(start + 1) == "." and "01" <= tokens.word(start + 2) <= "12"
    return dotted and tokens.word(start - 1) in {"on", "since"}


def _read_compact(tokens: Tokens, start: int) -> Clock | None:
    """Read "0630", "745", "2030", "7 30"."""
    figures, last = tokens.word(start), start + 1
    if len(figures) <= 2 and len(tokens.word(last)) == 2:
        figures, last = figures + tokens.word(last), last + 1
    if not (figures.isdigit() and len(figures) in {3, 4}) or runs_on(tokens, last):
        return None
    hour, minute = int(figures[:-2]), int(figures[-2:])
    if hour > 23 or minute > 59 or (len(figures) == 3 and minute % 5):
        return None
    zero = len(figures) == 4 and figures.startswith("0")
    clock = Clock(start, last, hour, minute, zero or hour > 12, sure=zero and last == start + 1)
    with_hours = FORMS["hours"].end(tokens, last)
    if len(figures) == 4 and with_hours > last:
        return replace(clock, last=with_hours, fixed=True, sure=True)
    return read_tail(tokens, clock)


def _read_military(tokens: Tokens, start: int) -> Clock | None:
    """Read "oh six hundred", "eighteen hundred hours", "oh seven thirty", "nineteen thirty"."""
    after_oh = FORMS["oh"].end(tokens, start)
    hour, after = read_long_hour(tokens, after_oh)
    zero = after_oh > start
    if hour is None:
        return None
    if tokens.word(after) == "hundred":
        minute, after_minute = read_minutes_in_words(tokens, after + 1)
        last = FORMS["hours"].end(tokens, after_minute)
        sure = zero or last > after + 1
        return Clock(start, last, hour, minute or 0, fixed=True, sure=sure)
    minute, after = read_minutes_in_words(tokens, after)
    if minute is None or not (zero or hour > 12):
        return None
    last = FORMS["hours"].end(tokens, after)
    return Clock(start, last, hour, minute, fixed=True, sure=zero or last > after)


def _read_words(tokens: Tokens, start: int) -> Clock | None:
    """Read "seven thirty", "seven oh five", "7 thirty"."""
    hour, after = read_hour(tokens, start)
    if hour is None or not 1 <= hour <= 12:
        return None
    in_words = not tokens.word(start).isdigit()
    if in_words and tokens.word(after) == "-":
        after += 1
    minute, last = read_minutes_in_words(tokens, after)
    if minute is None:
        return None
    sure = in_words and minute % 5 == 0
    return read_tail(tokens, Clock(start, last, hour, minute, sure=sure))


def _read_bare(tokens: Tokens, start: int) -> Clock | None:
    """Read "8", "eight", "8pm", "8 o'clock", "20 uhr"."""
    hour, after = read_hour(tokens, start)
    word = tokens.word(start)
    if hour is None or word == "0" or runs_on(tokens, after):
        return None
    clock = Clock(start, after, hour, fixed=word.isdigit() and is_of_24(word))
    if tokens.word(start - 1) in {"at", "@"}:
        clock = replace(clock, last=FORMS["hours"].end(tokens, after))
    return read_tail(tokens, clock)


_STARTS = {
    *WORDS,
    *(w for name in ("noon", "midnight", "quarter", "half", "oh") for w in FORMS[name].firsts),
}
_READERS: tuple[Callable[[Tokens, int], Clock | None], ...] = (
    _read_name,
    _read_relative,
    _read_figures,
    _read_military,
    _read_words,
    _read_compact,
    _read_bare,
)

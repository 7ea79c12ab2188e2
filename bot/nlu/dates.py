"""Dates, worked out from the person's own today."""

import re
from datetime import date, timedelta

from bot.nlu.days import WEEK
from bot.nlu.mentions import Mention, keep_longest
from bot.nlu.numbers import NUMBER, read_number

_MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_MONTH = r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
_WEEKDAY = r"(?P<weekday>mon(?:day)?|tue(?:sday)?|wed(?:nesday)?|thu(?:rsday)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?)"
_ISO = re.compile(r"\b(?P<year>20\d\d)-(?P<number>\d\d)-(?P<day>\d\d)\b")
_NUMERIC = re.compile(
    r"(?<![\d/.])(?P<day>[0-3]?\d)[./](?P<number>1[0-2]|0?[1-9])[./](?P<year>20\d\d|\d\d)?(?![\d/])(?<!90/90)"
)
_NAMED = re.compile(
    rf"\b(?P<day>[0-3]?\d)(?:st|nd|rd|th)?(?: of)? {_MONTH}\b(?:,? (?P<year>20\d\d))?"
    rf"|\b{_MONTH.replace('<month>', '<month2>')} (?:the )?(?P<day2>[0-3]?\d)(?:st|nd|rd|th)?\b(?!:)(?:,? (?P<year2>20\d\d))?"
)
_ORDINAL = re.compile(
    r"\b(?:till|until|til|by|from|on|before|after|since) the (?P<day>[0-3]?\d)(?:st|nd|rd|th)\b"
)
_WEEKDAYS = re.compile(
    rf"\b(?P<lead>till|until|til|by|before|from|on|next|this|coming|after|back|starting|again|restart|resume)(?: (?:next|this|on|coming|the|again|back on))* {_WEEKDAY}\b(?!s| to | through |-|,? (?:and|or) )"
)
_NEAR = re.compile(r"\b(?P<near>the day after tomorrow|day after tomorrow|tomorrow)\b")
_SPAN = re.compile(
    r"\b(?:till|until|til|by|from|back) (?:the )?(?P<span>next week|end of (?:the |this )?(?:week|month)|next month|the weekend|weekend|new year|christmas)\b|\b(?P<span2>next week|next month)\b"
)
_IN_DAYS = re.compile(
    rf"\b(?:back in|again in|restart in|resume in) (?P<number>{NUMBER}|a) (?P<unit>days?|weeks?)\b"
)


def find_dates(text: str, today: date | None) -> tuple[Mention, ...]:
    """Return the dates of a plain text as "YYYY-MM-DD"; none where the person's today is unknown."""
    if today is None:
        return ()
    found: list[Mention] = []
    for pattern, read in _READERS:
        for match in pattern.finditer(text):
            day = read(match, today)
            if day is not None:
                found.append(Mention("date", day.isoformat(), match.start(), match.end()))
    return keep_longest(found)


def _read_calendar(match: re.Match[str], today: date) -> date | None:
    groups = match.groupdict()
    year = groups.get("year") or groups.get("year2")
    month = groups.get("number") or groups.get("month") or groups.get("month2")
    day = int(groups.get("day") or groups.get("day2") or 0)
    return _next_on(
        int(month) if month and month.isdigit() else _month(month or ""), day, year, today
    )


def _month(name: str) -> int:
    return next(number for number, month in enumerate(_MONTHS, 1) if month.startswith(name[:3]))


def _next_on(month: int, day: int, year: str | None, today: date) -> date | None:
    """Return that day of this year, of the next one where it has passed, none where it is no day."""
    try:
        if year:
            return date(int(year) + (2000 if len(year) == 2 else 0), month, day)
        found = date(today.year, month, day)
        return found if found >= today else date(today.year + 1, month, day)
    except ValueError:
        return None


def _read_ordinal(match: re.Match[str], today: date) -> date | None:
    day = int(match["day"])
    later = today.month % 12 + 1
    year = today.year + (later == 1)
    try:
        return today.replace(day=day) if day > today.day else date(year, later, day)
    except ValueError:
        return None


def _read_weekday(match: re.Match[str], today: date) -> date:
    ahead = (WEEK.index(match["weekday"][:3]) - today.weekday() - 1) % 7 + 1
    return today + timedelta(days=ahead)


def _read_near(match: re.Match[str], today: date) -> date:
    return today + timedelta(days=2 if "after" in match["near"] else 1)


def _read_span(match: re.Match[str], today: date) -> date:
    words = match["span"] or match["span2"]
    if "month" in words:
        first = (today.replace(day=1) + timedelta(days=32)).replace(day=1)
        return first if "next" in words else first - timedelta(days=1)
    if words == "christmas":
        return date(today.year + (today > date(today.year, 12, 25)), 12, 25)
    if words == "new year":
        return date(today.year + 1, 1, 1)
    weekday = 0 if "next" in words else 6 if "end of" in words else 5
    return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)


def _read_ahead(match: re.Match[str], today: date) -> date:
    count = 1 if match["number"] == "a" else int(read_number(match["number"]))
    return today + timedelta(days=count * (7 if match["unit"].startswith("w") else 1))


_READERS = (
    (_ISO, _read_calendar),
    (_NUMERIC, _read_calendar),
    (_NAMED, _read_calendar),
    (_ORDINAL, _read_ordinal),
    (_WEEKDAYS, _read_weekday),
    (_NEAR, _read_near),
    (_SPAN, _read_span),
    (_IN_DAYS, _read_ahead),
)

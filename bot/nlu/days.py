"""Days of the week, as a set in the order Monday to Sunday."""

import re

from bot.nlu.mentions import Mention

WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_DAY = r"(?:mondays?|tuesdays?|wednesdays?|thursdays?|fridays?|saturdays?|sundays?|mon|tue|wed|thu|fri|sat|sun)"
_WEEKDAYS = r"(?:weekdays?|week days?|working days?|work days?|workdays?|school days?)"
_WEEKENDS = r"(?:weekends?|the weekends?|week ends?)"
_ALL = (
    r"(?:every ?day|each day|daily|every single day|all days|every (?:morning|evening|night|afternoon)|each (?:morning|evening|night|afternoon)|nightly|seven days a week|7 days a week|all week|the whole week|every day of the week"
    r"|in the mornings|every lunchtime)"
)
_ITEM = rf"(?:{_DAY}\s?(?:-|to|through|till|thru|until)\s?{_DAY}|{_WEEKDAYS}|{_WEEKENDS}|{_ALL}|mwf|tth|{_DAY})"
_GLUE = r"(?:\s?,\s?(?:and |plus )?|\s?(?:and|&|\+|/|plus|as well as)\s?(?:on |every |also )*|\s)(?:on |every |each )*"
_EXCEPT = r"\s?,?\s?(?:but not|but|except for|except|apart from|not|without|bar|excluding|other than|save)\s(?:on |for )?(?:the )?"
_SET = re.compile(
    rf"\b(?:(?:every|each|all|only|just)\s)?(?P<with>{_ITEM}(?:{_GLUE}{_ITEM})*)(?P<except>{_EXCEPT}(?P<without>{_ITEM}(?:{_GLUE}{_ITEM})*))?\b"
)
_PARTS = re.compile(_ITEM)
_ONE = re.compile(_DAY)
_RANGE = re.compile(r"-|\b(?:to|through|thru|till|until)\b")
# "till Monday" and "since Monday" name a date or a duration, "the sun" no day.
_ONE_DATE_LEAD = re.compile(
    r"\b(?:since|till|until|til|before|next|last|by|this|past|from|the|happy|after|coming|as of|starting|previous|good|your) $"
)
_SPAN_LEAD = re.compile(
    r"\b(?:since|till|until|til|last|this|next|past|happy|good|over the|by the|by|before the|after the) $"
)
_SHORT_NAME_LEAD = re.compile(r"(?:\b(?:on|every|and|am|pm|only)|,|\d) ?$")


def find_days(text: str) -> tuple[Mention, ...]:
    """Return every set of days that a plain text names."""
    found = []
    for match in _SET.finditer(text):
        days = read_days(match["with"])
        if match["without"]:
            days = days - read_days(match["without"])
        if days and _is_set(text, match):
            value = tuple(day for day in WEEK if day in days)
            found.append(Mention("days", value, match.start(), match.end()))
    return tuple(found)


def _is_set(text: str, match: re.Match[str]) -> bool:
    """Say whether the match is a set of days and not one date."""
    words, before = match.group(), text[: match.start()]
    if words.startswith(("every", "each")) or _RANGE.search(match["with"]):
        return True
    if words in {"sun", "sat", "wed", "mon"}:
        return _SHORT_NAME_LEAD.search(before) is not None
    if _ONE.fullmatch(match["with"]):
        return _ONE_DATE_LEAD.search(before) is None
    return _SPAN_LEAD.search(before) is None


def read_days(words: str) -> frozenset[str]:
    """Return the days that a list such as "monday to friday and sun" names."""
    days: set[str] = set()
    for item in _PARTS.findall(words):
        days |= _read_item(item)
    return frozenset(days)


def _read_item(item: str) -> set[str]:
    ends = [name[:3] for name in _ONE.findall(item)]
    if len(ends) == 2:
        first, last = WEEK.index(ends[0]), WEEK.index(ends[1])
        count = (last - first) % len(WEEK) + 1
        return {WEEK[(first + step) % len(WEEK)] for step in range(count)}
    if ends:
        return {ends[0]}
    if re.fullmatch(_WEEKDAYS, item):
        return set(WEEK[:5])
    if re.fullmatch(_WEEKENDS, item):
        return set(WEEK[5:])
    return {"mwf": {"mon", "wed", "fri"}, "tth": {"tue", "thu"}}.get(item, set(WEEK))

"""Clock times in words and figures."""

import re

from bot.nlu.mentions import Mention, keep_longest
from bot.nlu.numbers import WORD, read_number

_HOURS = "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
_HOUR = rf"(?P<hour>[01]?\d|2[0-3]|{_HOURS})"
_HALF_DAY = r"\s?(?P<half_day>a\.?m\b\.?|p\.?m\b\.?)"
_PART = (
    r"(?:[ ,]+(?:o'clock|oclock|sharp|ish))?(?:[ ,]+(?:each |every |in the |at |on (?:\w+ )?|this |tomorrow |the |of the )*"
    r"(?P<part>mornings?|afternoons?|evenings?|nights?|tonight)\b)?"
)
_PART_BEFORE = r"(?P<part_before>\b(?:mornings?|afternoons?|evenings?|nights?|tonight)[ ,]+(?:at |around |about |by |from )*)?"
_CLOCK = re.compile(
    rf"{_PART_BEFORE}(?<![\d:/.,])\b(?P<hour>[01]?\d|2[0-4])[:.h](?P<minute>[0-5]\d)(?![:/.]?\d|\s?(?:kg|km|kilos?|%|out of|hours|weeks|minutes))(?:{_HALF_DAY})?{_PART}"
)
_HALF_DAY_HOUR = re.compile(rf"(?<![\d:/.,-])\b{_HOUR}{_HALF_DAY}{_PART}")
_O_CLOCK = re.compile(
    rf"{_PART_BEFORE}(?<![\d:/.,-])\b{_HOUR} ?(?:o'clock|oclock|o clock|sharp|hundred hours)\b{_PART}"
)
_BARE_FOUR = re.compile(
    r"\b(?:at|by|around|for) (?P<hour>[01]\d|2[0-3])(?P<minute>[0-5]\d)(?: ?h(?:ours|rs)?)?\b(?P<half_day>)?(?P<part>)?"
)
_MINUTES = r"half|a quarter|quarter|(?:five|ten|twenty|twenty[ -]five|5|10|20|25)(?: minutes?| mins?)?|\d{1,2} min(?:ute)?s?"
_SPOKEN = re.compile(
    rf"{_PART_BEFORE}\b(?P<shift>{_MINUTES})\s(?P<way>past|after|to|till|before|of)\s{_HOUR}\b(?![:/.]\d)(?:{_HALF_DAY})?{_PART}"
    rf"|{_PART_BEFORE.replace('part_before', 'part_before2')}\bhalf\s(?P<half_hour>[1-9]|1[0-2]|{_HOURS})\b(?! (?:hours?|minutes?|of|the|weeks?|days?))(?:{_HALF_DAY.replace('half_day', 'half_day2')})?{_PART.replace('P<part>', 'P<part2>')}"
)
_IN_WORDS = re.compile(
    rf"\b(?P<hour>{_HOURS}) (?P<minute>oh five|five|ten|fifteen|twenty(?:[ -]five)?|thirty(?:[ -]five)?|forty(?:[ -]five)?|fifty(?:[ -]five)?)\b(?! (?:minutes?|times?|reps?|of|out|more|breaths|sets|weeks|days))(?:{_HALF_DAY})?{_PART}"
)
_NAMES = re.compile(r"\b(?P<name>noon|midday|mid-day|midnight|twelve noon|12 noon|noontime)\b")
_DAY_WORDS = r"(?:mon|tue|wed|thu|fri|sat|sun|week|every|daily|each)\w*"
_UNITS = (
    r"(?:seconds?|secs?|minutes?|mins?|hours?|hrs?|days?|weeks?|months?|years?|times?|sets?|reps?|rounds?|breaths?|kilos?|kg|lbs?|%|out of|of (?:them|these|10|ten)|st\b|nd\b|rd\b|th\b|more|each(?! (?:morning|evening|night|afternoon|day))|per|exercises?"
    r"|sessions?|other|different|and a half|legs?|sides?|people|things?|of the|for pain|degrees?|(?:mon|tues|wednes|thurs|fri|satur|sun)days|years?|instead of minutes|point|level)"
)
_BARE = re.compile(
    rf"{_PART_BEFORE}(?P<lead>\b(?:at|around|about|by|from|for|to|until|till|make it|say|past|after|before|be|is|it's|was|@|reminder|reminders|reminded|prompt|remind me|ping me|daily|{_DAY_WORDS}|is fine at|come at|between)[ ,:]*|@\s?|^\s*|,\s*|\band\s|\bor\s|\bbut\s)"
    rf"(?<![\d:/.,-]){_HOUR}\b(?![:./]\d|\s?-\s?\d|[ -]?{_UNITS})(?P<tail>{_PART}(?P<days>[ ,]*(?:\b(?:on|at|every|each|in|only|during|daily|for)\b|(?:mon|tue|wed|thu|fri|sat|sun)\w*|weekdays?|weekends?))?)"
)
_STRONG_LEADS = re.compile(
    r"\b(?:at|around|by|@|reminder|reminders|reminded|prompt|daily|make it|remind me|ping me|every\w*|week\w*|mon\w*|tue\w*|wed\w*|thu\w*|fri\w*|sat\w*|sun\w*)[ ,:]*$|@\s?$"
)
_ABOUT_REMINDERS = re.compile(
    r"\b(?:remind\w*|prompt\w*|ping|nudg\w*|notif\w*|alarm|messag\w*|text me|bug me|wake me|o'clock|morning|evening|afternoon|every day|weekdays?|weekends?|daily|buzz|shout|train at|schedule|time to|check in|reschedule|snooze|come back at|not before|make it|instead of|earlier|again (?:at|around)|ask me|try me|until|put it off|tonight|time works|too early|too late|sharp|(?:mon|tues|wednes|thurs|fri|satur|sun)days?|mon|tue|wed|thu|fri)\b"
)
_NOT_A_TIME = re.compile(
    r"\b(?:pain|level|rate|rated|score|scale|worse|better|hurts?|ache)\b(?!.*\bremind)"
)
_INSTEAD = re.compile(
    r"\b(?:instead of|rather than|not at|not|no longer at|and not)(?: at)? (?:\w+ )?$"
)
_WITH_PART = re.compile(
    rf"(?<![\d:/.,-])\b{_HOUR}(?:[ -]?ish)? (?:in the|at|of the|tomorrow|this) (?P<part>mornings?|afternoons?|evenings?|nights?)\b"
)
_NEW = re.compile(r"\b(?:move|change|switch|shift|push|reschedule|from)\b.*\bto $")
_NAMED_HOURS = {"midnight": (0, 0)}


def find_times(text: str, asked: bool = False) -> tuple[Mention, ...]:
    """Return the times of a plain text as "HH:MM"; a bare hour counts where a time is meant."""
    exact = [*_find_exact(text), *_find_named(text)]
    bare = _find_bare(text) if asked or _is_about_time(text) else []
    if not _NOT_A_TIME.search(text):
        bare += [m for match in _WITH_PART.finditer(text) for m in _read_clock(match)]
    return keep_longest(m for m in [*exact, *bare] if not _is_left_behind(text, m))


def _is_left_behind(text: str, mention: Mention) -> bool:
    """Say whether it is the old time: "instead of 7", "from 7 to 9"."""
    before, after = text[: mention.start], text[mention.end :]
    if before.endswith("from ") and after.startswith(" to "):
        return True
    return _INSTEAD.search(before) is not None


def _is_about_time(text: str) -> bool:
    return bool(_ABOUT_REMINDERS.search(text)) and not _NOT_A_TIME.search(text)


def _find_named(text: str) -> list[Mention]:
    found = []
    for match in _NAMES.finditer(text):
        hour, minute = _NAMED_HOURS.get(match["name"], (12, 0))
        found.append(Mention("time", _write(hour, minute), match.start(), match.end()))
    return found


def _find_exact(text: str) -> list[Mention]:
    found: list[Mention] = []
    for pattern in (_CLOCK, _HALF_DAY_HOUR, _O_CLOCK, _BARE_FOUR, _IN_WORDS):
        found += [m for match in pattern.finditer(text) for m in _read_clock(match)]
    return found + [m for match in _SPOKEN.finditer(text) for m in _read_spoken(match)]


def _read_clock(match: re.Match[str]) -> list[Mention]:
    groups = match.groupdict()
    minute = _read_minute(groups.get("minute"))
    hour = int(read_number(match["hour"]))
    given = len(match["hour"]) == 2 and match["hour"].startswith("0")
    part = groups.get("part") or groups.get("part_before")
    hour = resolve_hour(hour, groups.get("half_day"), part, exact=given and not part)
    return _mention(match, hour, minute)


def _read_minute(words: str | None) -> int:
    if not words:
        return 0
    return int(read_number(words.replace("oh ", "")))


def _read_spoken(match: re.Match[str]) -> list[Mention]:
    if match["half_hour"]:
        part = match["part2"] or match["part_before2"]
        hour = resolve_hour(int(read_number(match["half_hour"])), match["half_day2"], part)
        return _mention(match, hour, 30)
    hour = resolve_hour(
        int(read_number(match["hour"])), match["half_day"], match["part"] or match["part_before"]
    )
    shift = _read_shift(match["shift"])
    if match["way"] in {"to", "till", "before", "of"}:
        return _mention(match, (hour - 1) % 24, 60 - shift)
    return _mention(match, hour, shift)


def _read_shift(words: str) -> int:
    if "half" in words:
        return 30
    if "quarter" in words:
        return 15
    found = re.match(rf"\d+|(?:twenty[ -])?(?:{WORD})", words)
    return int(read_number(found.group())) if found else 0


def _find_bare(text: str) -> list[Mention]:
    found = []
    for match in _BARE.finditer(text):
        sure = (
            _STRONG_LEADS.search(match["lead"])
            or _NEW.search(text[: match.start("hour")])
            or match["days"]
            or match["part"]
            or match["part_before"]
        )
        if sure or _is_whole(text, match):
            hour = int(read_number(match["hour"]))
            part = match["part"] or match["part_before"]
            resolved = resolve_hour(hour, None, part)
            if resolved < 24:
                found.append(Mention("time", _write(resolved, 0), match.start("hour"), _end(match)))
    return found


def _is_whole(text: str, match: re.Match[str]) -> bool:
    before, after = text[: match.start("hour")], text[match.end("hour") :]
    return bool(
        re.fullmatch(
            r"\W*(?:(?:about|around|at|say|maybe|make it|let us say|ok|okay|how about|to|until|for|from) ?)*",
            before,
        )
        and re.fullmatch(
            r"(?:[ ,]*(?:please|thanks|is fine|is good|works|o'clock|would be great|then|instead.*))*\W*",
            after,
        )
    ) or bool(re.search(r"\b(?:or|and) $", before))


def _end(match: re.Match[str]) -> int:
    """Return where the time ends: with the part of the day that follows it, if one does."""
    return match.end("part") if match["part"] else match.end("hour")


def resolve_hour(hour: int, half_day: str | None, part: str | None, exact: bool = False) -> int:
    """Return the hour of 24: by am and pm, by the part of the day, else 5–11 morning, 1–4 afternoon."""
    if half_day:
        return (
            hour % 12 + (12 if half_day.startswith("p") and hour <= 12 else 0)
            if hour <= 12
            else hour
        )
    if hour > 12 or exact:
        return hour % 24
    if part:
        return _by_part(hour, part)
    return hour + 12 if 1 <= hour <= 4 else hour


def _by_part(hour: int, part: str) -> int:
    if part.startswith("morning"):
        return hour % 12 if hour == 12 else hour
    if part.startswith(("night", "tonight")) and (hour == 12 or hour < 5):
        return hour % 12
    if part.startswith("afternoon") and hour == 12:
        return 12
    return hour % 12 + 12


def _mention(match: re.Match[str], hour: int, minute: int) -> list[Mention]:
    if not (0 <= hour < 24 and 0 <= minute < 60):
        return []
    groups = match.groupdict()
    start = match.start() + len(groups.get("part_before") or groups.get("part_before2") or "")
    raw = match.string[start : match.end()]
    return [Mention("time", _write(hour, minute), start, start + len(raw.rstrip(" ,")))]


def _write(hour: int, minute: int) -> str:
    return f"{hour:02d}:{minute:02d}"

"""How long: an ISO 8601 duration where an amount is given, else the words."""

import re
from dataclasses import dataclass

from bot.nlu.mentions import Mention, keep_longest
from bot.nlu.numbers import NUMBER, read_number

_UNIT = r"(?P<unit>seconds?|secs?|minutes?|mins?|min|hours?|hrs?|hr|h|days?|nights?|weeks?|wks?|wk|fortnights?|months?|mths?|years?|yrs?|yr|decades?)"
_AMOUNT = re.compile(
    rf"(?<![\w/:.])(?P<number>{NUMBER}|an?|half an?|half|a couple of|a couple|couple of|couple|a good|the last|the past|last|past|one and a half)"
    rf"(?P<and_half> and a half)?[ -]?(?:more |another |full |whole |good |or so )?{_UNIT}\b(?P<half> and a half)?(?! (?:old|pregnant|along|postpartum|post))"
)
_COMPOUND = re.compile(r"(?: and |,? )")
_NOT_BEFORE = re.compile(
    r"(?:\b(?:times|days|sessions|once|twice|thrice|nights|workouts|often|often in|hours|minutes|mins|x|it|per|each|every|what|which|how many|what time of(?: the)?|rest|good|bad|long|another|nice|lovely|such|one more|have|what|call it|rough)(?: a)?|\b(?:have|had|having|been|it is|taking|of the|for the|time of) a|\bday of the|\bin a row) $"
)
_A_WORD = re.compile(r"^an?$")
_VAGUE = re.compile(
    r"\b(?:since (?:i|we|he|she|my|the|a|our) [\w']+(?: (?!and |but |so )[\w']+){0,4}|since (?:(?:last |this |about |around |early |the |my |i |we |a |yesterday |two |three |four |five |six |\d+ )*[\w']+)(?: (?:morning|night|evening|afternoon|ago|week|month|year|day|was born|started|fell|moved|weeks ago|days ago|months ago|years ago|week ago))?"
    r"|for (?:ages|a while|some time|a long time|quite a while|quite some time|long|a bit|a few (?:days|weeks|months|years|hours|minutes)|several (?:days|weeks|months|years)|many (?:days|weeks|months|years)|years|months|weeks|days|hours|a long while|as long as i can remember|ever|some (?:days|weeks|months|years))"
    r"|(?:a few|several|some|(?<!how )many) (?:days|weeks|months|years|hours|minutes)"
    r"|(?:all|most of the) (?:week|month|year|my life|summer|winter)|ages ago|recently|just now|overnight|(?:for )?years)\b"
)
_RATE = re.compile(r"\b(?:every|each|per|once|twice|times an?|times every|how many) $")
_SPANNING = re.compile(r"\b(?:for|over|in|during|within) (?:about |at least |nearly )?$")
_TAKES_A_DAY = re.compile(r"\b(?:for|in|about|within|after|wait|of) $")


@dataclass(frozen=True)
class _Unit:
    """How ISO 8601 writes a unit, and the smaller one that parts of it are written in."""

    mark: str
    letter: str
    part_mark: str
    part_letter: str
    parts: int


_UNITS = {
    "s": _Unit("T", "S", "T", "S", 1),
    "mi": _Unit("T", "M", "T", "S", 60),
    "h": _Unit("T", "H", "T", "M", 60),
    "d": _Unit("", "D", "T", "H", 24),
    "n": _Unit("", "D", "T", "H", 24),
    "w": _Unit("", "W", "", "D", 7),
    "mo": _Unit("", "M", "", "D", 30),
    "mt": _Unit("", "M", "", "D", 30),
    "y": _Unit("", "Y", "", "M", 12),
}


def find_durations(text: str) -> tuple[Mention, ...]:
    """Return the durations of a plain text, amounts before words."""
    amounts = _join([m for match in _AMOUNT.finditer(text) for m in _read_match(text, match)], text)
    vague = [Mention("duration", m.group(), m.start(), m.end()) for m in _VAGUE.finditer(text)]
    free = [v for v in vague if not any(v.overlaps(a) for a in amounts) and not _is_cause(text, v)]
    return keep_longest([*amounts, *free])


def _is_cause(text: str, mention: Mention) -> bool:
    """Say whether "since" gives a reason rather than a time."""
    return re.match(r"since (?:i am|it is|you|that is|there)\b", text[mention.start :]) is not None


def _read_match(text: str, match: re.Match[str]) -> list[Mention]:
    before = text[: match.start()]
    if match["number"] in {"last", "past", "the last"} and not _SPANNING.search(before):
        return []
    if _RATE.search(before) or (_A_WORD.match(match["number"]) and not _is_amount(before, match)):
        return []
    amount = _read_amount(match["number"]) + (0.5 if match["half"] or match["and_half"] else 0.0)
    return [Mention("duration", write_duration(amount, match["unit"]), match.start(), match.end())]


def _is_amount(before: str, match: re.Match[str]) -> bool:
    """Say whether "a" is one of them: "for a day", but not "three times a day"."""
    if _NOT_BEFORE.search(before):
        return False
    vague = match["unit"] in {"day", "night", "h"} and not match["half"]
    return not vague or _TAKES_A_DAY.search(before) is not None


def _read_amount(words: str) -> float:
    if words.startswith("half"):
        return 0.5
    if "couple" in words:
        return 2.0
    if words == "one and a half":
        return 1.5
    return (
        1.0
        if words in {"a", "an", "a good", "the last", "the past", "last", "past"}
        else read_number(words)
    )


def write_duration(amount: float, unit: str) -> str:
    """Return the ISO 8601 form, parts of a unit in the next smaller one."""
    if unit.startswith("fort"):
        amount, unit = amount * 2, "weeks"
    elif unit.startswith("dec"):
        amount, unit = amount * 10, "years"
    form = _UNITS.get(unit[:2]) or _UNITS[unit[0]]
    whole, rest = int(amount), round((amount - int(amount)) * form.parts)
    if not rest:
        return f"P{form.mark}{whole}{form.letter}"
    if form.letter == "W":  # weeks stand alone in ISO 8601
        return f"P{round(amount * form.parts)}D"
    head = f"{form.mark}{whole}{form.letter}" if whole else ""
    mark = "" if head and form.mark else form.part_mark
    return f"P{head}{mark}{rest}{form.part_letter}"


def _join(parts: list[Mention], text: str) -> list[Mention]:
    """Join "1 hour" and "20 minutes" that stand side by side."""
    joined: list[Mention] = []
    for part in parts:
        last = joined[-1] if joined else None
        if (
            last
            and _COMPOUND.fullmatch(text[last.end : part.start])
            and _fits(str(last.value), str(part.value))
        ):
            value = str(last.value) + str(part.value).removeprefix("PT").removeprefix("P")
            joined[-1] = Mention("duration", value, last.start, part.end)
        else:
            joined.append(part)
    return joined


def _fits(first: str, second: str) -> bool:
    return (
        first.startswith("PT")
        and first.endswith("H")
        and second.startswith("PT")
        and second.endswith("M")
    ) or (first.endswith("Y") and second.endswith("M") and "T" not in second)

"""Warning signs: said of now, and not denied."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from bot.nlu.idioms import blank_idioms
from bot.nlu.mentions import Mention
from bot.nlu.negation import is_negated
from bot.nlu.tables import TableError, load_table

# In these, what was long ago still matters.
_HISTORY_COUNTS = frozenset({"cancer"})
_DENIED = re.compile(
    r"\b(?:not|no|never|without|nor|neither|denies|none of)\b(?: (?:had|have|having|been|got|any|a|an|the|my|really|actually|ever|at all|feel|feeling|getting|experienc\w+|sign of|signs of|history of|sudden|new|recent|"
    r"fever|numbness|tingling|weakness|fall|falls|chest|pain|pins|needles|dizziness|trauma|swelling|bladder|bowel|problems?|or|and|of|in|nor|breathlessness|nausea|injury|accident|weight loss|night sweats|cancer|headaches?|shortness|breath)|,)*\s*$"
)
_NOT_DENIAL = re.compile(
    r"\b(?:not (?:sure|only|just|getting|going|able)|no idea|do not know)\b[^,.;]*$"
)


@dataclass(frozen=True)
class Rule:
    """All patterns have to match, no farther apart than `within`; `unless` takes it back."""

    category: str
    patterns: tuple[re.Pattern[str], ...]
    within: int
    unless: re.Pattern[str] | None


def find_warnings(text: str) -> tuple[Mention, ...]:
    """Return the warning signs of a plain text, one for each category, with whether it is denied."""
    table = _warnings()
    visible = blank_idioms(text)
    if any(pattern.search(visible) for pattern in table.unless_always):
        return ()
    found: dict[str, Mention] = {}
    for rule in table.rules:
        mention = _apply(rule, visible)
        if mention is None or _is_past(table, rule, visible):
            continue
        known = found.get(rule.category)
        if known is None or (known.negated and not mention.negated):
            found[rule.category] = mention
    return tuple(found.values())


@dataclass(frozen=True)
class _Table:
    rules: tuple[Rule, ...]
    unless_always: tuple[re.Pattern[str], ...]
    long_ago: tuple[re.Pattern[str], ...]
    still_now: re.Pattern[str]


@lru_cache(maxsize=1)
def _warnings() -> _Table:
    table = load_table("warnings")
    words = dict(table["words"])
    for name in words:
        words[name] = words[name].format(**words)
    rules = tuple(
        _read_rule(category, row, words)
        for category, rows in table["rules"].items()
        for row in rows
    )
    return _Table(
        rules,
        tuple(re.compile(p) for p in table["unless_always"]),
        tuple(re.compile(p) for p in table["long_ago"]),
        re.compile(table["still_now"]),
    )


def _read_rule(category: str, row: dict[str, Any], words: dict[str, str]) -> Rule:
    try:
        patterns = tuple(re.compile(p.format(**words)) for p in row["all"])
        unless = re.compile(row["unless"].format(**words)) if "unless" in row else None
        return Rule(category, patterns, int(row.get("within", 0)), unless)
    except (KeyError, IndexError, ValueError, re.error) as fault:
        raise TableError(f"warnings.yml, a rule of {category}: {fault!r} in {row}") from fault


def _apply(rule: Rule, text: str) -> Mention | None:
    """Return what the rule finds: the shortest stretch that holds all of it."""
    matches = [list(pattern.finditer(text)) for pattern in rule.patterns]
    if not all(matches) or (rule.unless and rule.unless.search(text)):
        return None
    best: Mention | None = None
    for first in matches[0]:
        chosen = [first, *(_nearest(first, others) for others in matches[1:])]
        start, end = min(m.start() for m in chosen), max(m.end() for m in chosen)
        covered = sum(m.end() - m.start() for m in chosen)
        if len(chosen) > 1 and end - start - covered > rule.within * (len(chosen) - 1):
            continue
        mention = Mention("red_flag", rule.category, start, end, _is_denied(text, chosen))
        if best is None or (best.negated and not mention.negated):
            best = mention
    return best


def _nearest(first: re.Match[str], others: list[re.Match[str]]) -> re.Match[str]:
    return min(others, key=lambda m: max(m.start() - first.end(), first.start() - m.end()))


def _is_denied(text: str, chosen: list[re.Match[str]]) -> bool:
    """Say whether one of the parts is denied by words outside of the parts."""
    return any(_is_denied_at(text, match) for match in chosen)


def _is_denied_at(text: str, match: re.Match[str]) -> bool:
    before = text[: match.start()]
    if _DENIED.search(before) and not _NOT_DENIAL.search(before):
        return True
    return is_negated(text, match.start(), match.end())


def _is_past(table: _Table, rule: Rule, text: str) -> bool:
    """Say whether it is told of long ago, with nothing that ties it to now."""
    if rule.category in _HISTORY_COUNTS or not any(p.search(text) for p in table.long_ago):
        return False
    return table.still_now.search(text) is None

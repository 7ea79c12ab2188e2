"""Say which values a button may bring as the answer to a question; all others are foreign."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from zoneinfo import available_timezones

from actions.coaching.posture import Likeness, Sidedness, SideSince
from actions.coaching.triage import HurtKind
from actions.content import content
from actions.onboarding import EQUIPMENT, FINISHED, HEALTH_GROUPS
from actions.reading import UNKNOWN
from actions.store.choices import AgeBand, Checklist

SIGN_ANSWERS = ("yes", "a_little", "no", "unsure")
STEP = re.compile(r"(?:done|skip|hard|hurts|undo|resume|pause)\.\d{1,6}")
CLOCK = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d|same")
DURATION = re.compile(r"P\d{1,3}[DWMY]")


def is_possible(slot: str, value: str) -> bool:
    """Say whether a button of ours can carry this value for this question."""
    test = _tests().get(slot)
    return test is not None and test(value)


@lru_cache(maxsize=1)
def _tests() -> dict[str, Callable[[str], bool]]:
    words = content()
    groups = words.health_screen.groups.values()
    conditions = {condition for group in groups for condition in group.choices}
    fixed: dict[str, Iterable[str]] = {
        "consent": ("yes", "no"),
        "checklist": [each.value for each in Checklist],
        "checklist_detail": [*words.health_screen.before_first.items, FINISHED],
        "age_band": [each.value for each in AgeBand],
        "floor_access": ("floor", "standing"),
        **dict.fromkeys(HEALTH_GROUPS, ("none", "some", "unsure", "skip")),
        "health_detail": [*conditions, FINISHED],
        "equipment": EQUIPMENT,
        "sidedness": [each.value for each in Sidedness],
        "side_since": [each.value for each in SideSince],
        "likeness": [each.value for each in Likeness],
        "chest_kind": ("outside", "inside", "unclear"),
        "discomfort_region": words.regions,
        "discomfort_part": words.regions,
        "discomfort_side": ("left", "right", "both", UNKNOWN),
        "discomfort_level": [*map(str, range(11)), UNKNOWN],
        "discomfort_trigger": [*words.triggers, UNKNOWN],
        "session_start": ("nothing_new", "something_new"),
        "screened": ("yes", "no"),
        "hurt_kind": [each.value for each in HurtKind],
        "hurt_region": words.regions,
        "session_feel": ("fine", "a_bit_sore", "sore"),
        "reminder_zone": available_timezones(),
        "erase_confirmed": ("yes", "no"),
        "seen": ("cleared", "not_cleared", "not_yet"),
    }
    signs = ("shoulders", "upper_back", "head", "hips", "ribs")
    fixed |= {f"sign_{sign}": SIGN_ANSWERS for sign in signs}
    tests: dict[str, Callable[[str], bool]] = {
        slot: frozenset(values).__contains__ for slot, values in fixed.items()
    }
    tests["workout_step"] = lambda value: STEP.fullmatch(value) is not None
    tests["reminder_time"] = lambda value: CLOCK.fullmatch(value) is not None
    tests["discomfort_since"] = lambda value: value == UNKNOWN or bool(DURATION.fullmatch(value))
    return tests

"""Read the answer to one question out of a message: one function a question.

Each takes the message and whether its question is the one being asked. Questions whose answer is
a plain yes, no or number are only read when asked; what names its own subject is read always.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, TypeVar

from actions.message import Message

T = TypeVar("T")

GO_ON = frozenset({"affirm", "start_workout", "next_step", "resume_workout"})
LEVELS = range(0, 11)
# Nobody younger writes here; a single digit is a slip, or a level.
ADULT = 18
PLAUSIBLE_AGES = range(10, 121)
OUT_OF_RANGE = "out_of_range"
NO_TIME = "no_time"
UNKNOWN = "unknown"


def agreement(message: Message, asked: bool) -> str | None:
    """Read consent: "yes" or "no"."""
    return _by_intent(message, asked, {"affirm": "yes", "deny": "no"})


def checklist(message: Message, asked: bool) -> Any:
    """Read the first checklist: "clear", "flagged", "unsure", or the conditions named."""
    if not asked:
        return None
    if message.intent == "report_condition":
        return "flagged"
    return _by_intent(message, asked, {"deny": "clear", "affirm": "flagged", "unsure": "unsure"})


def conditions(message: Message, asked: bool) -> Any:
    """Read conditions by name, or "none" and "unsure"."""
    if not asked:
        return None
    named = [str(value) for value in message.values("condition")]
    if named:
        return ",".join(named)
    return _by_intent(message, asked, {"deny": "none", "unsure": "unsure"})


def health_group(message: Message, asked: bool) -> str | None:
    """Read one group of the health screen: "none", "some", "unsure" or "skip"."""
    if not asked:
        return None
    if message.intent == "report_condition":
        return "some"
    answers = {"deny": "none", "affirm": "some", "unsure": "unsure"}
    return _by_intent(message, asked, {**answers, "skip_exercise": "skip"})


def age_band(message: Message, asked: bool) -> str | None:
    """Read an age in years as its band: "under_18", "18_64" or "65_plus"."""
    if not asked or message.number is None:
        return None
    if message.mentions("under", "below", "younger", "not yet", "not", "almost", "nearly"):
        return "under_18" if message.number <= ADULT else OUT_OF_RANGE
    years = message.number
    if years not in PLAUSIBLE_AGES:
        return OUT_OF_RANGE
    if years < 18:
        return "under_18"
    return "18_64" if years < 65 else "65_plus"


def floor_access(message: Message, asked: bool) -> str | None:
    """Read whether lying on the floor is possible: "floor" or "standing"."""
    if not asked:
        return None
    if message.mentions("stand", "chair", "sit", "seated") or message.intent == "deny":
        return "standing"
    if message.mentions("floor", "lie", "lying", "mat") or message.intent == "affirm":
        return "floor"
    return "standing" if message.intent == "unsure" else None


def equipment(message: Message, asked: bool) -> str | None:
    """Read what is at hand: "ball", "weight", "both" or "neither"."""
    if not asked:
        return None
    ball = message.mentions("ball", "tennis", "lacrosse", "socks")
    weight = message.mentions("weight", "bottle", "dumbbell", "kettlebell", "rucksack", "backpack")
    if message.intent in {"deny", "unsure"} or message.mentions("neither", "nothing", "none"):
        return "neither"
    if (message.intent == "affirm" and ball == weight) or (ball and weight):
        return "both"
    return "ball" if ball else "weight" if weight else None


_FIRST_WORDS = (
    ("a_little", re.compile(r"^\W*(?:yes|yeah|yep)?\W*(?:just )?a (?:little|bit|touch)\b", re.I)),
    ("yes", re.compile(r"^\W*(?:yes|yeah|yep|yup)\b", re.I)),
    ("no", re.compile(r"^\W*(?:no|nope|nah)\b(?! idea)", re.I)),
)


def sign(*names: str) -> Callable[[Message, bool], str | None]:
    """Return the reader of one posture sign: "yes", "a_little", "no" or "unsure"."""

    def read(message: Message, asked: bool) -> str | None:
        for entity in message.entities:
            if entity["entity"] == "posture_sign" and entity["value"] in names:
                if entity.get("negated"):
                    return "no"
                return "a_little" if asked and message.says_a_little else "yes"
        if not asked:
            return None
        for answer, first_words in _FIRST_WORDS:
            if message.intent != "unsure" and first_words.search(message.text):
                return (
                    "a_little"
                    if answer == "yes" and message.intent == "affirm" and (message.says_a_little)
                    else answer
                )
        if message.says_a_little and message.intent not in {"deny", "unsure"}:
            return "a_little"
        return _by_intent(message, asked, {"affirm": "yes", "deny": "no", "unsure": "unsure"})

    return read


def sidedness(message: Message, asked: bool) -> str | None:
    """Read which side differs: "alike", "left_weaker", "right_weaker", "one_side_sorer"."""
    if not asked or (message.intent == "report_discomfort" and message.sites()):
        return None
    if message.mentions("sore", "ache", "hurt", "pain", "tight"):
        return "one_side_sorer"
    named = _side(message)
    if named in {"left", "right"}:
        return f"{named}_weaker"
    if named == "both" or message.mentions("same", "alike", "equal", "even"):
        return "alike"
    return _by_intent(message, asked, {"deny": "alike", "unsure": "unsure"})


def side_since(message: Message, asked: bool) -> str | None:
    """Read whether a difference is old or new: "always" or "new"."""
    if not asked:
        return None
    if message.mentions("always", "forever", "years", "ever since", "born", "long", "as long"):
        return "always"
    new = ("new", "recent", "sudden", "late", "just", "week", "day", "month", "since")
    if message.mentions(*new) or message.first("duration"):
        return "new"
    # In doubt it is new: that only adds the advice to have it looked at.
    return "new" if message.intent == "unsure" else None


def likeness(message: Message, asked: bool) -> str | None:
    """Read which picture is more like the person."""
    if not asked:
        return None
    if message.mentions("neither", "none") or message.intent == "deny":
        return "neither"
    if message.number in {1.0, 2.0}:
        return f"picture_{int(message.number)}"
    for words, value in ((("first", "one"), "picture_1"), (("second", "two"), "picture_2")):
        if message.mentions(*words):
            return value
    return "cant_tell" if message.intent == "unsure" else None


def chest_kind(message: Message, asked: bool) -> str | None:
    """Read what kind of tight chest: "outside" only where that is plain, else "inside"."""
    if not asked:
        return None
    inside = ("inside", "pressure", "heav", "sweat", "breath", "arm", "jaw", "squeez", "sick")
    if message.mentions(*inside):
        return "inside"
    outside = ("outside", "muscle", "press", "pec", "when i move")
    if message.mentions(*outside) and message.intent not in {"deny", "unsure"}:
        return "outside"
    return "unclear"


def sites(message: Message, asked: bool) -> Any:
    """Read the regions named, each with its side."""
    named = message.sites()
    if named:
        return named
    if asked and message.intent in {"unsure", "deny"}:
        return "unknown"
    return None


def hurt_sites(message: Message, asked: bool) -> Any:
    """Read where a set hurts; a region named at another time is no answer to that."""
    return sites(message, asked) if asked else None


def back_part(message: Message, asked: bool) -> str | None:
    """Read which part of the back is meant."""
    if not asked:
        return None
    for site in message.sites():
        if site["region"] != "back":
            return site["region"]
    parts = {"lower_back": ("low", "bottom"), "mid_back": ("mid",), "upper_back": ("up", "top")}
    for part, words in parts.items():
        if message.mentions(*words):
            return part
    return "back" if message.mentions("all", "whole") or message.intent == "unsure" else None


def side(message: Message, asked: bool) -> str | None:
    """Read a side: "left", "right", "both", or "unknown" where the person cannot say."""
    if not asked:
        return None
    named = _side(message)
    if named:
        return named
    if message.mentions("middle", "centre", "center", "across"):
        return "both"
    return "unknown" if message.intent in {"unsure", "deny"} else None


def level(message: Message, asked: bool) -> Any:
    """Read a level from 0 to 10, "out_of_range" for any other number, "unknown"."""
    named = message.first("intensity")
    if named is not None:
        return named if 0 <= float(named) <= 10 else OUT_OF_RANGE
    if not asked:
        return None
    if message.number is not None:
        return int(message.number) if message.number in LEVELS else OUT_OF_RANGE
    return _by_intent(message, asked, {"deny": 0, "unsure": "unknown"})


def since(message: Message, asked: bool) -> str | None:
    """Read since when: an ISO 8601 duration where an amount was given, else the words."""
    named = message.first("duration")
    if named is not None:
        return str(named)
    return _by_intent(message, asked, {"unsure": "unknown", "deny": "unknown"})


def trigger(message: Message, asked: bool) -> str | None:
    """Read what sets it off."""
    named = message.first("trigger")
    if named is not None:
        return str(named)
    return _by_intent(message, asked, {"unsure": "unknown", "deny": "unknown"})


def session_start(message: Message, asked: bool) -> Any:
    """Read the question before a session: "nothing_new", "something_new", or a level."""
    if not asked:
        return None
    if message.sites():
        return None
    if message.first("intensity") is not None or message.intent == "rate_discomfort":
        return level(message, asked)
    if message.intent == "deny":
        return "nothing_new"
    if message.intent in {"affirm", "unsure", "discomfort_worse"}:
        return "something_new"
    return OUT_OF_RANGE if message.number is not None else None


STEP_INTENTS = {
    "next_step": "done",
    "affirm": "done",
    "skip_exercise": "skip",
    "too_hard": "hard",
    "too_easy": "easy",
    "exercise_hurts": "hurts",
    "report_discomfort": "hurts",
    "discomfort_worse": "hurts",
    "correct_answer": "undo",
    "pause_workout": "pause",
    "resume_workout": "resume",
    "start_workout": "resume",
}


def workout_step(message: Message, asked: bool) -> str | None:
    """Read what the person did with the step: done, skip, hard, easy, hurts, undo, pause, …"""
    return STEP_INTENTS.get(message.intent) if asked else None


def hurt_kind(message: Message, asked: bool) -> str | None:
    """Read what kind of hurt: "working", "sore", "sharp" or "tingling"."""
    if not asked:
        return None
    found = named_hurt(message)
    if found:
        return found
    rated = level(message, asked)
    if isinstance(rated, (int, float)) and message.intent != "deny":
        return "sharp" if rated >= 6 else "sore" if rated >= 4 else "working"
    # Nobody has to know: in doubt it is treated as the sharp kind, which stops the exercise.
    return _by_intent(message, asked, {"unsure": "sharp"})


def named_hurt(message: Message) -> str | None:
    """Return the kind of hurt that the words name, the strictest first; None where they do not."""
    words = {
        "numb": ("numb", "weak", "can't feel", "cannot feel"),
        "tingling": ("tingl", "pins", "electric", "shoot", "spread"),
        "sharp": ("sharp", "stab", "strong", "bad", "pinch", "stinging"),
        "sore": ("sore", "ache", "achy", "aching", "dull"),
        "working": ("muscle working", "muscles working", "just the muscle", "burn"),
    }
    if message.mentions("not", "isn't", "no"):
        words = {kind: each for kind, each in words.items() if kind in ("sharp", "sore")}
    return next((kind for kind, each in words.items() if message.mentions(*each)), None)


def screened(message: Message, asked: bool) -> str | None:
    """Read the warning questions: "no" only where it is plain, "yes" where it is or may be."""
    return _by_intent(message, asked, {"deny": "no", "affirm": "yes", "unsure": "yes"})


def session_feel(message: Message, asked: bool) -> str | None:
    """Read how it felt: "fine", "a_bit_sore" or "sore"."""
    if not asked:
        return None
    if message.mentions("sore", "ache", "achy", "hurt", "stiff"):
        return "a_bit_sore" if message.says_a_little else "sore"
    rated = level(message, asked)
    if isinstance(rated, (int, float)):
        return "sore" if rated >= 4 else "a_bit_sore" if rated >= 1 else "fine"
    if message.intent == "unsure":
        return UNKNOWN
    if message.mentions("not", "isn't", "wasn't", "bad", "awful", "terrible"):
        return None
    fine = {"affirm", "compliment", "thank", "discomfort_better", "too_easy"}
    return "fine" if message.intent in fine or message.mentions("fine", "good", "ok") else None


def reminder_times(message: Message, asked: bool) -> Any:
    """Read times with their days: [{"time": "07:00", "days": [...] or None}, …]."""
    times = [each for each in message.entities if each["entity"] == "time"]
    groups = [each for each in message.entities if each["entity"] == "days"]
    if not times:
        return NO_TIME if asked and message.intent == "set_reminder" else None
    return [{"time": each["value"], "days": _days_of(each, groups)} for each in times]


def zone(message: Message, asked: bool) -> str | None:
    """Read an IANA zone."""
    named = message.first("timezone")
    return str(named) if named is not None else None


def erasure(message: Message, asked: bool) -> str | None:
    """Read whether everything is really to be erased: "yes" or "no"."""
    answers = {"affirm": "yes", "deny": "no", "unsure": "no", "delete_data": "yes"}
    return _by_intent(message, asked, answers)


def seen(message: Message, asked: bool) -> str | None:
    """Read what came of a visit: "cleared", "not_cleared" or "not_yet"."""
    if not asked:
        return None
    if re.search(r"\bnot\b|n't\b|\bno\b|\brest\b", message.text, re.IGNORECASE):
        return "not_cleared" if message.intent == "report_cleared" else "not_yet"
    cleared = {"affirm": "cleared", "report_cleared": "cleared"}
    return _by_intent(message, asked, {**cleared, "deny": "not_yet", "unsure": "not_yet"})


def meant(message: Message) -> Message:
    """Read the answer inside a correction ("oops, I meant no") as if it had been given alone."""
    words = (
        ("deny", r"\bno\b|\bnope\b|\bnot\b|\bdon'?t\b|\bnone\b"),
        ("unsure", r"\bnot sure\b|\bunsure\b|\bdon'?t know\b"),
        ("affirm", r"\byes\b|\byeah\b|\byep\b|\ba (?:little|bit)\b"),
    )
    found = [intent for intent, pattern in words if re.search(pattern, message.text, re.I)]
    intent = "unsure" if "unsure" in found else found[0] if len(found) == 1 else message.intent
    return replace(message, intent=intent)


def _by_intent(message: Message, asked: bool, answers: Mapping[str, T]) -> T | None:
    """Return the answer that the message's intent stands for, where its question was asked."""
    return answers.get(message.intent) if asked else None


def _side(message: Message) -> str | None:
    """Return the side named, alone or with a region."""
    alone = message.first("side")
    if alone:
        return str(alone)
    return next((site["side"] for site in message.sites() if site["side"]), None)


def _days_of(time: Any, groups: list[Any]) -> list[str] | None:
    """Return the days that go with a time: those of its group, or the only ones named."""
    for days in groups:
        if days.get("group") is not None and days.get("group") == time.get("group"):
            return list(days["value"])
    return list(groups[0]["value"]) if len(groups) == 1 else None

"""Decide whether a sentence is a report of a warning sign, whatever else it says."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.nlu.deciding import FALLBACK
from bot.nlu.idioms import has_idiom
from bot.nlu.sentence import read_sentence

WARNING = "report_red_flag"
# Below this share, what comes next after a doubtful warning is not understood at all.
LEAST_SHARE = 0.1
# From this share on, the trained intent counts as a warning though no rule found its sign.
TRUSTED_FROM = 0.6


def screen_intent(
    text: str,
    intent: Mapping[str, Any],
    ranking: Sequence[Mapping[str, Any]],
    entities: Sequence[Mapping[str, Any]],
) -> dict[str, Any]:
    """Return the intent after the warning screen: name and confidence."""
    flags = [e for e in entities if e["entity"] == "red_flag"]
    if any(not flag.get("negated") for flag in flags):
        return {"name": WARNING, "confidence": 1.0}
    if intent["name"] == WARNING and not _is_trusted(text, intent, flags):
        return _next_best(ranking)
    return dict(intent)


def _is_trusted(text: str, intent: Mapping[str, Any], flags: Sequence[Mapping[str, Any]]) -> bool:
    """Say whether the model alone may raise the alarm: nothing denied, no way of speaking."""
    return (
        not flags
        and float(intent["confidence"]) >= TRUSTED_FROM
        and not has_idiom(read_sentence(text).text)
    )


def _next_best(ranking: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    for other in ranking:
        if other["name"] != WARNING and other["confidence"] >= LEAST_SHARE:
            return {"name": other["name"], "confidence": other["confidence"]}
    return {"name": FALLBACK, "confidence": 0.0}

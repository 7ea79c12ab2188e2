"""Read the latest message of a tracker: what was meant, what was named, what was tapped."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypedDict

from rasa_sdk import Tracker

CHOOSE = "choose"
_NUMBER = re.compile(r"(?<![\d.:])[-−]?\d{1,6}(?:[.,]\d+)?(?![\d:])")
_A_LITTLE = re.compile(
    r"\b(a (?:little|bit|touch|tad)|little bit|bit|slight(?:ly)?|some(?:what|times)|kind ?of|kinda"
    r"|sort ?of|mild(?:ly)?|maybe a|not much|only when|when i'?m tired)\b",
    re.IGNORECASE,
)


class Site(TypedDict):
    """A part of the body with its side, as it stands in a slot."""

    region: str
    side: str | None


@dataclass(frozen=True)
class Message:
    """What one message says. `slot` and `value` are set where a button was tapped."""

    intent: str
    text: str
    entities: tuple[Mapping[str, Any], ...]
    slot: str | None = None
    value: str | None = None

    @classmethod
    def latest(cls, tracker: Tracker) -> Message:
        """Return the tracker's latest message."""
        latest = tracker.latest_message
        entities = tuple(latest.get("entities") or ())
        intent = (latest.get("intent") or {}).get("name") or "nlu_fallback"
        slot, value = _choice(intent, entities)
        return cls(intent, latest.get("text") or "", entities, slot, value)

    def values(self, entity: str) -> list[Any]:
        """Return every value of that entity that is not negated, in order."""
        return [
            each["value"]
            for each in self.entities
            if each["entity"] == entity and not each.get("negated")
        ]

    def first(self, entity: str) -> Any | None:
        """Return the first value of that entity, None where it was not named."""
        return next(iter(self.values(entity)), None)

    def sites(self) -> list[Site]:
        """Return the regions named, each with its side."""
        named: list[Site] = []
        for each in self.entities:
            if each["entity"] == "body_region" and not each.get("negated"):
                site = Site(region=each["value"], side=each.get("side"))
                if site not in named:
                    named.append(site)
        return named

    @property
    def number(self) -> float | None:
        """Return the first plain number in the text, None where there is none."""
        found = _NUMBER.search(self.text)
        if found is None:
            return None
        return float(found.group().replace("−", "-").replace(",", "."))

    @property
    def says_a_little(self) -> bool:
        """Say whether the words weaken what is said: "a bit", "slightly", "sometimes"."""
        return bool(_A_LITTLE.search(self.text))

    def mentions(self, *words: str) -> bool:
        """Say whether one of the words, or a word that begins with one, stands in the text."""
        pattern = r"\b(?:" + "|".join(re.escape(word) for word in words) + ")"
        return bool(re.search(pattern, self.text, re.IGNORECASE))


def _choice(intent: str, entities: tuple[Mapping[str, Any], ...]) -> tuple[str | None, str | None]:
    """Split the data of a tapped button, "slot:value"."""
    if intent != CHOOSE:
        return None, None
    data = next((str(each["value"]) for each in entities if each["entity"] == "choice"), "")
    slot, _, value = data.partition(":")
    return (slot, value) if slot and value else (None, None)

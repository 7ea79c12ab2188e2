"""What was understood, in the form that `posture-coach parse` prints."""

from collections.abc import Mapping
from typing import Any

from bot.nlu.deciding import FALLBACK

_KEYS = ("entity", "value", "start", "end", "negated", "side", "group")


def as_parse_line(parse_data: Mapping[str, Any]) -> dict[str, Any]:
    """Return text, intent and entities of Rasa's parse data, and nothing else of it."""
    intent = parse_data.get("intent") or {}
    name = intent.get("name") or FALLBACK
    confidence = 0.0 if name == FALLBACK else round(float(intent.get("confidence") or 0.0), 4)
    return {
        "text": parse_data.get("text") or "",
        "intent": {"name": name, "confidence": confidence},
        "entities": [
            {key: entity[key] for key in _KEYS if key in entity}
            for entity in parse_data.get("entities") or []
        ],
    }

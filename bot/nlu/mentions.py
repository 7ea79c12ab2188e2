"""What a part of a sentence names."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

Value = str | int | float | tuple[str, ...]

NEGATABLE = frozenset({"body_region", "posture_sign", "red_flag"})


@dataclass(frozen=True)
class Mention:
    """One entity; start and end count code points of the text that it was found in."""

    entity: str
    value: Value
    start: int
    end: int
    negated: bool = False
    side: str | None = None
    group: int | None = None

    def overlaps(self, other: "Mention") -> bool:
        """Say whether both share a character."""
        return self.start < other.end and other.start < self.end

    def to_entity(self) -> dict[str, Any]:
        """Return Rasa's form of it, with the extra keys of the contract."""
        entity: dict[str, Any] = {
            "entity": self.entity,
            "value": list(self.value) if isinstance(self.value, tuple) else self.value,
            "start": self.start,
            "end": self.end,
        }
        if self.entity in NEGATABLE:
            entity["negated"] = self.negated
        if self.side is not None:
            entity["side"] = self.side
        if self.group is not None:
            entity["group"] = self.group
        return entity


def keep_longest(mentions: Iterable[Mention]) -> tuple[Mention, ...]:
    """Drop a mention that overlaps a longer (else earlier) one; return the rest in order."""
    kept: list[Mention] = []
    for mention in sorted(mentions, key=lambda m: (m.start - m.end, m.start)):
        if not any(mention.overlaps(other) for other in kept):
            kept.append(mention)
    return tuple(sorted(kept, key=lambda m: m.start))


def outside(mentions: Iterable[Mention], taken: Iterable[Mention]) -> tuple[Mention, ...]:
    """Return the mentions that overlap none of those taken."""
    taken = tuple(taken)
    return tuple(m for m in mentions if not any(m.overlaps(other) for other in taken))

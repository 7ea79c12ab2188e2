"""The way of a newcomer to the end of their first strength session, one tap after another."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from tests.end_to_end.peer import Message, Person, find_labels, read_text

# The first of these that is on view is tapped; the posture questions are answered by number.
WAY = (
    "I agree",
    "18–64",
    "I can lie on the floor",
    "Nothing new, start",
    "I'm in position",
    "Done",
    "Fine",
    "Check my posture, 2 min",
    "Both sides alike",
    "Ball and weight",
    "None of these",
    "Start",
)
# What is said after a strength session, and not after the starter.
END = "Next time: "
# People read before they tap: until nothing has changed for a while.
READING = 1.3
LOOKING = 0.25
# What is said to a tap on a button that means nothing any more.
LATE = "That button belongs to an earlier message"


@dataclass
class Walk:
    """One person on that way."""

    person: Person
    asked: int = 0
    reading: float = READING
    tapped: list[str] = field(default_factory=list)
    _last: tuple[int, str] | None = None
    _seen: list[Message] = field(default_factory=list)
    _changed_at: float = 0.0
    _looked_at: float = 0.0

    def begin(self) -> None:
        """Say the first words."""
        self.person.say("/start")

    @property
    def is_through(self) -> bool:
        """Say whether the strength session, the last thing on the way, is done."""
        return any(read_text(each).startswith(END) for each in self._seen)

    def go_on(self) -> bool:
        """Tap what comes next; False where nothing new is on view, or not for long enough."""
        if not self._has_read() or self.is_through:
            return False
        shown = next((each for each in reversed(self._seen) if find_labels(each)), None)
        if shown is None or (shown["message_id"], read_text(shown)) == self._last:
            return False
        text, labels = read_text(shown), find_labels(shown)
        self._last = (shown["message_id"], text)
        if text.startswith(LATE):
            # Somebody who tapped a message that came twice says what they want in words.
            self.person.say("/workout" if "Both sides alike" in self.tapped else "/check")
            self.asked += 1
        else:
            self.tapped.append(choose(text, labels))
            self.person.tap(self.tapped[-1])
        return True

    def _has_read(self) -> bool:
        """Look at the chat from time to time; say whether it has been the same for a while."""
        now = time.monotonic()
        if now - self._looked_at < LOOKING:
            return False
        self._looked_at = now
        shown = self.person.messages
        if shown != self._seen:
            self._seen, self._changed_at = shown, now
        return now - self._changed_at >= self.reading


def choose(text: str, labels: list[str]) -> str:
    """Return the label that leads on: ribs are fine, every other sign is there."""
    if "of 5." in text:
        return "No" if text.startswith("5 of 5.") else "Yes"
    found = next((label for label in WAY if label in labels), None)
    assert found is not None, f"nothing leads on from {text!r}: {labels}"
    return found

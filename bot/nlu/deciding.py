"""Decide the intent from the model's shares, what was asked, and how readable the text is."""

from dataclasses import dataclass
from typing import Protocol

from bot.nlu.context import Context
from bot.nlu.readings import find_reading
from bot.nlu.sentence import MAX_CHARACTERS, read_sentence

FALLBACK = "nlu_fallback"
MIN_LATIN_SHARE = 0.5


class Model(Protocol):
    """What names intents and knows words."""

    def predict(self, text: str) -> list[tuple[str, float]]:
        """Return all intents with their shares, the likeliest first."""

    def known_share(self, text: str) -> float:
        """Return the share of the words that are known."""


@dataclass(frozen=True)
class Thresholds:
    """From which share an answer counts: usually, and where no word is known."""

    usual: float
    unknown_words: float


@dataclass(frozen=True)
class Decision:
    """An intent, how sure it is, and all intents with their shares."""

    intent: str
    confidence: float
    ranking: tuple[tuple[str, float], ...] = ()


UNSURE = Decision(FALLBACK, 0.0)


def decide_intent(text: str, context: Context, model: Model, thresholds: Thresholds) -> Decision:
    """Return the intent of what was typed, `nlu_fallback` where it is unreadable or unsure."""
    plain = read_sentence(text).text
    reading = find_reading(plain, context)
    if reading is not None:
        return Decision(reading, 1.0, ((reading, 1.0),))
    if not is_readable(plain) or len(text) > MAX_CHARACTERS:
        return UNSURE
    ranking = tuple(model.predict(text))
    intent, share = ranking[0]
    bar = thresholds.usual if model.known_share(text) > 0 else thresholds.unknown_words
    return Decision(intent, share, ranking) if share >= bar else UNSURE


def is_readable(plain: str) -> bool:
    """Say whether most letters are Latin ones, and there are some."""
    letters = [c for c in plain if c.isalpha()]
    latin = sum(c.isascii() for c in letters)
    return bool(letters) and latin / len(letters) > MIN_LATIN_SHARE or any(c.isdigit() for c in plain)

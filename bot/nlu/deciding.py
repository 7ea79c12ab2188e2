"""Decide the intent from the model's shares, what was asked, and how readable the text is."""

import re
from dataclasses import dataclass
from typing import Protocol

from bot.nlu.context import Context
from bot.nlu.readings import find_answer, find_reading
from bot.nlu.sentence import MAX_CHARACTERS, read_sentence

FALLBACK = "nlu_fallback"
MIN_LATIN_SHARE = 0.5
SURE_WHEN_ASKED = 0.5
# What only a program would write; a person who typed it gets no meaning out of it.
_PAYLOAD = re.compile(r"/\w+\s*(?:\{.*)?", re.DOTALL)


class Opinion(Protocol):
    """What a model makes of one text."""

    def rank(self) -> list[tuple[str, float]]:
        """Return all intents with their shares, the likeliest first."""

    def knows_words(self) -> bool:
        """Say whether the model has seen enough of the words."""


@dataclass(frozen=True)
class Decision:
    """An intent, how sure it is, and all intents with their shares."""

    intent: str
    confidence: float
    ranking: tuple[tuple[str, float], ...] = ()


UNSURE = Decision(FALLBACK, 0.0)


def decide_intent(
    text: str, context: Context, kinds: frozenset[str], opinion: Opinion, sure_from: float
) -> Decision:
    """Return the intent of what was typed, `nlu_fallback` where it is unreadable or unsure.

    `kinds` are the kinds of entity that the text names.
    """
    plain = read_sentence(text).text
    known = find_reading(plain, context) or find_answer(plain, context, kinds)
    if known is not None:
        return Decision(known, 1.0, ((known, 1.0),))
    if len(text) > MAX_CHARACTERS or not is_readable(plain) or not opinion.knows_words():
        return UNSURE
    ranking = tuple(opinion.rank())
    intent, share = ranking[0]
    # Where a question is open, a doubtful text is rather an answer that failed than something new.
    least = max(sure_from, SURE_WHEN_ASKED) if context.asked else sure_from
    return Decision(intent, share, ranking) if share >= least else UNSURE


def is_readable(plain: str) -> bool:
    """Say whether it is mostly Latin letters, or has a figure, and is no program's payload."""
    letters = [c for c in plain if c.isalpha()]
    latin = sum(c.isascii() for c in letters)
    if _PAYLOAD.fullmatch(plain.strip()):
        return False
    return latin > MIN_LATIN_SHARE * len(letters) or any(c.isdigit() for c in plain)

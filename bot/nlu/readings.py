"""Short answers whose meaning depends on what was asked and on what is going on."""

import re
from dataclasses import dataclass
from functools import lru_cache

from bot.nlu.context import Context
from bot.nlu.tables import TableError, load_table


@dataclass(frozen=True)
class Reading:
    """Under these circumstances, a whole text of this form has this intent."""

    intent: str
    asked: re.Pattern[str]
    session: re.Pattern[str]
    text: re.Pattern[str]


@dataclass(frozen=True)
class Answer:
    """Where this was asked, a short text that names one of these kinds has this intent."""

    intent: str
    asked: re.Pattern[str]
    entities: frozenset[str]


LONGEST_ANSWER = 4
_QUESTION = re.compile(
    r".*\?\W*$|(?:why|what|how|when|where|who|which|is|are|can|could|should|do|does|will|would|may) .*",
    re.S,
)


@lru_cache(maxsize=1)
def load_answers() -> tuple[Answer, ...]:
    """Return the table of what answers which question."""
    return tuple(
        Answer(row["intent"], re.compile(row["asked"]), frozenset(row["entities"]))
        for row in load_table("readings")["answers"]
    )


@lru_cache(maxsize=1)
def load_readings() -> tuple[Reading, ...]:
    """Return the table of readings in the order in which they are tried."""
    table = load_table("readings")
    words = {name: f"(?:{pattern})" for name, pattern in table["words"].items()}
    return tuple(_read_row(number, row, words) for number, row in enumerate(table["readings"]))


def _read_row(number: int, row: dict[str, str], words: dict[str, str]) -> Reading:
    try:
        text = row["text"].format(**words)
        asked, session = row.get("asked", ".*"), row.get("session", ".*")
        return Reading(row["intent"], *(re.compile(p) for p in (asked, session, text)))
    except (KeyError, IndexError, ValueError, re.error) as fault:
        raise TableError(f"readings.yml, entry {number}: {fault!r}") from fault


def find_reading(plain: str, context: Context) -> str | None:
    """Return the intent that the circumstances give to a plain text, if they do."""
    text = plain.strip(" .!,?")
    for reading in load_readings():
        if (
            reading.asked.fullmatch(context.asked)
            and reading.session.fullmatch(context.session)
            and reading.text.fullmatch(text)
        ):
            return reading.intent
    return None


def find_answer(plain: str, context: Context, kinds: frozenset[str]) -> str | None:
    """Return the intent of a short text that names what was asked for."""
    if (
        not context.asked
        or len(plain.split()) > LONGEST_ANSWER
        or _QUESTION.fullmatch(plain.strip())
    ):
        return None
    for answer in load_answers():
        if answer.asked.fullmatch(context.asked) and answer.entities & kinds:
            return answer.intent
    return None

"""Make of a sentence what the classifier counts: its words, and its words by group of meaning."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from bot.nlu.context import Context
from bot.nlu.mentions import Mention, keep_longest
from bot.nlu.phrases import PhraseTable
from bot.nlu.reading import find_all_but_warnings
from bot.nlu.sentence import read_sentence
from bot.nlu.tables import load_phrases, load_table

# Which day it is does not matter here, only whether a date is named.
_ANY_DAY = Context(today=date(2000, 1, 1))
_LENGTH_STEPS = 6


@dataclass(frozen=True)
class Forms:
    """The forms of sentences that the model counts, a text per sentence in each."""

    plain: tuple[str, ...]
    grouped: tuple[str, ...]
    marks: tuple[str, ...]

    def __iter__(self) -> Iterator[tuple[str, ...]]:
        """Return the texts to count: words, groups, letters (of the plain form) and marks."""
        return iter((self.plain, self.grouped, self.plain, self.marks))


def read_forms(texts: Sequence[str]) -> Forms:
    """Return the forms of what was typed."""
    return Forms(
        tuple(plain_form(text) for text in texts),
        tuple(grouped_form(text) for text in texts),
        tuple(marks_form(text) for text in texts),
    )


@lru_cache(maxsize=1)
def _concepts() -> tuple[PhraseTable, ...]:
    """Return the groups of meaning; a group comes before the bigger table that it overlaps."""
    table = load_table("concepts")
    entities: dict[str, list[str]] = {}
    for concept, name in table["also_phrases_of"].items():
        section = "phrases" if name == "signs" else None
        entities[concept] = [p for row in load_phrases(name, section).values() for p in row]
    return PhraseTable("concept", load_phrases("concepts", "groups")), PhraseTable(
        "concept", entities
    )


def plain_form(typed: str) -> str:
    """Return the plain words, figures kept apart, in a form for n-grams."""
    return " ".join(read_sentence(typed).words())


def grouped_form(typed: str) -> str:
    """Return the sentence with every word or phrase of a group replaced by the group's name."""
    text = read_sentence(typed).text
    found = keep_longest(mention for table in _concepts() for mention in table.find(text))
    return _replace(text, found)


def marks_form(typed: str) -> str:
    """Return marks of the whole sentence: its entities, its first and last word, its length."""
    sentence = read_sentence(typed)
    text, words = sentence.text, sentence.words()
    # Without the warning signs: what the model says of them shall not hang on the rules.
    found = find_all_but_warnings(text, _ANY_DAY)
    marks = [f"@{m.entity}{'!' if m.negated else ''}" for m in found]
    marks += ["@question"] if text.rstrip().endswith("?") else []
    marks.append(f"@length{min(_LENGTH_STEPS, len(words) // 2)}")
    marks += [f"@first_{words[0]}", f"@last_{words[-1]}"] if words else []
    return " ".join(marks)


def _replace(text: str, concepts: tuple[Mention, ...]) -> str:
    parts, position = [], 0
    for concept in concepts:
        parts += [text[position : concept.start], f" _{concept.value}_ "]
        position = concept.end
    parts.append(text[position:])
    words = "".join(parts).split()
    return " ".join(
        "_figure_" if word.strip(".,!?%").isdigit() else word.strip('.,!?"()') for word in words
    )

"""Find the phrases of a word table in a sentence."""

from collections.abc import Iterable, Mapping
from functools import lru_cache

import spacy
from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc

from bot.nlu.mentions import Mention, keep_longest


@lru_cache(maxsize=1)
def _language() -> Language:
    """Return spaCy's blank English, of which only the tokenizer is used."""
    return spacy.blank("en")


@lru_cache(maxsize=8)
def tokenize(text: str) -> Doc:
    """Cut a plain text into tokens."""
    return _language().make_doc(text)


class PhraseTable:
    """A table of values and their phrases, ready to be looked for."""

    def __init__(self, entity: str, phrases: Mapping[str, Iterable[str]]) -> None:
        self.entity = entity
        self._matcher = PhraseMatcher(_language().vocab)
        for value, texts in phrases.items():
            self._matcher.add(value, [_language().make_doc(text) for text in texts])

    def find(self, text: str) -> tuple[Mention, ...]:
        """Return the longest phrases found, in order; offsets are those of the plain text."""
        doc = tokenize(text)
        strings = _language().vocab.strings
        found = (
            (strings[key], doc[start].idx, doc[end - 1].idx + len(doc[end - 1]))
            for key, start, end in self._matcher(doc)
        )
        return keep_longest(Mention(self.entity, value, start, end) for value, start, end in found)

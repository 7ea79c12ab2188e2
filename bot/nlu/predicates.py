"""What a sentence says of a part of the body: that it is fine, that it hurts, that it does not."""

from enum import Enum
from typing import NamedTuple

from bot.nlu.tokens import Tokens
from bot.nlu.words import WordLists, load_words

_LONGEST = 12
_PASSED = ("auxiliaries", "modals", "adverbs", "degrees", "approximate")
_AFTER_ARTICLE = ("adverbs", "problems", "approximate")
_AFTER_NO = ("bad", "good", "problems")


class Said(Enum):
    """The kinds of predicate."""

    FINE = "fine"
    ILL = "ill"
    NOT_FINE = "not fine"
    NOT_ILL = "not ill"
    # "my groin does", "my hip is not": as said before
    DOES = "does"
    DOES_NOT = "does not"
    OTHER = "other"
    NOTHING = "nothing"


_HEADED = frozenset({Said.FINE, Said.ILL, Said.NOT_FINE, Said.NOT_ILL})


class Predicate(NamedTuple):
    """What is said, the index of the word after it, and whether it is said outright."""

    said: Said
    stop: int
    outright: bool = True


def lists() -> WordLists:
    """Return the words of denial."""
    return load_words("denial")


def read_predicate(words: Tokens, place: int) -> Predicate:
    """Return what is said from a place on, which comes after the subject."""
    # "neck: fine", "the neck, it is fine"
    resumed = words.word(place) in (",", "?") and words.word(place + 1) in lists()["resuming"]
    return _Reader(
        words, place + 1 if resumed or words.word(place) in lists()["marks"] else place
    ).read()


class _Reader:
    """Reads one predicate word by word."""

    def __init__(self, words: Tokens, start: int) -> None:
        self.words, self.start, self.place = words, start, start
        self.negated = self.weak = False

    def read(self) -> Predicate:
        """Return the predicate that starts here."""
        while self.place - self.start < _LONGEST:
            said = self._judge(self.words.word(self.place), self.words.word(self.place + 1))
            self.place += 1
            if said is not None:
                stop = self.place if said in _HEADED else self.place - 1
                return Predicate(said, stop, not self.weak)
        return Predicate(Said.OTHER, self.place)

    def _judge(self, word: str, after: str) -> Said | None:
        """Return what the word makes of the predicate, None where the next word decides."""
        if word in lists()["negators"]:
            return self._deny(word, after)
        said = self._find_head(word, after)
        if said is not None:
            return said
        self._weigh(word)
        if word == "i" and after not in lists()["adverbs"]:
            return Said.OTHER
        article = word in lists()["articles"] and lists().holds(after, *_AFTER_ARTICLE)
        return None if article or lists().holds(word, *_PASSED) else self._end(word)

    def _deny(self, word: str, after: str) -> Said | None:
        """Take a word such as "not"; return what "no" and "nothing" say by themselves."""
        if word in ("nope", "nah") or (
            word in lists()["denying_alone"] and after in lists()["endings"]
        ):
            return Said.NOT_ILL
        if word in ("nothing", "none"):
            return Said.OTHER
        if (
            word in ("no", "without")
            and not lists().holds(after, *_AFTER_NO)
            and after not in ("longer", "any")
        ):
            return Said.OTHER
        self.negated = True
        return None

    def _weigh(self, word: str) -> None:
        """Note what keeps it from being said outright: "almost fine", "should be fine", "not too sore"."""
        doubtful = lists().holds(word, "modals", "approximate")
        self.negated = self.negated or word == "cannot"
        self.weak = self.weak or doubtful or (self.negated and word in lists()["degrees"])

    def _find_head(self, word: str, after: str) -> Said | None:
        before = self.words.word(self.place - 1)
        if self._is_good(word, before, after):
            return Said.NOT_FINE if self.negated else Said.FINE
        named = word in lists()["problems"] and before in lists()["before_problem"]
        return self._end_ill(after) if named or word in lists()["bad"] else None

    def _is_good(self, word: str, before: str, after: str) -> bool:
        if word in lists()["good"]:
            return (word, before) != ("well", "as")
        second = self.words.word(self.place + 2)
        free = word == "pain" and "free" in (after, second if after == "-" else "")
        freed = word in ("free", "clear", "out") and after in ("of", "from")
        whole = word == "100" and after in ("%", "percent")
        return free or freed or whole or (word, before) == ("right", "all")

    def _end_ill(self, after: str) -> Said:
        """Take "hurts"; weigh what follows, as in "does not hurt as much"."""
        second, third = self.words.word(self.place + 2), self.words.word(self.place + 3)
        if after == "me":
            after, second = second, third
        often = after in ("all", "every", "a") and second in lists()["often"]
        if self.negated and (often or after in lists()["after_degrees"]):
            self.weak = True
        return Said.NOT_ILL if self.negated else Said.ILL

    def _end(self, word: str) -> Said:
        """Return what is said where no head has come."""
        if word not in lists()["endings"]:
            return Said.OTHER
        if self.negated:
            return Said.DOES_NOT
        passed = self.words.words[self.start : self.place]
        return Said.DOES if any(w in lists()["auxiliaries"] for w in passed) else Said.NOTHING

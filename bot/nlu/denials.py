"""Is a part of a sentence denied by what stands before it?

The words before it are walked back, over those that may stand between, to a denial: "no real pain in either of my". Any
other word stops the walk, so "I cannot turn my neck" and "no idea why my neck hurts" deny nothing.
"""

from itertools import pairwise

from bot.nlu.predicates import Said, lists, read_predicate
from bot.nlu.subjects import Subject

_LOOK_BACK = 14


def is_denied_before(subject: Subject) -> bool:
    """Say whether a denial before the subject reaches it."""
    return _Walk(subject).find_denial()


class _Walk:
    """The way back from a subject."""

    def __init__(self, subject: Subject) -> None:
        self.subject, self.words = subject, subject.words

    def find_denial(self) -> bool:
        """Walk back; say whether it leads to a denial."""
        first = self.subject.first
        place = first - 1
        while place >= 0 and first - place <= _LOOK_BACK:
            word = self.words.word(place)
            if word in lists()["denials"]:
                return self._is_denial(place, word)
            if self._is_belief(place, word):
                return self._is_doubted(place)
            if word in lists()["joints"]:
                if not self._reaches_over(place, word):
                    return False
            elif not self._is_bridge(place, word):
                return self._is_described(place)
            place = self.subject.firsts.get(place, place) - 1
        return False

    # What may stand between

    def _is_bridge(self, place: int, word: str) -> bool:
        before, after = self.words.word(place - 1), self.words.word(place + 1)
        if word == "it":
            return after in lists()["locating"]
        if word in lists()["pointers"]:
            return place == self.subject.first - 1
        if word in ("so", "as"):
            return (before, after) == ("not", "much")
        if word == "much" and before in ("so", "as"):
            return True
        return word in lists()["bridges"] or place in self.subject.firsts

    def _is_described(self, place: int) -> bool:
        """Say whether a single unknown word stands between "no" and an ailment: "no weird numbness"."""
        named = self.words.word(place + 1) in lists()["ailments"]
        return (
            named
            and self.words.word(place - 1) in ("no", "any")
            and self.words.word(place).isalpha()
        )

    def _reaches_over(self, place: int, word: str) -> bool:
        """Say whether a denial reaches over a word such as "or" to what comes after it."""
        left = place - 1
        while self.words.word(left) in lists()["joints"]:
            left -= 1
        if left not in self.subject.firsts and self.words.word(left) not in lists()["bridges"]:
            return False
        if word in lists()["free_joints"]:
            return True
        between = self.words.words[place + 1 : self.subject.first]
        if self._says_more() or any(lists().holds(w, "ailing", "ailments") for w in between):
            return False
        return word != "," or self._is_list()

    def _says_more(self) -> bool:
        """Say whether a predicate of its own follows the subject."""
        start = self.subject.skip_tail(self.subject.stop)
        after, said = self.words.word(start), read_predicate(self.words, start).said
        return after.isalpha() and said is not Said.NOTHING and after not in lists()["endings"]

    def _is_list(self) -> bool:
        """Say whether "or" or "and" closes the list that the subject stands in."""
        before = self.words.word(self.subject.skip_determiners(self.subject.first) - 1)
        after = self.words.words[self.subject.stop : self.subject.stop + 6]
        return before in ("or", "nor", "and") or any(w in ("or", "nor") for w in after)

    # Denials

    def _is_denial(self, place: int, word: str) -> bool:
        """Say whether the word denies what it stands before."""
        after = self.words.word(place + 1)
        between = self.words.words[place + 1 : self.subject.first]
        if after in lists()["no_denial_after"] and (word, after) != ("no", "to"):
            return False
        if word == "no":
            return self._is_none(place, after)
        if word == "without":
            return not (
                self._is_asked(place)
                or after in lists()["own"]
                or after in ("hurting", "aching", "me")
            )
        if word == "cannot":
            seen = after in lists()["seeing"] and any(w in ("any", "a", "much") for w in between)
            return seen or after in ("be", "complain")
        if word in ("nothing", "none", "nowhere"):
            return len(between) <= 1 or any(w in lists()["after_nothing"] for w in between)
        if word == "never":
            return not any(
                w in ("so", "such", "as") or w in lists()["pointers"] for w in between[:-1]
            )
        return word != "not" or self._is_outright(place, after)

    def _is_none(self, place: int, after: str) -> bool:
        """Say whether "no" means none of it, and is no answer: "no my neck hurts"."""
        wished = self.words.words[max(0, place - 2) : place] in (
            ("to", "have"),
            ("to", "get"),
            ("to", "feel"),
        )
        if wished and self._is_asked(place):
            return False
        numb = after == "more" and self.words.word(place + 2) in lists()["own"]
        return not numb and after not in lists()["own"]

    def _is_outright(self, place: int, after: str) -> bool:
        """Say whether "not" denies outright, without "should" before it or a purpose."""
        before = self.words.word(place - 1)
        if before in lists()["modals"]:
            return after == "be"
        if before in ("do", "does", "did") and self._is_purpose(place - 2):
            return False
        return not (after in lists()["own"] and self.subject.is_inverted(place - 1))

    def _is_purpose(self, place: int) -> bool:
        """Say whether the clause of "do not" tells what is wanted: "so I do not get text neck"."""
        if self.words.word(place) not in lists()["persons"]:
            return False
        before = self.words.word(place - 1)
        if before in ("so", "that"):
            return any(w in lists()["asking"] for w in self.words.words[: place - 1])
        return before in lists()["intentions"]

    def _is_asked(self, place: int) -> bool:
        """Say whether the words before a place ask or wish for something."""
        before = self.words.words[:place]
        inverted = any(
            w in lists()["modals"] and after in lists()["after_modal"]
            for w, after in pairwise(before)
        )
        return inverted or any(w in lists()["wishing"] for w in before)

    # "I do not think it is my hip"

    def _is_belief(self, place: int, word: str) -> bool:
        named = word == "that" and self.words.word(place - 1) in lists()["raising"]
        return named or lists().holds(word, "raising", "being")

    def _is_doubted(self, place: int) -> bool:
        """Say whether "I do not think it is" or "nothing is" stands before, up to a place."""
        while lists().holds(self.words.word(place), "being", "pronouns") or self.words.word(
            place
        ) in ("comes", "from", "in"):
            place -= 1
        word, before = self.words.word(place), self.words.word(place - 1)
        if word in ("nothing", "none", "neither", "nor") or self.words.words[place : place + 2] == (
            "not",
            "be",
        ):
            return self._is_denial(place, word)
        if word in lists()["raising"] and before in lists()["before_raising"]:
            before = self.words.word(place - 2)
        believed = word in lists()["raising"] and before in ("not", "cannot", "never")
        if word in lists()["raising"] and before in lists()["before_raising"]:
            before = self.words.word(place - 2)
        believed = word in lists()["raising"] and before in ("not", "cannot", "never")
        if word != "doubt" and not believed:
            return False
        said = self.subject.predicate.said
        open_ended = said is Said.OTHER and not self._says_more()
        return open_ended or said in (Said.ILL, Said.NOTHING, Said.DOES)

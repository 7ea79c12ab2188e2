"""What the whole sentence makes of a region: left out, taken back, bad after all, or like another."""

from collections.abc import Sequence

from bot.nlu.endings import ends_later, has_ended
from bot.nlu.mentions import Mention
from bot.nlu.predicates import Said, lists, read_predicate
from bot.nlu.subjects import Subject
from bot.nlu.words import find_place

_FAR = 16


def is_denied_in_all(subject: Subject, before: Sequence[Mention], denied: bool) -> bool:
    """Say whether the subject is denied when the whole sentence is heard.

    `before` are the regions before it with whether they are denied; `denied`: its own clause denies it.
    """
    outcome = _Outcome(subject, before)
    excepted = outcome.find_exception()
    if excepted is not None:
        return excepted
    if denied:
        return not outcome.is_bad_after_all()
    return (
        has_ended(subject, of_pain=subject.is_ailing)
        or outcome.is_taken_back()
        or outcome.is_denied_like_before()
        or ends_later(subject, outcome.next_region)
    )


class _Outcome:
    """A subject in its sentence."""

    def __init__(self, subject: Subject, before: Sequence[Mention]) -> None:
        self.subject, self.words, self.before = subject, subject.words, before
        self.predicate = subject.predicate
        later = (first for first in subject.stops if first >= subject.stop)
        self.next_region = min(later, default=len(self.words))

    # "Fine in the morning, but by noon it burns"

    def is_bad_after_all(self) -> bool:
        """Say whether a later clause says that it hurts, with no other region that it could mean."""
        said = self.predicate.said in (Said.FINE, Said.NOT_ILL)
        if not said or any(not region.negated for region in self.before):
            return False
        stop = min(self.next_region, self.predicate.stop + _FAR)
        return any(self._is_bad_from(place) for place in range(self.predicate.stop, stop))

    def _is_bad_from(self, place: int) -> bool:
        if self.words.word(place) not in lists()["turning"]:
            return False
        said, after = read_predicate(self.words, place + 1), self.words.words[place + 1 : place + 3]
        if said.said is Said.DOES:
            return "does" in self.words.words[place + 1 : said.stop]
        returns = after == ("comes", "back") or after[:1] == ("returns",)
        return returns or said.said in (Said.ILL, Said.NOT_FINE)

    # "My neck is fine and so is my back"

    def is_denied_like_before(self) -> bool:
        """Say whether "is not", "too" or "so is" carries on what was said of another region."""
        if self.predicate.said is Said.DOES_NOT:
            return self._find_said_before() not in (Said.FINE, Said.NOT_FINE)
        denied = bool(self.before) and self.before[-1].negated
        place = self.subject.skip_determiners(self.subject.first)
        if self.words.word(place - 1) in lists()["carrying"] and self.words.word(place - 2) in (
            "so",
            "neither",
            "nor",
        ):
            return denied or self.words.word(place - 2) != "so"
        carried = self.predicate.said in (Said.DOES, Said.NOTHING) and self._is_added()
        return carried and denied and self._find_said_before() in (Said.FINE, Said.NOT_ILL)

    def _is_added(self) -> bool:
        passed = self.words.words[self.subject.stop : self.predicate.stop + 1]
        return any(w in ("too", "also", "likewise") for w in passed) or passed[:2] == ("as", "well")

    def _find_said_before(self) -> Said:
        """Return what was said of the region before, else whether anything before hurts."""
        for region in reversed(self.before):
            said = Subject.of(self.subject.text, region).predicate.said
            if said in (Said.FINE, Said.ILL, Said.NOT_FINE, Said.NOT_ILL):
                return said
        earlier = self.words.words[: self.subject.first]
        return Said.ILL if any(lists().holds(w, "bad", "ailments") for w in earlier) else Said.FINE

    # "Everything but my wrists is ok"

    def find_exception(self) -> bool | None:
        """Return whether the exception is denied, since all the rest hurts; None where it is no exception."""
        place = self.subject.skip_list_back(self.subject.first)
        while lists().holds(self.words.word(place - 1), "ailing", "articles", "locating"):
            place -= 1
        start = lists().phrases("exceptions").start(self.words, place)
        universal = [i for i, word in enumerate(self.words.words) if word in lists()["all_words"]]
        exception = self.words.word(start)
        if start == place or (not universal and exception not in ("except", "apart")):
            return None
        if exception == "but" and not self._is_all_but(start, universal):
            return None
        return self._is_rest_ill(start)

    def _is_all_but(self, start: int, universal: list[int]) -> bool:
        """Say whether "but" belongs to "everything but" or "nothing hurts but"."""
        before = [index for index in universal if index < start]
        if not before or any(
            word in lists()["hard_marks"] for word in self.words.words[before[-1] : start]
        ):
            return False
        return before[-1] == start - 1 or self.predicate.said is Said.NOTHING

    def _is_rest_ill(self, start: int) -> bool:
        """Say whether the rest, of which this is the exception, hurts."""
        if self.predicate.said in (Said.FINE, Said.ILL, Said.NOT_ILL):
            return self.predicate.said is Said.ILL and self.predicate.outright
        rest = (*self.words.words[:start], *self.words.words[self.subject.stop :])
        denied = any(lists().holds(w, "denials", "negators") for w in rest)
        return not denied and any(lists().holds(w, "bad", "ailments") for w in rest)

    # "I thought it was the hip but it is the groin"

    def is_taken_back(self) -> bool:
        """Say whether another region is named in its place."""
        place = self.subject.skip_determiners(self.subject.first)
        while self.words.word(place - 1) in ("in", "at", "from"):
            place -= 1
        instead = lists().phrases("instead").start(self.words, place) < place
        return instead or self._is_less(place - 1) or self._is_thought(place)

    def _is_less(self, than: int) -> bool:
        """Say whether it is compared with another: "more the hip than"."""
        places = [find_place(self.words, region.start, region.end) for region in self.before]
        if self.words.word(than) != "than" or not places or places[-1][1] != than:
            return False
        first = places[-1][0]
        return any(
            word in ("more", "rather") for word in self.words.words[max(0, first - 4) : first]
        )

    def _is_thought(self, place: int) -> bool:
        """Say whether it was only thought to be this, and something else is named in its place."""
        words, complement = self.words, place
        while words.word(place - 1) in lists()["being_thought"]:
            place -= 1
        been = any(
            word in lists()["being"] or word == "to" for word in words.words[place:complement]
        )
        thought = (been and words.word(place - 1) in lists()["thought"]) or words.word(
            place - 1
        ) in lists()["named"]
        later = words.words[self.subject.stop :]
        return thought and any(word in lists()["turns"] or word == "it" for word in later)

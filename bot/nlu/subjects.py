"""A part of a sentence as the subject of what is said: what belongs to it, before and after."""

from functools import cached_property

from bot.nlu.mentions import Mention
from bot.nlu.predicates import Predicate, lists, read_predicate
from bot.nlu.regions import find_regions
from bot.nlu.tokens import Tokens
from bot.nlu.words import find_place, split_words


class Subject:
    """A part of a sentence among its words, with the regions of the sentence."""

    def __init__(self, text: str, start: int, end: int, alone: bool = False) -> None:
        """Take a part of the text; `alone`: what is said of a list that it begins is not said of it."""
        self.text, self.alone = text, alone
        self.words: Tokens = split_words(text)
        self.first, self.stop = find_place(self.words, start, end)
        places = [find_place(self.words, r.start, r.end) for r in find_regions(text)]
        # index of a region's first word -> of the word after it, and of its last word -> of its first
        self.stops = dict(places)
        self.firsts = {stop - 1: first for first, stop in places}

    @classmethod
    def of(cls, text: str, mention: Mention) -> "Subject":
        """Return a mention as a subject."""
        return cls(text, mention.start, mention.end)

    @cached_property
    def predicate(self) -> Predicate:
        """What is said of it, or of a list that it belongs to."""
        tail = self.skip_tail(self.stop)
        alone = self.alone or self.is_ailing
        return read_predicate(self.words, tail if alone else self.predicate_start)

    @cached_property
    def predicate_start(self) -> int:
        """The index of the word after it and after the list that it begins."""
        return self.skip_list(self.skip_tail(self.stop))

    @cached_property
    def is_ailing(self) -> bool:
        """Whether something is told to be amiss with it right before or after: "sore hip", "pain in my hip"."""
        place = self.skip_determiners(self.first)
        if self.words.word(place - 1) in lists()["locating"]:
            place -= 1
        named = self.words.word(self.stop - 1).endswith(("ache", "aches", "splints", "lumbago"))
        before, after = self.words.word(place - 1), self.words.word(self.stop)
        return named or lists().holds(before, "ailing", "ailments") or after in lists()["ailments"]

    @cached_property
    def is_intended(self) -> bool:
        """Whether it is only asked, wished or supposed: "is my neck fine", "so that my neck is fine"."""
        place = self.skip_list_back(self.first)
        word, before = self.words.word(place - 1), self.words.word(place - 2)
        if word == "that":
            return before == "so" or before in lists()["intentions"]
        if word == "so":
            return any(w in lists()["asking"] for w in self.words.words[: place - 1])
        return word in lists()["intentions"] or self._is_question(place)

    def _is_question(self, place: int) -> bool:
        """Say whether the clause up to a place begins like a question: "is lying on my back"."""
        left = place - 1
        while left > 0 and self.words.word(left - 1) not in lists()["openings"]:
            left -= 1
        inside = self.words.words[max(left + 1, 0) : place]
        return self.words.word(left) in lists()["questions"] and not any(
            w in lists()["stating"] for w in inside
        )

    def is_inverted(self, place: int) -> bool:
        """Say whether the word at a place begins a question: "is not my neck", "why does not"."""
        opened = place <= 0 or self.words.word(place - 1) in lists()["openings"]
        return opened and self.words.word(place) in lists()["questions"]

    # What belongs to it

    def skip_determiners(self, place: int) -> int:
        """Return the index of the first of the determiners and sides before a place."""
        while self.words.word(place - 1) in lists()["determiners"] or self._is_side_of(place - 1):
            place -= 1
        return place

    def _is_side_of(self, place: int) -> bool:
        """Say whether the word belongs to "side of"."""
        if self.words.word(place) == "of":
            return self.words.word(place - 1) in lists()["halves"]
        return self.words.word(place + 1) == "of" and self.words.word(place) in lists()["halves"]

    def skip_list_back(self, place: int) -> int:
        """Return the index of the first word of the list of regions that ends at a place."""
        place = self.skip_determiners(place)
        while self.words.word(place - 1) in lists()["joints"] and place - 2 in self.firsts:
            place = self.skip_determiners(self.firsts[place - 2])
        return place

    def skip_tail(self, place: int) -> int:
        """Return the index of the word after "pain", "muscles", "on the left", "in my leg"."""
        while True:
            word = self.words.word(place)
            owned = lists().holds(self.words.word(place - 1), "determiners", "locating")
            if place in self.stops and owned:
                place = self.stops[place]
            elif word in lists()["tails"] and not self._is_said(place, word):
                place += 1
            else:
                return place

    def _is_said(self, place: int, word: str) -> bool:
        """Say whether the word is part of what is said: "pain free", "on" before no side or region."""
        if "free" in self.words.words[place + 1 : place + 3]:
            return True
        return word in lists()["locating"] and not self._locates(place + 1)

    def _locates(self, place: int) -> bool:
        while self.words.word(place) in lists()["articles"] or self.words.word(place) in (
            "both",
            "either",
        ):
            place += 1
        return place in self.stops or lists().holds(self.words.word(place), "sides", "halves")

    def skip_list(self, place: int) -> int:
        """Return the index of the word after the rest of a list of regions: ", hips and knees"."""
        while self.words.word(place) in lists()["joints"]:
            item = place + 1
            while lists().holds(self.words.word(item), "determiners", "joints"):
                item += 1
            if item not in self.stops:
                return place
            place = self.skip_tail(self.stops[item])
        return place

"""Left, right and both, where they name a side of the body."""

from bot.nlu.binding import bind, join_pairs, tell_once
from bot.nlu.mentions import Mention
from bot.nlu.regions import find_regions
from bot.nlu.side_paths import find_path, is_plural, lists
from bot.nlu.words import find_place, split_words

_LOOK_BACK = 10


def find_sides(text: str) -> tuple[Mention, ...]:
    """Return left, right and both where they name a side of the body."""
    reader = _Reader(text)
    found: list[Mention] = []
    for index in range(len(reader.words)):
        kind = reader.get_side(index, bool(found))
        if kind:
            found.append(
                Mention("side", kind, reader.words.starts[index], reader.words.ends[index])
            )
    return tuple(found)


def bind_sides(
    text: str, regions: tuple[Mention, ...], sides: tuple[Mention, ...]
) -> tuple[tuple[Mention, ...], tuple[Mention, ...]]:
    """Return the regions with their sides, and the sides that belong to no region."""
    if not regions:
        return regions, join_pairs(text, sides)
    return tell_once(bind(text, regions, sides)), ()


class _Reader:
    """Tells the sides of a text from the other uses of their words."""

    def __init__(self, text: str) -> None:
        self.words = split_words(text)
        self.regions = find_regions(text)
        self.places = [find_place(self.words, r.start, r.end) for r in self.regions]

    def get_side(self, index: int, later: bool) -> str:
        """Return the side that the word names, "" where it names none; `later`: another came before."""
        word, after = self.words.word(index), self.words.word(index + 1)
        if word in lists()["both"]:
            return "both" if self._is_both(index) else ""
        for kind in ("left", "right"):
            if word in lists()[f"{kind}_letters"]:
                return kind if self._is_letter(index) else ""
            if word in lists()[kind] and after not in lists()["no_sides"]:
                return kind if self._is_paired(index) or self._is_side(index, kind, later) else ""
        return ""

    def _is_paired(self, index: int) -> bool:
        """Say whether it belongs to "left and right" or "left or right"."""
        sides = lists()["left"] | lists()["right"]
        return any(
            self.words.word(index + step) in lists()["joints"]
            and self.words.word(index + 2 * step) in sides
            for step in (-1, 1)
        )

    def _is_side(self, index: int, kind: str, later: bool) -> bool:
        words = self.words
        if self._is_inside(index) or find_path(words, index + 1, self.places) is not None:
            return True
        if self._is_direction(index):
            return False
        if words.word(index + 1) in lists()["organs"]:
            return not self.regions
        place = index + 2 if words.word(index + 1) == "-" else index + 1
        if words.word(place) == "hand":
            place += 1
        if words.word(place) in lists()["nouns"]:
            return self._is_noun(index, place, kind)
        before = words.word(index - 1)
        if before in lists()["determiners"]:
            contrasted = before in ("the", "my") and self._has_other(kind)
            return contrasted or self._is_closed(index)
        return self._is_bare(index, kind, later)

    def _is_noun(self, index: int, place: int, kind: str) -> bool:
        """Say whether "right one" is the one on the right, and whether no "right side up" is meant."""
        word, leading = self.words.word(place), self.words.word(index - 2)
        if word in ("one", "ones") and not self.regions and kind == "right":
            return leading not in lists()["choosing"]
        return self.words.word(place + 1) != "up"

    def _is_bare(self, index: int, kind: str, later: bool) -> bool:
        """Say whether it stands alone, beside a region or another side: "knee left", "worse than right"."""
        words, before, after = self.words, self.words.word(index - 1), self.words.word(index + 1)
        if not self._is_closed(index) or after == "?":
            return False
        beside = self._follows_region(index)
        if kind == "left" and beside and after not in lists()["left_persons"]:
            return True
        if after in lists()["adverbial" if kind == "right" else "leaving"]:
            return lists().phrases("meaning").end(words, index + 1) > index + 1
        alone = index == 0 and (
            kind == "left" or len(words) <= 2 or after in lists()["after_alone"]
        )
        joined = later and lists().holds(before, "joints", "comparing")
        marked = bool(self.regions) and index > 0 and before in lists()["marks"]
        stated = bool(self.regions) and (before, kind) == ("is", "left")
        return beside or alone or joined or marked or stated or before in lists()["adverbs"]

    def _has_other(self, kind: str) -> bool:
        """Say whether the other side is named too."""
        other = lists()["left" if kind == "right" else "right"]
        return any(word in other for word in self.words.words)

    def _is_closed(self, index: int) -> bool:
        after = self.words.word(index + 1)
        closing = not after.isalnum() or after in lists()["closing"]
        return closing or self._starts_region(index + 1)

    def _starts_region(self, index: int) -> bool:
        return any(first == index for first, _ in self.places)

    def _follows_region(self, index: int) -> bool:
        return any(stop == index for _, stop in self.places)

    def _is_inside(self, index: int) -> bool:
        return any(first <= index < stop for first, stop in self.places)

    def _is_letter(self, index: int) -> bool:
        """Say whether a single letter stands for a side: "R hip", "shoulder (L)"."""
        words, word = self.words, self.words.word(index)
        place = index + 2 if words.word(index + 1) in (".", "-") else index + 1
        if self._starts_region(place):
            return word != "are" or not is_plural("", words.word(place))
        closed = not words.word(index + 1).isalnum()
        return closed and (words.word(index - 1) == "(" or self._follows_region(index))

    def _is_direction(self, index: int) -> bool:
        """Say whether something is turned there: "when I look to the left"."""
        place, towards = index - 1, False
        while index - place <= _LOOK_BACK and self.words.word(place) in lists()["passed"]:
            towards = towards or self.words.word(place) in lists()["towards"]
            place -= 1
        return self.words.word(place) in lists()["turning"] and (towards or place == index - 1)

    def _is_both(self, index: int) -> bool:
        words, word = self.words, self.words.word(index)
        if lists().phrases("both_of").start(words, index + 3) == index:
            return True
        path = find_path(words, index + 1, self.places, owned=True)
        if path is not None:
            return self._is_pair(index, path, word)
        if words.word(index + 1) in ("side", "sides", "ones"):
            return True
        if word != "both":
            return word.startswith("bilateral")
        opened = words.word(index - 1) in lists()["before_both"]
        closed = self._is_closed(index) and not self._starts_region(index + 1)
        return self._follows_region(index) or (opened and closed)

    def _is_pair(self, index: int, path: int, word: str) -> bool:
        """Say whether it is both of one region and not "both neck and back"."""
        stop = self.places[path][1]
        joined = self.words.word(stop) in ("and", "&", "n") and len(self.places) > path + 1
        plural = is_plural(self.regions[path].value, self.words.word(stop - 1))
        return plural or not joined or word in ("either", "each")

"""How a part of the body is said to be held: "my head, when I sit, pokes out"."""

from collections.abc import Iterator
from typing import NamedTuple

from bot.nlu.bearing_table import Part, Reading, find_parts, lists, load_readings, load_sayings
from bot.nlu.tokens import Tokens
from bot.nlu.words import split_words

_REACH = 9
_WAY_REACH = 5


class Bearing(NamedTuple):
    """A posture sign seen at a part, the place of the whole among the words, and whether it is denied."""

    sign: str
    first: int
    stop: int
    negated: bool


def find_bearings(text: str) -> Iterator[Bearing]:
    """Return how the parts of a text are said to be held."""
    words, parts = split_words(text), find_parts(text)
    for part in parts:
        reader = _Reader(words, parts, part)
        yield from reader.read_before()
        yield from reader.read_after()


class _Reader:
    """Reads what is said of one part."""

    def __init__(self, words: Tokens, parts: tuple[Part, ...], part: Part) -> None:
        self.words, self.parts, self.part = words, parts, part
        self.readings = load_readings().get(part.name, ())
        self.others = {p.first for p in parts if p.name != part.name}

    # "Rounded shoulders", "a big arch in my lower back", "I arch my back"

    def read_before(self) -> Iterator[Bearing]:
        """Read what is said before the part."""
        place = self.part.first
        while self.words.word(place - 1) in lists()["linking"]:
            place -= 1
        starts = (
            (reading.strong.start(self.words, place), reading.sign) for reading in self.readings
        )
        for first, sign in starts:
            if first < place and not self._is_commanded(first) and self._is_linked(first, place):
                yield Bearing(sign, first, self.part.stop, False)
                return

    def _is_linked(self, first: int, place: int) -> bool:
        held = self.words.word(first - 1) in lists()["holders"] or self.words.word(first).endswith(
            "ing"
        )
        return held or place == self.part.first or self.words.word(place) in lists()["noun_links"]

    def _is_commanded(self, place: int) -> bool:
        """Say whether it is asked for, or a matter of when: "do I arch my back"."""
        return any(
            word in lists()["questions"] for word in self.words.words[max(0, place - 3) : place]
        )

    # "My shoulders, when I type, roll forward"

    def read_after(self) -> Iterator[Bearing]:
        """Read what is said after the part."""
        if self._is_moved():
            return
        begin = place = self._skip_list(self.part.stop)
        listed, negated = place > self.part.stop, False
        while place < len(self.words) and place - begin <= _REACH:
            resumed = self._find_resumed(place)
            if resumed is not None:
                begin, place, negated = resumed, resumed, False
                continue
            if self._is_end(place):
                return
            negated = negated or self.words.word(place) in lists()["negators"]
            found = self._find_bearing(place, begin, negated)
            if found is not None:
                yield found._replace(stop=self.part.stop) if listed else found
                return
            place = self._skip_inserted(place)

    def _is_moved(self) -> bool:
        """Say whether the part is moved on purpose: "when I bend my head forward", "tip my hips"."""
        place = self.part.first
        while self.words.word(place - 1) in lists()["owners"]:
            place -= 1
        if self.words.word(place - 1) not in lists()["moving"]:
            return False
        return self._is_commanded(place - 1) or self.words.word(place - 2) in ("", "and", ",", ".")

    def _skip_list(self, place: int) -> int:
        """Pass over the parts that are held alike: "head and shoulders"."""
        while self.words.word(place) in lists()["joints"]:
            item = place + 1
            while self.words.word(item) in ("my", "the", "and", "both"):
                item += 1
            part = next((p for p in self.parts if p.first == item), None)
            if part is None:
                return place
            place = part.stop
        return place

    def _find_resumed(self, place: int) -> int | None:
        """Return the place after "they" in "hips are level, they do not tip"."""
        if self.words.word(place) not in lists()["breaks"]:
            return None
        place += 1
        while self.words.word(place) in ("and", "but", "also", "so"):
            place += 1
        renamed = self.words.word(place + 1) in lists()["carrying"] and not self.others.isdisjoint(
            range(place, place + 5)
        )
        return place + 1 if self.words.word(place) in lists()["pronouns"] and not renamed else None

    def _skip_inserted(self, place: int) -> int:
        """Return the next place; after ", when I sit," the one after it."""
        if self.words.word(place) == "," and self.words.word(place + 1) in lists()["inserting"]:
            ahead = self.words.words[place + 1 : place + 8]
            return place + 2 + ahead.index(",") if "," in ahead else place + 1
        return place + 1

    def _is_end(self, place: int) -> bool:
        """Say whether what is said of the part ends here."""
        word, after = self.words.word(place), self.words.word(place + 1)
        denied = after in lists()["negators"] and self._is_said(place + 2)
        if word in (",", "?", "and"):
            inserted = word == "," and after in lists()["insertion_starts"]
            return not (denied or inserted or self._is_said(place + 1))
        mark = not word.isalnum() and word not in ("-", ":", "(", "'")
        return mark or place in self.others or word in lists()["stops"]

    def _is_said(self, place: int) -> bool:
        """Say whether a bearing follows at once, so that the part is still the subject."""
        return any(
            reading.strong.end(self.words, place) > place or self.words.word(place) in reading.moves
            for reading in self.readings
        )

    def _find_bearing(self, place: int, begin: int, negated: bool) -> Bearing | None:
        upright = self._find_upright(place, negated)
        if upright is not None:
            return upright
        near = all(
            word in lists()["holding"] or word.isdigit() for word in self.words.words[begin:place]
        )
        stops = ((self._find_stop(reading, place, near), reading.sign) for reading in self.readings)
        stop, sign = max(stops, key=lambda found: found[0], default=(place, ""))
        if stop == place or self._is_elsewhere(stop):
            return None
        return Bearing(sign, self.part.first, self._widen(stop), negated or self._is_denied(stop))

    def _find_stop(self, reading: Reading, place: int, near: bool) -> int:
        """Return the place after what tells of a sign, the same place where nothing does."""
        stop = reading.strong.end(self.words, place)
        if stop == place and self.words.word(place) in reading.moves:
            stop = self._find_way(reading, place)
        return reading.held.end(self.words, place) if stop == place and near else stop

    def _find_way(self, reading: Reading, place: int) -> int:
        """Return the place after the direction of a verb, the verb's own place where none follows."""
        for way in range(place + 1, min(place + _WAY_REACH, len(self.words))):
            word, stop = self.words.word(way), reading.ways.end(self.words, way)
            other = word in lists()["little_ways"] and self.words.word(stop) in lists()["no_ways"]
            if stop > way and not other:
                return stop
            if way in self.others or not word.isalnum() or word in lists()["stops"]:
                return place
        return place

    def _find_upright(self, place: int, negated: bool) -> Bearing | None:
        """Return that it is held as it should be, which denies the sign: "over my shoulders"."""
        if self.part.name not in load_sayings("upright"):
            return None
        sign, phrases = load_sayings("upright")[self.part.name]
        stop = phrases.end(self.words, place)
        asked = any(word in lists()["questions"] for word in self.words.words[: self.part.first])
        return (
            Bearing(sign, self.part.first, stop, not negated)
            if stop > place and (negated or not asked)
            else None
        )

    def _is_elsewhere(self, stop: int) -> bool:
        """Say whether it is "tilted to the left", or "in front of" something that is no part of the body."""
        ahead = self.words.words[stop : stop + 4]
        if self.words.word(stop - 1) == "of":
            bodily = {self.words.word(p.first) for p in self.parts} | lists()["bodily"]
            return bool(ahead) and bodily.isdisjoint(ahead)
        return ahead[:1] in (("to",), ("sideways",), ("towards",)) and not lists()[
            "sideways"
        ].isdisjoint(ahead)

    def _widen(self, stop: int) -> int:
        """Return the place after a part that belongs to it: "ahead of my shoulders"."""
        place = stop
        while self.words.word(place) in lists()["object_links"]:
            place += 1
        return next((p.stop for p in self.parts if p.first == place > stop), stop)

    def _is_denied(self, stop: int) -> bool:
        """Say whether "no" follows: "shoulders rounded: no"."""
        place = stop + 1 if self.words.word(stop) in (":", "-", "?", "=") else stop
        return self.words.word(place) in lists()["no"] and not self.words.word(place + 1).isalpha()

"""Which region a side belongs to, and the regions that a side alone stands for."""

from dataclasses import dataclass, field, replace

from bot.nlu.clauses import find_clause
from bot.nlu.mentions import Mention
from bot.nlu.negation import is_negated
from bot.nlu.side_paths import find_path, is_plural, lists
from bot.nlu.tokens import Tokens
from bot.nlu.words import find_place, split_words

_AND = frozenset({"and", "n", "&", "+", "and the", "and my"})
_OTHER = {"left": "right", "right": "left"}


def bind(
    text: str, regions: tuple[Mention, ...], sides: tuple[Mention, ...]
) -> tuple[Mention, ...]:
    """Return the regions with their sides, and one more for each side that stands for a region named before."""
    binder = _Binder(text, regions)
    for side in sides:
        binder.take(side)
    binder.take_other()
    return tuple(sorted((*binder.regions, *binder.added), key=lambda r: r.start))


def join_pairs(text: str, sides: tuple[Mention, ...]) -> tuple[Mention, ...]:
    """Return the sides with "left and right" as both."""
    joined: list[Mention] = []
    for side in sides:
        pair = joined and text[joined[-1].end : side.start].strip() in _AND
        if pair and {joined[-1].value, side.value} == set(_OTHER):
            joined[-1] = replace(joined[-1], value="both", end=side.end)
        else:
            joined.append(side)
    return tuple(joined)


def tell_once(regions: tuple[Mention, ...]) -> tuple[Mention, ...]:
    """Return the regions with those left out that say the same as another: "the thumb of my right hand"."""
    told: list[Mention] = []
    for region in sorted(regions, key=lambda r: (r.side is None, r.start)):
        if not any(_is_same(region, other) for other in told):
            told.append(region)
    return tuple(sorted(told, key=lambda r: r.start))


def _is_same(region: Mention, other: Mention) -> bool:
    alike = region.value == other.value and region.negated == other.negated
    return alike and region.side in (None, other.side)


@dataclass
class _Binder:
    """The regions of a text while sides are bound to them."""

    text: str
    found: tuple[Mention, ...]
    regions: list[Mention] = field(init=False)
    added: list[Mention] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.words: Tokens = split_words(self.text)
        self.regions = list(self.found)
        self.places = [find_place(self.words, r.start, r.end) for r in self.found]
        # word index after a side -> the region that it was bound to
        self.owners: dict[int, int] = {}
        # regions that got their side only for want of a better one
        self.guessed: set[int] = set()

    def take(self, side: Mention) -> None:
        """Give the side to its region."""
        first, stop = find_place(self.words, side.start, side.end)
        joined = self._find_joined(first)
        ahead = self._find_ahead(first, stop, side)
        heads = self._find_headed(first, stop)
        if ahead is not None:
            self._give(ahead, stop, side)
            self._share(ahead, str(side.value))
        elif heads is not None:
            self._give(heads, stop, side)
        elif joined is not None:
            self._give(joined, stop, side)
        elif self._is_all(first):
            self._give_all(side)
        else:
            self._give_behind(first, stop, side)

    def take_other(self) -> None:
        """Read "the other one" as the opposite side of the region named before."""
        words = self.words
        for index in range(1, len(words)):
            if words.word(index) == "other" and words.word(index - 1) in ("the", "my"):
                self._read_other(index)

    def _read_other(self, index: int) -> None:
        words, after = self.words, self.words.word(index + 1)
        sided = [r for r in self.regions if r.side in _OTHER and r.end <= words.starts[index]]
        if not sided:
            return
        opposite = _OTHER[str(sided[-1].side)]
        named = [n for n, (first, _) in enumerate(self.places) if first == index + 1]
        if named:
            region = self.regions[named[0]]
            self.regions[named[0]] = replace(region, side=region.side or opposite)
        elif after in ("one", "side") or not after.isalpha() or after in lists()["closing"]:
            stop = index + 2 if after in ("one", "side") else index + 1
            self._add(sided[-1], opposite, index, stop)

    def _find_ahead(self, first: int, stop: int, side: Mention) -> int | None:
        for number, (start, end) in enumerate(self.places):
            if start <= first < end:
                return number
        return find_path(self.words, stop, self.places, owned=side.value == "both")

    def _find_headed(self, first: int, stop: int) -> int | None:
        """Return the region that a side leads up to: "on the left my neck", "left: knee"."""
        words, start = self.words, first
        while words.word(start - 1) in ("the", "my", "on", "side"):
            start -= 1
        leads = words.word(start) == "on" or words.word(stop) == ":"
        if not leads or words.word(start - 1) not in ("", ",", "and", ";", ".", "but"):
            return None
        place = stop + 1 if words.word(stop) in ("side", "it") else stop
        while words.word(place) in lists()["owners"] or words.word(place) in (":", "is", "it"):
            place += 1
        return next((n for n, (start, _) in enumerate(self.places) if start == place), None)

    def _find_joined(self, first: int) -> int | None:
        """Return the region of the side before, in "my knees, left and right"."""
        joint = self.words.word(first - 1) in lists()["joints"]
        return self.owners.get(first - 1) if joint else None

    def _is_all(self, first: int) -> bool:
        """Say whether it is the side of all regions: "both on the left", "the same side, left"."""
        phrases = lists().phrases("of_all")
        return any(
            phrases.end(self.words, place) > place for place in range(max(0, first - 5), first)
        )

    def _give(self, number: int, stop: int, side: Mention) -> None:
        region = self.regions[number]
        replaced = region.side in (None, side.value) or number in self.guessed
        value = str(side.value) if replaced else "both"
        self.guessed.discard(number)
        self.regions[number] = replace(region, side=value)
        self.owners[stop] = number

    def _give_all(self, side: Mention) -> None:
        for number, region in enumerate(self.regions):
            self.regions[number] = replace(region, side=region.side or str(side.value))

    def _share(self, number: int, side: str) -> None:
        """Give the side also to what is joined to the region: "my left hip and knee"."""
        while number + 1 < len(self.places) and self._is_joined(number):
            number += 1
            region = self.regions[number]
            if region.value in lists()["paired"] and region.side is None:
                self.regions[number] = replace(region, side=side)

    def _is_joined(self, number: int) -> bool:
        (_, stop), (first, end) = self.places[number], self.places[number + 1]
        between = self.words.words[stop:first]
        joined = len(between) == 1 and between[0] in lists()["joints"] and between[0] != "then"
        plural = is_plural(self.regions[number].value, self.words.word(stop - 1))
        return joined and plural == is_plural(
            self.regions[number + 1].value, self.words.word(end - 1)
        )

    def _give_behind(self, first: int, stop: int, side: Mention) -> None:
        """Give the side to the region before it, or let it stand for one more such region."""
        number = self._find_behind(first)
        if number is None:
            return
        region = self.regions[number]
        if side.value == "both" and self._is_list(number):
            return
        if region.side is None:
            self._give(number, stop, side)
            if region.start > side.start:
                self.guessed.add(number)
        elif side.value in _OTHER and region.side != side.value and region.end <= side.start:
            self._add(region, str(side.value), first, stop)

    def _find_behind(self, first: int) -> int | None:
        """Return the region before in the clause, else the nearest without a side, else the last before."""
        left, _ = find_clause(self.text, first)
        before = [n for n, (_, stop) in enumerate(self.places) if stop <= first]
        near = [n for n in before if self.places[n][0] >= left]
        free = [n for n, region in enumerate(self.regions) if region.side is None]
        if near:
            return near[-1]
        if before and not any(n in free for n in before):
            return before[-1]
        return min(free, key=lambda n: self._distance(n, first), default=None)

    def _distance(self, number: int, first: int) -> tuple[bool, int]:
        start, stop = self.places[number]
        return self.regions[number].value not in lists()["paired"], max(start - first, first - stop)

    def _is_list(self, number: int) -> bool:
        """Say whether the region is the last of a list: "neck and shoulders both"."""
        if number == 0:
            return False
        between = self.words.words[self.places[number - 1][1] : self.places[number][0]]
        return bool(between) and (between[0] == "," or between[0] in lists()["joints"])

    def _add(self, model: Mention, side: str, first: int, stop: int) -> None:
        if self.words.word(stop) in ("one", "side"):
            stop += 1
        start, end = self.words.starts[first], self.words.ends[stop - 1]
        negated = is_negated(self.text, start, end)
        self.added.append(replace(model, side=side, start=start, end=end, negated=negated))

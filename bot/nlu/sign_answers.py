"""Parts of the body that a sentence about posture calls fine, or says the same of as of another part."""

from collections.abc import Iterator, Sequence

from bot.nlu.bearing_table import Part, find_parts, lists, load_sayings
from bot.nlu.mentions import Mention
from bot.nlu.predicates import lists as denial_lists
from bot.nlu.tables import load_table
from bot.nlu.tokens import Tokens
from bot.nlu.words import find_place, split_words

_FARTHEST = 12
_BEFORE = 5


def find_fine(text: str, asked: bool) -> Iterator[Mention]:
    """Return the signs of the parts that are called fine: "ribs are down"; of the neck only where it was asked about."""
    words = split_words(text)
    parts = {part.first: part for part in find_parts(text)}
    for part, sign in _find_signed(text):
        if part.name == "neck" and not asked:
            continue
        start = part.stop
        while words.word(start) in lists()["joints"] and start + 1 in parts:
            start = parts[start + 1].stop
        place = _skip_holding(words, start)
        stop = _find_good(words, part.name, place)
        if stop > place:
            yield _mention(words, sign, part, stop if start == part.stop else part.stop, True)


def is_upright_later(text: str, sign: Mention) -> bool:
    """Say whether the part is told to be held well after all: "were rounded, but they are straight"."""
    words = split_words(text)
    place = find_place(words, sign.start, sign.end)[1]
    while words.word(place) in lists()["turning"]:
        place += 1
    if words.word(place - 1) not in lists()["turning"] or words.word(place) not in ("it", "they"):
        return False
    start = _skip_holding(words, place + 1)
    sayings = (phrases for value, phrases in load_sayings("fine").values() if value == sign.value)
    return any(phrases.end(words, start) > start for phrases in sayings)


def _skip_holding(words: Tokens, place: int) -> int:
    """Return the place after "are all quite"."""
    while words.word(place) in lists()["holding"] - lists()["negators"] or _is_nice_and(
        words, place
    ):
        place += 1
    return place


def _find_good(words: Tokens, part: str, place: int) -> int:
    """Return the place after a word that calls the part fine, the same place where none does."""
    good = words.word(place) in denial_lists()["good"]
    return place + 1 if good else load_sayings("fine")[part][1].end(words, place)


def find_at_wall(text: str) -> Iterator[Mention]:
    """Return the signs of the parts that meet a wall, which denies them, or do not."""
    words, walls = split_words(text), load_table("bearings")["walls"]
    for part in find_parts(text):
        for sign, rows in walls.items():
            places = [i for i, word in enumerate(words.words) if word in rows.get(part.name, ())]
            if places:
                yield from _find_meeting(words, sign, part, places[0])


def _find_meeting(words: Tokens, sign: str, part: Part, wall: int) -> Iterator[Mention]:
    first, stop = min(part.first, wall), max(part.stop, wall + 1)
    if stop - first > _FARTHEST or "," in words.words[first:stop]:
        return
    near = words.words[max(0, first - _BEFORE) : stop]
    apart = not (lists()["negators"] | lists()["apart"]).isdisjoint(near)
    asked = not lists()["questions"].isdisjoint(words.words[: part.first])
    if apart or (not asked and not lists()["touching"].isdisjoint(near)):
        whole = Part(part.name, first, stop)
        yield _mention(words, sign, whole, stop, not apart)


def find_likewise(text: str, signs: Sequence[Mention]) -> Iterator[Mention]:
    """Return the signs of the parts of which the same is said as before: "my upper back is", "head: no"."""
    words = split_words(text)
    for part, sign in _find_signed(text):
        place = part.stop + 1 if words.word(part.stop) in (":", "-", "?") else part.stop
        before = [s for s in signs if s.end <= words.starts[part.first]]
        denied = True if _is_faultless(words, part) else _find_answer(words, place)
        if denied is None and before:
            denied = _find_contrast(words, part)
        if denied is None and before and _is_alike(words, place):
            denied = before[-1].negated
        if denied is not None:
            yield _mention(words, sign, part, part.stop, denied)


def _is_nice_and(words: Tokens, place: int) -> bool:
    return words.words[place - 1 : place + 1] == ("nice", "and")


def _find_signed(text: str) -> Iterator[tuple[Part, str]]:
    """Return the parts that show a sign, with the sign."""
    for part in find_parts(text):
        if part.name in load_sayings("fine"):
            yield part, load_sayings("fine")[part.name][0]


def _mention(words: Tokens, sign: str, part: Part, stop: int, negated: bool) -> Mention:
    return Mention("posture_sign", sign, words.starts[part.first], words.ends[stop - 1], negated)


def _find_answer(words: Tokens, place: int) -> bool | None:
    """Return whether the sign is denied in "ribs: no", None where neither yes nor no is said."""
    if words.word(place + 1).isalnum():
        return None
    word = words.word(place)
    return True if word in lists()["no"] else False if word in lists()["yes"] else None


def _is_faultless(words: Tokens, part: Part) -> bool:
    """Say whether there is "nothing wrong with" the part."""
    place = part.first
    while words.word(place - 1) in lists()["owners"]:
        place -= 1
    return lists().phrases("faultless").start(words, place) < place


def _find_contrast(words: Tokens, part: Part) -> bool | None:
    """Return whether it is denied in contrast: "but not my head", "my head is", "it is my head"."""
    if words.word(part.stop) in lists()["carrying"]:
        place = part.stop + 1
        denied = words.word(place) == "not"
        return denied if not words.word(place + denied).isalnum() else None
    if words.word(part.stop).isalnum() and words.word(part.stop) not in lists()["after_named"]:
        return None
    place = part.first
    while words.word(place - 1) in lists()["owners"]:
        place -= 1
    if words.word(place - 1) == "not":
        return True
    return False if lists().phrases("naming").start(words, place) < place else None


def _is_alike(words: Tokens, place: int) -> bool:
    """Say whether "too" or "a tiny bit" is all that follows."""
    stop = place
    while words.word(stop) in lists()["filling"]:
        stop += 1
    return not words.word(stop).isalnum() and not lists()["like_before"].isdisjoint(
        words.words[place:stop]
    )

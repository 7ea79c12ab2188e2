"""The little word "back" where it is the body's, with the part of it that is meant."""

from collections.abc import Sequence

from bot.nlu.mentions import Mention
from bot.nlu.tokens import Tokens
from bot.nlu.words import find_place, load_words, split_words

_BACKS = frozenset({"back", "backs"})
_AND = frozenset({"and", "or", "&", "/", ",", "n", "to", "plus", "+"})
_SMALL = frozenset({"my", "the", "not", "also", "maybe", "both", "a", "bit", "of"})
_SIDES = frozenset({"left", "right", "side", "-"})
_LEVELS = {
    "lower": "lower_back",
    "low": "lower_back",
    "upper": "upper_back",
    "mid": "mid_back",
    "middle": "mid_back",
}


def find_backs(text: str, others: Sequence[Mention]) -> list[Mention]:
    """Return "back" where it is the body's, `others` being the other regions of the text."""
    words = split_words(text)
    places = {index for r in others for index in range(*find_place(words, r.start, r.end))}
    found = []
    for index, word in enumerate(words.words):
        if word in _BACKS:
            found += _find_levels(words, index)
            if index not in places and _is_body(words, index, places):
                found.append(_mention(words, "back", index, index + 1))
    return found


def _find_levels(words: Tokens, index: int) -> list[Mention]:
    """Return the parts of the back named before it: "lower left back", "upper and lower back"."""
    first = index - 1
    while words.word(first) in _SIDES:
        first -= 1
    if words.word(first) not in _LEVELS:
        return _find_level_after(words, index)
    found = [_mention(words, _LEVELS[words.word(first)], first, index + 1)]
    joint = first - 1
    while words.word(joint) in _AND:
        joint -= 1
    if joint < first - 1 and words.word(joint) in _LEVELS:
        found.append(_mention(words, _LEVELS[words.word(joint)], joint, joint + 1))
    return found + _find_level_after(words, index)


def _find_level_after(words: Tokens, index: int) -> list[Mention]:
    """Return the part of the back in "upper back and lower"."""
    level = index + 1
    while words.word(level) in _AND:
        level += 1
    ends = words.word(level + 1) in _BACKS or words.word(level + 1).isalpha()
    if level == index + 1 or words.word(level) not in _LEVELS or ends:
        return []
    return [_mention(words, _LEVELS[words.word(level)], level, level + 1)]


def _mention(words: Tokens, value: str, first: int, stop: int) -> Mention:
    return Mention("body_region", value, words.starts[first], words.ends[stop - 1])


def _is_body(words: Tokens, index: int, places: set[int]) -> bool:
    lists = load_words("backs")
    before, after = words.word(index - 1), words.word(index + 1)
    if len([word for word in words.words if word.isalnum()]) == 1:
        return True
    if after == "of" and words.word(index + 2) not in ("me", "mine"):
        return False
    if after in lists["ailments"] and before not in ("came", "come"):
        return True
    if after in lists["nouns"]:
        return False
    if before in lists["owners"]:
        return before != "me" or _is_subject(words, index, index - 2)
    if before == "the":
        return not (words.word(index - 2) == "at" and any(place < index for place in places))
    if before in lists["described"] or _is_listed(words, index, places):
        return True
    if before in lists["pointers"]:
        return after in lists["states"] or words.word(index - 2) in lists["prepositions"]
    if before in lists["prepositions"]:
        return not after.isalpha() or after in lists["states"] | lists["closing"]
    return _is_subject(words, index, index - 1)


def _is_subject(words: Tokens, index: int, before: int) -> bool:
    """Say whether a statement about it follows, and nothing that returns stands before."""
    lists = load_words("backs")
    place = index + 1
    while words.word(place) in lists["adverbs"]:
        place += 1
    after, second = words.word(place), words.word(place + 1)
    rated = after.isdigit() and second in ("/", "out")
    starts = not words.word(before).isalpha() or words.word(before) in lists["openers"]
    placed = starts and (after in (":", "=", "(", "left", "right") or rated)
    stated = after in lists["states"] and words.word(before) not in lists["returning"]
    return placed or (stated and (starts or after in lists["complaints"]))


def _is_listed(words: Tokens, index: int, places: set[int]) -> bool:
    """Say whether it stands beside another region: "neck, back and hips"."""
    before, after = words.word(index - 1), words.word(index + 1)
    starts, ends = not before.isalnum(), not after.isalnum()
    if starts and ends and places:
        return True
    follows = before in _AND and index - 2 in places
    second = index + 2
    while words.word(second) in _SMALL:
        second += 1
    leads = after in _AND and second in places and (starts or follows)
    closes = before in _AND and index - 2 in places
    goes_on = before == "," and any(place < index for place in places)
    return leads or ((closes or goes_on) and after not in load_words("backs")["adverbials"])

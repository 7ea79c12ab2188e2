"""Parts of the body in everyday words."""

import re
from dataclasses import replace
from functools import lru_cache

from bot.nlu.backs import find_backs
from bot.nlu.mentions import Mention, keep_longest, outside
from bot.nlu.phrases import PhraseTable
from bot.nlu.tables import load_phrases, load_table
from bot.nlu.tokens import Tokens
from bot.nlu.words import WordLists, find_place, load_words, split_words

# Marks that glue words together: "neck+shoulders"
_GLUE = str.maketrans(dict.fromkeys("-+_=|*~<>^", " "))
_OWNERS = ("my", "your", "his", "her", "our", "their")


@lru_cache(maxsize=1)
def _tables() -> tuple[PhraseTable, PhraseTable]:
    table = load_table("not_regions")
    regions = PhraseTable("body_region", load_phrases("regions"))
    idioms = [phrase for saying in table["phrases"] for phrase in _own(saying)]
    return regions, PhraseTable("none", {"idiom": idioms})


def _own(saying: str) -> list[str]:
    """Return a saying about what is mine also for what is yours and theirs."""
    owned = "my" in saying.split()
    return [re.sub(r"\bmy\b", owner, saying) for owner in (_OWNERS if owned else ("my",))]


@lru_cache(maxsize=1)
def _idiom_patterns() -> tuple[re.Pattern[str], ...]:
    table = load_table("not_regions")
    return tuple(re.compile(p.replace("{lead}", table["leads"])) for p in table["patterns"])


def _lists() -> WordLists:
    return load_words("region_words")


@lru_cache(maxsize=1)
def _parts() -> dict[str, dict[str, str]]:
    """Return region -> word for a part of it -> the region meant."""
    return {
        whole: {word: value for value, words in rows.items() for word in words}
        for whole, rows in load_table("region_parts").items()
    }


@lru_cache(maxsize=32)
def find_regions(text: str) -> tuple[Mention, ...]:
    """Return the body regions of a plain text, the longest where two overlap."""
    table, idioms = _tables()
    plain = text.translate(_GLUE)
    named = table.find(plain)
    found = (*named, *find_backs(text, named))
    if not found:
        return ()
    words = split_words(text)
    whole = keep_longest(_take_part(words, region) for region in keep_longest(found))
    return outside(whole, (*idioms.find(text), *idioms.find(plain), *_find_idioms(text)))


def _find_idioms(text: str) -> list[Mention]:
    return [
        Mention("none", "idiom", match.start(), match.end())
        for pattern in _idiom_patterns()
        for match in pattern.finditer(text)
    ]


def _take_part(words: Tokens, region: Mention) -> Mention:
    """Return the region that "the back of" it or "the small of" it means."""
    parts = _parts().get(str(region.value))
    if parts is None:
        return region
    first, stop = find_place(words, region.start, region.end)
    ahead = _find_part_before(words, first, parts)
    if ahead is not None:
        value = parts[words.words[ahead]]
        return replace(region, value=value, start=words.starts[ahead])
    behind = _find_part_after(words, stop, parts) if region.value == "back" else None
    return region if behind is None else replace(region, value=parts[words.words[behind]])


def _find_part_before(words: Tokens, first: int, parts: dict[str, str]) -> int | None:
    place = first - 1
    while words.word(place) in _lists()["describing"]:
        place -= 1
    link = words.word(place)
    if not _lists().holds(link, "links", "level_links"):
        return None
    place -= 1
    while _lists().holds(words.word(place), "filling", "level_links"):
        place -= 1
    word = words.word(place)
    fits = word in parts and (link in _lists()["links"] or word in _lists()["levels"])
    return place if fits else None


def _find_part_after(words: Tokens, stop: int, parts: dict[str, str]) -> int | None:
    """Return the place of "lower" in "my back, mostly the lower part"."""
    place = stop
    while words.word(place) in _lists()["before_part"]:
        place += 1
    word, after = words.word(place), words.word(place + 1)
    fits = (
        place > stop and word in parts and (not after.isalpha() or after in _lists()["after_part"])
    )
    return place if fits else None

"""Where a person is, as an IANA time zone."""

import re
from functools import lru_cache
from importlib.resources import files
from zoneinfo import available_timezones

from bot.nlu.mentions import Mention, keep_longest
from bot.nlu.phrases import PhraseTable
from bot.nlu.tables import load_phrases, load_table

_LEAD = re.compile(
    r"(?:\b(?:in|to|from|at|near|around|is|on|use|for|live|living|am|are|located|visiting|reached|outside|zone|timezone|time zone|home|city|via|based|now|left|called|back|into|over|or|and|just|:)(?: (?:now|the|in|currently|city of|to|downtown|sunny|rainy|is|today|time zone|timezone|zone|time|beautiful|old|good old|from|at|on|set|should be))*|[:,>-]|\bto|than)\s*$"
)
_TAIL = re.compile(
    r"^(?:'s)? (?:time|timezone|time zone|zone|tz|now|currently|at the moment|here|based|this week|resident|local)\b|^\s*(?:[.!?,)]|$)"
)
_IANA = re.compile(
    r"\b(?P<zone>(?:africa|america|antarctica|arctic|asia|atlantic|australia|europe|indian|pacific|etc)/[a-z_+\-0-9/]+)"
)
_OFFSET = re.compile(
    r"\b(?:utc|gmt)\s?(?P<sign>[+-]|plus|minus)\s?(?P<hours>1[0-4]|0?\d)(?::?00)?\b"
)


def find_timezones(text: str) -> tuple[Mention, ...]:
    """Return the zones that a plain text names by zone, offset, city or country."""
    exact = [*_find_iana(text), *_find_offsets(text)]
    places = [m for m in _places().find(text) if _is_whereabouts(text, m)]
    places = [m for m in places if not _is_left_behind(text, m)]
    return keep_longest([*exact, *places])


def _is_whereabouts(text: str, mention: Mention) -> bool:
    """Say whether the place is where somebody is, and not a word that happens to be a place."""
    before, after = text[: mention.start], text[mention.end :]
    if not re.sub(r"\W|\b(?:in|the|time|now|here|currently)\b", "", before + after):
        return True
    return (
        bool(_LEAD.search(before))
        or bool(re.match(r" time\b", after))
        or (not before.strip() and bool(_TAIL.match(after)))
    )


def _is_left_behind(text: str, mention: Mention) -> bool:
    """Say whether it is the place that somebody moved away from."""
    return text[: mention.start].endswith("from ") and text[mention.end :].startswith(" to ")


def _find_iana(text: str) -> list[Mention]:
    names = _zones_by_name()
    return [
        Mention("timezone", names[match["zone"]], match.start(), match.end())
        for match in _IANA.finditer(text)
        if match["zone"] in names
    ]


def _find_offsets(text: str) -> list[Mention]:
    """Return fixed offsets; the sign of an Etc zone is the other way round."""
    found = []
    for match in _OFFSET.finditer(text):
        sign = "-" if match["sign"] in {"+", "plus"} else "+"
        hours = int(match["hours"])
        zone = f"Etc/GMT{sign}{hours}" if hours else "UTC"
        found.append(Mention("timezone", zone, match.start(), match.end()))
    return found


@lru_cache(maxsize=1)
def _zones_by_name() -> dict[str, str]:
    return {zone.lower(): zone for zone in available_timezones()}


@lru_cache(maxsize=1)
def _places() -> PhraseTable:
    """Return zones by place: the project's table before countries before zoneinfo's cities."""
    owner: dict[str, str] = {**_cities_of_zones(), **_countries()}
    table = load_table("places")
    for word in [*table["never"], *table["several"]]:
        owner.pop(word, None)
    for zone, words in load_phrases("places", "cities").items():
        owner.update(dict.fromkeys(words, zone))
    phrases: dict[str, list[str]] = {}
    for word, zone in owner.items():
        phrases.setdefault(zone, []).append(word)
    return PhraseTable("timezone", phrases)


def _cities_of_zones() -> dict[str, str]:
    """Return the last part of every canonical zone name, in words."""
    cities = {}
    for zone in sorted(available_timezones(), key=lambda z: (z.count("/"), z), reverse=True):
        if "/" in zone and not zone.startswith(("Etc/", "posix/", "right/", "SystemV/")):
            cities[zone.rpartition("/")[2].replace("_", " ").lower()] = zone
    return cities


def _countries() -> dict[str, str]:
    """Return the countries that have one zone, from the tables of the tz database."""
    zones: dict[str, list[str]] = {}
    for row in _rows("zone.tab"):
        zones.setdefault(row[0], []).append(row[2])
    return {
        name.lower(): zones[code][0]
        for code, name, *_ in _rows("iso3166.tab")
        if len(zones.get(code, [])) == 1
    }


def _rows(name: str) -> list[list[str]]:
    text = (files("tzdata") / "zoneinfo" / name).read_text(encoding="utf-8")
    return [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]

"""Levels and durations."""

import pytest

from bot.nlu.durations import write_duration
from bot.nlu.reading import read_entities


def values(entity: str, typed: str) -> list[object]:
    return [m.value for m in read_entities(typed) if m.entity == entity]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("7/10", [7]),
        ("about a 6", [6]),
        ("4 out of 10", [4]),
        ("a six or seven", [7]),
        ("5ish", [5]),
        ("6.5", [6.5]),
        ("it's a solid 8", [8]),
        ("zero", [0]),
        ("zero pain", [0]),
        ("id say 3, I suppose", [3]),
        ("four outta ten", [4]),
        ("no pain at all", [0]),
        ("mild", [2]),
        ("moderate I'd say", [5]),
        ("pretty severe", [8]),
        ("really bad", [8]),
        ("pain in the elbow, about 4 out of 10", [4]),
        ("my neck is a 7 today", [7]),
        ("down from a 6 to a 2", [2]),
        ("11 out of 10", []),
        ("-3", []),
        ("15", []),
        ("I did 8 reps", []),
        ("my back has hurt for 3 weeks", []),
        ("remind me at 7", []),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_level_is_a_number_from_0_to_10_or_none(typed: str, expected: list[float]) -> None:
    assert values("intensity", typed) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("for three weeks", ["P3W"]),
        ("half an hour", ["PT30M"]),
        ("an hour and a half", ["PT1H30M"]),
        ("two and a half hours", ["PT2H30M"]),
        ("1 hour 20 minutes", ["PT1H20M"]),
        ("in 10 minutes", ["PT10M"]),
        ("for a couple of days", ["P2D"]),
        ("half a year", ["P6M"]),
        ("a fortnight", ["P2W"]),
        ("twenty-five minutes", ["PT25M"]),
        ("it hurts since Monday", ["since Monday"]),
        ("it has hurt for ages", ["for ages"]),
        ("three times a week", []),
        ("I'm 20 weeks pregnant", []),
        ("how many days a week", []),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_duration_is_iso_where_an_amount_is_given(typed: str, expected: list[str]) -> None:
    assert values("duration", typed) == expected


@pytest.mark.parametrize(
    ("amount", "unit", "expected"),
    [
        (0.5, "day", "PT12H"),
        (1.5, "days", "P1DT12H"),
        (1.5, "weeks", "P10D"),
        (1.5, "months", "P1M15D"),
        (0.5, "minutes", "PT30S"),
        (2, "decades", "P20Y"),
    ],
    ids=str,
)
def test_duration_with_parts_is_written_in_smaller_units(
    amount: float, unit: str, expected: str
) -> None:
    assert write_duration(amount, unit) == expected

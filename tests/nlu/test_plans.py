"""Times, days, their groups, dates, habits and places."""

from datetime import date

import pytest

from bot.nlu.context import Context
from bot.nlu.reading import read_entities

MONDAY = Context(today=date(2026, 11, 23))
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri")
ALL = (*WEEKDAYS, "sat", "sun")


def values(entity: str, typed: str, context: Context = MONDAY) -> list[object]:
    return [m.value for m in read_entities(typed, context) if m.entity == entity]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("remind me at 7:30", ["07:30"]),
        ("half seven", ["07:30"]),
        ("half past seven", ["07:30"]),
        ("remind me at 7.30", ["07:30"]),
        ("quarter to 8 in the evening", ["19:45"]),
        ("remind me at 8 in the evening", ["20:00"]),
        ("remind me at 8pm", ["20:00"]),
        ("5:30 p.m.", ["17:30"]),
        ("remind me at noon", ["12:00"]),
        ("remind me at 12", ["12:00"]),
        ("remind me at 5", ["05:00"]),
        ("remind me at 11", ["11:00"]),
        ("remind me at 1", ["13:00"]),
        ("remind me at 4", ["16:00"]),
        ("remind me at 12 at night", ["00:00"]),
        ("remind me at 0630", ["06:30"]),
        ("ten to nine", ["08:50"]),
        ("seven thirty every day", ["07:30"]),
        ("8 o'clock", ["08:00"]),
        ("make it 8 instead of 7", ["08:00"]),
        ("move my reminder from 7 to 9", ["09:00"]),
        ("how many sets of 8", []),
        ("my pain is at 7", []),
        ("7/10", []),
        ("25:00", []),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_time_is_of_24_hours(typed: str, expected: list[str]) -> None:
    assert values("time", typed) == expected


def test_bare_number_is_a_time_where_the_time_was_asked() -> None:
    assert values("time", "8", Context(asked="reminder_time")) == ["08:00"]
    assert values("time", "8") == []


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("every weekday", [WEEKDAYS]),
        ("mon, wed and fri", [("mon", "wed", "fri")]),
        ("friday, monday", [("mon", "fri")]),
        ("monday to friday", [WEEKDAYS]),
        ("sunday to thursday", [("mon", "tue", "wed", "thu", "sun")]),
        ("every day", [ALL]),
        ("every day but sunday", [ALL[:6]]),
        ("at weekends", [("sat", "sun")]),
        ("tuesdays and thursdays at 7pm", [("tue", "thu")]),
        ("every saturday morning", [("sat",)]),
        ("in the sun", []),
        ("pause it till monday", []),
        ("it hurts since monday", []),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_days_are_a_set_in_the_order_of_the_week(
    typed: str, expected: list[tuple[str, ...]]
) -> None:
    assert values("days", typed) == expected


def test_two_times_carry_the_group_of_their_days() -> None:
    found = read_entities("7 on weekdays, 9 at weekends", MONDAY)
    groups = [(m.value, m.group) for m in found]
    assert groups == [("07:00", 1), (WEEKDAYS, 1), ("09:00", 2), (("sat", "sun"), 2)]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("tue 8 thu 9", {1: ["tue", "08:00"], 2: ["thu", "09:00"]}),
        ("6am mon wed and 9am sun", {1: ["06:00", "mon wed"], 2: ["09:00", "sun"]}),
        (
            "weekdays 6, 9 on saturdays and sundays",
            {1: ["mon tue wed thu fri", "06:00"], 2: ["09:00", "sat sun"]},
        ),
        (
            "6 every morning tuesday to saturday, sunday 9",
            {1: ["06:00", "tue wed thu fri sat"], 2: ["sun", "09:00"]},
        ),
        (
            "daily at 6 but fridays at 9",
            {1: ["mon tue wed thu sat sun", "06:00"], 2: ["fri", "09:00"]},
        ),
        (
            "weekdays at 6, thursdays at 9",
            {1: ["mon tue wed fri", "06:00"], 2: ["thu", "09:00"]},
        ),
        (
            "every day 9pm except mondays 6pm",
            {1: ["tue wed thu fri sat sun", "21:00"], 2: ["mon", "18:00"]},
        ),
        (
            "sat sun 9am, otherwise 6am",
            {1: ["sat sun", "09:00"], 2: ["mon tue wed thu fri", "06:00"]},
        ),
        (
            "6am and 6pm on weekdays, 9am on sundays",
            {1: ["06:00", "18:00", "mon tue wed thu fri"], 2: ["09:00", "sun"]},
        ),
        ("6am and 9pm on fridays", {None: ["06:00", "21:00", "fri"]}),
        ("I start at 9, so weekdays at 6", {None: ["09:00", "mon tue wed thu fri", "06:00"]}),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_times_and_days_are_grouped(typed: str, expected: dict[int | None, list[str]]) -> None:
    groups: dict[int | None, list[str]] = {}
    for m in read_entities(typed, MONDAY):
        words = " ".join(m.value) if isinstance(m.value, tuple) else str(m.value)
        groups.setdefault(m.group, []).append(words)
    assert groups == expected


def test_one_time_with_days_carries_no_group() -> None:
    found = read_entities("remind me at 7:30 every weekday", MONDAY)
    assert [m.group for m in found] == [None, None]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("I'm away till Monday", ["2026-11-30"]),
        ("until friday", ["2026-11-27"]),
        ("till tomorrow", ["2026-11-24"]),
        ("until 5 June", ["2027-06-05"]),
        ("until December 3rd", ["2026-12-03"]),
        ("not till the 15th", ["2026-12-15"]),
        ("until 2027-01-04", ["2027-01-04"]),
        ("until next week", ["2026-11-30"]),
        ("till the end of the month", ["2026-11-30"]),
        ("until 31 February", []),
        ("the 90/90 hip lift", []),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_date_is_worked_out_from_the_persons_today(typed: str, expected: list[str]) -> None:
    assert values("date", typed) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("remind me after I brush my teeth", ["after I brush my teeth"]),
        ("remind me every day before bed", ["before bed"]),
        ("after breakfast", ["after breakfast"]),
        ("my back hurts after work", []),
    ],
    ids=str,
)
def test_anchor_is_the_habit_in_words(typed: str, expected: list[str]) -> None:
    assert values("anchor", typed) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("I'm in Berlin now", ["Europe/Berlin"]),
        ("Vienna", ["Europe/Vienna"]),
        ("I live in Munich", ["Europe/Berlin"]),
        ("im in mexico city", ["America/Mexico_City"]),
        ("I am from Poland", ["Europe/Warsaw"]),
        ("I'm on Pacific time", ["America/Los_Angeles"]),
        ("change timezone to Europe/Paris", ["Europe/Paris"]),
        ("UTC+2 here", ["Etc/GMT-2"]),
        ("moved from Rome to Dublin", ["Europe/Dublin"]),
        ("I live in Brazil", []),
        ("I'm in the US", []),
        ("reading nice things", []),
        ("my back hurts in the center", []),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_place_maps_to_its_zone_where_it_has_one(typed: str, expected: list[str]) -> None:
    assert values("timezone", typed) == expected

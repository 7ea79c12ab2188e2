"""Days of the week: names, lists, exceptions, the rest, and what is a date."""

import pytest

from bot.nlu.days import WEEK, find_days
from bot.nlu.sentence import read_sentence

WEEKDAYS, WEEKEND = WEEK[:5], WEEK[5:]


def days(typed: str) -> list[object]:
    return [mention.value for mention in find_days(read_sentence(typed).text)]


def without(*names: str) -> tuple[str, ...]:
    return tuple(day for day in WEEK if day not in names)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("wensdays and satterdays", ("wed", "sat")),
        ("thrusday, fryday n sundy", ("thu", "fri", "sun")),
        ("wkdays", WEEKDAYS),
        ("errday", WEEK),
        ("T-F", ("tue", "wed", "thu", "fri")),
        ("tu/th", ("tue", "thu")),
        ("m/w/f", ("mon", "wed", "fri")),
        ("M, W & F", ("mon", "wed", "fri")),
        ("tth", ("tue", "thu")),
        ("mon-wed-sat", ("mon", "wed", "sat")),
        ("fridays until mondays", ("mon", "fri", "sat", "sun")),
        ("during the week", WEEKDAYS),
        ("school nights", WEEKDAYS),
        ("at the weekend", WEEKEND),
        ("any day at 6", WEEK),
        ("7 days a week", WEEK),
        ("all week at 6", WEEK),
        ("each night", WEEK),
        ("every morning tuesday to saturday", ("tue", "wed", "thu", "fri", "sat")),
        ("every night at 9 on weekdays", WEEKDAYS),
        ("every thursday evening", ("thu",)),
        ("tuesday at 9 and also sunday", ("tue", "sun")),
        ("weekdays including saturdays", without("sun")),
        ("my work days (wed-sun) at 9", ("wed", "thu", "fri", "sat", "sun")),
    ],
)
def test_days_are_named_in_many_ways(typed: str, expected: tuple[str, ...]) -> None:
    assert days(typed) == [expected]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("every day except mon/thu", without("mon", "thu")),
        ("weekdays minus friday", WEEKDAYS[:4]),
        ("any day but tuesday", without("tue")),
        ("all days apart from the weekend", WEEKDAYS),
        ("mon-sat (not wed) at 9", ("mon", "tue", "thu", "fri", "sat")),
        ("daily at 9 but never on a friday", without("fri")),
        ("every day at 9, mondays are my rest day", without("mon")),
        ("every day at 9, saturday no", without("sat")),
        ("9 each day, please don't bother me on thursdays", without("thu")),
        ("weekdays at 9, not weekends", WEEKDAYS),
        ("not every day, only mondays", ("mon",)),
        ("remind me at 9 but not on tuesdays", without("tue")),
        ("no reminders on tuesdays", ("tue",)),
        ("skip saturdays", ("sat",)),
        ("not just mondays, every day", WEEK),
        ("mondays off, the other days at 9", without("mon")),
        ("fridays instead of mondays", ("fri",)),
        ("move it from tuesdays to fridays", ("fri",)),
        ("swap my thursday for a sunday", ("sun",)),
    ],
)
def test_exceptions_are_taken_out(typed: str, expected: tuple[str, ...]) -> None:
    assert days(typed) == [expected]


@pytest.mark.parametrize(
    "typed",
    [
        "every other day",
        "every third day at 9",
        "mornings at 9",
        "until thursday",
        "back on tuesday",
        "on tuesday I have an exam",
        "since I fell on sunday",
        "away from friday to monday",
        "this weekend",
        "my neck hurt all week",
        "I sat there",
        "lying in the sun",
        "the rest of the week",
    ],
)
def test_dates_and_other_words_are_no_days_of_every_week(typed: str) -> None:
    assert days(typed) == []


def test_day_before_a_noun_of_prompts_is_one_of_every_week() -> None:
    assert days("pause the friday ones") == [("fri",)]

"""Times of day: forms, evidence, parts of the day, old times."""

import pytest

from bot.nlu.sentence import read_sentence
from bot.nlu.times import find_times


def times(typed: str, asked: bool = False) -> list[object]:
    return [mention.value for mention in find_times(read_sentence(typed).text, asked)]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("set it for 6:05", "06:05"),
        ("the 7.50 prompt", "07:50"),
        ("train at 17h05", "17:05"),
        ("6;40 am", "06:40"),
        ("6-40 pm", "18:40"),
        ("7,15pm", "19:15"),
        ("remind me at 0545", "05:45"),
        ("ping me at 915", "09:15"),
        ("prompt me at 6 20", "06:20"),
        ("1745 hrs", "17:45"),
        ("at 19 uhr", "19:00"),
        ("9p", "21:00"),
        ("6:10a", "06:10"),
        ("9 p.m.", "21:00"),
        ("six fifty p m", "18:50"),
        ("7 o clock", "07:00"),
        ("6 sharp", "06:00"),
        ("half-past-six", "06:30"),
        ("quarter to twelve", "11:45"),
        ("quarter to five", "16:45"),
        ("1/4 past 9", "09:15"),
        ("quarter 2 nine", "08:45"),
        ("20 to 9", "08:40"),
        ("five and twenty past ten", "10:25"),
        ("10 minutes before 7", "06:50"),
        ("ten to midnight", "23:50"),
        ("oh five hundred", "05:00"),
        ("zero six fifteen", "06:15"),
        ("seventeen hundred hours", "17:00"),
        ("six oh five", "06:05"),
        ("eight-fifteen", "08:15"),
        ("12 noon", "12:00"),
        ("midnite", "00:00"),
        ("haf past eigth", "08:30"),
    ],
)
def test_time_is_read_in_every_form(typed: str, expected: str) -> None:
    assert times(typed) == [expected]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("9 in the evening", ["21:00"]),
        ("evenings at 9", ["21:00"]),
        ("9ish on thursday nights", ["21:00"]),
        ("tuesday evening, half seven", ["19:30"]),
        ("tonight around 9", ["21:00"]),
        ("2nite at 9", ["21:00"]),
        ("half twelve at night", ["00:30"]),
        ("quarter to one at night", ["00:45"]),
        ("one in the morning", ["01:00"]),
        ("07:15 in the evening", ["19:15"]),
        ("evenings suit me, say 6", ["18:00"]),
        ("mornings at 6, evenings at 9", ["06:00", "21:00"]),
        ("monday evening 6 saturday morning 9", ["18:00", "09:00"]),
        ("6 or 7pm", ["18:00", "19:00"]),
        ("8pm or 9", ["20:00", "21:00"]),
        ("11 or 1pm", ["11:00", "13:00"]),
        ("good evening, remind me at 6", ["06:00"]),
        ("I'm tired in the evening, remind me at 6", ["06:00"]),
        ("remind me at 6 so that I can sleep at night", ["06:00"]),
    ],
)
def test_part_of_the_day_gives_the_hour(typed: str, expected: list[str]) -> None:
    assert times(typed) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("change my prompt to 6", ["06:00"]),
        ("reminder 9 please", ["09:00"]),
        ("weekdays 9", ["09:00"]),
        ("9 on saturdays", ["09:00"]),
        ("I'm at work until 3", ["15:00"]),
        ("the shop shuts at 6, let's start", ["06:00"]),
        ("at 9, 11 and 3 please remind me", ["09:00", "11:00", "15:00"]),
        ("stiff when I get up at 6", ["06:00"]),
        ("my prompts? 9 works", ["09:00"]),
        ("is there one at 9", ["09:00"]),
        ("change it 2 9pm", ["21:00"]),
        ("every night b4 bed 2245", ["22:45"]),
    ],
)
def test_bare_figure_is_a_time_by_the_words_around_it(typed: str, expected: list[str]) -> None:
    assert times(typed) == expected


@pytest.mark.parametrize(
    "typed",
    [
        "9 reps",
        "4 or 5 sets",
        "10-15 minutes on mondays",
        "2x12",
        "a 6 in the evening",
        "level 5 on monday",
        "I'm at 4 now",
        "gave up at 9",
        "the pain is at 5 after work",
        "6, was 8 this morning",
        "it went from 6 to 3",
        "snooze for 10",
        "back in 10",
        "back at ten past",
        "day 5 of the program",
        "on 9 may",
        "on 9.11.",
        "the 5th",
        "I'm 62",
        "since 2015",
        "held it 1:10",
        "GMT+5:30",
        "this one on monday",
        "at one point",
        "5 a side on thursdays",
        "28:10",
    ],
)
def test_figure_of_something_else_is_no_time(typed: str) -> None:
    assert times(typed) == []


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("make it 9 rather than 10", ["09:00"]),
        ("not at 6pm but at 7pm", ["19:00"]),
        ("switch my 6 o'clock one to 9", ["09:00"]),
        ("swap the 6am for 7am", ["07:00"]),
        ("6 is too early, try 9", ["09:00"]),
        ("it used to be 6, make it 9", ["09:00"]),
        ("I can't do 6 any more, remind me at 9", ["09:00"]),
        ("from 6am to 7am I'm free", ["06:00", "07:00"]),
        ("9 on weekdays, 6 any other day", ["09:00", "06:00"]),
        ("6am is too early", ["06:00"]),
        ("why not 6pm", ["18:00"]),
    ],
)
def test_old_time_is_left_out_where_there_is_a_new_one(typed: str, expected: list[str]) -> None:
    assert times(typed) == expected


def test_any_figure_but_an_amount_is_a_time_where_one_was_asked() -> None:
    assert times("9ish I guess", asked=True) == ["09:00"]
    assert times("730", asked=True) == ["07:30"]
    assert times("9 minutes", asked=True) == []

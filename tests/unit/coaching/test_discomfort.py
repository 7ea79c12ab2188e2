"""How a discomfort has changed."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.coaching.discomfort import (
    Change,
    DiscomfortLog,
    baseline,
    find_unloaded_until,
    is_acute_back,
    judge_change,
    select_logs,
    suggests_clinician,
    trend,
)
from actions.coaching.triage import LevelError

START = datetime(2027, 3, 1, 8, tzinfo=timezone.utc)
TODAY = date(2027, 3, 1)


def weekly(*levels: int | None) -> list[DiscomfortLog]:
    return [
        DiscomfortLog(START + timedelta(weeks=week), "lower_back", level=level)
        for week, level in enumerate(levels)
    ]


@pytest.mark.parametrize(
    ("levels", "began", "now"),
    [
        ((), None, None),
        ((5, 4), None, None),
        ((5, None, 4), None, None),
        ((7, 5, 6), 6, 6),
        ((7, 5, 6, 1, 2), 6, 2),
        ((7, None, 5, 6, 1), 6, 5),
    ],
    ids=["none", "two", "two_known", "three", "five", "missing_is_no_zero"],
)
def test_baseline_and_trend_are_medians_of_three(levels, began, now) -> None:
    assert (baseline(weekly(*levels)), trend(weekly(*levels))) == (began, now)


@pytest.mark.parametrize(
    ("levels", "change"),
    [
        ((6, 6, 6), Change.UNKNOWN),
        ((6, 6, 6, None), Change.UNKNOWN),
        ((6, 6, 6, 6), Change.SAME),
        ((6, 6, 6, 4, 4, 4), Change.BETTER),
        ((6, 6, 6, 5, 5, 5), Change.SAME),
        ((8, 8, 8, 6, 6, 6), Change.SAME),
        ((10, 10, 10, 7, 7, 7), Change.BETTER),
        ((5, 5, 5, 3, 3, 3), Change.BETTER),
        ((5, 5, 5, 4, 4, 4), Change.SAME),
        ((4, 4, 4, 3, 3, 3), Change.SAME),
        ((4, 4, 4, 2, 2, 2), Change.BETTER),
        ((3, 3, 3, 2, 2, 2), Change.BETTER),
        ((1, 1, 1, 0, 0, 0), Change.BETTER),
        ((0, 0, 0, 0), Change.SAME),
        ((3, 3, 3, 5), Change.SAME),
        ((3, 3, 3, 5, 5), Change.WORSE),
        ((3, 3, 3, 5, None, 5), Change.WORSE),
        ((3, 3, 3, 5, 4), Change.SAME),
        ((3, 3, 3, 5, 3, 5), Change.SAME),
        ((3, 3, 3, 6, 6, 3), Change.SAME),
        ((2, 2, 5, 5), Change.WORSE),
    ],
    ids=str,
)
def test_change_of_weekly_levels_follows_the_rule(levels, change) -> None:
    assert judge_change(weekly(*levels)) is change


@given(st.lists(st.none() | st.integers(0, 10), max_size=12), st.randoms())
def test_change_does_not_depend_on_the_order_of_the_rows(levels, random) -> None:
    logs = weekly(*levels)
    mixed = random.sample(logs, len(logs))
    assert judge_change(mixed) is judge_change(logs)


@given(st.lists(st.integers(0, 10), min_size=4, max_size=12), st.integers(0, 12))
def test_change_is_not_moved_by_a_missing_entry(levels, at) -> None:
    with_gap = [*levels[:at], None, *levels[at:]]
    assert judge_change(weekly(*with_gap)) is judge_change(weekly(*levels))


@pytest.mark.parametrize(
    ("hours", "change"),
    [(23, Change.WORSE), (24, Change.SAME), (72, Change.SAME), (73, Change.WORSE)],
)
def test_soreness_after_new_work_is_not_worse(hours, change) -> None:
    logs = weekly(3, 3, 3, 5, 5)
    work = logs[-1].at - timedelta(hours=hours)
    assert judge_change(logs, [work]) is change


@pytest.mark.parametrize(
    ("levels", "weeks", "suggests"),
    [
        ((5, 5, 5, 5), 5, False),
        ((5, 5, 5, 5), 6, True),
        ((6, 6, 6, 3, 3, 3), 9, False),
        ((5, 5), 9, False),
        ((3, 3, 3, 5, 5), 4, False),
        ((3, 3, 3, 5, 5), 5, True),
        ((3, 3, 3, 5, 5, 5), 5, True),
    ],
    ids=["early", "six_weeks", "better", "unknown", "worse_a_week", "worse_two", "still_worse"],
)
def test_clinician_is_suggested_after_six_weeks_same_or_two_worse(levels, weeks, suggests) -> None:
    assert suggests_clinician(weekly(*levels), START + timedelta(weeks=weeks)) is suggests


def test_select_logs_takes_one_place_oldest_first() -> None:
    left = DiscomfortLog(START + timedelta(days=1), "hip", "left", 4)
    earlier = DiscomfortLog(START, "hip", "left", 6)
    others = [DiscomfortLog(START, "hip", "right", 1), DiscomfortLog(START, "knee", "left", 1)]
    assert select_logs([left, *others, earlier], "hip", "left") == (earlier, left)


@pytest.mark.parametrize("level", [-1, 11])
def test_log_with_an_impossible_level_is_refused(level) -> None:
    with pytest.raises(LevelError):
        DiscomfortLog(START, "hip", level=level)


@pytest.mark.parametrize(
    ("days", "level", "moves", "acute"),
    [
        (None, None, True, False),
        (41, 2, True, True),
        (42, 2, True, False),
        (None, 4, True, False),
        (None, 5, True, True),
        (400, 1, False, True),
    ],
)
def test_acute_back_is_recent_or_strong_or_stiff(days, level, moves, acute) -> None:
    began = None if days is None else TODAY - timedelta(days=days)
    assert is_acute_back(began, TODAY, level, moves_normally=moves) is acute


def test_unloaded_days_after_worse_are_three() -> None:
    assert find_unloaded_until(TODAY) == date(2027, 3, 4)

"""When the next prompt is due."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from actions.coaching.prompting import Plan, PlanError, next_due, pause_to_day

DAILY = dict.fromkeys(range(7), "07:30")
ZONES = ["UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe"]


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


@pytest.mark.parametrize(
    ("times", "zone", "after", "due"),
    [
        (DAILY, "UTC", "2027-03-01T06:00+00:00", "2027-03-01T07:30+00:00"),
        (DAILY, "UTC", "2027-03-01T07:30+00:00", "2027-03-02T07:30+00:00"),
        (DAILY, "Europe/Berlin", "2027-03-27T12:00+00:00", "2027-03-28T05:30+00:00"),
        (DAILY, "America/New_York", "2027-03-01T12:31+00:00", "2027-03-02T12:30+00:00"),
        (DAILY, "Pacific/Auckland", "2027-03-01T00:00+00:00", "2027-03-01T18:30+00:00"),
        ({0: "07:00", 5: "09:00"}, "UTC", "2027-03-01T07:00+00:00", "2027-03-06T09:00+00:00"),
        ({0: "07:00"}, "UTC", "2027-03-01T07:00+00:00", "2027-03-08T07:00+00:00"),
        ({}, "UTC", "2027-03-01T07:00+00:00", None),
    ],
    ids=["today", "strictly_after", "summer_time", "behind_utc", "ahead_of_utc", "other_day",
         "next_week", "no_times"],
)  # fmt: skip
def test_next_due_is_the_next_local_time(times, zone, after, due) -> None:
    assert next_due(Plan(times, zone), at(after)) == (at(due) if due else None)


@pytest.mark.parametrize(
    ("zone", "clock", "after", "due"),
    [
        ("Europe/Berlin", "02:30", "2027-03-27T12:00+00:00", "2027-03-28T01:00+00:00"),
        ("Europe/Berlin", "02:00", "2027-03-27T12:00+00:00", "2027-03-28T01:00+00:00"),
        ("Europe/Berlin", "03:00", "2027-03-27T12:00+00:00", "2027-03-28T01:00+00:00"),
        ("Australia/Lord_Howe", "02:15", "2027-10-02T00:00+00:00", "2027-10-02T15:30+00:00"),
        ("Pacific/Apia", "07:00", "2011-12-30T09:00+00:00", "2011-12-30T10:00+00:00"),
    ],
    ids=["in_the_gap", "at_its_start", "at_its_end", "half_an_hour", "a_whole_day"],
)
def test_next_due_time_that_does_not_exist_is_the_next_that_does(zone, clock, after, due) -> None:
    plan = Plan(dict.fromkeys(range(7), clock), zone)
    assert next_due(plan, at(after)) == at(due)


def test_next_due_time_that_comes_twice_is_the_first_only() -> None:
    plan = Plan(dict.fromkeys(range(7), "02:30"), "Europe/Berlin")
    first = next_due(plan, at("2027-10-30T12:00+00:00"))
    assert first == at("2027-10-31T00:30+00:00")
    assert next_due(plan, first) == at("2027-11-01T01:30+00:00")


@pytest.mark.parametrize(
    ("until", "due"),
    [
        ("2027-03-04T00:00+00:00", "2027-03-04T07:30+00:00"),
        ("2027-03-04T07:30+00:00", "2027-03-04T07:30+00:00"),
        ("2027-03-04T07:31+00:00", "2027-03-05T07:30+00:00"),
        ("2027-02-01T00:00+00:00", "2027-03-01T07:30+00:00"),
        ("2029-03-01T00:00+00:00", "2029-03-01T07:30+00:00"),
    ],
    ids=["before", "exactly", "just_after", "over", "years"],
)
def test_next_due_while_paused_comes_after_the_pause(until, due) -> None:
    plan = Plan(DAILY, "UTC", paused_until=at(until))
    assert next_due(plan, at("2027-03-01T06:00+00:00")) == at(due)


@pytest.mark.parametrize(
    ("snoozed", "paused", "due"),
    [
        ("2027-03-01T08:00+00:00", None, "2027-03-01T08:00+00:00"),
        ("2027-03-02T09:00+00:00", None, "2027-03-02T07:30+00:00"),
        ("2027-03-01T07:00+00:00", None, "2027-03-02T07:30+00:00"),
        ("2027-03-01T08:00+00:00", "2027-03-03T00:00+00:00", "2027-03-03T07:30+00:00"),
        ("2027-03-03T06:00+00:00", "2027-03-03T06:00+00:00", "2027-03-03T06:00+00:00"),
    ],
    ids=["snoozed", "after_the_regular", "past", "paused", "at_the_end_of_the_pause"],
)
def test_next_due_after_a_snooze_is_the_earlier_one(snoozed, paused, due) -> None:
    plan = Plan(DAILY, "UTC", at(paused) if paused else None, at(snoozed))
    assert next_due(plan, at("2027-03-01T07:45+00:00")) == at(due)


def test_snooze_alone_is_due_once() -> None:
    plan = Plan({}, "UTC", snoozed_to=at("2027-03-01T08:00+00:00"))
    assert next_due(plan, at("2027-03-01T07:00+00:00")) == at("2027-03-01T08:00+00:00")
    assert next_due(plan, at("2027-03-01T08:00+00:00")) is None


def search_minute_by_minute(plan: Plan, after: datetime) -> datetime | None:
    """Walk through the minutes of UTC and look at the clock on the wall, gaps left aside."""
    minute = after.replace(second=0, microsecond=0)
    for _ in range(9 * 24 * 60):
        minute += timedelta(minutes=1)
        local = minute.astimezone(ZoneInfo(plan.zone))
        if plan.times.get(local.weekday()) == f"{local:%H:%M}" and not local.fold:
            return minute
    return None


@settings(max_examples=25, deadline=None)
@given(
    st.dictionaries(st.integers(0, 6), st.times().map("{:%H:%M}".format), min_size=1, max_size=7),
    st.sampled_from(ZONES),
    st.datetimes(datetime(2026, 1, 1), datetime(2028, 1, 1), timezones=st.just(timezone.utc)),
)
def test_next_due_of_any_plan_is_what_the_wall_clock_shows_first(times, zone, after) -> None:
    plan = Plan(times, zone)
    due, expected = next_due(plan, after), search_minute_by_minute(plan, after)
    assert due is not None
    assert due > after
    # Only a time in a gap comes where no clock shows it, and then earlier than the next shown.
    shown = due.astimezone(ZoneInfo(zone))
    if plan.times.get(shown.weekday()) == f"{shown:%H:%M}":
        assert due == expected
    else:
        assert shown.utcoffset() != (shown - timedelta(hours=2)).utcoffset()
        assert expected is None or due < expected


@pytest.mark.parametrize(
    ("times", "zone"),
    [
        ({7: "07:30"}, "UTC"),
        ({-1: "07:30"}, "UTC"),
        ({0: "7:30"}, "UTC"),
        ({0: "24:00"}, "UTC"),
        ({0: "07:30:00"}, "UTC"),
        ({0: "soon"}, "UTC"),
        (DAILY, "Mars/Olympus"),
        (DAILY, ""),
        (DAILY, "../etc/passwd"),
        (DAILY, "Europe"),
    ],
)
def test_plan_that_cannot_be_used_raises_a_full_sentence(times, zone) -> None:
    with pytest.raises(PlanError, match=r"^[A-Z].*\.$"):
        Plan(times, zone)


def test_naive_times_are_refused() -> None:
    with pytest.raises(PlanError):
        Plan(DAILY, "UTC", paused_until=datetime(2027, 3, 1))
    with pytest.raises(PlanError):
        next_due(Plan(DAILY, "UTC"), datetime(2027, 3, 1))


def test_pause_to_a_day_ends_at_its_first_local_minute() -> None:
    assert pause_to_day(date(2027, 3, 8), "Europe/Berlin") == at("2027-03-07T23:00+00:00")

"""Work out when the next daily prompt is due."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

from actions.coaching.errors import CoachingError

_CLOCK = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")
_MINUTE = timedelta(minutes=1)
_DAY = timedelta(days=1)


class PlanError(CoachingError):
    """The plan of the prompts cannot be used."""


@dataclass(frozen=True)
class Plan:
    """When prompts come: a local "HH:MM" by weekday (0 is Monday) in an IANA zone.

    Before the aware instant `paused_until` there are none, and at `snoozed_to` there is one more.
    Raise PlanError for a day, a time or a zone that is none.
    """

    times: Mapping[int, str]
    zone: str
    paused_until: datetime | None = None
    snoozed_to: datetime | None = None

    def __post_init__(self) -> None:
        find_zone(self.zone)
        for weekday, clock in self.times.items():
            if weekday not in range(7):
                raise PlanError(f"Weekdays go from 0 to 6, so {weekday} cannot be used.")
            if not _CLOCK.fullmatch(clock):
                raise PlanError(f"A time of day is written HH:MM, so {clock!r} cannot be used.")
        for instant in (self.paused_until, self.snoozed_to):
            _check_aware(instant)


def find_zone(name: str) -> ZoneInfo:
    """Return the time zone of an IANA name; raise PlanError where there is none."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise PlanError(f"There is no time zone with the name {name!r}.") from error


def next_due(plan: Plan, after: datetime) -> datetime | None:
    """Return the first instant after `after` (aware) at which a prompt is due, in UTC.

    A local time that the clocks jump over becomes the next one that exists; of one that comes
    twice the first counts. None where there is no time in the plan.
    """
    _check_aware(after)
    found = [at for at in (_find_regular(plan, after), _find_snoozed(plan, after)) if at]
    return min(found, default=None)


def pause_to_day(day: date, zone: str) -> datetime:
    """Return the instant until which a pause "till that day" lasts: its first local minute."""
    return _to_instant(datetime.combine(day, time.min), find_zone(zone))


def _check_aware(instant: datetime | None) -> None:
    # Python would take a naive time for one in the zone of the machine.
    if instant is not None and instant.tzinfo is None:
        raise PlanError("A time without its zone cannot be used for prompts.")


def _find_regular(plan: Plan, after: datetime) -> datetime | None:
    zone = find_zone(plan.zone)
    start = max(after, plan.paused_until) if plan.paused_until else after
    # From the day before: a time that was jumped over may come due on the day after its own.
    first = start.astimezone(zone).date() - _DAY
    for day in (first + n * _DAY for n in range(10)):
        clock = plan.times.get(day.weekday())
        if clock is None:
            continue
        due = _to_instant(datetime.combine(day, time.fromisoformat(clock)), zone)
        if due > after and due >= start:
            return due
    return None


def _find_snoozed(plan: Plan, after: datetime) -> datetime | None:
    if plan.snoozed_to is None or plan.snoozed_to <= after:
        return None
    if plan.paused_until is not None and plan.snoozed_to < plan.paused_until:
        return None
    return plan.snoozed_to.astimezone(timezone.utc)


def _to_instant(local: datetime, zone: ZoneInfo) -> datetime:
    """Return the UTC instant of a naive local time, minute by minute past what does not exist."""
    while not _exists(local, zone):
        local += _MINUTE
    return local.replace(tzinfo=zone).astimezone(timezone.utc)


def _exists(local: datetime, zone: ZoneInfo) -> bool:
    instant = local.replace(tzinfo=zone).astimezone(timezone.utc)
    return instant.astimezone(zone).replace(tzinfo=None) == local

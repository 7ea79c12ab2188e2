"""Read the log of a discomfort: where it began, where it is, and whether it has changed."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum
from statistics import median

from actions.coaching.triage import check_level

LOGS_FOR_MEDIAN = 3
LOGS_FOR_CHANGE = 4
LOW_BASELINE_MAX = 4
SHARE_OF_CHANGE = 0.3
RISE_FOR_WORSE = 2
SORENESS_HOURS = (24, 72)
ACUTE_DAYS = 42
ACUTE_REST_LEVEL = 5
UNLOADED_DAYS = 3
UNCHANGED_FOR_CLINICIAN = timedelta(weeks=6)
WORSE_FOR_CLINICIAN = timedelta(weeks=2)


class Change(str, Enum):
    """How a discomfort has changed since the first logs."""

    BETTER = "better"
    WORSE = "worse"
    SAME = "same"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class DiscomfortLog:
    """One entry: an aware time, a place, a level 0 to 10 or None, since when and with what.

    `duration` is an ISO 8601 duration or the words.
    """

    at: datetime
    region: str
    side: str | None = None
    level: int | None = None
    duration: str | None = None
    trigger: str | None = None

    def __post_init__(self) -> None:
        check_level(self.level)


def select_logs(
    logs: Sequence[DiscomfortLog], region: str, side: str | None = None
) -> tuple[DiscomfortLog, ...]:
    """Return the logs of one place, oldest first; the judgements below are about one place."""
    return tuple(
        sorted(
            (log for log in logs if log.region == region and log.side == side),
            key=lambda log: log.at,
        )
    )


def baseline(logs: Sequence[DiscomfortLog]) -> float | None:
    """Return the median of the first three known levels, or None while there are fewer."""
    return _find_median(_known_levels(logs)[:LOGS_FOR_MEDIAN])


def trend(logs: Sequence[DiscomfortLog]) -> float | None:
    """Return the median of the last three known levels, or None while there are fewer."""
    return _find_median(_known_levels(logs)[-LOGS_FOR_MEDIAN:])


def judge_change(logs: Sequence[DiscomfortLog], new_work: Collection[datetime] = ()) -> Change:
    """Return how one place has changed; fewer than four known levels are unknown.

    `new_work` are the times of sessions with new exercises: what is logged 24 to 72 hours after
    one may be soreness and is not counted as worse.
    """
    began, now = baseline(logs), trend(logs)
    if began is None or now is None or len(_known_levels(logs)) < LOGS_FOR_CHANGE:
        return Change.UNKNOWN
    if len(_find_worse_run(logs, new_work)) >= 2:
        return Change.WORSE
    return Change.BETTER if _is_better(began, now) else Change.SAME


def suggests_clinician(
    logs: Sequence[DiscomfortLog], now: datetime, new_work: Collection[datetime] = ()
) -> bool:
    """Tell whether it is time to suggest a clinician: unchanged at six weeks, or worse for two."""
    change = judge_change(logs, new_work)
    if change is Change.WORSE:
        return now - _find_worse_run(logs, new_work)[0].at >= WORSE_FOR_CLINICIAN
    known = [log.at for log in logs if log.level is not None]
    return change is Change.SAME and now - min(known) >= UNCHANGED_FOR_CLINICIAN


def find_unloaded_until(worse_on: date) -> date:
    """Return the first day on which sessions may carry load again after getting worse."""
    return worse_on + timedelta(days=UNLOADED_DAYS)


def is_acute_back(
    began: date | None, today: date, rest_level: int | None, *, moves_normally: bool
) -> bool:
    """Tell whether back pain counts as acute: under six weeks, 5 or more at rest, or hard to move.

    `began` is when it began or last flared, None where that is unknown.
    """
    recent = began is not None and (today - began).days < ACUTE_DAYS
    strong = rest_level is not None and rest_level >= ACUTE_REST_LEVEL
    return recent or strong or not moves_normally


def _known_levels(logs: Sequence[DiscomfortLog]) -> list[int]:
    ordered = sorted(logs, key=lambda log: log.at)
    return [log.level for log in ordered if log.level is not None]


def _find_median(levels: list[int]) -> float | None:
    return float(median(levels)) if len(levels) == LOGS_FOR_MEDIAN else None


def _is_better(began: float, now: float) -> bool:
    drop = began - now
    least = 1 if began <= LOW_BASELINE_MAX else 2
    return drop >= least and drop >= SHARE_OF_CHANGE * began


def _find_worse_run(
    logs: Sequence[DiscomfortLog], new_work: Collection[datetime]
) -> list[DiscomfortLog]:
    """Return the latest logs in a row that are up by two or more, oldest first."""
    began = baseline(logs)
    run: list[DiscomfortLog] = []
    for log in sorted(logs, key=lambda log: log.at, reverse=True):
        if log.level is None or _may_be_soreness(log, new_work):
            continue
        if began is None or log.level < began + RISE_FOR_WORSE:
            break
        run.insert(0, log)
    return run


def _may_be_soreness(log: DiscomfortLog, new_work: Collection[datetime]) -> bool:
    first, last = (timedelta(hours=hours) for hours in SORENESS_HOURS)
    return any(first <= log.at - work <= last for work in new_work)

"""The guided sessions of a person."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from actions.coaching.session import Session as GuidedSession
from actions.store.choices import WorkoutStatus
from actions.store.errors import WorkoutActive
from actions.store.models import Person, Workout


def start_workout(
    session: Session,
    person: Person,
    guided: GuidedSession,
    at: datetime,
    level_before: int | None = None,
) -> Workout:
    """Keep a session that begins now; refuse a second one under way."""
    if find_active_workout(session, person) is not None:
        raise WorkoutActive
    workout = Workout(
        person_id=person.id,
        started_at=at,
        updated_at=at,
        local_date=guided.started_on,
        kind=guided.kind.value,
        state=_write_session(guided),
        level_before=level_before,
    )
    session.add(workout)
    session.flush()
    return workout


def find_active_workout(session: Session, person: Person) -> Workout | None:
    """Return the session that is under way, of whatever day."""
    active = list_workouts(session, person, statuses=[WorkoutStatus.ACTIVE])
    return active[0] if active else None


def read_session(workout: Workout) -> GuidedSession:
    """Return where a kept session stands."""
    return GuidedSession.from_json(json.dumps(workout.state))


def save_workout(session: Session, workout: Workout, guided: GuidedSession, at: datetime) -> None:
    """Keep where a session stands now."""
    workout.state = _write_session(guided)
    workout.updated_at = at
    session.flush()


def finish_workout(
    session: Session,
    workout: Workout,
    status: WorkoutStatus,
    at: datetime,
    feel: str | None = None,
) -> None:
    """Close a session as done, stopped or expired, with how it felt where that is known."""
    workout.status = status
    workout.updated_at = workout.finished_at = at
    workout.feel = feel if feel is not None else workout.feel
    session.flush()


def list_workouts(
    session: Session,
    person: Person,
    since: date | None = None,
    statuses: Iterable[WorkoutStatus] = tuple(WorkoutStatus),
) -> list[Workout]:
    """Return a person's sessions, the oldest first, from a local date on where it is given."""
    query = (
        select(Workout)
        .where(Workout.person_id == person.id, Workout.status.in_(list(statuses)))
        .order_by(Workout.started_at, Workout.id)
    )
    if since is not None:
        query = query.where(Workout.local_date >= since)
    workouts: list[Workout] = session.execute(query).scalars().all()
    return workouts


def _write_session(guided: GuidedSession) -> Any:
    # As a value and not as text, so that an export shows it readably.
    return json.loads(guided.to_json())

"""How far a person is with each exercise."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from actions.coaching.program import Standing
from actions.store.models import ExerciseStanding, Person


def find_standings(session: Session, person: Person) -> dict[str, Standing]:
    """Return a person's standing by the exercise's id, of those that were begun."""
    return {
        row.exercise: Standing(exercise=row.exercise, **row.state)
        for row in _list_rows(session, person)
    }


def find_last_done(session: Session, person: Person) -> dict[str, date]:
    """Return the person's own date on which each exercise was last done."""
    return {row.exercise: row.last_done for row in _list_rows(session, person) if row.last_done}


def save_standing(
    session: Session, person: Person, standing: Standing, last_done: date | None = None
) -> None:
    """Keep a standing; without a date, the date that is known stays."""
    state = asdict(standing)
    exercise = state.pop("exercise")
    row = session.get(ExerciseStanding, (person.id, exercise))
    if row is None:
        row = ExerciseStanding(person_id=person.id, exercise=exercise)
        session.add(row)
    row.state = state
    row.last_done = last_done or row.last_done
    session.flush()


def _list_rows(session: Session, person: Person) -> list[ExerciseStanding]:
    query = (
        select(ExerciseStanding)
        .where(ExerciseStanding.person_id == person.id)
        .order_by(ExerciseStanding.exercise)
    )
    rows: list[ExerciseStanding] = session.execute(query).scalars().all()
    return rows

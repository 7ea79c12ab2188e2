"""Who agreed to be remembered, and what they may do."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from actions.coaching.safety import Lock
from actions.store.errors import PersonExists, UnknownPerson
from actions.store.models import Condition, Person


def find_person(session: Session, channel: str) -> Person | None:
    """Return the person who writes on this channel, None before consent."""
    query = select(Person).where(Person.channel == channel)
    person: Person | None = session.execute(query).scalar_one_or_none()
    return person


def get_person(session: Session, channel: str) -> Person:
    """Return the person who writes on this channel."""
    person = find_person(session, channel)
    if person is None:
        raise UnknownPerson
    return person


def create_person(session: Session, channel: str, consent_version: str, at: datetime) -> Person:
    """Remember a person from the moment that they agreed."""
    if find_person(session, channel) is not None:
        raise PersonExists
    person = Person(
        channel=channel, created_at=at, consent_version=consent_version, consented_at=at
    )
    session.add(person)
    session.flush()
    return person


def record_consent(session: Session, person: Person, consent_version: str, at: datetime) -> None:
    """Note that a known person agreed to another wording."""
    person.consent_version = consent_version
    person.consented_at = at
    session.flush()


def set_lock(session: Session, person: Person, lock: Lock, reason: str | None = None) -> None:
    """Lock a person's exercises and note why; Lock.NONE opens them and forgets the reason."""
    person.lock = lock
    person.lock_reason = None if lock is Lock.NONE else reason
    session.flush()


def add_condition(session: Session, person: Person, condition: str, at: datetime) -> Condition:
    """Note a condition; one that is noted and active stays as it is."""
    for known in list_conditions(session, person):
        if known.condition == condition:
            return known
    noted = Condition(person_id=person.id, condition=condition, noted_at=at)
    session.add(noted)
    session.flush()
    return noted


def end_condition(session: Session, person: Person, condition: str) -> bool:
    """Note that a condition is over; say whether it was active."""
    ended = [row for row in list_conditions(session, person) if row.condition == condition]
    for row in ended:
        row.active = False
    session.flush()
    return bool(ended)


def list_conditions(session: Session, person: Person, past: bool = False) -> list[Condition]:
    """Return a person's active conditions in the order they were told, with `past` all."""
    query = select(Condition).where(Condition.person_id == person.id).order_by(Condition.id)
    rows: list[Condition] = session.execute(query).scalars().all()
    return [row for row in rows if past or row.active]

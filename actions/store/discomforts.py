"""What a person told of where it hurts and how much."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict

from sqlalchemy import select
from sqlalchemy.orm import Session

from actions.coaching.discomfort import DiscomfortLog
from actions.store.choices import DiscomfortKind
from actions.store.models import Discomfort, Person


def log_discomfort(
    session: Session,
    person: Person,
    log: DiscomfortLog,
    kind: DiscomfortKind = DiscomfortKind.REPORT,
) -> Discomfort:
    """Keep what a person told."""
    details = asdict(log)
    row = Discomfort(person_id=person.id, at=details.pop("at"), kind=kind, details=details)
    session.add(row)
    session.flush()
    return row


def list_discomforts(
    session: Session,
    person: Person,
    region: str | None = None,
    side: str | None = None,
    kinds: Iterable[DiscomfortKind] = tuple(DiscomfortKind),
) -> list[DiscomfortLog]:
    """Return what a person told, the oldest first; of one region or side where it is given."""
    query = (
        select(Discomfort)
        .where(Discomfort.person_id == person.id, Discomfort.kind.in_(list(kinds)))
        .order_by(Discomfort.at, Discomfort.id)
    )
    logs = (DiscomfortLog(at=row.at, **row.details) for row in session.execute(query).scalars())
    return [log for log in logs if region in (None, log.region) and side in (None, log.side)]

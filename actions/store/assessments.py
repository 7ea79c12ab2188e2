"""The posture checks that a person went through."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from actions.coaching.posture import (
    Answer,
    Finding,
    Likeness,
    Sidedness,
    SideSince,
    Sign,
)
from actions.store.models import Assessment, Person


def record_assessment(
    session: Session,
    person: Person,
    at: datetime,
    answers: Mapping[Sign, Answer],
    finding: Finding,
    likeness: Likeness | None = None,
    sidedness: Sidedness | None = None,
    side_since: SideSince | None = None,
) -> Assessment:
    """Keep a finished check: what was answered and what was decided on it."""
    assessment = Assessment(
        person_id=person.id,
        at=at,
        answers={Sign(sign).value: Answer(answer).value for sign, answer in answers.items()},
        likeness=likeness,
        sidedness=sidedness,
        side_since=side_since,
        pattern=finding.pattern,
        program=finding.program,
    )
    session.add(assessment)
    session.flush()
    return assessment


def read_answers(assessment: Assessment) -> dict[Sign, Answer]:
    """Return the answers of a kept check."""
    return {Sign(sign): Answer(answer) for sign, answer in assessment.answers.items()}


def find_latest_assessment(session: Session, person: Person) -> Assessment | None:
    """Return a person's last check."""
    checks = list_assessments(session, person)
    return checks[-1] if checks else None


def list_assessments(session: Session, person: Person) -> list[Assessment]:
    """Return a person's checks, the oldest first."""
    query = (
        select(Assessment)
        .where(Assessment.person_id == person.id)
        .order_by(Assessment.at, Assessment.id)
    )
    checks: list[Assessment] = session.execute(query).scalars().all()
    return checks

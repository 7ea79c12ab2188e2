"""Letters: what is on its way to people, kept until it was sent."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import case, delete, select
from sqlalchemy.orm import Session

from actions.store.choices import Urgency
from actions.store.models import Letter


def post_letters(
    session: Session,
    channel: str,
    bodies: Iterable[Any],
    at: datetime,
    urgency: Urgency = Urgency.ANSWER,
) -> None:
    """Keep letters, JSON values, to be sent to a chat in this order."""
    for body in bodies:
        session.add(Letter(channel=channel, urgency=urgency, created_at=at, body=body))
        # One by one, because their numbers are their order.
        session.flush()


def find_next_letter(session: Session, channel: str) -> Letter | None:
    """Return what goes to a chat next: the oldest answer, else the oldest prompt."""
    behind: Any = case((Letter.urgency == Urgency.ANSWER, 0), else_=1)
    query = select(Letter).filter_by(channel=channel).order_by(behind, Letter.id).limit(1)
    letter: Letter | None = session.execute(query).scalars().first()
    return letter


def list_letters(session: Session, channel: str) -> list[Letter]:
    """Return all that waits for a chat, the oldest first."""
    query = select(Letter).filter_by(channel=channel).order_by(Letter.id)
    return list(session.execute(query).scalars())


def list_channels_with_letters(session: Session, prefix: str) -> list[str]:
    """Return the chats that something waits for, of all channels that begin with that prefix."""
    query = select(Letter.channel).where(Letter.channel.startswith(prefix)).distinct()
    return [str(channel) for channel in session.execute(query).scalars()]


def drop_letter(session: Session, letter_id: int) -> None:
    """Take a letter out: it was sent, or can never be."""
    session.execute(delete(Letter).filter_by(id=letter_id))


def drop_letters(session: Session, channel: str) -> None:
    """Take out all that waits for a chat."""
    session.execute(delete(Letter).filter_by(channel=channel))

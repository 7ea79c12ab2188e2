"""Letters: what is on its way to people, kept until it was sent."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, cast

from sqlalchemy import case, delete, select
from sqlalchemy.engine import CursorResult
from sqlalchemy.orm import Session

from actions.store.choices import Urgency
from actions.store.models import Letter


def post_letters(
    session: Session,
    bot_id: int,
    channel: str,
    bodies: Iterable[Any],
    at: datetime,
    urgency: Urgency = Urgency.ANSWER,
) -> None:
    """Keep letters, JSON values, to be sent to a chat by that bot in this order."""
    for body in bodies:
        session.add(
            Letter(bot_id=bot_id, channel=channel, urgency=urgency, created_at=at, body=body)
        )
        # One by one, because their numbers are their order.
        session.flush()


def find_next_letter(session: Session, bot_id: int, channel: str) -> tuple[int, Urgency] | None:
    """Return number and urgency of what goes next: the oldest answer, else the oldest prompt."""
    behind: Any = case((Letter.urgency == Urgency.ANSWER, 0), else_=1)
    query = (
        select(Letter.id, Letter.urgency)
        .filter_by(bot_id=bot_id, channel=channel)
        .order_by(behind, Letter.id)
        .limit(1)
    )
    row = session.execute(query).first()
    return (row.id, row.urgency) if row else None


def read_letter(session: Session, letter_id: int) -> Any:
    """Return what a letter says, None where it is gone; raises UnreadableValue."""
    return session.execute(select(Letter.body).filter_by(id=letter_id)).scalar_one_or_none()


def list_letters(session: Session, bot_id: int, channel: str) -> list[Letter]:
    """Return all that waits for a chat, the oldest first."""
    query = select(Letter).filter_by(bot_id=bot_id, channel=channel).order_by(Letter.id)
    return list(session.execute(query).scalars())


def list_channels_with_letters(session: Session, bot_id: int) -> list[str]:
    """Return the chats that something of that bot waits for."""
    query = select(Letter.channel).filter_by(bot_id=bot_id).distinct()
    return [str(channel) for channel in session.execute(query).scalars()]


def drop_letter(session: Session, letter_id: int) -> None:
    """Take a letter out: it was sent, or can never be."""
    session.execute(delete(Letter).filter_by(id=letter_id))


def drop_letters(session: Session, channel: str, bot_id: int | None = None) -> bool:
    """Take out all that waits for a chat, of one bot or of all; say whether there was any."""
    waiting = delete(Letter).filter_by(channel=channel)
    if bot_id is not None:
        waiting = waiting.filter_by(bot_id=bot_id)
    return bool(cast(CursorResult, session.execute(waiting)).rowcount)

"""Updates of the Bot API: stored before they are acknowledged, handled once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import delete, select, update
from sqlalchemy.engine import CursorResult
from sqlalchemy.orm import Session

from actions.store.choices import UpdateState
from actions.store.inserts import insert_once
from actions.store.models import InboxUpdate


@dataclass(frozen=True)
class Arrival:
    """One update as it came in: its number, its chat where it has one, its raw JSON."""

    update_id: int
    channel: str | None
    body: Any


def store_updates(
    session: Session, bot_id: int, arrivals: Iterable[Arrival], at: datetime
) -> list[tuple[int, int, str | None]]:
    """Keep updates, each once; return row, number and chat of those that were not there yet."""
    new = []
    for each in arrivals:
        values = {
            "bot_id": bot_id,
            "update_id": each.update_id,
            "channel": each.channel,
            "state": UpdateState.PENDING,
            "attempts": 0,
            "received_at": at,
            "body": each.body,
        }
        if insert_once(session, InboxUpdate, values, ("bot_id", "update_id")):
            new.append((_row_id(session, bot_id, each.update_id), each.update_id, each.channel))
    return new


def _row_id(session: Session, bot_id: int, update_id: int) -> int:
    query = select(InboxUpdate.id).filter_by(bot_id=bot_id, update_id=update_id)
    return int(session.execute(query).scalar_one())


def find_update(session: Session, row_id: int) -> InboxUpdate | None:
    """Return a row of the inbox."""
    row: InboxUpdate | None = session.get(InboxUpdate, row_id)
    return row


def list_pending(session: Session, bot_id: int) -> list[tuple[int, int, str | None]]:
    """Return row, number and chat of what is not handled yet, in the order it came in."""
    query = (
        select(InboxUpdate.id, InboxUpdate.update_id, InboxUpdate.channel)
        .where(InboxUpdate.state == UpdateState.PENDING, InboxUpdate.bot_id == bot_id)
        .order_by(InboxUpdate.id)
    )
    return [(row.id, row.update_id, row.channel) for row in session.execute(query)]


def settle_update(
    session: Session,
    bot_id: int,
    update_id: int,
    at: datetime,
    state: UpdateState = UpdateState.HANDLED,
) -> bool:
    """Note that an update is dealt with and drop what it said; False where it was before."""
    done = {"state": state, "channel": None, "body": None}
    pending = (
        update(InboxUpdate)
        .filter_by(bot_id=bot_id, update_id=update_id, state=UpdateState.PENDING)
        .values(**done)
        .execution_options(synchronize_session="fetch")
    )
    if cast(CursorResult, session.execute(pending)).rowcount:
        return True
    never_stored = {**done, "bot_id": bot_id, "update_id": update_id, "attempts": 0}
    return insert_once(
        session, InboxUpdate, {**never_stored, "received_at": at}, ("bot_id", "update_id")
    )


def forget_pending(session: Session, channel: str) -> None:
    """Drop what a chat sent and was not handled yet, as if it had been."""
    pending = (
        update(InboxUpdate)
        .filter_by(channel=channel, state=UpdateState.PENDING)
        .values(state=UpdateState.HANDLED, channel=None, body=None)
    )
    session.execute(pending.execution_options(synchronize_session=False))


def count_attempt(session: Session, row_id: int) -> int:
    """Note one more try at an update that may have ended the process; return how many."""
    row = session.get(InboxUpdate, row_id)
    if row is None:
        return 0
    row.attempts += 1
    session.flush()
    return int(row.attempts)


def forget_handled(session: Session, before: datetime) -> int:
    """Drop the rows of what was handled, once Telegram cannot send it again; return how many."""
    old = delete(InboxUpdate).where(
        InboxUpdate.state == UpdateState.HANDLED, InboxUpdate.received_at < before
    )
    result = session.execute(old.execution_options(synchronize_session=False))
    return int(cast(CursorResult, result).rowcount)

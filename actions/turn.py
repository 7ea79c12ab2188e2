"""Give the actions of one turn their database session, their clock and their person."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, datetime, timezone
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from rasa_sdk import Tracker
from sqlalchemy.orm import Session, sessionmaker

from actions.store.database import open_engine, session_factory
from actions.store.encryption import split_keys, use_keys
from actions.store.errors import BadDatabaseUrl
from actions.store.models import Person
from actions.store.people import find_person
from actions.store.unit_of_work import UnitOfWork

UTC_ZONE = "UTC"


@dataclass
class ActionTurn:
    """What the actions of one turn share: one transaction, one instant, one person.

    `forgotten` is set when everything about the person was erased in this turn.
    """

    session: Session
    channel: str
    now: datetime
    forgotten: bool = False
    _person: Person | None = None

    @property
    def person(self) -> Person | None:
        """Return the person, None before consent."""
        if self._person is None and not self.forgotten:
            self._person = find_person(self.session, self.channel)
        return self._person

    def forget(self) -> None:
        """Note that everything about the person was erased."""
        self.forgotten, self._person = True, None

    @property
    def zone(self) -> ZoneInfo:
        """Return the person's zone, UTC where it is not known."""
        person = self.person
        return ZoneInfo(person.zone if person and person.zone else UTC_ZONE)

    @property
    def today(self) -> date:
        """Return the person's own date."""
        return self.now.astimezone(self.zone).date()


_current: ContextVar[ActionTurn] = ContextVar("current_turn")


def current_turn() -> ActionTurn:
    """Return the turn that is going on; raises LookupError where there is none."""
    return _current.get()


@contextmanager
def as_current(turn: ActionTurn) -> Iterator[ActionTurn]:
    """Make that turn the current one."""
    token = _current.set(turn)
    try:
        yield turn
    finally:
        _current.reset(token)


@contextmanager
def turn_of(tracker: Tracker) -> Iterator[ActionTurn]:
    """Join the turn that is going on, or be one of its own (under Rasa's action server)."""
    turn = _current.get(None)
    if turn is not None:
        yield turn
        return
    with UnitOfWork(_server_sessions()) as work:
        now = datetime.now(timezone.utc)
        with as_current(ActionTurn(work.session, tracker.sender_id, now)) as own:
            yield own
        work.commit()


@lru_cache(maxsize=1)
def _server_sessions() -> sessionmaker[Any]:
    """Open the database named in the environment, for Rasa's action server."""
    url = os.environ.get("POSTURE_COACH_DATABASE_URL")
    if not url:
        raise BadDatabaseUrl("The action server needs POSTURE_COACH_DATABASE_URL to be set.")
    use_keys(split_keys(os.environ.get("POSTURE_COACH_KEY", "")))
    return session_factory(open_engine(url))

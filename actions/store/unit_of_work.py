"""One transaction around everything that belongs together."""

from __future__ import annotations

from types import TracebackType
from typing import final

from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session, sessionmaker

from actions.store.database import reported
from actions.store.errors import TransactionMisused


@final
class UnitOfWork:
    """Keep all that happens up to commit(), and nothing without it.

    On SQLite the first statement takes the write lock of the whole file (see database.py), so
    one unit must not be opened inside another in the same thread: it would wait for itself.
    """

    def __init__(self, factory: sessionmaker[Session]) -> None:
        self._factory = factory
        self._session: Session | None = None

    def __enter__(self) -> UnitOfWork:
        self._session = self._factory()
        return self

    @property
    def session(self) -> Session:
        """Return the session, between entry and commit."""
        if self._session is None:
            raise TransactionMisused
        return self._session

    def commit(self) -> None:
        """Keep what was done, once."""
        session = self.session
        session.commit()
        self._session = None
        session.close()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        session, self._session = self._session, None
        if session is not None:
            session.close()  # rolls back
        if isinstance(error, DBAPIError):
            with reported():
                raise error

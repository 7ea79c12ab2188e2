"""Name what can go wrong with what the coach remembers."""

from __future__ import annotations

from sqlalchemy.exc import DontWrapMixin


class StoreError(DontWrapMixin, Exception):
    """The coach's memory could not be used."""

    def __init__(self, message: str | None = None) -> None:
        super().__init__(message or (type(self).__doc__ or "").split("\n")[0])


class BadKey(StoreError):
    """POSTURE_COACH_KEY cannot be used as an encryption key."""


class UnreadableValue(StoreError):
    """A stored value cannot be read; its row was written by something else or is damaged."""


class NaiveTime(StoreError):
    """A time without a time zone was refused; every time is stored in UTC."""


class BadDatabaseUrl(StoreError):
    """The database URL cannot be used."""


class DatabaseFault(StoreError):
    """The database did not do what was asked of it; nothing of this turn was kept."""


class RowRefused(StoreError):
    """The database refused a row that breaks one of its rules; nothing of this turn was kept."""


class NewerDatabase(StoreError):
    """The database was written by a newer version of Posture Coach; install that version."""


class OlderDatabase(StoreError):
    """The database is from an older version; run "posture-coach db upgrade" once."""


class UnstorableValue(StoreError):
    """A value that is not JSON was to be stored."""


class TransactionMisused(StoreError):
    """A unit of work was used outside its `with` block or after its commit."""


class UnknownPerson(StoreError):
    """Nothing is kept about this person."""


class PersonExists(StoreError):
    """This person has already agreed and is known."""


class WorkoutActive(StoreError):
    """This person has a session under way; finish it before another one starts."""

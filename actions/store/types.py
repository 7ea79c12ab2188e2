"""Column types: aware UTC times, and values that are encrypted where a key is set.

Encrypted columns cannot be searched in SQL: the same value is stored differently each time.
"""

from __future__ import annotations

import enum
import json
from datetime import datetime, timezone
from typing import Any, Generic, TypeVar

from sqlalchemy import DateTime, Text, TypeDecorator
from sqlalchemy.engine import Dialect

from actions.store.encryption import seal, unseal
from actions.store.errors import NaiveTime, UnreadableValue, UnstorableValue

Choice = TypeVar("Choice", bound=enum.Enum)


class UtcDateTime(TypeDecorator[datetime]):
    """Take aware times in any zone and give them back in UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the time in UTC; refuse a naive one."""
        if value is None:
            return None
        if value.utcoffset() is None:
            raise NaiveTime
        return value.astimezone(timezone.utc)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """Return the time in UTC; SQLite gives it back without its zone."""
        if value is None:
            return None
        stored: datetime = value
        if stored.tzinfo is None:
            stored = stored.replace(tzinfo=timezone.utc)
        return stored.astimezone(timezone.utc)


class EncryptedJSON(TypeDecorator[Any]):
    """Keep a JSON value sealed; assign a new value to change it, changes inside go unnoticed."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        """Return the sealed JSON text; None is NULL."""
        return None if value is None else seal(_dump(value))

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        """Return the JSON value."""
        return None if value is None else _load(unseal(value))


class EncryptedText(EncryptedJSON):
    """Keep a text sealed, as a JSON string: a typed NUL or half a character pair survives."""

    cache_ok = True


class EncryptedChoice(EncryptedJSON, Generic[Choice]):
    """Keep one member of an enum sealed, by its value."""

    cache_ok = True

    def __init__(self, choices: type[Choice]) -> None:
        super().__init__()
        self.choices = choices

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        """Return the sealed value of a member; refuse what is none."""
        chosen = self._member(value)
        return super().process_bind_param(chosen and chosen.value, dialect)

    def process_result_value(self, value: Any, dialect: Dialect) -> Choice | None:
        """Return the member."""
        return self._member(super().process_result_value(value, dialect))

    def _member(self, value: Any) -> Choice | None:
        try:
            return None if value is None else self.choices(value)
        except ValueError:
            raise UnreadableValue(f"A value is none of {self.choices.__name__}.") from None


def _dump(value: Any) -> str:
    try:
        return json.dumps(value, separators=(",", ":"), allow_nan=False)
    except (TypeError, ValueError):
        # The cause could quote the value.
        raise UnstorableValue from None


def _load(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        raise UnreadableValue from None

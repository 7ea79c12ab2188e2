"""Read JSON objects field by field, without guessing."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import TypeVar

from actions.coaching.errors import CoachingError

T = TypeVar("T")
E = TypeVar("E", bound=Enum)


class JsonError(CoachingError):
    """The text is not the JSON object that was expected."""


@dataclass(frozen=True)
class Fields:
    """One JSON object; each method returns a field in its type or raises JsonError."""

    data: dict[str, object]

    def text(self, name: str) -> str:
        """Return a text that is not empty."""
        value = self._get(name)
        if not isinstance(value, str) or not value:
            raise JsonError(f"its field {name} is not a text.")
        return value

    def whole(self, name: str, *, least: int = 0) -> int:
        """Return a whole number of at least `least`."""
        value = self._get(name)
        # True is an int in Python and would pass for 1.
        if not isinstance(value, int) or isinstance(value, bool) or value < least:
            raise JsonError(f"its field {name} is not a whole number from {least} on.")
        return value

    def optional_whole(self, name: str) -> int | None:
        """Return a whole number of at least 0, or None."""
        return None if self._get(name) is None else self.whole(name)

    def flag(self, name: str) -> bool:
        """Return true or false."""
        value = self._get(name)
        if not isinstance(value, bool):
            raise JsonError(f"its field {name} is neither true nor false.")
        return value

    def day(self, name: str) -> date:
        """Return a date written YYYY-MM-DD."""
        try:
            return date.fromisoformat(self.text(name))
        except ValueError as error:
            raise JsonError(f"its field {name} is not a date.") from error

    def member(self, name: str, kind: type[E]) -> E:
        """Return the member of an enum that has this value."""
        try:
            return kind(self.text(name))
        except ValueError as error:
            raise JsonError(f"its field {name} has a value that is not known.") from error

    def texts(self, name: str) -> tuple[str, ...]:
        """Return a list of texts."""
        values = self._list(name)
        return tuple(Fields({name: value}).text(name) for value in values)

    def part(self, name: str) -> Fields:
        """Return a field that is an object itself."""
        return _as_object(self._get(name))

    def rows(self, name: str, read: Callable[[Fields], T]) -> tuple[T, ...]:
        """Return a list of objects, each read by `read`."""
        return tuple(read(_as_object(value)) for value in self._list(name))

    def _list(self, name: str) -> list[object]:
        value = self._get(name)
        if not isinstance(value, list):
            raise JsonError(f"its field {name} is not a list.")
        return value

    def _get(self, name: str) -> object:
        if name not in self.data:
            raise JsonError(f"its field {name} is missing.")
        return self.data[name]


def read_object(text: str) -> Fields:
    """Return the JSON object in a text."""
    try:
        return _as_object(json.loads(text))
    except (ValueError, RecursionError) as error:
        raise JsonError("it is not JSON.") from error


def _as_object(value: object) -> Fields:
    if not isinstance(value, dict):
        raise JsonError("an object is missing in it.")
    return Fields(value)

"""Column types take and give back what their callers mean."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy.dialects import sqlite
from sqlalchemy.types import TypeDecorator

from actions.store.choices import Checklist
from actions.store.encryption import generate_key, use_keys
from actions.store.errors import NaiveTime, StoreError, UnreadableValue
from actions.store.types import (
    EncryptedChoice,
    EncryptedJSON,
    EncryptedText,
    UtcDateTime,
)

DIALECT = sqlite.dialect()
NOON = datetime(2027, 3, 28, 12, tzinfo=timezone.utc)


def write(kind: TypeDecorator[Any], value: Any) -> Any:
    return kind.process_bind_param(value, DIALECT)


def read(kind: TypeDecorator[Any], stored: Any) -> Any:
    return kind.process_result_value(stored, DIALECT)


def test_time_naive_is_refused() -> None:
    with pytest.raises(NaiveTime, match="without a time zone"):
        write(UtcDateTime(), datetime(2027, 3, 28, 12))


@pytest.mark.parametrize(
    "zone", [timezone.utc, ZoneInfo("Europe/Berlin"), timezone(timedelta(hours=-9, minutes=-30))]
)
def test_time_of_any_zone_is_stored_in_utc(zone: Any) -> None:
    stored = write(UtcDateTime(), NOON.astimezone(zone))
    assert (stored, stored.tzinfo) == (NOON, timezone.utc)


@pytest.mark.parametrize(
    "stored",
    [NOON.replace(tzinfo=None), NOON, NOON.astimezone(ZoneInfo("Asia/Tokyo"))],
    ids=["naive-as-sqlite-gives-it", "utc", "zone-of-the-server"],
)
def test_time_read_is_aware_utc(stored: datetime) -> None:
    at = read(UtcDateTime(), stored)
    assert (at, at.tzinfo) == (NOON, timezone.utc)


@pytest.mark.parametrize("keys", [(), (generate_key(),)], ids=["without-key", "with-key"])
@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (EncryptedText(), "after\x00tea \ud83e"),
        (EncryptedText(), ""),
        (EncryptedJSON(), {"level": 0, "side": None, "words": ["Rücken"]}),
        (EncryptedJSON(), []),
        (EncryptedJSON(), False),
        (EncryptedChoice(Checklist), Checklist.FLAGGED),
    ],
    ids=["odd-text", "empty-text", "object", "empty-list", "false", "choice"],
)
def test_encrypted_value_written_and_read_is_the_same(
    kind: TypeDecorator[Any], value: Any, keys: tuple[str, ...]
) -> None:
    use_keys(keys)
    assert read(kind, write(kind, value)) == value


@pytest.mark.parametrize(
    "kind", [UtcDateTime(), EncryptedText(), EncryptedJSON(), EncryptedChoice(Checklist)]
)
def test_value_none_is_null(kind: TypeDecorator[Any]) -> None:
    assert write(kind, None) is None
    assert read(kind, None) is None


def test_choice_foreign_value_is_refused_without_quoting_it() -> None:
    with pytest.raises(UnreadableValue, match="none of Checklist") as refused:
        write(EncryptedChoice(Checklist), "pregnant")
    assert "pregnant" not in str(refused.value)


@pytest.mark.parametrize("value", [float("nan"), object(), {1, 2}], ids=["nan", "object", "set"])
def test_json_of_something_else_is_refused(value: Any) -> None:
    with pytest.raises(StoreError, match="not JSON"):
        write(EncryptedJSON(), value)


def test_json_stored_damaged_is_refused() -> None:
    with pytest.raises(UnreadableValue):
        read(EncryptedJSON(), "plain:{")

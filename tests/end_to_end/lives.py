"""What the database says of people who walked: what was decided, and what they did."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import Any

# What differs between two people who did the same.
TIMES = {"id", "person_id", "at", "started_at", "updated_at", "finished_at"}


def read_life(file: Path, user_id: int) -> dict[str, Any]:
    """Return a person's answers, sessions and standings, without times and numbers of rows."""
    database = sqlite3.connect(f"file:{file}?mode=ro", uri=True)
    database.row_factory = sqlite3.Row
    try:
        channel = f"telegram:{user_id}"
        found = database.execute("SELECT id FROM person WHERE channel = ?", (channel,)).fetchall()
        assert len(found) == 1, f"{len(found)} people are {channel}"
        tables = ("assessment", "workout", "exercise_standing", "condition", "discomfort")
        return {table: _rows(database, table, found[0]["id"]) for table in tables}
    finally:
        database.close()


def count_updates(file: Path) -> dict[str, int]:
    """Return how many updates there are in each state."""
    return dict(_ask(file, "SELECT state, count(*) FROM inbox_update GROUP BY state"))


def count_letters(file: Path) -> tuple[int, int, int]:
    """Return how many letters there ever were, how many wait, and in how many chats."""
    ever = _ask(file, "SELECT seq FROM sqlite_sequence WHERE name = 'letter'")
    waiting = _ask(file, "SELECT count(*), count(DISTINCT channel) FROM letter")
    return (ever[0][0] if ever else 0, *waiting[0])


def _ask(file: Path, query: str) -> list[Any]:
    database = sqlite3.connect(f"file:{file}?mode=ro", uri=True)
    try:
        return database.execute(query).fetchall()
    finally:
        database.close()


def _rows(database: sqlite3.Connection, table: str, person: int) -> list[dict[str, Any]]:
    rows = database.execute(f'SELECT * FROM "{table}" WHERE person_id = ?', (person,))
    return sorted((_plain(dict(row)) for row in rows), key=str)


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    return {name: _readable(value) for name, value in row.items() if name not in TIMES}


def _readable(value: Any) -> Any:
    """Return a stored value; what is sealed without a key is JSON behind a mark."""
    if isinstance(value, str) and value.startswith("plain:"):
        return json.loads(value.removeprefix("plain:"))
    return value

"""Take down all that a database holds, to say what a turn changed and that it changed nothing."""

from __future__ import annotations

from typing import Any

from sqlalchemy import inspect, text
from sqlalchemy.engine import Engine

Snapshot = dict[str, list[dict[str, Any]]]


def take_snapshot(database: Engine) -> Snapshot:
    """Return every row of every table as it is stored."""
    with database.connect() as connection:
        return {
            table: [
                dict(row) for row in connection.execute(text(f'SELECT * FROM "{table}"')).mappings()
            ]
            for table in sorted(inspect(connection).get_table_names())
        }


def without_conversation(snapshot: Snapshot) -> Snapshot:
    """Leave out where the dialogue stands: what was shown last, and how often it was not understood."""
    return {table: rows for table, rows in snapshot.items() if table != "conversation"}

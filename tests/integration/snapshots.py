"""Take down all that a database holds, to say what a turn changed and that it changed nothing."""

from __future__ import annotations

from typing import Any

from sqlalchemy import inspect, text
from sqlalchemy.engine import Engine

Snapshot = dict[str, list[dict[str, Any]]]


def take_snapshot(database: Engine) -> Snapshot:
    """Return every row of every table as it is stored."""
    with database.connect() as connection:
        tables = sorted(inspect(connection).get_table_names())
        rows = {each: connection.execute(text(f'SELECT * FROM "{each}"')) for each in tables}
        return {table: [dict(row) for row in found.mappings()] for table, found in rows.items()}


def what_is_kept(database: Engine) -> Snapshot:
    """Leave out the conversation: what is on view, and how often words were not understood."""
    return {name: rows for name, rows in take_snapshot(database).items() if name != "conversation"}

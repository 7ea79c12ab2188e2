"""Insert a row unless its key is taken, on SQLite and PostgreSQL."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import CursorResult
from sqlalchemy.orm import Session

# The same two methods in two dialects; SQLAlchemy 1.4 has no common insert that ignores conflicts.
INSERTS = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


def insert_once(session: Session, model: Any, values: dict[str, Any], keys: Sequence[str]) -> bool:
    """Insert a row; False where one with these keys is there already."""
    insert = INSERTS[session.get_bind().dialect.name]
    entry = insert(model).values(**values).on_conflict_do_nothing(index_elements=list(keys))
    return cast(CursorResult, session.execute(entry)).rowcount == 1

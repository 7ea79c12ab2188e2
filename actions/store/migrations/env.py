"""Run the migrations on the connection that actions.store.database hands over."""

from __future__ import annotations

from alembic import context

from actions.store import models  # noqa: F401 - fills the metadata
from actions.store.base import Base


def is_ours(name: str | None, kind: str, _parents: object) -> bool:
    """Leave out SQLite's own table of row numbers."""
    return (kind, name) != ("table", "sqlite_sequence")


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    include_name=is_ours,
)
with context.begin_transaction():
    context.run_migrations()

"""Open the database, on SQLite or PostgreSQL, and keep its tables up to date."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import event, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DataError, DBAPIError, IntegrityError
from sqlalchemy.future import Connection, Engine, create_engine
from sqlalchemy.orm import Session, sessionmaker
from sqlalchemy.pool import QueuePool, StaticPool

from actions.store.errors import (
    BadDatabaseUrl,
    DatabaseFault,
    NewerDatabase,
    OlderDatabase,
    RowRefused,
    StoreError,
)

# A folder without __init__.py: Rasa's action server imports every module below actions/ and must
# not find Alembic's env.py there.
SCRIPTS = Path(__file__).with_name("migrations")
BUSY_MILLISECONDS = 10_000
UPGRADE_LOCK = 7_061_636  # any number that nothing else locks in the same PostgreSQL database


def open_engine(url: str) -> Engine:
    """Return an engine for sqlite:///path, sqlite:// (in memory) or postgresql://…"""
    parsed = _parse(url)
    if parsed.get_backend_name() == "sqlite":
        return _open_sqlite(parsed)
    return create_engine(parsed, hide_parameters=True, pool_pre_ping=True)


def session_factory(engine: Engine) -> sessionmaker[Session]:
    """Return what makes sessions; what was read stays readable after the commit."""
    return sessionmaker(engine, future=True, expire_on_commit=False)


def upgrade(engine: Engine) -> None:
    """Bring the tables to this program's version in one transaction: all of it or nothing."""
    with _migrating(engine) as connection:
        _refuse_newer(connection)
        command.upgrade(_config(connection), "head")
        _refuse_orphans(connection)


def check_version(engine: Engine) -> None:
    """Raise NewerDatabase or OlderDatabase where the tables are not this program's."""
    with reported(), engine.connect() as connection:
        if _refuse_newer(connection) != _scripts().get_current_head():
            raise OlderDatabase


def empty_log(engine: Engine) -> None:
    """Copy SQLite's write-ahead log into the file and cut it to nothing; no transaction is open."""
    if engine.dialect.name != "sqlite":
        return
    with reported(), engine.connect() as connection:
        driver: Any = connection.connection
        # Somebody who reads, such as a backup, keeps the log from being cut; that is not waited
        # for, there will be another time.
        driver.execute("PRAGMA busy_timeout = 0")
        try:
            driver.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        except sqlite3.OperationalError as fault:
            raise DatabaseFault from fault
        finally:
            driver.execute(f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}")


@contextmanager
def reported() -> Iterator[None]:
    """Turn a fault of the database into RowRefused or DatabaseFault."""
    try:
        yield
    except (IntegrityError, DataError):
        # PostgreSQL quotes the whole row in its message, so the cause must not reach a log.
        raise RowRefused from None
    except DBAPIError as error:
        raise DatabaseFault(
            f"The database could not be used ({type(error.orig).__name__}); check that it runs, "
            "that POSTURE_COACH_DATABASE_URL is right and that its disk is not full."
        ) from error


def _parse(url: str) -> URL:
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        # The cause could quote a password.
        raise BadDatabaseUrl(
            "POSTURE_COACH_DATABASE_URL is not a URL; it looks like sqlite:///coach.db or "
            "postgresql://user:password@host/name."
        ) from None
    if parsed.get_backend_name() not in ("sqlite", "postgresql"):
        raise BadDatabaseUrl(
            f"POSTURE_COACH_DATABASE_URL begins with {parsed.drivername}:, and only sqlite: and "
            "postgresql: can be used."
        )
    return parsed


def _open_sqlite(url: URL) -> Engine:
    in_memory = url.database in (None, "", ":memory:")
    if not in_memory:
        _make_private_file(Path(str(url.database)))
    # Kept open between turns: the last connection to close copies the whole log into the file.
    engine = create_engine(
        url,
        hide_parameters=True,
        connect_args={"check_same_thread": False},
        poolclass=StaticPool if in_memory else QueuePool,
    )
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_immediately)
    return engine


def _make_private_file(path: Path) -> None:
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.touch(mode=0o600)
    except OSError as error:
        raise BadDatabaseUrl(
            f"The database file {path} cannot be opened for writing ({error.strerror})."
        ) from error


def _prepare_sqlite(connection: Any, _record: object) -> None:
    # pysqlite begins transactions by itself, but late and never before DDL or SELECT. None turns
    # that off, so that a transaction is exactly what _begin_immediately began.
    connection.isolation_level = None
    connection.execute(f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA foreign_keys = ON")
    # What is deleted is overwritten in the file, too.
    connection.execute("PRAGMA secure_delete = ON")


def _begin_immediately(connection: Connection) -> None:
    # A plain BEGIN takes the write lock at the first write; two processes that have both read by
    # then cannot both go on, and one fails at once, whatever the busy timeout says.
    connection.exec_driver_sql("BEGIN IMMEDIATE")


@contextmanager
def _migrating(engine: Engine) -> Iterator[Connection]:
    with reported(), _lenient(engine) as connection, connection.begin():
        if engine.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": UPGRADE_LOCK})
        yield connection


@contextmanager
def _lenient(engine: Engine) -> Iterator[Connection]:
    # SQLite alters a table by copying it and dropping the old one; with foreign keys on, dropping
    # a table deletes its rows first and so everything that hangs on them. The pragma does
    # nothing inside a transaction, so it stands round it.
    with engine.connect() as connection:
        driver: Any = connection.connection
        if engine.dialect.name != "sqlite":
            yield connection
            return
        driver.execute("PRAGMA foreign_keys = OFF")
        try:
            yield connection
        finally:
            driver.execute("PRAGMA foreign_keys = ON")


def _refuse_orphans(connection: Connection) -> None:
    if connection.dialect.name != "sqlite":
        return
    if connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
        raise StoreError("The upgrade would leave rows without their person and was undone.")


def _refuse_newer(connection: Connection) -> str | None:
    """Return the revision of the tables, None for an empty database."""
    revision = MigrationContext.configure(connection).get_current_revision()
    known = {script.revision for script in _scripts().walk_revisions()}
    if revision is not None and revision not in known:
        raise NewerDatabase(
            f"The database is of version {revision}, which this program does not know: a newer "
            "Posture Coach wrote it. Install that version; nothing was changed."
        )
    return revision


def _scripts() -> ScriptDirectory:
    return ScriptDirectory(str(SCRIPTS))


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config

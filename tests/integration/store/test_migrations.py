"""The tables come to be by migrations alone, and none loses anything."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text
from sqlalchemy.future import Engine

from actions.store import database
from actions.store.base import Base
from actions.store.database import check_version, open_engine, session_factory, upgrade
from actions.store.errors import DatabaseFault, NewerDatabase, OlderDatabase
from actions.store.people import (
    add_condition,
    create_person,
    get_person,
    list_conditions,
)
from actions.store.unit_of_work import UnitOfWork
from tests.integration.store.lives import NOW

NEXT = """
import sqlalchemy as sa
from alembic import op

revision, down_revision, branch_labels, depends_on = "0003", "0002", None, None


def upgrade() -> None:
    with op.batch_alter_table("person") as person:
        person.add_column(sa.Column("nickname", sa.Text(), nullable=True))
        person.alter_column("zone", type_=sa.String(80))
    {then}
"""


def add_migration(folder: Path, monkeypatch: pytest.MonkeyPatch, then: str = "") -> None:
    """Let the program have one more migration; SQLite copies the table of people for it."""
    shutil.copytree(database.SCRIPTS, folder, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "versions" / "m0003_next.py").write_text(NEXT.format(then=then or "pass"))
    monkeypatch.setattr(database, "SCRIPTS", folder)


def fill(engine: Engine) -> None:
    with UnitOfWork(session_factory(engine)) as work:
        person = create_person(work.session, "telegram:1", "2027-01", NOW)
        add_condition(work.session, person, "pregnancy", NOW)
        work.commit()


def kept_conditions(engine: Engine) -> list[str]:
    with engine.connect() as connection:
        rows = connection.execute(text("SELECT condition FROM condition"))
        return [str(row.condition) for row in rows]


def schema(engine: Engine) -> dict[str, list[str]]:
    """Return the lines of every CREATE statement in SQLite's own catalogue."""
    with engine.connect() as connection:
        rows = connection.exec_driver_sql(
            "SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'alembic%'"
        )
        return {name: sorted(line.strip(" ,\t") for line in sql.splitlines()) for name, sql in rows}


def test_migrations_all_applied_agree_with_the_models(engine: Engine) -> None:
    def is_ours(name: str | None, kind: str, _parents: object) -> bool:
        return (kind, name) != ("table", "sqlite_sequence")

    options = {"compare_type": True, "include_name": is_ours}
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, Base.metadata) == []


def test_migrations_all_applied_give_the_same_sql_as_the_models(tmp_path: Path) -> None:
    migrated = open_engine(f"sqlite:///{tmp_path}/migrated.db")
    upgrade(migrated)
    created = open_engine(f"sqlite:///{tmp_path}/created.db")
    with created.begin() as connection:
        Base.metadata.create_all(connection)
    assert schema(migrated) == schema(created)


def test_upgrade_empty_database_is_of_this_version(empty_engine: Engine) -> None:
    with pytest.raises(OlderDatabase, match="posture-coach db upgrade"):
        check_version(empty_engine)
    upgrade(empty_engine)
    check_version(empty_engine)


def test_upgrade_twice_keeps_everything(engine: Engine) -> None:
    fill(engine)
    upgrade(engine)
    assert kept_conditions(engine) == ['plain:"pregnancy"']


def test_database_older_with_a_migration_to_come_is_refused(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_migration(tmp_path / "scripts", monkeypatch)
    with pytest.raises(OlderDatabase):
        check_version(engine)


@pytest.mark.parametrize("use", ["check_version", "upgrade"])
def test_database_newer_is_refused_and_unchanged(engine: Engine, use: str) -> None:
    fill(engine)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(NewerDatabase, match="version 9999"):
        getattr(database, use)(engine)
    assert kept_conditions(engine)


def test_upgrade_that_rebuilds_a_table_keeps_what_hangs_on_it(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(engine)
    add_migration(tmp_path / "scripts", monkeypatch)
    upgrade(engine)
    with UnitOfWork(session_factory(engine)) as work:
        person = get_person(work.session, "telegram:1")
        assert [row.condition for row in list_conditions(work.session, person)] == ["pregnancy"]


@pytest.mark.parametrize(
    ("then", "fault"),
    [
        ("op.execute('INSERT INTO nowhere VALUES (1)')", DatabaseFault),
        ("raise ZeroDivisionError", ZeroDivisionError),
    ],
    ids=["fault-of-the-database", "fault-of-the-script"],
)
def test_upgrade_that_fails_half_way_changes_nothing(
    engine: Engine,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    then: str,
    fault: type[Exception],
) -> None:
    fill(engine)
    with monkeypatch.context() as later:
        add_migration(tmp_path / "scripts", later, then)
        with pytest.raises(fault):
            upgrade(engine)
    check_version(engine)
    assert kept_conditions(engine)
    assert "nickname" not in {column["name"] for column in inspect(engine).get_columns("person")}

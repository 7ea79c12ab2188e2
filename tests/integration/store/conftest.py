"""A fresh database for each test: a SQLite file, and PostgreSQL where one is given."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.future import Engine
from sqlalchemy.orm import Session, sessionmaker

from actions.store.database import open_engine, session_factory, upgrade
from actions.store.encryption import use_keys
from actions.store.models import Person
from actions.store.people import create_person
from actions.store.unit_of_work import UnitOfWork
from tests.integration.store.lives import NOW

POSTGRES = os.environ.get("POSTURE_COACH_TEST_POSTGRES")


@pytest.fixture(autouse=True)
def no_keys() -> Iterator[None]:
    use_keys(())
    yield
    use_keys(())


@contextmanager
def postgres_schema(url: str) -> Iterator[Engine]:
    """Give an engine that sees an empty schema of its own."""
    name, outside = f"test_{uuid.uuid4().hex}", open_engine(url)
    with outside.begin() as connection:
        connection.execute(text(f"CREATE SCHEMA {name}"))
    joint = "&" if "?" in url else "?"
    inside = open_engine(f"{url}{joint}options=-csearch_path%3D{name}")
    yield inside
    inside.dispose()
    with outside.begin() as connection:
        connection.execute(text(f"DROP SCHEMA {name} CASCADE"))
    outside.dispose()


@pytest.fixture(params=["sqlite", *(["postgresql"] if POSTGRES else [])])
def empty_engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    if request.param == "postgresql":
        with postgres_schema(str(POSTGRES)) as engine:
            yield engine
    else:
        yield open_engine(f"sqlite:///{tmp_path}/coach.db")


@pytest.fixture
def engine(empty_engine: Engine) -> Engine:
    upgrade(empty_engine)
    return empty_engine


@pytest.fixture
def factory(engine: Engine) -> sessionmaker[Session]:
    return session_factory(engine)


@pytest.fixture
def session(factory: sessionmaker[Session]) -> Iterator[Session]:
    """Give the session of a unit of work that is not committed."""
    with UnitOfWork(factory) as work:
        yield work.session


@pytest.fixture
def person(session: Session) -> Person:
    return create_person(session, "telegram:1", "2027-01", NOW)

"""Only URLs of a database that can be used open one."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from actions.store.database import check_version, open_engine, upgrade
from actions.store.errors import BadDatabaseUrl, DatabaseFault


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("", "is not a URL"),
        ("coach.db", "is not a URL"),
        ("postgresql://coach:secret@host:port/coach", "is not a URL"),
        ("mysql://coach:secret@host/coach", "begins with mysql:"),
        ("postgres://coach:secret@host/coach", "begins with postgres:"),
    ],
)
def test_engine_foreign_url_is_refused_without_its_password(url: str, said: str) -> None:
    with pytest.raises(BadDatabaseUrl, match=said) as refused:
        open_engine(url)
    assert "secret" not in str(refused.value)


def test_engine_sqlite_folder_missing_is_made_for_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b" / "coach.db"
    open_engine(f"sqlite:///{path}")
    assert stat.S_IMODE(os.stat(path).st_mode) == 0o600
    assert stat.S_IMODE(os.stat(path.parent).st_mode) == 0o700


def test_engine_sqlite_path_through_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(BadDatabaseUrl, match="cannot be opened for writing"):
        open_engine(f"sqlite:///{tmp_path}/file/coach.db")


@pytest.mark.parametrize("use", [upgrade, check_version], ids=["upgrade", "check_version"])
def test_database_file_of_something_else_is_reported(use: object, tmp_path: Path) -> None:
    path = tmp_path / "coach.db"
    path.write_text("This is a shopping list and no database, however long it is." * 20)
    engine = open_engine(f"sqlite:///{path}")
    with pytest.raises(DatabaseFault, match="could not be used"):
        use(engine)  # type: ignore[operator] # pytest hands parameters over without their type

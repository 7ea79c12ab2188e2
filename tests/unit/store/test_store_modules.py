"""What an importer of everything below actions/ meets, and what it must not meet."""

from __future__ import annotations

import pkgutil

import actions
import actions.store
from actions.store.database import SCRIPTS


def test_migrations_walk_over_all_modules_does_not_meet_them() -> None:
    found = [module.name for module in pkgutil.walk_packages(actions.__path__, "actions.")]
    assert "actions.store.models" in found
    assert not [name for name in found if "migrations" in name or name.endswith(".env")]


def test_migrations_lie_beside_the_store() -> None:
    assert (SCRIPTS / "env.py").is_file()
    assert SCRIPTS.parent.samefile(actions.store.__path__[0])

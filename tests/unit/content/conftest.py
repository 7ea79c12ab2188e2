from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from actions.content import Content, load_content
from actions.content.library import FOLDER

Edit = Callable[[str, str, str], Path]


@pytest.fixture(scope="session")
def content() -> Content:
    return load_content()


@pytest.fixture
def edit(tmp_path: Path) -> Edit:
    """Give a way to replace one passage in a copy of the content folder."""
    folder = tmp_path / "content"
    shutil.copytree(FOLDER, folder, ignore=shutil.ignore_patterns("*.py", "__pycache__"))

    def replace(file: str, old: str, new: str) -> Path:
        path = folder / file
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{file} has no {old!r}"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        return folder

    return replace

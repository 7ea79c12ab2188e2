"""Give the tests of the commands a program that runs apart, with an engine that needs no model."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[3]
FAKE = Path(__file__).with_name("posture_coach_with_a_fake_engine.py")
RUN = "import sys; from bot.cli import main; sys.exit(main())"


class Program:
    """Start the real command line in a process of its own, on data of its own."""

    def __init__(self, folder: Path) -> None:
        self.database = folder / "coach.db"
        self.env = {
            **{name: value for name, value in os.environ.items() if "POSTURE_COACH" not in name},
            "POSTURE_COACH_DATABASE_URL": f"sqlite:///{self.database}",
            "POSTURE_COACH_MODEL": str(folder / "model"),
            "PYTHONPATH": str(ROOT),
        }

    def start(self, *arguments: str, fake: bool = True, **kwargs: Any) -> subprocess.Popen[bytes]:
        """Start it; `fake` has the engine and its model replaced."""
        return subprocess.Popen(self._command(fake, arguments), env=self.env, **kwargs)

    def run(
        self,
        *arguments: str,
        said: bytes = b"",
        fake: bool = True,
        env: Mapping[str, str] | None = None,
    ) -> subprocess.CompletedProcess[bytes]:
        """Run it to its end."""
        command = self._command(fake, arguments)
        environment = {**self.env, **(env or {})}
        return subprocess.run(
            command, input=said, env=environment, capture_output=True, check=False
        )

    def _command(self, fake: bool, arguments: Sequence[str]) -> list[str]:
        return [sys.executable, *([str(FAKE)] if fake else ["-c", RUN]), *arguments]


@pytest.fixture
def program(tmp_path: Path) -> Program:
    return Program(tmp_path)

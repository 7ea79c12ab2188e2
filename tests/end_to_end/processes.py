"""Run programs in processes of their own, collect what they write, and wait for what they do."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import IO, TypeVar

T = TypeVar("T")

ROOT = Path(__file__).resolve().parents[2]
PAUSE = 0.05


def free_port() -> int:
    """Return a port on which nobody listens at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until(ready: Callable[[], T], seconds: float, complain: Callable[[], str]) -> T:
    """Return what `ready` returns once it is true; raise AssertionError with a complaint."""
    until = time.monotonic() + seconds
    while not (found := ready()):
        if time.monotonic() > until:
            raise AssertionError(f"after {seconds} s: {complain()}")
        time.sleep(PAUSE)
    return found


class Process:
    """A program with processes of its own, and all that it writes."""

    def __init__(self, command: tuple[str, ...], env: Mapping[str, str]) -> None:
        self._popen = subprocess.Popen(
            command,
            cwd=ROOT,
            env=dict(env),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            errors="replace",
            start_new_session=True,
        )
        self._is_over = False
        self.stdout: list[str] = []
        self.stderr: list[str] = []
        pairs = ((self._popen.stdout, self.stdout), (self._popen.stderr, self.stderr))
        self._readers = [
            threading.Thread(target=_collect, args=pair, daemon=True) for pair in pairs
        ]
        for reader in self._readers:
            reader.start()

    @property
    def code(self) -> int | None:
        """The exit code, or None while it runs."""
        return self._popen.poll()

    def send(self, number: signal.Signals) -> None:
        """Send a signal to the program alone."""
        self._popen.send_signal(number)

    def wait(self, seconds: float) -> int:
        """Wait for its end and return the exit code; raise TimeoutExpired if it goes on."""
        return self._popen.wait(seconds)

    def kill_all(self) -> None:
        """End the program and what it started, once, and collect their last words."""
        if self._is_over:
            return
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._popen.pid, signal.SIGKILL)
        self._popen.wait()
        for reader in self._readers:
            reader.join()
        # From here on the number of the group may be somebody else's.
        self._is_over = True


def _collect(stream: IO[str], lines: list[str]) -> None:
    with stream:
        for line in stream:
            lines.append(line.rstrip("\n"))

"""Start the peer and the program in processes of their own, and talk as a person does.

The peer is `telegram_peer.py`. What it shows is the HTML that the program sent; here it is read as
Telegram reads it, so that bad HTML fails a test.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import httpx

from tests.end_to_end.fake_html import parse_html
from tests.end_to_end.fake_refusal import Refusal
from tests.end_to_end.processes import Process, free_port, wait_until

Message = dict[str, Any]

TOKEN = "123456:TEST-token_of_the_peer"
SECRET = "secret-of-the-tests"
READY = "Posture Coach is @"
# uv run finds the interpreter by .python-version, so it starts in the root of the repository.
PEER = (
    *("uv", "run", "--no-project", "--isolated", "--python", "3.11"),
    *("--with", "lo-bot-api-emulator==0.3.6", "python", "tests/end_to_end/telegram_peer.py"),
)
PREFIX = "POSTURE_COACH_"


@dataclass
class Peer:
    """The Bot API server in its own process, and what can be asked of it."""

    url: str
    token: str = TOKEN
    http: httpx.Client = field(default_factory=lambda: httpx.Client(timeout=30, trust_env=False))

    @classmethod
    @contextlib.contextmanager
    def start(cls, token: str = TOKEN, seconds: float = 180) -> Iterator[Peer]:
        """Run a server on a free port; the first time, its packages are fetched."""
        port = free_port()
        process = Process((*PEER, "--port", str(port)), os.environ)
        peer = cls(f"http://127.0.0.1:{port}", token)
        try:
            wait_until(
                lambda: peer.answers() or process.code is not None,
                seconds,
                lambda: "the peer does not answer",
            )
            assert process.code is None, "\n".join(process.stderr)
            yield peer
        finally:
            peer.http.close()
            process.kill_all()

    def answers(self) -> bool:
        """Tell whether the server is there."""
        try:
            return self.http.get(f"{self.url}/e2e/calls").is_success
        except httpx.TransportError:
            return False

    def say(self, user_id: int, text: str, **extra: Any) -> int:
        """Write as a person; `extra` are further fields of the message. Return the update id."""
        return int(self._post("e2e/say", user_id=user_id, text=text, extra=extra)["update_id"])

    def tap(self, user_id: int, message_id: int, button: str) -> int:
        """Tap a button that is on the message. Return the update id."""
        wanted = {"user_id": user_id, "message_id": message_id, "button": button}
        return int(self._post("e2e/tap", **wanted)["update_id"])

    def update(self, raw: Mapping[str, Any]) -> int:
        """Queue an update: a message, a callback query or an inline query. Return its id."""
        return int(self._post("e2e/update", update=raw)["update_id"])

    def history(self, chat_id: int) -> list[Message]:
        """Return what the chat shows, the newest last."""
        return list(self._get("e2e/history", chat_id=chat_id))

    def calls(self, since: int = 0) -> list[dict[str, Any]]:
        """Return what the bot called but getUpdates, without the first `since` calls."""
        return list(self._get("e2e/calls", since=since))

    def fault(
        self,
        method: str,
        times: int = 1,
        status: int | None = None,
        description: str = "",
        parameters: Mapping[str, Any] | None = None,
        drop: bool = False,
        delay: float = 0,
    ) -> None:
        """Let the next calls of a method, or of all, which is "*", go wrong."""
        kind = {"status": status, "description": description, "parameters": parameters}
        self._post("e2e/fault", method=method, times=times, drop=drop, delay=delay, **kind)

    def deliver(self) -> int:
        """Call the webhook again with what it refused; return how many it took."""
        return int(self._post("__fixture/deliver")["result"]["delivered"])

    def _post(self, path: str, **wanted: Any) -> Any:
        takes_token = path != "e2e/fault"
        body = {"token": self.token, **wanted} if takes_token else wanted
        answer = self.http.post(f"{self.url}/{path}", json=body)
        assert answer.is_success, f"{path}: {answer.status_code} {answer.text}"
        return answer.json()

    def _get(self, path: str, **query: int) -> Any:
        return self.http.get(f"{self.url}/{path}", params=query).raise_for_status().json()


@dataclass
class Person:
    """Somebody at their phone.

    `quiet` is how many seconds nothing may change before an answer counts as complete. Messages
    that a chat gets one a second need more than a second of it.
    """

    user_id: int
    peer: Peer
    quiet: float = 0.3
    _before: dict[int, Message] = field(default_factory=dict)

    def say(self, text: str) -> None:
        """Write a text."""
        self._look()
        self.peer.say(self.user_id, text)

    def tap(self, label: str) -> None:
        """Tap the button on the newest message of the bot that has it."""
        self._look()
        for message in reversed(self.messages):
            if label in find_labels(message):
                self.peer.tap(self.user_id, message["message_id"], label)
                return
        raise AssertionError(f"no button {label!r}:\n{self.transcript}")

    @property
    def messages(self) -> list[Message]:
        """What the bot sent and has not deleted, the newest last."""
        shown = self.peer.history(self.user_id)
        return [each for each in shown if each.get("from", {}).get("is_bot")]

    @property
    def texts(self) -> list[str]:
        """What can be read of the bot, the newest last."""
        return [read_text(message) for message in self.messages]

    @property
    def buttons(self) -> list[str]:
        """The labels of the newest message that has buttons."""
        return next(
            (labels for each in reversed(self.messages) if (labels := find_labels(each))), []
        )

    @property
    def transcript(self) -> str:
        """The whole chat, for the message of a failure."""
        return "\n".join(_describe(message) for message in self.peer.history(self.user_id))

    def wait_for(self, wanted: str | Callable[[str], object], seconds: float = 30) -> str:
        """Wait until the newest text holds or satisfies what is wanted; return it."""
        fits = wanted if callable(wanted) else lambda text: wanted in text

        def find() -> str:
            newest = self.texts[-1:]
            return newest[0] if newest and fits(newest[0]) else ""

        return wait_until(find, seconds, lambda: f"not there: {wanted!r}\n{self.transcript}")

    def wait_for_answer(self, seconds: float = 30) -> list[Message]:
        """Wait until the bot answered the last say or tap and is quiet; return what is new.

        New is a message that was not there and one with another text or other buttons. One that
        only lost its buttons is no answer: that is done before there is one.
        """
        seen: list[Message] = []
        since = time.monotonic()

        def find() -> list[Message]:
            nonlocal seen, since
            if (shown := self.messages) != seen:
                seen, since = shown, time.monotonic()
            is_quiet = time.monotonic() - since >= self.quiet
            return [each for each in seen if self._is_new(each)] if is_quiet else []

        return wait_until(find, seconds, lambda: f"no answer:\n{self.transcript}")

    def _look(self) -> None:
        self._before = {message["message_id"]: message for message in self.messages}

    def _is_new(self, message: Message) -> bool:
        before = self._before.get(message["message_id"])
        if before is None or _source(before) != _source(message):
            return True
        labels = find_labels(message)
        return bool(labels) and labels != find_labels(before)


def find_labels(message: Message) -> list[str]:
    """Return the labels of the inline keyboard under a message."""
    rows = (message.get("reply_markup") or {}).get("inline_keyboard", [])
    return [button["text"] for row in rows for button in row]


def read_text(message: Message) -> str:
    """Return the text or the caption as people see it; raise AssertionError for bad HTML."""
    try:
        return parse_html(_source(message)).text
    except Refusal as refusal:
        raise AssertionError(f"{refusal}: {_source(message)!r}") from refusal


def _source(message: Message) -> str:
    return str(message.get("text") or message.get("caption") or "")


def _describe(message: Message) -> str:
    who = "bot" if message.get("from", {}).get("is_bot") else "person"
    return f"{message['message_id']} {who}: {_source(message)!r} {find_labels(message)}"


class Ending(NamedTuple):
    """How a program ended when it was asked to."""

    seconds: float
    code: int


@dataclass
class Coach:
    """The real program, `posture-coach telegram`, started and ended as often as a test wants.

    `webhook` is the address it gives to the server, on the port of which it then listens.
    """

    api_url: str
    database: Path
    model: Path
    token: str = TOKEN
    extra: Mapping[str, str] = field(default_factory=dict)
    webhook: str | None = None
    process: Process | None = None

    def __enter__(self) -> Coach:
        return self if self.process else self.start()

    def __exit__(self, *exception: object) -> None:
        if self.process:
            self.process.kill_all()

    def start(self) -> Coach:
        """Start it, with these settings and no others; an earlier run is ended and forgotten."""
        if self.process:
            self.process.kill_all()
        command = [str(Path(sys.executable).with_name("posture-coach")), "telegram"]
        command += ["--webhook", self.webhook] if self.webhook else []
        self.process = Process(tuple(command), self._environment())
        return self

    def wait_until_ready(self, seconds: float = 180) -> str:
        """Wait until it takes updates; return the line that says so."""

        def find() -> str:
            if self._running.code is not None:
                self._running.kill_all()
                raise AssertionError(f"it ended:\n{self.stderr}")
            return next((line for line in self.stderr.splitlines() if line.startswith(READY)), "")

        return wait_until(find, seconds, lambda: f"not ready:\n{self.stderr}")

    def kill(self) -> None:
        """End it without any warning."""
        self._running.kill_all()

    def terminate(self, seconds: float = 60) -> Ending:
        """Ask it to end; return how long that took, and its exit code."""
        begin = time.monotonic()
        self._running.send(signal.SIGTERM)
        try:
            code = self._running.wait(seconds)
        except subprocess.TimeoutExpired:
            raise AssertionError(f"it does not end:\n{self.stderr}") from None
        ending = Ending(time.monotonic() - begin, code)
        self._running.kill_all()
        return ending

    @property
    def stdout(self) -> str:
        """All that this run wrote to standard output so far."""
        return "\n".join(self._running.stdout)

    @property
    def stderr(self) -> str:
        """All that this run wrote to standard error so far."""
        return "\n".join(self._running.stderr)

    @property
    def _running(self) -> Process:
        assert self.process is not None, "it was never started"
        return self.process

    def _environment(self) -> dict[str, str]:
        settings = {
            "TELEGRAM_TOKEN": self.token,
            "TELEGRAM_API": self.api_url,
            "DATABASE_URL": f"sqlite:///{self.database}",
            "MODEL": str(self.model),
        }
        if self.webhook:
            settings["WEBHOOK_LISTEN"] = urlsplit(self.webhook).netloc
            settings["WEBHOOK_SECRET"] = SECRET
        inherited = {name: value for name, value in os.environ.items() if not _is_setting(name)}
        named = {PREFIX + name: value for name, value in settings.items()}
        return {**inherited, **named, **self.extra}


def _is_setting(name: str) -> bool:
    # A proxy would stand between the program and a server on this machine.
    return name.startswith(PREFIX) or name.lower().endswith("_proxy")

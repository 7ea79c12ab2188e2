"""Queue updates for a bot, and hand them out by long polling or to its webhook."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import aiohttp

from tests.end_to_end.fake_refusal import Refusal, refuse

Update = dict[str, Any]
OTHER_POLL = (
    "Conflict: terminated by other getUpdates request; "
    "make sure that only one bot instance is running"
)
WEBHOOK_SET = "Conflict: terminated by setWebhook request"
WEBHOOK_ACTIVE = (
    "Conflict: can't use getUpdates method while webhook is active; "
    "use deleteWebhook to delete the webhook first"
)
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
POLL_SECONDS, LOOK_SECONDS, RETRY_SECONDS, HOOK_SECONDS = 50, 0.2, 0.3, 60
LOOPBACK = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True)
class Webhook:
    """Where the bot wants its updates, and the secret it wants in the header."""

    url: str
    secret: str | None = None


@dataclass(frozen=True)
class Delivery:
    """One call of the webhook; status 0 where nobody answered."""

    at: float
    update_id: int | None
    status: int


@dataclass
class Updates:
    """The updates that a bot has not confirmed yet; to be used in one event loop."""

    queue: list[Update] = field(default_factory=list)
    next_id: int = 1
    webhook: Webhook | None = None
    deliveries: list[Delivery] = field(default_factory=list)
    waiting: int = 0
    _allowed: tuple[str, ...] = ()
    _turn: int = 0
    _ended_by: str = ""
    _changed: asyncio.Event = field(default_factory=asyncio.Event)
    _pump: asyncio.Task[None] | None = None

    def add(self, update: Update) -> int:
        """Give an update its number; a kind the bot did not ask for is lost, as in Telegram."""
        numbered = {"update_id": self.next_id, **update}
        self.next_id += 1
        if not self._allowed or any(kind in self._allowed for kind in update):
            self._append(numbered)
        return int(numbered["update_id"])

    def add_raw(self, update: Update) -> int:
        """Queue an update as it is; the numbers go on from its own, up or down."""
        self.next_id = update["update_id"] + 1
        self._append(update)
        return int(update["update_id"])

    async def poll(self, params: dict[str, Any], is_gone: Callable[[], bool]) -> list[Update]:
        """Answer getUpdates; one that still waits is ended by the next, or once its bot is gone."""
        if self.webhook:
            raise Refusal(WEBHOOK_ACTIVE, 409)
        self._allow(params)
        turn = self._end_waiting(OTHER_POLL)
        self._confirm(_integer(params, "offset", 0))
        until = time.monotonic() + min(_integer(params, "timeout", 0), POLL_SECONDS)
        limit = min(_integer(params, "limit", 100), 100)
        while turn == self._turn:
            found = self.queue[:limit]
            if found or time.monotonic() >= until or is_gone():
                return found
            await self._wait(until - time.monotonic())
        if self._ended_by:
            raise Refusal(self._ended_by, 409)
        return []

    def set_webhook(self, params: dict[str, Any]) -> bool:
        """Answer setWebhook, and deleteWebhook where there is no address."""
        url, secret = str(params.get("url", "")), params.get("secret_token")
        if url:
            _check_webhook(url, secret)
            self._end_waiting(WEBHOOK_SET)
        self._allow(params)
        if str(params.get("drop_pending_updates", "")).lower() == "true":
            self.queue.clear()
        self.webhook = Webhook(url, secret) if url else None
        self._start_pump()
        return True

    async def deliver(self, update: Update, secret: str | None, times: int) -> list[int]:
        """Call the webhook with an update, whatever the queue holds; return the statuses."""
        assert self.webhook is not None, "the bot has set no webhook"
        hook = Webhook(self.webhook.url, secret)
        return [await self._call(hook, update) for _ in range(times)]

    async def close(self) -> None:
        """End what still waits, without a word."""
        self.webhook = None
        self._end_waiting("")
        if self._pump:
            self._pump.cancel()
            await asyncio.gather(self._pump, return_exceptions=True)

    def _append(self, update: Update) -> None:
        self.queue.append(update)
        self._wake()
        self._start_pump()

    def _allow(self, params: dict[str, Any]) -> None:
        if "allowed_updates" in params:
            self._allowed = tuple(params["allowed_updates"])

    def _confirm(self, offset: int) -> None:
        if offset < 0:
            self.queue = self.queue[offset:]
        elif offset <= self.next_id:
            done = [i for i, each in enumerate(self.queue, 1) if each["update_id"] < offset]
            self.queue = self.queue[max(done, default=0) :]
        # Beyond the end Telegram confirms nothing and begins again at the oldest.

    def _end_waiting(self, reason: str) -> int:
        self._turn, self._ended_by = self._turn + 1, reason
        self._wake()
        return self._turn

    def _wake(self) -> None:
        self._changed.set()
        self._changed = asyncio.Event()

    async def _wait(self, seconds: float) -> None:
        self.waiting += 1
        with contextlib.suppress(asyncio.TimeoutError):
            await asyncio.wait_for(self._changed.wait(), min(seconds, LOOK_SECONDS))
        self.waiting -= 1

    def _start_pump(self) -> None:
        if self.webhook and (self._pump is None or self._pump.done()):
            self._pump = asyncio.create_task(self._deliver_all())

    async def _deliver_all(self) -> None:
        while self.queue and self.webhook:
            update = self.queue[0]
            if 200 <= await self._call(self.webhook, update) < 300:
                self.queue = [each for each in self.queue if each is not update]
            else:
                await asyncio.sleep(RETRY_SECONDS)

    async def _call(self, hook: Webhook, update: Update) -> int:
        at, status = time.monotonic(), 0
        headers = {SECRET_HEADER: hook.secret} if hook.secret else {}
        timeout = aiohttp.ClientTimeout(total=HOOK_SECONDS)
        try:
            async with (
                aiohttp.ClientSession(timeout=timeout) as client,
                client.post(hook.url, json=update, headers=headers) as response,
            ):
                status = response.status
        except (aiohttp.ClientError, asyncio.TimeoutError):
            status = 0
        self.deliveries.append(Delivery(at, update.get("update_id"), status))
        return status


def _integer(params: dict[str, Any], name: str, default: int) -> int:
    given = params.get(name, default)
    return given if isinstance(given, int) else default


def _check_webhook(url: str, secret: Any) -> None:
    parts = urlsplit(url)
    local = parts.scheme == "http" and parts.hostname in LOOPBACK
    if not parts.hostname or not (parts.scheme == "https" or local):
        raise refuse("bad webhook: An HTTPS URL must be provided for webhook")
    if secret is None:
        return
    if len(secret) > 256:
        raise refuse("secret token is too long")
    if not secret or not all(c.isascii() and (c.isalnum() or c in "_-") for c in secret):
        raise refuse("secret token contains unallowed characters")

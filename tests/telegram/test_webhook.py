"""The webhook takes what Telegram sends, each update once, and nothing from anybody else."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest

from actions.store.choices import UpdateState
from bot.telegram import webhook as webhook_module
from bot.telegram.errors import PortTaken, TokenRefused, WebhookRefused
from bot.telegram.handlers import WANTED
from bot.telegram.webhook import LONGEST_BODY, SECRET_HEADER, Webhook
from tests.end_to_end.processes import free_port
from tests.telegram.network import ANN, Clerk, Network, running, until

SECRET = "secret-of-the-tests"
UPDATE = {"update_id": 5, "message": {"chat": {"id": ANN}, "text": "hello"}}
HANDLED = UpdateState.HANDLED


@pytest.fixture(autouse=True)
def short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(webhook_module, "SHORTEST_PAUSE", 0.05)


@dataclass
class Hook:
    """A webhook that listens, and somebody who calls it."""

    net: Network
    client: httpx.AsyncClient
    port: int
    clerk: Clerk
    said: list[str] = field(default_factory=list)

    async def post(
        self, body: Any = UPDATE, secret: str | bytes | None = SECRET, path: str = "/hook"
    ) -> int:
        """Call it with a JSON value or with bytes; return the status."""
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        headers = {} if secret is None else {SECRET_HEADER: secret}
        answer = await self.client.post(path, content=content, headers=headers)
        return answer.status_code


@asynccontextmanager
async def listening(net: Network, secret: str | None = SECRET) -> AsyncIterator[Hook]:
    """Run a webhook that Telegram knows."""
    port, clerk, said = free_port(), Clerk(net), list[str]()
    url = f"http://127.0.0.1:{port}"
    async with net.connect() as bot, httpx.AsyncClient(base_url=url, trust_env=False) as client:
        inbox = clerk.open_inbox()
        inbox.take_up()
        hook = Webhook(bot, WANTED, said.append, f"{url}/hook", "127.0.0.1", port, secret)
        async with running(hook.run(inbox)) as task:
            await until(lambda: said or task.done())
            yield Hook(net, client, port, clerk, said)
            await inbox.drain(5)


def post(net: Network, *bodies: Any, **how: Any) -> list[int]:
    """Return the statuses of calls one after another."""

    async def run() -> list[int]:
        async with listening(net) as hook:
            return [await hook.post(body, **how) for body in bodies]

    return asyncio.run(run())


def test_update_with_the_secret_is_stored_and_handled(net: Network) -> None:
    async def run() -> list[Any]:
        async with listening(net) as hook:
            assert await hook.post() == 200
            # Stored before it was answered.
            assert [number for number, _ in net.list_updates()] == [5]
            await until(lambda: hook.clerk.raws)
            return hook.clerk.raws

    assert asyncio.run(run()) == [UPDATE]
    assert net.list_updates() == [(5, HANDLED)]


def test_updates_of_telegram_arrive(net: Network) -> None:
    ids = [net.api.say(ANN, f"number {number}") for number in range(30)]

    async def run() -> list[int]:
        async with listening(net) as hook:
            await until(lambda: not net.api.pending)
            return hook.clerk.ids

    assert asyncio.run(run()) == ids
    assert {each.status for each in net.api.deliveries} == {200}


@pytest.mark.parametrize("path", ["/", "/hook", "/any/other?x=1", "/bot123:abc/hook"])
def test_any_path_is_taken(net: Network, path: str) -> None:
    assert post(net, UPDATE, path=path) == [200]


SECRETS: dict[str, str | bytes | None] = {
    "wrong": "guessed",
    "none": None,
    "empty": "",
    "a part of it": SECRET[:-1],
    "with more": SECRET + "x",
    "not ASCII": "sécret".encode(),
    "not UTF-8": b"\xff\xfe",
    "other case": SECRET.upper(),
}


@pytest.mark.parametrize("secret", SECRETS.values(), ids=SECRETS.keys())
def test_call_without_the_secret_is_refused(net: Network, secret: str | bytes | None) -> None:
    assert post(net, UPDATE, secret=secret) == [403]
    assert net.list_updates() == []


@pytest.mark.parametrize(
    "announced", [b"Content-Length: 1000000000", b"Transfer-Encoding: chunked"]
)
def test_body_of_a_stranger_is_not_waited_for(net: Network, announced: bytes) -> None:
    async def run() -> bytes:
        async with listening(net) as hook:
            reader, writer = await asyncio.open_connection("127.0.0.1", hook.port)
            writer.write(b"POST /hook HTTP/1.1\r\nHost: coach\r\n" + announced + b"\r\n\r\n")
            # To the end: the connection is closed as well.
            answer = await asyncio.wait_for(reader.read(), timeout=10)
            writer.close()
            return answer

    assert asyncio.run(run()).startswith(b"HTTP/1.1 403 ")


BAD_BODIES = {
    "no JSON": b"hello",
    "nothing": b"",
    "half of it": b'{"update_id": 5',
    "not UTF-8": b'{"update_id": 5, "x": "\xff"}',
    "a list": b"[]",
    "a number": b"5",
    "no update number": b'{"message": {}}',
    "an update number as text": b'{"update_id": "5"}',
    "a huge update number": b'{"update_id": 1' + b"0" * 6000 + b"}",
    "very deep": b'{"update_id": 5, "x": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
}


@pytest.mark.parametrize("body", BAD_BODIES.values(), ids=BAD_BODIES.keys())
def test_body_that_is_no_update_is_refused_and_the_next_is_taken(net: Network, body: bytes) -> None:
    assert post(net, body, UPDATE) == [400, 200]
    assert net.list_updates() == [(5, HANDLED)]


def test_body_that_is_too_large_is_refused(net: Network) -> None:
    large = {"update_id": 5, "x": "x" * LONGEST_BODY}
    assert post(net, large, UPDATE) == [413, 200]


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "DELETE", "OPTIONS"])
def test_only_post_is_taken(net: Network, method: str) -> None:
    async def run() -> int:
        async with listening(net) as hook:
            headers = {SECRET_HEADER: SECRET}
            return (await hook.client.request(method, "/hook", headers=headers)).status_code

    assert asyncio.run(run()) == 405


def test_update_that_cannot_be_stored_is_sent_again(net: Network) -> None:
    async def run() -> list[int]:
        async with listening(net) as hook:
            net.sessions.failing = lambda: net.sessions.failed < 2
            net.api.say(ANN, "hello")
            await until(lambda: not net.api.pending)
            return hook.clerk.ids

    assert asyncio.run(run()) == [1]
    assert [each.status for each in net.api.deliveries] == [503, 503, 200]


def test_update_that_comes_twice_is_handled_once(net: Network) -> None:
    async def run() -> list[int]:
        async with listening(net) as hook:
            assert await asyncio.gather(hook.post(), hook.post()) == [200, 200]
            await until(lambda: net.list_updates() == [(5, HANDLED)])
            assert await hook.post() == 200
            return hook.clerk.ids

    assert asyncio.run(run()) == [5]


def test_update_that_comes_again_after_a_restart_is_handled_once(net: Network) -> None:
    assert post(net, UPDATE) == [200]
    assert net.list_updates() == [(5, HANDLED)]

    async def run() -> list[int]:
        async with listening(net) as hook:
            assert await hook.post() == 200
            return hook.clerk.ids

    assert asyncio.run(run()) == []


def test_address_and_secret_are_told_to_telegram(net: Network) -> None:
    async def run() -> str:
        async with listening(net) as hook:
            return f"http://127.0.0.1:{hook.port}/hook"

    url = asyncio.run(run())
    (call,) = net.api.calls_of("setWebhook")
    assert (call.params["url"], call.params["secret_token"]) == (url, SECRET)
    assert call.params["allowed_updates"] == list(WANTED)


def test_secret_that_is_made_up_is_another_each_time_and_works(net: Network) -> None:
    async def run() -> tuple[str | None, int, int]:
        async with listening(net, secret=None) as hook:
            made_up = net.api.webhook.secret if net.api.webhook else None
            return made_up, await hook.post(secret=made_up), await hook.post(secret=None)

    first, second = asyncio.run(run()), asyncio.run(run())
    assert first[1:] == second[1:] == (200, 403)
    assert first[0] != second[0]
    assert all(secret and len(secret) >= 32 for secret, *_ in (first, second))


def run_hook(net: Network, port: int, url: str = "https://coach.example.org/hook") -> None:
    async def run() -> None:
        async with net.connect() as bot:
            hook = Webhook(bot, WANTED, print, url, "127.0.0.1", port, SECRET)
            await hook.run(Clerk(net).open_inbox())

    asyncio.run(run())


def test_port_that_is_taken_is_named(net: Network) -> None:
    port = int(net.api.url.rpartition(":")[2])
    with pytest.raises(PortTaken, match=f"127.0.0.1:{port} .*POSTURE_COACH_WEBHOOK_LISTEN"):
        run_hook(net, port)
    assert net.api.webhook is None


def test_webhook_that_telegram_refuses_says_why(net: Network) -> None:
    with pytest.raises(WebhookRefused, match=r"(?i)an https url must be provided"):
        run_hook(net, free_port(), "http://coach.example.org/hook")


def test_token_that_telegram_refuses_ends_the_webhook(net: Network) -> None:
    net.api.fault("setWebhook", status=401, description="Unauthorized")
    with pytest.raises(TokenRefused, match="@BotFather"):
        run_hook(net, free_port())


FAULTS: dict[str, dict[str, Any]] = {
    "dropped": {"drop": True},
    "502": {"status": 502, "description": "Bad Gateway"},
    "slow down": {"status": 429, "parameters": {"retry_after": 1}},
}


@pytest.mark.parametrize("kind", FAULTS.values(), ids=FAULTS.keys())
def test_announcement_that_met_a_fault_is_made_again(net: Network, kind: dict[str, Any]) -> None:
    net.api.fault("setWebhook", times=2, **kind)

    async def run() -> list[str]:
        async with listening(net) as hook:
            await until(lambda: net.api.webhook)
            await until(lambda: "Taking messages" in hook.said[-1])
            return hook.said

    said = asyncio.run(run())
    assert [line.startswith("The webhook could not be set") for line in said] == [True, True, False]

"""Take updates by webhook: each is stored before Telegram is told that it came."""

from __future__ import annotations

import asyncio
import hmac
import json
import logging
import secrets
from collections.abc import Callable, Sequence
from itertools import count

from aiohttp import web
from telegram.error import BadRequest, InvalidToken, TelegramError

from actions.store.errors import StoreError
from bot.telegram.api import CoachBot
from bot.telegram.errors import PortTaken, TokenRefused, WebhookRefused
from bot.telegram.inbox import Inbox
from bot.telegram.reading import find_update_id
from bot.telegram.sender.pace import growing_pause

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
LONGEST_BODY = 1024 * 1024
SHORTEST_PAUSE, LONGEST_PAUSE = 1.0, 30.0
logger = logging.getLogger(__name__)


class Webhook:
    """A server at `host`:`port` that Telegram calls at `url`, behind a proxy as a rule.

    Without a secret one is made up: Telegram learns it at each start, nobody else ever does.
    """

    def __init__(
        self,
        bot: CoachBot,
        allowed: Sequence[str],
        say: Callable[[str], None],
        url: str,
        host: str,
        port: int,
        secret: str | None = None,
    ) -> None:
        self._bot = bot
        self._allowed = allowed
        self._say = say
        self._url = url
        self._address = (host, port)
        self._secret = secret or secrets.token_urlsafe(32)

    async def run(self, inbox: Inbox) -> None:
        """Serve until cancelled; raises PortTaken, WebhookRefused and TokenRefused."""
        app = web.Application(client_max_size=LONGEST_BODY)
        # Any path: a proxy may cut off what the address begins with; the secret is what counts.
        app.router.add_post("/{path:.*}", _Receiver(inbox, self._secret).receive)
        # Nobody waits for the rest of a body that was not wanted.
        runner = web.AppRunner(app, access_log=None, lingering_time=0, shutdown_timeout=2.0)
        await runner.setup()
        try:
            await self._listen(runner)
            await self._announce()
            await asyncio.Event().wait()
        finally:
            await runner.cleanup()

    async def _listen(self, runner: web.AppRunner) -> None:
        host, port = self._address
        try:
            await web.TCPSite(runner, host, port).start()
        except OSError as fault:
            raise PortTaken(
                f"The webhook cannot listen on {host}:{port} ({fault.strerror}). Another program "
                "may, or POSTURE_COACH_WEBHOOK_LISTEN is not an address of this machine."
            ) from fault

    async def _announce(self) -> None:
        """Tell Telegram where to call; tried until it is taken or refused."""
        for times in count(1):
            try:
                await self._bot.set_webhook(
                    self._url, allowed_updates=list(self._allowed), secret_token=self._secret
                )
            except BadRequest as fault:
                raise WebhookRefused(
                    f"Telegram does not take the webhook {self._url}: {fault.message}. "
                    "It has to be an https address that can be reached from outside."
                ) from fault
            except InvalidToken as fault:
                raise TokenRefused from fault
            except TelegramError as fault:
                self._say(f"The webhook could not be set ({type(fault).__name__}); trying again.")
                await asyncio.sleep(growing_pause(times, SHORTEST_PAUSE, LONGEST_PAUSE))
            else:
                self._say(
                    f"Taking messages by webhook, listening on {':'.join(map(str, self._address))}."
                )
                return


class _Receiver:
    """Answer the calls of Telegram, and nobody else's."""

    def __init__(self, inbox: Inbox, secret: str) -> None:
        self._inbox = inbox
        self._secret = secret.encode()

    async def receive(self, request: web.Request) -> web.Response:
        """Store the update of a call that brings the secret; the others are not even read."""
        brought = request.headers.get(SECRET_HEADER, "").encode("utf-8", "surrogateescape")
        if not hmac.compare_digest(brought, self._secret):
            refusal = web.Response(status=403)
            refusal.force_close()
            return refusal
        try:
            raw = json.loads(await request.read())
        except (ValueError, RecursionError):
            return web.Response(status=400)
        if find_update_id(raw) is None:
            return web.Response(status=400)
        try:
            self._inbox.take_in([raw])
        except StoreError:
            logger.error("an update could not be stored; Telegram will send it again")
            return web.Response(status=503)
        return web.Response()

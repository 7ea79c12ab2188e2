"""Run the coach on Telegram until it is told to stop, then finish what is under way."""

from __future__ import annotations

import asyncio
import logging
import signal
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from datetime import datetime, timedelta, timezone
from typing import Any, Protocol

from telegram import Update
from telegram.error import InvalidToken, TelegramError

from actions.store.database import empty_log
from actions.store.errors import StoreError
from actions.store.inbox import forget_handled
from actions.store.unit_of_work import UnitOfWork
from bot.engine import COMMANDS, Engine
from bot.telegram.api import CoachBot, make_bot
from bot.telegram.application import CoachApplication, build_application, process
from bot.telegram.desk import Desk
from bot.telegram.errors import TokenRefused, Unreachable
from bot.telegram.inbox import Inbox, Unreadable
from bot.telegram.reading import is_id
from bot.telegram.sender.outbox import Outbox
from bot.telegram.sender.post import Post

CONNECT_PAUSES = (1, 2, 4, 8)
INTRODUCE_PAUSES = (1, 10, 60, 0)
# All of it has to be over within ten seconds.
TURNS_SECONDS, LETTERS_SECONDS = 3.0, 4.0
TIDY_SECONDS = 60.0
# Telegram keeps an update for a day at most, so it cannot send an older one again.
REMEMBER_HANDLED = timedelta(days=3)
logger = logging.getLogger(__name__)


class Intake(Protocol):
    """Where updates come in: by polling or by webhook."""

    async def run(self, inbox: Inbox) -> None:
        """Take updates in until cancelled."""
        ...


@asynccontextmanager
async def connect(token: str, api: str, say: Callable[[str], None]) -> AsyncIterator[CoachBot]:
    """Give a bot that Telegram knows; raises TokenRefused and Unreachable."""
    bot = make_bot(token, api)
    try:
        await _meet(bot, api, say)
        yield bot
    finally:
        with suppress(TelegramError):
            await bot.shutdown()


async def serve(engine: Engine, bot: CoachBot, intake: Intake, say: Callable[[str], None]) -> None:
    """Take updates in and send answers out until SIGTERM or Ctrl-C; raises TelegramFault."""
    outbox = Outbox(Post(bot, engine.session_factory), engine.session_factory)
    desk = Desk(engine, bot, outbox.wake)
    application = build_application(bot, desk)
    inbox = Inbox(
        engine.session_factory, bot.id, lambda raw: handle(application, desk, raw), desk.give_up
    )
    async with application:
        inbox.take_up()
        say(f"Posture Coach is @{bot.username}: https://t.me/{bot.username} (Ctrl-C stops it)")
        parts = (intake.run(inbox), outbox.run(), _tidy_up(engine), _introduce(bot, engine))
        try:
            await _run_until_stopped(*parts)
        finally:
            await inbox.drain(TURNS_SECONDS)
            await desk.close()
            await outbox.drain(LETTERS_SECONDS)


async def handle(application: CoachApplication, desk: Desk, raw: Any) -> None:
    """Have one raw update handled and settled; raises Unreadable where it is none."""
    try:
        update = Update.de_json(raw, application.bot)
        sender, chat = update.effective_user, update.effective_chat
    except Exception as fault:
        # Whatever reading stumbles over, it will stumble over again.
        raise Unreadable from fault
    if any(one is not None and not is_id(one.id) for one in (sender, chat)):
        raise Unreadable
    if sender is None or not sender.is_bot:
        await process(application, update)
    # What no handler took is dealt with all the same.
    desk.ignore(update.update_id)


async def _meet(bot: CoachBot, api: str, say: Callable[[str], None]) -> None:
    for pause in (*CONNECT_PAUSES, None):
        try:
            return await bot.initialize()
        except InvalidToken as fault:
            raise TokenRefused(f"{TokenRefused.__doc__}. It was asked at {api}.") from fault
        except TelegramError as fault:
            why = f"The Bot API at {api} cannot be reached ({type(fault).__name__})."
            if pause is None:
                raise Unreachable(
                    f"{why} Check the network, and POSTURE_COACH_TELEGRAM_API where it is set."
                ) from fault
            say(f"{why} Trying again in {pause} s.")
            await asyncio.sleep(pause)


async def _run_until_stopped(*parts: Coroutine[Any, Any, None]) -> None:
    """Run the parts beside each other until a signal or until one of them fails."""
    stopped = asyncio.Event()
    with _set_by_signals(stopped):
        tasks: set[asyncio.Future[Any]] = {asyncio.ensure_future(part) for part in parts}
        waiting: asyncio.Future[Any] = asyncio.ensure_future(stopped.wait())
        try:
            while not waiting.done():
                running = {task for task in tasks if not task.done()} | {waiting}
                done, _ = await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
                for task in done:
                    task.result()
        finally:
            for task in (*tasks, waiting):
                task.cancel()
            await asyncio.gather(*tasks, waiting, return_exceptions=True)


@contextmanager
def _set_by_signals(stopped: asyncio.Event) -> Iterator[None]:
    """Set an event at SIGTERM and Ctrl-C."""
    loop = asyncio.get_running_loop()

    # Not the loop's own add_signal_handler, which Windows has not.
    def stop(*_: object) -> None:
        loop.call_soon_threadsafe(stopped.set)

    before = {number: signal.signal(number, stop) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


async def _introduce(bot: CoachBot, engine: Engine) -> None:
    """Set what Telegram shows of the bot: its commands and its descriptions."""
    words = engine.words
    commands = [(name, words(f"utter_command_{name}")) for name in COMMANDS]
    calls: list[Callable[[], Awaitable[object]]] = [
        lambda: bot.set_my_commands(commands),
        lambda: bot.set_my_description(words("utter_telegram_description")),
        lambda: bot.set_my_short_description(words("utter_telegram_short_description")),
    ]
    for pause in INTRODUCE_PAUSES:
        calls = [call for call in calls if not await _succeeds(call)]
        if not calls:
            return
        await asyncio.sleep(pause)
    logger.warning("the bot's commands or descriptions could not be set")


async def _succeeds(call: Callable[[], Awaitable[object]]) -> bool:
    try:
        await call()
    except TelegramError:
        return False
    return True


async def _tidy_up(engine: Engine) -> None:
    """Drop what need not be remembered, and what people wrote from SQLite's log; never returns."""
    while True:
        await asyncio.sleep(TIDY_SECONDS)
        try:
            with UnitOfWork(engine.session_factory) as work:
                forget_handled(work.session, datetime.now(timezone.utc) - REMEMBER_HANDLED)
                work.commit()
            empty_log(engine.database)
        except StoreError:
            logger.error("the database could not be tidied up")

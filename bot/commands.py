"""Do what each command says; what a command needs is imported when it runs, Rasa above all."""

from __future__ import annotations

import argparse
import asyncio
import io
import json
import os
import sys
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager, redirect_stdout
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.settings import Settings

if TYPE_CHECKING:
    from actions.store.unit_of_work import UnitOfWork
    from bot.engine import Engine

IN_MEMORY = "sqlite://"


class Refusal(Exception):
    """A command cannot be run like this; the message says what to do."""


def chat(args: argparse.Namespace) -> bool:
    """Talk in the terminal, or in JSON lines."""
    from bot.terminal import name_channel

    try:
        channel = name_channel(args.user)
    except ValueError as fault:
        raise Refusal(f"--user cannot be used: {fault}.") from None
    settings = Settings.read(os.environ)
    model = _find_or_train_model(settings)
    if args.jsonl:
        asyncio.run(_chat_in_json(settings, model))
    else:
        asyncio.run(_chat_with_person(settings, model, channel))
    return True


def telegram(args: argparse.Namespace) -> bool:
    """Be the coach on Telegram until stopped."""
    from bot.training import describe_misfit

    settings = Settings.read(os.environ)
    if settings.telegram_token is None:
        raise Refusal(
            "POSTURE_COACH_TELEGRAM_TOKEN is not set. Write /newbot to @BotFather on Telegram, and "
            "set it to the token that you get; docs/telegram.md leads through it."
        )
    misfit = describe_misfit(settings.model_file)
    if misfit:
        raise Refusal(f"{misfit} Run `posture-coach train` first.")
    asyncio.run(_talk_on_telegram(settings, settings.telegram_token.reveal(), args.webhook))
    return True


def prompts(args: argparse.Namespace) -> bool:
    """Say that there is no sender yet."""
    raise Refusal("Sending prompts is not part of this version yet; `posture-coach chat` is.")


def train(args: argparse.Namespace) -> bool:
    """Train, then print how the model does on sentences that it has not seen."""
    from bot.training import HELD_OUT

    settings = Settings.read(os.environ)
    model = _train(settings, always=True)
    _say(f"The model is trained: {model}")
    if HELD_OUT.is_dir():
        _say(_evaluate(settings, model, HELD_OUT))
    else:
        _say(f"How good it is cannot be said: the held-out sentences are not at {HELD_OUT}.")
    return True


def parse(args: argparse.Namespace) -> bool:
    """Print what is understood of each line of standard input."""
    from bot.training import describe_misfit

    settings = Settings.read(os.environ)
    misfit = describe_misfit(settings.model_file)
    if misfit:
        raise Refusal(f"{misfit} Run `posture-coach train` first.")
    asyncio.run(_parse_lines(settings, settings.model_file))
    return True


def upgrade_database(args: argparse.Namespace) -> bool:
    """Bring the database to this version."""
    from actions.store.database import open_engine, upgrade

    upgrade(open_engine(Settings.read(os.environ).database_url))
    _say("The database is up to date.")
    return True


def export_person(args: argparse.Namespace) -> bool:
    """Print all that is kept about a person."""
    from actions.store.export import export_person

    with _unit_of_work(Settings.read(os.environ)) as work:
        rows = {"id": args.id, **export_person(work.session, args.id)}
    _write(rows, indent=2)
    return True


def delete_person(args: argparse.Namespace) -> bool:
    """Erase all that is kept about a person, after asking."""
    from actions.store.erase import delete_person
    from actions.store.errors import UnknownPerson
    from actions.store.inbox import forget_pending

    settings = Settings.read(os.environ)
    if not args.yes:
        _confirm(f"Erase everything about {args.id} for good? Type yes: ")
    with _unit_of_work(settings) as work:
        forget_pending(work.session, args.id)
        if not delete_person(work.session, args.id):
            raise UnknownPerson
        work.commit()
    _say(f"Everything about {args.id} is erased.")
    return True


def check(args: argparse.Namespace) -> bool:
    """Print a line for each part of the installation; say whether all is well."""
    from bot.installation import Status, inspect

    well = True
    for finding in inspect(os.environ):
        _say(str(finding))
        well = well and finding.status is not Status.PROBLEM
    return well


async def _chat_with_person(settings: Settings, model: Path, channel: str) -> None:
    from actions.store.conversations import find_conversation
    from actions.store.unit_of_work import UnitOfWork
    from bot.terminal import chat, open_screen

    screen = open_screen()
    with screen.thinking():
        opened = await _open_engine(settings, model)
    async with _closing(opened) as engine:
        with UnitOfWork(engine.session_factory) as work:
            new = find_conversation(work.session, channel) is None
        # A script says its own first words; a person is greeted.
        await chat(engine, channel, screen, greet=new and sys.stdin.isatty())


async def _chat_in_json(settings: Settings, model: Path) -> None:
    from bot.jsonl import run
    from bot.prompts.due import play
    from bot.terminal import CHANNEL

    async with _closing(await _open_engine(settings, model)) as engine:
        due = partial(play, engine.session_factory, prefix=CHANNEL)
        await run(engine, sys.stdin.buffer, _write, due)


async def _talk_on_telegram(settings: Settings, token: str, webhook: str | None) -> None:
    from bot.telegram.handlers import WANTED
    from bot.telegram.polling import Polling
    from bot.telegram.service import connect, serve
    from bot.telegram.webhook import Webhook

    # The token first: whether it is right is known at once, the model takes some seconds to load.
    async with AsyncExitStack() as stack:
        bot = await stack.enter_async_context(connect(token, settings.telegram_api, _note))
        opened = await _open_engine(settings, settings.model_file)
        engine = await stack.enter_async_context(_closing(opened))
        listen, secret = settings.webhook_listen, settings.webhook_secret
        shared = secret.reveal() if secret else None
        await serve(
            engine,
            bot,
            Webhook(bot, WANTED, _note, webhook, listen.host, listen.port, shared)
            if webhook
            else Polling(bot, WANTED, _note),
            _note,
        )


async def _parse_lines(settings: Settings, model: Path) -> None:
    # Understanding needs nothing of anybody's data.
    offline = replace(settings, database_url=IN_MEMORY)
    async with _closing(await _open_engine(offline, model)) as engine:
        for raw in sys.stdin.buffer:
            _write(await _parse_line(engine, raw.rstrip(b"\n").removesuffix(b"\r")))


async def _parse_line(engine: Engine, raw: bytes) -> dict[str, Any]:
    try:
        return await engine.parse(raw.decode("utf-8"))
    except UnicodeDecodeError:
        text = raw.decode("utf-8", "replace")
        return {"text": text, "intent": {"name": "nlu_fallback", "confidence": 0.0}, "entities": []}


def _evaluate(settings: Settings, model: Path, held_out: Path) -> str:
    from bot.nlu.evaluate import evaluate

    loop = asyncio.new_event_loop()
    offline = replace(settings, database_url=IN_MEMORY)
    engine = loop.run_until_complete(_open_engine(offline, model))
    try:
        return str(evaluate(lambda text: loop.run_until_complete(engine.parse(text)), held_out))
    finally:
        loop.run_until_complete(engine.close())
        loop.close()


async def _open_engine(settings: Settings, model: Path) -> Engine:
    # Whatever a library prints while it loads is nothing that was asked for.
    with redirect_stdout(io.StringIO()):
        from bot.engine import Engine

        return await Engine.open(settings, model)


@asynccontextmanager
async def _closing(engine: Engine) -> AsyncIterator[Engine]:
    try:
        yield engine
    finally:
        await engine.close()


def _find_or_train_model(settings: Settings) -> Path:
    from bot.training import find_fitting_model

    return find_fitting_model(settings) or _train(settings, always=False)


def _train(settings: Settings, always: bool) -> Path:
    from bot.terminal import training_bar
    from bot.training import train

    with training_bar() as progress:
        return train(settings, progress, always)


@contextmanager
def _unit_of_work(settings: Settings) -> Iterator[UnitOfWork]:
    from actions.store.database import check_version, open_engine, session_factory
    from actions.store.encryption import split_keys, use_keys
    from actions.store.errors import UnknownPerson
    from actions.store.unit_of_work import UnitOfWork

    file = settings.database_file
    if file is not None and not file.exists():
        raise UnknownPerson(f"Nothing is kept about anybody: there is no database at {file}.")
    use_keys(split_keys(settings.key.reveal()) if settings.key else ())
    engine = open_engine(settings.database_url)
    check_version(engine)
    with UnitOfWork(session_factory(engine)) as work:
        yield work


def _confirm(question: str) -> None:
    sys.stderr.write(question)
    sys.stderr.flush()
    if not (sys.stdin.isatty() and sys.stdin.readline().strip().lower() == "yes"):
        raise Refusal("Nothing was erased. Add --yes to do it without being asked.")


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _note(line: str) -> None:
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()


def _write(value: Mapping[str, Any], indent: int | None = None) -> None:
    # UTF-8 whatever the locale says, and each line at once: scripts wait for it.
    line = json.dumps(value, ensure_ascii=False, indent=indent) + "\n"
    sys.stdout.buffer.write(line.encode("utf-8"))
    sys.stdout.buffer.flush()

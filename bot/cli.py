"""Read the command line, run the command, and say in one sentence what went wrong."""

from __future__ import annotations

import argparse
import logging
import os
import sys
from collections.abc import Callable, Sequence
from importlib.metadata import version
from typing import Any
from urllib.parse import urlsplit

from bot import commands, logs
from bot.settings import SettingsError

FAILED, UNUSABLE, INTERRUPTED, PIPE_CLOSED = 1, 2, 130, 141
DEFAULT_USER = "me"
OF_PERSON = "telegram:123 or terminal:me"
logger = logging.getLogger(__name__)

EXAMPLES = """examples:
  posture-coach chat                          talk with the coach here
  posture-coach train                         train, and see how good it is
  echo "my neck hurts" | posture-coach parse  see what is understood
  posture-coach check                         see what is missing or wrong

Settings are environment variables, POSTURE_COACH_…; docs/settings.md has them all."""

CHAT_EXAMPLES = """examples:
  posture-coach chat
  posture-coach chat --user anna
  echo '{"user": "u1", "text": "/check"}' | posture-coach chat --jsonl"""


TELEGRAM_EXAMPLES = """examples:
  posture-coach telegram
  posture-coach telegram --webhook https://coach.example.org/hook

POSTURE_COACH_TELEGRAM_TOKEN has to be set; docs/telegram.md leads through it."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return what to exit with: 1 for a failure, 2 for a wrong use."""
    try:
        code = _run(build_parser().parse_args(arguments))
        sys.stdout.flush()
        return code
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # Python flushes once more at its end, into a pipe that nobody reads.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return PIPE_CLOSED


def build_parser() -> argparse.ArgumentParser:
    """Return the parser of all commands, a line a command."""
    parser = argparse.ArgumentParser(
        prog="posture-coach",
        description="A posture coach for Telegram and the terminal; free, and no medical device.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "--version", action="version", version=f"%(prog)s {version('posture-coach')}"
    )
    parser.add_argument("-v", "--verbose", action="store_true", help="log on standard error")
    parts = parser.add_subparsers(metavar="COMMAND", required=True)
    _add_chat(parts)
    _add_telegram(parts)
    _add(parts, "train", commands.train, "train, and say how good the model is")
    _add(parts, "parse", commands.parse, "a text a line in, what was understood a line out")
    _add(parts, "prompts", commands.prompts, "send due prompts as a process of its own")
    database = _group(parts, "db", "look after the database")
    _add(database, "upgrade", commands.upgrade_database, "bring the database to this version")
    _add_person(_group(parts, "person", "hand out or erase what is kept about a person"))
    _add(parts, "check", commands.check, "what is missing or wrong here, and what to do")
    return parser


def _add_chat(parts: Any) -> None:
    chat = _add(parts, "chat", commands.chat, "talk with the coach in the terminal", CHAT_EXAMPLES)
    way = chat.add_mutually_exclusive_group()
    way.add_argument("--jsonl", action="store_true", help="JSON, an object a line in and out")
    says = f"who is talking, {DEFAULT_USER} by default; each has a program of their own"
    way.add_argument("--user", metavar="ID", default=DEFAULT_USER, help=says)


def _add_telegram(parts: Any) -> None:
    says = "the coach on Telegram"
    telegram = _add(parts, "telegram", commands.telegram, says, TELEGRAM_EXAMPLES)
    where = "let Telegram call this https address, behind a proxy; long polling without it"
    telegram.add_argument("--webhook", metavar="URL", type=_read_url, help=where)


def _read_url(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise argparse.ArgumentTypeError(
            "an address such as https://coach.example.org/hook is meant"
        )
    return text


def _add_person(parts: Any) -> None:
    export = _add(parts, "export", commands.export_person, "print all that is kept, as JSON")
    export.add_argument("id", metavar="ID", help=OF_PERSON)
    delete = _add(parts, "delete", commands.delete_person, "erase all that is kept")
    delete.add_argument("id", metavar="ID", help=OF_PERSON)
    delete.add_argument("--yes", action="store_true", help="do not ask first")


def _add(
    parts: Any,
    name: str,
    run: Callable[[argparse.Namespace], bool],
    says: str,
    examples: str | None = None,
) -> argparse.ArgumentParser:
    command: argparse.ArgumentParser = parts.add_parser(
        name,
        help=says,
        description=says,
        epilog=examples,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    # No default of its own: it would undo a --verbose that stands before the command.
    command.add_argument(
        "-v", "--verbose", action="store_true", default=argparse.SUPPRESS, help=argparse.SUPPRESS
    )
    command.set_defaults(run=run)
    return command


def _group(parts: Any, name: str, says: str) -> Any:
    group = parts.add_parser(name, help=says, description=says)
    return group.add_subparsers(metavar="COMMAND", required=True)


def _run(args: argparse.Namespace) -> int:
    logs.set_up(args.verbose)
    try:
        return 0 if args.run(args) else FAILED
    except (commands.Refusal, SettingsError) as fault:
        return _report(fault, UNUSABLE)
    except _unusable() as fault:
        return _report(fault, UNUSABLE)
    except _failures() as fault:
        return _report(fault, FAILED)
    except BrokenPipeError:
        raise
    except Exception:
        # The last net: what is logged carries no values, and nobody sees a raw error.
        logger.exception("a command failed")
        return _report("Something went wrong inside the program; above is where.", FAILED)


# The errors of other rooms are imported only when something went wrong.
def _unusable() -> tuple[type[Exception], ...]:
    from actions.store.errors import BadDatabaseUrl, BadKey, NewerDatabase, OlderDatabase
    from bot.telegram.errors import TokenRefused, WebhookRefused

    database = (BadDatabaseUrl, BadKey, NewerDatabase, OlderDatabase)
    return (*database, TokenRefused, WebhookRefused)


def _failures() -> tuple[type[Exception], ...]:
    from actions.content.errors import ContentError
    from actions.store.errors import StoreError
    from bot.prompts.wording import WordingError
    from bot.telegram.errors import TelegramFault
    from bot.training import TrainingError

    return (StoreError, ContentError, TrainingError, WordingError, TelegramFault)


def _report(fault: object, code: int) -> int:
    for line in str(fault).splitlines():
        sys.stderr.write(f"posture-coach: {line}\n")
    return code

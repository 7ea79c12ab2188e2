"""Run the trained assistant in this process: a Turn in, Replies out, all of it or nothing."""

from __future__ import annotations

import asyncio
import logging
import re
import sys
import uuid
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rasa.core.channels import UserMessage
from rasa.shared.constants import DEFAULT_NLU_FALLBACK_INTENT_NAME
from sqlalchemy.future import Engine as DatabaseEngine
from sqlalchemy.orm import Session, sessionmaker

from actions.store.conversations import find_conversation
from actions.store.database import check_version, open_engine, session_factory, upgrade
from actions.store.encryption import split_keys, use_keys
from actions.store.unit_of_work import UnitOfWork
from actions.turn import ActionTurn, as_current
from bot.dialogue.collector import ReplyCollector
from bot.dialogue.processor import CoachProcessor
from bot.nlu.result import as_parse_line
from bot.settings import Settings
from bot.turn import AlreadyTaken, Keep, Reply, Turn

logger = logging.getLogger(__name__)

LONGEST_TEXT = 4096

# What a command means is an intent; the same table serves every channel.
COMMANDS: dict[str, str] = {
    "start": "begin",
    "check": "start_assessment",
    "workout": "start_workout",
    "program": "show_program",
    "pain": "report_discomfort",
    "progress": "show_progress",
    "remind": "set_reminder",
    "why": "explain_program",
    "sources": "ask_source",
    "help": "help",
    "settings": "show_settings",
    "stop": "cancel",
    "export": "export_data",
    "delete": "delete_data",
}
_COMMAND = re.compile(r"/([a-z]+)(?:@\w+)?\s*$", re.IGNORECASE)
_START = re.compile(r"/start(?:@\w+)?\s+([\w-]{1,64})\s*$", re.IGNORECASE)
# A button says what a person wants; these are what only the program itself may conclude.
NO_WISHES = frozenset({"choose", "send_something", "nlu_fallback"})
_ANSWER = re.compile(r"answer:(\w+:\S+)")
_WISH = re.compile(r"do:(\w+)(?::(\w+)=([\w.-]+))?")
_DECORATION = re.compile(r"[^\w\s'’,/+–-]+")

Parse = dict[str, Any]


class SilentTurn(Exception):
    """A turn ended without a reply, which nobody may be left with."""


@dataclass
class Engine:
    """The assistant with its model, its actions and its database."""

    processor: CoachProcessor
    database: DatabaseEngine
    session_factory: sessionmaker[Session]

    def __post_init__(self) -> None:
        self._locks: dict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self.wishes = frozenset(self.processor.domain.intents) - NO_WISHES

    @classmethod
    async def open(cls, settings: Settings, model: Path) -> Engine:
        """Load the model and open the database, brought up to date where it is a file of ours.

        Raises StoreError for a database that this version cannot use.
        """
        use_keys(split_keys(settings.key.reveal()) if settings.key else ())
        database = open_engine(settings.database_url)
        if database.dialect.name == "sqlite":
            upgrade(database)
        check_version(database)
        return cls(CoachProcessor(model), database, session_factory(database))

    async def close(self) -> None:
        """Let go of the database."""
        self.database.dispose()

    async def handle(self, turn: Turn, keep: Keep | None = None) -> list[Reply]:
        """Take one turn; whatever it changes is kept at once, or not at all.

        What `keep` does is in the same transaction. A fault is logged with an id and answered with
        one sentence, which `keep` gets too; nothing else has changed then. Raises StoreError where
        not even that could be kept.
        """
        async with self._locks[turn.channel]:
            try:
                return await self._take_or_apologise(turn, keep)
            except AlreadyTaken:
                return []

    async def _take_or_apologise(self, turn: Turn, keep: Keep | None) -> list[Reply]:
        try:
            return await self._take(turn, keep)
        except AlreadyTaken:
            raise
        except Exception:  # noqa: BLE001 - the last stop: a person is never met with silence
            return self._apologise(keep)

    def words(self, response: str, **values: str) -> str:
        """Return a response of domain.yml as text, its first variation, with the values in it."""
        text = self.processor.domain.responses[response][0]["text"]
        return str(text).strip().format(**values)

    async def parse(self, text: str) -> dict[str, Any]:
        """Return what is understood of a text, in the format of `posture-coach parse`."""
        return as_parse_line(await self._understand(text, {}))

    async def _take(self, turn: Turn, keep: Keep | None = None) -> list[Reply]:
        # Nothing in here waits: a turn that gave up the loop with its transaction open would stop
        # every other that needs the database.
        collector = ReplyCollector()
        with UnitOfWork(self.session_factory) as work:
            with as_current(ActionTurn(work.session, turn.channel, turn.at)) as current:
                parse, metadata = await self._read(turn, current)
                await self.processor.handle_message(
                    UserMessage(
                        parse["text"],
                        collector,
                        turn.channel,
                        parse_data=parse,
                        metadata=metadata,
                    )
                )
                replies = collector.replies()
                if not replies:
                    raise SilentTurn
                _remember_shown(current, replies, collector.offer())
            if turn.sent is not None and turn.text is not None:
                replies = [Reply(self.words(f"utter_sent_{turn.sent}")), *replies]
            if keep is not None:
                keep(work.session, replies)
            work.commit()
        return replies

    async def _read(self, turn: Turn, current: ActionTurn) -> tuple[Parse, dict[str, Any]]:
        """Return what a turn means, and the state that helped to understand it."""
        conversation = find_conversation(current.session, turn.channel)
        state = conversation.state if conversation else {}
        metadata = _context(state, current)
        if turn.choice is not None:
            return read_choice(turn.choice, self.wishes), metadata
        if turn.text is None:
            return _intent("send_something", "", [{"entity": "sent", "value": turn.sent}]), metadata
        text = _whole(turn.text)
        label = find_label(text, state.get("shown", []))
        if label is not None:
            return read_choice(label, self.wishes), metadata
        command = read_command(text)
        if command is not None:
            return command, metadata
        if _ANSWER.fullmatch(text.strip()) or _WISH.fullmatch(text.strip()):
            # The code behind a button, typed: what a person types is never obeyed as a code.
            return _intent(DEFAULT_NLU_FALLBACK_INTENT_NAME, text, confidence=0.0), metadata
        if len(text) > LONGEST_TEXT:
            return _intent("message_too_long"), metadata
        parse = await self._understand(text, metadata)
        offer = state.get("offer")
        if offer and parse["intent"]["name"] == "affirm" and not state.get("loop"):
            return read_choice(offer, self.wishes), metadata
        return parse, metadata

    async def _understand(self, text: str, metadata: dict[str, Any]) -> Parse:
        if not text.strip() or len(text) > LONGEST_TEXT:
            return _intent(DEFAULT_NLU_FALLBACK_INTENT_NAME, text=text, confidence=0.0)
        return await self.processor.parse_message(UserMessage(text, metadata=metadata))

    def _apologise(self, keep: Keep | None) -> list[Reply]:
        incident = uuid.uuid4().hex[:8]
        # The traceback may quote what the person wrote, so only its kind and place are kept.
        logger.error("turn failed", extra={"incident": incident, "fault": _where_it_failed()})
        replies = [Reply(self.words("utter_turn_failed"))]
        if keep is not None:
            with UnitOfWork(self.session_factory) as work:
                keep(work.session, replies)
                work.commit()
        return replies


def _remember_shown(turn: ActionTurn, replies: list[Reply], offer: str | None) -> None:
    """Keep the choices on view: a label typed as text means its choice, "yes" what was offered."""
    conversation = find_conversation(turn.session, turn.channel)
    if conversation is not None:
        shown = [[c.label, c.data] for reply in replies for c in reply.choices]
        conversation.state = {**conversation.state, "shown": shown, "offer": offer}


def _whole(text: str) -> str:
    """Return a text without halves of surrogate pairs, which no encoding can carry."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _context(state: dict[str, Any], current: ActionTurn) -> dict[str, Any]:
    """Return what NLU components may use to decide between readings of a text."""
    slots = state.get("slots", {})
    loop = state.get("loop")
    return {
        "asked": slots.get("requested_slot") or "" if loop else "",
        "session": loop.removesuffix("_form") if loop else "idle",
        "today": current.today.isoformat(),
    }


def read_command(text: str) -> Parse | None:
    """Return what a command of the table means, None for any other text."""
    link = _START.fullmatch(text.strip())
    if link:
        return _intent("begin", text, [{"entity": "payload", "value": link.group(1)}])
    command = _COMMAND.fullmatch(text.strip())
    intent = COMMANDS.get(command.group(1).lower()) if command else None
    return _intent(intent, text) if intent else None


def read_choice(data: str, wishes: frozenset[str]) -> Parse:
    """Return what a button means; a code that is none of ours is an old or foreign choice."""
    answer = _ANSWER.fullmatch(data)
    if answer:
        return _intent("choose", "", [{"entity": "choice", "value": answer.group(1)}])
    wish = _WISH.fullmatch(data)
    if wish is None or wish.group(1) not in wishes:
        return _intent("choose")
    named = [{"entity": wish.group(2), "value": wish.group(3)}] if wish.group(2) else []
    return _intent(wish.group(1), "", named)


def find_label(text: str, shown: list[list[str]]) -> str | None:
    """Return the data of the choice whose label was typed, None where it is no label on view."""
    typed = plain_label(text)
    return next((data for label, data in shown if typed and typed == plain_label(label)), None)


def plain_label(text: str) -> str:
    """Return a label as it may be typed: lower case, one space, no marks."""
    return " ".join(_DECORATION.sub(" ", text.casefold()).replace("’", "'").split())


def _intent(
    name: str,
    text: str = "",
    entities: list[dict[str, Any]] | None = None,
    confidence: float = 1.0,
) -> Parse:
    return {
        "text": text,
        "intent": {"name": name, "confidence": confidence},
        "entities": entities or [],
    }


def _where_it_failed() -> str:
    """Return the kind of the fault at hand and where it was raised, without its message."""
    kind, _, trace = sys.exc_info()
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    if kind is None or trace is None:
        return "unknown"
    return f"{kind.__name__} at {Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}"

"""Run the command line with an engine that echoes, so that no model is needed."""

from __future__ import annotations

import sys
import types
from pathlib import Path
from typing import Any

from actions.store.conversations import save_conversation
from actions.store.database import open_engine, session_factory, upgrade
from actions.store.unit_of_work import UnitOfWork
from bot import training
from bot.settings import Settings
from bot.turn import Choice, Picture, Reply, Turn


class Engine:
    """Repeat what was said, offer yes and no, and keep that there was a conversation."""

    def __init__(self, settings: Settings) -> None:
        database = open_engine(settings.database_url)
        upgrade(database)
        self.session_factory = session_factory(database)

    @classmethod
    async def open(cls, settings: Settings, model: Path) -> Engine:
        sys.stdout.write("a library greets\n")
        return cls(settings)

    async def handle(self, turn: Turn) -> list[Reply]:
        with UnitOfWork(self.session_factory) as work:
            save_conversation(work.session, turn.channel, {}, turn.at)
            work.commit()
        if turn.text == "fall over":
            raise ZeroDivisionError(turn.text)
        picture = Picture("figure", "a figure") if turn.text == "picture" else None
        said = f"text {turn.text}" if turn.choice is None else f"choice {turn.choice}"
        yes_or_no = (Choice("Yes", "a:yes"), Choice("No", "a:no"))
        return [Reply(said, yes_or_no, picture, number_expected=turn.text == "how much")]

    async def parse(self, text: str) -> dict[str, Any]:
        return {"text": text, "intent": {"name": "greet", "confidence": 1.0}, "entities": []}

    async def close(self) -> None:
        self.session_factory.kw["bind"].dispose()


sys.modules["bot.engine"] = types.ModuleType("bot.engine")
sys.modules["bot.engine"].Engine = Engine  # type: ignore[attr-defined]  # stands in for the real one
training.describe_misfit = lambda file: None

if __name__ == "__main__":
    from bot.cli import main

    sys.exit(main())

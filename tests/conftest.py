"""The real trained model, loaded once in each worker, and people to talk to it."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot import logs

# Before anything imports Rasa: it reports usage and logs what people write unless told otherwise.
logs.set_up()

if TYPE_CHECKING:
    from bot.dialogue.processor import CoachProcessor
    from bot.engine import Engine
    from bot.turn import Reply

MORNING = datetime(2026, 11, 23, 9, 0, tzinfo=timezone.utc)


@pytest.fixture(scope="session")
def model_file() -> Path:
    """The model that fits the data as it is now; trained first where there is none."""
    from bot.settings import Settings
    from bot.training import find_fitting_model, train

    settings = Settings.read(os.environ)
    return find_fitting_model(settings) or train(settings, lambda stage: None)


@pytest.fixture(scope="session")
def processor(model_file: Path) -> CoachProcessor:
    """The loaded assistant, without a database of its own."""
    from bot.dialogue.processor import CoachProcessor

    return CoachProcessor(model_file)


@pytest.fixture
def open_engine_on(processor: CoachProcessor) -> Iterator[Callable[[Path], Engine]]:
    """Open an engine on a database file, a new one or one that was used before."""
    from actions.store.database import open_engine, session_factory, upgrade
    from bot.engine import Engine

    opened = []

    def open_on(file: Path) -> Engine:
        database = open_engine(f"sqlite:///{file}")
        upgrade(database)
        opened.append(database)
        return Engine(processor, database, session_factory(database))

    yield open_on
    for database in opened:
        database.dispose()


@pytest.fixture
def engine(open_engine_on: Callable[[Path], Engine], tmp_path: Path) -> Engine:
    """An engine on an empty database."""
    return open_engine_on(tmp_path / "coach.db")


@dataclass
class Talker:
    """Somebody who writes and taps, on a clock of their own."""

    engine: Engine
    channel: str = "terminal:ada"
    now: datetime = MORNING
    replies: list[Reply] = field(default_factory=list)

    def say(self, *texts: str) -> list[Reply]:
        """Write the texts one after another; return the replies to the last."""
        for text in texts:
            self._turn(text=text)
        return self.replies

    def tap(self, *labels: str) -> list[Reply]:
        """Tap the choices with these labels, each on view at its time."""
        for label in labels:
            self._turn(choice=self.data_of(label))
        return self.replies

    def send(self, data: str) -> list[Reply]:
        """Send the data of a button, on view or not."""
        return self._turn(choice=data)

    def wait(self, **span: float) -> None:
        """Let time pass: wait(days=1)."""
        self.now += timedelta(**span)

    def data_of(self, label: str) -> str:
        """Return the data of a choice on view."""
        shown = {choice.label.casefold(): choice.data for choice in self.replies[-1].choices}
        return shown[label.casefold()]

    @property
    def labels(self) -> list[str]:
        """The labels on view."""
        return [choice.label for choice in self.replies[-1].choices] if self.replies else []

    @property
    def text(self) -> str:
        """All that was replied to the last turn."""
        return "\n".join(reply.text for reply in self.replies)

    def _turn(self, text: str | None = None, choice: str | None = None) -> list[Reply]:
        from bot.turn import Turn

        self.now += timedelta(seconds=5)
        turn = Turn(self.channel, self.now, text=text, choice=choice)
        self.replies = asyncio.run(self.engine.handle(turn))
        return self.replies


@pytest.fixture
def ada(engine: Engine) -> Talker:
    """A newcomer."""
    return Talker(engine)


@pytest.fixture
def talk(engine: Engine) -> Callable[..., Talker]:
    """Make further people on the same engine."""

    def make(name: str, **more: object) -> Talker:
        return Talker(engine, f"terminal:{name}", **more)

    return make

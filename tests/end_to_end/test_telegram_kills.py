"""kill -9 at fifty moments of twenty conversations: nothing is lost, nothing happens twice."""

from __future__ import annotations

import asyncio
import os
import random
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.end_to_end.journey import Walk
from tests.end_to_end.lives import count_letters, count_updates, read_life
from tests.end_to_end.peer import TOKEN, Peer, Person
from tests.end_to_end.processes import wait_until

if TYPE_CHECKING:
    from bot.dialogue.processor import CoachProcessor

PEOPLE, KILLS = 20, 50
FIRST = 7000
# The calls that a letter makes; taking buttons away and signs of life are beside it.
LETTERS = frozenset({"sendMessage", "sendPhoto", "sendDocument", "editMessageText"})


@dataclass
class Child:
    """The program in a child of this process, which has the model loaded already."""

    processor: CoachProcessor
    file: Path
    url: str
    pid: int = 0

    def start(self) -> None:
        """Begin to talk; what comes after it runs in the child only."""
        self.pid = os.fork()
        if self.pid == 0:
            # Nothing of pytest may run in the child, whatever happens.
            with suppress(BaseException):
                asyncio.run(self._talk())
            os._exit(1)

    def kill(self) -> None:
        """End it where it stands."""
        if not self.pid:
            return
        os.kill(self.pid, signal.SIGKILL)
        _, status = os.waitpid(self.pid, 0)
        self.pid = 0
        assert os.WIFSIGNALED(status), "the program ended before it was killed"

    async def _talk(self) -> None:
        from actions.store.database import open_engine, session_factory, upgrade
        from bot.engine import Engine
        from bot.telegram.handlers import WANTED
        from bot.telegram.polling import Polling
        from bot.telegram.service import connect, serve

        database = open_engine(f"sqlite:///{self.file}")
        upgrade(database)
        engine = Engine(self.processor, database, session_factory(database))
        async with connect(TOKEN, self.url, _hush) as bot:
            await serve(engine, bot, Polling(bot, WANTED, _hush), _hush)


def _hush(line: str) -> None:
    pass


@dataclass
class Count:
    """What was seen at the kills: chats with a letter under way, each at most one, summed up; and
    how many calls Telegram had taken by then that nothing here knew of.
    """

    waiting_chats: int = 0
    unnoted: list[int] = field(default_factory=list)


@pytest.fixture(scope="module")
def peer() -> Iterator[Peer]:
    with Peer.start() as peer:
        # A call takes a moment, as it does on a real network, so that kills meet some under way.
        for method in LETTERS:
            peer.fault(method, times=1_000_000, delay=0.03)
        yield peer


@pytest.fixture
def child(processor: CoachProcessor, peer: Peer, tmp_path: Path) -> Iterator[Child]:
    child = Child(processor, tmp_path / "coach.db", peer.url)
    child.start()
    yield child
    child.kill()


def accepted(peer: Peer) -> int:
    """Return how many calls of letters Telegram took so far."""
    return sum(call["method"] in LETTERS and call["status"] == 200 for call in peer.calls())


def live_on(walks: list[Walk], until: float) -> None:
    """Let everybody do what comes next, until that moment."""
    while time.monotonic() < until:
        for walk in walks:
            walk.go_on()
        time.sleep(0.01)


def test_kills_lose_nothing_and_do_nothing_twice(
    child: Child, peer: Peer, record_property: Callable[[str, object], None]
) -> None:
    walks = [Walk(Person(FIRST + number, peer)) for number in range(PEOPLE)]
    dice, count = random.Random(20), Count()
    for walk in walks:
        walk.begin()
    for _ in range(KILLS):
        live_on(walks, time.monotonic() + dice.uniform(0.2, 2.5))
        child.kill()
        ever, waiting, chats = count_letters(child.file)
        count.waiting_chats += chats
        count.unnoted.append(accepted(peer) - (ever - waiting))
        child.start()
    finish(walks, child)
    ever, waiting, _ = count_letters(child.file)
    repeated = accepted(peer) - ever
    for name, figure in {"letters": ever, "repeated": repeated, "seen": count}.items():
        record_property(name, str(figure))
    assert waiting == 0
    # One call of a chat at most is under way at a kill, and only what was can come again.
    assert 0 <= repeated <= count.waiting_chats
    assert repeated <= count.unnoted[-1]
    updates = sum(len(walk.tapped) + 1 + walk.asked for walk in walks)
    assert count_updates(child.file) == {"handled": updates}
    assert_everybody_did_the_same(child.file)


def finish(walks: list[Walk], child: Child) -> None:
    """Let everybody come to the end, and all answers arrive."""

    def all_through() -> bool:
        for walk in walks:
            walk.go_on()
        return all(walk.is_through for walk in walks)

    wait_until(all_through, 240, lambda: "\n\n".join(tell_stuck(walks)))
    wait_until(lambda: count_letters(child.file)[1] == 0, 60, lambda: "letters are left")
    wait_until(lambda: set(count_updates(child.file)) == {"handled"}, 60, lambda: "updates wait")


def tell_stuck(walks: list[Walk]) -> list[str]:
    """Return what was said by and to those who did not come to the end."""
    return [walk.person.transcript for walk in walks if not walk.is_through]


def assert_everybody_did_the_same(file: Path) -> None:
    """Hold that every life has come out alike: one check, two sessions, the same sets."""
    lives = [read_life(file, FIRST + number) for number in range(PEOPLE)]
    assert [len(lives[0][table]) for table in ("assessment", "workout")] == [1, 2]
    assert [life for life in lives if life != lives[0]] == []

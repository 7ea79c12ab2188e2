"""No update is lost by polling, whatever happens between Telegram and the database."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import Any

import pytest

from actions.store.choices import UpdateState
from bot.telegram import polling as polling_module
from bot.telegram.errors import PolledElsewhere, TokenRefused
from bot.telegram.handlers import WANTED
from bot.telegram.inbox import Inbox
from bot.telegram.polling import CONFLICTS, Polling
from tests.end_to_end.fake_updates import OTHER_POLL
from tests.telegram.network import ANN, Clerk, Network, gaps, running, until

STARTED = "Taking messages by long polling."
BACK = "Updates come in again."
CONFLICT = {"status": 409, "description": OTHER_POLL}
HANDLED = UpdateState.HANDLED


@pytest.fixture(autouse=True)
def short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(polling_module, "SHORTEST_PAUSE", 0.05)
    monkeypatch.setattr(polling_module, "CONFLICT_PAUSE", 0.05)


class Killed(Exception):
    """The process ends here, as if somebody had pulled the plug."""


class DyingBefore(Inbox):
    """An inbox whose process dies before it stores anything."""

    def take_in(self, raws: Sequence[Any]) -> int | None:
        raise Killed


class DyingAfter(Inbox):
    """An inbox whose process dies once it has stored something."""

    def take_in(self, raws: Sequence[Any]) -> int | None:
        super().take_in(raws)
        raise Killed


def poll(
    net: Network,
    clerk: Clerk,
    enough: Callable[[], object],
    make: type[Inbox] = Inbox,
) -> list[str]:
    """Poll until there was enough; return what was said, raise what polling raised."""
    said: list[str] = []

    async def run() -> None:
        async with net.connect() as bot:
            inbox = clerk.open_inbox(make)
            inbox.take_up()
            async with running(Polling(bot, WANTED, said.append).run(inbox)) as task:
                await until(lambda: task.done() or enough())
                await inbox.drain(5)
                if task.done():
                    task.result()

    asyncio.run(run())
    return said


def is_quiet(net: Network) -> bool:
    """Tell whether nothing waits to be confirmed and the poller waits for more."""
    return not net.api.pending and net.api.polling


def write(net: Network, count: int) -> list[int]:
    return [net.api.say(ANN, f"number {number}") for number in range(count)]


def test_updates_are_stored_handled_and_confirmed(net: Network) -> None:
    ids, clerk = write(net, 250), Clerk(net)
    assert poll(net, clerk, lambda: is_quiet(net)) == [STARTED]
    assert clerk.ids == ids
    assert net.list_updates() == [(each, HANDLED) for each in ids]


def test_only_what_is_answered_is_asked_for(net: Network) -> None:
    poll(net, Clerk(net), lambda: net.api.polling)
    ids = [net.api.push({"poll": {"id": "1"}}), net.api.say(ANN, "hello")]
    clerk = Clerk(net)
    poll(net, clerk, lambda: is_quiet(net))
    assert clerk.ids == ids[1:]


@pytest.mark.parametrize("make", [DyingBefore, DyingAfter])
def test_updates_come_again_after_a_death_and_are_handled_once(
    net: Network, make: type[Inbox]
) -> None:
    ids, clerk = write(net, 3), Clerk(net)
    with pytest.raises(Killed):
        poll(net, clerk, lambda: False, make)
    assert [each["update_id"] for each in net.api.pending] == ids
    poll(net, clerk, lambda: is_quiet(net))
    assert clerk.ids == ids
    assert net.list_updates() == [(each, HANDLED) for each in ids]


def test_updates_that_cannot_be_stored_are_not_confirmed(net: Network) -> None:
    ids, clerk = write(net, 3), Clerk(net)
    net.sessions.failing = lambda: net.sessions.failed < 3 and net.api.polling is False
    seen: list[list[int]] = []

    def note_pending() -> bool:
        if not clerk.raws:
            seen.append([each["update_id"] for each in net.api.pending])
        return is_quiet(net)

    async def run() -> list[str]:
        said: list[str] = []
        async with net.connect() as bot:
            inbox = clerk.open_inbox()
            async with running(Polling(bot, WANTED, said.append).run(inbox)):
                await until(note_pending)
                await inbox.drain(5)
        return said

    said = asyncio.run(run())
    assert net.sessions.failed == 3
    assert all(each == ids for each in seen)
    assert clerk.ids == ids
    assert said == [STARTED, said[1], BACK]
    assert "DatabaseFault" in said[1]


NO_UPDATES: dict[str, dict[str, Any]] = {
    "garbage": {"garbage": True},
    "no list": {"lie": True},
    "500": {"status": 500, "description": "Internal Server Error"},
    "slow down": {"status": 429, "parameters": {"retry_after": 1}},
    "bad request": {"status": 400, "description": "Bad Request: never heard of it"},
}


@pytest.mark.parametrize("kind", NO_UPDATES.values(), ids=NO_UPDATES.keys())
def test_answer_that_holds_no_updates_is_got_over(net: Network, kind: dict[str, Any]) -> None:
    net.api.fault("getUpdates", times=3, **kind)
    ids, clerk = write(net, 2), Clerk(net)
    poll(net, clerk, lambda: is_quiet(net))
    assert clerk.ids == ids


def test_answer_that_is_no_list_is_not_asked_for_without_a_pause(net: Network) -> None:
    net.api.fault("getUpdates", times=10_000, lie=True)

    async def run() -> None:
        async with net.connect() as bot:
            polling = Polling(bot, WANTED, print).run(Clerk(net).open_inbox())
            async with running(polling):
                await until(lambda: net.api.calls_of("getUpdates"))
                await asyncio.sleep(1)

    asyncio.run(run())
    assert len(net.api.calls_of("getUpdates")) < 50


@pytest.mark.parametrize(
    "strange",
    [
        {"message": {"text": "no number"}},
        {"update_id": "7"},
        {"update_id": True},
        {"update_id": -1},
        {"update_id": 2**70},
        {},
    ],
    ids=str,
)
def test_what_is_no_update_is_left_and_the_others_are_handled(
    net: Network, strange: dict[str, Any]
) -> None:
    clerk = Clerk(net)

    async def run() -> None:
        async with net.connect() as bot:
            inbox = clerk.open_inbox()
            answers = iter([[strange, {"update_id": 5, "message": {}}, "x", None]])
            fetch = bot.fetch_updates

            async def answer(*asked: Any) -> Any:
                return next(answers, None) or await fetch(*asked)

            object.__setattr__(bot, "fetch_updates", answer)
            async with running(Polling(bot, WANTED, print).run(inbox)):
                await until(lambda: clerk.raws and net.api.polling)
                await inbox.drain(5)

    asyncio.run(run())
    assert net.list_updates() == [(5, HANDLED)]


def test_numbers_that_begin_again_are_taken(net: Network) -> None:
    first = net.api.push_raw({"update_id": 900, "message": {}})
    clerk = Clerk(net)
    poll(net, clerk, lambda: is_quiet(net))
    net.api.push_raw({"update_id": 5, "message": {}})
    poll(net, clerk, lambda: is_quiet(net))
    assert clerk.ids == [first, 5]


def test_newcomer_gives_up_where_somebody_else_polls(net: Network) -> None:
    net.api.fault("getUpdates", times=1000, **CONFLICT)
    said: list[str] = []

    async def run() -> None:
        async with net.connect() as bot:
            await Polling(bot, WANTED, said.append).run(Clerk(net).open_inbox())

    with pytest.raises(PolledElsewhere, match="stop the other one"):
        asyncio.run(run())
    assert len(net.api.calls_of("getUpdates")) == CONFLICTS
    assert [line for line in said if "Another process" in line] == said[1:]
    assert len(said) == 2


def test_poller_that_was_here_first_goes_on(net: Network) -> None:
    clerk = Clerk(net)
    write(net, 1)

    async def run() -> None:
        async with net.connect() as bot:
            inbox = clerk.open_inbox()
            async with running(Polling(bot, WANTED, print).run(inbox)) as task:
                await until(lambda: clerk.raws and is_quiet(net))
                net.api.fault("getUpdates", times=CONFLICTS + 5, **CONFLICT)
                # It ends the poll that waits, which no fault can reach.
                write(net, 1)
                await until(lambda: len(net.api.calls_of("getUpdates")) > CONFLICTS + 5)
                write(net, 1)
                await until(lambda: len(clerk.raws) == 3 or task.done())

    asyncio.run(run())
    assert len(clerk.raws) == 3


def test_token_that_is_not_valid_any_more_ends_polling(net: Network) -> None:
    net.api.fault("getUpdates", times=1000, status=401, description="Unauthorized")
    with pytest.raises(TokenRefused, match="@BotFather"):
        poll(net, Clerk(net), lambda: False)


def test_token_that_is_refused_once_by_mistake_is_tried_again(net: Network) -> None:
    net.api.fault("getUpdates", status=401, description="Unauthorized")
    ids, clerk = write(net, 1), Clerk(net)
    poll(net, clerk, lambda: is_quiet(net))
    assert clerk.ids == ids


def test_network_that_is_down_is_told_of_once_and_again_when_it_is_back(net: Network) -> None:
    net.api.fault("getUpdates", times=4, drop=True)
    ids, clerk = write(net, 1), Clerk(net)
    said = poll(net, clerk, lambda: is_quiet(net))
    assert said == [STARTED, said[1], BACK]
    assert said[1].startswith("No updates come in (NetworkError)")
    assert clerk.ids == ids


def test_pauses_while_the_network_is_down_grow(net: Network) -> None:
    net.api.fault("getUpdates", times=4, status=502)
    poll(net, Clerk(net), lambda: net.api.polling)
    calls = net.api.calls_of("getUpdates")
    assert all(gap >= 0.05 * 2**number for number, gap in enumerate(gaps(calls[:4])))


def test_outage_of_a_night_is_got_over(net: Network, monkeypatch: pytest.MonkeyPatch) -> None:
    # At thirty seconds a try so many are nine hours; here nothing is waited for.
    monkeypatch.setattr(polling_module, "SHORTEST_PAUSE", 0.0)
    net.api.fault("getUpdates", times=1100, status=502)
    ids, clerk = write(net, 1), Clerk(net)
    poll(net, clerk, lambda: is_quiet(net))
    assert clerk.ids == ids


def test_webhook_that_was_set_before_is_taken_away(net: Network) -> None:
    async def set_webhook() -> None:
        async with net.connect() as bot:
            await bot.set_webhook("https://coach.example.org/hook")

    asyncio.run(set_webhook())
    net.api.fault("deleteWebhook", times=2, status=502)
    ids, clerk = write(net, 2), Clerk(net)
    poll(net, clerk, lambda: is_quiet(net))
    assert net.api.webhook is None
    assert clerk.ids == ids

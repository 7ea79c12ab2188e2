"""Letters arrive in order and at Telegram's pace, whatever the network or the disk do."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta, timezone
from functools import partial
from typing import Any

import pytest
from telegram.request import HTTPXRequest

from actions.store.choices import Urgency
from actions.store.letters import post_letters
from actions.store.unit_of_work import UnitOfWork
from bot.telegram import api as bot_api
from bot.telegram.desk import name_channel
from bot.telegram.sender import outbox as outbox_module
from bot.telegram.sender import pace as pace_module
from bot.telegram.sender.letters import ChatLetter
from bot.telegram.sender.outbox import Outbox
from bot.telegram.sender.pace import PROMPTS_A_SECOND, Pace
from bot.telegram.sender.post import Post
from tests.telegram.network import (
    ANN,
    BEN,
    BOT_ID,
    Network,
    change,
    gaps,
    say,
    until,
)

# Telegram lets a little more through; less would be a fault of this program.
A_SECOND = 0.95
HASTY = partial(Pace, 0.01)


@pytest.fixture(autouse=True)
def short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outbox_module, "SHORTEST_PAUSE", 0.2)


# Order, pace and urgency.


def test_letters_of_a_chat_arrive_in_their_order(net: Network) -> None:
    texts = [f"number {number}" for number in range(12)]
    net.post(*map(say, texts))
    net.send_all(pace=HASTY())
    assert net.read() == texts


def test_chat_gets_at_most_one_message_a_second(net: Network) -> None:
    net.post(say("one"), say("two"), say("three"))
    net.send_all()
    assert min(gaps(net.api.calls_of("sendMessage", ANN))) >= A_SECOND


def test_change_of_a_card_counts_as_a_message(net: Network) -> None:
    net.post(say("set 1", "Done"))
    net.send_all(pace=HASTY())
    net.post(*(change(f"set {number}", net.view["message_id"], "Done") for number in (2, 3)))
    net.send_all()
    assert net.read() == ["set 3"]
    assert min(gaps(net.api.calls_of("editMessageText", ANN))) >= A_SECOND


def test_letters_of_another_channel_stay_where_they_are(net: Network) -> None:
    with UnitOfWork(net.sessions) as work:
        now = datetime.now(timezone.utc)
        post_letters(work.session, BOT_ID, "terminal:me", [say("x").to_json()], now)
        work.commit()
    net.post(say("hello"))

    async def run() -> None:
        async with net.sending() as outbox:
            outbox.wake("terminal:me")
            await until(net.read)

    asyncio.run(run())
    assert net.count_letters() == 1


def test_chat_that_telegram_slows_down_holds_up_no_other(net: Network) -> None:
    async def run() -> None:
        net.api.fault("sendMessage", status=429, parameters={"retry_after": 60})
        net.post(say("late"))
        async with net.sending():
            await until(lambda: net.api.calls_of("sendMessage", ANN))
            net.post(say("in time"), chat=BEN)
            await until(lambda: net.read(BEN))

    asyncio.run(run())
    assert (net.read(ANN), net.read(BEN)) == ([], ["in time"])


def test_answer_goes_before_fifty_prompts_of_its_chat(net: Network) -> None:
    net.post(*(say(f"prompt {number}") for number in range(50)), urgency=Urgency.PROMPT)
    net.post(say("answer"))

    async def run() -> None:
        async with net.sending():
            await until(net.read)

    asyncio.run(run())
    assert net.read() == ["answer"]


def post_prompts(net: Network, chats: range) -> None:
    for chat in chats:
        net.post(say("prompt"), chat=chat, urgency=Urgency.PROMPT)


def test_prompts_go_at_a_limited_rate(net: Network) -> None:
    post_prompts(net, range(1, 61))
    net.send_all()
    calls = net.api.calls_of("sendMessage")
    assert len(calls) == 60
    # A bucket of this size is full at first, and then fills at this rate.
    assert calls[-1].at - calls[0].at >= 0.9 * (60 - PROMPTS_A_SECOND) / PROMPTS_A_SECOND


@pytest.mark.parametrize("chat", [99, 151], ids=["of a chat with a prompt", "of another chat"])
def test_answer_does_not_wait_behind_prompts_of_other_chats(net: Network, chat: int) -> None:
    post_prompts(net, range(1, 151))

    async def run() -> int:
        async with net.sending() as outbox:
            await until(lambda: net.api.calls_of("sendMessage"))
            net.post(say("answer"), chat=chat)
            outbox.wake(f"telegram:{chat}")
            await until(lambda: net.read(chat))
            return net.count_letters()

    still_waiting = asyncio.run(run())
    assert net.read(chat)[0] == "answer"
    assert still_waiting > 60


# Telegram asks to be left alone.


def hold_up(net: Network, method: str = "sendMessage", seconds: int = 2) -> None:
    net.api.fault(method, status=429, parameters={"retry_after": seconds})


def test_wait_that_telegram_asks_for_is_kept_and_nothing_at_all_reaches_the_chat(
    net: Network,
) -> None:
    hold_up(net)
    net.post(say("one"))
    net.send_all()
    refused, sent = net.calls_to(ANN)
    assert (refused.status, sent.status) == (429, 200)
    assert sent.at - refused.at >= 1.95
    assert net.read() == ["one"]


def test_wait_that_telegram_asks_for_outlives_the_process(net: Network) -> None:
    hold_up(net, seconds=3)
    net.post(say("one"))

    async def meet_the_refusal() -> None:
        async with net.sending():
            await until(lambda: (chat := net.find_chat()) and chat.paused_at)

    asyncio.run(meet_the_refusal())
    net.send_all()
    refused, *later = net.calls_to(ANN)
    assert min(call.at for call in later) - refused.at >= 2.95
    assert [call.method for call in later] == ["sendMessage"]
    assert net.read() == ["one"]


def test_wait_asked_for_while_old_buttons_go_is_kept(net: Network) -> None:
    net.post(say("one", "A"))
    net.send_all()
    hold_up(net, "editMessageReplyMarkup")
    net.post(say("two", "B"))
    net.send_all()
    refused, stripped = net.api.calls_of("editMessageReplyMarkup", ANN)
    assert stripped.at - refused.at >= 1.95
    assert net.labels() == [[], ["B"]]


def test_clock_that_is_set_back_in_a_wait_does_not_stop_a_chat(net: Network) -> None:
    hold_up(net, seconds=4)
    net.post(*(say(str(number)) for number in range(4)))
    moved = timedelta()

    def clock() -> datetime:
        return datetime.now(timezone.utc) - moved

    async def run() -> None:
        nonlocal moved
        async with net.sending(clock=clock):
            await until(lambda: (chat := net.find_chat()) and chat.paused_at)
            moved = timedelta(hours=1)
            await until(lambda: not net.count_letters())

    asyncio.run(run())
    assert net.read() == ["0", "1", "2", "3"]
    # The wait is over with the first message; the next ones wait for a second each.
    assert max(gaps(net.api.calls_of("sendMessage", ANN))[1:]) < 3.5


# Faults of the network and of servers.

FAULTS: dict[str, tuple[dict[str, Any], int]] = {
    "502": ({"status": 502, "description": "Bad Gateway"}, 1),
    "502 in HTML": ({"status": 502, "garbage": True}, 1),
    "503": ({"status": 503, "description": "Service Unavailable"}, 1),
    "500": ({"status": 500, "description": "Internal Server Error"}, 1),
    "dropped": ({"drop": True}, 1),
    "dropped after it was done": ({"drop_after": True}, 3),
    "stalled": ({"delay": 3, "times": 1}, 1),
    "garbage": ({"garbage": True}, 1),
    "lie": ({"lie": True}, 1),
    "unauthorized by mistake": ({"status": 401, "description": "Unauthorized"}, 1),
    "no such method by mistake": ({"status": 404, "description": "Not Found"}, 1),
}


@pytest.mark.parametrize(("kind", "most"), FAULTS.values(), ids=FAULTS.keys())
def test_letter_arrives_after_faults(net: Network, kind: dict[str, Any], most: int) -> None:
    net.api.fault("sendMessage", **{"times": 2, **kind})
    net.post(say("one"), say("two"))
    net.send_all(pace=HASTY())
    shown = net.read()
    assert 1 <= shown.count("one") <= most
    assert shown[-1] == "two"
    assert sorted(set(shown)) == ["one", "two"]


def test_call_that_is_never_answered_is_made_again(
    net: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    def make_request(**settings: Any) -> HTTPXRequest:
        return HTTPXRequest(**{**settings, "read_timeout": 1.0})

    monkeypatch.setattr(bot_api, "HTTPXRequest", make_request)
    net.api.fault("sendMessage", delay=60)
    net.post(say("one"))
    net.send_all()
    assert net.read() == ["one"]


def test_pauses_between_tries_grow(net: Network) -> None:
    net.api.fault("sendMessage", times=4, status=502)
    net.post(say("one"))
    net.send_all()
    waited = gaps(net.calls_to(ANN))
    assert [call.method for call in net.calls_to(ANN)] == ["sendMessage"] * 5
    assert all(gap >= 0.74 * 0.2 * 2**number for number, gap in enumerate(waited))


def test_outage_of_a_night_is_got_over(net: Network, monkeypatch: pytest.MonkeyPatch) -> None:
    # At thirty seconds a try so many are nine hours; here nothing is waited for.
    monkeypatch.setattr(outbox_module, "SHORTEST_PAUSE", 0.0)
    monkeypatch.setattr(pace_module, "ALL_CHATS_A_SECOND", 10_000)
    net.api.fault("sendMessage", times=1100, status=502)
    net.post(say("one"))
    net.send_all(seconds=90)
    assert net.read() == ["one"]


def test_pauses_are_short_again_after_a_success(net: Network) -> None:
    net.api.fault("sendMessage", times=4, status=502)
    net.post(say("one"))

    async def run() -> None:
        async with net.sending(pace=HASTY()):
            await until(net.read)
            net.api.fault("sendMessage", status=502)
            net.post(say("two"))
            await until(lambda: len(net.read()) == 2)

    asyncio.run(run())
    # A fifth fault in a row would be followed by three seconds.
    assert gaps(net.api.calls_of("sendMessage"))[-1] < 2


# Stops and faults of the database.


async def drain(net: Network, seconds: float) -> None:
    """Stop an outbox that begins only now."""
    async with net.connect() as bot:
        await Outbox(Post(bot, net.sessions), net.sessions).drain(seconds)


def test_drain_ends_in_its_time_and_the_next_run_sends_the_rest(net: Network) -> None:
    net.api.fault("sendMessage", delay=60)
    net.post(say("one"), say("two"))

    async def stop() -> None:
        await asyncio.wait_for(drain(net, 0.5), timeout=5)

    asyncio.run(stop())
    assert net.count_letters() == 2
    net.send_all()
    assert net.read() == ["one", "two"]


def test_drain_sends_what_can_be_sent_in_its_time(net: Network) -> None:
    net.post(say("one"), chat=ANN)
    net.post(say("two"), chat=BEN)

    asyncio.run(drain(net, 20))
    assert (net.read(ANN), net.read(BEN)) == (["one"], ["two"])


def test_database_that_fails_for_a_while_loses_nothing_and_stops_nobody(net: Network) -> None:
    async def run() -> None:
        heal = False
        async with net.sending(pace=HASTY()) as outbox:
            # It heals after so many tries as well, so that a loop that never waits ends.
            net.sessions.failing = lambda: not heal and net.sessions.failed < 500
            net.post(say("one"), say("two"))
            outbox.wake("telegram:7")
            await asyncio.sleep(1)
            assert 1 <= net.sessions.failed < 50
            heal = True
            await until(lambda: not net.count_letters())

    asyncio.run(run())
    assert net.read() == ["one", "two"]


@pytest.mark.parametrize("after", [1, 2, 3, 4])
def test_database_that_fails_in_the_middle_loses_nothing(net: Network, after: int) -> None:
    opened = iter(range(10_000))
    net.post(say("one", "A"), say("two", "B"))
    net.sessions.failing = lambda: after <= next(opened) < after + 2
    net.send_all(pace=HASTY())
    shown = net.read()
    # What was sent and could not be noted is sent once more.
    assert shown.count("one") <= 3
    assert shown.count("two") <= 3
    assert list(dict.fromkeys(shown)) == ["one", "two"]
    assert net.labels()[-1] == ["B"]


def post_for(net: Network, bot_id: int, letter: ChatLetter) -> None:
    """Put a letter of that bot into the outbox, and nothing else."""
    with UnitOfWork(net.sessions.real) as work:
        now = datetime.now(timezone.utc)
        post_letters(work.session, bot_id, name_channel(ANN), [letter.to_json()], now)
        work.commit()


def test_letters_of_another_bot_are_left_to_it(net: Network) -> None:
    post_for(net, BOT_ID + 1, say("of another bot"))
    net.post(say("of this bot"))

    async def run() -> None:
        async with net.sending() as outbox:
            await until(lambda: net.count_letters() == 1, 30.0)
            await outbox.drain(1)

    asyncio.run(run())
    assert net.read() == ["of this bot"]
    assert net.count_letters() == 1

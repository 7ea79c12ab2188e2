"""The real command starts, says what keeps it from starting, and stops when it is told to."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.engine import COMMANDS
from bot.telegram import service
from tests.end_to_end.fake_bot_api import TOKEN, FakeBotApi
from tests.end_to_end.peer import Coach
from tests.end_to_end.processes import free_port, wait_until

# One worker for all, because they share a run.
pytestmark = pytest.mark.xdist_group("telegram_start")
ANN, BEN, CAT = 7, 8, 9
TAKING = "Taking messages by "
NO_SERVER = "http://127.0.0.1:{port}"


@pytest.fixture
def api() -> Iterator[FakeBotApi]:
    with FakeBotApi(chats={ANN, BEN}) as fake:
        yield fake


def start(
    api_url: str, folder: Path, model: Path, webhook: str | None = None, **extra: str
) -> Coach:
    named = {f"POSTURE_COACH_{name}": value for name, value in extra.items()}
    return Coach(api_url, folder / "coach.db", model, TOKEN, named, webhook).start()


def wait_for_line(coach: Coach, words: str, seconds: float = 120) -> str:
    """Wait until it says something on standard error; return the whole line."""

    def find() -> str:
        assert coach.process is None or coach.process.code is None, coach.stderr
        return next((line for line in coach.stderr.splitlines() if words in line), "")

    return wait_until(find, seconds, lambda: f"not said: {words!r}\n{coach.stderr}")


def wait_for_end(coach: Coach, seconds: float = 120) -> int:
    """Wait until it ends by itself; return its exit code."""
    assert coach.process is not None
    code = coach.process.wait(seconds)
    coach.process.kill_all()
    assert coach.stdout == ""
    assert "Traceback" not in coach.stderr
    return code


# What keeps it from starting.

UNUSABLE: dict[str, tuple[dict[str, str], str | None, tuple[str, ...]]] = {
    "no token": (
        {"TELEGRAM_TOKEN": ""},
        None,
        ("POSTURE_COACH_TELEGRAM_TOKEN", "@BotFather", "docs/telegram.md"),
    ),
    "malformed token": (
        {"TELEGRAM_TOKEN": "123456 sEcReT"},
        None,
        ("POSTURE_COACH_TELEGRAM_TOKEN", "@BotFather"),
    ),
    "refused token": (
        {"TELEGRAM_TOKEN": "123456:sEcReT"},
        None,
        ("does not know this token", "@BotFather", "http://127.0.0.1:"),
    ),
    "no model": ({"MODEL": "/nowhere/model.tar.gz"}, None, ("posture-coach train",)),
    "no address": ({}, "junk", ("--webhook", "https://")),
    "an address without a host": ({}, "https://", ("--webhook", "https://")),
    "malformed API": ({"TELEGRAM_API": "junk"}, None, ("POSTURE_COACH_TELEGRAM_API",)),
}


@pytest.mark.parametrize(("extra", "webhook", "words"), UNUSABLE.values(), ids=UNUSABLE.keys())
def test_what_cannot_be_used_is_named(
    api: FakeBotApi,
    tmp_path: Path,
    model_file: Path,
    extra: dict[str, str],
    webhook: str | None,
    words: tuple[str, ...],
) -> None:
    with start(api.url, tmp_path, model_file, webhook, **extra) as coach:
        assert wait_for_end(coach) == 2
        assert all(word in coach.stderr for word in words)
        assert "sEcReT" not in coach.stderr
        assert TOKEN not in coach.stderr
        # argparse shows how the command is used as well.
        assert webhook or len(coach.stderr.splitlines()) == 1


def test_api_that_cannot_be_reached_is_named_after_some_tries(
    tmp_path: Path, model_file: Path
) -> None:
    url = NO_SERVER.format(port=free_port())
    with start(url, tmp_path, model_file) as coach:
        assert wait_for_end(coach) == 1
        *tries, last = coach.stderr.splitlines()
        assert [line.rpartition("again in ")[2] for line in tries] == [
            "1 s.",
            "2 s.",
            "4 s.",
            "8 s.",
        ]
        assert f"The Bot API at {url} cannot be reached" in last
        assert "POSTURE_COACH_TELEGRAM_API" in last


def test_api_that_comes_back_is_waited_for(
    api: FakeBotApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "CONNECT_PAUSES", (0.1, 0.1, 0.1, 0.1))
    api.fault("getMe", times=3, status=502, garbage=True)
    said: list[str] = []

    async def run() -> str:
        async with service.connect(TOKEN, api.url, said.append) as bot:
            return bot.username

    assert asyncio.run(run()) == "fake_coach_bot"
    assert [line.endswith("Trying again in 0.1 s.") for line in said] == [True] * 3


def test_port_that_is_taken_is_named(api: FakeBotApi, tmp_path: Path, model_file: Path) -> None:
    # The fake itself listens there.
    with start(api.url, tmp_path, model_file, f"{api.url}/hook") as coach:
        assert wait_for_end(coach) == 1
        assert "POSTURE_COACH_WEBHOOK_LISTEN" in coach.stderr
        assert api.url.removeprefix("http://") in coach.stderr


# What it does once it runs.


@pytest.fixture(scope="module")
def shared_api() -> Iterator[FakeBotApi]:
    with FakeBotApi(chats={ANN, BEN}) as fake:
        yield fake


@pytest.fixture(scope="module")
def running_coach(
    shared_api: FakeBotApi, model_file: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Coach]:
    """One run for all that only look at it."""
    with start(shared_api.url, tmp_path_factory.mktemp("start"), model_file) as coach:
        wait_for_line(coach, TAKING)
        yield coach


@pytest.mark.usefixtures("running_coach")
def test_commands_and_descriptions_are_set(shared_api: FakeBotApi) -> None:
    names = {"commands", "description", "short_description"}
    shared_api.wait_for(lambda: shared_api.profile.keys() == names)
    commands = shared_api.profile["commands"]
    assert [each["command"] for each in commands] == list(COMMANDS)
    assert len(commands) == 14
    assert len({each["description"] for each in commands}) == 14
    assert len(shared_api.profile["description"]) > 40
    assert len(shared_api.profile["short_description"]) > 20


def test_operator_is_told_where_the_coach_is(running_coach: Coach) -> None:
    ready, taking = running_coach.stderr.splitlines()[:2]
    assert "@fake_coach_bot" in ready
    assert "https://t.me/fake_coach_bot" in ready
    assert taking.endswith("by long polling.")
    assert running_coach.stdout == ""


@pytest.mark.usefixtures("running_coach")
def test_chat_that_telegram_slows_down_gets_no_call_at_all(shared_api: FakeBotApi) -> None:
    shared_api.fault("sendMessage", status=429, parameters={"retry_after": 3})
    shared_api.say(CAT, "/help")
    (refused,) = shared_api.wait_for(lambda: shared_api.calls_of("sendMessage", CAT))
    shared_api.say(CAT, "hello")
    shared_api.wait_for(lambda: shared_api.messages(CAT))
    calls = [call for call in shared_api.calls if call.chat_id == CAT]
    later = [call for call in calls if call.at > refused.at]
    assert refused.status == 429
    assert [call.method for call in later if call.at < refused.at + 2.95] == []


def test_somebody_who_writes_is_answered(shared_api: FakeBotApi, running_coach: Coach) -> None:
    shared_api.say(ANN, "/start")
    shared_api.wait_for(lambda: shared_api.messages(ANN))
    assert running_coach.stdout == ""


def test_second_process_on_the_same_token_is_told_so(
    shared_api: FakeBotApi, running_coach: Coach, tmp_path: Path, model_file: Path
) -> None:
    with start(shared_api.url, tmp_path, model_file) as second:
        line = wait_for_line(second, "Another process")
        assert "token" in line
        assert "stop the other one" in line
        assert end(second) == 0
    # The first one goes on.
    before = len(shared_api.messages(BEN))
    shared_api.say(BEN, "/help")
    shared_api.wait_for(lambda: len(shared_api.messages(BEN)) > before)
    assert running_coach.process is not None
    assert running_coach.process.code is None


# How it stops.


def stall_a_letter(api: FakeBotApi) -> None:
    """Let the answer to Ann be under way and get no further."""
    api.fault("sendMessage", delay=120)
    api.say(ANN, "/start")
    api.wait_for(lambda: api.calls_of("sendChatAction", ANN))
    api.wait_for(lambda: not api.pending)
    api.say(BEN, "/start")
    # Ann's has used up the fault.
    api.wait_for(lambda: api.messages(BEN))


def end(coach: Coach, number: signal.Signals = signal.SIGTERM) -> int:
    """Tell it to end, which it has to do within ten seconds; return its exit code."""
    assert coach.process is not None
    coach.process.send(number)
    return wait_for_end(coach, seconds=10)


def test_coach_ends_with_a_letter_under_way_that_the_next_run_sends(
    api: FakeBotApi, tmp_path: Path, model_file: Path
) -> None:
    with start(api.url, tmp_path, model_file) as coach:
        wait_for_line(coach, TAKING)
        stall_a_letter(api)
        assert end(coach) == 0
        assert api.messages(ANN) == []
        coach.start()
        api.wait_for(lambda: len(api.messages(ANN)) == len(api.messages(BEN)), seconds=60)
        assert end(coach, signal.SIGINT) == 0


def test_coach_ends_with_a_webhook_and_a_letter_under_way(
    api: FakeBotApi, tmp_path: Path, model_file: Path
) -> None:
    webhook = f"http://127.0.0.1:{free_port()}/hook"
    with start(api.url, tmp_path, model_file, webhook) as coach:
        wait_for_line(coach, TAKING)
        stall_a_letter(api)
        assert end(coach) == 0
        assert api.messages(ANN) == []

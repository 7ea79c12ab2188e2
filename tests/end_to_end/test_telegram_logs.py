"""Nothing that people say, and nothing that opens the bot, is ever printed, whatever goes wrong."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.end_to_end.fake_bot_api import TOKEN, FakeBotApi
from tests.end_to_end.processes import Process, free_port, wait_until

# One worker for all, because they share two runs.
pytestmark = pytest.mark.xdist_group("telegram_logs")
ANN, BEN, CAT = 7, 8, 9
NAME, WORDS, FIELD = "Zwetschgenfrau", "mauerblümchen-quark", "kaulquappe"
SECRET = "webhook-secret-of-the-tests"
DEBUG = {
    "LOG_LEVEL": "DEBUG",
    "LOG_LEVEL_LIBRARIES": "DEBUG",
    "HTTPX_LOG_LEVEL": "debug",
    "PYTHONASYNCIODEBUG": "1",
    "PYTHONDEVMODE": "1",
    "PYTHONWARNINGS": "always",
    "TF_CPP_MIN_LOG_LEVEL": "0",
}
WAYS: dict[str, tuple[dict[str, str], bool]] = {
    "verbose": ({}, False),
    "verbose and DEBUG, by webhook": (DEBUG, True),
}


@pytest.fixture(scope="module", params=WAYS.values(), ids=WAYS.keys())
def printed(
    request: pytest.FixtureRequest, model_file: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """All that one run wrote, in which everything went wrong that can."""
    more, hooked = request.param
    with FakeBotApi(chats={ANN, BEN, CAT}) as api:
        process = start(api, model_file, tmp_path_factory.mktemp("logs"), more, hooked)
        try:
            wait_until(lambda: is_up(process), 180, lambda: read(process))
            talk(api)
            break_things(api)
        finally:
            process.kill_all()
        yield read(process)


def start(
    api: FakeBotApi, model: Path, folder: Path, more: dict[str, str], hooked: bool
) -> Process:
    listen = f"127.0.0.1:{free_port()}"
    settings = {
        "POSTURE_COACH_TELEGRAM_TOKEN": TOKEN,
        "POSTURE_COACH_TELEGRAM_API": api.url,
        "POSTURE_COACH_DATABASE_URL": f"sqlite:///{folder / 'coach.db'}",
        "POSTURE_COACH_MODEL": str(model),
        "POSTURE_COACH_WEBHOOK_LISTEN": listen,
        "POSTURE_COACH_WEBHOOK_SECRET": SECRET,
    }
    program = str(Path(sys.executable).with_name("posture-coach"))
    way = ("--webhook", f"http://{listen}/hook") if hooked else ()
    return Process((program, "--verbose", "telegram", *way), {**os.environ, **more, **settings})


def is_up(process: Process) -> bool:
    assert process.code is None, read(process)
    return "Taking messages" in read(process)


def read(process: Process) -> str:
    return "\n".join([*process.stdout, *process.stderr])


def write(chat: int, text: str) -> dict[str, Any]:
    """Return an update of somebody with a name of their own."""
    user = {"id": chat, "is_bot": False, "first_name": NAME, "username": NAME, "last_name": NAME}
    message = {"message_id": 10**6, "date": 0, "from": user, "text": text}
    return {"message": {**message, "chat": {"id": chat, "type": "private", "first_name": NAME}}}


def wait_for_answer(api: FakeBotApi, chat: int, update: dict[str, Any]) -> None:
    """Send an update, and wait until the bot says something new."""
    before = len(api.messages(chat))
    api.push(update)
    api.wait_for(lambda: len(api.messages(chat)) > before, seconds=60)


def talk(api: FakeBotApi) -> None:
    wait_for_answer(api, ANN, write(ANN, "/start"))
    api.tap_label(ANN, "I agree")
    api.wait_for(lambda: len(api.messages(ANN)) > 1)
    wait_for_answer(api, ANN, write(ANN, f"my neck hurts since {WORDS} left me"))
    caption = write(ANN, "")
    caption["message"].pop("text")
    caption["message"] |= {"caption": WORDS, "photo": [photo()]}
    wait_for_answer(api, ANN, caption)


def photo() -> dict[str, Any]:
    return {"file_id": WORDS, "file_unique_id": WORDS, "width": 1, "height": 1}


FAULTS: tuple[dict[str, Any], ...] = (
    {"status": 502, "description": f"Bad Gateway {WORDS}"},
    {"status": 400, "description": f"Bad Request: can't say {WORDS} to {NAME}"},
    {"status": 429, "description": WORDS, "parameters": {"retry_after": 1}},
    {"garbage": True},
    {"drop": True},
    {"drop_after": True},
    {"lie": True},
)
HOSTILE = ("\x00\x1b[31m%s%n{0}" + WORDS, f"</b>{WORDS}<script>", f"%(token)s {WORDS}\r\n\r\n")


def break_things(api: FakeBotApi) -> None:
    for fault in FAULTS:
        api.fault("sendMessage", **fault)
        wait_for_answer(api, ANN, write(ANN, f"tell me about {WORDS}"))
    for text in HOSTILE:
        wait_for_answer(api, ANN, write(ANN, text))
    for update in broken_updates():
        api.push(update)
    for method in ("getUpdates", "sendChatAction", "answerCallbackQuery"):
        api.fault(method, drop=True)
        wait_for_answer(api, BEN, write(BEN, f"/help {WORDS}"))
    api.block(CAT)
    api.push(write(CAT, WORDS))
    api.wait_for(lambda: api.calls_of("sendMessage", CAT))
    api.fault("sendMessage", status=403, description=f"Forbidden: {WORDS}")
    wait_for_end(api)


def wait_for_end(api: FakeBotApi) -> None:
    """Wait until everything that was sent so far was taken."""
    api.wait_for(lambda: not api.pending, seconds=60)
    api.clear_faults()
    wait_for_answer(api, BEN, write(BEN, "/help"))


def broken_updates() -> list[dict[str, Any]]:
    """Return updates that cannot be read, with words in whatever is wrong about them."""
    no_date = write(ANN, WORDS)
    no_date["message"].pop("date")
    text_as_list = write(BEN, WORDS)
    text_as_list["message"]["text"] = [WORDS]
    return [
        no_date,
        text_as_list,
        {"message": {**write(BEN, WORDS)["message"], "chat": WORDS}},
        {"message": {**write(BEN, WORDS)["message"], "entities": [{FIELD: WORDS}]}},
        {"callback_query": {"id": WORDS, "data": WORDS, "from": NAME}},
        {"message": WORDS, FIELD: NAME},
    ]


def test_broken_update_is_reported_by_its_number_alone(printed: str) -> None:
    assert "an update could not be handled" in printed
    assert "an update was set aside" in printed
    assert "update_id=" in printed


def test_faults_are_reported(printed: str) -> None:
    assert "a letter was refused and goes in plainer form" in printed


@pytest.mark.parametrize(
    "hidden",
    [NAME, WORDS, FIELD, TOKEN, TOKEN.partition(":")[2], "/bot123456", SECRET],
    ids=["name", "words", "field", "token", "half of the token", "address", "webhook secret"],
)
def test_nothing_that_is_to_be_hidden_is_printed(printed: str, hidden: str) -> None:
    assert hidden.casefold() not in printed.casefold()


def test_no_record_of_a_library_is_printed(printed: str) -> None:
    levels = ("DEBUG ", "INFO ", "WARNING ", "ERROR ", "CRITICAL ")
    records = [line for line in printed.splitlines() if line.startswith(levels)]
    assert records
    assert all(line.split()[1].split(".")[0] in ("bot", "actions") for line in records)

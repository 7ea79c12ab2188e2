"""Each letter comes out as it was meant, or as near to it as Telegram lets it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timezone
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from actions.store.encryption import generate_key, use_keys
from actions.store.letters import post_letters
from actions.store.unit_of_work import UnitOfWork
from bot.telegram.desk import name_channel
from bot.telegram.sender import outbox as outbox_module
from bot.telegram.sender.letters import ChatLetter, Kind, write_letters
from bot.telegram.sender.pace import Pace
from bot.turn import Picture, Reply
from tests.telegram.network import (
    ANN,
    BOT_ID,
    PNG,
    Network,
    change,
    choose,
    say,
)

STRANGER = 999
HASTY = partial(Pace, 0.01)


@pytest.fixture(autouse=True)
def short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outbox_module, "SHORTEST_PAUSE", 0.2)


# What Telegram refuses for good.


def test_letters_to_somebody_who_blocked_the_bot_are_dropped(net: Network) -> None:
    net.api.block(ANN)
    net.post(say("one"), say("two"), say("three"))
    net.send_all()
    assert len(net.api.calls_of("sendMessage", ANN)) == 1
    chat = net.find_chat()
    assert chat is not None
    assert chat.gone_at is not None


GONE = {
    "unknown": (STRANGER, {}),
    "deactivated": (ANN, {"status": 403, "description": "Forbidden: user is deactivated"}),
    "kicked": (
        ANN,
        {"status": 403, "description": "Forbidden: bot was kicked from the supergroup chat"},
    ),
    "no rights": (
        ANN,
        {"status": 400, "description": "Bad Request: not enough rights to send text messages"},
    ),
}


@pytest.mark.parametrize(("chat", "kind"), GONE.values(), ids=GONE.keys())
def test_chat_that_cannot_be_reached_is_gone(net: Network, chat: int, kind: dict[str, Any]) -> None:
    if kind:
        net.api.fault("sendMessage", **kind)
    net.post(say("one"), say("two"), chat=chat)
    net.send_all()
    known = net.find_chat(chat)
    assert known is not None
    assert known.gone_at is not None
    assert len(net.api.calls_of("sendMessage", chat)) == 1


def test_block_noticed_while_old_buttons_go_drops_what_waits(net: Network) -> None:
    net.post(say("one", "A"))
    net.send_all()
    net.api.block(ANN)
    net.post(say("two", "B"), say("three"))
    net.send_all()
    assert net.read() == ["one"]
    assert len(net.api.calls_of("sendMessage", ANN)) == 1


def test_change_that_changes_nothing_is_done(net: Network) -> None:
    net.post(say("card", "Done", card="set"))
    net.send_all()
    before = net.view
    net.post(change("card", before["message_id"], "Done", card="set"))
    net.send_all()
    assert net.api.calls_of("editMessageText")[-1].status == 400
    assert net.read() == ["card"]
    assert net.view == before


LOST = {
    "gone": {},
    "too old": {"status": 400, "description": "Bad Request: message can't be edited"},
    "bad number": {"status": 400, "description": "Bad Request: MESSAGE_ID_INVALID"},
    "a picture": {
        "status": 400,
        "description": "Bad Request: there is no text in the message to edit",
    },
}


@pytest.mark.parametrize("kind", LOST.values(), ids=LOST.keys())
def test_message_that_cannot_be_changed_is_said_anew(net: Network, kind: dict[str, Any]) -> None:
    if kind:
        net.api.fault("editMessageText", **kind)
    net.post(change("set 2 & on", STRANGER, "Done", card="set"))
    net.send_all()
    (message,) = net.api.messages(ANN)
    assert message["text"] == "set 2 & on"
    assert net.labels() == [["Done"]]
    assert (net.view["message_id"], net.view["card"]) == (message["message_id"], "set")


@pytest.mark.parametrize("kind", [Kind.MARK, Kind.STRIP])
def test_message_that_cannot_be_marked_is_left(net: Network, kind: Kind) -> None:
    net.post(ChatLetter(kind, "question\n\n✓ Yes", message_id=STRANGER), say("next"))
    net.send_all()
    assert net.read() == ["next"]


def test_letter_that_is_refused_goes_as_bare_text(net: Network) -> None:
    net.api.fault("sendMessage", status=400, description="Bad Request: never heard of it")
    net.post(say("a <b> & c", "Yes"), say("next"))
    net.send_all()
    assert net.read() == ["a <b> & c", "next"]
    last_try = net.api.calls_of("sendMessage")[1].params
    assert last_try.keys() == {"chat_id", "text"}


def test_letter_that_is_refused_even_as_bare_text_is_dropped(net: Network) -> None:
    net.post(say(" "), say("next"))
    net.send_all()
    assert net.read() == ["next"]


def test_letter_whose_answer_never_makes_sense_is_given_up(net: Network) -> None:
    net.api.fault("sendMessage", times=3, lie=True)
    net.post(say("one"), say("next"))
    net.send_all()
    assert net.read() == ["next"]


BODIES = {
    "unknown kind": {"kind": "sing", "text": "la"},
    "unknown field": {"kind": "say", "text": "x", "melody": 1},
    "no kind": {"text": "x"},
    "no letter": "x",
}


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES.keys())
def test_letter_that_cannot_be_read_holds_up_no_other(net: Network, body: Any) -> None:
    net.post_raw(body)
    net.post(say("next"))
    net.send_all()
    assert net.read() == ["next"]


# What people see.


@pytest.mark.parametrize(
    "text",
    [
        "<b>bold</b>",
        "a < b && c > d",
        "&lt;&amp;&#60;",
        "</html>",
        "\"quoted\" 'twice' <3",
        "🧘‍♀️ ✓",
    ],
)
def test_text_arrives_as_it_was_written(net: Network, text: str) -> None:
    net.post(say(text))
    net.send_all()
    assert net.read() == [text]
    assert all("entities" not in each for each in net.api.messages(ANN))


def write_sentences(count: int) -> str:
    return " ".join(f"Sentence {number} is <short> & plain 🧘." for number in range(count))


def test_text_that_is_too_long_arrives_whole_in_parts(net: Network) -> None:
    text = write_sentences(300)
    net.post(*write_letters([Reply(text, choose("Yes", "No"))]))
    net.send_all(pace=HASTY())
    parts = net.read()
    assert len(parts) == 3
    assert " ".join(parts) == text
    assert net.labels() == [[], [], ["Yes", "No"]]


def test_caption_that_is_too_long_goes_on_as_text(net: Network, tmp_path: Path) -> None:
    (tmp_path / "stick.png").write_bytes(PNG)
    text = write_sentences(60)
    reply = Reply(text, choose("Yes"), Picture("stick", "a figure"))
    net.post(*write_letters([reply]))
    net.send_all(pace=HASTY(), draw=lambda picture: tmp_path / "stick.png")
    first, *others = net.api.messages(ANN)
    assert "photo" in first
    assert all("photo" not in each for each in others)
    assert " ".join(net.read()) == text
    assert net.labels() == [*[[] for _ in others], ["Yes"]]


def test_only_one_message_has_buttons(net: Network) -> None:
    net.post(say("one", "A"), say("two", "B"), say("between"), say("three", "C", "D"))
    net.send_all(pace=HASTY())
    assert net.read() == ["one", "two", "between", "three"]
    assert net.labels() == [[], [], [], ["C", "D"]]


def test_view_is_the_message_that_has_buttons(net: Network) -> None:
    net.post(say("card 1", "Done", card="set"))
    net.send_all()
    (message,) = net.api.messages(ANN)
    number = message["message_id"]
    shown = {"bot_id": BOT_ID, "message_id": number, "card": "set"}
    assert net.view == {**shown, "codes": ["answer:test:Done"]}
    net.post(change("card 2", number, "Done", "Skip", card="set"), say("by the way"))
    net.send_all()
    codes = ["answer:test:Done", "answer:test:Skip"]
    assert net.view == {**shown, "codes": codes}
    net.post(ChatLetter(Kind.MARK, "card 2\n\n✓ Skip", message_id=number))
    net.send_all()
    assert net.view == {}
    assert net.labels() == [[], []]
    assert net.read() == ["card 2\n\n✓ Skip", "by the way"]


def test_mark_of_an_older_message_leaves_the_view(net: Network) -> None:
    net.post(say("one", "A"), say("two", "B"))
    net.send_all()
    before = net.view
    net.post(ChatLetter(Kind.MARK, "one\n\n✓ A", message_id=net.api.messages(ANN)[0]["message_id"]))
    net.send_all()
    assert net.view == before
    assert net.labels() == [[], ["B"]]


def post_for(net: Network, bot_id: int, letter: ChatLetter) -> None:
    """Put a letter of that bot into the outbox, and nothing else."""
    with UnitOfWork(net.sessions.real) as work:
        now = datetime.now(timezone.utc)
        post_letters(work.session, bot_id, name_channel(ANN), [letter.to_json()], now)
        work.commit()


@pytest.mark.parametrize("status", [400, 403])
def test_refusal_by_somebody_in_between_is_tried_again(net: Network, status: int) -> None:
    net.api.fault("sendMessage", status=status, description="", times=2)
    net.post(say("hello"))
    net.send_all()
    assert net.read() == ["hello"]


@pytest.fixture
def keys() -> Iterator[Callable[[], None]]:
    """Take a new key, and forget all keys at the end."""
    yield lambda: use_keys([generate_key()])
    use_keys(())


def test_letter_under_a_lost_key_holds_up_no_other(net: Network, keys: Callable[[], None]) -> None:
    keys()
    post_for(net, BOT_ID, say("sealed"))
    keys()
    post_for(net, BOT_ID, say("readable"))
    net.send_all()
    assert net.read() == ["readable"]

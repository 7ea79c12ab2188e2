"""Reading finds whose an update is and what was sent, whatever the update holds."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import CallbackQuery, Message, Update

from bot.telegram.reading import (
    LARGEST_ID,
    SENT,
    find_chat_id,
    find_update_id,
    kind_sent,
    read_tap,
)
from bot.telegram.sender.letters import Tap
from tests.telegram.updates import broken_updates, generate_updates

Json = dict[str, Any]
ADA = 210_000_017
PERSON: Json = {"id": ADA, "is_bot": False, "first_name": "Ada"}
BOT: Json = {"id": 123456, "is_bot": True, "first_name": "Coach"}
CHAT: Json = {"id": ADA, "type": "private", "first_name": "Ada"}
GROUP: Json = {"id": -42, "type": "group", "title": "Backs"}
FILE: Json = {"file_id": "a", "file_unique_id": "b"}
PHOTO: Json = FILE | {"width": 1, "height": 1}
MOVING: Json = PHOTO | {"duration": 1}
PLACE: Json = {"latitude": 1.0, "longitude": 2.0}
STICKER: Json = PHOTO | {"type": "regular", "is_animated": False, "is_video": False}
VENUE: Json = {"location": PLACE, "title": "Gym", "address": "Here"}
POLL: Json = {
    "id": "1",
    "question": "?",
    "options": [],
    "total_voter_count": 0,
    "is_closed": False,
    "is_anonymous": True,
    "type": "regular",
    "allows_multiple_answers": False,
    "allows_revoting": False,
    "members_only": False,
}

LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5)
NAMES = st.sampled_from(("chat", "message", "from", "user", "id", "update_id", "x"))
HOSTILE = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=4),
    max_leaves=20,
)


@given(HOSTILE)
def test_ids_of_anything_are_whole_numbers_that_can_be_kept_or_none(raw: Any) -> None:
    for found in (find_chat_id(raw), find_update_id(raw)):
        assert found is None or type(found) is int
        assert found is None or abs(found) <= LARGEST_ID


@pytest.mark.parametrize(
    ("raw", "number"),
    [
        ({"update_id": 5}, 5),
        ({"update_id": 0}, 0),
        ({"update_id": LARGEST_ID}, LARGEST_ID),
        ({"update_id": LARGEST_ID + 1}, None),
        ({"update_id": -1}, None),
        ({"update_id": True}, None),
        ({"update_id": "5"}, None),
        ({"update_id": 5.0}, None),
        ({"update_id": None}, None),
        ({}, None),
        ([], None),
        ("update_id", None),
        (None, None),
    ],
    ids=repr,
)
def test_number_of_an_update(raw: Any, number: int | None) -> None:
    assert find_update_id(raw) == number


CHATS: dict[str, tuple[Any, int | None]] = {
    "message": ({"message": {"chat": CHAT, "from": PERSON}}, ADA),
    "message in a group": ({"message": {"chat": GROUP, "from": PERSON}}, -42),
    "tap": ({"callback_query": {"from": PERSON, "message": {"chat": CHAT}}}, ADA),
    "tap in a group": ({"callback_query": {"from": PERSON, "message": {"chat": GROUP}}}, -42),
    "tap without its message": ({"callback_query": {"from": PERSON}}, ADA),
    "inline query": ({"inline_query": {"from": PERSON}}, ADA),
    "poll answer": ({"poll_answer": {"user": PERSON}}, ADA),
    "reaction of a chat": ({"message_reaction_count": {"chat": GROUP}}, -42),
    "poll": ({"poll": {"id": "1"}}, None),
    "number first": ({"update_id": 5, "message": {"chat": CHAT}}, ADA),
    "number last": ({"message": {"chat": CHAT}, "update_id": 5}, ADA),
    "chat is a number": ({"message": {"chat": 5}}, None),
    "id is a text": ({"message": {"chat": {"id": "5"}}}, None),
    "id is true": ({"message": {"chat": {"id": True}}}, None),
    "id is a fraction": ({"message": {"chat": {"id": 5.0}}}, None),
    "id is huge": ({"message": {"chat": {"id": 2**70}}}, None),
    "id is broken, sender is not": ({"message": {"chat": {"id": []}, "from": PERSON}}, None),
    "message is null": ({"message": None}, None),
    "message is a list": ({"message": [{"chat": CHAT}]}, None),
    "nothing": ({}, None),
    "list": ([], None),
    "null": (None, None),
}


@pytest.mark.parametrize("case", CHATS)
def test_chat_of_an_update(case: str) -> None:
    raw, chat = CHATS[case]
    assert find_chat_id(raw) == chat


def test_chat_of_a_raw_update_is_the_one_that_is_read_from_it() -> None:
    for raw in generate_updates(500, seed=3):
        read = Update.de_json(raw, None)
        if read.effective_chat is not None:
            assert find_chat_id(raw) == read.effective_chat.id


def test_broken_updates_keep_their_number() -> None:
    raws = list(broken_updates(300, seed=3))
    assert [find_update_id(raw) for raw in raws] == [raw["update_id"] for raw in raws]
    for raw in raws:
        find_chat_id(raw)


CONTENT: dict[str, tuple[Json, str]] = {
    "photo": ({"photo": [PHOTO]}, "photo"),
    "video": ({"video": MOVING}, "video"),
    "video note": ({"video_note": FILE | {"length": 1, "duration": 1}}, "video"),
    "voice": ({"voice": FILE | {"duration": 1}}, "voice"),
    "audio": ({"audio": FILE | {"duration": 1}}, "voice"),
    "document": ({"document": FILE}, "document"),
    "animation": ({"animation": MOVING, "document": FILE}, "sticker"),
    "sticker": ({"sticker": STICKER}, "sticker"),
    "dice": ({"dice": {"value": 3, "emoji": "🎲"}}, "sticker"),
    "location": ({"location": PLACE}, "location"),
    "venue": ({"venue": VENUE, "location": PLACE}, "location"),
    "contact": ({"contact": {"phone_number": "1", "first_name": "Bob"}}, "other"),
    "poll": ({"poll": POLL}, "other"),
    "nothing": ({}, "other"),
    "no photo at all": ({"photo": []}, "other"),
}


def read_message(content: Json) -> Message:
    about = {"message_id": 7, "date": 1, "chat": CHAT, "from": BOT}
    message = Message.de_json(about | content, None)
    assert message is not None
    return message


@pytest.mark.parametrize("case", CONTENT)
def test_kind_of_what_was_sent(case: str) -> None:
    content, kind = CONTENT[case]
    assert kind_sent(read_message(content)) == kind
    assert kind in SENT


KEYBOARD: Json = {
    "inline_keyboard": [
        [{"text": "Done", "callback_data": "done.1"}],
        [{"text": "Skip", "callback_data": "skip.1"}, {"text": "Site", "url": "https://a.org"}],
    ]
}
CODES = ("done.1", "skip.1")
TAPS: dict[str, tuple[Json, Tap | None]] = {
    "text": (
        {"message": {"text": "set 1", "date": 1, "reply_markup": KEYBOARD}},
        Tap(7, "set 1", label="Done", codes=CODES),
    ),
    "caption": (
        {"message": {"caption": "set 1", "photo": [PHOTO], "date": 1, "reply_markup": KEYBOARD}},
        Tap(7, "set 1", True, "Done", CODES),
    ),
    "bare picture": (
        {"message": {"animation": MOVING, "document": FILE, "date": 1, "reply_markup": KEYBOARD}},
        Tap(7, "", True, "Done", CODES),
    ),
    "buttons gone": ({"message": {"text": "set 1", "date": 1}}, Tap(7, "set 1")),
    "no text known": (
        {"message": {"date": 1, "reply_markup": KEYBOARD}},
        Tap(7, label="Done", codes=CODES),
    ),
    "foreign code": (
        {"data": "other", "message": {"text": "a", "date": 1, "reply_markup": KEYBOARD}},
        Tap(7, "a", codes=CODES),
    ),
    "inaccessible": ({"message": {"date": 0}}, Tap(7)),
    "no message": ({}, None),
    "inline": ({"inline_message_id": "1"}, None),
}


@pytest.mark.parametrize("case", TAPS)
def test_tap(case: str) -> None:
    given_query, tap = TAPS[case]
    query = {"id": "1", "from": PERSON, "chat_instance": "1", "data": "done.1"} | given_query
    if "message" in query:
        query["message"] = {"message_id": 7, "chat": CHAT, "from": BOT} | query["message"]
    read = CallbackQuery.de_json(query, None)
    assert read is not None
    assert read_tap(read) == tap

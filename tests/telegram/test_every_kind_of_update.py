"""Every kind of update is answered or ignored on purpose, in every chat that it can come from."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

import pytest
from telegram import Message, Update
from telegram.constants import MessageType, UpdateType
from telegram.ext import filters

from actions.store.chats import mark_gone, open_chat
from actions.store.unit_of_work import UnitOfWork
from tests.conftest import MORNING
from tests.telegram.conftest import (
    ADA,
    BOT,
    CHATS,
    GROUP,
    PERSON,
    SUPERGROUP,
    Office,
    Phone,
    make_message,
)
from tests.telegram.updates import KINDS, Scene, find_class, generate_update, list_fields

Json = dict[str, Any]

# Of each kind: what answers it in private and in a group.
ANSWERED = {"message", "edited_message", "callback_query"}
TOLD_IN_GROUPS = {"message", "my_chat_member"}
IGNORED = {
    "channel_post",
    "edited_channel_post",
    "inline_query",
    "chosen_inline_result",
    "shipping_query",
    "pre_checkout_query",
    "poll",
    "poll_answer",
    "chat_member",
    "chat_join_request",
    "chat_boost",
    "removed_chat_boost",
    "message_reaction",
    "message_reaction_count",
    "business_connection",
    "business_message",
    "edited_business_message",
    "deleted_business_messages",
    "purchased_paid_media",
    "managed_bot",
    "guest_message",
}
SAMPLES = 6


def list_places(kind: str) -> list[str]:
    """Return the types of chat that a kind of update can come from."""
    if "channel" in kind:
        return ["channel"]
    if kind == "my_chat_member":
        return list(CHATS)
    names = {each.name for each in list_fields(find_class(kind))}
    if names.isdisjoint(("chat", "message")):
        return ["private"]
    return [place for place in CHATS if place != "channel"]


def cases(*kinds: str) -> Iterator[Any]:
    for kind in kinds:
        for place in list_places(kind):
            yield pytest.param(kind, place, id=f"{kind} in {place}")


def make_update(kind: str, place: str, seed: int, monkeypatch: pytest.MonkeyPatch) -> Json:
    """Return a generated update of a kind in a certain chat, by a person."""
    chat = CHATS[place]["id"]
    monkeypatch.setattr(Scene, "_choose_chat", lambda scene: chat)
    monkeypatch.setattr("tests.telegram.updates.PEOPLE", (ADA,))
    raw = generate_update(kind, random.Random(seed), 1)
    return {name: value for name, value in raw.items() if name != "update_id"}


def test_every_kind_is_listed_once() -> None:
    assert {str(kind) for kind in UpdateType} == set(KINDS)
    assert sorted([*ANSWERED, "my_chat_member", *IGNORED]) == sorted(KINDS)


@pytest.mark.parametrize(("kind", "place"), cases(*KINDS))
def test_update_is_dealt_with_and_answers_only_its_own_chat(
    office: Office, monkeypatch: pytest.MonkeyPatch, kind: str, place: str
) -> None:
    for seed in range(SAMPLES):
        office.take(**make_update(kind, place, seed, monkeypatch))
    assert {row.state.value for row in office.rows()} == {"handled"}
    assert len(office.rows()) == SAMPLES
    expected = len(office.letters(CHATS[place]["id"]))
    assert office.count_letters() == expected
    if kind in IGNORED:
        assert expected == 0
    if place != "private":
        assert expected == (place != "channel" and kind in TOLD_IN_GROUPS)


FILE: Json = {"file_id": "a", "file_unique_id": "b"}
PHOTO: Json = FILE | {"width": 1, "height": 1}
MOVING: Json = PHOTO | {"duration": 1}
SERVICE = {
    "pinned_message": {"message_id": 1, "date": 0, "chat": CHATS["private"]},
    "message_auto_delete_timer_changed": {"message_auto_delete_time": 5},
    "write_access_allowed": {},
    "users_shared": {"request_id": 1, "users": []},
    "chat_shared": {"request_id": 1, "chat_id": 5},
    "connected_website": "example.org",
    "proximity_alert_triggered": {"traveler": PERSON, "watcher": PERSON, "distance": 5},
    "web_app_data": {"data": "x", "button_text": "y"},
    "chat_background_set": {"type": {"type": "chat_theme", "theme_name": "x"}},
    "video_chat_started": {},
    "new_chat_title": "Backs",
    "new_chat_photo": [PHOTO],
    "delete_chat_photo": True,
    "new_chat_members": [PERSON],
    "left_chat_member": PERSON,
    "migrate_to_chat_id": -5,
    "group_chat_created": True,
    "forum_topic_created": {"name": "x", "icon_color": 1},
    "giveaway_created": {},
}
# What says something about a message and is no content of one.
ATTRIBUTES = {
    "business_connection_id",
    "effect_id",
    "reply_to_story",
    "sender_boost_count",
    "sender_business_bot",
    "suggested_post_info",
}
MESSAGE_FIELDS = {each.name: each for each in list_fields(Message)}


def is_service(name: str) -> bool:
    """Say whether a message with only this is one that the chat made by itself."""
    read = Message.de_json(make_message() | {name: make_content(name)}, None)
    assert read is not None
    return filters.StatusUpdate.ALL.check_update(Update(1, message=read))


def make_content(name: str) -> Any:
    """Return a generated value of a field of a message."""
    if name in SERVICE:
        return SERVICE[name]
    types = MESSAGE_FIELDS[name].types
    scenes = (Scene("message", random.Random(seed), 1) for seed in range(50))
    values = (scene._make_value(Message, name, types, 1) for scene in scenes)
    return next(value for value in values if value not in ([], False, ""))


TYPES = sorted({str(kind.value) for kind in MessageType} & MESSAGE_FIELDS.keys() - ATTRIBUTES)
SERVICE_TYPES = [name for name in TYPES if is_service(name)]
CONTENT_TYPES = [name for name in TYPES if name not in SERVICE_TYPES]


def test_samples_of_service_messages_are_some() -> None:
    assert set(SERVICE) <= set(SERVICE_TYPES)


@pytest.mark.parametrize("name", CONTENT_TYPES)
def test_private_message_of_any_content_is_answered(office: Office, name: str) -> None:
    office.take(message=make_message(**{name: make_content(name)}))
    assert office.letters()
    assert office.woken == [f"telegram:{ADA}"]


@pytest.mark.parametrize("name", SERVICE_TYPES)
def test_service_message_is_not_answered(office: Office, name: str) -> None:
    office.take(message=make_message(**{name: make_content(name)}))
    assert office.count_letters() == 0
    assert [row.state.value for row in office.rows()] == ["handled"]


def test_message_with_nothing_in_it_is_answered(office: Office) -> None:
    office.take(message=make_message())
    assert office.letters()


def test_what_another_bot_writes_is_not_answered(office: Office) -> None:
    office.take(message=make_message(text="hi") | {"from": BOT | {"id": 5}})
    assert office.count_letters() == 0


@pytest.mark.parametrize("place", ["group", "supergroup"])
def test_group_is_told_exactly_once(office: Office, place: str) -> None:
    chat = CHATS[place]
    office.take(my_chat_member=make_change(chat, "left", "member"))
    for text in ("/start", "my back hurts", "hello @peer_bot"):
        office.take(message=make_message(text=text) | {"chat": chat})
    office.take(my_chat_member=make_change(chat, "member", "left"))
    office.take(my_chat_member=make_change(chat, "left", "member"))
    (letter,) = office.letters(chat["id"])
    assert "https://t.me/peer_bot" in letter.text
    assert not letter.choices
    assert office.count_letters() == 1


def test_two_groups_are_told_each(office: Office) -> None:
    for place in ("group", "supergroup"):
        office.take(message=make_message(text="hi") | {"chat": CHATS[place]})
    assert len(office.letters(GROUP)) == len(office.letters(SUPERGROUP)) == 1


def make_change(chat: Json, old: str, new: str) -> Json:
    """Return what comes when the bot's own membership of a chat changes."""
    member = {
        "left": {"status": "left", "user": BOT},
        "member": {"status": "member", "user": BOT},
        "kicked": {"status": "kicked", "user": BOT, "until_date": 0},
    }
    about = {"chat": chat, "from": PERSON, "date": 1_800_000_000}
    return about | {"old_chat_member": member[old], "new_chat_member": member[new]}


def is_gone(office: Office) -> bool:
    chat = office.chat()
    return chat is not None and chat.gone_at is not None


def test_blocked_chat_is_gone_and_unblocked_back(office: Office) -> None:
    office.take(message=make_message(text="hi"))
    answered = office.count_letters()
    office.take(my_chat_member=make_change(CHATS["private"], "member", "kicked"))
    assert is_gone(office)
    office.take(my_chat_member=make_change(CHATS["private"], "kicked", "member"))
    assert not is_gone(office)
    assert office.count_letters() == answered


def test_block_by_somebody_who_was_erased_keeps_nothing_of_them(office: Office) -> None:
    office.take(my_chat_member=make_change(CHATS["private"], "member", "kicked"))
    assert office.chat() is None


def test_group_that_becomes_another_chat_is_told_once(office: Office) -> None:
    group, later = CHATS["group"], CHATS["supergroup"]
    for content in (
        {"text": "hi"},
        {"migrate_to_chat_id": later["id"]},
    ):
        office.take(message=make_message(**content) | {"chat": group})
    for content in ({"migrate_from_chat_id": group["id"]}, {"text": "hi again"}):
        office.take(message=make_message(**content) | {"chat": later})
    assert office.count_letters() == 1


def test_first_change_of_a_chat_that_nobody_knows_is_fine(office: Office) -> None:
    office.take(my_chat_member=make_change(CHATS["private"], "kicked", "member"))
    assert not is_gone(office)


RETURNS: dict[str, Json] = {
    "text": {"message": make_message(text="hi")},
    "photo": {"message": make_message(photo=[PHOTO])},
    "edit": {"edited_message": make_message(text="hi", edit_date=1_800_000_001)},
    "tap": {"callback_query": {"id": "1", "from": PERSON, "chat_instance": "1", "data": "do:help"}},
}


@pytest.mark.parametrize("way", RETURNS)
def test_gone_chat_is_back_with_whatever_comes_from_it(phone: Phone, way: str) -> None:
    office = phone.office
    with UnitOfWork(office.engine.session_factory) as work:
        open_chat(work.session, f"telegram:{ADA}")
        mark_gone(work.session, f"telegram:{ADA}", MORNING)
        work.commit()
    assert is_gone(office)
    office.take(**RETURNS[way])
    assert not is_gone(office)
    assert office.letters()

"""The generator makes updates of every kind that PTB reads, and some that it cannot."""

from __future__ import annotations

import inspect
import json
import random
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from telegram import Message, Update

from tests.telegram.updates import (
    FREQUENT,
    KINDS,
    MAX_DEPTH,
    PEOPLE,
    Json,
    broken_updates,
    find_class,
    generate_update,
    generate_updates,
)

COUNT = 3_000
SEED = 7
# What PTB raises where it cannot parse.
REFUSALS = (AttributeError, KeyError, OverflowError, TypeError, ValueError)


@pytest.fixture(scope="module")
def updates() -> list[Json]:
    return list(generate_updates(COUNT, SEED))


@pytest.fixture(scope="module")
def parsed(updates: list[Json]) -> list[Update]:
    return [Update.de_json(carry(update), None) for update in updates]


def carry(update: Json) -> Json:
    """Return an update as it comes out of the wire."""
    carried: Json = json.loads(json.dumps(update, allow_nan=False))
    return carried


def kind_of(update: Json) -> str:
    _, kind = update
    return kind


def find_objects(value: Any) -> Iterator[Json]:
    """Yield a value and what is in it, as far as these are objects."""
    if isinstance(value, dict):
        yield value
    inner = value.values() if isinstance(value, dict) else value
    for each in inner if isinstance(value, dict | list) else ():
        yield from find_objects(each)


def measure_depth(value: Any) -> int:
    """Return how many objects stand inside each other."""
    if isinstance(value, dict):
        return 1 + max(map(measure_depth, value.values()), default=0)
    return max(map(measure_depth, value), default=0) if isinstance(value, list) else 0


def is_usable(update: Json) -> bool:
    """Say whether PTB finds anything in an update."""
    try:
        found = Update.de_json(carry(update), None)
    except REFUSALS:
        return False
    return any(getattr(found, kind) is not None for kind in KINDS)


def test_every_kind_of_ptb_comes_up_in_the_first_updates(updates: list[Json]) -> None:
    assert set(KINDS) == {kind.value for kind in Update.ALL_TYPES}
    assert {kind_of(update) for update in updates[: len(KINDS)]} == set(KINDS)


def test_every_update_is_plain_json(updates: list[Json]) -> None:
    assert [carry(update) for update in updates] == updates


def test_every_update_is_parsed_into_its_kind(updates: list[Json], parsed: list[Update]) -> None:
    for raw, update in zip(updates, parsed, strict=True):
        found = [kind for kind in KINDS if getattr(update, kind) is not None]
        assert found == [kind_of(raw)]
        assert isinstance(getattr(update, kind_of(raw)), find_class(kind_of(raw)))


def test_ptb_finds_who_and_where(parsed: list[Update]) -> None:
    assert {update.effective_user.id for update in parsed if update.effective_user} == set(PEOPLE)
    chats = {update.effective_chat.type for update in parsed if update.effective_chat}
    assert chats == {"private", "group", "supergroup", "channel"}


def test_every_field_of_a_message_comes_up(updates: list[Json]) -> None:
    fields = inspect.signature(Message).parameters.keys() - {"api_kwargs", "from_user"}
    messages = [each["message"] for each in updates if "message" in each]
    assert fields | {"from"} <= {name for message in messages for name in message}


def test_the_same_seed_gives_the_same(updates: list[Json]) -> None:
    assert list(generate_updates(COUNT, SEED)) == updates
    assert list(generate_updates(COUNT, SEED + 1)) != updates
    assert list(broken_updates(COUNT, SEED)) == list(broken_updates(COUNT, SEED))


def test_ids_are_consecutive(updates: list[Json]) -> None:
    for stream in (updates, list(broken_updates(COUNT, SEED))):
        first = stream[0]["update_id"]
        assert [each["update_id"] for each in stream] == list(range(first, first + COUNT))


def test_a_private_chat_is_with_who_writes_or_taps_there(updates: list[Json]) -> None:
    asked = [each[kind] for each in updates for kind in FREQUENT if kind in each]
    chats = [(each.get("message", each).get("chat"), each.get("from")) for each in asked]
    private = [(chat, who) for chat, who in chats if chat and chat["type"] == "private"]
    assert 0.28 < len(private) / COUNT < 0.4
    assert all(chat["id"] == who["id"] for chat, who in private)


def test_a_tap_carries_a_code_or_a_game(updates: list[Json]) -> None:
    taps = [each["callback_query"] for each in updates if "callback_query" in each]
    assert all(("data" in tap) != ("game_short_name" in tap) for tap in taps)
    codes = Counter(tap.get("data") for tap in taps)
    assert codes["do:help"]
    assert any(len((code or "").encode()) > 64 for code in codes)


def test_an_inaccessible_message_has_no_date(parsed: list[Update]) -> None:
    tapped = [each.callback_query.message for each in parsed if each.callback_query]
    reachable = Counter(message.is_accessible for message in tapped if message)
    assert reachable[True]
    assert reachable[False]


def test_no_update_is_large_or_deep(updates: list[Json]) -> None:
    assert max(len(json.dumps(update)) for update in updates) < 64 * 1024
    # The update itself, and what a message brings that cannot be made with less.
    assert max(map(measure_depth, updates)) <= MAX_DEPTH + 2


def test_texts_are_also_hostile(updates: list[Json]) -> None:
    texts = {each["text"] for update in updates for each in find_objects(update) if "text" in each}
    assert {"", "/start x", '/intent{"slot": "value"}', "<b>&", "\x00", "a" * 4096} <= texts


@pytest.mark.parametrize("kind", KINDS)
def test_any_kind_can_be_asked_for(kind: str) -> None:
    dice = random.Random(SEED)
    for update_id in range(1, 51):
        update = Update.de_json(carry(generate_update(kind, dice, update_id)), None)
        assert update.update_id == update_id
        assert getattr(update, kind) is not None


def test_most_broken_updates_bring_nothing_usable() -> None:
    broken = list(broken_updates(COUNT, SEED))
    assert all(type(each["update_id"]) is int for each in broken)
    assert sum(not is_usable(each) for each in broken) > COUNT * 2 / 3


def test_no_broken_update_is_as_it_was(updates: list[Json]) -> None:
    pairs = zip(updates, broken_updates(COUNT, SEED), strict=True)
    assert [sound for sound, broken in pairs if sound == broken] == []

"""Updates are kept and settled once, letters leave in order, and chats remember what matters."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from actions.store.chats import (
    drop_file_id,
    end_pause,
    find_chat,
    find_file_id,
    keep_file_id,
    mark_back,
    mark_gone,
    open_chat,
    pause_chat,
    put_on_view,
    rest_of_pause,
    view_of,
)
from actions.store.choices import UpdateState, Urgency
from actions.store.conversations import save_conversation
from actions.store.inbox import (
    Arrival,
    count_attempt,
    find_update,
    forget_handled,
    list_pending,
    settle_update,
    store_updates,
)
from actions.store.letters import (
    drop_letter,
    drop_letters,
    find_next_letter,
    list_channels_with_letters,
    list_letters,
    post_letters,
    read_letter,
)
from tests.integration.store.lives import NOW

BOT, OTHER_BOT = 7, 8
ANN, BEN = "telegram:1", "telegram:-2"
LARGEST = 2**63 - 1


def arrive(session: Session, *numbers: int, bot: int = BOT) -> list[int]:
    arrivals = [Arrival(number, ANN, {"text": "hi"}) for number in numbers]
    return [number for _, number, _ in store_updates(session, bot, arrivals, NOW)]


def test_update_stored_twice_is_new_once(session: Session) -> None:
    assert arrive(session, 5, 5, LARGEST) == [5, LARGEST]
    assert arrive(session, 5, 6) == [6]
    assert [number for _, number, _ in list_pending(session, BOT)] == [5, LARGEST, 6]


def test_update_of_another_bot_is_another_update(session: Session) -> None:
    assert arrive(session, 5) == arrive(session, 5, bot=OTHER_BOT) == [5]
    assert settle_update(session, BOT, 5, NOW)
    assert [number for _, number, _ in list_pending(session, OTHER_BOT)] == [5]


@pytest.mark.parametrize("state", [UpdateState.HANDLED, UpdateState.SET_ASIDE])
def test_update_settled_once_keeps_nothing_of_what_it_said(
    session: Session, state: UpdateState
) -> None:
    ((row_id, _, _),) = store_updates(session, BOT, [Arrival(5, ANN, {"text": "hi"})], NOW)
    assert settle_update(session, BOT, 5, NOW, state)
    assert not settle_update(session, BOT, 5, NOW)
    session.expire_all()
    row = find_update(session, row_id)
    assert row is not None
    assert (row.state, row.channel, row.body) == (state, None, None)


def test_update_never_stored_is_settled_once_all_the_same(session: Session) -> None:
    assert settle_update(session, BOT, 5, NOW)
    assert not settle_update(session, BOT, 5, NOW)
    assert arrive(session, 5) == []


def test_attempts_are_counted_for_each_update(session: Session) -> None:
    rows = store_updates(session, BOT, [Arrival(n, ANN, {}) for n in (1, 2)], NOW)
    (first, _, _), (second, _, _) = rows
    assert [count_attempt(session, row) for row in (first, first, second)] == [1, 2, 1]
    assert count_attempt(session, LARGEST // 2**32) == 0


def test_handled_updates_are_forgotten_later_and_pending_ones_never(session: Session) -> None:
    arrive(session, 1, 2)
    settle_update(session, BOT, 1, NOW)
    assert forget_handled(session, NOW) == 0
    assert forget_handled(session, NOW + timedelta(days=9)) == 1
    assert [number for _, number, _ in list_pending(session, BOT)] == [2]


def test_letters_leave_in_order_answers_first(session: Session) -> None:
    post_letters(session, BOT, ANN, ["prompt"], NOW, Urgency.PROMPT)
    post_letters(session, BOT, ANN, ["first", "second"], NOW)
    left = []
    while found := find_next_letter(session, BOT, ANN):
        left.append((read_letter(session, found[0]), found[1].value))
        drop_letter(session, found[0])
    assert left == [("first", "answer"), ("second", "answer"), ("prompt", "prompt")]


def test_letters_wait_apart_for_each_chat_and_each_bot(session: Session) -> None:
    post_letters(session, BOT, ANN, ["a"], NOW)
    post_letters(session, BOT, BEN, ["b"], NOW)
    post_letters(session, OTHER_BOT, ANN, ["c"], NOW)
    assert sorted(list_channels_with_letters(session, BOT)) == [BEN, ANN]
    assert [letter.body for letter in list_letters(session, BOT, ANN)] == ["a"]
    assert drop_letters(session, ANN, BOT)
    assert not drop_letters(session, ANN, BOT)
    assert list_channels_with_letters(session, OTHER_BOT) == [ANN]


def test_letter_that_is_gone_says_nothing(session: Session) -> None:
    post_letters(session, BOT, ANN, ["a"], NOW)
    (letter,) = list_letters(session, BOT, ANN)
    drop_letter(session, letter.id)
    assert read_letter(session, letter.id) is None


def test_chat_where_nobody_talks_leaves_no_row(session: Session) -> None:
    put_on_view(session, ANN, {"message_id": 1})
    pause_chat(session, ANN, NOW, 5.0)
    mark_gone(session, ANN, NOW)
    mark_back(session, ANN)
    assert find_chat(session, ANN) is None


def test_chat_where_somebody_talks_is_gone_and_back(session: Session) -> None:
    save_conversation(session, ANN, {}, NOW)
    mark_gone(session, ANN, NOW)
    assert open_chat(session, ANN).gone_at == NOW
    mark_back(session, ANN)
    assert open_chat(session, ANN).gone_at is None


@pytest.mark.parametrize(("passed", "rest"), [(0, 9.0), (4, 5.0), (20, 0.0), (-3600, 9.0)])
def test_pause_of_a_chat_ends_whatever_the_clock_does(
    session: Session, passed: float, rest: float
) -> None:
    save_conversation(session, ANN, {}, NOW)
    pause_chat(session, ANN, NOW, 9.0)
    assert rest_of_pause(find_chat(session, ANN), NOW + timedelta(seconds=passed)) == rest
    end_pause(session, ANN)
    assert rest_of_pause(find_chat(session, ANN), NOW) == 0


def test_view_of_one_bot_is_none_of_another(session: Session) -> None:
    save_conversation(session, ANN, {}, NOW)
    put_on_view(session, ANN, {"bot_id": BOT, "message_id": 1})
    chat = find_chat(session, ANN)
    assert view_of(chat, BOT) == {"bot_id": BOT, "message_id": 1}
    assert view_of(chat, OTHER_BOT) is None


def test_file_is_known_to_the_bot_that_sent_it(session: Session) -> None:
    digest = "a" * 64
    keep_file_id(session, BOT, digest, "first")
    keep_file_id(session, BOT, digest, "second")
    assert find_file_id(session, BOT, digest) == "second"
    assert find_file_id(session, OTHER_BOT, digest) is None
    drop_file_id(session, BOT, digest)
    assert find_file_id(session, BOT, digest) is None

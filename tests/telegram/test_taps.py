"""A tap is answered at once, shows in its message, and counts once."""

from __future__ import annotations

from typing import Any

import pytest

from actions.store.conversations import find_conversation
from actions.store.unit_of_work import UnitOfWork
from tests.conftest import Talker
from tests.integration.journeys import begin_strength, go_to_set
from tests.telegram.conftest import ADA, CHATS, PERSON, Json, Office, Phone, codes_of, make_message

CHANNEL = f"telegram:{ADA}"


def answers_to_taps(phone: Phone) -> list[str | None]:
    """Return the words of each answer to a tap."""
    return [call.get("text") for call in phone.office.api.called("answerCallbackQuery")]


def state_of(office: Office) -> Any:
    with UnitOfWork(office.engine.session_factory) as work:
        conversation = find_conversation(work.session, CHANNEL)
        return conversation.state if conversation else None


@pytest.fixture
def training(office: Office) -> Phone:
    """Somebody at the first set of an exercise that has two of them at least."""
    talker = Talker(office.engine, CHANNEL)
    begin_strength(talker)
    go_to_set(talker, 1)
    office.now = talker.now
    # So far nothing of it went to the phone.
    return Phone(office).write("repeat that")


def line_of(message: Json) -> str:
    """Return the line that tells the exercise and the set."""
    return next(line for line in message["text"].splitlines() if "· set " in line)


def test_tap_is_answered_and_the_message_shows_the_choice(phone: Phone) -> None:
    phone.write("/start")
    asked = phone.text
    phone.tap("I agree")
    assert answers_to_taps(phone) == [None]
    assert phone.messages[0]["text"] == f"{asked}\n\n✓ I agree"
    assert codes_of(phone.messages[0]) == {}
    assert codes_of(phone.last)


def test_tap_is_answered_before_the_turn_is_over(phone: Phone) -> None:
    phone.write("/start").tap("I agree")
    called = [call.method for call in phone.office.api.calls]
    assert called.index("answerCallbackQuery") < called.index("editMessageText")


@pytest.mark.parametrize("second", ["None of these", "One or more"], ids=["same", "another"])
def test_second_tap_on_a_message_changes_nothing(phone: Phone, second: str) -> None:
    phone.write("/start").tap("I agree")
    asked = phone.last.copy()
    phone.tap_on(asked, "None of these")
    messages, state = list(phone.messages), state_of(phone.office)
    phone.tap_on(asked, second)
    assert answers_to_taps(phone)[-1] == phone.office.engine.words("utter_telegram_tapped")
    assert (phone.messages, state_of(phone.office)) == (messages, state)
    assert {row.state.value for row in phone.office.rows()} == {"handled"}


def test_tap_on_a_message_before_the_last_is_no_answer_to_the_last(phone: Phone) -> None:
    phone.write("/start")
    first = phone.last.copy()
    phone.tap("I agree", "None of these")
    messages, state = len(phone.messages), state_of(phone.office)
    phone.tap_on(first, "I agree")
    assert answers_to_taps(phone)[-1] == phone.office.engine.words("utter_telegram_late")
    assert (len(phone.messages), state_of(phone.office)) == (messages, state)
    assert codes_of(phone.messages[0]) == {}
    assert codes_of(phone.last)
    assert {row.state.value for row in phone.office.rows()} == {"handled"}


def test_button_that_the_last_message_has_as_well_counts_on_the_one_before(training: Phone) -> None:
    before = training.last.copy()
    training.write("what is a dead bug?")
    assert "Done" in codes_of(training.last)
    state = state_of(training.office)
    training.tap_on(before, "Done")
    assert answers_to_taps(training) == [None]
    assert state_of(training.office) != state


def test_only_the_last_message_has_buttons(phone: Phone) -> None:
    phone.meet().write("what is this?", "hi", "/help")
    assert [bool(codes_of(message)) for message in phone.messages][:-1].count(True) == 0
    assert codes_of(phone.last)


def test_card_goes_from_set_to_set_in_one_message(training: Phone) -> None:
    messages, first = len(training.messages), line_of(training.last)
    training.tap("Done")
    assert len(training.messages) == messages
    assert line_of(training.last) != first
    assert "Done" in codes_of(training.last)
    assert answers_to_taps(training) == [None]


def test_late_tap_on_the_set_before_is_not_counted(training: Phone) -> None:
    before = training.last.copy()
    training.tap_on(before, "Done")
    shown, state = training.last.copy(), state_of(training.office)
    training.tap_on(before, "Done")
    assert answers_to_taps(training)[-1] == training.office.engine.words("utter_telegram_tapped")
    assert (training.last, state_of(training.office)) == (shown, state)
    training.tap("Done")
    assert state_of(training.office) != state


def test_choice_that_the_next_set_has_as_well_works_there(training: Phone) -> None:
    training.tap("Done", "How?")
    assert answers_to_taps(training) == [None, None]
    assert "Done" in codes_of(training.last)


def test_tap_on_an_inaccessible_message_counts_and_takes_its_buttons(phone: Phone) -> None:
    phone.write("/start")
    number, code = phone.last["message_id"], codes_of(phone.last)["I agree"]
    gone = {"message_id": number, "date": 0, "chat": CHATS["private"]}
    phone.query(gone, code)
    assert codes_of(phone.messages[0]) == {}
    assert "None of these" in codes_of(phone.last)


def test_tap_without_its_message_counts(phone: Phone) -> None:
    phone.write("/start")
    phone.query(None, codes_of(phone.last)["I agree"])
    assert "None of these" in codes_of(phone.last)
    assert answers_to_taps(phone) == [None]


@pytest.mark.parametrize("data", ["buy:now", "", "answer:nothing:yes", "x" * 64, "/restart"])
def test_unknown_code_is_answered_and_decides_nothing(phone: Phone, data: str) -> None:
    phone.write("/start")
    before = state_of(phone.office)["slots"]
    phone.query(phone.last.copy(), data)
    assert answers_to_taps(phone) == [None]
    assert state_of(phone.office)["slots"] == before
    assert "I agree" in codes_of(phone.last)


def test_tap_without_data_is_answered_and_nothing_else(phone: Phone) -> None:
    phone.write("/start")
    messages = list(phone.messages)
    phone.query(phone.last.copy(), None)
    assert answers_to_taps(phone) == [None]
    assert phone.messages == messages


@pytest.mark.parametrize("place", ["group", "supergroup", "channel"])
def test_tap_elsewhere_is_answered_and_nothing_else(phone: Phone, place: str) -> None:
    phone.write("/start")
    messages = list(phone.messages)
    phone.query(phone.last | {"chat": CHATS[place]}, "answer:consent:yes")
    assert answers_to_taps(phone) == [None]
    assert phone.messages == messages
    assert phone.office.count_letters() == 0


def test_nothing_is_kept_of_a_tap_that_erased_everything(phone: Phone) -> None:
    phone.meet().tap("Skip").write("/delete")
    erase = next(label for label in codes_of(phone.last) if "rase" in label)
    phone.tap(erase)
    kept = phone.office.chat()
    assert kept is None or kept.tapped is None
    assert state_of(phone.office) is None


def test_tap_on_a_warning_leaves_the_next_warning_to_be_sent(phone: Phone) -> None:
    phone.meet()
    phone.write("I can't feel my legs and lost control of my bladder")
    first = phone.last
    label = "I was seen"
    # Written and answered, but the answer waits, as it does where messages are a second apart.
    phone.office.take(message=make_message(text="crushing chest pain and I can't breathe"))
    waiting = [letter.text for letter in phone.office.letters()]
    phone.office.take(callback_query=make_query(first, codes_of(first)[label]))
    assert waiting
    assert [text for text in waiting if text not in letters_of(phone)] == []


def letters_of(phone: Phone) -> list[str]:
    return [letter.text for letter in phone.office.letters()]


def make_query(message: dict[str, Any], data: str) -> dict[str, Any]:
    return {
        "id": "99",
        "from": PERSON,
        "chat_instance": "1",
        "data": data,
        "message": message,
    }

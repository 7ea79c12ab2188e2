"""What cannot be read gets words of its own, and what stands below a photo is read."""

from __future__ import annotations

from typing import Any

import pytest

from tests.telegram.conftest import ADA, PERSON, Office, Phone, codes_of, make_message

Json = dict[str, Any]

FILE: Json = {"file_id": "a", "file_unique_id": "b"}
PHOTO: Json = FILE | {"width": 1, "height": 1}
MOVING: Json = PHOTO | {"duration": 1}
PLACE: Json = {"latitude": 52.5, "longitude": 13.4}
STICKER: Json = PHOTO | {"type": "regular", "is_animated": False, "is_video": False}
POLL: Json = {
    "id": "1",
    "question": "Which back?",
    "options": [],
    "total_voter_count": 0,
    "is_closed": False,
    "is_anonymous": True,
    "type": "regular",
    "allows_multiple_answers": False,
    "allows_revoting": False,
    "members_only": False,
}
SENT: dict[str, tuple[Json, str]] = {
    "photo": ({"photo": [PHOTO]}, "utter_sent_photo"),
    "video": ({"video": MOVING}, "utter_sent_video"),
    "video note": ({"video_note": FILE | {"length": 1, "duration": 1}}, "utter_sent_video"),
    "voice": ({"voice": FILE | {"duration": 1}}, "utter_sent_voice"),
    "audio": ({"audio": FILE | {"duration": 1}}, "utter_sent_voice"),
    "document": ({"document": FILE}, "utter_sent_document"),
    "animation": ({"animation": MOVING, "document": FILE}, "utter_sent_sticker"),
    "sticker": ({"sticker": STICKER}, "utter_sent_sticker"),
    "dice": ({"dice": {"value": 3, "emoji": "🎲"}}, "utter_sent_sticker"),
    "location": ({"location": PLACE}, "utter_sent_location"),
    "poll": ({"poll": POLL}, "utter_sent_other"),
    "contact": ({"contact": {"phone_number": "1", "first_name": "Bob"}}, "utter_sent_other"),
}
RED_FLAG = "I can't feel my legs and lost control of my bladder"
EDITED = {"edit_date": 1_800_000_060}
# What the bot may call to answer; none of it fetches anything.
CALLS = {
    "getMe",
    "sendChatAction",
    "sendMessage",
    "editMessageText",
    "editMessageReplyMarkup",
    "answerCallbackQuery",
}


def texts_of(office: Office) -> list[str]:
    return [letter.text for letter in office.letters()]


def words(phone: Phone, response: str) -> str:
    return phone.office.engine.words(response)


@pytest.fixture
def warning(open_office: Any, open_engine_on: Any, tmp_path: Any) -> str:
    """What somebody new is told who writes of a warning sign."""
    other = Phone(open_office(open_engine_on(tmp_path / "other.db")))
    return other.write(RED_FLAG).text


@pytest.mark.parametrize("kind", SENT)
def test_newcomer_is_told_what_cannot_be_read(phone: Phone, kind: str) -> None:
    content, response = SENT[kind]
    phone.send(**content)
    assert phone.messages[0]["text"].startswith(words(phone, response))
    assert {call.method for call in phone.office.api.calls} <= CALLS


def test_photo_is_not_downloaded_and_can_be_deleted(phone: Phone) -> None:
    phone.send(photo=[PHOTO])
    told = " ".join(message["text"] for message in phone.messages)
    assert "didn't download" in told
    assert "tap Delete" in told


@pytest.mark.parametrize("kind", SENT)
def test_answer_in_the_middle_of_the_check_comes_with_its_question(phone: Phone, kind: str) -> None:
    open_check(phone)
    question, buttons = phone.text.splitlines()[-1], codes_of(phone.last)
    assert "2 of 5" in phone.text
    content, response = SENT[kind]
    before = len(phone.messages)
    phone.send(**content)
    said = "\n".join(message["text"] for message in phone.messages[before:])
    assert words(phone, response) in said
    assert question in said
    assert codes_of(phone.last) == buttons
    phone.tap("Yes")
    assert "3 of 5" in phone.text


def open_check(phone: Phone) -> None:
    """Go to the second question of the posture check."""
    phone.meet().tap("I'm in position", "Done", "Fine")
    phone.write("/check").tap("Yes")


@pytest.mark.parametrize("kind", ["photo", "video", "voice", "document", "animation"])
def test_caption_is_understood(phone: Phone, warning: str, kind: str) -> None:
    content, response = SENT[kind]
    phone.send(**content, caption=RED_FLAG)
    assert words(phone, response) in [message["text"] for message in phone.messages]
    assert phone.text == warning


def test_caption_may_answer_the_open_question(phone: Phone) -> None:
    open_check(phone)
    phone.send(photo=[PHOTO], caption="yes")
    assert "3 of 5" in phone.text


def test_caption_may_be_a_command(phone: Phone) -> None:
    phone.meet().send(photo=[PHOTO], caption="/help")
    asked = phone.text
    phone.write("/help")
    assert phone.text == asked


def test_edited_text_is_not_taken_as_an_answer(phone: Phone) -> None:
    open_check(phone)
    phone.bring(edited_message=make_message(text="no", **EDITED))
    assert words(phone, "utter_sent_edit") in [message["text"] for message in phone.messages]
    assert "2 of 5" in phone.text


@pytest.mark.parametrize("place", ["text", "caption"])
def test_warning_sign_that_was_edited_in_is_answered(
    phone: Phone, warning: str, place: str
) -> None:
    content = {"photo": [PHOTO]} if place == "caption" else {}
    phone.bring(edited_message=make_message(**{place: RED_FLAG}, **content, **EDITED))
    assert phone.text == warning


def test_edited_photo_is_named_as_an_edit(phone: Phone) -> None:
    phone.bring(edited_message=make_message(photo=[PHOTO], **EDITED))
    assert phone.messages[0]["text"].startswith(words(phone, "utter_sent_edit"))


def test_live_place_that_moves_is_ignored(phone: Phone) -> None:
    moved = make_message(location=PLACE | {"live_period": 900}, **EDITED)
    phone.bring(edited_message=moved)
    assert phone.messages == []
    assert [row.state.value for row in phone.office.rows()] == ["handled"]


COMMANDS = ("/help@peer_bot", "/HELP", "/help@PEER_BOT", " /help ", "/help@another_bot")


@pytest.mark.parametrize("command", COMMANDS)
def test_command_may_name_the_bot(phone: Phone, command: str) -> None:
    phone.meet().write("/help")
    plain = phone.text
    phone.write(command)
    assert phone.text == plain


@pytest.mark.parametrize("link", ["/start check", "/start@peer_bot check"])
def test_deep_link_leads_a_newcomer_to_the_consent(phone: Phone, link: str) -> None:
    phone.write(link)
    assert "I agree" in codes_of(phone.last)


def test_deep_link_brings_what_it_names_to_whoever_is_known(phone: Phone) -> None:
    phone.meet().tap("I'm in position", "Done", "Fine").write("/start check")
    assert "1 of 5" in phone.text


def test_text_with_the_marks_of_html_is_sent_as_it_is(phone: Phone) -> None:
    phone.meet().write("</b>&lt;script>")
    for call in phone.office.api.called("sendMessage"):
        assert "<" not in call["text"]
        assert call["parse_mode"] == "HTML"


def test_typing_is_shown_before_a_text_is_answered(office: Office) -> None:
    office.take(message=make_message(text="hi"))
    assert office.api.called("sendChatAction") == [{"chat_id": ADA, "action": "typing"}]
    assert texts_of(office)


def test_person_without_a_name_or_a_language_is_answered(phone: Phone) -> None:
    nameless = PERSON | {"first_name": "", "language_code": "xx"}
    phone.bring(message=make_message(text="hi") | {"from": nameless})
    assert phone.messages


def test_photos_sent_together_are_answered_once(phone: Phone) -> None:
    for _ in range(3):
        phone.send(photo=[PHOTO], media_group_id="77")
    answer = words(phone, "utter_sent_photo")
    assert [m["text"] for m in phone.messages if m["text"].startswith(answer)] == [answer]
    phone.send(photo=[PHOTO], media_group_id="78")
    assert len([m for m in phone.messages if m["text"].startswith(answer)]) == 2


def test_caption_of_a_later_photo_of_several_is_read(phone: Phone, warning: str) -> None:
    phone.send(photo=[PHOTO], media_group_id="77")
    phone.send(photo=[PHOTO], media_group_id="77", caption=RED_FLAG)
    assert warning in [message["text"] for message in phone.messages]


def test_person_who_was_erased_leaves_no_trace_of_their_chat(phone: Phone) -> None:
    phone.meet()
    phone.write("/delete")
    phone.tap("Erase everything")
    assert "Everything is erased" in phone.text
    assert phone.office.chat() is None
    assert phone.office.count_letters() == 0
    assert {row.channel for row in phone.office.rows()} == {None}

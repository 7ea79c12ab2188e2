"""Replies become letters: what a tap changes, and what is said anew."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.telegram.sender.letters import ChatLetter, Kind, Tap, write_letters
from bot.telegram.sender.splitting import LONGEST_CAPTION, LONGEST_MESSAGE, length_of
from bot.turn import Choice, Picture, Reply

DONE, SKIP = Choice("Done", "answer:workout_step:done.1", wide=True), Choice("Skip", "skip.1")
PICTURE = Picture("exercise", "A dead bug", {"exercise": "dead_bug", "angles": [1, 2.5, None]})
CARD = "1:dead_bug:easy"
SET_TWO = Reply("set 2", (DONE, SKIP), card=CARD)
TAP = Tap(7, "set 1", label="Done", codes=(DONE.data, SKIP.data))
VIEW: dict[str, Any] = {"message_id": 7, "card": CARD, "codes": []}

LABELS = st.text(max_size=20)
CHOICES = st.builds(Choice, LABELS, LABELS, st.booleans())
JSON = st.dictionaries(LABELS, st.integers() | st.text() | st.none() | st.booleans(), max_size=3)
LETTERS = st.builds(
    ChatLetter,
    st.sampled_from(Kind),
    st.text(),
    st.lists(CHOICES, max_size=4).map(tuple),
    st.none() | st.builds(Picture, LABELS, LABELS, JSON),
    st.none() | st.text(min_size=1),
    st.none() | st.text(min_size=1),
    st.none() | st.integers(min_value=1),
    st.booleans(),
)


@given(LETTERS)
def test_letter_survives_json(letter: ChatLetter) -> None:
    assert ChatLetter.from_json(json.loads(json.dumps(letter.to_json()))) == letter


def test_text_is_answered_with_one_letter_a_reply() -> None:
    letters = write_letters([Reply("one"), Reply("two", (DONE,))])
    assert letters == [ChatLetter(Kind.SAY, "one"), ChatLetter(Kind.SAY, "two", (DONE,))]


def test_no_replies_need_no_letters() -> None:
    assert write_letters([]) == []


def test_tap_shows_the_choice_below_the_question() -> None:
    mark, said = write_letters([Reply("next")], TAP)
    assert mark == ChatLetter(Kind.MARK, "set 1\n\n✓ Done", message_id=7)
    assert said == ChatLetter(Kind.SAY, "next")


def test_tap_below_a_picture_changes_the_caption() -> None:
    mark, _ = write_letters([Reply("next")], Tap(7, "set 1", True, "Done"))
    assert (mark.kind, mark.has_picture) == (Kind.MARK, True)


def test_tap_below_a_bare_picture_shows_the_choice_alone() -> None:
    mark, _ = write_letters([Reply("next")], Tap(7, "", True, "Done"))
    assert mark == ChatLetter(Kind.MARK, "✓ Done", message_id=7, has_picture=True)


NO_ROOM = {
    "text unknown": Tap(7, None, label="Done"),
    "label unknown": Tap(7, "set 1"),
    "message full": Tap(7, "x" * LONGEST_MESSAGE, label="Done"),
    "message nearly full": Tap(7, "x" * (LONGEST_MESSAGE - 7), label="Done"),
    "caption full": Tap(7, "x" * (LONGEST_CAPTION - 7), True, "Done"),
    "full of pairs": Tap(7, "😀" * (LONGEST_MESSAGE // 2 - 3), label="Done"),
}


@pytest.mark.parametrize("case", NO_ROOM)
def test_buttons_go_where_the_choice_cannot_be_shown(case: str) -> None:
    strip, said = write_letters([Reply("next")], NO_ROOM[case])
    assert strip == ChatLetter(Kind.STRIP, message_id=7)
    assert said == ChatLetter(Kind.SAY, "next")


def test_choice_that_just_fits_is_shown() -> None:
    text = "x" * (LONGEST_MESSAGE - len("\n\n✓ Done"))
    mark, _ = write_letters([Reply("next")], Tap(7, text, label="Done"))
    assert (mark.kind, length_of(mark.text)) == (Kind.MARK, LONGEST_MESSAGE)


def test_same_card_is_changed_in_place() -> None:
    (letter,) = write_letters([SET_TWO], TAP, VIEW)
    assert letter == ChatLetter(Kind.CHANGE, "set 2", (DONE, SKIP), card=CARD, message_id=7)


NOT_THE_SAME: dict[str, tuple[list[Reply], Tap | None, dict[str, Any] | None]] = {
    "another card": ([Reply("set 2", (DONE,), card="2:plank:easy")], TAP, VIEW),
    "no card": ([Reply("set 2", (DONE,))], TAP, VIEW),
    "two replies": ([SET_TWO, SET_TWO], TAP, VIEW),
    "another message": ([SET_TWO], TAP, VIEW | {"message_id": 6}),
    "another card on view": ([SET_TWO], TAP, VIEW | {"card": "1:plank:easy"}),
    "card on view unknown": ([SET_TWO], TAP, VIEW | {"card": None}),
    "nothing on view": ([SET_TWO], TAP, None),
    "written": ([SET_TWO], None, VIEW),
    "too long for a message": ([Reply("x" * 4097, card=CARD)], TAP, VIEW),
    "too long for a caption": ([Reply("x" * 1025, card=CARD)], Tap(7, "a", True, "Done"), VIEW),
}


@pytest.mark.parametrize("case", NOT_THE_SAME)
def test_anything_else_is_said_anew(case: str) -> None:
    letters = write_letters(*NOT_THE_SAME[case])
    assert {letter.kind for letter in letters} <= {Kind.MARK, Kind.SAY}
    assert letters[-1].kind is Kind.SAY


def test_long_reply_has_its_picture_first_and_its_choices_last() -> None:
    letters = write_letters([Reply("word " * 2000, (DONE, SKIP), PICTURE, card=CARD)])
    assert len(letters) > 2
    assert [letter.picture for letter in letters] == [PICTURE] + [None] * (len(letters) - 1)
    assert [letter.choices for letter in letters[:-1]] == [()] * (len(letters) - 1)
    assert letters[-1].choices == (DONE, SKIP)
    assert {letter.card for letter in letters} == {None}
    assert length_of(letters[0].text) <= LONGEST_CAPTION


def test_caption_that_fits_stays_with_its_picture() -> None:
    (letter,) = write_letters([Reply("x" * LONGEST_CAPTION, (DONE,), PICTURE, card=CARD)])
    assert (letter.picture, letter.choices, letter.card) == (PICTURE, (DONE,), CARD)


def test_document_is_one_letter_however_long() -> None:
    (letter,) = write_letters([Reply("x" * 100_000, (DONE,), file_name="coach.json")])
    assert (letter.file_name, len(letter.text), letter.choices) == ("coach.json", 100_000, (DONE,))

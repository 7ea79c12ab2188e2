"""Long texts are split where a reader would pause, and nothing of them is lost."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.telegram.sender.splitting import (
    LONGEST_CAPTION,
    LONGEST_MESSAGE,
    length_of,
    split_text,
)

FAMILY = "👩\u200d👩\u200d👧\u200d👦"
THUMB = "👍🏽"
KEYCAP = "3\ufe0f\u20e3"
ACCENTED = "e\u0301\u0302"
RAINBOW = "🏳\ufe0f\u200d🌈"
PIECES = st.sampled_from(
    ("a", "word", " ", "\n", "\n\n", ". ", ", ", "😀", FAMILY, THUMB, KEYCAP, ACCENTED, "é", "ظ")
)
TEXTS = st.lists(PIECES, max_size=80).map("".join)
LIMITS = st.integers(min_value=30, max_value=60)


def squeeze(text: str) -> str:
    """Return a text without its white space."""
    return re.sub(r"\s+", "", text)


def units_of(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


@given(st.text())
def test_length_is_counted_in_utf_16_units(text: str) -> None:
    assert length_of(text) == units_of(text)


@given(TEXTS | st.text(max_size=300), LIMITS, LIMITS)
def test_parts_hold_all_but_white_space_and_none_is_too_long(
    text: str, longest: int, first: int
) -> None:
    parts = split_text(text, longest, first)
    assert squeeze("".join(parts)) == squeeze(text)
    assert all(0 < units_of(part) <= longest for part in parts[1:])
    assert all(0 < units_of(part) <= first for part in parts[:1])


@given(TEXTS, LIMITS)
def test_parts_keep_what_stands_between_their_words(text: str, longest: int) -> None:
    place = 0
    for part in split_text(text, longest):
        place = text.index(part, place) + len(part)
    assert not text[place:].strip()


@given(st.text(max_size=200), LIMITS)
def test_text_that_fits_stays_as_it_is(text: str, longest: int) -> None:
    if text.strip() and units_of(text.strip()) <= longest:
        assert split_text(text, longest) == [text.strip()]


@pytest.mark.parametrize("text", ["", " ", "\n\n \t", "\u2028"], ids=repr)
def test_text_with_nothing_to_read_gives_no_part(text: str) -> None:
    assert split_text(text) == []


@pytest.mark.parametrize(
    "whole",
    [FAMILY, THUMB, KEYCAP, ACCENTED, RAINBOW],
    ids=["family", "thumb", "keycap", "accent", "flag"],
)
@given(lead=st.integers(min_value=0, max_value=25), longest=LIMITS)
def test_combined_character_stays_whole(whole: str, lead: int, longest: int) -> None:
    text = "x" * lead + whole * 20
    parts = split_text(text, longest)
    assert "".join(parts) == text
    for part in parts:
        assert re.fullmatch(f"x*(?:{whole})*", part), part


@given(st.integers(min_value=31, max_value=200), LIMITS)
def test_character_longer_than_a_part_is_cut_all_the_same(marks: int, longest: int) -> None:
    text = "e" + "\u0301" * marks
    parts = split_text(text, longest)
    assert "".join(parts) == text
    assert all(units_of(part) <= longest for part in parts)


@given(st.integers(min_value=0, max_value=99))
def test_no_part_has_half_of_a_surrogate_pair(lead: int) -> None:
    for part in split_text("x" * lead + "😀" * 300, 51):
        part.encode("utf-8")


PAUSES = {
    "paragraph": ("a" * 30 + "\n\n", "b. c, d\ne " + "f" * 20),
    "line": ("a" * 30 + "\n", "b. c, d e " + "f" * 20),
    "sentence": ("a" * 30 + ". ", "b, c d " + "e" * 20),
    "question": ("a" * 30 + "? ", "b, c d " + "e" * 20),
    "quoted sentence": ("a" * 30 + '." ', "b, c d " + "e" * 20),
    "part of a sentence": ("a" * 30 + ", ", "b c " + "d" * 20),
    "word": ("a" * 30 + " ", "b" * 30),
}


@pytest.mark.parametrize("pause", PAUSES)
def test_cut_falls_on_the_best_pause_in_the_second_half(pause: str) -> None:
    first, rest = PAUSES[pause]
    assert split_text(first + rest, 45)[0] == first.rstrip()


def test_pause_in_the_first_half_is_too_early() -> None:
    parts = split_text("One. " + "two " * 20, 60)
    assert len(parts[0]) > 30


def test_sentences_stay_whole_where_they_are_short() -> None:
    sentence = "Keep your lower back heavy on the floor. "
    parts = split_text(sentence * 400)
    assert all(part.endswith("floor.") for part in parts)
    assert all(length_of(part) > LONGEST_MESSAGE / 2 for part in parts[:-1])


def test_caption_takes_less_than_what_follows() -> None:
    parts = split_text("word " * 2000, LONGEST_MESSAGE, LONGEST_CAPTION)
    assert length_of(parts[0]) <= LONGEST_CAPTION < length_of(parts[1]) <= LONGEST_MESSAGE


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("a" * 4096, 1),
        ("a" * 4097, 2),
        ("😀" * 2048, 1),
        ("😀" * 2049, 2),
        ("\n" * 5000 + "a", 1),
        ("a" + " " * 5000, 1),
    ],
    ids=["full", "one more", "full of pairs", "one pair more", "blank before", "blank behind"],
)
def test_only_what_does_not_fit_is_split(text: str, parts: int) -> None:
    assert len(split_text(text)) == parts

"""Choices become rows that can be read on a narrow phone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.telegram.sender.keyboards import lay_out, make_keyboard
from bot.turn import Choice

WIDEST_ROW = 8
LABELS = st.text(min_size=1, max_size=30)
CHOICES = st.lists(
    st.builds(Choice, LABELS, st.text(min_size=1, max_size=16), st.booleans()), max_size=30
)


def name_choices(*labels: str, wide: str | None = None) -> list[Choice]:
    return [Choice(label, f"answer:x:{label}", label == wide) for label in labels]


def labels_of(choices: list[Choice]) -> list[list[str]]:
    return [[choice.label for choice in row] for row in lay_out(choices)]


@given(CHOICES)
def test_every_choice_stands_once_the_wide_ones_first(choices: list[Choice]) -> None:
    wide = [choice for choice in choices if choice.wide]
    others = [choice for choice in choices if not choice.wide]
    assert [choice for row in lay_out(choices) for choice in row] == wide + others


@given(CHOICES)
def test_rows_are_short_and_even_and_never_empty(choices: list[Choice]) -> None:
    rows = [row for row in lay_out(choices) if not row[0].wide]
    sizes = [len(row) for row in rows]
    assert all(0 < size <= WIDEST_ROW for size in sizes)
    assert not sizes or max(sizes) - min(sizes) <= 1


@given(CHOICES)
def test_wide_choice_stands_alone(choices: list[Choice]) -> None:
    assert all(len(row) == 1 for row in lay_out(choices) if any(choice.wide for choice in row))


LAYOUTS = {
    "card of a session": (
        name_choices("Done", "How?", "Too hard", "It hurts", "Skip", wide="Done"),
        [["Done"], ["How?", "Too hard", "It hurts", "Skip"]],
    ),
    "yes and no": (name_choices("Yes", "No"), [["Yes", "No"]]),
    "eleven levels": (
        name_choices(*map(str, range(11))),
        [list("012345"), ["6", "7", "8", "9", "10"]],
    ),
    "six of middle length": (
        name_choices(*["A bit sore"] * 6),
        [["A bit sore"] * 3, ["A bit sore"] * 3],
    ),
    "long ones": (
        name_choices("I can lie on the floor", "Standing or chair only"),
        [["I can lie on the floor"], ["Standing or chair only"]],
    ),
    "one": (name_choices("I agree"), [["I agree"]]),
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_layout(layout: str) -> None:
    choices, rows = LAYOUTS[layout]
    assert labels_of(choices) == rows


@given(CHOICES.filter(bool))
def test_keyboard_keeps_labels_and_codes(choices: list[Choice]) -> None:
    keyboard = make_keyboard(choices)
    assert keyboard is not None
    shown = [[(b.text, b.callback_data) for b in row] for row in keyboard.inline_keyboard]
    assert shown == [[(choice.label, choice.data) for choice in row] for row in lay_out(choices)]


def test_no_choices_need_no_keyboard() -> None:
    assert make_keyboard([]) is None

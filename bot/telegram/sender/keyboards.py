"""Lay out choices as an inline keyboard that can be read on a narrow phone."""

from __future__ import annotations

from collections.abc import Sequence

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.turn import Choice

# Buttons of one row are equally wide: how many fit, by the length of the longest label.
_FITTING = ((4, 6), (6, 5), (8, 4), (11, 3), (18, 2))


def lay_out(choices: Sequence[Choice]) -> list[list[Choice]]:
    """Return the choices in rows: a wide one alone, the others as many as fit, evenly."""
    rows = [[choice] for choice in choices if choice.wide]
    return [*rows, *_share_out([choice for choice in choices if not choice.wide])]


def make_keyboard(choices: Sequence[Choice]) -> InlineKeyboardMarkup | None:
    """Return the keyboard of these choices, None without any."""
    if not choices:
        return None
    return InlineKeyboardMarkup(
        [
            [InlineKeyboardButton(choice.label, callback_data=choice.data) for choice in row]
            for row in lay_out(choices)
        ]
    )


def _share_out(choices: list[Choice]) -> list[list[Choice]]:
    if not choices:
        return []
    longest = max(len(choice.label) for choice in choices)
    most = next((count for length, count in _FITTING if longest <= length), 1)
    rows = -(-len(choices) // most)
    # Evenly: six of them are three and three, not five and one.
    size, larger = divmod(len(choices), rows)
    shared, start = [], 0
    for row in range(rows):
        end = start + size + (row < larger)
        shared.append(choices[start:end])
        start = end
    return shared

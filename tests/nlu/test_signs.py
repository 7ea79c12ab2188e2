"""Posture signs, named or described."""

import pytest

from bot.nlu.context import Context
from bot.nlu.reading import read_entities


def signs(typed: str, context: Context = Context()) -> dict[object, bool]:  # noqa: B008 - frozen
    found = read_entities(typed, context)
    return {m.value: m.negated for m in found if m.entity == "posture_sign"}


@pytest.mark.parametrize(
    ("typed", "sign"),
    [
        ("text neck", "forward_head"),
        ("I've got a hunchback", "rounded_upper_back"),
        ("hollow back", "arched_lower_back"),
        ("my shoulders roll forward", "rounded_shoulders"),
        ("rounded shoulders", "rounded_shoulders"),
        ("my head is way in front of my body", "forward_head"),
        ("my chin pokes forward", "forward_head"),
        ("anterior pelvic tilt", "hips_tip_forward"),
        ("my pelvis tilts forward", "hips_tip_forward"),
        ("big arch in my lower back", "arched_lower_back"),
        ("my ribs stick out", "flared_ribs"),
        ("my upper back is very rounded", "rounded_upper_back"),
    ],
    ids=str,
)
def test_sign_in_everyday_words_is_found(typed: str, sign: str) -> None:
    assert signs(typed) == {sign: False}


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        (
            "my head sticks out and my shoulders roll forward",
            {"forward_head": False, "rounded_shoulders": False},
        ),
        (
            "my head doesn't stick out but my shoulders do roll in",
            {"forward_head": True, "rounded_shoulders": False},
        ),
        (
            "I don't have rounded shoulders but my lower back has a big arch",
            {"rounded_shoulders": True, "arched_lower_back": False},
        ),
        (
            "my shoulders are rounded and my head pokes out, ribs are fine",
            {"rounded_shoulders": False, "forward_head": False, "flared_ribs": True},
        ),
        (
            "no rounded shoulders, just a forward head",
            {"rounded_shoulders": True, "forward_head": False},
        ),
    ],
    ids=["both", "verb denied", "noun denied", "part called fine", "list"],
)
def test_several_signs_carry_their_own_denial(typed: str, expected: dict[str, bool]) -> None:
    assert signs(typed) == expected


def test_sign_is_not_also_a_region() -> None:
    kinds = {m.entity for m in read_entities("my head sticks out and I have rounded shoulders")}
    assert kinds == {"posture_sign"}


def test_part_called_fine_is_a_sign_only_where_posture_was_asked() -> None:
    assert signs("ribs are fine", Context(asked="sign_ribs")) == {"flared_ribs": True}
    assert signs("ribs are fine") == {}

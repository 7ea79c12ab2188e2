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
        ("gamer neck", "forward_head"),
        ("office hunch", "rounded_upper_back"),
        ("gorilla shoulders", "rounded_shoulders"),
        ("shoulders creep forward while I type", "rounded_shoulders"),
        ("my palms face backwards when I stand", "rounded_shoulders"),
        ("my head, when I drive, sticks out", "forward_head"),
        ("ears two inches ahead of my shoulders", "forward_head"),
        ("my head does not reach the wall", "forward_head"),
        ("the top half of my back is bent", "rounded_upper_back"),
        ("my bum sticks out", "hips_tip_forward"),
        ("my belt points down at the front", "hips_tip_forward"),
        ("the pelvis goes forward", "hips_tip_forward"),
        ("my low back dips in", "arched_lower_back"),
        ("a whole arm fits behind my lower back", "arched_lower_back"),
        ("bottom ribs pop up when I lie down", "flared_ribs"),
        ("my ribs are too far out", "flared_ribs"),
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
        (
            "my neck and shoulders come forward",
            {"forward_head": False, "rounded_shoulders": False},
        ),
        (
            "hips are level, they don't tilt; the chin pokes out though",
            {"hips_tip_forward": True, "forward_head": False},
        ),
        (
            "my head is right above my shoulders, ribs flare a bit",
            {"forward_head": True, "flared_ribs": False},
        ),
        (
            "my shoulders aren't slumped, my upper back is",
            {"rounded_shoulders": True, "rounded_upper_back": False},
        ),
        (
            "ribs stick out, lower back arched too, hump no",
            {"flared_ribs": False, "arched_lower_back": False, "rounded_upper_back": True},
        ),
        (
            "no to a hunchback, yes to text neck",
            {"rounded_upper_back": True, "forward_head": False},
        ),
    ],
    ids=[
        "both",
        "verb denied",
        "noun denied",
        "part called fine",
        "list",
        "parts held alike",
        "pronoun",
        "held upright",
        "as before",
        "too and no",
        "no to and yes to",
    ],
)
def test_several_signs_carry_their_own_denial(typed: str, expected: dict[str, bool]) -> None:
    assert signs(typed) == expected


@pytest.mark.parametrize(
    ("typed", "sign"),
    [
        ("my rounded shoulders are gone", "rounded_shoulders"),
        ("hardly any space behind my lower back", "arched_lower_back"),
        ("I can't see any rounding in my upper back", "rounded_upper_back"),
        ("I wouldn't call my shoulders rounded", "rounded_shoulders"),
        ("I used to have a hunchback but not anymore", "rounded_upper_back"),
    ],
    ids=str,
)
def test_sign_that_is_not_there_is_denied(typed: str, sign: str) -> None:
    assert signs(typed) == {sign: True}


def test_sign_that_is_to_be_avoided_is_not_denied() -> None:
    assert signs("how should I hold my phone so I don't get tech neck") == {"forward_head": False}


@pytest.mark.parametrize(
    "typed",
    [
        "my neck hurts when I lean forward",
        "my ribs hurt when I stand up",
        "should I tip my pelvis forward",
        "do I arch my back here",
        "my hips are tilted to the left",
        "my head is in front of the screen",
        "I have a hunch that it's my chair",
        "my back went out",
        "one shoulder is higher than the other",
    ],
    ids=str,
)
def test_what_tells_of_no_bearing_is_no_sign(typed: str) -> None:
    assert signs(typed) == {}


def test_sign_is_not_also_a_region() -> None:
    kinds = {m.entity for m in read_entities("my head sticks out and I have rounded shoulders")}
    assert kinds == {"posture_sign"}


def test_part_called_fine_is_a_sign_only_where_posture_was_asked() -> None:
    assert signs("ribs are fine", Context(asked="sign_ribs")) == {"flared_ribs": True}
    assert signs("ribs are fine") == {}

"""Body regions, the side that each stands with, and what is denied of them."""

import pytest

from bot.nlu.reading import read_entities


def regions(typed: str) -> list[tuple[object, str | None, bool]]:
    found = read_entities(typed)
    return [(m.value, m.side, m.negated) for m in found if m.entity == "body_region"]


@pytest.mark.parametrize(
    ("words", "region"),
    [
        ("traps", "upper_back"),
        ("lats", "upper_back"),
        ("between my shoulder blades", "upper_back"),
        ("small of my back", "lower_back"),
        ("lumbar", "lower_back"),
        ("tailbone", "lower_back"),
        ("butt", "glute"),
        ("bum", "glute"),
        ("pecs", "chest"),
        ("abs", "abdomen"),
        ("core", "abdomen"),
        ("tummy", "abdomen"),
        ("heel", "foot"),
        ("toes", "foot"),
        ("fingers", "hand"),
        ("forearm", "arm"),
        ("biceps", "arm"),
        ("back", "back"),
        ("hip flexors", "hip_flexor"),
        ("mid back", "mid_back"),
        ("hamstirng", "hamstring"),
    ],
    ids=str,
)
def test_region_in_everyday_words_is_found(words: str, region: str) -> None:
    assert regions(f"my {words} is sore") == [(region, None, False)]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("left hip and right knee are sore", [("hip", "left", False), ("knee", "right", False)]),
        ("my left shoulder and neck ache", [("shoulder", "left", False), ("neck", None, False)]),
        ("shoulder pain again, right one", [("shoulder", "right", False)]),
        ("it hurts in my neck, on the left", [("neck", "left", False)]),
        ("the right side of my lower back", [("lower_back", "right", False)]),
        ("both calves are tight", [("calf", "both", False)]),
        ("left and right knee hurt", [("knee", "both", False)]),
        ("my knee hurts right now", [("knee", None, False)]),
        ("that's right, my knee", [("knee", None, False)]),
        ("I left my mat and my hip aches", [("hip", None, False)]),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_side_belongs_to_the_region_it_stands_with(
    typed: str, expected: list[tuple[str, str | None, bool]]
) -> None:
    assert regions(typed) == expected


@pytest.mark.parametrize(
    ("typed", "denied", "said"),
    [
        ("my neck is fine but my lower back hurts", ["neck"], ["lower_back"]),
        ("Hips are ok, it's my upper back that aches", ["hip"], ["upper_back"]),
        ("not my shoulders, it's the mid back", ["shoulder"], ["mid_back"]),
        ("no pain in my knee", ["knee"], []),
        ("neck and shoulders are fine", ["neck", "shoulder"], []),
        ("my traps don't hurt anymore", ["upper_back"], []),
        ("I don't know why my back hurts", [], ["back"]),
        ("I can't turn my neck", [], ["neck"]),
        ("not only my knee, my hip too", [], ["knee", "hip"]),
        ("no fever and no fall, my neck is only stiff", [], ["neck"]),
        ("my hip pain is not going away", [], ["hip"]),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_denial_reaches_its_own_clause_only(typed: str, denied: list[str], said: list[str]) -> None:
    found = regions(typed)
    assert [value for value, _, negated in found if negated] == denied
    assert [value for value, _, negated in found if not negated] == said


@pytest.mark.parametrize(
    "typed",
    [
        "I'm back",
        "put the deadlift back in",
        "go back to the menu",
        "back in five",
        "on the other hand it helps",
        "I'm heading to bed",
        "back from holiday",
        "come back later",
    ],
    ids=str,
)
def test_body_word_that_names_no_body_is_left_alone(typed: str) -> None:
    assert regions(typed) == []


def test_side_without_a_region_is_an_entity_of_its_own() -> None:
    found = [(m.entity, m.value) for m in read_entities("the left side is weaker")]
    assert found == [("side", "left")]

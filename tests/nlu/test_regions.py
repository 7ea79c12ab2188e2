"""Body regions, the side that each stands with, and what is denied of them."""

import pytest

from bot.nlu.reading import read_entities


def regions(typed: str) -> list[tuple[object, str | None, bool]]:
    found = read_entities(typed)
    return [(m.value, m.side, m.negated) for m in found if m.entity == "body_region"]


def told(typed: str) -> list[str]:
    """Return the regions in a short form: "!hip/left" is a denied left hip."""
    return [
        f"{'!' if negated else ''}{value}{f'/{side}' if side else ''}"
        for value, side, negated in regions(typed)
    ]


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
        ("bonce", "head"),
        ("scapula", "upper_back"),
        ("clavicle", "shoulder"),
        ("obliques", "abdomen"),
        ("IT band", "thigh"),
        ("SI joint", "lower_back"),
        ("coccix", "lower_back"),
        ("crazy bone", "elbow"),
        ("patella", "knee"),
        ("instep", "foot"),
        ("sitz bones", "glute"),
        ("pinky finger", "hand"),
        ("ellbow", "elbow"),
        ("kness", "knee"),
        ("tumy", "abdomen"),
    ],
    ids=str,
)
def test_region_in_everyday_words_is_found(words: str, region: str) -> None:
    assert regions(f"my {words} is sore") == [(region, None, False)]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("the back of my left thigh pulls", ["hamstring/left"]),
        ("front of the right hip", ["hip_flexor/right"]),
        ("the lower part of my back", ["lower_back"]),
        ("it's down low in my back", ["lower_back"]),
        ("my back, mostly the upper part", ["upper_back"]),
        ("lower left back", ["lower_back/left"]),
        ("upper and lower back are stiff", ["upper_back", "lower_back"]),
        ("the back of my head", ["head"]),
        ("the heel of my hand", ["hand"]),
        ("neck+shoulders", ["neck", "shoulder"]),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_part_of_a_region_is_the_region_it_means(typed: str, expected: list[str]) -> None:
    assert told(typed) == expected


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
    ("typed", "expected"),
    [
        pytest.param("the shoulder left is tired", ["shoulder/left"], id="after the region"),
        pytest.param("R hip and L ankle", ["hip/right", "ankle/left"], id="letters"),
        pytest.param("elbow (right) clicks", ["elbow/right"], id="in brackets"),
        pytest.param("my left wrist and hand", ["wrist/left", "hand/left"], id="shared"),
        pytest.param("left ankle and my knee", ["ankle/left", "knee"], id="not shared"),
        pytest.param("both of my feet", ["foot/both"], id="both of"),
        pytest.param("wrists and elbows both ache", ["wrist", "elbow"], id="both of two"),
        pytest.param("either side of my spine", ["back/both"], id="either side"),
        pytest.param("on the left my neck, on the right my hip", ["neck/left", "hip/right"]),
        pytest.param("hip and knee are sore on the same side, right", ["hip/right", "knee/right"]),
        pytest.param("right ankle worse than left", ["ankle/right", "ankle/left"], id="compared"),
        pytest.param("my left foot is flatter than the other one", ["foot/left", "foot/right"]),
        pytest.param("left knee hurts, the right one doesn't", ["knee/left", "!knee/right"]),
        pytest.param("it's right behind my ankle", ["ankle"], id="right behind"),
        pytest.param("my neck pinches when I look to the left", ["neck"], id="direction"),
        pytest.param("is that the right exercise for my hips", ["hip"], id="right exercise"),
        pytest.param("the pinky of my left hand", ["hand/left"], id="said twice"),
    ],
)
def test_side_is_bound_as_the_sentence_means_it(typed: str, expected: list[str]) -> None:
    assert told(typed) == expected


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
    ("typed", "expected"),
    [
        pytest.param("no pain in my hips, knees or ankles", ["!hip", "!knee", "!ankle"], id="list"),
        pytest.param("neither wrist hurts", ["!wrist"], id="neither"),
        pytest.param("I don't think it's my groin", ["!groin"], id="belief"),
        pytest.param("I don't think my back likes this", ["back"], id="belief of something else"),
        pytest.param("can't really say my ankle hurts", ["!ankle"], id="cannot say"),
        pytest.param("nothing wrong with my feet", ["!foot"], id="nothing wrong"),
        pytest.param("no stretch helps my calf", ["calf"], id="no help"),
        pytest.param("my hips aren't too bad", ["hip"], id="not too bad"),
        pytest.param("my jaw doesn't hurt as much", ["jaw"], id="less"),
        pytest.param("my wrist isn't ok", ["wrist"], id="not ok"),
        pytest.param("my shin has never been this sore", ["shin"], id="never this"),
        pytest.param("knees fine, hips not", ["!knee", "hip"], id="not fine as before"),
        pytest.param("the hip hurts, the knee doesn't", ["hip", "!knee"], id="not as before"),
        pytest.param("my neck is ok and so is my jaw", ["!neck", "!jaw"], id="so is"),
        pytest.param("is my elbow ok?", ["elbow"], id="question"),
        pytest.param("how do I sit so my hip doesn't hurt", ["hip"], id="purpose"),
        pytest.param("train without hurting my knee", ["knee"], id="without hurting"),
        pytest.param("no, it's my heel", ["foot"], id="answer"),
    ],
)
def test_denial_is_told_from_what_only_looks_like_one(typed: str, expected: list[str]) -> None:
    assert told(typed) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        pytest.param("the ache in my wrist has vanished", ["!wrist"], id="vanished"),
        pytest.param("my calf has healed", ["!calf"], id="healed"),
        pytest.param("my jaw stopped clicking", ["!jaw"], id="stopped"),
        pytest.param("I got rid of my neck pain", ["!neck"], id="rid of"),
        pytest.param("my hip hurt last week but it's fine now", ["!hip"], id="fine by now"),
        pytest.param("my elbow used to ache, not any more", ["!elbow"], id="not any more"),
        pytest.param("hip pain almost gone", ["hip"], id="almost gone"),
        pytest.param("my foot has gone numb", ["foot"], id="gone numb"),
        pytest.param("my ankle calmed down a bit", ["ankle"], id="a bit"),
        pytest.param("when will my knee stop hurting", ["knee"], id="not yet"),
        pytest.param("my shin was ok until I ran", ["shin"], id="until"),
        pytest.param("my calf is fine at first, then it burns", ["calf"], id="bad after all"),
        pytest.param("my thigh doesn't hurt, it's just tight", ["thigh"], id="another complaint"),
    ],
)
def test_region_that_no_longer_hurts_is_denied(typed: str, expected: list[str]) -> None:
    assert told(typed) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        pytest.param("everything but my elbows is fine", ["elbow"], id="fine but"),
        pytest.param("everything hurts except my jaw", ["!jaw"], id="hurts except"),
        pytest.param("nothing hurts apart from my heel", ["foot"], id="nothing apart from"),
        pytest.param("all ok but my hip hurts", ["hip"], id="no exception"),
        pytest.param("it's my knee rather than my hip", ["knee", "!hip"], id="rather than"),
        pytest.param("more the calf than the shin", ["calf", "!shin"], id="more than"),
        pytest.param("I thought it was my neck but it's my jaw", ["!neck", "jaw"], id="thought"),
        pytest.param("I thought my foot was asleep but it's numb", ["foot"], id="no mistake"),
    ],
)
def test_exceptions_and_corrections_are_understood(typed: str, expected: list[str]) -> None:
    assert told(typed) == expected


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
        "time to head home",
        "hand me my plan please",
        "could you lend me a hand",
        "this bot is a pain in the backside",
        "thanks mate, you've got my back",
        "what a hip little robot, so hip",
        "two feet from the wall",
        "I'm all thumbs today",
        "get it off your chest",
        "leg press or shoulder press?",
        "there's the back door",
    ],
    ids=str,
)
def test_body_word_that_names_no_body_is_left_alone(typed: str) -> None:
    assert regions(typed) == []


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("back pain came back", ["back"]),
        ("hello, I'm back with my bad back", ["back"]),
        ("neck ok, back stiff", ["!neck", "back"]),
        ("ow back", ["back"]),
        ("I've a pain in the neck", ["neck"]),
        ("my hands are cold", ["hand"]),
        ("should I lie on my back", ["back"]),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_body_word_beside_such_a_saying_is_found(typed: str, expected: list[str]) -> None:
    assert told(typed) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("the left side is weaker", ["left"]),
        ("right", ["right"]),
        ("both", ["both"]),
        ("left and right are alike", ["both"]),
        ("is this the right one", []),
        ("alright then", []),
        ("nothing left to do", []),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_side_without_a_region_is_an_entity_of_its_own(typed: str, expected: list[str]) -> None:
    assert [m.value for m in read_entities(typed) if m.entity == "side"] == expected

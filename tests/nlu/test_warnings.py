"""Warning signs are found, and what only sounds like one is not."""

import pytest

from bot.nlu.screening import WARNING, screen_intent
from bot.nlu.sentence import read_sentence
from bot.nlu.warnings import find_warnings


def warnings(typed: str) -> dict[object, bool]:
    return {m.value: m.negated for m in find_warnings(read_sentence(typed).text)}


@pytest.mark.parametrize(
    ("typed", "category"),
    [
        ("I can't feel between my legs and can't pee", "cauda_equina"),
        ("my bum's gone numb", "cauda_equina"),
        ("wet myself and didn't notice", "cauda_equina"),
        ("my leg is numb and weak", "neurological_deficit"),
        ("I can't lift my foot anymore", "neurological_deficit"),
        ("my hand has lost its strength", "neurological_deficit"),
        ("fell off a ladder and my back hurts", "trauma"),
        ("got rear-ended and my neck hurts", "trauma"),
        ("had breast cancer, now my back hurts", "cancer"),
        ("losing weight without trying", "cancer"),
        ("I have a fever and my back hurts", "infection"),
        ("my knee is red hot and swollen", "infection"),
        ("crushing chest pain", "cardiac"),
        ("pressure on my chest going into my left arm", "cardiac"),
        ("I can't breathe", "breathing"),
        ("coughed up blood", "breathing"),
        ("my face has dropped on one side", "stroke"),
        ("my speech is slurred", "stroke"),
        ("worst headache of my life", "head_neck_vascular"),
        ("dizzy and seeing double since I cracked my neck", "head_neck_vascular"),
        ("my calf is swollen, red and hot", "clot"),
        ("I can feel my belly beating", "abdominal"),
        ("there is blood in my stool", "abdominal"),
        ("I want to die", "suicidal"),
        ("better off dead", "suicidal"),
        ("my leg has gon numb and my bladdar is weird", "cauda_equina"),
        ("skip this one, my arm has gone numb", "neurological_deficit"),
        ("my dad has chest pain", "cardiac"),
    ],
    ids=str,
)
def test_warning_sign_is_found_in_its_category(typed: str, category: str) -> None:
    assert warnings(typed).get(category) is False


@pytest.mark.parametrize(
    "typed",
    [
        "no numbness or tingling in my legs",
        "I haven't lost control of my bladder",
        "no chest pain, no fever and no fall",
        "I'm not short of breath",
        "I have never had chest pain",
        "without any numbness in my leg",
        "my leg isn't numb",
    ],
    ids=str,
)
def test_denied_warning_sign_is_marked_as_denied(typed: str) -> None:
    assert all(warnings(typed).values())


@pytest.mark.parametrize(
    "typed",
    [
        "my foot fell asleep",
        "my arm went to sleep on the couch",
        "my back is killing me",
        "this workout is killing me",
        "I'm dying of laughter",
        "dying here, this is brutal",
        "that nearly gave me a heart attack lol",
        "bored to death",
        "I fell asleep",
        "I fell behind with my program",
        "my chest is tight",
        "my pecs are tight",
        "my legs are like jelly after the squats",
        "why is my left leg weaker than my right",
        "my tummy muscles are sore after crunches",
        "I had a numb leg in 2019",
        "what are the symptoms of a stroke",
        "how do I lose weight fast",
        "I'm out of breath after that set",
        "I want to end it here for today",
        "how many reps on each side",
        "",
        "asdfgh",
        "😀😀😀",
        "привет, как дела",
    ],
    ids=lambda value: value or "empty",
)
def test_everyday_words_raise_no_warning(typed: str) -> None:
    assert warnings(typed) == {}


FLAG = {"entity": "red_flag", "value": "cardiac", "negated": False}
SECOND = [{"name": WARNING, "confidence": 0.9}, {"name": "deny", "confidence": 0.2}]


@pytest.mark.parametrize(
    ("text", "intent", "entities", "expected"),
    [
        ("x", ("skip_exercise", 0.9), [FLAG], (WARNING, 1.0)),
        ("x", ("skip_exercise", 0.9), [{**FLAG, "negated": True}], ("skip_exercise", 0.9)),
        ("x", (WARNING, 0.9), [], (WARNING, 0.9)),
        ("x", (WARNING, 0.3), [], ("deny", 0.2)),
        ("x", (WARNING, 0.9), [{**FLAG, "negated": True}], ("deny", 0.2)),
        ("my back is killing me", (WARNING, 0.9), [], ("deny", 0.2)),
    ],
    ids=["rule", "denied", "trained and sure", "trained, not sure", "denied, trained", "idiom"],
)
def test_screen_has_the_last_word_on_the_intent(
    text: str, intent: tuple[str, float], entities: list[dict[str, object]], expected: object
) -> None:
    name, confidence = intent
    result = screen_intent(text, {"name": name, "confidence": confidence}, SECOND, entities)
    assert (result["name"], result["confidence"]) == expected


def test_screen_takes_nothing_for_understood_that_comes_far_behind_a_doubtful_warning() -> None:
    far = [{"name": WARNING, "confidence": 0.6}, {"name": "deny", "confidence": 0.05}]
    result = screen_intent("x", far[0], far, [])
    assert result == {"name": "nlu_fallback", "confidence": 0.0}

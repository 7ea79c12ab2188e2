"""The intent of a text, from the model, what was asked and what can be read at all."""

import pytest

from bot.nlu.context import Context, read_context
from bot.nlu.deciding import FALLBACK, decide_intent
from bot.nlu.result import as_parse_line


class FixedOpinion:
    """An opinion whatever the text."""

    def __init__(self, intent: str, share: float, knows: bool = True) -> None:
        self._ranking = [(intent, share), ("other", 1 - share)]
        self._knows = knows

    def rank(self) -> list[tuple[str, float]]:
        return self._ranking

    def knows_words(self) -> bool:
        return self._knows


def decide(
    text: str, asked: str = "", session: str = "idle", kinds: frozenset[str] = frozenset()
) -> str:
    opinion = FixedOpinion("smalltalk", 0.9)
    return decide_intent(text, Context(asked=asked, session=session), kinds, opinion, 0.2).intent


@pytest.mark.parametrize(
    ("text", "asked", "session", "expected"),
    [
        ("7", "discomfort_level", "discomfort_form", "rate_discomfort"),
        ("about a 6", "discomfort_level", "discomfort_form", "rate_discomfort"),
        ("quite bad", "discomfort_level", "discomfort_form", "rate_discomfort"),
        ("7", "reminder_time", "reminder_form", "set_reminder"),
        ("half seven", "reminder_time", "reminder_form", "set_reminder"),
        ("done", "workout_step", "workout_form", "next_step"),
        ("ok", "workout_step", "workout_form", "next_step"),
        ("yes", "sign_head", "posture_form", "affirm"),
        ("a bit", "sign_hips", "posture_form", "affirm"),
        ("nope", "sign_hips", "posture_form", "deny"),
        ("not sure", "sign_hips", "posture_form", "unsure"),
        ("in half an hour", "", "idle", "snooze_reminder"),
        ("later", "session_start", "workout_form", "snooze_reminder"),
        ("👍", "", "idle", "affirm"),
        ("11 out of 10", "", "idle", "rate_discomfort"),
        ("-3", "", "idle", "rate_discomfort"),
        ("hello there", "", "idle", "smalltalk"),
    ],
    ids=lambda value: value or "-",
)
def test_short_answer_means_what_was_asked(
    text: str, asked: str, session: str, expected: str
) -> None:
    assert decide(text, asked, session) == expected


def test_named_thing_that_was_asked_for_is_an_answer_but_a_question_is_not() -> None:
    trigger = frozenset({"trigger"})
    assert decide("sitting", "discomfort_trigger", kinds=trigger) == "report_discomfort"
    assert decide("why does sitting hurt", "discomfort_trigger", kinds=trigger) == "smalltalk"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "  ",
        "...",
        "😀😀",
        "привет",
        "我的背疼",
        "\u200b",
        "a" * 5000,
        "/restart",
        '/inform{"a":1}',
    ],
    ids=["empty", "blank", "dots", "emoji", "russian", "chinese", "zero width", "long", "/", "/{}"],
)
def test_unreadable_text_is_a_fallback(text: str) -> None:
    assert decide(text) == FALLBACK


def test_unsure_or_unknown_words_are_a_fallback_with_confidence_0() -> None:
    unsure = decide_intent("hm", Context(), frozenset(), FixedOpinion("greet", 0.1), 0.2)
    unknown = decide_intent(
        "asdfgh", Context(), frozenset(), FixedOpinion("greet", 0.9, False), 0.2
    )
    assert (unsure.intent, unsure.confidence) == (FALLBACK, 0.0)
    assert (unknown.intent, unknown.confidence) == (FALLBACK, 0.0)


def test_doubtful_text_is_no_new_wish_while_a_question_is_open() -> None:
    opinion = FixedOpinion("report_condition", 0.4)
    asked, idle = Context(asked="discomfort_region"), Context()
    assert decide_intent("my third thingy", asked, frozenset(), opinion, 0.2).intent == FALLBACK
    assert decide_intent("my third thingy", idle, frozenset(), opinion, 0.2).intent != FALLBACK


@pytest.mark.parametrize(
    "metadata", [None, "x", {"asked": 3, "today": "soon"}, {"today": None}], ids=str
)
def test_context_of_unusable_metadata_is_empty(metadata: object) -> None:
    assert read_context(metadata) == Context()


def test_parse_line_holds_what_the_format_names_and_nothing_else() -> None:
    region = {"entity": "body_region", "value": "hip", "start": 5, "end": 8, "negated": False}
    line = as_parse_line(
        {
            "text": "left hip",
            "intent": {"name": "report_discomfort", "confidence": 0.91234567},
            "entities": [{**region, "side": "left", "extractor": "SpacyEntities"}],
            "intent_ranking": [],
        }
    )
    assert line == {
        "text": "left hip",
        "intent": {"name": "report_discomfort", "confidence": 0.9123},
        "entities": [{**region, "side": "left"}],
    }


def test_parse_line_of_nothing_understood_is_a_fallback() -> None:
    line = as_parse_line({"text": "", "intent": {"name": None, "confidence": None}})
    assert line == {"text": "", "intent": {"name": FALLBACK, "confidence": 0.0}, "entities": []}

"""The plain form of a sentence, and the way back to what was typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.nlu.reading import read_entities
from bot.nlu.sentence import read_sentence


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        pytest.param("I can’t feel it", "i cannot feel it", id="curly apostrophe"),
        pytest.param("dont know", "do not know", id="no apostrophe"),
        pytest.param("i've got it", "i have got it", id="have"),
        pytest.param("my lowr bakc", "my lower back", id="typos"),
        pytest.param("sholuder pain", "shoulder pain", id="swapped letters"),
        pytest.param("tingeling", "tingling", id="letter too many"),
        pytest.param("soooo stiff", "soo stiff", id="stretched"),
        pytest.param("ba\u200bck", "back", id="zero width"),
        pytest.param("right angles", "right angles", id="a real word stays"),
        pytest.param("fridays", "fridays", id="a plural stays"),
        pytest.param("one finger", "one finger", id="a singular stays"),
        pytest.param("my ancle and elow", "my ankle and elbow", id="body words"),
        pytest.param("pelvic tilt", "pelvic tilt", id="a neighbour of a body word stays"),
    ],
)
def test_sentence_as_typed_becomes_plain(typed: str, plain: str) -> None:
    assert read_sentence(typed).text == plain


@given(st.text(max_size=200))
def test_sentence_of_any_text_keeps_a_span_for_each_character(typed: str) -> None:
    sentence = read_sentence(typed)
    assert len(sentence.spans) == len(sentence.text)
    assert all(0 <= start < end <= len(typed) for start, end in sentence.spans)


@given(st.text(max_size=300))
def test_reading_of_any_text_stays_inside_it(typed: str) -> None:
    assert all(0 <= m.start < m.end <= len(typed) for m in read_entities(typed))


def test_offsets_after_emoji_and_contraction_count_code_points() -> None:
    typed = "😀 I don’t have hunched shoulders, my lowr back hurts"
    region = next(m for m in read_entities(typed) if m.entity == "body_region")
    assert typed[region.start : region.end] == "lowr back"

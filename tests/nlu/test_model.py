"""The statistical model and the tables beneath it."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml

from bot.nlu.encoders.component import ENCODERS, load_encoder
from bot.nlu.features import grouped_form
from bot.nlu.model import IntentModel, train_model
from bot.nlu.readings import load_answers, load_readings
from bot.nlu.spelling import is_one_slip_away
from bot.nlu.tables import TableError, load_table

ROOT = Path(__file__).parents[2]
TEXTS = ["delete my data", "erase my account", "wipe my data", "remove all my data"] * 3
OTHERS = ["start the workout", "let's train", "begin training", "start my session"] * 3
GREETINGS = ["hello", "good morning", "hi there", "hey coach"] * 3


def vectors(*texts: str) -> Any:
    return np.hstack([load_encoder(name).encode(texts) for name in ENCODERS])


@pytest.fixture(scope="module")
def model() -> IntentModel:
    examples = {"delete_data": TEXTS, "start_workout": OTHERS, "greet": GREETINGS}
    pairs = [(text, intent) for intent, texts in examples.items() for text in texts]
    texts = [text for text, _ in pairs]
    return train_model(texts, vectors(*texts), [intent for _, intent in pairs])


@pytest.mark.parametrize(
    ("text", "intent"),
    [("please purge my records", "delete_data"), ("kick off the session", "start_workout")],
    ids=str,
)
def test_model_understands_a_synonym_it_never_saw(
    model: IntentModel, text: str, intent: str
) -> None:
    assert model.predict(text, vectors(text))[0][0] == intent


def test_shares_of_all_intents_add_up_to_one(model: IntentModel) -> None:
    ranking = model.predict("delete it", vectors("delete it"))
    assert sum(share for _, share in ranking) == pytest.approx(1.0, abs=1e-5)


def test_model_knows_its_words_and_their_typos_and_no_others(model: IntentModel) -> None:
    assert model.knows_words("DELETE")
    assert model.knows_words("delte")
    assert not model.knows_words("asdfgh")
    assert not model.knows_words("zorp delete tav")


def test_grouped_form_replaces_words_by_their_group() -> None:
    assert grouped_form("erase my records") == "_delete_ my _data_"


@pytest.mark.parametrize(
    ("word", "target", "expected"),
    [
        ("sholder", "shoulder", True),
        ("shoulderr", "shoulder", True),
        ("shouldre", "shoulder", True),
        ("shoulfer", "shoulder", True),
        ("should", "shoulder", False),
        ("boulder", "shoulder", False),
    ],
    ids=str,
)
def test_slip_is_one_letter_or_one_swap(word: str, target: str, expected: bool) -> None:
    assert is_one_slip_away(word, target) is expected


def test_missing_table_is_named() -> None:
    with pytest.raises(TableError, match=r"nowhere\.yml"):
        load_table("nowhere")


def test_every_reading_and_answer_has_an_intent_of_the_domain() -> None:
    domain = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))
    named = {row.intent for row in (*load_readings(), *load_answers())}
    assert named <= set(domain["intents"])

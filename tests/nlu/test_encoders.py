"""The sentence encoders and what guards their weights."""

from pathlib import Path

import numpy as np
import pytest
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.classifier import read_vector
from bot.nlu.encoders.component import ENCODERS, SentenceEncoder, load_encoder
from bot.nlu.encoders.weights import WeightsError, check_weights
from bot.nlu.tables import UnderstandingError

ODD = ["", " ", "\u200b", "😀😀", "我的背疼", "a" * 4096, "word " * 800, "\x00", "asdfgh"]


@pytest.mark.parametrize("name", ENCODERS)
def test_vectors_have_length_one_whatever_the_text(name: str) -> None:
    encoder = load_encoder(name)
    vectors = encoder.encode(ODD)
    assert vectors.shape == (len(ODD), encoder.size)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-4)


@pytest.mark.parametrize("name", ENCODERS)
def test_vector_of_a_text_does_not_depend_on_its_neighbours(name: str) -> None:
    encoder = load_encoder(name)
    texts = ["my back hurts", "ok", "remind me every weekday at half past seven, please"]
    together = encoder.encode(texts)
    alone = np.vstack([encoder.encode([text]) for text in texts])
    assert np.allclose(together, alone, atol=0.05)


@pytest.mark.parametrize("name", ENCODERS)
def test_same_meaning_is_nearer_than_same_words(name: str) -> None:
    asked, same, other = load_encoder(name).encode(
        ["please erase my data", "delete everything you know about me", "please show my program"]
    )
    assert asked @ same > asked @ other


def test_component_gives_training_sentences_and_messages_the_same_vector() -> None:
    component = SentenceEncoder("minilm")
    example, message = Message({TEXT: "my sholder hurts"}), Message({TEXT: "my shoulder hurts"})
    component.process_training_data(TrainingData([example]))
    component.process([message])
    assert np.allclose(read_vector(example), read_vector(message), atol=1e-5)


def test_message_without_a_vector_names_what_is_missing() -> None:
    with pytest.raises(UnderstandingError, match="SentenceEncoder"):
        read_vector(Message({TEXT: "hello"}))


def test_unknown_encoder_is_refused_with_the_known_ones() -> None:
    with pytest.raises(UnderstandingError, match="minilm, universal"):
        load_encoder("elmo")


def test_other_weights_are_refused(tmp_path: Path) -> None:
    changed = tmp_path / "weights"
    changed.write_bytes(b"something else")
    with pytest.raises(WeightsError, match="another version"):
        check_weights(changed, "0" * 64)


def test_missing_weights_are_named(tmp_path: Path) -> None:
    with pytest.raises(WeightsError, match="nowhere"):
        check_weights(tmp_path / "nowhere", "0" * 64)

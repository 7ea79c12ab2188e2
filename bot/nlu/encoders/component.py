"""The pipeline component that gives every sentence the vector of an encoder."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.encoders.minilm import MiniLm
from bot.nlu.encoders.universal import UniversalEncoder
from bot.nlu.sentence import read_sentence
from bot.nlu.tables import UnderstandingError


class Encoder(Protocol):
    """What makes vectors of sentences."""

    size: int

    def encode(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        """Return one row of `size` figures per text."""


ENCODERS: dict[str, Callable[[int], Encoder]] = {
    "minilm": MiniLm,
    "universal": UniversalEncoder,
}


@lru_cache(maxsize=2 * len(ENCODERS))
def load_encoder(name: str, threads: int = 1) -> Encoder:
    """Return an encoder by its name, loaded once; raise UnderstandingError for an unknown one."""
    if name not in ENCODERS:
        raise UnderstandingError(
            f"There is no sentence encoder {name!r}; known are {', '.join(sorted(ENCODERS))}."
        )
    return ENCODERS[name](threads)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class SentenceEncoder(GraphComponent):
    """Add the vector of the plain sentence as a dense sentence feature; `model` names the encoder."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Return the settings: which encoder."""
        return {"model": "minilm"}

    def __init__(self, model: str) -> None:
        """Load the encoder."""
        self._model = model
        self._encoder = load_encoder(model)

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SentenceEncoder:
        """Return the component; it has nothing to learn."""
        return cls(str(config["model"]))

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Add the vectors to all training sentences."""
        # Thousands of sentences are worth all cores; a single one is not worth waking a second.
        encoder = load_encoder(self._model, os.cpu_count() or 1)
        self._encode(encoder, training_data.training_examples)
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Add the vectors to messages."""
        self._encode(self._encoder, messages)
        return messages

    def _encode(self, encoder: Encoder, messages: list[Message]) -> None:
        with_text = [message for message in messages if message.get(TEXT)]
        if not with_text:
            return
        plain = [read_sentence(message.get(TEXT)).text for message in with_text]
        for message, vector in zip(with_text, encoder.encode(plain), strict=True):
            message.add_features(
                Features(vector[np.newaxis], FEATURE_TYPE_SENTENCE, TEXT, self._model)
            )

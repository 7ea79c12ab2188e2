"""The pipeline component that names the intent of a sentence."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import joblib
import numpy as np
import numpy.typing as npt
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import (
    ENTITIES,
    INTENT,
    INTENT_RANKING_KEY,
    METADATA,
    METADATA_EXAMPLE,
    TEXT,
)
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from threadpoolctl import ThreadpoolController

from bot.nlu.context import read_context
from bot.nlu.deciding import Decision, decide_intent
from bot.nlu.model import IntentModel, train_model
from bot.nlu.screening import WARNING
from bot.nlu.tables import UnderstandingError
from bot.nlu.warning_kinds import KIND, WarningKindModel

FILE = "intents.joblib"
SHOWN = 10


@dataclass(frozen=True)
class Trained:
    """All that the component learns."""

    intents: IntentModel
    kinds: WarningKindModel | None


@dataclass(frozen=True)
class MessageOpinion:
    """What the trained model makes of one message."""

    model: IntentModel
    message: Message

    def rank(self) -> list[tuple[str, float]]:
        """Return all intents with their shares, the likeliest first."""
        return self.model.predict(self.message.get(TEXT), read_vector(self.message))

    def knows_words(self) -> bool:
        """Say whether the model has seen enough of the words."""
        return self.model.knows_words(self.message.get(TEXT))


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class SentenceClassifier(GraphComponent, IntentClassifier):
    """Name the intent by n-grams and sentence vectors, with what was asked in mind.

    It needs at least one SentenceEncoder before it in the pipeline.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Return the settings: the fit's strength, temperature and seed, and from which share it is sure."""
        return {"strength": 10.0, "temperature": 3.0, "seed": 7, "sure_from": 0.3}

    def __init__(
        self,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        model: Trained | None = None,
    ) -> None:
        """Keep where the model lives, and the model once there is one."""
        self._config = config
        self._storage = model_storage
        self._resource = resource
        self._model = model

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SentenceClassifier:
        """Return an untrained component."""
        return cls(config, model_storage, resource)

    def train(self, training_data: TrainingData) -> Resource:
        """Train on the sentences that have an intent, and store the model."""
        examples = [e for e in training_data.intent_examples if e.get(TEXT)]
        vectors = np.vstack([read_vector(e) for e in examples])
        seed = int(self._config["seed"])
        # One thread for the networks: the regression, in a thread of its own, has the other core.
        with _threads().limit(limits=1):
            intents = train_model(
                [e.get(TEXT) for e in examples],
                vectors,
                [e.get(INTENT) for e in examples],
                float(self._config["strength"]),
                float(self._config["temperature"]),
                seed,
            )
            kinds = [_read_kind(e) for e in examples]
            told = [row for row, kind in enumerate(kinds) if kind]
            kind_model = WarningKindModel.train(vectors[told], [kinds[row] for row in told], seed)
        self._model = Trained(intents, kind_model)
        with self._storage.write_to(self._resource) as folder:
            joblib.dump(self._model, folder / FILE)
        return self._resource

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> SentenceClassifier:
        """Return the trained component; raise UnderstandingError where the model has none."""
        try:
            with model_storage.read_from(resource) as folder:
                return cls(config, model_storage, resource, joblib.load(folder / FILE))
        except (ValueError, OSError) as fault:
            raise UnderstandingError(
                "This model holds no trained sentence classifier; train it again."
            ) from fault

    def process(self, messages: list[Message]) -> list[Message]:
        """Set the intent and the ranking of every message, and the kind of a warning sign."""
        if self._model is None:
            raise UnderstandingError("The sentence classifier has to be trained before use.")
        with _threads().limit(limits=1):
            for message in messages:
                _set_decision(message, self._decide(message, self._model.intents))
                if self._model.kinds and message.get(INTENT)["name"] == WARNING:
                    message.set(KIND, self._model.kinds.predict(read_vector(message)))
        return messages

    def _decide(self, message: Message, model: IntentModel) -> Decision:
        return decide_intent(
            message.get(TEXT) or "",
            read_context(message.get(METADATA)),
            frozenset(entity["entity"] for entity in message.get(ENTITIES) or []),
            MessageOpinion(model, message),
            float(self._config["sure_from"]),
        )


@lru_cache(maxsize=1)
def _threads() -> ThreadpoolController:
    """Return the switch of the matrix libraries' threads; to look for them takes milliseconds."""
    return ThreadpoolController()


def read_vector(message: Message) -> npt.NDArray[np.float32]:
    """Return the message's sentence vectors in one row; raise UnderstandingError where it has none."""
    _, features = message.get_dense_features(TEXT)
    if features is None:
        raise UnderstandingError("The sentence classifier needs a SentenceEncoder before it.")
    return np.asarray(features.features, np.float32).reshape(-1)


def _read_kind(example: Message) -> str:
    metadata = (example.get(METADATA) or {}).get(METADATA_EXAMPLE) or {}
    return str(metadata.get(KIND, ""))


def _set_decision(message: Message, decision: Decision) -> None:
    intent = {"name": decision.intent, "confidence": decision.confidence}
    ranking = [{"name": name, "confidence": share} for name, share in decision.ranking[:SHOWN]]
    message.set(INTENT, intent, add_to_output=True)
    message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)

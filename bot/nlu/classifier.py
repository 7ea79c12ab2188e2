"""The pipeline component that names the intent of a sentence."""

from __future__ import annotations

from typing import Any

import joblib
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import ENTITIES, INTENT, INTENT_RANKING_KEY, METADATA, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from threadpoolctl import threadpool_limits

from bot.nlu.context import read_context
from bot.nlu.deciding import Decision, decide_intent
from bot.nlu.model import IntentModel, train_model
from bot.nlu.tables import UnderstandingError

FILE = "intents.joblib"
SHOWN = 10
THREADS = 2


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class SentenceClassifier(GraphComponent, IntentClassifier):
    """Name the intent by n-grams and a logistic regression, with what was asked in mind."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Return the settings: strength of the fit, seed, and from which confidence it is sure."""
        return {"strength": 10.0, "seed": 7, "sure_from": 0.2}

    def __init__(
        self,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        model: IntentModel | None = None,
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
        examples = [(e.get(TEXT), e.get(INTENT)) for e in training_data.intent_examples]
        examples = [(text, intent) for text, intent in examples if text]
        texts, intents = [text for text, _ in examples], [intent for _, intent in examples]
        with threadpool_limits(limits=THREADS):
            self._model = train_model(
                texts, intents, float(self._config["strength"]), int(self._config["seed"])
            )
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
        """Set the intent and the ranking of every message."""
        for message in messages:
            _set_decision(message, self._decide(message))
        return messages

    def _decide(self, message: Message) -> Decision:
        if self._model is None:
            raise UnderstandingError("The sentence classifier has to be trained before use.")
        return decide_intent(
            message.get(TEXT) or "",
            read_context(message.get(METADATA)),
            frozenset(entity["entity"] for entity in message.get(ENTITIES) or []),
            self._model,
            float(self._config["sure_from"]),
        )


def _set_decision(message: Message, decision: Decision) -> None:
    intent = {"name": decision.intent, "confidence": decision.confidence}
    ranking = [{"name": name, "confidence": share} for name, share in decision.ranking[:SHOWN]]
    message.set(INTENT, intent, add_to_output=True)
    message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)

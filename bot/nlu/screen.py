"""The last pipeline component: warning signs come first."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES, INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.screening import WARNING, screen_intent
from bot.nlu.warning_kinds import KIND


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class WarningScreen(GraphComponent):
    """Make a sentence with a warning sign a report of it, whatever the classifier said."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> WarningScreen:
        """Return the component; it has nothing to learn."""
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        """Rewrite the intent of every message that reports a warning sign."""
        for message in messages:
            intent = screen_intent(
                message.get(TEXT) or "",
                message.get(INTENT) or {"name": "nlu_fallback", "confidence": 0.0},
                message.get(INTENT_RANKING_KEY) or [],
                message.get(ENTITIES) or [],
            )
            message.set(INTENT, intent, add_to_output=True)
            if intent["name"] == WARNING:
                _name_kind(message)
        return messages


def _name_kind(message: Message) -> None:
    """Add the kind that the classifier takes it for, over the whole text, where no rule found one."""
    entities = message.get(ENTITIES) or []
    kind = message.get(KIND)
    if not kind or any(e["entity"] == KIND and not e.get("negated") for e in entities):
        return
    whole = {"entity": KIND, "value": kind, "start": 0, "end": len(message.get(TEXT))}
    entities.append({**whole, "negated": False, "extractor": WarningScreen.__name__})
    message.set(ENTITIES, entities, add_to_output=True)

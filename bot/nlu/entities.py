"""The pipeline component that finds entities by rules."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.nlu.constants import ENTITIES, METADATA, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.context import Context, read_context
from bot.nlu.reading import read_entities


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class SpacyEntities(GraphComponent, EntityExtractorMixin):
    """Find all entities of the contract with spaCy's tokenizer and tables of phrases."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SpacyEntities:
        """Return the component; it has nothing to learn."""
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        """Add the entities to every message."""
        for message in messages:
            mentions = read_entities(message.get(TEXT) or "", _context(message))
            found = [mention.to_entity() for mention in mentions]
            entities = [*message.get(ENTITIES, []), *self.add_extractor_name(found)]
            message.set(ENTITIES, entities, add_to_output=True)
        return messages


def _context(message: Message) -> Context:
    """Return what came with the message; today is the clock's where the engine does not say."""
    context = read_context(message.get(METADATA))
    return replace(context, today=context.today or date.today())

"""Process a message as Rasa does, but in one process and without swallowing faults."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from rasa.core.actions.action import Action, ActionExecutionRejection
from rasa.core.channels import OutputChannel, UserMessage
from rasa.core.lock_store import InMemoryLockStore
from rasa.core.nlg import NaturalLanguageGenerator
from rasa.core.nlg.response import TemplatedNaturalLanguageGenerator
from rasa.core.policies.policy import PolicyPrediction
from rasa.core.processor import MessageProcessor
from rasa.core.tracker_store import InMemoryTrackerStore
from rasa.engine.storage.storage import ModelMetadata
from rasa.exceptions import ActionLimitReached
from rasa.shared.core.constants import ACTION_EXTRACT_SLOTS
from rasa.shared.core.events import ActionExecutionRejected
from rasa.shared.core.trackers import DialogueStateTracker

from bot.dialogue.conversation import ConversationStore
from bot.dialogue.local import LocalActions

# A turn runs a form, its submit action, the form that this opens, and so on; never this many.
MOST_ACTIONS_A_TURN = 12
PAYLOAD_READER = "run_RegexMessageHandler"


class CoachProcessor(MessageProcessor):
    """A message processor on the trained model, with custom actions run directly."""

    def __init__(self, model: Path) -> None:
        """Load the model; raises rasa.core.agent's ModelNotFound where it cannot be read."""
        super().__init__(
            model_path=model,
            tracker_store=InMemoryTrackerStore(None),
            lock_store=InMemoryLockStore(),
            generator=TemplatedNaturalLanguageGenerator({}),
            max_number_of_predictions=MOST_ACTIONS_A_TURN,
        )
        self.nlg = TemplatedNaturalLanguageGenerator(self.domain.responses)
        self.tracker_store = ConversationStore(self.domain)
        self.actions = LocalActions(self.domain)
        self._leave_out_payloads()

    def _leave_out_payloads(self) -> None:
        """Stop understanding before Rasa's last step, which obeys "/intent{…}" in what is typed."""
        metadata: ModelMetadata = self.model_metadata
        before = metadata.predict_schema.nodes[PAYLOAD_READER].needs["messages"]
        self.model_metadata: ModelMetadata = replace(metadata, nlu_target=before)

    async def parse_message(
        self,
        message: UserMessage,
        tracker: DialogueStateTracker | None = None,
        only_output_properties: bool = True,
    ) -> dict[str, Any]:
        """Understand a text with the trained pipeline alone, a text that begins with "/" too."""
        tracker = tracker or DialogueStateTracker.from_events(message.sender_id, [])
        parsed: dict[str, Any] = self._parse_message_with_graph(
            message, tracker, only_output_properties
        )
        return parsed

    def predict_next_with_tracker_if_should(
        self, tracker: DialogueStateTracker
    ) -> tuple[Action, PolicyPrediction]:
        """Predict the next action and find it among the local ones."""
        predict_more = self.should_predict_another_action(tracker.latest_action_name or "")
        if self.is_action_limit_reached(tracker, predict_more):
            raise ActionLimitReached("The limit of actions to predict has been reached.")
        prediction = self._predict_next_with_tracker(tracker)
        name = self.domain.action_names_or_texts[prediction.max_confidence_index]
        return self.actions.get(name), prediction

    async def run_action_extract_slots(
        self, output_channel: OutputChannel, tracker: DialogueStateTracker
    ) -> DialogueStateTracker:
        """Fill the slots that the message answers."""
        events = await self.actions.get(ACTION_EXTRACT_SLOTS).run(
            output_channel, self.nlg, tracker, self.domain
        )
        await self._send_bot_messages(events, tracker, output_channel)
        tracker.update_with_events(events, self.domain)
        return tracker

    def _get_action(self, action_name: str) -> Action:
        return self.actions.get(action_name)

    async def _run_action(
        self,
        action: Action,
        tracker: DialogueStateTracker,
        output_channel: OutputChannel,
        nlg: NaturalLanguageGenerator,
        prediction: PolicyPrediction,
    ) -> bool:
        """Run an action; unlike Rasa's own, a fault in it reaches the caller and ends the turn."""
        # A copy, because the policy's own events are dropped where the action rejects to run.
        temporary = tracker.copy()
        temporary.update_with_events(prediction.events, self.domain)
        try:
            events = await action.run(output_channel, nlg, temporary, self.domain)
        except ActionExecutionRejection:
            rejected = ActionExecutionRejected(
                action.name(), prediction.policy_name, prediction.max_confidence
            )
            tracker.update(rejected)
            return bool(self.should_predict_another_action(action.name()))
        self._log_action_on_tracker(tracker, action, events, prediction)
        await self._send_bot_messages(events, tracker, output_channel)
        return bool(self.should_predict_another_action(action.name()))

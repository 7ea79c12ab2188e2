"""Run custom actions, forms and slot extraction in this process instead of over HTTP.

Rasa sends each custom action the whole tracker and domain over HTTP and checks the answer against
a JSON schema, about 16 ms an action. The classes here call the same rasa_sdk actions directly.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Mapping
from typing import Any

import rasa_sdk.interfaces
from rasa.core.actions.action import (
    Action,
    ActionExecutionRejection,
    ActionExtractSlots,
    RemoteAction,
    action_for_name_or_text,
)
from rasa.core.actions.forms import FormAction
from rasa.core.channels import OutputChannel
from rasa.core.nlg import NaturalLanguageGenerator
from rasa.shared.core.constants import ACTION_EXTRACT_SLOTS
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    BotUttered,
    Event,
    FollowupAction,
    SlotSet,
    deserialise_events,
)
from rasa.shared.core.trackers import DialogueStateTracker, EventVerbosity
from rasa_sdk.executor import ActionExecutor, CollectingDispatcher
from rasa_sdk.interfaces import Action as SdkAction
from rasa_sdk.utils import all_subclasses, call_potential_coroutine

import actions

MAP_ANSWERS = "action_map_answers"


def find_actions() -> list[type[SdkAction]]:
    """Import `actions/<topic>.py` and return every action class in them.

    The SDK's own way looks for folders below a package by their bare names, and imports whatever
    else is called so.
    """
    for module in pkgutil.iter_modules(actions.__path__):
        importlib.import_module(f"{actions.__name__}.{module.name}")
    ours = [each for each in all_subclasses(SdkAction) if each.__module__.startswith("actions.")]
    return [each for each in ours if not inspect.isabstract(each)]


class LocalActions:
    """Hand out Rasa actions by name, custom ones bound to the SDK classes of this project."""

    def __init__(self, domain: Domain) -> None:
        """Import every action below `actions/` once and remember the domain as the SDK sees it."""
        executor = ActionExecutor()
        for action in find_actions():
            executor.register_action(action)
        self._runners: Mapping[str, Callable[..., Any]] = executor.actions
        self._domain = domain
        self._domain_dict = domain.as_dict()

    def get(self, name: str) -> Action:
        """Return the action of that name: local where it is custom, Rasa's own otherwise."""
        if name == ACTION_EXTRACT_SLOTS:
            return LocalExtractSlots(self)
        if name in self._domain.form_names:
            return LocalForm(name, self)
        if name in self._runners:
            return self.custom(name)
        return action_for_name_or_text(name, self._domain, None)

    def custom(self, name: str) -> LocalAction:
        """Return the custom action of that name, raise KeyError where there is none."""
        return LocalAction(name, self._runners[name], self._domain_dict)


class LocalAction(RemoteAction):
    """A custom action that runs in this process."""

    def __init__(self, name: str, runner: Callable[..., Any], domain: Mapping[str, Any]) -> None:
        super().__init__(name, None)
        self._runner = runner
        self._domain_dict = domain

    async def run(
        self,
        output_channel: OutputChannel,
        nlg: NaturalLanguageGenerator,
        tracker: DialogueStateTracker,
        domain: Domain,
    ) -> list[Event]:
        """Call the SDK action; its faults are not caught here, they end the turn."""
        state = tracker.current_state(EventVerbosity.AFTER_RESTART)
        dispatcher = CollectingDispatcher()
        try:
            events = await call_potential_coroutine(
                self._runner(dispatcher, rasa_sdk.Tracker.from_dict(state), self._domain_dict)
            )
        except rasa_sdk.interfaces.ActionExecutionRejection as rejection:
            raise ActionExecutionRejection(self.name(), str(rejection)) from rejection
        uttered = await self._utter_responses(dispatcher.messages, output_channel, nlg, tracker)
        return [*uttered, *deserialise_events(events or [])]


class LocalForm(FormAction):
    """A form whose validation and questions run in this process."""

    def __init__(self, name: str, actions: LocalActions) -> None:
        super().__init__(name, None)
        self._actions = actions

    async def validate(
        self,
        tracker: DialogueStateTracker,
        domain: Domain,
        output_channel: OutputChannel,
        nlg: NaturalLanguageGenerator,
    ) -> list[Event]:
        """Take what the message answers; where it answers nothing, leave it to the rules.

        Rasa also takes a slot that the validation itself sets for an answer, and a message that a
        form merely tidied up after would never reach its rule, a warning sign included.
        """
        said = self._get_slot_extractions(tracker, domain)
        if self.get_slot_to_fill(tracker) and not said:
            raise ActionExecutionRejection(self.name(), "the message answers no question")
        return await self.validate_slots(said, tracker, domain, output_channel, nlg)

    async def validate_slots(
        self,
        slot_candidates: dict[str, Any],
        tracker: DialogueStateTracker,
        domain: Domain,
        output_channel: OutputChannel,
        nlg: NaturalLanguageGenerator,
    ) -> list[Event]:
        """Let `validate_<form>` take the candidates and name the next question."""
        events: list[Event] = [SlotSet(name, value) for name, value in slot_candidates.items()]
        temporary = self._temporary_tracker(tracker, events, domain)
        validate = self._actions.custom(f"validate_{self.name()}")
        return list(await validate.run(output_channel, nlg, temporary, domain))

    async def activate(
        self,
        output_channel: OutputChannel,
        nlg: NaturalLanguageGenerator,
        tracker: DialogueStateTracker,
        domain: Domain,
    ) -> list[Event]:
        """Take what was said with the wish that opened the form, then what is known already."""
        extracted = await LocalExtractSlots(self._actions).run(output_channel, nlg, tracker, domain)
        said = {
            event.key: event.value
            for event in extracted
            if isinstance(event, SlotSet) and event.key in self.required_slots(domain)
        }
        return await self.validate_slots(said, tracker, domain, output_channel, nlg)

    async def _ask_for_slot(
        self,
        domain: Domain,
        nlg: NaturalLanguageGenerator,
        output_channel: OutputChannel,
        slot_name: str,
        tracker: DialogueStateTracker,
    ) -> list[Event]:
        name = self._name_of_utterance(domain, slot_name)
        if name is None:
            raise LookupError(f"nothing asks for the slot {slot_name}")
        return list(await self._actions.get(name).run(output_channel, nlg, tracker, domain))

    async def deactivate(self, *args: Any, **kwargs: Any) -> list[Event]:
        """Go on to the form's submit action, also when it opened and ended in one turn.

        Rasa's own rule for a form's end matches only where the form was open before the turn.
        """
        return [FollowupAction(f"action_submit_{self.name()}")]


class LocalExtractSlots(ActionExtractSlots):
    """Slot extraction by the one action that knows what each question takes."""

    def __init__(self, actions: LocalActions) -> None:
        super().__init__(None)
        self._actions = actions

    async def run(
        self,
        output_channel: OutputChannel,
        nlg: NaturalLanguageGenerator,
        tracker: DialogueStateTracker,
        domain: Domain,
    ) -> list[Event]:
        """Return the slots that the person's message fills."""
        events = await self._actions.custom(MAP_ANSWERS).run(output_channel, nlg, tracker, domain)
        return [event for event in events if isinstance(event, (SlotSet, BotUttered))]

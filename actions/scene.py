"""Give an action all it needs of its turn in one object, and a base to build actions on."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import ActiveLoop, EventType, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.content import Content, content
from actions.message import Message
from actions.store.models import Person
from actions.turn import ActionTurn, turn_of

Button = dict[str, str]


@dataclass
class Scene:
    """One action's view of the turn: who speaks, what was said, where replies go."""

    turn: ActionTurn
    tracker: Tracker
    dispatcher: CollectingDispatcher

    def say(self, response: str, *, buttons: Sequence[Button] = (), **words: Any) -> None:
        """Send a response of domain.yml with its words filled in, and further buttons."""
        self.dispatcher.utter_message(response=response, buttons=list(buttons), **words)

    def show(
        self,
        text: str,
        buttons: Sequence[Button] = (),
        picture: dict[str, Any] | None = None,
        file_name: str | None = None,
    ) -> None:
        """Send a text of actions/content, or a person's own data as a file of that name."""
        custom = {"picture": picture, "file_name": file_name}
        said = {name: value for name, value in custom.items() if value}
        self.dispatcher.utter_message(text=text, buttons=list(buttons), json_message=said)

    def slot(self, name: str) -> Any:
        """Return the value of a slot."""
        return self.tracker.get_slot(name)

    def join(self, words: Iterable[str]) -> str:
        """Return words as a list in a sentence: "left hip and neck"."""
        return f" {self.content.phrase('and')} ".join(words)

    @property
    def message(self) -> Message:
        """Return the latest message."""
        return Message.latest(self.tracker)

    @property
    def person(self) -> Person | None:
        """Return the person, None before consent."""
        return self.turn.person

    @property
    def loop(self) -> str | None:
        """Return the name of the open form, None where none is open."""
        name = (self.tracker.active_loop or {}).get("name")
        return str(name) if name else None

    @property
    def asked(self) -> str | None:
        """Return the slot that was asked for last, where its form is still open."""
        asked = self.slot("requested_slot")
        return str(asked) if asked and self.loop else None

    @property
    def content(self) -> Content:
        """Return what the coach says and prescribes."""
        return content()


class CoachAction(Action, ABC):
    """An action named after its class (ActionShowProgram is action_show_program)."""

    def name(self) -> str:
        """Return the action's name."""
        return re.sub(r"(?<!^)(?=[A-Z])", "_", type(self).__name__).lower()

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        """Act inside the turn that is going on."""
        with turn_of(tracker) as turn:
            return self.act(Scene(turn, tracker, dispatcher)) or []

    @abstractmethod
    def act(self, scene: Scene) -> list[EventType] | None:
        """Reply, and return the events that the dialogue has to know of."""


class CoachForm(Action, ABC):
    """The validation of one form: takes answers, and says what is still needed.

    A method `take_<slot>` takes an answer: it returns the slots to set, the answer's own to None
    where the question has to come again.
    """

    form: str

    def name(self) -> str:
        """Return the name under which Rasa looks for a form's validation."""
        return f"validate_{self.form}"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        """Take the answers in the order of the questions, then name the next question."""
        with turn_of(tracker) as turn:
            scene = Scene(turn, tracker, dispatcher)
            asked = scene.slot("requested_slot")
            changed = self.prepare(scene)
            tracker.slots.update(changed)
            for slot, value in tracker.slots_to_validate().items():
                updates = self._take(scene, slot, value)
                if slot == asked != "consent" and updates.get(slot) is not None:
                    updates["last_answered"] = slot
                tracker.slots.update(updates)
                changed.update(updates)
            changed["requested_slot"] = self._next(scene)
            return [SlotSet(slot, value) for slot, value in changed.items()]

    def prepare(self, scene: Scene) -> dict[str, Any]:
        """Return the slots to set before any answer is taken, such as what is out of date."""
        return {}

    def _take(self, scene: Scene, slot: str, value: Any) -> dict[str, Any]:
        if value is None:
            return {slot: None}
        take = getattr(self, f"take_{slot}", None)
        return take(scene, value) if take else {slot: value}

    def _next(self, scene: Scene) -> str | None:
        missing = (slot for slot in self.required(scene) if scene.slot(slot) is None)
        return next(missing, None)

    @abstractmethod
    def required(self, scene: Scene) -> list[str]:
        """Return the questions that this form needs answered now, in order; none ends it."""


def capital(words: str) -> str:
    """Return words with a capital first letter, as a button has them."""
    return words[:1].upper() + words[1:]


def leave_form() -> list[EventType]:
    """Return the events that end the open form."""
    return [ActiveLoop(None), SlotSet("requested_slot", None)]


def open_form(form: str) -> list[EventType]:
    """Return the event that opens a form right after this action."""
    return [FollowupAction(form)]


def return_to(scene: Scene) -> list[EventType]:
    """Open again what a detour interrupted."""
    waiting = list(scene.slot("interrupted") or ())
    if not waiting:
        return []
    form = waiting.pop()
    scene.say(f"utter_back_to_{form}")
    back = [SlotSet("interrupted", waiting or None), SlotSet("returning_to", form)]
    return [*back, *open_form(form)]


def wait_for(scene: Scene, form: str) -> list[EventType]:
    """Note that the open form waits for another one, so that it goes on afterwards."""
    if scene.loop in (None, form):
        return []
    return [SlotSet("interrupted", [*(scene.slot("interrupted") or ()), scene.loop])]


def clear(*slots: str) -> list[EventType]:
    """Return the events that empty those slots."""
    return [SlotSet(slot, None) for slot in slots]


def intent_button(label: str, intent: str, **entities: str) -> Button:
    """Return a button that stands for an intent, with at most one entity."""
    pairs = "".join(f":{name}={value}" for name, value in entities.items())
    return {"title": label, "payload": f"do:{intent}{pairs}"}


def answer_button(label: str, slot: str, value: str) -> Button:
    """Return a button that stands for an answer to the question of that slot."""
    return {"title": label, "payload": f"answer:{slot}:{value}"}

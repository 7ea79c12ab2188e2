"""Keep of a conversation what decides its next step, and nothing that was said.

A Rasa tracker replays every event of its past on every message. This store keeps the slots and the
open form; at the start of a turn they become a tracker with no past, so a turn costs the same
however long the conversation is.
"""

from __future__ import annotations

from typing import Any

from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.constants import (
    ACTION_LISTEN_NAME,
    ACTION_SESSION_START_NAME,
)
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, ActiveLoop, Event, SessionStarted, SlotSet
from rasa.shared.core.trackers import DialogueStateTracker

from actions.store.conversations import delete_conversation, find_conversation, save_conversation
from actions.turn import current_turn

EPHEMERAL = frozenset({"session_started_metadata"})


class ConversationStore(TrackerStore):
    """A tracker store in the database transaction of the current turn."""

    def __init__(self, domain: Domain) -> None:
        super().__init__(domain)

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """Rebuild the tracker from the slots and the open form, or None for a new person."""
        conversation = find_conversation(current_turn().session, sender_id)
        if conversation is None:
            return None
        return DialogueStateTracker.from_events(
            sender_id, restored_events(conversation.state), slots=self.domain.slots
        )

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Store the state, or nothing at all where the person had everything erased."""
        turn = current_turn()
        if turn.forgotten:
            delete_conversation(turn.session, tracker.sender_id)
            return
        save_conversation(turn.session, tracker.sender_id, kept_state(tracker), turn.now)


def kept_state(tracker: DialogueStateTracker) -> dict[str, Any]:
    """Return the part of a tracker that the next turn depends on."""
    slots = {
        name: slot.value
        for name, slot in tracker.slots.items()
        if slot.value != slot.initial_value and name not in EPHEMERAL
    }
    return {"slots": slots, "loop": tracker.active_loop_name}


def restored_events(state: dict[str, Any]) -> list[Event]:
    """Return the events that bring a new tracker into that state, listening."""
    slots = [SlotSet(name, value) for name, value in state["slots"].items()]
    loop = [ActiveLoop(state["loop"])] if state["loop"] else []
    return [
        ActionExecuted(ACTION_SESSION_START_NAME),
        SessionStarted(),
        *loop,
        *slots,
        ActionExecuted(ACTION_LISTEN_NAME),
    ]

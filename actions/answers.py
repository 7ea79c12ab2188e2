"""Map every message to the slots of the open form that it answers.

Each slot has one reader. A reader gets the message and whether its own question is the one being
asked; it returns the answer, or None where the message does not hold one. What was said without
being asked ("ribs are fine") counts too, so nobody is asked for what they already told.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import reading
from actions.choices import is_possible
from actions.message import CHOOSE, Message

Reader = Callable[[Message, bool], Any]

READERS: dict[str, Reader] = {
    "consent": reading.agreement,
    "checklist": reading.checklist,
    "checklist_detail": reading.conditions,
    "age_band": reading.age_band,
    "floor_access": reading.floor_access,
    "health_heart": reading.health_group,
    "health_body": reading.health_group,
    "health_other": reading.health_group,
    "health_detail": reading.conditions,
    "equipment": reading.equipment,
    "sign_shoulders": reading.sign("rounded_shoulders"),
    "sign_upper_back": reading.sign("rounded_upper_back"),
    "sign_head": reading.sign("forward_head"),
    "sign_hips": reading.sign("hips_tip_forward", "arched_lower_back"),
    "sign_ribs": reading.sign("flared_ribs"),
    "sidedness": reading.sidedness,
    "side_since": reading.side_since,
    "likeness": reading.likeness,
    "chest_kind": reading.chest_kind,
    "discomfort_region": reading.sites,
    "discomfort_part": reading.back_part,
    "discomfort_side": reading.side,
    "discomfort_level": reading.level,
    "discomfort_since": reading.since,
    "discomfort_trigger": reading.trigger,
    "session_start": reading.session_start,
    "screened": reading.screened,
    "hurt_kind": reading.hurt_kind,
    "hurt_region": reading.hurt_sites,
    "workout_step": reading.workout_step,
    "session_feel": reading.session_feel,
    "reminder_time": reading.reminder_times,
    "reminder_zone": reading.zone,
    "erase_confirmed": reading.erasure,
    "seen": reading.seen,
}
# What opens a form of its own in the middle of these is finished first; then they go on.
RETURN_TO = frozenset({"posture_form", "workout_form", "discomfort_form", "reminder_form"})
DETOURS = frozenset({"report_discomfort", "report_cleared", "set_reminder", "delete_data"})
# Rasa would run a form that rejects such a message again and again: here it just asks again.
OPENERS = {
    "start_assessment": "posture_form",
    "report_discomfort": "discomfort_form",
    "report_cleared": "seen_form",
    "start_workout": "workout_form",
    "resume_workout": "workout_form",
    "set_reminder": "reminder_form",
    "delete_data": "erase_form",
}
# Whoever says one of these wants something else first; nothing in it answers the open question.
ASIDES = frozenset(
    {
        *("greet", "goodbye", "help", "cancel", "bot_challenge", "smalltalk", "out_of_scope"),
        *("complaint", "start_assessment", "show_result", "show_program", "show_progress"),
        *("explain_program", "show_settings", "ask_reminder", "cancel_reminder"),
        *("pause_reminder", "export_data", "delete_data", "begin", "restore_exercise"),
        *("stop_workout", "repeat_step", "report_red_flag", "message_too_long"),
        "send_something",
        *("snooze_reminder", "skip_today", "resume_reminder", "already_done"),
    }
)
# These are about the exercise of the moment, and answer no question of another form.
OF_A_SESSION = frozenset(
    {"exercise_hurts", "discomfort_better", "discomfort_worse", "too_hard", "too_easy"}
)
QUESTION = "ask_"
# What else aches is another report, and does not take the place of the one that is being told.
KEPT = frozenset({"discomfort_region"})
# The entity that answers a question, however the few words round it were understood.
ANSWERED_BY = {
    "discomfort_region": "body_region",
    "discomfort_part": "body_region",
    "hurt_region": "body_region",
    "discomfort_side": "side",
    "discomfort_level": "intensity",
    "discomfort_since": "duration",
    "discomfort_trigger": "trigger",
    "reminder_time": "time",
    "reminder_zone": "timezone",
}
SPARE_WORDS = 1
MISUNDERSTOOD = frozenset({"nlu_fallback", CHOOSE})


class ActionMapAnswers(Action):
    """Fill the slots that the latest message answers."""

    def name(self) -> str:
        """Return the action's name."""
        return "action_map_answers"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        """Return a slot event for each answer found."""
        message = Message.latest(tracker)
        loop = (tracker.active_loop or {}).get("name")
        asked = tracker.get_slot("requested_slot")
        slots = domain.get("forms", {}).get(loop, {}).get("required_slots", [])
        filled = frozenset(slot for slot in slots if tracker.get_slot(slot) is not None)
        last = tracker.get_slot("last_answered")
        answers = find_answers(message, slots, asked, last, filled)
        if not answers and asked in slots and OPENERS.get(message.intent) == loop:
            answers = {asked: None}
        events = [SlotSet(slot, value) for slot, value in answers.items()]
        return events + _bookkeeping(message, loop, tracker)


def find_answers(
    message: Message,
    slots: list[str],
    asked: str | None,
    last: str | None,
    filled: frozenset[str] = frozenset(),
) -> dict[str, Any]:
    """Return the answer for each of the form's slots that the message holds one for."""
    if message.intent == CHOOSE:
        return _tapped(message, asked) if asked in slots else {}
    if message.intent == "correct_answer" and asked in slots and (last in slots or asked in UNDONE):
        return _corrected(message, slots, asked, last)
    aside = message.intent in ASIDES or message.intent.startswith(QUESTION)
    aside = aside or (
        message.intent in OF_A_SESSION and asked in slots and "workout_step" not in slots
    )
    if aside and not _names_answer(message, asked):
        return {}
    # Where the form only opens, what is filled was left by an earlier report.
    kept = KEPT & filled if asked in slots else frozenset()
    open_slots = [slot for slot in slots if slot == asked or slot not in kept]
    found = {slot: READERS[slot](message, slot == asked) for slot in open_slots}
    return {slot: value for slot, value in found.items() if value is not None}


def _tapped(message: Message, asked: str | None) -> dict[str, Any]:
    """Return the answer of a button that belongs to the open question and could be ours."""
    slot, value = message.slot, message.value
    if slot is None or value is None or slot != asked or not is_possible(slot, value):
        return {}
    return {slot: value}


def _names_answer(message: Message, asked: str | None) -> bool:
    """Say whether a few words name just what was asked for: "left knee", "since Tuesday"."""
    if asked == "age_band" and message.number is not None:
        return message.intent != "report_red_flag"
    wanted = ANSWERED_BY.get(asked or "")
    spans = [
        len(message.text[each["start"] : each["end"]].split())
        for each in message.entities
        if each["entity"] == wanted and "start" in each
    ]
    rest = len(message.text.split()) - sum(spans)
    return bool(spans) and rest <= SPARE_WORDS and message.intent != "report_red_flag"


# What a correction means where there is no earlier answer of the form to take back.
UNDONE = {"workout_step": "undo", "hurt_kind": "never_mind", "hurt_region": "never_mind"}


def _corrected(message: Message, slots: list[str], asked: str, last: str | None) -> dict[str, Any]:
    """Take back the last answer, and take the new one where the message names it."""
    if asked in UNDONE:
        return {asked: UNDONE[asked]}
    named = {slot: READERS[slot](message, False) for slot in slots}
    named = {slot: value for slot, value in named.items() if value is not None}
    if named:
        return named
    return {last: READERS[last](reading.meant(message), True)} if last else {}


def _bookkeeping(message: Message, loop: str | None, tracker: Tracker) -> list[EventType]:
    """Note what a detour interrupts, the latest last, and that the message was understood."""
    events: list[EventType] = []
    waiting = list(tracker.get_slot("interrupted") or ())
    if loop is None and waiting:
        events.append(SlotSet("interrupted", None))
    elif loop in RETURN_TO and message.intent in DETOURS and OPENERS[message.intent] != loop:
        kept = [form for form in waiting if form not in (loop, OPENERS[message.intent])]
        events.append(SlotSet("interrupted", [*kept, loop]))
    if message.intent == "start_workout":
        events.append(SlotSet("session_kind", message.first("session_kind")))
    if message.intent not in MISUNDERSTOOD and tracker.get_slot("misses"):
        events.append(SlotSet("misses", None))
    return events

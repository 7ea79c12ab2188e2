"""Greet, help, take yes and no outside a question, and say what was not understood."""

from __future__ import annotations

from typing import Any

from rasa_sdk.events import EventType, SlotSet

from actions import guiding
from actions.coaching.safety import Lock
from actions.scene import CoachAction, Scene, clear, leave_form, open_form
from actions.store.people import set_lock
from actions.workout import stop_workout

# What a newcomer's link may ask for: t.me/<bot>?start=check
LINKS = {"check": "posture_form", "workout": "workout_form", "pain": "discomfort_form"}


class ActionBegin(CoachAction):
    """Answer /start: lead a newcomer to the first exercise, show others where they are."""

    def act(self, scene: Scene) -> list[EventType]:
        """Open what the link asks for, the first minutes, or the menu."""
        linked = LINKS.get(str(scene.message.first("payload") or ""))
        if linked:
            return open_form(linked)
        if is_newcomer(scene):
            return open_form("workout_form")
        scene.say("utter_welcome_back")
        return []


class ActionGreet(CoachAction):
    """Answer a greeting."""

    def act(self, scene: Scene) -> list[EventType]:
        """Say hello; a newcomer is led on, somebody in a form just goes on."""
        if scene.loop is not None:
            scene.say("utter_hello")
            return []
        if is_newcomer(scene):
            return open_form("workout_form")
        scene.say("utter_welcome_back")
        return []


def is_newcomer(scene: Scene) -> bool:
    """Say whether the person has not had the first exercise yet."""
    person = scene.person
    if person is None:
        return True
    return person.checklist is None or person.age_band is None or person.has_floor is None


class ActionHelp(CoachAction):
    """Say what can be done here."""

    def act(self, scene: Scene) -> None:
        """Show the short list; in a session, what its buttons do."""
        in_session = scene.loop == "workout_form" and guiding.going_on(scene) is not None
        scene.say("utter_help_workout" if in_session else "utter_help")


class ActionCancel(CoachAction):
    """Leave what is going on."""

    def act(self, scene: Scene) -> list[EventType]:
        """End the session or the form; what was answered in a form is dropped."""
        if scene.loop == "workout_form" and guiding.going_on(scene) is not None:
            return stop_workout(scene)
        if scene.loop is None:
            scene.say("utter_nothing_to_cancel")
            return []
        scene.say("utter_cancelled")
        return [*leave_form(), *clear(*_answers_of(scene), "interrupted", "last_answered")]


def _answers_of(scene: Scene) -> list[str]:
    """Return the slots that hold answers of a form that was not finished."""
    prefixes = ("sign_", "sid", "discomfort_", "reminder_", "health_")
    singles = ("likeness", "chest_kind", "erase_confirmed", "seen", "session_start", "consent")
    return [s for s in scene.tracker.slots if s.startswith(prefixes) or s in singles]


class ActionTakeYes(CoachAction):
    """Take "yes" where nothing was offered, or where it does not answer what was asked."""

    def act(self, scene: Scene) -> None:
        """Ask what is wanted."""
        scene.say("utter_affirm_in_form" if scene.loop else "utter_what_next")


class ActionTakeNo(CoachAction):
    """Take "no" outside a question, or where it does not answer what was asked."""

    def act(self, scene: Scene) -> None:
        """Leave it at that."""
        scene.say("utter_deny_in_form" if scene.loop else "utter_fine_then")


class ActionReassure(CoachAction):
    """Take "not sure" where nothing was asked, or where it does not answer what was."""

    def act(self, scene: Scene) -> None:
        """Say that this is fine, and what may help."""
        scene.say("utter_unsure_in_form" if scene.loop else "utter_what_next")


class ActionNothingToCorrect(CoachAction):
    """Take a correction where no answer can be taken back."""

    def act(self, scene: Scene) -> None:
        """Say so, with a way on."""
        in_form = scene.loop is not None
        scene.say("utter_nothing_to_correct_yet" if in_form else "utter_nothing_to_correct")


class ActionSendSomething(CoachAction):
    """Answer a photo, a voice message and whatever else holds no words to read."""

    def act(self, scene: Scene) -> None:
        """Say what happens to it, which is nothing, and what to do instead."""
        scene.say(f"utter_sent_{scene.message.first('sent')}")


class ActionNotUnderstood(CoachAction):
    """Say that the words were not understood; the second time with buttons."""

    def act(self, scene: Scene) -> list[EventType]:
        """Ask for other words, then offer what can be done here."""
        misses = int(scene.slot("misses") or 0) + 1
        if scene.loop is not None:
            scene.say("utter_not_understood_in_form")
        else:
            scene.say("utter_not_understood" if misses == 1 else "utter_not_understood_again")
        return [SlotSet("misses", misses)]


class ActionOldChoice(CoachAction):
    """Answer a button that belongs to an earlier moment; it changes nothing."""

    def act(self, scene: Scene) -> None:
        """Say so; an open form asks its question again by itself."""
        scene.say("utter_old_choice" if scene.loop else "utter_old_choice_idle")


class ActionShowSettings(CoachAction):
    """Show what is set and how to change it."""

    def act(self, scene: Scene) -> None:
        """List zone, equipment and floor in words."""
        person = scene.person
        if person is None:
            scene.say("utter_settings_none")
            return
        scene.say("utter_settings", **_settings(scene, person))


def _settings(scene: Scene, person: Any) -> dict[str, Any]:
    phrase = scene.content.phrase
    none = "has_unknown" if person.equipment is None else "has_nothing"
    owned = [phrase(f"has_{item}") for item in person.equipment or ()]
    return {
        "zone": person.zone or phrase("zone_unknown"),
        "equipment": scene.join(owned) or phrase(none),
        "floor": phrase("floor_yes" if person.has_floor else "floor_no"),
    }


class ActionCorrectAge(CoachAction):
    """Take back an age that was a slip; it is asked for again before the next session."""

    def act(self, scene: Scene) -> list[EventType]:
        """Forget the age and its lock."""
        person = scene.person
        if person is not None and person.lock is Lock.ADULTS_ONLY:
            person.age_band = None
            set_lock(scene.turn.session, person, Lock.NONE)
        return [*clear("age_band"), *open_form("workout_form")]


class ActionChangeEquipment(CoachAction):
    """Ask anew what is at hand, before the next session."""

    def act(self, scene: Scene) -> None:
        """Forget what was said of it."""
        if scene.person is not None:
            scene.person.equipment = None
        scene.say("utter_change_equipment")

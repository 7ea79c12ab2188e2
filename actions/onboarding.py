"""Ask what has to be known before an exercise: consent, checklist, age, floor, health."""

from __future__ import annotations

from typing import Any

from rasa_sdk.events import EventType, SlotSet

from actions.coaching.safety import Lock, tighten
from actions.content import content
from actions.content.health import Handling, ItemKind
from actions.scene import CoachAction, Scene, answer_button
from actions.store.choices import AgeBand, Checklist
from actions.store.people import add_condition, create_person, list_conditions, set_lock

CONSENT_VERSION = "1"
# The questions of the health screen and the groups of actions/content that they ask about.
HEALTH_GROUPS = {
    "health_heart": "heart_blood_balance",
    "health_body": "joints_belly_eyes_nerves",
    "health_other": "told_or_night",
}
HEALTH_SLOTS = (*HEALTH_GROUPS, "health_group", "health_detail")
LAST_GROUP = "health_other"
FINISHED = "finished"
# What a person told of in words that no row of the precautions knows.
UNNAMED_CONDITION = "unnamed"
# Whoever came for one of these hears that it follows.
EXPLAINED = frozenset({"discomfort_form", "posture_form", "reminder_form"})
LOCK_OF = {Handling.STARTER_ONLY: Lock.STARTER_ONLY, Handling.CLEAR_FIRST: Lock.UNTIL_SEEN}
EQUIPMENT = {"ball": ["ball"], "weight": ["weight"], "both": ["ball", "weight"], "neither": []}


def take_consent(scene: Scene, value: str) -> dict[str, Any]:
    """Remember the person from here on; without consent nothing about them is stored."""
    if value == "yes" and scene.person is None:
        person = create_person(
            scene.turn.session, scene.turn.channel, CONSENT_VERSION, scene.turn.now
        )
        if scene.slot("warned"):
            set_lock(scene.turn.session, person, Lock.UNTIL_SEEN, scene.slot("warned"))
    return {"consent": value}


def first_questions(scene: Scene) -> list[str]:
    """Return what is open of consent, checklist, age and floor."""
    person = scene.person
    if person is None:
        return [] if scene.slot("consent") == "no" else ["consent"]
    questions = []
    if person.checklist is None:
        questions.append("checklist")
    elif person.checklist is not Checklist.CLEAR:
        questions.append("checklist_detail")
    if person.age_band is None:
        questions.append("age_band")
    if person.has_floor is None:
        questions.append("floor_access")
    return questions


def health_questions(scene: Scene) -> list[str]:
    """Return what is open before the first strength or ball exercise."""
    person = scene.person
    if person is None or person.checklist is not Checklist.CLEAR:
        return []
    questions: list[str] = []
    if person.health_screened_at is None:
        for group in HEALTH_GROUPS:
            questions.append(group)
            if scene.slot("health_group") == group:
                questions.append("health_detail")
    if person.equipment is None:
        questions.append("equipment")
    return questions


class Onboarding:
    """Take the answers to the first questions and the health screen, for any form that asks."""

    def take_consent(self, scene: Scene, value: str) -> dict[str, Any]:
        """Keep the person from here on, or end."""
        return take_consent(scene, value)

    def take_checklist(self, scene: Scene, value: str) -> dict[str, Any]:
        """Note whether anything on the checklist is true."""
        person = scene.person
        if person is None:
            return {"checklist": None}
        person.checklist = Checklist(value)
        named = ",".join(map(str, scene.message.values("condition")))
        if value == Checklist.FLAGGED.value and named:
            return {"checklist": value, **self.take_checklist_detail(scene, named)}
        if value == Checklist.UNSURE.value:
            scene.say("utter_checklist_unsure")
        return {"checklist": value}

    def take_checklist_detail(self, scene: Scene, value: str) -> dict[str, Any]:
        """Note what on the checklist is true; a warning sign stops here."""
        if value in ("none", "unsure", FINISHED):
            scene.say("utter_starters_until_cleared")
            return {"checklist_detail": FINISHED}
        for item in value.split(","):
            note_checklist_item(scene, item)
        if scene.person and scene.person.lock is Lock.UNTIL_SEEN:
            return {"checklist_detail": FINISHED}
        scene.say("utter_condition_noted", conditions=_names(value.split(",")))
        return {"checklist_detail": None}

    def take_age_band(self, scene: Scene, value: str) -> dict[str, Any]:
        """Note the age; this is for adults only."""
        if value not in {band.value for band in AgeBand}:
            scene.say("utter_age_unclear")
            return {"age_band": None}
        person = scene.person
        if person is None:
            return {"age_band": None}
        person.age_band = AgeBand(value)
        if person.age_band is AgeBand.UNDER_18:
            set_lock(scene.turn.session, person, Lock.ADULTS_ONLY)
        return {"age_band": value}

    def take_floor_access(self, scene: Scene, value: str) -> dict[str, Any]:
        """Note whether lying on the floor is possible."""
        if scene.person is None:
            return {"floor_access": None}
        scene.person.has_floor = value == "floor"
        return {"floor_access": value}

    def take_health_heart(self, scene: Scene, value: str) -> dict[str, Any]:
        """Take the question about heart, blood and balance."""
        return _take_group(scene, "health_heart", value)

    def take_health_body(self, scene: Scene, value: str) -> dict[str, Any]:
        """Take the question about joints, belly, eyes and nerves."""
        return _take_group(scene, "health_body", value)

    def take_health_other(self, scene: Scene, value: str) -> dict[str, Any]:
        """Take the question about anything else."""
        return _take_group(scene, "health_other", value)

    def take_health_detail(self, scene: Scene, value: str) -> dict[str, Any]:
        """Note which conditions of the group are true, until the person has named all."""
        if value in ("none", "unsure", FINISHED):
            return _finish_group(scene)
        for condition in value.split(","):
            note_condition(scene, condition)
        scene.say("utter_condition_noted", conditions=_names(value.split(",")))
        return {"health_detail": None}

    def take_equipment(self, scene: Scene, value: str) -> dict[str, Any]:
        """Note what is at hand."""
        if scene.person is None or value not in EQUIPMENT:
            return {"equipment": None}
        scene.person.equipment = EQUIPMENT[value]
        return {"equipment": value}


def _finish_group(scene: Scene) -> dict[str, Any]:
    """Go on with the screen, or stay with the starters where something is true and not known."""
    group = scene.content.health_screen.groups[HEALTH_GROUPS[scene.slot("health_group")]]
    person = scene.person
    noted = list_conditions(scene.turn.session, person) if person else []
    if not {row.condition for row in noted} & {*group.choices, UNNAMED_CONDITION}:
        scene.say("utter_screen_unsure")
        return {**dict.fromkeys(HEALTH_GROUPS, "skip"), "health_group": None, "health_detail": None}
    scene.say("utter_health_noted")
    finish_screen(scene)
    return {"health_group": None, "health_detail": None}


def _take_group(scene: Scene, group: str, value: str) -> dict[str, Any]:
    """Take one group of the screen: go on, ask which, or stay with the starters."""
    if value == "skip":
        scene.say("utter_screen_skipped")
        return {**dict.fromkeys(HEALTH_GROUPS, "skip"), "health_group": None}
    if value in ("some", "unsure"):
        named = [str(each) for each in scene.message.values("condition")]
        for condition in named:
            note_condition(scene, condition)
        return {group: "some", "health_group": group}
    finish_screen(scene, group)
    return {group: value}


def finish_screen(scene: Scene, group: str | None = None) -> None:
    """Note that the screen is passed once its last group is answered."""
    group = group or scene.slot("health_group")
    if group == LAST_GROUP and scene.person:
        scene.person.health_screened_at = scene.turn.now


def note_condition(scene: Scene, condition: str) -> None:
    """Keep a condition; every session goes by it, and some need a clinician's word first."""
    if scene.person is None:
        return
    add_condition(scene.turn.session, scene.person, condition, scene.turn.now)
    known = scene.content.conditions.get(condition)
    lock = LOCK_OF.get(known.handling, Lock.NONE) if known else Lock.NONE
    if tighten(scene.person.lock, lock) is not scene.person.lock:
        set_lock(scene.turn.session, scene.person, lock, condition)


def note_checklist_item(scene: Scene, item: str) -> None:
    """Keep the conditions of an item, or lock until a clinician has seen its warning sign."""
    known = scene.content.health_screen.before_first.items.get(item)
    if known is None:
        note_condition(scene, item)
        return
    for condition in known.conditions:
        note_condition(scene, condition)
    if known.kind is ItemKind.WARNING and scene.person:
        set_lock(scene.turn.session, scene.person, Lock.UNTIL_SEEN, known.warnings[0])


def _names(items: list[str]) -> str:
    """Return items of the checklist or conditions in words."""
    known = content()
    listed = known.health_screen.before_first.items
    words = [
        listed[each].label if each in listed else known.conditions[each].name
        for each in items
        if each in listed or each in known.conditions
    ]
    return ", ".join(words)


class ActionAskConsent(CoachAction):
    """Say what this is and what is kept, and ask for consent."""

    def act(self, scene: Scene) -> list[EventType]:
        """Show the whole text the first time, a line of it after a question in between."""
        if scene.slot("consent_shown"):
            scene.say("utter_consent_again")
            return []
        if scene.loop in EXPLAINED:
            scene.say(f"utter_consent_for_{scene.loop}")
        scene.say("utter_consent_text")
        return [SlotSet("consent_shown", True)]


class ActionAskChecklist(CoachAction):
    """Ask the first checklist in body words."""

    def act(self, scene: Scene) -> None:
        """Show the list."""
        checklist = scene.content.health_screen.before_first
        scene.say("utter_ask_checklist_text", question=checklist.text)


class ActionAskChecklistDetail(CoachAction):
    """Ask which of the checklist is true, one button each."""

    def act(self, scene: Scene) -> None:
        """Show the items in their order."""
        items = scene.content.health_screen.before_first.items
        ordered = sorted(items.items(), key=lambda pair: pair[1].order)
        buttons = [answer_button(item.label, "checklist_detail", id) for id, item in ordered]
        scene.say("utter_ask_checklist_detail", buttons=buttons)


class AskHealthGroup(CoachAction):
    """Ask one group of the health screen; the class of each group names its slot."""

    slot = "health_heart"

    def name(self) -> str:
        """Return the name under which Rasa looks for a slot's question."""
        return f"action_ask_{self.slot}"

    def act(self, scene: Scene) -> None:
        """Show the group's question."""
        group = scene.content.health_screen.groups[HEALTH_GROUPS[self.slot]]
        named = ", ".join(label.lower() for label in group.choices.values())
        question = f"{group.question}\n{named}"
        scene.say("utter_ask_health_group", question=question, slot=self.slot)


class AskHealthBody(AskHealthGroup):
    """Ask about joints, belly, eyes and nerves."""

    slot = "health_body"


class AskHealthOther(AskHealthGroup):
    """Ask about anything else."""

    slot = "health_other"


class ActionAskHealthDetail(CoachAction):
    """Ask which of a group of the health screen is true, one button each."""

    def act(self, scene: Scene) -> None:
        """Show the group's conditions."""
        group = scene.content.health_screen.groups[HEALTH_GROUPS[scene.slot("health_group")]]
        buttons = [answer_button(label, "health_detail", id) for id, label in group.choices.items()]
        scene.say("utter_ask_health_detail", buttons=buttons)

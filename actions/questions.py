"""Answer questions from actions/content, in words that fit the person where they are known."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from rasa_sdk.events import EventType, SlotSet

from actions import guiding
from actions.coaching.session import current
from actions.content import Content
from actions.content.shapes import Answer
from actions.content.telling import (
    tell_dose,
    tell_equipment,
    tell_howto,
    tell_purpose,
    tell_safety,
)
from actions.message import Site
from actions.posture import latest_finding
from actions.scene import Button, CoachAction, Scene, intent_button, open_form, wait_for

ABOUT_EXERCISES = frozenset(
    {"ask_exercise_howto", "ask_exercise_purpose", "ask_dose", "ask_equipment"}
)
GENERAL = "general"


class ActionAnswerQuestion(CoachAction):
    """Answer a question, and remember its topic so that "and the hips?" is understood."""

    def act(self, scene: Scene) -> list[EventType]:
        """Find the topic of the question and give its answer."""
        topic = find_topic(scene)
        if needs_screen(scene, topic):
            return ask_screen(scene, topic["region"])
        _SPEAKERS.get(topic["intent"], say_general)(scene, topic)
        return [SlotSet("last_topic", topic)]


def needs_screen(scene: Scene, topic: dict[str, Any]) -> bool:
    """Say whether a warning sign has to be ruled out before the answer: a tight chest."""
    if topic["intent"] != "ask_cause" or topic.get("more") or topic.get("region") is None:
        return False
    return scene.content.get_cause(topic["region"]).screen_first is not None


def ask_screen(scene: Scene, region: str) -> list[EventType]:
    """Open the questions about a discomfort, which ask that first and then answer."""
    site = Site(region=region, side=None)
    known = [
        SlotSet("discomfort_region", [site]),
        SlotSet("returning_to", "discomfort_form"),
        *wait_for(scene, "discomfort_form"),
    ]
    return [*known, *open_form("discomfort_form")]


def find_topic(scene: Scene) -> dict[str, Any]:
    """Return what is asked: the intent with its region, exercise, pattern and condition.

    A question that only follows up ("and the hips?") takes what it leaves out from the last one;
    "how is it done" in the middle of a session is about the exercise of the moment.
    """
    message, last = scene.message, scene.slot("last_topic") or {}
    intent = message.intent
    region = next((site["region"] for site in message.sites()), None)
    named = {
        "region": region,
        "exercise": message.first("exercise"),
        "pattern": message.first("pattern"),
        "condition": message.first("condition"),
    }
    follows = intent == "ask_more" and last.get("intent")
    if follows and any(named.values()):
        return {**last, **{k: v for k, v in named.items() if v}, "more": 0}
    if follows:
        return {**last, "more": int(last.get("more", 0)) + 1}
    if intent in ABOUT_EXERCISES and named["exercise"] is None:
        named["exercise"] = _exercise_now(scene)
    return {"intent": intent, **named, "more": 0}


def _exercise_now(scene: Scene) -> str | None:
    under_way = guiding.going_on(scene)
    view = current(under_way[1]) if under_way else None
    return view.exercise if view else None


def say_general(scene: Scene, topic: dict[str, Any]) -> None:
    """Give the answer of a topic that has one; "more" goes through its follow-ups."""
    wanted = topic.get("pattern") if topic["intent"] == "ask_pattern" else None
    answer = scene.content.find_answer(topic["intent"], wanted or GENERAL)
    answer = answer or scene.content.get_answer("ask_more.general")
    if topic.get("more"):
        answer = _follow_up(scene, answer, int(topic["more"]))
    say_answer(scene, answer)


def _follow_up(scene: Scene, answer: Answer, step: int) -> Answer:
    """Return the n-th follow-up of an answer, or the one that says that there is no more."""
    if step > len(answer.follow_ups):
        return scene.content.get_answer("ask_more.end")
    return scene.content.get_answer(answer.follow_ups[step - 1])


def say_answer(scene: Scene, answer: Answer) -> None:
    """Send the messages of an answer, the ways on with the last."""
    _say(scene, answer.messages, onward_buttons(scene, answer.onward))


def _say(scene: Scene, messages: Sequence[str], buttons: Sequence[Button] = ()) -> None:
    for message in messages[:-1]:
        scene.show(message)
    scene.show(messages[-1], buttons)


def onward_buttons(scene: Scene, intents: Sequence[str]) -> list[Button]:
    """Return a button for each intent that an answer leads on to."""
    return [intent_button(scene.content.onward[intent], intent) for intent in intents]


def say_cause(scene: Scene, region: str | None) -> None:
    """Say why a region may ache: what to watch for, what goes with it, something for now."""
    latest = latest_finding(scene)
    messages = scene.content.tell_cause(region, latest[1].pattern if latest else None)
    buttons = onward_buttons(scene, ["start_workout"] if latest else ["start_assessment"])
    _say(scene, messages, [_try_button(scene), *buttons])


def _try_button(scene: Scene) -> Button:
    return intent_button(scene.content.phrase("try_now"), "start_workout", session_kind="desk")


def _say_cause(scene: Scene, topic: dict[str, Any]) -> None:
    if topic.get("more"):
        say_answer(scene, scene.content.get_answer("ask_more.end"))
    elif topic.get("region") is None:
        scene.say("utter_which_region")
    else:
        say_cause(scene, topic["region"])


def _about(tell: Callable[[Content, str], str]) -> Callable[[Scene, dict[str, Any]], None]:
    """Return what says one fact of an exercise, or gives the general answer."""

    def say(scene: Scene, topic: dict[str, Any]) -> None:
        exercise = topic.get("exercise")
        if exercise is None or topic.get("more"):
            say_general(scene, topic)
            return
        buttons = onward_buttons(scene, ["ask_exercise_howto", "show_program"])
        scene.show(tell(scene.content, exercise), buttons)

    return say


def _say_howto(scene: Scene, topic: dict[str, Any]) -> None:
    """Say how an exercise is done, in the version of the session where one is under way."""
    exercise = topic.get("exercise")
    if exercise is None or topic.get("more"):
        say_general(scene, topic)
        return
    under_way = guiding.going_on(scene)
    view = current(under_way[1]) if under_way else None
    version = view.version if view and view.exercise == exercise else None
    buttons = onward_buttons(scene, ["ask_exercise_purpose", "start_workout"])
    _say(scene, tell_howto(scene.content, exercise, version), buttons)


def _say_safety(scene: Scene, topic: dict[str, Any]) -> None:
    """Say what a condition means for the exercises."""
    condition = topic.get("condition")
    if condition is None or condition not in scene.content.conditions or topic.get("more"):
        say_general(scene, topic)
        return
    _say(scene, tell_safety(scene.content, condition), onward_buttons(scene, ["show_program"]))


_SPEAKERS: dict[str, Callable[[Scene, dict[str, Any]], None]] = {
    "ask_cause": _say_cause,
    "ask_exercise_howto": _say_howto,
    "ask_exercise_purpose": _about(tell_purpose),
    "ask_dose": _about(tell_dose),
    "ask_equipment": _about(tell_equipment),
    "ask_safety": _say_safety,
}

"""Lead a session: what comes before it, one step at a time, and how it ends."""

from __future__ import annotations

from typing import Any

from rasa_sdk.events import EventType

from actions import guiding, stepping
from actions.coaching.safety import Lock
from actions.coaching.session import is_over, stop
from actions.finishing import close_old, close_workout, keep_standings
from actions.onboarding import HEALTH_SLOTS, Onboarding, first_questions, health_questions
from actions.posture import latest_finding
from actions.reading import OUT_OF_RANGE
from actions.scene import CoachAction, CoachForm, Scene, clear, leave_form, open_form, return_to
from actions.store.choices import Checklist, WorkoutStatus
from actions.store.workouts import finish_workout
from actions.warning import say_lock

SESSION_SLOTS = ("session_start", "workout_step", "hurt_kind", "hurt_region", "session_feel")
SESSION_NOTES = ("consent", "session_kind", "hurt_pending", "hurt_level", "last_answered")
NO_TRAINING = frozenset({Lock.UNTIL_SEEN, Lock.ADULTS_ONLY})


class ValidateWorkoutForm(Onboarding, CoachForm):
    """Ask what has to be known, begin the session, and take each step of it."""

    form = "workout_form"

    def prepare(self, scene: Scene) -> dict[str, Any]:
        """Begin anew on another day, with the health screen where the break was long."""
        stale: list[str] = []
        if close_old(scene):
            scene.say("utter_session_expired")
            asked = scene.slot("hurt_pending") == stepping.SCREEN
            stale += [*SESSION_SLOTS, "hurt_level", *([] if asked else ["hurt_pending"])]
        if scene.person is not None and guiding.needs_new_screen(scene, scene.person):
            scene.person.health_screened_at = None
            stale += HEALTH_SLOTS
        return dict.fromkeys(stale)

    def required(self, scene: Scene) -> list[str]:
        """Name the next question: what is not known yet, then the step, then how it felt."""
        person = scene.person
        if person is not None and person.lock in NO_TRAINING:
            return []
        if scene.slot("workout_step") == stepping.ENDED:
            return []
        if person is not None and scene.slot("hurt_pending") == stepping.SCREEN:
            return [stepping.SCREEN]
        questions = _open(scene, first_questions(scene))
        if questions or person is None:
            return questions
        under_way = guiding.going_on(scene)
        if under_way is None:
            return self._before(scene)
        if scene.slot("hurt_pending"):
            return [scene.slot("hurt_pending")]
        if is_over(under_way[1]):
            return ["session_feel"] if _asks_feel(scene) else []
        return ["workout_step"]

    def _before(self, scene: Scene) -> list[str]:
        """Ask what a session of today's kind needs first, then begin it."""
        person = scene.person
        if person is None:
            return []
        is_first = not guiding.has_trained(scene, person)
        starter = is_first and latest_finding(scene) is None
        if starter or person.checklist is not Checklist.CLEAR:
            return self._begin(scene, None) if starter else self._ask_or_begin(scene)
        questions = [] if scene.slot("health_heart") == "skip" else health_questions(scene)
        return _open(scene, questions) or self._ask_or_begin(scene)

    def _ask_or_begin(self, scene: Scene) -> list[str]:
        start = scene.slot("session_start")
        if start is None:
            return ["session_start"]
        return self._begin(scene, start if isinstance(start, int) else None)

    def _begin(self, scene: Scene, level: int | None) -> list[str]:
        person = scene.person
        if person is None:
            return []
        session = guiding.begin(scene, person, scene.slot("session_kind"), level)
        return ["workout_step"] if session else []

    def take_session_start(self, scene: Scene, value: Any) -> dict[str, Any]:
        """Take what is new before a session, and the level where one was given."""
        if value == OUT_OF_RANGE:
            scene.say("utter_level_out_of_range")
            return {"session_start": None}
        if value == "something_new":
            return {"session_start": value, "workout_step": stepping.ENDED}
        if isinstance(value, (int, float)):
            return {"session_start": int(value)}
        return {"session_start": value}

    def take_workout_step(self, scene: Scene, value: str) -> dict[str, Any]:
        """Do the step; the question comes again with the next one."""
        if value == stepping.ENDED:
            return {"workout_step": value}
        return stepping.take_step(scene, value)

    def take_hurt_kind(self, scene: Scene, value: str) -> dict[str, Any]:
        """Take what kind of hurt it is."""
        return stepping.take_hurt_kind(scene, value)

    def take_hurt_region(self, scene: Scene, value: Any) -> dict[str, Any]:
        """Take where it hurts."""
        return stepping.take_hurt_region(scene, value)

    def take_chest_kind(self, scene: Scene, value: str) -> dict[str, Any]:
        """Take what kind of tight chest it is."""
        return stepping.take_chest_kind(scene, value)

    def take_screened(self, scene: Scene, value: str) -> dict[str, Any]:
        """Take the warning questions."""
        return stepping.take_screened(scene, value)

    def take_session_feel(self, scene: Scene, value: str) -> dict[str, Any]:
        """Take how the session felt."""
        return {"session_feel": value}


def _open(scene: Scene, questions: list[str]) -> list[str]:
    """Return the questions that have no answer yet."""
    return [question for question in questions if scene.slot(question) is None]


def _asks_feel(scene: Scene) -> bool:
    under_way = guiding.going_on(scene)
    return under_way is not None and scene.slot("session_feel") is None


class ActionSubmitWorkoutForm(CoachAction):
    """End what the form led: say how it went, or why there was no session."""

    def act(self, scene: Scene) -> list[EventType]:
        """Close the session, or explain."""
        under_way = guiding.going_on(scene)
        person = scene.person
        if person is None:
            scene.say("utter_consent_declined")
        elif person.lock in NO_TRAINING:
            say_lock(scene, person.lock, person.lock_reason)
        elif scene.slot("session_start") == "something_new" and under_way is None:
            scene.say("utter_something_new")
        elif under_way is not None and is_over(under_way[1]):
            close_workout(scene, person, *under_way, feel=scene.slot("session_feel"))
        elif scene.slot("workout_step") != stepping.ENDED:
            scene.say("utter_nothing_fits")
        skipped = HEALTH_SLOTS if scene.slot("health_heart") == "skip" else ()
        return [*clear(*SESSION_SLOTS, *skipped, *SESSION_NOTES), *return_to(scene)]


class ActionAskWorkoutStep(CoachAction):
    """Show the step of the moment."""

    def act(self, scene: Scene) -> None:
        """Show the set-up card, the set, or where the session is paused."""
        under_way = guiding.going_on(scene)
        if under_way is not None:
            stepping.show_step(scene, under_way[1])


class ActionAskHurtRegion(CoachAction):
    """Ask where it hurts, with the regions that the exercise works."""

    def act(self, scene: Scene) -> None:
        """Show the usual regions as buttons."""
        scene.say("utter_ask_hurt_region", buttons=stepping.region_buttons(scene, "hurt_region"))


class ActionNoStep(CoachAction):
    """Say that no session is going on, and how to begin or go on with one."""

    def act(self, scene: Scene) -> None:
        """Offer to go on where there is something to go on with."""
        if scene.loop == "workout_form":
            if scene.asked != stepping.STEP:
                scene.say("utter_one_question_first")
            return
        under_way = guiding.going_on(scene)
        scene.say("utter_session_waits" if under_way else "utter_no_session")


class ActionRepeatStep(ActionNoStep):
    """Say the step again: the open form does so by itself after this."""


class ActionTooHard(ActionNoStep):
    """Take "too hard" outside a step."""

    def act(self, scene: Scene) -> None:
        """Say that the next session can be easier."""
        scene.say("utter_too_hard_outside")


class ActionTooEasy(ActionNoStep):
    """Take "too easy" outside a step."""

    def act(self, scene: Scene) -> None:
        """Say how an exercise grows."""
        scene.say("utter_too_easy")


class ActionExerciseHurts(CoachAction):
    """Take "it hurts" said outside a session: ask where, as for any discomfort."""

    def act(self, scene: Scene) -> list[EventType]:
        """Open the questions about a discomfort, unless a form is open."""
        if scene.loop is not None:
            scene.say("utter_hurts_outside")
            return []
        return open_form("discomfort_form")


class ActionStopWorkout(CoachAction):
    """End the session now."""

    def act(self, scene: Scene) -> list[EventType]:
        """Close the session under way, or say that there is none."""
        return stop_workout(scene)


def stop_workout(scene: Scene) -> list[EventType]:
    """Close the session under way as stopped, with a friendly word."""
    under_way = guiding.going_on(scene)
    if under_way is None:
        scene.say("utter_no_session")
        return leave_form() if scene.loop == "workout_form" else []
    workout, session = under_way
    guiding.keep(scene, stop(session))
    finish_workout(scene.turn.session, workout, WorkoutStatus.STOPPED, scene.turn.now)
    if scene.person is not None:
        keep_standings(scene, scene.person, session, None)
    scene.say("utter_session_stopped")
    # The warning questions stay open until they are answered.
    asked = scene.slot("hurt_pending") == stepping.SCREEN
    slots = clear(*SESSION_SLOTS, "session_kind", *([] if asked else ["hurt_pending"]))
    return [*(leave_form() if scene.loop == "workout_form" else []), *slots]

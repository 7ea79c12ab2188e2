"""Stop everything at a warning sign and send the person to help."""

from __future__ import annotations

from rasa_sdk.events import EventType, SlotSet

from actions import guiding
from actions.coaching.safety import Lock, tighten
from actions.coaching.session import stop
from actions.content.health import Urgency
from actions.finishing import keep_standings
from actions.onboarding import HEALTH_SLOTS, UNNAMED_CONDITION
from actions.scene import CoachAction, CoachForm, Scene, clear, intent_button, leave_form, return_to
from actions.store.choices import Checklist, WorkoutStatus
from actions.store.people import end_condition, list_conditions, set_lock
from actions.store.workouts import finish_workout

# Where several signs are named the first of these is spoken of; what says most about what to do
# stands before what is wide.
ORDER = (
    *("suicidal", "cardiac", "breathing", "stroke", "cauda_equina", "head_neck_vascular"),
    *("abdominal", "trauma", "neurological_deficit", "clot", "infection", "cancer"),
)
UNNAMED = "unnamed"


class ActionWarn(CoachAction):
    """Say what to do now about the warning sign that was named."""

    def act(self, scene: Scene) -> list[EventType]:
        """Take the first of the signs named in the order of what to do."""
        named = set(scene.message.values("red_flag"))
        return warn(scene, next((sign for sign in ORDER if sign in named), UNNAMED))


def warn(scene: Scene, category: str) -> list[EventType]:
    """End what is going on, lock training until a clinician has looked, and say what to do."""
    stop_all(scene, category)
    say_warning(scene, category)
    # Before consent nothing is known of the person; the lock follows once they agree.
    held = scene.person is None and _locks(scene, category)
    kept = [SlotSet("warned", category)] if held else []
    return [*leave_form(), *clear("interrupted", "hurt_pending", "session_start"), *kept]


def end_session(scene: Scene) -> None:
    """End the session under way, keeping what it means for the next one."""
    under_way = guiding.going_on(scene)
    if under_way is not None:
        guiding.keep(scene, stop(under_way[1]))
        finish_workout(scene.turn.session, under_way[0], WorkoutStatus.STOPPED, scene.turn.now)
    if under_way is not None and scene.person is not None:
        keep_standings(scene, scene.person, under_way[1], None)


def stop_all(scene: Scene, category: str) -> None:
    """End the session under way and lock training until a clinician has looked."""
    end_session(scene)
    if scene.person is not None and _locks(scene, category):
        lock = tighten(scene.person.lock, Lock.UNTIL_SEEN)
        set_lock(scene.turn.session, scene.person, lock, category)


def say_warning(scene: Scene, category: str | None) -> None:
    """Say what to do about a warning sign, in one message."""
    known = scene.content.warnings.get(category or UNNAMED)
    if known is None:
        scene.say("utter_warning_unnamed")
        return
    locked = scene.person is not None and scene.person.lock is Lock.UNTIL_SEEN
    seen = [intent_button(scene.content.phrase("i_was_seen"), "report_cleared")]
    scene.show(known.say, seen if locked else ())


def say_lock(scene: Scene, lock: Lock, reason: str | None) -> None:
    """Say why there is no exercise now: the warning again, or the condition, or the age."""
    if lock is Lock.UNTIL_SEEN and reason in scene.content.warnings:
        say_warning(scene, reason)
    else:
        scene.say(f"utter_locked_{lock.value}")


def _locks(scene: Scene, category: str) -> bool:
    return category == UNNAMED or scene.content.warnings[category].urgency is not Urgency.SOON


class ValidateSeenForm(CoachForm):
    """Ask what came of a visit to a clinician."""

    form = "seen_form"

    def required(self, scene: Scene) -> list[str]:
        """Ask only where there is something to clear."""
        return ["seen"] if needs_clearing(scene) else []


def needs_clearing(scene: Scene) -> bool:
    """Say whether training waits for a clinician's word."""
    person = scene.person
    if person is None or person.lock is Lock.ADULTS_ONLY:
        return False
    flagged = person.checklist in (Checklist.FLAGGED, Checklist.UNSURE)
    conditions = {row.condition for row in list_conditions(scene.turn.session, person)}
    return person.lock is not Lock.NONE or flagged or UNNAMED_CONDITION in conditions


class ActionSubmitSeenForm(CoachAction):
    """Open training as far as the clinician's word goes."""

    def act(self, scene: Scene) -> list[EventType]:
        """Unlock on "cleared", keep to the starters on "not cleared", else wait."""
        person, answer = scene.person, scene.slot("seen")
        if person is None or answer is None:
            scene.say("utter_nothing_to_clear")
        elif answer == "cleared":
            set_lock(scene.turn.session, person, Lock.NONE)
            person.checklist = Checklist.CLEAR
            # The health screen comes again: what it said before may not hold any more.
            person.health_screened_at = None
            end_condition(scene.turn.session, person, UNNAMED_CONDITION)
            scene.say("utter_cleared")
        elif answer == "not_cleared":
            scene.say("utter_not_cleared")
        else:
            scene.say("utter_not_seen_yet")
        return [*clear("seen", "last_answered", *HEALTH_SLOTS), *return_to(scene)]

"""Say how it is going, and give a person their data or take it away for good."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

from rasa_sdk.events import AllSlotsReset, EventType

from actions import guiding
from actions.coaching.discomfort import (
    Change,
    baseline,
    judge_change,
    select_logs,
    suggests_clinician,
    trend,
)
from actions.discomfort import where
from actions.scene import CoachAction, CoachForm, Scene, clear, leave_form, return_to
from actions.store.assessments import find_latest_assessment
from actions.store.discomforts import list_discomforts
from actions.store.erase import delete_person
from actions.store.export import export_person
from actions.store.models import Person

EXPORT_FILE = "posture-coach.json"
MONTH = timedelta(days=28)
CHECK_AGAIN = timedelta(weeks=4)


class ActionShowProgress(CoachAction):
    """Say what was done and how the discomfort has changed."""

    def act(self, scene: Scene) -> None:
        """Count the month's sessions, compare levels, and offer the check when it is due."""
        person = scene.person
        if person is None or not _has_any(scene, person):
            scene.say("utter_no_progress_yet")
            return
        done = guiding.done_workouts(scene, person, scene.turn.today - MONTH)
        scene.say("utter_progress_sessions", count=len(done))
        for line in _change_lines(scene, person):
            scene.show(line)
        check = find_latest_assessment(scene.turn.session, person)
        if check is not None and scene.turn.now - check.at >= CHECK_AGAIN:
            scene.say("utter_check_again")
        else:
            scene.say("utter_progress_on")


def _has_any(scene: Scene, person: Person) -> bool:
    trained = guiding.has_trained(scene, person)
    return trained or bool(list_discomforts(scene.turn.session, person))


def _change_lines(scene: Scene, person: Person) -> list[str]:
    """Return a line for each place that discomfort was told of."""
    logs = list_discomforts(scene.turn.session, person)
    places = sorted({(log.region, log.side or "") for log in logs if log.region})
    return [_change_line(scene, logs, region, side or None) for region, side in places]


def _change_line(scene: Scene, logs: list[Any], region: str, side: str | None) -> str:
    own = select_logs(logs, region, side)
    change = judge_change(own)
    place = where(scene, [{"region": region, "side": side}])
    if change is Change.UNKNOWN:
        levels = [log.level for log in own if log.level is not None]
        if not levels:
            return scene.content.phrase("change_unlevelled", where=place)
        return scene.content.phrase("change_unknown", where=place, level=levels[-1])
    line = scene.content.phrase(
        f"change_{change.value}", where=place, was=_short(baseline(own)), now=_short(trend(own))
    )
    if suggests_clinician(own, scene.turn.now):
        line += " " + scene.content.phrase("see_clinician")
    return line


def _short(level: float | None) -> str:
    return f"{level:g}" if level is not None else "?"


class ActionExportData(CoachAction):
    """Give the person all that is kept of them."""

    def act(self, scene: Scene) -> None:
        """Send the data as JSON."""
        if scene.person is None:
            scene.say("utter_nothing_kept")
            return
        kept = export_person(scene.turn.session, scene.turn.channel)
        scene.say("utter_export")
        written = json.dumps(kept, ensure_ascii=False, indent=1, default=str)
        scene.show(written, file_name=EXPORT_FILE)


class ValidateEraseForm(CoachForm):
    """Ask whether everything is really to be erased."""

    form = "erase_form"

    def required(self, scene: Scene) -> list[str]:
        """Ask only where there is something to erase."""
        return ["erase_confirmed"] if scene.person is not None else []


class ActionSubmitEraseForm(CoachAction):
    """Erase everything, or leave it as it is."""

    def act(self, scene: Scene) -> list[EventType]:
        """Delete on "yes"; there is no way back."""
        answer = scene.slot("erase_confirmed")
        if scene.person is None:
            scene.turn.forget()
            scene.say("utter_nothing_kept")
            return [AllSlotsReset()]
        if answer == "yes":
            delete_person(scene.turn.session, scene.turn.channel)
            scene.turn.forget()
            scene.say("utter_erased")
            return [AllSlotsReset(), *leave_form()]
        scene.say("utter_not_erased")
        return [*clear("erase_confirmed", "last_answered"), *return_to(scene)]

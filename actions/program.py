"""Show the program, and put an exercise back in that was left out."""

from __future__ import annotations

from rasa_sdk.events import EventType

from actions.coaching.program import Standing
from actions.coaching.progression import restore
from actions.posture import latest_finding
from actions.scene import CoachAction, Scene
from actions.store.models import Person
from actions.store.standings import find_standings, save_standing


class ActionShowProgram(CoachAction):
    """Show the exercises of the person's program with their doses."""

    def act(self, scene: Scene) -> None:
        """List the program; without a check say how to get one."""
        person, latest = scene.person, None
        if person is not None:
            latest = latest_finding(scene)
        if person is None or latest is None:
            scene.say("utter_no_program")
            return
        words = scene.content.programs[latest[1].program]
        standings = find_standings(scene.turn.session, person)
        lines = [_line(scene, each, standings.get(each)) for each in words.exercises]
        scene.say("utter_program", program=words.name, exercises="\n".join(lines))


def _line(scene: Scene, exercise: str, standing: Standing | None) -> str:
    """Return one exercise with its dose: "· reverse crunch: 2 sets of 8 times"."""
    words = scene.content.exercises[exercise]
    dose = words.dose
    return scene.content.phrase(
        "program_line_dropped" if standing and standing.dropped else "program_line",
        exercise=words.name,
        sets=standing.sets if standing else dose.sets_start,
        amount=standing.amount if standing else dose.amount_start,
        unit=scene.content.phrase(f"unit_{words.unit.value}"),
    )


class ActionRestoreExercise(CoachAction):
    """Put an exercise back in, one step easier than it was left."""

    def act(self, scene: Scene) -> list[EventType] | None:
        """Restore the exercise named, or all that were left out."""
        person = scene.person
        dropped = _dropped(scene, person) if person else []
        named = scene.message.first("exercise")
        wanted = [each for each in dropped if named in (None, each.exercise)]
        if person is None or not wanted:
            scene.say("utter_nothing_to_restore")
            return None
        for standing in wanted:
            exercise = scene.content.catalogue[standing.exercise]
            save_standing(scene.turn.session, person, restore(exercise, standing))
        names = ", ".join(scene.content.exercises[each.exercise].name for each in wanted)
        scene.say("utter_restored", exercises=names)
        return None


def _dropped(scene: Scene, person: Person) -> list[Standing]:
    standings = find_standings(scene.turn.session, person)
    return [standing for standing in standings.values() if standing.dropped]

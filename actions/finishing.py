"""Close a session: keep what it means for the next one, and say so."""

from __future__ import annotations

from datetime import timedelta

from actions import guiding
from actions.coaching.exercise import Exercise
from actions.coaching.fitting import allowed_versions
from actions.coaching.prescription import start_standing
from actions.coaching.program import Standing
from actions.coaching.progression import (
    LEVEL_OF_FEELING,
    Feeling,
    drop,
    progress,
    read_outcomes,
)
from actions.coaching.session import Session
from actions.posture import latest_finding
from actions.reading import UNKNOWN
from actions.scene import Scene
from actions.store.choices import WorkoutStatus
from actions.store.models import Person, Workout
from actions.store.standings import find_standings, save_standing
from actions.store.workouts import finish_workout, read_session

FEELINGS = frozenset(each.value for each in Feeling)
MONTH = timedelta(days=28)


def close_workout(
    scene: Scene, person: Person, workout: Workout, session: Session, feel: str | None
) -> None:
    """Finish the session, take each exercise on or back, and say what was done."""
    known = FEELINGS | {UNKNOWN}
    level = LEVEL_OF_FEELING[Feeling(feel)] if feel in FEELINGS else None
    first = not guiding.has_trained(scene, person)
    done = any(record.done_sets for record in session.records)
    status = WorkoutStatus.DONE if done and feel in known else WorkoutStatus.STOPPED
    finish_workout(scene.turn.session, workout, status, scene.turn.now, feel)
    grown = keep_standings(scene, person, session, level)
    if status is WorkoutStatus.STOPPED:
        # Where something tingled, the warning questions were said and stand alone.
        if feel in known:
            scene.say("utter_session_stopped")
        return
    if first and latest_finding(scene) is None:
        scene.say("utter_starter_done")
        return
    _say_done(scene, person, session, grown)


def close_old(scene: Scene) -> bool:
    """Close a session of an earlier day, keeping what was done in it; say whether there was one."""
    person = scene.person
    workout = guiding.find_old(scene)
    if person is None or workout is None:
        return False
    finish_workout(scene.turn.session, workout, WorkoutStatus.EXPIRED, scene.turn.now)
    keep_standings(scene, person, read_session(workout), None)
    return True


def keep_standings(
    scene: Scene, person: Person, session: Session, level: int | None
) -> list[Standing]:
    """Save where every exercise of the session stands now; return those that moved on."""
    standings = find_standings(scene.turn.session, person)
    left_out = {record.exercise for record in session.replaced}
    grown = []
    for outcome in read_outcomes(session, level):
        exercise = scene.content.catalogue[outcome.exercise]
        before = standings.get(outcome.exercise) or _met(exercise, session)
        after = progress(exercise, before, outcome, _allowed(scene, person, exercise))
        if outcome.exercise in left_out:
            after = drop(after)
        save_standing(scene.turn.session, person, after, scene.turn.today)
        if _dose(after) != _dose(before) and not after.dropped:
            grown.append(after)
    _say_left_out(scene, left_out)
    return grown


def _say_left_out(scene: Scene, exercises: set[str]) -> None:
    """Say what hurt so much that it stays out until the person wants it back."""
    if exercises:
        names = ", ".join(scene.content.exercises[each].name for each in sorted(exercises))
        scene.say("utter_left_out", exercises=names)


def _met(exercise: Exercise, session: Session) -> Standing:
    """Return the standing of an exercise met for the first time: what was prescribed."""
    for item in session.items:
        if item.exercise == exercise.id:
            start = start_standing(exercise)
            return Standing(exercise.id, item.version, start.sets, start.amount)
    return start_standing(exercise)


def _allowed(scene: Scene, person: Person, exercise: Exercise) -> set[str]:
    trainee = guiding.find_trainee(scene, person)
    versions = allowed_versions(exercise, trainee, scene.content.precautions)
    return {version.id for version in versions}


def _dose(standing: Standing) -> tuple[str, int, int]:
    return standing.version, standing.sets, standing.amount


def _say_done(scene: Scene, person: Person, session: Session, grown: list[Standing]) -> None:
    """Say what was done, what changes next time, and how many sessions the month had."""
    names = [scene.content.exercises[r.exercise].name for r in session.records if r.done_sets]
    since = scene.turn.today - MONTH
    count = len(guiding.done_workouts(scene, person, since))
    scene.say("utter_session_done", exercises=", ".join(names), count=count)
    for standing in grown:
        words = scene.content.exercises[standing.exercise]
        scene.say(
            "utter_next_time",
            exercise=words.name,
            version=words.get_version(standing.version).name,
            sets=standing.sets,
            amount=standing.amount,
            unit=scene.content.phrase(f"unit_{words.unit.value}"),
        )

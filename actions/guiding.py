"""Plan a person's session from all that is known of them, and keep where it stands."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from datetime import date, timedelta

from actions.coaching.exercise import Equipment
from actions.coaching.fitting import EARLY_UNTIL, Trainee
from actions.coaching.posture import ProgramId
from actions.coaching.prescription import Prescription
from actions.coaching.program import SessionKind, choose_kind, plan_session
from actions.coaching.progression import Return, come_back, judge_break
from actions.coaching.safety import Lock
from actions.coaching.session import Session, belongs_to, start_session
from actions.posture import latest_finding
from actions.scene import Scene
from actions.store.assessments import find_latest_assessment
from actions.store.choices import AgeBand, Checklist, WorkoutStatus
from actions.store.discomforts import list_discomforts
from actions.store.models import Person, Workout
from actions.store.people import list_conditions
from actions.store.standings import find_standings, save_standing
from actions.store.workouts import (
    find_active_workout,
    list_workouts,
    read_session,
    save_workout,
    start_workout,
)

BACK = frozenset({"back", "lower_back", "mid_back"})
ACUTE_CONDITION = "acute_back_pain"
ACUTE_WEEKS = 6
ACUTE_LEVEL = 5
RECENT = timedelta(days=14)
SAME_EVENING = timedelta(hours=4)
LONG_AGO = re.compile(r"year|month|always|ages|long|forever|child|kid|teen|school", re.IGNORECASE)
DAY = re.compile(r"^P(?:(\d+)W)?(?:(\d+)D)?(?:T.*)?$")


def going_on(scene: Scene) -> tuple[Workout, Session] | None:
    """Return the session under way today; one of an earlier day does not go on."""
    person = scene.person
    workout = find_active_workout(scene.turn.session, person) if person else None
    if workout is None:
        return None
    return (workout, read_session(workout)) if _goes_on(scene, workout) else None


def find_old(scene: Scene) -> Workout | None:
    """Return a session of an earlier day that was never ended, None where there is none."""
    person = scene.person
    workout = find_active_workout(scene.turn.session, person) if person else None
    return workout if workout is not None and not _goes_on(scene, workout) else None


def _goes_on(scene: Scene, workout: Workout) -> bool:
    """Say whether a session is today's; where no zone is known midnight is not, so hours count."""
    if belongs_to(read_session(workout), scene.turn.today):
        return True
    known = scene.person is not None and scene.person.zone is not None
    return not known and scene.turn.now - workout.updated_at <= SAME_EVENING


def keep(scene: Scene, session: Session) -> None:
    """Keep where the session under way stands now."""
    under_way = going_on(scene)
    if under_way is not None:
        save_workout(scene.turn.session, under_way[0], session, scene.turn.now)


def begin(scene: Scene, person: Person, asked: str | None, level: int | None) -> Session | None:
    """Plan today's session and keep it; None where nothing can be offered."""
    welcome_back(scene, person)
    trainee = find_trainee(scene, person, level)
    kind = kind_today(scene, person, trainee, asked)
    items = plan(scene, person, trainee, kind)
    if not items:
        return None
    session = start_session(items, scene.turn.today, kind)
    start_workout(scene.turn.session, person, session, scene.turn.now, level)
    return session


def welcome_back(scene: Scene, person: Person) -> None:
    """Take each exercise a step back after seven days off, to its start after 28."""
    verdict = _judge_break(scene, person)
    if verdict is Return.CONTINUE:
        return
    for standing in find_standings(scene.turn.session, person).values():
        exercise = scene.content.catalogue[standing.exercise]
        save_standing(scene.turn.session, person, come_back(exercise, standing, verdict))
    scene.say(f"utter_return_{verdict.value}")


def needs_new_screen(scene: Scene, person: Person) -> bool:
    """Say whether the person was away so long that the health screen comes again."""
    screened = person.health_screened_at
    if screened is None or _judge_break(scene, person) is not Return.START_OVER:
        return False
    return screened.date() < scene.turn.now.date()


def _judge_break(scene: Scene, person: Person) -> Return:
    begun = list_workouts(scene.turn.session, person)
    return judge_break(begun[-1].local_date if begun else None, scene.turn.today)


def kind_today(scene: Scene, person: Person, trainee: Trainee, asked: str | None) -> SessionKind:
    """Return the kind that was asked for, else the one that is due."""
    if (
        not has_trained(scene, person)
        and find_latest_assessment(scene.turn.session, person) is None
    ):
        return SessionKind.STARTER
    if person.lock is Lock.STARTER_ONLY:
        return SessionKind.STARTER
    due = choose_kind(strength_dates(scene, person), scene.turn.today, trainee)
    if due is SessionKind.STARTER or asked not in {kind.value for kind in SessionKind}:
        return due
    return SessionKind(asked)


def plan(
    scene: Scene, person: Person, trainee: Trainee, kind: SessionKind
) -> tuple[Prescription, ...]:
    """Return the exercises of a session of that kind for this person today."""
    words = scene.content
    program = program_of(scene)
    return plan_session(
        kind,
        words.plans[program],
        words.catalogue,
        trainee,
        find_standings(scene.turn.session, person),
        words.precautions,
        done_on=exercise_dates(scene, person),
        today=scene.turn.today,
    )


def program_of(scene: Scene) -> ProgramId:
    """Return the program of the last check, the balanced one before any."""
    latest = latest_finding(scene)
    return latest[1].program if latest else ProgramId.BALANCED


def find_trainee(scene: Scene, person: Person, level: int | None = None) -> Trainee:
    """Return what planning has to know; `level` is the discomfort told just now, 0 to 10."""
    conditions = frozenset(row.condition for row in list_conditions(scene.turn.session, person))
    back_level, acute = _back_now(scene, person)
    early = scene.turn.now.astimezone(scene.turn.zone).time() < EARLY_UNTIL
    return Trainee(
        equipment=_equipment(person),
        conditions=conditions,
        acute_back=acute or ACUTE_CONDITION in conditions,
        screened=person.health_screened_at is not None,
        checklist_clear=person.checklist is Checklist.CLEAR,
        age_65_plus=person.age_band is AgeBand.FROM_65,
        rest_pain=level if level is not None else back_level,
        weaker_side=person.weaker_side,
        early_morning_back=early and bool(back_level),
        unloaded=_is_spared(scene),
    )


def _is_spared(scene: Scene) -> bool:
    """Say whether loads are left out for some days, because an ache has grown."""
    until = scene.slot("unloaded_until")
    return until is not None and scene.turn.today < date.fromisoformat(until)


def _equipment(person: Person) -> frozenset[Equipment]:
    """Return what is at hand; a broom or a stick is taken for granted as wall and chair are."""
    owned = {Equipment(name) for name in person.equipment or ()} | {Equipment.BROOM}
    return frozenset(owned | {Equipment.FLOOR} if person.has_floor else owned)


def _back_now(scene: Scene, person: Person) -> tuple[int | None, bool]:
    """Return the last level told of the back, 0 where none ever hurt, and whether it is acute."""
    logs = list_discomforts(scene.turn.session, person)
    if not any(log.region in BACK for log in logs):
        return 0, False
    recent = [log for log in logs if log.region in BACK and scene.turn.now - log.at <= RECENT]
    levels = [log.level for log in recent if log.level is not None]
    acute = any(_is_acute(log.level, log.duration) for log in recent[-1:])
    return (levels[-1] if levels else None), acute


def _is_acute(level: int | None, duration: str | None) -> bool:
    """Say whether an ache is strong, or younger than six weeks."""
    if level is not None and level >= ACUTE_LEVEL:
        return True
    if duration is None:
        return False
    match = DAY.match(duration)
    if match is None or not any(match.groups()):
        # "Since yesterday" and whatever else is not plainly long.
        return not duration.startswith("P") and not LONG_AGO.search(duration)
    weeks, days = (int(part or 0) for part in match.groups())
    return weeks * 7 + days < ACUTE_WEEKS * 7


def has_trained(scene: Scene, person: Person) -> bool:
    """Say whether the person ever did a set."""
    return bool(done_workouts(scene, person))


def done_workouts(scene: Scene, person: Person, since: date | None = None) -> list[Workout]:
    """Return the sessions in which a set was done, the oldest first."""
    ended = [status for status in WorkoutStatus if status is not WorkoutStatus.ACTIVE]
    workouts = list_workouts(scene.turn.session, person, since, ended)
    return [w for w in workouts if any(r.done_sets for r in read_session(w).records)]


def strength_dates(scene: Scene, person: Person) -> list[date]:
    """Return the days with a strength or full session."""
    strong = {SessionKind.STRENGTH.value, SessionKind.FULL.value}
    return [w.local_date for w in done_workouts(scene, person) if w.kind in strong]


def exercise_dates(scene: Scene, person: Person) -> Mapping[str, set[date]]:
    """Return the days of the last week on which each exercise was done."""
    dates: dict[str, set[date]] = defaultdict(set)
    week_ago = scene.turn.today - timedelta(days=7)
    for workout in done_workouts(scene, person, week_ago):
        for record in read_session(workout).records:
            if record.done_sets:
                dates[record.exercise].add(workout.local_date)
    return dates


def level_today(scene: Scene, person: Person) -> int | None:
    """Return the level told before the session under way."""
    under_way = going_on(scene)
    return under_way[0].level_before if under_way else None

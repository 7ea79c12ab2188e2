"""Take one step of a guided session and show the next."""

from __future__ import annotations

from typing import Any

from actions import guiding
from actions.coaching import session as machine
from actions.coaching.discomfort import DiscomfortLog
from actions.coaching.program import choose_swap, ease_prescription
from actions.coaching.session import Phase, Session, StepView
from actions.coaching.triage import HurtKind, TriageAction, triage
from actions.content.shapes import ExerciseWords, VersionWords
from actions.message import Site
from actions.reading import named_hurt
from actions.scene import Button, Scene, answer_button, capital
from actions.store.discomforts import log_discomfort
from actions.store.standings import find_standings
from actions.warning import stop_all

ENDED = "ended"
CHEST = "chest"
SCREEN = "screened"
NUMB_OR_WEAK = "neurological_deficit"
NEVER_MIND = "never_mind"
STEP = "workout_step"
HURT_REGIONS = ("lower_back", "neck", "shoulder", "hip", "knee", "chest")


def take_step(scene: Scene, value: str) -> dict[str, Any]:
    """Do what was tapped or said; an old button changes nothing."""
    under_way = guiding.going_on(scene)
    if under_way is None:
        return {STEP: None}
    session = under_way[1]
    verb, _, serial = value.partition(".")
    if serial and serial != str(session.serial):
        scene.say("utter_old_choice")
        return {STEP: None}
    if verb == "hurts":
        return _ask_about_hurt(scene)
    after = _STEPS[verb](scene, session)
    guiding.keep(scene, after)
    return {STEP: None}


def _done(scene: Scene, session: Session) -> Session:
    return machine.resume(session) if session.paused else machine.advance(session)


def _skip(scene: Scene, session: Session) -> Session:
    scene.say("utter_paused_first" if session.paused else "utter_skipped")
    return machine.skip(session)


def _undo(scene: Scene, session: Session) -> Session:
    scene.say("utter_undone" if machine.can_undo(session) else "utter_nothing_to_undo")
    return machine.undo(session)


def _pause(scene: Scene, session: Session) -> Session:
    return machine.pause(session)


def _resume(scene: Scene, session: Session) -> Session:
    return machine.resume(session)


def _hard(scene: Scene, session: Session) -> Session:
    if session.paused:
        scene.say("utter_paused_first")
        return session
    scene.say("utter_eased")
    return machine.ease(session, _easier(scene, session))


def _easy(scene: Scene, session: Session) -> Session:
    scene.say("utter_too_easy")
    return session


_STEPS = {
    "done": _done,
    "skip": _skip,
    "undo": _undo,
    "pause": _pause,
    "resume": _resume,
    "hard": _hard,
    "easy": _easy,
}


def _easier(scene: Scene, session: Session) -> Any:
    """Return the easier prescription of the exercise of the moment."""
    item = session.items[session.item]
    trainee = guiding.find_trainee(
        scene, _person(scene), guiding.level_today(scene, _person(scene))
    )
    exercise = scene.content.catalogue[item.exercise]
    return ease_prescription(item, exercise, trainee, scene.content.precautions)


def _person(scene: Scene) -> Any:
    if scene.person is None:
        raise LookupError("a session is under way for somebody who is not known")
    return scene.person


def _ask_about_hurt(scene: Scene) -> dict[str, Any]:
    """Stop and ask what kind it is; kind, level and place may have been said already."""
    level = scene.message.first("intensity")
    sites = scene.message.sites() or None
    if any(site["region"] == CHEST for site in sites or ()):
        return {STEP: None, "hurt_pending": "chest_kind", "chest_kind": None, "hurt_level": level}
    kind = named_hurt(scene.message)
    if kind is not None:
        scene.tracker.slots.update(hurt_level=level, hurt_region=sites)
        taken = take_hurt_kind(scene, kind)
        return {STEP: None, "hurt_level": level, "hurt_region": sites, **taken}
    return {
        STEP: None,
        "hurt_pending": "hurt_kind",
        "hurt_kind": None,
        "hurt_level": level,
        "hurt_region": sites,
    }


def take_hurt_kind(scene: Scene, value: str) -> dict[str, Any]:
    """Decide by kind and level: go on, ease, swap, or end and ask the warning questions."""
    under_way = guiding.going_on(scene)
    if under_way is None or value not in {kind.value for kind in HurtKind}:
        return {"hurt_kind": None, "hurt_pending": None, "hurt_region": None}
    session = under_way[1]
    level = _level(scene)
    kind = HurtKind(value)
    on_ball = scene.content.exercises[_name(session)].kind.value == "ball"
    action = triage(kind, level, eases_on_ball=on_ball)
    guiding.keep(scene, machine.report_hurt(session, kind, level))
    return _after_triage(scene, action)


def _level(scene: Scene) -> int | None:
    named = scene.message.first("intensity")
    level = named if named is not None else scene.slot("hurt_level")
    return int(level) if level is not None and 0 <= float(level) <= 10 else None


def _after_triage(scene: Scene, action: TriageAction) -> dict[str, Any]:
    done = {"hurt_kind": None, "hurt_pending": None, "hurt_level": None}
    under_way = guiding.going_on(scene)
    if under_way is None:
        return done
    session = under_way[1]
    if action is TriageAction.GO_ON:
        scene.say("utter_hurt_go_on")
    elif action is TriageAction.EASE:
        scene.say("utter_hurt_ease")
        guiding.keep(scene, machine.ease(session, _easier(scene, session)))
    elif action is TriageAction.STOP_AND_SWAP:
        if scene.slot("hurt_region") is None:
            return {"hurt_kind": None, "hurt_pending": "hurt_region"}
        return _swap(scene, session)
    elif action is TriageAction.WARNING:
        stop_all(scene, NUMB_OR_WEAK)
    else:
        guiding.keep(scene, machine.stop(session))
        scene.say("utter_hurt_ended")
        return {**done, "hurt_pending": SCREEN}
    return done


def take_screened(scene: Scene, value: str) -> dict[str, Any]:
    """Take the warning questions: only a plain no lets things go on, another day."""
    if value != "no":
        stop_all(scene, NUMB_OR_WEAK)
        return {SCREEN: None, "hurt_pending": None}
    scene.say("utter_screen_clear")
    return {SCREEN: None, "hurt_pending": None, STEP: ENDED, "session_feel": "stopped"}


def take_hurt_region(scene: Scene, value: Any) -> dict[str, Any]:
    """Remember where it hurt and go on with something that carries no load."""
    if scene.slot("hurt_pending") != "hurt_region":
        return {"hurt_region": value}
    under_way = guiding.going_on(scene)
    if under_way is None or value == NEVER_MIND:
        return {"hurt_region": None, "hurt_pending": None}
    if any(site["region"] == CHEST for site in _sites(value)):
        return {"hurt_region": None, "hurt_pending": "chest_kind", "chest_kind": None}
    scene.tracker.slots["hurt_region"] = value
    return _swap(scene, under_way[1])


def _swap(scene: Scene, session: Session) -> dict[str, Any]:
    """Put an unloaded exercise in the place of the one that hurts; undo brings it back."""
    done = {"hurt_kind": None, "hurt_pending": None, "hurt_level": None, "hurt_region": None}
    person = _person(scene)
    for site in _sites(scene.slot("hurt_region")):
        log_discomfort(
            scene.turn.session,
            person,
            DiscomfortLog(
                at=scene.turn.now,
                region=site["region"],
                side=site["side"],
                level=_level(scene),
                trigger="training",
            ),
        )
    instead = choose_swap(
        _name(session),
        [item.exercise for item in session.items],
        scene.content.catalogue,
        guiding.find_trainee(scene, person),
        find_standings(scene.turn.session, person),
        scene.content.precautions,
    )
    if instead is None:
        scene.say("utter_hurt_skipped")
        guiding.keep(scene, machine.skip(session))
        return done
    scene.say("utter_hurt_swapped", exercise=scene.content.exercises[instead.exercise].name)
    guiding.keep(scene, machine.swap(session, instead))
    return done


def take_chest_kind(scene: Scene, value: str) -> dict[str, Any]:
    """Go on with an ache that is plainly of the muscle; anything else counts as the heart."""
    if value == "outside":
        return {"chest_kind": None, "hurt_pending": "hurt_kind", "hurt_kind": None}
    stop_all(scene, "cardiac")
    return {"chest_kind": None, "hurt_pending": None}


def _sites(value: Any) -> list[Site]:
    """Return the regions of an answer: named in words, or tapped as one id."""
    if isinstance(value, list):
        return value
    return [] if value in (None, "unknown") else [Site(region=str(value), side=None)]


def region_buttons(scene: Scene, slot: str) -> list[Button]:
    """Return the usual regions as buttons that answer that slot."""
    regions = scene.content.regions
    return [answer_button(capital(regions[each].name), slot, each) for each in HURT_REGIONS]


def _name(session: Session) -> str:
    return session.items[session.item].exercise


def show_step(scene: Scene, session: Session) -> None:
    """Show the step of the moment: paused, at a set-up card, or in a set."""
    view = machine.current(session)
    if view is None:
        return
    words = scene.content.exercises[view.exercise]
    version = words.get_version(view.version)
    if view.paused:
        scene.say("utter_step_paused", exercise=words.name, serial=view.serial)
    elif view.phase is Phase.SETUP:
        _show_setup(scene, session, view, words, version)
    else:
        _show_set(scene, session, view, words, version)


def _show_setup(
    scene: Scene, session: Session, view: StepView, words: ExerciseWords, version: VersionWords
) -> None:
    scene.say(
        "utter_step_setup",
        buttons=_undo_button(scene, session),
        exercise=words.name,
        formal=words.formal,
        version=version.name,
        setup="\n".join(f"· {line}" for line in version.setup),
        avoid=words.avoid_spots,
        serial=view.serial,
        id=view.exercise,
        version_id=view.version,
        alt=words.picture_alt,
    )


def _show_set(
    scene: Scene, session: Session, view: StepView, words: ExerciseWords, version: VersionWords
) -> None:
    scene.say(
        "utter_step_set",
        buttons=_undo_button(scene, session),
        exercise=words.name,
        version=version.name,
        progress=progress_line(scene, view),
        side=_side_line(scene, view),
        cue=version.cue or words.cue,
        rest=_rest_line(scene, view),
        serial=view.serial,
        card=f"{view.exercise_number}:{view.exercise}:{view.version}",
        id=view.exercise,
        version_id=view.version,
        alt=words.picture_alt,
    )


def _undo_button(scene: Scene, session: Session) -> list[Button]:
    if not machine.can_undo(session):
        return []
    label = scene.content.phrase("undo")
    return [answer_button(label, STEP, f"undo.{session.serial}")]


def progress_line(scene: Scene, view: StepView) -> str:
    """Return "Exercise 2 of 3 · set 1 of 2 · 8 times"."""
    return scene.content.phrase(
        "progress",
        exercise=view.exercise_number,
        exercises=view.exercises,
        set=view.set_number,
        sets=view.sets,
        amount=view.amount,
        unit=scene.content.phrase(f"unit_{view.unit.value}"),
    )


def _side_line(scene: Scene, view: StepView) -> str:
    if view.side is None:
        return ""
    name = "switch_sides" if view.switches_sides else "this_side"
    return scene.content.phrase(name, side=scene.content.phrase(f"side_{view.side}")) + "\n"


def _rest_line(scene: Scene, view: StepView) -> str:
    return scene.content.phrase("rest") + "\n" if view.set_number > 1 else ""

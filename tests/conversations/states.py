"""Named states of a conversation: where each stands, and how a newcomer gets there."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml
from sqlalchemy import event

from actions.store.conversations import find_conversation
from actions.store.database import open_engine, session_factory
from actions.store.unit_of_work import UnitOfWork

if TYPE_CHECKING:
    from bot.dialogue.processor import CoachProcessor
    from bot.engine import Engine
    from tests.conftest import Talker

DOMAIN = yaml.safe_load(Path(__file__).parents[2].joinpath("domain.yml").read_text("utf-8"))
FAILED_TURN = DOMAIN["responses"]["utter_turn_failed"][0]["text"]
FIRST_ANSWERS = ("I agree", "None of these", "18–64", "I can lie on the floor")
STARTER = ("I'm in position", "Done", "Fine")
CROSS = ("Yes", "No", "Yes", "Yes", "No")
UNCLEAR = ("Yes", "No", "No", "No", "Yes")
HEALTHY = ("None of these", "None of these", "None of these", "Ball and weight")
RED_FLAG = "I can't feel between my legs and can't pee"


@dataclass(frozen=True)
class State:
    """A state: the form and the question that are open in it, and the way into it."""

    form: str | None
    question: str | None
    enter: Callable[[Talker], Any]


@dataclass(frozen=True)
class Snapshot:
    """A person in a state, to be gone back to: their database and what they last saw."""

    talker: Talker
    file: Path

    @classmethod
    def take(cls, state: State, talker: Talker) -> Snapshot:
        """Bring the person into a state and let go of the database, so all of it is in the file."""
        state.enter(talker)
        talker.engine.database.dispose()
        return cls(talker, Path(talker.engine.database.url.database))

    def talk(self, engine: Engine) -> Talker:
        """Return the person on a copy of the database."""
        return replace(self.talker, engine=engine, replies=list(self.talker.replies))

    def copy_to(self, file: Path) -> Path:
        """Copy the database."""
        return Path(shutil.copyfile(self.file, file))


@contextmanager
def open_quickly(processor: CoachProcessor, file: Path) -> Iterator[Engine]:
    """Open an engine on a database that is up to date and that nobody needs to survive a crash."""
    from bot.engine import Engine

    database = open_engine(f"sqlite:///{file}")
    event.listen(database, "connect", _write_lazily)
    # Whoever closes the last connection empties the log into the file; this one stays open.
    with database.connect():
        yield Engine(processor, database, session_factory(database))
    database.dispose()


def _write_lazily(connection: Any, _: Any) -> None:
    connection.execute("PRAGMA synchronous = OFF")


def stand(talker: Talker) -> dict[str, Any]:
    """Return the conversation as it is stored, an empty one where there is none."""
    with UnitOfWork(talker.engine.session_factory) as work:
        conversation = find_conversation(work.session, talker.channel)
        return conversation.state if conversation else {"slots": {}, "loop": None}


def form_of(talker: Talker) -> str | None:
    """Return the open form."""
    return stand(talker)["loop"]


def question_of(talker: Talker) -> str | None:
    """Return the open question, None outside a form."""
    kept = stand(talker)
    return kept["slots"].get("requested_slot") if kept["loop"] else None


def answers_of(talker: Talker) -> set[str]:
    """Return the questions that the choices on view answer."""
    data = [choice.data for choice in talker.replies[-1].choices]
    return {each.split(":")[1] for each in data if each.startswith("answer:")}


def starts_exercise(talker: Talker) -> bool:
    """Say whether a choice on view leads to an exercise."""
    data = [choice.data for choice in talker.replies[-1].choices]
    return any(each.startswith(("do:start_workout", "answer:workout_step")) for each in data)


def _newcomer(_: Talker) -> None:
    """Stay as one is."""


def _say(*texts: str) -> Callable[[Talker], Any]:
    return lambda talker: talker.say(*texts)


def _then(enter: Callable[[Talker], Any], *labels: str) -> Callable[[Talker], Any]:
    """Return the way through another state and on by taps."""

    def way(talker: Talker) -> None:
        enter(talker)
        talker.tap(*labels)

    return way


def _then_say(enter: Callable[[Talker], Any], *texts: str) -> Callable[[Talker], Any]:
    """Return the way through another state and on by texts."""

    def way(talker: Talker) -> None:
        enter(talker)
        talker.say(*texts)

    return way


def _to_the_end(talker: Talker) -> None:
    """Do what is left of a session, step by step."""
    while talker.labels[0] in ("I'm in position", "Done"):
        talker.tap(talker.labels[0])


def _train(talker: Talker) -> None:
    _in_set(talker)
    _to_the_end(talker)


def _to_setup(talker: Talker) -> None:
    """Go on until an exercise comes that is new."""
    _in_set(talker)
    while talker.labels[0] == "Done":
        talker.tap("Done")


_onboarded = _then(_say("/start"), *FIRST_ANSWERS, *STARTER)
_checking = _then(_onboarded, "Check my posture, 2 min")
_checked = _then(_checking, *CROSS, "Both sides alike")
_screening = _then(_checked, "Start")
_starting = _then(_screening, *HEALTHY)
_in_set = _then(_starting, "Nothing new, start")
_hurting = _then(_in_set, "It hurts")
_reporting = _then_say(_onboarded, "/pain")
_level = _then(_reporting, "Lower back", "Both or the middle")
_locked = _then_say(_onboarded, RED_FLAG)

STATES: dict[str, State] = {
    "a newcomer": State(None, None, _newcomer),
    "after onboarding": State(None, None, _onboarded),
    "after a check": State(None, None, _checked),
    "after a workout": State(None, None, _then(_train, "Fine")),
    "locked until seen": State(None, None, _locked),
    "check: consent": State("posture_form", "consent", _say("/check")),
    "check: shoulders": State("posture_form", "sign_shoulders", _checking),
    "check: shoulders again": State("posture_form", "sign_shoulders", _then(_checking, "Not sure")),
    "check: upper back": State("posture_form", "sign_upper_back", _then(_checking, *CROSS[:1])),
    "check: head": State("posture_form", "sign_head", _then(_checking, *CROSS[:2])),
    "check: hips": State("posture_form", "sign_hips", _then(_checking, *CROSS[:3])),
    "check: ribs": State("posture_form", "sign_ribs", _then(_checking, *CROSS[:4])),
    "check: sides": State("posture_form", "sidedness", _then(_checking, *CROSS)),
    "check: side since when": State(
        "posture_form", "side_since", _then(_checking, *CROSS, "Left is weaker or wobblier")
    ),
    "check: two pictures": State(
        "posture_form", "likeness", _then(_checking, *UNCLEAR, "Both sides alike")
    ),
    "discomfort: consent": State("discomfort_form", "consent", _say("/pain")),
    "discomfort: kind of chest": State(
        "discomfort_form", "chest_kind", _then_say(_onboarded, "my chest is tight")
    ),
    "discomfort: region": State("discomfort_form", "discomfort_region", _reporting),
    "discomfort: part": State(
        "discomfort_form", "discomfort_part", _then_say(_onboarded, "my back hurts")
    ),
    "discomfort: side": State(
        "discomfort_form", "discomfort_side", _then_say(_onboarded, "my hip hurts")
    ),
    "discomfort: level": State("discomfort_form", "discomfort_level", _level),
    "discomfort: since when": State("discomfort_form", "discomfort_since", _then(_level, "Mild")),
    "discomfort: trigger": State(
        "discomfort_form", "discomfort_trigger", _then(_level, "Mild", "Today")
    ),
    "discomfort in the middle of a check": State(
        "discomfort_form", "discomfort_level", _then_say(_checking, "my left hip hurts")
    ),
    "workout: consent": State("workout_form", "consent", _say("/start")),
    "workout: checklist": State(
        "workout_form", "checklist", _then(_say("/start"), *FIRST_ANSWERS[:1])
    ),
    "workout: checklist in detail": State(
        "workout_form", "checklist_detail", _then(_say("/start"), "I agree", "One or more")
    ),
    "workout: age": State("workout_form", "age_band", _then(_say("/start"), *FIRST_ANSWERS[:2])),
    "workout: floor": State(
        "workout_form", "floor_access", _then(_say("/start"), *FIRST_ANSWERS[:3])
    ),
    "workout: starter": State(
        "workout_form", "workout_step", _then(_say("/start"), *FIRST_ANSWERS)
    ),
    "workout: heart": State("workout_form", "health_heart", _screening),
    "workout: health in detail": State(
        "workout_form", "health_detail", _then(_screening, "One or more")
    ),
    "workout: body": State("workout_form", "health_body", _then(_screening, *HEALTHY[:1])),
    "workout: other health": State("workout_form", "health_other", _then(_screening, *HEALTHY[:2])),
    "workout: equipment": State("workout_form", "equipment", _then(_screening, *HEALTHY[:3])),
    "workout: anything new": State("workout_form", "session_start", _starting),
    "workout: set-up card": State("workout_form", "workout_step", _to_setup),
    "workout: set 1": State("workout_form", "workout_step", _in_set),
    "workout: set 2": State("workout_form", "workout_step", _then(_in_set, "Done")),
    "workout: paused": State("workout_form", "workout_step", _then_say(_in_set, "pause")),
    "workout: kind of hurt": State("workout_form", "hurt_kind", _hurting),
    "workout: where it hurts": State(
        "workout_form", "hurt_region", _then(_hurting, "Sharp or strong")
    ),
    "workout: how it felt": State("workout_form", "session_feel", _train),
    "reminder: time": State("reminder_form", "reminder_time", _then_say(_onboarded, "/remind")),
    "reminder: zone": State(
        "reminder_form", "reminder_zone", _then(_then_say(_onboarded, "/remind"), "07:00")
    ),
    "erase": State("erase_form", "erase_confirmed", _then_say(_onboarded, "/delete")),
    "seen by a doctor": State("seen_form", "seen", _then(_locked, "I was seen")),
}

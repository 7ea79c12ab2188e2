"""Hold a guided session as frozen data, and write and read it as JSON."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import date
from enum import Enum

from actions.coaching.errors import CoachingError
from actions.coaching.exercise import SIDES, Unit
from actions.coaching.prescription import Prescription
from actions.coaching.program import SessionKind
from actions.coaching.strict_json import Fields, JsonError, read_object
from actions.coaching.triage import HurtKind, check_level

FORMAT = 1


class SessionError(CoachingError):
    """The session cannot be read, so it cannot go on."""


class Phase(str, Enum):
    """Where a session is: at a set-up card, in a set, or over."""

    SETUP = "setup"
    SET = "set"
    DONE = "done"


@dataclass(frozen=True)
class ItemRecord:
    """What happened to one exercise: sets done of all sides, and how it went."""

    exercise: str
    version: str
    done_sets: int = 0
    skipped: bool = False
    too_hard: bool = False
    swapped: bool = False


@dataclass(frozen=True)
class Hurt:
    """What hurt at which exercise; the level is 0 to 10, or None where it was not said."""

    exercise: str
    kind: HurtKind
    level: int | None


@dataclass(frozen=True)
class Snapshot:
    """What undo puts back: the position and the state of the exercise that it was at.

    `replaced` is how many exercises had been swapped out by then.
    """

    item: int
    phase: Phase
    set_number: int
    side: int
    paused: bool
    prescription: Prescription
    record: ItemRecord
    replaced: int


@dataclass(frozen=True)
class Session:
    """A guided session; `set_number` counts from 1, `item` and `side` from 0.

    `serial` grows with every event, so a button of an earlier message is recognised. `records`
    stand beside `items`; `replaced` are the records of what was swapped out. `hurts` is never
    taken back by undo. Raise SessionError where the parts do not fit together.
    """

    items: tuple[Prescription, ...]
    kind: SessionKind
    started_on: date
    records: tuple[ItemRecord, ...]
    item: int = 0
    phase: Phase = Phase.SET
    set_number: int = 1
    side: int = 0
    serial: int = 0
    paused: bool = False
    replaced: tuple[ItemRecord, ...] = ()
    hurts: tuple[Hurt, ...] = ()
    history: tuple[Snapshot, ...] = ()

    def __post_init__(self) -> None:
        if not self.items:
            raise SessionError("A session needs at least one exercise, and this one has none.")
        if not _is_consistent(self):
            raise SessionError("The parts of the session do not fit together.")

    @property
    def skipped(self) -> tuple[str, ...]:
        """Return the exercises that were skipped."""
        return tuple(record.exercise for record in self.records if record.skipped)

    @property
    def hard(self) -> tuple[str, ...]:
        """Return the exercises that were too hard."""
        every = (*self.replaced, *self.records)
        return tuple(record.exercise for record in every if record.too_hard)

    @property
    def hurt(self) -> tuple[str, ...]:
        """Return the exercises at which something hurt."""
        return tuple(dict.fromkeys(hurt.exercise for hurt in self.hurts))

    def to_json(self) -> str:
        """Return the session as one line of JSON."""
        written = {"format": FORMAT, **asdict(self), "started_on": self.started_on.isoformat()}
        return json.dumps(written, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> Session:
        """Return the session that `to_json` wrote; raise SessionError for anything else."""
        try:
            fields = read_object(text)
            if fields.whole("format") != FORMAT:
                raise SessionError(
                    "The session was saved in a format that this version cannot read."
                )
            return _read_session(fields)
        except JsonError as error:
            raise SessionError(f"The saved session cannot be read: {error}") from error
        except CoachingError as error:
            raise SessionError(str(error)) from error


def _read_session(fields: Fields) -> Session:
    return Session(
        items=fields.rows("items", _read_prescription),
        kind=fields.member("kind", SessionKind),
        started_on=fields.day("started_on"),
        records=fields.rows("records", _read_record),
        item=fields.whole("item"),
        phase=fields.member("phase", Phase),
        set_number=fields.whole("set_number", least=1),
        side=fields.whole("side"),
        serial=fields.whole("serial"),
        paused=fields.flag("paused"),
        replaced=fields.rows("replaced", _read_record),
        hurts=fields.rows("hurts", _read_hurt),
        history=fields.rows("history", _read_snapshot),
    )


def _read_prescription(fields: Fields) -> Prescription:
    return Prescription(
        exercise=fields.text("exercise"),
        version=fields.text("version"),
        sets=fields.whole("sets", least=1),
        amount=fields.whole("amount", least=1),
        unit=fields.member("unit", Unit),
        sides=fields.texts("sides"),
        first_time=fields.flag("first_time"),
    )


def _read_record(fields: Fields) -> ItemRecord:
    return ItemRecord(
        exercise=fields.text("exercise"),
        version=fields.text("version"),
        done_sets=fields.whole("done_sets"),
        skipped=fields.flag("skipped"),
        too_hard=fields.flag("too_hard"),
        swapped=fields.flag("swapped"),
    )


def _read_hurt(fields: Fields) -> Hurt:
    level = fields.optional_whole("level")
    check_level(level)
    return Hurt(fields.text("exercise"), fields.member("kind", HurtKind), level)


def _read_snapshot(fields: Fields) -> Snapshot:
    return Snapshot(
        item=fields.whole("item"),
        phase=fields.member("phase", Phase),
        set_number=fields.whole("set_number", least=1),
        side=fields.whole("side"),
        paused=fields.flag("paused"),
        prescription=_read_prescription(fields.part("prescription")),
        record=_read_record(fields.part("record")),
        replaced=fields.whole("replaced"),
    )


def _is_consistent(session: Session) -> bool:
    names = [item.exercise for item in session.items]
    return (
        [record.exercise for record in session.records] == names
        and session.item < len(names)
        and _is_place(session.items[session.item], session.set_number, session.side)
        and all(map(_has_known_sides, session.items))
        and all(_is_past(session, snapshot) for snapshot in session.history)
    )


def _is_past(session: Session, snapshot: Snapshot) -> bool:
    return (
        snapshot.item <= session.item
        and snapshot.phase is not Phase.DONE
        and snapshot.replaced <= len(session.replaced)
        and snapshot.record.exercise == snapshot.prescription.exercise
        and _has_known_sides(snapshot.prescription)
        and _is_place(snapshot.prescription, snapshot.set_number, snapshot.side)
    )


def _is_place(item: Prescription, set_number: int, side: int) -> bool:
    return set_number <= item.sets and side < max(1, len(item.sides))


def _has_known_sides(item: Prescription) -> bool:
    return set(item.sides) <= set(SIDES) and len(set(item.sides)) == len(item.sides)

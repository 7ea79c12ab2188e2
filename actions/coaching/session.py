"""Lead through a session: a pure state machine from event to event.

Every event returns a new session with a higher serial. What makes no sense where the session is
(any step while it is paused or over, "in position" in a set) returns the very same session, so
its buttons stay good.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, TypeVar

from actions.coaching.exercise import Unit
from actions.coaching.prescription import Prescription, lessen, planned_minutes
from actions.coaching.program import SessionKind
from actions.coaching.session_state import (
    Hurt,
    ItemRecord,
    Phase,
    Session,
    SessionError,
    Snapshot,
)
from actions.coaching.triage import HurtKind, check_level

__all__ = [
    "Hurt",
    "ItemRecord",
    "Phase",
    "Session",
    "SessionError",
    "StepView",
    "advance",
    "belongs_to",
    "can_undo",
    "complete_set",
    "current",
    "ease",
    "in_position",
    "is_over",
    "pause",
    "planned_minutes",
    "report_hurt",
    "resume",
    "skip",
    "start_session",
    "stop",
    "swap",
    "undo",
]

REST_BETWEEN_SETS = (30, 60)
_HISTORY_KEPT = 100

T = TypeVar("T")


@dataclass(frozen=True)
class StepView:
    """What the message of the moment shows; numbers count from 1.

    `side` is None for an exercise without sides; `switches_sides` holds for the first set of the
    second side.
    """

    exercise: str
    version: str
    exercise_number: int
    exercises: int
    set_number: int
    sets: int
    amount: int
    unit: Unit
    side: str | None
    switches_sides: bool
    phase: Phase
    paused: bool
    serial: int


def start_session(
    items: Iterable[Prescription], started_on: date, kind: SessionKind = SessionKind.STRENGTH
) -> Session:
    """Return a new session at its first exercise; `started_on` is the person's local day."""
    planned = tuple(items)
    records = tuple(ItemRecord(item.exercise, item.version) for item in planned)
    phase = _first_phase(planned[0]) if planned else Phase.DONE
    return Session(planned, kind, started_on, records, phase=phase)


def current(session: Session) -> StepView | None:
    """Return what to show now, or None where the session is over."""
    if is_over(session):
        return None
    item = session.items[session.item]
    return StepView(
        exercise=item.exercise,
        version=item.version,
        exercise_number=session.item + 1,
        exercises=len(session.items),
        set_number=session.set_number,
        sets=item.sets,
        amount=item.amount,
        unit=item.unit,
        side=item.sides[session.side] if item.sides else None,
        switches_sides=session.side > 0 and session.set_number == 1,
        phase=session.phase,
        paused=session.paused,
        serial=session.serial,
    )


def is_over(session: Session) -> bool:
    """Tell whether the session has ended, in full or stopped."""
    return session.phase is Phase.DONE


def can_undo(session: Session) -> bool:
    """Tell whether undo would change anything."""
    return bool(session.history) and not session.paused


def belongs_to(session: Session, today: date) -> bool:
    """Tell whether the session goes on today; on another local day a new one begins."""
    return session.started_on == today


def in_position(session: Session) -> Session:
    """Leave the set-up card for the first set."""
    if session.phase is not Phase.SETUP or session.paused:
        return session
    return _bump(session, phase=Phase.SET)


def complete_set(session: Session) -> Session:
    """Count the set and go to the next one, the other side, the next exercise or the end."""
    if session.phase is not Phase.SET or session.paused:
        return session
    record = session.records[session.item]
    counted = replace(record, done_sets=record.done_sets + 1)
    return _step_on(_change(session, record=counted))


def advance(session: Session) -> Session:
    """Do what "done" or "next" means here: in position at a set-up card, else a set done."""
    return in_position(session) if session.phase is Phase.SETUP else complete_set(session)


def skip(session: Session) -> Session:
    """Leave out the rest of this exercise."""
    if not _is_running(session):
        return session
    record = replace(session.records[session.item], skipped=True)
    return _next_item(_change(session, record=record))


def ease(session: Session, easier: Prescription | None = None) -> Session:
    """Make the rest of this exercise easier, because it is too hard now.

    `easier` is the same exercise in an easier version or dose; without it there is less of each
    set, or a set less.
    """
    if not _is_running(session):
        return session
    item = session.items[session.item]
    lighter = easier or lessen(item)
    if lighter.exercise != item.exercise or lighter.sides != item.sides:
        raise SessionError("To make an exercise easier takes the same exercise and sides.")
    record = replace(session.records[session.item], version=lighter.version, too_hard=True)
    last = min(session.set_number, lighter.sets)
    return _change(session, prescription=lighter, record=record, set_number=last)


def swap(session: Session, instead: Prescription) -> Session:
    """Put another exercise in the place of this one and begin it."""
    if not _is_running(session):
        return session
    gone = replace(session.records[session.item], swapped=True)
    fresh = ItemRecord(instead.exercise, instead.version)
    swapped = _change(session, prescription=instead, record=fresh, set_number=1)
    return replace(swapped, phase=_first_phase(instead), replaced=(*session.replaced, gone))


def report_hurt(session: Session, kind: HurtKind, level: int | None) -> Session:
    """Note that this exercise hurts, whatever the state, so that it is never lost."""
    check_level(level)
    hurt = Hurt(session.items[session.item].exercise, kind, level)
    return _bump(session, hurts=(*session.hurts, hurt))


def pause(session: Session) -> Session:
    """Freeze the session where it is."""
    return _bump(session, paused=True) if _is_running(session) else session


def resume(session: Session) -> Session:
    """Go on exactly where the session was paused."""
    return _bump(session, paused=False) if session.paused else session


def stop(session: Session) -> Session:
    """End the session now, paused or not."""
    if is_over(session):
        return session
    return replace(_change(session), phase=Phase.DONE, paused=False)


def undo(session: Session) -> Session:
    """Take back the last done, skip, too hard, swap or stop; the serial still grows."""
    if not can_undo(session):
        return session
    past = session.history[-1]
    return replace(
        session,
        item=past.item,
        phase=past.phase,
        set_number=past.set_number,
        side=past.side,
        paused=past.paused,
        items=_set_at(session.items, past.item, past.prescription),
        records=_set_at(session.records, past.item, past.record),
        replaced=session.replaced[: past.replaced],
        history=session.history[:-1],
        serial=session.serial + 1,
    )


def _is_running(session: Session) -> bool:
    return not (is_over(session) or session.paused)


def _first_phase(item: Prescription) -> Phase:
    return Phase.SETUP if item.first_time else Phase.SET


def _bump(session: Session, **changes: Any) -> Session:
    return replace(session, serial=session.serial + 1, **changes)


def _change(
    session: Session,
    *,
    prescription: Prescription | None = None,
    record: ItemRecord | None = None,
    set_number: int | None = None,
) -> Session:
    """Return the session with its exercise changed, and remember for undo how it was."""
    at = session.item
    new_item = prescription or session.items[at]
    same_exercise = new_item.exercise == session.items[at].exercise
    return _bump(
        session,
        items=_set_at(session.items, at, new_item),
        records=_set_at(session.records, at, record or session.records[at]),
        set_number=set_number or session.set_number,
        side=session.side if same_exercise else 0,
        history=(*session.history, _take_snapshot(session))[-_HISTORY_KEPT:],
    )


def _take_snapshot(session: Session) -> Snapshot:
    return Snapshot(
        item=session.item,
        phase=session.phase,
        set_number=session.set_number,
        side=session.side,
        paused=session.paused,
        prescription=session.items[session.item],
        record=session.records[session.item],
        replaced=len(session.replaced),
    )


def _step_on(session: Session) -> Session:
    item = session.items[session.item]
    if session.set_number < item.sets:
        return replace(session, set_number=session.set_number + 1)
    if session.side + 1 < len(item.sides):
        return replace(session, set_number=1, side=session.side + 1)
    return _next_item(session)


def _next_item(session: Session) -> Session:
    if session.item + 1 == len(session.items):
        return replace(session, phase=Phase.DONE)
    phase = _first_phase(session.items[session.item + 1])
    return replace(session, item=session.item + 1, phase=phase, set_number=1, side=0)


def _set_at(row: tuple[T, ...], index: int, value: T) -> tuple[T, ...]:
    return (*row[:index], value, *row[index + 1 :])

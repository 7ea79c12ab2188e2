"""Say what a person may do until a warning sign, a screen or their age is settled."""

from __future__ import annotations

from enum import Enum


class Lock(str, Enum):
    """What keeps a person from training.

    UNTIL_SEEN holds after a warning sign until a clinician has seen to it, STARTER_ONLY where
    only the starter exercises are open, ADULTS_ONLY for who is under 18.
    """

    NONE = "none"
    UNTIL_SEEN = "until_seen"
    STARTER_ONLY = "starter_only"
    ADULTS_ONLY = "adults_only"


class Permission(str, Enum):
    """What may be offered, from nothing to everything."""

    NOTHING = "nothing"
    STARTER = "starter"
    EVERYTHING = "everything"


class Urgency(str, Enum):
    """How fast a warning sign needs a clinician."""

    EMERGENCY = "emergency"
    URGENT = "urgent"
    SOON = "soon"
    PRECAUTION = "precaution"


_STRICTNESS = (Lock.NONE, Lock.STARTER_ONLY, Lock.UNTIL_SEEN, Lock.ADULTS_ONLY)
_BY_LOCK = {
    Lock.UNTIL_SEEN: Permission.NOTHING,
    Lock.ADULTS_ONLY: Permission.NOTHING,
    Lock.STARTER_ONLY: Permission.STARTER,
}


def permission(lock: Lock, *, checklist_clear: bool, screened: bool) -> Permission:
    """Return what may be offered; without checklist and screen it is the starter at most."""
    if lock is not Lock.NONE:
        return _BY_LOCK[lock]
    return Permission.EVERYTHING if checklist_clear and screened else Permission.STARTER


def may_prompt(lock: Lock) -> bool:
    """Tell whether prompts may be sent; never while a warning sign is not settled."""
    return lock in (Lock.NONE, Lock.STARTER_ONLY)


def tighten(lock: Lock, other: Lock) -> Lock:
    """Return the stricter of two locks; a lock is never loosened by another."""
    return max(lock, other, key=_STRICTNESS.index)


def lock_after(lock: Lock, urgency: Urgency) -> Lock:
    """Return the lock after a warning sign: an emergency or urgent one holds until seen to."""
    if urgency in (Urgency.EMERGENCY, Urgency.URGENT):
        return tighten(lock, Lock.UNTIL_SEEN)
    return lock


def lift(lock: Lock) -> Lock:
    """Return the lock after a clinician has given the all clear; age is not theirs to clear.

    The health screen is asked again then, so the starter is all until it is answered.
    """
    return lock if lock is Lock.ADULTS_ONLY else Lock.NONE

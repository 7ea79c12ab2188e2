"""What may be offered under which lock."""

from __future__ import annotations

import pytest

from actions.coaching.safety import (
    Lock,
    Permission,
    Urgency,
    lift,
    lock_after,
    may_prompt,
    permission,
    tighten,
)

CLEAR = [(True, True), (True, False), (False, True), (False, False)]
N, S, E = Permission.NOTHING, Permission.STARTER, Permission.EVERYTHING


@pytest.mark.parametrize(
    ("lock", "expected"),
    [
        (Lock.NONE, [E, S, S, S]),
        (Lock.STARTER_ONLY, [S, S, S, S]),
        (Lock.UNTIL_SEEN, [N, N, N, N]),
        (Lock.ADULTS_ONLY, [N, N, N, N]),
    ],
)
def test_permission_follows_lock_checklist_and_screen(lock, expected) -> None:
    found = [permission(lock, checklist_clear=c, screened=s) for c, s in CLEAR]
    assert found == expected


@pytest.mark.parametrize(
    ("lock", "allowed"),
    [
        (Lock.NONE, True),
        (Lock.STARTER_ONLY, True),
        (Lock.UNTIL_SEEN, False),
        (Lock.ADULTS_ONLY, False),
    ],
)
def test_prompts_stop_under_a_lock(lock, allowed) -> None:
    assert may_prompt(lock) is allowed


@pytest.mark.parametrize("urgency", Urgency)
@pytest.mark.parametrize("lock", Lock)
def test_warning_sign_never_loosens_a_lock(lock, urgency) -> None:
    after = lock_after(lock, urgency)
    assert tighten(lock, after) is after
    if urgency in (Urgency.EMERGENCY, Urgency.URGENT):
        assert not may_prompt(after)
    else:
        assert after is lock


@pytest.mark.parametrize(
    ("lock", "after"),
    [
        (Lock.UNTIL_SEEN, Lock.NONE),
        (Lock.STARTER_ONLY, Lock.NONE),
        (Lock.NONE, Lock.NONE),
        (Lock.ADULTS_ONLY, Lock.ADULTS_ONLY),
    ],
)
def test_all_clear_lifts_every_lock_but_age(lock, after) -> None:
    assert lift(lock) is after

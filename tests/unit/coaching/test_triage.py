"""What follows "it hurts"."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.coaching.triage import HurtKind, LevelError, TriageAction, triage

ON, EASE, SWAP = TriageAction.GO_ON, TriageAction.EASE, TriageAction.STOP_AND_SWAP
LEVELS = [None, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]

# A column for each of LEVELS.
TABLE = {
    HurtKind.WORKING: [ON, ON, ON, ON, ON, ON, ON, SWAP, SWAP, SWAP, SWAP, SWAP],
    HurtKind.SORE: [EASE, ON, ON, ON, ON, EASE, EASE, SWAP, SWAP, SWAP, SWAP, SWAP],
    HurtKind.SHARP: [SWAP] * 12,
    HurtKind.TINGLING: [TriageAction.END_AND_SCREEN] * 12,
    HurtKind.NUMB: [TriageAction.WARNING] * 12,
}


@pytest.mark.parametrize("kind", HurtKind)
def test_triage_of_each_level_follows_the_table(kind) -> None:
    assert [triage(kind, level) for level in LEVELS] == TABLE[kind]


@pytest.mark.parametrize(
    ("level", "action"), [(3, ON), (4, ON), (5, EASE), (6, SWAP), (None, EASE)]
)
def test_triage_of_an_ache_that_eases_on_the_ball_expects_up_to_four(level, action) -> None:
    assert triage(HurtKind.SORE, level, eases_on_ball=True) is action


@given(st.sampled_from(HurtKind), st.integers(0, 9), st.booleans())
def test_triage_of_a_higher_level_is_never_milder(kind, level, on_ball) -> None:
    order = list(TriageAction)
    lower, higher = (triage(kind, n, eases_on_ball=on_ball) for n in (level, level + 1))
    assert order.index(lower) <= order.index(higher)


@pytest.mark.parametrize("level", [-1, 11])
def test_triage_of_an_impossible_level_is_refused(level) -> None:
    with pytest.raises(LevelError):
        triage(HurtKind.SORE, level)

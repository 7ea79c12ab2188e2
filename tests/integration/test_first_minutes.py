"""The way from /start to the first exercise, and what nobody reaches without the checklist."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.conftest import Talker

STARTERS = {"hip_lift_90_90", "wall_breathing"}
MOST_TAPS, MOST_MESSAGES = 4, 5
# What somebody taps who just goes on, the first that is on view.
ONWARD = (
    "That's all",
    "18–64",
    "I can lie on the floor",
    "Nothing new, start",
    "I'm in position",
    "Done",
    "Fine",
)
WALKS = {
    "one or more": ("I agree", "One or more"),
    "not sure": ("I agree", "Not sure"),
    "health screen skipped": ("I agree", "None of these"),
}
# What is asked for on the ten days, so that every kind of session is tried.
WISHES = ("/workout", "do:start_workout:session_kind=full", "do:start_workout:session_kind=desk")


def exercises_of(talker: Talker) -> set[str]:
    """Return the exercises shown in the last turn."""
    pictures = [reply.picture for reply in talker.replies if reply.picture]
    return {each.data["exercise"] for each in pictures if each.kind == "exercise"}


def go_on(talker: Talker, turns: int = 60) -> Iterator[str]:
    """Tap on to the end of the session; yield each exercise shown."""
    for _ in range(turns):
        yield from exercises_of(talker)
        ways = ("Skip", *ONWARD) if "Skip" in talker.labels and is_screen(talker) else ONWARD
        label = next((each for each in ways if each in talker.labels), None)
        if label is None:
            return
        talker.tap(label)
    raise AssertionError(f"no end in {turns} turns: {talker.text}")


def is_screen(talker: Talker) -> bool:
    return "None of these" in talker.labels


def check_posture(talker: Talker) -> None:
    """Do the check so that the whole Cross program would be due."""
    talker.say("/check")
    talker.tap("Yes", "Yes", "Yes", "Yes", "No", "Both sides alike")


def wish(talker: Talker, day: int) -> None:
    said = WISHES[day % len(WISHES)]
    if said.startswith("do:"):
        talker.send(said)
    else:
        talker.say(said)


def test_first_minutes_four_taps_and_five_messages_to_the_first_exercise(ada: Talker) -> None:
    ada.say("/start")
    messages = len(ada.replies)
    taps = ("I agree", "None of these", "18–64", "I can lie on the floor")
    for label in taps:
        assert not exercises_of(ada)
        ada.tap(label)
        messages += len(ada.replies)
    assert exercises_of(ada) == {"hip_lift_90_90"}
    assert len(taps) <= MOST_TAPS
    assert messages <= MOST_MESSAGES


def test_first_minutes_standing_starter_needs_no_floor(ada: Talker) -> None:
    ada.say("/start")
    ada.tap("I agree", "None of these", "18–64", "Standing or chair only")
    assert exercises_of(ada) == {"wall_breathing"}


def test_first_minutes_starter_skipped_altogether_ends_with_a_way_on(ada: Talker) -> None:
    ada.say("/start")
    ada.tap("I agree", "None of these", "18–64", "I can lie on the floor")
    ada.tap("Skip")
    if "Fine" in ada.labels:
        ada.tap("Fine")
    assert "Something failed" not in ada.text
    assert ada.labels


def test_first_minutes_under_18_reaches_no_exercise(ada: Talker) -> None:
    ada.say("/start")
    ada.tap("I agree", "None of these", "Under 18")
    shown = set(go_on(ada))
    for said in ("/workout", "do today's session", "start"):
        ada.say(said)
        shown |= set(go_on(ada))
    assert shown == set()


@pytest.mark.parametrize("walk", WALKS)
def test_person_who_passed_no_checklist_sees_only_starters_in_ten_sessions(
    ada: Talker, walk: str
) -> None:
    ada.say("/start")
    ada.tap(*WALKS[walk])
    shown = set(go_on(ada))
    check_posture(ada)
    for day in range(10):
        ada.wait(days=1)
        wish(ada, day)
        seen = set(go_on(ada))
        assert seen, f"day {day}: {ada.text}"
        shown |= seen
    assert shown <= STARTERS


def test_person_who_passed_all_screens_reaches_strength(ada: Talker) -> None:
    ada.say("/start")
    ada.tap("I agree", "None of these", "18–64", "I can lie on the floor")
    list(go_on(ada))
    check_posture(ada)
    ada.wait(days=1)
    ada.say("/workout")
    ada.tap("None of these", "None of these", "None of these", "Ball and weight")
    assert set(go_on(ada)) - STARTERS

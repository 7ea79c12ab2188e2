"""Ways that people go, up to the place where a test begins."""

from __future__ import annotations

import re

from tests.conftest import Talker

PROGRESS = re.compile(r"Exercise \d of \d · set \d of \d · \d+ \w+")
FAILED = "Something failed"


def meet(talker: Talker) -> None:
    """Go the first minutes to the end of the starter, which is one to three sets."""
    talker.say("/start")
    talker.tap("I agree", "None of these", "18–64", "I can lie on the floor")
    tap_through(talker)


def tap_through(talker: Talker) -> None:
    """Do every step of the session under way."""
    for _ in range(60):
        label = next((x for x in ("I'm in position", "Done", "Fine") if x in talker.labels), None)
        if label is None:
            return
        talker.tap(label)
    raise AssertionError(f"the session does not end: {talker.text}")


def check_for_cross(talker: Talker) -> None:
    """Do the posture check with the answers that lead to the Cross program."""
    talker.say("/check")
    talker.tap("Yes", "Yes", "Yes", "Yes", "No", "Both sides alike")


def begin_strength(talker: Talker) -> None:
    """Become somebody at the first exercise of their first strength session."""
    meet(talker)
    check_for_cross(talker)
    talker.wait(days=1)
    talker.say("/workout")
    talker.tap("None of these", "None of these", "None of these", "Ball and weight")
    talker.tap("Nothing new, start")


def go_to_set(talker: Talker, number: int) -> None:
    """Do sets until the message is one of that number."""
    for _ in range(30):
        if f"· set {number} of" in talker.text:
            return
        talker.tap("I'm in position" if "I'm in position" in talker.labels else "Done")
    raise AssertionError(f"no set {number}: {talker.text}")


def progress_of(talker: Talker) -> str:
    """Return the line that says which exercise, set and dose it is."""
    found = PROGRESS.search(talker.text)
    assert found, talker.text
    return found.group()

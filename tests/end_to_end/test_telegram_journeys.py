"""A newcomer goes through starter, check and a whole workout, by polling and by webhook."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from tests.end_to_end.journey import Walk
from tests.end_to_end.lives import count_letters, count_updates, read_life
from tests.end_to_end.peer import Coach, Peer, Person, free_port
from tests.end_to_end.processes import wait_until

# An answer of several messages comes a second apart.
QUIET = 1.4
NUMBERS = count(500)


@pytest.fixture(scope="module")
def peer() -> Iterator[Peer]:
    with Peer.start() as peer:
        yield peer


@pytest.fixture(params=["polling", "webhook"])
def coach(
    request: pytest.FixtureRequest, peer: Peer, tmp_path: Path, model_file: Path
) -> Iterator[Coach]:
    hook = f"http://127.0.0.1:{free_port()}/hook" if request.param == "webhook" else None
    with Coach(peer.url, tmp_path / "coach.db", model_file, webhook=hook) as coach:
        coach.wait_until_ready()
        yield coach


@pytest.fixture
def person(peer: Peer) -> Person:
    return Person(next(NUMBERS), peer, quiet=QUIET)


def walk_through(walk: Walk) -> None:
    while not walk.is_through:
        take_step(walk)


def take_step(walk: Walk) -> None:
    """Tap what comes next, once it is there, or see that nothing does any more."""
    wait_until(
        lambda: walk.go_on() or walk.is_through,
        60,
        lambda: f"it does not go on:\n{walk.person.transcript}",
    )


def test_newcomer_goes_from_start_to_the_end_of_a_workout(coach: Coach, person: Person) -> None:
    walk = Walk(person, reading=0.3)
    walk.begin()
    walk_through(walk)
    life = read_life(coach.database, person.user_id)
    assert [each["program"] for each in life["assessment"]] == ["cross"]
    assert sorted(each["kind"] for each in life["workout"]) == ["starter", "strength"]
    assert {each["status"] for each in life["workout"]} == {"done"}
    assert coach.stdout == ""
    assert_choices_are_shown(walk)


def assert_choices_are_shown(walk: Walk) -> None:
    """Hold that each tap stands under its message, and that sets are one message, edited."""
    shown = walk.person.texts
    assert [text for text in shown if "· set 1 of 2" in text] == []
    assert len([text for text in shown if "· set 2 of 2" in text]) == 3
    marked = [text.rpartition("✓ ")[2] for text in shown if "✓ " in text]
    assert marked == _without_first_sets(walk.tapped)
    assert walk.person.buttons == ["How am I doing?", "Same time tomorrow?"]


FAULTS = {
    "flood": {"status": 429, "description": "Too Many Requests", "parameters": {"retry_after": 2}},
    "bad gateway": {"status": 502, "description": "Bad Gateway", "times": 3},
    "server error": {"status": 500, "description": "Internal Server Error", "times": 2},
    "stall": {"delay": 3.0},
    "dropped": {"drop": True, "times": 2},
}
SENDING = ("sendMessage", "editMessageText")


def test_faults_in_the_middle_of_a_workout_lose_nothing(
    coach: Coach, person: Person, peer: Peer
) -> None:
    walk = Walk(person, reading=0.3)
    walk.begin()
    faults = [(method, fault) for fault in FAULTS.values() for method in SENDING]
    while not walk.is_through:
        take_step(walk)
        if "Nothing new, start" in walk.tapped and faults:
            method, fault = faults.pop()
            peer.fault(method, **fault)
    assert faults == []
    assert len(read_life(coach.database, person.user_id)["workout"]) == 2
    # What was dropped on its way out was never taken, so nothing is there twice either; that each
    # session ends with the same question is all.
    twice = [text for text, times in Counter(person.texts).items() if times > 1]
    assert twice == ["Done! How do you feel?\n\n✓ Fine"]
    assert_choices_are_shown(walk)


def test_person_who_blocked_the_bot_is_left_alone_until_start(
    coach: Coach, person: Person, peer: Peer
) -> None:
    person.say("/start")
    person.wait_for_answer()
    peer.fault("sendMessage", status=403, description="Forbidden: bot was blocked by the user")
    person.say("why does my lower back ache")
    # Its answer has three messages; after the first was refused the others are not tried.
    wait_until(
        lambda: any(call["status"] == 403 for call in peer.calls()), 30, lambda: "nothing was sent"
    )
    time.sleep(3)
    assert count_letters(coach.database)[1] == 0
    assert len([text for text in person.texts if "back" in text]) == 0
    person.say("/start")
    person.wait_for("posture coach")
    person.wait_for_answer()


def test_block_in_the_middle_of_a_workout_loses_no_set(
    coach: Coach, person: Person, peer: Peer
) -> None:
    walk = Walk(person, reading=0.3)
    walk.begin()
    while "Nothing new, start" not in walk.tapped:
        take_step(walk)
    person.wait_for("set 1 of 2")
    seen = len(peer.calls())
    peer.fault("editMessageText", status=403, description="Forbidden: bot was blocked by the user")
    take_step(walk)
    wait_until(
        lambda: any(call["status"] == 403 for call in peer.calls(seen)), 30, lambda: "no refusal"
    )
    wait_until(lambda: count_letters(coach.database)[1] == 0, 30, lambda: "it is tried again")
    person.say("/workout")
    # The set that was done before stays done.
    person.wait_for("Exercise 1 of 3 · set 2 of 2")
    walk_through(walk)
    assert {each["status"] for each in read_life(coach.database, person.user_id)["workout"]} == {
        "done"
    }


def test_updates_that_came_while_the_program_was_down_are_answered(
    coach: Coach, person: Person, peer: Peer
) -> None:
    person.say("/start")
    person.wait_for_answer()
    assert coach.terminate().seconds < 10
    person.tap("I agree")
    with coach.start():
        coach.wait_until_ready()
        peer.deliver()
        person.wait_for("quick check")


def test_newcomer_is_answered_while_taps_and_texts_come_at_once(
    coach: Coach, person: Person, peer: Peer
) -> None:
    person.say("/start")
    person.wait_for_answer()
    for text in ("why does my lower back ache", "hello", "what can you do", "/help"):
        person.say(text)
    wait_until(
        lambda: sum("I can" in text for text in person.texts) >= 1,
        30,
        lambda: person.transcript,
    )
    person.wait_for_answer()
    gaps = _gaps(peer, person.user_id)
    assert gaps
    assert min(gaps) > 0.9
    assert coach.terminate().code == 0
    assert set(count_updates(coach.database)) == {"handled"}


def _without_first_sets(tapped: list[str]) -> list[str]:
    """Return the taps but for each Done that another Done follows: those changed the message."""
    pairs = zip(tapped, [*tapped[1:], ""], strict=True)
    return [label for label, following in pairs if (label, following) != ("Done", "Done")]


def _gaps(peer: Peer, chat_id: int) -> list[float]:
    """Return the seconds between the messages to a chat."""
    times = [
        call["at"]
        for call in peer.calls()
        if (call["method"], call["status"]) == ("sendMessage", 200)
        and int(call["params"]["chat_id"]) == chat_id
    ]
    return [later - before for before, later in zip(times, times[1:])]  # noqa: B905, RUF007

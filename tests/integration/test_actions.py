"""Custom actions on trackers built from events: what they say, and the events they return."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import pytest
from rasa_sdk import Action, Tracker
from rasa_sdk.events import ActionExecuted, ActiveLoop, FollowupAction, SlotSet, UserUttered
from rasa_sdk.executor import ActionExecutor, CollectingDispatcher
from ruamel.yaml import YAML

from actions import turn as turns
from actions.answers import ActionMapAnswers
from actions.coaching.safety import Lock
from actions.content import content
from actions.conversation import ActionBegin, ActionCancel, ActionGreet, ActionNotUnderstood
from actions.discomfort import ValidateDiscomfortForm
from actions.posture import ValidatePostureForm
from actions.progress import ActionShowProgress
from actions.store.database import open_engine, session_factory, upgrade
from actions.store.people import create_person, find_person
from actions.store.unit_of_work import UnitOfWork
from actions.turn import ActionTurn, as_current
from actions.warning import ActionWarn

ADA = "terminal:ada"
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=timezone.utc)
DOMAIN = YAML(typ="safe").load(
    (Path(__file__).resolve().parents[2] / "domain.yml").read_text(encoding="utf-8")
)
Event = dict[str, Any]


@pytest.fixture
def turn() -> Iterator[ActionTurn]:
    """A turn of somebody unknown, on an empty database."""
    database = open_engine("sqlite://")
    upgrade(database)
    with (
        UnitOfWork(session_factory(database)) as work,
        as_current(ActionTurn(work.session, ADA, NOW)) as current,
    ):
        yield current
    database.dispose()


@pytest.fixture
def known(turn: ActionTurn) -> ActionTurn:
    """The same, of somebody who agreed."""
    create_person(turn.session, ADA, "1", NOW)
    return turn


def said(intent: str, text: str = "", *entities: dict[str, Any]) -> Event:
    parse = {"intent": {"name": intent, "confidence": 1.0}, "entities": list(entities)}
    return UserUttered(text, {**parse, "text": text})


def tracker_of(*events: Event) -> Tracker:
    """Return the tracker that stands after those events."""
    slots = dict.fromkeys(DOMAIN["slots"])
    slots["requested_slot"] = None
    loop: dict[str, Any] = {}
    latest: dict[str, Any] = {}
    for event in events:
        if event["event"] == "slot":
            slots[event["name"]] = event["value"]
        elif event["event"] == "active_loop":
            loop = {"name": event["name"]} if event["name"] else {}
        elif event["event"] == "user":
            latest = {**event["parse_data"], "text": event["text"]}
    return Tracker(ADA, slots, latest, list(events), False, None, loop, "action_listen")


def run(action: Action, *events: Event) -> tuple[list[str], list[Event]]:
    """Return the responses that an action says, or its texts, and its events."""
    dispatcher = CollectingDispatcher()
    returned = action.run(dispatcher, tracker_of(*events), DOMAIN)
    return [each["response"] or each["text"] for each in dispatcher.messages], returned


def asked(form: str, slot: str) -> Sequence[Event]:
    return ActionExecuted(form), ActiveLoop(form), SlotSet("requested_slot", slot)


def candidate(slot: str, value: Any) -> Event:
    return SlotSet(slot, value)


def sign(value: str, negated: bool) -> dict[str, Any]:
    return {"entity": "posture_sign", "value": value, "negated": negated}


def test_map_answers_takes_signs_that_were_not_asked_for(turn: ActionTurn) -> None:
    words = "my shoulders are rounded, ribs are fine"
    told = said(
        "describe_posture", words, sign("rounded_shoulders", False), sign("flared_ribs", True)
    )
    _, events = run(ActionMapAnswers(), *asked("posture_form", "sign_head"), told)
    assert events == [SlotSet("sign_shoulders", "yes"), SlotSet("sign_ribs", "no")]


def test_map_answers_refuses_a_button_of_another_question(turn: ActionTurn) -> None:
    tapped = said("choose", "", {"entity": "choice", "value": "sign_ribs:yes"})
    assert run(ActionMapAnswers(), *asked("posture_form", "sign_head"), tapped)[1] == []


def test_map_answers_takes_nothing_outside_a_form(turn: ActionTurn) -> None:
    told = said("describe_posture", "round shoulders", sign("rounded_shoulders", False))
    assert run(ActionMapAnswers(), told)[1] == []


def test_greet_newcomer_is_led_to_the_first_exercise(turn: ActionTurn) -> None:
    assert run(ActionGreet(), said("greet", "hi")) == ([], [FollowupAction("workout_form")])


def test_greet_in_a_form_only_says_hello(turn: ActionTurn) -> None:
    greeted = run(ActionGreet(), *asked("posture_form", "sign_head"), said("greet", "hi"))
    assert greeted == (["utter_hello"], [])


@pytest.mark.parametrize(
    ("payload", "form"),
    [("check", "posture_form"), ("pain", "discomfort_form"), ("nonsense", "workout_form")],
)
def test_begin_opens_what_the_link_asks_for(turn: ActionTurn, payload: str, form: str) -> None:
    begun = said("begin", "/start", {"entity": "payload", "value": payload})
    assert run(ActionBegin(), begun) == ([], [FollowupAction(form)])


def test_cancel_in_a_form_ends_it_and_drops_its_answers(turn: ActionTurn) -> None:
    events = (*asked("posture_form", "sign_head"), SlotSet("sign_shoulders", "yes"))
    words, returned = run(ActionCancel(), *events, said("cancel", "forget it"))
    assert words == ["utter_cancelled"]
    assert ActiveLoop(None) in returned
    assert SlotSet("sign_shoulders", None) in returned


def test_not_understood_counts_misses(turn: ActionTurn) -> None:
    words, events = run(ActionNotUnderstood(), SlotSet("misses", 1), said("nlu_fallback", "?"))
    assert (words, events) == (["utter_not_understood_again"], [SlotSet("misses", 2)])


def test_posture_form_first_not_sure_helps_and_asks_again(known: ActionTurn) -> None:
    events = (*asked("posture_form", "sign_head"), *answered("sign_shoulders", "sign_upper_back"))
    unsure = said("unsure", "no idea"), candidate("sign_head", "unsure")
    words, returned = run(ValidatePostureForm(), *events, *unsure)
    assert len(words) == 1
    assert SlotSet("requested_slot", "sign_head") in returned


def test_posture_form_second_not_sure_is_unknown(known: ActionTurn) -> None:
    events = (*asked("posture_form", "sign_head"), *answered("sign_shoulders", "sign_upper_back"))
    unsure = said("unsure", "no idea"), candidate("sign_head", "unsure")
    _, returned = run(ValidatePostureForm(), *events, SlotSet("unsure_about", "sign_head"), *unsure)
    assert SlotSet("sign_head", "unknown") in returned
    assert SlotSet("requested_slot", "sign_hips") in returned


def answered(*slots: str) -> list[Event]:
    return [SlotSet(slot, "yes") for slot in slots]


def test_discomfort_form_level_out_of_range_is_asked_again(known: ActionTurn) -> None:
    site = SlotSet("discomfort_region", [{"region": "neck", "side": "both"}])
    eleven = said("rate_discomfort", "11"), candidate("discomfort_level", "out_of_range")
    words, returned = run(
        ValidateDiscomfortForm(), site, *asked("discomfort_form", "discomfort_level"), *eleven
    )
    assert words == ["utter_level_out_of_range"]
    assert SlotSet("discomfort_level", None) in returned
    assert SlotSet("requested_slot", "discomfort_level") in returned


def test_warn_locks_training_and_leaves_the_form(known: ActionTurn) -> None:
    flag = {"entity": "red_flag", "value": "cauda_equina", "negated": False}
    events = (*asked("workout_form", "workout_step"), said("report_red_flag", "…", flag))
    words, returned = run(ActionWarn(), *events)
    assert known.person is not None
    assert known.person.lock is Lock.UNTIL_SEEN
    assert words == [content().warnings["cauda_equina"].say]
    assert ActiveLoop(None) in returned


def test_warn_takes_the_most_urgent_and_keeps_nothing_of_somebody_unknown(
    turn: ActionTurn,
) -> None:
    flags = [{"entity": "red_flag", "value": each} for each in ("cancer", "cardiac")]
    words, _ = run(ActionWarn(), said("report_red_flag", "…", *flags))
    alone, _ = run(ActionWarn(), said("report_red_flag", "…", flags[1]))
    assert words == alone
    assert turn.person is None


def test_progress_of_somebody_unknown_is_offered_a_beginning(turn: ActionTurn) -> None:
    assert run(ActionShowProgress(), said("show_progress", "how am I doing")) == (
        ["utter_no_progress_yet"],
        [],
    )


# The same actions as Rasa's own action server runs them.


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ActionExecutor]:
    url = f"sqlite:///{tmp_path / 'server.db'}"
    database = open_engine(url)
    upgrade(database)
    database.dispose()
    monkeypatch.setenv("POSTURE_COACH_DATABASE_URL", url)
    turns._server_sessions.cache_clear()
    executor = ActionExecutor()
    executor.register_package("actions")
    yield executor
    turns._server_sessions.cache_clear()


def call(server: ActionExecutor, action: str, *events: Event) -> dict[str, Any]:
    """Call an action as Rasa does over HTTP, with the whole tracker and domain."""
    tracker = tracker_of(*events)
    state = {**tracker.current_state(), "events": list(events)}
    body = {"next_action": action, "sender_id": ADA, "tracker": state, "domain": DOMAIN}
    return asyncio.run(server.run(body))


def test_action_server_registers_every_action_of_the_domain(server: ActionExecutor) -> None:
    assert set(server.actions) == set(DOMAIN["actions"])


def test_action_server_keeps_what_an_action_did_for_the_next_call(
    server: ActionExecutor, tmp_path: Path
) -> None:
    agreed = (*asked("posture_form", "consent"), said("affirm", "yes"), candidate("consent", "yes"))
    answer = call(server, "validate_posture_form", *agreed)
    assert SlotSet("requested_slot", "sign_shoulders") in answer["events"]
    shown = call(server, "action_show_settings", said("show_settings"))
    assert [each["response"] for each in shown["responses"]] == ["utter_settings"]
    assert has_person(tmp_path / "server.db")


def test_action_server_action_that_fails_keeps_nothing(
    server: ActionExecutor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*args: Any) -> None:
        raise RuntimeError("after the person was written")

    monkeypatch.setattr(ValidatePostureForm, "_next", fail)
    agreed = (*asked("posture_form", "consent"), said("affirm", "yes"), candidate("consent", "yes"))
    with pytest.raises(RuntimeError):
        call(server, "validate_posture_form", *agreed)
    assert not has_person(tmp_path / "server.db")


def has_person(file: Path) -> bool:
    database = open_engine(f"sqlite:///{file}")
    try:
        with UnitOfWork(session_factory(database)) as work:
            return find_person(work.session, ADA) is not None
    finally:
        database.dispose()

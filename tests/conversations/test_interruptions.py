"""Interrupt, over-answer, take back and mistype, as people do, in the middle of things."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from actions.store.assessments import find_latest_assessment, read_answers
from actions.store.discomforts import list_discomforts
from actions.store.people import find_person
from actions.store.unit_of_work import UnitOfWork
from actions.store.workouts import find_active_workout
from tests.conversations.states import (
    CROSS,
    RED_FLAG,
    STATES,
    answers_of,
    form_of,
    question_of,
    stand,
)

if TYPE_CHECKING:
    from tests.conftest import Talker

SIGNS = ("sign_shoulders", "sign_upper_back", "sign_head", "sign_hips", "sign_ribs")
THREE_SIGNS = "my shoulders are rounded and my head pokes out, ribs are fine"
BOOKKEEPING = ("misses", "last_topic", "interrupted", "offer")
REST_OF_DISCOMFORT = ("Today", "Sitting")


def enter(talker: Talker, state: str) -> None:
    """Bring a newcomer into a state of the table."""
    STATES[state].enter(talker)


def slot(talker: Talker, name: str) -> object:
    """Return what is kept in a slot."""
    return stand(talker)["slots"].get(name)


def position(talker: Talker) -> dict[str, object]:
    """Return all of the conversation that a turn which changes nothing has to keep."""
    kept = stand(talker)
    slots = {name: value for name, value in kept["slots"].items() if name not in BOOKKEEPING}
    return {"slots": slots, "loop": kept["loop"]}


def session_state(talker: Talker) -> object:
    """Return where the session under way stands, None without one."""
    with UnitOfWork(talker.engine.session_factory) as work:
        person = find_person(work.session, talker.channel)
        workout = find_active_workout(work.session, person) if person else None
        return workout.state if workout else None


def discomforts(talker: Talker) -> list[tuple[str | None, str | None, int | None]]:
    """Return each discomfort noted: region, side, level."""
    with UnitOfWork(talker.engine.session_factory) as work:
        person = find_person(work.session, talker.channel)
        logs = list_discomforts(work.session, person) if person else []
        return [(log.region, log.side, log.level) for log in logs]


def answers(talker: Talker) -> dict[str, str]:
    """Return the answers of the last check."""
    with UnitOfWork(talker.engine.session_factory) as work:
        person = find_person(work.session, talker.channel)
        assessment = find_latest_assessment(work.session, person) if person else None
        given = read_answers(assessment) if assessment else {}
        return {sign.value: answer.value for sign, answer in given.items()}


FORMS = {state.form: name for name, state in STATES.items() if state.form}


@pytest.mark.parametrize("form", FORMS)
def test_question_in_a_form_is_answered_and_the_form_goes_on(form: str, ada: Talker) -> None:
    enter(ada, FORMS[form])
    pending = ada.replies[-1]
    ada.say("how should I sit at my desk")
    assert "no one best posture" in ada.text
    assert (form_of(ada), ada.replies[-1].text) == (form, pending.text)


def test_several_questions_in_a_row_leave_the_form_as_it_was(ada: Talker) -> None:
    enter(ada, "check: hips")
    before = position(ada)
    ada.say(
        "why does my lower back ache", "tell me more", "heat or ice", "who can read my messages"
    )
    assert position(ada) == before


def test_discomfort_in_the_middle_of_a_check_is_noted_and_the_check_goes_on(ada: Talker) -> None:
    enter(ada, "check: head")
    ada.say("my left hip hurts")
    ada.say("4")
    ada.tap(*REST_OF_DISCOMFORT)
    assert discomforts(ada) == [("hip", "left", 4)]
    assert (form_of(ada), question_of(ada)) == ("posture_form", "sign_head")
    assert slot(ada, "sign_shoulders") == "yes"


def test_discomfort_told_in_full_in_a_check_asks_nothing_more(ada: Talker) -> None:
    enter(ada, "check: head")
    ada.say("my left hip hurts about a 4 from sitting, since two weeks")
    assert discomforts(ada) == [("hip", "left", 4)]
    assert question_of(ada) == "sign_head"


def test_reminder_in_the_middle_of_a_session_comes_back_to_the_step(ada: Talker) -> None:
    enter(ada, "workout: set 2")
    step = ada.replies[-1].text
    ada.say("/remind")
    ada.tap("07:00", "Berlin")
    assert ada.replies[-1].text == step


def test_erasing_not_confirmed_in_a_check_comes_back_to_it(ada: Talker) -> None:
    enter(ada, "check: head")
    ada.say("/delete")
    ada.tap("Keep it")
    assert question_of(ada) == "sign_head"


def test_three_signs_in_one_sentence_leave_two_to_ask(ada: Talker) -> None:
    enter(ada, "after onboarding")
    ada.say(THREE_SIGNS)
    assert [slot(ada, name) for name in SIGNS] == ["yes", None, "yes", None, "no"]
    assert question_of(ada) == "sign_upper_back"
    ada.tap("No")
    assert question_of(ada) == "sign_hips"
    ada.tap("Yes")
    assert question_of(ada) == "sidedness"


def test_signs_said_before_consent_are_not_asked_again(ada: Talker) -> None:
    ada.say(THREE_SIGNS)
    ada.tap("I agree")
    assert question_of(ada) == "sign_upper_back"


def test_signs_in_the_answer_to_another_sign_are_filled_in(ada: Talker) -> None:
    enter(ada, "check: shoulders")
    ada.say("yes, and my hips tip forward, my ribs are fine")
    assert [slot(ada, name) for name in SIGNS] == ["yes", None, None, "yes", "no"]


@pytest.mark.parametrize(
    ("sentence", "asked"),
    [
        ("my left hip hurts", "discomfort_level"),
        ("my hip hurts", "discomfort_side"),
        ("my back hurts", "discomfort_part"),
        ("my neck has been hurting on the right for two weeks", "discomfort_level"),
        ("left hip, about a 4", "discomfort_since"),
        ("my left hip hurts about a 4 since three weeks", "discomfort_trigger"),
    ],
)
def test_report_of_discomfort_asks_only_for_what_was_not_said(
    sentence: str, asked: str, ada: Talker
) -> None:
    enter(ada, "after onboarding")
    ada.say(sentence)
    assert (form_of(ada), question_of(ada)) == ("discomfort_form", asked)


def test_time_said_with_the_wish_is_not_asked(ada: Talker) -> None:
    enter(ada, "after onboarding")
    ada.say("remind me at 7:30 every weekday")
    assert question_of(ada) == "reminder_zone"
    ada.say("I live in Madrid")
    assert "07:30" in ada.text
    assert "Europe/Madrid" in ada.text


def test_time_and_place_said_before_consent_are_kept(ada: Talker) -> None:
    ada.say("remind me at 7:30 every day", "I'm in Berlin now")
    ada.tap("I agree")
    assert "07:30" in ada.text
    assert "Europe/Berlin" in ada.text


def test_last_answer_is_taken_back_in_words(ada: Talker) -> None:
    enter(ada, "check: upper back")
    ada.say("oops, I meant no")
    assert slot(ada, "sign_shoulders") == "no"
    assert question_of(ada) == "sign_upper_back"


def test_last_answer_is_taken_back_with_a_new_one_in_words(ada: Talker) -> None:
    enter(ada, "check: upper back")
    ada.say("sorry, I meant a little")
    assert slot(ada, "sign_shoulders") == "a_little"


def test_change_asks_the_last_question_again_and_goes_on_from_there(ada: Talker) -> None:
    enter(ada, "check: head")
    ada.tap("Change")
    assert question_of(ada) == "sign_upper_back"
    ada.tap("Yes")
    assert (slot(ada, "sign_upper_back"), question_of(ada)) == ("yes", "sign_head")


def test_change_is_not_offered_before_the_first_answer(ada: Talker) -> None:
    enter(ada, "check: consent")
    ada.tap("I agree")
    assert "Change" not in ada.labels


def test_not_sure_once_helps_and_asks_again(ada: Talker) -> None:
    enter(ada, "check: shoulders")
    question = ada.replies[-1].text
    ada.tap("Not sure")
    assert len(ada.replies) == 2
    assert (ada.replies[-1].text, slot(ada, "sign_shoulders")) == (question, None)


def test_not_sure_twice_is_unknown_and_never_no(ada: Talker) -> None:
    enter(ada, "check: shoulders")
    ada.tap("Not sure")
    ada.say("no idea")
    assert slot(ada, "sign_shoulders") == "unknown"
    assert question_of(ada) == "sign_upper_back"


def test_not_sure_with_a_question_between_still_counts_twice(ada: Talker) -> None:
    enter(ada, "check: shoulders")
    ada.tap("Not sure")
    ada.say("heat or ice")
    ada.tap("Not sure")
    assert slot(ada, "sign_shoulders") == "unknown"


@pytest.mark.parametrize("form", [form for form in FORMS if form != "workout_form"])
def test_cancel_leaves_the_form_with_a_way_on(form: str, ada: Talker) -> None:
    enter(ada, FORMS[form])
    ada.say("never mind, forget it")
    assert form_of(ada) is None
    assert ada.labels
    assert not answers_of(ada)


def test_cancelled_check_asks_its_first_question_when_begun_anew(ada: Talker) -> None:
    enter(ada, "check: head")
    ada.say("never mind, forget it", "/check")
    assert question_of(ada) == "sign_shoulders"


def test_check_left_for_a_session_goes_on_with_its_answers(ada: Talker) -> None:
    enter(ada, "check: hips")
    ada.say("let's do today's session")
    assert form_of(ada) == "workout_form"
    ada.say("/check")
    assert (form_of(ada), question_of(ada)) == ("posture_form", "sign_hips")
    assert [slot(ada, name) for name in SIGNS[:3]] == ["yes", "no", "yes"]


def test_session_left_for_a_check_goes_on_where_it_was(ada: Talker) -> None:
    enter(ada, "workout: set 2")
    step, session = ada.replies[-1].text, session_state(ada)
    ada.say("/check")
    ada.tap(*CROSS, "Both sides alike")
    ada.say("/workout")
    assert (ada.replies[-1].text, session_state(ada)) == (step, session)


def test_two_misses_offer_buttons(ada: Talker) -> None:
    enter(ada, "after onboarding")
    ada.say("blorp fizzle wug")
    ada.say("zorp glim tav")
    assert len(ada.labels) >= 2


def test_misses_in_a_form_bring_its_choices_each_time(ada: Talker) -> None:
    enter(ada, "check: head")
    for nonsense in ("blorp fizzle wug", "zorp glim tav", "🙂🙃"):
        ada.say(nonsense)
        assert answers_of(ada) == {"sign_head"}


@pytest.mark.parametrize(
    "data",
    ["answer:sign_shoulders:no", "answer:discomfort_level:5", "answer:consent:yes", "x", "do:nope"],
)
def test_old_button_in_a_form_changes_nothing(data: str, ada: Talker) -> None:
    enter(ada, "check: head")
    before = position(ada)
    ada.send(data)
    assert "earlier message" in ada.text
    assert position(ada) == before


def test_old_button_outside_a_form_changes_nothing(ada: Talker) -> None:
    enter(ada, "after a check")
    before = (position(ada), answers(ada))
    ada.send("answer:sign_head:no")
    assert "earlier message" in ada.text
    assert (position(ada), answers(ada)) == before


def test_old_done_does_not_count_a_set_twice(ada: Talker) -> None:
    enter(ada, "workout: set 1")
    done = ada.data_of("Done")
    ada.send(done)
    session = session_state(ada)
    ada.send(done)
    assert "earlier message" in ada.text
    assert session_state(ada) == session


@pytest.mark.parametrize("state", [name for name, each in STATES.items() if each.question])
def test_button_with_an_answer_that_does_not_exist_changes_nothing(state: str, ada: Talker) -> None:
    enter(ada, state)
    before = (position(ada), session_state(ada), ada.labels)
    ada.send(f"answer:{STATES[state].question}:purple")
    assert "earlier message" in ada.text
    assert (position(ada), session_state(ada), ada.labels) == before


@pytest.mark.parametrize(
    "typed",
    ["Left is weaker or wobblier", "left is weaker or wobblier", " LEFT is  weaker or wobblier! "],
)
def test_typed_label_means_its_choice(typed: str, ada: Talker, talk: Callable[..., Talker]) -> None:
    bob = talk("bob")
    for talker in (ada, bob):
        enter(talker, "check: sides")
    ada.say(typed)
    bob.tap("Left is weaker or wobblier")
    assert (position(ada), ada.text) == (position(bob), bob.text)


@pytest.mark.parametrize(
    ("typed", "kept"), [("7", 7), ("about a 6", 6), ("0", 0), ("ten", 10), ("it's a five now", 5)]
)
def test_typed_level_is_the_answer(typed: str, kept: int, ada: Talker) -> None:
    enter(ada, "discomfort: level")
    ada.say(typed)
    assert (slot(ada, "discomfort_level"), question_of(ada)) == (kept, "discomfort_since")


@pytest.mark.parametrize("typed", ["11 out of 10", "-3", "42", "3.5.7", "a thousand"])
def test_level_out_of_range_is_refused_and_asked_again(typed: str, ada: Talker) -> None:
    enter(ada, "discomfort: level")
    before = position(ada)
    ada.say(typed)
    assert len(ada.replies) == 2
    assert position(ada) == before


@pytest.mark.parametrize("typed", ["11 out of 10", "-3"])
def test_level_out_of_range_says_what_is_possible(typed: str, ada: Talker) -> None:
    enter(ada, "discomfort: level")
    ada.say(typed)
    assert "from 0 (nothing) to 10" in ada.replies[0].text


@pytest.mark.parametrize("typed", ["11 out of 10", "-3"])
def test_level_out_of_range_does_not_start_a_session(typed: str, ada: Talker) -> None:
    enter(ada, "workout: anything new")
    ada.say(typed)
    assert "from 0 (nothing) to 10" in ada.text
    assert question_of(ada) == "session_start"


def test_report_before_a_session_is_not_swallowed(ada: Talker) -> None:
    enter(ada, "workout: anything new")
    ada.say("my left hip hurts")
    assert len(ada.replies) > 1 or question_of(ada) != "session_start"


def test_region_named_before_a_session_is_not_where_a_set_hurts(ada: Talker) -> None:
    enter(ada, "workout: anything new")
    ada.say("my left hip hurts")
    assert slot(ada, "hurt_region") is None


def test_clearance_told_in_a_check_does_not_end_it(ada: Talker) -> None:
    enter(ada, "check: head")
    ada.say("the doctor gave me the all clear")
    assert question_of(ada) == "sign_head"


def test_swap_offers_the_undo_that_it_speaks_of(ada: Talker) -> None:
    enter(ada, "workout: where it hurts")
    ada.tap("Lower back")
    assert "[Undo]" in ada.text
    assert "Undo" in ada.labels


def test_skip_into_a_new_exercise_can_be_undone_by_button(ada: Talker) -> None:
    enter(ada, "workout: set 2")
    step = ada.replies[-1].text
    ada.tap("Skip", "Undo")
    assert ada.replies[-1].text == step


@pytest.mark.parametrize("state", ["discomfort: region", "discomfort: level"])
def test_delay_of_a_prompt_is_not_since_when_it_aches(state: str, ada: Talker) -> None:
    enter(ada, state)
    ada.say("in half an hour")
    assert slot(ada, "discomfort_since") is None


@pytest.mark.parametrize(
    ("sentence", "state", "name"),
    [
        ("book me a flight to Oslo", "reminder: zone", "reminder_zone"),
        ("can I still go running", "discomfort: trigger", "discomfort_trigger"),
        ("bye, talk tomorrow", "discomfort: since when", "discomfort_since"),
        ("is it safe with my knee", "workout: where it hurts", "hurt_region"),
    ],
)
def test_aside_that_names_a_possible_answer_is_none(
    sentence: str, state: str, name: str, ada: Talker
) -> None:
    enter(ada, state)
    ada.say(sentence)
    assert (question_of(ada), slot(ada, name)) == (STATES[state].question, None)


def test_other_region_does_not_replace_the_one_that_is_told_of(ada: Talker) -> None:
    enter(ada, "discomfort: since when")
    ada.say("my neck feels better today")
    ada.tap(*REST_OF_DISCOMFORT)
    assert ("lower_back", "both", 2) in discomforts(ada)


def test_session_of_nothing_but_skips_ends_with_a_word(ada: Talker) -> None:
    enter(ada, "workout: starter")
    while "Skip" in ada.labels:
        ada.tap("Skip")
    ada.tap("Fine")
    assert (form_of(ada), session_state(ada)) == (None, None)


@pytest.mark.parametrize("typed", ["/restart", "/session_start", "/back", "\ud83d", "\x00"])
def test_text_that_the_machinery_could_take_for_its_own_is_plain_text(
    typed: str, ada: Talker
) -> None:
    enter(ada, "check: head")
    before = position(ada)
    ada.say(typed)
    assert ada.replies[-1].text.startswith("3 of 5")
    assert position(ada) == before


def test_emergency_in_any_form_ends_it(ada: Talker) -> None:
    enter(ada, "workout: set 2")
    ada.say(RED_FLAG)
    assert (form_of(ada), session_state(ada)) == (None, None)
    ada.say("/workout")
    assert form_of(ada) is None

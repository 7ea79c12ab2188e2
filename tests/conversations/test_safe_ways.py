"""What must never lead on to an exercise, and what has to change the next one."""

from __future__ import annotations

import pytest

from tests.conftest import Talker

CHECK = ("I agree", "Yes", "Yes", "Yes", "Yes", "No", "Both sides alike")
FIRST = ("Start", "None of these", "18–64", "I can lie on the floor")
SCREEN = ("None of these", "None of these", "None of these", "Ball and weight")
STEP_LABELS = {"I'm in position", "Done"}


def begin(ada: Talker, *said: str) -> None:
    """Go through check and screens into a strength session, saying more right after the check."""
    ada.say("/check")
    ada.tap(*CHECK)
    for text in said:
        ada.say(text)
    ada.say("/workout")
    ada.tap(*FIRST[1:], *SCREEN, "Nothing new, start")


def reach_question_before_session(ada: Talker) -> None:
    """Go through check and screens up to what is asked before every session."""
    ada.say("/check")
    ada.tap(*CHECK)
    ada.say("/workout")
    ada.tap(*FIRST[1:], *SCREEN)


def finish_session(ada: Talker) -> str:
    """Tap through the session; return all that was shown."""
    shown = ada.text
    while STEP_LABELS & set(ada.labels):
        ada.tap(next(label for label in ada.labels if label in STEP_LABELS))
        shown += ada.text
    return shown


@pytest.mark.parametrize("answer", ["yes", "not sure", "maybe a bit"])
def test_warning_questions_not_denied_lock_the_session(answer: str, ada: Talker) -> None:
    begin(ada)
    ada.say("it hurts")
    ada.tap("Tingling, numb, weak")
    ada.say(answer)
    ada.say("/workout")
    assert ada.labels == ["I was seen"]


def test_warning_questions_left_open_come_before_any_exercise(ada: Talker) -> None:
    begin(ada)
    ada.say("it hurts")
    ada.tap("Tingling, numb, weak")
    ada.say("/stop", "/workout")
    assert ada.labels == ["Yes, or not sure", "None of these"]


def test_warning_questions_denied_end_the_session_kindly(ada: Talker) -> None:
    begin(ada)
    ada.say("it hurts")
    ada.tap("Tingling, numb, weak", "None of these")
    assert not STEP_LABELS & set(ada.labels)
    assert "I was seen" not in ada.labels


def test_growing_ache_asks_the_warning_questions_first(ada: Talker) -> None:
    ada.say("/start")
    ada.tap("I agree", "None of these", "18–64", "I can lie on the floor")
    ada.tap("I'm in position", "Done", "Fine")
    ada.say("the neck is getting worse")
    assert ada.labels == ["Yes, or not sure", "None of these"]


@pytest.mark.parametrize("answer", ["Inside, or with the rest", "Not sure"])
def test_sharp_pain_in_the_chest_is_never_swapped_for_an_exercise(answer: str, ada: Talker) -> None:
    begin(ada)
    ada.say("it hurts")
    ada.tap("Sharp or strong", "Chest", answer)
    assert "emergency number" in ada.text
    assert ada.labels == ["I was seen"]


def test_tight_chest_with_a_level_does_not_start_the_session(ada: Talker) -> None:
    reach_question_before_session(ada)
    ada.say("my chest is tight, about a 3")
    assert "Outside, like a muscle" in ada.labels


def test_command_repeated_does_not_answer_the_question_before_a_session(ada: Talker) -> None:
    reach_question_before_session(ada)
    ada.say("/workout")
    assert ada.labels == ["Nothing new, start", "Something new"]


@pytest.mark.parametrize("answer", ["One or more", "Not sure"])
def test_health_screen_with_something_unnamed_keeps_to_the_starters(
    answer: str, ada: Talker
) -> None:
    ada.say("/check")
    ada.tap(*CHECK)
    ada.say("/workout")
    ada.tap(*FIRST[1:], answer, "That's all", "Nothing new, start")
    shown = finish_session(ada)
    assert "hip tuck" in shown
    assert "curl" not in shown + ada.text


def test_condition_told_in_a_session_ends_it_and_the_next_one_fits(ada: Talker) -> None:
    begin(ada)
    ada.say("I have osteoporosis")
    assert not STEP_LABELS & set(ada.labels)
    ada.tap("Start", "Nothing new, start")
    assert "knees-to-elbows curl" not in finish_session(ada)


def test_exercise_that_hurt_stays_out_after_a_stopped_session(ada: Talker) -> None:
    begin(ada)
    hurting = ada.replies[-1].text.split(" (")[0].removeprefix("New: ")
    ada.say("it hurts")
    ada.tap("Sharp or strong", "Hip")
    ada.say("stop")
    ada.wait(days=2)
    ada.say("/workout")
    ada.tap("Nothing new, start")
    assert hurting not in finish_session(ada)


def test_fresh_ache_of_the_back_gets_no_crunch(ada: Talker) -> None:
    begin(ada, "left lower back aches since yesterday, 3 out of 10, from sitting")
    assert "curl" not in finish_session(ada)


def test_new_weakness_of_a_side_waits_for_a_clinician(ada: Talker) -> None:
    ada.say("/check")
    ada.tap(*CHECK[:-1], "Left is weaker or wobblier", "New or sudden")
    assert ada.labels == ["I was seen"]
    ada.say("/workout")
    assert ada.labels == ["I was seen"]


@pytest.mark.parametrize(
    "word", ["the doctor said no exercise for now", "Seen, not cleared yet", "not yet"]
)
def test_word_of_a_clinician_that_is_no_clearance_keeps_the_lock(word: str, ada: Talker) -> None:
    ada.say("/start")
    ada.tap("I agree", "One or more", "Chest pain")
    ada.tap("I was seen")
    ada.say(word)
    ada.say("/workout")
    assert ada.labels == ["I was seen"]


@pytest.mark.parametrize("age", ["I'm under 18", "not 18 yet", "15"])
def test_age_under_18_reaches_no_exercise(age: str, ada: Talker) -> None:
    ada.say("/start")
    ada.tap("I agree", "None of these")
    ada.say(age)
    assert "adults only" in ada.text


def test_pain_that_is_not_normal_is_no_muscle_working(ada: Talker) -> None:
    begin(ada)
    ada.say("it hurts", "ow that hurts, this is not normal")
    assert "doing its work" not in ada.text


def test_new_report_takes_nothing_of_one_that_was_left(ada: Talker) -> None:
    begin(ada, "left lower back hurts 8 out of 10")
    ada.say("stop")
    ada.wait(days=5)
    ada.say("my neck hurts a bit, 2 out of 10")
    ada.tap("Left", "Can't say", "Can't say")
    assert "Noted: left neck, 2 of 10." in ada.text


def test_warning_before_consent_holds_after_it(ada: Talker) -> None:
    ada.say("I can't feel between my legs and can't pee", "/workout")
    ada.tap("I agree")
    assert ada.labels == ["I was seen"]


def test_full_session_gives_more_than_a_strength_day(ada: Talker) -> None:
    begin(ada)
    ada.say("/stop", "/program")
    ada.tap("Full session", "Nothing new, start")
    assert "Exercise 6 of 6" in finish_session(ada)

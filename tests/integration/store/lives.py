"""Lives of people who use everything there is, to see where it goes."""

from __future__ import annotations

from datetime import date, datetime, timezone

from sqlalchemy.orm import Session

from actions.coaching.discomfort import DiscomfortLog
from actions.coaching.exercise import Unit
from actions.coaching.posture import (
    Answer,
    Likeness,
    Sidedness,
    SideSince,
    Sign,
    decide,
)
from actions.coaching.program import Prescription, Standing
from actions.coaching.prompting import Plan
from actions.coaching.safety import Lock
from actions.coaching.session import start_session
from actions.store.assessments import record_assessment
from actions.store.chats import keep_file_id, put_on_view
from actions.store.choices import AgeBand, Checklist, WorkoutStatus
from actions.store.conversations import save_conversation
from actions.store.discomforts import log_discomfort
from actions.store.inbox import Arrival, store_updates
from actions.store.letters import post_letters
from actions.store.people import add_condition, create_person, set_lock
from actions.store.prompts import record_prompt, save_plan
from actions.store.standings import save_standing
from actions.store.workouts import finish_workout, start_workout

NOW = datetime(2027, 3, 28, 5, 30, tzinfo=timezone.utc)
TODAY = date(2027, 3, 28)
# Every place that takes words about a body gets some that stand nowhere else.
WORDS = (
    "cauda_equina",
    "putting on socks",
    "left_leg",
    "broomstick",
    "pregnancy",
    "rounded_shoulders",
    "picture_2",
    "one_side_sorer",
    "cross_lower_first",
    "lower_back",
    "since Sunday",
    "dead_hinge",
    "counterweight",
    "awfully_sore",
    "after brushing",
    "slot_value",
    "flagged",
    "until_seen",
    "code_on_view",
)
# What passes through on its way in or out.
PASSING = ("written in a message", "said in a letter")


def live(session: Session, channel: str) -> None:
    """Let a person use everything there is."""
    save_conversation(session, channel, {"slots": "slot_value"}, NOW)
    person = create_person(session, channel, "2027-01", NOW)
    person.age_band, person.checklist = AgeBand.FROM_65, Checklist.FLAGGED
    person.zone, person.has_floor, person.health_screened_at = "Europe/Berlin", False, NOW
    person.equipment, person.weaker_side = ["broomstick"], "left_leg"
    person.weekly_activity = "putting on socks"
    set_lock(session, person, Lock.UNTIL_SEEN, "cauda_equina")
    add_condition(session, person, "pregnancy", NOW)
    answers = {sign: Answer.YES if sign is Sign.HIPS else Answer.NO for sign in Sign}
    told = (Likeness.TWO, Sidedness.SORER, SideSince.ALWAYS)
    record_assessment(session, person, NOW, answers, decide(answers), *told)
    log_discomfort(session, person, DiscomfortLog(NOW, "lower_back", "both", 6, "since Sunday"))
    save_standing(session, person, Standing("deadlift", "dead_hinge", 2, 6), TODAY)
    item = Prescription("reverse_crunch", "counterweight", 2, 8, Unit.TIMES)
    workout = start_workout(session, person, start_session([item], TODAY), NOW, level_before=4)
    finish_workout(session, workout, WorkoutStatus.DONE, NOW, feel="awfully_sore")
    save_plan(session, person, Plan({0: "07:30"}, "Europe/Berlin"), anchor="after brushing")
    record_prompt(session, person, "daily", TODAY, NOW)
    put_on_view(session, channel, {"message_id": 5, "codes": ["code_on_view"]})
    write_and_wait(session, channel)


def write_and_wait(session: Session, channel: str) -> None:
    """Let a message of the person wait, and an answer to them."""
    update_id = int(channel.partition(":")[2])
    store_updates(session, 7, [Arrival(update_id, channel, {"text": PASSING[0]})], NOW)
    post_letters(session, 7, channel, [{"text": PASSING[1]}], NOW)
    keep_file_id(session, 7, f"{update_id:064}", "a-file")

"""Plans of prompts, and the ledger that lets each prompt be sent once."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from actions.coaching.prompting import Plan
from actions.store.choices import PromptState
from actions.store.models import Person
from actions.store.people import create_person
from actions.store.prompts import (
    find_plan,
    find_prompt,
    list_active_plans,
    list_due_prompts,
    postpone_prompt,
    read_plan,
    record_prompt,
    save_plan,
    settle_prompt,
)
from tests.integration.store.lives import NOW

TODAY = date(2027, 3, 28)
PLAN = Plan({0: "07:30", 6: "09:00"}, "Europe/Berlin", NOW, NOW + timedelta(minutes=30))


def test_plan_saved_is_read_back(session: Session, person: Person) -> None:
    save_plan(session, person, PLAN, anchor="after I brush my teeth")
    session.expire_all()
    row = find_plan(session, person)
    assert row is not None
    assert read_plan(row) == PLAN
    assert (row.anchor, row.active) == ("after I brush my teeth", True)


def test_plan_saved_again_replaces_it_and_keeps_the_anchor(
    session: Session, person: Person
) -> None:
    save_plan(session, person, PLAN, anchor="tea")
    row = save_plan(session, person, Plan({2: "18:00"}, "Asia/Tokyo"))
    session.expire_all()
    assert read_plan(row) == Plan({2: "18:00"}, "Asia/Tokyo")
    assert row.anchor == "tea"


def test_plan_none_yet_is_none(session: Session, person: Person) -> None:
    assert find_plan(session, person) is None


def test_plans_stopped_are_not_listed(session: Session, person: Person) -> None:
    other = create_person(session, "telegram:2", "2027-01", NOW)
    save_plan(session, other, PLAN, active=False)
    row = save_plan(session, person, PLAN)
    assert list_active_plans(session) == [(person, row)]


def test_prompt_recorded_twice_is_there_once(session: Session, person: Person) -> None:
    assert record_prompt(session, person, "daily", TODAY, NOW)
    assert not record_prompt(session, person, "daily", TODAY, NOW + timedelta(hours=1))
    assert [prompt.due_at for _, prompt in list_due_prompts(session, NOW)] == [NOW]


def test_prompt_of_another_kind_day_or_person_is_another(session: Session, person: Person) -> None:
    other = create_person(session, "telegram:2", "2027-01", NOW)
    record_prompt(session, person, "daily", TODAY, NOW)
    assert record_prompt(session, person, "weekly", TODAY, NOW)
    assert record_prompt(session, person, "daily", TODAY + timedelta(days=1), NOW)
    assert record_prompt(session, other, "daily", TODAY, NOW)


def test_prompts_due_come_in_order_and_not_before_their_time(
    session: Session, person: Person
) -> None:
    for minutes in (5, -5, 0):
        due = NOW + timedelta(minutes=minutes)
        record_prompt(session, person, f"kind{minutes}", TODAY, due)
    listed = list_due_prompts(session, NOW)
    assert [(who, prompt.kind) for who, prompt in listed] == [(person, "kind-5"), (person, "kind0")]


@pytest.mark.parametrize("state", [PromptState.SENT, PromptState.SKIPPED, PromptState.FAILED])
def test_prompt_settled_is_due_no_more_until_postponed(
    session: Session, person: Person, state: PromptState
) -> None:
    record_prompt(session, person, "daily", TODAY, NOW)
    prompt = find_prompt(session, person, "daily", TODAY)
    assert prompt is not None
    settle_prompt(session, prompt, state, NOW)
    assert list_due_prompts(session, NOW + timedelta(days=1)) == []
    postpone_prompt(session, prompt, NOW + timedelta(minutes=30))
    assert list_due_prompts(session, NOW + timedelta(minutes=29)) == []
    assert list_due_prompts(session, NOW + timedelta(minutes=30)) == [(person, prompt)]

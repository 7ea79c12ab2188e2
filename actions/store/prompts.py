"""When a person wants to be prompted, and which prompts there were."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from actions.coaching.prompting import Plan
from actions.store.choices import PromptState
from actions.store.inserts import insert_once
from actions.store.models import Person, PromptLedger, PromptPlan


def find_plan(session: Session, person: Person) -> PromptPlan | None:
    """Return a person's plan, stopped ones too."""
    plan: PromptPlan | None = session.get(PromptPlan, person.id)
    return plan


def save_plan(
    session: Session,
    person: Person,
    plan: Plan,
    anchor: str | None = None,
    active: bool = True,
) -> PromptPlan:
    """Keep a plan in the place of the one before; without an anchor, the known one stays."""
    row = find_plan(session, person)
    if row is None:
        row = PromptPlan(person_id=person.id)
        session.add(row)
    row.times = {str(weekday): time for weekday, time in sorted(plan.times.items())}
    row.zone = plan.zone
    row.paused_until = plan.paused_until
    row.snoozed_to = plan.snoozed_to
    row.anchor = anchor if anchor is not None else row.anchor
    row.active = active
    session.flush()
    return row


def read_plan(row: PromptPlan) -> Plan:
    """Return the plan that coaching decides on."""
    times = {int(weekday): time for weekday, time in row.times.items()}
    return Plan(times, row.zone, row.paused_until, row.snoozed_to)


def list_active_plans(session: Session) -> list[tuple[Person, PromptPlan]]:
    """Return everybody who wants prompts, with their plan."""
    query = (
        select(Person, PromptPlan)
        .join(PromptPlan, PromptPlan.person_id == Person.id)
        .where(PromptPlan.active.is_(True))
        .order_by(Person.id)
    )
    return [(person, plan) for person, plan in session.execute(query)]


def record_prompt(
    session: Session,
    person: Person,
    kind: str,
    local_date: date,
    due_at: datetime,
    state: PromptState = PromptState.DUE,
) -> bool:
    """Enter a prompt once; False where one of this kind and day is there already."""
    entry = {
        "person_id": person.id,
        "kind": kind,
        "local_date": local_date,
        "due_at": due_at,
        "state": state,
    }
    return insert_once(session, PromptLedger, entry, ("person_id", "kind", "local_date"))


def find_prompt(
    session: Session, person: Person, kind: str, local_date: date
) -> PromptLedger | None:
    """Return the prompt of a kind and day."""
    query = select(PromptLedger).filter_by(person_id=person.id, kind=kind, local_date=local_date)
    prompt: PromptLedger | None = session.execute(query).scalar_one_or_none()
    return prompt


def list_due_prompts(session: Session, now: datetime) -> list[tuple[Person, PromptLedger]]:
    """Return what is to be sent by now, the earliest first."""
    query = (
        select(Person, PromptLedger)
        .join(PromptLedger, PromptLedger.person_id == Person.id)
        .where(PromptLedger.state == PromptState.DUE, PromptLedger.due_at <= now)
        .order_by(PromptLedger.due_at, PromptLedger.id)
    )
    return [(person, prompt) for person, prompt in session.execute(query)]


def settle_prompt(
    session: Session, prompt: PromptLedger, state: PromptState, at: datetime | None = None
) -> None:
    """Note what became of a prompt; `at` is when it was sent."""
    prompt.state = state
    prompt.sent_at = at
    session.flush()


def postpone_prompt(session: Session, prompt: PromptLedger, due_at: datetime) -> None:
    """Make a prompt due again, later."""
    prompt.state = PromptState.DUE
    prompt.due_at = due_at
    prompt.sent_at = None
    session.flush()

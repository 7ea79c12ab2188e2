"""Play what came due between two instants, each prompt once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session, sessionmaker

from actions.coaching.prompting import Plan, next_due
from actions.coaching.safety import may_prompt
from actions.store.choices import PromptState, WorkoutStatus
from actions.store.conversations import find_conversation
from actions.store.models import Person
from actions.store.prompts import (
    list_active_plans,
    list_due_prompts,
    read_plan,
    record_prompt,
    settle_prompt,
)
from actions.store.unit_of_work import UnitOfWork
from actions.store.workouts import list_workouts
from bot.prompts.wording import word_prompt
from bot.turn import Reply

DAILY = "daily"


@dataclass(frozen=True)
class DuePrompt:
    """What is said to whom, and the instant at which it came due, in UTC."""

    at: datetime
    channel: str
    replies: tuple[Reply, ...]


def play(
    session_factory: sessionmaker[Session], since: datetime, until: datetime, prefix: str = ""
) -> Iterator[DuePrompt]:
    """Yield what came due after `since` and by `until`, in order, as said at its own instant.

    Only channels that begin with `prefix` are looked at; the others keep what they are owed.
    """
    with UnitOfWork(session_factory) as work:
        _enter(work.session, since, until, prefix)
        played = _settle(work.session, until, prefix)
        work.commit()
    yield from played


def _enter(session: Session, since: datetime, until: datetime, prefix: str) -> None:
    for person, row in list_active_plans(session):
        if person.channel.startswith(prefix):
            _enter_plan(session, person, read_plan(row), since, until)


def _enter_plan(
    session: Session, person: Person, plan: Plan, since: datetime, until: datetime
) -> None:
    due = next_due(plan, since)
    while due is not None and due <= until:
        record_prompt(session, person, DAILY, due.astimezone(ZoneInfo(plan.zone)).date(), due)
        due = next_due(plan, due)


def _settle(session: Session, until: datetime, prefix: str) -> list[DuePrompt]:
    played = []
    for person, prompt in list_due_prompts(session, until):
        if not person.channel.startswith(prefix):
            continue
        if not _is_wanted(session, person, prompt.local_date):
            settle_prompt(session, prompt, PromptState.SKIPPED)
            continue
        settle_prompt(session, prompt, PromptState.SENT, prompt.due_at)
        words = word_prompt()
        _put_on_view(session, person, words)
        played.append(DuePrompt(prompt.due_at, person.channel, (words,)))
    return played


def _is_wanted(session: Session, person: Person, day: date) -> bool:
    """Say whether a prompt makes sense: nothing locks the person, and the day is not done."""
    if not may_prompt(person.lock):
        return False
    return not list_workouts(session, person, since=day, statuses=[WorkoutStatus.DONE])


def _put_on_view(session: Session, person: Person, words: Reply) -> None:
    """Keep the prompt's choices, so that a label typed as text means its choice."""
    conversation = find_conversation(session, person.channel)
    if conversation is not None:
        shown = [[choice.label, choice.data] for choice in words.choices]
        first = words.choices[0].data if words.choices else None
        conversation.state = {**conversation.state, "shown": shown, "offer": first}

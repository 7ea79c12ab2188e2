"""What came due is played once, in order, and only to the channels that are asked about."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy.orm import Session, sessionmaker

from actions.coaching.prompting import Plan
from actions.store.database import open_engine, session_factory, upgrade
from actions.store.people import create_person
from actions.store.prompts import save_plan
from actions.store.unit_of_work import UnitOfWork
from bot.prompts import due
from bot.prompts.due import play
from bot.prompts.wording import WordingError, word_prompt
from bot.turn import Choice, Reply

MONDAY = datetime(2027, 3, 22, tzinfo=timezone.utc)
EVERY_DAY = dict.fromkeys(range(7), "07:30")
WORDS = Reply("Time to move.", (Choice("Start", "do:start_workout"),))


@pytest.fixture
def factory(monkeypatch: pytest.MonkeyPatch) -> Iterator[sessionmaker[Session]]:
    monkeypatch.setattr(due, "word_prompt", lambda: WORDS)
    engine = open_engine("sqlite://")
    upgrade(engine)
    yield session_factory(engine)
    engine.dispose()


def remind(factory: sessionmaker[Session], channel: str, plan: Plan, active: bool = True) -> None:
    with UnitOfWork(factory) as work:
        person = create_person(work.session, channel, "1", MONDAY)
        save_plan(work.session, person, plan, active=active)
        work.commit()


def played(
    factory: sessionmaker[Session], days: float, since: datetime = MONDAY
) -> list[tuple[str, str]]:
    prompts = play(factory, since, since + timedelta(days=days), prefix="terminal:")
    return [(prompt.channel, f"{prompt.at:%a %H:%M}") for prompt in prompts]


def test_prompts_of_two_people_come_in_order_of_their_instants(
    factory: sessionmaker[Session],
) -> None:
    remind(factory, "terminal:u1", Plan(EVERY_DAY, "UTC"))
    remind(factory, "terminal:u2", Plan({0: "07:30", 1: "06:00"}, "Europe/Berlin"))
    assert played(factory, 2) == [
        ("terminal:u2", "Mon 06:30"),
        ("terminal:u1", "Mon 07:30"),
        ("terminal:u2", "Tue 05:00"),
        ("terminal:u1", "Tue 07:30"),
    ]


def test_prompts_when_the_same_days_are_played_again_are_not_said_twice(
    factory: sessionmaker[Session],
) -> None:
    remind(factory, "terminal:u1", Plan(EVERY_DAY, "UTC"))
    assert len(played(factory, 2)) == 2
    assert played(factory, 2) == []


def test_prompts_at_the_end_of_the_jump_are_played_and_at_its_start_not(
    factory: sessionmaker[Session],
) -> None:
    remind(factory, "terminal:u1", Plan(EVERY_DAY, "UTC"))
    start = MONDAY + timedelta(hours=7, minutes=30)
    assert played(factory, 1, since=start) == [("terminal:u1", "Tue 07:30")]


def test_prompts_of_stopped_plans_and_other_channels_are_left(
    factory: sessionmaker[Session],
) -> None:
    remind(factory, "terminal:u1", Plan(EVERY_DAY, "UTC"), active=False)
    remind(factory, "telegram:1", Plan(EVERY_DAY, "UTC"))
    assert played(factory, 2) == []
    assert len(list(play(factory, MONDAY, MONDAY + timedelta(days=2)))) == 2


def test_prompt_is_worded_by_the_domain(tmp_path: Path) -> None:
    domain = tmp_path / "domain.yml"
    domain.write_text(
        "responses:\n  utter_prompt:\n  - text: |\n      Time to move.\n"
        "    buttons:\n    - {title: Start, payload: 'do:start_workout'}\n"
    )
    assert word_prompt(domain) == WORDS


@pytest.mark.parametrize("text", ["{}", "responses: {}", "responses: [", "- a"])
def test_prompt_without_words_in_the_domain_is_an_error(tmp_path: Path, text: str) -> None:
    domain = tmp_path / "domain.yml"
    domain.write_text(text)
    with pytest.raises(WordingError, match="utter_prompt"):
        word_prompt(domain)

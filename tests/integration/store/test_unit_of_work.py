"""A turn is kept whole or not at all."""

from __future__ import annotations

import threading
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session, sessionmaker

from actions.store.conversations import find_conversation, save_conversation
from actions.store.database import open_engine, session_factory, upgrade
from actions.store.errors import DatabaseFault, RowRefused, TransactionMisused
from actions.store.models import Condition, Person
from actions.store.people import create_person, find_person
from actions.store.unit_of_work import UnitOfWork
from tests.integration.store.lives import NOW


def count_up(factory: sessionmaker[Session]) -> None:
    with UnitOfWork(factory) as work:
        conversation = find_conversation(work.session, "terminal:u1")
        turns = conversation.state["turns"] if conversation else 0
        at = NOW + timedelta(minutes=turns)
        save_conversation(work.session, "terminal:u1", {"turns": turns + 1}, at)
        work.commit()


def count_to_ten(factory: sessionmaker[Session]) -> None:
    for _ in range(10):
        count_up(factory)


def test_unit_committed_is_kept_and_readable_afterwards(factory: sessionmaker[Session]) -> None:
    with UnitOfWork(factory) as work:
        person = create_person(work.session, "telegram:1", "2027-01", NOW)
        work.commit()
    with UnitOfWork(factory) as later:
        found = find_person(later.session, "telegram:1")
        assert found is not None
        assert (found.id, found.created_at) == (person.id, NOW)


def test_unit_without_commit_is_undone(factory: sessionmaker[Session]) -> None:
    with UnitOfWork(factory) as work:
        create_person(work.session, "telegram:1", "2027-01", NOW)
    with UnitOfWork(factory) as later:
        assert find_person(later.session, "telegram:1") is None


def test_unit_with_a_failure_is_undone_and_the_failure_goes_on(
    factory: sessionmaker[Session],
) -> None:
    with pytest.raises(ZeroDivisionError), UnitOfWork(factory) as work:
        create_person(work.session, "telegram:1", "2027-01", NOW)
        raise ZeroDivisionError
    with UnitOfWork(factory) as later:
        assert find_person(later.session, "telegram:1") is None


def test_unit_used_after_its_commit_is_refused(factory: sessionmaker[Session]) -> None:
    with UnitOfWork(factory) as work:
        work.commit()
        with pytest.raises(TransactionMisused):
            work.commit()
        with pytest.raises(TransactionMisused):
            find_person(work.session, "telegram:1")


def test_unit_used_outside_its_block_is_refused(factory: sessionmaker[Session]) -> None:
    with pytest.raises(TransactionMisused):
        find_person(UnitOfWork(factory).session, "telegram:1")


def test_row_that_breaks_a_rule_is_refused_without_its_values(
    factory: sessionmaker[Session],
) -> None:
    with pytest.raises(RowRefused) as refused, UnitOfWork(factory) as work:
        work.session.add(Condition(person_id=77, condition="slipped disc", noted_at=NOW))
        work.commit()
    assert refused.value.__suppress_context__
    assert "slipped disc" not in str(refused.value)


def test_statement_that_fails_becomes_the_stores_own_fault(
    factory: sessionmaker[Session],
) -> None:
    with pytest.raises(DatabaseFault, match="could not be used"), UnitOfWork(factory) as work:
        work.session.execute(text("SELECT nothing FROM nowhere"))


def test_check_constraint_holds_in_the_database_itself(
    factory: sessionmaker[Session],
) -> None:
    with pytest.raises(RowRefused), UnitOfWork(factory) as work:
        person = create_person(work.session, "telegram:1", "2027-01", NOW)
        table = Person.__tablename__
        where = {"id": person.id}
        work.session.execute(text(f"UPDATE {table} SET age_band = 'old' WHERE id = :id"), where)


def test_sqlite_many_writers_that_read_first_all_wait_their_turn(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path}/coach.db")
    upgrade(engine)
    factory = session_factory(engine)
    threads = [threading.Thread(target=count_to_ten, args=(factory,)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with UnitOfWork(factory) as work:
        conversation = find_conversation(work.session, "terminal:u1")
        assert conversation is not None
        assert conversation.state == {"turns": 40}

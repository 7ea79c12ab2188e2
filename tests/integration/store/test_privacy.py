"""What is kept about a person is sealed, can be handed out, and goes without a trace."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import func, inspect, select, text
from sqlalchemy.future import Engine
from sqlalchemy.orm import Session, sessionmaker

from actions.store.base import Base
from actions.store.conversations import (
    delete_conversation,
    find_conversation,
    save_conversation,
)
from actions.store.database import empty_log, open_engine, session_factory, upgrade
from actions.store.encryption import generate_key, use_keys
from actions.store.erase import delete_person
from actions.store.errors import UnknownPerson, UnreadableValue
from actions.store.export import export_person, owned_models
from actions.store.inbox import forget_pending, list_pending, settle_update
from actions.store.letters import post_letters
from actions.store.models import PromptPlan
from actions.store.people import create_person, find_person, get_person
from actions.store.prompts import find_plan
from actions.store.unit_of_work import UnitOfWork
from tests.integration.store.lives import NOW, PASSING, WORDS, live

# A message that is not handled yet is dropped when it is; the id of a file is nobody's.
STAYS = {"inbox_update", "telegram_file"}
IN_PASSING = {*STAYS, "letter"}


def live_and_commit(factory: sessionmaker[Session], *channels: str) -> None:
    with UnitOfWork(factory) as work:
        for channel in channels:
            live(work.session, channel)
        work.commit()


def raw(engine: Engine) -> str:
    """Return everything that lies in the database as its own tools show it."""
    with engine.connect() as connection:
        tables = inspect(connection).get_table_names()
        rows = [connection.execute(text(f"SELECT * FROM {name}")).all() for name in tables]
        return repr(rows)


def raw_files(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.iterdir()))


def count_rows(session: Session) -> dict[str, int]:
    return {
        table.name: session.execute(select(func.count()).select_from(table)).scalar_one()
        for table in Base.metadata.sorted_tables
    }


def test_life_uses_every_table(session: Session) -> None:
    live(session, "telegram:1")
    assert set(count_rows(session).values()) == {1}


@pytest.mark.parametrize("word", [*WORDS, *PASSING])
def test_health_words_stand_in_plain_rows_without_a_key(
    engine: Engine, factory: sessionmaker[Session], word: str
) -> None:
    live_and_commit(factory, "telegram:1")
    assert word in raw(engine)


def test_health_words_stand_nowhere_with_a_key(
    engine: Engine, factory: sessionmaker[Session]
) -> None:
    use_keys([generate_key()])
    live_and_commit(factory, "telegram:1")
    assert [word for word in (*WORDS, *PASSING) if word in raw(engine)] == []


def test_health_words_stand_nowhere_in_the_file_with_a_key(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    engine = open_engine(f"sqlite:///{folder}/coach.db")
    upgrade(engine)
    use_keys([generate_key()])
    live_and_commit(session_factory(engine), "telegram:1")
    kept = raw_files(folder)
    assert b"telegram:1" in kept
    # The table's own rules quote no word of a person.
    assert [word for word in (*WORDS, *PASSING) if word.encode() in kept] == []


def test_rows_written_before_the_key_stay_readable(factory: sessionmaker[Session]) -> None:
    live_and_commit(factory, "telegram:1")
    use_keys([generate_key()])
    live_and_commit(factory, "telegram:2")
    with UnitOfWork(factory) as work:
        old, new = (export_person(work.session, f"telegram:{n}") for n in (1, 2))
        assert old["discomfort"][0]["details"] == new["discomfort"][0]["details"]


def test_rows_written_with_an_old_key_stay_readable(factory: sessionmaker[Session]) -> None:
    old, new = generate_key(), generate_key()
    use_keys([old])
    live_and_commit(factory, "telegram:1")
    use_keys([new, old])
    with UnitOfWork(factory) as work:
        assert export_person(work.session, "telegram:1")["person"]["lock"] == "until_seen"


def test_row_of_a_lost_key_is_refused_without_its_content(factory: sessionmaker[Session]) -> None:
    use_keys([generate_key()])
    live_and_commit(factory, "telegram:1")
    use_keys([generate_key()])
    with pytest.raises(UnreadableValue, match="POSTURE_COACH_KEY"), UnitOfWork(factory) as work:
        find_person(work.session, "telegram:1")


def test_export_has_every_word_readable_and_fit_for_json(factory: sessionmaker[Session]) -> None:
    use_keys([generate_key()])
    live_and_commit(factory, "telegram:1", "telegram:2")
    with UnitOfWork(factory) as work:
        export = export_person(work.session, "telegram:1")
    written = json.dumps(export)
    assert [word for word in WORDS if word not in written] == []
    assert export.keys() == Base.metadata.tables.keys() - IN_PASSING
    assert "telegram:2" not in written


def test_export_before_consent_is_the_conversation_alone(session: Session) -> None:
    save_conversation(session, "telegram:1", {"slots": {}}, NOW)
    export = export_person(session, "telegram:1")
    assert [name for name, rows in export.items() if rows] == ["conversation"]


def test_export_of_nobody_is_refused(session: Session) -> None:
    with pytest.raises(UnknownPerson):
        export_person(session, "telegram:1")


def test_delete_leaves_no_row_of_this_person_and_all_of_others(
    engine: Engine, factory: sessionmaker[Session]
) -> None:
    live_and_commit(factory, "telegram:1", "telegram:22")
    with UnitOfWork(factory) as work:
        assert delete_person(work.session, "telegram:1")
        rows = count_rows(work.session)
        assert {name for name, count in rows.items() if count == 2} == STAYS
        assert {count for name, count in rows.items() if name not in STAYS} == {1}
        settle_update(work.session, 7, 1, NOW)
        work.commit()
    assert "telegram:1" not in raw(engine)
    assert "telegram:22" in raw(engine)


def test_delete_leaves_no_word_in_the_file(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    engine = open_engine(f"sqlite:///{folder}/coach.db")
    upgrade(engine)
    live_and_commit(session_factory(engine), "telegram:1")
    assert b"putting on socks" in raw_files(folder)
    with UnitOfWork(session_factory(engine)) as work:
        delete_person(work.session, "telegram:1")
        settle_update(work.session, 7, 1, NOW)
        work.commit()
    kept = raw_files(folder)
    assert [word for word in (*WORDS, *PASSING, "telegram:1") if word.encode() in kept] == []


def test_what_waits_in_the_inbox_of_somebody_erased_by_the_operator_goes(
    engine: Engine, factory: sessionmaker[Session]
) -> None:
    live_and_commit(factory, "telegram:1", "telegram:2")
    with UnitOfWork(factory) as work:
        forget_pending(work.session, "telegram:1")
        delete_person(work.session, "telegram:1")
        work.commit()
    with UnitOfWork(factory) as work:
        assert [channel for _, _, channel in list_pending(work.session, 7)] == ["telegram:2"]
    assert "telegram:1" not in raw(engine)


def test_delete_of_a_chat_that_only_has_letters_counts(session: Session) -> None:
    post_letters(session, 7, "telegram:1", [{"text": "hello"}], NOW)
    assert delete_person(session, "telegram:1")


def test_log_that_somebody_reads_is_left_for_another_time(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path}/coach.db")
    upgrade(engine)
    live_and_commit(session_factory(engine), "telegram:1")
    reader = sqlite3.connect(tmp_path / "coach.db")
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM person").fetchone()
    live_and_commit(session_factory(engine), "telegram:2")
    empty_log(engine)
    assert (tmp_path / "coach.db-wal").stat().st_size > 0
    reader.close()
    empty_log(engine)
    assert (tmp_path / "coach.db-wal").stat().st_size == 0


def test_delete_rows_read_before_are_gone_for_the_same_turn(session: Session) -> None:
    live(session, "telegram:1")
    person = get_person(session, "telegram:1")
    plan = find_plan(session, person)
    assert plan is not None
    number = plan.person_id
    delete_person(session, "telegram:1")
    assert session.get(PromptPlan, number) is None
    assert {name for name, rows in count_rows(session).items() if rows} == STAYS


def test_delete_twice_says_that_nothing_was_there(session: Session) -> None:
    live(session, "telegram:1")
    assert delete_person(session, "telegram:1")
    assert not delete_person(session, "telegram:1")


def test_delete_before_consent_takes_the_conversation(session: Session) -> None:
    save_conversation(session, "telegram:1", {}, NOW)
    assert delete_person(session, "telegram:1")
    assert find_conversation(session, "telegram:1") is None


def test_person_back_after_delete_is_another_one(session: Session) -> None:
    gone = create_person(session, "telegram:1", "2027-01", NOW).id
    delete_person(session, "telegram:1")
    assert create_person(session, "telegram:1", "2027-01", NOW).id != gone


def test_person_deleted_in_plain_sql_takes_all_tables_along(session: Session) -> None:
    live(session, "telegram:1")
    session.execute(text("DELETE FROM person"))
    left = [name for name, rows in count_rows(session).items() if rows]
    assert {*left} == {"conversation", "telegram_chat", *IN_PASSING}


def test_tables_all_belong_to_a_person_or_are_known_not_to() -> None:
    owned = {model.__tablename__ for model in owned_models()}
    by_channel = {"person", "conversation", "telegram_chat"}
    assert Base.metadata.tables.keys() - owned == by_channel | IN_PASSING


def test_conversation_saved_again_replaces_the_state(session: Session) -> None:
    save_conversation(session, "terminal:u1", {"loop": "check", "slots": [1]}, NOW)
    save_conversation(session, "terminal:u1", {"loop": None}, NOW)
    session.expire_all()
    found = find_conversation(session, "terminal:u1")
    assert found is not None
    assert found.state == {"loop": None}
    assert delete_conversation(session, "terminal:u1")
    assert not delete_conversation(session, "terminal:u1")

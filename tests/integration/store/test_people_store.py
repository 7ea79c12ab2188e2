"""People, their conditions and locks come back as they were kept."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy.orm import Session, sessionmaker

from actions.coaching.safety import Lock
from actions.store.choices import AgeBand, Checklist
from actions.store.errors import NaiveTime, PersonExists, UnknownPerson
from actions.store.models import Person
from actions.store.people import (
    add_condition,
    create_person,
    end_condition,
    find_person,
    get_person,
    list_conditions,
    record_consent,
    set_lock,
)
from actions.store.unit_of_work import UnitOfWork
from tests.integration.store.lives import NOW

TOLD = {
    "age_band": AgeBand.FROM_65,
    "zone": "Europe/Berlin",
    "has_floor": False,
    "checklist": Checklist.UNSURE,
    "health_screened_at": NOW,
    "equipment": ["wall", "chair"],
    "weekly_activity": "putting on socks 🧦",
    "weaker_side": "left",
}


def test_person_new_knows_nothing_yet(person: Person) -> None:
    assert {name: getattr(person, name) for name in TOLD} == dict.fromkeys(TOLD)
    assert person.lock is Lock.NONE


def test_person_told_everything_reads_it_back(factory: sessionmaker[Session]) -> None:
    with UnitOfWork(factory) as work:
        person = create_person(work.session, "telegram:1", "2027-01", NOW)
        for name, value in TOLD.items():
            setattr(person, name, value)
        work.commit()
    with UnitOfWork(factory) as later:
        found = get_person(later.session, "telegram:1")
        assert {name: getattr(found, name) for name in TOLD} == TOLD


def test_person_unknown_is_not_found(session: Session) -> None:
    assert find_person(session, "telegram:2") is None
    with pytest.raises(UnknownPerson):
        get_person(session, "telegram:2")


def test_person_created_twice_is_refused(session: Session, person: Person) -> None:
    with pytest.raises(PersonExists):
        create_person(session, person.channel, "2027-01", NOW)


def test_person_created_with_a_naive_time_is_refused(session: Session) -> None:
    with pytest.raises(NaiveTime):
        create_person(session, "telegram:2", "2027-01", datetime(2027, 3, 28))


def test_consent_to_another_wording_is_noted(session: Session, person: Person) -> None:
    record_consent(session, person, "2027-06", NOW + timedelta(days=90))
    session.expire_all()
    assert person.consent_version == "2027-06"
    assert person.consented_at - person.created_at == timedelta(days=90)


def test_lock_set_and_lifted_forgets_its_reason(session: Session, person: Person) -> None:
    set_lock(session, person, Lock.UNTIL_SEEN, "cauda_equina")
    session.expire_all()
    assert (person.lock, person.lock_reason) == (Lock.UNTIL_SEEN, "cauda_equina")
    set_lock(session, person, Lock.NONE)
    session.expire_all()
    assert (person.lock, person.lock_reason) == (Lock.NONE, None)


def test_condition_told_twice_is_noted_once(session: Session, person: Person) -> None:
    add_condition(session, person, "pregnancy", NOW)
    add_condition(session, person, "asthma", NOW)
    add_condition(session, person, "pregnancy", NOW)
    assert [row.condition for row in list_conditions(session, person)] == ["pregnancy", "asthma"]


def test_condition_over_is_kept_as_past_only(session: Session, person: Person) -> None:
    add_condition(session, person, "pregnancy", NOW)
    assert end_condition(session, person, "pregnancy")
    assert not end_condition(session, person, "pregnancy")
    assert list_conditions(session, person) == []
    assert [row.active for row in list_conditions(session, person, past=True)] == [False]

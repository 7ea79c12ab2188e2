"""Hand out everything that is kept about a person."""

from __future__ import annotations

import enum
from datetime import date
from typing import Any

from sqlalchemy import inspect, select
from sqlalchemy.orm import Session

from actions.store.base import Base, mapping
from actions.store.chats import find_chat
from actions.store.conversations import find_conversation
from actions.store.errors import UnknownPerson
from actions.store.people import find_person


def export_person(session: Session, channel: str) -> dict[str, Any]:
    """Return all rows about a person, readable and fit for JSON, a list for each table.

    What is only passing through, in the inbox or as a letter, is not among them.
    """
    person = find_person(session, channel)
    conversation = find_conversation(session, channel)
    chat = find_chat(session, channel)
    if person is None and conversation is None:
        raise UnknownPerson
    rows: dict[str, Any] = {
        "person": _readable(person) if person else None,
        "conversation": _readable(conversation) if conversation else None,
        "telegram_chat": _readable(chat) if chat else None,
    }
    for model in owned_models():
        owned = select(model).where(model.person_id == person.id) if person else None
        found = session.execute(owned).scalars() if owned is not None else ()
        rows[model.__tablename__] = [_readable(row) for row in found]
    return rows


def owned_models() -> list[Any]:
    """Return the models whose rows belong to a person: a table added later is among them."""
    models = (mapper.class_ for mapper in mapping.mappers)
    owned = [model for model in models if hasattr(model, "person_id")]
    return sorted(owned, key=lambda model: str(model.__tablename__))


def _readable(row: Base) -> dict[str, Any]:
    names = [attribute.key for attribute in inspect(row).mapper.column_attrs]
    return {name: _plain(getattr(row, name)) for name in names if name != "person_id"}


def _plain(value: Any) -> Any:
    if isinstance(value, enum.Enum):
        return value.value
    return value.isoformat() if isinstance(value, date) else value

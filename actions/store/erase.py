"""Forget a person."""

from __future__ import annotations

from sqlalchemy import event
from sqlalchemy.orm import Session

from actions.store.chats import delete_chat
from actions.store.conversations import delete_conversation
from actions.store.database import empty_log
from actions.store.letters import drop_letters
from actions.store.people import find_person


def delete_person(session: Session, channel: str) -> bool:
    """Erase every row about a person, the conversation included; say whether there was any."""
    had_conversation = delete_conversation(session, channel)
    had_chat = delete_chat(session, channel)
    had_letters = drop_letters(session, channel)
    person = find_person(session, channel)
    if person is not None:
        # Every table that belongs to a person goes with them by ON DELETE CASCADE.
        session.delete(person)
        session.flush()
    # Rows that were read in this session are gone too; touching one must not bring it back.
    session.expire_all()
    # What was written before still stands in SQLite's log until that is copied into the file.
    event.listen(session, "after_commit", lambda done: empty_log(done.get_bind()), once=True)
    return had_conversation or had_chat or had_letters or person is not None

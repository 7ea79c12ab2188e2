"""Where each dialogue stands."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from actions.store.models import Conversation


def find_conversation(session: Session, channel: str) -> Conversation | None:
    """Return the conversation on this channel."""
    conversation: Conversation | None = session.get(Conversation, channel)
    return conversation


def save_conversation(session: Session, channel: str, state: Any, at: datetime) -> Conversation:
    """Keep a JSON value as the state of the conversation on this channel."""
    conversation = find_conversation(session, channel)
    if conversation is None:
        conversation = Conversation(channel=channel)
        session.add(conversation)
    conversation.state = state
    conversation.updated_at = at
    session.flush()
    return conversation


def delete_conversation(session: Session, channel: str) -> bool:
    """Forget the conversation on this channel; say whether there was one."""
    conversation = find_conversation(session, channel)
    if conversation is not None:
        session.delete(conversation)
        session.flush()
    return conversation is not None

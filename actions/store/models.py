"""The tables: what the coach remembers about a person.

Whatever says something about a body is in an encrypted column. Plain are only keys, times and
what the database itself has to find rows by.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Date,
    Float,
    Index,
    Integer,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped

from actions.coaching.posture import Likeness, Pattern, ProgramId, Sidedness, SideSince
from actions.coaching.safety import Lock
from actions.store.base import Base, choice, column, owner
from actions.store.choices import (
    AgeBand,
    Checklist,
    DiscomfortKind,
    PromptState,
    UpdateState,
    Urgency,
    WorkoutStatus,
)
from actions.store.types import (
    EncryptedChoice,
    EncryptedJSON,
    EncryptedText,
    UtcDateTime,
)


class Conversation(Base):
    """Where a dialogue stands; kept without texts, so it may exist before consent."""

    __tablename__ = "conversation"

    channel: Mapped[str] = column(String(64), primary_key=True)
    state: Mapped[Any] = column(EncryptedJSON)
    updated_at: Mapped[datetime] = column(UtcDateTime)


class Person(Base):
    """Somebody who agreed that the coach remembers them."""

    __tablename__ = "person"
    # A number is never given again, so what still names an erased person finds nobody.
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = column(Integer, primary_key=True)
    channel: Mapped[str] = column(String(64), unique=True)
    created_at: Mapped[datetime] = column(UtcDateTime)
    consent_version: Mapped[str] = column(String(32))
    consented_at: Mapped[datetime] = column(UtcDateTime)
    age_band: Mapped[AgeBand | None] = column(choice(AgeBand, "age_band"), nullable=True)
    zone: Mapped[str | None] = column(String(64), nullable=True)
    has_floor: Mapped[bool | None] = column(EncryptedJSON, nullable=True)
    checklist: Mapped[Checklist | None] = column(EncryptedChoice(Checklist), nullable=True)
    health_screened_at: Mapped[datetime | None] = column(UtcDateTime, nullable=True)
    lock: Mapped[Lock] = column(EncryptedChoice(Lock), default=Lock.NONE)
    lock_reason: Mapped[str | None] = column(EncryptedText, nullable=True)
    # None: not asked yet; an empty list: has nothing.
    equipment: Mapped[list[str] | None] = column(EncryptedJSON, nullable=True)
    weekly_activity: Mapped[str | None] = column(EncryptedText, nullable=True)
    weaker_side: Mapped[str | None] = column(EncryptedText, nullable=True)


class Condition(Base):
    """A condition, operation, medicine or pregnancy that a person told of."""

    __tablename__ = "condition"

    id: Mapped[int] = column(Integer, primary_key=True)
    person_id: Mapped[int] = owner(index=True)
    condition: Mapped[str] = column(EncryptedText)
    noted_at: Mapped[datetime] = column(UtcDateTime)
    active: Mapped[bool] = column(Boolean, default=True)


class Assessment(Base):
    """One posture check: the answers and what was decided on them."""

    __tablename__ = "assessment"
    __table_args__ = (Index("ix_assessment_person_id_at", "person_id", "at"),)

    id: Mapped[int] = column(Integer, primary_key=True)
    person_id: Mapped[int] = owner()
    at: Mapped[datetime] = column(UtcDateTime)
    answers: Mapped[dict[str, str]] = column(EncryptedJSON)
    likeness: Mapped[Likeness | None] = column(EncryptedChoice(Likeness), nullable=True)
    sidedness: Mapped[Sidedness | None] = column(EncryptedChoice(Sidedness), nullable=True)
    side_since: Mapped[SideSince | None] = column(EncryptedChoice(SideSince), nullable=True)
    pattern: Mapped[Pattern] = column(EncryptedChoice(Pattern))
    program: Mapped[ProgramId] = column(EncryptedChoice(ProgramId))


class Discomfort(Base):
    """One time that a person told how much something hurts; details as in DiscomfortLog."""

    __tablename__ = "discomfort"
    __table_args__ = (Index("ix_discomfort_person_id_at", "person_id", "at"),)

    id: Mapped[int] = column(Integer, primary_key=True)
    person_id: Mapped[int] = owner()
    at: Mapped[datetime] = column(UtcDateTime)
    kind: Mapped[DiscomfortKind] = column(choice(DiscomfortKind, "kind"))
    details: Mapped[dict[str, Any]] = column(EncryptedJSON)


class ExerciseStanding(Base):
    """How far a person is with one exercise; state as in Standing."""

    __tablename__ = "exercise_standing"

    person_id: Mapped[int] = owner(primary_key=True)
    exercise: Mapped[str] = column(String(64), primary_key=True)
    state: Mapped[dict[str, Any]] = column(EncryptedJSON)
    last_done: Mapped[date | None] = column(Date, nullable=True)


class Workout(Base):
    """One guided session; at most one of a person is under way."""

    __tablename__ = "workout"
    __table_args__ = (
        Index("ix_workout_person_id_started_at", "person_id", "started_at"),
        Index(
            "uq_workout_active",
            "person_id",
            unique=True,
            sqlite_where=text("status = 'active'"),
            postgresql_where=text("status = 'active'"),
        ),
    )

    id: Mapped[int] = column(Integer, primary_key=True)
    person_id: Mapped[int] = owner()
    started_at: Mapped[datetime] = column(UtcDateTime)
    updated_at: Mapped[datetime] = column(UtcDateTime)
    finished_at: Mapped[datetime | None] = column(UtcDateTime, nullable=True)
    local_date: Mapped[date] = column(Date)
    kind: Mapped[str] = column(String(32))
    status: Mapped[WorkoutStatus] = column(
        choice(WorkoutStatus, "status"), default=WorkoutStatus.ACTIVE
    )
    state: Mapped[Any] = column(EncryptedJSON)
    level_before: Mapped[int | None] = column(EncryptedJSON, nullable=True)
    feel: Mapped[str | None] = column(EncryptedText, nullable=True)


class PromptPlan(Base):
    """When a person wants to be prompted; times as {"0": "07:30"}, Monday is 0."""

    __tablename__ = "prompt_plan"

    person_id: Mapped[int] = owner(primary_key=True)
    times: Mapped[dict[str, str]] = column(JSON)
    zone: Mapped[str] = column(String(64))
    anchor: Mapped[str | None] = column(EncryptedText, nullable=True)
    paused_until: Mapped[datetime | None] = column(UtcDateTime, nullable=True)
    snoozed_to: Mapped[datetime | None] = column(UtcDateTime, nullable=True)
    active: Mapped[bool] = column(Boolean, default=True)


class PromptLedger(Base):
    """One prompt of one kind on one day of the person's; it is there once, so it is sent once."""

    __tablename__ = "prompt_ledger"
    __table_args__ = (
        UniqueConstraint("person_id", "kind", "local_date"),
        Index("ix_prompt_ledger_state_due_at", "state", "due_at"),
    )

    id: Mapped[int] = column(Integer, primary_key=True)
    person_id: Mapped[int] = owner()
    kind: Mapped[str] = column(String(32))
    local_date: Mapped[date] = column(Date)
    due_at: Mapped[datetime] = column(UtcDateTime)
    state: Mapped[PromptState] = column(choice(PromptState, "state"), default=PromptState.DUE)
    sent_at: Mapped[datetime | None] = column(UtcDateTime, nullable=True)


class InboxUpdate(Base):
    """One update of the Bot API, stored before it is acknowledged and handled once.

    `channel` is the chat whose order it keeps to, None where it belongs to no chat. It goes with
    `body` once the update is handled; what stays only tells that the update was there.
    """

    __tablename__ = "inbox_update"
    __table_args__ = (
        UniqueConstraint("bot_id", "update_id"),
        Index("ix_inbox_update_state_id", "state", "id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = column(Integer, primary_key=True)
    bot_id: Mapped[int] = column(BigInteger)
    update_id: Mapped[int] = column(BigInteger)
    channel: Mapped[str | None] = column(String(64), nullable=True)
    state: Mapped[UpdateState] = column(choice(UpdateState, "state"), default=UpdateState.PENDING)
    attempts: Mapped[int] = column(Integer, default=0)
    received_at: Mapped[datetime] = column(UtcDateTime)
    body: Mapped[Any] = column(EncryptedJSON, nullable=True)


class Letter(Base):
    """One message of a bot on its way to a chat; the row is gone once it was sent."""

    __tablename__ = "letter"
    __table_args__ = (
        Index("ix_letter_bot_id_channel_urgency_id", "bot_id", "channel", "urgency", "id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = column(Integer, primary_key=True)
    bot_id: Mapped[int] = column(BigInteger)
    channel: Mapped[str] = column(String(64))
    urgency: Mapped[Urgency] = column(choice(Urgency, "urgency"), default=Urgency.ANSWER)
    created_at: Mapped[datetime] = column(UtcDateTime)
    body: Mapped[Any] = column(EncryptedJSON)


class TelegramChat(Base):
    """What a chat looks like from here: the buttons on view, and whether it can be reached.

    `view` is the last message with buttons, `tapped` the last one that was tapped, both with the
    codes of their buttons. After a refusal nothing is sent for `pause_seconds` from `paused_at`.
    `album` is the last group of photos that was answered. `told_at` is when a group was told that
    this bot talks in private.
    """

    __tablename__ = "telegram_chat"

    channel: Mapped[str] = column(String(64), primary_key=True)
    view: Mapped[dict[str, Any] | None] = column(EncryptedJSON, nullable=True)
    tapped: Mapped[dict[str, Any] | None] = column(EncryptedJSON, nullable=True)
    album: Mapped[str | None] = column(String(64), nullable=True)
    paused_at: Mapped[datetime | None] = column(UtcDateTime, nullable=True)
    pause_seconds: Mapped[float | None] = column(Float, nullable=True)
    gone_at: Mapped[datetime | None] = column(UtcDateTime, nullable=True)
    told_at: Mapped[datetime | None] = column(UtcDateTime, nullable=True)


class TelegramFile(Base):
    """A file that Telegram has already: the SHA-256 of its bytes, and its id for one bot."""

    __tablename__ = "telegram_file"

    bot_id: Mapped[int] = column(BigInteger, primary_key=True, autoincrement=False)
    digest: Mapped[str] = column(String(64), primary_key=True)
    file_id: Mapped[str] = column(String(256))

"""The first tables."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

ONE_ACTIVE = sa.text("status = 'active'")


def upgrade() -> None:
    """Apply the change."""
    _create_people()
    _create_conditions()
    _create_assessments()
    _create_discomforts()
    _create_standings()
    _create_workouts()
    _create_prompts()


def _create_people() -> None:
    op.create_table(
        "conversation",
        sa.Column("channel", sa.String(64), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        _time("updated_at"),
        sa.PrimaryKeyConstraint("channel", name="pk_conversation"),
    )
    op.create_table(
        "person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(64), nullable=False),
        _time("created_at"),
        sa.Column("consent_version", sa.String(32), nullable=False),
        _time("consented_at"),
        _choice("age_band", "18_64", "65_plus", "under_18", nullable=True),
        sa.Column("zone", sa.String(64), nullable=True),
        sa.Column("has_floor", sa.Text(), nullable=True),
        sa.Column("checklist", sa.Text(), nullable=True),
        _time("health_screened_at", nullable=True),
        sa.Column("lock", sa.Text(), nullable=False),
        sa.Column("lock_reason", sa.Text(), nullable=True),
        sa.Column("equipment", sa.Text(), nullable=True),
        sa.Column("weekly_activity", sa.Text(), nullable=True),
        sa.Column("weaker_side", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_person"),
        sa.UniqueConstraint("channel", name="uq_person_channel"),
        sqlite_autoincrement=True,
    )


def _create_conditions() -> None:
    op.create_table(
        "condition",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("condition", sa.Text(), nullable=False),
        _time("noted_at"),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_condition"),
        _goes_with_person("condition"),
    )
    op.create_index("ix_condition_person_id", "condition", ["person_id"])


def _create_assessments() -> None:
    op.create_table(
        "assessment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        _time("at"),
        sa.Column("answers", sa.Text(), nullable=False),
        sa.Column("likeness", sa.Text(), nullable=True),
        sa.Column("sidedness", sa.Text(), nullable=True),
        sa.Column("side_since", sa.Text(), nullable=True),
        sa.Column("pattern", sa.Text(), nullable=False),
        sa.Column("program", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_assessment"),
        _goes_with_person("assessment"),
    )
    op.create_index("ix_assessment_person_id_at", "assessment", ["person_id", "at"])


def _create_discomforts() -> None:
    op.create_table(
        "discomfort",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        _time("at"),
        _choice("kind", "report", "session_start", "session_end", "weekly"),
        sa.Column("details", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_discomfort"),
        _goes_with_person("discomfort"),
    )
    op.create_index("ix_discomfort_person_id_at", "discomfort", ["person_id", "at"])


def _create_standings() -> None:
    op.create_table(
        "exercise_standing",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("exercise", sa.String(64), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("last_done", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("person_id", "exercise", name="pk_exercise_standing"),
        _goes_with_person("exercise_standing"),
    )


def _create_workouts() -> None:
    op.create_table(
        "workout",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        _time("started_at"),
        _time("updated_at"),
        _time("finished_at", nullable=True),
        sa.Column("local_date", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        _choice("status", "active", "done", "stopped", "expired"),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("level_before", sa.Text(), nullable=True),
        sa.Column("feel", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_workout"),
        _goes_with_person("workout"),
    )
    op.create_index("ix_workout_person_id_started_at", "workout", ["person_id", "started_at"])
    op.create_index(
        "uq_workout_active",
        "workout",
        ["person_id"],
        unique=True,
        sqlite_where=ONE_ACTIVE,
        postgresql_where=ONE_ACTIVE,
    )


def _create_prompts() -> None:
    op.create_table(
        "prompt_plan",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("times", sa.JSON(), nullable=False),
        sa.Column("zone", sa.String(64), nullable=False),
        sa.Column("anchor", sa.Text(), nullable=True),
        _time("paused_until", nullable=True),
        _time("snoozed_to", nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("person_id", name="pk_prompt_plan"),
        _goes_with_person("prompt_plan"),
    )
    op.create_table(
        "prompt_ledger",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("local_date", sa.Date(), nullable=False),
        _time("due_at"),
        _choice("state", "due", "sent", "skipped", "failed"),
        _time("sent_at", nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_prompt_ledger"),
        _goes_with_person("prompt_ledger"),
        sa.UniqueConstraint(
            "person_id",
            "kind",
            "local_date",
            name="uq_prompt_ledger_person_id_kind_local_date",
        ),
    )
    op.create_index("ix_prompt_ledger_state_due_at", "prompt_ledger", ["state", "due_at"])


def _time(name: str, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _choice(name: str, *values: str, nullable: bool = False) -> sa.Column[Any]:
    kind = sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=16)
    return sa.Column(name, kind, nullable=nullable)


def _goes_with_person(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["person_id"], ["person.id"], name=f"fk_{table}_person_id_person", ondelete="CASCADE"
    )

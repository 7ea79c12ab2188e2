"""Updates on their way in, letters on their way out, and what Telegram knows."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change."""
    _create_inbox()
    _create_letters()
    _create_chats()
    _create_files()


def _create_inbox() -> None:
    op.create_table(
        "inbox_update",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("bot_id", sa.BigInteger(), nullable=False),
        sa.Column("update_id", sa.BigInteger(), nullable=False),
        sa.Column("channel", sa.String(64), nullable=True),
        _choice("state", "pending", "handled", "set_aside"),
        sa.Column("attempts", sa.Integer(), nullable=False),
        _time("received_at"),
        sa.Column("body", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_inbox_update"),
        sa.UniqueConstraint("bot_id", "update_id", name="uq_inbox_update_bot_id_update_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_inbox_update_state_id", "inbox_update", ["state", "id"])


def _create_letters() -> None:
    op.create_table(
        "letter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("bot_id", sa.BigInteger(), nullable=False),
        sa.Column("channel", sa.String(64), nullable=False),
        _choice("urgency", "answer", "prompt"),
        _time("created_at"),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_letter"),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_letter_bot_id_channel_urgency_id", "letter", ["bot_id", "channel", "urgency", "id"]
    )


def _create_chats() -> None:
    op.create_table(
        "telegram_chat",
        sa.Column("channel", sa.String(64), nullable=False),
        sa.Column("view", sa.Text(), nullable=True),
        sa.Column("tapped", sa.Text(), nullable=True),
        sa.Column("album", sa.String(64), nullable=True),
        _time("paused_at", nullable=True),
        sa.Column("pause_seconds", sa.Float(), nullable=True),
        _time("gone_at", nullable=True),
        _time("told_at", nullable=True),
        sa.PrimaryKeyConstraint("channel", name="pk_telegram_chat"),
    )


def _create_files() -> None:
    op.create_table(
        "telegram_file",
        sa.Column("bot_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("file_id", sa.String(256), nullable=False),
        sa.PrimaryKeyConstraint("bot_id", "digest", name="pk_telegram_file"),
    )


def _time(name: str, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _choice(name: str, *values: str) -> sa.Column[Any]:
    kind = sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=16)
    return sa.Column(name, kind, nullable=False)

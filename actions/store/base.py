"""The ground of all tables: constraint names, the declarative base, columns."""

from __future__ import annotations

import enum
from typing import Any

from sqlalchemy import Column, Enum, ForeignKey, Integer, MetaData
from sqlalchemy.orm import DeclarativeMeta, registry

# Named constraints can be altered by a migration, on SQLite too.
NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

mapping = registry(metadata=MetaData(naming_convention=NAMES))


class Base(metaclass=DeclarativeMeta):
    """Map a class to a table."""

    __abstract__ = True
    registry = mapping
    metadata = mapping.metadata

    def __init__(self, **values: Any) -> None:
        mapping.constructor(self, **values)


def column(*args: Any, nullable: bool = False, **options: Any) -> Any:
    """Return a column that is NOT NULL unless told otherwise.

    Typed as Any, so that a model can declare `name: Mapped[str]` without the mypy plugin.
    """
    return Column(*args, nullable=nullable, **options)


def choice(choices: type[enum.Enum], name: str) -> Enum:
    """Return the type of a plain column that holds one member by its value, checked by name."""
    return Enum(
        choices,
        name=name,
        values_callable=lambda members: [member.value for member in members],
        native_enum=False,
        create_constraint=True,
        validate_strings=True,
        length=16,
    )


def owner(**options: Any) -> Any:
    """Return the column of the person that a row belongs to and goes with."""
    return column(Integer, ForeignKey("person.id", ondelete="CASCADE"), **options)

"""Read YAML into frozen dataclasses and refuse whatever does not fit their types.

The type of a field is its schema: `str`, `int`, `bool`, an Enum by value, the texts below with
their length, `tuple[X, ...]`, `frozenset[X]`, `Mapping[K, V]`, `X | None` or another dataclass.
A dataclass in a mapping takes its `id` from the key.
"""

from __future__ import annotations

import dataclasses
import difflib
from collections.abc import Collection, Iterable, Mapping
from enum import Enum
from pathlib import Path
from types import UnionType
from typing import Any, NewType, TypeVar, Union, get_args, get_origin, get_type_hints

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from actions.content.errors import ContentError, Fault

Message = NewType("Message", str)
Line = NewType("Line", str)
Label = NewType("Label", str)

LONGEST: dict[object, int] = {Message: 350, Line: 120, Label: 32}

T = TypeVar("T")
Trail = tuple[str, ...]


def read_file(path: Path, shape: Any) -> Any:
    """Return the file's content as `shape`, a dataclass or a `Mapping[str, X]`.

    Raise ContentError for a missing file, broken YAML or a value that does not fit.
    """
    try:
        tree = YAML(typ="safe").load(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise ContentError(path.name, "", "the file is missing") from error
    except (YAMLError, UnicodeDecodeError) as error:
        raise ContentError(path.name, "", f"cannot be read as YAML: {_flat(error)}") from error
    try:
        return fit(tree, shape, ())
    except Fault as fault:
        raise fault.in_file(path.name) from fault


def read_entries(path: Path, entry: type[T]) -> dict[str, T]:
    """Return a file that maps ids to entries of one dataclass."""
    entries: dict[str, T] = read_file(path, Mapping[str, entry])  # type: ignore[valid-type]  # built at run time
    return entries


def fit(node: object, shape: Any, trail: Trail) -> Any:
    """Return `node` as an instance of `shape`; raise Fault where it does not fit."""
    origin = get_origin(shape)
    if origin in (Union, UnionType):
        return _optional(node, shape, trail)
    if origin in (tuple, frozenset):
        return _collection(node, shape, trail)
    if origin is Mapping:
        return _mapping(node, shape, trail)
    if isinstance(shape, type) and dataclasses.is_dataclass(shape):
        return _record(node, shape, trail, {})
    return _scalar(node, shape, trail)


def _flat(error: Exception) -> str:
    """Return a YAML error on one line."""
    return " ".join(str(error).split())


def _optional(node: object, shape: Any, trail: Trail) -> Any:
    wanted = [arm for arm in get_args(shape) if arm is not type(None)]
    return None if node is None else fit(node, wanted[0], trail)


def _collection(node: object, shape: Any, trail: Trail) -> Any:
    if not isinstance(node, list):
        raise Fault(trail, "must be a list")
    inner = get_args(shape)[0]
    items = [fit(item, inner, (*trail, _place(item, index))) for index, item in enumerate(node)]
    if get_origin(shape) is tuple:
        return tuple(items)
    if len(set(items)) < len(items):
        raise Fault(trail, "must not name the same thing twice")
    return frozenset(items)


def _place(item: object, index: int) -> str:
    """Name an item of a list by its own id where it has one, else by its number from 1."""
    named = item.get("id") if isinstance(item, dict) else None
    return named if isinstance(named, str) else str(index + 1)


def _mapping(node: object, shape: Any, trail: Trail) -> Any:
    key_shape, inner = get_args(shape)
    return {
        _scalar(key, key_shape, (*trail, str(key))): _named(str(key), item, inner, trail)
        for key, item in _table(node, trail).items()
    }


def _named(key: str, node: object, inner: Any, trail: Trail) -> Any:
    """Fit an item of a mapping, giving a dataclass that has an `id` its key."""
    here = (*trail, key)
    if isinstance(inner, type) and dataclasses.is_dataclass(inner):
        has_id = any(field.name == "id" for field in dataclasses.fields(inner))
        return _record(node, inner, here, {"id": key} if has_id else {})
    return fit(node, inner, here)


def _table(node: object, trail: Trail) -> dict[object, object]:
    if not isinstance(node, dict):
        raise Fault(trail, "must be a table of keys and values")
    return node


def _record(node: object, shape: type, trail: Trail, given: dict[str, str]) -> Any:
    table = _table(node, trail)
    fields = {field.name: field for field in dataclasses.fields(shape) if field.name not in given}
    _refuse_unknown(table, fields, trail)
    hints = get_type_hints(shape)
    values: dict[str, Any] = dict(given)
    for name, field in fields.items():
        if name in table:
            values[name] = fit(table[name], hints[name], (*trail, name))
        elif _is_required(field):
            raise Fault((*trail, name), "is missing")
    try:
        return shape(**values)
    except ValueError as error:
        raise Fault(trail, str(error)) from error


def _is_required(field: dataclasses.Field[Any]) -> bool:
    missing = dataclasses.MISSING
    return field.default is missing and field.default_factory is missing


def _refuse_unknown(table: Iterable[object], known: Collection[str], trail: Trail) -> None:
    for key in table:
        if str(key) not in known:
            raise Fault((*trail, str(key)), f"is not a known key{_closest(str(key), known)}")


def _closest(word: str, known: Iterable[str]) -> str:
    near = difflib.get_close_matches(word, list(known), n=1)
    return f"; did you mean {near[0]!r}?" if near else ""


def _scalar(node: object, shape: Any, trail: Trail) -> Any:
    if isinstance(shape, type) and issubclass(shape, Enum):
        return _choice(node, shape, trail)
    if shape in (bool, int):
        return _number(node, shape, trail)
    return _text(node, LONGEST.get(shape), trail)


def _choice(node: object, shape: type[Enum], trail: Trail) -> Enum:
    values = [str(member.value) for member in shape]
    if node not in values:
        hint = _closest(str(node), values) or f"; it must be one of {', '.join(values)}"
        raise Fault(trail, f"{str(node)!r} is not allowed{hint}")
    return shape(node)


def _number(node: object, shape: type, trail: Trail) -> object:
    if type(node) is not shape:
        raise Fault(trail, "must be true or false" if shape is bool else "must be a whole number")
    return node


def _text(node: object, longest: int | None, trail: Trail) -> str:
    if not isinstance(node, str) or not node.strip():
        raise Fault(trail, "must be a text")
    text = node.strip()
    if longest is not None and len(text) > longest:
        raise Fault(trail, f"must be at most {longest} characters, it has {len(text)}")
    return text

"""Read the word tables that the understanding is built from."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent / "tables"


class UnderstandingError(Exception):
    """The understanding of sentences cannot be set up."""


class TableError(UnderstandingError):
    """A word table is missing or is not of the expected form."""


@cache
def load_table(name: str) -> dict[str, Any]:
    """Return the mapping in `tables/<name>.yml`, read once; raise TableError naming the file."""
    path = FOLDER / f"{name}.yml"
    try:
        # BaseLoader keeps words such as "no", "on" and "9090" as they stand.
        table = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    except (OSError, yaml.YAMLError) as fault:
        raise TableError(f"The word table {path} cannot be read: {fault}") from fault
    if not isinstance(table, dict):
        raise TableError(f"The word table {path} has to be a mapping.")
    return table


def load_phrases(name: str, section: str | None = None) -> dict[str, tuple[str, ...]]:
    """Return value -> phrases of a table, each value's own name left out unless listed."""
    table = load_table(name)
    rows = table if section is None else table.get(section)
    if not isinstance(rows, dict):
        raise TableError(f"The word table {name}.yml has no mapping {section!r}.")
    for value, phrases in rows.items():
        if not isinstance(phrases, list) or not all(isinstance(p, str) for p in phrases):
            raise TableError(f"{name}.yml, entry {value!r}: a list of phrases is expected.")
    return {str(value): tuple(phrases) for value, phrases in rows.items()}

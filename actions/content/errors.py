"""Say what is wrong in a content file."""

from __future__ import annotations


class ContentError(Exception):
    """A content file cannot be used."""

    def __init__(self, file: str, path: str, problem: str) -> None:
        """Name the `file`, the `path` ("entry: field.part", may be empty) and the `problem`."""
        super().__init__(": ".join(part for part in (file, path, problem) if part))
        self.file = file
        self.path = path
        self.problem = problem


class Fault(Exception):
    """A value does not fit its shape; `path` leads from the top of the file to it."""

    def __init__(self, path: tuple[str, ...], problem: str) -> None:
        super().__init__(problem)
        self.path = path
        self.problem = problem

    def in_file(self, file: str) -> ContentError:
        """Return the same fault as the error that names file, entry and field."""
        entry, fields = self.path[:1], ".".join(self.path[1:])
        return ContentError(file, ": ".join([*entry, fields] if fields else entry), self.problem)

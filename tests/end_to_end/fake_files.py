"""Keep the files that a bot uploaded, under ids that it can send again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.end_to_end.fake_refusal import refuse

IMAGES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF8", b"RIFF", b"BM")


@dataclass(frozen=True)
class Upload:
    """A file in a request."""

    name: str
    data: bytes


@dataclass(frozen=True)
class StoredFile:
    """A file that has an id; `kind` is the parameter it came in, photo or document."""

    file_id: str
    kind: str
    name: str
    data: bytes


@dataclass
class Files:
    """All files of a bot."""

    stored: dict[str, StoredFile] = field(default_factory=dict)

    def take(
        self, kind: str, params: Mapping[str, Any], uploads: Mapping[str, Upload]
    ) -> StoredFile:
        """Return the file a request sends: a new one, or a known one by its id."""
        given = str(params.get(kind, ""))
        name = given.removeprefix("attach://") if given.startswith("attach://") else kind
        if name in uploads:
            return self._store(kind, uploads[name])
        if not given:
            raise refuse(f"there is no {kind} in the request")
        return self._find(kind, given)

    def _store(self, kind: str, upload: Upload) -> StoredFile:
        if not upload.data:
            raise refuse("file must be non-empty")
        if kind == "photo" and not upload.data.startswith(IMAGES):
            raise refuse("IMAGE_PROCESS_FAILED")
        file = StoredFile(f"{kind}-{len(self.stored) + 1}", kind, upload.name, upload.data)
        self.stored[file.file_id] = file
        return file

    def _find(self, kind: str, file_id: str) -> StoredFile:
        file = self.stored.get(file_id)
        if file is None:
            raise refuse("wrong file identifier/HTTP URL specified")
        if file.kind != kind:
            words = f"can't use file of type {file.kind.title()} as {kind.title()}"
            raise refuse(words)
        return file


def show_photo(file: StoredFile) -> dict[str, Any]:
    """Return the field of a message that shows the file as a photo."""
    size = {"width": 640, "height": 480, "file_size": len(file.data)}
    return {"photo": [{**_ids(file), **size}]}


def show_document(file: StoredFile) -> dict[str, Any]:
    """Return the field of a message that shows the file as a document."""
    return {"document": {**_ids(file), "file_name": file.name, "file_size": len(file.data)}}


def _ids(file: StoredFile) -> dict[str, str]:
    return {"file_id": file.file_id, "file_unique_id": f"unique-{file.file_id}"}

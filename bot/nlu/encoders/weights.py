"""Check that weights are the very files that the project was measured with."""

import hashlib
from pathlib import Path

from bot.nlu.tables import UnderstandingError

CHUNK = 1 << 20


class WeightsError(UnderstandingError):
    """The weights of a sentence encoder are missing or are not the expected ones."""


def check_weights(path: Path, sha256: str) -> Path:
    """Return the path; raise WeightsError where the file cannot be read or has another hash."""
    digest = hashlib.sha256()
    try:
        with path.open("rb") as stream:
            while chunk := stream.read(CHUNK):
                digest.update(chunk)
    except OSError as fault:
        raise WeightsError(f"The sentence encoder's file {path} cannot be read: {fault}") from fault
    if digest.hexdigest() != sha256:
        raise WeightsError(
            f"The sentence encoder's file {path} is damaged or of another version; install the"
            " project's packages again."
        )
    return path

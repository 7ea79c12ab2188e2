"""Find out what is missing or wrong in this installation, and what to do about it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from enum import Enum

from bot.settings import SETTINGS, Settings, SettingsError, find_unknown

PYTHON = (3, 10)


class Status(str, Enum):
    """How something stands; a note is worth knowing and stops nothing."""

    OK = "ok"
    NOTE = "note"
    PROBLEM = "problem"


@dataclass(frozen=True)
class Finding:
    """What was looked at, how it stands, and what to do where it does not stand well."""

    status: Status
    subject: str
    said: str

    def __str__(self) -> str:
        """Return the line that is printed."""
        return f"{self.status.value:<8} {self.subject}: {self.said}"


def inspect(env: Mapping[str, str]) -> Iterator[Finding]:
    """Yield a finding for each part; what needs settings is left out where they are bad."""
    yield inspect_python(sys.version_info[:2])
    yield from inspect_names(env)
    try:
        settings = Settings.read(env)
    except SettingsError as fault:
        yield from (Finding(Status.PROBLEM, "settings", problem) for problem in fault.problems)
    else:
        yield Finding(Status.OK, "settings", "all values can be used.")
        for look in WITH_SETTINGS:
            yield look(settings)
    yield inspect_content()


def inspect_python(version: tuple[int, ...]) -> Finding:
    """Look at the version of Python."""
    found = ".".join(map(str, version))
    if version == PYTHON:
        return Finding(Status.OK, "Python", f"{found}.")
    said = f"this is {found} and Rasa needs 3.10; run it with `uv run posture-coach`."
    return Finding(Status.PROBLEM, "Python", said)


def inspect_names(env: Mapping[str, str]) -> Iterator[Finding]:
    """Look for settings that are misspelt."""
    names = [setting.name for setting in SETTINGS.values()]
    for name in find_unknown(env):
        close = get_close_matches(name, names, n=1)
        hint = f"did you mean {close[0]}?" if close else "docs/settings.md has all there are."
        yield Finding(Status.PROBLEM, "settings", f"{name} is no setting; {hint}")


def inspect_model(settings: Settings) -> Finding:
    """Look whether the model fits the data."""
    from bot.training import TrainingError, describe_misfit

    try:
        misfit = describe_misfit(settings.model_file)
    except TrainingError as fault:
        return Finding(Status.PROBLEM, "model", str(fault))
    if misfit:
        said = f"{misfit} Run `posture-coach train`, or `posture-coach chat`, which trains first."
        return Finding(Status.PROBLEM, "model", said)
    return Finding(Status.OK, "model", f"{settings.model_file} fits the data.")


def inspect_database(settings: Settings) -> Finding:
    """Look whether the database can be reached, is of this version and opens with the key."""
    from actions.store.errors import StoreError

    file = settings.database_file
    if file is not None and not file.exists():
        return Finding(Status.OK, "database", f"{file} will be made at the first start.")
    try:
        _read_database(settings)
    except StoreError as fault:
        return Finding(Status.PROBLEM, "database", str(fault))
    return Finding(Status.OK, "database", "it can be reached and is up to date.")


def inspect_key(settings: Settings) -> Finding:
    """Look whether health data is encrypted."""
    if settings.key:
        return Finding(Status.OK, "encryption", "health data is encrypted in the database.")
    said = (
        "POSTURE_COACH_KEY is not set, so health data is plain in the database; "
        "docs/settings.md says how to make a key."
    )
    return Finding(Status.NOTE, "encryption", said)


def inspect_token(settings: Settings) -> Finding:
    """Look whether there is a token for Telegram."""
    if settings.telegram_token:
        return Finding(Status.OK, "Telegram", "there is a token.")
    said = (
        "POSTURE_COACH_TELEGRAM_TOKEN is not set; the terminal needs none, "
        "for Telegram ask @BotFather for one."
    )
    return Finding(Status.NOTE, "Telegram", said)


def inspect_content() -> Finding:
    """Look whether exercises, programs and answers can be read."""
    from actions.content import load_content
    from actions.content.errors import ContentError

    try:
        load_content()
    except ContentError as fault:
        return Finding(Status.PROBLEM, "content", str(fault))
    return Finding(Status.OK, "content", "exercises, programs and answers can be read.")


def _read_database(settings: Settings) -> None:
    from sqlalchemy import select

    from actions.store.database import check_version, open_engine, session_factory
    from actions.store.encryption import split_keys, use_keys
    from actions.store.models import Conversation
    from actions.store.unit_of_work import UnitOfWork

    use_keys(split_keys(settings.key.reveal()) if settings.key else ())
    engine = open_engine(settings.database_url)
    try:
        check_version(engine)
        with UnitOfWork(session_factory(engine)) as work:
            # One row tells whether the key is the one that the data was written with.
            work.session.execute(select(Conversation).limit(1)).scalars().all()
    finally:
        engine.dispose()


WITH_SETTINGS: tuple[Callable[[Settings], Finding], ...] = (
    inspect_model,
    inspect_database,
    inspect_key,
    inspect_token,
)

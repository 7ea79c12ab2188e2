"""Read what the operator has set, once, into one frozen object."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import urlsplit

from platformdirs import user_data_dir

PREFIX = "POSTURE_COACH_"
MODEL_FILE = "posture-coach.tar.gz"


class SettingsError(ValueError):
    """Some settings cannot be used."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        """Keep one sentence a bad setting, none of them with its value."""
        super().__init__("\n".join(problems) or str(self.__doc__))
        self.problems = problems


class Secret:
    """A text that shows itself only where it is asked to, by `reveal`."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        """Hide the text."""
        self._text = text

    def reveal(self) -> str:
        """Return the hidden text."""
        return self._text

    def __repr__(self) -> str:
        """Show that there is something, and nothing of it."""
        return "Secret('***')"

    __str__ = __repr__

    def __format__(self, specification: str) -> str:
        """Hide in f-strings, whatever the format asked for."""
        return format(repr(self), specification)

    def __reduce_ex__(self, protocol: Any) -> NoReturn:
        """Refuse to be pickled or copied into anything that is written down."""
        raise TypeError("a secret is not pickled")

    def __eq__(self, other: object) -> bool:
        """Compare the hidden texts."""
        return isinstance(other, Secret) and other._text == self._text

    def __hash__(self) -> int:
        """Hash as the hidden text does."""
        return hash((Secret, self._text))


@dataclass(frozen=True)
class Address:
    """Where a server listens."""

    host: str
    port: int


@dataclass(frozen=True)
class Setting:
    """One environment variable: its name, what is expected of it, and how it is read.

    `read` raises ValueError for a value that cannot be used.
    """

    name: str
    expected: str
    read: Callable[[str], Any]


@dataclass(frozen=True)
class Settings:
    """All that can be set. A database address may hold a password, so `repr` leaves it out."""

    database_url: str = field(repr=False)
    model: Path
    key: Secret | None = None
    telegram_token: Secret | None = None
    telegram_api: str = "https://api.telegram.org"
    webhook_listen: Address = Address("127.0.0.1", 8443)
    webhook_secret: Secret | None = None

    @classmethod
    def read(cls, env: Mapping[str, str]) -> Settings:
        """Read every setting; raise SettingsError with all that are bad. Empty means not set."""
        values: dict[str, Any] = {"database_url": _default_database(), "model": _default_model()}
        problems: list[str] = []
        for attribute, setting in SETTINGS.items():
            text = env.get(setting.name, "").strip()
            if not text:
                continue
            try:
                values[attribute] = setting.read(text)
            except ValueError:
                problems.append(f"{setting.name} is no value to use: expected {setting.expected}.")
        if problems:
            raise SettingsError(tuple(problems))
        return cls(**values)

    @property
    def database_file(self) -> Path | None:
        """Return the SQLite file, or None where the database is another."""
        prefix, _, path = self.database_url.partition("///")
        return Path(path.partition("?")[0]) if prefix.startswith("sqlite") and path else None

    @property
    def model_file(self) -> Path:
        """Return the file that the model is kept in, whether it is there or not."""
        return self.model if self.model.name.endswith(".tar.gz") else self.model / MODEL_FILE


def find_unknown(env: Mapping[str, str]) -> tuple[str, ...]:
    """Return the names that carry the prefix and mean nothing, misspelt ones as a rule."""
    known = {setting.name for setting in SETTINGS.values()}
    return tuple(sorted(name for name in env if name.startswith(PREFIX) and name not in known))


def data_folder() -> Path:
    """Return the folder in which this user's database and model are kept by default."""
    return Path(user_data_dir("posture-coach", appauthor=False))


def _default_database() -> str:
    return "sqlite:///" + (data_folder() / "posture-coach.db").as_posix()


def _default_model() -> Path:
    return data_folder() / "model"


def _require(condition: object) -> None:
    if not condition:
        raise ValueError


def _read_database_url(text: str) -> str:
    scheme, separator, rest = text.partition("://")
    if scheme == "postgres":
        scheme = "postgresql"
    _require(separator and re.fullmatch(r"(sqlite|postgresql)(\+[a-z0-9_]+)?", scheme))
    _require(rest == "" or rest.startswith("/") if scheme.startswith("sqlite") else rest)
    return f"{scheme}://{rest}"


def _read_path(text: str) -> Path:
    _require("\0" not in text)
    return Path(text).expanduser().absolute()


def _read_key(text: str) -> Secret:
    keys = [key.strip() for key in text.split(",")]
    _require(all(re.fullmatch(r"[A-Za-z0-9_-]{43}=", key) for key in keys))
    return Secret(",".join(keys))


def _read_token(text: str) -> Secret:
    _require(re.fullmatch(r"[0-9]+:[A-Za-z0-9_-]+", text))
    return Secret(text)


def _read_api(text: str) -> str:
    parts = urlsplit(text)
    _require(parts.scheme in ("http", "https") and parts.hostname and parts.port != 0)
    _require(not (parts.query or parts.fragment or parts.username))
    return text.rstrip("/")


def _read_listen(text: str) -> Address:
    match = re.fullmatch(r"(\[[0-9a-fA-F:.]+\]|[A-Za-z0-9.-]+):([0-9]{1,5})", text)
    if match is None or not 0 < int(match[2]) < 65536:
        raise ValueError
    return Address(match[1].strip("[]"), int(match[2]))


def _read_webhook_secret(text: str) -> Secret:
    # Telegram's own rule for secret_token: https://core.telegram.org/bots/api#setwebhook
    _require(re.fullmatch(r"[A-Za-z0-9_-]{1,256}", text))
    return Secret(text)


SETTINGS: Mapping[str, Setting] = {
    "database_url": Setting(
        "POSTURE_COACH_DATABASE_URL",
        "sqlite:///path/to/file or postgresql://user:password@host/name",
        _read_database_url,
    ),
    "model": Setting("POSTURE_COACH_MODEL", "a folder, or a file that ends in .tar.gz", _read_path),
    "key": Setting(
        "POSTURE_COACH_KEY",
        "a Fernet key of 44 characters, or several with commas between them, the newest first",
        _read_key,
    ),
    "telegram_token": Setting(
        "POSTURE_COACH_TELEGRAM_TOKEN", "what @BotFather gave, 123456:ABC-…", _read_token
    ),
    "telegram_api": Setting(
        "POSTURE_COACH_TELEGRAM_API", "http://host:port or https://host", _read_api
    ),
    "webhook_listen": Setting(
        "POSTURE_COACH_WEBHOOK_LISTEN", "host:port, as in 127.0.0.1:8443", _read_listen
    ),
    "webhook_secret": Setting(
        "POSTURE_COACH_WEBHOOK_SECRET",
        "1 to 256 letters, digits, _ or -",
        _read_webhook_secret,
    ),
}

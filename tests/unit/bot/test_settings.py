"""What the operator sets is read once, checked by name, and secrets stay hidden."""

from __future__ import annotations

import copy
import pickle
from pathlib import Path

import pytest

from bot.settings import SETTINGS, Address, Secret, Settings, SettingsError, find_unknown

KEY = "A" * 43 + "="


def read(**values: str) -> Settings:
    return Settings.read({f"POSTURE_COACH_{name}": value for name, value in values.items()})


def test_settings_nothing_set_have_defaults_in_the_data_folder() -> None:
    settings = Settings.read({})
    assert settings.database_file is not None
    assert settings.database_file.parent == settings.model.parent
    assert settings.key is None
    assert settings.telegram_token is None


GOOD = {
    "sqlite": ("DATABASE_URL", "sqlite:////tmp/a.db", "database_url", "sqlite:////tmp/a.db"),
    "postgresql": ("DATABASE_URL", "postgresql://h/n", "database_url", "postgresql://h/n"),
    "postgres": ("DATABASE_URL", "postgres://h/n", "database_url", "postgresql://h/n"),
    "driver": (
        "DATABASE_URL", "postgresql+psycopg2://h/n", "database_url", "postgresql+psycopg2://h/n",
    ),
    "blanks": ("DATABASE_URL", " sqlite:///a.db\n", "database_url", "sqlite:///a.db"),
    "model": ("MODEL", "/srv/model", "model", Path("/srv/model")),
    "key": ("KEY", KEY, "key", Secret(KEY)),
    "keys": ("KEY", f"{KEY}, {KEY}", "key", Secret(f"{KEY},{KEY}")),
    "token": ("TELEGRAM_TOKEN", "12:Ab-_9", "telegram_token", Secret("12:Ab-_9")),
    "api": ("TELEGRAM_API", "http://127.0.0.1:9101/", "telegram_api", "http://127.0.0.1:9101"),
    "listen": ("WEBHOOK_LISTEN", "0.0.0.0:80", "webhook_listen", Address("0.0.0.0", 80)),
    "listen on six": ("WEBHOOK_LISTEN", "[::1]:80", "webhook_listen", Address("::1", 80)),
    "secret": ("WEBHOOK_SECRET", "a_B-1", "webhook_secret", Secret("a_B-1")),
}  # fmt: skip


@pytest.mark.parametrize(("name", "value", "attribute", "expected"), GOOD.values(), ids=GOOD)
def test_settings_good_value_is_read(
    name: str, value: str, attribute: str, expected: object
) -> None:
    assert getattr(read(**{name: value}), attribute) == expected


BAD = [
    ("DATABASE_URL", "mysql://host/name"),
    ("DATABASE_URL", "coach.db"),
    ("DATABASE_URL", "sqlite://coach.db"),
    ("DATABASE_URL", "postgresql://"),
    ("MODEL", "a\0b"),
    ("KEY", "short"),
    ("KEY", f"{KEY},"),
    ("TELEGRAM_TOKEN", "no-token"),
    ("TELEGRAM_API", "localhost:9101"),
    ("TELEGRAM_API", "http://host:99999"),
    ("TELEGRAM_API", "http://host/?a=b"),
    ("WEBHOOK_LISTEN", "8443"),
    ("WEBHOOK_LISTEN", "host:0"),
    ("WEBHOOK_SECRET", "with blanks"),
    ("WEBHOOK_SECRET", "x" * 257),
]


@pytest.mark.parametrize(("name", "value"), BAD, ids=lambda value: repr(value)[:30])
def test_settings_bad_value_is_refused_by_name_without_the_value(name: str, value: str) -> None:
    with pytest.raises(SettingsError) as refused:
        read(**{name: value})
    assert f"POSTURE_COACH_{name}" in str(refused.value)
    assert f" {value} " not in str(refused.value)


def test_settings_several_bad_values_are_reported_together() -> None:
    with pytest.raises(SettingsError) as refused:
        read(KEY="x", TELEGRAM_TOKEN="y", DATABASE_URL="z")
    assert len(refused.value.problems) == 3


@pytest.mark.parametrize("name", [setting.name for setting in SETTINGS.values()])
def test_settings_empty_value_counts_as_not_set(name: str) -> None:
    assert Settings.read({name: "  "}) == Settings.read({})


@pytest.mark.parametrize(
    "show", [repr, str, "{}".format, "{!r:>40}".format, lambda secret: f"{secret:x<20}"]
)
def test_secret_when_shown_hides_itself(show: object) -> None:
    assert callable(show)
    assert "hush" not in show(Secret("hush"))


@pytest.mark.parametrize("put_away", [pickle.dumps, copy.deepcopy, copy.copy])
def test_secret_when_pickled_or_copied_is_refused(put_away: object) -> None:
    assert callable(put_away)
    with pytest.raises(TypeError):
        put_away(Secret("hush"))


def test_settings_when_shown_hide_every_secret() -> None:
    settings = read(
        DATABASE_URL="postgresql://user:hush1@host/name",
        KEY=KEY, TELEGRAM_TOKEN="1:hush2", WEBHOOK_SECRET="hush3",
    )  # fmt: skip
    assert not [word for word in ("hush", KEY) if word in f"{settings} {settings!r}"]


@pytest.mark.parametrize(
    ("url", "file"),
    [
        ("sqlite:////tmp/a.db", Path("/tmp/a.db")),
        ("sqlite:///a.db?timeout=5", Path("a.db")),
        ("sqlite://", None),
        ("postgresql://host/name", None),
    ],
)
def test_settings_database_file_is_the_sqlite_file(url: str, file: Path | None) -> None:
    assert read(DATABASE_URL=url).database_file == file


@pytest.mark.parametrize(
    ("model", "file"),
    [("/srv/m", "/srv/m/posture-coach.tar.gz"), ("/srv/m.tar.gz", "/srv/m.tar.gz")],
)
def test_settings_model_is_a_folder_or_the_file_itself(model: str, file: str) -> None:
    assert read(MODEL=model).model_file == Path(file)


def test_unknown_settings_are_found_by_their_prefix() -> None:
    env = {"POSTURE_COACH_KEYS": "", "POSTURE_COACH_KEY": "", "HOME": "/root"}
    assert find_unknown(env) == ("POSTURE_COACH_KEYS",)

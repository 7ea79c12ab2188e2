"""`check` says what is missing or wrong, and what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from actions.store.database import open_engine, session_factory, upgrade
from actions.store.encryption import generate_key, use_keys
from bot import installation, training
from bot.installation import Status
from bot.settings import Secret, Settings


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(database_url=f"sqlite:///{tmp_path}/coach.db", model=tmp_path)


@pytest.mark.parametrize(
    ("version", "status"), [((3, 10), Status.OK), ((3, 11), Status.PROBLEM), ((3, 9), "problem")]
)
def test_check_python_other_than_3_10_is_a_problem(version: tuple[int, ...], status: str) -> None:
    assert installation.inspect_python(version).status == status


def test_check_misspelt_setting_is_a_problem_with_the_right_name() -> None:
    (finding,) = installation.inspect_names({"POSTURE_COACH_KEYS": "x"})
    assert finding.status is Status.PROBLEM
    assert "did you mean POSTURE_COACH_KEY?" in finding.said


def test_check_missing_model_says_how_to_train(settings: Settings) -> None:
    finding = installation.inspect_model(settings)
    assert finding.status is Status.PROBLEM
    assert "posture-coach train" in finding.said


def test_check_fitting_model_is_ok(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(training, "describe_misfit", lambda file: None)
    assert installation.inspect_model(settings).status is Status.OK


def test_check_database_that_is_not_there_is_ok_and_not_made(settings: Settings) -> None:
    assert installation.inspect_database(settings).status is Status.OK
    assert settings.database_file is not None
    assert not settings.database_file.exists()


def test_check_database_of_this_version_is_ok(settings: Settings) -> None:
    upgrade(open_engine(settings.database_url))
    assert installation.inspect_database(settings).status is Status.OK


def test_check_database_that_is_another_file_is_a_problem(settings: Settings) -> None:
    assert settings.database_file is not None
    settings.database_file.write_bytes(b"no database, but long enough to be looked at" * 50)
    assert installation.inspect_database(settings).status is Status.PROBLEM


def test_check_empty_database_says_how_to_upgrade(settings: Settings) -> None:
    assert settings.database_file is not None
    settings.database_file.touch()
    assert "db upgrade" in installation.inspect_database(settings).said


def test_check_database_of_another_key_is_a_problem(settings: Settings) -> None:
    from actions.store.conversations import save_conversation
    from actions.store.unit_of_work import UnitOfWork
    from bot.terminal import _now

    engine = open_engine(settings.database_url)
    upgrade(engine)
    use_keys([generate_key()])
    with UnitOfWork(session_factory(engine)) as work:
        save_conversation(work.session, "terminal:me", {}, _now())
        work.commit()
    finding = installation.inspect_database(settings)
    use_keys([])
    assert finding.status is Status.PROBLEM
    assert "POSTURE_COACH_KEY" in finding.said


@pytest.mark.parametrize("inspect", [installation.inspect_key, installation.inspect_token])
def test_check_what_is_not_needed_everywhere_is_a_note(settings: Settings, inspect: object) -> None:
    assert callable(inspect)
    assert inspect(settings).status is Status.NOTE


def test_check_key_and_token_that_are_set_are_ok() -> None:
    hidden = Secret("hush")
    settings = Settings("sqlite://", Path("m"), key=hidden, telegram_token=hidden)
    findings = [installation.inspect_key(settings), installation.inspect_token(settings)]
    assert {finding.status for finding in findings} == {Status.OK}
    assert "hush" not in "".join(map(str, findings))

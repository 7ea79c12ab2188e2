"""A model fits, or is not used; a training leaves a whole model or the one before."""

from __future__ import annotations

import io
import logging
import multiprocessing
import tarfile
from pathlib import Path

import pytest

from bot import training
from bot.settings import Settings
from bot.training import Stage, TrainingError, describe_misfit, find_fitting_model, fingerprint

FILES = {
    "domain.yml": "intents: []",
    "bot/rasa/config.yml": "pipeline: [{name: bot.nlu.Reader}]\npolicies: [{name: RulePolicy}]",
    "nlu_data/nlu/a.yml": "nlu: []",
    "bot/nlu/reader.py": "",
    "bot/dialogue/policy.py": "",
}


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project of its own, in the place of this one."""
    for name, text in FILES.items():
        path = tmp_path / "project" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    folder = tmp_path / "project"
    monkeypatch.setattr(training, "ROOT", folder)
    monkeypatch.setattr(training, "DOMAIN", folder / "domain.yml")
    monkeypatch.setattr(training, "CONFIG", folder / "bot/rasa/config.yml")
    monkeypatch.setattr(training, "DATA", folder / "nlu_data")
    monkeypatch.setattr(training, "CODE", (folder / "bot/nlu", folder / "bot/dialogue"))
    monkeypatch.setattr(training, "_run_rasa", make_raw_model)
    return folder


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(database_url="sqlite://", model=tmp_path / "model")


def make_raw_model(workshop: Path, progress: training.Progress) -> Path:
    progress(Stage("Training", 1, 1))
    content = b'{"domain": {}}' * 1000
    raw = workshop / "raw.tar.gz"
    with tarfile.open(raw, "w:gz") as archive:
        entry = tarfile.TarInfo("metadata.json")
        entry.size = len(content)
        archive.addfile(entry, io.BytesIO(content))
    return raw


def ignore(stage: Stage) -> None:
    """Let the stage pass."""


def test_model_just_trained_fits(root: Path, settings: Settings) -> None:
    model = training.train(settings, ignore)
    assert find_fitting_model(settings) == model == settings.model_file


def test_model_not_there_does_not_fit(root: Path, settings: Settings) -> None:
    assert find_fitting_model(settings) is None
    assert describe_misfit(settings.model_file) == "There is no trained model yet."


@pytest.mark.parametrize("name", FILES)
def test_model_after_a_source_changed_does_not_fit(
    root: Path, settings: Settings, name: str
) -> None:
    training.train(settings, ignore)
    (root / name).write_text(FILES[name] + "\n# changed")
    assert find_fitting_model(settings) is None


@pytest.mark.parametrize("name", ["nlu_data/nlu/new.yml", "bot/nlu/tables/new.yml"])
def test_fingerprint_after_a_new_source_is_another(root: Path, name: str) -> None:
    before = fingerprint()
    (root / name).parent.mkdir(exist_ok=True)
    (root / name).touch()
    assert fingerprint() != before


@pytest.mark.parametrize("name", ["bot/nlu/__pycache__/a.pyc", "nlu_data/.a.swp", "bot/cli.py"])
def test_fingerprint_after_what_no_model_is_made_from_stays(root: Path, name: str) -> None:
    before = fingerprint()
    (root / name).parent.mkdir(exist_ok=True)
    (root / name).write_text("x")
    assert fingerprint() == before


def test_fingerprint_without_the_domain_says_what_is_missing(root: Path) -> None:
    (root / "domain.yml").unlink()
    with pytest.raises(TrainingError, match=r"domain\.yml"):
        fingerprint()


DAMAGE = {
    "empty": lambda content: b"",
    "cut off": lambda content: content[:-20],
    "cut in the middle": lambda content: content[: len(content) // 2],
    "a byte changed": lambda content: content[:-30] + b"\0" + content[-29:],
    "no archive": lambda content: b"hello",
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
def test_model_that_is_damaged_does_not_fit(root: Path, settings: Settings, damage: object) -> None:
    model = training.train(settings, ignore)
    assert callable(damage)
    model.write_bytes(damage(model.read_bytes()))
    assert describe_misfit(model) == "The model file is damaged."


def test_model_of_rasa_alone_does_not_fit(root: Path, settings: Settings, tmp_path: Path) -> None:
    raw = make_raw_model(tmp_path, ignore)
    assert describe_misfit(raw) == "The model was not trained by posture-coach."


def test_training_keeps_all_that_rasa_made(root: Path, settings: Settings) -> None:
    with tarfile.open(training.train(settings, ignore)) as archive:
        metadata = archive.extractfile("metadata.json")
        assert metadata is not None
        assert metadata.read() == b'{"domain": {}}' * 1000


def test_training_that_fails_leaves_the_model_before(
    root: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = training.train(settings, ignore).read_bytes()

    def fail(workshop: Path, progress: training.Progress) -> Path:
        (workshop / "raw.tar.gz").write_bytes(b"half")
        raise TrainingError("no")

    monkeypatch.setattr(training, "_run_rasa", fail)
    with pytest.raises(TrainingError):
        training.train(settings, ignore, always=True)
    assert settings.model_file.read_bytes() == before
    assert [path.name for path in settings.model.iterdir() if path.is_dir()] == []


def test_training_clears_what_a_killed_one_left(root: Path, settings: Settings) -> None:
    leftover = settings.model / ".training-killed"
    leftover.mkdir(parents=True)
    training.train(settings, ignore)
    assert not leftover.exists()


def test_training_takes_the_model_that_fits_unless_always(root: Path, settings: Settings) -> None:
    stages: list[Stage] = []
    training.train(settings, ignore)
    training.train(settings, stages.append)
    assert stages == []
    training.train(settings, stages.append, always=True)
    assert stages == [Stage("Training", 1, 1)]


def test_training_by_two_processes_at_once_waits_and_trains_once(
    root: Path, settings: Settings
) -> None:
    fork = multiprocessing.get_context("fork")
    waits = fork.Event()

    def second() -> None:
        training.train(settings, lambda stage: waits.set() if stage.total == 0 else None)

    process = fork.Process(target=second)

    def first(stage: Stage) -> None:
        process.start()
        assert waits.wait(60)

    training.train(settings, first)
    process.join()
    assert process.exitcode == 0
    assert find_fitting_model(settings) is not None


def test_training_where_nothing_can_be_written_says_so(root: Path, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    settings = Settings(database_url="sqlite://", model=tmp_path / "file" / "model")
    with pytest.raises(TrainingError, match="could not be written"):
        training.train(settings, ignore)


def test_progress_follows_rasa_in_whatever_order_it_takes(root: Path) -> None:
    stages: list[Stage] = []
    components = training._components()
    with training._reporting(components, stages.append):
        for name in ("RulePolicy", "Reader", "Unknown"):
            logging.getLogger("rasa.engine.training.hooks").info(
                f"Starting to train component '{name}'."
            )
    assert stages == [Stage("Training RulePolicy", 0, 2), Stage("Training Reader", 1, 2)]


def test_config_that_is_no_yaml_is_named(root: Path) -> None:
    (root / "bot/rasa/config.yml").write_text("pipeline: [")
    with pytest.raises(TrainingError, match=r"config\.yml"):
        training._components()

"""What cannot be used gets a clear sentence and changes nothing, wherever the person is."""

from __future__ import annotations

import asyncio
import shutil
import sqlite3
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest

from actions.content import ContentError, load_content
from actions.content.library import FOLDER
from actions.store.database import open_engine, upgrade
from actions.store.errors import NewerDatabase
from bot.training import describe_misfit
from tests.conftest import Talker
from tests.integration.journeys import FAILED, begin_strength, go_to_set, meet
from tests.integration.snapshots import take_snapshot, what_is_kept

NONSENSE = {
    "empty": "",
    "spaces": "  \t \n ",
    "5,000 characters": "my back " * 625,
    "emoji only": "🦒🦒🦒",
    "zero-width": "\u200b\u200d\ufeff",
    "combining marks": "\u0301\u0302" * 20,
    "control characters": "\x00\x07\x1b[J",
    "punctuation": "?!… --- ;;;",
    "chinese": "你好吗",
    "arabic": "ظهري الصغير",
    "sql": "'; DROP TABLE person; --",
    "html": "<script>alert(1)</script><b>",
    "template": "{{7*7}} {slot} ${x} %s",
    "unknown command": "/frobnicate",
}
# What a person typed is never a payload of Rasa, nor the code of a button.
TYPED_CODES = {
    "typed payload": '/inform{"program":"extension"}',
    "typed restart": "/restart",
    "typed external": "/EXTERNAL_x",
    "typed choice": '/choose{"choice":"consent:yes"}',
    "typed intent": '/delete_data{"erase_confirmed":"yes"}',
    "typed session start": "/session_start",
    "typed button": "answer:consent:yes",
    "typed wish": "do:delete_data",
}
OLD_CHOICES = {
    "of another question": "answer:floor_access:floor",
    "of another step": "answer:workout_step:done.99999",
    "of no slot": "answer:nothing:yes",
    "of no intent": "do:frobnicate",
    "of what only the program concludes": "do:choose:choice=consent:yes",
    "of a policy": "do:nlu_fallback",
    "foreign": "buy:now",
    "empty": "",
    "long": "x" * 200,
    "payload of Rasa": "/restart",
    "erasure without its question": "answer:erase_confirmed:yes",
    "consent without its question": "answer:consent:yes",
}
# Values that no button of the open question carries: a code made up by somebody else.
FOREIGN_VALUES = {
    "sign": ("posture_form", "answer:sign_upper_back:banana"),
    "step": ("workout", "answer:workout_step:fly.{serial}"),
    "checklist": ("first minutes", "answer:checklist:banana"),
    "region": ("discomfort_form", "answer:discomfort_region:third_elbow"),
}


def stay_idle(talker: Talker) -> None:
    meet(talker)
    talker.say("thanks")


def open_check(talker: Talker) -> None:
    meet(talker)
    talker.say("/check")
    talker.tap("Yes")


def open_set(talker: Talker) -> None:
    begin_strength(talker)
    go_to_set(talker, 1)


def open_checklist(talker: Talker) -> None:
    talker.say("/start")
    talker.tap("I agree")


def open_region(talker: Talker) -> None:
    meet(talker)
    talker.say("/pain")


PLACES: dict[str, Callable[[Talker], None]] = {
    "idle": stay_idle,
    "posture_form": open_check,
    "workout": open_set,
}
MORE_PLACES = {**PLACES, "first minutes": open_checklist, "discomfort_form": open_region}
# By these the open question is known again after the bad input was answered.
QUESTION = {"idle": "", "posture_form": "2 of 5", "workout": "· set 1 of"}


def assert_refused(talker: Talker, place: str) -> None:
    assert talker.text.strip()
    assert FAILED not in talker.text
    assert QUESTION.get(place, "") in talker.text


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("words", NONSENSE.values(), ids=list(NONSENSE))
def test_nonsense_is_answered_and_changes_nothing(ada: Talker, place: str, words: str) -> None:
    PLACES[place](ada)
    before = what_is_kept(ada.engine.database)
    ada.say(words)
    assert_refused(ada, place)
    assert what_is_kept(ada.engine.database) == before


@pytest.mark.parametrize("words", TYPED_CODES.values(), ids=list(TYPED_CODES))
def test_typed_code_is_plain_text_and_does_nothing(ada: Talker, words: str) -> None:
    ada.say("/start")
    before = take_snapshot(ada.engine.database)
    ada.say(words)
    assert "earlier message" not in ada.text
    assert "Something failed" not in ada.text
    assert take_snapshot(ada.engine.database)["person"] == before["person"] == []


@pytest.mark.parametrize("words", ["/report_cleared", '/choose{"choice":"seen:cleared"}'])
def test_typed_code_opens_no_lock(ada: Talker, words: str) -> None:
    meet(ada)
    ada.say("I suddenly can't pee")
    ada.send("do:report_cleared")
    assert "Not yet" in ada.labels
    before = what_is_kept(ada.engine.database)
    ada.say(words)
    assert what_is_kept(ada.engine.database)["person"] == before["person"]


@pytest.mark.parametrize("place", PLACES)
def test_old_choice_is_answered_and_changes_nothing(ada: Talker, place: str) -> None:
    PLACES[place](ada)
    before = what_is_kept(ada.engine.database)
    for name, data in OLD_CHOICES.items():
        ada.send(data)
        assert_refused(ada, place)
        assert "earlier message" in ada.text, name
        assert what_is_kept(ada.engine.database) == before, name


@pytest.mark.parametrize("case", FOREIGN_VALUES)
def test_made_up_value_of_the_open_question_changes_nothing(ada: Talker, case: str) -> None:
    place, data = FOREIGN_VALUES[case]
    MORE_PLACES[place](ada)
    serial = ada.data_of("Done").rpartition(".")[2] if "Done" in ada.labels else ""
    before, labels = what_is_kept(ada.engine.database), ada.labels
    ada.send(data.format(serial=serial))
    assert_refused(ada, place)
    assert what_is_kept(ada.engine.database) == before
    assert ada.labels == labels


def test_typed_payloads_before_consent_keep_nothing_of_the_person(ada: Talker) -> None:
    ada.say("/start")
    for words in {**NONSENSE, **TYPED_CODES}.values():
        ada.say(words)
    assert not any(what_is_kept(ada.engine.database)[table] for table in ("person", "workout"))


@pytest.mark.parametrize("words", ["11 out of 10", "-3", "100", "eleven", "3.7.2", "12/10"])
def test_level_out_of_range_is_refused_and_asked_again(ada: Talker, words: str) -> None:
    meet(ada)
    ada.say("my neck aches since yesterday, from sitting")
    if "Both or the middle" in ada.labels:
        ada.tap("Both or the middle")
    assert "0 (nothing) to 10" in ada.text
    before = what_is_kept(ada.engine.database)
    ada.say(words)
    assert "0 (nothing) to 10" in ada.text
    assert what_is_kept(ada.engine.database) == before


@pytest.mark.parametrize("words", ["11 out of 10", "-3"])
@pytest.mark.parametrize("place", PLACES)
def test_level_out_of_range_is_kept_nowhere(ada: Talker, place: str, words: str) -> None:
    PLACES[place](ada)
    before = what_is_kept(ada.engine.database)
    ada.say(words)
    assert_refused(ada, place)
    assert what_is_kept(ada.engine.database) == before


@pytest.mark.parametrize("words", ["my third thingy", "my gizzard", "the left flurb"])
def test_region_that_does_not_exist_is_asked_for_again(ada: Talker, words: str) -> None:
    open_region(ada)
    before, labels = what_is_kept(ada.engine.database), ada.labels
    ada.say(words)
    assert ada.labels == labels
    assert what_is_kept(ada.engine.database) == before


def test_message_too_long_is_told_so(ada: Talker) -> None:
    stay_idle(ada)
    ada.say("my back " * 625)
    assert "more than I can read" in ada.text


def test_two_misses_bring_buttons(ada: Talker) -> None:
    stay_idle(ada)
    ada.say("🦒🦒🦒")
    assert ada.labels == []
    ada.say("你好吗")
    assert len(ada.labels) >= 3


def test_old_button_of_a_step_does_not_do_the_step_twice(ada: Talker) -> None:
    open_set(ada)
    done = ada.data_of("Done")
    ada.send(done)
    before = what_is_kept(ada.engine.database)
    ada.send(done)
    assert "earlier message" in ada.text
    assert what_is_kept(ada.engine.database) == before


def test_database_of_a_newer_version_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "newer.db"
    database = open_engine(f"sqlite:///{file}")
    upgrade(database)
    with sqlite3.connect(file) as raw:
        raw.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(NewerDatabase, match=r"9999.*newer.*nothing was changed"):
        upgrade(database)
    with sqlite3.connect(file) as raw:
        assert raw.execute("SELECT version_num FROM alembic_version").fetchall() == [("9999",)]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (None, "There is no trained model yet."),
        (b"", "The model file is damaged."),
        (b"PK\x03\x04 this is no model", "The model file is damaged."),
    ],
    ids=["none", "empty", "foreign"],
)
def test_model_that_does_not_fit_is_named(
    tmp_path: Path, content: bytes | None, reason: str
) -> None:
    file = tmp_path / "model.tar.gz"
    if content is not None:
        file.write_bytes(content)
    assert describe_misfit(file) == reason


def test_model_cut_short_or_of_another_program_is_named(tmp_path: Path, model_file: Path) -> None:
    cut, foreign = tmp_path / "cut.tar.gz", tmp_path / "foreign.tar.gz"
    cut.write_bytes(model_file.read_bytes()[:-1000])
    with tarfile.open(foreign, "w:gz") as archive:
        archive.add(__file__, "fingerprint")
    assert describe_misfit(cut) == "The model file is damaged."
    assert describe_misfit(foreign) == "The model was not trained by posture-coach."


def test_engine_with_a_broken_model_says_so_and_makes_no_reply_up(tmp_path: Path) -> None:
    from rasa.exceptions import ModelNotFound

    from bot.engine import Engine
    from bot.settings import Settings

    settings = Settings.read({"POSTURE_COACH_DATABASE_URL": f"sqlite:///{tmp_path / 'c.db'}"})
    with pytest.raises(ModelNotFound):
        asyncio.run(Engine.open(settings, tmp_path / "none.tar.gz"))


def test_content_with_a_typo_names_file_entry_and_field(tmp_path: Path) -> None:
    folder = tmp_path / "content"
    shutil.copytree(FOLDER, folder)
    file = folder / "programs.yml"
    entry = next(line for line in file.read_text("utf-8").splitlines() if line.endswith(":"))
    file.write_text(file.read_text("utf-8").replace("  name:", "  nmae:", 1), encoding="utf-8")
    with pytest.raises(ContentError) as caught:
        load_content(folder)
    assert all(part in str(caught.value) for part in ("programs.yml", entry.rstrip(":"), "nmae"))

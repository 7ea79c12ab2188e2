"""What the commands print where, and what they exit with."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from typing import Any

import pytest

from bot.cli import build_parser, main

COMMANDS = [
    ["chat"], ["telegram"], ["train"], ["parse"], ["prompts"], ["db"], ["db", "upgrade"],
    ["person"], ["person", "export"], ["person", "delete"], ["check"],
]  # fmt: skip


@pytest.mark.parametrize("command", [[], *COMMANDS], ids=" ".join)
def test_help_is_on_standard_output(command: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        build_parser().parse_args([*command, "--help"])
    assert left.value.code == 0
    assert "usage: posture-coach" in capsys.readouterr().out


def test_help_has_examples(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])
    assert "posture-coach chat " in capsys.readouterr().out


def test_version_is_that_of_the_project(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(["--version"])
    assert left.value.code == 0
    assert capsys.readouterr().out.startswith("posture-coach 0.")


USAGE = [
    [], ["dance"], ["chat", "--user"], ["chat", "--jsonl", "--user", "a"], ["db"], ["person"],
    ["person", "export"], ["--colour", "chat"],
]  # fmt: skip


@pytest.mark.parametrize("arguments", USAGE, ids=" ".join)
def test_wrong_usage_exits_with_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(arguments)
    assert left.value.code == 2
    assert capsys.readouterr().out == ""


def test_importing_the_command_line_leaves_slow_libraries_alone() -> None:
    slow = "{'rasa', 'tensorflow', 'spacy', 'sqlalchemy', 'prompt_toolkit', 'rich'}"
    code = f"import sys, bot.cli; print({slow} & set(sys.modules))"
    command = [sys.executable, "-c", code]
    assert subprocess.run(command, capture_output=True, check=True).stdout == b"set()\n"


REFUSED = {
    "telegram without a token": (["telegram"], {}, "POSTURE_COACH_TELEGRAM_TOKEN"),
    "webhook nowhere": (["telegram", "--webhook", "coach"], {}, "--webhook"),
    "prompts": (["prompts"], {}, "not part of this version yet"),
    "parse without a model": (["parse"], {}, "posture-coach train"),
    "bad user": (["chat", "--user", " "], {}, "--user"),
    "bad setting": (["chat"], {"POSTURE_COACH_KEY": "x"}, "POSTURE_COACH_KEY"),
    "bad database": (
        ["db", "upgrade"], {"POSTURE_COACH_DATABASE_URL": "sqlite:////dev/null/x"}, "/dev/null/x",
    ),
    "delete unasked": (["person", "delete", "terminal:me"], {}, "--yes"),
}  # fmt: skip


@pytest.mark.parametrize(("arguments", "env", "says"), REFUSED.values(), ids=REFUSED)
def test_command_that_cannot_run_says_why_and_exits_with_2(
    program: Any, arguments: list[str], env: dict[str, str], says: str
) -> None:
    done = program.run(*arguments, fake=False, env=env)
    assert (done.returncode, done.stdout) == (2, b"")
    assert says in done.stderr.decode()
    assert b"Traceback" not in done.stderr


def test_bad_settings_are_reported_together(program: Any) -> None:
    env = {"POSTURE_COACH_KEY": "x", "POSTURE_COACH_TELEGRAM_TOKEN": "y"}
    done = program.run("parse", fake=False, env=env)
    assert done.stderr.count(b"posture-coach: POSTURE_COACH_") == 2


def test_parse_answers_each_line_with_a_line(program: Any) -> None:
    done = program.run("parse", said="hi\r\n\n né\n\u2028x".encode())
    assert [json.loads(line)["text"] for line in done.stdout.decode().split("\n")[:-1]] == [
        "hi", "", " né", "\u2028x",
    ]  # fmt: skip
    assert (done.returncode, done.stderr) == (0, b"")


def test_parse_line_that_is_no_utf8_is_the_fallback(program: Any) -> None:
    done = program.run("parse", said=b"\xff\n")
    assert json.loads(done.stdout) == {
        "text": "\ufffd", "intent": {"name": "nlu_fallback", "confidence": 0.0}, "entities": [],
    }  # fmt: skip


def test_parse_keeps_no_database(program: Any) -> None:
    program.run("parse", said=b"hi\n")
    assert not program.database.exists()


def test_jsonl_prints_answers_and_nothing_else(program: Any) -> None:
    lines = [b'{"user": "u1", "text": "hi"}', b"nonsense", b'{"user": "u2", "choice": "a:yes"}']
    done = program.run("chat", "--jsonl", said=b"\n".join(lines))
    first, second, third = map(json.loads, done.stdout.splitlines())
    assert first["replies"][0]["text"] == "text hi"
    assert second["error"]
    assert third["replies"][0]["text"] == "choice a:yes"
    assert (done.returncode, done.stderr) == (0, b"")


def test_jsonl_answers_before_the_next_line_comes(program: Any) -> None:
    pipe = subprocess.PIPE
    with program.start("chat", "--jsonl", stdin=pipe, stdout=pipe) as process:
        for text in (b"one", b"two"):
            process.stdin.write(b'{"user": "u1", "text": "%s"}\n' % text)
            process.stdin.flush()
            assert text in process.stdout.readline()
        process.stdin.close()
        assert process.wait() == 0


def test_plain_chat_has_no_colours_and_no_prompt(program: Any) -> None:
    done = program.run("chat", said=b"hi\n1\nquit\n")
    assert done.returncode == 0
    assert b"\x1b" not in done.stdout
    assert b"text hi\n1) Yes\n2) No\nchoice a:yes\n" in done.stdout
    assert b"/start" not in done.stdout


def test_fault_inside_is_one_sentence_without_what_was_said(program: Any) -> None:
    done = program.run("chat", said=b"fall over\n")
    assert done.returncode == 1
    assert b"Something went wrong inside" in done.stderr
    assert b"ZeroDivisionError" in done.stderr
    assert b"fall over" not in done.stdout + done.stderr


def test_reader_that_goes_away_ends_it_quietly(program: Any) -> None:
    pipe = subprocess.PIPE
    with program.start("parse", stdin=pipe, stdout=pipe, stderr=pipe) as process:
        process.stdin.write(b"one\n")
        process.stdin.flush()
        process.stdout.readline()
        process.stdout.close()
        process.stdin.write(b"two\n")
        process.stdin.flush()
        assert process.wait() == 141
        assert process.stderr.read() == b""


def _hear_ctrl_c() -> None:
    """Undo what a shell does to a command in the background, which ignores Ctrl-C."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def test_ctrl_c_ends_it_quietly(program: Any) -> None:
    pipe = subprocess.PIPE
    streams = {"stdin": pipe, "stdout": pipe, "stderr": pipe}
    with program.start("parse", **streams, preexec_fn=_hear_ctrl_c) as process:
        process.stdin.write(b"one\n")
        process.stdin.flush()
        process.stdout.readline()
        process.send_signal(signal.SIGINT)
        assert process.wait() == 130
        assert process.stderr.read() == b""


def test_person_is_exported_and_deleted(program: Any) -> None:
    program.run("chat", "--user", "anna", said=b"hi\n")
    exported = program.run("person", "export", "terminal:anna", fake=False)
    assert json.loads(exported.stdout)["conversation"]["channel"] == "terminal:anna"
    assert program.run("person", "delete", "terminal:anna", "--yes", fake=False).returncode == 0
    again = program.run("person", "export", "terminal:anna", fake=False)
    assert (again.returncode, again.stdout) == (1, b"")


def test_person_without_a_database_is_unknown_and_makes_none(program: Any) -> None:
    done = program.run("person", "export", "terminal:me", fake=False)
    assert done.returncode == 1
    assert b"no database" in done.stderr
    assert not program.database.exists()


def test_db_upgrade_makes_the_database(program: Any) -> None:
    done = program.run("db", "upgrade", fake=False)
    assert (done.returncode, done.stdout) == (0, b"The database is up to date.\n")
    assert program.database.exists()

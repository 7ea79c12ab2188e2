"""Nothing that people wrote is ever printed, whoever logs it."""

from __future__ import annotations

import subprocess
import sys

import pytest

PREPARE = "import logging, os, sys, warnings\nfrom bot import logs\nlogs.set_up({verbose})\n"
SPOKEN = "my back hurts"

FOREIGN = {
    "rasa's log": f"logging.getLogger('rasa.core.processor').error('{SPOKEN}')",
    "tensorflow's log": f"logging.getLogger('tensorflow').critical('{SPOKEN}')",
    "root's log": f"logging.error('{SPOKEN}')",
    "structlog": f"import structlog; structlog.get_logger().critical('x', text='{SPOKEN}')",
    "structlog, bound before": (
        f"import structlog; structlog.get_logger().bind(text='{SPOKEN}').error('x')"
    ),
    "warning": f"warnings.warn('{SPOKEN}')",
    "exception in our own log": (
        f"try: float('{SPOKEN}')\nexcept ValueError: logging.getLogger('bot.x').exception('no')"
    ),
    "cause in our own log": (
        "try:\n"
        f"    try: float('{SPOKEN}')\n"
        "    except ValueError as error: raise KeyError from error\n"
        "except KeyError: logging.getLogger('actions.x').exception('no')"
    ),
    "log that cannot be formatted": f"logging.getLogger('bot').error('%d', '{SPOKEN}')",
}


def run(program: str, verbose: bool = False) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", PREPARE.format(verbose=verbose) + program]
    return subprocess.run(command, capture_output=True, text=True, check=True)


@pytest.mark.parametrize("program", FOREIGN.values(), ids=FOREIGN)
def test_logs_texts_of_people_are_not_printed(program: str) -> None:
    done = run(program, verbose=True)
    assert SPOKEN not in done.stdout + done.stderr


def test_logs_exception_shows_its_type_and_its_way() -> None:
    done = run(FOREIGN["cause in our own log"])
    assert "builtins.ValueError" in done.stderr
    assert 'File "<string>", line' in done.stderr
    assert done.stdout == ""


@pytest.mark.parametrize(("verbose", "seen"), [(True, True), (False, False)])
def test_logs_own_information_is_seen_when_verbose(verbose: bool, seen: bool) -> None:
    done = run("logging.getLogger('bot.engine').info('turn %s', 7)", verbose)
    assert ("turn 7" in done.stderr) is seen
    assert done.stdout == ""


def test_logs_fields_stand_after_the_message() -> None:
    done = run("logging.getLogger('bot.engine').error('turn failed', extra={'incident': 'a1'})")
    assert done.stderr == "ERROR bot.engine: turn failed incident=a1\n"


def test_logs_telemetry_is_off_whatever_the_environment_says() -> None:
    program = "print(os.environ['RASA_TELEMETRY_ENABLED'])"
    assert run("os.environ['RASA_TELEMETRY_ENABLED']='true'; logs.set_up()\n" + program).stdout == (
        "false\n"
    )

"""The documents name every setting and every command, and none that is not there."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.cli import build_parser
from bot.settings import SETTINGS

DOCS = Path(__file__).resolve().parents[3] / "docs"


def list_commands(parser: argparse.ArgumentParser, name: str) -> Iterator[str]:
    groups = [a for a in parser._actions if isinstance(a, argparse._SubParsersAction)]
    if not groups:
        yield name
    for group in groups:
        for word, command in group.choices.items():
            yield from list_commands(command, f"{name} {word}")


def list_options(parser: argparse.ArgumentParser) -> Iterator[str]:
    for action in parser._actions:
        yield from (option for option in action.option_strings if option.startswith("--"))
        if isinstance(action, argparse._SubParsersAction):
            for command in action.choices.values():
                yield from list_options(command)


@pytest.mark.parametrize("name", [setting.name for setting in SETTINGS.values()])
def test_docs_every_setting_has_a_row(name: str) -> None:
    assert f"\n| `{name}` |" in (DOCS / "settings.md").read_text(encoding="utf-8")


def test_docs_name_no_setting_that_is_not_there() -> None:
    named = set(re.findall("POSTURE_COACH_[A-Z_]+", (DOCS / "settings.md").read_text("utf-8")))
    assert named == {setting.name for setting in SETTINGS.values()}


@pytest.mark.parametrize("command", list_commands(build_parser(), "posture-coach"))
def test_docs_every_command_has_a_row(command: str) -> None:
    assert f"\n| `{command}" in (DOCS / "commands.md").read_text(encoding="utf-8")


def test_docs_name_no_command_that_is_not_there() -> None:
    rows = re.findall(
        r"^\| `(posture-coach[a-z ]+)", (DOCS / "commands.md").read_text("utf-8"), re.M
    )
    known = set(list_commands(build_parser(), "posture-coach"))
    assert {row.strip() for row in rows} == known


@pytest.mark.parametrize("option", sorted({*list_options(build_parser())}))
def test_docs_every_option_is_named(option: str) -> None:
    assert f"{option}" in (DOCS / "commands.md").read_text(encoding="utf-8")

"""Who may import whom, as the architecture has it: the arrows between the rooms."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

# A module belongs to the longest of these names that it begins with. It may import its own room
# and what stands beside it, all that is below that included.
ROOMS: dict[str, tuple[str, ...]] = {
    "actions": ("actions.coaching", "actions.content", "actions.store"),
    "actions.coaching": (),
    "actions.content": ("actions.coaching",),
    "actions.store": ("actions.coaching",),
    "bot": (),
    "bot.turn": (),
    "bot.settings": (),
    "bot.logs": (),
    # Settings and the format of `parse` beyond the table of the rooms: the engine is opened with
    # the one and gives out the other.
    "bot.engine": ("bot.turn", "bot.dialogue", "actions", "bot.settings", "bot.nlu.result"),
    "bot.dialogue": ("actions", "bot.turn"),
    "bot.nlu": ("actions.coaching", "actions.content"),
    "bot.prompts": (
        "bot.turn",
        "bot.telegram.sender",
        "actions.coaching",
        "actions.content",
        "actions.store",
    ),
    "bot.pictures": ("bot.turn", "actions.content"),
    "bot.telegram": (
        "bot.turn",
        "bot.engine",
        "bot.telegram.sender",
        "bot.pictures",
        "actions.store",
    ),
    "bot.telegram.sender": ("bot.turn", "bot.pictures", "actions.store"),
    # The terminal shows how far a training is.
    "bot.terminal": ("bot.turn", "bot.engine", "bot.prompts", "bot.pictures", "bot.training"),
    "bot.jsonl": ("bot.terminal", "bot.turn", "bot.engine", "bot.prompts", "bot.pictures"),
    "bot.training": ("bot.settings",),
    "bot.installation": ("bot.settings", "bot.training", "actions.content", "actions.store"),
    "bot.nlu.evaluate": ("bot", "actions"),
    "bot.commands": ("bot", "actions"),
    "bot.cli": ("bot", "actions"),
}
# What may know of Rasa at all, and of its SDK; nothing that decides, says, stores or prompts does.
MAY_IMPORT_RASA = ("bot.dialogue", "bot.engine", "bot.nlu", "bot.training", "bot.commands")
MAY_IMPORT_SDK = ("actions", "bot.dialogue")
HEAVY = ("rasa", "rasa_sdk", "tensorflow", "spacy")
FILES = sorted([*(ROOT / "bot").rglob("*.py"), *(ROOT / "actions").rglob("*.py")])
MODULES = {
    ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): file
    for file in FILES
}


def room_of(module: str) -> str:
    fits = [room for room in ROOMS if module == room or module.startswith(f"{room}.")]
    return max(fits, key=len)


def may_import(room: str, name: str) -> bool:
    return room_of(name) == room or is_below(name, ROOMS[room])


def imports_of(module: str) -> Iterator[str]:
    """Yield the modules that a module imports, also inside functions and for types only."""
    for node in ast.walk(ast.parse(MODULES[module].read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module} imports relatively"
            base = str(node.module)
            for alias in node.names:
                full = f"{base}.{alias.name}"
                yield full if full in MODULES else base


def is_ours(name: str) -> bool:
    return name.split(".")[0] in ("bot", "actions")


def is_below(module: str, rooms: tuple[str, ...]) -> bool:
    return any(module == room or module.startswith(f"{room}.") for room in rooms)


@pytest.mark.parametrize("module", MODULES)
def test_module_imports_only_what_its_room_may(module: str) -> None:
    ours = [name for name in imports_of(module) if is_ours(name)]
    assert not [name for name in ours if not may_import(room_of(module), name)]


@pytest.mark.parametrize("module", [name for name in MODULES if name.startswith("actions")])
def test_actions_module_never_imports_bot(module: str) -> None:
    assert not [name for name in imports_of(module) if name.split(".")[0] == "bot"]


@pytest.mark.parametrize("module", [m for m in MODULES if m.startswith("actions.coaching")])
def test_coaching_module_knows_no_framework_no_file_and_no_clock(module: str) -> None:
    roots = {name.split(".")[0] for name in imports_of(module)}
    assert not roots & {"rasa", "rasa_sdk", "sqlalchemy", "pathlib", "os", "time", "random", "io"}
    text = MODULES[module].read_text(encoding="utf-8")
    assert not [word for word in (".now(", ".today(", ".utcnow(", "open(") if word in text]


@pytest.mark.parametrize("module", MODULES)
def test_module_knows_rasa_only_where_its_room_does(module: str) -> None:
    roots = {name.split(".")[0] for name in imports_of(module)}
    assert "rasa" not in roots or is_below(module, MAY_IMPORT_RASA)
    decides = is_below(module, ("actions.coaching", "actions.content", "actions.store"))
    assert "rasa_sdk" not in roots or (is_below(module, MAY_IMPORT_SDK) and not decides)


@pytest.mark.parametrize(
    "modules", ["bot.prompts.due", "bot.cli", "bot.terminal, bot.jsonl", "actions.content"]
)
def test_module_starts_without_rasa(modules: str) -> None:
    code = f"import sys, {modules}; print([m for m in sys.modules if m.split('.')[0] in {HEAVY}])"
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert run.stdout.strip() == "[]"

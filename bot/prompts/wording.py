"""Take the words of a prompt from the domain, without Rasa."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from bot.turn import Choice, Reply

DOMAIN = Path(__file__).resolve().parents[2] / "domain.yml"
RESPONSE = "utter_prompt"


class WordingError(Exception):
    """The words of the prompt cannot be read."""


@lru_cache(maxsize=1)
def word_prompt(domain: Path = DOMAIN) -> Reply:
    """Return the prompt as `utter_prompt` has it: its first text, its buttons as choices."""
    try:
        variation = YAML(typ="safe").load(domain)["responses"][RESPONSE][0]
        buttons = variation.get("buttons", ())
        choices = tuple(Choice(str(b["title"]), str(b["payload"])) for b in buttons)
        return Reply(str(variation["text"]).strip(), choices)
    except (OSError, YAMLError, LookupError, TypeError, AttributeError) as fault:
        raise WordingError(f"{domain} has no response {RESPONSE} with a text.") from fault

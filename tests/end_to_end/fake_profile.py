"""Keep what a bot says about itself."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.end_to_end.fake_refusal import refuse

COMMANDS, DESCRIPTION, SHORT_DESCRIPTION = 100, 512, 120


@dataclass
class Profile:
    """The commands and the two descriptions of a bot."""

    values: dict[str, Any] = field(default_factory=dict)

    def set_commands(self, params: Mapping[str, Any], uploads: object) -> bool:
        """Keep the menu; each entry has a name and words."""
        commands = params.get("commands")
        if not isinstance(commands, list):
            raise refuse("expected an Array of BotCommand")
        if len(commands) > COMMANDS:
            raise refuse("BOT_COMMANDS_TOO_MUCH")
        for command in commands:
            if not re.fullmatch(r"[a-z0-9_]{1,32}", command["command"]):
                raise refuse("BOT_COMMAND_INVALID")
            if not 1 <= len(command["description"]) <= 256:
                raise refuse("BOT_COMMAND_DESCRIPTION_INVALID")
        self.values["commands"] = commands
        return True

    def set_description(self, params: Mapping[str, Any], uploads: object) -> bool:
        """Keep what an empty chat shows."""
        return self._set("description", params, DESCRIPTION)

    def set_short_description(self, params: Mapping[str, Any], uploads: object) -> bool:
        """Keep what the profile page shows."""
        return self._set("short_description", params, SHORT_DESCRIPTION)

    def _set(self, name: str, params: Mapping[str, Any], limit: int) -> bool:
        text = str(params.get(name, ""))
        if len(text) > limit:
            raise refuse(f"{name.replace('_', ' ')} is too long")
        self.values[name] = text
        return True

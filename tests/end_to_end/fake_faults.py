"""Go wrong on demand, as the network and Telegram do."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from tests.end_to_end.fake_refusal import Refusal

NO_JSON = "<html><body>Bad Gateway</body></html>"


@dataclass(frozen=True)
class Reply:
    """What a bot gets; status 0 where it gets nothing. A body that is a text is no JSON."""

    status: int
    body: dict[str, Any] | str = ""

    @property
    def result(self) -> Any:
        """What was done for the bot."""
        return self.body.get("result") if isinstance(self.body, dict) else None

    @property
    def description(self) -> str:
        """Why it was not done, in the words of the Bot API."""
        return str(self.body.get("description", "")) if isinstance(self.body, dict) else self.body


@dataclass
class Fault:
    """What goes wrong in the next `times` calls of a method, or of all, which is "*".

    `status` with `description` and `parameters` refuses; `drop` closes the connection and does
    nothing; `drop_after` does what was asked, then closes it; `delay` waits first, in seconds;
    `garbage` answers what is no JSON; `lie` answers True and does nothing.
    """

    method: str
    times: int = 1
    status: int | None = None
    description: str = ""
    parameters: dict[str, Any] | None = None
    drop: bool = False
    drop_after: bool = False
    delay: float = 0
    garbage: bool = False
    lie: bool = False

    def hits(self, method: str) -> bool:
        """Tell whether this call goes wrong."""
        return self.times > 0 and self.method.lower() in (method.lower(), "*")

    def find_reply(self) -> Reply | None:
        """Return the answer that takes the place of doing what was asked."""
        if self.drop:
            return Reply(0)
        if self.garbage:
            return Reply(self.status or 200, NO_JSON)
        if self.status:
            return Reply(self.status, Refusal(self.description, self.status, self.parameters).body)
        return Reply(200, {"ok": True, "result": True}) if self.lie else None


NO_FAULT = Fault("", times=0)


@dataclass
class Faults:
    """The faults that are still to come, in their order."""

    coming: list[Fault] = field(default_factory=list)

    def take(self, method: str) -> Fault:
        """Use up one time of the first fault that hits a method."""
        for fault in self.coming:
            if fault.hits(method):
                fault.times -= 1
                return fault
        return NO_FAULT

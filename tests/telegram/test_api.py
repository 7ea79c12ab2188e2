"""Whatever answers, a fault of the network is one."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from telegram.error import NetworkError
from telegram.request import BaseRequest

from bot.telegram.api import CoachBot
from tests.end_to_end.fake_bot_api import TOKEN
from tests.telegram.network import (
    ANN,
)


class OddRequest(BaseRequest):
    """A connection to something that answers in JSON and is no Bot API."""

    body = b""

    @property
    def read_timeout(self) -> float | None:
        return None

    async def initialize(self) -> None:
        pass

    async def shutdown(self) -> None:
        pass

    async def do_request(self, *args: Any, **kwargs: Any) -> tuple[int, bytes]:
        return 200, self.body


@pytest.mark.parametrize("answer", [b"{}", b"[]", b"null", b'{"ok": true}'], ids=repr)
def test_answer_without_a_result_is_a_fault_of_the_network(answer: bytes) -> None:
    class Odd(OddRequest):
        body = answer

    async def ask() -> None:
        bot = CoachBot(TOKEN, request=Odd(), get_updates_request=Odd())
        await bot.send_message(ANN, "hello")

    with pytest.raises(NetworkError):
        asyncio.run(ask())

"""Keep to Telegram's pace: one message a second in a chat, thirty over all chats.

https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this
"""

from __future__ import annotations

import asyncio

from aiolimiter import AsyncLimiter

from actions.store.choices import Urgency

A_CHAT_SECONDS = 1.0
ALL_CHATS_A_SECOND = 28
# What prompts may use of that, so that an answer never waits behind them.
PROMPTS_A_SECOND = 18

# Doubling more often than this changes nothing any more, and numbers have an end.
_MOST_DOUBLINGS = 20


def growing_pause(times: int, shortest: float, longest: float) -> float:
    """Return the seconds to wait after so many faults in a row: twice as many each time."""
    return min(longest, shortest * 2.0 ** min(_MOST_DOUBLINGS, times - 1))


class Pace:
    """When the next message may go, for each chat and for all of them."""

    def __init__(self, seconds: float = A_CHAT_SECONDS) -> None:
        self._seconds = seconds
        self._next: dict[str, float] = {}
        self._all = AsyncLimiter(ALL_CHATS_A_SECOND, 1)
        self._prompts = AsyncLimiter(PROMPTS_A_SECOND, 1)

    def seconds_until(self, channel: str) -> float:
        """Return how long a chat has to wait yet."""
        return max(0.0, self._next.get(channel, 0.0) - _now())

    def note_sent(self, channel: str) -> None:
        """Note that a message went to a chat."""
        self.pause(channel, self._seconds)

    def pause(self, channel: str, seconds: float) -> None:
        """Let a chat wait that long at least."""
        self._next[channel] = max(self._next.get(channel, 0.0), _now() + seconds)

    async def take_turn(self, urgency: Urgency) -> None:
        """Wait until one more message may go at all."""
        if urgency is Urgency.PROMPT:
            await self._prompts.acquire()
        await self._all.acquire()

    def forget_past(self) -> None:
        """Drop the chats that have nothing to wait for any more."""
        now = _now()
        self._next = {channel: at for channel, at in self._next.items() if at > now}


def _now() -> float:
    return asyncio.get_running_loop().time()

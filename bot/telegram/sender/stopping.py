"""Let what is under way come to its end, but not for ever."""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from typing import Any


async def finish_within(tasks: Collection[asyncio.Task[Any]], seconds: float) -> None:
    """Wait for tasks for that long at most, then stop those that are left."""
    working = list(tasks)
    if working:
        await asyncio.wait(working, timeout=seconds)
    for task in working:
        task.cancel()
    await asyncio.gather(*working, return_exceptions=True)

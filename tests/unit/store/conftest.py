"""Leave no key behind for the next test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from actions.store.encryption import use_keys


@pytest.fixture(autouse=True)
def no_keys() -> Iterator[None]:
    use_keys(())
    yield
    use_keys(())

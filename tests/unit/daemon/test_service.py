from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from sensor.daemon.service import Service


@pytest.mark.parametrize(
    ("trouble", "told"), [("", ""), ("disk I/O error", "the event store cannot be written: disk I/O error")]
)
def test_a_store_that_cannot_be_written_is_not_ready(trouble: str, told: str) -> None:
    state: Any = SimpleNamespace(_sources=(), _unwritten=trouble)
    assert Service._unready(state) == told

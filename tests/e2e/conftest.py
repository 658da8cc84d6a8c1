"""The wire that the tests of the daemon, the capture and the doctor listen on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.e2e import wire as wires

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def wire() -> Iterator[wires.Wire]:
    """A pair of interfaces of its own; skips where the machine allows none."""
    reason = wires.unavailable()
    if reason:
        pytest.skip(reason)
    wire = wires.Wire()
    yield wire
    wire.close()

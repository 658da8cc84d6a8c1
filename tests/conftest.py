"""Events and servers for the tests of destinations; see ``tests/destinations.py``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests import destinations as module

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def destinations() -> Any:
    """The module itself: ``make_alert``, ``make_event``, ``Server``."""
    return module


@pytest.fixture
def make_event() -> Any:
    """Makes events by the number of their leak."""
    return module.make_event


@pytest.fixture
def server() -> Iterator[module.Server]:
    """An HTTP server that answers 200 unless it is told otherwise."""
    found = module.Server()
    yield found
    found.close()

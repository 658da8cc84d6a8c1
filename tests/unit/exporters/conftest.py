"""Events and servers for the tests of destinations; see ``tests/destinations.py``."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator


def _load() -> Any:
    name = "leaktap_destinations"
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(name, Path(__file__).parents[2] / "destinations.py")
        assert spec is not None
        assert spec.loader is not None
        sys.modules[name] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules[name])
    return sys.modules[name]


@pytest.fixture
def destinations() -> Any:
    """The module itself: ``make_alert``, ``make_event``, ``Server``."""
    return _load()


@pytest.fixture
def make_event() -> Any:
    """Makes events by the number of their leak."""
    return _load().make_event


@pytest.fixture
def server() -> Iterator[Any]:
    """An HTTP server that answers 200 unless it is told otherwise."""
    found = _load().Server()
    yield found
    found.close()

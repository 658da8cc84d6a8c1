"""Real servers as child processes, on free ports."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_PATIENCE_S: Final = 120
_ROOT: Final = Path(__file__).parents[2]


def _free_ports(count: int) -> list[int]:
    """Ports that nobody listens on, all different."""
    held = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [int(listener.getsockname()[1]) for listener in held]
    for listener in held:
        listener.close()
    return ports


@contextmanager
def _running(arguments: list[str], log: Path, ready: Callable[[], bool]) -> Iterator[None]:
    with log.open("wb") as output:
        process = subprocess.Popen(arguments, stdout=output, stderr=output, cwd=log.parent)
    try:
        deadline = time.monotonic() + _PATIENCE_S
        while not ready():
            if process.poll() is not None or time.monotonic() > deadline:
                pytest.fail(log.read_text(errors="replace")[-2000:])
            time.sleep(0.1)
        yield
    finally:
        process.kill()
        process.wait(_PATIENCE_S)


@pytest.fixture(scope="session")
def java() -> Any:
    """Finds the jars of a server: the command that runs them, up to the name of the class.

    They lie in ``build/jars`` or where ``LEAKTAP_TEST_JARS`` says; ``make jars`` fetches them.
    """

    def command(name: str) -> list[str]:
        folder = Path(os.environ.get("LEAKTAP_TEST_JARS", _ROOT / "build" / "jars")).absolute() / name
        binary = shutil.which("java")
        if binary is None or not any(folder.glob("*.jar")):
            pytest.skip(f"no Java, or no jars in {folder}: `make jars` fetches them")
        return [binary, "-Xmx512m", "-cp", f"{folder}/*"]

    return command


@pytest.fixture(scope="session")
def run() -> Any:
    """Runs a server as a child process until the block ends: command, log file, and how to tell that it is ready."""
    return _running


@pytest.fixture(scope="session")
def ports() -> Any:
    """Finds free ports."""
    return _free_ports

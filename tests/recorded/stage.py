"""The stage that recordings are made on: servers, clients, and tcpdump between them on loopback."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

FOLDER: Final = Path(__file__).resolve().parent
sys.path.insert(0, str(FOLDER.parent.parent / "pcaps"))

from traffic import Person, people  # noqa: E402 -- beside the samples

HOST: Final = "127.0.0.1"
PATIENCE_S: Final = 90
_SETTLE_S: Final = 0.8


def customers(seed: int, count: int) -> list[Person]:
    """Invented customers, the same for the same seed."""
    return people(random.Random(seed), count)  # noqa: S311 -- nobody is to be kept from guessing them


def run(*command: str, fails: bool = False, text: str = "") -> None:
    """Runs a client to its end; exits if it fails, unless it may."""
    done = subprocess.run(command, input=text, capture_output=True, text=True, check=False, timeout=PATIENCE_S)
    if done.returncode and not fails:
        sys.exit(f"{' '.join(command)}: {done.returncode}\n{done.stdout}{done.stderr}")


@contextlib.contextmanager
def running(*command: str, wait: float = _SETTLE_S, cwd: Path | None = None) -> Iterator[None]:
    """A server while the block runs, with all that it started."""
    log = tempfile.TemporaryFile()  # noqa: SIM115 -- closed with the process
    server = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=log, stderr=log, start_new_session=True, cwd=cwd)
    time.sleep(wait)
    if server.poll() is not None:
        log.seek(0)
        sys.exit(f"{' '.join(command)} ended: {log.read().decode(errors='replace')}")
    try:
        yield
    finally:
        for sign in (signal.SIGTERM, signal.SIGKILL):
            with contextlib.suppress(ProcessLookupError):
                os.killpg(server.pid, sign)
            with contextlib.suppress(subprocess.TimeoutExpired):
                server.wait(5)


def wait_for(port: int) -> None:
    """Until somebody listens on a TCP port."""
    deadline = time.monotonic() + PATIENCE_S
    while True:
        try:
            socket.create_connection((HOST, port), timeout=1).close()
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)
        else:
            return


@contextlib.contextmanager
def recording(name: str, expression: str) -> Iterator[None]:
    """Writes what crosses loopback while the block runs to ``NAME.pcap``."""
    target = FOLDER / f"{name}.pcap"
    options = ("-i", "lo", "-U", "-s", "0", "-w", str(target), expression)
    with running("tcpdump", "-Z", "root", *options, wait=1):
        yield
        time.sleep(1)


def perform(makers: Mapping[str, Callable[[Path], None]], *namespaces: str, hostname: str = "") -> None:
    """Records what the command line asks for, or everything, each in a folder of its own.

    It starts anew in a network namespace, where all ports are free, and in others, named as unshare(1) names them; a
    ``hostname`` needs ``--uts``.
    """
    if os.environ.get("LEAKTAP_RECORDING") != "inside":
        inside = ["unshare", "--net", *namespaces, sys.executable, *sys.argv]
        raise SystemExit(subprocess.call(inside, env={**os.environ, "LEAKTAP_RECORDING": "inside"}))
    run("ip", "link", "set", "lo", "up")
    if hostname:
        run("hostname", hostname)
    for name in sys.argv[1:] or makers:
        with tempfile.TemporaryDirectory() as folder:
            Path(folder).chmod(0o755)
            makers[name](Path(folder))

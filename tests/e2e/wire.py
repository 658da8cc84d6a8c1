"""A wire for tests: a veth pair in a network namespace of its own, and a sender of captures.

Run as a script inside the namespace it sends: ``python tests/e2e/wire.py INTERFACE CAPTURE [--times N] [--pause S]``.
"""

from __future__ import annotations

import argparse
import os
import shutil
import socket
import struct
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ROOT = Path(__file__).resolve().parents[2]
_MTU = 9000


def unavailable() -> str:
    """Why no wire can be had here; empty if it can."""
    if os.geteuid() != 0:
        return "network namespaces need root"
    if shutil.which("ip") is None:
        return "ip (iproute2) is not installed"
    probe = subprocess.run(["ip", "netns", "list"], capture_output=True, check=False)
    return "" if probe.returncode == 0 else "network namespaces are not available"


class Wire:
    """Two interfaces, ``near`` and ``far``: what is sent into one comes out of the other."""

    def __init__(self) -> None:
        self.name = f"leaktap-{os.getpid()}"
        self._children: list[subprocess.Popen[str]] = []
        subprocess.run(["ip", "netns", "add", self.name], check=True)
        try:
            self._connect()
        except BaseException:
            self.close()
            raise

    def _connect(self) -> None:
        self.ip(
            "link", "add", "name", "near", "mtu", str(_MTU), "type", "veth", "peer", "name", "far", "mtu", str(_MTU)
        )
        # Without IPv6 no router solicitations and the like get between.
        self.run(["sysctl", "-qw", "net.ipv6.conf.all.disable_ipv6=1"])
        for interface in ("lo", "near", "far"):
            self.ip("link", "set", interface, "up")

    def ip(self, *arguments: str) -> None:
        subprocess.run(["ip", "-n", self.name, *arguments], check=True)

    def command(self, arguments: Sequence[str]) -> list[str]:
        return ["ip", "netns", "exec", self.name, *arguments]

    def run(self, arguments: Sequence[str]) -> subprocess.CompletedProcess[str]:
        return subprocess.run(self.command(arguments), capture_output=True, text=True, check=False, cwd=ROOT)

    def start(self, arguments: Sequence[str], **options: object) -> subprocess.Popen[str]:
        child = subprocess.Popen(self.command(arguments), text=True, cwd=ROOT, **options)  # type: ignore[call-overload]
        self._children.append(child)
        return child  # type: ignore[no-any-return]

    def send(self, capture: Path, *, interface: str = "near", times: int = 1, pause: float = 0.0) -> None:
        script = [sys.executable, str(Path(__file__).resolve()), interface, str(capture)]
        done = self.run([*script, "--times", str(times), "--pause", str(pause)])
        assert done.returncode == 0, done.stderr

    def close(self) -> None:
        for child in self._children:
            if child.poll() is None:
                child.kill()
            child.wait()
            for stream in (child.stdin, child.stdout, child.stderr):
                if stream is not None:
                    stream.close()
        subprocess.run(["ip", "netns", "delete", self.name], check=True)


def frames(capture: Path) -> Iterator[bytes]:
    """The frames of a classic little-endian capture."""
    data = capture.read_bytes()
    at = 24
    while at + 16 <= len(data):
        (length,) = struct.unpack_from("<I", data, at + 8)
        yield data[at + 16 : at + 16 + length]
        at += 16 + length


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("interface")
    parser.add_argument("capture", type=Path)
    parser.add_argument("--times", type=int, default=1)
    parser.add_argument("--pause", type=float, default=0.0)
    options = parser.parse_args()
    with socket.socket(socket.AF_PACKET, socket.SOCK_RAW) as channel:
        channel.bind((options.interface, 0))
        for _ in range(options.times):
            for frame in frames(options.capture):
                channel.send(frame)
                if options.pause:
                    time.sleep(options.pause)


if __name__ == "__main__":
    main()

"""Tells systemd how the service is (sd_notify(3)): a datagram to the socket that it names. Without systemd, nothing."""

from __future__ import annotations

import os
import socket
from typing import Final

_USEC: Final = 1_000_000


def notify(*states: str) -> bool:
    """Sends states such as ``READY=1`` or ``STATUS=…``; whether there was somebody to tell."""
    address = os.environ.get("NOTIFY_SOCKET", "")
    if not address:
        return False
    if address.startswith("@"):
        address = "\0" + address[1:]
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as channel:
            channel.connect(address)
            channel.sendall("\n".join(states).encode())
    except OSError:
        return False
    return True


def watchdog_s() -> float | None:
    """How often systemd wants to hear ``WATCHDOG=1``, in seconds (half of its limit); None if it does not."""
    text = os.environ.get("WATCHDOG_USEC", "")
    if not text.isdigit() or os.environ.get("WATCHDOG_PID", str(os.getpid())) != str(os.getpid()):
        return None
    return int(text) / _USEC / 2

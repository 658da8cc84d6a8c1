"""The canary: a leak that is planted on purpose, so that its alert proves the way from the wire to the alert.

Its conversation is whole and harmless: one HTTP POST of two invented values, from an address of the home zone to one of
the networks that are set aside for benchmarks and never routed (RFC 2544, RFC 6890). Its alerts bear a mark and no
severity. Only crafting it needs scapy; the daemon, which marks the alerts, does not.
"""

from __future__ import annotations

import ipaddress
import json
import random
import secrets
import socket
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import msgspec

from sensor.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sensor.model.alert import Alert

CANARY_HOST: Final = "canary.leaktap.invalid"
TAG: Final = "canary"
PATH: Final = "/leaktap-canary/"
BENCHMARK: Final = ipaddress.IPv4Network("198.18.0.0/15")
SENDER: Final = "10.20.0.250"

# Letters alone, and none that could spell a word: nothing that a detector might take for a value and mask.
_NONCE: Final = "bcdfghjkmnpqrstvwxz"
_NONCE_LETTERS: Final = 16
# Locally administered and nobody's: a switch sends it to every port, the mirrored one included; no router takes it.
_NOBODY: Final = "02:6c:74:63:61:6e"
_PORT: Final = 80
_EPHEMERAL: Final = (49_152, 65_535)
_VALUES: Final = 2
_REGION: Final = "110101"
# Nobody alive was born then.
_BORN: Final = "19000101"
_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_SYSFS: Final = Path("/sys/class/net")


def is_canary(alert: Alert) -> bool:
    """Whether an alert was raised by a canary.

    Whoever leaks can name any host. So the receiver has to be one that no leak can reach, and the values no more than
    a canary holds.
    """
    if alert.http is None or alert.http.host != CANARY_HOST:
        return False
    return alert.distinct <= _VALUES and _is_nowhere(alert.receiver.ip)


def marked(alert: Alert) -> Alert:
    """A canary's alert with its tag and without its severity, so that it wakes nobody; others as they are.

    Rules about transports tell of its connection as well: that is plaintext HTTP to an address that nobody has.
    """
    beside = alert.transport is not None and alert.transport.protocol == "http" and _is_nowhere(alert.receiver.ip)
    if not beside and not is_canary(alert):
        return alert
    return msgspec.structs.replace(alert, severity="info", tags=(*alert.tags, TAG))


def is_of(alert: Alert, nonce: str) -> bool:
    """Whether an alert was raised by the canary with this nonce."""
    return is_canary(alert) and alert.http is not None and nonce in (alert.http.path or "")


def _is_nowhere(address: str) -> bool:
    found = ipaddress.ip_address(address)
    return isinstance(found, ipaddress.IPv4Address) and found in BENCHMARK


class Canary(msgspec.Struct, frozen=True, kw_only=True):
    """One planted leak.

    Attributes:
        sender: IPv4 address in the home zone.
        receiver: Address of ``BENCHMARK``.
        nonce: What tells it from every other; in the path of its request.
        mobile: An invented PRC mobile number.
        resident_id: An invented PRC resident number with a right check character.
    """

    sender: str
    receiver: str
    nonce: str
    mobile: str
    resident_id: str

    @classmethod
    def hatch(cls, sender: str = SENDER, receiver: str | None = None) -> Canary:
        """Makes a new one; without ``receiver`` it goes to a random address of 198.18.0.0/15.

        Raises:
            UsageError: If the sender is no IPv4 address, or the receiver not of 198.18.0.0/15.
        """
        rng = random.SystemRandom()
        _require_ipv4(sender)
        if receiver is not None:
            _require_ipv4(receiver)
            if not _is_nowhere(receiver):
                reason = f"--to: {receiver} is not in {BENCHMARK}: the values would go to somebody"
                raise UsageError(reason)
        # Neither the first nor the last: no address of a network itself.
        somewhere = BENCHMARK[rng.randrange(1, BENCHMARK.num_addresses - 1)]
        return cls(
            sender=sender,
            receiver=receiver or str(somewhere),
            nonce="".join(secrets.choice(_NONCE) for _ in range(_NONCE_LETTERS)),
            mobile=f"1990000{rng.randrange(10_000):04}",
            resident_id=_resident_id(rng.randrange(1_000)),
        )

    def request(self) -> bytes:
        """The POST."""
        body = json.dumps({"mobile": self.mobile, "id_card": self.resident_id}).encode()
        head = (
            f"POST {PATH}{self.nonce} HTTP/1.1\r\nHost: {CANARY_HOST}\r\nUser-Agent: leaktap-canary\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
        )
        return head.encode() + body

    def frames(self, mac: str) -> list[bytes]:
        """Ethernet frames of the whole conversation, in order, sent by ``mac``.

        Raises:
            UsageError: If scapy is not installed.
        """
        try:
            from scapy.layers.inet import IP, TCP  # noqa: PLC0415 - an extra that only this needs
            from scapy.layers.l2 import Ether  # noqa: PLC0415 - as above
        except ImportError as error:
            reason = "a canary is crafted with scapy, which is not installed: pip install 'leaktap[craft]'"
            raise UsageError(reason) from error
        port = secrets.choice(range(*_EPHEMERAL))
        number = secrets.randbelow(0x8000) + 1
        found = []
        for index, (ours, flags, seq, ack, data) in enumerate(self._segments()):
            ends = (self.sender, self.receiver) if ours else (self.receiver, self.sender)
            ports = (port, _PORT) if ours else (_PORT, port)
            packet: Any = (
                Ether(src=mac, dst=_NOBODY)
                / IP(src=ends[0], dst=ends[1], id=number + index, flags="DF")
                / TCP(sport=ports[0], dport=ports[1], flags=flags, seq=seq, ack=ack)
                / data
            )
            # Building it fills lengths and checksums in.
            found.append(bytes(packet))
        return found

    def _segments(self) -> Iterator[tuple[bool, str, int, int, bytes]]:
        """Whether the sender sends it, flags, sequence and acknowledgement number, and data."""
        request, response = self.request(), b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n"
        mine, theirs = secrets.randbelow(1 << 31), secrets.randbelow(1 << 31)
        yield True, "S", mine, 0, b""
        yield False, "SA", theirs, mine + 1, b""
        mine, theirs = mine + 1, theirs + 1
        yield True, "A", mine, theirs, b""
        yield True, "PA", mine, theirs, request
        mine += len(request)
        yield False, "A", theirs, mine, b""
        yield False, "PA", theirs, mine, response
        theirs += len(response)
        yield True, "A", mine, theirs, b""
        yield False, "FA", theirs, mine, b""
        yield True, "FA", mine, theirs + 1, b""
        yield False, "A", theirs + 1, mine + 1, b""


def _require_ipv4(text: str) -> None:
    try:
        ipaddress.IPv4Address(text)
    except ValueError as error:
        reason = f"`{text}` is no IPv4 address"
        raise UsageError(reason) from error


def _resident_id(sequence: int) -> str:
    """A resident number with its check character (GB 11643-1999, ISO 7064 MOD 11-2)."""
    body = f"{_REGION}{_BORN}{sequence:03}"
    return body + "10X98765432"[sum(int(digit) * weight for digit, weight in zip(body, _WEIGHTS, strict=True)) % 11]


def home_address(networks: Sequence[str]) -> str:
    """The first host of the first IPv4 network.

    Raises:
        UsageError: If there is none.
    """
    for text in networks:
        network = ipaddress.ip_network(text, strict=False)
        if isinstance(network, ipaddress.IPv4Network):
            return str(next(iter(network.hosts())))
    reason = "the home zone has no IPv4 network: say where the canary comes from (--from ADDRESS)"
    raise UsageError(reason)


def release(canary: Canary, interface: str) -> int:
    """Sends a canary's frames out of an interface; returns when, ns since the epoch.

    Raises:
        UsageError: If there is no such interface, or it cannot be sent from.
    """
    try:
        mac = _SYSFS.joinpath(Path(interface).name, "address").read_text(encoding="ascii").strip()
        frames = canary.frames(mac)
        with socket.socket(socket.AF_PACKET, socket.SOCK_RAW) as channel:
            channel.bind((interface, 0))
            sent_ns = time.time_ns()
            for frame in frames:
                channel.send(frame)
    except PermissionError as error:
        reason = f"{interface}: sending frames needs root or CAP_NET_RAW"
        raise UsageError(reason) from error
    except OSError as error:
        reason = f"{interface}: {error.strerror or error} (`ip link` lists interfaces; it must be up)"
        raise UsageError(reason) from error
    return sent_ns

"""A peer for the benchmark: what a person who knows dpkt writes for this job.

Segments in order, HTTP of both sides, bodies inflated, four patterns with their check digits. What is no HTTP is
searched as it stands. It prints each value that it finds, with its detector.
"""

from __future__ import annotations

import contextlib
import re
import sys
import zlib
from pathlib import Path
from typing import TYPE_CHECKING

import dpkt

if TYPE_CHECKING:
    from collections.abc import Iterator

RESIDENT = re.compile(rb"(?<![0-9A-Za-z])[1-9]\d{5}(?:19|20)\d{9}[\dXx](?![0-9A-Za-z])")
MOBILE = re.compile(rb"(?<![0-9A-Za-z])1[3-9]\d{9}(?![0-9A-Za-z])")
CARD = re.compile(rb"(?<![0-9A-Za-z])[2-6]\d{3}(?:[ -]?\d{4}){2}[ -]?\d{1,7}(?![0-9A-Za-z])")
MAIL = re.compile(rb"[A-Za-z0-9._+-]{1,64}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}")
SPACE = 1 << 32


def resident(text: bytes) -> bool:
    """ISO 7064 MOD 11-2."""
    total = sum(int(chr(digit)) * pow(2, 17 - at, 11) for at, digit in enumerate(text[:17]))
    return "10X98765432"[total % 11] == chr(text[17]).upper()


def luhn(text: bytes) -> bool:
    """The card's check digit."""
    digits = [digit - 48 for digit in reversed(text)]
    return (sum(digits[::2]) + sum(d * 2 - 9 if d > 4 else d * 2 for d in digits[1::2])) % 10 == 0


def search(text: bytes) -> Iterator[tuple[str, str]]:
    """The values in a text."""
    for found in RESIDENT.findall(text):
        if resident(found):
            yield "cn.resident_id", found.decode().upper()
    for found in MOBILE.findall(text):
        yield "cn.mobile", found.decode()
    for found in CARD.findall(text):
        digits = re.sub(rb"[ -]", b"", found)
        if luhn(digits):
            yield "payment_card", digits.decode()
    for found in MAIL.findall(text):
        yield "email", found.decode().lower()


def streams(path: Path) -> Iterator[bytes]:
    """What each side of each connection said, and each datagram."""
    sides: dict[tuple[bytes, int, bytes, int], tuple[int, dict[int, bytes]]] = {}
    with path.open("rb") as file:
        for _, frame in dpkt.pcap.Reader(file):
            packet = dpkt.ethernet.Ethernet(frame).data
            segment = getattr(packet, "data", None)
            if isinstance(segment, dpkt.udp.UDP):
                yield bytes(segment.data)
            elif isinstance(segment, dpkt.tcp.TCP) and segment.data:
                key = (packet.src, segment.sport, packet.dst, segment.dport)
                first, parts = sides.setdefault(key, (segment.seq, {}))
                # Relative to the first that was seen; what came before it lies just below the whole space.
                at = (segment.seq - first + SPACE // 2) % SPACE
                parts.setdefault(at, segment.data)
    for _, parts in sides.values():
        yield b"".join(data for _, data in sorted(parts.items()))


def contents(stream: bytes) -> Iterator[bytes]:
    """What a stream carries: heads and bodies of messages, decoded, or itself."""
    kind = dpkt.http.Response if stream.startswith(b"HTTP/") else dpkt.http.Request
    rest = stream
    while rest:
        try:
            message = kind(rest)
        except dpkt.UnpackError:
            yield rest
            return
        yield rest[: len(rest) - len(message.data) - len(message.body)]
        body = message.body
        if message.headers.get("content-encoding") in ("gzip", "deflate"):
            with contextlib.suppress(zlib.error):
                body = zlib.decompress(body, 47)
        yield body
        rest = message.data


def main() -> None:
    """Searches the capture named on the command line."""
    seen: set[tuple[str, str]] = set()
    for stream in streams(Path(sys.argv[1])):
        for text in contents(stream):
            seen.update(search(text))
    for detector, value in sorted(seen):
        print(detector, value)


if __name__ == "__main__":
    main()

"""Frames and TCP conversations, built by hand: fast enough for captures of gigabytes. Standard library only."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator
    from pathlib import Path

MSS = 1460
MINIMUM = 60  # Ethernet, less the frame check sequence
FIN, SYN, PSH, ACK = 1, 2, 8, 16
_TCP = struct.Struct("!HHIIBBHHH").pack
_IP = struct.Struct("!BBHHHBBHII").pack
_RECORD = struct.Struct("<IIII").pack
_ETHERNET = bytes.fromhex("0200000000020200000000010800")


def folded(data: bytes) -> int:
    """The one's complement sum of 16-bit words (RFC 1071), as a residue: 2^16 is 1 modulo 65535."""
    return int.from_bytes(data + b"\0" if len(data) & 1 else data, "big") % 65535


class Host:
    """One direction of a conversation: the headers that never change."""

    __slots__ = ("dport", "dst", "ident", "sport", "src", "sum")

    def __init__(self, src: int, sport: int, dst: int, dport: int, ident: int) -> None:
        self.src, self.sport, self.dst, self.dport, self.ident = src, sport, dst, dport, ident
        self.sum = (src >> 16) + (src & 0xFFFF) + (dst >> 16) + (dst & 0xFFFF)

    def ip(self, protocol: int, length: int) -> bytes:
        """Ethernet and IPv4 headers for so many bytes of payload."""
        self.ident = ident = (self.ident + 1) & 0xFFFF
        check = 0xFFFF - (0x4500 + 20 + length + ident + 0x4000 + 0x4000 + protocol + self.sum) % 65535
        return _ETHERNET + _IP(0x45, 0, 20 + length, ident, 0x4000, 64, protocol, check, self.src, self.dst)

    def tcp(self, seq: int, ack: int, flags: int, data: bytes = b"") -> bytes:
        """A whole frame."""
        length = 20 + len(data)
        words = self.sum + 6 + length + self.sport + self.dport + (seq >> 16) + (seq & 0xFFFF)
        words += (ack >> 16) + (ack & 0xFFFF) + (0x5000 | flags) + 64240 + folded(data)
        header = _TCP(self.sport, self.dport, seq, ack, 0x50, flags, 64240, 0xFFFF - words % 65535, 0)
        return self.ip(6, length) + header + data

    def udp(self, data: bytes) -> bytes:
        """A whole frame, without checksum (RFC 768 allows that over IPv4)."""
        return self.ip(17, 8 + len(data)) + struct.pack("!HHHH", self.sport, self.dport, 8 + len(data), 0) + data


class Conversation:
    """Both ends of a flow. TCP methods yield ``(frame, side, start, end)``: the stream bytes that a frame carries."""

    def __init__(self, rng: random.Random, client: int, server: int, dport: int) -> None:
        sport = 32768 + rng.randrange(28000)
        self.rng = rng
        self.hosts = (
            Host(client, sport, server, dport, rng.getrandbits(16)),
            Host(server, dport, client, sport, rng.getrandbits(16)),
        )
        self.isn = (rng.getrandbits(32), rng.getrandbits(32))
        self.sent = [0, 0]

    def frame(self, side: int, flags: int, data: bytes = b"") -> tuple[bytes, int, int, int]:
        """The next frame of a side."""
        start = self.sent[side]
        seq = (self.isn[side] + start + (0 if flags & SYN else 1)) & 0xFFFFFFFF
        ack = (self.isn[1 - side] + 1 + self.sent[1 - side]) & 0xFFFFFFFF if flags & ACK else 0
        built = self.hosts[side].tcp(seq, ack, flags, data)
        self.sent[side] = start + len(data)
        return built, side, start, self.sent[side]

    def open(self) -> Iterator[tuple[bytes, int, int, int]]:
        """The three-way handshake."""
        yield self.frame(0, SYN)
        yield self.frame(1, SYN | ACK)
        yield self.frame(0, ACK)

    def send(self, side: int, data: bytes, segment: int = MSS) -> Iterator[tuple[bytes, int, int, int]]:
        """Data in segments; the peer acknowledges every second one."""
        for count, start in enumerate(range(0, len(data), segment), 1):
            last = start + segment >= len(data)
            yield self.frame(side, ACK | PSH if last else ACK, data[start : start + segment])
            if count % 2 == 0 or last:
                yield self.frame(1 - side, ACK)

    def close(self) -> Iterator[tuple[bytes, int, int, int]]:
        """FIN from both sides."""
        yield self.frame(0, FIN | ACK)
        self.sent[0] += 1
        yield self.frame(1, FIN | ACK)
        self.sent[1] += 1
        yield self.frame(0, ACK)


class Capture:
    """A classic pcap file (microseconds, Ethernet) being written at a steady line rate."""

    def __init__(self, path: Path, bits_per_second: float = 1e9) -> None:
        self.file: BinaryIO = path.open("wb")
        self.file.write(struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 262144, 1))
        self.pending: list[bytes] = []
        self.clock = 1_767_261_600 * 10**9
        self.ns_per_byte = 8e9 / bits_per_second
        self.size = 24
        self.packets = 0

    def write(self, frame: bytes) -> None:
        """Appends a frame; short ones are padded as Ethernet does."""
        if len(frame) < MINIMUM:
            frame = frame.ljust(MINIMUM, b"\0")
        length = len(frame)
        self.clock += int((length + 24) * self.ns_per_byte)
        micros = self.clock // 1000
        self.pending += (_RECORD(micros // 1_000_000, micros % 1_000_000, length, length), frame)
        self.size += length + 16
        self.packets += 1
        if len(self.pending) > 8192:
            self.flush()

    def flush(self) -> None:
        """Writes what is pending."""
        self.file.write(b"".join(self.pending))
        self.pending.clear()

    def close(self) -> None:
        """Writes the rest."""
        self.flush()
        self.file.close()

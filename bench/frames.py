"""Frames and TCP conversations, built by hand: fast enough for captures of gigabytes. Standard library only."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator
    from pathlib import Path

MINIMUM = 60  # Ethernet, less the frame check sequence
FIN, SYN, PSH, ACK = 1, 2, 8, 16
_TCP = struct.Struct("!HHIIBBHHH").pack
_IP = struct.Struct("!BBHHHBBHII").pack
_RECORD = struct.Struct("<IIII").pack
_ETHERNET = bytes.fromhex("020000000002020000000001")
_SYN_OPTIONS = bytes.fromhex("0402010303070101")


def folded(data: bytes) -> int:
    """The one's complement sum of 16-bit words (RFC 1071), as a residue: 2^16 is 1 modulo 65535."""
    return int.from_bytes(data + b"\0" if len(data) & 1 else data, "big") % 65535


def protocol(frame: bytes) -> int:
    """The transport protocol of a frame that was built here."""
    return frame[20] if frame[12] == 0x86 else frame[23]


class Host:
    """One direction of a conversation: the headers that never change. Addresses of 32 bits or of 128."""

    __slots__ = ("dport", "dst", "ident", "mss", "sport", "src", "sum", "wide")

    def __init__(self, src: int, sport: int, dst: int, dport: int, ident: int) -> None:
        self.src, self.sport, self.dst, self.dport, self.ident = src, sport, dst, dport, ident
        self.wide = src >> 32 != 0
        self.mss = 1440 if self.wide else 1460
        self.sum = src % 65535 + dst % 65535

    def ip(self, protocol: int, length: int) -> bytes:
        """Ethernet and IP headers for so many bytes of payload."""
        if self.wide:
            head = struct.pack("!IHBB", 6 << 28, length, protocol, 64)
            return _ETHERNET + b"\x86\xdd" + head + self.src.to_bytes(16, "big") + self.dst.to_bytes(16, "big")
        self.ident = ident = (self.ident + 1) & 0xFFFF
        check = 0xFFFF - (0x4500 + 20 + length + ident + 0x4000 + 0x4000 + protocol + self.sum) % 65535
        head = _IP(0x45, 0, 20 + length, ident, 0x4000, 64, protocol, check, self.src, self.dst)
        return _ETHERNET + b"\x08\x00" + head

    def tcp(self, seq: int, ack: int, flags: int, data: bytes = b"") -> bytes:
        """A whole frame; a SYN tells what stacks tell: segment size, selective acknowledgements, window scale 7."""
        options = b"\2\4" + self.mss.to_bytes(2, "big") + _SYN_OPTIONS if flags & SYN else b""
        length, offset = 20 + len(options) + len(data), (20 + len(options)) << 10
        words = self.sum + 6 + length + self.sport + self.dport + (seq >> 16) + (seq & 0xFFFF)
        words += (ack >> 16) + (ack & 0xFFFF) + (offset | flags) + 64240 + folded(options) + folded(data)
        header = _TCP(self.sport, self.dport, seq, ack, offset >> 8, flags, 64240, 0xFFFF - words % 65535, 0)
        return self.ip(6, length) + header + options + data

    def udp(self, data: bytes) -> bytes:
        """A whole frame."""
        length = 8 + len(data)
        words = self.sum + 17 + 2 * length + self.sport + self.dport + folded(data)
        header = struct.pack("!HHHH", self.sport, self.dport, length, 0xFFFF - words % 65535)
        return self.ip(17, length) + header + data


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

    def send(
        self, side: int, data: bytes, segment: int = 0, *, ack: bool = True, delayed: bool = True
    ) -> Iterator[tuple[bytes, int, int, int]]:
        """Data in segments; the peer acknowledges every second one, and the last of several, or any if not delayed."""
        segment = segment or self.hosts[side].mss
        for count, start in enumerate(range(0, len(data), segment), 1):
            last = start + segment >= len(data)
            yield self.frame(side, ACK | PSH if last else ACK, data[start : start + segment])
            if ack and (count % 2 == 0 or (last and (count > 1 or not delayed))):
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

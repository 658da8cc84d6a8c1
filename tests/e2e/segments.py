"""Rewrites captures as other senders and other paths would have sent them: the same streams in other packets."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    import random
    from collections.abc import Callable

# Magic numbers of classic captures, in microseconds and nanoseconds, by byte order.
_ORDERS: Final = {
    b"\xd4\xc3\xb2\xa1": "<",
    b"\x4d\x3c\xb2\xa1": "<",
    b"\xa1\xb2\xc3\xd4": ">",
    b"\xa1\xb2\x3c\x4d": ">",
}
_ETHERNET, _RAW, _SLL = 1, 101, 113
_IPV4, _IPV6, _VLANS = 0x0800, 0x86DD, (0x8100, 0x88A8)
_TCP: Final = 6
_FIN_PSH, _SYN = 0x09, 0x02
_SIZES: Final = (1, 2, 3, 5, 8, 13, 40, 200, 700)
# Pieces of a segment at most; the last one holds the rest.
_MOST_PIECES: Final = 60
# Payload of IP that is not cut.
_LEAST_CUT: Final = 16


class _Place(NamedTuple):
    """Offsets in a frame: of the IP header, the TCP header, the payload, and of the end of that."""

    ip: int
    tcp: int
    payload: int
    end: int


def _network(frame: bytes, link: int) -> tuple[int, int] | None:
    """Where IP begins, and its ether type."""
    if link == _ETHERNET:
        at = 12
        while (kind := int.from_bytes(frame[at : at + 2])) in _VLANS:
            at += 4
        return at + 2, kind
    if link == _SLL:
        return 16, int.from_bytes(frame[14:16])
    if link == _RAW and frame:
        return 0, _IPV4 if frame[0] >> 4 == 4 else _IPV6
    return None


def _place(frame: bytes, link: int) -> _Place | None:
    """The offsets of a whole TCP segment that is no fragment; None for anything else."""
    network = _network(frame, link)
    if network is None or len(frame) < network[0] + 40:
        return None
    ip, kind = network
    if kind == _IPV4:
        total, fragment = struct.unpack(">2xH2xH", frame[ip : ip + 8])
        tcp, end = ip + (frame[ip] & 15) * 4, ip + total
        if frame[ip + 9] != _TCP or fragment & 0x3FFF or not total:
            return None
    elif kind == _IPV6 and frame[ip + 6] == _TCP:
        tcp = ip + 40
        end = tcp + int.from_bytes(frame[ip + 4 : ip + 6])
    else:
        return None
    if end > len(frame) or tcp + 20 > end:
        return None
    payload = tcp + (frame[tcp + 12] >> 4) * 4
    return _Place(ip, tcp, payload, end) if payload <= end else None


def _piece(frame: bytes, place: _Place, start: int, stop: int) -> bytes:
    """A segment with the bytes from ``start`` to ``stop`` of the payload."""
    piece = bytearray(frame[: place.payload] + frame[place.payload + start : place.payload + stop])
    flags = place.tcp + 13
    opens = piece[flags] & _SYN != 0
    if place.payload + stop < place.end:
        piece[flags] &= ~_FIN_PSH & 0xFF
    if start:
        piece[flags] &= ~_SYN & 0xFF
    (sequence,) = struct.unpack_from(">I", piece, place.tcp + 4)
    struct.pack_into(">I", piece, place.tcp + 4, (sequence + start + (opens and start > 0)) & 0xFFFFFFFF)
    if piece[place.ip] >> 4 == 4:
        struct.pack_into(">H", piece, place.ip + 2, len(piece) - place.ip)
        piece[place.ip : place.tcp] = _checksummed(piece[place.ip : place.tcp])
    else:
        struct.pack_into(">H", piece, place.ip + 4, len(piece) - place.ip - 40)
    return bytes(piece)


def _pieces(frame: bytes, place: _Place, rng: random.Random) -> list[bytes]:
    size, at = place.end - place.payload, 0
    pieces: list[bytes] = []
    while at < size:
        stop = size if len(pieces) == _MOST_PIECES else min(size, at + rng.choice(_SIZES))
        pieces.append(_piece(frame, place, at, stop))
        at = stop
    return pieces


def _disordered(pieces: list[bytes], rng: random.Random, *, first: int) -> list[bytes]:
    """Neighbours change places, and one comes twice; those before ``first`` stay where they are."""
    for index in range(first, len(pieces) - 1):
        if rng.random() < 0.3:
            pieces[index : index + 2] = pieces[index + 1], pieces[index]
    if len(pieces) > 1 and rng.random() < 0.3:
        pieces.insert(rng.randrange(1, len(pieces)), rng.choice(pieces))
    return pieces


def _checksummed(header: bytearray) -> bytes:
    """An IPv4 header with its checksum (RFC 791 §3.1)."""
    struct.pack_into(">H", header, 10, 0)
    total = sum(struct.unpack(f">{len(header) // 2}H", header))
    for _ in range(2):
        total = (total & 0xFFFF) + (total >> 16)
    struct.pack_into(">H", header, 10, ~total & 0xFFFF)
    return bytes(header)


def _fragments(frame: bytes, ip: int, number: int, rng: random.Random) -> list[bytes]:
    """The fragments of an IPv4 packet, in any order; the frame alone if it is none or cannot be cut."""
    if len(frame) < ip + 28:
        return [frame]
    total, fragment = struct.unpack(">2xH2xH", frame[ip : ip + 8])
    start = ip + (frame[ip] & 15) * 4
    if fragment & 0x3FFF or not start + _LEAST_CUT < ip + total <= len(frame):
        return [frame]
    body, at = frame[start : ip + total], 0
    fragments: list[bytes] = []
    while at < len(body):
        rest = len(body) - at
        size = rest if len(fragments) == _MOST_PIECES else min(rest, 8 * rng.choice(_SIZES))
        header = bytearray(frame[ip:start])
        more = 0x2000 if size < rest else 0
        struct.pack_into(">HHH", header, 2, len(header) + size, number & 0xFFFF, at // 8 | more)
        fragments.append(frame[:ip] + _checksummed(header) + body[at : at + size])
        at += size
    rng.shuffle(fragments)
    return fragments


def fragmented(capture: bytes, rng: random.Random) -> bytes:
    """A classic capture with its IPv4 packets in fragments, in any order."""
    return _rewritten(
        capture,
        lambda frame, link, number: (
            _fragments(frame, found[0], number, rng)
            if (found := _network(frame, link)) and found[1] == _IPV4
            else [frame]
        ),
    )


def resegmented(capture: bytes, rng: random.Random, *, disorder: bool) -> bytes:
    """A classic capture with its TCP payloads cut into pieces, which come in order or not.

    The first bytes of a flow stay first: where a capture begins within a flow, nobody can know what was before.
    """
    begun = set[bytes]()

    def pieces(frame: bytes, link: int, _: int) -> list[bytes]:
        place = _place(frame, link)
        if place is None or place.end - place.payload <= 1:
            return [frame]
        found = _pieces(frame, place, rng)
        flow = frame[place.ip + 12 : place.tcp + 4]
        if disorder:
            found = _disordered(found, rng, first=int(flow not in begun))
        begun.add(flow)
        return found

    return _rewritten(capture, pieces)


def thinned(capture: bytes, rng: random.Random, share: float) -> bytes:
    """A classic capture without that share of its frames."""
    return _rewritten(capture, lambda frame, _link, _number: [frame] if rng.random() >= share else [])


def _rewritten(capture: bytes, become: Callable[[bytes, int, int], list[bytes]]) -> bytes:
    """A classic capture with what its whole frames become, by frame, link type and number.

    Raises:
        KeyError: If it is of another format.
    """
    order = _ORDERS[capture[:4]]
    link = struct.unpack_from(f"{order}I", capture, 20)[0] & 0xFFFF
    out, at = [capture[:24]], 24
    while at + 16 <= len(capture):
        seconds, fraction, held, length = struct.unpack_from(f"{order}IIII", capture, at)
        frame = capture[at + 16 : at + 16 + held]
        for new in become(frame, link, len(out)) if held == length else [frame]:
            out += (struct.pack(f"{order}IIII", seconds, fraction, len(new), len(new) + length - held), new)
        at += 16 + held
    return b"".join(out)

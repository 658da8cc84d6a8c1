"""The memory budget is a promise: floods are judged within it, and what had to go is counted."""

from __future__ import annotations

import json
import struct
import subprocess
import sys
from typing import IO, TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ENGINE_MIB = 64
# What the interpreter, its libraries and the engine's blocks take beside the engine's budget.
BESIDE_MIB = 80
ETHERNET = bytes.fromhex("020000000001020000000002 0800".replace(" ", ""))
SERVER = 0xC6336401
SYN, SYN_ACK, ACK, PUSH = 0x02, 0x12, 0x10, 0x18

LISTENER = """
import json, pathlib, sys
from sensor.engine import Engine, EngineOptions, StreamFeed
peak = 0
with Engine(options=EngineOptions(memory=int(sys.argv[1]) << 20, workers=int(sys.argv[2]))) as engine:
    for batch in engine.listen([StreamFeed(path="-")]):
        peak = max(peak, int(pathlib.Path("/proc/self/statm").read_text().split()[1]) * 4096 >> 20)
print(json.dumps({"peak": peak, "stats": batch.stats, "codes": {a.code: a.count for a in batch.anomalies},
                  "bytes": sum(sum(row.bytes.values()) for row in batch.coverage)}))
"""


def packet(client: int, *, out: bool, seq: int, ack: int, flags: int, data: bytes = b"") -> bytes:
    addresses = (0x0A000000 + client, SERVER) if out else (SERVER, 0x0A000000 + client)
    ports = (40000, 80) if out else (80, 40000)
    tcp = struct.pack(">HHIIBBHHH", *ports, seq & 0xFFFFFFFF, ack & 0xFFFFFFFF, 0x50, flags, 65535, 0, 0) + data
    ip = struct.pack(">BBHHHBBHII", 0x45, 0, 20 + len(tcp), (client + seq) & 0xFFFF, 0, 64, 6, 0, *addresses)
    return ETHERNET + ip + tcp


def syn_only(client: int) -> Iterator[bytes]:
    yield packet(client, out=True, seq=client, ack=0, flags=SYN)


def handshake(client: int) -> Iterator[bytes]:
    yield from syn_only(client)
    yield packet(client, out=False, seq=7, ack=client + 1, flags=SYN_ACK)
    yield packet(client, out=True, seq=client + 1, ack=8, flags=ACK)


def idle_after_a_request(client: int) -> Iterator[bytes]:
    yield from handshake(client)
    request = b"GET / HTTP/1.1\r\nHost: a.example\r\n\r\n"
    yield packet(client, out=True, seq=client + 1, ack=8, flags=PUSH, data=request)
    answer = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
    yield packet(client, out=False, seq=8, ack=client + 1 + len(request), flags=PUSH, data=answer)


def half_sent_body(client: int) -> Iterator[bytes]:
    yield from handshake(client)
    data = b"POST / HTTP/1.1\r\nHost: a.example\r\nContent-Length: 1000000\r\n\r\n" + b"a=b&" * 300
    yield packet(client, out=True, seq=client + 1, ack=8, flags=PUSH, data=data)


def wide_hole(client: int) -> Iterator[bytes]:
    yield from handshake(client)
    for number in range(1, 30):
        yield packet(client, out=True, seq=client + 1 + number * 1400, ack=8, flags=PUSH, data=bytes(1000))


def documents_at_once(client: int) -> Iterator[bytes]:
    """One HTTP/2 connection on which documents that have to be whole arrive side by side."""

    def frame(kind: int, flags: int, stream: int, data: bytes) -> bytes:
        return struct.pack(">IBI", len(data) << 8 | kind, flags, stream) + data

    yield from handshake(client)
    # POST http://a.example/ without Huffman codes (RFC 7541, appendix A).
    head = b"\x83\x86\x84\x41\x09a.example"
    piece = b"%%\n" * 5000
    streams = range(1, 81, 2)
    yield from (
        packet(client, out=True, seq=seq, ack=8, flags=PUSH, data=data)
        for seq, data in numbered(
            client + 1,
            [
                b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + frame(4, 0, 0, b""),
                *(frame(1, 4, stream, head) + frame(0, 0, stream, b"%PDF-1.7\n") for stream in streams),
                *(frame(0, 0, stream, piece) for _ in range(200) for stream in streams),
            ],
        )
    )


def numbered(seq: int, pieces: list[bytes]) -> Iterator[tuple[int, bytes]]:
    for piece in pieces:
        yield seq, piece
        seq += len(piece)


def write(pipe: IO[bytes], flood: Callable[[int], Iterator[bytes]], clients: int) -> int:
    pipe.write(struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 65535, 1))
    count = 0
    for client in range(clients):
        for frame in flood(client):
            seconds, micros = divmod(count * 2, 1_000_000)
            pipe.write(struct.pack("<IIII", 1_700_000_000 + seconds, micros, len(frame), len(frame)) + frame)
            count += 1
    return count


@pytest.mark.parametrize("workers", [1, 2])
@pytest.mark.parametrize(
    ("flood", "clients"),
    [
        (syn_only, 600_000),
        (idle_after_a_request, 150_000),
        (half_sent_body, 50_000),
        (wide_hole, 6_000),
        (documents_at_once, 1),
    ],
)
def test_a_flood_stays_within_the_budget(flood: Any, clients: int, workers: int) -> None:
    command = [sys.executable, "-P", "-c", LISTENER, str(ENGINE_MIB), str(workers)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
        assert child.stdin is not None
        assert child.stdout is not None
        sent = write(child.stdin, flood, clients)
        child.stdin.close()
        news = json.loads(child.stdout.read())
    stats = news["stats"]
    assert stats["packets"] == sent
    assert stats["flows"] >= clients
    assert stats["flows_evicted"] > 0
    assert stats["faults"] == 0
    assert stats["memory_peak"] <= ENGINE_MIB << 20
    assert news["peak"] <= ENGINE_MIB + BESIDE_MIB

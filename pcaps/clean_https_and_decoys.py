"""Nothing leaks here: a TLS-looking session, and a page of numbers that look like people and are not."""

from __future__ import annotations

import json
import random
import struct
import uuid

from traffic import Dialogue, Sample, card, resident_id


def sample() -> Sample:
    """An opaque flow and a JSON document of hard negatives."""
    out = Sample(shows="TLS-looking traffic and hard negatives only: nothing may be reported")
    rng = random.Random(20260104)
    tls = Dialogue(("10.20.0.31", 40031), ("203.0.113.43", 443), seed=4)
    tls.send(0, client_hello(rng))
    tls.send(1, record(22, b"\x02" + (70).to_bytes(3, "big") + b"\x03\x03" + rng.randbytes(32) + server_tail()))
    for _ in range(6):
        tls.send(0, record(23, rng.randbytes(300)))
        tls.send(1, record(23, rng.randbytes(4000)))

    rows = [decoy_row(rng, out) for _ in range(40)]
    document = json.dumps({"data": rows}, ensure_ascii=False).encode()
    page = Dialogue(("203.0.113.11", 51600), ("10.20.0.5", 80), seed=5)
    page.send(0, b"GET /api/v1/orders HTTP/1.1\r\nHost: crm.example.cn\r\nUser-Agent: Mozilla/5.0\r\n\r\n")
    head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(document)}\r\n\r\n"
    page.send(1, head.encode() + document)
    out.packets = tls.close() + page.close()
    return out


def decoy_row(rng: random.Random, out: Sample) -> dict[str, object]:
    """An order with wrong check digits, timestamps, hashes, floats, masked values and identifiers."""
    wrong_id, wrong_card = resident_id(rng), card(rng)
    wrong_id = wrong_id[:-1] + ("3" if wrong_id[-1] in "X2" else "2")
    wrong_card = wrong_card[:-1] + str((int(wrong_card[-1]) + 5) % 10)
    millis = str(1_767_261_600_000 + rng.randrange(10**9))
    out.decoys |= {wrong_id, wrong_card, millis}
    return {
        "order": rng.randrange(10**15, 10**16),
        "serial": wrong_id,
        "batch": wrong_card,
        "ts": int(millis),
        "trace": str(uuid.UUID(int=rng.getrandbits(128), version=4)),
        "sha1": f"{rng.getrandbits(160):040x}",
        "price": rng.randrange(10**7) / 100,
        "ratio": rng.random(),
        "phone": "138****8000",
        "idCard": "1101**********002X",
        "css": "@media print",
        "version": "10.20.0.5-13800.138",
    }


def record(kind: int, body: bytes) -> bytes:
    """A TLS record (RFC 8446 section 5.1)."""
    return struct.pack("!BHH", kind, 0x0303, len(body)) + body


def vector(body: bytes, size: int = 2) -> bytes:
    """A length and what it counts."""
    return len(body).to_bytes(size, "big") + body


def client_hello(rng: random.Random) -> bytes:
    """A TLS 1.3 client hello with a server name and ALPN (RFC 8446 section 4.1.2)."""
    name = b"shop.example.com"
    extensions = b"".join(
        number.to_bytes(2, "big") + vector(body)
        for number, body in (
            (0, vector(b"\0" + vector(name))),  # server_name
            (10, vector(b"\0\x1d")),  # supported_groups: x25519
            (13, vector(b"\x04\x03\x08\x04")),  # signature_algorithms
            (16, vector(vector(b"h2", 1))),  # ALPN
            (43, vector(b"\x03\x04", 1)),  # supported_versions: TLS 1.3
            (51, vector(b"\0\x1d" + vector(rng.randbytes(32)))),  # key_share
        )
    )
    hello = b"\x03\x03" + rng.randbytes(32) + b"\0" + vector(b"\x13\x01\x13\x02") + b"\x01\0" + vector(extensions)
    return record(22, b"\x01" + vector(hello, 3))


def server_tail() -> bytes:
    """The rest of a server hello after its random: session, suite, TLS 1.3 (RFC 8446 section 4.1.3)."""
    extensions = b"\0\x2b\0\x02\x03\x04" + b"\0\x33\0\x14\0\x1d\0\x10" + bytes(16)
    return b"\0\x13\x01\0" + vector(extensions)


if __name__ == "__main__":
    sample().write(__file__)

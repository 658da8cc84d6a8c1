"""An outside client downloads customers from a CRM server: a JSON list, then the same kind of data as a gzip'd CSV."""

from __future__ import annotations

import gzip
import json
import random

from traffic import Dialogue, Sample, people


def sample() -> Sample:
    """Two exchanges on one keep-alive connection; the responses leak."""
    out = Sample(shows="a CRM server answers an outside client with 60 customers as JSON and 80 as gzip'd CSV")
    rng = random.Random(20260101)
    listed, exported = people(rng, 60), people(rng, 80)
    rows = [
        {
            "id": 1_700_000_000_000_000_000 + rng.getrandbits(52),
            "name": p.name,
            "idCard": p.resident_id,
            "phone": p.mobile,
            "bankCard": p.card,
            "mail": p.email,
            "address": p.address,
            "created": 1_690_000_000_000 + rng.getrandbits(34),
        }
        for p in listed
    ]
    document = json.dumps({"code": 0, "data": rows}, ensure_ascii=False).encode()
    lines = ["姓名,身份证号,手机号,银行卡号,邮箱,地址"]
    lines += [f"{p.name},{p.resident_id},{p.mobile},{p.card},{p.email},{p.address}" for p in exported]
    table = gzip.compress("\r\n".join(lines).encode(), mtime=0)

    talk = Dialogue(("203.0.113.10", 51514), ("10.20.0.5", 80), seed=1)
    talk.send(0, request("/api/v1/customers?page=1"))
    talk.send(1, response("application/json; charset=utf-8", "", document))
    talk.send(0, request("/api/v1/customers/export.csv"))
    talk.send(1, response("text/csv; charset=utf-8", "Content-Encoding: gzip\r\n", table))
    out.packets = talk.close()
    out.expect_people(listed + exported)
    return out


def request(target: str) -> bytes:
    """A GET as a browser sends it."""
    return f"GET {target} HTTP/1.1\r\nHost: crm.example.cn\r\nUser-Agent: Mozilla/5.0\r\nAccept: */*\r\n\r\n".encode()


def response(media: str, extra: str, body: bytes) -> bytes:
    """A complete response."""
    head = f"HTTP/1.1 200 OK\r\nServer: nginx\r\nContent-Type: {media}\r\n{extra}Content-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


if __name__ == "__main__":
    sample().write(__file__)

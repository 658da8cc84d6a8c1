"""Generates the captures that `make bench` measures on, and beside each the truth of what it planted.

Five profiles: bulk-http (long keep-alive connections, a third of the bodies gzip'd), short-flows (HTTP, DNS, SMTP and
TLS-looking flows of about ten packets), opaque-tls, small-packets, disorder (short-flows reordered, repeated and with
losses). Deterministic by seed. Every value is invented; bodies also hold what a naive scanner trips over.
"""

from __future__ import annotations

import base64
import json
import quopri
import random
import struct
import zlib
from typing import TYPE_CHECKING
from urllib.parse import quote

from frames import Capture, Conversation

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import TypeAlias

    Frame: TypeAlias = tuple[bytes, int, int, int]

PROFILES = ("bulk-http", "short-flows", "opaque-tls", "small-packets", "disorder")
PLANTED_SHARE = 0.01
CONCURRENT = 400
TYPICAL = {"bulk-http": 270_000, "opaque-tls": 1_300_000, "small-packets": 20_000}  # bytes of a conversation
LOSS, REPEAT, DELAY = 0.005, 0.015, 0.035  # cumulative
REGIONS = ("110101", "310104", "320106", "330102", "440305", "500103", "510107", "610113")
NAMES = [a + b + c for a in "王李张刘陈杨黄赵周吴徐孙" for b in "伟芳娜敏静丽强磊军洋" for c in "勇艳杰娟涛"]
WORDS = ("account", "quarter", "invoice", "renewal", "region", "owner", "stage", "forecast", "contract", "ticket")
NOTES = ("回访后确认续约", "报价已发送,等待审批", "customer asked for a callback", "migrated from the old system")
FIELDS = {"cn.resident_id": "idCard", "cn.mobile": "phone", "payment_card": "bankCard", "email": "mail"}
LABELS = {"cn.resident_id": "身份证号:", "cn.mobile": "手机:", "payment_card": "card: ", "email": "mail: "}


def luhn_digit(body: str) -> str:
    """The digit that makes ``body`` pass the Luhn test."""
    doubled = [int(c) * (2 - n % 2) for n, c in enumerate(reversed(body))]
    return str(-sum(d - 9 if d > 9 else d for d in doubled) % 10)


def resident_id(rng: random.Random) -> str:
    """A resident ID with its check character (ISO 7064 MOD 11-2)."""
    born = f"{rng.randint(1950, 2005)}{rng.randint(1, 12):02}{rng.randint(1, 28):02}"
    body = f"{rng.choice(REGIONS)}{born}{rng.randint(1, 999):03}"
    return body + "10X98765432"[sum(int(c) * pow(2, 17 - n, 11) for n, c in enumerate(body)) % 11]


def value(rng: random.Random, detector: str) -> str:
    """An invented value that passes every check of the detector."""
    if detector == "cn.resident_id":
        return resident_id(rng)
    if detector == "cn.mobile":
        return f"{rng.choice(('135', '138', '139', '150', '159', '177', '186', '199'))}{rng.randrange(10**8):08}"
    if detector == "payment_card":
        prefix, length = rng.choice((("4", 16), ("51", 16), ("622848", 19), ("622202", 19)))
        body = prefix + "".join(rng.choices("0123456789", k=length - len(prefix) - 1))
        return body + luhn_digit(body)
    return f"{rng.choice(('wei', 'fang', 'alice', 'bob'))}.{rng.randrange(10**6)}@example.{rng.choice(('com', 'cn'))}"


class Flow:
    """A conversation with its own randomness and what it planted."""

    def __init__(self, profile: Profile, number: int, dport: int) -> None:
        self.rng = rng = random.Random(f"{profile.seed}/{number}")
        self.profile = profile
        client = (10 << 24) + (1 << 16) + number % 65000 + 1
        server = (203 << 24) + (113 << 8) + number % 250 + 1
        self.talk = Conversation(rng, client, server, dport)
        self.planted: list[tuple[str, str, int, int, int]] = []

    def plant(self) -> list[tuple[str, str]]:
        """The values of one message: mostly none."""
        if self.rng.random() >= PLANTED_SHARE:
            return []
        detectors = self.rng.sample(sorted(FIELDS), self.rng.choice((1, 1, 2, 4)))
        return [(detector, value(self.rng, detector)) for detector in detectors]

    def expect(self, items: list[tuple[str, str]], side: int, length: int) -> None:
        """``items`` are in the next ``length`` bytes of a side."""
        start = self.talk.sent[side]
        self.planted += [(detector, item, side, start, start + length) for detector, item in items]

    def record(self, extra: str = "") -> str:
        """A customer as JSON, with the numbers that a naive scanner takes for people."""
        bits = self.rng.getrandbits(200)
        return (
            f'{{"id":{1_700_000_000_000_000_000 + (bits & 0x1FFFFFFFFFFFFF)},'
            f'"name":"{NAMES[(bits >> 60) % len(NAMES)]}","note":"{NOTES[bits >> 62 & 3]}",'
            f'"balance":{(bits >> 70 & 0xFFFFFF) / 100},"created":{1_690_000_000_000 + (bits >> 94 & 0x7FFFFFFFF)},'
            f'"etag":"{bits >> 130:017x}","level":{bits >> 64 & 7},"active":true{extra}}}'
        )

    def decoy(self) -> str:
        """Now and then a number whose check digit is wrong."""
        if self.rng.random() >= 0.02:
            return ""
        right = resident_id(self.rng)
        return right[:-1] + ("3" if right[-1] in "X2" else "2")

    def json_body(self, size: int, items: list[tuple[str, str]]) -> bytes:
        """A list of customers, one of whom holds the planted values."""
        rows = [self.record() for _ in range(max(1, size // 230))]
        extra = "".join(f',"{FIELDS[detector]}":"{item}"' for detector, item in items)
        if decoy := self.decoy():
            extra += f',"serial":"{decoy}"'
        rows[self.rng.randrange(len(rows))] = self.record(extra)
        return f'{{"code":0,"data":[{",".join(rows)}]}}'.encode()

    def html_body(self, size: int, items: list[tuple[str, str]]) -> bytes:
        """A table with the planted values in one cell."""
        rng = self.rng
        rows = [
            f'<tr class="r{n}"><td>{rng.getrandbits(20)}</td><td>{rng.choice(NAMES)}</td><td>{rng.choice(NOTES)}</td>'
            f"<td>2026-01-1{n % 9} 1{n % 9}:30</td>"
            f'<td><a href="/c/{rng.getrandbits(64):x}">{rng.choice(WORDS)}</a></td></tr>'
            for n in range(max(1, size // 150))
        ]
        rows.insert(rng.randrange(len(rows)), "".join(f"<tr><td>{item}</td></tr>" for _, item in items) + self.decoy())
        return (
            "<!DOCTYPE html><style>@media print{td{padding:0}}</style><table>" + "\n".join(rows) + "</table>"
        ).encode()

    def exchange(self, size: int) -> Iterator[Frame]:
        """A request and its response."""
        rng = self.rng
        head = f"Host: crm{rng.randrange(50)}.example.com\r\nUser-Agent: Mozilla/5.0\r\n"
        head += f"Cookie: sid={rng.getrandbits(128):032x}\r\n"
        items = self.plant()
        if rng.random() < 0.3:
            pairs = [f"ts={1_690_000_000_000 + rng.getrandbits(34)}", f"note={quote(rng.choice(NOTES))}"]
            pairs += [f"{FIELDS[detector]}={quote(item, safe='')}" for detector, item in items]
            body = "&".join(pairs)
            form = "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: "
            request = f"POST /api/save HTTP/1.1\r\n{head}{form}{len(body)}\r\n\r\n{body}".encode()
        else:
            query = "".join(f"&{FIELDS[detector]}={quote(item, safe='')}" for detector, item in items)
            request = f"GET /api/list?page={rng.randrange(500)}{query} HTTP/1.1\r\n{head}\r\n".encode()
        self.expect(items, 0, len(request))
        yield from self.talk.send(0, request)

        items = self.plant()
        as_json = rng.random() < 0.6
        body_bytes = self.json_body(size, items) if as_json else self.html_body(size, items)
        head = f"HTTP/1.1 200 OK\r\nContent-Type: {'application/json' if as_json else 'text/html; charset=utf-8'}\r\n"
        if rng.random() < 1 / 3:
            packer = zlib.compressobj(6, zlib.DEFLATED, 31)
            body_bytes = packer.compress(body_bytes) + packer.flush()
            head += "Content-Encoding: gzip\r\n"
        if rng.random() < 0.25:
            body_bytes = b"".join(
                b"%x\r\n%b\r\n" % (len(part), part)
                for part in (body_bytes[n : n + 4000] for n in range(0, len(body_bytes), 4000))
            )
            response = f"{head}Transfer-Encoding: chunked\r\n\r\n".encode() + body_bytes + b"0\r\n\r\n"
        else:
            response = f"{head}Content-Length: {len(body_bytes)}\r\n\r\n".encode() + body_bytes
        self.expect(items, 1, len(response))
        yield from self.talk.send(1, response)

    def http(self, target: int, low: int, high: int) -> Iterator[Frame]:
        """Exchanges until about ``target`` bytes are sent."""
        yield from self.talk.open()
        while True:
            yield from self.exchange(self.rng.randint(low, high))
            if sum(self.talk.sent) >= target:
                break
        yield from self.talk.close()

    def smtp(self) -> Iterator[Frame]:
        """A mail in one of three transfer encodings."""
        rng, talk = self.rng, self.talk
        sender, recipient = value(rng, "email"), value(rng, "email")
        items = self.plant()
        lines = [" ".join(rng.choices(WORDS, k=10)) for _ in range(rng.randint(8, 30))]
        lines += [LABELS[detector] + item for detector, item in items]
        body = "\r\n".join(lines).encode()
        coding = rng.choice(("8bit", "quoted-printable", "base64"))
        if coding == "quoted-printable":
            body = quopri.encodestring(body.replace(b"\r\n", b"\n")).replace(b"\n", b"\r\n")
        elif coding == "base64":
            body = base64.encodebytes(body).replace(b"\n", b"\r\n")
        mail = (
            f"From: <{sender}>\r\nTo: <{recipient}>\r\nSubject: weekly report\r\nMIME-Version: 1.0\r\n"
            f"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: {coding}\r\n\r\n"
        ).encode() + body
        yield from talk.open()
        yield from talk.send(1, b"220 mx.example.com ESMTP\r\n")
        yield from talk.send(0, b"EHLO client.example.com\r\n")
        yield from talk.send(1, b"250-mx.example.com\r\n250 8BITMIME\r\n")
        for line, reply in ((f"MAIL FROM:<{sender}>", b"250 ok\r\n"), (f"RCPT TO:<{recipient}>", b"250 ok\r\n")):
            self.expect([("email", sender), ("email", recipient)], 0, len(line) + 2)
            yield from talk.send(0, line.encode() + b"\r\n")
            yield from talk.send(1, reply)
        yield from talk.send(0, b"DATA\r\n")
        yield from talk.send(1, b"354 go ahead\r\n")
        self.expect(items, 0, len(mail))
        yield from talk.send(0, mail + b"\r\n.\r\n")
        yield from talk.send(1, b"250 queued\r\n")
        yield from talk.close()

    def dns(self) -> Iterator[Frame]:
        """A question and its answer (RFC 1035)."""
        rng, (client, server) = self.rng, self.talk.hosts
        name = b"".join(bytes((len(w),)) + w for w in (rng.choice(WORDS).encode(), b"example", b"com")) + b"\0\0\1\0\1"
        ident = rng.randbytes(2)
        yield client.udp(ident + b"\1\0\0\1\0\0\0\0\0\0" + name), 0, 0, 0
        answer = name + b"\xc0\x0c\0\1\0\1\0\0\1\x2c\0\4" + rng.randbytes(4)
        yield server.udp(ident + b"\x81\x80\0\1\0\1\0\0\0\0" + answer), 1, 0, 0

    def tls(self, target: int) -> Iterator[Frame]:
        """Hellos, then random application data (RFC 8446)."""
        rng, talk = self.rng, self.talk
        name = f"app{rng.randrange(997)}.example.com".encode()
        sni = struct.pack("!HHHBH", 0, len(name) + 5, len(name) + 3, 0, len(name)) + name
        extensions = sni + bytes.fromhex("002b0003020304000a00040002001d001000050003026832")
        hello = (
            b"\3\3" + rng.randbytes(32) + b"\0\0\4\x13\1\x13\2\1\0" + struct.pack("!H", len(extensions)) + extensions
        )
        answer = b"\3\3" + rng.randbytes(32) + b"\0\x13\1\0\0\6\0\x2b\0\2\3\4"
        yield from talk.open()
        yield from talk.send(0, record(22, b"\1" + len(hello).to_bytes(3, "big") + hello))
        yield from talk.send(1, record(22, b"\2" + len(answer).to_bytes(3, "big") + answer) + record(20, b"\1"))
        yield from talk.send(0, record(20, b"\1") + record(23, rng.randbytes(300)))
        while target > 0:
            burst = [record(23, rng.randbytes(min(16384, max(64, target - n * 16384)))) for n in range(4)]
            target -= 4 * 16384
            yield from talk.send(1, b"".join(burst))
        yield from talk.close()

    def small(self, *, datagrams: bool) -> Iterator[Frame]:
        """A long conversation in frames of 64 to 100 bytes; some values are cut in two."""
        rng, talk = self.rng, self.talk
        if not datagrams:
            yield from talk.open()
        for _ in range(rng.randrange(50, 400)):
            side = int(rng.random() < 0.3)
            text = f"k={rng.randrange(10**6)} v={rng.getrandbits(64):x} st={rng.choice(WORDS)}".encode()[:46]
            if rng.random() < PLANTED_SHARE / 10:
                item = ("cn.resident_id", resident_id(rng))
                text = f"id={item[1]};".encode()
                self.expect([item], side, len(text))
            if datagrams:
                yield talk.hosts[side].udp(text), side, 0, 0
            else:
                yield from talk.send(side, text, segment=24)
        if not datagrams:
            yield from talk.close()


def record(kind: int, body: bytes) -> bytes:
    """A TLS record."""
    return struct.pack("!BHH", kind, 0x0303, len(body)) + body


class Profile:
    """One capture: starts conversations, mixes them, writes frames and truth."""

    def __init__(self, name: str, size: int, seed: int = 1) -> None:
        self.name, self.size = name, size
        self.seed = f"{'short-flows' if name == 'disorder' else name}/{seed}"
        self.noise = random.Random(f"{name}/{seed}/noise")
        self.started = 0

    def conversation(self) -> tuple[Flow, Iterator[Frame]]:
        """The next conversation of this profile."""
        number, self.started = self.started, self.started + 1
        draw = random.Random(f"{self.seed}/kind/{number}").random()
        if self.name == "bulk-http":
            port, start = 80, lambda flow: flow.http(250_000, 4_000, 40_000)
        elif self.name == "opaque-tls":
            port, start = 443, lambda flow: flow.tls(200_000 + int(draw * 2_000_000))
        elif self.name == "small-packets":
            port, start = 30001 + number % 4, lambda flow: flow.small(datagrams=draw < 0.6)
        elif draw < 0.45:
            port, start = 80, lambda flow: flow.http(1, 700, 2800)
        elif draw < 0.6:
            port, start = 53, Flow.dns
        elif draw < 0.75:
            port, start = 25, Flow.smtp
        else:
            port, start = 443, lambda flow: flow.tls(int(draw * 2000))
        flow = Flow(self, number, port)
        return flow, start(flow)

    def disordered(self, frames: Iterator[Frame], lost: list[tuple[int, int, int]]) -> Iterator[Frame]:
        """Loses, repeats and delays TCP segments."""
        noise = self.noise
        late: list[tuple[int, Frame]] = []
        for position, frame in enumerate(frames):
            draw = noise.random() if frame[0][23] == 6 else 1.0
            if draw < LOSS:
                lost.append(frame[1:])
            elif draw < DELAY:
                late.append((position + noise.randrange(1, 4), frame))
            if draw >= DELAY or LOSS <= draw < REPEAT:
                yield frame
            for due in [entry for entry in late if entry[0] <= position]:
                late.remove(due)
                yield due[1]
        for _, frame in late:
            yield frame

    def write(self, path: Path) -> None:
        """Writes the capture, and the truth as JSON Lines beside it."""
        capture = Capture(path)
        truth: list[dict[str, object]] = []
        concurrent = max(4, min(CONCURRENT, self.size // TYPICAL.get(self.name, 3000) // 4))
        active: list[tuple[Flow, Iterator[Frame], list[tuple[int, int, int]]]] = []
        while True:
            while capture.size < self.size and len(active) < concurrent:
                flow, frames = self.conversation()
                lost: list[tuple[int, int, int]] = []
                active.append((flow, self.disordered(frames, lost) if self.name == "disorder" else frames, lost))
            if not active:
                break
            index = self.noise.randrange(len(active))
            flow, frames, lost = active[index]
            for _ in range(self.noise.randint(1, 8)):
                frame = next(frames, None)
                if frame is None:
                    truth += told(flow, lost)
                    active[index] = active[-1]
                    active.pop()
                    break
                capture.write(frame[0])
        capture.close()
        with path.with_suffix(".truth.jsonl").open("w", encoding="utf-8") as out:
            out.writelines(json.dumps(entry) + "\n" for entry in truth)


def told(flow: Flow, lost: list[tuple[int, int, int]]) -> Iterator[dict[str, object]]:
    """The truth of a conversation; what a lost segment overlaps cannot be demanded of a sensor."""
    for detector, item, side, start, end in flow.planted:
        hit = any(s == side and a < end and b > start for s, a, b in lost)
        yield {"detector": detector, "value": item, "lost": hit}

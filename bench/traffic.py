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

from frames import Capture, Conversation, protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
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
STREETS = ("浙江省杭州市西湖区文三路", "广东省深圳市南山区科苑路", "北京市朝阳区建国路", "四川省成都市武侯区天府大道")
TEAMS = ("华东销售部", "客户成功部", "财务共享中心", "key-accounts")
WORDS = ("account", "quarter", "invoice", "renewal", "region", "owner", "stage", "forecast", "contract", "ticket")
NOTES = (
    "回访后确认续约,合同待盖章",
    "报价已发送,等待法务审批",
    "customer asked for a callback next week",
    "migrated from crm 1",
)
BROWSER = (
    "User-Agent: Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/126.0\r\n"
    "Accept: application/json,text/html;q=0.9,*/*;q=0.8\r\nAccept-Encoding: gzip\r\nAccept-Language: zh-CN,zh;q=0.9\r\n"
)
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
        client, server = number % 60000 + 1, rng.randrange(250) + 1
        if rng.random() < 0.1:
            hosts = (0x20010DB8_00000001 << 64) + client, (0x20010DB8_00000002 << 64) + server
        else:
            hosts = (10 << 24) + (1 << 16) + client, (10 << 24) + (2 << 16) + server
        self.talk = Conversation(rng, *hosts, dport)
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
        bits = self.rng.getrandbits(224)
        return (
            f'{{"id":{1_700_000_000_000_000_000 + (bits & 0x1FFFFFFFFFFFFF)},'
            f'"name":"{NAMES[(bits >> 60) % len(NAMES)]}","dept":"{TEAMS[bits >> 70 & 3]}",'
            f'"addr":"{STREETS[bits >> 76 & 3]}{bits >> 82 & 511}号","level":{bits >> 91 & 7},'
            f'"balance":{(bits >> 94 & 0xFFFFFF) / 100},"created":{1_690_000_000_000 + (bits >> 118 & 0x7FFFFFFFF)},'
            f'"etag":"{bits >> 160:016x}","note":"{NOTES[bits >> 153 & 3]}","active":true{extra}}}'
        )

    def row(self, extra: str = "") -> str:
        """A customer as the row of a table."""
        bits = self.rng.getrandbits(160)
        return (
            f'<tr class="row r{bits & 1}"><td>{bits >> 1 & 0xFFFFF}</td><td>{NAMES[(bits >> 21) % len(NAMES)]}</td>'
            f"<td>{STREETS[bits >> 31 & 3]}{bits >> 37 & 511}号</td><td>2026-0{1 + (bits >> 46 & 7)}-1{bits >> 49 & 7} "
            f"1{bits >> 52 & 7}:3{bits >> 55 & 7}</td><td>¥{(bits >> 58 & 0xFFFFFF) / 100}</td>"
            f'<td><a href="/c/{bits >> 82:x}">{WORDS[(bits >> 100) % len(WORDS)]}</a>{extra}</td></tr>\n'
        )

    def decoy(self) -> str:
        """Now and then a number whose check digit is wrong."""
        if self.rng.random() >= 0.02:
            return ""
        right = resident_id(self.rng)
        return right[:-1] + ("3" if right[-1] in "X2" else "2")

    def json_body(self, size: int, items: list[tuple[str, str]]) -> bytes:
        """A list of customers, one of whom holds the planted values."""
        rows = [self.record() for _ in range(max(1, size // 330))]
        extra = "".join(f',"{FIELDS[detector]}":"{item}"' for detector, item in items)
        if decoy := self.decoy():
            extra += f',"serial":"{decoy}"'
        if extra:
            rows[self.rng.randrange(len(rows))] = self.record(extra)
        return f'{{"code":0,"msg":"ok","data":[{",".join(rows)}]}}'.encode()

    def html_body(self, size: int, items: list[tuple[str, str]]) -> bytes:
        """A table with the planted values in one cell."""
        rows = [self.row() for _ in range(max(1, size // 190))]
        if extra := "".join(f"<span>{item}</span>" for _, item in items) + self.decoy():
            rows[self.rng.randrange(len(rows))] = self.row(extra)
        head = '<!DOCTYPE html><html><head><meta charset="utf-8"><style>@media print{td{padding:0}}</style></head>'
        return f"{head}<body><table>\n{''.join(rows)}</table></body></html>".encode()

    def form_body(self, size: int, items: list[tuple[str, str]]) -> bytes:
        """Fields in no order; notes fill it up."""
        rng = self.rng
        pairs = [f"ts={1_690_000_000_000 + rng.getrandbits(34)}", f"token={rng.getrandbits(128):032x}"]
        pairs.append(f"name={quote(rng.choice(NAMES))}")
        while sum(map(len, pairs)) < size:
            pairs.append(f"f{len(pairs)}={quote(rng.choice(NOTES))}")
        pairs += [f"{FIELDS[detector]}={quote(item, safe='')}" for detector, item in items]
        rng.shuffle(pairs)
        return "&".join(pairs).encode()

    def request(self, items: list[tuple[str, str]]) -> bytes:
        """What a browser sends: a form now and then, a query else."""
        rng = self.rng
        head = f"Host: crm{rng.randrange(50)}.example.com\r\n{BROWSER}"
        head += f"Cookie: sid={rng.getrandbits(128):032x}; uid={rng.randrange(10**6)}\r\nConnection: keep-alive\r\n"
        if rng.random() < 0.3:
            body = self.form_body(rng.choice((100, 300, 900)), items)
            form = f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
            return f"POST /api/customer/save HTTP/1.1\r\n{head}{form}".encode() + body
        query = f"page={rng.randrange(500)}&t={1_690_000_000_000 + rng.getrandbits(34)}"
        query += "".join(f"&{FIELDS[detector]}={quote(item, safe='')}" for detector, item in items)
        return f"GET /api/customers?{query} HTTP/1.1\r\n{head}\r\n".encode()

    def response(self, size: int, items: list[tuple[str, str]]) -> bytes:
        """Customers in JSON or HTML; a third is gzip'd, a quarter chunked."""
        rng = self.rng
        as_json = rng.random() < 0.6
        body = self.json_body(size, items) if as_json else self.html_body(size, items)
        media = "application/json;charset=UTF-8" if as_json else "text/html; charset=utf-8"
        head = f"HTTP/1.1 200 OK\r\nServer: nginx\r\nContent-Type: {media}\r\nConnection: keep-alive\r\n"
        if rng.random() < 1 / 3:
            packer = zlib.compressobj(6, zlib.DEFLATED, 31)
            body = packer.compress(body) + packer.flush()
            head += "Content-Encoding: gzip\r\n"
        if rng.random() < 0.25:
            step = rng.choice((512, 2048, 4096, 8192))
            parts = [body[n : n + step] for n in range(0, len(body), step)]
            body = b"".join(b"%x\r\n%b\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"
            return f"{head}Transfer-Encoding: chunked\r\n\r\n".encode() + body
        return f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body

    def exchange(self, size: int) -> Iterator[Frame]:
        """A request and its response."""
        for side in (0, 1):
            items = self.plant()
            message = self.response(size, items) if side else self.request(items)
            self.expect(items, side, len(message))
            yield from self.talk.send(side, message)

    def http(self, target: int, sizes: Callable[[random.Random], int]) -> Iterator[Frame]:
        """Exchanges until about ``target`` bytes are sent."""
        yield from self.talk.open()
        while True:
            yield from self.exchange(sizes(self.rng))
            if sum(self.talk.sent) >= target:
                break
        yield from self.talk.close()

    def smtp(self) -> Iterator[Frame]:
        """A mail in one of three transfer encodings."""
        rng, talk = self.rng, self.talk
        sender, recipient = value(rng, "email"), value(rng, "email")
        items = self.plant()
        lines = [" ".join(rng.choices(WORDS, k=10)) for _ in range(rng.randint(8, 32))]
        lines += [LABELS[detector] + item for detector, item in items]
        body = "\r\n".join(lines).encode()
        coding = rng.choice(("8bit", "quoted-printable", "base64"))
        if coding == "quoted-printable":
            body = quopri.encodestring(body.replace(b"\r\n", b"\n")).replace(b"\n", b"\r\n")
        elif coding == "base64":
            body = base64.encodebytes(body).replace(b"\n", b"\r\n")
        mail = (
            f"From: <{sender}>\r\nTo: <{recipient}>\r\nSubject: weekly customer report\r\nMIME-Version: 1.0\r\n"
            f"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: {coding}\r\n\r\n"
        ).encode() + body
        yield from talk.open()
        yield from talk.send(1, b"220 mx.example.com ESMTP ready\r\n", ack=False)
        yield from talk.send(0, b"EHLO client.example.com\r\n", ack=False)
        yield from talk.send(1, b"250-mx.example.com\r\n250-PIPELINING\r\n250 8BITMIME\r\n", ack=False)
        envelope = f"MAIL FROM:<{sender}>\r\nRCPT TO:<{recipient}>\r\nDATA\r\n".encode()
        self.expect([("email", sender), ("email", recipient)], 0, len(envelope))
        yield from talk.send(0, envelope, ack=False)
        yield from talk.send(1, b"250 ok\r\n250 ok\r\n354 go ahead\r\n", ack=False)
        self.expect(items, 0, len(mail))
        yield from talk.send(0, mail + b"\r\n.\r\n")
        yield from talk.send(1, b"250 queued\r\n", ack=False)
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
        hello, answer = hellos(rng, f"app{rng.randrange(997)}.example.com".encode())
        yield from talk.open()
        yield from talk.send(0, hello, ack=False)
        yield from talk.send(1, answer, ack=False)
        yield from talk.send(0, record(20, b"\1") + record(23, rng.randbytes(53)), ack=False)
        yield from talk.send(0, record(23, rng.randbytes(300)), ack=False)
        while target > 0:
            sizes = [min(16384, max(64, target - n * 16384)) for n in range(4) if target > n * 16384]
            target -= 4 * 16384
            yield from talk.send(1, b"".join(record(23, rng.randbytes(size)) for size in sizes))
        yield from talk.close()

    def small(self, *, datagrams: bool) -> Iterator[Frame]:
        """A long conversation in frames of 64 to 100 bytes; some values are cut in two."""
        rng, talk = self.rng, self.talk
        if not datagrams:
            yield from talk.open()
        for _ in range(rng.randrange(50, 400)):
            side, split = int(rng.random() < 0.3), 0
            text = f"k={rng.randrange(10**6)} v={rng.getrandbits(64):x} st={rng.choice(WORDS)} ".encode()
            text = text[: rng.randrange(22, 59 if datagrams else 47)]
            if rng.random() < PLANTED_SHARE / 10:
                item = ("cn.resident_id", resident_id(rng))
                text = f"st={rng.choice(WORDS)} id={item[1]};".encode()
                split = len(text) - 6
                self.expect([item], side, len(text))
            if datagrams:
                yield talk.hosts[side].udp(text), side, 0, 0
            else:
                yield from talk.send(side, text, segment=split, ack=False)
        if not datagrams:
            yield from talk.close()


def record(kind: int, body: bytes) -> bytes:
    """A TLS record."""
    return struct.pack("!BHH", kind, 0x0303, len(body)) + body


def hellos(rng: random.Random, name: bytes) -> tuple[bytes, bytes]:
    """What both sides of a TLS 1.3 connection open with: hellos, and the server's flight under its handshake keys."""
    session = b"\x20" + rng.randbytes(32)

    def extension(kind: int, body: bytes) -> bytes:
        return struct.pack("!HH", kind, len(body)) + body

    def handshake(kind: int, body: bytes, extensions: bytes) -> bytes:
        body += struct.pack("!H", len(extensions)) + extensions
        return record(22, bytes((kind,)) + len(body).to_bytes(3, "big") + body)

    offered = extension(0, struct.pack("!HBH", len(name) + 3, 0, len(name)) + name)
    offered += extension(16, b"\0\x0c\2h2\x08http/1.1") + extension(43, b"\4\3\4\3\3")
    offered += extension(10, b"\0\4\0\x1d\0\x17") + extension(13, b"\0\x08\4\3\x08\4\4\1\5\3")
    offered += extension(51, b"\0\x24\0\x1d\0\x20" + rng.randbytes(32))
    suites = bytes.fromhex("000e130113021303c02bc02fc02cc0300100")
    taken = extension(43, b"\3\4") + extension(51, b"\0\x1d\0\x20" + rng.randbytes(32))
    hello = handshake(1, b"\3\3" + rng.randbytes(32) + session + suites, offered)
    answer = handshake(2, b"\3\3" + rng.randbytes(32) + session + b"\x13\1\0", taken)
    return hello, answer + record(20, b"\1") + record(23, rng.randbytes(900))


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
            port, start = 80, lambda flow: flow.http(250_000, bulk_size)
        elif self.name == "opaque-tls":
            port, start = 443, lambda flow: flow.tls(200_000 + int(draw * 2_000_000))
        elif self.name == "small-packets":
            port, start = 30001 + number % 4, lambda flow: flow.small(datagrams=draw < 0.6)
        elif draw < 0.45:
            port, start = (80, 80, 8080)[number % 3], lambda flow: flow.http(1, lambda rng: rng.randrange(700, 2800))
        elif draw < 0.6:
            port, start = 53, Flow.dns
        elif draw < 0.75:
            port, start = 25, Flow.smtp
        else:
            port, start = 443, lambda flow: flow.tls(200 + int((draw - 0.75) * 11_200))
        flow = Flow(self, number, port)
        return flow, start(flow)

    def disordered(self, frames: Iterator[Frame], lost: list[tuple[int, int, int]]) -> Iterator[Frame]:
        """Loses, repeats and delays TCP segments."""
        noise = self.noise
        late: list[tuple[int, Frame]] = []
        for position, frame in enumerate(frames):
            draw = noise.random() if protocol(frame[0]) == 6 else 1.0
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


def bulk_size(rng: random.Random) -> int:
    """Bytes of a body: half of them have less than 11 KB, the mean is 16 KB."""
    return min(int(rng.lognormvariate(9.3, 0.9)), 200_000)


def told(flow: Flow, lost: list[tuple[int, int, int]]) -> Iterator[dict[str, object]]:
    """The truth of a conversation; what a lost segment overlaps cannot be demanded of a sensor."""
    for detector, item, side, start, end in flow.planted:
        hit = any(s == side and a < end and b > start for s, a, b in lost)
        yield {"detector": detector, "value": item, "lost": hit}

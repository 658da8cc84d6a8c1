"""What the sample scripts share: synthetic people, TCP dialogues, and writing a capture with what must be found in it.

Everything is deterministic: fixed seeds, fixed times, fixed addresses. All values are invented; check digits are right
where a sensor would check them, and wrong on purpose where they are decoys. Inside is 10.20.0.0/24, outside is
203.0.113.0/24 (RFC 5737).
"""

from __future__ import annotations

import json
import random
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scapy.layers.inet import IP, TCP
from scapy.layers.l2 import Ether
from scapy.utils import PcapWriter

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scapy.packet import Packet

FOLDER = Path(__file__).resolve().parent
START = 1_767_261_600.0  # 2026-01-01 10:00:00 UTC
STEP = 0.0005
SEGMENT = 1400
SURNAMES = "王李张刘陈杨黄赵周吴徐孙马朱胡郭何林高罗"
GIVEN = ("伟", "芳", "娜", "敏", "静", "丽", "强", "磊", "洋", "艳", "勇", "杰", "娟", "涛", "明", "超", "霞", "平")
STREETS = ("文三路", "漕溪北路", "科苑路", "建国路", "天府大道", "中山路")
REGIONS = ("110101", "310104", "320106", "330102", "440305", "510107")


@dataclass(frozen=True, kw_only=True)
class Person:
    """An invented customer."""

    name: str
    resident_id: str
    mobile: str
    card: str
    email: str
    address: str


def luhn_digit(body: str) -> str:
    """The check digit that makes ``body`` pass the Luhn test (ISO/IEC 7812-1)."""
    total = 0
    for place, character in enumerate(reversed(body)):
        digit = int(character) * (2 - place % 2)
        total += digit - 9 if digit > 9 else digit  # noqa: PLR2004 -- the digits of a two-digit number
    return str(-total % 10)


def resident_id(rng: random.Random) -> str:
    """A resident ID with its check character (GB 11643-1999, ISO 7064 MOD 11-2)."""
    born = f"{rng.randint(1955, 2003)}{rng.randint(1, 12):02}{rng.randint(1, 28):02}"
    body = f"{rng.choice(REGIONS)}{born}{rng.randint(1, 999):03}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return body + "10X98765432"[sum(int(c) * w for c, w in zip(body, weights, strict=True)) % 11]


def mobile(rng: random.Random) -> str:
    """A PRC mobile number of an assigned segment."""
    return f"{rng.choice(('135', '138', '139', '150', '159', '177', '186', '188'))}{rng.randrange(10**8):08}"


def card(rng: random.Random) -> str:
    """A 19-digit UnionPay debit card number."""
    body = f"622202{rng.randrange(10**12):012}"
    return body + luhn_digit(body)


def people(rng: random.Random, count: int) -> list[Person]:
    """So many invented customers."""
    return [
        Person(
            name=rng.choice(SURNAMES) + "".join(rng.sample(GIVEN, 2)),
            resident_id=resident_id(rng),
            mobile=mobile(rng),
            card=card(rng),
            email=f"customer{rng.randrange(10**5):05}@example.{rng.choice(('cn', 'com', 'org'))}",
            address=f"杭州市西湖区{rng.choice(STREETS)}{rng.randint(1, 400)}号",
        )
        for _ in range(count)
    ]


@dataclass(kw_only=True)
class Sample:
    """A capture in the making, and what must and must not be found in it."""

    shows: str
    packets: list[Packet] = field(default_factory=list)
    expected: dict[str, set[str]] = field(default_factory=dict)
    decoys: set[str] = field(default_factory=set)
    direction: str = "egress"
    facts: dict[str, Any] = field(default_factory=dict)

    def expect(self, detector: str, values: Iterable[str]) -> None:
        """These values, normalised as records show them, are in the capture."""
        self.expected.setdefault(detector, set()).update(values)

    def expect_people(self, customers: Iterable[Person], *, but: frozenset[str] = frozenset()) -> None:
        """All that these customers' records tell, except the named fields."""
        detectors = {"resident_id": "cn.resident_id", "mobile": "cn.mobile", "card": "payment_card", "email": "email"}
        for customer in customers:
            for attribute, detector in detectors.items():
                if attribute not in but:
                    self.expect(detector, [getattr(customer, attribute)])

    def write(self, script: str) -> None:
        """Writes the capture beside its script, and its entry in ``expected.json``."""
        name = Path(script).with_suffix(".pcap").name
        with PcapWriter(str(FOLDER / name), linktype=1, sync=True) as writer:
            for number, packet in enumerate(self.packets):
                packet.time = START + number * STEP
                writer.write(packet)
        listing = FOLDER / "expected.json"
        entries = json.loads(listing.read_text(encoding="utf-8")) if listing.exists() else {}
        entries[name] = {
            "shows": self.shows,
            "direction": self.direction,
            "expected": {detector: sorted(values) for detector, values in sorted(self.expected.items())},
            "decoys": sorted(self.decoys),
            "facts": self.facts,
        }
        text = json.dumps(dict(sorted(entries.items())), ensure_ascii=False, indent=2)
        listing.write_text(text + "\n", encoding="utf-8")


class Dialogue:
    """A TCP conversation: each call appends segments, numbered and acknowledged as both ends would."""

    def __init__(self, client: tuple[str, int], server: tuple[str, int], seed: int) -> None:
        """Ends as (address, port); ``seed`` decides the initial sequence numbers."""
        rng = random.Random(seed)
        self.ends = (client, server)
        self.next = [rng.getrandbits(32), rng.getrandbits(32)]
        self.ident = rng.getrandbits(16)
        self.packets: list[Packet] = []
        self._segment(0, "S")
        self._segment(1, "SA")
        self._segment(0, "A")

    def _segment(self, side: int, flags: str, data: bytes = b"") -> None:
        (source, sport), (target, dport) = self.ends[side], self.ends[1 - side]
        self.ident = (self.ident + 1) & 0xFFFF
        macs = ("02:00:00:00:00:01", "02:00:00:00:00:02")
        header = TCP(
            sport=sport,
            dport=dport,
            seq=self.next[side],
            ack=self.next[1 - side] if "A" in flags else 0,
            flags=flags,
            window=64240,
        )
        frame = Ether(src=macs[side], dst=macs[1 - side]) / IP(src=source, dst=target, id=self.ident, flags="DF")
        self.packets.append(frame / header / data if data else frame / header)
        self.next[side] = (self.next[side] + len(data) + ("S" in flags or "F" in flags)) % 2**32

    def send(self, side: int, data: bytes, *, segment: int = SEGMENT) -> None:
        """Side 0 (client) or 1 (server) sends ``data``; the other acknowledges it."""
        for start in range(0, len(data), segment):
            self._segment(side, "PA" if start + segment >= len(data) else "A", data[start : start + segment])
        self._segment(1 - side, "A")

    def close(self) -> list[Packet]:
        """Both ends say good-bye; all packets so far."""
        self._segment(0, "FA")
        self._segment(1, "FA")
        self._segment(0, "A")
        return self.packets

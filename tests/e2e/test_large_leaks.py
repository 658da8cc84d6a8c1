"""A large leak is counted whole: every account of an export and of a dump, in texts longer than a part of a message."""

from __future__ import annotations

import base64
import uuid
from hashlib import sha256
from typing import TYPE_CHECKING, Final

import pytest
from scapy.layers.inet import IP, TCP
from scapy.layers.l2 import Ether
from scapy.utils import wrpcap

from sensor.engine import Engine, EngineOptions
from sensor.report.leaks import Leaks
from sensor.ruleset.compile import compile_pack
from sensor.ruleset.loader import load

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

ACCOUNTS: Final = 30_000
# Rows that a cut between two parts costs.
CUT: Final = 4

DEFINITION: Final = "CREATE TABLE `a` (\n  `id` int,\n  `username` varchar(40),\n  `password` varchar(40)\n);\n"
# What stands before the rows of an export, a row, what separates them, and what stands behind them.
EXPORTS: Final = {
    "csv": ("id,username,password\n", "1,{user},{secret}", "\n", "\n"),
    "json": ("[", '{{"username": "{user}", "password": "{secret}", "team": "sales"}}', ",\n", "]"),
    "xml": ("<users>", "<user><username>{user}</username><password>{secret}</password></user>", "\n", "</users>"),
    "log": ("", "2026-11-29 login username={user} password={secret} ok", "\n", "\n"),
    "insert": ("INSERT INTO a (id, username, password) VALUES ", "(1,'{user}','{secret}')", ",", ";\n"),
    "mysqldump": (DEFINITION, "INSERT INTO `a` VALUES (1,'{user}','{secret}'),(0,'','');", "\n", "\n"),
    "sqlite": (DEFINITION.replace("`", ""), "INSERT INTO a VALUES(1,'{user}','{secret}');", "\n", "\n"),
    "pg_dump": ("COPY public.a (id, username, password) FROM stdin;\n", "1\t{user}\t{secret}", "\n", "\n\\.\n"),
}


def exported(form: str) -> bytes:
    head, row, separator, tail = EXPORTS[form]
    accounts = ((f"user{number:05}", f"Kx{number * 7919 % 10**8:08}-vq") for number in range(ACCOUNTS))
    return (head + separator.join(row.format(user=user, secret=secret) for user, secret in accounts) + tail).encode()


def served(body: bytes, path: Path) -> Path:
    """A capture of one answer over HTTP."""
    head = b"HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\nContent-Length: %d\r\n\r\n" % len(body)
    stream = head + body
    client, server = IP(src="10.20.0.5", dst="203.0.113.9"), IP(src="203.0.113.9", dst="10.20.0.5")
    ask = b"GET /export HTTP/1.1\r\nHost: crm.example.cn\r\n\r\n"
    packets = [
        client / TCP(sport=40000, dport=80, flags="S", seq=99),
        server / TCP(sport=80, dport=40000, flags="SA", seq=499, ack=100),
        client / TCP(sport=40000, dport=80, flags="PA", seq=100, ack=500) / ask,
    ]
    for at in range(0, len(stream), 60_000):
        data = stream[at : at + 60_000]
        packets.append(server / TCP(sport=80, dport=40000, flags="A", seq=500 + at, ack=100 + len(ask)) / data)
    packets.append(server / TCP(sport=80, dport=40000, flags="FA", seq=500 + len(stream), ack=100 + len(ask)))
    wrpcap(str(path), [Ether(src="02:00:00:00:00:01", dst="02:00:00:00:00:02") / packet for packet in packets])
    return path


def found(capture: Path, detector: str) -> tuple[int, int, int]:
    """Occurrences, distinct values, findings; no two of them have one id."""
    with Engine(options=EngineOptions(reveal=True)) as engine:
        raws = [raw for raw in engine.replay(str(capture)) if raw.detector == detector]
    assert len({raw.id for raw in raws}) == len(raws)
    values = {value for raw in raws for value in raw.values}
    return sum(raw.count for raw in raws), len(values), len(raws)


@pytest.mark.parametrize("export", EXPORTS)
def test_every_account_of_an_export_is_counted(export: str, tmp_path: Path) -> None:
    body = exported(export)
    count, distinct, findings = found(served(body, tmp_path / "a.pcap"), "credential.http")
    assert ACCOUNTS - CUT <= count <= ACCOUNTS
    assert ACCOUNTS - CUT <= distinct <= ACCOUNTS
    # One for each part of the message.
    assert findings <= len(body) / (1 << 20) + 1


@pytest.mark.parametrize("key", ["number", "uuid", "random", "words"])
def test_every_value_of_a_map_is_counted_whatever_its_keys(key: str, tmp_path: Path) -> None:
    makers: dict[str, Callable[[int], str]] = {
        "number": lambda number: str(100_000 + number),
        "uuid": lambda number: str(uuid.uuid5(uuid.NAMESPACE_OID, str(number))),
        "random": lambda number: base64.urlsafe_b64encode(sha256(b"%d" % number).digest()[:15]).decode(),
        "words": lambda number: f"of {number:x}th",
    }
    make = makers[key]
    entries = (f'"{make(number)}": {{"phone": "138{number * 7919 % 10**8:08}"}}' for number in range(5000))
    body = f'{{"users": {{{", ".join(entries)}}}}}'.encode()
    count, distinct, findings = found(served(body, tmp_path / "a.pcap"), "cn.mobile")
    assert (count, distinct) == (5000, 5000)
    # Some identifiers read like names.
    assert findings <= {"number": 1, "uuid": 1, "random": 193, "words": 193}[key]


def test_a_summary_says_of_many_logins_what_they_have_in_common(tmp_path: Path) -> None:
    compiled = compile_pack(load(["builtin"]), policy="default")
    leaks = Leaks(least_confidence=0)
    with Engine(compiled.plan) as engine:
        for batch in engine.run([str(served(exported("csv"), tmp_path / "a.pcap"))]):
            leaks.batch(batch.findings)
    (group,), _ = leaks.groups(compiled)
    assert group.samples == ("table u***",)
    assert group.distinct <= group.count

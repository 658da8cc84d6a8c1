"""Findings that wait in the engine until they could be enough make the same alerts as findings that never wait."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from sensor.alerts.evaluate import Evaluator
from sensor.engine import Engine, EngineOptions, Findings, Recorder, Zone
from sensor.ruleset.compile import compile_pack
from sensor.ruleset.loader import load

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sensor.engine import RawFinding
    from sensor.model.alert import Alert
    from sensor.ruleset.compile import RuleSet

RECORDED: Final = Path(__file__).resolve().parents[1] / "recorded"
OPTIONS: Final = EngineOptions(zones=(Zone(name="crm", networks=("10.20.0.0/24", "127.0.0.0/8", "10.77.0.0/16")),))
RULES: Final = (
    ("pair", "any: ['group:pii'], distinct: '>= {n}', per: [sender, receiver], within: 10m"),
    ("flow", "any: ['group:pii'], distinct: '>= {n}', per: flow"),
    ("message", "any: ['group:pii'], distinct: '>= {n}', per: message"),
    ("both", "all: [email, cn.mobile], distinct: '>= {n}', per: message"),
    ("often", "any: [email, cn.mobile], count: '>= {n}', per: flow"),
)


@pytest.fixture(scope="module")
def findings() -> list[RawFinding]:
    """Everything that was recorded, sure or not."""
    found: list[RawFinding] = []
    with Engine(options=OPTIONS) as engine:
        for batch in engine.run([str(path) for path in sorted(RECORDED.glob("*.pcap"))]):
            found += batch.findings
    assert len(found) > 500
    return found


def pack(folder: Path, n: int, kinds: tuple[tuple[str, str], ...] = RULES) -> RuleSet:
    rules = "".join(
        f"  - {{id: test.{name}.at{n}, title: {{en: Many}}, severity: low, when: {{data: {{{data.format(n=n)}}}}}}}\n"
        for name, data in kinds
    )
    path = folder / f"{n}.yaml"
    path.write_text(f"version: 1\nrules:\n{rules}", encoding="utf-8")
    return compile_pack(load(["builtin", str(path)]), policy="default")


def evaluator(ruleset: RuleSet, max_keys: int = 1 << 20, max_waiting: int = 1 << 30) -> Evaluator:
    recorder = Recorder(sensor="test", ruleset=ruleset.sha256, digest_key_id="none")
    return Evaluator(ruleset, recorder=recorder, home="crm", max_keys=max_keys, max_waiting=max_waiting)


def alerts_of(ruleset: RuleSet, findings: list[RawFinding], size: int) -> list[Alert]:
    waiting = evaluator(ruleset)
    for at in range(0, len(findings), size):
        waiting.batch(Findings(findings[at : at + size]))
    assert waiting.evicted == 0
    return waiting.finish()


@pytest.mark.parametrize("n", [2, 3, 5, 9, 20, 50])
def test_the_alerts_are_the_same(tmp_path: Path, findings: list[RawFinding], n: int) -> None:
    ruleset = pack(tmp_path, n)
    direct = evaluator(ruleset)
    for raw in findings:
        direct.finding(raw)
    expected = direct.finish()
    assert {alert.rule for alert in expected} >= {f"test.flow.at{n}", f"test.pair.at{n}"}
    assert alerts_of(ruleset, findings, len(findings)) == expected
    assert alerts_of(ruleset, findings, 7) == expected


def test_scopes_that_see_too_little_are_none_of_python_s(tmp_path: Path, findings: list[RawFinding]) -> None:
    ruleset = pack(tmp_path, 50)
    direct, waiting = evaluator(ruleset), evaluator(ruleset)
    for raw in findings:
        direct.finding(raw)
    waiting.batch(Findings(findings))
    assert len(waiting._leaks) < len(direct._leaks) // 2


def test_what_comes_one_by_one_takes_what_waited_with_it(tmp_path: Path, findings: list[RawFinding]) -> None:
    ruleset = pack(tmp_path, 5)
    mixed = evaluator(ruleset)
    for at in range(0, len(findings), 20):
        mixed.batch(Findings(findings[at : at + 10]))
        for raw in findings[at + 10 : at + 20]:
            mixed.finding(raw)
    assert mixed.finish() == alerts_of(ruleset, findings, len(findings))


def test_room_is_bounded_and_what_goes_is_counted(tmp_path: Path, findings: list[RawFinding]) -> None:
    ruleset = pack(tmp_path, 9)
    small = evaluator(ruleset, max_keys=4, max_waiting=4000)
    small.batch(Findings(findings))
    assert small.evicted > 0
    known = {alert.id for alert in alerts_of(ruleset, findings, len(findings))}
    assert known
    assert any(alert.id in known for alert in small.finish())


ETHERNET: Final = bytes.fromhex("020000000001020000000002") + b"\x08\x00"
PAIRS: Final = 25_000
START: Final = 1_700_000_000
LEAK: Final = (0x0A140002, 0xC6336402)


def datagram(ends: tuple[int, int], text: bytes) -> bytes:
    udp = struct.pack(">HHHH", 40000, 9000, 8 + len(text), 0) + text
    return ETHERNET + struct.pack(">BBHHHBBHII", 0x45, 0, 20 + len(udp), 0, 0, 64, 17, 0, *ends) + udp


def slow_leak() -> Iterator[bytes]:
    """One address to each of very many receivers, and to one of them another one now and then."""
    for number in range(PAIRS):
        yield datagram((LEAK[0], 0xC6400000 + number), b"email=c%d@example.com\n" % number)
        if number % (PAIRS // 3) == 0:
            yield datagram(LEAK, b"email=leak%d@example.com\n" % number)


def test_a_slow_leak_among_very_many_pairs_is_told(tmp_path: Path) -> None:
    records = list(slow_leak())
    step_us = 500_000_000 // len(records)
    capture = tmp_path / "slow.pcap"
    with capture.open("wb") as out:
        out.write(struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 65535, 1))
        for number, frame in enumerate(records):
            seconds, micros = divmod(number * step_us, 1_000_000)
            out.write(struct.pack("<IIII", START + seconds, micros, len(frame), len(frame)) + frame)
    recorder = Recorder(sensor="test", ruleset="none", digest_key_id="none")
    waiting = Evaluator(pack(tmp_path, 3, RULES[:1]), recorder=recorder, home="crm")
    with Engine(options=OPTIONS) as engine:
        for batch in engine.run([str(capture)]):
            waiting.batch(batch.findings)
    told = [alert.receiver.ip for alert in waiting.finish() if alert.rule == "test.pair.at3"]
    assert told == ["198.51.100.2"]
    assert waiting.evicted == 0

"""The engine's numbers for what records have in common: two have the same where the facts are the same, else not."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest

from sensor.alerts.match import scope_key, scope_number
from sensor.engine import Engine, EngineOptions, Findings, Groups, Proxies, Zone
from sensor.ruleset.compile import DataPlan

if TYPE_CHECKING:
    from collections.abc import Callable

    from sensor.engine import RawFinding, RawTransport
    from sensor.model.alert import ScopeName

RECORDED: Final = Path(__file__).resolve().parents[1] / "recorded"
OPTIONS: Final = EngineOptions(
    zones=(Zone(name="crm", networks=("10.20.0.0/24", "127.0.0.0/8", "10.77.0.0/16")),),
    proxies=Proxies(trusted=("10.20.0.8/30",)),
    transport_records=True,
)
SCOPES: Final[list[tuple[ScopeName, bool]]] = [("pair", False), ("flow", False), ("message", False), ("message", True)]


@pytest.fixture(scope="module")
def seen() -> tuple[list[RawFinding], list[RawTransport]]:
    """Findings and transports of everything that was recorded."""
    findings: list[RawFinding] = []
    transports: list[RawTransport] = []
    with Engine(options=OPTIONS) as engine:
        for batch in engine.run([str(path) for path in sorted(RECORDED.glob("*.pcap"))]):
            findings += batch.findings
            transports += batch.transports
    assert any(raw.receiver.client for raw in findings)
    return findings, transports


def agree(raws: list[Any], number: Callable[[Any], int], facts: Callable[[Any], object]) -> None:
    """Fails unless number and facts tell the same records apart, and some are alike."""
    pairs = {(number(raw), facts(raw)) for raw in raws}
    assert len({one for one, _ in pairs}) == len({one for _, one in pairs}) == len(pairs)
    assert 1 < len(pairs) < len(raws)


def kind(raw: RawFinding) -> tuple[object, ...]:
    zones = (raw.sender.peer_zone, raw.receiver.peer_zone)
    return (raw.detector, raw.protection, raw.visibility, zones, raw.direction)


def test_a_finding_s_kind_is_what_rules_choose_by(seen: tuple[list[RawFinding], list[RawTransport]]) -> None:
    agree(seen[0], lambda raw: raw.kind, kind)


def test_a_finding_s_group_is_what_a_summary_shows_in_a_line(seen: tuple[list[RawFinding], list[RawTransport]]) -> None:
    def facts(raw: RawFinding) -> object:
        return (kind(raw), raw.app_proto, raw.where, raw.sender.peer_ip, raw.receiver.peer_ip)

    numbered, _ = Groups(1 << 20).sift(Findings(seen[0]), 0)
    assert len(numbered) == len(seen[0])
    agree(numbered, lambda pair: pair[0], lambda pair: facts(pair[1]))


@pytest.mark.parametrize("scope", SCOPES)
def test_a_scope_s_number_is_its_key(
    seen: tuple[list[RawFinding], list[RawTransport]], scope: tuple[ScopeName, bool]
) -> None:
    data = DataPlan(
        slots=(),
        confidence=0,
        distinct=1,
        count=1,
        scope=scope[0],
        window_ns=None,
        near_record=scope[1],
        outcomes=frozenset(),
    )
    agree(seen[0], lambda raw: scope_number(raw, data), lambda raw: scope_key(raw, raw.sender, raw.receiver, data))


def test_scopes_of_different_kinds_never_meet(seen: tuple[list[RawFinding], list[RawTransport]]) -> None:
    names = ("pair_scope", "flow_scope", "message_scope", "record_scope")
    numbers = [{getattr(raw, name) for raw in seen[0]} for name in names]
    assert len(set[int]().union(*numbers)) == sum(map(len, numbers))


def test_a_transport_s_kind_is_what_it_is_judged_by(seen: tuple[list[RawFinding], list[RawTransport]]) -> None:
    def facts(raw: RawTransport) -> object:
        ssh = raw.ssh and (raw.ssh.kex, raw.ssh.host_key, raw.ssh.ciphers, raw.ssh.macs, raw.ssh.strict_kex)
        return (
            (raw.protection, raw.version, raw.suite, raw.group, raw.upgrade, raw.protocol, raw.tunnel),
            (raw.signature, raw.dh_bits, raw.offered_version, raw.fallback, raw.ech, raw.unread_certificates, ssh),
            (raw.orig.peer_zone, raw.resp.peer_zone, raw.orig.zone),
        )

    agree(seen[1], lambda raw: raw.kind, facts)

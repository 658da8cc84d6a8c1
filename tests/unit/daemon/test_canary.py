from __future__ import annotations

import builtins
import ipaddress
import json
import time
from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from sensor.alerts.database import StoreError
from sensor.alerts.evaluate import Evaluator
from sensor.alerts.store import Store, StoreLimits
from sensor.cli import canary as command
from sensor.cli.canary import CanaryOptions
from sensor.daemon import canary
from sensor.daemon.canary import CANARY_HOST, TAG, Canary
from sensor.errors import UsageError
from sensor.model.record import record_id, timestamp
from sensor.transport.policy import TransportPolicy

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from sensor.model.alert import Alert

LIMITS = StoreLimits(limit_bytes=1 << 30, reserve_bytes=1 << 26, retention_ns=3600 * 10**9)
MAC = "02:00:00:00:00:01"


@pytest.fixture
def alert(ruleset: Any, recorder: Any, fake: Any) -> Callable[..., Alert]:
    """Makes alerts of a canary's request, ``changes`` made to them."""

    def make(nonce: str = "bcdfg", *, host: str = CANARY_HOST, to: str = "198.18.0.9", **changes: Any) -> Alert:
        evaluator = Evaluator(ruleset, recorder=recorder, home="crm")
        http = fake.Http(method="POST", host=host, path=f"/leaktap-canary/{nonce}")
        evaluator.finding(fake.Finding(http=http, receiver=fake.Endpoint(to, 80, "outside")))
        (first,) = evaluator.finish()
        now = timestamp(time.time_ns())
        own = {"id": record_id("alert", nonce), "key": nonce, "last_seen": now}
        return msgspec.structs.replace(first, **(own | changes))

    return make


@pytest.fixture
def store(tmp_path: Path) -> Any:
    with Store.open(str(tmp_path / "events.db"), limits=LIMITS, now_ns=time.time_ns) as opened:
        yield opened


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Canary, str]]:
    """What would have been sent."""
    released: list[tuple[Canary, str]] = []

    def release(bird: Canary, interface: str) -> int:
        released.append((bird, interface))
        return time.time_ns()

    monkeypatch.setattr(canary, "release", release)
    return released


def test_its_alert_wakes_nobody(alert: Any) -> None:
    marked = canary.marked(alert())
    assert (marked.severity, marked.tags[-1]) == ("info", TAG)
    assert canary.is_of(marked, "bcdfg")
    assert not canary.is_of(marked, "other")


@pytest.mark.parametrize(
    "changes", [{"host": "crm.example"}, {"to": "203.0.113.7"}, {"to": "2001:db8::7"}, {"distinct": 3}, {"http": None}]
)
def test_a_leak_cannot_pass_for_a_canary(alert: Any, changes: dict[str, Any]) -> None:
    real = alert(**changes)
    assert not canary.is_canary(real)
    assert canary.marked(real) is real


def test_the_alert_about_its_transport_wakes_nobody_either(ruleset: Any, recorder: Any, fake: Any) -> None:
    evaluator = Evaluator(ruleset, recorder=recorder, home="crm")
    for receiver in ("198.19.0.1", "203.0.113.7"):
        ends = {"orig": fake.CRM, "resp": fake.Endpoint(receiver, 80, "outside")}
        raw = fake.Transport(flow_id=receiver, **ends)
        evaluator.transport(raw, TransportPolicy().verdict(raw))
    severities = {made.receiver.ip: canary.marked(made).severity for made in evaluator.finish()}
    assert severities == {"198.19.0.1": "info", "203.0.113.7": "low"}


def test_each_one_is_new_and_belongs_to_nobody() -> None:
    birds = [Canary.hatch() for _ in range(50)]
    assert len({bird.nonce for bird in birds}) == 50
    # Of 131,070 addresses two of fifty are the same once in a hundred runs; six pairs once in 10^14.
    assert len({bird.receiver for bird in birds}) > 44
    for bird in birds:
        assert ipaddress.ip_address(bird.receiver) in canary.BENCHMARK
        assert bird.nonce.isalpha()
        assert bird.resident_id[6:14] == "19000101"
        weights = [2 ** (17 - place) % 11 for place in range(17)]
        total = sum(int(digit) * weight for digit, weight in zip(bird.resident_id[:17], weights, strict=True))
        assert (total + ("0123456789X".index(bird.resident_id[17]))) % 11 == 1
        head, _, body = bird.request().partition(b"\r\n\r\n")
        assert f"Content-Length: {len(body)}".encode() in head
        assert json.loads(body) == {"mobile": bird.mobile, "id_card": bird.resident_id}


def test_addresses_are_checked() -> None:
    assert Canary.hatch("10.20.0.9", "198.18.7.7").receiver == "198.18.7.7"
    with pytest.raises(UsageError, match="no IPv4 address"):
        Canary.hatch("crm")
    with pytest.raises(UsageError, match="would go to somebody"):
        Canary.hatch(receiver="203.0.113.7")


def test_the_conversation_is_whole_and_its_checksums_right() -> None:
    pytest.importorskip("scapy", reason="scapy crafts the canary")
    from scapy.layers.inet import IP, TCP  # noqa: PLC0415 - an extra
    from scapy.layers.l2 import Ether  # noqa: PLC0415 - as above

    bird = Canary.hatch("10.20.0.9")
    packets = [Ether(frame) for frame in bird.frames(MAC)]
    assert [str(packet[TCP].flags) for packet in packets] == ["S", "SA", "A", "PA", "A", "PA", "A", "FA", "FA", "A"]
    assert {packet.src for packet in packets} == {MAC}
    expected: dict[str, int] = {}
    for packet in packets:
        ip, tcp = packet[IP], packet[TCP]
        assert tcp.seq == expected.get(ip.src, tcp.seq)
        data = bytes(tcp.payload)
        expected[ip.src] = tcp.seq + len(data) + ("S" in tcp.flags or "F" in tcp.flags)
        if "A" in tcp.flags:
            assert tcp.ack == expected[ip.dst]
        fresh = packet.copy()
        del fresh[IP].chksum, fresh[TCP].chksum
        assert bytes(fresh) == bytes(packet)


def test_without_scapy_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *rest: Any) -> Any:
        if name.startswith("scapy"):
            raise ImportError(name)
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(UsageError, match=r"leaktap\[craft\]"):
        Canary.hatch().frames(MAC)


def test_an_interface_that_is_not_there() -> None:
    with pytest.raises(UsageError, match="nothere"):
        canary.release(Canary.hatch(), "nothere")


@pytest.mark.parametrize(
    ("networks", "address"),
    [(["10.20.0.0/24", "10.30.0.0/24"], "10.20.0.1"), (["2001:db8::/32", "10.20.0.7"], "10.20.0.7")],
)
def test_it_comes_from_the_home_zone(networks: list[str], address: str) -> None:
    assert canary.home_address(networks) == address


def test_a_home_zone_without_ipv4_needs_an_address() -> None:
    with pytest.raises(UsageError, match="--from"):
        canary.home_address(["2001:db8::/32"])


def test_it_is_found_in_the_store(
    store: Store, alert: Any, sent: list[Any], monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    def raised(bird: Canary, interface: str) -> int:
        sent.append((bird, interface))
        sent_ns = time.time_ns() - 10**9
        store.commit([alert("other"), canary.marked(alert(bird.nonce))])
        return sent_ns

    monkeypatch.setattr(canary, "release", raised)
    assert command.canary(CanaryOptions(interface="eth1", store=store.path)) == 0
    ((bird, interface),) = sent
    assert (interface, bird.sender) == ("eth1", canary.SENDER)
    said = capsys.readouterr()
    assert said.out.startswith(f"alert {alert(bird.nonce).id} (pii.cleartext.some) after 1.")
    assert bird.nonce in said.err


@pytest.mark.usefixtures("sent")
def test_one_that_is_not_found_ends_with_1(store: Store, alert: Any, capsys: Any) -> None:
    store.commit([alert("other")])
    assert command.canary(CanaryOptions(interface="eth1", store=store.path, within="300ms")) == 1
    assert "within 300ms" in capsys.readouterr().out


def test_without_waiting_no_store_is_needed(sent: list[Any]) -> None:
    assert command.canary(CanaryOptions(interface="eth1", store="/nowhere/events.db", within="0s")) == 0
    assert len(sent) == 1


def test_nothing_is_sent_if_the_store_is_not_there(sent: list[Any], tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="there is none"):
        command.canary(CanaryOptions(interface="eth1", state=str(tmp_path)))
    assert sent == []


def test_again_and_again_until_interrupted(sent: list[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    now = 0.0

    class Clock:
        time_ns = staticmethod(time.time_ns)

        def monotonic(self) -> float:
            return now

        def sleep(self, seconds: float) -> None:
            nonlocal now
            assert seconds == 600
            now += seconds
            if len(sent) == 3:
                raise KeyboardInterrupt

    monkeypatch.setattr(command, "time", Clock())
    with pytest.raises(KeyboardInterrupt):
        command.canary(CanaryOptions(interface="eth1", within="0s", every="10m"))
    assert len({bird.nonce for bird, _ in sent}) == 3


def test_the_configuration_says_where_it_comes_from(sent: list[Any], tmp_path: Path) -> None:
    config = tmp_path / "leaktap.yaml"
    config.write_text("version: 1\nzones: {crm: [192.0.2.0/24], lab: [10.20.0.0/24]}\n", encoding="utf-8")
    command.canary(CanaryOptions(interface="eth1", config=str(config), within="0s"))
    assert sent[0][0].sender == "192.0.2.1"
    with pytest.raises(UsageError, match=r"10\.20\.0\.9 is not in zone crm"):
        command.canary(CanaryOptions(interface="eth1", config=str(config), sender="10.20.0.9", within="0s"))


@pytest.mark.parametrize(
    ("changes", "reason"),
    [({"within": "soon"}, "--within"), ({"every": "1"}, "--every"), ({"every": "5ms"}, "at least 1s")],
)
def test_wrong_durations_are_refused(sent: list[Any], changes: dict[str, str], reason: str) -> None:
    with pytest.raises(UsageError, match=reason):
        command.canary(CanaryOptions(interface="eth1", **{"within": "0s", **changes}))
    assert sent == []

from __future__ import annotations

import dataclasses as dc
from typing import TYPE_CHECKING, Any

import pytest

from sensor.daemon import mirror
from sensor.daemon.diagnosis import Check, examine, share, size
from sensor.daemon.mirror import Collector, Readings, Talks, Watched
from sensor.engine import InterfaceFeed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

NOW = 1_760_000_000 * 10**9
HOME = ("10.20.0.5", 80, "crm")
AWAY = ("203.0.113.9", 40_000, "outside")
HARMLESS = frozenset({"ok", "note"})


@dc.dataclass
class Source:
    name: str = "eth1"
    up: bool = True
    trouble: str = ""
    received: int = 100
    ring_drops: int = 0
    nic_drops: int = 0
    oversize: int = 0
    checksums: tuple[int, int] = (0, 0)
    reopened: int = 0


@dc.dataclass
class Batch:
    flows: Sequence[Any] = ()
    anomalies: Sequence[Any] = ()
    coverage: Sequence[Any] = ()
    sources: Sequence[Source] = (Source(),)
    level: int = 0
    done: bool = False
    stats: dict[str, int] = dc.field(default_factory=dict)


@pytest.fixture(autouse=True)
def interface(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """``eth1`` and ``eth2`` as the kernel shows interfaces, promiscuous."""
    for name in ("eth1", "eth2"):
        (tmp_path / name / "statistics").mkdir(parents=True)
        (tmp_path / name / "flags").write_text("0x1103\n", encoding="ascii")
        for count in ("rx_packets", "tx_packets"):
            (tmp_path / name / "statistics" / count).write_text("0\n", encoding="ascii")
    monkeypatch.setattr(mirror, "_SYSFS", tmp_path)
    return tmp_path


@pytest.fixture
def talk(fake: Any) -> Any:
    """Makes flows; ``packets`` are those of ``AWAY``, the originator, and of ``HOME``."""

    def make(number: int = 0, *, packets: tuple[int, int] = (5, 5), start: int = 0, **fields: Any) -> Any:
        orig = fake.Endpoint(AWAY[0], AWAY[1] + number, AWAY[2])
        times = {"start_ns": NOW + start, "end_ns": NOW + start + 1000}
        return fake.Flow(orig=orig, resp=fake.Endpoint(*HOME), packets=packets, **(times | fields))

    return make


def stats(**counts: int) -> dict[str, int]:
    names = ("not_ip", "invalid", "duplicates", "retransmissions", "flows_evicted", "overload_bytes")
    return dict.fromkeys(names, 0) | {"packets": 100, "last_ts_ns": NOW} | counts


def collect(*batches: Any, now_ns: int = NOW, own: Sequence[str] = (), **feed: Any) -> Watched:
    collector = Collector(home="crm", own=own)
    collector.begin(InterfaceFeed(interface="eth1", **feed))
    for batch in batches:
        collector.take("eth1", dc.replace(batch, stats=batch.stats or stats()), now_ns)
    collector.end("eth1")
    return collector.watched(seconds=60)


def answers(watched: Watched) -> dict[str, Check]:
    return {check.id: check for check in examine(watched).checks}


def reading(**fields: Any) -> dict[str, Check]:
    """Answers about one interface on which all is well but what is given."""
    usual: dict[str, Any] = {
        "name": "eth1",
        "up": True,
        "promiscuous": True,
        "packets": 1000,
        "received": 1000,
        "others": 900,
    }
    readings = Readings(**(usual | {"coverage": {"inspected": 1_000_000}} | fields))
    return answers(Watched(seconds=60, home="crm", interfaces=(readings,), talks=Talks(whole=10)))


def talked(**fields: Any) -> dict[str, Check]:
    readings = Readings(name="eth1", up=True, packets=1000, others=900)
    by_vlan = fields.pop("by_vlan", False)
    return answers(Watched(seconds=60, home="crm", by_vlan=by_vlan, interfaces=(readings,), talks=Talks(**fields)))


def test_all_is_well_and_says_so(talk: Any, fake: Any) -> None:
    batch = Batch(flows=[talk(number) for number in range(10)], coverage=[fake.CoverageRow(bytes={"inspected": 5})])
    diagnosis = examine(collect(batch))
    assert {check.severity for check in diagnosis.checks} == {"ok"}
    assert diagnosis.problems == 0
    assert not any(check.mend for check in diagnosis.checks)


def test_every_answer_that_is_not_ok_says_what_it_means_and_what_mends_it() -> None:
    bad = Readings(
        name="eth1",
        filtered=True,
        promiscuous=False,
        passed=10_000,
        was_down=True,
        received=1000,
        ring_drops=10,
        nic_drops=10,
        packets=1000,
        sampled=100,
        wrong=50,
        flows_evicted=3,
        overload_bytes=10**6,
        level=4,
        skew_ns=10**12,
        coverage={"inspected": 10, "truncated": 10, "lost": 10},
    )
    bad.anomalies["tunnel_too_deep"] = 4
    over = Readings(name="eth2", packets=10, received=10, oversize=3, others=1)
    talks = Talks(whole=5, sent=9, split={"vlan": 5, "tunnel": 3}, repeated=99)
    checks = examine(Watched(seconds=60, home="crm", by_vlan=True, interfaces=(bad, over), talks=talks)).checks
    wrong = [check for check in checks if check.severity != "ok"]
    assert len({check.id for check in wrong}) == 18
    for check in wrong:
        assert check.means is not None
        assert check.means.zh
        assert check.mend or check.id == "judged"


@pytest.mark.parametrize(("packets", "part"), [((0, 9), "sends in 10"), ((9, 0), "receives in 10")])
def test_one_sided_capture_says_which_side(talk: Any, packets: tuple[int, int], part: str) -> None:
    answer = answers(collect(Batch(flows=[talk(number, packets=packets) for number in range(10)])))["one_sided"]
    assert answer.severity == "problem"
    assert answer.measured.endswith(f"only what zone crm {part}")
    assert "both" in answer.mend


def test_unanswered_connections_and_cut_ends_are_not_one_sided(talk: Any) -> None:
    scans = [talk(number, packets=(6, 0), payload=(0, 0)) for number in range(50)]
    cut = [talk(100, packets=(1, 0), payload=(80, 0))]
    watched = collect(Batch(flows=[*scans, *cut, talk(200)]))
    assert (watched.talks.total, watched.talks.one_sided) == (1, 0)


def test_some_one_sided_conversations_are_a_warning() -> None:
    answer = talked(whole=95, elsewhere=5)["one_sided"]
    assert (answer.severity, answer.numbers["one_sided"]) == ("warning", 5)
    assert talked(whole=999, sent=1)["one_sided"].severity == "note"
    assert talked()["one_sided"].severity == "note"


def test_directions_under_different_vlan_tags_are_put_together(talk: Any) -> None:
    flows = [flow for number in range(10) for flow in (talk(number, packets=(4, 0)), talk(number, packets=(0, 5)))]
    watched = collect(Batch(flows=flows))
    assert (watched.talks.whole, watched.talks.one_sided, watched.talks.split) == (10, 0, {"vlan": 10})
    assert answers(watched)["vlan"].severity == "note"
    apart = talked(whole=10, split={"vlan": 10}, by_vlan=True)["vlan"]
    assert (apart.severity, apart.mend.partition(";")[0]) == ("problem", "take vlan out of flow.key")


def test_a_port_used_again_is_not_a_split(talk: Any) -> None:
    flows = [talk(packets=(4, 0)), talk(packets=(0, 5), start=10**9)]
    assert collect(Batch(flows=flows)).talks.split == {}


def test_directions_in_different_tunnels_are_a_warning(talk: Any) -> None:
    flows = [talk(packets=(4, 0), tunnel=["vxlan"], tunnel_id=1), talk(packets=(0, 4), tunnel=["vxlan"], tunnel_id=2)]
    found = answers(collect(Batch(flows=flows)))
    assert found["tunnel_ids"].severity == "warning"
    assert (found["tunnels"].severity, found["tunnels"].numbers["vxlan"]) == ("ok", 2)


def test_two_halves_of_a_tap_are_whole_together(talk: Any) -> None:
    collector = Collector(home="crm")
    for name, packets in (("eth1", (4, 0)), ("eth2", (0, 4))):
        collector.begin(InterfaceFeed(interface=name))
        batch: Any = Batch(flows=[talk(packets=packets)], stats=stats())
        collector.take(name, batch, NOW)
    found = answers(collector.watched(seconds=60))
    assert found["one_sided"].severity == "ok"
    assert found["halves"].mend == "leaktap run -i eth1 -i eth2"


def test_copies_are_counted_whether_the_engine_knew_them_or_not(talk: Any) -> None:
    found = answers(collect(Batch(flows=[talk(), talk(vlan=[7])], stats=stats(duplicates=40))))["duplicates"]
    assert (found.severity, found.numbers["duplicates"], found.numbers["repeated"]) == ("warning", 40, 10)


def test_conversations_are_bounded(talk: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mirror, "MAX_TALKS", 5)
    talks = collect(Batch(flows=[talk(number) for number in range(9)])).talks
    assert (talks.total, talks.uncounted) == (5, 4)


def test_nothing_arrives() -> None:
    found = answers(collect(Batch(stats=stats(packets=0, last_ts_ns=0))))
    assert found["silence"].severity == "problem"
    assert set(found) == {"interface", "promiscuous", "silence"}


def test_a_filter_that_holds_everything_back_is_named(interface: Any) -> None:
    collector = Collector(home="crm")
    collector.begin(InterfaceFeed(interface="eth1", filter=((6, 0, 0, 0),)))
    (interface / "eth1" / "statistics" / "rx_packets").write_text("500\n", encoding="ascii")
    quiet: Any = Batch(stats=stats(packets=0, last_ts_ns=0))
    collector.take("eth1", quiet, NOW)
    collector.end("eth1")
    answer = answers(collector.watched(seconds=60))["silence"]
    assert "none of the 500 packets" in answer.measured
    assert "capture.own_traffic" in answer.mend


def test_a_busy_filter_is_a_warning() -> None:
    assert reading(filtered=True, passed=1100)["filter"].severity == "ok"
    answer = reading(filtered=True, passed=4000)["filter"]
    assert (answer.severity, answer.numbers["held_back"]) == ("warning", 3000)
    assert "filter" not in reading(filtered=False, passed=4000)


def test_an_interface_that_is_down_or_was(talk: Any) -> None:
    down = Batch(sources=[Source(up=False, trouble="the interface is down")], stats=stats(packets=0, last_ts_ns=0))
    answer = answers(collect(down))["interface"]
    assert (answer.severity, answer.measured) == ("problem", "the interface is down")
    assert "ip link set eth1 up" in answer.mend
    assert answers(collect(down, Batch(flows=[talk()])))["interface"].severity == "warning"


def test_a_card_that_drops_what_is_not_for_it(interface: Any) -> None:
    (interface / "eth1" / "flags").write_text("0x1003\n", encoding="ascii")
    assert answers(collect(Batch()))["promiscuous"].severity == "problem"
    (interface / "eth1" / "flags").unlink()
    assert "promiscuous" not in answers(collect(Batch()))


@pytest.mark.parametrize("receiver", ["255.255.255.255", "10.20.0.255", "224.0.0.251", "ff02::fb"])
def test_only_broadcast_and_multicast_is_no_mirror(fake: Any, receiver: str) -> None:
    sender = "fe80::1" if ":" in receiver else "10.20.0.3"
    flow = fake.Flow(ip_proto="udp", orig=fake.Endpoint(sender, 1, "crm"), resp=fake.Endpoint(receiver, 2, "crm"))
    answer = answers(collect(Batch(flows=[flow])))["mirror"]
    assert (answer.severity, answer.numbers["group"]) == ("problem", 7)


def test_only_own_traffic_is_no_mirror(talk: Any) -> None:
    answer = answers(collect(Batch(flows=[talk()]), own=[HOME[0]]))["mirror"]
    assert answer.severity == "problem"
    assert "10 this host's own" in answer.measured


def test_cut_packets_are_blamed_on_whoever_cuts() -> None:
    cut = {"inspected": 500_000, "truncated": 500_000}
    assert "capture.snaplen: 0 (it is 96)" in reading(coverage=cut, snaplen=96)["snaplen"].mend
    answer = reading(coverage=cut)["snaplen"]
    assert (answer.severity, answer.numbers["truncated_bytes"]) == ("problem", 500_000)
    assert "switch" in answer.mend


def test_super_frames_name_the_command() -> None:
    answer = reading(oversize=12)["offload"]
    assert (answer.severity, answer.mend) == ("warning", "ethtool -K eth1 gro off lro off tso off gso off")


def test_wrong_checksums_blame_offload_only_on_own_traffic() -> None:
    assert "checksums" not in reading(sampled=7, wrong=7)
    assert reading(sampled=100)["checksums"].severity == "ok"
    own = reading(sampled=100, wrong=60, own=5000)["checksums"]
    assert (own.severity, own.mend) == ("note", "only if other tools need them: ethtool -K eth1 rx off tx off")
    others = reading(sampled=100, wrong=60)["checksums"]
    assert others.severity == "warning"
    assert "rx off" not in others.mend
    assert reading(sampled=1000, wrong=1)["checksums"].severity == "note"


@pytest.mark.parametrize(
    ("skew_s", "severity", "part"),
    [(0.4, "ok", "time of day"), (3600, "problem", "3,600.0 s older than"), (-5, "problem", "5.0 s ahead of")],
)
def test_clock(skew_s: float, severity: str, part: str) -> None:
    answer = answers(collect(Batch(), now_ns=NOW + int(skew_s * 10**9)))["clock"]
    assert answer.severity == severity
    assert part in answer.measured


def test_late_batches_are_no_skew() -> None:
    collector = Collector(home="crm")
    collector.begin(InterfaceFeed(interface="eth1"))
    for count, delay_s in ((10, 9), (20, 1), (20, 60), (30, 5)):
        batch: Any = Batch(stats=stats(packets=count))
        collector.take("eth1", batch, NOW + delay_s * 10**9)
    assert collector.watched(seconds=60).interfaces[0].skew_ns == 10**9


def test_drops_name_the_layer() -> None:
    found = reading(nic_drops=50)
    assert (found["drops_nic"].severity, found["drops_ring"].severity) == ("problem", "ok")
    assert found["drops_nic"].mend.startswith("ethtool -G eth1 rx 4096")
    found = reading(ring_drops=1, received=10_000)
    assert found["drops_ring"].severity == "warning"
    assert "capture.ring" in found["drops_ring"].mend


def test_holes_are_the_mirrors_unless_this_host_dropped() -> None:
    coverage = {"inspected": 900, "lost": 100}
    answer = reading(coverage=coverage)["gaps"]
    assert answer.severity == "problem"
    assert "oversubscribed" in (answer.means.en if answer.means else "")
    assert "see the drops" in reading(coverage=coverage, ring_drops=5)["gaps"].mend


def test_overload() -> None:
    assert reading(level=2)["overload"].severity == "warning"
    answer = reading(level=4, overload_bytes=500_000)["overload"]
    assert (answer.severity, answer.numbers["level"]) == ("problem", 4)
    assert reading(flows_evicted=9)["overload"].mend.startswith("memory:")


def test_encrypted_is_told_apart_from_what_could_not_be_judged() -> None:
    answer = reading(coverage={"inspected": 100, "encrypted": 850, "opaque": 50})["judged"]
    assert answer.severity == "ok"
    assert answer.measured == "of 1000 B of payload 10.0 % was judged; 85.0 % is encrypted, opaque 5.0 %"
    assert reading(coverage={"inspected": 100, "undecodable": 900})["judged"].severity == "note"


def test_tunnels_too_deep(fake: Any, talk: Any) -> None:
    batch = Batch(flows=[talk(tunnel=["gre", "gre"])], anomalies=[fake.Anomaly(code="tunnel_too_deep", count=3)])
    answer = answers(collect(batch))["tunnels"]
    assert (answer.severity, answer.numbers) == ("warning", {"gre": 1, "too_deep": 3})


def numbers_for_people() -> Iterator[tuple[str, str]]:
    yield share(0, 0), "0 %"
    yield share(1, 100_000), "under 0.1 %"
    yield share(99_999, 100_000), "over 99.9 %"
    yield share(5, 5), "100 %"
    yield share(1, 3), "33.3 %"
    yield size(0), "0 B"
    yield size(1536), "1.5 KiB"
    yield size(5 << 50), "5120.0 TiB"


def test_numbers_are_written_for_people() -> None:
    for told, expected in numbers_for_people():
        assert told == expected

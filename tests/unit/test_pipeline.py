from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sensor.cli.replay import Worst
from sensor.pipeline import Listener, Pipeline
from sensor.report.gather import Gatherer
from sensor.ruleset.compile import compile_pack
from sensor.ruleset.loader import load

if TYPE_CHECKING:
    from pathlib import Path


class Collector(Listener):
    def __init__(self, *streams: Any) -> None:
        self._wanted = streams
        self.heard: list[tuple[str, Any]] = []

    def wants(self, stream: Any) -> bool:
        return stream in self._wanted

    def finding(self, record: Any) -> None:
        self.heard.append(("finding", record))

    def alert(self, record: Any) -> None:
        self.heard.append(("alert", record))

    def coverage(self, record: Any) -> None:
        self.heard.append(("coverage", record))

    def transport(self, record: Any) -> None:
        self.heard.append(("transport", record))


def test_only_wanted_streams_are_built(fake: Any, ruleset: Any, monkeypatch: Any) -> None:
    fake.RECORDINGS["a.pcap"] = [fake.Batch(findings=[fake.Finding()], flows=[fake.Flow()])]
    pipeline = Pipeline(ruleset)

    def forbidden(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr(pipeline.engine.recorder, "finding", forbidden)
    monkeypatch.setattr(pipeline.engine.recorder, "flow", forbidden)
    collector = Collector("alert")
    pipeline.replay(["a.pcap"], [collector])
    assert [kind for kind, _ in collector.heard] == ["alert"]


def test_weakly_encrypted_bytes_are_shown_beside_the_encrypted_ones(fake: Any, ruleset: Any) -> None:
    weak = fake.Transport(protocol="tls", protection="sound", version="TLSv1.0", orig=fake.CRM, resp=fake.OUTSIDE)
    sound = fake.Transport(flow_id="b" * 16, protocol="tls", protection="sound", version="TLSv1.3")
    for transport in (weak, sound):
        transport.encrypted = (70, 30)
    row = fake.CoverageRow(app_proto="tls", bytes={"encrypted": 140})
    fake.RECORDINGS["a.pcap"] = [fake.Batch(transports=[weak, sound], coverage=[row])]
    collector = Collector("coverage")
    Pipeline(ruleset).replay(["a.pcap"], [collector])
    ((_, record),) = collector.heard
    assert (record.bytes.encrypted, record.encrypted_weak) == (140, 70)


def test_server_names_are_told_apart_where_a_rule_asks_for_them(
    fake: Any, ruleset: Any, pack_file: Path, tmp_path: Path
) -> None:
    text = pack_file.read_text(encoding="utf-8").replace("protocol: [http]", "protocol: [tls], sni: [crm.example]")
    named = tmp_path / "named.yaml"
    named.write_text(text, encoding="utf-8")
    for rules in (ruleset, compile_pack(load([str(named)]), policy="default")):
        Pipeline(rules).replay(["a.pcap"], [Collector("alert")])
    assert [run["config"]["service_names"] for run in fake.STARTED] == [[], ["crm.example"]]


def test_details_are_made_for_whoever_reads_them(fake: Any, ruleset: Any) -> None:
    for listeners in ([Worst(), Gatherer()], [Worst(), Gatherer(hold_findings=5)], [Gatherer(), Collector("alert")]):
        Pipeline(ruleset).replay(["a.pcap"], listeners)
    assert [run["config"]["finding_details"] for run in fake.STARTED] == [False, True, True]


def test_records_say_the_rule_set_in_force(fake: Any, ruleset: Any) -> None:
    fake.RECORDINGS["a.pcap"] = [fake.Batch(findings=[fake.Finding()])]
    collector = Collector("finding", "alert")
    Pipeline(ruleset).replay(["a.pcap"], [collector])
    assert {record.ruleset for _, record in collector.heard} == {ruleset.sha256}


def test_alert_names_the_findings_it_is_made_of(fake: Any, ruleset: Any) -> None:
    fake.RECORDINGS["a.pcap"] = [fake.Batch(findings=[fake.Finding(), fake.Finding(tx=1)])]
    collector = Collector("finding", "alert")
    Pipeline(ruleset).replay(["a.pcap"], [collector])
    findings = [record.id for kind, record in collector.heard if kind == "finding"]
    (alert,) = [record for kind, record in collector.heard if kind == "alert"]
    assert list(alert.findings) == findings


def test_damage_and_faults_reach_the_result(fake: Any, ruleset: Any) -> None:
    fake.RECORDINGS["a.pcap"] = [fake.Batch(damaged=[("a.pcap", 24, "cut")], stats={"faults": 2, "deterministic": 0})]
    result = Pipeline(ruleset).replay(["a.pcap"], [])
    assert [(entry.path, entry.offset) for entry in result.damaged] == [("a.pcap", 24)]
    assert result.faults == 2
    assert not result.deterministic

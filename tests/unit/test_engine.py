from __future__ import annotations

import json
from typing import Any

import pytest

from sensor.engine import DigestKey, Engine, EngineOptions, check_plan
from sensor.errors import CaptureError, ConfigError, EngineFault, RuleError


def test_five_lines_iterate_the_findings_of_a_capture(fake: Any) -> None:
    fake.RECORDINGS["a.pcap"] = [fake.Batch(findings=[fake.Finding()]), fake.Batch(findings=[fake.Finding(tx=1)])]
    with Engine() as engine:
        assert [(f.detector, f.tx) for f in engine.replay("a.pcap")] == [("cn.mobile", 0), ("cn.mobile", 1)]
    assert {entry["id"] for entry in fake.STARTED[0]["plan"]["detectors"]} == set(fake.native_detectors())


def test_configuration_document_has_the_engines_keys(fake: Any) -> None:
    key = DigestKey(key=bytes(32), id="x")
    options = EngineOptions(digest_key=key, limits={"decode_depth": 3}, separate=True)
    with Engine(options=options) as engine:
        list(engine.run([]))
    config = fake.STARTED[0]["config"]
    assert config.pop("zones")[0]["name"] == "crm"
    assert config == {
        "sensor": "leaktap",
        "workers": 1,
        "memory": 384 << 20,
        "home": "crm",
        "proxies": {"trusted": [], "header": "x-forwarded-for"},
        "digest_key": "00" * 32,
        "reveal": False,
        "separate": True,
        "stream_digests": False,
        "decrypt": {"keylogs": [], "rsa_keys": []},
        "key_vlan": False,
        "min_confidence": 0,
        "finding_details": True,
        "flow_records": False,
        "transport_records": False,
        "service_names": None,
        "anomaly_records": False,
        "limits": {"decode_depth": 3},
    }


def test_unreadable_capture_is_raised_after_what_could_be_read(fake: Any) -> None:
    fake.RECORDINGS["a.pcap"] = [fake.Batch(findings=[fake.Finding()])]
    seen: list[Any] = []
    with Engine() as engine, pytest.raises(CaptureError, match=r"missing\.pcap: No such file"):
        seen.extend(engine.replay("a.pcap", "missing.pcap"))
    assert len(seen) == 1


def test_leaving_early_stops_the_run(fake: Any) -> None:
    fake.RECORDINGS["a.pcap"] = [fake.Batch(findings=[fake.Finding()])] * 3
    with Engine() as engine:
        next(engine.replay("a.pcap"))
    assert fake.STOPPED == ["stop"]


def test_one_engine_replays_twice(fake: Any) -> None:
    fake.RECORDINGS["a.pcap"] = [fake.Batch(findings=[fake.Finding()])]
    with Engine() as engine:
        assert len(list(engine.replay("a.pcap"))) == len(list(engine.replay("a.pcap"))) == 1


def test_errors_are_mapped_by_whose_fault_they_are(fake: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ConfigError, match="more than 64"):
        Engine(options=EngineOptions(workers=65))
    with pytest.raises(RuleError) as caught:
        check_plan(json.dumps({"detectors": [{"id": "acme.no", "pattern": "(?=x)"}]}).encode())
    assert (caught.value.rule, caught.value.reason) == ("acme.no", "look-around is not supported")

    def broken(*_: object) -> None:
        raise fake.EngineBug("slot 3 is empty")

    monkeypatch.setattr(fake, "check_plan", broken)
    with pytest.raises(EngineFault, match="slot 3"):
        check_plan(b"{}")


def test_source_error_at_start_is_a_capture_error(fake: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(*_: object) -> None:
        raise fake.SourceError("x.pcap", 13, "Permission denied")

    monkeypatch.setattr(fake.Engine, "start", missing)
    with Engine() as engine, pytest.raises(CaptureError, match=r"x\.pcap: Permission denied"):
        list(engine.replay("x.pcap"))

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

import pytest

from sensor.alerts.evaluate import Evaluator
from sensor.cli.app import app
from sensor.cli.main import main

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def run(pack_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Runs the command with the small pack instead of the built-in one; returns its exit code."""
    config = tmp_path / "leaktap.yaml"
    config.write_text(f"version: 1\nrules: {{packs: ['{pack_file}']}}\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    for name in ("a.pcap", "unreadable.pcap"):  # the engine behind is a fake, but the command looks whether they exist
        (tmp_path / name).touch()

    def call(*args: str) -> int:
        with pytest.raises(SystemExit) as caught:
            app(list(args), prog_name="leaktap")
        return int(caught.value.code or 0)

    def replay(*args: str) -> int:
        return call("replay", "--config", str(config), *args)

    replay.call = call  # type: ignore[attr-defined]
    return replay


@pytest.fixture
def recording(fake: Any) -> Any:
    stats = {"packets": 9, "flows": 1, "bytes": 4000, "deterministic": 1, "first_ts_ns": 1, "last_ts_ns": 2}
    batch = fake.Batch(
        findings=[fake.Finding(value_set=fake.ValueSet(["13800138000"]))],
        transports=[fake.Transport()],
        flows=[fake.Flow()],
        anomalies=[fake.Anomaly()],
        coverage=[fake.CoverageRow()],
        stats=stats,
    )
    fake.RECORDINGS["a.pcap"] = [batch]
    return batch


@pytest.mark.usefixtures("recording")
def test_all_streams_are_written(run: Any, tmp_path: Path) -> None:
    streams = ["findings", "alerts", "flows", "transports", "anomalies", "coverage"]
    options = [part for name in streams for part in (f"--{name}", f"{name}.jsonl")]
    assert run("a.pcap", "-q", *options) == 0
    lines = {name: (tmp_path / f"{name}.jsonl").read_text().splitlines() for name in streams}
    assert {name: len(found) for name, found in lines.items()} == dict.fromkeys(streams, 1) | {"alerts": 2}
    assert json.loads(lines["findings"][0])["type"] == "finding"
    assert {json.loads(line)["class_uid"] for line in lines["alerts"]} == {2004, 2006}


@pytest.mark.usefixtures("recording")
def test_stream_on_stdout_sends_the_summary_to_stderr(run: Any, capfd: Any) -> None:
    assert run("a.pcap", "--findings", "-") == 0
    captured = capfd.readouterr()
    assert [json.loads(line)["type"] for line in captured.out.splitlines()] == ["finding"]
    assert "192.0.2.7 (crm) sent to 198.51.100.9 (outside)" in captured.err


@pytest.mark.parametrize(("payload", "told"), [(0, "no payload could be read"), (3780, "nothing of the packets that")])
def test_packets_that_could_not_be_read_are_told_with_the_reason(
    run: Any, fake: Any, capfd: Any, payload: int, told: str
) -> None:
    odd = fake.Anomaly(flow_id=None, code="link_type_unknown", layer="wire", count=14, detail="")
    rows = [fake.CoverageRow(bytes={"inspected": payload})] if payload else []
    stats = {"packets": 15, "invalid": 14, "last_ts_ns": 2}
    fake.RECORDINGS["a.pcap"] = [fake.Batch(anomalies=[odd], coverage=rows, stats=stats)]
    assert run("a.pcap") == 0
    out = capfd.readouterr().out
    assert told in out
    assert "Could not be read: 14 of 15 packets (link_type_unknown 14); what they carried was not judged." in out
    assert "there was no payload to judge" not in out
    assert "every payload byte" not in out


def test_two_streams_on_stdout_are_a_usage_error(run: Any, capfd: Any) -> None:
    assert run("a.pcap", "--findings", "-", "--alerts", "-") == 2
    assert "at most one stream" in capfd.readouterr().err


@pytest.mark.parametrize(("level", "code"), [("low", 1), ("medium", 1), ("high", 0), ("critical", 0)])
@pytest.mark.usefixtures("recording")
def test_fail_on_compares_severities(run: Any, level: str, code: int) -> None:
    assert run("a.pcap", "-q", "--fail-on", level) == code


@pytest.mark.usefixtures("recording")
def test_unreadable_capture_ends_with_3_and_is_still_reported(run: Any, capfd: Any) -> None:
    assert run("a.pcap", "unreadable.pcap", "--fail-on", "low") == 3
    out = capfd.readouterr().out
    assert "unreadable.pcap: could not be opened" in out
    assert "138****8000" in out


def test_fault_outweighs_everything(run: Any, recording: Any) -> None:
    recording.stats["faults"] = 1
    assert run("a.pcap", "unreadable.pcap", "-q", "--fail-on", "low") == 4


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["a.pcap", "--crm", "10.0.0.0/40"], "--crm"),
        (["a.pcap", "--digest-key", "nothing.key"], "digest key nothing.key: No such file"),
        (["a.pcap", "--rules", "nothing.yaml"], "nothing.yaml: no such file or directory"),
        (["a.pcap", "--alerts", "nowhere/x"], "nowhere/x: No such file or directory"),
        (["a.pcap", "--report", "nowhere/x.html"], "nowhere/x.html: no such directory"),
        (["a.pcap", "--alerts", "x", "--findings", "x"], "x is named for two outputs"),
        (["a.pcap", "--findings", "a.pcap"], "is a capture and would be overwritten"),
        (["a.pcap", "--fail-on", "urgent"], "urgent"),
        (["a.pcap", "nowhere.pcap"], "nowhere.pcap: no such file"),
        (["a.pcap", "--workers", "0"], "--workers"),
        ([], "CAPTURE"),
    ],
)
def test_wrong_call_ends_with_2_and_says_why(run: Any, capfd: Any, args: list[str], message: str) -> None:
    assert run(*args) == 2
    captured = capfd.readouterr()
    assert message in captured.err
    assert "Traceback" not in captured.err


@pytest.mark.usefixtures("recording")
def test_reveal_says_so_and_reaches_the_engine(run: Any, fake: Any, capfd: Any) -> None:
    assert run("a.pcap", "--reveal", "-q") == 0
    assert "--reveal" in capfd.readouterr().err
    assert fake.STARTED[0]["config"]["reveal"] is True


def test_bug_of_ours_ends_with_4_and_quotes_nothing(
    run: Any, fake: Any, capfd: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        message = "13800138000"
        raise KeyError(message)

    monkeypatch.setattr(fake.Engine, "poll", broken)
    assert run("a.pcap") == 4
    err = capfd.readouterr().err
    assert "a fault of leaktap itself: KeyError at test_replay.py" in err
    assert "13800138000" not in err


def test_login_is_told_without_its_secret(run: Any, recording: Any, fake: Any, capfd: Any) -> None:
    recording.findings[:] = [fake.Finding(detector="credential.ftp", samples=[], credential=fake.Credential())]
    run("a.pcap")
    assert "basic a***n accepted" in capfd.readouterr().out


def test_no_finding_is_printed_with_its_coverage(run: Any, recording: Any, capfd: Any) -> None:
    recording.findings.clear()
    assert run("a.pcap") == 0
    out = capfd.readouterr().out
    assert "No finding." in out
    assert "Could not be judged: 20 B of 3.7 KiB (0.5 %): lost 20 B" in out


def test_broken_determinism_is_said(run: Any, recording: Any, capfd: Any) -> None:
    recording.stats["deterministic"] = 0
    run("a.pcap")
    assert "deterministic: false" in capfd.readouterr().out


def test_what_is_shown_is_what_is_sure_or_what_a_rule_makes_alerts_of(
    run: Any, recording: Any, fake: Any, pack_file: Path, capfd: Any
) -> None:
    recording.findings[:] = [
        fake.Finding(confidence=confidence, where=f"place-{confidence}") for confidence in (59, 69, 70)
    ]
    run("a.pcap")
    out = capfd.readouterr().out
    assert "Findings: 1," in out
    assert ("place-69" in out, "place-70" in out) == (False, True)
    assert "2 weaker findings are not listed (confidence below 70)" in out
    rules = pack_file.read_text(encoding="utf-8").replace("confidence: '>= 70'}", "confidence: '>= 60'}")
    pack_file.write_text(rules, encoding="utf-8")
    run("a.pcap")
    out = capfd.readouterr().out
    assert ("place-59" in out, "place-69" in out, "place-70" in out) == (False, True, True)
    assert "1 weaker finding is not listed (confidence below 60)" in out


@pytest.mark.usefixtures("recording")
def test_rules_that_stopped_counting_are_told_with_their_number(
    run: Any, monkeypatch: Any, tmp_path: Path, capfd: Any
) -> None:
    monkeypatch.setattr(Evaluator, "evicted", 1200)
    run("a.pcap", "--metrics", str(tmp_path / "m.prom"))
    out = " ".join(capfd.readouterr().out.split())
    assert "Rules stopped counting in 1,200 scopes" in out
    assert "deterministic: false" in out
    assert "leaktap_rule_scopes_evicted_total 1200.0" in (tmp_path / "m.prom").read_text(encoding="utf-8")


@pytest.mark.usefixtures("recording")
def test_quiet_prints_nothing(run: Any, capfd: Any) -> None:
    run("a.pcap", "-q")
    assert capfd.readouterr() == ("", "")


def test_version_is_said_without_the_slow_imports(capsys: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["leaktap", "--version"])
    monkeypatch.setitem(sys.modules, "sensor.cli.app", None)
    main()
    assert capsys.readouterr().out == "leaktap 0.1.0\n"


@pytest.mark.usefixtures("recording")
def test_rules_commands(run: Any, tmp_path: Path, capfd: Any) -> None:
    config = str(tmp_path / "leaktap.yaml")
    assert run.call("rules", "list", "--config", config) == 0
    out = capfd.readouterr().out
    assert "+  pii.cleartext.bulk" in out
    assert run.call("rules", "show", "pii.cleartext.bulk", "--config", config) == 0
    assert "severity: critical" in capfd.readouterr().out
    assert run.call("rules", "show", "pii.cleartext.bulc", "--config", config) == 2
    assert "did you mean `pii.cleartext.bulk`?" in capfd.readouterr().err
    assert run.call("rules", "test", "a.pcap", "--config", config) == 0
    assert "pii.cleartext.some       1" in capfd.readouterr().out


def test_config_commands(run: Any, tmp_path: Path, capfd: Any) -> None:
    config = str(tmp_path / "leaktap.yaml")
    assert run.call("config", "check", config) == 0
    assert "3 detectors, 3 rules" in capfd.readouterr().out
    assert run.call("config", "show", config) == 0
    assert "memory: 512MiB" in capfd.readouterr().out
    assert run.call("config", "check", "nothing.yaml") == 2


def test_protocols_are_listed(run: Any, capfd: Any) -> None:
    assert run.call("protocols") == 0
    assert "dns       udp,tcp  Domain Name System" in capfd.readouterr().out

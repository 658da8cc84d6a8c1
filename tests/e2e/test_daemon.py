"""The daemon itself, as it is started: on a wire, with a store, a file, metrics; killed, reloaded, restarted."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from tests.e2e import wire as wires

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).resolve().parents[2]
EXPORT = ROOT / "pcaps" / "crm_export_http.pcap"
LOGIN = ROOT / "pcaps" / "form_login.pcap"
RECORDED = ROOT / "tests" / "recorded"
PATIENCE_S = 30.0
PORT = 9477
NET_RAW = 1 << 13

OWN_RULES = """\
version: 1
rules:
  - id: own.mobile.seen
    title: {en: A mobile number was seen}
    when: {data: {any: [cn.mobile], confidence: '>= 50', distinct: '>= 1', per: message}}
    severity: low
    doc: {what: w, why: w, example: e, false_positives: f}
policies:
  - {id: all, title: {en: All}, select: {}}
"""


def wait(what: Callable[[], Any], why: str = "") -> Any:
    """The first true answer within the patience of a test."""
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        found = what()
        if found:
            return found
        time.sleep(0.05)
    pytest.fail(f"it never happened: {why or what}")


class Daemon:
    """``leaktap run`` on the wire's far end, with a state directory of the test."""

    def __init__(self, wire: wires.Wire, state: Path, **config: Any) -> None:
        self.wire = wire
        self.state = state
        self.config = state / "leaktap.yaml"
        self.alerts = state / "alerts.jsonl"
        self.log = state / "log"
        state.mkdir(exist_ok=True)
        self.settings: dict[str, Any] = {
            "version": 1,
            "sensor": {"name": "test"},
            "zones": {"crm": ["10.20.0.0/24"]},
            "capture": {"interfaces": ["far"], "ring": "4MiB"},
            "exporters": {"file": {"path": str(self.alerts)}, "prometheus": {"listen": f"127.0.0.1:{PORT}"}},
            "log": {"format": "json"},
            **config,
        }
        self.start()

    def configure(self, **config: Any) -> None:
        self.settings |= config
        self.config.write_text(yaml.safe_dump(self.settings), encoding="utf-8")

    def start(self) -> None:
        self.configure()
        with self.log.open("ab") as log:
            command = [
                sys.executable,
                "-P",
                "-m",
                "sensor",
                "run",
                "--config",
                str(self.config),
                "--state",
                str(self.state),
            ]
            self.child = self.wire.start(command, stderr=log)
        wait(lambda: self.child.poll() is not None or self.get("/readyz") == "ok\n", "ready")
        assert self.child.poll() is None, self.log.read_text(encoding="utf-8")

    @property
    def pid(self) -> int:
        # `ip netns exec` becomes the command that it runs.
        return self.child.pid

    def get(self, path: str, port: int = PORT) -> str:
        script = "import sys, urllib.request as u; sys.stdout.write(u.urlopen(sys.argv[1], timeout=5).read().decode())"
        return self.wire.run([sys.executable, "-P", "-c", script, f"http://127.0.0.1:{port}{path}"]).stdout

    def metric(self, name: str) -> float | None:
        for line in self.get("/metrics").splitlines():
            if line.startswith(name) and line[len(name) : len(name) + 1] in (" ", "{"):
                return float(line.rpartition(" ")[2])
        return None

    def events(self) -> list[dict[str, Any]]:
        text = self.alerts.read_text(encoding="utf-8") if self.alerts.exists() else ""
        return [json.loads(line) for line in text.splitlines()]

    def logged(self, message: str) -> bool:
        lines = self.log.read_text(encoding="utf-8").splitlines()
        return any(json.loads(line)["message"].startswith(message) for line in lines if line.startswith("{"))

    def stop(self, number: int = signal.SIGTERM) -> int:
        self.child.send_signal(number)
        return self.child.wait(timeout=PATIENCE_S)

    def command(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-P", "-m", "sensor", *arguments]
        return subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)


def test_a_leak_becomes_an_alert_in_file_store_and_metrics(wire: wires.Wire, tmp_path: Path) -> None:
    daemon = Daemon(wire, tmp_path)
    wire.send(EXPORT)
    events = wait(daemon.events)
    assert {event["class_uid"] for event in events} == {2006}
    assert {event["activity_id"] for event in events} == {1}
    rules = {event["metadata"]["event_code"] for event in events}
    assert "pii.cleartext.bulk" in rules
    assert daemon.metric('leaktap_alerts_total{rule="pii.cleartext.bulk",severity="critical"}')
    assert daemon.metric("leaktap_alert_latency_seconds_count") == len(events)
    assert wait(lambda: daemon.metric('leaktap_export_events_total{exporter="file"}')) == len(events)
    assert daemon.metric("leaktap_packets_total") == len(list(wires.frames(EXPORT)))
    assert daemon.metric('leaktap_dropped_packets_total{layer="ring"}') == 0
    assert wait(
        lambda: daemon.metric('leaktap_coverage_bytes_total{from_zone="crm",state="inspected",to_zone="outside"}')
    )
    listed = daemon.command("alerts", "list", "--state", str(tmp_path), "--json")
    assert {json.loads(line)["alert"]["rule"] for line in listed.stdout.splitlines()} == rules
    assert daemon.stop() == 0
    assert daemon.logged("ended")
    assert (tmp_path / "digest.key").stat().st_mode & 0o777 == 0o600


def test_nothing_that_was_seen_gets_into_logs_metrics_or_files(wire: wires.Wire, tmp_path: Path) -> None:
    daemon = Daemon(wire, tmp_path)
    wire.send(EXPORT)
    wire.send(LOGIN)
    wait(lambda: len(daemon.events()) >= 2)
    metrics = daemon.get("/metrics")
    daemon.stop()
    payload = b"".join(wires.frames(EXPORT)) + b"".join(wires.frames(LOGIN))
    mobiles = set(re.findall(rb"(?<![0-9])1[3-9][0-9]{9}(?![0-9])", payload))
    assert len(mobiles) > 50
    written = metrics.encode() + b"".join(path.read_bytes() for path in tmp_path.iterdir() if path.is_file())
    assert [value for value in mobiles if value in written] == []


def test_a_sensor_seals_what_it_sees_and_cannot_read_it(wire: wires.Wire, tmp_path: Path) -> None:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = serialization.Encoding.PEM
    keys = tmp_path / "keys"
    keys.mkdir()
    (keys / "dpo.key").write_bytes(
        key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    (keys / "dpo.pem").write_bytes(key.public_key().public_bytes(pem, serialization.PublicFormat.SubjectPublicKeyInfo))
    state = tmp_path / "state"
    daemon = Daemon(wire, state, evidence={"seal_to": str(keys / "dpo.pem")})
    wire.send(EXPORT)
    wait(daemon.events)
    assert wait(lambda: daemon.metric('leaktap_evidence_findings_total{result="kept"}'))
    metrics = daemon.get("/metrics")
    assert daemon.stop() == 0
    mobiles = set(re.findall(rb"(?<![0-9])1[3-9][0-9]{9}(?![0-9])", b"".join(wires.frames(EXPORT))))
    written = metrics.encode() + b"".join(path.read_bytes() for path in state.iterdir() if path.is_file())
    assert [value for value in mobiles if value in written] == []
    words = ("evidence", "open", str(state / "evidence.jsonl"), "--key", str(keys / "dpo.key"))
    opened = daemon.command(*words, "--values", "--detector", "cn.mobile")
    found = {line.split("\t")[1].encode() for line in opened.stdout.splitlines()}
    # The rest are cut by frames.
    assert len(found & mobiles) > 50


def test_a_kill_is_seen_as_an_outage_and_the_alert_goes_on(wire: wires.Wire, tmp_path: Path) -> None:
    daemon = Daemon(wire, tmp_path, alerts={"update_after": "1s"})
    wire.send(EXPORT)
    before = {event["metadata"]["event_code"]: event for event in wait(daemon.events)}
    daemon.stop(signal.SIGKILL)
    daemon.start()
    assert daemon.logged("the run before ended without a farewell")
    assert wait(lambda: daemon.metric("leaktap_process_outage_seconds_total"))
    wire.send(EXPORT)
    again = wait(lambda: [event for event in daemon.events() if event["activity_id"] == 2])
    leak = before[again[0]["metadata"]["event_code"]]["unmapped"]["leaktap"]
    update = again[0]["unmapped"]["leaktap"]
    assert (update["id"], update["revision"]) == (leak["id"], leak.get("revision", 1) + 1)
    assert update["count"] > leak["count"]
    assert daemon.stop() == 0


def test_rules_and_configuration_are_read_again(wire: wires.Wire, tmp_path: Path) -> None:
    rules = tmp_path / "own.yaml"
    rules.write_text(OWN_RULES, encoding="utf-8")
    daemon = Daemon(wire, tmp_path, rules={"packs": ["builtin", str(rules)], "policy": "all"})
    first = daemon.get("/metrics").partition('leaktap_ruleset_info{sha256="')[2][:64]
    # A mistake: the old set stays, and it shows.
    rules.write_text(OWN_RULES.replace("severity: low", "severity: loud"), encoding="utf-8")
    wait(lambda: daemon.metric("leaktap_config_last_reload_successful") == 0, "the mistake was seen")
    assert daemon.logged("reload failed")
    assert daemon.get("/metrics").partition('leaktap_ruleset_info{sha256="')[2][:64] == first
    # Mended, and changed: taken over, and every event says so.
    rules.write_text(OWN_RULES.replace("severity: low", "severity: medium"), encoding="utf-8")
    wait(lambda: daemon.metric("leaktap_config_last_reload_successful") == 1, "it was mended")
    second = daemon.get("/metrics").partition('leaktap_ruleset_info{sha256="')[2][:64]
    assert second != first
    wire.send(EXPORT)
    own = wait(lambda: [e for e in daemon.events() if e["metadata"]["event_code"] == "own.mobile.seen"])
    assert own[0]["severity_id"] == 3
    assert own[0]["unmapped"]["leaktap"]["ruleset"] == second
    # SIGHUP asks for the same; destinations change without a restart.
    other = tmp_path / "other.jsonl"
    daemon.configure(exporters={**daemon.settings["exporters"], "more": {"type": "file", "path": str(other)}})
    daemon.child.send_signal(signal.SIGHUP)
    wait(lambda: daemon.metric('leaktap_export_queue_events{exporter="more"}') is not None, "a new destination")
    wire.send(LOGIN)
    wait(other.exists)
    assert daemon.stop() == 0


def test_records_are_opened_when_their_keys_come(wire: wires.Wire, tmp_path: Path) -> None:
    rules = tmp_path / "own.yaml"
    rules.write_text(OWN_RULES, encoding="utf-8")
    grown, pipe = tmp_path / "grown.keys", tmp_path / "pipe.keys"
    os.mkfifo(pipe)
    daemon = Daemon(
        wire,
        tmp_path,
        decrypt={"keylogs": [str(grown), str(pipe)]},
        rules={"packs": ["builtin", str(rules)], "policy": "all"},
    )

    def decrypted() -> float:
        name = 'leaktap_coverage_bytes_total{from_zone="outside",state="decrypted",to_zone="outside"}'
        return daemon.metric(name) or 0.0

    def found() -> float:
        return daemon.metric('leaktap_values_total{detector="cn.mobile"}') or 0.0

    # A log that is not there yet; its first line comes in halves, behind the records that it is for.
    wire.send(RECORDED / "tls13_key_update.pcap")
    wait(lambda: daemon.metric("leaktap_packets_total") == len(list(wires.frames(RECORDED / "tls13_key_update.pcap"))))
    assert (found(), decrypted()) == (0, 0)
    keys = (RECORDED / "tls13_key_update.keys").read_bytes()
    grown.write_bytes(keys[:50])
    with grown.open("ab") as log:
        log.write(keys[50:])
    first = wait(found, "keys that grow")
    wait(decrypted)
    # A FIFO, whose writer comes and goes.
    pipe.write_bytes((RECORDED / "tls12_etm_cbc.keys").read_bytes())
    wire.send(RECORDED / "tls12_etm_cbc.pcap")
    second = wait(lambda: found() > first and found(), "keys through a FIFO")
    # Another file in the place of the first.
    grown.rename(tmp_path / "grown.keys.1")
    grown.write_bytes((RECORDED / "tls12_ccm_renegotiated.keys").read_bytes())
    wire.send(RECORDED / "tls12_ccm_renegotiated.pcap")
    wait(lambda: found() > second, "keys in a file that was rotated")
    wait(daemon.events)
    assert daemon.stop() == 0
    listed = daemon.command("alerts", "list", "--state", str(tmp_path), "--json")
    alerts = [json.loads(line)["alert"] for line in listed.stdout.splitlines()]
    assert {alert["visibility"] for alert in alerts} == {"decrypted"}
    told = b"".join(path.read_bytes() for path in tmp_path.iterdir() if path.is_file() and ".keys" not in path.name)
    secrets = re.findall(rb"[0-9a-f]{64,}", keys)
    assert secrets
    assert [secret for secret in secrets if secret in told] == []


def test_an_acknowledged_alert_rests(wire: wires.Wire, tmp_path: Path) -> None:
    daemon = Daemon(wire, tmp_path, alerts={"update_after": "1s"})
    wire.send(LOGIN)
    alert = wait(daemon.events)[0]["unmapped"]["leaktap"]
    done = daemon.command(
        "alerts", "ack", alert["id"][:8], "--state", str(tmp_path), "--reason", "known", "--by", "eve"
    )
    assert done.returncode == 0, done.stderr
    shown = daemon.command("alerts", "show", alert["id"], "--state", str(tmp_path)).stdout
    assert "known" in shown
    assert "eve" in shown
    assert daemon.stop() == 0


def test_systemd_hears_how_it_is(wire: wires.Wire, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "notify"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
        systemd.bind(str(path))
        systemd.settimeout(PATIENCE_S)
        monkeypatch.setenv("NOTIFY_SOCKET", str(path))
        monkeypatch.setenv("WATCHDOG_USEC", "1000000")
        daemon = Daemon(wire, tmp_path)
        assert systemd.recv(256).startswith(b"READY=1")
        assert systemd.recv(256) == b"WATCHDOG=1"
        daemon.child.send_signal(signal.SIGHUP)
        told = [systemd.recv(256) for _ in range(6)]
        assert any(state.startswith(b"RELOADING=1\nMONOTONIC_USEC=") for state in told)
        daemon.child.send_signal(signal.SIGTERM)
        wait(lambda: systemd.recv(256) == b"STOPPING=1")
        assert daemon.child.wait(timeout=PATIENCE_S) == 0


def test_a_store_has_one_writer(wire: wires.Wire, tmp_path: Path) -> None:
    daemon = Daemon(wire, tmp_path)
    second = wire.run([sys.executable, "-P", "-m", "sensor", "run", "-i", "near", "--state", str(tmp_path)])
    assert second.returncode != 0
    assert "events.db" in second.stderr
    assert daemon.stop() == 0


def test_privileges_are_dropped_and_capture_goes_on(wire: wires.Wire, tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    state = Path("/tmp") / f"leaktap-test-{time.time_ns()}"  # noqa: S108 - the user must be able to enter it
    try:
        daemon = Daemon(wire, state, service={"user": "nobody"})
        status = dict(
            line.split(":\t", 1)
            for line in Path(f"/proc/{daemon.pid}/status").read_text().splitlines()
            if ":\t" in line
        )
        assert int(status["CapEff"], 16) == NET_RAW
        assert int(status["CapPrm"], 16) == NET_RAW
        assert status["NoNewPrivs"] == "1"
        assert "0" not in status["Uid"].split()
        wire.send(EXPORT)
        assert wait(daemon.events)
        # The right to open a ring is still there.
        wire.ip("link", "delete", "far")
        wait(lambda: daemon.metric('leaktap_interface_up{interface="far"}') == 0, "gone")
        wire.ip("link", "add", "name", "near", "mtu", "9000", "type", "veth", "peer", "name", "far", "mtu", "9000")
        wire.ip("link", "set", "near", "up")
        wire.ip("link", "set", "far", "up")
        wait(lambda: daemon.metric('leaktap_interface_up{interface="far"}') == 1, "back")
        assert daemon.stop() == 0
    finally:
        shutil.rmtree(state, ignore_errors=True)


def test_what_is_wrong_is_said_in_one_line(wire: wires.Wire, tmp_path: Path) -> None:
    for arguments, part in (
        (["-i", "nothere"], "nothere: there is no such interface"),
        ([], "nothing to listen to"),
        (["-i", "far", "--filter", "tcp prt 80"], "capture.filter"),
        (["-i", "far", "--rules", str(tmp_path / "none.yaml")], "none.yaml"),
    ):
        state = ["--state", str(tmp_path / "state")]
        done = wire.run([sys.executable, "-P", "-m", "sensor", "run", *state, *arguments])
        assert done.returncode in (2, 3), done.stderr
        assert part in done.stderr
        assert "Traceback" not in done.stderr


def test_prometheus_reads_the_values_back(wire: wires.Wire, tmp_path: Path) -> None:
    if shutil.which("prometheus") is None:
        pytest.skip("prometheus is not installed")
    daemon = Daemon(wire, tmp_path)
    rules = ROOT / "exporters" / "dashboards" / "leaktap.rules.yml"
    config = {
        "global": {"scrape_interval": "1s", "evaluation_interval": "1s"},
        "rule_files": [str(rules)],
        "scrape_configs": [{"job_name": "leaktap", "static_configs": [{"targets": [f"127.0.0.1:{PORT}"]}]}],
    }
    (tmp_path / "prometheus.yml").write_text(yaml.safe_dump(config), encoding="utf-8")
    flags = [
        f"--config.file={tmp_path / 'prometheus.yml'}",
        f"--storage.tsdb.path={tmp_path / 'tsdb'}",
        "--web.listen-address=127.0.0.1:9090",
    ]
    with (tmp_path / "prometheus.log").open("wb") as log:
        server = wire.start(["prometheus", *flags], stderr=log, stdout=log)
    wait(lambda: "Ready" in daemon.get("/-/ready", 9090), "prometheus is ready")

    def value(query: str) -> float | None:
        answer = daemon.get(f"/api/v1/query?query={query}", 9090)
        found = json.loads(answer)["data"]["result"] if answer else []
        return float(found[0]["value"][1]) if found else None

    wire.send(EXPORT)
    wait(daemon.events)
    assert wait(lambda: value("sum(leaktap_packets_total)")) == len(list(wires.frames(EXPORT)))
    assert wait(lambda: value("sum(leaktap_alerts_total)")) == len(daemon.events())
    assert value("leaktap_interface_up") == 1
    wait(lambda: '"LeaktapLeak"' in daemon.get("/api/v1/alerts", 9090), "the rule for a leak fires")
    assert daemon.stop() == 0
    assert wait(lambda: value("up") == 0, "it is missed")
    server.terminate()
    server.wait(timeout=PATIENCE_S)


def test_the_store_outlives_every_end(wire: wires.Wire, tmp_path: Path) -> None:
    daemon = Daemon(wire, tmp_path)
    for _ in range(3):
        wire.send(EXPORT)
        daemon.stop(signal.SIGKILL)
        daemon.start()
    wire.send(EXPORT)
    wait(daemon.events, "a leak is delivered by the last daemon, if by none that was killed")
    assert daemon.stop() == 0
    with sqlite3.connect(tmp_path / "events.db") as store:
        assert store.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        stored = {row[0] for row in store.execute("SELECT id FROM events")}
    store.close()
    delivered = {event["metadata"].get("uid") for event in daemon.events()}
    assert len(delivered) >= 1
    assert len(stored) >= len(delivered)

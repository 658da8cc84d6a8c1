"""Inventory and border over captures, with the real engine and the real command."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

import pytest

from tests import mmdb

ROOT: Final = Path(__file__).resolve().parents[2]
PCAPS: Final = ROOT / "pcaps"
RECORDED: Final = ROOT / "tests" / "recorded"
CAPTURES: Final = ROOT.parent / "shared" / "captures"
PHONES: Final = [f"1380013{number:04d}" for number in range(8000, 8040)]


def leaktap(*arguments: str, code: int = 0) -> str:
    run = subprocess.run(
        [sys.executable, "-P", "-m", "sensor", *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert run.returncode == code, run.stderr
    return run.stdout


def lines(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def test_replay_learns_and_goes_on_where_it_was(tmp_path: Path) -> None:
    database = str(tmp_path / "inventory.db")
    crm = ("--crm", "10.20.0.0/24", "-q", "--inventory", database)
    leaktap("replay", str(PCAPS / "crm_export_http.pcap"), *crm)
    first = lines(leaktap("inventory", "list", "--inventory", database, "--json"))
    assert {entry["service"]["protocol"] for entry in first} == {"http"}
    assert all(entry["service"]["protection"] == "none" for entry in first)
    leaktap("replay", str(PCAPS / "clean_https_and_decoys.pcap"), *crm)
    both = lines(leaktap("inventory", "list", "--inventory", database, "--json"))
    assert len(both) > len(first)
    sound = lines(leaktap("inventory", "list", "--inventory", database, "--json", "--protection", "sound"))
    assert sound
    assert {entry["service"]["protection"] for entry in sound} == {"sound"}
    assert lines(leaktap("inventory", "list", "--inventory", database, "--json", "--zone", "nowhere")) == []


def test_difference_of_two_inventories_is_what_came_between(tmp_path: Path) -> None:
    before, after = str(tmp_path / "before.db"), str(tmp_path / "after.db")
    one, two = str(PCAPS / "crm_export_http.pcap"), str(PCAPS / "clean_https_and_decoys.pcap")
    leaktap("replay", one, "-q", "--inventory", before)
    leaktap("replay", one, two, "-q", "--inventory", after)
    assert leaktap("inventory", "diff", before, before) == ""
    found = lines(leaktap("inventory", "diff", before, after, "--json", code=1))
    assert {each["kind"] for each in found} == {"new_service"}
    gone = lines(leaktap("inventory", "diff", after, before, "--json", code=1))
    assert [each["subject"] for each in gone] == [each["subject"] for each in found]
    assert {each["kind"] for each in gone} == {"gone_service"}


@pytest.mark.parametrize(
    "arguments",
    [("diff", "one.db"), ("diff", "one.db", "two.db", "--since", "1d"), ("diff", "--inventory", "missing.db")],
)
def test_what_makes_no_sense_is_refused(arguments: tuple[str, ...]) -> None:
    leaktap("inventory", *arguments, code=2)


def test_recorded_traffic_is_listed_for_people(tmp_path: Path) -> None:
    database = str(tmp_path / "inventory.db")
    captures = sorted(map(str, RECORDED.glob("*.pcap")))
    leaktap("replay", *captures, "-q", "--inventory", database, "--metrics", str(tmp_path / "m.prom"))
    text = leaktap("inventory", "list", "--inventory", database)
    head, *body = text.splitlines()
    assert head.split()[:3] == ["SERVICE", "ZONE", "PROTECTION"]
    assert len(body) >= len(captures) // 2
    plain = [line for line in body if " none " in line]
    metrics = (tmp_path / "m.prom").read_text(encoding="utf-8")
    assert f'leaktap_inventory_services{{protection="none"}} {float(len(plain))}' in metrics


def _abroad(path: Path, receiver: str) -> str:
    """A CRM host answers a client at a public address with forty telephone numbers."""
    inet = pytest.importorskip("scapy.layers.inet", reason="leaktap[craft] is not installed")
    l2 = pytest.importorskip("scapy.layers.l2")
    packet = pytest.importorskip("scapy.packet")
    utils = pytest.importorskip("scapy.utils")
    body = json.dumps([{"phone": phone} for phone in PHONES]).encode()
    answer = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(body) + body
    request = b"GET /export HTTP/1.1\r\nHost: crm.example.cn\r\n\r\n"
    sides = (("10.20.0.5", 80), (receiver, 40_000))
    frames: list[Any] = []

    def send(side: str, flags: str, seq: int, ack: int, data: bytes = b"") -> None:
        (server, sport), (client, dport) = sides
        source, target = ((client, dport), (server, sport)) if side == "client" else ((server, sport), (client, dport))
        tcp = inet.TCP(sport=source[1], dport=target[1], flags=flags, seq=seq, ack=ack)
        ends = l2.Ether(src="02:00:00:00:00:01", dst="02:00:00:00:00:02")
        frame = ends / inet.IP(src=source[0], dst=target[0]) / tcp / packet.Raw(data)
        frame.time = 1_760_000_000 + len(frames) / 100
        frames.append(frame)

    send("client", "S", 100, 0)
    send("server", "SA", 500, 101)
    send("client", "A", 101, 501)
    send("client", "PA", 101, 501, request)
    for at in range(0, len(answer), 1000):
        send("server", "PA", 501 + at, 101 + len(request), answer[at : at + 1000])
    send("server", "FA", 501 + len(answer), 101 + len(request))
    send("client", "FA", 101 + len(request), 502 + len(answer))
    utils.wrpcap(str(path), frames)
    return str(path)


@pytest.mark.parametrize(
    ("country", "abroad", "fires"), [("US", "yes", True), ("HK", "yes", True), ("CN", "no", False)]
)
def test_personal_data_that_leaves_the_country_raises_an_alert(
    tmp_path: Path, country: str, *, abroad: str, fires: bool
) -> None:
    pytest.importorskip("maxminddb", reason="leaktap[geo] is not installed")
    capture = _abroad(tmp_path / "abroad.pcap", "45.0.0.9")
    places = mmdb.write(
        tmp_path / "x.mmdb", {"45.0.0.0/8": {"country": {"iso_code": country}, "autonomous_system_number": 64_500}}
    )
    config = tmp_path / "leaktap.yaml"
    config.write_text(f"version: 1\nborder: {{mmdb: [{places}], database: none}}\n", encoding="utf-8")
    outputs = {name: tmp_path / f"{name}.jsonl" for name in ("findings", "alerts")}
    leaktap(
        "replay", capture, "--config", str(config), "--crm", "10.20.0.0/24", "-q",
        "--findings", str(outputs["findings"]), "--alerts", str(outputs["alerts"]), "--metrics", str(tmp_path / "m"),
    )  # fmt: skip
    (finding,) = [
        each for each in lines(outputs["findings"].read_text(encoding="utf-8")) if each["detector"] == "cn.mobile"
    ]
    receiver = finding["receiver"]
    assert (receiver["country"], receiver["asn"], receiver["located_by"]) == (
        country,
        64_500,
        "Test-Country 2025-10-09",
    )
    assert "country" not in finding["sender"]
    alerts = {
        each["unmapped"]["leaktap"]["rule"]: each for each in lines(outputs["alerts"].read_text(encoding="utf-8"))
    }
    assert ("pii.cross_border.some" in alerts) is fires
    if fires:
        cited = [clause["id"] for clause in alerts["pii.cross_border.some"]["unmapped"]["leaktap"]["cites"]]
        assert cited == ["pipl:38", "pipl:39", "pipl:40"]
    assert f'leaktap_border_findings_total{{abroad="{abroad}"}}' in (tmp_path / "m").read_text(encoding="utf-8")


def test_sensor_keeps_its_inventory_in_its_state_directory(tmp_path: Path) -> None:
    config = tmp_path / "leaktap.yaml"
    config.write_text("version: 1\nexporters: {prometheus: {listen: '127.0.0.1:0'}}\n", encoding="utf-8")
    state = ("--config", str(config), "--state", str(tmp_path / "state"))
    for _ in range(2):
        with (PCAPS / "crm_export_http.pcap").open("rb") as capture:
            command = [sys.executable, "-P", "-m", "sensor", "run", "-r", "-", "--crm", "10.20.0.0/24", *state]
            run = subprocess.run(command, cwd=ROOT, stdin=capture, capture_output=True, check=False, timeout=60)
        assert run.returncode == 0, run.stderr.decode()
    found = lines(leaktap("inventory", "list", *state, "--json"))
    assert [entry["service"]["protocol"] for entry in found] == ["http"]
    replayed = str(tmp_path / "replayed.db")
    leaktap("replay", str(PCAPS / "crm_export_http.pcap"), "--crm", "10.20.0.0/24", "-q", "--inventory", replayed)
    (once,) = lines(leaktap("inventory", "list", "--inventory", replayed, "--json"))
    assert found[0]["service"]["flows"] == 2 * once["service"]["flows"]
    assert (tmp_path / "state" / "inventory.db").stat().st_mode & 0o777 == 0o600


def test_service_that_falls_back_raises_an_alert(tmp_path: Path) -> None:
    live = CAPTURES / "live"
    captures = [live / name for name in ("tls10_openssl.pcap", "tls12_null_cipher.pcap")]
    if not all(capture.exists() for capture in captures):
        pytest.skip("no captures with known content beside the project (../shared/captures)")
    alerts = tmp_path / "alerts.jsonl"
    database = str(tmp_path / "inventory.db")
    for capture in captures:
        leaktap("replay", str(capture), "--crm", "10.20.0.0/24", "-q", "--inventory", database, "--alerts", str(alerts))
    rules = {each["unmapped"]["leaktap"]["rule"] for each in lines(alerts.read_text(encoding="utf-8"))}
    assert "transport.drift.plaintext" in rules
    drift = lines(leaktap("inventory", "diff", "--inventory", database, "--json", code=1))
    assert [each["what"] for each in drift if each["kind"] == "drift"] == ["fell_back_to_plaintext"]

"""The whole offline product on the compiled engine, over captures that are made here."""

from __future__ import annotations

import json
import struct
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from sensor.engine import Engine, EngineOptions, Zone
from sensor.errors import CaptureError
from sensor.ruleset import validate
from sensor.ruleset.loader import load

if TYPE_CHECKING:
    from pathlib import Path

End = tuple[str, int]
SERVER, CLIENT = "192.0.2.7", "198.51.100.9"
BODY = json.dumps({"data": [{"mobile": f"1380013{n:04d}", "idNo": "11010519491231002X"} for n in range(60)]}).encode()


def checksum(data: bytes) -> int:
    padded = data + b"\0" * (len(data) % 2)
    total: int = sum(struct.unpack(f">{len(padded) // 2}H", padded))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF


def address(text: str) -> bytes:
    return bytes(map(int, text.split(".")))


def frame(source: End, target: End, numbers: tuple[int, int], flags: int, data: bytes = b"") -> bytes:
    tcp = struct.pack(">HHIIBBHHH", source[1], target[1], *numbers, 0x50, flags, 65535, 0, 0)
    ends = address(source[0]) + address(target[0])
    pseudo = ends + struct.pack(">BBH", 0, 6, len(tcp) + len(data))
    tcp = tcp[:16] + struct.pack(">H", checksum(pseudo + tcp + data)) + tcp[18:]
    ip = struct.pack(">BBHHHBBH", 0x45, 0, 20 + len(tcp) + len(data), 1, 0, 64, 6, 0) + ends
    ip = ip[:10] + struct.pack(">H", checksum(ip)) + ip[12:]
    return b"\2\0\0\0\0\1\2\0\0\0\0\2\x08\0" + ip + tcp + data


def conversation(request: bytes, response: bytes) -> list[bytes]:
    client, server = (CLIENT, 50000), (SERVER, 80)
    frames = [frame(client, server, (1000, 0), 2), frame(server, client, (5000, 1001), 18)]
    frames += [frame(client, server, (1001, 5001), 24, request)]
    for start in range(0, len(response), 1000):
        piece = response[start : start + 1000]
        frames.append(frame(server, client, (5001 + start, 1001 + len(request)), 24, piece))
    end = 5001 + len(response)
    frames.append(frame(server, client, (end, 1001 + len(request)), 17))
    frames.append(frame(client, server, (1001 + len(request), end + 1), 17))
    return frames


def write_pcap(path: Path, frames: list[bytes]) -> None:
    head = struct.pack("<IHHiIII", 0xA1B23C4D, 2, 4, 0, 0, 262144, 1)
    records = [
        struct.pack("<IIII", 1_760_000_000, index * 1_000_000, len(data), len(data)) + data
        for index, data in enumerate(frames)
    ]
    path.write_bytes(head + b"".join(records))


@pytest.fixture
def capture(tmp_path: Path) -> Path:
    head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(BODY)}\r\n\r\n"
    request = b"GET /export HTTP/1.1\r\nHost: crm.example\r\n\r\n"
    path = tmp_path / "leak.pcap"
    write_pcap(path, conversation(request, head.encode() + BODY))
    return path


def leaktap(*args: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-P", "-m", "sensor", *args]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False, cwd=cwd)


def test_five_lines_iterate_the_findings_of_a_capture(capture: Path) -> None:
    zones = (Zone(name="crm", networks=("192.0.2.0/24",)),)
    with Engine(options=EngineOptions(zones=zones)) as engine:
        found = {finding.detector: finding for finding in engine.replay(str(capture))}
    assert found["cn.mobile"].distinct == 60
    assert found["cn.resident_id"].distinct == 1
    assert found["cn.mobile"].direction == "egress"
    assert found["cn.mobile"].sender.ip == SERVER
    assert not found["cn.mobile"].values


def test_replay_alerts_and_fails_on_the_bulk_leak(capture: Path, tmp_path: Path) -> None:
    options = ["--crm", "192.0.2.0/24", "--fail-on", "critical", "--alerts", "alerts.jsonl", "--coverage", "cov.jsonl"]
    done = leaktap("replay", str(capture), *options, cwd=tmp_path)
    assert done.returncode == 1, done.stderr
    alerts = [json.loads(line) for line in (tmp_path / "alerts.jsonl").read_text().splitlines()]
    assert "pii.cleartext.bulk" in {alert["unmapped"]["leaktap"]["rule"] for alert in alerts}
    assert f"{SERVER} (crm) sent to {CLIENT} (outside), egress" in done.stdout
    assert "13800130001" not in done.stdout + done.stderr + (tmp_path / "alerts.jsonl").read_text()
    rows = [json.loads(line) for line in (tmp_path / "cov.jsonl").read_text().splitlines()]
    assert all(sum(row["bytes"].values()) == row["total"] for row in rows)
    assert sum(row["bytes"]["inspected"] for row in rows if row["direction"] == "egress") >= len(BODY)


def test_the_summary_is_the_same_whatever_else_is_written(capture: Path, tmp_path: Path) -> None:
    plain = leaktap("replay", str(capture), cwd=tmp_path)
    beside = leaktap("replay", str(capture), "--alerts", "alerts.jsonl", cwd=tmp_path)
    assert "Alerts: " in plain.stdout
    assert plain.stdout == beside.stdout


def test_two_replays_with_one_key_write_the_same_bytes(capture: Path, tmp_path: Path) -> None:
    (tmp_path / "key").write_bytes(bytes(range(32)))
    for name in ("one", "two"):
        streams = ["findings", "alerts", "flows", "transports", "anomalies", "coverage"]
        files = [part for stream in streams for part in (f"--{stream}", f"{name}-{stream}.jsonl")]
        done = leaktap("replay", str(capture), "--digest-key", "key", "-q", *files, cwd=tmp_path)
        assert done.returncode == 0, done.stderr
        assert done.stdout == done.stderr == ""
    for path in tmp_path.glob("one-*.jsonl"):
        assert path.read_bytes() == (tmp_path / path.name.replace("one-", "two-")).read_bytes()


def test_reveal_adds_the_values(capture: Path, tmp_path: Path) -> None:
    done = leaktap("replay", str(capture), "--reveal", "-q", "--findings", "-", cwd=tmp_path)
    findings = {line["detector"]: line for line in map(json.loads, done.stdout.splitlines())}
    assert "13800130001" in findings["cn.mobile"]["values"]
    assert "--reveal" in done.stderr


def test_missing_capture_is_a_usage_error(capture: Path, tmp_path: Path) -> None:
    done = leaktap("replay", "missing.pcap", str(capture), cwd=tmp_path)
    assert done.returncode == 2
    assert "missing.pcap: no such file" in done.stderr
    assert not done.stdout


def test_cut_capture_is_judged_and_ends_with_3(capture: Path, tmp_path: Path) -> None:
    capture.write_bytes(capture.read_bytes()[:-30])
    done = leaktap("replay", str(capture), "--fail-on", "low", cwd=tmp_path)
    assert done.returncode == 3
    assert "leak.pcap" in done.stdout
    assert "cn.mobile" in done.stdout


def test_cut_capture_is_judged_and_said(capture: Path) -> None:
    capture.write_bytes(capture.read_bytes()[:-30])
    seen: list[str] = []
    with Engine() as engine, pytest.raises(CaptureError, match=r"leak\.pcap"):
        seen.extend(finding.detector for finding in engine.replay(str(capture)))
    assert "cn.mobile" in seen


def test_builtin_pack_passes_its_own_check() -> None:
    problems = validate.check_all(load(["builtin"]))
    assert not problems, "\n".join(map(str, problems))

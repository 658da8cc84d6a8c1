"""Behind a real load balancer: who its client is, as a replay says, and as tshark reads the header."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest

from sensor.cli.replay import ReplayOptions, replay
from sensor.daemon import config as configuration
from sensor.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sensor.pipeline import StreamName

RECORDED: Final = Path(__file__).resolve().parents[1] / "recorded"
CLIENT: Final = "203.0.113.9"
BALANCER: Final = "10.20.0.9"
TRUSTED: Final = "proxies:\n  trusted: [10.20.0.8/30]\n"


def _replayed(tmp_path: Path, name: str, settings: str) -> dict[str, list[dict[str, Any]]]:
    config = tmp_path / "leaktap.yaml"
    config.write_text(f"version: 1\nzones: {{crm: [10.20.0.0/24]}}\n{settings}", encoding="utf-8")
    streams: tuple[StreamName, ...] = ("finding", "flow", "alert", "anomaly")
    outputs = {stream: str(tmp_path / f"{stream}.jsonl") for stream in streams}
    options = ReplayOptions(captures=(str(RECORDED / f"{name}.pcap"),), config=str(config), outputs=outputs, quiet=True)
    assert replay(options) == 0
    return {stream: list(_lines(Path(path))) for stream, path in outputs.items()}


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    return map(json.loads, path.read_text(encoding="utf-8").splitlines())


@pytest.mark.parametrize(
    ("name", "settings", "told_by"),
    [
        ("proxy_v1", TRUSTED, "proxy_protocol"),
        ("proxy_v2", TRUSTED, "proxy_protocol"),
        ("proxy_forwarded", TRUSTED, "x-forwarded-for"),
    ],
)
def test_the_client_of_a_trusted_balancer_is_judged(tmp_path: Path, name: str, settings: str, told_by: str) -> None:
    records = _replayed(tmp_path, name, settings)
    found = [each for each in records["finding"] if each["where"].startswith("http.response")]
    assert {each["detector"] for each in found} >= {"cn.mobile", "email"}
    for each in found:
        assert each["receiver"]["ip"] == BALANCER
        assert each["receiver"]["zone"] == "crm"
        client = each["receiver"]["client"]
        assert (client["ip"], client["zone"], client["told_by"]) == (CLIENT, "outside", told_by)
        assert each["direction"] == "egress"
        assert "client" not in each["sender"]
    if told_by == "proxy_protocol":
        assert records["flow"][0]["orig"]["client"]["port"] == 56268
    assert records["alert"], "what leaves by a balancer is a leak"
    ends = [each["unmapped"]["leaktap"]["receiver"] for each in records["alert"] if "unmapped" in each]
    assert any(end.get("client", {}).get("ip") == CLIENT for end in ends)
    assert not records["anomaly"]


def test_people_are_told_of_the_client(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config, report = tmp_path / "leaktap.yaml", tmp_path / "report.html"
    config.write_text(f"version: 1\nzones: {{crm: [10.20.0.0/24]}}\n{TRUSTED}", encoding="utf-8")
    captures = (str(RECORDED / "proxy_v1.pcap"),)
    assert replay(ReplayOptions(captures=captures, config=str(config), report=str(report))) == 0
    told = capsys.readouterr().out
    assert f"sent to {CLIENT} (outside), egress" in told
    assert f"→ {CLIENT} over {BALANCER}" in told
    assert f"{CLIENT} over {BALANCER}" in report.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "settings"),
    [
        ("proxy_v1", ""),
        ("proxy_v2", "proxies: {trusted: [10.20.0.5]}\n"),
        ("proxy_forwarded", ""),
        ("proxy_forwarded", "proxies: {trusted: [10.20.0.9], header: forwarded}\n"),
        ("proxy_forwarded", "proxies: {trusted: [10.20.0.9], header: none}\n"),
    ],
)
def test_nobody_else_is_believed(tmp_path: Path, name: str, settings: str) -> None:
    records = _replayed(tmp_path, name, settings)
    assert records["finding"]
    assert CLIENT not in json.dumps([records["finding"], records["flow"], records["alert"]])
    assert {each["direction"] for each in records["finding"]} == {"internal"}
    assert not records["anomaly"]


@pytest.mark.skipif(shutil.which("tshark") is None, reason="tshark is not installed")
@pytest.mark.parametrize("name", ["proxy_v1", "proxy_v2"])
def test_tshark_reads_the_same_header(tmp_path: Path, name: str) -> None:
    command = ["tshark", "-r", str(RECORDED / f"{name}.pcap"), "-o", "tcp.try_heuristic_first:TRUE", "-Y", "proxy"]
    fields = ["-T", "fields", "-e", "proxy.src.ipv4", "-e", "proxy.srcport"]
    said = subprocess.run([*command, *fields], check=True, capture_output=True, text=True).stdout.split()
    client = _replayed(tmp_path, name, TRUSTED)["flow"][0]["orig"]["client"]
    assert said == [client["ip"], str(client["port"])]


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ("proxies: {trusted: [10.0.0.0/33]}\n", "proxies: "),
        ("proxies:\n  trusted:\n    - lb.example\n", "lb.example"),
        ("proxies: {header: x-client-ip}\n", "header"),
        ("proxies: {trust: [10.0.0.1]}\n", "trusted"),
    ],
)
def test_a_wrong_configuration_is_told(tmp_path: Path, settings: str, told: str) -> None:
    path = tmp_path / "leaktap.yaml"
    path.write_text(f"version: 1\n{settings}", encoding="utf-8")
    with pytest.raises(ConfigError, match=told):
        configuration.load(str(path))

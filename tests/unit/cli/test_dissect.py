from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from sensor.cli import dissect as command
from sensor.cli.app import app
from sensor.engine import Engine
from sensor.report.dissect import Layer, Packet, display_filter

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def run(pack_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    (tmp_path / "leaktap.yaml").write_text(f"version: 1\nrules: {{packs: ['{pack_file}']}}\n", encoding="utf-8")
    (tmp_path / "a.pcap").touch()
    monkeypatch.chdir(tmp_path)
    packet = Packet("frame 4", (Layer("HTTP", (("http.request.uri", "phone=13800138000"),)),))
    monkeypatch.setattr(command, "packets", lambda *_: iter([packet]))

    def call(*args: str, capture: str = "a.pcap") -> int:
        with pytest.raises(SystemExit) as caught:
            app(["dissect", capture, "--config", "leaktap.yaml", *args], prog_name="leaktap")
        return int(caught.value.code or 0)

    return call


def test_finding_is_found_by_the_start_of_its_id_and_shown_masked(
    run: Any, fake: Any, recorder: Any, capfd: Any
) -> None:
    with open("f.jsonl", "wb") as file:  # noqa: PTH123 - relative to the test's directory
        records = [recorder.finding(fake.Finding(tx=tx)) for tx in (0, 1)]
        file.writelines(msgspec.json.encode(record) + b"\n" for record in records)
    assert run("--finding", records[1].id[:8], "--findings", "f.jsonl") == 0
    out = capfd.readouterr().out
    assert "cn.mobile: 1 distinct" in out
    assert "13800138000" not in out
    assert run("--finding", records[1].id, "--findings", "f.jsonl", "--reveal") == 0
    captured = capfd.readouterr()
    assert "13800138000" in captured.out
    assert "--reveal" in captured.err


def test_what_no_rule_asks_for_is_masked_as_well(run: Any, fake: Any, pack_file: Path, capfd: Any) -> None:
    text = pack_file.read_text(encoding="utf-8")
    left_out = text.replace("- id: cn.mobile", "- id: cn.mobile\n    status: preview")
    pack_file.write_text(left_out, encoding="utf-8")
    fake.RECORDINGS["a.pcap"] = [fake.Batch(findings=[fake.Finding()])]
    found = next(iter(Engine().replay("a.pcap")))
    assert run("--finding", found.id) == 0
    assert "13800138000" not in capfd.readouterr().out


def test_what_is_printed_can_be_run_in_a_shell(run: Any, fake: Any, tmp_path: Path, capfd: Any) -> None:
    name = "it's a; capture.pcap"
    (tmp_path / name).touch()
    fake.RECORDINGS[name] = [fake.Batch(findings=[fake.Finding()])]
    found = next(iter(Engine().replay(name)))
    assert run("--finding", found.id, capture=name) == 0
    line = next(line for line in capfd.readouterr().out.splitlines() if line.startswith("tshark"))
    assert shlex.split(line) == ["tshark", "-r", name, "-Y", display_filter(found)]


def test_a_capture_that_is_not_there_is_a_usage_error(run: Any, capfd: Any) -> None:
    assert run("--finding", "a", capture="nope.pcap") == 2
    assert "nope.pcap: no such file" in capfd.readouterr().err


def test_without_a_findings_file_the_capture_is_replayed(run: Any, fake: Any, capfd: Any) -> None:
    fake.RECORDINGS["a.pcap"] = [fake.Batch(findings=[fake.Finding()])]
    assert run("--finding", "00000000") == 2
    assert "no finding has the id 00000000" in capfd.readouterr().err
    assert len(fake.STARTED) == 1


@pytest.mark.parametrize(("content", "message"), [("{}\n", "f.jsonl:1: not a finding"), (None, "No such file")])
def test_wrong_findings_file_is_a_usage_error(
    run: Any, tmp_path: Path, capfd: Any, content: str | None, message: str
) -> None:
    if content is not None:
        (tmp_path / "f.jsonl").write_text(content, encoding="utf-8")
    assert run("--finding", "a", "--findings", "f.jsonl") == 2
    assert message in capfd.readouterr().err

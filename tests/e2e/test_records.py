"""What a replay writes is what is published: every record validates, every exit code means what it says."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

import jsonschema
import pytest
from ocsf_json_schema import OcsfJsonSchemaEmbedded, get_ocsf_schema

from exporters import _ocsf
from sensor.model.alert import SEVERITY_RANK

ROOT: Final = Path(__file__).resolve().parents[2]
SAMPLES: Final = sorted((ROOT / "pcaps").glob("*.pcap"))
STREAMS: Final = {
    "finding": "findings",
    "alert": "alerts",
    "flow": "flows",
    "transport": "transports",
    "anomaly": "anomalies",
    "coverage": "coverage",
}
CLASSES: Final = {2004: "detection_finding", 2006: "data_security_finding"}


def replay(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-P", "-m", "sensor", "replay", "--crm", "10.20.0.0/24", "--quiet", *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False, cwd=cwd)


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[dict[str, Any]]]:
    """The six streams of a replay of all samples, and of one that is cut, so that there are anomalies."""
    folder = tmp_path_factory.mktemp("streams")
    cut = folder / "cut.pcap"
    cut.write_bytes(SAMPLES[0].read_bytes()[:-20])
    options = [part for stream, option in STREAMS.items() for part in (f"--{option}", f"{stream}.jsonl")]
    done = replay(*map(str, SAMPLES), str(cut), *options, cwd=folder)
    assert done.returncode == 3, done.stderr
    return {stream: lines(folder / f"{stream}.jsonl") for stream in STREAMS}


@pytest.mark.parametrize("stream", STREAMS)
def test_every_record_is_as_its_published_schema_says(stream: str, written: dict[str, list[dict[str, Any]]]) -> None:
    schema = json.loads((ROOT / "docs" / "reference" / "schemas" / f"{stream}.json").read_text(encoding="utf-8"))
    validator = jsonschema.validators.validator_for(schema)(schema)
    assert written[stream]
    problems = [problem.message for record in written[stream] for problem in validator.iter_errors(record)]
    assert not problems


def test_alerts_are_valid_ocsf(written: dict[str, list[dict[str, Any]]]) -> None:
    ocsf = OcsfJsonSchemaEmbedded(get_ocsf_schema(version=_ocsf.OCSF_VERSION))
    validators = {}
    for uid, name in CLASSES.items():
        schema = ocsf.get_class_schema(name, profiles=[])
        validators[uid] = jsonschema.validators.validator_for(schema)(schema)
    alerts = written["alert"]
    assert {alert["class_uid"] for alert in alerts} == set(CLASSES)
    problems = [problem.message for alert in alerts for problem in validators[alert["class_uid"]].iter_errors(alert)]
    assert not problems


def test_ids_of_records_are_unique(written: dict[str, list[dict[str, Any]]]) -> None:
    for stream in ("finding", "flow", "transport", "anomaly", "coverage"):
        ids = [record["id"] for record in written[stream]]
        assert len(ids) == len(set(ids)), stream


@pytest.mark.parametrize("level", ["low", "medium", "high", "critical"])
def test_fail_on_is_the_worst_severity_or_below(level: str, tmp_path: Path) -> None:
    leaking = str(ROOT / "pcaps" / "crm_export_http.pcap")
    done = replay(leaking, "--fail-on", level, "--alerts", "alerts.jsonl", cwd=tmp_path)
    worst = max(SEVERITY_RANK[alert["severity"].lower()] for alert in lines(tmp_path / "alerts.jsonl"))
    assert done.returncode == int(worst >= SEVERITY_RANK[level]), done.stderr


def test_clean_traffic_does_not_fail(tmp_path: Path) -> None:
    clean = str(ROOT / "pcaps" / "clean_https_and_decoys.pcap")
    done = replay(clean, "--fail-on", "high", "--findings", "findings.jsonl", cwd=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.parametrize(
    "content",
    [b"", b"no capture at all, but text of some length", SAMPLES[0].read_bytes()[:-1]],
    ids=["empty", "foreign", "cut"],
)
def test_capture_that_cannot_be_read_to_its_end_ends_with_3(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "x.pcap").write_bytes(content)
    done = replay("x.pcap", "--fail-on", "low", cwd=tmp_path)
    assert done.returncode == 3
    assert "x.pcap" in done.stderr


@pytest.mark.parametrize(
    "arguments", [["absent.pcap"], [str(SAMPLES[0]), "--fail-on", "urgent"], [str(SAMPLES[0]), "--no-such-option"], []]
)
def test_wrong_call_ends_with_2(arguments: list[str], tmp_path: Path) -> None:
    assert replay(*arguments, cwd=tmp_path).returncode == 2

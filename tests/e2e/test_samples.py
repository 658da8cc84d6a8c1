"""The sample captures, through the command a user types: what must be found is found, decoys are not."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

PCAPS = Path(__file__).resolve().parents[2] / "pcaps"
EXPECTED: dict[str, dict[str, Any]] = json.loads((PCAPS / "expected.json").read_text(encoding="utf-8"))
SAMPLES = sorted(EXPECTED)


def replay(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Runs ``leaktap replay`` of this interpreter's environment."""
    command = [str(Path(sys.executable).parent / "leaktap"), "replay", *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)


def records(capture: str, stream: str, *arguments: str) -> list[dict[str, Any]]:
    """One stream of records of a replay that must succeed."""
    done = replay(str(PCAPS / capture), "--crm", "10.20.0.0/24", f"--{stream}", "-", "--quiet", *arguments)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.fixture(scope="module")
def revealed() -> dict[str, list[dict[str, Any]]]:
    """The findings of every sample, with their values."""
    return {name: records(name, "findings", "--reveal") for name in SAMPLES}


def test_every_capture_is_described() -> None:
    assert sorted(path.name for path in PCAPS.glob("*.pcap")) == SAMPLES


@pytest.mark.parametrize("name", SAMPLES)
def test_all_planted_values_are_found(name: str, revealed: dict[str, list[dict[str, Any]]]) -> None:
    found: dict[str, set[str]] = {}
    for finding in revealed[name]:
        found.setdefault(finding["detector"], set()).update(finding.get("values", []))
    missing = {
        detector: sorted(set(values) - found.get(detector, set()))
        for detector, values in EXPECTED[name]["expected"].items()
    }
    assert not {detector: values for detector, values in missing.items() if values}


@pytest.mark.parametrize("name", SAMPLES)
def test_nothing_else_is_sure(name: str, revealed: dict[str, list[dict[str, Any]]]) -> None:
    expected = EXPECTED[name]["expected"]
    sure = {
        (finding["detector"], value)
        for finding in revealed[name]
        if finding["confidence"] >= 70
        and finding["detector"] in {"cn.resident_id", "cn.mobile", "payment_card", "email"}
        for value in finding.get("values", [])
    }
    assert not sure - {(detector, value) for detector, values in expected.items() for value in values}


@pytest.mark.parametrize("name", SAMPLES)
def test_no_decoy_is_found(name: str, revealed: dict[str, list[dict[str, Any]]]) -> None:
    values = {value for finding in revealed[name] for value in finding.get("values", [])}
    assert not values & set(EXPECTED[name]["decoys"])


@pytest.mark.parametrize("name", SAMPLES)
def test_direction_is_that_of_the_sender(name: str, revealed: dict[str, list[dict[str, Any]]]) -> None:
    planted = EXPECTED[name]["expected"]
    directions = {finding["direction"] for finding in revealed[name] if finding["detector"] in planted}
    assert directions == ({EXPECTED[name]["direction"]} if planted else set())


def test_clean_traffic_raises_no_finding_of_people(revealed: dict[str, list[dict[str, Any]]]) -> None:
    findings = revealed["clean_https_and_decoys.pcap"]
    assert [finding["detector"] for finding in findings if finding["band"] != "low"] == []


def test_logins_carry_their_outcome(revealed: dict[str, list[dict[str, Any]]]) -> None:
    outcomes = {
        finding["values"][0]: finding["credential"]["outcome"]
        for finding in revealed["form_login.pcap"]
        if finding["detector"] == "credential.http"
    }
    assert outcomes == EXPECTED["form_login.pcap"]["facts"]["outcomes"]


def test_mirror_copies_are_counted_once(revealed: dict[str, list[dict[str, Any]]]) -> None:
    facts = EXPECTED["mirror_vxlan.pcap"]["facts"]
    counts = {finding["detector"]: (finding["count"], finding["distinct"]) for finding in revealed["mirror_vxlan.pcap"]}
    assert counts["cn.resident_id"] == (facts["rows"], facts["rows"])
    flows = records("mirror_vxlan.pcap", "flows")
    assert [flow["attributes"]["tunnel"] for flow in flows] == [["vxlan"]]


@pytest.mark.parametrize("name", SAMPLES)
def test_no_value_is_shown_unless_asked(name: str) -> None:
    done = replay(str(PCAPS / name), "--crm", "10.20.0.0/24", "--findings", "-")
    shown = done.stdout + done.stderr
    values = [value for values in EXPECTED[name]["expected"].values() for value in values]
    assert [value for value in values if value in shown] == []


def test_what_else_is_written_changes_no_summary(tmp_path: Path) -> None:
    key = tmp_path / "key"
    key.write_text("0" * 64, encoding="ascii")
    captures = [str(PCAPS / name) for name in SAMPLES]
    alone = replay(*captures, "--digest-key", str(key))
    more = [f"--{name}={tmp_path / name}" for name in ("findings", "alerts", "flows", "metrics", "report")]
    beside = replay(*captures, "--digest-key", str(key), *more)
    assert "weaker finding" in alone.stdout
    assert beside.stdout.startswith(alone.stdout)


def test_readme_shows_what_the_demo_prints() -> None:
    root = PCAPS.parent
    captures = sorted(str(path.relative_to(root)) for path in PCAPS.glob("*.pcap"))
    command = [str(Path(sys.executable).parent / "leaktap"), "replay", *captures, "--crm", "10.20.0.0/24"]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, timeout=120, check=True)

    def lines(text: str) -> list[str]:
        # The hash changes with every word of a rule.
        told = re.sub(r"rule set [0-9a-f]{12}", "rule set", text)
        return [line.rstrip() for line in told.strip().splitlines()]

    shown = (root / "README.md").read_text(encoding="utf-8").partition("```text\nleaktap ")[2].partition("```")[0]
    assert lines("leaktap " + shown) == lines(done.stdout), "put what `make demo` prints into README.md"

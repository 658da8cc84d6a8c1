"""Rules and routes, judged by promtool, amtool, and real servers."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import time
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from exporters.prometheus import METRICS

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).resolve().parents[3]
FOLDER = ROOT / "exporters" / "dashboards"
RULES = FOLDER / "leaktap.rules.yml"
TESTS = FOLDER / "leaktap.rules.test.yml"
ROUTES = FOLDER / "alertmanager.yml"
GUIDE = ROOT / "docs" / "how-to" / "prometheus-and-grafana.md"
RUNBOOK = ROOT / "docs" / "how-to" / "alerts-runbook.md"

GROUPS = yaml.safe_load(RULES.read_text(encoding="utf-8"))["groups"]
ALL = [rule for group in GROUPS for rule in group["rules"]]
ALERTS = [rule for rule in ALL if "alert" in rule]
NAMES = sorted({rule["alert"] for rule in ALERTS})


def tool(name: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Runs a tool; skips the test if it is not there."""
    path = shutil.which(name)
    if path is None:
        pytest.skip(f"{name} is not installed")
    return subprocess.run([path, *arguments], capture_output=True, text=True, check=False, timeout=120)


def test_rules_are_well_formed() -> None:
    run = tool("promtool", "check", "rules", "--lint-fatal", str(RULES))
    assert run.returncode == 0, run.stdout + run.stderr


def test_every_alert_fires_when_it_should_and_only_then() -> None:
    run = tool("promtool", "test", "rules", str(TESTS))
    assert run.returncode == 0, run.stdout + run.stderr


@pytest.mark.parametrize("name", NAMES)
def test_alert_has_a_case_in_which_it_fires_and_one_in_which_it_does_not(name: str) -> None:
    cases = yaml.safe_load(TESTS.read_text(encoding="utf-8"))["tests"]
    expressions = [one for case in cases for one in case["promql_expr_test"]]
    about = []
    for one in expressions:
        found = re.search(r'alertname=~?"([^"]+)"', one["expr"])
        if found is not None and re.fullmatch(found[1], name):
            about.append(one)
    assert any(one["exp_samples"] for one in about)
    assert any(not one["exp_samples"] for one in about)


@pytest.mark.parametrize("rule", ALERTS, ids=lambda rule: rule["alert"])
def test_alert_says_how_bad_what_it_means_and_what_to_do(rule: dict[str, Any]) -> None:
    labels, notes = rule["labels"], rule["annotations"]
    assert labels["concern"] in {"leak", "sensor"}
    # A leak's severity is that of its rule, which the metric says.
    assert labels.get("severity") in ({None} if rule["alert"] == "LeaktapLeak" else {"critical", "warning", "info"})
    assert set(notes) == {"summary", "description", "runbook_url"}
    assert re.search(r"\n中文：[^\n]*[\u4e00-\u9fff][^\n]*。\n$", notes["description"])


@pytest.mark.parametrize("rule", ALERTS, ids=lambda rule: rule["alert"])
def test_alert_has_its_section_in_the_runbook(rule: dict[str, Any]) -> None:
    page, _, anchor = rule["annotations"]["runbook_url"].partition("#")
    assert ROOT / page == RUNBOOK
    assert anchor == rule["alert"].lower()
    assert f"\n## {rule['alert']}\n" in RUNBOOK.read_text(encoding="utf-8")


def test_runbook_has_no_section_without_an_alert() -> None:
    assert sorted(re.findall(r"^## (\w+)$", RUNBOOK.read_text(encoding="utf-8"), re.MULTILINE)) == NAMES


def test_rules_use_metrics_that_exist() -> None:
    recorded = {rule["record"] for rule in ALL if "record" in rule}
    for rule in ALL:
        expression = rule["expr"]
        for name in re.findall(r"[a-z_]+:leaktap_[a-z_]+:[a-z0-9_]+", expression):
            assert name in recorded
        for name in re.findall(r"(?<![\w:])leaktap_[a-z_]+(?![\w:])", expression):
            assert re.sub(r"_seconds_bucket$", "_seconds", name) in METRICS, name


def test_recorded_series_name_an_aggregation() -> None:
    for rule in ALL:
        if "record" in rule:
            assert re.fullmatch(r"[a-z_]+:leaktap_[a-z_]+:[a-z0-9_]+", rule["record"])


def test_configuration_of_the_guide_loads_with_the_rules(tmp_path: Path) -> None:
    blocks = re.findall(r"```yaml\n(# prometheus\.yml\n.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)
    assert len(blocks) == 1
    text = blocks[0].replace("/etc/prometheus/", f"{tmp_path}/")
    config = yaml.safe_load(text)
    assert [job["job_name"] for job in config["scrape_configs"]] == ["leaktap"]
    for path in set(re.findall(rf"{re.escape(str(tmp_path))}/[\w./-]+", text)):
        Path(path).write_text("made up\n", encoding="utf-8")
    shutil.copy(RULES, tmp_path / RULES.name)
    certificate(tmp_path / "leaktap-ca.pem")
    path = tmp_path / "prometheus.yml"
    path.write_text(text, encoding="utf-8")
    run = tool("promtool", "check", "config", "--lint-fatal", str(path))
    assert run.returncode == 0, run.stdout + run.stderr
    assert "1 rule files found" in run.stdout
    assert f"{len(ALL)} rules found" in run.stdout


def certificate(path: Path) -> None:
    """Writes a certificate that nobody trusts."""
    import datetime as dt  # noqa: PLC0415 - only here

    from cryptography import x509  # noqa: PLC0415 - only here
    from cryptography.hazmat.primitives import hashes, serialization  # noqa: PLC0415 - only here
    from cryptography.hazmat.primitives.asymmetric import ec  # noqa: PLC0415 - only here

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "example.com")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(dt.datetime(2020, 1, 1, tzinfo=dt.UTC))
        .not_valid_after(dt.datetime(2050, 1, 1, tzinfo=dt.UTC))
        .sign(key, hashes.SHA256())
    )
    path.write_bytes(made.public_bytes(serialization.Encoding.PEM))


def test_prometheus_evaluates_all_rules_over_a_sensor_that_exports_everything(prometheus: Any) -> None:
    rules = [rule for group in prometheus.get("/api/v1/rules")["groups"] for rule in group["rules"]]
    assert len(rules) == len(ALL)
    assert [(rule["name"], rule["lastError"]) for rule in rules if rule["health"] != "ok"] == []


def test_routes_are_well_formed() -> None:
    run = tool("amtool", "check-config", str(ROUTES))
    assert run.returncode == 0, run.stdout + run.stderr


@pytest.mark.parametrize(
    ("labels", "receiver"),
    [
        ("alertname=LeaktapLeak concern=leak severity=critical", "leaks-at-once"),
        ("alertname=LeaktapLeak concern=leak severity=high", "leaks-at-once"),
        ("alertname=LeaktapPlaintextTransport concern=leak severity=info", "leaks-by-mail"),
        ("alertname=LeaktapDown concern=sensor severity=critical", "operations-at-once"),
        ("alertname=LeaktapPacketLoss concern=sensor severity=warning", "operations-by-mail"),
        ("alertname=DiskFull severity=critical", "everything-else"),
    ],
)
def test_alert_reaches_those_whom_it_concerns(labels: str, receiver: str) -> None:
    run = tool("amtool", "config", "routes", "test", f"--config.file={ROUTES}", *labels.split())
    assert (run.returncode, run.stdout.strip()) == (0, receiver)


def alert(name: str, instance: str, **labels: str) -> dict[str, Any]:
    """An alert as Prometheus sends it."""
    found = next(rule for rule in ALERTS if rule["alert"] == name)
    return {"labels": {"alertname": name, "job": "leaktap", "instance": instance, **found["labels"], **labels}}


@pytest.fixture
def silenced(alertmanager_port: int) -> Callable[[list[dict[str, Any]]], set[tuple[str, str]]]:
    """Tells which of some alerts a real Alertmanager with our routes holds back."""
    base = f"http://127.0.0.1:{alertmanager_port}/api/v2/alerts"

    def post(alerts: list[dict[str, Any]]) -> None:
        data = json.dumps(alerts).encode()
        request = urllib.request.Request(base, data, {"Content-Type": "application/json"})
        urllib.request.urlopen(request, timeout=10).close()  # noqa: S310 - as above

    def held_back() -> set[tuple[str, str]]:
        with urllib.request.urlopen(base, timeout=10) as answer:
            found = json.load(answer)
        return {
            (one["labels"]["alertname"], one["labels"]["instance"]) for one in found if one["status"]["inhibitedBy"]
        }

    def ask(alerts: list[dict[str, Any]]) -> set[tuple[str, str]]:
        post(alerts)
        # What holds alerts back learns of them one by one, behind whoever takes them in: once it knows of the last
        # pair, it knows of all.
        post([alert("LeaktapDown", "last"), alert("LeaktapExportStuck", "last", exporter="kafka")])
        last = ("LeaktapExportStuck", "last")
        deadline = time.monotonic() + 30
        while last not in held_back():
            assert time.monotonic() < deadline, "Alertmanager did not process the alerts"
            time.sleep(0.1)
        return held_back() - {last}

    return ask


def test_sensor_that_is_down_has_no_other_trouble_but_its_leaks_are_told(silenced: Any) -> None:
    held_back = silenced(
        [
            alert("LeaktapDown", "a"),
            alert("LeaktapExportStuck", "a", exporter="kafka"),
            alert("LeaktapCanaryMissing", "a"),
            alert("LeaktapLeak", "a", rule="pii.bulk", severity="critical"),
            alert("LeaktapExportStuck", "b", exporter="kafka"),
            alert("LeaktapExportFailing", "b", exporter="kafka"),
            alert("LeaktapExportFailing", "c", exporter="syslog"),
            alert("LeaktapInterfaceDown", "c", interface="eth1"),
            alert("LeaktapNoPackets", "c"),
        ]
    )
    assert held_back == {
        ("LeaktapExportStuck", "a"),
        ("LeaktapCanaryMissing", "a"),
        ("LeaktapExportFailing", "b"),
        ("LeaktapNoPackets", "c"),
    }

"""A sensor that exports every metric, and real servers that read it."""

from __future__ import annotations

import itertools
import json
import shutil
import socket
import subprocess
import time
import urllib.request
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlencode

import pytest
from prometheus_client import CollectorRegistry, Histogram, ProcessCollector, start_http_server
from prometheus_client.registry import Collector

from exporters.prometheus import METRICS, families
from sensor.transport.services import CERTIFICATE_STATES, EVENTS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from prometheus_client.core import Metric

RULES: Final = Path(__file__).resolve().parents[3] / "exporters" / "dashboards" / "leaktap.rules.yml"
# All values of the labels with closed sets, and two examples of the others.
VALUES: Final[dict[str, tuple[str, ...]]] = {
    "abroad": ("yes", "no", "unknown"),
    "activity": ("create", "update", "close"),
    "area": ("resident", "engine", "rings", "limit"),
    "band": ("low", "medium", "high"),
    "code": ("stream_gap", "tls_alert"),
    "detector": ("cn.mobile", "credential.basic"),
    "direction": ("egress", "ingress", "internal", "external", "unknown"),
    "event": EVENTS,
    "exporter": ("syslog", "kafka"),
    "from_zone": ("crm", "outside"),
    "interface": ("eth1", "eth2"),
    "kind": ("services", "certificates", "drift"),
    "place": ("http.request", "mysql.rows"),
    "protection": ("none", "weak", "sound", "unknown"),
    "protocol": ("http", "mysql"),
    "result": ("kept", "lost"),
    "rule": ("pii.bulk", "transport.tls.old"),
    "severity": ("info", "low", "medium", "high", "critical"),
    "sha256": ("00" * 32,),
    "state": ("inspected", "decrypted", "encrypted", "undecodable", "opaque", "truncated", "lost", "skipped"),
    "to_zone": ("crm", "outside"),
    "validity": CERTIFICATE_STATES,
    "version": ("1.2.3",),
}
LAYERS: Final = {
    "leaktap_dropped_packets_total": ("nic", "ring", "duplicates", "invalid", "not_ip"),
    "leaktap_lost_bytes_total": ("gap", "budget", "overload"),
}


def values(metric: str, label: str) -> tuple[str, ...]:
    """The values that a label of a metric takes."""
    return LAYERS[metric] if label == "layer" else VALUES[label]


class MadeUp(Collector):
    """A sensor that counts on: every metric, with every combination of its labels' values."""

    def __init__(self) -> None:
        self._scrapes = 0

    def collect(self) -> Iterator[Metric]:
        """All metrics but histograms; counters grow from scrape to scrape."""
        self._scrapes += 1
        found: dict[str, dict[tuple[str, ...], float]] = {}
        for name, metric in METRICS.items():
            if metric.kind != "histogram":
                labels = itertools.product(*(values(name, label) for label in metric.labels))
                found[name] = dict.fromkeys(labels, self._scrapes if metric.kind == "counter" else 1)
        return families(found)


def registry() -> CollectorRegistry:
    """What the made-up sensor serves."""
    made = CollectorRegistry()
    made.register(MadeUp())
    ProcessCollector(registry=made)
    for name, metric in METRICS.items():
        if metric.kind == "histogram":
            Histogram(name, metric.help, registry=made).observe(0.2)
    return made


@pytest.fixture(scope="module")
def sensor_port() -> Iterator[int]:
    """Port of 127.0.0.1 on which a made-up sensor exports all metrics."""
    server, thread = start_http_server(0, "127.0.0.1", registry())
    yield server.server_port
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(scope="session")
def label_values() -> dict[str, tuple[str, ...]]:
    """Values of labels with closed sets, by label; of ``layer`` all of them."""
    closed = {"abroad", "activity", "area", "band", "direction", "event", "protection", "severity", "state", "validity"}
    layers = tuple(itertools.chain.from_iterable(LAYERS.values()))
    return {**{label: VALUES[label] for label in closed}, "layer": layers}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _get(address: str) -> Any:
    with urllib.request.urlopen(address, timeout=10) as answer:  # noqa: S310 - a server of our own
        return json.load(answer)


@contextmanager
def _server(name: str, ready: str, *arguments: str, folder: Path) -> Iterator[None]:
    """Runs a server until it answers at ``ready``, and ends it afterwards."""
    program = shutil.which(name)
    if program is None:
        pytest.skip(f"{name} is not installed")
    with (folder / "log").open("wb") as log, subprocess.Popen([program, *arguments], stdout=log, stderr=log) as server:
        try:
            deadline = time.monotonic() + 60
            while True:
                assert server.poll() is None, (folder / "log").read_text(encoding="utf-8")
                assert time.monotonic() < deadline, f"{name} does not answer"
                with suppress(OSError), urllib.request.urlopen(ready, timeout=5):  # noqa: S310 - as above
                    break
                time.sleep(0.1)
            yield
        finally:
            server.terminate()


class Prometheus:
    """A real server that scrapes the made-up sensor and evaluates our rules."""

    def __init__(self, port: int) -> None:
        self._base = f"http://127.0.0.1:{port}"

    def get(self, path: str) -> Any:
        """Data of an answer of its API."""
        answer = _get(self._base + path)
        assert answer["status"] == "success"
        return answer["data"]

    def query(self, expression: str) -> list[dict[str, Any]]:
        """Series of an expression, now."""
        found: list[dict[str, Any]] = self.get("/api/v1/query?" + urlencode({"query": expression}))["result"]
        return found


@pytest.fixture(scope="module")
def prometheus(sensor_port: int, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Prometheus]:
    """Prometheus with our rules, which has scraped the sensor a few times."""
    folder = tmp_path_factory.mktemp("prometheus")
    config = {
        "global": {"scrape_interval": "250ms", "scrape_timeout": "250ms", "evaluation_interval": "250ms"},
        "rule_files": [str(RULES)],
        "scrape_configs": [
            {"job_name": "leaktap", "static_configs": [{"targets": [f"127.0.0.1:{sensor_port}"]}]},
        ],
    }
    (folder / "prometheus.yml").write_text(json.dumps(config), encoding="utf-8")
    port = _free_port()
    options = (
        f"--config.file={folder}/prometheus.yml",
        f"--storage.tsdb.path={folder}/data",
        f"--web.listen-address=127.0.0.1:{port}",
    )
    with _server("prometheus", f"http://127.0.0.1:{port}/-/ready", *options, folder=folder):
        server = Prometheus(port)
        deadline = time.monotonic() + 60
        # The last group's record: all rules have seen two scrapes.
        while not server.query("exporter:leaktap_export_events:rate5m and on (job) process_start_time_seconds"):
            assert time.monotonic() < deadline, "Prometheus evaluates no rule"
            time.sleep(0.1)
        rules = [rule for group in server.get("/api/v1/rules")["groups"] for rule in group["rules"]]
        while any(rule["health"] == "unknown" for rule in rules):
            assert time.monotonic() < deadline, "Prometheus does not evaluate all rules"
            rules = [rule for group in server.get("/api/v1/rules")["groups"] for rule in group["rules"]]
        yield server


@pytest.fixture
def alertmanager_port(tmp_path: Path) -> Iterator[int]:
    """Port of a real Alertmanager with our routes; its messages go nowhere: the names do not exist."""
    port = _free_port()
    options = (
        f"--config.file={RULES.with_name('alertmanager.yml')}",
        f"--storage.path={tmp_path}/data",
        f"--web.listen-address=127.0.0.1:{port}",
        "--cluster.listen-address=",
    )
    with _server("prometheus-alertmanager", f"http://127.0.0.1:{port}/-/ready", *options, folder=tmp_path):
        yield port

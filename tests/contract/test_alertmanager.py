"""Leaks in a real Alertmanager, read back by its own API."""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import time
import urllib.request
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from exporters.alertmanager import Alertmanager
from sensor.export.api import DeliveryError
from sensor.model.alert import DetectorShare

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_PATIENCE_S = 60
_CONFIG = """
route: {receiver: nobody, group_by: [alertname], group_wait: 1s}
receivers: [{name: nobody}]
"""


class Running(NamedTuple):
    """An Alertmanager that runs."""

    url: str
    process: subprocess.Popen[bytes]

    def alerts(self) -> list[dict[str, Any]]:
        """What is active."""
        with urllib.request.urlopen(f"{self.url}/api/v2/alerts", timeout=20) as answer:  # noqa: S310 - loopback
            found: list[dict[str, Any]] = json.load(answer)
        return found


def _ready(url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url}/-/ready", timeout=5) as answer:  # noqa: S310 - loopback
            return bool(answer.status == 200)
    except OSError:
        return False


def _start(folder: Path) -> Running:
    binary = shutil.which("prometheus-alertmanager") or shutil.which("alertmanager")
    if binary is None:
        pytest.skip("Alertmanager is not installed (Debian: prometheus-alertmanager)")
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    (folder / "alertmanager.yml").write_text(_CONFIG)
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [
                binary,
                f"--config.file={folder / 'alertmanager.yml'}",
                f"--storage.path={folder / 'data'}",
                f"--web.listen-address=127.0.0.1:{port}",
                "--cluster.listen-address=",
            ],
            stdout=log,
            stderr=log,
        )
    url = f"http://127.0.0.1:{port}"
    deadline = time.monotonic() + _PATIENCE_S
    while not _ready(url):
        if process.poll() is not None or time.monotonic() > deadline:
            process.kill()
            process.wait(_PATIENCE_S)
            pytest.fail((folder / "log").read_text()[-2000:])
        time.sleep(0.05)
    return Running(url, process)


@pytest.fixture
def manager(tmp_path: Path) -> Iterator[Running]:
    running = _start(tmp_path)
    yield running
    running.process.kill()
    running.process.wait(_PATIENCE_S)


@pytest.fixture
def exporter(manager: Running) -> Iterator[Alertmanager]:
    found = Alertmanager(
        "am", {"urls": [manager.url], "settle": "0s", "runbook_url": "https://wiki.example.com/{rule}"}
    )
    yield found
    found.close()


def shares(*names: str) -> tuple[DetectorShare, ...]:
    return tuple(DetectorShare(detector=name, count=1, distinct=1, confidence=90, samples=()) for name in names)


def test_updates_of_a_leak_merge_into_one_alert_and_a_close_ends_it(
    manager: Running, exporter: Alertmanager, make_event: Any
) -> None:
    exporter.send([make_event(1), make_event(2)])
    opened = {alert["labels"]["leak"]: alert for alert in manager.alerts()}
    assert set(opened) == {make_event(1).alert.key, make_event(2).alert.key}
    first = opened[make_event(1).alert.key]
    assert first["status"]["state"] in {"active", "unprocessed"}
    assert first["startsAt"].startswith("2025-10-09T08:53:20.000")
    assert first["annotations"]["runbook_url"] == "https://wiki.example.com/pii.cleartext.some"

    grown = {"revision": 2, "count": 99, "distinct": 40, "detectors": shares("cn.mobile", "email")}
    exporter.send([make_event(1, activity="update", **grown)])
    (updated,) = [alert for alert in manager.alerts() if alert["labels"]["leak"] == make_event(1).alert.key]
    assert updated["fingerprint"] == first["fingerprint"]
    assert updated["annotations"]["description"].startswith("99 seen, 40 distinct")
    assert "email" in updated["annotations"]["summary"]
    assert updated["endsAt"] >= first["endsAt"]

    exporter.send([make_event(1, activity="close", **grown | {"revision": 3})])
    assert [alert["labels"]["leak"] for alert in manager.alerts()] == [make_event(2).alert.key]


def test_repeat_changes_nothing(manager: Running, exporter: Alertmanager, make_event: Any) -> None:
    for _ in range(3):
        exporter.send([make_event(number) for number in range(200)])
    assert len(manager.alerts()) == 200


def test_leak_that_is_over_at_once_is_still_told(manager: Running, make_event: Any) -> None:
    exporter = Alertmanager("am", {"urls": [manager.url]})
    exporter.send([make_event(1), make_event(1, activity="close", revision=2)])
    exporter.close()
    assert [alert["labels"]["leak"] for alert in manager.alerts()] == [make_event(1).alert.key]


def test_leak_that_comes_again_fires_again(manager: Running, exporter: Alertmanager, make_event: Any) -> None:
    exporter.send([make_event(1), make_event(1, activity="close", revision=2)])
    assert manager.alerts() == []
    later = {"first_seen": "2025-10-10T00:00:00.000000000Z", "last_seen": "2025-10-10T00:00:01.000000000Z"}
    exporter.send([make_event(1, id="5f0c7a5e-0000-5000-8000-000000000001", **later)])
    (alert,) = manager.alerts()
    assert alert["labels"]["leak"] == make_event(1).alert.key


def test_check_reads_its_version(manager: Running, exporter: Alertmanager) -> None:
    assert "ready, version 0." in exporter.check()
    manager.process.kill()
    manager.process.wait(_PATIENCE_S)
    with pytest.raises(DeliveryError, match="no connection"):
        exporter.check()

"""A sensor that is killed at any moment loses nothing that it committed, and repeats with the same ids only.

The file is the sensor too: run as a script it commits numbered alerts and delivers them to a file until it is killed.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import msgspec

from sensor.alerts.store import Store, StoreLimits
from sensor.export.api import Exporter
from sensor.export.delivery import Delivery
from sensor.export.retry import Backoff
from sensor.model.alert import Alert
from sensor.model.record import record_id

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sensor.model.event import Event

ROUNDS: Final = 24
DEADLINE_S: Final = 60.0
LIMITS: Final = StoreLimits(limit_bytes=1 << 30, reserve_bytes=1 << 26, retention_ns=86_400 * 10**9)
FIRST: Final[dict[str, Any]] = {
    "sensor": "dc1",
    "ts": "2026-01-02T03:04:05.000000006Z",
    "activity": "create",
    "rule": "pii.cleartext.bulk",
    "title": {"en": "Many"},
    "severity": "high",
    "group": "pii",
    "scope": "pair",
    "first_seen": "2026-01-02T03:04:05.000000006Z",
    "last_seen": "2026-01-02T03:04:05.000000006Z",
    "distinct": 1,
    "confidence": 90,
    "band": "high",
    "direction": "egress",
    "protection": "none",
    "sender": {"ip": "10.20.0.1", "zone": "crm"},
    "receiver": {"ip": "203.0.113.5", "zone": "outside"},
    "app_proto": ["http"],
    "digest_key_id": "ephemeral",
    "ruleset": "ab" * 32,
}


class Lines(Exporter):
    """Appends ``seq id number`` to a file, in one write per batch; now and then it fails, as destinations do."""

    batch_events = 7

    def __init__(self, name: str, options: Mapping[str, Any]) -> None:
        del name
        self._file = os.open(options["path"], os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)

    def send(self, events: Sequence[Event]) -> None:
        lines = "".join(f"{event.seq} {event.id} {event.alert.count}\n" for event in events)
        os.write(self._file, lines.encode())
        if events[0].seq % 13 == 0 and random.random() < 0.5:  # noqa: S311 - no secret
            raise ConnectionResetError

    def check(self) -> str:
        return "fine"

    def close(self) -> None:
        os.close(self._file)


def numbered(number: int) -> Alert:
    ids = {"id": record_id("alert", number), "key": record_id("key", number), "count": number}
    return msgspec.convert(FIRST | ids, Alert)


def sensor(folder: Path, number: int, most: int) -> None:
    """Commits alerts from ``number`` on; reports each once its commit returned."""
    reported = os.open(folder / "reported", os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    store = Store.open(str(folder / "events.db"), limits=LIMITS, now_ns=time.time_ns)
    exporter = Lines("lines", {"path": folder / "delivered"})
    delivery = Delivery(store, {"lines": exporter}, backoff=lambda: Backoff(first_s=0.001, most_s=0.01))
    store.start_run()
    delivery.start()
    os.write(1, b"watching\n")
    for first in range(number, number + most, 3):
        alerts = [numbered(first + step) for step in range(3)]
        store.commit(alerts, {"last": str(first + 2).encode()})
        delivery.wake()
        os.write(reported, "".join(f"{alert.revision_id} {alert.count}\n" for alert in alerts).encode())
        store.heartbeat()
    assert delivery.drain(DEADLINE_S)
    assert delivery.stop(DEADLINE_S)
    store.close(clean=True)


def run(folder: Path, number: int, most: int) -> subprocess.Popen[bytes]:
    command = [sys.executable, __file__, str(folder), str(number), str(most)]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    process = subprocess.Popen(command, stdout=subprocess.PIPE, env=environment)
    assert process.stdout is not None
    assert process.stdout.readline() == b"watching\n"
    return process


def lines(path: Path) -> list[list[str]]:
    """The whole lines of a file: the kill may have cut the last one of a round, but a write of ours is not torn."""
    return [line.split() for line in path.read_text(encoding="ascii").splitlines()]


def test_committed_events_arrive_although_the_sensor_is_killed_at_random(tmp_path: Path) -> None:
    chance = random.Random(20_260_102)  # noqa: S311 - moments to kill at
    for turn in range(ROUNDS):
        with run(tmp_path, turn * 1_000_000, 900_000) as process:
            time.sleep(chance.uniform(0, 0.15))
            process.kill()
            assert process.wait(DEADLINE_S) == -9
    with run(tmp_path, ROUNDS * 1_000_000, 30) as process:
        assert process.wait(DEADLINE_S) == 0
    reported = lines(tmp_path / "reported")
    delivered = lines(tmp_path / "delivered")
    assert len(reported) > ROUNDS * 3
    arrived = {name: (seq, number) for seq, name, number in delivered}
    # At least once, and whatever came twice came as the same event.
    assert [name for name, _ in reported if name not in arrived] == []
    assert len({(seq, name, number) for seq, name, number in delivered}) == len(arrived)
    assert len({seq for seq, _ in arrived.values()}) == len(arrived)
    # In the order of their commits, but for repeats.
    firsts = list(dict.fromkeys(int(seq) for seq, _, _ in delivered))
    assert firsts == sorted(firsts)
    with Store.open(str(tmp_path / "events.db"), limits=LIMITS, now_ns=time.time_ns) as store:
        check(store, {name for name, _ in reported}, set(arrived))


def check(store: Store, reported: set[str], arrived: set[str]) -> None:
    events = store.events(limit=1_000_000)
    assert store._all("PRAGMA integrity_check") == [("ok",)]
    assert store.health().damaged == 0
    assert store.waiting("lines") == 0
    assert reported <= {event.id for event in events} == arrived
    # What the evaluator remembers is as of the last event.
    assert store.states() == {"last": str(events[-1].alert.count).encode()}
    outages = store.outages()
    assert [outage.clean for outage in outages] == [False] * ROUNDS + [True]
    assert all(outage.from_ns < outage.to_ns for outage in outages)


if __name__ == "__main__":
    sensor(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))

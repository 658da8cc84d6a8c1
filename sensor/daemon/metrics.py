"""What a running sensor counts, and how Prometheus reads it. Written by the main loop, read by the server's threads."""

from __future__ import annotations

import os
import threading
import time
from collections import Counter as Tally
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from prometheus_client import CollectorRegistry, Histogram, ProcessCollector
from prometheus_client.registry import Collector

import sensor
from exporters.prometheus import METRICS, by_place, crossed, families, seen
from sensor.border import NOWHERE
from sensor.model.alert import SEVERITIES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from prometheus_client.core import Metric as Family

    from sensor.engine import Batch, RawTransport, Verdict
    from sensor.export.delivery import ExportStatus
    from sensor.model.alert import Alert

LATENCY_BUCKETS: Final = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0)
_PAGE: Final = os.sysconf("SC_PAGE_SIZE")
_NS: Final = 1e9


class Board(Collector):
    """All values of the daemon's metrics.

    Attributes:
        registry: The registry that is served; it holds the board, the latency histogram and the process's own metrics.
    """

    def __init__(self, *, limit: int, rings: int, store_limit: int) -> None:
        """Starts at nothing.

        Args:
            limit: Memory that the configuration allows the process and its rings, bytes.
            rings: Bytes of all rings.
            store_limit: Bytes that the store may take.
        """
        self._lock = threading.Lock()
        self._values: dict[str, dict[tuple[str, ...], float]] = {
            "leaktap_build_info": {(sensor.__version__,): 1},
            "leaktap_memory_bytes": {("limit",): limit, ("rings",): rings},
            "leaktap_store_limit_bytes": {(): store_limit},
            "leaktap_process_outage_seconds_total": {(): 0},
        }
        self._findings: Tally[tuple[str, ...]] = Tally()
        self._distinct: Tally[tuple[str, ...]] = Tally()
        self._alerts: Tally[tuple[str, ...]] = Tally()
        self._events: Tally[tuple[str, ...]] = Tally({("create",): 0, ("update",): 0, ("close",): 0})
        self._anomalies: Tally[tuple[str, ...]] = Tally()
        self._transports: Tally[tuple[str, ...]] = Tally()
        self._weak: Tally[tuple[str, ...]] = Tally()
        self._crossed: Tally[tuple[str, ...]] = Tally()
        # Who knows countries.
        self.border = NOWHERE
        self._busy: tuple[float, int] = (time.monotonic(), 0)
        self._workers = 1
        self.registry = CollectorRegistry()
        self.registry.register(self)
        ProcessCollector(registry=self.registry)
        latency = METRICS["leaktap_alert_latency_seconds"]
        self.latency = Histogram(
            "leaktap_alert_latency_seconds", latency.help, buckets=LATENCY_BUCKETS, registry=self.registry
        )

    def collect(self) -> Iterator[Family]:
        """The families, as things stand."""
        with self._lock:
            values: dict[str, dict[tuple[str, ...], float]] = {
                **{name: dict(known) for name, known in self._values.items()},
                "leaktap_findings_total": dict(self._findings),
                "leaktap_values_total": dict(self._distinct),
                "leaktap_alerts_total": dict(self._alerts),
                "leaktap_events_total": dict(self._events),
                "leaktap_anomalies_total": dict(self._anomalies),
                "leaktap_transports_total": dict(self._transports),
                "leaktap_weakly_encrypted_bytes_total": dict(self._weak),
                "leaktap_border_findings_total": dict(self._crossed),
            }
        values.setdefault("leaktap_memory_bytes", {})["resident",] = resident_bytes()
        yield from families(values)

    def set(self, name: str, value: float, *labels: str) -> None:
        """Sets a gauge, or a counter that somebody else counts."""
        with self._lock:
            self._values.setdefault(name, {})[labels] = value

    def replace(self, name: str, values: dict[tuple[str, ...], float]) -> None:
        """Sets a whole metric: what is not in ``values`` is not told any more."""
        with self._lock:
            self._values[name] = values

    def start(self, *, workers: int) -> None:
        """The engine starts with so many workers."""
        self._workers = max(1, workers)

    def batch(self, batch: Batch) -> None:
        """Counts what the engine says."""
        with self._lock:
            seen(batch, self._findings, self._distinct)
            crossed(batch, self.border, self._crossed)
            for anomaly in batch.anomalies:
                self._anomalies[anomaly.code,] += anomaly.count
            if batch.coverage:
                self._ledger(batch)
            self._stats(batch)

    def _ledger(self, batch: Batch) -> None:
        covered: dict[tuple[str, ...], float] = {}
        lost = skipped = 0
        for row in batch.coverage:
            for state, count in row.bytes.items():
                key = (state, row.from_zone, row.to_zone)
                covered[key] = covered.get(key, 0) + count
                lost += count if state == "lost" else 0
                skipped += count if state == "skipped" else 0
        self._values["leaktap_coverage_bytes_total"] = covered
        self._values["leaktap_messages_total"] = by_place(batch)
        overload = batch.stats["overload_bytes"]
        self._values["leaktap_lost_bytes_total"] = {
            ("gap",): lost,
            ("overload",): overload,
            # A flow's overload is counted when it happens, its bytes when the ledger hears of them.
            ("budget",): max(self._last("leaktap_lost_bytes_total", "budget"), skipped - overload),
        }

    def _last(self, name: str, *labels: str) -> float:
        return self._values.get(name, {}).get(labels, 0)

    def _stats(self, batch: Batch) -> None:
        stats = batch.stats
        values = self._values
        values["leaktap_packets_total"] = {(): stats["packets"]}
        values["leaktap_captured_bytes_total"] = {(): stats["bytes"]}
        values["leaktap_flows"] = {(): stats["flows_active"]}
        values["leaktap_flows_seen_total"] = {(): stats["flows"]}
        values["leaktap_flows_evicted_total"] = {(): stats["flows_evicted"]}
        values["leaktap_faults_total"] = {(): stats["faults"]}
        values["leaktap_overload_level"] = {(): batch.level}
        values["leaktap_memory_bytes"]["engine",] = stats["memory"]
        if stats["last_ts_ns"]:
            values["leaktap_last_packet_timestamp_seconds"] = {(): stats["last_ts_ns"] / _NS}
        sources = batch.sources
        values["leaktap_dropped_packets_total"] = {
            ("nic",): sum(source.nic_drops for source in sources),
            ("ring",): sum(source.ring_drops for source in sources),
            **{(layer,): stats[layer] for layer in ("duplicates", "invalid", "not_ip")},
        }
        up: dict[tuple[str, ...], float] = {}
        for source in sources:
            up[source.name,] = min(up.get((source.name,), 1), int(source.up))
        values["leaktap_interface_up"] = up
        self._utilisation(stats["busy_ns"])

    def _utilisation(self, busy_ns: int) -> None:
        now = time.monotonic()
        since, before = self._busy
        if now - since >= 1:
            share = (busy_ns - before) / _NS / (now - since) / self._workers
            self._values["leaktap_worker_busy_ratio"] = {(): max(0.0, min(1.0, share))}
            self._busy = (now, busy_ns)

    def judged(self, raw: RawTransport, verdict: Verdict) -> None:
        """Counts a transport."""
        with self._lock:
            self._transports[raw.protocol, verdict.protection] += raw.flows
            if verdict.protection == "weak":
                zones = (raw.orig.zone, raw.resp.zone)
                for (sender, receiver), count in zip((zones, zones[::-1]), raw.encrypted, strict=True):
                    if count:
                        self._weak[sender, receiver] += count

    def events(self, alerts: Iterable[Alert]) -> None:
        """Counts stored events."""
        with self._lock:
            for alert in alerts:
                self._events[alert.activity,] += 1
                if alert.activity == "create":
                    self._alerts[alert.rule, alert.severity] += 1

    def destinations(self, statuses: Mapping[str, ExportStatus]) -> None:
        """Tells how the destinations are doing; what one that is gone left behind is not told any more."""
        told = {(name,): status for name, status in statuses.items()}
        self.replace("leaktap_export_queue_events", {name: status.waiting for name, status in told.items()})
        self.replace("leaktap_export_events_total", {name: status.sent for name, status in told.items()})
        self.replace("leaktap_export_failures_total", {name: status.failures for name, status in told.items()})
        self.replace("leaktap_export_rejected_events_total", {name: status.rejected for name, status in told.items()})
        self.replace(
            "leaktap_export_last_success_timestamp_seconds",
            {name: status.last_success_ns / _NS for name, status in told.items() if status.last_success_ns},
        )

    def by_severity(self, name: str, counts: dict[Any, int]) -> None:
        """Sets a metric whose one label is the severity; all severities are told."""
        self.replace(name, {(severity,): counts.get(severity, 0) for severity in SEVERITIES})


def resident_bytes() -> int:
    """Resident memory of this process, the rings that it mapped included; 0 if the system does not say."""
    try:
        return int(Path("/proc/self/statm").read_text(encoding="utf-8").split()[1]) * _PAGE
    except (OSError, ValueError, IndexError):
        return 0

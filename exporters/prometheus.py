"""What metrics are called, and how a run's are written. Names never change; labels come from closed sets only.

``METRICS`` is the one list: ``replay --metrics`` writes those that a replay knows, the daemon serves those that it
knows (``sensor.daemon.metrics``), and the reference page and the dashboards are tested against it.
"""

from __future__ import annotations

from collections import Counter as Tally
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Final, Literal, NamedTuple, TypeAlias

import sensor
from sensor.border import NOWHERE
from sensor.errors import OutputError
from sensor.model.record import band
from sensor.pipeline import Listener, RunResult, StreamName

if TYPE_CHECKING:
    from collections.abc import Iterator

    from prometheus_client import CollectorRegistry
    from prometheus_client.core import Metric as Family

    from sensor.border import Border
    from sensor.engine import Batch, RawTransport, Recorder, Verdict
    from sensor.model.alert import Alert
    from sensor.model.coverage import Coverage
    from sensor.transport.inventory import Inventory


class Metric(NamedTuple):
    """What a metric is: counters end in ``_total``."""

    kind: Literal["counter", "gauge", "histogram"]
    labels: tuple[str, ...]
    help: str


METRICS: Final[dict[str, Metric]] = {
    "leaktap_build_info": Metric("gauge", ("version",), "Version of leaktap; always 1."),
    "leaktap_ruleset_info": Metric("gauge", ("sha256",), "Rule set in force; always 1."),
    "leaktap_config_last_reload_successful": Metric(
        "gauge", (), "1 if the configuration and rules were taken over when they were last read, else 0."
    ),
    "leaktap_config_last_reload_success_timestamp_seconds": Metric("gauge", (), "When they last were."),
    "leaktap_packets_total": Metric("counter", (), "Packets read."),
    "leaktap_captured_bytes_total": Metric("counter", (), "Captured bytes of those packets."),
    "leaktap_dropped_packets_total": Metric(
        "counter",
        ("layer",),
        "Packets not judged, by where they went: nic and ring were lost; invalid, not_ip and duplicates were seen.",
    ),
    "leaktap_lost_bytes_total": Metric(
        "counter",
        ("layer",),
        "Payload bytes not judged: gap (missing from streams), overload (given up in order), budget (other limits).",
    ),
    "leaktap_overload_level": Metric("gauge", (), "How far the sensor gives up to keep up: 0 not at all, 4 the most."),
    "leaktap_interface_up": Metric("gauge", ("interface",), "1 if the interface delivers, else 0."),
    "leaktap_last_packet_timestamp_seconds": Metric("gauge", (), "Capture time of the latest packet."),
    "leaktap_flows": Metric("gauge", (), "Flows alive."),
    "leaktap_flows_seen_total": Metric("counter", (), "Flows seen."),
    "leaktap_flows_evicted_total": Metric("counter", (), "Flows evicted for memory."),
    "leaktap_messages_total": Metric(
        "counter",
        ("place",),
        "Messages that began, by protocol and kind: http.request, mysql.rows, tcp for a raw stream.",
    ),
    "leaktap_findings_total": Metric("counter", ("detector", "direction", "protocol", "band"), "Findings."),
    "leaktap_values_total": Metric("counter", ("detector",), "Distinct values, summed over findings."),
    "leaktap_alerts_total": Metric("counter", ("rule", "severity"), "New alerts."),
    "leaktap_alerts_open": Metric("gauge", ("severity",), "Alerts that were not closed yet."),
    "leaktap_alerts_suppressed_total": Metric(
        "counter", ("severity",), "Alerts held back because their rule raised too many at once."
    ),
    "leaktap_rule_scopes_evicted_total": Metric(
        "counter",
        (),
        "Scopes (two hosts, a flow, a message) in which a rule stopped counting, or alerts closed, for want of memory.",
    ),
    "leaktap_events_total": Metric("counter", ("activity",), "Events stored: create, update, close."),
    "leaktap_alert_latency_seconds": Metric(
        "histogram", (), "From the packet that fired a data rule to the stored event."
    ),
    "leaktap_coverage_bytes_total": Metric(
        "counter", ("state", "from_zone", "to_zone"), "Payload bytes by what became of them."
    ),
    "leaktap_weakly_encrypted_bytes_total": Metric(
        "counter", ("from_zone", "to_zone"), "Those of state encrypted whose transport is weak."
    ),
    "leaktap_anomalies_total": Metric("counter", ("code",), "Anomalies."),
    "leaktap_transports_total": Metric("counter", ("protocol", "protection"), "Flows by what protects them."),
    "leaktap_border_findings_total": Metric(
        "counter", ("abroad",), "Findings that left the home zone, by whether the receiver is abroad: yes, no, unknown."
    ),
    "leaktap_inventory_services": Metric("gauge", ("protection",), "Services in the inventory by their protection."),
    "leaktap_inventory_certificates": Metric(
        "gauge",
        ("validity",),
        "Certificates in the inventory: valid, expires_soon, expired, not_yet_valid, unreadable.",
    ),
    "leaktap_certificate_earliest_expiry_timestamp_seconds": Metric(
        "gauge", (), "When the first of the certificates that are valid expires."
    ),
    "leaktap_inventory_drift_total": Metric("counter", ("event",), "Services that changed for the worse, by what."),
    "leaktap_inventory_evicted_total": Metric(
        "counter", ("kind",), "Services and certificates given up at the inventory's limits, and drift not kept."
    ),
    "leaktap_export_queue_events": Metric("gauge", ("exporter",), "Events that wait for a destination."),
    "leaktap_export_events_total": Metric("counter", ("exporter",), "Events that a destination took."),
    "leaktap_export_failures_total": Metric("counter", ("exporter",), "Deliveries that failed and are repeated."),
    "leaktap_export_rejected_events_total": Metric("counter", ("exporter",), "Events that a destination refused."),
    "leaktap_export_last_success_timestamp_seconds": Metric("gauge", ("exporter",), "When it last took one."),
    "leaktap_store_bytes": Metric("gauge", (), "Size of the event store."),
    "leaktap_store_limit_bytes": Metric("gauge", (), "Its limit."),
    "leaktap_evidence_findings_total": Metric(
        "counter", ("result",), "Findings whose values were sealed as evidence (kept), or could not be written (lost)."
    ),
    "leaktap_store_full": Metric("gauge", (), "1 while the store is at its limit and has to discard, else 0."),
    "leaktap_store_discarded_events_total": Metric("counter", ("severity",), "Events discarded at the limit."),
    "leaktap_memory_bytes": Metric(
        "gauge", ("area",), "Memory: resident (the process), engine, rings, limit (what the configuration allows)."
    ),
    "leaktap_worker_busy_ratio": Metric("gauge", (), "Share of the last seconds that the workers worked, 0 to 1."),
    "leaktap_canary_last_success_timestamp_seconds": Metric("gauge", (), "When a canary was last seen; absent: never."),
    "leaktap_faults_total": Metric("counter", (), "Faults of the engine that were caught."),
    "leaktap_process_outage_seconds_total": Metric(
        "counter", (), "Time between the last sign of the run before, if it crashed, and the start of this one."
    ),
}

# A metric's name, and its values by the values of its labels.
Values: TypeAlias = Mapping[str, Mapping[tuple[str, ...], float]]


def families(values: Values) -> Iterator[Family]:
    """The families of what is known, in the order of ``METRICS``. Histograms are made elsewhere."""
    from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily  # noqa: PLC0415 - costs a plain replay

    for name, metric in METRICS.items():
        if name not in values or metric.kind == "histogram":
            continue
        made = CounterMetricFamily if metric.kind == "counter" else GaugeMetricFamily
        family = made(name, metric.help, labels=metric.labels)
        for labels, value in sorted(values[name].items()):
            family.add_metric(labels, value)
        yield family


def seen(batch: Batch, findings: Tally[tuple[str, ...]], distinct: Tally[tuple[str, ...]]) -> None:
    """Counts the findings of a batch without building records."""
    for raw in batch.findings:
        detector = raw.detector
        findings[detector, raw.direction, raw.app_proto, band(raw.confidence)] += 1
        distinct[detector,] += raw.distinct


def crossed(batch: Batch, border: Border, counts: Tally[tuple[str, ...]]) -> None:
    """Counts the egress findings of a batch by whether they went abroad."""
    if not border.knows:
        return
    for raw in batch.findings:
        if raw.direction == "egress":
            counts[border.abroad(raw.receiver.peer_ip),] += 1


def by_place(batch: Batch) -> dict[tuple[str, ...], float]:
    """Messages that began so far, by their place."""
    return {(place,): count for place, count in batch.messages.items()}


class Metrics(Listener):
    """Counts a replay and writes it as Prometheus text.

    Attributes:
        path: The file, replaced as a whole (the node exporter's textfile collector may read it meanwhile); through a
            link what it leads to. What is no regular file (a device, a FIFO) is written to instead.
    """

    streams: ClassVar[frozenset[StreamName]] = frozenset({"alert", "coverage"})
    wants_verdicts = True
    least_confidence = 0
    reads_details = False

    def __init__(self, path: str, *, inventory: Inventory | None = None) -> None:
        """Checks that the file's directory is there. ``inventory`` is the run's, if it has one.

        Raises:
            OutputError: If it is not.
        """
        self.path = Path(path)
        if not self.path.parent.is_dir():
            message = f"{path}: no such directory"
            raise OutputError(message)
        self._inventory = inventory
        self._border = NOWHERE
        self._crossed: Tally[tuple[str, ...]] = Tally()
        self._ruleset = ""
        self._findings: Tally[tuple[str, ...]] = Tally()
        self._distinct: Tally[tuple[str, ...]] = Tally()
        self._alerts: Tally[tuple[str, ...]] = Tally()
        self._anomalies: Tally[tuple[str, ...]] = Tally()
        self._transports: Tally[tuple[str, ...]] = Tally()
        self._coverage: Tally[tuple[str, ...]] = Tally()
        self._messages: dict[tuple[str, ...], float] = {}

    def start(self, recorder: Recorder) -> None:
        """Notes the rule set, and who knows countries."""
        self._ruleset = recorder.ruleset
        self._border = recorder.border

    def batch(self, batch: Batch) -> None:
        """Counts findings and anomalies without building records."""
        seen(batch, self._findings, self._distinct)
        crossed(batch, self._border, self._crossed)
        for anomaly in batch.anomalies:
            self._anomalies[anomaly.code,] += anomaly.count
        if batch.coverage:
            self._messages = by_place(batch)

    def judged(self, raw: RawTransport, verdict: Verdict) -> None:
        """Counts a transport."""
        self._transports[raw.protocol, verdict.protection] += raw.flows

    def coverage(self, record: Coverage) -> None:
        """Adds a row of the ledger up."""
        states = {name: getattr(record.bytes, name) for name in record.bytes.__struct_fields__}
        for state, count in states.items():
            if count:
                self._coverage[state, record.from_zone, record.to_zone] += count

    def alert(self, record: Alert) -> None:
        """Counts an alert."""
        self._alerts[record.rule, record.severity] += 1

    def finish(self, result: RunResult) -> None:
        """Writes the file.

        Raises:
            OutputError: If it cannot be written.
        """
        from prometheus_client import generate_latest, write_to_textfile  # noqa: PLC0415 - costs other replays

        registry = self.registry(result)
        try:
            # A pipe behind /dev/stdout has no path that it could be resolved to.
            if self.path.exists() and not self.path.is_file():
                self.path.write_bytes(generate_latest(registry))
            else:
                write_to_textfile(str(self.path.resolve()), registry)
        except OSError as error:
            message = f"{self.path}: {error.strerror or 'cannot be written'}"
            raise OutputError(message) from error

    def registry(self, result: RunResult) -> CollectorRegistry:
        """All metrics of the run in a registry of their own."""
        from prometheus_client import CollectorRegistry  # noqa: PLC0415 - as above
        from prometheus_client.registry import Collector  # noqa: PLC0415 - as above

        values = self._values(result)

        class Once(Collector):
            def collect(self) -> Iterator[Family]:
                return families(values)

        registry = CollectorRegistry()
        registry.register(Once())
        return registry

    def _values(self, result: RunResult) -> Values:
        stats = result.stats
        seen_only = ("duplicates", "invalid", "not_ip")
        return {
            "leaktap_build_info": {(sensor.__version__,): 1},
            "leaktap_ruleset_info": {(self._ruleset,): 1},
            "leaktap_packets_total": {(): stats.get("packets", 0)},
            "leaktap_captured_bytes_total": {(): stats.get("bytes", 0)},
            "leaktap_dropped_packets_total": {(layer,): stats.get(layer, 0) for layer in seen_only},
            "leaktap_flows": {(): stats.get("flows_active", 0)},
            "leaktap_flows_seen_total": {(): stats.get("flows", 0)},
            "leaktap_flows_evicted_total": {(): stats.get("flows_evicted", 0)},
            "leaktap_messages_total": self._messages,
            "leaktap_findings_total": self._findings,
            "leaktap_values_total": self._distinct,
            "leaktap_alerts_total": self._alerts,
            "leaktap_rule_scopes_evicted_total": {(): result.evicted_keys},
            "leaktap_coverage_bytes_total": self._coverage,
            "leaktap_anomalies_total": self._anomalies,
            "leaktap_transports_total": self._transports,
            "leaktap_memory_bytes": {("engine",): stats.get("memory", 0)},
            "leaktap_faults_total": {(): result.faults},
            "leaktap_border_findings_total": self._crossed,
            **(self._inventory.metrics(stats.get("last_ts_ns", 0)) if self._inventory is not None else {}),
        }

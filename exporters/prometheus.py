"""Prometheus text exposition of one run, for ``replay --metrics``. Labels come from closed sets only."""

from __future__ import annotations

from collections import Counter as Tally
from pathlib import Path
from typing import TYPE_CHECKING, Final

import sensor
from sensor.errors import OutputError
from sensor.model.record import band
from sensor.pipeline import Listener, RunResult, StreamName

if TYPE_CHECKING:
    from prometheus_client import CollectorRegistry

    from sensor.engine import Batch, RawTransport, Recorder, Verdict
    from sensor.model.alert import Alert
    from sensor.model.coverage import Coverage

_STREAMS: Final[frozenset[StreamName]] = frozenset({"alert", "coverage"})


class Metrics(Listener):
    """Counts a run and writes it as Prometheus text.

    Attributes:
        path: The file, replaced as a whole (the node exporter's textfile collector may read it meanwhile).
    """

    streams = _STREAMS
    wants_verdicts = True
    least_confidence = 0

    def __init__(self, path: str) -> None:
        """Checks that the file's directory is there.

        Raises:
            OutputError: If it is not.
        """
        self.path = Path(path)
        if not self.path.parent.is_dir():
            message = f"{path}: no such directory"
            raise OutputError(message)
        self._ruleset = ""
        self._findings: Tally[tuple[str, ...]] = Tally()
        self._values: Tally[str] = Tally()
        self._alerts: Tally[tuple[str, ...]] = Tally()
        self._anomalies: Tally[str] = Tally()
        self._transports: Tally[tuple[str, ...]] = Tally()
        self._coverage: Tally[tuple[str, ...]] = Tally()

    def start(self, recorder: Recorder) -> None:
        """Notes the rule set."""
        self._ruleset = recorder.ruleset

    def batch(self, batch: Batch) -> None:
        """Counts findings and anomalies without building records."""
        for raw in batch.findings:
            self._findings[raw.detector, raw.direction, raw.app_proto, band(raw.confidence)] += 1
            self._values[raw.detector] += raw.distinct
        for anomaly in batch.anomalies:
            self._anomalies[anomaly.code] += anomaly.count

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
        from prometheus_client import write_to_textfile  # noqa: PLC0415 - costs a replay that wants no metrics

        try:
            write_to_textfile(str(self.path), self.registry(result))
        except OSError as error:
            message = f"{self.path}: {error.strerror or 'cannot be written'}"
            raise OutputError(message) from error

    def registry(self, result: RunResult) -> CollectorRegistry:
        """All metrics of the run in a registry of their own."""
        from prometheus_client import CollectorRegistry, Counter, Gauge  # noqa: PLC0415 - as above

        registry = CollectorRegistry()

        def counter(name: str, text: str, labels: tuple[str, ...], tally: dict[tuple[str, ...], int]) -> None:
            metric = Counter(name, text, labels, registry=registry)
            for values, count in sorted(tally.items()):
                (metric.labels(*values) if labels else metric).inc(count)

        def gauge(name: str, text: str, value: float, **labels: str) -> None:
            metric = Gauge(name, text, tuple(labels), registry=registry)
            (metric.labels(**labels) if labels else metric).set(value)

        stats = result.stats
        finding_labels = ("detector", "direction", "protocol", "band")
        counter("leaktap_findings", "Findings.", finding_labels, dict(self._findings))
        values: dict[tuple[str, ...], int] = {(name,): count for name, count in self._values.items()}
        counter("leaktap_values", "Distinct values, summed over findings.", ("detector",), values)
        counter("leaktap_alerts", "Alerts.", ("rule", "severity"), dict(self._alerts))
        coverage_labels = ("state", "from_zone", "to_zone")
        counter(
            "leaktap_coverage_bytes", "Payload bytes by what became of them.", coverage_labels, dict(self._coverage)
        )
        counter("leaktap_packets", "Packets read.", (), {(): stats.get("packets", 0)})
        drops = ("duplicates", "invalid", "not_ip")
        dropped: dict[tuple[str, ...], int] = {(layer,): stats.get(layer, 0) for layer in drops}
        counter("leaktap_dropped_packets", "Packets not judged, by the layer that dropped them.", ("layer",), dropped)
        gauge("leaktap_flows", "Flows alive.", stats.get("flows_active", 0))
        anomalies: dict[tuple[str, ...], int] = {(code,): count for code, count in self._anomalies.items()}
        counter("leaktap_anomalies", "Anomalies.", ("code",), anomalies)
        counter("leaktap_transports", "Transports.", ("protocol", "protection"), dict(self._transports))
        gauge("leaktap_memory_bytes", "Memory of the engine.", stats.get("memory", 0), area="engine")
        gauge("leaktap_ruleset_info", "Rule set in force.", 1, sha256=self._ruleset)
        gauge("leaktap_build_info", "Version.", 1, version=sensor.__version__)
        return registry

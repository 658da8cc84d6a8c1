"""Gathers a run into report data: groups instead of records, bounded, straight from the engine's objects."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Final

import msgspec

import sensor
from sensor.engine import EPHEMERAL
from sensor.model.alert import SEVERITIES, SEVERITY_RANK, Alert, Severity
from sensor.model.record import timestamp
from sensor.pipeline import Listener, RunResult, StreamName
from sensor.report.data import (
    SHOWN_ALERTS,
    AnomalyGroup,
    CaptureFacts,
    CertificateNote,
    Damage,
    ProtocolFlows,
    ReportData,
    RunFacts,
    TransportGroup,
    ZoneFacts,
)
from sensor.report.leaks import SHOWN_PAIRS, Leaks
from sensor.report.services import Services

if TYPE_CHECKING:
    from sensor.engine import Batch, EngineOptions, RawTransport, Recorder, Verdict
    from sensor.model.coverage import Coverage
    from sensor.model.finding import Finding
    from sensor.ruleset.compile import RuleSet

MAX_ALERTS: Final = 10_000
MAX_TRANSPORTS: Final = 4_096

# What summary and report show; weaker findings are counted only.
SHOWN_CONFIDENCE: Final = 70


def shown_confidence(ruleset: RuleSet) -> int:
    """What summary and report show of a run: what they mostly do, and what a rule of the user's makes alerts of."""
    asked = (rule.data.confidence for rule in ruleset.rules if rule.data is not None)
    return min(SHOWN_CONFIDENCE, *asked)


class Gatherer(Listener):
    """Listens to a run and answers with its report data.

    Attributes:
        hold_findings: How many finding records to keep; 0 for the terminal summary, which shows groups only.
        least_confidence: What is less sure is counted only.
    """

    wants_verdicts = True

    def __init__(
        self, *, hold_findings: int = 0, count_flows: bool = False, least_confidence: int = SHOWN_CONFIDENCE
    ) -> None:
        """Starts empty. Flows are counted by protocol only if ``count_flows``: there may be millions."""
        self.hold_findings = hold_findings
        self.least_confidence = least_confidence
        self.reads_details = hold_findings > 0
        self.most_alerts = MAX_ALERTS if hold_findings else SHOWN_ALERTS
        self.reads_flows = self._count_flows = count_flows
        self._sensor = ""
        self._recorder: Recorder | None = None
        self._leaks = Leaks(least_confidence)
        self._findings: list[Finding] = []
        self._alerts: list[Alert] = []
        self._alert_counts: dict[Severity, int] = dict.fromkeys(reversed(SEVERITIES), 0)
        self._flows: dict[str, list[int]] = {}
        # Of transports that are alike the first, and how many flows they are.
        self._transports: dict[tuple[int, str, tuple[str, ...]], tuple[RawTransport, Verdict, list[int]]] = {}
        self._services = Services()
        self._anomalies: dict[tuple[str, str], list[Any]] = {}
        self._coverage: list[Coverage] = []
        self._result: RunResult | None = None

    def wants(self, stream: StreamName) -> bool:
        """Wants alerts and coverage as records; findings only while it holds some."""
        return stream in {"alert", "coverage"} or (stream == "finding" and self.hold_findings > 0)

    def start(self, recorder: Recorder) -> None:
        """Notes the sensor's name, which ids depend on, and who reads certificates."""
        self._sensor = recorder.sensor
        self._recorder = recorder

    def batch(self, batch: Batch) -> None:
        """Groups what the batch holds."""
        self._leaks.batch(batch.findings)
        for anomaly in batch.anomalies:
            entry = self._anomalies.setdefault((anomaly.code, anomaly.layer), [0, 0, None])
            entry[0] += anomaly.flow_id is not None
            entry[1] += anomaly.count
            entry[2] = entry[2] or anomaly.detail or None
        if self._count_flows:
            for flow in batch.flows:
                numbers = self._flows.setdefault(flow.app_proto, [0, 0, 0])
                numbers[0] += 1
                numbers[1] += sum(flow.payload)
                numbers[2] += sum(flow.gap_bytes)

    def finding(self, record: Finding) -> None:
        """Keeps a record while there is room."""
        if record.confidence >= self.least_confidence and len(self._findings) < self.hold_findings:
            self._findings.append(record)

    def judged(self, raw: RawTransport, verdict: Verdict) -> None:
        """Counts a transport."""
        self._services.add(raw, verdict)
        key = (raw.kind, verdict.protection, verdict.issues)
        alike = self._transports.get(key)
        if alike is not None:
            alike[2][0] += raw.flows
        elif len(self._transports) < MAX_TRANSPORTS:
            self._transports[key] = (raw, verdict, [raw.flows])

    def alert(self, record: Alert) -> None:
        """Keeps an alert while there is room, and counts it anyway."""
        self._alert_counts[record.severity] += 1
        if len(self._alerts) < MAX_ALERTS:
            self._alerts.append(record)

    def untold(self, counts: dict[Severity, int]) -> None:
        """Counts the alerts that it had no room for."""
        for severity, count in counts.items():
            self._alert_counts[severity] += count

    def coverage(self, record: Coverage) -> None:
        """Keeps a row of the ledger."""
        self._coverage.append(record)

    def finish(self, result: RunResult) -> None:
        """Keeps how the run ended."""
        self._result = result

    def data(
        self,
        *,
        captures: tuple[CaptureFacts, ...],
        started: str,
        finished: str,
        options: EngineOptions,
        ruleset: RuleSet,
    ) -> ReportData:
        """The report data of the finished run."""
        result = self._result or RunResult(stats={}, damaged=(), evicted_keys=0)
        alerts = sorted(self._alerts, key=lambda alert: -SEVERITY_RANK[alert.severity])
        # A report shows all, with ids.
        shown = {"ids_of": self._sensor} if self.hold_findings else {"most_pairs": SHOWN_PAIRS}
        leaks, pairs = self._leaks.groups(ruleset, **shown)
        return ReportData(
            run=_run_facts(
                result, captures=captures, started=started, finished=finished, options=options, ruleset=ruleset
            ),
            alerts=tuple(alerts),
            alert_counts=self._alert_counts,
            leaks=leaks,
            leaks_omitted=self._leaks.omitted,
            pairs=pairs,
            findings=tuple(self._findings),
            findings_total=self._leaks.total,
            findings_weaker=self._leaks.weaker + result.stats.get("findings_weak", 0),
            least_confidence=self.least_confidence,
            flows=tuple(
                ProtocolFlows(app_proto=name, flows=numbers[0], payload=numbers[1], gap_bytes=numbers[2])
                for name, numbers in sorted(self._flows.items(), key=lambda item: (-item[1][1], item[0]))
            ),
            transports=self._transport_groups(),
            services=self._services.groups(),
            services_omitted=self._services.omitted,
            certificates=self._certificates(result),
            anomalies=tuple(
                AnomalyGroup(code=code, layer=layer, flows=entry[0], count=entry[1], detail=entry[2])
                for (code, layer), entry in sorted(self._anomalies.items())
            ),
            coverage=tuple(self._coverage),
        )

    def _transport_groups(self) -> tuple[TransportGroup, ...]:
        flows: Counter[tuple[Any, ...]] = Counter()
        for raw, verdict, (count,) in self._transports.values():
            key = (raw.protocol, verdict.protection, raw.version or None, verdict.suite, raw.orig.zone, raw.resp.zone)
            flows[*key, verdict.issues] += count
        names = ("protocol", "protection", "version", "suite", "from_zone", "to_zone", "issues")
        return tuple(
            TransportGroup(**dict(zip(names, key, strict=True)), flows=count)
            for key, count in sorted(flows.items(), key=lambda item: (-item[1], str(item[0])))
        )

    def _certificates(self, result: RunResult) -> tuple[CertificateNote, ...]:
        if self._recorder is None:
            return ()
        return self._services.certificates(result.stats.get("last_ts_ns", 0), self._recorder.certificate)


def _run_facts(
    result: RunResult,
    *,
    captures: tuple[CaptureFacts, ...],
    started: str,
    finished: str,
    options: EngineOptions,
    ruleset: RuleSet,
) -> RunFacts:
    stats = result.stats
    packets = stats.get("packets", 0)
    return RunFacts(
        sensor=options.sensor,
        version=sensor.__version__,
        started=started,
        finished=finished,
        captures=captures,
        damaged=tuple(Damage(**msgspec.structs.asdict(entry)) for entry in result.damaged),
        first_packet=timestamp(stats.get("first_ts_ns", 0)) if packets else None,
        last_packet=timestamp(stats.get("last_ts_ns", 0)) if packets else None,
        packets=packets,
        bytes=stats.get("bytes", 0),
        flows=stats.get("flows", 0),
        messages=stats.get("messages", 0),
        zones=tuple(ZoneFacts(name=zone.name, networks=zone.networks) for zone in options.zones),
        home=options.home,
        ruleset=ruleset.sha256,
        policy=ruleset.policy,
        detectors=len(ruleset.detectors),
        rules=len(ruleset.rules),
        digest_key_id=options.digest_key.id or EPHEMERAL,
        deterministic=result.deterministic,
        revealed=options.reveal,
        faults=result.faults,
        evicted_scopes=result.evicted_keys,
        stats=stats,
    )

"""Gathers a run into report data: groups instead of records, bounded, straight from the engine's objects."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, cast

import msgspec

import sensor
from sensor.engine import EPHEMERAL, ValueSet, finding_id
from sensor.model.alert import SEVERITIES, SEVERITY_RANK, Alert, Severity
from sensor.model.record import timestamp
from sensor.pipeline import Listener, RunResult, StreamName
from sensor.report.data import (
    AnomalyGroup,
    CaptureFacts,
    CertificateNote,
    Damage,
    LeakGroup,
    ProtocolFlows,
    ReportData,
    RunFacts,
    TransportGroup,
    ZoneFacts,
)
from sensor.report.services import Services

if TYPE_CHECKING:
    from sensor.engine import Batch, EngineOptions, RawFinding, RawTransport, Recorder, Verdict
    from sensor.model.coverage import Coverage
    from sensor.model.finding import Finding
    from sensor.ruleset.compile import RuleSet

MAX_GROUPS: Final = 10_000
MAX_ALERTS: Final = 10_000
MAX_TRANSPORTS: Final = 4_096
MAX_PORTS: Final = 8
MAX_IDS: Final = 8
MAX_SAMPLES: Final = 3


class _Group:
    """Findings of one detector at one place between two addresses.

    The first ones are kept as they are: most groups are never shown, and need no sums before they are.
    """

    __slots__ = (
        "_new",
        "confidence",
        "count",
        "findings",
        "first",
        "first_ns",
        "last_ns",
        "ports",
        "samples",
        "values",
    )

    def __init__(self, ts_ns: int) -> None:
        self._new: list[RawFinding] = []
        self.findings = 0
        self.count = 0
        self.confidence = 0
        self.values = ValueSet()
        self.samples: dict[str, None] = {}
        self.ports: dict[int, None] = {}
        self.first: list[RawFinding] = []
        self.first_ns = ts_ns
        self.last_ns = ts_ns

    def add(self, raw: RawFinding) -> None:
        self._new.append(raw)
        if len(self.first) + len(self._new) >= MAX_IDS:
            self.sum()

    def sum(self) -> None:
        """Sums up what came since the last time."""
        for raw in self._new:
            self._take(raw)
        self._new.clear()

    def _take(self, raw: RawFinding) -> None:
        self.findings += 1
        self.count += raw.count
        self.values.merge(raw.value_set)
        self.confidence = max(self.confidence, raw.confidence)
        ts_ns = raw.ts_ns
        self.first_ns = min(self.first_ns, ts_ns)
        self.last_ns = max(self.last_ns, ts_ns)
        if len(self.ports) < MAX_PORTS:
            self.ports.setdefault(raw.receiver.port)
        if len(self.samples) < MAX_SAMPLES:
            for sample in _login(raw) or raw.samples:
                if len(self.samples) < MAX_SAMPLES:
                    self.samples.setdefault(sample)
        if len(self.first) < MAX_IDS:
            self.first.append(raw)


def _login(raw: RawFinding) -> list[str]:
    """What is said of a login in place of samples: how, whose (masked), and what became of it."""
    facts = raw.credential if raw.detector.startswith("credential.") else None
    return [f"{facts.scheme} {facts.user} {facts.outcome}"] if facts else []


# What the summary shows; weaker findings are counted only.
SHOWN_CONFIDENCE: Final = 70
# Alerts that a summary could show at most.
SHOWN_ALERTS: Final = 200


class Gatherer(Listener):
    """Listens to a run and answers with its report data.

    Attributes:
        hold_findings: How many finding records to keep; 0 for the terminal summary, which shows groups only.
    """

    wants_verdicts = True

    def __init__(self, *, hold_findings: int = 0, count_flows: bool = False) -> None:
        """Starts empty. Flows are counted by protocol only if ``count_flows``: there may be millions."""
        self.hold_findings = hold_findings
        self.least_confidence = SHOWN_CONFIDENCE
        self.most_alerts = MAX_ALERTS if hold_findings else SHOWN_ALERTS
        self.reads_flows = self._count_flows = count_flows
        self._sensor = ""
        self._recorder: Recorder | None = None
        self._groups: dict[tuple[str, ...], _Group] = {}
        self._omitted: set[int] = set()
        self._findings: list[Finding] = []
        self._total = 0
        self._alerts: list[Alert] = []
        self._alert_counts: dict[Severity, int] = dict.fromkeys(reversed(SEVERITIES), 0)
        self._flows: dict[str, list[int]] = {}
        self._transports: dict[tuple[Any, ...], int] = {}
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
        for raw in batch.findings:
            self._group(raw)
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

    def _group(self, raw: RawFinding) -> None:
        self._total += 1
        sender, receiver = raw.sender, raw.receiver
        ends = (sender.peer_ip, sender.peer_zone, receiver.peer_ip, receiver.peer_zone)
        key = (*ends, raw.direction, raw.app_proto, raw.visibility, raw.protection, raw.where, raw.detector)
        group = self._groups.get(key)
        if group is None:
            if len(self._groups) >= MAX_GROUPS:
                self._omitted.add(hash(key) & 0xFFFF)
                return
            self._groups[key] = group = _Group(raw.ts_ns)
        group.add(raw)

    def finding(self, record: Finding) -> None:
        """Keeps a record while there is room."""
        if len(self._findings) < self.hold_findings:
            self._findings.append(record)

    def judged(self, raw: RawTransport, verdict: Verdict) -> None:
        """Counts a transport."""
        self._services.add(raw, verdict)
        key = (
            raw.protocol,
            verdict.protection,
            raw.version or None,
            verdict.suite,
            raw.orig.zone,
            raw.resp.zone,
            verdict.issues,
        )
        if key in self._transports or len(self._transports) < MAX_TRANSPORTS:
            self._transports[key] = self._transports.get(key, 0) + raw.flows

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
        return ReportData(
            run=_run_facts(
                result, captures=captures, started=started, finished=finished, options=options, ruleset=ruleset
            ),
            alerts=tuple(alerts),
            alert_counts=self._alert_counts,
            leaks=self._leaks(ruleset),
            leaks_omitted=len(self._omitted),
            findings=tuple(self._findings),
            findings_total=self._total,
            flows=tuple(
                ProtocolFlows(app_proto=name, flows=numbers[0], payload=numbers[1], gap_bytes=numbers[2])
                for name, numbers in sorted(self._flows.items(), key=lambda item: (-item[1][1], item[0]))
            ),
            transports=tuple(
                TransportGroup(
                    protocol=key[0],
                    protection=key[1],
                    version=key[2],
                    suite=key[3],
                    from_zone=key[4],
                    to_zone=key[5],
                    issues=key[6],
                    flows=flows,
                )
                for key, flows in sorted(self._transports.items(), key=lambda item: (-item[1], str(item[0])))
            ),
            services=self._services.groups(),
            services_omitted=self._services.omitted,
            certificates=self._certificates(result),
            anomalies=tuple(
                AnomalyGroup(code=code, layer=layer, flows=entry[0], count=entry[1], detail=entry[2])
                for (code, layer), entry in sorted(self._anomalies.items())
            ),
            coverage=tuple(self._coverage),
        )

    def _certificates(self, result: RunResult) -> tuple[CertificateNote, ...]:
        if self._recorder is None:
            return ()
        return self._services.certificates(result.stats.get("last_ts_ns", 0), self._recorder.certificate)

    def _ids(self, group: _Group) -> tuple[str, ...]:
        """Ids of the first findings, which only a report shows."""
        return tuple(finding_id(self._sensor, raw) for raw in group.first) if self.hold_findings else ()

    def _leaks(self, ruleset: RuleSet) -> tuple[LeakGroup, ...]:
        leaks = []
        for key, group in self._groups.items():
            group.sum()
            sender_ip, sender_zone, receiver_ip, receiver_zone = key[:4]
            direction, app_proto, visibility, protection, where, detector = key[4:]
            facts = ruleset.detectors.get(detector)
            leaks.append(
                LeakGroup(
                    sender_ip=sender_ip,
                    sender_zone=sender_zone,
                    receiver_ip=receiver_ip,
                    receiver_zone=receiver_zone,
                    receiver_ports=tuple(group.ports),
                    direction=cast("Any", direction),
                    app_proto=app_proto,
                    visibility=visibility,
                    protection=cast("Any", protection),
                    where=where,
                    detector=detector,
                    title=facts.title if facts else detector,
                    findings=group.findings,
                    count=group.count,
                    distinct=len(group.values),
                    confidence=group.confidence,
                    samples=tuple(group.samples),
                    first_seen=timestamp(group.first_ns),
                    last_seen=timestamp(group.last_ns),
                    finding_ids=self._ids(group),
                )
            )
        order = {"egress": 0, "unknown": 1, "external": 2, "ingress": 3, "internal": 4}
        leaks.sort(key=lambda leak: (order.get(leak.direction, 9), -leak.distinct, -leak.confidence, leak.first_seen))
        return tuple(leaks)


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
        stats=stats,
    )

"""From ``ReportData`` to what stands on the page: grouped, sorted, bounded.

Every list is cut at a stated number of rows and says what was left out. Counts that can be added are totals over all
rows, shown or not. Distinct values cannot be added (two places may hold the same people): their sets are merged; where
no sets are at hand, it is "at least" as many as the largest of them holds.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sensor.engine import ValueSet
from sensor.model.alert import SEVERITY_RANK, Alert
from sensor.model.record import Band, band
from sensor.report.html.text import distinct

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sensor.model.finding import Finding
    from sensor.report.data import LeakGroup, ReportData

PAIRS: Final = 30
KINDS_PER_PAIR: Final = 12
PLACES: Final = 4
PROTOCOLS: Final = 4
SAMPLES: Final = 3
RULES: Final = 40
CASES_PER_RULE: Final = 12

UNPROTECTED: Final = frozenset({"none", "weak", "unknown"})


@dataclass(frozen=True, slots=True)
class Place:
    """One place that held values: a field, a file, a header."""

    where: str
    app_proto: str
    distinct: str


@dataclass(frozen=True, slots=True)
class Kind:
    """One detector's values from one address to another: a row of the table."""

    detector: str
    title: str
    severity: str
    distinct: str
    weight: int
    count: int
    findings: int
    places: tuple[Place, ...]
    places_more: int
    protocols: tuple[str, ...]
    protections: tuple[str, ...]
    visibilities: tuple[str, ...]
    samples: tuple[str, ...]
    confidence: int
    band: Band
    why: tuple[str, ...]
    first_seen: str
    last_seen: str
    evidence: tuple[str, int, int] | None
    finding_id: str


@dataclass(frozen=True, slots=True)
class Pair:
    """Everything that went from one address to another in one direction."""

    sender_ip: str
    sender_zone: str
    sender_name: str
    receiver_ip: str
    receiver_zone: str
    receiver_name: str
    ports: tuple[int, ...]
    direction: str
    severity: str
    kinds: tuple[Kind, ...]
    kinds_more: int
    weight: int
    count: int
    findings: int
    exposed: bool


@dataclass(frozen=True, slots=True)
class RuleAlerts:
    """The alerts of one rule at one severity; the worst cases first."""

    severity: str
    first: Alert
    cases: tuple[Alert, ...]
    cases_more: int
    total: int


@dataclass(frozen=True, slots=True)
class Leaks:
    """The table of who sent what to whom. ``pairs`` is cut, the totals are not."""

    pairs: tuple[Pair, ...]
    pairs_more: int
    more_count: int
    more_findings: int
    count: int
    findings: int
    all_pairs: tuple[Pair, ...]


def together(groups: Sequence[LeakGroup]) -> int:
    """How many distinct values several groups hold together, as far as can be told: at least that many."""
    largest = max((leak.distinct for leak in groups), default=0)
    if len(groups) <= 1:
        return largest
    everything = ValueSet()
    for leak in groups:
        if leak.values is not None:
            everything.merge(leak.values)
    return max(largest, min(len(everything), sum(leak.count for leak in groups)))


def distinct_of(groups: Sequence[LeakGroup]) -> str:
    """Writes how many distinct values several groups hold together."""
    known = len(groups) <= 1 or all(leak.values is not None for leak in groups)
    told = distinct(together(groups))
    return told if known else f"≥ {told.removeprefix('≈ ')}"


def worst(severities: Iterable[str]) -> str:
    """The worst of some severities; ``none`` if there is none."""
    return max(severities, key=lambda name: SEVERITY_RANK.get(name, -1), default="none")


def host_names(data: ReportData) -> dict[str, str]:
    """Names of addresses, as far as records gave any."""
    names: dict[str, str] = {}
    endpoints = [side for alert in data.alerts for side in (alert.sender, alert.receiver)]
    endpoints += [side for finding in data.findings for side in (finding.sender, finding.receiver)]
    for endpoint in endpoints:
        if endpoint.host is not None:
            names.setdefault(endpoint.ip, endpoint.host.name)
    return names


def severities(data: ReportData) -> dict[tuple[str, str, str], str]:
    """The worst alert for each sender, receiver and detector."""
    found: dict[tuple[str, str, str], str] = {}
    for alert in data.alerts:
        for part in alert.detectors:
            key = (alert.sender.peer_ip, alert.receiver.peer_ip, part.detector)
            found[key] = worst((found.get(key, "none"), alert.severity))
    return found


def leaks(data: ReportData) -> Leaks:
    """Groups leaks by sender, receiver and direction, then by detector; worst and largest first."""
    severity_of, names = severities(data), host_names(data)
    records = {finding.id: finding for finding in data.findings}
    grouped: dict[tuple[str, str, str], dict[str, list[LeakGroup]]] = defaultdict(lambda: defaultdict(list))
    for leak in data.leaks:
        grouped[leak.sender_ip, leak.receiver_ip, leak.direction][leak.detector].append(leak)
    pairs = [_pair(kinds, severity_of, names, records) for kinds in grouped.values()]
    pairs.sort(
        key=lambda pair: (
            not pair.exposed,
            -SEVERITY_RANK.get(pair.severity, -1),
            -pair.weight,
            pair.sender_ip,
            pair.receiver_ip,
        )
    )
    rest = pairs[PAIRS:]
    return Leaks(
        pairs=tuple(pairs[:PAIRS]),
        pairs_more=len(rest),
        more_count=sum(pair.count for pair in rest),
        more_findings=sum(pair.findings for pair in rest),
        count=sum(pair.count for pair in pairs),
        findings=sum(pair.findings for pair in pairs),
        all_pairs=tuple(pairs),
    )


def _pair(
    by_detector: dict[str, list[LeakGroup]],
    severity_of: dict[tuple[str, str, str], str],
    names: dict[str, str],
    records: dict[str, Finding],
) -> Pair:
    groups = [leak for some in by_detector.values() for leak in some]
    first = groups[0]
    kinds = [
        _kind(some, severity_of.get((first.sender_ip, first.receiver_ip, detector), "none"), records)
        for detector, some in by_detector.items()
    ]
    kinds.sort(key=lambda kind: (-SEVERITY_RANK.get(kind.severity, -1), -kind.weight, kind.detector))
    return Pair(
        sender_ip=first.sender_ip,
        sender_zone=first.sender_zone,
        sender_name=names.get(first.sender_ip, ""),
        receiver_ip=first.receiver_ip,
        receiver_zone=first.receiver_zone,
        receiver_name=names.get(first.receiver_ip, ""),
        ports=tuple(sorted({port for leak in groups for port in leak.receiver_ports})),
        direction=first.direction,
        severity=worst(kind.severity for kind in kinds),
        kinds=tuple(kinds[:KINDS_PER_PAIR]),
        kinds_more=len(kinds[KINDS_PER_PAIR:]),
        weight=sum(kind.weight for kind in kinds),
        count=sum(leak.count for leak in groups),
        findings=sum(leak.findings for leak in groups),
        exposed=any(is_exposed(leak) for leak in groups),
    )


def _kind(groups: list[LeakGroup], severity: str, records: dict[str, Finding]) -> Kind:
    groups = sorted(groups, key=lambda leak: (-leak.distinct, leak.where, leak.app_proto))
    best = max(groups, key=lambda leak: leak.confidence)
    identifier = next((name for leak in groups for name in leak.finding_ids), "")
    record = records.get(identifier)
    return Kind(
        detector=best.detector,
        title=best.title,
        severity=severity,
        distinct=distinct_of(groups),
        weight=together(groups),
        count=sum(leak.count for leak in groups),
        findings=sum(leak.findings for leak in groups),
        places=tuple(Place(leak.where, leak.app_proto, distinct(leak.distinct)) for leak in groups[:PLACES]),
        places_more=len(groups[PLACES:]),
        protocols=tuple(sorted({leak.app_proto for leak in groups})[:PROTOCOLS]),
        protections=tuple(sorted({leak.protection for leak in groups})),
        visibilities=tuple(sorted({leak.visibility for leak in groups})),
        samples=tuple(dict.fromkeys(sample for leak in groups for sample in leak.samples))[:SAMPLES],
        confidence=best.confidence,
        band=band(best.confidence),
        why=record.why if record is not None else (),
        first_seen=min(leak.first_seen for leak in groups),
        last_seen=max(leak.last_seen for leak in groups),
        evidence=(record.evidence.capture, record.evidence.first_frame, record.evidence.last_frame)
        if record is not None
        else None,
        finding_id=identifier,
    )


def is_exposed(leak: LeakGroup) -> bool:
    """Tells whether the data left the home zone without sound protection. A locked file protects itself."""
    return leak.direction == "egress" and leak.protection in UNPROTECTED and not is_locked(leak)


def is_locked(leak: LeakGroup) -> bool:
    """Tells whether the leak is a file that nobody can read without its password."""
    return leak.detector == "file.encrypted"


def rule_alerts(data: ReportData) -> tuple[tuple[RuleAlerts, ...], int]:
    """Groups alerts by severity and rule, worst first; the second value is the number of alerts in groups left out."""
    grouped: dict[tuple[str, str], list[Alert]] = defaultdict(list)
    for alert in data.alerts:
        grouped[alert.severity, alert.rule].append(alert)
    groups = [_rule(severity, alerts) for (severity, _), alerts in grouped.items()]
    groups.sort(key=lambda group: (-SEVERITY_RANK[group.severity], -group.total, group.first.rule))
    return tuple(groups[:RULES]), sum(group.total for group in groups[RULES:])


def _rule(severity: str, alerts: list[Alert]) -> RuleAlerts:
    cases = sorted(alerts, key=lambda alert: (-alert.distinct, -alert.count, alert.first_seen, alert.id))
    return RuleAlerts(severity, cases[0], tuple(cases[:CASES_PER_RULE]), len(cases[CASES_PER_RULE:]), len(cases))

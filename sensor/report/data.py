"""Everything a report needs, gathered once and handed to the renderers.

Texts that a peer controls are bounded, masked and free of control characters already; a renderer escapes for its own
medium. Byte and packet counts are plain integers, times are RFC 3339 in UTC.
"""

from __future__ import annotations

from typing import Final

import msgspec

from sensor.engine import ValueSet
from sensor.model.alert import Alert, Severity
from sensor.model.coverage import Coverage
from sensor.model.finding import Finding
from sensor.model.record import DirectionName, Protection
from sensor.model.transport import CertificateFacts

# Alerts that a summary lists.
SHOWN_ALERTS: Final = 20


class CaptureFacts(msgspec.Struct, frozen=True, kw_only=True):
    """One capture of the run. ``size`` is the file's, in bytes; None for standard input."""

    path: str
    size: int | None


class Damage(msgspec.Struct, frozen=True, kw_only=True):
    """A capture that could not be read to its end. ``offset`` is None if it could not be opened at all."""

    path: str
    offset: int | None
    reason: str


class ZoneFacts(msgspec.Struct, frozen=True, kw_only=True):
    """A named set of networks, as configured."""

    name: str
    networks: tuple[str, ...]


class RunFacts(msgspec.Struct, frozen=True, kw_only=True):
    """What was run, over what, with which rules.

    ``started`` and ``finished`` are wall-clock times, ``first_packet`` and ``last_packet`` capture times (None: no
    packet).
    """

    sensor: str
    version: str
    started: str
    finished: str
    captures: tuple[CaptureFacts, ...]
    damaged: tuple[Damage, ...]
    first_packet: str | None
    last_packet: str | None
    packets: int
    bytes: int
    flows: int
    messages: int
    zones: tuple[ZoneFacts, ...]
    home: str
    ruleset: str
    policy: str
    detectors: int
    rules: int
    digest_key_id: str
    deterministic: bool
    revealed: bool
    faults: int
    evicted_scopes: int
    stats: dict[str, int]


class LeakGroup(msgspec.Struct, frozen=True, kw_only=True):
    """Findings of one detector at one place from one address to another.

    It says who sent what to whom, how much, how sure, over what. ``distinct`` merges the values of all its findings.
    ``samples`` are masked. ``finding_ids`` are the first few, for ``leaktap dissect``. ``values`` are keyed hashes,
    by which several groups say how many distinct values they hold together.
    """

    sender_ip: str
    sender_zone: str
    receiver_ip: str
    receiver_zone: str
    receiver_ports: tuple[int, ...]
    direction: DirectionName
    app_proto: str
    visibility: str
    protection: Protection
    where: str
    detector: str
    title: str
    findings: int
    count: int
    distinct: int
    confidence: int
    samples: tuple[str, ...]
    first_seen: str
    last_seen: str
    finding_ids: tuple[str, ...]
    values: ValueSet | None = None


class ProtocolFlows(msgspec.Struct, frozen=True, kw_only=True):
    """The flows of one application protocol; ``payload`` is both sides' bytes, ``gap_bytes`` what they lack."""

    app_proto: str
    flows: int
    payload: int
    gap_bytes: int


class TransportGroup(msgspec.Struct, frozen=True, kw_only=True):
    """Flows that are protected in the same way from one zone to another; ``issues`` as in transport records."""

    protocol: str
    protection: Protection
    version: str | None
    suite: str | None
    from_zone: str
    to_zone: str
    issues: tuple[str, ...]
    flows: int


class ServiceGroup(msgspec.Struct, frozen=True, kw_only=True):
    """A service with something to mend: the worst ``protection`` and all ``issues`` of its flows.

    ``place`` is its address and port; ``names`` are some of the server names that clients asked it for.
    """

    place: str
    zone: str
    protocol: str
    names: tuple[str, ...]
    protection: Protection
    versions: tuple[str, ...]
    issues: tuple[str, ...]
    flows: int


class CertificateNote(msgspec.Struct, frozen=True, kw_only=True):
    """A certificate that ran out ``days`` before the last packet, or runs out as many days after it.

    ``places`` are some of the services that showed it.
    """

    facts: CertificateFacts
    expired: bool
    days: int
    places: tuple[str, ...]
    flows: int


# What keeps the headers of a packet from being read.
UNREAD: Final = frozenset(
    {"header_truncated", "header_invalid", "link_type_unknown", "ethertype_unread", "tunnel_too_deep"}
)


class AnomalyGroup(msgspec.Struct, frozen=True, kw_only=True):
    """All anomalies of one code. ``detail`` is the first one's, redacted."""

    code: str
    layer: str
    flows: int
    count: int
    detail: str | None


class ReportData(msgspec.Struct, frozen=True, kw_only=True):
    """A finished run, ready to be rendered.

    ``leaks`` cover every finding of at least ``least_confidence``, or those of the first pairs of sender and receiver,
    of which there are ``pairs``; ``findings`` are the records themselves, at most as many as the report was asked to
    hold (``findings_total`` is the true number). ``findings_weaker`` are counted and nothing else.
    ``services_omitted`` are flows to services that there was no room for.
    ``alerts`` are sorted by severity, worst first. ``coverage`` is the complete ledger.
    """

    run: RunFacts
    alerts: tuple[Alert, ...]
    alert_counts: dict[Severity, int]
    leaks: tuple[LeakGroup, ...]
    leaks_omitted: int
    pairs: int
    findings: tuple[Finding, ...]
    findings_total: int
    findings_weaker: int
    least_confidence: int
    flows: tuple[ProtocolFlows, ...]
    transports: tuple[TransportGroup, ...]
    services: tuple[ServiceGroup, ...] = ()
    services_omitted: int = 0
    certificates: tuple[CertificateNote, ...] = ()
    anomalies: tuple[AnomalyGroup, ...]
    coverage: tuple[Coverage, ...]

    @property
    def unread(self) -> int:
        """Packets whose headers could not be read: what they carried is not even in the ledger."""
        return self.run.stats.get("invalid", 0)

    @property
    def why_unread(self) -> tuple[AnomalyGroup, ...]:
        """Why, the most frequent reason first."""
        return tuple(sorted((each for each in self.anomalies if each.code in UNREAD), key=lambda each: -each.count))

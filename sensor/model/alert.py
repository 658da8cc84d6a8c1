"""An alert: one rule, one scope (a message, a flow, or a sender and a receiver), one leak."""

from __future__ import annotations

from typing import Annotated, Final, Literal, TypeAlias

import msgspec

from sensor.model.finding import Credential, Database, File, Http, Mail
from sensor.model.record import (
    SCHEMA_VERSION,
    Band,
    Count,
    DirectionName,
    Endpoint,
    Evidence,
    Part,
    Percent,
    Protection,
    Text,
    Timestamp,
    Uuid,
    Visibility,
    record_id,
)
from sensor.model.transport import CertificateFacts, Tunnel, Upgrade

Severity: TypeAlias = Literal["info", "low", "medium", "high", "critical"]
Activity: TypeAlias = Literal["create", "update", "close"]
ScopeName: TypeAlias = Literal["message", "flow", "pair"]

SEVERITIES: Final[tuple[Severity, ...]] = ("info", "low", "medium", "high", "critical")
SEVERITY_RANK: Final[dict[str, int]] = {name: rank for rank, name in enumerate(SEVERITIES)}


class Clause(Part, frozen=True, kw_only=True):
    """A clause that a rule cites. ``verified`` is false while nobody has read it in its source."""

    id: str
    source: str
    clause: str
    title: Text
    verified: bool


class DetectorShare(Part, frozen=True, kw_only=True):
    """What one detector contributed. ``samples`` are masked."""

    detector: str
    count: Count
    distinct: Count
    confidence: Percent
    samples: tuple[str, ...]


class TransportShare(Part, frozen=True, kw_only=True):
    """The transport that a transport rule is about. ``flows`` of them were seen.

    It is that of the first sighting: ``version`` is the one agreed on, ``offered_version`` the highest that the
    originator offered, ``certificate`` the responder's own.

    ``judged`` is the share of the payload that was judged, in per cent, where too little was (``low_coverage``): the
    alert is about two zones then, and its addresses are unspecified.
    """

    protocol: str
    protection: Protection
    issues: tuple[str, ...]
    version: str | None = None
    suite: str | None = None
    sni: str | None = None
    offered_version: str | None = None
    upgrade: Upgrade | None = None
    tunnel: Tunnel | None = None
    certificate: CertificateFacts | None = None
    judged: Percent | None = None
    flows: Count


class Alert(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, tag_field="type", tag="alert"):
    """What a person is told. ``ts`` is the time of the sighting that made it true; ``key`` stays the same over updates.

    ``count`` and ``distinct`` cover the whole leak. Lists of places, findings, flows and evidence are bounded.
    ``revision`` counts what was said of this alert, from 1; ``revision_id`` identifies that, so a repeat is harmless.
    """

    schema: Literal[1] = msgspec.field(default_factory=lambda: SCHEMA_VERSION)
    id: Uuid
    sensor: str
    ts: Timestamp
    activity: Activity
    revision: Annotated[int, msgspec.Meta(ge=1)] = 1
    key: str
    rule: str
    title: Text
    severity: Severity
    group: str
    tags: tuple[str, ...] = ()
    scope: ScopeName
    first_seen: Timestamp
    last_seen: Timestamp
    count: Count
    distinct: Count
    confidence: Percent
    band: Band
    direction: DirectionName
    visibility: Visibility | None = None
    protection: Protection
    sender: Endpoint
    receiver: Endpoint
    app_proto: tuple[str, ...]
    where: tuple[str, ...] = ()
    detectors: tuple[DetectorShare, ...] = ()
    transport: TransportShare | None = None
    http: Http | None = None
    mail: Mail | None = None
    db: Database | None = None
    file: File | None = None
    credential: Credential | None = None
    findings: tuple[Uuid, ...] = ()
    flows: tuple[str, ...] = ()
    community_id: str | None = None
    evidence: tuple[Evidence, ...] = ()
    cites: tuple[Clause, ...] = ()
    advice: Text | None = None
    digest_key_id: str
    ruleset: str

    @property
    def revision_id(self) -> str:
        """The id of this event: UUID version 5 of the alert's id and its revision."""
        return record_id("alert event", self.id, self.revision)

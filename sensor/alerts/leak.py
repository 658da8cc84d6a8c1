"""A leak in the making: everything one rule saw for one scope key, bounded, until it becomes an alert.

A replay keeps the engine's own objects of the first findings and works ids and facts out when there is an alert. A
service settles them at once: such an object holds a whole set of values, which a leak that lasts for days must not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

import msgspec

from sensor.alerts.window import SavedWindow, Window, set_bytes
from sensor.engine import ValueSet
from sensor.model.alert import Activity, Alert, DetectorShare, Severity, TransportShare
from sensor.model.finding import Credential, Database, File, Http, Mail
from sensor.model.record import DirectionName, Endpoint, Evidence, Protection, Visibility, band, record_id, timestamp
from sensor.model.transport import CertificateFacts
from sensor.recorder import (
    client_of,
    credential_facts,
    db_facts,
    evidence,
    file_facts,
    finding_id,
    http_facts,
    mail_facts,
)

if TYPE_CHECKING:
    from sensor.engine import RawEndpoint, RawFinding, RawTransport, Recorder, Verdict
    from sensor.model.transport import Tunnel, Upgrade
    from sensor.ruleset.compile import RulePlan
    from sensor.transport.coverage import Shortfall, ZoneEnd

MAX_PLACES: Final = 16
MAX_FINDINGS: Final = 16
MAX_FLOWS: Final = 16
MAX_EVIDENCE: Final = 8
MAX_PROTOCOLS: Final = 16
MAX_SAMPLES: Final = 3
# Bytes of a leak and of what holds it, of a finding's id with its evidence, of a flow's id and of a detector's share,
# without the value sets: measured with tracemalloc under CPython 3.11, rounded up.
LEAK_BYTES: Final = 3072
_FINDING_BYTES: Final = 400
_FLOW_BYTES: Final = 100
_SHARE_BYTES: Final = 400
# Facts of a certificate: a dozen short texts, of which two are at most as long as the inventory's.
_CERTIFICATE_BYTES: Final = 1200

ScopeKey = tuple[str | int, ...]


def alert_key(sensor: str, rule: str, key: ScopeKey) -> str:
    """What an alert's updates, and later alerts of the same leak, have in common."""
    return record_id("alert key", sensor, rule, *key)


class Facts(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What the first finding's message says beside the values."""

    http: Http | None = None
    mail: Mail | None = None
    db: Database | None = None
    file: File | None = None
    credential: Credential | None = None


class SavedShare(msgspec.Struct, frozen=True, array_like=True):
    """What one detector contributed, at rest."""

    count: int
    confidence: int
    values: bytes
    samples: tuple[str, ...]


class SavedLeak(msgspec.Struct, frozen=True, kw_only=True):
    """A leak at rest: no object of the engine, no value."""

    key: ScopeKey
    fired_ns: int | None
    reported: bool
    first_ns: int
    last_ns: int
    flow_count: int
    most_distinct: int
    direction: DirectionName
    sender: Endpoint
    receiver: Endpoint
    window: SavedWindow | None
    shares: dict[str, SavedShare]
    places: tuple[str, ...]
    app_protos: tuple[str, ...]
    findings: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    flows: tuple[str, ...]
    community_id: str
    protection: Protection
    visibility: Visibility | None
    transport: TransportShare | None
    facts: Facts | None


class _Side:
    """An address and its port, until a second port is seen."""

    __slots__ = ("client", "ip", "port", "zone")

    def __init__(self, raw: RawEndpoint | Endpoint | ZoneEnd) -> None:
        self.ip = raw.ip
        self.zone = raw.zone
        self.port: int | None = raw.port
        # It has many ports, as a rule: an alert tells none of them.
        told = raw.client if isinstance(raw, Endpoint) else client_of(raw.client)
        self.client = None if told is None else msgspec.structs.replace(told, port=None)

    @property
    def peer_zone(self) -> str:
        """The zone of whom it speaks for, as rules judge it."""
        return self.zone if self.client is None else self.client.zone

    def see(self, port: int | None) -> None:
        if self.port is not None and port != self.port:
            self.port = None

    def endpoint(self) -> Endpoint:
        return Endpoint(ip=self.ip, zone=self.zone, port=self.port, client=self.client)


class _Share:
    """What one detector contributed."""

    __slots__ = ("confidence", "count", "samples", "values")

    def __init__(self) -> None:
        self.count = 0
        self.confidence = 0
        self.values = ValueSet()
        self.samples: dict[str, None] = {}

    def add(self, raw: RawFinding, values: ValueSet) -> None:
        self.count += raw.count
        self.confidence = max(self.confidence, raw.confidence)
        self.values.merge(values)
        if len(self.samples) < MAX_SAMPLES:
            for sample in raw.samples:
                if len(self.samples) < MAX_SAMPLES:
                    self.samples.setdefault(sample)

    def take(self, other: _Share) -> None:
        self.count += other.count
        self.confidence = max(self.confidence, other.confidence)
        self.values.merge(other.values)
        for sample in other.samples:
            if len(self.samples) < MAX_SAMPLES:
                self.samples.setdefault(sample)

    def save(self) -> SavedShare:
        return SavedShare(self.count, self.confidence, bytes(self.values.to_bytes()), tuple(self.samples))

    @classmethod
    def restore(cls, saved: SavedShare) -> _Share:
        share = cls()
        share.count = saved.count
        share.confidence = saved.confidence
        share.values = ValueSet.from_bytes(saved.values)
        share.samples = dict.fromkeys(saved.samples[:MAX_SAMPLES])
        return share

    def record(self, detector: str) -> DetectorShare:
        return DetectorShare(
            detector=detector,
            count=self.count,
            distinct=min(len(self.values), self.count),
            confidence=self.confidence,
            samples=tuple(self.samples),
        )


class Leak:
    """What one rule saw for one scope key."""

    __slots__ = (
        "_app_protos",
        "_community_id",
        "_direction",
        "_evidence",
        "_facts",
        "_findings",
        "_flows",
        "_most_distinct",
        "_most_window",
        "_places",
        "_protection",
        "_receiver",
        "_sender",
        "_shares",
        "_transport",
        "_unsettled",
        "_visibility",
        "_window",
        "fired_ns",
        "first_ns",
        "flow_count",
        "key",
        "last_ns",
        "reported",
        "rule",
    )

    def __init__(
        self,
        rule: RulePlan,
        key: ScopeKey,
        *,
        direction: str,
        sender: RawEndpoint | Endpoint | ZoneEnd,
        receiver: RawEndpoint | Endpoint | ZoneEnd,
        most_window: int | None = None,
    ) -> None:
        """Starts without a sighting. ``most_window`` bounds its window in bytes."""
        self.rule = rule
        self.key = key
        self.fired_ns: int | None = None
        self.reported = False
        self.first_ns = 0
        self.last_ns = 0
        self.flow_count = 0
        self._direction = direction
        self._sender = _Side(sender)
        self._receiver = _Side(receiver)
        self._most_window = most_window
        self._most_distinct = 0
        self._window: Window | None = None
        self._shares: dict[str, _Share] = {}
        self._places: dict[str, None] = {}
        self._app_protos: dict[str, None] = {}
        self._unsettled: list[RawFinding] = []
        self._findings: list[str] = []
        self._evidence: list[Evidence] = []
        self._facts: Facts | None = None
        self._flows: dict[str, None] = {}
        self._community_id = ""
        self._protection = "unknown"
        self._visibility: str | None = None
        self._transport: TransportShare | None = None

    def _seen(self, ts_ns: int, sender: RawEndpoint | ZoneEnd, receiver: RawEndpoint | ZoneEnd) -> bool:
        """Notes a sighting's time and ports; True for the first one."""
        first = self.last_ns == 0 and not self._app_protos
        if first:
            self.first_ns = ts_ns
        elif not self.reported:
            # An alert is identified by its first sighting: once told, that stays.
            self.first_ns = min(self.first_ns, ts_ns)
        self.last_ns = max(self.last_ns, ts_ns)
        self._sender.see(sender.port)
        self._receiver.see(receiver.port)
        return first

    def add_finding(self, raw: RawFinding, values: ValueSet, slots: tuple[int, ...]) -> None:
        """Adds a finding that meets the rule's conditions; the leak fires when there is enough of it."""
        data = self.rule.data
        if data is None:
            return
        ts_ns = raw.ts_ns
        if self._seen(ts_ns, raw.sender, raw.receiver):
            self._community_id = raw.community_id
            self._protection = raw.protection
            self._visibility = raw.visibility
        share = self._shares.get(raw.detector)
        if share is None:
            self._shares[raw.detector] = share = _Share()
        share.add(raw, values)
        self._note(raw)
        if self.fired_ns is not None:
            return
        if self._window is None:
            if len(data.slots) == 1 and raw.count >= data.count and len(values) >= data.distinct:
                self.fired_ns = ts_ns  # alone: most rules ask for no more than one sighting
                return
            self._window = Window(data.window_ns, most=self._most_window)
        self._window.add(ts_ns, slots, values, raw.count)
        if self._window.reached(slots=len(data.slots), distinct=data.distinct, count=data.count):
            self.fired_ns = ts_ns
            self._window = None

    def _note(self, raw: RawFinding) -> None:
        if len(self._places) < MAX_PLACES:
            self._places.setdefault(raw.where)
        if len(self._app_protos) < MAX_PROTOCOLS:
            self._app_protos.setdefault(raw.app_proto)
        if len(self._flows) < MAX_FLOWS:
            self._flows.setdefault(raw.flow_id)
        # Kept as they are: in a replay most scopes never see an alert, and need neither ids nor facts.
        if len(self._unsettled) + len(self._findings) < MAX_FINDINGS:
            self._unsettled.append(raw)

    def settle(self, sensor: str) -> None:
        """Turns the findings kept so far into ids and facts."""
        for raw in self._unsettled:
            if self._facts is None:
                self._facts = Facts(
                    http=http_facts(raw),
                    mail=mail_facts(raw),
                    db=db_facts(raw),
                    file=file_facts(raw),
                    credential=credential_facts(raw),
                )
            if len(self._evidence) < MAX_EVIDENCE:
                self._evidence.append(evidence(raw))
            self._findings.append(finding_id(sensor, raw))
        self._unsettled.clear()

    def add_transport(
        self,
        raw: RawTransport | Shortfall,
        verdict: Verdict,
        sender: RawEndpoint | ZoneEnd,
        receiver: RawEndpoint | ZoneEnd,
    ) -> None:
        """Adds a transport that meets the rule's conditions; the first one fires."""
        ts_ns = raw.ts_ns
        if self._seen(ts_ns, sender, receiver):
            self.fired_ns = ts_ns
            self._community_id = raw.community_id
            self._protection = verdict.protection
            self._transport = TransportShare(
                protocol=raw.protocol,
                protection=verdict.protection,
                issues=verdict.issues,
                version=raw.version or None,
                suite=verdict.suite,
                sni=raw.sni or None,
                offered_version=verdict.offered_version,
                upgrade=cast("Upgrade", raw.upgrade) if raw.upgrade not in ("", "none") else None,
                tunnel=cast("Tunnel", raw.tunnel) if raw.tunnel else None,
                certificate=CertificateFacts(sha256=verdict.leaf, trusted=verdict.trusted) if verdict.leaf else None,
                judged=verdict.judged,
                flows=0,
            )
        self.flow_count += raw.flows
        self.last_ns = max(self.last_ns, raw.last_ns)
        self._app_protos.setdefault(raw.protocol)
        if raw.flow_id and len(self._flows) < MAX_FLOWS:
            self._flows.setdefault(raw.flow_id)

    def take(self, other: Leak) -> None:
        """Takes in all of another leak of the same rule; both are settled, or the rule is about transports."""
        if not self.reported:
            self.first_ns = min(self.first_ns, other.first_ns)
        self.last_ns = max(self.last_ns, other.last_ns)
        self.flow_count += other.flow_count
        self._sender.see(other._sender.port)
        self._receiver.see(other._receiver.port)
        for detector, share in other._shares.items():
            self._shares.setdefault(detector, _Share()).take(share)
        for mine, theirs, most in (
            (self._places, other._places, MAX_PLACES),
            (self._app_protos, other._app_protos, MAX_PROTOCOLS),
            (self._flows, other._flows, MAX_FLOWS),
        ):
            for text in theirs:
                if len(mine) < most:
                    mine.setdefault(text)
        self._findings += other._findings[: MAX_FINDINGS - len(self._findings)]
        self._evidence += other._evidence[: MAX_EVIDENCE - len(self._evidence)]

    @property
    def count(self) -> int:
        """Occurrences of values; of a transport rule, flows."""
        return sum(share.count for share in self._shares.values()) or self.flow_count

    @property
    def distinct(self) -> int:
        """Distinct values of all detectors together; never less than it was. 0 for a transport rule."""
        if len(self._shares) == 1:
            (share,) = self._shares.values()
            distinct = len(share.values)
        else:
            everything = ValueSet()
            for share in self._shares.values():
                everything.merge(share.values)
            distinct = len(everything)
        # An estimate may be less than the exact number before it, or more than there were occurrences.
        self._most_distinct = max(self._most_distinct, min(distinct, self.count))
        return self._most_distinct

    @property
    def severity(self) -> Severity:
        """How severe the rule is between this sender and receiver."""
        return self.rule.severity_of(self._direction, self._sender.peer_zone, self._receiver.peer_zone)

    @property
    def weight(self) -> int:
        """Memory in bytes, as far as it grows; exact for the sets, roughly for the rest."""
        notes = _FINDING_BYTES * len(self._findings) + _FLOW_BYTES * len(self._flows)
        shares = sum(_SHARE_BYTES + set_bytes(share.values) for share in self._shares.values())
        window = self._window.weight if self._window else 0
        return LEAK_BYTES + self._certificate_weight() + notes + sum(map(len, self._places)) + shares + window

    def _certificate_weight(self) -> int:
        return _CERTIFICATE_BYTES if self._transport is not None and self._transport.certificate is not None else 0

    def alert(self, recorder: Recorder, activity: Activity, revision: int = 1) -> Alert:
        """Builds the alert as things stand."""
        rule = self.rule
        self.settle(recorder.sensor)
        facts = self._facts or Facts()
        confidence = max((share.confidence for share in self._shares.values()), default=100)
        first_seen = timestamp(self.first_ns)
        key = alert_key(recorder.sensor, rule.id, self.key)
        return Alert(
            id=record_id("alert", key, first_seen),
            sensor=recorder.sensor,
            ts=timestamp(self.first_ns if self.fired_ns is None else self.fired_ns),
            activity=activity,
            revision=revision,
            key=key,
            rule=rule.id,
            title=rule.title,
            severity=self.severity,
            group=rule.group,
            tags=rule.tags,
            scope=rule.data.scope if rule.data else "pair",
            first_seen=first_seen,
            last_seen=timestamp(self.last_ns),
            count=self.count,
            distinct=self.distinct,
            confidence=confidence,
            band=band(confidence),
            direction=cast("DirectionName", self._direction),
            visibility=cast("Visibility | None", self._visibility),
            protection=cast("Protection", self._protection),
            sender=recorder.border.located(self._sender.endpoint()),
            receiver=recorder.border.located(self._receiver.endpoint()),
            app_proto=tuple(self._app_protos),
            where=tuple(self._places),
            detectors=tuple(share.record(name) for name, share in self._shares.items()),
            transport=self._protected_by(recorder),
            http=facts.http,
            mail=facts.mail,
            db=facts.db,
            file=facts.file,
            credential=facts.credential,
            findings=tuple(self._findings),
            flows=tuple(self._flows),
            community_id=self._community_id or None,
            evidence=tuple(dict.fromkeys(self._evidence)),
            cites=rule.cites,
            advice=rule.advice,
            digest_key_id=recorder.digest_key_id,
            ruleset=recorder.ruleset,
        )

    def _protected_by(self, recorder: Recorder) -> TransportShare | None:
        """The transport as things stand. Its certificate is read once somebody is to be told: that takes a while."""
        share = self._transport
        if share is None:
            return None
        shown = share.certificate
        if shown is not None and shown.not_after is None:
            facts = msgspec.structs.replace(recorder.certificate(shown.sha256), trusted=shown.trusted)
            share = self._transport = msgspec.structs.replace(share, certificate=facts)
        return msgspec.structs.replace(share, flows=self.flow_count)

    def save(self) -> SavedLeak:
        """The leak at rest; it is settled before."""
        return SavedLeak(
            key=self.key,
            fired_ns=self.fired_ns,
            reported=self.reported,
            first_ns=self.first_ns,
            last_ns=self.last_ns,
            flow_count=self.flow_count,
            most_distinct=self._most_distinct,
            direction=cast("DirectionName", self._direction),
            sender=self._sender.endpoint(),
            receiver=self._receiver.endpoint(),
            window=self._window.save() if self._window else None,
            shares={name: share.save() for name, share in self._shares.items()},
            places=tuple(self._places),
            app_protos=tuple(self._app_protos),
            findings=tuple(self._findings),
            evidence=tuple(self._evidence),
            flows=tuple(self._flows),
            community_id=self._community_id,
            protection=cast("Protection", self._protection),
            visibility=cast("Visibility | None", self._visibility),
            transport=self._transport,
            facts=self._facts,
        )

    @classmethod
    def restore(cls, rule: RulePlan, saved: SavedLeak, *, most_window: int | None = None) -> Leak:
        """Makes a leak of what was saved.

        Raises:
            ValueError: If it holds what is no value set or no window.
        """
        leak = cls(
            rule,
            saved.key,
            direction=saved.direction,
            sender=saved.sender,
            receiver=saved.receiver,
            most_window=most_window,
        )
        leak.fired_ns = saved.fired_ns
        leak.reported = saved.reported
        leak.first_ns = saved.first_ns
        leak.last_ns = saved.last_ns
        leak.flow_count = saved.flow_count
        leak._most_distinct = saved.most_distinct
        leak._window = Window.restore(saved.window, most=most_window) if saved.window else None
        leak._shares = {name: _Share.restore(share) for name, share in saved.shares.items()}
        leak._places = dict.fromkeys(saved.places[:MAX_PLACES])
        leak._app_protos = dict.fromkeys(saved.app_protos[:MAX_PROTOCOLS])
        leak._findings = list(saved.findings[:MAX_FINDINGS])
        leak._evidence = list(saved.evidence[:MAX_EVIDENCE])
        leak._flows = dict.fromkeys(saved.flows[:MAX_FLOWS])
        leak._community_id = saved.community_id
        leak._protection = saved.protection
        leak._visibility = saved.visibility
        leak._transport = saved.transport
        leak._facts = saved.facts
        return leak

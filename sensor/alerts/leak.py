"""A leak in the making: everything one rule saw for one scope key, bounded, until it becomes an alert."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, cast

from sensor.alerts.window import Window
from sensor.engine import ValueSet, credential_facts, evidence, file_facts, finding_id, http_facts
from sensor.model.alert import Activity, Alert, DetectorShare, TransportShare
from sensor.model.record import Endpoint, band, record_id, timestamp

if TYPE_CHECKING:
    from sensor.engine import RawEndpoint, RawFinding, RawTransport, Recorder, Verdict
    from sensor.ruleset.compile import RulePlan

MAX_PLACES: Final = 16
MAX_FINDINGS: Final = 16
MAX_FLOWS: Final = 16
MAX_EVIDENCE: Final = 8
MAX_PROTOCOLS: Final = 16
MAX_SAMPLES: Final = 3

ScopeKey = tuple[str | int, ...]


class _Side:
    """An address and its port, until a second port is seen."""

    __slots__ = ("ip", "port", "zone")

    def __init__(self, raw: RawEndpoint) -> None:
        self.ip = raw.ip
        self.zone = raw.zone
        self.port: int | None = raw.port

    def see(self, raw: RawEndpoint) -> None:
        if self.port is not None and raw.port != self.port:
            self.port = None

    def endpoint(self) -> Endpoint:
        return Endpoint(ip=self.ip, zone=self.zone, port=self.port)


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

    def record(self, detector: str) -> DetectorShare:
        return DetectorShare(
            detector=detector,
            count=self.count,
            distinct=len(self.values),
            confidence=self.confidence,
            samples=tuple(self.samples),
        )


class Leak:
    """What one rule saw for one scope key."""

    __slots__ = (
        "_app_protos",
        "_community_id",
        "_direction",
        "_findings",
        "_first",
        "_flows",
        "_places",
        "_protection",
        "_receiver",
        "_sender",
        "_shares",
        "_transport",
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
        self, rule: RulePlan, key: ScopeKey, *, direction: str, sender: RawEndpoint, receiver: RawEndpoint
    ) -> None:
        """Starts without a sighting."""
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
        self._window: Window | None = None
        self._shares: dict[str, _Share] = {}
        self._places: dict[str, None] = {}
        self._app_protos: dict[str, None] = {}
        self._findings: list[RawFinding] = []
        self._flows: dict[str, None] = {}
        self._community_id = ""
        self._protection = "unknown"
        self._visibility: str | None = None
        self._transport: TransportShare | None = None
        self._first: RawFinding | None = None

    def _seen(self, ts_ns: int, sender: RawEndpoint, receiver: RawEndpoint) -> bool:
        """Notes a sighting's time and ports; True for the first one."""
        first = self.last_ns == 0 and not self._app_protos
        self.first_ns = ts_ns if first else min(self.first_ns, ts_ns)
        self.last_ns = max(self.last_ns, ts_ns)
        self._sender.see(sender)
        self._receiver.see(receiver)
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
            self._first = raw
        share = self._shares.get(raw.detector)
        if share is None:
            self._shares[raw.detector] = share = _Share()
        share.add(raw, values)
        self._note(raw)
        if self.fired_ns is not None:
            return
        if self._window is None:
            self._window = Window(data.window_ns)
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
        # Kept as they are: ids and facts are worked out when there is an alert, which most scopes never see.
        if len(self._findings) < max(MAX_FINDINGS, MAX_EVIDENCE):
            self._findings.append(raw)

    def add_transport(self, raw: RawTransport, verdict: Verdict, sender: RawEndpoint, receiver: RawEndpoint) -> None:
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
                flows=0,
            )
        self.flow_count += raw.flows
        self.last_ns = max(self.last_ns, raw.last_ns)
        self._app_protos.setdefault(raw.protocol)
        if len(self._flows) < MAX_FLOWS:
            self._flows.setdefault(raw.flow_id)

    def _details(self) -> dict[str, Any]:
        """What the first finding's message says beside the values."""
        raw = self._first
        if raw is None:
            return {}
        facts = {"http": http_facts(raw), "file": file_facts(raw), "credential": credential_facts(raw)}
        return {name: value for name, value in facts.items() if value is not None}

    def alert(self, recorder: Recorder, activity: Activity) -> Alert:
        """Builds the alert as things stand."""
        rule = self.rule
        everything = ValueSet()
        for share in self._shares.values():
            everything.merge(share.values)
        confidence = max((share.confidence for share in self._shares.values()), default=100)
        transport = None
        if self._transport is not None:
            first = self._transport
            transport = TransportShare(
                protocol=first.protocol,
                protection=first.protection,
                issues=first.issues,
                version=first.version,
                suite=first.suite,
                sni=first.sni,
                flows=self.flow_count,
            )
        first_seen = timestamp(self.first_ns)
        key = record_id("alert key", recorder.sensor, rule.id, *self.key)
        return Alert(
            id=record_id("alert", key, first_seen),
            sensor=recorder.sensor,
            ts=timestamp(self.first_ns if self.fired_ns is None else self.fired_ns),
            activity=activity,
            key=key,
            rule=rule.id,
            title=rule.title,
            severity=rule.severity,
            group=rule.group,
            tags=rule.tags,
            scope=rule.data.scope if rule.data else "pair",
            first_seen=first_seen,
            last_seen=timestamp(self.last_ns),
            count=sum(share.count for share in self._shares.values()) or self.flow_count,
            distinct=len(everything),
            confidence=confidence,
            band=band(confidence),
            direction=cast("Any", self._direction),
            visibility=cast("Any", self._visibility),
            protection=cast("Any", self._protection),
            sender=self._sender.endpoint(),
            receiver=self._receiver.endpoint(),
            app_proto=tuple(self._app_protos),
            where=tuple(self._places),
            detectors=tuple(share.record(name) for name, share in self._shares.items()),
            transport=transport,
            findings=tuple(finding_id(recorder.sensor, raw) for raw in self._findings[:MAX_FINDINGS]),
            flows=tuple(self._flows),
            community_id=self._community_id or None,
            evidence=tuple(dict.fromkeys(evidence(raw) for raw in self._findings[:MAX_EVIDENCE])),
            cites=rule.cites,
            advice=rule.advice,
            digest_key_id=recorder.digest_key_id,
            ruleset=recorder.ruleset,
            **self._details(),
        )

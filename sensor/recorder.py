"""Turns the engine's objects into records. Its getters copy on access, so what nobody asked for costs nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Literal, cast

import msgspec

from sensor.border import NOWHERE
from sensor.model.anomaly import Anomaly
from sensor.model.coverage import STATES, Coverage, StateBytes
from sensor.model.finding import Credential, Database, File, Finding, Http, Mail, Secret
from sensor.model.flow import Attributes, Flow, Gap, Gaps, SideCoverage
from sensor.model.record import Client, Endpoint, Evidence, Pair, band, record_id, timestamp
from sensor.model.transport import Algorithms, CertificateFacts, Issue, Transport, Tunnel, Upgrade, signature_name

if TYPE_CHECKING:
    from collections.abc import Callable

    from sensor.engine import RawAnomaly, RawClient, RawCoverage, RawEndpoint, RawFinding, RawFlow, RawTransport

# The hash of a file that is hardly more than a value could be guessed.
_HASHED_BYTES: Final = 64


def finding_id(sensor: str, raw: RawFinding) -> str:
    """The id of a finding's record, without building the record."""
    sender = raw.sender
    credential = raw.credential
    login = (credential.scheme, credential.user) if credential else ()
    message = (raw.flow_id, sender.ip, sender.port, *raw.ordinal)
    return record_id("finding", sensor, *message, raw.where, raw.detector, raw.confidence, *login)


def evidence(raw: RawFinding) -> Evidence:
    """Where in which capture the message of a finding lies."""
    return Evidence(
        capture=raw.capture, first_frame=raw.first_frame, last_frame=raw.last_frame, stream_offset=raw.stream_offset
    )


def client_of(told: RawClient | None) -> Client | None:
    """For whom an endpoint speaks, if it is a proxy that is believed."""
    if told is None:
        return None
    return Client(ip=told.ip, zone=told.zone, told_by=cast("Any", told.told_by), port=told.port or None)


def http_facts(raw: RawFinding) -> Http | None:
    """The HTTP exchange of a finding; unknown facts are absent."""
    facts = raw.http
    if facts is None:
        return None
    return Http(
        method=facts.method or None,
        host=facts.host or None,
        path=facts.path or None,
        status=facts.status or None,
        user_agent=facts.user_agent or None,
    )


def mail_facts(raw: RawFinding) -> Mail | None:
    """The mail of a finding; unknown facts are absent."""
    facts = raw.mail
    if facts is None:
        return None
    sender, to, subject = facts
    return Mail(sender=sender or None, to=tuple(to), subject=subject or None)


def db_facts(raw: RawFinding) -> Database | None:
    """The query of a finding; unknown facts are absent."""
    facts = raw.db
    if facts is None:
        return None
    database, table, user, columns, rows = facts
    return Database(
        database=database or None, table=table or None, user=user or None, columns=tuple(columns), rows=rows or None
    )


def file_facts(raw: RawFinding) -> File | None:
    """The file of a finding, if its content had a name."""
    facts = raw.file
    if facts is None:
        return None
    name, mime, size, sha256, complete = facts
    told = sha256 if size >= _HASHED_BYTES else ""
    return File(name=name, mime=mime or None, size=size, sha256=told or None, complete=complete)


def credential_facts(raw: RawFinding) -> Credential | None:
    """The login of a ``credential.*`` finding."""
    facts = raw.credential
    if facts is None:
        return None
    digest, length, classes = facts.secret or ("", 0, "")
    return Credential(
        scheme=facts.scheme,
        user=facts.user,
        secret=Secret(digest=digest, length=length, class_=classes) if facts.secret else None,
        outcome=cast("Literal['accepted', 'rejected', 'unknown']", facts.outcome),
    )


def ssh_facts(raw: RawTransport) -> Algorithms | None:
    """What an SSH connection agreed on; unknown facts are absent."""
    facts = raw.ssh
    if facts is None:
        return None

    def pair(both: tuple[str, str]) -> tuple[str, ...]:
        return both if any(both) else ()

    return Algorithms(
        client=facts.client or None,
        server=facts.server or None,
        kex=facts.kex or None,
        host_key=facts.host_key or None,
        ciphers=pair(facts.ciphers),
        macs=pair(facts.macs),
        compressions=pair(facts.compressions),
        strict_kex=facts.strict_kex,
    )


def _unread(sha256: str) -> CertificateFacts:
    return CertificateFacts(sha256=sha256)


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """What transport policy says of a transport: its protection, its issues, and names for its numbers.

    ``leaf`` is the SHA-256 of the responder's own certificate, ``expires_ns`` its last moment, if it could be read.
    """

    protection: Literal["none", "weak", "sound", "unknown"]
    issues: tuple[Issue, ...]
    suite: str | None = None
    group: str | None = None
    trusted: bool | None = None
    judged: int | None = None
    leaf: str | None = None
    expires_ns: int | None = None
    offered_version: str | None = None


class Recorder:
    """Turns the engine's objects into records of one run."""

    def __init__(self, *, sensor: str, ruleset: str, digest_key_id: str, reveals: bool = False) -> None:
        """Keeps what every record of the run says; findings hold real values only if it ``reveals``."""
        self.sensor = sensor
        self.ruleset = ruleset
        self.digest_key_id = digest_key_id
        self._reveals = reveals
        # Where addresses are; whoever runs the engine may know.
        self.border = NOWHERE
        # Reads a certificate by its SHA-256; whoever judges transports may remember it.
        self.certificate: Callable[[str], CertificateFacts] = _unread

    def endpoint(self, raw: RawEndpoint) -> Endpoint:
        """Builds an endpoint, with the country it is in where that is known."""
        return self.border.located(Endpoint(ip=raw.ip, zone=raw.zone, port=raw.port, client=client_of(raw.client)))

    def finding(self, raw: RawFinding) -> Finding:
        """Builds a finding record."""
        confidence = raw.confidence
        return Finding(
            id=finding_id(self.sensor, raw),
            sensor=self.sensor,
            ts=timestamp(raw.ts_ns),
            flow_id=raw.flow_id,
            community_id=raw.community_id or None,
            sender=self.endpoint(raw.sender),
            receiver=self.endpoint(raw.receiver),
            direction=cast("Any", raw.direction),
            visibility=cast("Any", raw.visibility),
            protection=cast("Any", raw.protection),
            app_proto=raw.app_proto,
            where=raw.where,
            detector=raw.detector,
            count=raw.count,
            distinct=raw.distinct,
            confidence=confidence,
            band=band(confidence),
            samples=tuple(raw.samples),
            digests=tuple(raw.digests),
            digest_key_id=self.digest_key_id,
            part=raw.part,
            final=raw.final,
            why=tuple(raw.why),
            ruleset=self.ruleset,
            evidence=evidence(raw),
            tx=raw.tx,
            http=http_facts(raw),
            mail=mail_facts(raw),
            db=db_facts(raw),
            file=file_facts(raw),
            credential=credential_facts(raw),
            values=tuple(raw.values) if self._reveals else (),
        )

    def flow(self, raw: RawFlow) -> Flow:
        """Builds a flow record."""
        gap_count, gap_bytes = raw.gap_count, raw.gap_bytes
        attributes = Attributes(vlan=tuple(raw.vlan), tunnel=tuple(raw.tunnel), tunnel_id=raw.tunnel_id)
        covered = [{state: count for state, count in side.items() if count} for side in raw.coverage]
        end = timestamp(raw.end_ns)
        return Flow(
            id=record_id("flow", self.sensor, raw.flow_id),
            sensor=self.sensor,
            ts=end,
            flow_id=raw.flow_id,
            community_id=raw.community_id or None,
            orig=self.endpoint(raw.orig),
            resp=self.endpoint(raw.resp),
            ip_proto=raw.ip_proto,
            app_proto=raw.app_proto,
            start=timestamp(raw.start_ns),
            end=end,
            packets=_pair(raw.packets),
            bytes=_pair(raw.bytes),
            payload=_pair(raw.payload),
            gaps=Gaps(
                orig=Gap(count=gap_count[0], bytes=gap_bytes[0]), resp=Gap(count=gap_count[1], bytes=gap_bytes[1])
            ),
            retransmissions=_pair(raw.retransmissions),
            duplicates=raw.duplicates,
            state=raw.state,
            end_reason=raw.end,
            coverage=SideCoverage(orig=covered[0], resp=covered[1]),
            attributes=None if attributes == Attributes() else attributes,
        )

    def transport(self, raw: RawTransport, verdict: Verdict) -> Transport:
        """Builds a transport record with what policy says of it."""
        return Transport(
            id=record_id("transport", self.sensor, raw.flow_id, raw.protocol),
            sensor=self.sensor,
            ts=timestamp(raw.ts_ns),
            flow_id=raw.flow_id,
            community_id=raw.community_id or None,
            orig=self.endpoint(raw.orig),
            resp=self.endpoint(raw.resp),
            protocol=raw.protocol,
            protection=verdict.protection,
            version=raw.version or None,
            suite=verdict.suite,
            group=verdict.group,
            sni=raw.sni or None,
            alpn=tuple(raw.alpn),
            ja3=raw.ja3 or None,
            ja4=raw.ja4 or None,
            certificates=tuple(raw.certificates),
            client_certificates=tuple(raw.client_certificates),
            signature=signature_name(raw.signature),
            dh_bits=raw.dh_bits or None,
            offered_version=raw.offered_version or None,
            resumed=raw.resumed,
            retried=raw.retried,
            ech=raw.ech,
            fallback=raw.fallback,
            ssh=ssh_facts(raw),
            upgrade=cast("Upgrade", raw.upgrade or "none"),
            tunnel=cast("Tunnel", raw.tunnel) if raw.tunnel else None,
            issues=verdict.issues,
        )

    def anomaly(self, raw: RawAnomaly) -> Anomaly:
        """Builds an anomaly record."""
        ts = timestamp(raw.ts_ns)
        return Anomaly(
            id=record_id("anomaly", self.sensor, raw.flow_id or "", raw.code, ts),
            sensor=self.sensor,
            ts=ts,
            flow_id=raw.flow_id,
            code=raw.code,
            layer=raw.layer,
            count=raw.count,
            detail=raw.detail or None,
        )

    def coverage(self, raw: RawCoverage, ts_ns: int, encrypted_weak: int = 0) -> Coverage:
        """Builds a row of the ledger as it stood at ``ts_ns``; ``encrypted_weak`` of its bytes are weakly encrypted."""
        ts = timestamp(ts_ns)
        states = raw.bytes
        counts = StateBytes(**{state: states.get(state, 0) for state in STATES})
        return Coverage(
            id=record_id("coverage", self.sensor, raw.from_zone, raw.to_zone, raw.app_proto, ts),
            sensor=self.sensor,
            ts=ts,
            from_zone=raw.from_zone,
            to_zone=raw.to_zone,
            direction=cast("Any", raw.direction),
            app_proto=raw.app_proto,
            bytes=counts,
            total=sum(states.values()),
            known_missing=counts.lost,
            encrypted_weak=encrypted_weak,
        )


def _pair(raw: tuple[int, int]) -> Pair:
    return Pair(orig=raw[0], resp=raw[1])

"""Learns services and certificates from transports, and tells what drifted from what was known.

``observe`` takes each judged transport and returns its verdict with the drift that it shows as further issues, so that
ordinary transport rules fire on it. A drift is told once: the transport that shows it first carries it. All is held in
memory, bounded; what was unseen for longest is evicted, counted. ``sensor.transport.database`` keeps it.

What counts as drift:

- ``fell_back_to_plaintext``: plaintext at an address and port where so far everything was encrypted;
- ``weaker_than_before``: a protection worth less than any before, or a version older than any before, unless the client
  offered no better one;
- ``certificate_changed``, ``issuer_changed``: a leaf certificate not seen before at this service, with another key, or
  from another issuer. A renewal for the same key by the same issuer is none;
- ``new_plaintext_path``: the home zone reaches a service outside in plaintext that was not there before, once the
  inventory has learned for as long as it is told to.
"""

from __future__ import annotations

from collections import Counter, OrderedDict
from typing import TYPE_CHECKING, Final, TypeVar, cast

import msgspec

from sensor.transport.services import (
    CERTIFICATE_STATES,
    EVENTS,
    PROTECTIONS,
    Certificate,
    Drift,
    Event,
    Key,
    Service,
    see_peer,
    tally,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sensor.engine import Batch, RawTransport, Verdict
    from sensor.model.transport import Issue
    from sensor.transport.services import CertificateState

T = TypeVar("T")

DAY_NS: Final = 86_400 * 10**9
# A service with its certificates takes 3 KB of memory, with all its lists full 8.
MAX_SERVICES: Final = 4_096
MAX_CERTIFICATES: Final = 4_096
# Drift that was not saved yet; more is counted and told to the rules, but not kept.
MAX_UNSAVED: Final = 10_000
MAX_CHAIN: Final = 10
_RANK: Final = {"none": 0, "weak": 1, "sound": 2}
_VERSIONS: Final = ("SSLv2", "SSLv3", "TLSv1.0", "DTLSv1.0", "TLSv1.1", "TLSv1.2", "DTLSv1.2", "TLSv1.3", "DTLSv1.3")
_AGE: Final = {name: place for place, name in enumerate(_VERSIONS)}
_UNTRUSTED: Final = frozenset({"untrusted", "self_signed", "cert_expired", "cert_not_yet_valid", "name_mismatch"})


class InventoryOptions(msgspec.Struct, frozen=True, kw_only=True):
    """How long it learns, when a certificate expires soon, and how much is held.

    Attributes:
        home: The zone whose plaintext paths to elsewhere are told.
        learn_ns: For so long after its begin new plaintext paths are none.
        soon_ns: A certificate with less than that left expires soon.
        services: Most services.
        certificates: Most certificates.
    """

    home: str = "crm"
    learn_ns: int = 7 * DAY_NS
    soon_ns: int = 30 * DAY_NS
    services: int = MAX_SERVICES
    certificates: int = MAX_CERTIFICATES


class Changes(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be saved: rows to write, keys to delete, drift to append, numbers to set."""

    services: tuple[Service, ...]
    certificates: tuple[Certificate, ...]
    gone_services: tuple[Key, ...]
    gone_certificates: tuple[str, ...]
    drift: tuple[Drift, ...]
    facts: dict[str, int]

    @property
    def empty(self) -> bool:
        """Whether there is nothing to save but numbers that follow from the rest."""
        return not (self.services or self.certificates or self.gone_services or self.gone_certificates or self.drift)


class Inventory:
    """Services and certificates as they are known.

    Attributes:
        evicted: Services and certificates given up for memory, and drift not kept, since the inventory was begun.
        drifted: Drift by event, since the start of this run.
    """

    def __init__(
        self,
        plan: bytes,
        options: InventoryOptions | None = None,
        *,
        services: Iterable[Service] = (),
        certificates: Iterable[Certificate] = (),
        facts: dict[str, int] | None = None,
    ) -> None:
        """Starts empty, or goes on with what was saved.

        Args:
            plan: The engine's plan: its detectors mask the names in certificates.
            options: Times and limits.
            services: As saved.
            certificates: As saved.
            facts: As ``Changes.facts`` had them.
        """
        known = facts or {}
        self.plan = plan
        self.options = options or InventoryOptions()
        self.drifted: Counter[Event] = Counter()
        self.evicted = Counter(
            {name: known.get(f"evicted_{name}", 0) for name in ("services", "certificates", "drift")}
        )
        self._started_ns = known.get("started_ns", 0)
        # The one seen longest ago comes first, in both.
        self._services = OrderedDict((each.key, each) for each in sorted(services, key=lambda each: each.last_ns))
        self._certificates = OrderedDict(
            (each.sha256, each) for each in sorted(certificates, key=lambda each: each.last_ns)
        )
        self._ports: dict[tuple[str, int], set[Key]] = {}
        for key in self._services:
            self._ports.setdefault(key[:2], set()).add(key)
        self._changed: dict[Key, None] = {}
        self._changed_certificates: dict[str, None] = {}
        self._gone: dict[Key, None] = {}
        self._gone_certificates: dict[str, None] = {}
        self._unsaved: list[Drift] = []
        self._make_room()

    @property
    def services(self) -> tuple[Service, ...]:
        """All services, the one seen longest ago first."""
        return tuple(self._services.values())

    @property
    def certificates(self) -> tuple[Certificate, ...]:
        """All certificates, the one shown longest ago first."""
        return tuple(self._certificates.values())

    def batch(self, batch: Batch) -> None:
        """Takes the certificates of a batch; transports that name them come with it or later."""
        found = batch.certificates
        if not found:
            return
        from sensor.transport.certificate_facts import certificate_of  # noqa: PLC0415 - slow, for certificates only

        for raw in found:
            if raw.sha256 not in self._certificates or not self._certificates[raw.sha256].key:
                self._put(certificate_of(raw.sha256, raw.der, self.plan))

    def observe(self, raw: RawTransport, verdict: Verdict) -> Verdict:
        """Takes a transport; returns its verdict, with the drift that it shows among its issues."""
        at_ns, last_ns = raw.ts_ns, max(raw.ts_ns, raw.last_ns)
        if at_ns and (not self._started_ns or at_ns < self._started_ns):
            self._started_ns = at_ns
        orig, resp = raw.orig, raw.resp
        key: Key = (resp.ip, resp.port, raw.protocol, raw.sni)
        service = self._services.get(key)
        found = self._path_drift(raw, verdict, service, key)
        if service is None:
            service = Service(
                address=resp.ip,
                port=resp.port,
                protocol=raw.protocol,
                sni=raw.sni,
                zone=resp.zone,
                protection=verdict.protection,
                first_ns=at_ns,
                last_ns=last_ns,
            )
            self._services[key] = service
            self._ports.setdefault(key[:2], set()).add(key)
            self._gone.pop(key, None)
        else:
            found += _weakening(service, raw, verdict)
        found += self._see_chain(service, raw, verdict, last_ns)
        self._note(service, raw, verdict, last_ns)
        see_peer(service, orig.peer_zone, orig.peer_ip, at_ns=last_ns, flows=raw.flows)
        self._services.move_to_end(key)
        self._changed[key] = None
        self._make_room()
        return self._told(verdict, found)

    def _path_drift(self, raw: RawTransport, verdict: Verdict, service: Service | None, key: Key) -> list[Drift]:
        """Plaintext where all was encrypted, or where nobody went before."""
        if verdict.protection != "none" or (service is not None and "none" in service.protections):
            return []
        found = []
        others = [self._services[each] for each in self._ports.get(key[:2], ())]
        encrypted = [each for each in others if each.first_ns <= raw.ts_ns and _is_encrypted(each)]
        if encrypted and not any(_is_plain(each) for each in others):
            before = max(encrypted, key=lambda each: each.last_ns)
            found.append(_drift("fell_back_to_plaintext", raw, before.protocol, raw.protocol))
        home = self.options.home
        leaves = raw.orig.peer_zone == home and bool(raw.resp.zone) and raw.resp.zone != home
        if leaves and service is None and raw.ts_ns >= self._started_ns + self.options.learn_ns:
            found.append(_drift("new_plaintext_path", raw, "", raw.protocol))
        return found

    def _see_chain(self, service: Service, raw: RawTransport, verdict: Verdict, last_ns: int) -> list[Drift]:
        """Notes the certificates that a service showed; returns how they differ from those before."""
        chain = tuple(raw.certificates[:MAX_CHAIN])
        # The leaf last: were there room for one only, it would be that one.
        for sha256 in (*raw.client_certificates[:MAX_CHAIN], *reversed(chain)):
            self._show(sha256, last_ns)
        if not chain:
            return []  # resumed, TLS 1.3, or no TLS at all
        leaf = chain[0]
        shown = self._certificates[leaf]
        # Nothing wrong is no trust: only a policy that checks chains can say yes.
        shown.trusted = verdict.trusted if _UNTRUSTED.isdisjoint(verdict.issues) else False
        found = []
        if service.chain and leaf not in service.leaves:
            found = _exchange(raw, self._certificates.get(service.chain[0]), shown)
        service.chain = chain
        if leaf not in service.leaves and len(service.leaves) >= MAX_CHAIN:
            service.leaves.pop(min(service.leaves, key=service.leaves.__getitem__))
        service.leaves[leaf] = max(last_ns, service.leaves.get(leaf, 0))
        return found

    def _show(self, sha256: str, last_ns: int) -> None:
        """A certificate was shown, whether or not its body was seen."""
        known = self._certificates.get(sha256)
        if known is None:
            known = Certificate(sha256=sha256)
            self._put(known)
        known.first_ns = min(known.first_ns or last_ns, last_ns)
        known.last_ns = max(known.last_ns, last_ns)
        self._certificates.move_to_end(sha256)
        self._changed_certificates[sha256] = None

    def _put(self, certificate: Certificate) -> None:
        before = self._certificates.get(certificate.sha256)
        if before is not None:
            certificate.first_ns, certificate.last_ns = before.first_ns, before.last_ns
        self._certificates[certificate.sha256] = certificate
        self._certificates.move_to_end(certificate.sha256)
        self._changed_certificates[certificate.sha256] = None
        self._gone_certificates.pop(certificate.sha256, None)
        while len(self._certificates) > self.options.certificates:
            sha256, _ = self._certificates.popitem(last=False)
            self.evicted["certificates"] += 1
            self._changed_certificates.pop(sha256, None)
            _mark_gone(self._gone_certificates, (sha256,))

    def _note(self, service: Service, raw: RawTransport, verdict: Verdict, last_ns: int) -> None:
        flows = raw.flows
        service.zone = raw.resp.zone
        service.protection = verdict.protection
        service.issues = tuple(verdict.issues)
        service.first_ns = min(service.first_ns, raw.ts_ns)
        service.last_ns = max(service.last_ns, last_ns)
        service.flows += flows
        service.encrypted += sum(raw.encrypted)
        tally(service.protections, verdict.protection, flows)
        tally(service.versions, raw.version, flows)
        tally(service.suites, verdict.suite or "", flows)
        tally(service.groups, verdict.group or "", flows)
        for issue in verdict.issues:
            tally(service.all_issues, issue, flows)

    def _told(self, verdict: Verdict, found: list[Drift]) -> Verdict:
        if not found:
            return verdict
        for each in found:
            self.drifted[each.event] += 1
            if len(self._unsaved) < MAX_UNSAVED:
                self._unsaved.append(each)
            else:
                self.evicted["drift"] += 1
        events = cast("tuple[Issue, ...]", tuple(dict.fromkeys(each.event for each in found)))
        return msgspec.structs.replace(verdict, issues=verdict.issues + events)

    def _make_room(self) -> None:
        while len(self._services) > self.options.services:
            key, _ = self._services.popitem(last=False)
            self.evicted["services"] += 1
            self._changed.pop(key, None)
            _mark_gone(self._gone, (key,))
            others = self._ports[key[:2]]
            others.discard(key)
            if not others:
                del self._ports[key[:2]]

    def changes(self) -> Changes:
        """What changed since the last call, to be saved."""
        found = Changes(
            services=tuple(self._services[key] for key in self._changed),
            certificates=tuple(self._certificates[sha256] for sha256 in self._changed_certificates),
            gone_services=tuple(self._gone),
            gone_certificates=tuple(self._gone_certificates),
            drift=tuple(self._unsaved),
            facts={
                "started_ns": self._started_ns,
                **{f"evicted_{name}": count for name, count in self.evicted.items()},
            },
        )
        for held in (self._changed, self._changed_certificates, self._gone, self._gone_certificates):
            held.clear()
        self._unsaved.clear()
        return found

    def keep(self, unsaved: Changes) -> None:
        """Takes back what could not be saved, for the next time."""
        for service in unsaved.services:
            if service.key in self._services:
                self._changed[service.key] = None
        for certificate in unsaved.certificates:
            if certificate.sha256 in self._certificates:
                self._changed_certificates[certificate.sha256] = None
        _mark_gone(self._gone, (key for key in unsaved.gone_services if key not in self._services))
        _mark_gone(
            self._gone_certificates, (each for each in unsaved.gone_certificates if each not in self._certificates)
        )
        room = MAX_UNSAVED - len(self._unsaved)
        self._unsaved[:0] = unsaved.drift[:room]
        self.evicted["drift"] += max(0, len(unsaved.drift) - room)

    def metrics(self, now_ns: int) -> dict[str, dict[tuple[str, ...], float]]:
        """Metrics by name, then by the values of their labels (``exporters.prometheus.METRICS``)."""
        services = Counter(each.protection for each in self._services.values())
        states: Counter[CertificateState] = Counter()
        ends = []
        for each in self._certificates.values():
            state = each.state(now_ns, self.options.soon_ns)
            states[state] += 1
            if state in ("valid", "expires_soon"):
                ends.append(each.not_after_s)
        earliest: dict[tuple[str, ...], float] = {(): min(ends)} if ends else {}
        return {
            "leaktap_inventory_services": {(name,): services[name] for name in PROTECTIONS},
            "leaktap_inventory_certificates": {(name,): states[name] for name in CERTIFICATE_STATES},
            "leaktap_certificate_earliest_expiry_timestamp_seconds": earliest,
            "leaktap_inventory_drift_total": {(name,): self.drifted[name] for name in EVENTS},
            "leaktap_inventory_evicted_total": {(name,): count for name, count in self.evicted.items()},
        }


def _mark_gone(marks: dict[T, None], keys: Iterable[T]) -> None:
    """Marks rows to be deleted. Marks beyond the bound are dropped: what stays on disk goes at the next start."""
    for key in keys:
        if len(marks) >= MAX_UNSAVED:
            marks.pop(next(iter(marks)))
        marks[key] = None


def _is_plain(service: Service) -> bool:
    return "none" in service.protections


def _is_encrypted(service: Service) -> bool:
    return not {"weak", "sound"}.isdisjoint(service.protections)


def _drift(event: Event, raw: RawTransport, before: str, after: str) -> Drift:
    resp = raw.resp
    return Drift(
        at_ns=raw.ts_ns,
        event=event,
        address=resp.ip,
        port=resp.port,
        protocol=raw.protocol,
        sni=raw.sni,
        before=before,
        after=after,
    )


def _weakening(service: Service, raw: RawTransport, verdict: Verdict) -> list[Drift]:
    """A protection worth less, or a version older, than any that a service had before."""
    ranks = [_RANK[name] for name in service.protections if name in _RANK]
    now = _RANK.get(verdict.protection)
    # Nothing at all is another event.
    if ranks and now and now < min(ranks):
        return [_drift("weaker_than_before", raw, service.protection, verdict.protection)]
    ages = [_AGE[name] for name in service.versions if name in _AGE]
    age = _AGE.get(raw.version)
    forced = raw.offered_version == raw.version
    if ages and age is not None and age < min(ages) and not forced:
        return [_drift("weaker_than_before", raw, _VERSIONS[min(ages)], raw.version)]
    return []


def _exchange(raw: RawTransport, before: Certificate | None, after: Certificate) -> list[Drift]:
    """How a leaf certificate differs from the one before."""
    if before is None or not before.key_sha256 or not after.key_sha256:
        old = before.sha256 if before is not None else ""
        return [_drift("certificate_changed", raw, old, after.sha256)]
    found = []
    if before.key_sha256 != after.key_sha256:
        found.append(_drift("certificate_changed", raw, before.sha256, after.sha256))
    if before.issuer != after.issuer:
        found.append(_drift("issuer_changed", raw, before.issuer, after.issuer))
    return found

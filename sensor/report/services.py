"""Notes which services need better protection, and whose certificates ran out or soon will: bounded, worst first.

Subjects and issuers are read, and masked, only for the certificates that are shown: that takes a while for each.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Final

from sensor.report.data import CertificateNote, ServiceGroup

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sensor.engine import RawTransport, Verdict
    from sensor.model.record import Protection
    from sensor.model.transport import CertificateFacts, Issue

MAX_SERVICES: Final = 4_096
MAX_CERTIFICATES: Final = 4_096
SHOWN_CERTIFICATES: Final = 200
MAX_NAMES: Final = 4
# Certificates that end within so many days of the last packet are told.
SOON_DAYS: Final = 30

WORST_FIRST: Final[tuple[Protection, ...]] = ("none", "weak", "unknown", "sound")
# They say how a service is used, and ask nobody to do anything.
_NO_FAULT: Final = frozenset({"upgraded_to_tls", "ech"})
_DAY_NS: Final = 86_400 * 10**9

_Key = tuple[str, int, str, str]


class _Service:
    """One service, the worst of what was seen of it."""

    __slots__ = ("flows", "issues", "names", "protection", "versions")

    def __init__(self, protection: Protection) -> None:
        self.protection = protection
        self.flows = 0
        self.issues: dict[str, None] = {}
        self.names: dict[str, None] = {}
        self.versions: dict[str, None] = {}

    def add(self, raw: RawTransport, verdict: Verdict, faults: Iterable[str]) -> None:
        self.protection = min(self.protection, verdict.protection, key=WORST_FIRST.index)
        self.flows += raw.flows
        self.issues.update(dict.fromkeys(faults))
        for held, text in ((self.names, raw.sni), (self.versions, raw.version)):
            if text and len(held) < MAX_NAMES:
                held.setdefault(text)


class _Leaf:
    """A certificate of a responder, and where it was shown."""

    __slots__ = ("expires_ns", "flows", "places")

    def __init__(self, expires_ns: int) -> None:
        self.expires_ns = expires_ns
        self.flows = 0
        self.places: dict[str, None] = {}

    def add(self, raw: RawTransport) -> None:
        self.flows += raw.flows
        if len(self.places) < MAX_NAMES:
            self.places.setdefault(place(raw.resp.ip, raw.resp.port))


def place(ip: str, port: int) -> str:
    """Address and port as people write them."""
    return f"[{ip}]:{port}" if ":" in ip else f"{ip}:{port}"


@functools.lru_cache(maxsize=1024)
def _faults(issues: tuple[Issue, ...]) -> tuple[Issue, ...]:
    """Those that ask somebody to do something."""
    return tuple(issue for issue in issues if issue not in _NO_FAULT)


class Services:
    """What was seen of services and their certificates. ``omitted`` counts the flows that there was no room for."""

    def __init__(self) -> None:
        """Starts empty."""
        self._services: dict[_Key, _Service] = {}
        self._leaves: dict[str, _Leaf] = {}
        self.omitted = 0

    def add(self, raw: RawTransport, verdict: Verdict) -> None:
        """Takes a transport in."""
        if verdict.leaf is not None and verdict.expires_ns is not None:
            leaf = self._leaves.get(verdict.leaf)
            if leaf is None and len(self._leaves) < MAX_CERTIFICATES:
                self._leaves[verdict.leaf] = leaf = _Leaf(verdict.expires_ns)
            if leaf is not None:
                leaf.add(raw)
        faults = _faults(verdict.issues)
        if not faults:
            return
        resp = raw.resp
        key = (resp.ip, resp.port, resp.zone, raw.protocol)
        service = self._services.get(key)
        if service is None:
            if len(self._services) >= MAX_SERVICES:
                self.omitted += raw.flows
                return
            self._services[key] = service = _Service(verdict.protection)
        service.add(raw, verdict, faults)

    def groups(self) -> tuple[ServiceGroup, ...]:
        """Services with something to mend, the worst and busiest first."""
        found = [
            ServiceGroup(
                place=place(ip, port),
                zone=zone,
                protocol=protocol,
                names=tuple(service.names),
                protection=service.protection,
                versions=tuple(service.versions),
                issues=tuple(service.issues),
                flows=service.flows,
            )
            for (ip, port, zone, protocol), service in self._services.items()
        ]
        found.sort(key=lambda each: (WORST_FIRST.index(each.protection), -each.flows, each.place, each.protocol))
        return tuple(found)

    def certificates(self, now_ns: int, read: Callable[[str], CertificateFacts]) -> tuple[CertificateNote, ...]:
        """Certificates that had run out by ``now_ns`` (packet time), or run out soon after it; the first one first."""
        due = [(leaf.expires_ns, sha256) for sha256, leaf in self._leaves.items()]
        due = sorted(entry for entry in due if entry[0] <= now_ns + SOON_DAYS * _DAY_NS)
        notes = []
        for expires_ns, sha256 in due[:SHOWN_CERTIFICATES]:
            leaf = self._leaves[sha256]
            left_ns = expires_ns - now_ns
            notes.append(
                CertificateNote(
                    facts=read(sha256),
                    expired=left_ns < 0,
                    days=abs(left_ns) // _DAY_NS,
                    places=tuple(leaf.places),
                    flows=leaf.flows,
                )
            )
        return tuple(notes)

"""What differs between two inventories, or between two times of one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sensor.transport.database import Contents
    from sensor.transport.services import Certificate, Service

Kind: TypeAlias = Literal[
    "new_service", "gone_service", "changed_service", "new_certificate", "gone_certificate", "drift"
]


class Difference(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One difference. ``what`` is a property of a service, or the event of a drift; ``at_ns`` when it was seen."""

    kind: Kind
    subject: str
    what: str = ""
    before: str = ""
    after: str = ""
    at_ns: int = 0


def name_of(service: Service) -> str:
    """A service as people call it."""
    return f"{service.protocol} {service.place}" + (f" ({service.sni})" if service.sni else "")


def compare(before: Contents, after: Contents) -> list[Difference]:
    """The differences of two inventories: services and certificates that came, went or changed."""
    old = {service.key: service for service in before.services}
    new = {service.key: service for service in after.services}
    found: list[Difference] = []
    for key, service in new.items():
        if key not in old:
            found.append(_new(service))
        else:
            found += _changed(old[key], service)
    found += [_gone(service) for key, service in old.items() if key not in new]
    found += [
        _new_certificate(each) for sha256, each in after.certificates.items() if sha256 not in before.certificates
    ]
    found += [
        Difference(kind="gone_certificate", subject=title_of(each), before=each.sha256, at_ns=each.last_ns)
        for sha256, each in before.certificates.items()
        if sha256 not in after.certificates
    ]
    return found


def between(held: Contents, since_ns: int, until_ns: int) -> list[Difference]:
    """What came up in an inventory from one time to another, by time: services, certificates and drift."""
    found = [_new(service) for service in held.services if since_ns <= service.first_ns < until_ns]
    found += [_new_certificate(each) for each in held.certificates.values() if since_ns <= each.first_ns < until_ns]
    found += [
        Difference(
            kind="drift",
            subject=f"{each.protocol} {each.address}:{each.port}" + (f" ({each.sni})" if each.sni else ""),
            what=each.event,
            before=each.before,
            after=each.after,
            at_ns=each.at_ns,
        )
        for each in held.drift
        if since_ns <= each.at_ns < until_ns
    ]
    return sorted(found, key=lambda each: (each.at_ns, each.kind, each.subject))


def title_of(certificate: Certificate) -> str:
    """A certificate as people call it: its subject, else its fingerprint."""
    return certificate.subject or certificate.sha256


def _new(service: Service) -> Difference:
    return Difference(kind="new_service", subject=name_of(service), after=service.protection, at_ns=service.first_ns)


def _gone(service: Service) -> Difference:
    return Difference(kind="gone_service", subject=name_of(service), before=service.protection, at_ns=service.last_ns)


def _new_certificate(certificate: Certificate) -> Difference:
    return Difference(
        kind="new_certificate", subject=title_of(certificate), after=certificate.sha256, at_ns=certificate.first_ns
    )


def _changed(before: Service, after: Service) -> Iterator[Difference]:
    pairs = {
        "protection": (before.protection, after.protection),
        "versions": (_list(before.versions), _list(after.versions)),
        "suites": (_list(before.suites), _list(after.suites)),
        "certificate": (before.chain[0] if before.chain else "", after.chain[0] if after.chain else ""),
        "issues": (", ".join(before.issues), ", ".join(after.issues)),
    }
    for what, (old, new) in pairs.items():
        if old != new:
            yield Difference(
                kind="changed_service",
                subject=name_of(after),
                what=what,
                before=old,
                after=new,
                at_ns=after.last_ns,
            )


def _list(tally: dict[str, int]) -> str:
    return ", ".join(sorted(tally))

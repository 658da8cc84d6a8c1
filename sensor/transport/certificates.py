"""What is wrong with certificates, judged at the time of the packet that carried them.

Certificates cross the boundary once, as DER. Sources: RFC 5280 (profile), RFC 9525 §6.3 (names), CA/Browser Forum
Baseline Requirements §6.3.2 and ballot SC-081v3 (lifetimes), GB/T 38636-2020 (the two certificates of TLCP).
"""

from __future__ import annotations

import ipaddress
from collections import OrderedDict
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

import msgspec

from sensor.model.record import timestamp
from sensor.model.transport import CertificateFacts, Issue

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from sensor.engine import RawCertificate
    from sensor.model.profile import Profile
    from sensor.transport.certificate import Certificate
    from sensor.transport.trust import Trust

# Certificates kept, and bytes of them. The engine tells each one again only after it has told so many others: what it
# thinks known must be known here, or a chain would pass unjudged.
KEPT: Final = 16_384
KEPT_BYTES: Final = 32 << 20
Phase: TypeAlias = Literal["unknown", "early", "valid", "expired"]
_PHASE_ISSUES: Final[dict[Phase, Issue]] = {"early": "cert_not_yet_valid", "expired": "cert_expired"}


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """What is wrong with a chain, and whether it leads to somebody who is trusted; None: nobody was asked."""

    issues: tuple[Issue, ...] = ()
    trusted: bool | None = None


def name_matches(wanted: str, offered: str) -> bool:
    """Whether a certificate's name covers a host (RFC 9525 §6.3): case and a final dot aside, ``*`` is one label."""
    host, pattern = wanted.lower().rstrip("."), offered.lower().rstrip(".")
    if host == pattern:
        return bool(host)
    try:
        return ipaddress.ip_address(host) == ipaddress.ip_address(pattern)
    except ValueError:
        pass
    first, dot, rest = host.partition(".")
    return pattern.startswith("*.") and bool(first and dot and "." in rest) and rest == pattern[2:]


class Certificates:
    """The certificates that were met, the latest ones kept, and what is wrong with chains of them."""

    def __init__(self, trust: Trust | Callable[[], Trust] | None = None) -> None:
        """``trust``, or what makes it, answers whether a chain leads to somebody who is trusted.

        Without it nobody is asked. It is made with the first chain that is judged.
        """
        self._trust = trust
        self._known: OrderedDict[str, Certificate] = OrderedDict()
        self._bytes = 0

    def learn(self, certificates: Iterable[RawCertificate]) -> None:
        """Takes certificates as the engine hands them over."""
        for raw in certificates:
            from sensor.transport.certificate import parse  # noqa: PLC0415 - slow, for certificates only

            self._keep(parse(raw.sha256, raw.der))

    def _keep(self, certificate: Certificate) -> None:
        """Remembers one as the latest; the oldest give way."""
        before = self._known.pop(certificate.sha256, None)
        self._known[certificate.sha256] = certificate
        self._bytes += len(certificate.der) - (len(before.der) if before is not None else 0)
        while len(self._known) > KEPT or self._bytes > KEPT_BYTES:
            _, oldest = self._known.popitem(last=False)
            self._bytes -= len(oldest.der)

    def take_over(self, other: Certificates) -> None:
        """Knows what another one knew: the engine tells each certificate once."""
        for certificate in other._known.values():
            self._keep(certificate)

    def get(self, sha256: str) -> Certificate | None:
        """A certificate by its fingerprint, if it is still known."""
        return self._known.get(sha256)

    def expires_ns(self, sha256: str) -> int | None:
        """The last moment of a certificate; None if it is not known, or cannot be read."""
        known = self._known.get(sha256)
        return known.not_after_ns if known is not None and known.readable else None

    def facts(self, sha256: str, plan: bytes) -> CertificateFacts:
        """What a certificate says to people; what a detector of ``plan`` finds in it is masked."""
        known = self._known.get(sha256)
        if known is None or not known.readable:
            return CertificateFacts(sha256=sha256)
        from sensor.transport.certificate_facts import certificate_of  # noqa: PLC0415 - slow, for certificates only

        found = certificate_of(sha256, known.der, plan)
        return CertificateFacts(
            sha256=sha256,
            subject=found.subject or None,
            issuer=found.issuer or None,
            serial=found.serial or None,
            not_before=timestamp(known.not_before_ns),
            not_after=timestamp(known.not_after_ns),
            key=found.key or None,
            signature=known.signature or None,
        )

    def phase(self, sha256: str, at_ns: int) -> Phase:
        """Where in the life of a certificate a moment lies."""
        certificate = self._known.get(sha256)
        if certificate is None or not certificate.readable:
            return "unknown"
        if at_ns > certificate.not_after_ns:
            return "expired"
        return "early" if at_ns < certificate.not_before_ns else "valid"

    def judge(self, chain: Sequence[str], name: str, at_ns: int, profile: Profile) -> Standing:
        """What is wrong with a chain (leaf first) that was shown for ``name`` at that time.

        A name that is empty, or of which the engine masked a part (``*``, which no server name has), is not judged.
        """
        known = [certificate for each in chain if (certificate := self._known.get(each)) is not None]
        if not known or known[0].sha256 != chain[0]:
            return Standing()
        leaf, *others = known
        if not leaf.readable:
            return Standing(issues=("cert_unreadable",), trusted=False)
        found: list[Issue] = []
        if (issue := _PHASE_ISSUES.get(self.phase(leaf.sha256, at_ns))) is not None:
            found.append(issue)
        # The leaf and who signed it: further up stands what its authority vouches for by other means.
        near = [each for each in known[:2] if each.readable and (each is leaf or not each.self_signed)]
        if any(each.signature in profile.weak_signatures for each in near):
            found.append("weak_signature")
        if any(profile.is_weak_key(each.key, each.key_bits) for each in near):
            found.append("weak_key")
        return self._standing(leaf, others, at_ns, (name, profile, found))

    def _standing(
        self, leaf: Certificate, others: Sequence[Certificate], at_ns: int, so_far: tuple[str, Profile, list[Issue]]
    ) -> Standing:
        """Who vouches for a leaf: for its name, and for how long it lives."""
        name, profile, found = so_far
        if callable(self._trust):
            self._trust = self._trust()
        # The library checks no signature of SM2: whom such a chain leads to is not known, which is no fault of it.
        asked = self._trust is not None and leaf.signature != "sm3"
        vouched = self._trust.standing(leaf, others, at_ns) if asked and self._trust is not None else ""
        if leaf.self_signed and vouched in ("", "none"):
            # Nobody vouches for the names in it either.
            found.append("self_signed")
        elif name and "*" not in name and not any(name_matches(name, offered) for offered in leaf.names):
            found.append("name_mismatch")
        if vouched == "none" and not leaf.self_signed:
            found.append("untrusted")
        limit = profile.lifetime_limit(leaf.not_before_ns, public=vouched == "public")
        if limit is not None and leaf.lifetime_days > limit:
            found.append("long_validity")
        return Standing(issues=tuple(found), trusted=vouched != "none" if vouched else None)

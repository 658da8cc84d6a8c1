"""What a certificate says and what is wrong with it, judged at the time of the packet that carried it.

Certificates cross the boundary once, as DER. They are parsed with ``cryptography``; what that cannot load (keys of SM2,
odd curves, damage) is said as far as it can be read. Sources: RFC 5280 (profile), RFC 9525 §6.3 (names), CA/Browser
Forum Baseline Requirements §6.3.2 and ballot SC-081v3 (lifetimes), GB/T 38636-2020 (the two certificates of TLCP).
"""

from __future__ import annotations

import datetime as dt
import ipaddress
from collections import OrderedDict
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

import msgspec
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import dsa, ec, rsa
from cryptography.x509.oid import NameOID

from sensor.model.record import timestamp
from sensor.model.transport import CertificateFacts, Issue
from sensor.transport.certificate_facts import certificate_of
from sensor.transport.der import BAD, load, quiet

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sensor.engine import RawCertificate
    from sensor.model.profile import Profile
    from sensor.transport.trust import Trust

# Certificates kept, and bytes of them. The engine tells each one again only after it has told so many others: what it
# thinks known must be known here, or a chain would pass unjudged.
KEPT: Final = 16_384
KEPT_BYTES: Final = 32 << 20
Phase: TypeAlias = Literal["unknown", "early", "valid", "expired"]
_PHASE_ISSUES: Final[dict[Phase, Issue]] = {"early": "cert_not_yet_valid", "expired": "cert_expired"}
SM2_SIGNATURE: Final = "1.2.156.10197.1.501"
SM2_KEY: Final = bytes.fromhex("06082a811ccf5501822d")


class Certificate(msgspec.Struct, frozen=True, kw_only=True):
    """A certificate as people read it. Times are ns since the epoch; ``key_bits`` is 0 where the size means nothing.

    ``der`` is empty for what could not be parsed at all.
    """

    sha256: str
    subject: str = ""
    issuer: str = ""
    names: tuple[str, ...] = ()
    not_before_ns: int = 0
    not_after_ns: int = 0
    key: str = ""
    key_bits: int = 0
    signature: str = ""
    self_signed: bool = False
    ca: bool = False
    der: bytes = b""

    @property
    def readable(self) -> bool:
        """Whether it could be parsed."""
        return bool(self.der)

    @property
    def lifetime_days(self) -> int:
        """From its first to its last moment, in whole days, begun ones counted."""
        return -(-(self.not_after_ns - self.not_before_ns) // (86_400 * 10**9))


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """What is wrong with a chain, and whether it leads to somebody who is trusted; None: nobody was asked."""

    issues: tuple[Issue, ...] = ()
    trusted: bool | None = None


def _ns(moment: dt.datetime) -> int:
    return int((moment - dt.datetime(1970, 1, 1, tzinfo=dt.UTC)) / dt.timedelta(microseconds=1)) * 1000


def _name(name: x509.Name) -> str:
    return name.rfc4514_string()


def _names(certificate: x509.Certificate) -> tuple[str, ...]:
    """DNS names and addresses of the certificate; the common name only if there are none (RFC 6125 §6.4.4)."""
    try:
        found = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except (x509.ExtensionNotFound, *BAD):
        common = certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
        return tuple(str(entry.value) for entry in common)
    dns = found.get_values_for_type(x509.DNSName)
    return (*dns, *(str(address) for address in found.get_values_for_type(x509.IPAddress)))


def _key(certificate: x509.Certificate) -> tuple[str, int]:
    """Kind and size of the public key; 0 for kinds of one size, and for what is not known."""
    try:
        key = certificate.public_key()
    except BAD:
        return ("SM2", 256) if SM2_KEY in certificate.tbs_certificate_bytes else ("unknown", 0)
    if isinstance(key, ec.EllipticCurvePublicKey):
        return f"EC {key.curve.name}", key.key_size
    kind = type(key).__name__.lstrip("_").removesuffix("PublicKey")
    return kind, key.key_size if isinstance(key, (rsa.RSAPublicKey, dsa.DSAPublicKey)) else 0


def _signature(certificate: x509.Certificate) -> str:
    """Name of the hash that was signed, ``sm3`` for SM2, else the algorithm's number."""
    oid = certificate.signature_algorithm_oid.dotted_string
    if oid == SM2_SIGNATURE:
        return "sm3"
    try:
        algorithm = certificate.signature_hash_algorithm
    except BAD:
        return oid
    return oid if algorithm is None else algorithm.name


def _is_self_signed(certificate: x509.Certificate) -> bool:
    """Whether it vouches for itself; where the signature cannot be checked, names decide."""
    if certificate.subject != certificate.issuer:
        return False
    try:
        certificate.verify_directly_issued_by(certificate)
    except InvalidSignature:
        return False
    except BAD:
        # An algorithm that the library does not check any more.
        return True
    return True


def _is_ca(certificate: x509.Certificate) -> bool:
    try:
        return certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    except (x509.ExtensionNotFound, *BAD):
        return False


def parse(sha256: str, der: bytes) -> Certificate:
    """Reads a certificate. What cannot be read is empty in the answer; nothing that a peer sends raises."""
    certificate = load(der)
    if certificate is None:
        return Certificate(sha256=sha256)
    try:
        with quiet():
            kind, bits = _key(certificate)
            return Certificate(
                sha256=sha256,
                subject=_name(certificate.subject),
                issuer=_name(certificate.issuer),
                names=_names(certificate),
                not_before_ns=_ns(certificate.not_valid_before_utc),
                not_after_ns=_ns(certificate.not_valid_after_utc),
                key=kind,
                key_bits=bits,
                signature=_signature(certificate),
                self_signed=_is_self_signed(certificate),
                ca=_is_ca(certificate),
                der=der,
            )
    except BAD:
        return Certificate(sha256=sha256)


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

    def __init__(self, trust: Trust | None = None) -> None:
        """``trust`` answers whether a chain leads to somebody who is trusted; without it nobody is asked."""
        self._trust = trust
        self._known: OrderedDict[str, Certificate] = OrderedDict()
        self._bytes = 0

    def learn(self, certificates: Iterable[RawCertificate]) -> None:
        """Takes certificates as the engine hands them over."""
        for raw in certificates:
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

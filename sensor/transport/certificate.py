"""What a certificate says, read once from the bytes that a peer sent.

Certificates are parsed with ``cryptography``; what that cannot load (keys of SM2, odd curves, damage) is said as far as
it can be read. Most captures show none, and the library takes a while to import: this module is imported with the first
one. Sources: RFC 5280 (profile), RFC 6125 §6.4.4 (names).
"""

from __future__ import annotations

import datetime as dt
from typing import Final

import msgspec
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import dsa, ec, rsa
from cryptography.x509.oid import NameOID

from sensor.transport.der import BAD, load, quiet

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

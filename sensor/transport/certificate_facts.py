"""Reads the facts of a certificate for the inventory. Its names are a peer's words: they are masked and bounded here.

Bad certificates are facts too: what cannot be read leaves its field empty, and no certificate raises.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final, TypeVar

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import dsa, ec, ed448, ed25519, rsa

from sensor.engine import scan_text
from sensor.errors import SensorError
from sensor.transport.der import BAD, load, quiet
from sensor.transport.services import Certificate

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")

MAX_NAMES: Final = 32
MAX_TEXT: Final = 256
_MASK: Final = "***"


def redact(texts: list[str], plan: bytes) -> list[str]:
    """Bounds texts, writes out their control characters, and masks every value that a detector of the plan finds."""
    bounded = ["".join(c if c.isprintable() else f"\\u{{{ord(c):x}}}" for c in text[:MAX_TEXT]) for text in texts]
    try:
        hits = scan_text(plan, "\n".join(bounded).encode("utf-8", "replace"), "text/plain; charset=utf-8")
    except SensorError:
        # Unmasked is not an answer.
        return [_MASK] * len(texts)
    values = sorted({hit.value for hit in hits}, key=len, reverse=True)
    return [_masked(text, values) for text in bounded]


def _masked(text: str, values: list[str]) -> str:
    for value in values:
        if value in text:
            text = text.replace(value, _MASK)
        elif _squeezed(value) and _squeezed(value) in _squeezed(text):
            # Found in another spelling than it was normalised to (blanks, dashes, case): none of the text can stay.
            return _MASK
    return text


def _squeezed(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum())


def certificate_of(sha256: str, der: bytes, plan: bytes) -> Certificate:
    """The facts of a certificate in DER, its names masked; only its fingerprint if it cannot be read."""
    read = load(der)
    if read is None:
        return Certificate(sha256=sha256)
    with quiet():
        try:
            not_before, not_after = (
                int(when.timestamp()) for when in (read.not_valid_before_utc, read.not_valid_after_utc)
            )
        except BAD:
            return Certificate(sha256=sha256)
        subject = _read(lambda: _name(read.subject), "")
        issuer = _read(lambda: _name(read.issuer), "")
        names: list[str] = _read(lambda: _names(read), [])
        shown = redact([subject, issuer, *names[:MAX_NAMES]], plan)
        return Certificate(
            sha256=sha256,
            subject=shown[0],
            issuer=shown[1],
            names=tuple(shown[2:]),
            names_beyond=max(0, len(names) - MAX_NAMES),
            serial=_read(lambda: f"{read.serial_number:x}"[:MAX_TEXT], ""),
            not_before_s=max(0, not_before),
            not_after_s=max(1, not_after),
            key=_read(lambda: _key(read), "unknown"),
            key_sha256=_read(lambda: _key_sha256(read), ""),
            signature=_read(lambda: _signature(read), ""),
            self_issued=bool(subject) and subject == issuer,
        )


def _read(get: Callable[[], T], default: T) -> T:
    try:
        return get()
    except BAD:
        return default


def _name(name: x509.Name) -> str:
    """As RFC 4514 writes it. The parts of a certificate are parsed when they are asked for, so asking may raise."""
    return name.rfc4514_string()


def _names(read: x509.Certificate) -> list[str]:
    try:
        found = read.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        return []
    return [str(name.value) for name in found if isinstance(name, (x509.DNSName, x509.IPAddress))]


def _key(read: x509.Certificate) -> str:
    key = read.public_key()
    if isinstance(key, rsa.RSAPublicKey):
        return f"RSA {key.key_size}"
    if isinstance(key, ec.EllipticCurvePublicKey):
        return f"EC {key.curve.name}"
    if isinstance(key, dsa.DSAPublicKey):
        return f"DSA {key.key_size}"
    if isinstance(key, (ed25519.Ed25519PublicKey, ed448.Ed448PublicKey)):
        return type(key).__name__.removesuffix("PublicKey")
    return "unknown"


def _key_sha256(read: x509.Certificate) -> str:
    """Of the SubjectPublicKeyInfo (RFC 5280 §4.1.2.7), as pins take it (RFC 7469 §2.4)."""
    form = read.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    return hashlib.sha256(form).hexdigest()


def _signature(read: x509.Certificate) -> str:
    identifier = read.signature_algorithm_oid
    named = getattr(identifier, "_name", "")
    return identifier.dotted_string if named in ("", "Unknown OID") else str(named)

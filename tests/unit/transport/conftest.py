"""Transports and certificates for the inventory."""

from __future__ import annotations

import datetime as dt
import functools
import hashlib
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from sensor.recorder import Verdict

NOW = 1_760_000_000 * 10**9
DAY = 86_400 * 10**9
WHEN = dt.datetime(2025, 10, 9, tzinfo=dt.UTC)


class Shown:
    """A certificate as the engine hands it over."""

    def __init__(self, der: bytes) -> None:
        self.der = der
        self.sha256 = hashlib.sha256(der).hexdigest()


def key_of(seed: int) -> ec.EllipticCurvePrivateKey:
    return ec.derive_private_key(seed, ec.SECP256R1())


@functools.cache  # signatures differ each time
def make_certificate(
    subject: str = "crm.example.cn",
    *,
    issuer: str = "Example CA",
    key: int = 7,
    serial: int = 1,
    days: int = 90,
    names: tuple[str, ...] = ("crm.example.cn",),
) -> Shown:
    named = [x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)]) for text in (subject, issuer)]
    alternative = x509.SubjectAlternativeName([x509.DNSName(name) for name in names])
    made = (
        x509.CertificateBuilder()
        .subject_name(named[0])
        .issuer_name(named[1])
        .public_key(key_of(key).public_key())
        .serial_number(serial)
        .not_valid_before(WHEN - dt.timedelta(days=30))
        .not_valid_after(WHEN + dt.timedelta(days=days))
        .add_extension(alternative, critical=False)
        .sign(key_of(3), hashes.SHA256())
    )
    return Shown(made.public_bytes(serialization.Encoding.DER))


@pytest.fixture
def transport(fake: Any) -> Any:
    """Makes a transport of the contract: to a server outside, with the getters that certificates come by."""

    def make(
        protection: str = "sound",
        *,
        version: str = "TLSv1.3",
        protocol: str = "tls",
        at_ns: int = NOW,
        client: str = "192.0.2.7",
        server: str = "198.51.100.9",
        port: int = 443,
        sni: str = "crm.example.cn",
        certificates: tuple[Any, ...] = (),
        offered: str = "",
        issues: tuple[Any, ...] = (),
    ) -> tuple[Any, Verdict]:
        raw = fake.Transport(
            orig=fake.Endpoint(client, 40_000, "crm"),
            resp=fake.Endpoint(server, port, "outside"),
            protocol=protocol,
            protection=protection,
            version=version if protocol == "tls" else "",
            sni=sni if protocol == "tls" else "",
            ts_ns=at_ns,
            last_ns=at_ns,
            encrypted=(10, 20),
        )
        raw.certificates = [each.sha256 for each in certificates]
        raw.client_certificates = []
        raw.offered_version = offered
        return raw, Verdict(protection=protection, issues=issues)  # type: ignore[arg-type]

    return make

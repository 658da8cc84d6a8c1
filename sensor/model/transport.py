"""What protects a flow, and what is wrong with it."""

from __future__ import annotations

from typing import Final, Literal, TypeAlias

import msgspec

from sensor.model.record import SCHEMA_VERSION, Endpoint, Part, Protection, Timestamp, Uuid

Upgrade: TypeAlias = Literal["none", "not_offered", "offered_unused", "used", "stripped"]
Tunnel: TypeAlias = Literal["dns", "icmp", "http-connect", "socks", "tor"]
Issue: TypeAlias = Literal[
    "plaintext_protocol",
    "tls_version",
    "weak_cipher",
    "weak_signature",
    "weak_key",
    "self_signed",
    "untrusted",
    "cert_expired",
    "cert_not_yet_valid",
    "name_mismatch",
    "long_validity",
    "starttls_absent",
    "starttls_stripped",
    "upgraded_to_tls",
    "no_forward_secrecy",
    "ssh_version",
    "weak_key_exchange",
    "weak_mac",
    "no_strict_kex",
    "old_offer",
    "fallback_accepted",
    "cert_unreadable",
    "tlcp_single_certificate",
    "not_gm",
    "ech",
    "not_inspectable",
    "opaque_transport",
    "low_coverage",
    # What the inventory of services remembers otherwise.
    "fell_back_to_plaintext",
    "certificate_changed",
    "issuer_changed",
    "new_plaintext_path",
    "weaker_than_before",
]


SIGNATURES: Final[dict[int, str]] = {
    0x0201: "rsa_pkcs1_sha1",
    0x0202: "dsa_sha1",
    0x0203: "ecdsa_sha1",
    0x0101: "rsa_pkcs1_md5",
    0x0301: "rsa_pkcs1_sha224",
    0x0302: "dsa_sha224",
    0x0303: "ecdsa_sha224",
    0x0401: "rsa_pkcs1_sha256",
    0x0402: "dsa_sha256",
    0x0403: "ecdsa_secp256r1_sha256",
    0x0501: "rsa_pkcs1_sha384",
    0x0503: "ecdsa_secp384r1_sha384",
    0x0601: "rsa_pkcs1_sha512",
    0x0603: "ecdsa_secp521r1_sha512",
    0x0708: "sm2sig_sm3",
    0x0804: "rsa_pss_rsae_sha256",
    0x0805: "rsa_pss_rsae_sha384",
    0x0806: "rsa_pss_rsae_sha512",
    0x0807: "ed25519",
    0x0808: "ed448",
    0x0809: "rsa_pss_pss_sha256",
    0x080A: "rsa_pss_pss_sha384",
    0x080B: "rsa_pss_pss_sha512",
    0x081A: "ecdsa_brainpoolP256r1tls13_sha256",
    0x081B: "ecdsa_brainpoolP384r1tls13_sha384",
    0x081C: "ecdsa_brainpoolP512r1tls13_sha512",
    0x0840: "gostr34102012_256",
    0x0841: "gostr34102012_512",
}
"""Signature schemes by their numbers (IANA's TLS SignatureScheme registry; those of TLS 1.2 named in its manner)."""


def signature_name(number: int | None) -> str | None:
    """Names a signature scheme; ``0x`` and four digits if it has no name here."""
    return None if number is None else SIGNATURES.get(number, f"0x{number:04X}")


class CertificateFacts(Part, frozen=True, kw_only=True):
    """What a certificate says, for the person who has to renew it. Subject and issuer are bounded and masked.

    ``key`` reads ``RSA 2048``. Of a certificate that cannot be read, or is not remembered any more, only the SHA-256 of
    its DER is there. ``trusted``: whether its chain led to an authority; absent: nobody was asked.
    """

    sha256: str
    subject: str | None = None
    issuer: str | None = None
    serial: str | None = None
    not_before: Timestamp | None = None
    not_after: Timestamp | None = None
    key: str | None = None
    signature: str | None = None
    trusted: bool | None = None


class Algorithms(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What two sides of an SSH connection agreed on (RFC 4253 section 7.1); pairs are (originator to responder, back).

    ``client`` and ``server`` are the software versions of originator and responder. A MAC is ``implicit`` where the
    cipher authenticates. ``strict_kex``: both sides offered it, which is the remedy for the Terrapin attack.
    """

    client: str | None = None
    server: str | None = None
    kex: str | None = None
    host_key: str | None = None
    ciphers: tuple[str, ...] = ()
    macs: tuple[str, ...] = ()
    compressions: tuple[str, ...] = ()
    strict_kex: bool = False


class Transport(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, tag_field="type", tag="transport"):
    """The transport of one flow.

    ``suite``, ``group`` and ``signature`` (of the server's key exchange, TLS 1.2) are IANA names, or ``0x`` and four
    digits if unnamed here. ``certificates`` and ``client_certificates`` are SHA-256 of DER, leaf first (TLCP: for
    signing, for encryption, the rest). ``offered_version`` is the highest that the client offered. ``dh_bits`` is the
    size of the prime of an ephemeral Diffie-Hellman exchange over a finite field. ``tunnel`` is what hides in it.
    """

    schema: Literal[1] = msgspec.field(default_factory=lambda: SCHEMA_VERSION)
    id: Uuid
    sensor: str
    ts: Timestamp
    flow_id: str
    community_id: str | None = None
    orig: Endpoint
    resp: Endpoint
    protocol: str
    protection: Protection
    version: str | None = None
    suite: str | None = None
    group: str | None = None
    sni: str | None = None
    alpn: tuple[str, ...] = ()
    ja3: str | None = None
    ja4: str | None = None
    certificates: tuple[str, ...] = ()
    client_certificates: tuple[str, ...] = ()
    signature: str | None = None
    dh_bits: int | None = None
    offered_version: str | None = None
    resumed: bool = False
    retried: bool = False
    ech: bool = False
    fallback: bool = False
    ssh: Algorithms | None = None
    upgrade: Upgrade
    tunnel: Tunnel | None = None
    issues: tuple[Issue, ...]

"""What protects a flow, and what is wrong with it."""

from __future__ import annotations

from typing import Literal, TypeAlias

import msgspec

from sensor.model.record import SCHEMA_VERSION, Endpoint, Protection, Timestamp, Uuid

Upgrade: TypeAlias = Literal["none", "not_offered", "offered_unused", "used", "stripped"]
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
    # What the inventory of services remembers otherwise.
    "fell_back_to_plaintext",
    "certificate_changed",
    "issuer_changed",
    "new_plaintext_path",
    "weaker_than_before",
]


class Transport(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, tag_field="type", tag="transport"):
    """The transport of one flow. ``suite`` and ``group`` are IANA names, or ``0x`` and four digits if unnamed here."""

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
    upgrade: Upgrade
    issues: tuple[Issue, ...]

"""Sealed evidence: what stands in the file, and what only a private key shows of it."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from sensor.model.record import SCHEMA_VERSION, Count, DirectionName, Endpoint, Evidence, Part, Percent, Timestamp, Uuid


class Entry(Part, frozen=True, kw_only=True):
    """One finding with its values; the rest is as in a finding.

    ``values`` are distinct and normalised, of logins the users; where ``distinct`` is more, the engine did not keep all
    of them, or several logins are one user's.
    """

    finding: Uuid
    ts: Timestamp
    detector: str
    confidence: Percent
    app_proto: str
    where: str
    sender: Endpoint
    receiver: Endpoint
    direction: DirectionName
    count: Count
    distinct: Count
    evidence: Evidence
    values: tuple[str, ...]


class Sealed(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, tag_field="type", tag="evidence"):
    """Some findings' entries, sealed together; the first of them is of ``ts``, the last one of ``until``.

    ``sealed`` is a JWE in compact serialization (RFC 7516 §7.1) with ``RSA-OAEP-256`` and ``A256GCM`` over a JSON list
    of entries; ``key_id`` is the first 16 bytes of the SHA-256 of the public key (SubjectPublicKeyInfo).
    """

    schema: Literal[1] = msgspec.field(default_factory=lambda: SCHEMA_VERSION)
    id: Uuid
    sensor: str
    ts: Timestamp
    until: Timestamp
    key_id: Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{32}$")]
    findings: tuple[Uuid, ...]
    sealed: str

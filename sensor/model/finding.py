"""A finding: one message (or datagram), one place in it, one detector, one sender and receiver."""

from __future__ import annotations

from typing import Literal

import msgspec

from sensor.model.record import (
    SCHEMA_VERSION,
    Band,
    Count,
    DirectionName,
    Endpoint,
    Evidence,
    Outcome,
    Part,
    Percent,
    Protection,
    Timestamp,
    Uuid,
    Visibility,
)


class Http(Part, frozen=True, kw_only=True):
    """The HTTP exchange that carried the values, redacted."""

    method: str | None = None
    host: str | None = None
    path: str | None = None
    status: int | None = None
    user_agent: str | None = None


class Mail(Part, frozen=True, kw_only=True):
    """The envelope of the mail that carried the values, redacted."""

    sender: str | None = msgspec.field(default=None, name="from")
    to: tuple[str, ...] = ()
    subject: str | None = None


class Database(Part, frozen=True, kw_only=True):
    """The query whose rows carried the values, redacted."""

    database: str | None = None
    table: str | None = None
    user: str | None = None
    columns: tuple[str, ...] = ()
    rows: Count | None = None


class File(Part, frozen=True, kw_only=True):
    """The file that carried the values. ``sha256`` is a plain hash, to find it by; below 64 bytes there is none."""

    name: str | None = None
    mime: str | None = None
    size: Count | None = None
    sha256: str | None = None
    complete: bool | None = None


class Principal(Part, frozen=True, kw_only=True):
    """Who was logged in, masked, and what said so."""

    user: str
    source: str


class Secret(Part, frozen=True, kw_only=True):
    """What is said of a secret without saying it. ``digest`` is made with a key of its own."""

    digest: str
    length: Count
    class_: str = msgspec.field(name="class")


class Credential(Part, frozen=True, kw_only=True):
    """A login, or several of one masked user: how, whose, and what became of it.

    ``user`` is empty where it is unknown, or the logins are of many; ``secret`` is absent where there are several.
    """

    scheme: str
    user: str
    secret: Secret | None = None
    outcome: Outcome


class Finding(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, tag_field="type", tag="finding"):
    """One detector's values at one place of one message."""

    schema: Literal[1] = msgspec.field(default_factory=lambda: SCHEMA_VERSION)
    id: Uuid
    sensor: str
    ts: Timestamp
    flow_id: str
    community_id: str | None = None
    sender: Endpoint
    receiver: Endpoint
    direction: DirectionName
    visibility: Visibility
    protection: Protection
    app_proto: str
    where: str
    detector: str
    count: Count
    distinct: Count
    confidence: Percent
    band: Band
    samples: tuple[str, ...]
    digests: tuple[str, ...]
    digest_key_id: str
    part: Count
    final: bool
    why: tuple[str, ...]
    ruleset: str
    evidence: Evidence
    tx: Count
    http: Http | None = None
    mail: Mail | None = None
    db: Database | None = None
    file: File | None = None
    principal: Principal | None = None
    credential: Credential | None = None
    values: tuple[str, ...] = ()

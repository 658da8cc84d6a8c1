"""What all records share: identity, time, endpoints.

A field that is not known is absent: optional fields default to ``None`` and are omitted when encoded. Encoding is
deterministic: fields keep the order of their definition.
"""

from __future__ import annotations

import datetime as dt
import functools
import hashlib
import time
from typing import Annotated, Final, Literal, TypeAlias

import msgspec

SCHEMA_VERSION: Final = 1

# Namespace of all record ids: uuid5(NAMESPACE_DNS, "leaktap.records"). Changing it would change every id.
_NAMESPACE: Final = bytes.fromhex("a0a0fa8a2a645b86ae0ad4d0fe7f8f6f")

Timestamp = Annotated[
    str,
    msgspec.Meta(
        pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{9}Z$",
        description="RFC 3339 in UTC with nine decimals.",
        examples=["2026-01-02T03:04:05.000000006Z"],
    ),
]
Uuid = Annotated[
    str,
    msgspec.Meta(
        pattern=r"^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$",
        description="UUID version 5 over what identifies the record: equal in every run over the same traffic.",
    ),
]
Count = Annotated[int, msgspec.Meta(ge=0)]
Percent = Annotated[int, msgspec.Meta(ge=0, le=100)]

DirectionName: TypeAlias = Literal["egress", "ingress", "internal", "external", "unknown"]
Visibility: TypeAlias = Literal["clear", "decrypted"]
Protection: TypeAlias = Literal["none", "weak", "sound", "unknown"]
Band: TypeAlias = Literal["low", "medium", "high"]
Outcome: TypeAlias = Literal["accepted", "rejected", "unknown"]

HIGH_BAND: Final = 80
MEDIUM_BAND: Final = 50


class Part(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Base of everything nested in a record."""


class Section(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Base of all sections of the configuration: an unknown key is an error."""


class Host(Part, frozen=True, kw_only=True):
    """A name for an address, and who says so."""

    name: str
    source: str


class Client(Part, frozen=True, kw_only=True):
    """For whom a trusted proxy says that it speaks. ``told_by`` names the header that said so.

    ``port`` is absent where it was not told. The rest is as in an endpoint.
    """

    ip: str
    zone: str
    told_by: Literal["proxy_protocol", "x-forwarded-for", "forwarded", "x-real-ip"]
    port: int | None = None
    country: str | None = None
    asn: int | None = None
    located_by: str | None = None


class Endpoint(Part, frozen=True, kw_only=True):
    """One side of a flow. ``port`` is absent where an alert spans several ports.

    ``client`` is there if the address is that of a trusted proxy: rules then judge the client's address and zone.
    ``country`` (ISO 3166-1 alpha-2) and ``asn`` are what the databases named in ``located_by`` say of a public address.
    """

    ip: str
    zone: str
    port: int | None = None
    client: Client | None = None
    host: Host | None = None
    country: str | None = None
    asn: int | None = None
    located_by: str | None = None

    @property
    def peer_ip(self) -> str:
        """The address that rules judge: the client's, if this is a trusted proxy."""
        return self.ip if self.client is None else self.client.ip

    @property
    def peer_zone(self) -> str:
        """The zone that rules judge."""
        return self.zone if self.client is None else self.client.zone

    @property
    def shown(self) -> str:
        """The address for people: of a client with the proxy that it came over."""
        return self.ip if self.client is None else f"{self.client.ip} over {self.ip}"


class Pair(Part, frozen=True, kw_only=True):
    """A number for either side of a flow."""

    orig: Count
    resp: Count


class Text(Part, frozen=True, kw_only=True):
    """A text in the languages it was written in."""

    en: str
    zh: str | None = None


class Evidence(Part, frozen=True, kw_only=True):
    """Where in a capture to look: frames count from 1 as Wireshark does."""

    capture: str
    first_frame: Count
    last_frame: Count
    stream_offset: Count


def record_id(*identity: str | int) -> str:
    """Derives the UUID (version 5) of a record from what identifies it."""
    name = "\0".join(map(str, identity)).encode("utf-8", "surrogatepass")
    digest = bytearray(hashlib.sha1(_NAMESPACE + name, usedforsecurity=False).digest()[:16])
    digest[6] = digest[6] & 0x0F | 0x50
    digest[8] = digest[8] & 0x3F | 0x80
    text = digest.hex()
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


@functools.lru_cache(maxsize=1024)
def _second(seconds: int) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(seconds))


def timestamp(ns: int) -> str:
    """Writes nanoseconds since the epoch as RFC 3339 in UTC with nine decimals."""
    seconds, fraction = divmod(ns, 1_000_000_000)
    return f"{_second(seconds)}.{fraction:09d}Z"


def nanoseconds(text: str) -> int:
    """The time that ``timestamp`` wrote, in ns since the epoch."""
    return int(dt.datetime.fromisoformat(f"{text[:19]}+00:00").timestamp()) * 10**9 + int(text[20:29])


def band(confidence: int) -> Band:
    """Names a confidence: high from 80, medium from 50, else low."""
    if confidence >= HIGH_BAND:
        return "high"
    return "medium" if confidence >= MEDIUM_BAND else "low"


def direction(from_zone: str, to_zone: str, home: str) -> DirectionName:
    """Tells the direction of bytes sent from one zone to another."""
    if not from_zone or not to_zone:
        return "unknown"
    if from_zone == home:
        return "internal" if to_zone == home else "egress"
    return "ingress" if to_zone == home else "external"

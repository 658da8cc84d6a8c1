"""A flow that ended: who, how much, and how whole."""

from __future__ import annotations

from typing import Literal

import msgspec

from sensor.model.record import SCHEMA_VERSION, Count, Endpoint, Pair, Part, Timestamp, Uuid


class Gap(Part, frozen=True, kw_only=True):
    """Missing pieces of one side's stream."""

    count: Count
    bytes: Count


class Gaps(Part, frozen=True, kw_only=True):
    """Missing pieces of either side's stream."""

    orig: Gap
    resp: Gap


class SideCoverage(Part, frozen=True, kw_only=True):
    """Payload bytes of either side by coverage state; states without bytes are left out."""

    orig: dict[str, int]
    resp: dict[str, int]


class Attributes(Part, frozen=True, kw_only=True):
    """What surrounded the flow on the mirror port."""

    vlan: tuple[int, ...] = ()
    tunnel: tuple[str, ...] = ()
    tunnel_id: int | None = None


class Flow(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, tag_field="type", tag="flow"):
    """One flow. ``ts`` is its end; ``end_reason`` says what ended it."""

    schema: Literal[1] = msgspec.field(default_factory=lambda: SCHEMA_VERSION)
    id: Uuid
    sensor: str
    ts: Timestamp
    flow_id: str
    community_id: str | None = None
    orig: Endpoint
    resp: Endpoint
    ip_proto: str
    app_proto: str
    start: Timestamp
    end: Timestamp
    packets: Pair
    bytes: Pair
    payload: Pair
    gaps: Gaps
    retransmissions: Pair
    duplicates: Count
    state: str
    end_reason: str
    coverage: SideCoverage
    attributes: Attributes | None = None

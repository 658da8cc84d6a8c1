"""A named oddity of the traffic or of the run."""

from __future__ import annotations

from typing import Literal

import msgspec

from sensor.model.record import SCHEMA_VERSION, Count, Timestamp, Uuid


class Anomaly(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, tag_field="type", tag="anomaly"):
    """One code on one flow (or on none), with the number of times it occurred; ``detail`` is the first, redacted."""

    schema: Literal[1] = msgspec.field(default_factory=lambda: SCHEMA_VERSION)
    id: Uuid
    sensor: str
    ts: Timestamp
    flow_id: str | None = None
    code: str
    layer: str
    count: Count
    detail: str | None = None

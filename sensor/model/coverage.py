"""The coverage ledger: what became of every payload byte."""

from __future__ import annotations

from typing import Final, Literal

import msgspec

from sensor.model.record import SCHEMA_VERSION, Count, DirectionName, Part, Timestamp, Uuid

STATES: Final = ("inspected", "decrypted", "encrypted", "undecodable", "opaque", "truncated", "lost", "skipped")
JUDGED: Final = frozenset({"inspected", "decrypted"})


class StateBytes(Part, frozen=True, kw_only=True):
    """Payload bytes in each state. A byte is in exactly one."""

    inspected: Count
    decrypted: Count
    encrypted: Count
    undecodable: Count
    opaque: Count
    truncated: Count
    lost: Count
    skipped: Count


class Coverage(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, tag_field="type", tag="coverage"):
    """One row of the ledger. ``total`` is the sum of all states; ``known_missing`` is the part of it no packet brought.

    ``encrypted_weak`` is a view: how many of the encrypted bytes transport policy calls weakly protected.
    """

    schema: Literal[1] = msgspec.field(default_factory=lambda: SCHEMA_VERSION)
    id: Uuid
    sensor: str
    ts: Timestamp
    from_zone: str
    to_zone: str
    direction: DirectionName
    app_proto: str
    bytes: StateBytes
    total: Count
    known_missing: Count
    encrypted_weak: Count = 0

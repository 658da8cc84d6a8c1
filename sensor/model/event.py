"""An event: what was said of an alert, once. The unit that is stored, sent and acknowledged."""

from __future__ import annotations

import msgspec

from sensor.model.alert import Alert


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """One row of the event table.

    Attributes:
        seq: Its place in the table; only ever grows, with holes.
        id: UUID version 5 of the alert's id and revision (``Alert.revision_id``): equal events have equal ids.
        alert: The alert as it stood.
    """

    seq: int
    id: str
    alert: Alert

"""The canary's mark: how its alerts are told from real ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import msgspec

if TYPE_CHECKING:
    from sensor.model.alert import Alert

CANARY_HOST: Final = "canary.leaktap.invalid"
TAG: Final = "canary"


def is_canary(alert: Alert) -> bool:
    """Whether an alert was raised by a canary."""
    return alert.http is not None and alert.http.host == CANARY_HOST


def marked(alert: Alert) -> Alert:
    """A canary's alert with its tag and without its severity, so that it wakes nobody; others as they are."""
    if not is_canary(alert):
        return alert
    return msgspec.structs.replace(alert, severity="info", tags=(*alert.tags, TAG))

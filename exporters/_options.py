"""Options that destinations of several kinds share: how long, and in which format an alert is written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Final, Literal, TypeAlias

import msgspec

from exporters import _ocsf
from sensor.model.record import SCHEMA_VERSION
from sensor.ruleset.compile import duration_ns

if TYPE_CHECKING:
    from sensor.model.alert import Alert

Duration = Annotated[str, msgspec.Meta(pattern=r"^[0-9]+(ms|s|m|h|d)$", examples=["10m"])]
Format: TypeAlias = Literal["ocsf", "ecs", "native"]

# What a receiver needs to know to read a body, by format.
SCHEMAS: Final[dict[Format, str]] = {
    "ocsf": f"ocsf/{_ocsf.OCSF_VERSION}",
    "ecs": "ecs",
    "native": f"leaktap/{SCHEMA_VERSION}",
}


def seconds(duration: str) -> float:
    """Reads a duration such as ``90s``, in seconds."""
    return duration_ns(duration) / 1e9


def document(alert: Alert, form: Format) -> Any:
    """Maps an alert to what is encoded: an OCSF event, an ECS event, or the record as it is."""
    if form == "ocsf":
        return _ocsf.event(alert)
    if form == "ecs":
        from exporters import _ecs  # noqa: PLC0415 - not needed by the other formats

        return _ecs.event(alert)
    return alert

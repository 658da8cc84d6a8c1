"""JSON Schemas of the record streams, generated from the structs.

An absent field is omitted, never null: the schemas say so. ``type`` and ``schema`` are required, and a field that is
not listed is an error, so that a misspelt name cannot pass for an absent one.
"""

from __future__ import annotations

from typing import Any, Final

import msgspec

from sensor.model.alert import Alert
from sensor.model.anomaly import Anomaly
from sensor.model.coverage import Coverage
from sensor.model.evidence import Sealed
from sensor.model.finding import Finding
from sensor.model.flow import Flow
from sensor.model.transport import Transport

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
RECORDS: Final[dict[str, type[msgspec.Struct]]] = {
    "finding": Finding,
    "flow": Flow,
    "transport": Transport,
    "anomaly": Anomaly,
    "coverage": Coverage,
    "alert": Alert,
    "evidence": Sealed,
}
_FINDING_CLASSES: Final = [2006, 2004]


def record_schema(stream: str) -> dict[str, Any]:
    """The JSON Schema of one stream's lines; an alert's is an OCSF event that holds it under ``unmapped.leaktap``."""
    (_, definitions) = msgspec.json.schema_components([RECORDS[stream]], ref_template="#/$defs/{name}")
    name = RECORDS[stream].__name__
    for definition in definitions.values():
        _tighten(definition)
    required = definitions[name]["required"]
    definitions[name]["required"] = ["type", "schema", *(field for field in required if field != "type")]
    top: dict[str, Any] = {"$schema": DIALECT, "title": f"leaktap {stream}, schema 1"}
    if stream == "alert":
        return top | _ocsf_envelope() | {"$defs": definitions}
    return top | {"$ref": f"#/$defs/{name}", "$defs": definitions}


def _ocsf_envelope() -> dict[str, Any]:
    return {
        "description": "An OCSF event (release in metadata.version); the alert itself is under unmapped.leaktap.",
        "type": "object",
        "required": ["class_uid", "metadata", "finding_info", "severity_id", "time", "unmapped"],
        "properties": {
            "class_uid": {"enum": _FINDING_CLASSES},
            "unmapped": {
                "type": "object",
                "required": ["leaktap"],
                "properties": {"leaktap": {"$ref": "#/$defs/Alert"}},
            },
        },
    }


def _tighten(definition: dict[str, Any]) -> None:
    if definition.get("type") != "object":
        return
    definition["additionalProperties"] = False
    properties = definition.get("properties", {})
    for name, field in properties.items():
        choices = field.get("anyOf")
        if choices is None or {"type": "null"} not in choices:
            continue
        left = [choice for choice in choices if choice != {"type": "null"}]
        rest = {key: value for key, value in field.items() if key not in {"anyOf", "default"}}
        properties[name] = rest | (left[0] if len(left) == 1 else {"anyOf": left})
    for field in properties.values():
        if "enum" in field:
            field["enum"] = [value for value in field["enum"] if value is not None]


def encode(schema: dict[str, Any]) -> str:
    """Writes a schema as it is published: indented, with a line end."""
    return msgspec.json.format(msgspec.json.encode(schema), indent=2).decode() + "\n"


def document_schema(kind: type[msgspec.Struct], title: str) -> dict[str, Any]:
    """The JSON Schema of a document that a person writes."""
    (_, definitions) = msgspec.json.schema_components([kind], ref_template="#/$defs/{name}")
    return {"$schema": DIALECT, "title": title, "$ref": f"#/$defs/{kind.__name__}", "$defs": definitions}

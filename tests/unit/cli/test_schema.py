from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from sensor.cli import schema

ROOT = Path(__file__).resolve().parents[3]


def test_published_rule_schema_is_current() -> None:
    published = (ROOT / "rules" / "schema.json").read_text(encoding="utf-8")
    assert published == schema.rules_schema(), "run `leaktap rules schema > rules/schema.json`"


def test_rule_schema_accepts_the_pack_and_refuses_a_misspelt_key(pack_file: Path) -> None:
    document = yaml.safe_load(pack_file.read_text(encoding="utf-8"))
    described: dict[str, Any] = json.loads(schema.rules_schema())
    jsonschema.validate(document, described)
    document["rules"][0]["severty"] = "high"
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(document, described)


def test_configuration_schema_refuses_a_misspelt_key() -> None:
    described: dict[str, Any] = json.loads(schema.configuration_schema())
    jsonschema.validate({"version": 1, "memory": "512MiB"}, described)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"version": 1, "memroy": "512MiB"}, described)

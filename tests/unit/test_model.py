from __future__ import annotations

import uuid
from pathlib import Path
from typing import Any

import jsonschema
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sensor.model import schema
from sensor.model.record import band, direction, record_id, timestamp
from sensor.transport.policy import TransportPolicy

ROOT = Path(__file__).resolve().parents[2]


def test_timestamp_has_nine_decimals_in_utc() -> None:
    assert timestamp(1_760_000_000_000_000_001) == "2025-10-09T08:53:20.000000001Z"


def test_timestamp_before_the_epoch_keeps_its_fraction_positive() -> None:
    assert timestamp(-1) == "1969-12-31T23:59:59.999999999Z"


@given(st.lists(st.text(), max_size=4))
def test_record_id_is_the_standard_uuid5(parts: list[str]) -> None:
    namespace = uuid.uuid5(uuid.NAMESPACE_DNS, "leaktap.records")
    clean = [part.encode("utf-8", "ignore").decode() for part in parts]
    assert record_id(*clean) == str(uuid.uuid5(namespace, "\0".join(clean)))


def test_record_id_tells_split_points_apart() -> None:
    assert record_id("ab", "c") != record_id("a", "bc")


@pytest.mark.parametrize(
    ("confidence", "name"), [(0, "low"), (49, "low"), (50, "medium"), (79, "medium"), (80, "high")]
)
def test_bands_begin_at_50_and_80(confidence: int, name: str) -> None:
    assert band(confidence) == name


@pytest.mark.parametrize(
    ("ends", "name"),
    [
        (("crm", "outside"), "egress"),
        (("outside", "crm"), "ingress"),
        (("crm", "crm"), "internal"),
        (("outside", "partners"), "external"),
        (("", "crm"), "unknown"),
    ],
)
def test_direction_is_that_of_the_sender(ends: tuple[str, str], name: str) -> None:
    assert direction(*ends, "crm") == name


def test_finding_omits_what_is_not_known_and_validates(fake: Any, recorder: Any) -> None:
    raw = fake.Finding(http=fake.Http(user_agent="", status=0))
    line = msgspec.json.decode(msgspec.json.encode(recorder.finding(raw)))
    assert line["type"] == "finding"
    assert line["schema"] == 1
    assert line["http"] == {"method": "GET", "host": "crm.example", "path": "/export"}
    assert not {"mail", "db", "credential", "values", "file"} & line.keys()
    assert None not in line.values()
    jsonschema.validate(line, schema.record_schema("finding"))


@pytest.mark.parametrize(("size", "told"), [(0, None), (63, None), (64, "ab" * 32)])
def test_a_file_that_is_little_more_than_a_value_has_no_hash(
    fake: Any, recorder: Any, size: int, told: str | None
) -> None:
    record = recorder.finding(fake.Finding(file=("phone.txt", "", size, "ab" * 32, True)))
    assert (record.file.size, record.file.sha256) == (size, told)


def test_finding_id_survives_another_run_and_another_path(fake: Any, recorder: Any) -> None:
    one = recorder.finding(fake.Finding())
    assert recorder.finding(fake.Finding(capture="/elsewhere/a.pcap")).id == one.id
    assert recorder.finding(fake.Finding(where="http.request.query:phone")).id != one.id
    assert recorder.finding(fake.Finding(detector="cn.resident_id")).id != one.id
    for ordinal in [(1, 0, 0), (0, 1, 0), (0, 0, 1)]:
        assert recorder.finding(fake.Finding(ordinal=ordinal)).id != one.id


@pytest.mark.parametrize("stream", ["flow", "anomaly", "transport", "coverage"])
def test_every_stream_matches_its_schema(stream: str, fake: Any, recorder: Any) -> None:
    tls = fake.Transport(protocol="tls", protection="sound", version="TLSv1.0", suite=5, group=23, sni="crm.example")
    records = {
        "flow": recorder.flow(fake.Flow(vlan=[10], tunnel=["vxlan"], tunnel_id=7)),
        "anomaly": recorder.anomaly(fake.Anomaly()),
        "transport": recorder.transport(tls, TransportPolicy().verdict(tls)),
        "coverage": recorder.coverage(fake.CoverageRow(), 1),
    }
    line = msgspec.json.decode(msgspec.json.encode(records[stream]))
    assert line["type"] == stream
    jsonschema.validate(line, schema.record_schema(stream))


def test_schema_refuses_null_and_unlisted_fields(fake: Any, recorder: Any) -> None:
    line = msgspec.json.decode(msgspec.json.encode(recorder.finding(fake.Finding())))
    for wrong in ({"http": None}, {"colour": "red"}, {"ts": "2026-01-01T00:00:00Z"}, {"direction": "out"}):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(line | wrong, schema.record_schema("finding"))


def test_coverage_states_sum_to_the_total(fake: Any, recorder: Any) -> None:
    record = recorder.coverage(fake.CoverageRow(), 1, 0)
    assert record.total == 3800
    assert record.known_missing == 20


@pytest.mark.parametrize("stream", sorted(schema.RECORDS))
def test_published_schemas_are_current(stream: str) -> None:
    published = ROOT / "docs" / "reference" / "schemas" / f"{stream}.json"
    assert published.read_text(encoding="utf-8") == schema.encode(schema.record_schema(stream)), (
        "run `leaktap schema --out docs/reference/schemas`"
    )

from __future__ import annotations

import functools
import json
from typing import Any

import jsonschema
import msgspec
import pytest
from ocsf_json_schema import OcsfJsonSchemaEmbedded, get_ocsf_schema

from exporters import _ocsf
from sensor.alerts.evaluate import Evaluator
from sensor.model import schema
from sensor.transport.policy import TransportPolicy
from tests.unit.transport.conftest import make_certificate


@pytest.fixture(scope="module")
def ocsf() -> OcsfJsonSchemaEmbedded:
    return OcsfJsonSchemaEmbedded(get_ocsf_schema(version=_ocsf.OCSF_VERSION))


@pytest.fixture
def evaluator(ruleset: Any, recorder: Any) -> Evaluator:
    return Evaluator(ruleset, recorder=recorder, home="crm")


def validate(ocsf: OcsfJsonSchemaEmbedded, name: str, event: dict[str, Any]) -> None:
    event = json.loads(msgspec.json.encode(event))
    jsonschema.validate(event, ocsf.get_class_schema(name, profiles=[]))
    jsonschema.validate(event, schema.record_schema("alert"))


def test_data_alert_is_a_valid_data_security_finding(evaluator: Evaluator, fake: Any, ocsf: Any) -> None:
    evaluator.finding(fake.Finding(http=fake.Http(), file=("export.csv", "text/csv", 900, "ab" * 32, True)))
    (alert,) = evaluator.finish()
    event = _ocsf.event(alert)
    validate(ocsf, "data_security_finding", event)
    assert event["type_uid"] == 200601
    assert event["time"] == 1_760_000_000_000
    assert event["data_security"]["pattern_match"] == "138****8000"
    assert event["metadata"]["correlation_uid"] == "1:abc="
    assert event["file"]["hashes"] == [{"algorithm": "SHA-256", "algorithm_id": 3, "value": "ab" * 32}]
    assert event["unmapped"]["leaktap"]["rule"] == "pii.cleartext.some"


def test_transport_alert_is_a_valid_detection_finding(evaluator: Evaluator, fake: Any, ocsf: Any) -> None:
    raw = fake.Transport(version="TLSv1.0", suite=5, sni="crm.example", protection="none")
    evaluator.transport(raw, TransportPolicy().verdict(raw))
    (alert,) = evaluator.finish()
    event = _ocsf.event(alert)
    validate(ocsf, "detection_finding", event)
    assert event["evidences"][0]["tls"]["cipher"] == "TLS_RSA_WITH_RC4_128_SHA"
    assert event["evidences"][0]["connection_info"]["direction_id"] == 2


def test_certificate_of_a_transport_is_told_as_ocsf_has_it(
    evaluator: Evaluator, recorder: Any, fake: Any, ocsf: Any
) -> None:
    made = make_certificate()
    shown = fake.Certificate(made.sha256, made.der)
    policy = TransportPolicy()
    policy.certificates.learn([shown])
    recorder.certificate = functools.partial(policy.certificates.facts, plan=b'{"detectors": []}')
    raw = fake.Transport(version="TLSv1.2", suite=5, protection="none", certificates=[shown.sha256])
    evaluator.transport(raw, policy.verdict(raw))
    (alert,) = evaluator.finish()
    event = _ocsf.event(alert)
    validate(ocsf, "detection_finding", event)
    assert event["evidences"][0]["tls"]["certificate"] == {
        "subject": "CN=crm.example.cn",
        "issuer": "CN=Example CA",
        "serial_number": "1",
        "is_self_signed": False,
        "fingerprints": [{"algorithm": "SHA-256", "algorithm_id": 3, "value": shown.sha256}],
        "created_time": 1_757_376_000_000,
        "expiration_time": 1_767_744_000_000,
    }


def test_certificate_that_is_not_remembered_is_a_fingerprint(evaluator: Evaluator, fake: Any, ocsf: Any) -> None:
    raw = fake.Transport(version="TLSv1.2", suite=5, protection="none", certificates=["ab" * 32])
    evaluator.transport(raw, TransportPolicy().verdict(raw))
    (alert,) = evaluator.finish()
    event = _ocsf.event(alert)
    validate(ocsf, "detection_finding", event)
    assert "certificate" not in event["evidences"][0]["tls"]
    assert event["unmapped"]["leaktap"]["transport"]["certificate"] == {"sha256": "ab" * 32}


def test_event_with_a_wrong_attribute_does_not_validate(evaluator: Evaluator, fake: Any, ocsf: Any) -> None:
    evaluator.finding(fake.Finding())
    (alert,) = evaluator.finish()
    with pytest.raises(jsonschema.ValidationError):
        validate(ocsf, "data_security_finding", _ocsf.event(alert) | {"evidences": []})


def test_uid_stays_the_same_while_a_leak_grows(evaluator: Evaluator, fake: Any) -> None:
    evaluator.finding(fake.Finding())
    (first,) = evaluator.finish()
    evaluator.finding(fake.Finding(tx=1))
    (second,) = evaluator.finish()
    events = [_ocsf.event(alert) for alert in (first, msgspec.structs.replace(second, activity="update"))]
    assert events[0]["finding_info"]["uid"] == events[1]["finding_info"]["uid"]
    assert [event["activity_id"] for event in events] == [1, 2]

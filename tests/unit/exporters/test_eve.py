from __future__ import annotations

import json
import re
from typing import Any

import msgspec
import pytest

from exporters import _eve
from sensor.model.alert import TransportShare
from sensor.model.finding import File, Http, Mail
from sensor.model.transport import CertificateFacts
from sensor.ruleset.loader import load

# An excerpt of Suricata's etc/schema.json: names and types of what the mapping writes. Its objects allow nothing else.
TOP = {
    "timestamp": str,
    "event_type": str,
    "flow_id": int,
    "src_ip": str,
    "src_port": int,
    "dest_ip": str,
    "dest_port": int,
    "proto": str,
    "app_proto": str,
    "community_id": str,
    "alert": dict,
    "http": dict,
    "tls": dict,
    "email": dict,
    "files": list,
}
INNER: dict[str, dict[str, type]] = {
    "alert": {
        "action": str,
        "gid": int,
        "signature_id": int,
        "rev": int,
        "signature": str,
        "category": str,
        "severity": int,
        "metadata": dict,
    },
    "metadata": {"signature_severity": list, "tag": list},
    "http": {"hostname": str, "url": str, "http_user_agent": str, "http_method": str, "status": int},
    "tls": {
        "version": str,
        "sni": str,
        "subject": str,
        "issuerdn": str,
        "serial": str,
        "notbefore": str,
        "notafter": str,
    },
    "email": {"from": str, "to": list, "subject": str},
    "files": {"filename": str, "size": int, "sha256": str, "state": str},
}
TIMESTAMP = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{6}[+-]\d{4}")


def conform(value: dict[str, Any], expected: dict[str, type]) -> None:
    for name, inner in value.items():
        assert name in expected
        assert isinstance(inner, expected[name]), name
        if name in INNER:
            objects: list[Any] = inner if isinstance(inner, list) else [inner]
            for each in objects:
                conform(each, INNER[name])


def decoded(alert: Any) -> Any:
    return json.loads(msgspec.json.encode(_eve.event(alert)))


def test_least_and_full_alert_are_as_suricata_writes_them(destinations: Any) -> None:
    full = destinations.make_alert(
        tags=("pipl",),
        flows=("ffffffffffffffff", "00000000000000a1"),
        community_id="1:abc=",
        http=Http(method="GET", host="crm.example", path="/export", status=200, user_agent="curl"),
        mail=Mail(sender="l***@example.cn", to=("m***@example.org",), subject="list"),
        file=File(name="a.csv", size=9, sha256="0" * 64, complete=False),
        transport=TransportShare(
            protocol="tls",
            protection="weak",
            issues=(),
            version="TLSv1.0",
            sni="crm.example",
            certificate=CertificateFacts(
                sha256="ab" * 32, subject="CN=crm.example", not_after="2026-01-01T00:00:00.000000000Z"
            ),
            flows=2,
        ),
    )
    for alert in (destinations.make_alert(), full):
        event = decoded(alert)
        ours = event.pop("leaktap")
        conform(event, TOP)
        assert event["event_type"] == "alert"
        assert TIMESTAMP.fullmatch(event["timestamp"])
        assert ours["event_id"] == alert.revision_id
        assert ours["id"] == alert.id
    event = decoded(full)
    assert event["flow_id"] == (1 << 52) - 1
    assert event["tls"] == {
        "version": "TLS 1.0",
        "sni": "crm.example",
        "subject": "CN=crm.example",
        "notafter": "2026-01-01T00:00:00",
    }
    assert event["files"][0]["state"] == "TRUNCATED"


def test_sender_is_the_source(destinations: Any) -> None:
    event = decoded(destinations.make_alert())
    assert (event["src_ip"], event["src_port"], event["dest_ip"]) == ("10.20.0.7", 8080, "198.51.100.9")
    assert "dest_port" not in event
    assert event["proto"] == "TCP"
    assert event["timestamp"] == "2025-10-09T08:53:20.000000+0000"


@pytest.mark.parametrize(("severity", "number"), [("critical", 1), ("high", 1), ("medium", 2), ("low", 3), ("info", 3)])
def test_one_is_the_worst(destinations: Any, severity: str, number: int) -> None:
    assert decoded(destinations.make_alert(severity=severity))["alert"]["severity"] == number


def test_signature_ids_are_for_ever() -> None:
    assert _eve.signature_id("pii.cleartext.some") == 1_801_536_943
    assert _eve.signature_id("transport.plaintext.web") == 2_140_250_656


def test_signature_ids_of_all_rules_differ_and_fit_into_31_bits() -> None:
    rules = list(load(["builtin"]).rules)
    ids = {_eve.signature_id(rule) for rule in rules}
    assert len(ids) == len(rules) > 10
    assert all(1 << 30 <= number < 1 << 31 for number in ids)

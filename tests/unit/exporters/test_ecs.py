from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from exporters import _ecs, _ocsf
from sensor.model.alert import SEVERITIES, TransportShare
from sensor.model.finding import File, Http, Mail
from sensor.model.record import Endpoint, Host
from sensor.model.transport import CertificateFacts

if TYPE_CHECKING:
    from collections.abc import Iterator

# Fields of ECS 9.4.0 that the mapping uses; all were looked up in its published schema.
TEXT = """
    @timestamp ecs.version message tags
    event.id event.kind event.category event.type event.action event.module event.dataset event.code event.reason
    event.severity event.risk_score event.start event.end
    rule.id rule.name rule.category rule.version
    observer.vendor observer.product observer.type observer.name observer.version
    source.address source.ip source.port source.domain
    destination.address destination.ip destination.port destination.domain
    network.direction network.type network.protocol network.transport network.community_id
    related.ip related.hosts
    tls.version_protocol tls.version tls.cipher tls.client.server_name
    tls.server.subject tls.server.issuer tls.server.not_before tls.server.not_after tls.server.hash.sha256
    http.request.method http.response.status_code url.domain url.path user_agent.original
    email.subject email.from.address email.to.address
    file.name file.mime_type file.size file.hash.sha256
"""
FIELDS = frozenset(TEXT.split())
# Fields that ECS says hold arrays.
ARRAYS = frozenset(
    {"tags", "event.category", "event.type", "related.ip", "related.hosts", "email.from.address", "email.to.address"}
)

FULL = {
    "tags": ("pipl",),
    "community_id": "1:abc=",
    "sender": Endpoint(ip="10.20.0.7", zone="crm", port=8080, host=Host(name="crm.example", source="config")),
    "receiver": Endpoint(ip="2001:db8::9", zone="outside", port=443, host=Host(name="peer.example", source="sni")),
    "http": Http(method="GET", host="crm.example", path="/export", status=200, user_agent="curl"),
    "mail": Mail(sender="l***@example.cn", to=("m***@example.org",), subject="list"),
    "file": File(name="a.csv", mime="text/csv", size=9, sha256="0" * 64, complete=True),
    "transport": TransportShare(
        protocol="tls",
        protection="weak",
        issues=("tls_version",),
        version="TLSv1.0",
        suite="TLS_RSA_WITH_RC4_128_SHA",
        sni="crm.example",
        certificate=CertificateFacts(
            sha256="ab" * 32,
            subject="CN=crm.example",
            issuer="CN=Example CA",
            not_before="2025-01-01T00:00:00.000000000Z",
            not_after="2026-01-01T00:00:00.000000000Z",
        ),
        flows=2,
    ),
}


def flat(value: dict[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    for name, inner in value.items():
        if isinstance(inner, dict):
            yield from flat(inner, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", inner


@pytest.mark.parametrize("changes", [{}, FULL], ids=["least", "full"])
def test_every_field_is_one_of_ecs(destinations: Any, changes: dict[str, Any]) -> None:
    event = json.loads(msgspec.json.encode(_ecs.event(destinations.make_alert(**changes))))
    ours = event.pop("leaktap")
    found = dict(flat(event))
    assert set(found) <= FIELDS
    assert {name for name, value in found.items() if isinstance(value, list)} == ARRAYS & set(found)
    assert ours["rule"] == event["rule"]["id"]


def test_full_alert_uses_every_field(destinations: Any) -> None:
    event = _ecs.event(destinations.make_alert(**FULL))
    del event["leaktap"]
    assert {name for name, _ in flat(event)} == FIELDS


def test_event_says_which_event_of_which_alert_it_is(destinations: Any) -> None:
    alert = destinations.make_alert(revision=3, activity="update", community_id="1:abc=")
    event = _ecs.event(alert)
    assert event["event"]["id"] == event["leaktap"]["event_id"] == alert.revision_id
    assert event["event"]["action"] == "update"
    assert event["leaktap"]["id"] == alert.id
    assert event["leaktap"]["revision"] == 3
    assert event["leaktap"]["sender"]["zone"] == "crm"
    assert event["leaktap"]["detectors"][0]["samples"] == ("138****8000",)
    assert event["network"] == {
        "direction": "outbound",
        "type": "ipv4",
        "protocol": "http",
        "transport": "tcp",
        "community_id": "1:abc=",
    }


def test_protocol_over_tcp_and_udp_leaves_the_transport_open(destinations: Any) -> None:
    assert "transport" not in _ecs.event(destinations.make_alert(app_proto=("dns",)))["network"]
    assert _ecs.event(destinations.make_alert(app_proto=("udp",)))["network"]["transport"] == "udp"
    assert _ocsf.ip_proto(destinations.make_alert(app_proto=())) is None
    assert _ocsf.ip_proto(destinations.make_alert(app_proto=("quicker-than-we-know",))) is None


def test_tls_version_is_split_and_other_versions_are_left_out(destinations: Any) -> None:
    assert _ecs.event(destinations.make_alert(**FULL))["tls"]["version"] == "1.0"
    share = TransportShare(protocol="ssh", protection="sound", issues=(), version="2.0", flows=1)
    assert "tls" not in _ecs.event(destinations.make_alert(transport=share))


def test_severities_rise_in_every_format() -> None:
    levels = [_ocsf.SEVERITIES[name] for name in SEVERITIES]
    for column in ("ocsf", "ecs", "cef"):
        numbers = [getattr(level, column) for level in levels]
        assert numbers == sorted(set(numbers)), column
    for column in ("eve", "syslog"):
        numbers = [getattr(level, column) for level in levels]
        assert numbers == sorted(numbers, reverse=True), column
    assert {level.eve for level in levels} == {1, 2, 3}

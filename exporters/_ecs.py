"""Alerts as ECS events (Elastic Common Schema 9).

ECS has no fields for what a data leak is about; the alert is under ``leaktap``, whole, with ``leaktap.event_id``. The
fields of ECS repeat what dashboards and detection rules read. ``source`` is who sent the data, ``destination`` who got
it. Their zones are ``leaktap.sender.zone`` and ``leaktap.receiver.zone``: ECS knows zones of an observer's interfaces
only.
"""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING, Any, Final

import msgspec

import sensor
from exporters import _ocsf

if TYPE_CHECKING:
    from sensor.model.alert import Alert
    from sensor.model.record import Endpoint

ECS_VERSION: Final = "9.4.0"

# network.direction as a perimeter sensor says it.
DIRECTIONS: Final = {"ingress": "inbound", "egress": "outbound"}


def event(alert: Alert) -> dict[str, Any]:
    """Maps an alert to an ECS event; what is not known is absent."""
    found: dict[str, Any] = {
        "@timestamp": alert.ts,
        "ecs": {"version": ECS_VERSION},
        "message": _ocsf.message(alert),
        "event": _event(alert),
        "rule": {
            "id": alert.rule,
            "name": alert.title.en,
            "category": alert.group,
            "version": alert.ruleset,
        },
        "observer": {
            "vendor": "leaktap",
            "product": "leaktap",
            "type": "sensor",
            "name": alert.sensor,
            "version": sensor.__version__,
        },
        "source": _endpoint(alert.sender),
        "destination": _endpoint(alert.receiver),
        "network": _network(alert),
        "related": _related(alert),
    }
    if alert.tags:
        found["tags"] = list(alert.tags)
    found |= _tls(alert) | _http(alert) | _mail(alert) | _file(alert)
    found["leaktap"] = {"event_id": alert.revision_id, **msgspec.to_builtins(alert)}
    return found


def _event(alert: Alert) -> dict[str, Any]:
    level = _ocsf.SEVERITIES[alert.severity]
    return {
        "id": alert.revision_id,
        "kind": "alert",
        "category": ["network", "intrusion_detection"],
        "type": ["info"] if alert.transport is None else ["info", "protocol"],
        "action": alert.activity,
        "module": "leaktap",
        "dataset": "leaktap.alert",
        "code": alert.rule,
        "reason": alert.title.en,
        "severity": level.ecs,
        "risk_score": level.ecs,
        "start": alert.first_seen,
        "end": alert.last_seen,
    }


def _endpoint(endpoint: Endpoint) -> dict[str, Any]:
    found: dict[str, Any] = {"address": endpoint.ip, "ip": endpoint.ip}
    if endpoint.port is not None:
        found["port"] = endpoint.port
    if endpoint.host is not None:
        found["domain"] = endpoint.host.name
    if endpoint.country is not None:
        found["geo"] = {"country_iso_code": endpoint.country}
    if endpoint.asn is not None:
        found["as"] = {"number": endpoint.asn}
    return found


def _network(alert: Alert) -> dict[str, Any]:
    found: dict[str, Any] = {
        "direction": DIRECTIONS.get(alert.direction, alert.direction),
        "type": f"ipv{ipaddress.ip_address(alert.sender.ip).version}",
    }
    if alert.app_proto:
        found["protocol"] = alert.app_proto[0]
    if (transport := _ocsf.ip_proto(alert)) is not None:
        found["transport"] = transport
    if alert.community_id is not None:
        found["community_id"] = alert.community_id
    return found


def _related(alert: Alert) -> dict[str, Any]:
    ends = (alert.sender, alert.receiver)
    found = {"ip": list(dict.fromkeys(end.ip for end in ends))}
    if hosts := list(dict.fromkeys(end.host.name for end in ends if end.host is not None)):
        found["hosts"] = hosts
    return found


def _tls(alert: Alert) -> dict[str, Any]:
    transport, version = alert.transport, _ocsf.tls_version(alert)
    if transport is None or version is None:
        return {}
    found: dict[str, Any] = {"version_protocol": version[0].lower(), "version": version[1]}
    if transport.suite is not None:
        found["cipher"] = transport.suite
    if transport.sni is not None:
        found["client"] = {"server_name": transport.sni}
    shown = transport.certificate
    if shown is not None:
        server = _known(
            subject=shown.subject, issuer=shown.issuer, not_before=shown.not_before, not_after=shown.not_after
        )
        found["server"] = server | {"hash": {"sha256": shown.sha256.upper()}}
    return {"tls": found}


def _known(**fields: Any) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value is not None}


def _http(alert: Alert) -> dict[str, Any]:
    http = alert.http
    if http is None:
        return {}
    found = _known(
        http=_known(
            request=_known(method=http.method) or None,
            response=_known(status_code=http.status) or None,
        )
        or None,
        url=_known(domain=http.host, path=http.path) or None,
    )
    if http.user_agent:
        found["user_agent"] = {"original": http.user_agent}
    return found


def _mail(alert: Alert) -> dict[str, Any]:
    mail = alert.mail
    if mail is None:
        return {}
    found = _known(subject=mail.subject)
    if mail.sender is not None:
        found["from"] = {"address": [mail.sender]}
    if mail.to:
        found["to"] = {"address": list(mail.to)}
    return {"email": found} if found else {}


def _file(alert: Alert) -> dict[str, Any]:
    file = alert.file
    if file is None:
        return {}
    found = _known(name=file.name, mime_type=file.mime, size=file.size)
    if file.sha256 is not None:
        found["hash"] = {"sha256": file.sha256}
    return {"file": found} if found else {}

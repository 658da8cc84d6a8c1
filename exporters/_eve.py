"""Alerts as Suricata EVE alert events, for what reads Suricata's ``eve.json``: EveBox, Filebeat, SELKS, Security Onion.

``src_ip`` is who sent the data, ``dest_ip`` who got it. The alert is under ``leaktap``, whole, with its event id
(``leaktap.event_id``); everything beside it is spelt as Suricata's own schema (``etc/schema.json``) has it. Of an alert
over several flows, ``flow_id`` is the first one's.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any, Final

import msgspec

from exporters import _ocsf

if TYPE_CHECKING:
    from sensor.model.alert import Alert

# Numbers of published rule sets are far below: ours never meet them.
_FIRST_ID: Final = 1 << 30
# JavaScript holds integers of up to 53 bits exactly; Suricata keeps its flow ids within them too.
_FLOW_DIGITS: Final = 13
_MICROSECONDS: Final = 26


def signature_id(rule: str) -> int:
    """Makes a number of a rule's id, the same for ever: from 2^30 to 2^31 - 1, by SHA-256."""
    return _FIRST_ID | int.from_bytes(hashlib.sha256(rule.encode()).digest()[:4]) & _FIRST_ID - 1


def timestamp(text: str) -> str:
    """Spells one of our timestamps as Suricata does: microseconds, and ``+0000`` for UTC."""
    return f"{text[:_MICROSECONDS]}+0000"


def event(alert: Alert) -> dict[str, Any]:
    """Maps an alert to an EVE event; what is not known is absent."""
    found: dict[str, Any] = {"timestamp": timestamp(alert.ts), "event_type": "alert"}
    if alert.flows:
        found["flow_id"] = int(alert.flows[0][:_FLOW_DIGITS], 16)
    for end, endpoint in (("src", alert.sender), ("dest", alert.receiver)):
        found[f"{end}_ip"] = endpoint.ip
        if endpoint.port is not None:
            found[f"{end}_port"] = endpoint.port
    if (proto := _ocsf.ip_proto(alert)) is not None:
        found["proto"] = proto.upper()
    if alert.app_proto:
        found["app_proto"] = alert.app_proto[0]
    if alert.community_id is not None:
        found["community_id"] = alert.community_id
    level = _ocsf.SEVERITIES[alert.severity]
    found["alert"] = {
        "action": "allowed",
        "gid": 1,
        "signature_id": signature_id(alert.rule),
        "rev": 1,
        "signature": f"leaktap {alert.rule}: {alert.title.en}",
        "category": alert.group,
        "severity": level.eve,
        "metadata": {"signature_severity": [level.caption], **({"tag": list(alert.tags)} if alert.tags else {})},
    }
    found |= _http(alert) | _tls(alert) | _mail(alert) | _files(alert)
    found["leaktap"] = {"event_id": alert.revision_id, **msgspec.to_builtins(alert)}
    return found


def _http(alert: Alert) -> dict[str, Any]:
    http = alert.http
    if http is None:
        return {}
    fields = {
        "hostname": http.host,
        "url": http.path,
        "http_user_agent": http.user_agent or None,
        "http_method": http.method,
        "status": http.status,
    }
    return {"http": {name: value for name, value in fields.items() if value is not None}}


def _tls(alert: Alert) -> dict[str, Any]:
    transport, version = alert.transport, _ocsf.tls_version(alert)
    if transport is None or version is None:
        return {}
    found = {"version": " ".join(version)}  # TLS 1.2, with a blank: Filebeat splits there
    if transport.sni is not None:
        found["sni"] = transport.sni
    shown = transport.certificate
    if shown is not None:
        fields = {
            "subject": shown.subject,
            "issuerdn": shown.issuer,
            "serial": shown.serial,
            "notbefore": shown.not_before and shown.not_before[:19],
            "notafter": shown.not_after and shown.not_after[:19],
        }
        found |= {name: value for name, value in fields.items() if value is not None}
    return {"tls": found}


def _mail(alert: Alert) -> dict[str, Any]:
    mail = alert.mail
    if mail is None:
        return {}
    found: dict[str, Any] = {}
    if mail.sender is not None:
        found["from"] = mail.sender
    if mail.to:
        found["to"] = list(mail.to)
    if mail.subject is not None:
        found["subject"] = mail.subject
    return {"email": found} if found else {}


def _files(alert: Alert) -> dict[str, Any]:
    file = alert.file
    if file is None or file.name is None:
        return {}
    found: dict[str, Any] = {"filename": file.name}
    if file.size is not None:
        found["size"] = file.size
    if file.sha256 is not None:
        found["sha256"] = file.sha256
    if file.complete is not None:
        found["state"] = "CLOSED" if file.complete else "TRUNCATED"
    return {"files": [found]}

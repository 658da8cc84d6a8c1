"""Alerts as OCSF events: Data Security Finding (2006), for transport policy Detection Finding (2004).

Only attributes of the pinned release are used; everything of ours is under ``unmapped.leaktap``, whole. Values are
masked already: an alert never holds others.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import msgspec

import sensor
from sensor import engine
from sensor.model.record import nanoseconds

if TYPE_CHECKING:
    from sensor.model.alert import Alert, Severity, TransportShare
    from sensor.model.finding import File
    from sensor.model.record import Endpoint
    from sensor.model.transport import CertificateFacts

OCSF_VERSION: Final = "1.8.0"

ACTIVITIES: Final = {"create": (1, "Create"), "update": (2, "Update"), "close": (3, "Close")}
STATUSES: Final = {"create": (1, "New"), "update": (2, "In Progress"), "close": (4, "Resolved")}
CONFIDENCES: Final = {"low": (1, "Low"), "medium": (2, "Medium"), "high": (3, "High")}
DIRECTIONS: Final = {"ingress": (1, "Inbound"), "egress": (2, "Outbound"), "internal": (3, "Lateral")}
DATA_SECURITY_FINDING: Final = 2006
DETECTION_FINDING: Final = 2004
_IN_TRANSIT: Final = 2
_OTHER: Final = 99
_RULE: Final = 1
_TLS_VERSION: Final = re.compile(r"(D?TLS|SSL|TLCP)v([0-9.]+)")


class Level(NamedTuple):
    """One severity in the words of every format.

    Attributes:
        ocsf: ``severity_id`` of OCSF.
        caption: Its caption there.
        ecs: ``event.severity`` and ``event.risk_score`` of ECS, in the bands of Elastic's own rules (0 to 100).
        eve: ``alert.severity`` of Suricata; 1 is the worst, and 3 the least that its tools know.
        cef: Severity of CEF, 0 to 10.
        syslog: Severity of RFC 5424 §6.2.1; 2 (critical) to 6 (informational).
    """

    ocsf: int
    caption: str
    ecs: int
    eve: int
    cef: int
    syslog: int


# The one table of severities, for all formats.
SEVERITIES: Final[dict[Severity, Level]] = {
    "info": Level(1, "Informational", 1, 3, 1, 6),
    "low": Level(2, "Low", 21, 3, 3, 5),
    "medium": Level(3, "Medium", 47, 2, 5, 4),
    "high": Level(4, "High", 73, 1, 8, 3),
    "critical": Level(5, "Critical", 99, 1, 10, 2),
}


def milliseconds(timestamp: str) -> int:
    """Reads our timestamps (RFC 3339, UTC, nine decimals) as OCSF's milliseconds since the epoch."""
    return nanoseconds(timestamp) // 10**6


def _endpoint(endpoint: Endpoint) -> dict[str, Any]:
    found: dict[str, Any] = {"ip": endpoint.ip, "zone": endpoint.zone}
    if endpoint.port is not None:
        found["port"] = endpoint.port
    if endpoint.host is not None:
        found["hostname"] = endpoint.host.name
    if endpoint.country is not None:
        found["location"] = {"country": endpoint.country}
    if endpoint.asn is not None:
        found["autonomous_system"] = {"number": endpoint.asn}
    return found


def message(alert: Alert) -> str:
    """One line for a person: what, from whom, to whom."""
    ends = f"from {alert.sender.ip} ({alert.sender.zone}) to {alert.receiver.ip} ({alert.receiver.zone})"
    over = ", ".join(alert.app_proto)
    if alert.transport is not None and alert.transport.judged is not None:
        return f"{alert.title.en}: {alert.transport.judged} % judged from {alert.sender.zone} to {alert.receiver.zone}"
    if alert.transport is not None:
        return f"{alert.title.en}: {over} {ends}, {alert.transport.flows} flows"
    shares = ", ".join(f"{share.distinct} {share.detector}" for share in alert.detectors)
    return f"{alert.title.en}: {shares} {ends} over {over}"


def ip_proto(alert: Alert) -> str | None:
    """Tells ``tcp`` or ``udp`` where the protocols of an alert run over one of them only; alerts do not say it."""
    over = {name: transports for name, _, transports in engine.protocols()}
    found = {transport for name in alert.app_proto for transport in over.get(name, [name])}
    return found.pop() if len(found) == 1 and found <= {"tcp", "udp"} else None


def tls_version(alert: Alert) -> tuple[str, str] | None:
    """Splits the version of a TLS-like transport into protocol and number, such as ``TLS`` and ``1.2``."""
    version = alert.transport.version if alert.transport is not None else None
    found = _TLS_VERSION.fullmatch(version or "")
    return (found[1], found[2]) if found else None


def event(alert: Alert) -> dict[str, Any]:
    """Maps an alert to an OCSF event that validates against the pinned release."""
    class_uid = DETECTION_FINDING if alert.transport is not None else DATA_SECURITY_FINDING
    class_name = "Detection Finding" if alert.transport is not None else "Data Security Finding"
    activity_id, activity = ACTIVITIES[alert.activity]
    level = SEVERITIES[alert.severity]
    status_id, status = STATUSES[alert.activity]
    confidence_id, confidence = CONFIDENCES[alert.band]
    first, last = milliseconds(alert.first_seen), milliseconds(alert.last_seen)
    found: dict[str, Any] = {
        "activity_id": activity_id,
        "activity_name": activity,
        "category_uid": 2,
        "category_name": "Findings",
        "class_uid": class_uid,
        "class_name": class_name,
        "type_uid": class_uid * 100 + activity_id,
        "type_name": f"{class_name}: {activity}",
        "severity_id": level.ocsf,
        "severity": level.caption,
        "status_id": status_id,
        "status": status,
        "confidence_id": confidence_id,
        "confidence": confidence,
        "confidence_score": alert.confidence,
        "is_alert": True,
        "time": milliseconds(alert.ts),
        "start_time": first,
        "end_time": last,
        "count": max(1, alert.count),
        "message": message(alert),
        "metadata": _metadata(alert),
        "finding_info": _finding_info(alert, first, last),
    }
    found |= _transport_part(alert) if alert.transport is not None else _data_part(alert)
    found["unmapped"] = {"leaktap": msgspec.to_builtins(alert)}
    return found


def _metadata(alert: Alert) -> dict[str, Any]:
    metadata: dict[str, Any] = {
        "version": OCSF_VERSION,
        "product": {"name": "leaktap", "vendor_name": "leaktap", "version": sensor.__version__},
        "event_code": alert.rule,
        "uid": alert.revision_id,
        "log_name": "alert",
    }
    if alert.community_id is not None:
        metadata["correlation_uid"] = alert.community_id
    if alert.tags:
        metadata["labels"] = list(alert.tags)
    return metadata


def _finding_info(alert: Alert, first: int, last: int) -> dict[str, Any]:
    return {
        "uid": alert.key,
        "title": alert.title.en,
        "types": [alert.group, *(share.detector for share in alert.detectors)],
        "analytic": {"type_id": _RULE, "type": "Rule", "uid": alert.rule, "name": alert.title.en},
        "first_seen_time": first,
        "last_seen_time": last,
        "created_time": milliseconds(alert.ts),
    }


def _data_part(alert: Alert) -> dict[str, Any]:
    security: dict[str, Any] = {
        "data_lifecycle_state_id": _IN_TRANSIT,
        "data_lifecycle_state": "Data in-Transit",
        "detection_system_id": _OTHER,
        "detection_system": "Network sensor",
        "detection_pattern": ", ".join(share.detector for share in alert.detectors),
        "policy": {"name": alert.title.en, "uid": alert.rule, "version": alert.ruleset},
        "total": alert.distinct,
    }
    samples = [sample for share in alert.detectors for sample in share.samples]
    if samples:
        security["pattern_match"] = samples[0]
    found: dict[str, Any] = {
        "data_security": security,
        "src_endpoint": _endpoint(alert.sender),
        "dst_endpoint": _endpoint(alert.receiver),
    }
    if alert.file is not None and alert.file.name:
        found["file"] = _file(alert.file, alert.file.name)
    return found


def _file(file: File, name: str) -> dict[str, Any]:
    found: dict[str, Any] = {"name": name, "type_id": 1}
    if file.mime:
        found["mime_type"] = file.mime
    if file.size is not None:
        found["size"] = file.size
    if file.sha256:
        found["hashes"] = [{"algorithm": "SHA-256", "algorithm_id": 3, "value": file.sha256}]
    return found


def _tls(transport: TransportShare, version: str) -> dict[str, Any]:
    found: dict[str, Any] = {"version": version}
    if transport.suite is not None:
        found["cipher"] = transport.suite
    if transport.sni is not None:
        found["sni"] = transport.sni
    shown = transport.certificate
    # What OCSF requires of a certificate is not known of one that could not be read.
    if shown is not None and shown.issuer is not None and shown.serial is not None:
        found["certificate"] = _certificate(shown, shown.issuer, shown.serial)
    return found


def _certificate(shown: CertificateFacts, issuer: str, serial: str) -> dict[str, Any]:
    found: dict[str, Any] = {
        "issuer": issuer,
        "serial_number": serial,
        "fingerprints": [{"algorithm": "SHA-256", "algorithm_id": 3, "value": shown.sha256}],
        "is_self_signed": shown.subject == issuer,
    }
    if shown.subject is not None:
        found["subject"] = shown.subject
    if shown.not_before is not None and shown.not_after is not None:
        found["created_time"] = milliseconds(shown.not_before)
        found["expiration_time"] = milliseconds(shown.not_after)
    return found


def _transport_part(alert: Alert) -> dict[str, Any]:
    direction_id, direction = DIRECTIONS.get(alert.direction, (0, "Unknown"))
    connection = {"direction_id": direction_id, "direction": direction}
    evidence: dict[str, Any] = {
        "src_endpoint": _endpoint(alert.sender),
        "dst_endpoint": _endpoint(alert.receiver),
        "connection_info": connection,
    }
    transport = alert.transport
    if transport is not None and transport.version is not None and (transport.suite or transport.certificate):
        evidence["tls"] = _tls(transport, transport.version)
    found: dict[str, Any] = {"evidences": [evidence]}
    if alert.advice is not None:
        found["remediation"] = {"desc": alert.advice.en}
    return found

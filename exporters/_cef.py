r"""Alerts as lines of the Common Event Format (CEF 0), after "Implementing ArcSight Common Event Format", version 23.

In the header ``\`` and ``|`` are escaped; in the extension ``\``, ``=`` and line ends. Other control characters become
blanks. A value is cut to what the dictionary of CEF allows for its key. Keys stand in the order of their worth, so that
a line that must be short loses the last ones.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import sensor
from exporters import _ocsf

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sensor.model.alert import Alert

DIRECTIONS: Final = {"ingress": 0, "egress": 1}

_NAME: Final = 512
_HEADER: Final = re.compile(r"[\\|]")
_EXTENSION: Final = re.compile(r"[\\=\n\r]")
_LINE_ENDS: Final = {"\n": r"\n", "\r": r"\r"}
_CONTROL: Final = re.compile(r"[\x00-\x09\x0b\x0c\x0e-\x1f\x7f\x85\u2028\u2029]")
_ALL_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]")

# Most characters of a value, by key (CEF 23, "Producer dictionary"); what is not listed has a bound of its own.
_MOST: Final = {
    "act": 63,
    "app": 31,
    "c6a2": 39,
    "c6a3": 39,
    "cat": 1023,
    "cs1": 4000,
    "cs2": 4000,
    "cs3": 4000,
    "cs4": 4000,
    "cs5": 4000,
    "cs6": 4000,
    "dhost": 1023,
    "dvchost": 100,
    "fileHash": 255,
    "flexString1": 1023,
    "flexString2": 1023,
    "fname": 1023,
    "msg": 1023,
    "request": 1023,
    "requestClientApplication": 1023,
    "requestMethod": 1023,
    "shost": 1023,
}


def header(text: str) -> str:
    """Escapes a field of the header, where a line end cannot be written."""
    return _HEADER.sub(r"\\\g<0>", _ALL_CONTROL.sub(" ", text))


def extension(text: str) -> str:
    """Escapes a value of the extension."""
    return _EXTENSION.sub(lambda found: _LINE_ENDS.get(found[0], f"\\{found[0]}"), _CONTROL.sub(" ", text))


def line(alert: Alert, most: int | None = None) -> str:
    """Maps an alert to a line of CEF, without a line end.

    Args:
        alert: The alert.
        most: Bytes of UTF-8 that it may have; keys at the end are left out until it does. None: no bound.

    Returns:
        The line. It is longer than ``most`` only if that leaves no room for header and event id.
    """
    fields = ("leaktap", "leaktap", sensor.__version__, alert.rule, alert.title.en[:_NAME])
    head = "|".join(["CEF:0", *map(header, fields), str(_ocsf.SEVERITIES[alert.severity].cef), ""])
    parts = [" ".join(f"{key}={extension(value)}" for key, value in group) for group in _groups(alert)]
    if most is not None:
        room = most - len(head.encode()) - len(parts[0].encode())
        for count, part in enumerate(parts[1:], start=1):
            room -= len(part.encode()) + 1
            if room < 0:
                parts = parts[:count]
                break
    return head + " ".join(parts)


def _groups(alert: Alert) -> Iterator[list[tuple[str, str]]]:
    """Keys and values that are left out together, the most needed first; what is not known is absent."""
    for key, value in _pairs(alert):
        if value is None or value == "":
            continue
        name, _, label = key.partition(":")
        text = str(value)[: _MOST.get(name)]
        yield [(name, text), (f"{name}Label", label)] if label else [(name, text)]


def _pairs(alert: Alert) -> Iterator[tuple[str, str | int | None]]:
    """Keys and values; a key of a custom field has its label behind a colon."""
    proto = _ocsf.ip_proto(alert)
    yield "externalId", alert.revision_id
    yield "rt", _ocsf.milliseconds(alert.ts)
    yield "dvchost", alert.sensor
    yield "act", alert.activity
    yield "cat", alert.group
    yield _address("src", "c6a2:Source IPv6 Address", alert.sender.ip)
    yield "spt", alert.sender.port
    yield _address("dst", "c6a3:Destination IPv6 Address", alert.receiver.ip)
    yield "dpt", alert.receiver.port
    yield "proto", proto and proto.upper()
    yield "app", ",".join(alert.app_proto)
    yield "deviceDirection", DIRECTIONS.get(alert.direction)
    yield "cnt", alert.count
    yield "start", _ocsf.milliseconds(alert.first_seen)
    yield "end", _ocsf.milliseconds(alert.last_seen)
    yield "cs5:alertId", alert.id
    yield "cn2:revision", alert.revision
    yield "cn1:distinct", alert.distinct
    yield "cn3:confidence", alert.confidence
    yield "flexString1:direction", alert.direction
    yield "flexString2:protection", alert.protection
    yield "cs1:senderZone", alert.sender.zone
    yield "cs2:receiverZone", alert.receiver.zone
    yield "cs3:communityId", alert.community_id
    yield "msg", _ocsf.message(alert)
    yield "cs4:samples", _samples(alert)
    yield "cs6:where", ", ".join(alert.where)
    for key, endpoint in (("shost", alert.sender), ("dhost", alert.receiver)):
        yield key, endpoint.host.name if endpoint.host is not None else None
    if alert.file is not None:
        yield "fname", alert.file.name
        yield "fsize", alert.file.size
        yield "fileHash", alert.file.sha256
    if alert.http is not None:
        yield "requestMethod", alert.http.method
        yield "request", f"{alert.http.host or ''}{alert.http.path or ''}"
        yield "requestClientApplication", alert.http.user_agent


def _address(ipv4: str, ipv6: str, address: str) -> tuple[str, str]:
    """Keys src and dst are for IPv4; IPv6 has keys of its own."""
    return (ipv6 if ":" in address else ipv4), address


def _samples(alert: Alert) -> str:
    return ", ".join(f"{share.detector}: {sample}" for share in alert.detectors for sample in share.samples)

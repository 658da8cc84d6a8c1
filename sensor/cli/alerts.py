"""``leaktap alerts list|show|ack|unack|export``: what the event store holds, whether or not the daemon runs."""

from __future__ import annotations

import contextlib
import datetime as dt
import getpass
import sqlite3
import time
from typing import TYPE_CHECKING, Any, Final, Literal

import msgspec

from sensor.alerts.database import StoreError, unusable
from sensor.alerts.ledger import Ledger
from sensor.cli.console import out, out_documents
from sensor.errors import UsageError
from sensor.model.record import timestamp
from sensor.ruleset.compile import duration_ns

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sensor.alerts.ledger import Acknowledgement, Status, StoredAlert
    from sensor.model.alert import Alert
    from sensor.model.event import Event
    from sensor.model.record import Endpoint
    from sensor.model.transport import CertificateFacts

_ID: Final = 8
_SECONDS: Final = 19
_LABEL: Final = 13


@contextlib.contextmanager
def _open(path: str, *, write: bool = False) -> Iterator[Ledger]:
    with Ledger.connect(path, now_ns=time.time_ns, write=write) as ledger:
        try:
            yield ledger
        except sqlite3.DatabaseError as error:
            raise StoreError(unusable(path, error)) from error


def moment(text: str, now_ns: int, *, ahead: bool = False) -> int:
    """Reads a time, ns since the epoch: ``2026-01-02``, ``2026-01-02T03:04:05+08:00``, or how long ago (``7d``).

    Without an offset UTC is meant.

    Args:
        text: What was given.
        now_ns: The time now.
        ahead: Durations are from now on, and the time must lie ahead.

    Raises:
        UsageError: If it is no time, or lies behind.
    """
    try:
        found = now_ns + duration_ns(text) * (1 if ahead else -1)
    except ValueError:
        try:
            when = dt.datetime.fromisoformat(text)
            if when.tzinfo is None:
                when = when.replace(tzinfo=dt.UTC)
            found = int(when.timestamp()) * 10**9
        except (ValueError, OverflowError) as error:
            reason = f"`{text}` is neither a time such as 2026-01-02T03:04:05Z nor a duration such as 12h or 7d"
            raise UsageError(reason) from error
    if ahead and found <= now_ns:
        reason = f"`{text}` is over already"
        raise UsageError(reason)
    # What SQLite and a calendar of four digits can hold.
    return min(max(found, 0), 2**63 - 1)


def plain(text: str) -> str:
    r"""Writes out what a terminal would obey or not show: ESC becomes ``\u{1b}``."""
    return "".join(char if char.isprintable() else f"\\u{{{ord(char):x}}}" for char in text)


def _second(stamp: str) -> str:
    return f"{stamp[:_SECONDS]}Z"


def columns(rows: Sequence[Sequence[str]]) -> None:
    """Prints rows in aligned columns; the last one is not padded."""
    widths = [max(len(row[index]) for row in rows) for index in range(len(rows[0]) - 1)]
    for row in rows:
        padded = [cell.ljust(width) for cell, width in zip(row, widths, strict=False)]
        out("  ".join([*padded, row[-1]]).rstrip())


def _in_force(noted: Acknowledgement | None, now_ns: int) -> bool:
    return noted is not None and (noted.until_ns is None or noted.until_ns > now_ns)


def list_(
    store_path: str,
    *,
    status: Status | None = None,
    severity: str | None = None,
    rule: str | None = None,
    since: str | None = None,
    limit: int = 100,
    json: bool = False,
) -> int:
    """Lists alerts, the one that was seen last first. ``severity`` is the lowest; ``rule`` may end in ``*``.

    With ``json`` each line is one alert as it stands, with its status and acknowledgement.
    """
    now_ns = time.time_ns()
    after = None if since is None else timestamp(moment(since, now_ns))
    with _open(store_path) as ledger:
        found = ledger.alerts(status=status, least=severity, rule=rule, since=after, limit=limit)
    if json:
        out_documents(map(msgspec.json.encode, found))
        return 0
    rows = [["ID", "LAST SEEN", "SEVERITY", "STATUS", "RULE", "FROM", "TO", "DISTINCT", "COUNT"]]
    for entry in found:
        alert = entry.alert
        state = f"{entry.status}, acknowledged" if _in_force(entry.acknowledged, now_ns) else entry.status
        what = [alert.id[:_ID], _second(alert.last_seen), alert.severity, state, alert.rule]
        rows.append([*what, _end(alert.sender), _end(alert.receiver), str(alert.distinct), str(alert.count)])
    columns(rows)
    if len(found) == limit:
        out(f"(the first {limit}; --limit shows more)")
    return 0


def _end(endpoint: Endpoint) -> str:
    return plain(endpoint.host.name if endpoint.host is not None else endpoint.shown)


def show(store_path: str, alert_id: str) -> int:
    """Shows one alert: what, from whom to whom, how much, why it matters, and what was said of it so far."""
    now_ns = time.time_ns()
    with _open(store_path) as ledger:
        entry = ledger.find(alert_id)
        events = ledger.events_of(entry.alert.id)
        rejections = ledger.rejections(entry.alert.id)
    alert = entry.alert
    out(plain(alert.title.en + (f" / {alert.title.zh}" if alert.title.zh else "")))
    out("")
    for label, text in _card(entry, now_ns):
        out(f"{label:{_LABEL}}{plain(text)}".rstrip())
    if events:
        out("")
        columns([["EVENT", "REVISION", "TIME", "DISTINCT", "COUNT"], *map(_told, events)])
    for event, exporter, reason in rejections:
        out(plain(f"refused by {exporter}: {event[:_ID]}: {reason}"))
    return 0


def _told(event: Event) -> list[str]:
    alert = event.alert
    return [alert.activity, str(alert.revision), _second(alert.last_seen), str(alert.distinct), str(alert.count)]


def _card(entry: StoredAlert, now_ns: int) -> Iterator[tuple[str, str]]:
    alert = entry.alert
    yield "id", alert.id
    yield "rule", f"{alert.rule} (severity {alert.severity}, confidence {alert.confidence} of 100)"
    yield "status", entry.status
    noted = entry.acknowledged
    if noted is not None:
        until = f" until {_second(timestamp(noted.until_ns))}" if noted.until_ns is not None else ""
        over = "" if _in_force(noted, now_ns) else ", which is over"
        reason = f": {noted.reason}" if noted.reason else ""
        yield "acknowledged", f"by {noted.by} at {_second(timestamp(noted.at_ns))}{until}{over}{reason}"
    yield "from", _whole_end(alert.sender)
    yield "to", _whole_end(alert.receiver)
    seen = f", seen {alert.visibility}" if alert.visibility is not None else ""
    yield "over", f"{', '.join(alert.app_proto)} ({alert.direction}, protection {alert.protection}{seen})"
    yield "seen", f"{_second(alert.first_seen)} to {_second(alert.last_seen)} by {alert.sensor}"
    yield from _amounts(alert)
    for place in alert.where:
        yield "where", place
    for name, part in (("http", alert.http), ("mail", alert.mail), ("db", alert.db), ("file", alert.file)):
        if part is not None:
            yield name, _facts(part)
    if alert.credential is not None:
        yield "login", _facts(alert.credential)
    for proof in alert.evidence:
        yield "evidence", f"{proof.capture}, frames {proof.first_frame} to {proof.last_frame}"
    for clause in alert.cites:
        unread = "" if clause.verified else " (not verified)"
        yield "clause", f"{clause.source} {clause.clause}: {clause.title.en}{unread}"
    if alert.advice is not None:
        yield "advice", alert.advice.en


def _whole_end(endpoint: Endpoint) -> str:
    port = f" port {endpoint.port}" if endpoint.port is not None else ""
    host = f" {endpoint.host.name}" if endpoint.host is not None else ""
    return f"{endpoint.shown}{port}{host} ({endpoint.peer_zone})"


def _amounts(alert: Alert) -> Iterator[tuple[str, str]]:
    transport = alert.transport
    if transport is not None:
        kind = " ".join(filter(None, (transport.protocol, transport.version, transport.suite)))
        name = f" to {transport.sni}" if transport.sni else ""
        flows = "1 flow" if transport.flows == 1 else f"{transport.flows} flows"
        yield "transport", f"{kind}{name}: {', '.join(transport.issues)}; {flows}"
        if transport.offered_version is not None:
            yield "offered", transport.offered_version
        if transport.certificate is not None:
            yield "certificate", _certificate(transport.certificate)
        return
    yield "values", f"{alert.distinct} distinct, {alert.count} in all"
    for share in alert.detectors:
        samples = f": {', '.join(share.samples)}" if share.samples else ""
        yield "detector", f"{share.detector}, {share.distinct} distinct, {share.count} in all{samples}"


def _certificate(shown: CertificateFacts) -> str:
    """Whose certificate, from whom, for how long; its fingerprint where it could not be read."""
    if shown.not_before is None or shown.not_after is None:
        return f"unreadable, SHA-256 {shown.sha256}"
    validity = f"valid {_second(shown.not_before)} to {_second(shown.not_after)}"
    return f"{shown.subject or '(no subject)'}, issued by {shown.issuer or '(nobody)'}, {shown.key}, {validity}"


def _facts(part: msgspec.Struct) -> str:
    """The fields of a part that are known, in one line."""
    known: dict[str, Any] = msgspec.to_builtins(part)
    found = []
    for name, value in known.items():
        inner = value.values() if isinstance(value, dict) else value
        text = ", ".join(map(str, inner)) if isinstance(value, dict | list | tuple) else str(value)
        found.append(f"{name} {text}")
    return "; ".join(found)


def ack(store_path: str, alert_id: str, *, reason: str, by: str | None = None, until: str | None = None) -> int:
    """Notes that somebody took note of a leak, until ``until`` if that is given: its updates need not be told."""
    if not reason.strip():
        message = "--reason is empty: say why it may rest, for whoever asks later"
        raise UsageError(message)
    until_ns = None if until is None else moment(until, time.time_ns(), ahead=True)
    with _open(store_path, write=True) as ledger:
        entry = ledger.acknowledge(alert_id, by=by or getpass.getuser(), reason=reason, until_ns=until_ns)
    end = f"until {_second(timestamp(until_ns))}" if until_ns is not None else "until it is taken back"
    out(f"{entry.alert.id} is acknowledged {end}")
    return 0


def unack(store_path: str, alert_id: str) -> int:
    """Takes an acknowledgement back."""
    with _open(store_path, write=True) as ledger:
        changed = ledger.unacknowledge(alert_id)
    out("the acknowledgement is taken back" if changed else "it was not acknowledged")
    return 0


def export(store_path: str, *, style: Literal["ocsf", "native"] = "ocsf", since: str | None = None) -> int:
    """Writes every event that is stored to standard output, oldest first, one JSON document a line.

    ``since`` goes by when the alert was last seen, as in ``list_``.
    """
    from exporters import _ocsf  # noqa: PLC0415 - only this command needs it

    seen = "" if since is None else timestamp(moment(since, time.time_ns()))
    with _open(store_path) as ledger:
        events = _events(ledger, seen)
        if style == "ocsf":
            out_documents(msgspec.json.encode(_ocsf.event(event.alert)) for event in events)
        else:
            out_documents(msgspec.json.encode(event.alert) for event in events)
    return 0


def _events(ledger: Ledger, seen: str) -> Iterator[Event]:
    """Every event that is stored whose alert was seen at this time or later, oldest first."""
    after = 0
    while events := ledger.events(after):
        yield from (event for event in events if event.alert.last_seen >= seen)
        after = events[-1].seq

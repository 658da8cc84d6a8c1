"""``leaktap inventory list|diff|export``: the services and certificates that a sensor learned, or a replay."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec

from sensor.cli.alerts import columns, moment, plain
from sensor.cli.console import out_documents, say
from sensor.cli.paths import refuse_overwriting
from sensor.errors import OutputError
from sensor.model.record import timestamp
from sensor.transport import comparison, database
from sensor.transport.services import Certificate, Service

if TYPE_CHECKING:
    from sensor.transport.comparison import Difference
    from sensor.transport.database import Contents

_NS: Final = 10**9
DAY_NS: Final = 86_400 * _NS
_SECONDS: Final = 19
_WIDTH: Final = 48


class Listed(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A service with the certificates of its latest chain, as ``list --json`` writes it."""

    service: Service
    certificates: tuple[Certificate, ...] = ()


def list_(
    path: str,
    *,
    zone: str | None = None,
    protection: str | None = None,
    expiring: int | None = None,
    at: str | None = None,
    json: bool = False,
) -> int:
    """Lists services, the one seen last first.

    Args:
        path: The inventory.
        zone: Only services in this zone.
        protection: Only services whose latest flow was protected so.
        expiring: Only services that show a certificate with at most so many days left, or none any more.
        at: The time that days are counted from; now by default.
        json: One JSON document a line.
    """
    now_ns = time.time_ns()
    from_ns = now_ns if at is None else moment(at, now_ns)
    held = database.read(path)
    found = [
        _listed(held, service)
        for service in sorted(held.services, key=lambda each: -each.last_ns)
        if (zone is None or service.zone == zone) and (protection is None or service.protection == protection)
    ]
    if expiring is not None:
        found = [each for each in found if _expires(each, from_ns + expiring * DAY_NS)]
    if json:
        out_documents(map(msgspec.json.encode, found))
        return 0
    if not found:
        say("leaktap: no service of this kind is known")
        return 0
    rows = [["SERVICE", "ZONE", "PROTECTION", "VERSION", "FLOWS", "PEERS", "LAST SEEN", "CERTIFICATE", "EXPIRES"]]
    columns(rows + [_line(each) for each in found])
    return 0


def _listed(held: Contents, service: Service) -> Listed:
    shown = (held.certificates.get(sha256) for sha256 in service.chain)
    return Listed(service=service, certificates=tuple(each for each in shown if each is not None))


def _expires(listed: Listed, until_ns: int) -> bool:
    return any(each.not_after_s and each.not_after_s * _NS <= until_ns for each in listed.certificates)


def _line(listed: Listed) -> list[str]:
    service = listed.service
    leaf = listed.certificates[0] if listed.certificates else None
    peers = sum(len(each.seen) for each in service.peers.values())
    more = "+" if any(each.beyond for each in service.peers.values()) else ""
    return [
        plain(comparison.name_of(service)),
        service.zone,
        service.protection,
        plain(", ".join(service.versions)) or "-",
        str(service.flows),
        f"{peers}{more}",
        _second(service.last_ns),
        plain(comparison.title_of(leaf))[:_WIDTH] if leaf is not None else "-",
        _second(leaf.not_after_s * _NS) if leaf is not None and leaf.not_after_s else "-",
    ]


def _second(at_ns: int) -> str:
    return f"{timestamp(at_ns)[:_SECONDS]}Z"


def diff(path: str, other: str | None, *, since: str | None, until: str | None, json: bool = False) -> int:
    """Tells what differs between two inventories, or what came up in one between two times.

    Exit codes: 0 nothing; 1 something.
    """
    if other is not None:
        found = comparison.compare(database.read(path), database.read(other))
    else:
        now_ns = time.time_ns()
        since_ns = moment(since, now_ns) if since is not None else 0
        until_ns = moment(until, now_ns) if until is not None else (1 << 63) - 1
        found = comparison.between(database.read(path), since_ns, until_ns)
    if json:
        out_documents(map(msgspec.json.encode, found))
    elif found:
        columns([["WHAT", "WHERE", "BEFORE", "AFTER", "TIME"], *map(_told, found)])
    return 1 if found else 0


def _told(each: Difference) -> list[str]:
    kind = f"{each.kind}: {each.what}" if each.what else each.kind
    before, after = (plain(text)[:_WIDTH] or "-" for text in (each.before, each.after))
    return [kind, plain(each.subject), before, after, _second(each.at_ns)]


def export(path: str, *, style: str, output: str | None, owners: str | None, expires_soon: int, at: str | None) -> int:
    """Writes the certificate inventory as CSV, JSON or HTML.

    Raises:
        OutputError: If it cannot be written.
    """
    from sensor.report import inventory as report  # noqa: PLC0415 - slow, for this command only

    read = {path: "the inventory"} | ({owners: "the owners' file"} if owners is not None else {})
    refuse_overwriting([output] if output is not None else [], read)
    now_ns = time.time_ns()
    made_ns = now_ns if at is None else moment(at, now_ns)
    by = report.owners(owners) if owners is not None else {}
    found = report.rows(database.read(path), now_ns=made_ns, soon_ns=expires_soon * DAY_NS, by=by)
    if style == "csv":
        text = report.as_csv(found)
    elif style == "json":
        text = report.as_json(found)
    else:
        text = report.as_html(found, made_ns=made_ns)
    if output is None or output == "-":
        out_documents([text.encode()])
        return 0
    try:
        Path(output).write_text(text, encoding="utf-8", newline="")
    except OSError as error:
        message = f"{output}: {error.strerror or 'cannot be written'}"
        raise OutputError(message) from error
    return 0

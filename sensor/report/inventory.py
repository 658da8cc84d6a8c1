"""The certificate inventory that PCI DSS 4.2.1.1 asks for, as CSV, JSON or one HTML page.

A row is a certificate at a place where it is used: what it is, who issued it, until when it holds, with which key,
whether policy trusts it, and who owns it. The owner is for people to say, in a file of theirs; nothing else is added.
"""

from __future__ import annotations

import base64
import csv
import fnmatch
import hashlib
import io
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec
from markupsafe import Markup

from sensor.document import DocumentError, parse, read_text
from sensor.errors import ConfigError
from sensor.model.record import timestamp
from sensor.report import html

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sensor.transport.database import Contents
    from sensor.transport.services import Certificate, Service

_NS: Final = 10**9
_DAY_NS: Final = 86_400 * _NS
# What a spreadsheet takes for the begin of a formula (OWASP, "CSV Injection").
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
_SECONDS: Final = 19


class OwnersFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who owns what: by a glob over names, subject, fingerprint, or address and port; the first that fits counts."""

    owners: dict[str, str]


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """A certificate at a place of use. Times are RFC 3339 in UTC; ``days_left`` is negative once it expired."""

    subject: str
    names: str
    used_at: str
    sni: str
    zone: str
    issuer: str
    not_before: str
    not_after: str
    days_left: int | None
    state: str
    key: str
    signature: str
    trusted: str
    self_issued: str
    serial: str
    sha256: str
    key_sha256: str
    first_seen: str
    last_seen: str
    owner: str


def owners(path: str) -> dict[str, str]:
    """Reads a file of owners: ``owners: {'*.example.cn': CRM team, '203.0.113.10:443': operations}``.

    Raises:
        ConfigError: Names the line and what is wrong.
    """
    try:
        return parse(read_text(Path(path)), OwnersFile).value.owners
    except DocumentError as error:
        place = f"{path}:{error.line}" if error.line else path
        raise ConfigError(f"{place}: {error.reason}") from error


def rows(held: Contents, *, now_ns: int, soon_ns: int, by: dict[str, str]) -> list[Row]:
    """One row for each certificate of each service, leaves first; then certificates that no service shows."""
    found, placed = [], set()
    for service in held.services:
        for sha256 in dict.fromkeys((*service.leaves, *service.chain)):
            certificate = held.certificates.get(sha256)
            if certificate is not None:
                placed.add(sha256)
                found.append(_row(certificate, service, now_ns=now_ns, soon_ns=soon_ns, by=by))
    for sha256, certificate in held.certificates.items():
        if sha256 not in placed:
            found.append(_row(certificate, None, now_ns=now_ns, soon_ns=soon_ns, by=by))
    return found


def _row(certificate: Certificate, service: Service | None, *, now_ns: int, soon_ns: int, by: dict[str, str]) -> Row:
    names = [*certificate.names, *([f"and {certificate.names_beyond} more"] if certificate.names_beyond else [])]
    ends = certificate.not_after_s
    trusted = {None: "unknown", True: "yes", False: "no"}[certificate.trusted]
    return Row(
        subject=certificate.subject,
        names=", ".join(names),
        used_at=service.place if service is not None else "",
        sni=service.sni if service is not None else "",
        zone=service.zone if service is not None else "",
        issuer=certificate.issuer,
        not_before=_second(certificate.not_before_s * _NS),
        not_after=_second(ends * _NS),
        days_left=(ends * _NS - now_ns) // _DAY_NS if ends else None,
        state=certificate.state(now_ns, soon_ns),
        key=certificate.key,
        signature=certificate.signature,
        trusted=trusted,
        self_issued="yes" if certificate.self_issued else "no",
        serial=certificate.serial,
        sha256=certificate.sha256,
        key_sha256=certificate.key_sha256,
        first_seen=_second(certificate.first_ns),
        last_seen=_second(certificate.last_ns),
        owner=_owner(certificate, service, by),
    )


def _owner(certificate: Certificate, service: Service | None, by: dict[str, str]) -> str:
    known = [certificate.subject, *certificate.names, certificate.sha256]
    if service is not None:
        known += [service.place, service.address, service.sni]
    for pattern, owner in by.items():
        if any(fnmatch.fnmatchcase(name.casefold(), pattern.casefold()) for name in known if name):
            return owner
    return ""


def _second(at_ns: int) -> str:
    return f"{timestamp(at_ns)[:_SECONDS]}Z" if at_ns else ""


def cell(value: str | int | None) -> str:
    """A cell that no spreadsheet takes for a formula: an apostrophe goes before whatever looks like one."""
    text = "" if value is None else str(value)
    return f"'{text}" if isinstance(value, str) and text.startswith(_FORMULA) else text


def as_csv(found: Sequence[Row]) -> str:
    """RFC 4180, every cell quoted, the names of the columns first."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    writer.writerow(Row.__struct_fields__)
    writer.writerows([cell(value) for value in msgspec.structs.astuple(row)] for row in found)
    return out.getvalue()


def as_json(found: Sequence[Row]) -> str:
    """A JSON array, one object a row."""
    return msgspec.json.format(msgspec.json.encode(found), indent=2).decode() + "\n"


def as_html(found: Sequence[Row], *, made_ns: int) -> str:
    """One self-contained page without script, under a policy (CSP) that allows its own style sheet only."""
    style = html.asset("style.css")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return (
        html.environment()
        .get_template("inventory.html.j2")
        .render(
            style=Markup(style),  # noqa: S704 - our own file, not anybody's input
            style_hash=f"sha256-{digest}",
            rows=found,
            states=dict(_counted(found)),
            made=_second(made_ns),
        )
    )


def _counted(found: Sequence[Row]) -> Iterator[tuple[str, int]]:
    """How many certificates there are in each state, however often each is used."""
    states = {row.sha256: row.state for row in found}
    for state in sorted(set(states.values())):
        yield state, list(states.values()).count(state)

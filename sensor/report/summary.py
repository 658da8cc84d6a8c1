"""The summary of a replay on a terminal: what a person can act on, then how much of the traffic could be judged.

A "nothing found" is never printed without its coverage. Texts come from peers: they go through ``Text``, never markup.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from rich.console import Console
from rich.table import Table
from rich.text import Text

from sensor.model.alert import SEVERITIES
from sensor.model.coverage import JUDGED, STATES
from sensor.report.data import SHOWN_ALERTS
from sensor.report.leaks import SHOWN_PAIRS
from sensor.report.services import WORST_FIRST

if TYPE_CHECKING:
    from typing import TextIO

    from sensor.model.alert import Alert
    from sensor.report.data import LeakGroup, ReportData

MAX_ROWS: Final = 12
MAX_SERVICES: Final = 8
_PLAIN_WIDTH: Final = 200
_STYLES: Final = {"critical": "bold red", "high": "red", "medium": "yellow", "low": "cyan", "info": "dim"}


class _Console(Console):
    """Leaves it to its caller that nobody reads; its own way is to end the process."""

    def on_broken_pipe(self) -> None:
        """Goes on with the error that is being handled."""
        raise  # noqa: PLE0704 - called by its handler


def write(data: ReportData, stream: TextIO) -> None:
    """Writes the summary: coloured on a terminal, plain text elsewhere."""
    terminal = stream.isatty()
    console = _Console(
        file=stream,
        width=None if terminal else _PLAIN_WIDTH,
        no_color=None if terminal else True,
        force_terminal=terminal,
        highlight=False,
        emoji=False,
        markup=False,
        soft_wrap=not terminal,
    )
    _head(console, data)
    _leaks(console, data)
    _alerts(console, data)
    _transports(console, data)
    _anomalies(console, data)
    _coverage(console, data)
    _caveats(console, data)


def size(count: int) -> str:
    """Writes a number of bytes with a binary unit, three digits at most before the point."""
    value = float(count)
    for unit in ("B", "KiB", "MiB", "GiB"):
        if value < 1024:  # noqa: PLR2004
            return f"{count} B" if unit == "B" else f"{value:.1f} {unit}"
        value /= 1024
    return f"{value:.1f} TiB"


def share(part: int, whole: int) -> str:
    """Writes a share in per cent; what is not all is never rounded up to 100, what is not nothing never down to 0."""
    if not whole or not part:
        return "0 %"
    if part == whole:
        return "100 %"
    return f"{min(99.9, max(0.1, 100 * part / whole)):.1f} %"


def _table(*columns: str, right: tuple[str, ...] = ()) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    for name in columns:
        # A name that is cut in two cannot be searched for; free text can be folded.
        whole = name in right or name.strip() in {"what", "severity", "rule", "from → to"}
        table.add_column(name, justify="right" if name in right else "left", overflow="fold", no_wrap=whole)
    return table


def _head(console: Console, data: ReportData) -> None:
    run = data.run
    names = ", ".join(capture.path for capture in run.captures)
    console.print(Text(f"leaktap {run.version}: {names}", style="bold"))
    span = f", {run.first_packet} to {run.last_packet}" if run.first_packet else ""
    console.print(Text(f"{run.packets} packets, {size(run.bytes)}, {run.flows} flows{span}"))
    console.print(
        Text(f"rule set {run.ruleset[:12]} (policy {run.policy}: {run.detectors} detectors, {run.rules} rules)")
    )


def _leaks(console: Console, data: ReportData) -> None:
    console.print()
    if not data.leaks:
        console.print(Text("No finding. What this is worth is said by the coverage below.", style="bold"))
        _weak(console, data)
        return
    pairs: dict[tuple[str, ...], list[LeakGroup]] = {}
    for leak in data.leaks:
        key = (leak.direction, leak.sender_ip, leak.sender_zone, leak.receiver_ip, leak.receiver_zone)
        pairs.setdefault(key, []).append(leak)
    console.print(
        Text(f"Findings: {data.findings_total}, over {data.pairs} pairs of sender and receiver", style="bold")
    )
    for (direction, sender, from_zone, receiver, to_zone), leaks in list(pairs.items())[:SHOWN_PAIRS]:
        console.print()
        console.print(Text(f"{sender} ({from_zone}) sent to {receiver} ({to_zone}), {direction}:", style="bold"))
        console.print(_pair_table(leaks))
        if len(leaks) > MAX_ROWS:
            console.print(Text(f"  … and {len(leaks) - MAX_ROWS} more places"))
    if data.pairs > SHOWN_PAIRS:
        console.print(Text(f"… and {data.pairs - SHOWN_PAIRS} more pairs: see --findings or --report"))
    if data.leaks_omitted:
        console.print(Text("… and more groups than a summary holds: see --findings"))
    _weak(console, data)


def _weak(console: Console, data: ReportData) -> None:
    """Says how much was too weak to be listed."""
    weaker = data.findings_weaker
    if weaker:
        several = "s are" if weaker != 1 else " is"
        below = f"(confidence below {data.least_confidence})"
        console.print(Text(f"{weaker} weaker finding{several} not listed {below}: see --findings"))


def _pair_table(leaks: list[LeakGroup]) -> Table:
    table = _table("  what", "distinct", "sure", "over", "where", "samples", right=("distinct", "sure"))
    for leak in leaks[:MAX_ROWS]:
        ports = ",".join(map(str, leak.receiver_ports))
        over = f"{leak.app_proto}:{ports} {_protected(leak)}"
        table.add_row(
            Text(f"  {leak.detector}"),
            Text(str(leak.distinct)),
            Text(str(leak.confidence)),
            Text(over),
            Text(leak.where),
            Text("  ".join(leak.samples)),
        )
    return table


def _protected(leak: LeakGroup) -> str:
    if leak.visibility == "decrypted":
        return "(decrypted)"
    return {"none": "(in clear)", "weak": "(weakly protected)"}.get(leak.protection, f"({leak.protection})")


def _alerts(console: Console, data: ReportData) -> None:
    console.print()
    total = sum(data.alert_counts.values())
    if not total:
        console.print(Text("Alerts: none", style="bold"))
        return
    counts = ", ".join(f"{data.alert_counts[name]} {name}" for name in reversed(SEVERITIES) if data.alert_counts[name])
    console.print(Text(f"Alerts: {counts}", style="bold"))
    table = _table("  severity", "rule", "told", "cites")
    for alert in data.alerts[:SHOWN_ALERTS]:
        cites = ", ".join(f"{clause.id}{'' if clause.verified else ' (unverified)'}" for clause in alert.cites)
        style = _STYLES[alert.severity]
        table.add_row(Text(f"  {alert.severity}", style=style), Text(alert.rule), Text(_told(alert)), Text(cites))
    console.print(table)
    if total > SHOWN_ALERTS:
        console.print(Text(f"  … and {total - SHOWN_ALERTS} more: see --alerts or --report"))


def _told(alert: Alert) -> str:
    ends = f"{alert.sender.shown} → {alert.receiver.shown}"
    if alert.transport is not None and alert.transport.judged is not None:
        between = f"{alert.sender.zone} → {alert.receiver.zone}"
        return f"{alert.title.en}, {between}, {alert.transport.judged} % judged"
    if alert.transport is not None:
        return f"{alert.title.en}, {ends}, {alert.transport.protocol}, {alert.transport.flows} flows"
    return f"{alert.title.en}, {ends}, {alert.distinct} distinct"


def _transports(console: Console, data: ReportData) -> None:
    """Which services are not protected well enough and why, and whose certificates run out."""
    if data.services:
        counts = Counter(service.protection for service in data.services)
        named = {"none": "in clear", "weak": "weakly protected", "unknown": "unknown", "sound": "sound but with issues"}
        console.print()
        listed = ", ".join(f"{counts[worth]} {named[worth]}" for worth in WORST_FIRST if counts[worth])
        console.print(Text(f"Services to mend: {listed}", style="bold"))
        table = _table("  service", "protocol", "protection", "issues", "flows", right=("flows",))
        for service in data.services[:MAX_SERVICES]:
            name = f" {service.names[0]}" if service.names else ""
            protocol = " ".join((service.protocol, *service.versions))
            cells = (service.protection, ", ".join(service.issues), str(service.flows))
            table.add_row(Text(f"  {service.place} ({service.zone}){name}"), Text(protocol), *map(Text, cells))
        console.print(table)
        if len(data.services) > MAX_SERVICES:
            console.print(Text(f"  … and {len(data.services) - MAX_SERVICES} more: see --transports or --report"))
    for note in data.certificates[:MAX_SERVICES]:
        verb, when = ("expired", "before") if note.expired else ("expires", "after")
        whose = note.facts.subject or note.facts.sha256
        told = f"Certificate {verb} {note.days} days {when} the last packet: {whose} at {', '.join(note.places)}"
        console.print(Text(told, style="red" if note.expired else "yellow"))
    if len(data.certificates) > MAX_SERVICES:
        console.print(Text(f"… and {len(data.certificates) - MAX_SERVICES} more certificates: see --report"))


def _anomalies(console: Console, data: ReportData) -> None:
    if not data.anomalies:
        return
    console.print()
    listed = ", ".join(f"{entry.code} {entry.count}" for entry in data.anomalies)
    console.print(Text(f"Anomalies: {listed}"))


def _coverage(console: Console, data: ReportData) -> None:
    console.print()
    totals = dict.fromkeys(STATES, 0)
    rows: dict[tuple[str, str, str], dict[str, int]] = {}
    weak = 0
    for record in data.coverage:
        row = rows.setdefault((record.from_zone, record.to_zone, record.direction), dict.fromkeys(STATES, 0))
        weak += record.encrypted_weak
        for state in STATES:
            count = getattr(record.bytes, state)
            row[state] += count
            totals[state] += count
    total = sum(totals.values())
    if not total:
        seen = "no payload could be read" if data.unread else "there was no payload to judge"
        console.print(Text(f"Coverage: {seen}.", style="bold"))
        _unread(console, data)
        return
    console.print(Text(f"Coverage of {size(total)} payload", style="bold"))
    used = [state for state in STATES if totals[state]]
    table = _table("  from → to", "payload", *used, right=("payload", *used))
    for (from_zone, to_zone, direction), row in sorted(rows.items()):
        whole = sum(row.values())
        cells = [Text(share(row[state], whole)) for state in used]
        table.add_row(Text(f"  {from_zone} → {to_zone} ({direction})"), Text(size(whole)), *cells)
    if len(rows) > 1:
        table.add_row(Text("  all"), Text(size(total)), *[Text(share(totals[state], total)) for state in used])
    console.print(table)
    blind = total - sum(totals[state] for state in JUDGED)
    parts = ", ".join(f"{state} {size(totals[state])}" for state in used if state not in JUDGED)
    if blind:
        console.print(Text(f"Could not be judged: {size(blind)} of {size(total)} ({share(blind, total)}): {parts}"))
    else:
        read = "; every payload byte was inspected" if not data.unread else " of the packets that could be read"
        console.print(Text(f"Could not be judged: nothing{read}."))
    if weak:
        console.print(Text(f"Of the encrypted bytes {size(weak)} are weakly protected."))
    _unread(console, data)


def _unread(console: Console, data: ReportData) -> None:
    """Packets that are in no row of the ledger."""
    if data.unread:
        why = ", ".join(f"{each.code} {each.count}" for each in data.why_unread)
        told = (
            f"Could not be read: {data.unread} of {data.run.packets} packets ({why}); what they carried was not judged."
        )
        console.print(Text(told, style="yellow"))


def _caveats(console: Console, data: ReportData) -> None:
    run = data.run
    for damage in run.damaged:
        place = "could not be opened" if damage.offset is None else f"damaged at byte {damage.offset}"
        console.print(Text(f"{damage.path}: {place}: {damage.reason}", style="red"))
    if not run.deterministic:
        console.print(
            Text("deterministic: false. A budget or overload event occurred; another run may differ.", style="yellow")
        )
    if run.evicted_scopes:
        several = "s" * (run.evicted_scopes != 1)
        told = f"Rules stopped counting in {run.evicted_scopes:,} scope{several} (of two hosts, a flow or a message)"
        told += " for want of memory, the quietest first: a slow leak in one of them is not told."
        console.print(Text(told, style="yellow"))
    if run.faults:
        console.print(Text(f"{run.faults} faults of leaktap itself: those flows were dropped.", style="red"))

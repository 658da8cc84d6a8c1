"""Options and help of every command (typer).

Functions only hand over: what does the work is imported when it is asked for, because importing everything would cost
each call more than most commands take.
"""

from __future__ import annotations

import copy
from enum import StrEnum
from typing import Annotated, Any

import typer

from sensor.cli.console import command, out
from sensor.cli.evidence_app import evidence_app
from sensor.cli.inventory_app import inventory_app

app = typer.Typer(
    name="leaktap",
    help="Finds customer data and credentials that leave a network in the clear, and says how much it could not judge.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
rules_app = typer.Typer(help="List, show, check and test rules.", no_args_is_help=True, rich_markup_mode=None)
config_app = typer.Typer(
    help="Check, describe and show the configuration.", no_args_is_help=True, rich_markup_mode=None
)
alerts_app = typer.Typer(
    help="List, show, acknowledge and export what a sensor raised.", no_args_is_help=True, rich_markup_mode=None
)
app.add_typer(rules_app, name="rules")
app.add_typer(alerts_app, name="alerts")
app.add_typer(evidence_app, name="evidence")
app.add_typer(inventory_app, name="inventory")
app.add_typer(config_app, name="config")


class FailOn(StrEnum):
    """Severities that may end a replay with exit code 1."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    CRITICAL = "critical"


class AlertStatus(StrEnum):
    """What became of an alert."""

    OPEN = "open"
    CLOSED = "closed"


class ExportStyle(StrEnum):
    """How events are written."""

    OCSF = "ocsf"
    NATIVE = "native"


class StreamChoice(StrEnum):
    """Streams that have a published schema."""

    FINDING = "finding"
    FLOW = "flow"
    TRANSPORT = "transport"
    ANOMALY = "anomaly"
    COVERAGE = "coverage"
    ALERT = "alert"


def _say_version(asked: bool) -> None:
    if asked:
        import sensor  # noqa: PLC0415 - see the module's head

        out(f"leaktap {sensor.__version__}")
        raise typer.Exit


@app.callback()
def _top(
    *,
    version: Annotated[
        bool, typer.Option("--version", "-V", help="Say the version.", callback=_say_version, is_eager=True)
    ] = False,
) -> None:
    """Finds customer data and credentials that leave a network in the clear, and says how much it could not judge."""


Captures = Annotated[
    list[str],
    typer.Argument(metavar="CAPTURE...", help="pcap or pcapng files, directories, quoted patterns; - is stdin."),
]
ConfigFile = Annotated[str | None, typer.Option("--config", metavar="FILE", help="Configuration (YAML).")]
RulePaths = Annotated[
    list[str] | None,
    typer.Option("--rules", metavar="PATH", help="Rule file or directory, beside the built-in ones."),
]
Crm = Annotated[
    list[str] | None,
    typer.Option("--crm", metavar="CIDR", help="Network of the CRM zone; default: private address space."),
]
DigestKeyFile = Annotated[
    str | None,
    typer.Option(
        "--digest-key", metavar="FILE", help="Key of the digests: 32 raw bytes or 64 hex digits; default: random."
    ),
]


def _stream(flag: str, what: str) -> Any:
    return typer.Option(flag, metavar="FILE|-", help=f"Write {what} as JSON Lines.")


@app.command("replay")
@command
def _replay(
    captures: Captures,
    *,
    config: ConfigFile = None,
    rules: RulePaths = None,
    crm: Crm = None,
    keylog: Annotated[
        list[str] | None,
        typer.Option("--keylog", metavar="FILE", help="Decrypt with a TLS key log (NSS format); repeatable."),
    ] = None,
    rsa_key: Annotated[
        list[str] | None,
        typer.Option(
            "--rsa-key",
            metavar="FILE.pem",
            help="Decrypt with a server's RSA private key, where suites send secrets under it; repeatable.",
        ),
    ] = None,
    digest_key: DigestKeyFile = None,
    workers: Annotated[
        int | None, typer.Option("--workers", min=1, max=256, help="Worker threads; default: 1.")
    ] = None,
    separate: Annotated[bool, typer.Option("--separate", help="Isolate the captures from one another.")] = False,
    findings: Annotated[str | None, _stream("--findings", "findings")] = None,
    alerts: Annotated[str | None, _stream("--alerts", "alerts (OCSF)")] = None,
    flows: Annotated[str | None, _stream("--flows", "flows")] = None,
    transports: Annotated[str | None, _stream("--transports", "transports")] = None,
    anomalies: Annotated[str | None, _stream("--anomalies", "anomalies")] = None,
    coverage: Annotated[str | None, _stream("--coverage", "the coverage ledger")] = None,
    metrics: Annotated[
        str | None, typer.Option("--metrics", metavar="FILE", help="Write Prometheus metrics as text.")
    ] = None,
    inventory: Annotated[
        str | None,
        typer.Option("--inventory", metavar="FILE", help="Learn services and certificates into this file, tell drift."),
    ] = None,
    evidence: Annotated[
        str | None, typer.Option("--evidence", metavar="FILE", help="Append the real values, sealed, to this file.")
    ] = None,
    seal_to: Annotated[
        str | None,
        typer.Option(
            "--seal-to", metavar="FILE.pem", help="Public key or certificate (RSA) that alone --evidence is sealed to."
        ),
    ] = None,
    report: Annotated[str | None, typer.Option("--report", metavar="FILE.html", help="Write an HTML report.")] = None,
    fail_on: Annotated[
        FailOn | None, typer.Option("--fail-on", help="End with exit code 1 if there is an alert this severe.")
    ] = None,
    reveal: Annotated[
        bool, typer.Option("--reveal", help="Write real values into findings. Your capture, your risk.")
    ] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress, no summary.")] = False,
) -> int:
    """Judge captures: what leaks, over what, to whom, and how much could not be judged.

    Exit codes: 0 done; 1 an alert at or above --fail-on; 2 usage, configuration or rule error; 3 a capture could not be
    read to its end; 4 a fault of leaktap itself.
    """
    from sensor.cli import replay as work  # noqa: PLC0415 - see the module's head

    named = {
        "finding": findings,
        "alert": alerts,
        "flow": flows,
        "transport": transports,
        "anomaly": anomalies,
        "coverage": coverage,
    }
    return work.replay(
        work.ReplayOptions(
            captures=tuple(captures),
            config=config,
            rules=tuple(rules or ()),
            crm=tuple(crm or ()),
            keylogs=tuple(keylog or ()),
            rsa_keys=tuple(rsa_key or ()),
            digest_key=digest_key,
            workers=workers,
            separate=separate,
            outputs={stream: path for stream, path in named.items() if path is not None},  # type: ignore[misc]
            metrics=metrics,
            inventory=inventory,
            evidence=evidence,
            seal_to=seal_to,
            report=report,
            fail_on=fail_on.value if fail_on else None,
            reveal=reveal,
            quiet=quiet,
        )
    )


@app.command("dissect")
@command
def _dissect(
    capture: Annotated[str, typer.Argument(metavar="CAPTURE", help="The capture that the finding came from.")],
    *,
    finding: Annotated[
        str, typer.Option("--finding", metavar="ID", help="Id of the finding, or its first characters.")
    ],
    findings: Annotated[
        str | None,
        typer.Option("--findings", metavar="FILE", help="Findings written by replay; default: replay CAPTURE now."),
    ] = None,
    config: ConfigFile = None,
    rules: RulePaths = None,
    crm: Crm = None,
    reveal: Annotated[bool, typer.Option("--reveal", help="Show real values.")] = False,
) -> int:
    """Show the packets behind a finding as Wireshark sees them.

    What a detector of the rule packs finds in them is masked, in force or not; what none knows is shown as it is.
    """
    from sensor.cli import dissect as work  # noqa: PLC0415 - see the module's head

    return work.dissect(
        capture,
        finding=finding,
        findings=findings,
        config=config,
        rules=tuple(rules or ()),
        crm=tuple(crm or ()),
        reveal=reveal,
    )


@app.command("protocols")
@command
def _protocols() -> int:
    """List the protocols that are read."""
    from sensor.cli import rules as work  # noqa: PLC0415 - see the module's head

    return work.protocols()


PackPaths = Annotated[
    list[str] | None,
    typer.Argument(metavar="[PATH]...", help="Rule files or directories; default: the built-in ones."),
]


@app.command("run")
@command
def _run(
    *,
    config: ConfigFile = None,
    interfaces: Annotated[
        list[str] | None,
        typer.Option("--interface", "-i", metavar="IFACE", help="Listen on this interface; `any` is all of them."),
    ] = None,
    stream: Annotated[
        str | None,
        typer.Option("--read", "-r", metavar="-|FIFO", help="Read a capture that is being written: tcpdump -w - | …"),
    ] = None,
    directory: Annotated[
        str | None, typer.Option("--directory", "-d", metavar="DIR", help="Follow a directory of rotated captures.")
    ] = None,
    rules: RulePaths = None,
    crm: Crm = None,
    filter_: Annotated[
        str | None, typer.Option("--filter", metavar="BPF", help="Packets to take of interfaces, as tcpdump.")
    ] = None,
    workers: Annotated[
        int | None, typer.Option("--workers", min=1, max=256, help="Worker threads; default: 1.")
    ] = None,
    state: Annotated[
        str | None, typer.Option("--state", metavar="DIR", help="Directory of the event store and the digest key.")
    ] = None,
) -> int:
    """Run the sensor: watch interfaces, store alerts, send them on, serve metrics.

    SIGHUP reads configuration and rules again; SIGTERM ends after what is open was judged and sent.
    """
    from sensor.daemon.service import run  # noqa: PLC0415 - see the module's head
    from sensor.daemon.setup import RunOptions  # noqa: PLC0415 - as above

    return run(
        RunOptions(
            config=config,
            interfaces=tuple(interfaces or ()),
            stream=stream,
            directory=directory,
            rules=tuple(rules or ()),
            crm=tuple(crm or ()),
            filter=filter_,
            workers=workers,
            state=state,
        )
    )


@app.command("doctor")
@command
def _doctor(
    *,
    interfaces: Annotated[
        list[str] | None, typer.Option("--interface", "-i", metavar="IFACE", help="Watch what the mirror shows here.")
    ] = None,
    seconds: Annotated[float, typer.Option("--seconds", min=1, max=86_400, help="How long to watch.")] = 60.0,
    config: ConfigFile = None,
    state: Annotated[str | None, typer.Option("--state", metavar="DIR", help="The sensor's state directory.")] = None,
    json: Annotated[bool, typer.Option("--json", help="One JSON document.")] = False,
) -> int:
    """Say what is wrong with a mirror (-i), or with a sensor's set-up (--config), and what mends it.

    Exit codes: 0 no problem; 1 a problem; 2 usage or configuration error; 3 an interface cannot be listened to.
    """
    from sensor.cli import doctor as work  # noqa: PLC0415 - see the module's head

    options = work.DoctorOptions(
        interfaces=tuple(interfaces or ()), seconds=seconds, config=config, state=state, json=json
    )
    return work.doctor(options)


@app.command("canary")
@command
def _canary(
    *,
    interface: Annotated[str, typer.Option("--interface", "-i", metavar="IFACE", help="Send from this interface.")],
    sender: Annotated[
        str | None, typer.Option("--from", metavar="ADDR", help="Sender, in the home zone; default: its first host.")
    ] = None,
    receiver: Annotated[
        str | None, typer.Option("--to", metavar="ADDR", help="Receiver; default: a random one of 198.18.0.0/15.")
    ] = None,
    config: ConfigFile = None,
    state: Annotated[str | None, typer.Option("--state", metavar="DIR", help="The sensor's state directory.")] = None,
    store: Annotated[str | None, typer.Option("--store", metavar="FILE", help="The sensor's event store.")] = None,
    within: Annotated[str, typer.Option("--within", metavar="TIME", help="How long to wait; 0s: only send.")] = "30s",
    every: Annotated[str | None, typer.Option("--every", metavar="TIME", help="Go on, this often.")] = None,
) -> int:
    """Plant a synthetic leak and check that the sensor raises it. Exit codes: 0 it did; 1 it did not."""
    from sensor.cli import canary as work  # noqa: PLC0415 - see the module's head

    options = work.CanaryOptions(
        interface=interface,
        sender=sender,
        receiver=receiver,
        config=config,
        state=state,
        store=store,
        within=within,
        every=every,
    )
    return work.canary(options)


StateDir = Annotated[str | None, typer.Option("--state", metavar="DIR", help="The sensor's state directory.")]
AlertId = Annotated[str, typer.Argument(metavar="ID", help="Alert id, or as much of its front as makes it unique.")]
Since = Annotated[
    str | None,
    typer.Option("--since", metavar="WHEN", help="Seen then or later (packet time): 2026-01-31, or 2h, 7d ago."),
]


@alerts_app.command("list")
@command
def _alerts_list(
    *,
    config: ConfigFile = None,
    state: StateDir = None,
    status: Annotated[AlertStatus | None, typer.Option("--status", help="Only open or only closed ones.")] = None,
    severity: Annotated[FailOn | None, typer.Option("--severity", help="At least this severe.")] = None,
    rule: Annotated[str | None, typer.Option("--rule", metavar="ID", help="Of this rule; `pii.*` is a family.")] = None,
    since: Since = None,
    limit: Annotated[int, typer.Option("--limit", min=1, max=100_000, help="Most alerts.")] = 100,
    json: Annotated[bool, typer.Option("--json", help="One JSON document a line.")] = False,
) -> int:
    """List alerts, the latest first."""
    from sensor.cli import alerts as work  # noqa: PLC0415 - see the module's head
    from sensor.daemon.state import store_path  # noqa: PLC0415 - as above

    return work.list_(
        store_path(config, state),
        status=status.value if status else None,
        severity=severity.value if severity else None,
        rule=rule,
        since=since,
        limit=limit,
        json=json,
    )


@alerts_app.command("show")
@command
def _alerts_show(alert: AlertId, *, config: ConfigFile = None, state: StateDir = None) -> int:
    """Show one alert: who sent what to whom, the clauses, what to do, and what became of its events."""
    from sensor.cli import alerts as work  # noqa: PLC0415 - see the module's head
    from sensor.daemon.state import store_path  # noqa: PLC0415 - as above

    return work.show(store_path(config, state), alert)


@alerts_app.command("ack")
@command
def _alerts_ack(
    alert: AlertId,
    *,
    reason: Annotated[str, typer.Option("--reason", help="Why it may rest.")],
    by: Annotated[str | None, typer.Option("--by", help="Who says so; default: the account you use.")] = None,
    until: Annotated[
        str | None, typer.Option("--until", metavar="WHEN", help="When it ends: 2027-01-31, or in 12h, 30d.")
    ] = None,
    config: ConfigFile = None,
    state: StateDir = None,
) -> int:
    """Acknowledge an alert: no more updates of it, unless it grows tenfold or gets more severe."""
    from sensor.cli import alerts as work  # noqa: PLC0415 - see the module's head
    from sensor.daemon.state import store_path  # noqa: PLC0415 - as above

    return work.ack(store_path(config, state), alert, reason=reason, by=by, until=until)


@alerts_app.command("unack")
@command
def _alerts_unack(alert: AlertId, *, config: ConfigFile = None, state: StateDir = None) -> int:
    """Take an acknowledgement back."""
    from sensor.cli import alerts as work  # noqa: PLC0415 - see the module's head
    from sensor.daemon.state import store_path  # noqa: PLC0415 - as above

    return work.unack(store_path(config, state), alert)


@alerts_app.command("export")
@command
def _alerts_export(
    *,
    style: Annotated[
        ExportStyle, typer.Option("--format", help="OCSF events, or leaktap's own records.")
    ] = ExportStyle.OCSF,
    since: Since = None,
    config: ConfigFile = None,
    state: StateDir = None,
) -> int:
    """Write the stored events to standard output as JSON Lines."""
    from sensor.cli import alerts as work  # noqa: PLC0415 - see the module's head
    from sensor.daemon.state import store_path  # noqa: PLC0415 - as above

    return work.export(store_path(config, state), style=style.value, since=since)


@rules_app.command("list")
@command
def _rules_list(*, config: ConfigFile = None, rules: RulePaths = None) -> int:
    """List detectors and rules, and what the policy takes of them."""
    from sensor.cli import rules as work  # noqa: PLC0415 - see the module's head

    return work.list_rules(config, tuple(rules or ()))


@rules_app.command("show")
@command
def _rules_show(
    name: Annotated[str, typer.Argument(metavar="ID", help="Id of a detector, rule, policy or clause.")],
    *,
    config: ConfigFile = None,
    rules: RulePaths = None,
) -> int:
    """Show one detector, rule, policy or clause."""
    from sensor.cli import rules as work  # noqa: PLC0415 - see the module's head

    return work.show(name, config, tuple(rules or ()))


@rules_app.command("check")
@command
def _rules_check(paths: PackPaths = None) -> int:
    """Check packs: syntax, references, patterns, and every example in every encoding.

    PATHs are checked beside the built-in pack.
    """
    from sensor.cli import rules as work  # noqa: PLC0415 - see the module's head

    return work.check(tuple(paths or ()))


@rules_app.command("test")
@command
def _rules_test(captures: Captures, *, config: ConfigFile = None, rules: RulePaths = None, crm: Crm = None) -> int:
    """Replay captures and count, for every rule and detector, how often it hit."""
    from sensor.cli import rules as work  # noqa: PLC0415 - see the module's head

    return work.test(tuple(captures), config, tuple(rules or ()), tuple(crm or ()))


@rules_app.command("schema")
@command
def _rules_schema() -> int:
    """Print the JSON Schema of rule files."""
    from sensor.cli import schema as work  # noqa: PLC0415 - see the module's head

    return work.rules()


@config_app.command("check")
@command
def _config_check(path: Annotated[str, typer.Argument(metavar="FILE")]) -> int:
    """Check a configuration, the rules and files that it names: what a run would refuse at its start."""
    from sensor.cli import config as work  # noqa: PLC0415 - see the module's head

    return work.check(path)


@config_app.command("schema")
@command
def _config_schema() -> int:
    """Print the JSON Schema of the configuration."""
    from sensor.cli import schema as work  # noqa: PLC0415 - see the module's head

    return work.configuration()


@config_app.command("show")
@command
def _config_show(path: Annotated[str | None, typer.Argument(metavar="[FILE]")] = None) -> int:
    """Show the configuration in force, defaults filled in, as YAML."""
    from sensor.cli import config as work  # noqa: PLC0415 - see the module's head

    return work.show(path)


@app.command("schema")
@command
def _schema(
    stream: Annotated[StreamChoice | None, typer.Argument(help="One stream; default: all, into --out.")] = None,
    *,
    out: Annotated[str | None, typer.Option("--out", metavar="DIR", help="Write all schemas into a directory.")] = None,
) -> int:
    """Print or write the JSON Schemas of the record streams."""
    from sensor.cli import schema as work  # noqa: PLC0415 - see the module's head

    return work.records(stream.value if stream else None, out)


def called(arguments: list[str]) -> typer.Typer:
    """The command that is called, alone: setting up the options of all the others takes longer than most need."""
    commands = [each for each in app.registered_commands if each.name in arguments[:1]]
    groups = [each for each in app.registered_groups if each.name in arguments[:1]]
    if not commands and not groups:
        return app
    alone = copy.copy(app)
    alone.registered_commands, alone.registered_groups = commands, groups
    return alone

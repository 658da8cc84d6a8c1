"""Options and help of ``leaktap inventory`` (typer); see ``sensor.cli.app``."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from sensor.cli.console import command

inventory_app = typer.Typer(
    help="List, compare and export the services and certificates that a sensor has learned.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


class Protection(StrEnum):
    """What a transport is worth."""

    NONE = "none"
    WEAK = "weak"
    SOUND = "sound"
    UNKNOWN = "unknown"


class TableStyle(StrEnum):
    """How the certificate inventory is written."""

    CSV = "csv"
    JSON = "json"
    HTML = "html"


InventoryPath = Annotated[
    str | None, typer.Option("--inventory", metavar="FILE", help="The inventory; default: that of the sensor.")
]
ConfigFile = Annotated[str | None, typer.Option("--config", metavar="FILE", help="The sensor's configuration (YAML).")]
StateDir = Annotated[str | None, typer.Option("--state", metavar="DIR", help="The sensor's state directory.")]
Json = Annotated[bool, typer.Option("--json", help="One JSON document a line.")]
At = Annotated[
    str | None, typer.Option("--at", metavar="WHEN", help="Count days from then: 2026-01-31, or 7d ago; default: now.")
]


def _path(inventory: str | None, config: str | None, state: str | None) -> str:
    from sensor.daemon.state import inventory_path  # noqa: PLC0415 - slow, as in sensor.cli.app

    return inventory or inventory_path(config, state)


@inventory_app.command("list")
@command
def _list(
    *,
    inventory: InventoryPath = None,
    config: ConfigFile = None,
    state: StateDir = None,
    zone: Annotated[str | None, typer.Option("--zone", help="Only services in this zone.")] = None,
    protection: Annotated[Protection | None, typer.Option("--protection", help="Only services protected so.")] = None,
    expiring: Annotated[
        int | None,
        typer.Option("--expiring", metavar="DAYS", min=0, help="Only those whose certificate has no more days left."),
    ] = None,
    at: At = None,
    json: Json = False,
) -> int:
    """List services: where they are, what protects them, who uses them, until when their certificate holds."""
    from sensor.cli import inventory as work  # noqa: PLC0415 - as above

    return work.list_(
        _path(inventory, config, state),
        zone=zone,
        protection=protection.value if protection else None,
        expiring=expiring,
        at=at,
        json=json,
    )


@inventory_app.command("diff")
@command
def _diff(
    files: Annotated[
        list[str] | None, typer.Argument(metavar="[BEFORE AFTER]", help="Two inventories to compare.")
    ] = None,
    *,
    since: Annotated[
        str | None, typer.Option("--since", metavar="WHEN", help="From then: 2026-01-31, or 2h, 7d ago.")
    ] = None,
    until: Annotated[str | None, typer.Option("--until", metavar="WHEN", help="Up to then.")] = None,
    inventory: InventoryPath = None,
    config: ConfigFile = None,
    state: StateDir = None,
    json: Json = False,
) -> int:
    """Tell what differs between two inventories, or what came up in one between two times.

    Exit codes: 0 nothing; 1 something; 2 usage or configuration error.
    """
    from sensor.cli import inventory as work  # noqa: PLC0415 - as above
    from sensor.errors import UsageError  # noqa: PLC0415 - as above

    if not files:
        return work.diff(_path(inventory, config, state), None, since=since, until=until, json=json)
    if len(files) != 2 or since or until or inventory:  # noqa: PLR2004 - before and after
        raise UsageError("name two inventories, or none and --since or --until")
    return work.diff(files[0], files[1], since=None, until=None, json=json)


@inventory_app.command("export")
@command
def _export(
    *,
    style: Annotated[TableStyle, typer.Option("--format", help="How it is written.")] = TableStyle.CSV,
    output: Annotated[
        str | None, typer.Option("--output", "-o", metavar="FILE|-", help="Where to; default: standard output.")
    ] = None,
    owners: Annotated[
        str | None, typer.Option("--owners", metavar="FILE", help="Who owns what (YAML); see the how-to.")
    ] = None,
    expires_soon: Annotated[
        int, typer.Option("--expires-soon", metavar="DAYS", min=0, help="With fewer days left it expires soon.")
    ] = 30,
    at: At = None,
    inventory: InventoryPath = None,
    config: ConfigFile = None,
    state: StateDir = None,
) -> int:
    """Write the certificate inventory of PCI DSS 4.2.1.1: each certificate, where it is used, whose it is."""
    from sensor.cli import inventory as work  # noqa: PLC0415 - as above

    return work.export(
        _path(inventory, config, state),
        style=style.value,
        output=output,
        owners=owners,
        expires_soon=expires_soon,
        at=at,
    )

"""Options and help of ``leaktap evidence`` (typer); see ``sensor.cli.app``."""

from __future__ import annotations

from typing import Annotated

import typer

from sensor.cli.console import command

evidence_app = typer.Typer(
    help="List and open sealed evidence: whose data leaked.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

Files = Annotated[list[str], typer.Argument(metavar="FILE...", help="Evidence that replay or a sensor wrote.")]


@evidence_app.command("list")
@command
def _list(
    files: Files, *, json: Annotated[bool, typer.Option("--json", help="One JSON document a line.")] = False
) -> int:
    """Say what is there, without opening anything: how many findings, of when, sealed to which keys."""
    from sensor.cli import evidence as work  # noqa: PLC0415 - slow, as in sensor.cli.app

    return work.list_(files, json=json)


@evidence_app.command("open")
@command
def _open(
    files: Files,
    *,
    key: Annotated[str, typer.Option("--key", metavar="FILE.pem", help="The private key (RSA) it was sealed to.")],
    detector: Annotated[
        str | None, typer.Option("--detector", metavar="ID", help="Only values of this detector.")
    ] = None,
    sender: Annotated[str | None, typer.Option("--sender", metavar="IP", help="Only what this address sent.")] = None,
    receiver: Annotated[
        str | None, typer.Option("--receiver", metavar="IP", help="Only what this address got.")
    ] = None,
    finding: Annotated[
        str | None, typer.Option("--finding", metavar="ID", help="Only this finding; its first characters do.")
    ] = None,
    values: Annotated[
        bool, typer.Option("--values", help="Only the distinct values, one a line behind its detector.")
    ] = False,
    journal: Annotated[
        str | None,
        typer.Option("--journal", metavar="FILE", help="Where the opening is put on record; default: FILE.opened."),
    ] = None,
) -> int:
    """Open it: real values, as JSON Lines. Who did so and when is put on record first.

    The passphrase of the key is asked for, or read from LEAKTAP_PASSPHRASE.

    Exit codes: 0 done; 2 usage error, or nothing is sealed to this key; 3 a record is damaged or was altered.
    """
    from sensor.cli import evidence as work  # noqa: PLC0415 - as above

    wanted = work.Wanted(
        detector=detector,
        sender=work.address(sender, "--sender"),
        receiver=work.address(receiver, "--receiver"),
        finding=finding,
    )
    return work.open_(files, key=key, wanted=wanted, journal=journal, values=values)

"""The command ``leaktap``: its sub-commands and options. What a command does is in the module of its name."""

from __future__ import annotations

import gc
import sys

from sensor.cli import console


def main() -> None:
    """Entry point."""
    console.prepare()
    try:
        _called()
    except SystemExit as ended:
        # Help is written by typer, which ends with 1 when its reader is gone.
        unread = isinstance(ended.__context__, BrokenPipeError)
        code = console.farewell(0 if unread else int(ended.code or 0))
        if code:
            sys.exit(code)


@console.command
def _called() -> None:
    """Runs what is called. The version is said before anything slow is imported."""
    if sys.argv[1:] in (["--version"], ["-V"]):
        import sensor  # noqa: PLC0415 - as little as possible

        console.out(f"leaktap {sensor.__version__}")
        return
    # Modules are made to stay: whoever looks for garbage among them finds none.
    gc.disable()
    from sensor.cli.app import called  # noqa: PLC0415 - see above

    command = called(sys.argv[1:])
    gc.freeze()
    gc.enable()
    with console.writing(sys.stdout):  # help, by typer
        command(prog_name="leaktap")

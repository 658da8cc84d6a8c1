"""The command ``leaktap``: its sub-commands and options. What a command does is in the module of its name."""

from __future__ import annotations

import gc
import sys


def main() -> None:
    """Entry point. The version is said before anything slow is imported."""
    if sys.argv[1:] in (["--version"], ["-V"]):
        import sensor  # noqa: PLC0415 - as little as possible

        sys.stdout.write(f"leaktap {sensor.__version__}\n")
        return
    # Modules are made to stay: whoever looks for garbage among them finds none.
    gc.disable()
    from sensor.cli.app import called  # noqa: PLC0415 - see above

    command = called(sys.argv[1:])
    gc.freeze()
    gc.enable()
    command(prog_name="leaktap")

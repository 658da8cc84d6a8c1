"""The command ``leaktap``: its sub-commands and options. What a command does is in the module of its name."""

from __future__ import annotations

import sys


def main() -> None:
    """Entry point. The version is said before anything slow is imported."""
    if sys.argv[1:] in (["--version"], ["-V"]):
        import sensor  # noqa: PLC0415 - as little as possible

        sys.stdout.write(f"leaktap {sensor.__version__}\n")
        return
    from sensor.cli.app import called  # noqa: PLC0415 - see above

    called(sys.argv[1:])(prog_name="leaktap")

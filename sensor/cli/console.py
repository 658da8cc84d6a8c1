"""How commands end: one line on stderr and the exit code that the error carries."""

from __future__ import annotations

import functools
import os
import sys
import traceback
from pathlib import Path
from typing import TYPE_CHECKING, Final, ParamSpec

from sensor.errors import ExitCode, SensorError

if TYPE_CHECKING:
    from collections.abc import Callable

P = ParamSpec("P")
_INTERRUPTED: Final = 130
_PLACES: Final = 3


def say(text: str) -> None:
    """Writes a line to stderr."""
    print(text, file=sys.stderr, flush=True)  # noqa: T201 - this is the command line


def out(text: str) -> None:
    """Writes a line to stdout."""
    print(text)  # noqa: T201 - this is the command line


def _fault(error: Exception) -> str:
    """Kind and place of a fault. Its message is left out: it may quote what was being judged."""
    frames = traceback.extract_tb(error.__traceback__)
    places = [f"{Path(frame.filename).name}:{frame.lineno}" for frame in frames[-_PLACES:]]
    return f"{type(error).__name__} at {' < '.join(reversed(places))}"


def command(function: Callable[P, int | None]) -> Callable[P, None]:
    """Makes a command of a function that returns an exit code and may raise ``SensorError``."""

    @functools.wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            code = function(*args, **kwargs) or ExitCode.DONE
            sys.stdout.flush()
        except SensorError as error:
            say(f"leaktap: {error}")
            code = error.exit_code
        except BrokenPipeError:
            # The reader of our output is gone. Keep the interpreter from saying so once more at exit.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            code = ExitCode.DONE
        except KeyboardInterrupt:
            say("leaktap: interrupted")
            code = _INTERRUPTED
        except Exception as error:  # noqa: BLE001 - a fault of ours must not look like a finding (exit code 1)
            say(f"leaktap: a fault of leaktap itself: {_fault(error)}; please report it")
            code = ExitCode.FAULT
        sys.exit(int(code))

    return run

"""What commands say, and how they end: one line on stderr and the exit code that the error carries.

A reader of our output that goes away changes nothing but what it reads: files are written and the exit code is the
same. Output that cannot be written for another reason is an error, so that what was cut short never looks complete.
"""

from __future__ import annotations

import contextlib
import errno
import functools
import io
import os
import sys
from typing import TYPE_CHECKING, Final, ParamSpec

from sensor.errors import ExitCode, OutputError, SensorError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import TextIO

P = ParamSpec("P")
_INTERRUPTED: Final = 130
_PLACES: Final = 3


def prepare() -> None:
    """Makes the standard streams safe to use, whatever we were started with.

    Their encoding may lack what we have to say: that is written as an escape. A descriptor that was closed is held, or
    the first file that is opened would be taken for it: what is written to standard output then fails, as it should.
    """
    for number, flags in ((0, os.O_RDONLY), (1, os.O_RDONLY), (2, os.O_WRONLY)):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, flags)  # the lowest that is free: this one
    for name, number in (("stdout", 1), ("stderr", 2)):
        if getattr(sys, name) is None:
            setattr(sys, name, os.fdopen(number, "w", encoding="utf-8"))
        stream = getattr(sys, name)
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def hush(stream: TextIO) -> None:
    """Lets what a stream still holds, and whatever comes, go nowhere: the interpreter would fail with it at exit."""
    with contextlib.suppress(OSError):  # a stream without a descriptor, as tests have
        target = stream.fileno()
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, target)
        os.close(nowhere)


@contextlib.contextmanager
def writing(stream: TextIO) -> Iterator[None]:
    """Minds what happens to standard output or error while it is written to.

    Raises:
        OutputError: If it cannot be written. That its reader is gone is no error.
    """
    try:
        yield
    except BrokenPipeError:
        hush(stream)
    except OSError as error:
        hush(stream)
        name = "standard error" if stream is sys.stderr else "standard output"
        reason = "is closed" if error.errno == errno.EBADF else error.strerror or "cannot be written"
        message = f"{name}: {reason}"
        raise OutputError(message) from error


def say(text: str) -> None:
    """Writes a line to stderr; whether somebody can read it there changes nothing."""
    with contextlib.suppress(OSError):
        print(text, file=sys.stderr, flush=True)  # noqa: T201 - this is the command line


def out(text: str) -> None:
    """Writes a line to stdout."""
    with writing(sys.stdout):
        print(text)  # noqa: T201 - this is the command line


def out_documents(documents: Iterable[bytes]) -> None:
    """Writes to stdout what other programs read: in UTF-8, whatever the terminal's encoding; each ends its line."""
    with writing(sys.stdout):
        sys.stdout.flush()
        for document in documents:
            rest = memoryview(document + b"\n" if document[-1:] != b"\n" else document)
            while rest:
                # Unbuffered, a write may take less than all.
                rest = rest[sys.stdout.buffer.write(rest) :]


def _fault(error: Exception) -> str:
    """Kind and place of a fault. Its message is left out: it may quote what was being judged."""
    import traceback  # noqa: PLC0415 - for faults only

    frames = traceback.extract_tb(error.__traceback__)
    places = [f"{os.path.basename(frame.filename)}:{frame.lineno}" for frame in frames[-_PLACES:]]  # noqa: PTH119
    return f"{type(error).__name__} at {' < '.join(reversed(places))}"


def farewell(code: int) -> int:
    """Hands the last of the output over; returns the exit code, another one if that fails."""
    try:
        with writing(sys.stdout):
            sys.stdout.flush()
    except OutputError as error:
        if code in (ExitCode.DONE, ExitCode.FOUND):  # else something graver was said already, or this
            say(f"leaktap: {error}")
            return int(error.exit_code)
    return code


def command(function: Callable[P, int | None]) -> Callable[P, None]:
    """Makes a command of a function that returns an exit code and may raise ``SensorError``."""

    @functools.wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            code = function(*args, **kwargs) or ExitCode.DONE
        except SensorError as error:
            say(f"leaktap: {error}")
            code = error.exit_code
        except KeyboardInterrupt:
            say("leaktap: interrupted")
            code = _INTERRUPTED
        except Exception as error:  # noqa: BLE001 - a fault of ours must not look like a finding (exit code 1)
            say(f"leaktap: a fault of leaktap itself: {_fault(error)}; please report it")
            code = ExitCode.FAULT
        sys.exit(farewell(int(code)))

    return run

"""What can go wrong, and the exit code it ends the command with."""

from __future__ import annotations

import contextlib
from enum import IntEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


class ExitCode(IntEnum):
    """Exit codes of the command; published, never renumbered."""

    DONE = 0
    FOUND = 1
    USAGE = 2
    CAPTURE = 3
    FAULT = 4


class SensorError(Exception):
    """Root of every error that leaktap raises on purpose.

    Attributes:
        exit_code: What the command ends with when nobody handles the error.
    """

    exit_code: ExitCode = ExitCode.FAULT


class UsageError(SensorError):
    """The command was called in a way that makes no sense."""

    exit_code = ExitCode.USAGE


class ConfigError(SensorError):
    """The configuration file or an option is wrong.

    Attributes:
        place: Keys of the configuration that lead to what is wrong; empty if it is not known, or no part of the file.
    """

    exit_code = ExitCode.USAGE

    def __init__(self, message: str, *, place: tuple[str | int, ...] = ()) -> None:
        """Keeps the place for whoever knows the file."""
        self.place = place
        super().__init__(message)


@contextlib.contextmanager
def at(*place: str | int) -> Iterator[None]:
    """What is wrong with the configuration in this block is wrong at a place of it, unless the error knows better."""
    try:
        yield
    except ConfigError as error:
        error.place = error.place or place
        raise


class RuleError(SensorError):
    """A rule pack is wrong.

    Attributes:
        file: The file, as the user named it.
        line: Line from 1, 0 if the whole file is meant.
        rule: Id of the rule, detector or policy; empty if none is known.
        reason: What is wrong.
        fix: How to mend it; may be empty.
    """

    exit_code = ExitCode.USAGE

    def __init__(self, reason: str, *, file: str = "", line: int = 0, rule: str = "", fix: str = "") -> None:
        """Builds the one-line message that is shown to the user."""
        self.file = file
        self.line = line
        self.rule = rule
        self.reason = reason
        self.fix = fix
        place = f"{file}:{line}" if line else file
        parts = [part for part in (place, rule, reason) if part]
        super().__init__(": ".join(parts) + (f" ({fix})" if fix else ""))


class CaptureError(SensorError):
    """A capture cannot be opened or read to its end.

    Attributes:
        path: The capture as the user named it.
        reason: What is wrong.
    """

    exit_code = ExitCode.CAPTURE

    def __init__(self, path: str, reason: str) -> None:
        """Names the capture and what is wrong with it."""
        self.path = path
        self.reason = reason
        super().__init__(f"{path}: {reason}")


class OutputError(SensorError):
    """A file cannot be written."""

    exit_code = ExitCode.USAGE


class EngineFault(SensorError):  # noqa: N818 - the fault is not an error of the caller
    """A fault of leaktap itself."""

    exit_code = ExitCode.FAULT

"""The file that evidence is kept in: one sealed record a line, never overwritten, within a limit."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec

from sensor.errors import OutputError
from sensor.model.evidence import Sealed

if TYPE_CHECKING:
    from collections.abc import Iterator

_MODE: Final = 0o600


class EvidenceFile:
    """Records are appended; at ``limit`` bytes the file becomes ``PATH.1`` and so on, of which ``files`` are kept."""

    def __init__(self, path: str, *, limit: int | None = None, files: int = 0) -> None:
        """Opens the file, or makes it (mode 0600). Without a limit it grows.

        Raises:
            OutputError: If it cannot be opened.
        """
        self.path = Path(path)
        self._limit = limit
        self._files = files
        self._descriptor = -1
        self._open()

    def _open(self) -> None:
        try:
            self._descriptor = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, _MODE)
            self._size = os.fstat(self._descriptor).st_size
        except OSError as error:
            message = f"{self.path}: {error.strerror or 'cannot be written'}"
            raise OutputError(message) from error

    def write(self, record: Sealed) -> None:
        """Appends one record.

        Raises:
            OutputError: If it cannot be written whole; then nothing of it stays.
        """
        line = msgspec.json.encode(record) + b"\n"
        if self._descriptor < 0 or (self._limit is not None and self._size and self._size + len(line) > self._limit):
            self._turn()
        try:
            self._append(line)
        except OSError as error:
            message = f"{self.path}: {error.strerror or 'cannot be written'}"
            raise OutputError(message) from error

    def _append(self, line: bytes) -> None:
        done = 0
        try:
            while done < len(line):
                done += os.write(self._descriptor, line[done:])
        except OSError:
            if done:
                os.ftruncate(self._descriptor, self._size)
            raise
        self._size += len(line)

    def _turn(self) -> None:
        """Begins the next file."""
        self.close()
        if self._limit is not None and self._files:
            names = [self.path, *(Path(f"{self.path}.{number}") for number in range(1, self._files + 1))]
            try:
                for older, newer in zip(reversed(names), reversed(names[:-1]), strict=False):
                    if newer.exists():
                        newer.replace(older)
            except OSError as error:
                message = f"{self.path}: {error.strerror or 'cannot be renamed'}"
                raise OutputError(message) from error
        self._open()

    def close(self) -> None:
        """Closes the file."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1


class Damaged(msgspec.Struct, frozen=True):
    """A line that is no record of evidence."""

    line: int
    reason: str


def records(path: str) -> Iterator[tuple[int, Sealed] | Damaged]:
    """The records of a file with the numbers of their lines, and the lines that are none.

    Raises:
        OSError: If it cannot be read.
    """
    decoder = msgspec.json.Decoder(Sealed)
    with Path(path).open("rb") as handle:
        for number, line in enumerate(handle, 1):
            if not line.strip():
                continue
            try:
                yield number, decoder.decode(line)
            except (msgspec.DecodeError, ValueError) as error:
                yield Damaged(number, str(error))

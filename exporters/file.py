"""JSON Lines files: streams of a replay, alerts of the service.

The service appends. A line is whole or not there: what a failed write left is cut off again, and a file that ends
without a line end (a crash) gets one before anything else is written. Repeats after a crash have the same event id.

The file may be rotated by ``rotate``, which keeps ``alerts.jsonl.1`` (the newest) to ``alerts.jsonl.<keep>``, or by
another program: a file that was moved or removed is noticed with the next batch and made anew; ``copytruncate`` works
too. One writer to a file: use one or the other, and one destination for each path.
"""

from __future__ import annotations

import errno
import os
import re
import stat
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, BinaryIO, Final, Literal

import msgspec

from exporters import _ecs, _eve, _ocsf
from sensor.errors import ConfigError, OutputError
from sensor.export.api import DeliveryError, Exporter
from sensor.model.record import Section
from sensor.pipeline import Listener, RunResult, StreamName

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sensor.model.alert import Alert
    from sensor.model.anomaly import Anomaly
    from sensor.model.coverage import Coverage
    from sensor.model.event import Event
    from sensor.model.finding import Finding
    from sensor.model.flow import Flow
    from sensor.model.transport import Transport

STANDARD_OUTPUT: Final = "-"
_BUFFER: Final = 1 << 18

_UNITS: Final = {"B": 1, "KiB": 1 << 10, "MiB": 1 << 20, "GiB": 1 << 30}
_SIZE: Final = re.compile(r"([0-9]{1,12}) ?(B|KiB|MiB|GiB)")
_LEAST_ROTATED: Final = 64 << 10
_LEAST_FREE: Final = 16 << 20
_MIB: Final = 1 << 20
_OWNER: Final = stat.S_IRUSR | stat.S_IWUSR
_EXECUTE: Final = stat.S_IXUSR | stat.S_IXGRP | stat.S_IXOTH
_MAPPINGS: Final = {"ocsf": _ocsf.event, "ecs": _ecs.event, "eve": _eve.event}
_MENDS: Final = {
    errno.EACCES: "give the service write access to it and its directory",
    errno.EPERM: "give the service write access to it and its directory",
    errno.ENOENT: "make its directory",
    errno.ENXIO: "it is no regular file: choose another path",
    errno.EISDIR: "it is a directory: choose another path",
    errno.ENOSPC: "make room on its file system",
    errno.EDQUOT: "make room in the quota",
    errno.EFBIG: "it is as large as this file system allows: use rotate",
    errno.EROFS: "choose a path on a file system that can be written",
}


class JsonLines:
    """A file that takes a JSON document per line. ``-`` is standard output.

    A pipe whose reader is gone takes nothing more; that is no error, and nobody else's loss.
    """

    def __init__(self, path: str) -> None:
        """Opens (and empties) the file, readable by its owner and group only as the umask allows.

        Raises:
            OutputError: If it cannot be written.
        """
        self.path = path
        self._encoder = msgspec.json.Encoder()
        self._buffer = bytearray()
        self._unread = False
        self._file: BinaryIO
        if path == STANDARD_OUTPUT:
            self._file = sys.stdout.buffer
            return
        try:
            self._file = Path(path).open("wb", buffering=0)  # noqa: SIM115 - closed by close()
        except OSError as error:
            raise self._failed(error) from error

    def _failed(self, error: OSError) -> OutputError:
        name = "standard output" if self.path == STANDARD_OUTPUT else self.path
        reason = "is closed" if error.errno == errno.EBADF else error.strerror or "cannot be written"
        return OutputError(f"{name}: {reason}")

    def write(self, record: object) -> None:
        """Appends one record."""
        if self._unread:
            return
        self._encoder.encode_into(record, self._buffer, -1)
        self._buffer += b"\n"
        if len(self._buffer) >= _BUFFER:
            self.flush()

    def flush(self) -> None:
        """Hands everything to the operating system.

        Raises:
            OutputError: If the device is full or gone.
        """
        try:
            with memoryview(self._buffer) as rest:
                done = 0
                while done < len(rest):
                    # What is not buffered may take less than all.
                    taken = self._file.write(rest[done:])
                    if taken is None:
                        raise BlockingIOError(errno.EAGAIN, os.strerror(errno.EAGAIN))
                    done += taken
            self._file.flush()
        except BrokenPipeError:
            self._unread = True
        except OSError as error:
            raise self._failed(error) from error
        self._buffer.clear()

    def close(self) -> None:
        """Flushes, and closes what it opened."""
        self.flush()
        if self.path != STANDARD_OUTPUT:
            self._file.close()


class StreamFiles(Listener):
    """Writes each wanted stream to its file."""

    def __init__(self, paths: Mapping[StreamName, str]) -> None:
        """Opens all files, so that a wrong path is known before hours of reading.

        Raises:
            OutputError: If one cannot be written.
        """
        self._files = {stream: JsonLines(path) for stream, path in paths.items()}

    def wants(self, stream: StreamName) -> bool:
        """Wants what it has a file for."""
        return stream in self._files

    def finding(self, record: Finding) -> None:
        """Writes a finding."""
        self._files["finding"].write(record)

    def flow(self, record: Flow) -> None:
        """Writes a flow."""
        self._files["flow"].write(record)

    def transport(self, record: Transport) -> None:
        """Writes a transport."""
        self._files["transport"].write(record)

    def anomaly(self, record: Anomaly) -> None:
        """Writes an anomaly."""
        self._files["anomaly"].write(record)

    def coverage(self, record: Coverage) -> None:
        """Writes a row of the ledger."""
        self._files["coverage"].write(record)

    def alert(self, record: Alert) -> None:
        """Writes an alert as an OCSF event."""
        self._files["alert"].write(_ocsf.event(record))

    def finish(self, result: RunResult) -> None:  # noqa: ARG002 - a listener's signature
        """Closes all files."""
        for file in self._files.values():
            file.close()


class RotateSection(Section, frozen=True, kw_only=True):
    """When a file is put aside, and how many of these are kept. A batch is never cut in two: files may be larger."""

    size: Annotated[str, msgspec.Meta(pattern=r"^[0-9]{1,12} ?(B|KiB|MiB|GiB)$", examples=["100MiB"])] = "100MiB"
    keep: Annotated[int, msgspec.Meta(ge=1, le=1000)] = 10


class FileSection(Section, frozen=True, kw_only=True):
    """Options of a file.

    ``fsync: batch`` returns once the device has the batch; ``never`` leaves that to the operating system. ``mode`` is
    for files that are made; one that is there keeps its own.
    """

    path: Annotated[str, msgspec.Meta(min_length=1)]
    format: Literal["ocsf", "ecs", "eve"] = "ocsf"
    rotate: RotateSection | None = None
    fsync: Literal["batch", "never"] = "batch"
    mode: Annotated[int, msgspec.Meta(ge=0, le=0o777)] | Annotated[str, msgspec.Meta(pattern=r"^0o?[0-7]{3}$")] = 0o640


class File(Exporter):
    """A JSON Lines file of alerts. It is opened with the first batch, by the user that the service runs as."""

    def __init__(self, name: str, options: Mapping[str, Any]) -> None:
        from sensor.export.settings import convert  # noqa: PLC0415 - with TLS, which a replay need not load

        what = f"exporter {name}"
        section = convert(what, options, FileSection)
        self._path = Path(section.path)
        self._event = _MAPPINGS[section.format]
        self._synced = section.fsync == "batch"
        self._mode = section.mode if isinstance(section.mode, int) else int(section.mode.replace("o", ""), 8)
        if self._mode & _OWNER != _OWNER or self._mode & _EXECUTE:
            raise ConfigError(f"{what}: mode: must let the owner read and write, and nobody execute, such as 0640")
        self._keep = section.rotate.keep if section.rotate is not None else 0
        self._most = _bytes(section.rotate.size) if section.rotate is not None else 0
        if self._keep and self._most < _LEAST_ROTATED:
            raise ConfigError(f"{what}: rotate.size: must be at least {_LEAST_ROTATED >> 10}KiB")
        self._descriptor: int | None = None

    def send(self, events: Sequence[Event]) -> None:
        """Appends a line for each event, all of them or none."""
        lines = bytearray()
        encoder = msgspec.json.Encoder()
        for event in events:
            encoder.encode_into(self._event(event.alert), lines, -1)
            lines += b"\n"
        try:
            descriptor = self._current()
            size = os.fstat(descriptor).st_size
            if self._keep and size and size + len(lines) > self._most:
                self._rotate()
                descriptor = self._current()
                size = os.fstat(descriptor).st_size
            self._append(descriptor, size, lines)
        except OSError as error:
            self.close()
            raise DeliveryError(_explain(self._path, error)) from error

    def _append(self, descriptor: int, size: int, lines: bytearray) -> None:
        """Writes behind ``size``; what arrived of it is cut off again if it does not arrive whole."""
        try:
            if size and os.pread(descriptor, 1, size - 1) != b"\n":
                lines[:0] = b"\n"
            with memoryview(lines) as rest:
                done = 0
                while done < len(rest):
                    done += os.write(descriptor, rest[done:])
            if self._synced:
                os.fsync(descriptor)
        except OSError:
            os.ftruncate(descriptor, size)
            raise

    def _current(self) -> int:
        """The open file, if the path still leads to it; else the path is opened anew."""
        if self._descriptor is not None:
            mine = os.fstat(self._descriptor)
            try:
                there = self._path.stat()
            except FileNotFoundError:
                there = None
            if there is not None and os.path.samestat(mine, there):
                return self._descriptor
            self.close()
        self._descriptor = self._open()
        return self._descriptor

    def _open(self) -> int:
        flags = os.O_RDWR | os.O_APPEND | os.O_CLOEXEC | os.O_NONBLOCK  # a FIFO must not hold us up
        try:
            descriptor = os.open(self._path, flags)
        except FileNotFoundError:
            descriptor = os.open(self._path, flags | os.O_CREAT, self._mode)
            os.fchmod(descriptor, self._mode)  # whatever the umask is
            self._sync_directory()
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            os.close(descriptor)
            raise OSError(errno.ENXIO, os.strerror(errno.ENXIO))
        return descriptor

    def _rotate(self) -> None:
        """Moves the file to ``.1`` and the older ones up by one, as far as the first number that is free."""
        self.close()
        names = [self._path, *(self._path.with_name(f"{self._path.name}.{n}") for n in range(1, self._keep + 1))]
        free = next((n for n in range(1, self._keep) if not names[n].exists()), self._keep)
        for n in range(free, 0, -1):
            names[n - 1].replace(names[n])
        self._sync_directory()

    def _sync_directory(self) -> None:
        """Names are kept by the directory: it is synced when they change."""
        if not self._synced:
            return
        descriptor = os.open(self._path.parent, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

    def check(self) -> str:
        """Tells whether it can be written and how much room is left; makes no file, for it may run as another user."""
        try:
            size = self._size()
            room = os.statvfs(self._path.parent)
        except OSError as error:
            raise DeliveryError(_explain(self._path, error)) from error
        free = room.f_bavail * room.f_frsize
        if free < _LEAST_FREE:
            raise DeliveryError(f"{self._path}: only {free / _MIB:.1f} MiB are free on its file system: make room")
        there = "will be made" if size is None else f"holds {size / _MIB:.1f} MiB"
        return f"{self._path}: {there}, {free // _MIB} MiB are free"

    def _size(self) -> int | None:
        """Bytes of the file; None if it is not there, but can be made."""
        directory = self._path.parent
        found = self._path.stat() if self._path.exists() else None
        if found is not None and not stat.S_ISREG(found.st_mode):
            raise OSError(errno.ENXIO, os.strerror(errno.ENXIO))
        if not directory.exists():
            raise OSError(errno.ENOENT, os.strerror(errno.ENOENT))
        # A new file is needed now, when it is rotated, and when another program moved it.
        if not os.access(directory, os.W_OK | os.X_OK) or (found is not None and not os.access(self._path, os.W_OK)):
            raise OSError(errno.EACCES, os.strerror(errno.EACCES))
        return found.st_size if found is not None else None

    def close(self) -> None:
        """Closes the file."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None


def _bytes(size: str) -> int:
    found = _SIZE.fullmatch(size)
    return int(found[1]) * _UNITS[found[2]] if found is not None else 0


def _explain(path: Path, error: OSError) -> str:
    mend = _MENDS.get(error.errno or 0)
    return f"{path}: {error.strerror or 'cannot be written'}" + (f" ({mend})" if mend else "")

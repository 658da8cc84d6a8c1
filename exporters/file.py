"""JSON Lines files: one stream each, alerts as OCSF events."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final

import msgspec

from exporters import _ocsf
from sensor.errors import OutputError
from sensor.pipeline import Listener, RunResult, StreamName

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sensor.model.alert import Alert
    from sensor.model.anomaly import Anomaly
    from sensor.model.coverage import Coverage
    from sensor.model.finding import Finding
    from sensor.model.flow import Flow
    from sensor.model.transport import Transport

STANDARD_OUTPUT: Final = "-"
_BUFFER: Final = 1 << 18


class JsonLines:
    """A file that takes a JSON document per line. ``-`` is standard output."""

    def __init__(self, path: str) -> None:
        """Opens (and empties) the file, readable by its owner and group only as the umask allows.

        Raises:
            OutputError: If it cannot be written.
        """
        self.path = path
        self._encoder = msgspec.json.Encoder()
        self._buffer = bytearray()
        self._file: BinaryIO
        if path == STANDARD_OUTPUT:
            self._file = sys.stdout.buffer
            return
        try:
            self._file = Path(path).open("wb")  # noqa: SIM115 - closed by close()
        except OSError as error:
            message = f"{path}: {error.strerror or 'cannot be written'}"
            raise OutputError(message) from error

    def write(self, record: object) -> None:
        """Appends one record."""
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
            self._file.write(self._buffer)
            self._file.flush()
        except BrokenPipeError:
            raise
        except OSError as error:
            message = f"{self.path}: {error.strerror or 'cannot be written'}"
            raise OutputError(message) from error
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

"""Structured logs on stderr: one JSON object a line for machines, one plain line for people. Never a payload.

A message is a constant; what varies is in ``extra``, under names that a line does not have itself. What a peer can
influence does not get here: names of interfaces, destinations, files and counters do.
"""

from __future__ import annotations

import datetime as dt
import logging
import sys
from typing import Any, Final, Literal

import msgspec

ROOT: Final = "leaktap"
# What every record has; whatever else it carries came with `extra`.
_STANDARD: Final = frozenset(vars(logging.makeLogRecord({}))) | {"message", "taskName"}


def _extra(record: logging.LogRecord) -> dict[str, Any]:
    return {name: value for name, value in vars(record).items() if name not in _STANDARD}


def _when(record: logging.LogRecord) -> str:
    return (
        dt.datetime.fromtimestamp(record.created, tz=dt.UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    )


def _fault(record: logging.LogRecord) -> str | None:
    """Kind and place of an exception, without its message, which may quote what was being judged."""
    if not record.exc_info or record.exc_info[0] is None:
        return None
    trace = record.exc_info[2]
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = f"{trace.tb_frame.f_code.co_filename.rpartition('/')[2]}:{trace.tb_lineno}" if trace else "?"
    return f"{record.exc_info[0].__name__} at {place}"


class JsonFormatter(logging.Formatter):
    """One JSON object a line: ``ts, level, logger, message`` and the record's own fields."""

    def format(self, record: logging.LogRecord) -> str:
        """Formats a record."""
        fields: dict[str, Any] = {
            "ts": _when(record),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        fault = _fault(record)
        if fault:
            fields["fault"] = fault
        # What a line says of itself is not overwritten.
        fields |= {name if name not in fields else f"{name}_": value for name, value in _extra(record).items()}
        return msgspec.json.encode(fields, enc_hook=str).decode()


class ConsoleFormatter(logging.Formatter):
    """``2026-01-02T03:04:05.678Z info daemon.service message key=value``."""

    def format(self, record: logging.LogRecord) -> str:
        """Formats a record."""
        name = record.name.removeprefix(f"{ROOT}.")
        fields = dict(_extra(record))
        fault = _fault(record)
        if fault:
            fields["fault"] = fault
        tail = "".join(f" {key}={value}" for key, value in fields.items())
        return f"{_when(record)} {record.levelname.lower():7} {name}: {record.getMessage()}{tail}"


def configure(style: Literal["auto", "json", "console"], level: str) -> None:
    """Sends our logs to stderr; ``auto`` is for people on a terminal and JSON elsewhere."""
    plain = style == "console" or (style == "auto" and sys.stderr.isatty())
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(ConsoleFormatter() if plain else JsonFormatter())
    logger = logging.getLogger(ROOT)
    logger.handlers[:] = [handler]
    logger.setLevel(level.upper())
    logger.propagate = False

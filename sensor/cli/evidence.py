"""``leaktap evidence``: lists what was sealed, and opens it for the holder of the private key."""

from __future__ import annotations

import getpass
import ipaddress
import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec

from sensor.cli.console import out, out_documents, say
from sensor.errors import ExitCode, OutputError, UsageError
from sensor.evidence.file import Damaged, records
from sensor.evidence.seal import BrokenSealError, Opener, is_locked
from sensor.model.evidence import Entry
from sensor.model.record import timestamp

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sensor.model.evidence import Sealed

PASSPHRASE: Final = "LEAKTAP_PASSPHRASE"  # noqa: S105 - the variable's name
_ENTRIES: Final = msgspec.json.Decoder(list[Entry])


class Wanted(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Which entries are asked for; all of them if nothing is said."""

    detector: str | None = None
    sender: str | None = None
    receiver: str | None = None
    finding: str | None = None

    def __contains__(self, entry: Entry) -> bool:
        """Whether an entry is asked for."""
        return (
            self.detector in (None, entry.detector)
            and self.sender in (None, entry.sender.ip)
            and self.receiver in (None, entry.receiver.ip)
            and (self.finding is None or entry.finding.startswith(self.finding))
        )


def address(text: str | None, option: str) -> str | None:
    """An address as entries have it (RFC 5952).

    Raises:
        UsageError: If it is none.
    """
    try:
        return None if text is None else ipaddress.ip_address(text.strip()).compressed
    except ValueError:
        message = f"{option}: `{text}` is no IP address"
        raise UsageError(message) from None


class Opening(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A line of the journal: who opened which file when, and what was asked for."""

    ts: str
    user: str
    uid: int
    file: str
    key_id: str
    wanted: Wanted


def list_(files: Sequence[str], *, json: bool) -> int:
    """Says what files hold, without opening anything: how many findings, of when, sealed to which keys."""
    code = ExitCode.DONE
    for file in files:
        found = 0
        findings = 0
        times: list[str] = []
        keys: set[str] = set()
        for item in _records(file):
            if isinstance(item, Damaged):
                say(f"leaktap: {file}:{item.line}: no record of evidence: {item.reason}")
                code = ExitCode.CAPTURE
                continue
            record = item[1]
            found += 1
            findings += len(record.findings)
            times += record.ts, record.until
            keys.add(record.key_id)
        first, last = (min(times), max(times)) if times else ("", "")
        if json:
            told = {"file": file, "records": found, "findings": findings, "first": first, "last": last}
            out_documents([msgspec.json.encode(told | {"key_ids": sorted(keys)})])
        elif found:
            out(f"{file}: {findings} findings from {first} to {last}, sealed to {', '.join(sorted(keys))}")
        else:
            out(f"{file}: nothing")
    return code


def open_(files: Sequence[str], *, key: str, wanted: Wanted, journal: str | None, values: bool) -> int:
    """Writes what is sealed in files to standard output; each opening is put on record before.

    Raises:
        UsageError: If the key cannot be used, or opens nothing of the files.
        OutputError: If the opening cannot be put on record.
    """
    opener = Opener(key, _passphrase(key))
    count = _Count()
    distinct: set[tuple[str, str]] = set()
    for file in files:
        _record(journal or f"{file}.opened", file, opener.key_id, wanted)
        for entries in _entries(file, opener, count):
            asked = [entry for entry in entries if entry in wanted]
            count.asked += len(asked)
            if values:
                distinct |= {(entry.detector, value) for entry in asked for value in entry.values}
            else:
                out_documents(map(msgspec.json.encode, asked))
    for detector, value in sorted(distinct):
        out(f"{detector}\t{value if value.isprintable() else ascii(value)}")
    if count.others and not count.opened:
        message = f"{key}: nothing is sealed to this key ({opener.key_id}): `leaktap evidence list` says to which"
        raise UsageError(message)
    if count.opened and not count.asked:
        say(f"leaktap: {count.opened} findings were opened, and none of them is what was asked for")
    if count.others:
        say(f"leaktap: {count.others} findings are sealed to other keys")
    return ExitCode.CAPTURE if count.damaged else ExitCode.DONE


class _Count(msgspec.Struct):
    """Findings, and records that are damaged."""

    opened: int = 0
    asked: int = 0
    others: int = 0
    damaged: int = 0


def _entries(file: str, opener: Opener, count: _Count) -> Iterator[list[Entry]]:
    """What the key opens, record by record; counted, and what is damaged said."""
    for item in _records(file):
        if isinstance(item, Damaged):
            say(f"leaktap: {file}:{item.line}: no record of evidence: {item.reason}")
            count.damaged += 1
            continue
        line, record = item
        if record.key_id != opener.key_id:
            count.others += len(record.findings)
            continue
        entries = _open(opener, record)
        if entries is None:
            say(f"leaktap: {file}:{line}: the record was altered: it cannot be opened")
            count.damaged += 1
            continue
        count.opened += len(entries)
        yield entries


def _open(opener: Opener, record: Sealed) -> list[Entry] | None:
    try:
        return _ENTRIES.decode(opener.open(record.sealed))
    except (BrokenSealError, msgspec.DecodeError):
        return None


def _records(file: str) -> Iterator[tuple[int, Sealed] | Damaged]:
    try:
        yield from records(file)
    except OSError as error:
        message = f"{file}: {error.strerror or 'cannot be read'}"
        raise UsageError(message) from error


def _passphrase(key: str) -> bytes | None:
    if not is_locked(key):
        return None
    told = os.environ.get(PASSPHRASE)
    if told is None and sys.stdin.isatty():
        told = getpass.getpass(f"Passphrase of {key}: ")
    return told.encode() if told is not None else None


def _record(journal: str, file: str, key_id: str, wanted: Wanted) -> None:
    """Puts an opening on record."""
    try:
        user = getpass.getuser()
    except (KeyError, OSError):  # an account without a name
        user = ""
    opening = Opening(ts=timestamp(time.time_ns()), user=user, uid=os.getuid(), file=file, key_id=key_id, wanted=wanted)
    if not Path(file).exists():
        message = f"{file}: no such file"
        raise UsageError(message)
    try:
        descriptor = os.open(journal, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
        with os.fdopen(descriptor, "ab") as handle:
            handle.write(msgspec.json.encode(opening) + b"\n")
            handle.flush()
            os.fsync(handle.fileno())
    except OSError as error:
        reason = error.strerror or "cannot be written"
        message = f"{journal}: {reason}: an opening has to be put on record (--journal names another file)"
        raise OutputError(message) from error

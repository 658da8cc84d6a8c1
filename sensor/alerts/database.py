"""The file under the event store: who may open it, how it is opened, what a transaction is.

SQLite in WAL mode: readers never wait for the writer, and what was committed with ``synchronous=FULL`` is on the disk.
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import hashlib
import os
import pwd
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sensor import migration
from sensor.errors import ExitCode, SensorError

if TYPE_CHECKING:
    import threading
    from collections.abc import Iterator

_OLDEST_SQLITE: Final = (3, 37, 0)  # STRICT tables
_BUSY_S: Final = 10.0
_WAL_BYTES: Final = 8 << 20
_SCHEMA: Final = "sensor.alerts.migrations"
_MODES: Final = {"read": "ro", "write": "rw", "create": "rwc"}


class StoreError(SensorError):
    """The event store cannot be used as asked."""

    exit_code = ExitCode.USAGE


def checksum(name: str, body: bytes) -> bytes:
    """The checksum of a row: 8 bytes of BLAKE2b over its name, a zero byte and its body."""
    return hashlib.blake2b(name.encode() + b"\0" + body, digest_size=8).digest()


def prepare(path: str) -> int:
    """Makes directory (0700) and file (0600) if they are missing, and claims the store for this process.

    Returns:
        A descriptor: the store is ours until it is closed, or this process ends in whatever way.

    Raises:
        StoreError: If that may not be, or another process has it.
    """
    try:
        Path(path).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        # Not left to SQLite, whose files are readable by others; those that it adds get the mode of this one.
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
        claim = os.open(f"{path}.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except (FileExistsError, NotADirectoryError) as error:
        reason = f"event store {path}: {error.filename} is no directory"
        raise StoreError(reason) from error
    except OSError as error:
        raise StoreError(_refused(path, error.errno, error.strerror or "cannot be made")) from error
    try:
        fcntl.flock(claim, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        os.close(claim)
        reason = f"event store {path}: another leaktap writes to it; stop that one, or set another store.path"
        raise StoreError(reason) from error
    return claim


def migrate(path: str) -> None:
    """Brings the file to the schema of this version.

    Raises:
        StoreError: If it is of a newer version, or no event store.
    """
    if sqlite3.sqlite_version_info < _OLDEST_SQLITE:
        wanted = ".".join(map(str, _OLDEST_SQLITE))
        reason = f"Python is linked to SQLite {sqlite3.sqlite_version}; the event store needs {wanted} or later"
        raise StoreError(reason)
    try:
        with contextlib.closing(_connect(path, "create")) as connection:
            # Both before the first table. An alert takes 1 to 3 KB: pages of 4 KB would be half empty. Pages that
            # become free can be given back to the file system.
            connection.execute("PRAGMA page_size=8192")
            connection.execute("PRAGMA auto_vacuum=INCREMENTAL")
            connection.execute("PRAGMA journal_mode=WAL")
            migration.apply(connection, _SCHEMA)
    except migration.NewerSchemaError as error:
        raise StoreError(_newer(path, error)) from error
    except sqlite3.DatabaseError as error:
        raise StoreError(unusable(path, error)) from error


def connect(path: str, mode: str, *, durable: bool = False) -> sqlite3.Connection:
    """Opens a store that exists and has the schema of this version.

    Args:
        path: The file.
        mode: ``read`` or ``write``.
        durable: Commits return when the disk has them. Others are lost at worst by a power failure, together, from the
            last one backwards: good enough for cursors, which then repeat what was sent.

    Raises:
        StoreError: Says why it cannot be opened.
    """
    try:
        connection = _connect(path, mode)
    except sqlite3.DatabaseError as error:
        raise StoreError(unusable(path, error)) from error
    try:
        connection.execute(f"PRAGMA synchronous={'FULL' if durable else 'NORMAL'}")
        connection.execute("PRAGMA foreign_keys=ON")
        connection.execute(f"PRAGMA journal_size_limit={_WAL_BYTES}")
        found, known = migration.version(connection), migration.latest(_SCHEMA)
    except sqlite3.DatabaseError as error:
        connection.close()
        raise StoreError(unusable(path, error)) from error
    if found != known:
        connection.close()
        if found > known:
            raise StoreError(_newer(path, migration.NewerSchemaError(found, known)))
        reason = f"event store {path}: written by an older leaktap (schema {found}); `leaktap run` brings it up to date"
        raise StoreError(reason)
    return connection


def _connect(path: str, mode: str) -> sqlite3.Connection:
    return sqlite3.connect(
        f"{Path(path).absolute().as_uri()}?mode={_MODES[mode]}", uri=True, timeout=_BUSY_S, isolation_level=None
    )


@contextlib.contextmanager
def transaction(connection: sqlite3.Connection, lock: threading.Lock) -> Iterator[None]:
    """All or nothing. Threads of this process queue at ``lock``: SQLite's own wait is a sleep of up to 100 ms."""
    with lock:
        # Immediate: a transaction that begins by reading could not be made to wait when it comes to write.
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise


def is_trouble(error: sqlite3.Error) -> bool:
    """Tells trouble with the disk or the file (full, busy, read-only, malformed) from a mistake of ours."""
    return type(error) in (sqlite3.OperationalError, sqlite3.DatabaseError)


def _newer(path: str, error: migration.NewerSchemaError) -> str:
    return (
        f"event store {path}: written by a newer leaktap (schema {error.found}, this version knows {error.known}); "
        "install that version again, or set another store.path"
    )


def unusable(path: str, error: sqlite3.DatabaseError) -> str:
    """Why SQLite cannot use a store, in words that help."""
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
    if code == sqlite3.SQLITE_CANTOPEN:
        try:
            with Path(path).open("rb"):
                pass
        except OSError as cause:
            return _refused(path, cause.errno, cause.strerror or "cannot be opened")
        return _refused(path, errno.EACCES, "")
    if code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH):
        return _refused(path, errno.EACCES, "")
    if code in (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT):
        return f"event store {path}: damaged, or no event store; move it away to begin with an empty one"
    return f"event store {path}: {error}"


def _refused(path: str, code: int | None, reason: str) -> str:
    if code == errno.ENOENT:
        return f"event store {path}: there is none; `leaktap run` makes it (is --config the daemon's?)"
    if code not in (errno.EACCES, errno.EPERM):
        return f"event store {path}: {reason}"
    return f"event store {path}: not permitted; run this as the user of the daemon{_owner(path)}"


def _owner(path: str) -> str:
    for place in (Path(path), Path(path).parent):
        try:
            return f": sudo -u {pwd.getpwuid(place.stat().st_uid).pw_name} leaktap …"
        except (OSError, KeyError):
            continue
    return ""

"""The file under the inventory: SQLite in WAL mode, one writer, any number of readers beside it.

A crash loses at worst what was learned since the last save, and what was learned can be learned again.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self, TypeVar

import msgspec

from sensor import migration
from sensor.errors import ExitCode, SensorError
from sensor.transport.inventory import Inventory, InventoryOptions
from sensor.transport.services import Certificate, Drift, Service

if TYPE_CHECKING:
    from types import TracebackType

    from sensor.transport.inventory import Changes

T = TypeVar("T")

MAX_DRIFT: Final = 10_000
_SCHEMA: Final = "sensor.transport.migrations"
_BUSY_S: Final = 10.0
_WAL_BYTES: Final = 4 << 20
_ENCODER: Final = msgspec.json.Encoder()
_SERVICE: Final = (
    "INSERT INTO services (address, port, protocol, sni, first_ns, last_ns, body) VALUES (?, ?, ?, ?, ?, ?, ?) "
    "ON CONFLICT (address, port, protocol, sni) DO UPDATE SET first_ns = excluded.first_ns, "
    "last_ns = excluded.last_ns, body = excluded.body"
)
_CERTIFICATE: Final = (
    "INSERT INTO certificates (sha256, not_after_s, first_ns, last_ns, body) VALUES (?, ?, ?, ?, ?) "
    "ON CONFLICT (sha256) DO UPDATE SET not_after_s = excluded.not_after_s, first_ns = excluded.first_ns, "
    "last_ns = excluded.last_ns, body = excluded.body"
)


class InventoryError(SensorError):
    """The inventory cannot be used as asked."""

    exit_code = ExitCode.USAGE


class Contents(msgspec.Struct, frozen=True, kw_only=True):
    """Everything in a file: services and certificates by their keys, drift by time."""

    services: tuple[Service, ...]
    certificates: dict[str, Certificate]
    drift: tuple[Drift, ...]
    facts: dict[str, int]


class InventoryFile:
    """An inventory on disk, for whoever writes it. Only one process may, until ``close``."""

    def __init__(self, path: str) -> None:
        """Opens it; makes it (directory 0700, files 0600) or brings its schema up to date if need be.

        Raises:
            InventoryError: If it cannot be used, is of a newer version, or is another process's.
        """
        self.path = path
        self._claim: int | None = _claim(path)
        try:
            self._connection = _connect(path, "rwc")
            self._connection.execute("PRAGMA journal_mode=WAL")
            self._connection.execute("PRAGMA synchronous=NORMAL")
            self._connection.execute(f"PRAGMA journal_size_limit={_WAL_BYTES}")
            migration.apply(self._connection, _SCHEMA)
        except migration.NewerSchemaError as error:
            self._release()
            raise InventoryError(_newer(path, error.found, error.known)) from error
        except sqlite3.DatabaseError as error:
            self._release()
            raise InventoryError(_unusable(path, error)) from error

    def __enter__(self) -> Self:
        """Returns itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Closes it."""
        self.close()

    def inventory(self, plan: bytes, options: InventoryOptions | None = None) -> Inventory:
        """The inventory as it was saved.

        Raises:
            InventoryError: If it cannot be read.
        """
        try:
            held = _contents(self._connection)
        except (sqlite3.DatabaseError, msgspec.MsgspecError) as error:
            raise InventoryError(_unusable(self.path, error)) from error
        certificates = held.certificates.values()
        return Inventory(plan, options, services=held.services, certificates=certificates, facts=held.facts)

    def save(self, inventory: Inventory) -> None:
        """Writes what changed, all or nothing.

        Raises:
            sqlite3.Error: If it cannot; the inventory keeps the changes for the next time.
        """
        changes = inventory.changes()
        if changes.empty:
            return
        try:
            self._write(changes)
        except sqlite3.Error:
            inventory.keep(changes)
            raise

    def _write(self, changes: Changes) -> None:
        connection = self._connection
        connection.execute("BEGIN IMMEDIATE")
        try:
            connection.executemany(
                "DELETE FROM services WHERE address = ? AND port = ? AND protocol = ? AND sni = ?",
                changes.gone_services,
            )
            connection.executemany(
                "DELETE FROM certificates WHERE sha256 = ?", [(sha256,) for sha256 in changes.gone_certificates]
            )
            connection.executemany(
                _SERVICE, [(*each.key, each.first_ns, each.last_ns, _ENCODER.encode(each)) for each in changes.services]
            )
            connection.executemany(
                _CERTIFICATE,
                [
                    (each.sha256, each.not_after_s, each.first_ns, each.last_ns, _ENCODER.encode(each))
                    for each in changes.certificates
                ],
            )
            connection.executemany(
                "INSERT INTO drift (at_ns, body) VALUES (?, ?)",
                [(each.at_ns, _ENCODER.encode(each)) for each in changes.drift],
            )
            connection.execute("DELETE FROM drift WHERE seq <= (SELECT max(seq) - ? FROM drift)", (MAX_DRIFT,))
            connection.executemany(
                "INSERT INTO facts (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                changes.facts.items(),
            )
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise

    def close(self) -> None:
        """Ends the connection and the claim."""
        self._connection.close()
        self._release()

    def _release(self) -> None:
        if self._claim is not None:
            os.close(self._claim)
            self._claim = None


def read(path: str) -> Contents:
    """What a file holds, whether or not somebody writes to it.

    Raises:
        InventoryError: If there is none, or it cannot be read.
    """
    if not Path(path).is_file():
        reason = f"inventory {path}: there is none; `leaktap run` or `leaktap replay --inventory` makes it"
        raise InventoryError(reason)
    try:
        with contextlib.closing(_connect(path, "ro")) as connection:
            found, known = migration.version(connection), migration.latest(_SCHEMA)
            if found > known:
                raise InventoryError(_newer(path, found, known))
            return _contents(connection)
    except (sqlite3.DatabaseError, msgspec.MsgspecError) as error:
        raise InventoryError(_unusable(path, error)) from error


def _contents(connection: sqlite3.Connection) -> Contents:
    services = _rows(connection, "SELECT body FROM services ORDER BY address, port, protocol, sni", Service)
    certificates = _rows(connection, "SELECT body FROM certificates ORDER BY sha256", Certificate)
    return Contents(
        services=tuple(services),
        certificates={each.sha256: each for each in certificates},
        drift=tuple(_rows(connection, "SELECT body FROM drift ORDER BY at_ns, seq", Drift)),
        facts=dict(connection.execute("SELECT name, value FROM facts")),
    )


def _rows(connection: sqlite3.Connection, query: str, kind: type[T]) -> list[T]:
    decoder = msgspec.json.Decoder(kind)
    return [decoder.decode(body) for (body,) in connection.execute(query)]


def _claim(path: str) -> int:
    try:
        Path(path).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        # Not left to SQLite, whose files are readable by others; those that it adds get the mode of this one.
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
        claim = os.open(f"{path}.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        reason = f"inventory {path}: {error.strerror or 'cannot be made'}"
        raise InventoryError(reason) from error
    try:
        fcntl.flock(claim, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        os.close(claim)
        reason = f"inventory {path}: another leaktap writes to it; stop that one, or name another file"
        raise InventoryError(reason) from error
    return claim


def _connect(path: str, mode: str) -> sqlite3.Connection:
    return sqlite3.connect(
        f"{Path(path).absolute().as_uri()}?mode={mode}", uri=True, timeout=_BUSY_S, isolation_level=None
    )


def _newer(path: str, found: int, known: int) -> str:
    return f"inventory {path}: written by a newer leaktap (schema {found}, this version knows {known})"


def _unusable(path: str, error: Exception) -> str:
    if isinstance(error, sqlite3.OperationalError):
        return f"inventory {path}: {error}"
    return f"inventory {path}: damaged, or no inventory; move it away to begin with an empty one"

"""Schemas of SQLite databases as numbered SQL scripts in a package: ``0001_events.sql``, ``0002_…``.

A script that was released is never edited; a change is the next script. Each runs once, in a transaction of its own,
and its number becomes the database's ``user_version``.
"""

from __future__ import annotations

import importlib.resources
import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import sqlite3

_NAME: Final = re.compile(r"([0-9]{4})_[a-z_]+\.sql")


class NewerSchemaError(Exception):
    """The database was written by a later version of this code.

    Attributes:
        found: Its version.
        known: The last version that this code knows.
    """

    def __init__(self, found: int, known: int) -> None:
        """Keeps both versions."""
        self.found = found
        self.known = known
        super().__init__(f"schema {found}, but this version knows {known}")


def scripts(package: str) -> list[tuple[int, str]]:
    """Number and text of every script of a package, in order."""
    found = []
    for entry in importlib.resources.files(package).iterdir():
        match = _NAME.fullmatch(entry.name)
        if match is not None:
            found.append((int(match[1]), entry.read_text(encoding="utf-8")))
    return sorted(found)


def latest(package: str) -> int:
    """The version that this code writes and reads."""
    return scripts(package)[-1][0]


def version(connection: sqlite3.Connection) -> int:
    """The version of a database; 0 if it is empty."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def apply(connection: sqlite3.Connection, package: str) -> None:
    """Brings a database to the latest version. The connection must be in autocommit mode.

    Raises:
        NewerSchemaError: If it is beyond that; nothing was changed.
        sqlite3.DatabaseError: If a script cannot run; what it did is undone.
    """
    steps = scripts(package)
    now = version(connection)
    if now > steps[-1][0]:
        raise NewerSchemaError(now, steps[-1][0])
    for number, script in steps:
        if number <= now:
            continue
        try:
            connection.executescript(f"BEGIN IMMEDIATE;\n{script}\nPRAGMA user_version = {number};\nCOMMIT;")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise

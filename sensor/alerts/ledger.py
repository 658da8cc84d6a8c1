"""What the event store holds, for those who read it: destinations, commands, the daemon itself.

A ledger is one connection. It belongs to the thread that opened it; processes and threads open as many as they like
while the daemon writes. Rows are verified when they are read: one that is damaged is moved aside, counted and left out.
"""

from __future__ import annotations

import logging
import re
import sqlite3
import threading
from typing import TYPE_CHECKING, Any, Final, Literal, Self, TypeAlias

import msgspec

from sensor.alerts import database
from sensor.alerts.database import checksum, is_trouble, transaction
from sensor.errors import UsageError
from sensor.model.alert import SEVERITIES, SEVERITY_RANK, Alert
from sensor.model.event import Event

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

Status: TypeAlias = Literal["open", "closed"]

MAX_TEXT: Final = 500
_BATCH: Final = 500
_PREFIX: Final = re.compile(r"[0-9a-f-]{1,36}")
_LOG: Final = logging.getLogger("leaktap.alerts.ledger")
_ALERT: Final = msgspec.json.Decoder(Alert)
_COLUMNS: Final = (
    "id, body, checksum, status, committed_ns, "
    "acknowledged_by, acknowledged_ns, acknowledged_reason, acknowledged_until"
)
# SQL: an acknowledgement that holds at :now.
IN_FORCE: Final = "acknowledged_by IS NOT NULL AND (acknowledged_until IS NULL OR acknowledged_until > :now)"


class Cursor(msgspec.Struct, frozen=True, kw_only=True):
    """How far a destination is, and how it went.

    Attributes:
        exporter: Its name in the configuration.
        seq: All events up to this one are dealt with.
        sent: Events that it took.
        rejected: Events that it refused for ever.
        failures: Deliveries that failed and were repeated.
        last_success_ns: When it last took an event, ns since the epoch; 0: never.
        last_error: Why the last delivery failed; empty if it did not.
    """

    exporter: str
    seq: int = 0
    sent: int = 0
    rejected: int = 0
    failures: int = 0
    last_success_ns: int = 0
    last_error: str = ""


class Acknowledgement(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Somebody took note of an alert. ``until_ns``: how long that holds; None: for ever."""

    by: str
    at_ns: int
    reason: str = ""
    until_ns: int | None = None


class StoredAlert(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An alert as it stands. ``committed_ns``: when its last event was stored."""

    alert: Alert
    status: Status
    committed_ns: int
    acknowledged: Acknowledgement | None = None


class Outage(msgspec.Struct, frozen=True, kw_only=True):
    """Time between two runs in which nobody watched, ns since the epoch.

    Attributes:
        from_ns: When the run before ended, or its last sign of life.
        to_ns: When the next run began; now, if none has begun yet.
        clean: Whether the run before ended by itself.
        reported: Whether a run has begun since, and could tell.
    """

    from_ns: int
    to_ns: int
    clean: bool
    reported: bool


class Ledger:
    """One connection to an event store. Leaving its ``with`` block closes it."""

    def __init__(
        self, path: str, connection: sqlite3.Connection, *, now_ns: Callable[[], int], lock: threading.Lock, write: bool
    ) -> None:
        """Takes over an open connection; see ``open``."""
        self.path = path
        self._connection = connection
        self._now_ns = now_ns
        self._lock = lock
        self._write = write

    @classmethod
    def connect(
        cls, path: str, *, now_ns: Callable[[], int], write: bool = False, lock: threading.Lock | None = None
    ) -> Ledger:
        """Opens a store that exists.

        Args:
            path: The file.
            now_ns: The clock, ns since the epoch.
            write: For acknowledgements and cursors.
            lock: Shared by those of this process that write.

        Raises:
            StoreError: Says why it cannot be opened.
        """
        connection = database.connect(path, "write" if write else "read")
        return cls(path, connection, now_ns=now_ns, lock=lock or threading.Lock(), write=write)

    def __enter__(self) -> Self:
        """Itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Closes it."""
        self._connection.close()

    def _all(self, sql: str, values: Sequence[Any] | Mapping[str, Any] = ()) -> list[tuple[Any, ...]]:
        return self._connection.execute(sql, values).fetchall()

    def _number(self, sql: str, values: Sequence[Any] = ()) -> int:
        """One number; 0 if there is no row, or nothing in it."""
        row = self._connection.execute(sql, values).fetchone()
        return int(row[0] or 0) if row is not None else 0

    def events(self, after: int = 0, limit: int = _BATCH) -> list[Event]:
        """Events behind ``after``, in order. Damaged ones are left out, so it is empty only at the end."""
        while True:
            rows = self._all(
                "SELECT seq, id, body, checksum FROM events WHERE seq > ? ORDER BY seq LIMIT ?", (after, limit)
            )
            found, damaged = [], []
            for seq, name, body, check in rows:
                alert = _intact(name, body, check)
                if alert is None:
                    damaged.append(seq)
                else:
                    found.append(Event(seq=seq, id=name, alert=alert))
            if damaged:
                self._set_aside("events", damaged)
            if found or not rows:
                return found
            after = rows[-1][0]

    def events_of(self, alert_id: str) -> list[Event]:
        """The events of one alert that are still there, in order."""
        rows = self._all(
            "SELECT seq, id, body, checksum FROM events WHERE alert_id = ? ORDER BY seq LIMIT ?", (alert_id, _BATCH)
        )
        checked = ((seq, name, _intact(name, body, check)) for seq, name, body, check in rows)
        return [Event(seq=seq, id=name, alert=alert) for seq, name, alert in checked if alert is not None]

    def last(self) -> int:
        """Place of the last event; 0 if there is none."""
        return self._number("SELECT max(seq) FROM events")

    def waiting(self, exporter: str) -> int:
        """Number of events that a destination has yet to take."""
        return self.behind(self._number("SELECT seq FROM cursors WHERE exporter = ?", (exporter,)))

    def behind(self, seq: int) -> int:
        """Number of events behind a place."""
        # By the index: the table itself would be read with all its bodies.
        marks = ", ".join("?" * len(SEVERITIES))
        return self._number(
            f"SELECT count(*) FROM events INDEXED BY events_severity WHERE severity IN ({marks}) AND seq > ?",  # noqa: S608 - question marks only
            (*SEVERITIES, seq),
        )

    def cursor(self, exporter: str) -> Cursor:
        """Where a destination is; at the end if nobody knows it."""
        row = self._connection.execute(
            "SELECT exporter, seq, sent, rejected, failures, last_success_ns, last_error FROM cursors "
            "WHERE exporter = ?",
            (exporter,),
        ).fetchone()
        if row is None:
            return Cursor(exporter=exporter, seq=self.last())
        return Cursor(**dict(zip(Cursor.__struct_fields__, row, strict=True)))

    def advance(self, cursor: Cursor, rejected: Mapping[str, str] | None = None) -> None:
        """Writes a cursor; it never goes back. ``rejected``: id and reason of events that were refused since.

        Raises:
            sqlite3.OperationalError: If it cannot be written now. Going on is right: at worst events are sent twice.
        """
        with transaction(self._connection, self._lock):
            self._connection.execute(
                "INSERT INTO cursors (exporter, active, seq, sent, rejected, failures, last_success_ns, last_error) "
                "VALUES (:exporter, 0, :seq, :sent, :rejected, :failures, :last_success_ns, :last_error) "
                "ON CONFLICT (exporter) DO UPDATE SET seq = max(seq, :seq), sent = :sent, rejected = :rejected, "
                "failures = :failures, last_success_ns = :last_success_ns, last_error = :last_error",
                msgspec.structs.asdict(cursor) | {"last_error": cursor.last_error[:MAX_TEXT]},
            )
            for event, reason in (rejected or {}).items():
                # It may be gone by now: then there is nothing to note it at.
                self._connection.execute(
                    "INSERT OR REPLACE INTO rejected (event, exporter, reason, rejected_ns) "
                    "SELECT id, ?, ?, ? FROM events WHERE id = ?",
                    (cursor.exporter, reason[:MAX_TEXT], self._now_ns(), event),
                )

    def rejections(self, alert_id: str) -> list[tuple[str, str, str]]:
        """Event id, destination and reason of every refused event of an alert."""
        rows = self._all(
            "SELECT event, exporter, reason FROM rejected JOIN events ON events.id = rejected.event "
            "WHERE events.alert_id = ? ORDER BY events.seq, exporter",
            (alert_id,),
        )
        return [(event, exporter, reason) for event, exporter, reason in rows]

    def alerts(
        self,
        *,
        status: Status | None = None,
        least: str | None = None,
        rule: str | None = None,
        since: str | None = None,
        limit: int = 100,
    ) -> list[StoredAlert]:
        """Alerts as they stand, the one that was seen last first.

        Args:
            status: Only open or closed ones.
            least: The lowest severity.
            rule: Id of a rule, or ``group.*`` for all that begin so.
            since: Only those seen at this time or later, as records write it.
            limit: Most rows.
        """
        grave = [name for name in SEVERITIES if SEVERITY_RANK[name] >= SEVERITY_RANK[least or "info"]]
        where = [f"severity IN ({', '.join('?' * len(grave))})"]
        values: list[str | int] = [*grave]
        for condition, value in (("status = ?", status), ("last_seen >= ?", since)):
            if value is not None:
                where.append(condition)
                values.append(value)
        if rule is not None:
            where.append("rule GLOB ?" if rule.endswith("*") else "rule = ?")
            values.append(rule)
        rows = self._all(
            f"SELECT {_COLUMNS} FROM alerts WHERE {' AND '.join(where)} ORDER BY last_seen DESC, id LIMIT ?",  # noqa: S608 - constants and question marks only
            [*values, limit],
        )
        return list(self._stored(rows))

    def find(self, prefix: str) -> StoredAlert:
        """The alert with an id, or with the only id that begins so.

        Raises:
            UsageError: If there is none, or more than one.
        """
        start = prefix.strip().lower()
        rows = []
        if _PREFIX.fullmatch(start):
            rows = self._all(
                f"SELECT {_COLUMNS} FROM alerts WHERE id >= ? AND id < ? ORDER BY id LIMIT 3",  # noqa: S608 - constants only
                (start, start + "g"),  # behind every hexadecimal digit
            )
        if not rows:
            reason = f"there is no alert `{prefix}`; `leaktap alerts list` shows their ids"
            raise UsageError(reason)
        if len(rows) > 1:
            reason = f"`{prefix}` begins more than one id: {', '.join(str(row[0]) for row in rows)}"
            raise UsageError(reason)
        found = list(self._stored(rows))
        if not found:
            reason = f"alert {rows[0][0]} is damaged in the store"
            raise UsageError(reason)
        return found[0]

    def _stored(self, rows: Sequence[tuple[Any, ...]]) -> Iterator[StoredAlert]:
        for name, body, check, status, committed_ns, by, at_ns, reason, until_ns in rows:
            alert = _intact(name, body, check)
            if alert is None:
                _LOG.error("an alert is damaged and left out", extra={"alert": name})
                continue
            noted = None
            if by is not None:
                noted = Acknowledgement(by=by, at_ns=at_ns, reason=reason, until_ns=until_ns)
            yield StoredAlert(alert=alert, status=status, committed_ns=committed_ns, acknowledged=noted)

    def acknowledge(self, prefix: str, *, by: str, reason: str = "", until_ns: int | None = None) -> StoredAlert:
        """Notes that somebody took note, of this alert and of later ones of the same leak, until then.

        Raises:
            UsageError: As ``find``.
        """
        found = self.find(prefix)
        with transaction(self._connection, self._lock):
            self._connection.execute(
                "UPDATE alerts SET acknowledged_by = ?, acknowledged_ns = ?, acknowledged_reason = ?, "
                "acknowledged_until = ? WHERE id = ?",
                (by[:MAX_TEXT], self._now_ns(), reason[:MAX_TEXT], until_ns, found.alert.id),
            )
        return self.find(found.alert.id)

    def unacknowledge(self, prefix: str) -> bool:
        """Takes that back, for every alert of the same leak. False if there was nothing to take back.

        Raises:
            UsageError: As ``find``.
        """
        found = self.find(prefix)
        with transaction(self._connection, self._lock):
            changed = self._connection.execute(
                "UPDATE alerts SET acknowledged_by = NULL, acknowledged_ns = NULL, acknowledged_reason = NULL, "
                "acknowledged_until = NULL WHERE key = ? AND acknowledged_by IS NOT NULL",
                (found.alert.key,),
            )
        return changed.rowcount > 0

    def acknowledged(self) -> frozenset[str]:
        """Keys of the leaks that people know of now. Cheap enough for once a second."""
        rows = self._all(f"SELECT DISTINCT key FROM alerts WHERE {IN_FORCE}", {"now": self._now_ns()})  # noqa: S608 - a constant
        return frozenset(str(key) for (key,) in rows)

    def open_by_severity(self) -> dict[str, int]:
        """How many alerts are open, by the severity that they were told with."""
        rows = self._all("SELECT severity, count(*) FROM alerts WHERE status = 'open' GROUP BY severity")
        return {str(severity): int(count) for severity, count in rows}

    def outages(self) -> list[Outage]:
        """What lies between the runs that are remembered, and between the last one and now if it has ended."""
        rows = self._all("SELECT started_ns, coalesce(stopped_ns, last_ns), clean FROM heartbeats ORDER BY run")
        starts = [started_ns for started_ns, _, _ in rows[1:]]
        found = [
            # The clock may have been set back meanwhile.
            Outage(from_ns=ended_ns, to_ns=max(ended_ns, started_ns), clean=bool(clean), reported=True)
            for (_, ended_ns, clean), started_ns in zip(rows, starts, strict=False)
        ]
        if rows and not self._running():
            _, ended_ns, clean = rows[-1]
            now_ns = max(ended_ns, self._now_ns())
            found.append(Outage(from_ns=ended_ns, to_ns=now_ns, clean=bool(clean), reported=False))
        return found

    def _running(self) -> bool:
        """Whether the last run goes on: a reader cannot know better than its row says."""
        return self._number("SELECT stopped_ns IS NULL FROM heartbeats ORDER BY run DESC LIMIT 1") == 1

    def _set_aside(self, origin: Literal["events", "states"], keys: Sequence[int | str]) -> None:
        """Moves damaged rows out of the way, so that they are met once. Without the right to write they stay."""
        _LOG.error("rows of the event store are damaged", extra={"table": origin, "rows": len(keys)})
        if not self._write:
            return
        key, name, severity = ("seq", "id", "severity") if origin == "events" else ("name", "name", "''")
        statements = (
            f"INSERT INTO damaged SELECT '{origin}', {name}, :now, body FROM {origin} WHERE {key} = :key",  # noqa: S608 - constants only
            (
                f"INSERT INTO losses (reason, severity, count) SELECT 'damaged', {severity}, 1 FROM {origin} "  # noqa: S608 - constants only
                f"WHERE {key} = :key ON CONFLICT (reason, severity) DO UPDATE SET count = count + 1"
            ),
            f"DELETE FROM {origin} WHERE {key} = :key",  # noqa: S608 - constants only
        )
        try:
            with transaction(self._connection, self._lock):
                for value in keys:
                    for statement in statements:
                        self._connection.execute(statement, {"key": value, "now": self._now_ns()})
        except sqlite3.DatabaseError as error:
            if not is_trouble(error):
                raise
            _LOG.warning("damaged rows stay where they are", extra={"reason": str(error)})


def _intact(name: str, body: bytes, check: bytes) -> Alert | None:
    """The alert of a row; None if the row is damaged."""
    if checksum(name, body) != check:
        return None
    try:
        return _ALERT.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None

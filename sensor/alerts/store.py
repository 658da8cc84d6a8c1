"""The event store: what the sensor has to say is on the disk before anybody hears of it.

An event exists from its commit. Destinations read behind it, each at its own pace (``sensor.export.delivery``), so the
store is the spool too: nothing else queues events. What the evaluator remembers is committed together with the events
that follow from it; after a crash both are as of the same moment.

The store stays below its limit. Delivered events go first, then undelivered ones, the lowest severity first: the last
``reserve_bytes`` are for high and critical ones. A disk that is full or fails stops nothing: events are held in memory,
a bounded number of them, and written as soon as that is possible. Whatever is given up is counted by severity.
"""

from __future__ import annotations

import logging
import os
import sqlite3
import threading
from collections import Counter
from typing import TYPE_CHECKING, Final

import msgspec

from sensor.alerts import database
from sensor.alerts.database import checksum, is_trouble, transaction
from sensor.alerts.ledger import IN_FORCE, Ledger
from sensor.model.alert import SEVERITIES, SEVERITY_RANK, Alert

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

MAX_HELD: Final = 1_000
MAX_DAMAGED: Final = 1_000
_RETIRE: Final = 1_000
_CHUNK: Final = 8
_SPARE_PAGES: Final = 1_024
_RESERVED: Final = frozenset({"high", "critical"})
_LOG: Final = logging.getLogger("leaktap.alerts.store")
_ENCODER: Final = msgspec.json.Encoder()
_EVENT: Final = (
    "INSERT INTO events (id, alert_id, revision, activity, severity, committed_ns, body, checksum) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING"
)
_ALERT: Final = (
    "INSERT INTO alerts (id, key, rule, severity, status, first_seen, last_seen, revision, count, distinct_count, "
    "committed_ns, body, checksum) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
    "ON CONFLICT (id) DO UPDATE SET severity = excluded.severity, status = excluded.status, "
    "last_seen = excluded.last_seen, revision = excluded.revision, count = excluded.count, "
    "distinct_count = excluded.distinct_count, committed_ns = excluded.committed_ns, body = excluded.body, "
    "checksum = excluded.checksum WHERE excluded.revision > revision"
)

_DELIVERED: Final = (
    "DELETE FROM events WHERE seq IN (SELECT seq FROM events WHERE seq <= :passed ORDER BY seq LIMIT :chunk)"
)
_UNDELIVERED: Final = (
    "DELETE FROM events WHERE seq IN (SELECT seq FROM events WHERE severity = :severity ORDER BY seq LIMIT :chunk)"
)
_CLOSED: Final = (
    "DELETE FROM alerts WHERE id IN (SELECT id FROM alerts "  # noqa: S608 - a constant
    f"WHERE status = 'closed' AND NOT ({IN_FORCE}) ORDER BY committed_ns LIMIT :chunk)"
)
_QUIET: Final = (
    "DELETE FROM alerts WHERE id IN (SELECT id FROM alerts "  # noqa: S608 - a constant
    f"WHERE NOT ({IN_FORCE}) ORDER BY committed_ns LIMIT :chunk)"
)
# The inner selection bounds what is looked at, not only what is found: a clock that was ahead once costs nothing then.
_OLD_EVENTS: Final = (
    "DELETE FROM events WHERE seq IN (SELECT seq FROM (SELECT seq, committed_ns FROM events "
    "WHERE seq <= :passed ORDER BY seq LIMIT :most) WHERE committed_ns < :before)"
)
# Open ones too: whose sensor lost its memory meanwhile, they would stay for ever.
_OLD_ALERTS: Final = (
    "DELETE FROM alerts WHERE id IN (SELECT id FROM alerts "  # noqa: S608 - a constant
    f"WHERE committed_ns < :before AND NOT ({IN_FORCE}) ORDER BY committed_ns LIMIT :most)"
)
_OLD_RUNS: Final = (
    "DELETE FROM heartbeats WHERE run IN (SELECT run FROM heartbeats "
    "WHERE last_ns < :before AND run < (SELECT max(run) FROM heartbeats) ORDER BY run LIMIT :most)"
)
_OLD_DAMAGE: Final = f"DELETE FROM damaged WHERE rowid <= (SELECT max(rowid) - {MAX_DAMAGED} FROM damaged)"  # noqa: S608 - a constant
_OLD: Final = (_OLD_EVENTS, _OLD_ALERTS, _OLD_RUNS, _OLD_DAMAGE)


class StoreLimits(msgspec.Struct, frozen=True, kw_only=True):
    """How large the store gets, and how old its rows.

    Attributes:
        limit_bytes: Bytes of all pages in use. The write-ahead log comes on top, 8 MiB at rest.
        reserve_bytes: The last part of the limit, for high and critical severity.
        retention_ns: Age at which delivered events, and alerts that nothing was said of since, are removed.
    """

    limit_bytes: int
    reserve_bytes: int
    retention_ns: int


class Health(msgspec.Struct, frozen=True, kw_only=True):
    """How the store is.

    Attributes:
        bytes: Bytes of all pages in use.
        limit: The limit of that.
        full: Whether undelivered events have to be given up, or nothing can be written.
        held: Events in memory that the disk does not take.
        discarded: Events that were given up before every destination had them, by severity, since the store was made.
        damaged: Rows whose checksum was wrong, since the store was made.
        trouble: Why nothing can be written; empty if it can.
    """

    bytes: int
    limit: int
    full: bool
    held: int
    discarded: dict[str, int]
    damaged: int
    trouble: str


class Store(Ledger):
    """The one that writes. It belongs to the thread that opened it; others take a ``reader``."""

    def __init__(
        self, path: str, connection: sqlite3.Connection, *, claim: int, limits: StoreLimits, now_ns: Callable[[], int]
    ) -> None:
        """Takes over an open connection; see ``open``."""
        super().__init__(path, connection, now_ns=now_ns, lock=threading.Lock(), write=True)
        self._claim: int | None = claim
        self._limits = limits
        self._page = self._number("PRAGMA page_size")
        self._held: dict[str, Alert] = {}
        self._states: dict[str, bytes | None] = {}
        # Given up, but not written down yet.
        self._lost: Counter[tuple[str, str]] = Counter()
        self._full = False
        self._trouble = ""
        # What could not be written when it was said: names of destinations, and where new ones begin.
        self._exporters: tuple[tuple[str, ...], int] | None = None
        self._started_ns: int | None = None
        self._run: int | None = None

    @classmethod
    def open(cls, path: str, *, limits: StoreLimits, now_ns: Callable[[], int]) -> Store:
        """Opens the store; makes it (directory 0700, files 0600) or brings its schema up to date if need be.

        Args:
            path: The file; SQLite keeps ``-wal`` and ``-shm`` beside it, and we a ``.lock``.
            limits: How large and how old.
            now_ns: The clock, ns since the epoch.

        Raises:
            StoreError: If it cannot be used, is of a newer version, or is another process's.
        """
        claim = database.prepare(path)
        try:
            database.migrate(path)
            connection = database.connect(path, "write", durable=True)
        except BaseException:
            os.close(claim)
            raise
        return cls(path, connection, claim=claim, limits=limits, now_ns=now_ns)

    def reader(self) -> Ledger:
        """A connection for the calling thread, to read and to write cursors."""
        return Ledger.connect(self.path, now_ns=self._now_ns, write=True, lock=self._lock)

    def close(self, *, clean: bool = False) -> None:
        """Ends the run, if one began, and gives the store to whoever comes next.

        Args:
            clean: Whether the run ended as it should.
        """
        if self._run is not None:
            self._end_run(clean=clean)
        if self._held and not self.commit([]):
            _LOG.error("events that the disk never took are lost", extra={"events": len(self._held)})
        self._connection.close()
        if self._claim is not None:
            os.close(self._claim)
            self._claim = None

    def __exit__(self, *_: object) -> None:
        """Closes it."""
        self.close()

    def commit(self, alerts: Iterable[Alert], states: Mapping[str, bytes | None] | None = None) -> list[Alert]:
        """Stores events and what the evaluator remembers, in one transaction, durably.

        Never fails because of the disk: what cannot be written waits for the next call.

        Args:
            alerts: What is to be said. A revision that is stored already is passed over.
            states: Bodies by name; None removes one.

        Returns:
            The alerts whose events are new on the disk, those that had to wait before included.
        """
        self._held.update((alert.revision_id, alert) for alert in alerts)
        self._states.update(states or {})
        self._bound()
        if not self._held and not self._states:
            return []
        fresh: list[Alert] = []
        try:
            with transaction(self._connection, self._lock):
                now_ns = self._now_ns()
                fresh = [alert for name, alert in self._held.items() if self._insert(name, alert, now_ns)]
                self._write_states()
                self._write_exporters()
                self._hold_limit(now_ns)
                self._write_losses()
        except sqlite3.DatabaseError as error:
            self._failed(error)
            return []
        except BaseException:
            # Not the disk's fault: it must not fail the next commit as well.
            self._held.clear()
            self._states.clear()
            raise
        self._succeeded()
        self._held.clear()
        self._states.clear()
        self._lost.clear()
        self._exporters = None
        return fresh

    def _insert(self, name: str, alert: Alert, now_ns: int) -> bool:
        body = _ENCODER.encode(alert)
        event = (name, alert.id, alert.revision, alert.activity, alert.severity, now_ns, body, checksum(name, body))
        if self._connection.execute(_EVENT, event).rowcount == 0:
            return False
        status = "closed" if alert.activity == "close" else "open"
        facts = (alert.id, alert.key, alert.rule, alert.severity, status, alert.first_seen, alert.last_seen)
        counts = (alert.revision, alert.count, alert.distinct, now_ns, body, checksum(alert.id, body))
        self._connection.execute(_ALERT, facts + counts)
        return True

    def _write_states(self) -> None:
        gone = [(name,) for name, body in self._states.items() if body is None]
        kept = [(name, body, checksum(name, body)) for name, body in self._states.items() if body is not None]
        self._connection.executemany("DELETE FROM states WHERE name = ?", gone)
        self._connection.executemany("INSERT OR REPLACE INTO states (name, body, checksum) VALUES (?, ?, ?)", kept)

    def _write_losses(self) -> None:
        self._connection.executemany(
            "INSERT INTO losses (reason, severity, count) VALUES (?, ?, ?) "
            "ON CONFLICT (reason, severity) DO UPDATE SET count = count + excluded.count",
            [(*what, count) for what, count in self._lost.items()],
        )

    def _bound(self) -> None:
        """Gives up events that memory holds if they are too many: the lowest severity first, of those the oldest."""
        excess = len(self._held) - MAX_HELD
        if excess <= 0:
            return
        # Sorting is stable: of one severity the oldest stay in front.
        names = sorted(self._held, key=lambda name: SEVERITY_RANK[self._held[name].severity])
        for name in names[:excess]:
            self._lost["memory", self._held.pop(name).severity] += 1

    def _failed(self, error: sqlite3.DatabaseError) -> None:
        """Goes on without the disk. Raises what is a mistake of ours."""
        if not is_trouble(error):
            self._held.clear()
            self._states.clear()
            raise error
        # Counted inside the transaction that was undone: those events are still there.
        for what in [what for what in self._lost if what[0] == "limit"]:
            del self._lost[what]
        if not self._trouble:
            _LOG.error("the event store cannot be written", extra={"path": self.path, "reason": str(error)})
        self._trouble = str(error)

    def _succeeded(self) -> None:
        if self._trouble:
            _LOG.info("the event store is written again", extra={"path": self.path, "events": len(self._held)})
        self._trouble = ""

    def states(self) -> dict[str, bytes]:
        """What the evaluator remembered, by name. A damaged one is moved aside, counted and left out."""
        found: dict[str, bytes] = {}
        damaged = []
        for name, body, check in self._all("SELECT name, body, checksum FROM states ORDER BY name"):
            if checksum(name, body) == check:
                found[name] = body
            else:
                damaged.append(name)
        if damaged:
            self._set_aside("states", damaged)
        return found

    def configure(self, exporters: Iterable[str], *, from_oldest: bool = False) -> None:
        """Says which destinations there are. Only these hold events; one that comes back goes on where it was.

        Args:
            exporters: Their names.
            from_oldest: A new one gets what is stored already; else only what comes from now on.
        """
        self._exporters = (tuple(exporters), 0 if from_oldest else self.last())
        try:
            with transaction(self._connection, self._lock):
                self._write_exporters()
            self._exporters = None
        except sqlite3.DatabaseError as error:
            self._failed(error)

    def _write_exporters(self) -> None:
        if self._exporters is None:
            return
        names, begin = self._exporters
        self._connection.execute("UPDATE cursors SET active = 0")
        self._connection.executemany(
            "INSERT INTO cursors (exporter, active, seq) VALUES (?, 1, ?) "
            "ON CONFLICT (exporter) DO UPDATE SET active = 1",
            [(name, begin) for name in names],
        )

    def start_run(self) -> None:
        """A run begins to watch."""
        self._started_ns = self._now_ns()
        self.heartbeat()

    def heartbeat(self) -> None:
        """A sign of life: what a crash leaves unwatched is counted from the last one."""
        if self._started_ns is None:
            return
        # The first one makes the row, as soon as the disk lets it.
        sql = "UPDATE heartbeats SET last_ns = max(last_ns, :now) WHERE run = :run"
        if self._run is None:
            sql = "INSERT INTO heartbeats (started_ns, last_ns) VALUES (:started, :now)"
        values = {"started": self._started_ns, "now": self._now_ns(), "run": self._run}
        try:
            with transaction(self._connection, self._lock):
                done = self._connection.execute(sql, values)
            if self._run is None:
                self._run = done.lastrowid
        except sqlite3.DatabaseError as error:
            self._failed(error)

    def _end_run(self, *, clean: bool) -> None:
        now_ns = self._now_ns()
        try:
            with transaction(self._connection, self._lock):
                self._connection.execute(
                    "UPDATE heartbeats SET last_ns = ?, stopped_ns = ?, clean = ? WHERE run = ?",
                    (now_ns, now_ns, int(clean), self._run),
                )
        except sqlite3.DatabaseError as error:
            self._failed(error)

    def _running(self) -> bool:
        return self._started_ns is not None

    def retire(self, now_ns: int) -> None:
        """Removes what is delivered and old, a bounded number of rows per call; gives free pages back to the disk.

        Args:
            now_ns: The time, ns since the epoch.
        """
        before = {"before": now_ns - self._limits.retention_ns, "now": now_ns, "most": _RETIRE}
        try:
            with transaction(self._connection, self._lock):
                for sql in _OLD:
                    self._connection.execute(sql, before | {"passed": self._passed()})
                self._hold_limit(now_ns)
                self._write_losses()
            self._lost.clear()
            if self._number("PRAGMA freelist_count") > _SPARE_PAGES:
                with self._lock:
                    # A page is a step of its own: execute() would take one step.
                    self._connection.executescript(f"PRAGMA incremental_vacuum({_SPARE_PAGES})")
        except sqlite3.DatabaseError as error:
            self._failed(error)

    def _passed(self) -> int:
        """Place up to which all configured destinations have taken every event."""
        ((passed,),) = self._all("SELECT min(seq) FROM cursors WHERE active = 1")
        return self.last() if passed is None else int(passed)

    def _bytes(self) -> int:
        return (self._number("PRAGMA page_count") - self._number("PRAGMA freelist_count")) * self._page

    def _hold_limit(self, now_ns: int) -> None:
        """Makes room, inside a transaction. Reads the size anew after every few rows, and stops as soon as it fits."""
        limit, common = self._limits.limit_bytes, self._limits.limit_bytes - self._limits.reserve_bytes
        used, passed = self._bytes(), self._passed()
        if used <= common:
            # Each event that is given up makes a little room: that alone does not mean that there is enough.
            if self._full and (used < common - common // 8 or self._number("SELECT min(seq) FROM events") <= passed):
                self._full = False
            return
        self._remove(_DELIVERED, common, passed=passed)
        self._remove(_CLOSED, common, now=now_ns)
        self._full = self._bytes() > common
        for severity in SEVERITIES:
            most = limit if severity in _RESERVED else common
            gone = self._remove(_UNDELIVERED, most, severity=severity)
            if gone:
                self._lost["limit", severity] += gone
        # Nothing else is left: rows of open alerts. They come back with the next event of theirs.
        self._remove(_QUIET, limit, now=now_ns)

    def _remove(self, sql: str, most: int, **values: int | str) -> int:
        """Removes rows, a few at a time, until no more than ``most`` bytes are in use; returns their number."""
        gone = 0
        while self._bytes() > most:
            removed = self._connection.execute(sql, values | {"chunk": _CHUNK}).rowcount
            if removed <= 0:
                break
            gone += removed
        return gone

    def health(self) -> Health:
        """How it is now."""
        discarded: Counter[str] = Counter()
        damaged = 0
        for reason, severity, count in self._all("SELECT reason, severity, count FROM losses"):
            if reason == "damaged":
                damaged += count
            else:
                discarded[severity] += count
        for (_, severity), count in self._lost.items():
            discarded[severity] += count
        return Health(
            bytes=self._bytes(),
            limit=self._limits.limit_bytes,
            full=self._full or bool(self._trouble),
            held=len(self._held),
            discarded=dict(discarded),
            damaged=damaged,
            trouble=self._trouble,
        )

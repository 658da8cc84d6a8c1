"""Delivery: each destination gets every event, in order, at least once, at its own pace.

One thread per destination reads a batch behind its cursor, sends it and advances the cursor. Nothing is queued
elsewhere: a destination that is down for days finds its events in the store, and holds up none of the others. A failed
batch is sent again after a pause (``sensor.export.retry``); a refused event is noted and passed over.

An exporter may have a fault of its own that one event brings out. Such an event must not silence its destination: it is
tried alone, and refused once it failed often while the event behind it went through.
"""

from __future__ import annotations

import logging
import sqlite3
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec

from sensor.export.api import DeliveryError, RejectedError
from sensor.export.retry import Backoff

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sensor.alerts.ledger import Cursor, Ledger
    from sensor.alerts.store import Store
    from sensor.export.api import Exporter
    from sensor.model.event import Event

STOP_S: Final = 5.0
_FAULTS: Final = 5
_LOG: Final = logging.getLogger("leaktap.export.delivery")


class ExportStatus(msgspec.Struct, frozen=True, kw_only=True):
    """How a destination is doing.

    Attributes:
        waiting: Events that it has yet to take.
        sent: Events that it took, over all runs.
        failures: Deliveries that failed, over all runs.
        rejected: Events that it refused for ever, over all runs.
        last_success_ns: When it last took one, ns since the epoch; 0: never.
        last_error: Why the last delivery failed; empty if it did not.
    """

    waiting: int
    sent: int
    failures: int
    rejected: int
    last_success_ns: int
    last_error: str


class _Bell:
    """Rings when something was committed, and when a worker is to end. ``rung`` counts commits."""

    def __init__(self) -> None:
        self.changed = threading.Condition()
        self.rung = 0

    def ring(self) -> None:
        with self.changed:
            self.rung += 1
            self.changed.notify_all()


class _Worker:
    """One destination and its thread."""

    def __init__(
        self,
        name: str,
        exporter: Exporter,
        *,
        store: Store,
        bell: _Bell,
        backoff: Backoff,
        now_ns: Callable[[], int],
        before: _Worker | None,
    ) -> None:
        self.name = name
        self.exporter = exporter
        self.cursor: Cursor | None = None
        self.done = -1  # the bell's count as of which nothing was left to send
        self.stopping = False
        self._store = store
        self._bell = bell
        self._backoff = backoff
        self._now_ns = now_ns
        self._before = before
        self._single = 0  # events that are yet to be sent one by one
        self._faults = 0  # of the event that is next, sent alone
        self.thread = threading.Thread(target=self._run, name=f"leaktap-export-{name}", daemon=True)

    def stop(self) -> None:
        """Asks it to end after the call it is in."""
        with self._bell.changed:
            self.stopping = True
            self._bell.changed.notify_all()

    def _run(self) -> None:
        if self._before is not None:
            # Two at once would send the same events, in no order.
            self._before.thread.join()
            self._before = None
        while not self.stopping:
            try:
                with self._store.reader() as ledger:
                    self._deliver(ledger)
            except Exception as error:  # noqa: BLE001 - the store's trouble or our own fault: neither may end delivery
                _LOG.error("delivery stumbled", extra={"exporter": self.name, "fault": _place(error)})
                self._pause(self._backoff.failed())
        try:
            self.exporter.close()
        except Exception as error:  # noqa: BLE001 - it is given up anyhow
            _LOG.warning("a destination did not close", extra={"exporter": self.name, "fault": _place(error)})

    def _deliver(self, ledger: Ledger) -> None:
        if self.cursor is None:
            self.cursor = ledger.cursor(self.name)
        while not self.stopping:
            rung = self._bell.rung
            events = ledger.events(self.cursor.seq, 1 if self._single else self.exporter.batch_events)
            if events:
                self._send(ledger, self.cursor, events)
            else:
                self._idle(rung)

    def _idle(self, rung: int) -> None:
        """Waits for the next commit; ``rung`` is the count as of which there was nothing to send."""
        changed = self._bell.changed
        with changed:
            self.done = rung
            changed.notify_all()
            changed.wait_for(lambda: self.stopping or self._bell.rung > rung)

    def _pause(self, seconds: float) -> None:
        with self._bell.changed:
            self._bell.changed.wait_for(lambda: self.stopping, seconds)

    def _send(self, ledger: Ledger, cursor: Cursor, events: list[Event]) -> None:
        try:
            self.exporter.send(events)
        except DeliveryError as error:
            arrived = min(max(error.delivered, 0), len(events))
            self._failed(ledger, _passed(cursor, events[:arrived], self._now_ns()), error.reason, error.retry_after_s)
        except RejectedError as error:
            ids = {event.id for event in events}
            self._refused(ledger, cursor, events, {name: why for name, why in error.events.items() if name in ids})
        except Exception as error:  # noqa: BLE001 - anything may come out of an exporter
            self._stumbled(ledger, cursor, events, _place(error))
        else:
            self._took(ledger, _passed(cursor, events, self._now_ns()))

    def _took(self, ledger: Ledger, cursor: Cursor, rejected: Mapping[str, str] | None = None) -> None:
        if self.cursor is not None and self.cursor.last_error:
            _LOG.info("a destination takes events again", extra={"exporter": self.name})
        self._backoff.succeeded()
        self._single = max(0, self._single - 1)
        self._faults = 0
        self._advance(ledger, cursor, rejected)

    def _refused(self, ledger: Ledger, cursor: Cursor, events: list[Event], rejected: Mapping[str, str]) -> None:
        if rejected:
            extra = {"exporter": self.name, "events": len(rejected), "reason": next(iter(rejected.values()))}
            _LOG.warning("a destination refused events", extra=extra)
        taken = _passed(cursor, [event for event in events if event.id not in rejected], self._now_ns())
        total = cursor.rejected + len(rejected)
        self._took(ledger, msgspec.structs.replace(taken, seq=events[-1].seq, rejected=total, last_error=""), rejected)

    def _failed(self, ledger: Ledger, cursor: Cursor, reason: str, retry_after_s: float | None = None) -> None:
        if self.cursor is not None and cursor.seq > self.cursor.seq:
            self._backoff.succeeded()
        pause_s = self._backoff.failed(retry_after_s)
        extra = {"exporter": self.name, "reason": reason, "again_in_seconds": round(pause_s, 1)}
        _LOG.warning("a delivery failed", extra=extra)
        self._advance(ledger, msgspec.structs.replace(cursor, failures=cursor.failures + 1, last_error=reason))
        self._pause(pause_s)

    def _stumbled(self, ledger: Ledger, cursor: Cursor, events: list[Event], place: str) -> None:
        """An exporter raised what it should not: finds out whether one event is to blame."""
        if len(events) > 1:
            self._single = len(events)
        else:
            self._faults += 1
            if self._faults >= _FAULTS and self._next_passes(ledger, events[0]):
                self._refused(ledger, cursor, events, {events[0].id: place})
                return
        self._failed(ledger, cursor, place)

    def _next_passes(self, ledger: Ledger, event: Event) -> bool:
        """Tells whether the event behind one goes through. It is sent again in its turn, which does no harm."""
        behind = ledger.events(event.seq, 1)
        if not behind:
            return False
        try:
            self.exporter.send(behind)
        except Exception:  # noqa: BLE001 - whatever it is, the destination takes nothing now
            return False
        return True

    def _advance(self, ledger: Ledger, cursor: Cursor, rejected: Mapping[str, str] | None = None) -> None:
        """Takes over a cursor, and writes it if that is possible; a full disk must not make us send for ever."""
        self.cursor = cursor
        try:
            ledger.advance(cursor, rejected)
        except sqlite3.OperationalError as error:
            _LOG.warning("a cursor could not be written", extra={"exporter": self.name, "reason": str(error)})


class Delivery:
    """All destinations. Its methods are for the thread that the store belongs to."""

    def __init__(
        self,
        store: Store,
        exporters: Mapping[str, Exporter],
        *,
        from_oldest: bool = False,
        backoff: Callable[[], Backoff] = Backoff,
        now_ns: Callable[[], int] = time.time_ns,
    ) -> None:
        """Sends nothing yet.

        Args:
            store: Where events and cursors are.
            exporters: Destinations by name. They are closed in the end.
            from_oldest: A destination that was never there before gets what is stored already; else only what is new.
            backoff: Makes the pauses of one destination.
            now_ns: The clock, ns since the epoch.
        """
        self._store = store
        self._from_oldest = from_oldest
        self._backoff = backoff
        self._now_ns = now_ns
        self._bell = _Bell()
        self._started = False
        self._leaving: list[_Worker] = []
        self._workers = {name: self._worker(name, exporter, None) for name, exporter in exporters.items()}

    def _worker(self, name: str, exporter: Exporter, before: _Worker | None) -> _Worker:
        return _Worker(
            name,
            exporter,
            store=self._store,
            bell=self._bell,
            backoff=self._backoff(),
            now_ns=self._now_ns,
            before=before,
        )

    def start(self) -> None:
        """Begins to send: what waits from earlier runs first."""
        self._store.configure(self._workers, from_oldest=self._from_oldest)
        self._started = True
        for worker in self._workers.values():
            worker.thread.start()

    def wake(self) -> None:
        """Says that events were committed."""
        self._bell.ring()

    def replace(self, exporters: Mapping[str, Exporter]) -> None:
        """Changes the destinations; does not wait for those that leave, or are replaced, to end.

        A new one of the same name goes on where the old one ends.

        Args:
            exporters: All destinations from now on; one that is the same object as before is left alone.
        """
        old, self._workers = self._workers, {}
        for name, exporter in exporters.items():
            before = old.get(name) or next((worker for worker in self._leaving if worker.name == name), None)
            if before is not None and before.exporter is exporter and not before.stopping:
                self._workers[name] = before
            else:
                running = before is not None and before.thread.ident is not None
                self._workers[name] = self._worker(name, exporter, before if running else None)
        self._leaving = [worker for worker in self._leaving if worker.thread.is_alive()]
        for name, worker in old.items():
            if self._workers.get(name) is not worker:
                worker.stop()
                self._leaving.append(worker)
        if not self._started:
            return
        self._store.configure(self._workers, from_oldest=self._from_oldest)
        for worker in self._workers.values():
            if worker.thread.ident is None:
                worker.thread.start()

    def status(self) -> dict[str, ExportStatus]:
        """How each destination is doing."""
        found = {}
        for name, worker in self._workers.items():
            cursor = worker.cursor or self._store.cursor(name)
            found[name] = ExportStatus(
                waiting=self._store.behind(cursor.seq),
                sent=cursor.sent,
                failures=cursor.failures,
                rejected=cursor.rejected,
                last_success_ns=cursor.last_success_ns,
                last_error=cursor.last_error,
            )
        return found

    def drain(self, timeout_s: float) -> bool:
        """Waits until all destinations have what was committed by now; False if one has not in time.

        Args:
            timeout_s: Longest wait, in seconds. What is left then stays in the store, for the next run.
        """
        if not self._started:
            return not self._workers
        rung = self._bell.rung
        workers = list(self._workers.values())
        # Not all were told of the last commit: they look once more.
        self._bell.ring()
        with self._bell.changed:
            return self._bell.changed.wait_for(lambda: all(worker.done > rung for worker in workers), timeout_s)

    def stop(self, timeout_s: float = STOP_S) -> bool:
        """Ends all threads and closes the destinations; False if one is still in a call when the time is over.

        Args:
            timeout_s: Longest wait, in seconds. Threads that do not end by then end with the process.
        """
        workers = [*self._leaving, *self._workers.values()]
        for worker in workers:
            worker.stop()
        deadline = time.monotonic() + timeout_s
        for worker in workers:
            if worker.thread.ident is None:
                worker.exporter.close()
                continue
            worker.thread.join(max(0.0, deadline - time.monotonic()))
        late = sorted({worker.name for worker in workers if worker.thread.is_alive()})
        if late:
            _LOG.warning("destinations are still busy; their events are sent again", extra={"exporters": late})
        return not late


def _passed(cursor: Cursor, events: list[Event], now_ns: int) -> Cursor:
    """The cursor behind events that a destination took."""
    if not events:
        return cursor
    return msgspec.structs.replace(
        cursor, seq=events[-1].seq, sent=cursor.sent + len(events), last_success_ns=now_ns, last_error=""
    )


def _place(error: Exception) -> str:
    """Kind and place of an exception, without its message, which may quote what was being sent."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    where = f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}" if trace is not None else "?"
    return f"{type(error).__name__} at {where}"

"""The daemon: one loop from the engine's batches to stored events, and what a service does beside.

The order is the promise: an event is told to destinations only after its commit, so whatever a crash takes was never
said. Everything slow (destinations, scrapes) is on threads of its own; the loop only evaluates and commits.
"""

from __future__ import annotations

import logging
import signal
import sqlite3
import threading
import time
from typing import TYPE_CHECKING, Final

import sensor
from sensor.alerts.live import LiveAlerts
from sensor.alerts.store import Store
from sensor.daemon import canary, log, privileges, setup, state
from sensor.daemon import config as configuration
from sensor.daemon.health import HealthServer
from sensor.daemon.judgement import borders, transport_policy
from sensor.daemon.metrics import Board, resident_bytes
from sensor.daemon.notify import notify, watchdog_s
from sensor.daemon.reload import FileWatch
from sensor.engine import Engine
from sensor.errors import ExitCode, OutputError, SensorError
from sensor.export.delivery import Delivery
from sensor.model.record import nanoseconds
from sensor.pipeline import WeakBytes
from sensor.transport.coverage import CoverageWatch

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

    from sensor.daemon.setup import RunOptions
    from sensor.engine import Batch, RawSource
    from sensor.model.alert import Alert
    from sensor.model.profile import Profile
    from sensor.model.transport import CertificateFacts

_LOG: Final = logging.getLogger("leaktap.daemon")
_POLL_MS: Final = 50
_LOOK_S: Final = 1.0
_HEARTBEAT_S: Final = 1.0
_RETIRE_S: Final = 60.0
_SAVE_S: Final = 10.0
_STUCK_S: Final = 30.0
_DRAIN_S: Final = 10.0
_NS: Final = 1_000_000_000
_DAY_NS: Final = 86_400 * _NS


class Every:
    """True at most once per interval."""

    def __init__(self, seconds: float) -> None:
        """The first time is at once."""
        self._seconds = seconds
        self._next = 0.0

    def __call__(self) -> bool:
        """Whether it is time again."""
        now = time.monotonic()
        if now < self._next:
            return False
        self._next = now + self._seconds
        return True


class Signals:
    """SIGTERM and SIGINT ask for the end, SIGHUP for a reload. A second SIGINT ends at once.

    SIGUSR1 and SIGUSR2 do nothing.
    """

    def __init__(self) -> None:
        """Installs the handlers; only the main thread can."""
        self.end = False
        self.reload = False
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop)
        signal.signal(signal.SIGHUP, self._again)
        for number in (signal.SIGUSR1, signal.SIGUSR2):
            signal.signal(number, signal.SIG_IGN)

    def _stop(self, number: int, _frame: FrameType | None) -> None:
        if self.end and number == signal.SIGINT:
            raise KeyboardInterrupt
        self.end = True

    def _again(self, _number: int, _frame: FrameType | None) -> None:
        self.reload = True


class Service:
    """One run of the daemon."""

    def __init__(self, options: RunOptions) -> None:
        """Reads and checks everything; nothing is opened that outlives an error.

        Raises:
            SensorError: Names what is wrong and where.
        """
        self._setup = setup.read(options)
        config = self._setup.config
        # What can only be taken over at a start stays as it is here, whatever a reload reads.
        self._running = config
        log.configure(config.log.format, config.log.level)
        self._directory = state.directory(config.service.state)
        self._key = setup.digest_key(config, self._directory)
        privileges.no_new_privileges()
        self._store = Store.open(
            config.store.path or str(self._directory / state.STORE),
            limits=setup.store_limits(config),
            now_ns=time.time_ns,
        )
        self._options = setup.engine_options(self._setup, self._key)
        self._engine = Engine(self._setup.ruleset.plan, options=self._options, ruleset=self._setup.ruleset.sha256)
        self._engine.recorder.border = borders(config)
        self._keeper = setup.keeper(config, self._directory, self._engine.recorder)
        self._unkept = ""
        self._inventory_file = setup.inventory_file(config, self._directory)
        self._inventory = (
            self._inventory_file.inventory(self._setup.ruleset.plan, configuration.inventory_options(config))
            if self._inventory_file is not None
            else None
        )
        self._alerts = LiveAlerts(
            self._setup.ruleset,
            recorder=self._engine.recorder,
            home=self._options.home,
            options=setup.live_options(config),
            allowlist=setup.allowlist(self._setup),
            enricher=setup.enricher(config),
            restored=self._store.states().items(),
        )
        self._policy = transport_policy(config, self._setup.ruleset)
        self._engine.recorder.certificate = self._certificate
        self._weak = WeakBytes()
        self._ledger = CoverageWatch(self._profile)
        self._exporters = setup.destinations(config, self._directory)
        self._delivery = Delivery(self._store, self._exporters)
        self._board = Board(
            limit=configuration.size_bytes(config.memory),
            rings=configuration.ring_memory(config),
            store_limit=configuration.size_bytes(config.store.limit),
        )
        self._board.border = self._engine.recorder.border
        self._server = HealthServer(
            setup.prometheus(config), self._board.registry, alive=self._stuck, ready=self._unready
        )
        self._watch = FileWatch(self._setup.watched)
        self._signals: Signals | None = None
        self._turn = time.monotonic()
        self._sources: tuple[RawSource, ...] = ()
        self._troubles: dict[str, str] = {}
        self._unwritten = ""
        self._level = 0
        self._capture_ns = 0
        self._heard = time.monotonic()
        self._real_time = True
        self._faults = 0
        self._damaged = False
        self._day = time.time_ns() // _DAY_NS
        self._acknowledged: frozenset[str] = frozenset()

    def run(self) -> int:
        """Runs until a signal, or until every source has ended; returns the exit code.

        Raises:
            SensorError: If a source cannot be opened.
        """
        self._signals = Signals()
        setup.stream_is_there(self._setup.config)
        feeds = setup.feeds(self._setup, self._exporters, self._outages())
        # Everything is read and open now but the rings, which the kept right is for, and threads, which inherit it.
        kept = (self._directory, *self._directory.iterdir())
        user = self._setup.config.service.user
        if privileges.drop(user, keep=tuple(map(str, kept))):
            _LOG.info("privileges dropped", extra={"user": user})
        self._real_time = setup.is_real_time(feeds)
        batches = self._engine.listen(feeds, timeout_ms=_POLL_MS)
        self._board.start(workers=self._options.workers)
        self._board.set("leaktap_ruleset_info", 1, self._setup.ruleset.sha256)
        self._reloaded(well=True)
        self._store.start_run()
        self._delivery.start()
        self._server.start()
        notify("READY=1", "STATUS=listening")
        sources = [getattr(feed, "interface", getattr(feed, "path", "")) for feed in feeds]
        _LOG.info(
            "listening",
            extra={
                "version": sensor.__version__,
                "sources": sources,
                "ruleset": self._setup.ruleset.sha256,
                "rules": len(self._setup.ruleset.rules),
                "exporters": sorted(self._exporters),
            },
        )
        try:
            self._loop(batches)
        finally:
            self._finish()
        if self._faults:
            return ExitCode.FAULT
        # A stream ends by itself: whoever started us wants to know how. A file of a directory is one of many.
        return ExitCode.CAPTURE if self._damaged and self._running.capture.stream else ExitCode.DONE

    def _outages(self) -> int:
        """Tells how long nobody watched; returns when the run before ended, ns since the epoch (0: there was none)."""
        ended_ns = 0
        for outage in self._store.outages():
            ended_ns = max(ended_ns, outage.from_ns)
            if outage.clean or outage.reported:
                continue
            seconds = (outage.to_ns - outage.from_ns) / _NS
            self._board.set("leaktap_process_outage_seconds_total", seconds)
            _LOG.warning("the run before ended without a farewell", extra={"unwatched_seconds": round(seconds, 1)})
        return ended_ns

    def _loop(self, batches: Iterator[Batch]) -> None:
        look, heartbeat, retire = Every(_LOOK_S), Every(_HEARTBEAT_S), Every(_RETIRE_S)
        save = Every(_SAVE_S)
        watchdog = Every(watchdog_s() or _LOOK_S)
        deadline: float | None = None
        for batch in batches:
            self._turn = time.monotonic()
            self._take(batch)
            self._commit(self._alerts.tick(self._now_ns()))
            if self._signals is not None and self._signals.end:
                if deadline is None:
                    _LOG.info("ending: the flows that are open are judged as they are")
                    notify("STOPPING=1")
                    self._engine.end()
                    deadline = time.monotonic() + _DRAIN_S
                elif time.monotonic() > deadline:
                    _LOG.warning("ending before everything was judged")
                    return
            if heartbeat():
                self._store.heartbeat()
            if look():
                self._look()
            if save():
                self._save_inventory()
            if retire():
                self._store.retire(time.time_ns())
            if watchdog():
                notify("WATCHDOG=1")

    def _now_ns(self) -> int:
        """What time it is for alerts: the time of day, or of a capture that is not taken now."""
        if self._real_time:
            return time.time_ns()
        return self._capture_ns + int((time.monotonic() - self._heard) * _NS) if self._capture_ns else 0

    def _certificate(self, sha256: str) -> CertificateFacts:
        """A certificate, masked by the rules in force."""
        return self._policy.certificates.facts(sha256, self._setup.ruleset.plan)

    def _profile(self, orig_zone: str, resp_zone: str) -> Profile:
        """The requirements in force: a reload may change them."""
        return self._policy.profile(orig_zone, resp_zone)

    def _take(self, batch: Batch) -> None:
        last_ns = batch.stats["last_ts_ns"]
        if last_ns != self._capture_ns:
            self._capture_ns, self._heard = last_ns, time.monotonic()
        self._board.batch(batch)
        self._policy.certificates.learn(batch.certificates)
        self._keep(batch)
        for raw in batch.findings:
            self._alerts.finding(raw)
        if self._inventory is not None:
            self._inventory.batch(batch)
        for transport in batch.transports:
            verdict = self._policy.verdict(transport)
            if self._inventory is not None:
                verdict = self._inventory.observe(transport, verdict)
            self._board.judged(transport, verdict)
            self._weak.verdict(transport, verdict)
            self._alerts.transport(transport, verdict)
        if batch.coverage:
            for shortfall, verdict in self._ledger.shortfalls(batch.coverage, self._weak.of, last_ns):
                self._alerts.transport(shortfall, verdict)
        self._notice(batch)

    def _keep(self, batch: Batch) -> None:
        """Seals the values of a batch. A disk that fails must not end the watch: what is lost is told."""
        if self._keeper is None or not batch.findings:
            return
        trouble = ""
        try:
            self._keeper.batch(batch)
        except OutputError as error:
            trouble = str(error)
        if trouble != self._unkept:
            self._unkept = trouble
            if trouble:
                _LOG.error("evidence cannot be written: the values of findings are lost", extra={"reason": trouble})
            else:
                _LOG.info("evidence is written again")
        self._board.set("leaktap_evidence_findings_total", self._keeper.kept, "kept")
        self._board.set("leaktap_evidence_findings_total", self._keeper.lost, "lost")

    def _notice(self, batch: Batch) -> None:
        """Logs what changed about sources, overload and faults."""
        for path, offset, reason in batch.damaged:
            self._damaged = True
            _LOG.error(
                "a source could not be read to its end", extra={"source": path, "offset": offset, "reason": reason}
            )
        if batch.sources:
            self._sources = tuple(batch.sources)
            for source in batch.sources:
                if self._troubles.get(source.name, "") != source.trouble:
                    self._troubles[source.name] = source.trouble
                    level = logging.WARNING if source.trouble else logging.INFO
                    reason = source.trouble or "it delivers again"
                    _LOG.log(level, "interface", extra={"interface": source.name, "reason": reason})
        if batch.level != self._level:
            _LOG.warning("overload", extra={"overload_level": batch.level, "before": self._level})
            self._level = batch.level
        faults = batch.stats["faults"]
        if faults > self._faults:
            _LOG.error("a fault of the engine was caught, its flow given up", extra={"faults": faults})
            self._faults = faults

    def _commit(self, alerts: list[Alert], *, final: bool = False) -> None:
        states = self._alerts.states(final=final)
        if not alerts and not states:
            return
        stored = self._store.commit(map(canary.marked, alerts), states)
        if not stored:
            return
        self._delivery.wake()
        self._board.events(stored)
        now_ns = time.time_ns()
        for alert in stored:
            # A transport is judged by its first seconds, which are no delay.
            if alert.activity == "create" and alert.transport is None and self._real_time:
                self._board.latency.observe(max(0.0, (now_ns - nanoseconds(alert.ts)) / _NS))
            if canary.is_canary(alert):
                self._board.set("leaktap_canary_last_success_timestamp_seconds", now_ns / _NS)

    def _look(self) -> None:
        """Once a second: metrics of what does not come with batches, files that changed, acknowledgements."""
        try:
            self._look_into_the_store()
        except sqlite3.Error as error:
            # A disk that fails must not end the watch: events wait in memory, and the metric says so.
            self._board.set("leaktap_store_full", 1)
            self._unwritten = str(error)
            _LOG.error("the event store cannot be read", extra={"reason": str(error)})
        self._board.by_severity("leaktap_alerts_suppressed_total", self._alerts.suppressed)
        self._board.set("leaktap_rule_scopes_evicted_total", self._alerts.evicted)
        watched = self._setup.watched
        asked = self._signals is not None and self._signals.reload
        # Exclusions end with a day (UTC); which of them apply is worked out when rules are compiled.
        today = time.time_ns() // _DAY_NS
        changed = self._setup.config.service.watch and self._watch.changed(watched)
        if asked or changed or (today != self._day and self._setup.config.exclude):
            if self._signals is not None:
                self._signals.reload = False
            self._reload()
        self._day = today

    def _look_into_the_store(self) -> None:
        health = self._store.health()
        self._unwritten = health.trouble
        self._board.set("leaktap_store_bytes", health.bytes)
        self._board.set("leaktap_store_full", int(health.full))
        self._board.by_severity("leaktap_store_discarded_events_total", health.discarded)
        self._board.by_severity("leaktap_alerts_open", self._store.open_by_severity())
        self._board.destinations(self._delivery.status())
        acknowledged = self._store.acknowledged()
        if acknowledged != self._acknowledged:
            self._acknowledged = acknowledged
            self._alerts.acknowledge(dict.fromkeys(acknowledged))

    def _save_inventory(self) -> None:
        """Saves what was learned, and tells its metrics."""
        if self._inventory is None or self._inventory_file is None:
            return
        try:
            self._inventory_file.save(self._inventory)
        except sqlite3.Error as error:
            # It stays in memory until the disk takes it again.
            _LOG.error("the inventory cannot be saved", extra={"reason": str(error)})
        for name, values in self._inventory.metrics(time.time_ns()).items():
            self._board.replace(name, values)

    def _reload(self) -> None:
        """Takes over configuration and rules, all or nothing."""
        notify("RELOADING=1", f"MONOTONIC_USEC={time.monotonic_ns() // 1000}")
        self._watch.read(self._setup.watched)
        try:
            with configuration.located(self._setup.options.config):
                fresh = setup.read(self._setup.options)
                exporters = setup.destinations(fresh.config, self._directory)
                allowlist, enricher = setup.allowlist(fresh), setup.enricher(fresh.config)
                known = borders(fresh.config)
                policy = transport_policy(fresh.config, fresh.ruleset)
            self._engine.swap_rules(fresh.ruleset.plan, fresh.ruleset.sha256)
        except SensorError as error:
            _LOG.error("reload failed, the old configuration and rules stay", extra={"reason": str(error)})
            self._reloaded(well=False)
        else:
            fixed = setup.needs_restart(self._running, fresh.config)
            if fixed:
                _LOG.warning("these settings change at the next start", extra={"settings": fixed})
            self._engine.recorder.border = self._board.border = known
            policy.certificates.take_over(self._policy.certificates)
            self._policy = policy
            if self._inventory is not None:
                self._inventory.plan = fresh.ruleset.plan
            self._alerts.replace(fresh.ruleset, allowlist=allowlist, enricher=enricher)
            self._delivery.replace(exporters)
            self._exporters = exporters
            self._setup = fresh
            self._watch.read(fresh.watched)
            log.configure(fresh.config.log.format, fresh.config.log.level)
            self._board.replace("leaktap_ruleset_info", {(fresh.ruleset.sha256,): 1})
            self._reloaded(well=True)
            counts = {"rules": len(fresh.ruleset.rules), "detectors": len(fresh.ruleset.detectors)}
            _LOG.info("reloaded", extra={"ruleset": fresh.ruleset.sha256, **counts})
        notify("READY=1")

    def _reloaded(self, *, well: bool) -> None:
        self._board.set("leaktap_config_last_reload_successful", int(well))
        if well:
            self._board.set("leaktap_config_last_reload_success_timestamp_seconds", time.time())

    def _stuck(self) -> str:
        """For ``/healthz``: what is wrong with the process itself."""
        age = time.monotonic() - self._turn
        return f"the main loop has not turned for {age:.0f} s" if age > _STUCK_S else ""

    def _unready(self) -> str:
        """For ``/readyz``: why it does not watch, or cannot keep what it sees."""
        down = [source.name for source in self._sources if not source.up]
        if self._sources and len(down) == len(self._sources):
            return f"no source delivers: {', '.join(sorted(set(down)))}"
        return f"the event store cannot be written: {self._unwritten}" if self._unwritten else ""

    def _finish(self) -> None:
        """Says what is left to say, and waits for destinations, but not for ever."""
        self._engine.stop()
        self._commit(self._alerts.farewell(self._now_ns()), final=True)
        self._delivery.drain(_DRAIN_S)
        self._delivery.stop()
        self._server.stop()
        self._save_inventory()
        if self._inventory_file is not None:
            self._inventory_file.close()
        if self._keeper is not None:
            self._keeper.close()
        self._store.close(clean=True)
        _LOG.info("ended", extra={"resident_bytes": resident_bytes()})


def run(options: RunOptions) -> int:
    """Runs the daemon; the main thread stays in it until its end."""
    if threading.current_thread() is not threading.main_thread():
        message = "the daemon has to run on the main thread: it handles signals"
        raise RuntimeError(message)
    with configuration.located(options.config):
        return Service(options).run()

"""Engine → records → rules → alerts, composed once. Replay and the daemon differ only in source and listeners.

A listener names the streams it wants; what no listener wants is never turned into a record. Listeners that only count
read the engine's objects themselves (``batch``), which is an order of magnitude cheaper.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, ClassVar, Final, Literal, TypeAlias

import msgspec

from sensor.alerts.evaluate import Evaluator
from sensor.border import NOWHERE
from sensor.engine import Engine, EngineOptions
from sensor.transport.coverage import CoverageWatch
from sensor.transport.policy import TransportPolicy

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sensor.border import Border
    from sensor.engine import Batch, RawTransport, Recorder, Verdict
    from sensor.model.alert import Alert, Severity
    from sensor.model.anomaly import Anomaly
    from sensor.model.coverage import Coverage
    from sensor.model.finding import Finding
    from sensor.model.flow import Flow
    from sensor.model.transport import Transport
    from sensor.ruleset.compile import RuleSet
    from sensor.transport.inventory import Inventory

StreamName: TypeAlias = Literal["finding", "alert", "flow", "transport", "anomaly", "coverage"]
STREAMS: Final[tuple[StreamName, ...]] = ("finding", "alert", "flow", "transport", "anomaly", "coverage")


class Listener:
    """Hears what a run yields. Every method does nothing by default; ``streams`` says which records are wanted."""

    streams: ClassVar[frozenset[StreamName]] = frozenset()
    # Findings below this confidence are of no use to it; the engine then keeps them to itself, counted.
    least_confidence: int = 101
    # It reads what findings and alerts say of their values' digests, their reasons, and their request, mail or query.
    reads_details: bool = True
    # How many alerts it can use, the gravest first; None: all of them.
    most_alerts: int | None = None
    # It reads the real values that the engine's own findings then hold (``batch.findings``).
    reads_values: ClassVar[bool] = False
    # It reads the engine's own flow objects (``batch.flows``).
    reads_flows: bool = False

    def wants(self, stream: StreamName) -> bool:
        """Tells whether records of a stream shall be built for this listener."""
        return stream in self.streams

    def start(self, recorder: Recorder) -> None:
        """A run begins; ``recorder`` builds records of it."""

    def batch(self, batch: Batch) -> None:
        """The engine's own objects, before any record is built."""

    def judged(self, raw: RawTransport, verdict: Verdict) -> None:
        """A transport and what policy says of it. Called only if ``wants_verdicts``."""

    wants_verdicts: ClassVar[bool] = False

    def finding(self, record: Finding) -> None:
        """A finding."""

    def flow(self, record: Flow) -> None:
        """A flow that ended."""

    def transport(self, record: Transport) -> None:
        """A transport."""

    def anomaly(self, record: Anomaly) -> None:
        """An anomaly."""

    def coverage(self, record: Coverage) -> None:
        """A row of the ledger; complete rows come once, at the end of a replay."""

    def alert(self, record: Alert) -> None:
        """An alert."""

    def untold(self, counts: dict[Severity, int]) -> None:
        """Alerts that were not built because no listener had a use for them, by severity."""

    def finish(self, result: RunResult) -> None:
        """The run is over."""


class Damaged(msgspec.Struct, frozen=True):
    """A capture that could not be read to its end. ``offset`` is None if it could not be opened."""

    path: str
    offset: int | None
    reason: str


class RunResult(msgspec.Struct, frozen=True, kw_only=True):
    """How a run ended. ``stats`` are the engine's counters; ``evicted_keys`` the rule scopes given up for memory."""

    stats: dict[str, int]
    damaged: tuple[Damaged, ...]
    evicted_keys: int

    @property
    def deterministic(self) -> bool:
        """Whether another run over the same captures yields the same records."""
        return bool(self.stats.get("deterministic", 1)) and not self.evicted_keys

    @property
    def faults(self) -> int:
        """Faults of the engine that were caught."""
        return self.stats.get("faults", 0)


class WeakBytes:
    """How many of the encrypted bytes of each ledger row belong to weakly protected flows."""

    def __init__(self) -> None:
        """Starts at nothing."""
        self._bytes: dict[tuple[str, str, str], int] = {}

    def verdict(self, raw: RawTransport, verdict: Verdict) -> None:
        """Adds up the encrypted bytes of a weakly protected flow or service."""
        if verdict.protection != "weak":
            return
        zones = (raw.orig.zone, raw.resp.zone)
        for (sender, receiver), count in zip((zones, zones[::-1]), raw.encrypted, strict=True):
            key = (sender, receiver, raw.protocol)
            self._bytes[key] = self._bytes.get(key, 0) + count

    def of(self, from_zone: str, to_zone: str, app_proto: str) -> int:
        """The weakly encrypted bytes of one row."""
        return self._bytes.get((from_zone, to_zone, app_proto), 0)


class Pipeline:
    """One engine, one rule set, some listeners."""

    def __init__(
        self,
        ruleset: RuleSet,
        *,
        options: EngineOptions | None = None,
        border: Border = NOWHERE,
        inventory: Inventory | None = None,
        policy: TransportPolicy | None = None,
    ) -> None:
        """Builds the engine.

        ``border`` knows where addresses are; ``inventory`` learns services and tells their drift; ``policy`` judges
        transports.

        Raises:
            ConfigError: If an option is wrong.
            RuleError: If a detector cannot be compiled.
        """
        self.ruleset = ruleset
        self.options = options or EngineOptions()
        self.border = border
        self.inventory = inventory
        self.policy = policy or TransportPolicy()
        self.engine = self._engine(self.options)

    def _engine(self, options: EngineOptions) -> Engine:
        engine = Engine(self.ruleset.plan, options=options, ruleset=self.ruleset.sha256)
        engine.recorder.border = self.border
        engine.recorder.certificate = functools.partial(self.policy.certificates.facts, plan=self.ruleset.plan)
        return engine

    def _floor(self, listeners: Sequence[Listener]) -> int:
        """The lowest confidence that a rule or a listener has a use for."""
        by_rules = (rule.data.confidence for rule in self.ruleset.rules if rule.data is not None)
        by_listeners = (0 if each.wants("finding") else each.least_confidence for each in listeners)
        return min(100, *by_rules, *by_listeners)

    def _names(self) -> tuple[str, ...]:
        """The server names that rules ask for."""
        plans = (rule.transport for rule in self.ruleset.rules)
        return tuple(sorted({name for plan in plans if plan is not None for name in plan.names}))

    def replay(
        self, captures: Sequence[str], listeners: Iterable[Listener], *, refused: Sequence[Damaged] = ()
    ) -> RunResult:
        """Replays captures to their end and tells the listeners. Alerts come last, with their final values.

        ``refused`` are captures that the caller could not hand over.

        Records per flow are made only if somebody wants them: they cost more than all the rest.
        """
        heard = tuple(listeners)
        wanted = {stream for stream in STREAMS for each in heard if each.wants(stream)}
        evidence = any(each.reads_values for each in heard)
        options = msgspec.structs.replace(
            self.options,
            min_confidence=self._floor(heard),
            finding_details=evidence
            or any(each.reads_details for each in heard if each.wants("finding") or each.wants("alert")),
            evidence=evidence,
            flow_records="flow" in wanted or any(each.reads_flows for each in heard),
            # An inventory wants every peer; a service's summary names one.
            transport_records="transport" in wanted or self.inventory is not None,
            service_names=self._names(),
            anomaly_records="anomaly" in wanted,
        )
        self.engine = self._engine(options)
        run = _Run(self, heard, refused)
        with self.engine as engine:
            for batch in engine.run(captures):
                run.take(batch)
        return run.finish()


class _Run:
    """The state of one run."""

    def __init__(self, pipeline: Pipeline, listeners: tuple[Listener, ...], refused: Sequence[Damaged]) -> None:
        recorder = pipeline.engine.recorder
        self._recorder = recorder
        self._listeners = listeners
        self._evaluator = Evaluator(pipeline.ruleset, recorder=recorder, home=pipeline.options.home)
        self._policy = pipeline.policy
        self._inventory = pipeline.inventory
        self._weak = WeakBytes()
        self._watch = CoverageWatch(self._policy.profile)
        self._stats: dict[str, int] = {}
        self._damaged: dict[str, Damaged] = {damage.path: damage for damage in refused}
        self._for = {stream: tuple(each for each in listeners if each.wants(stream)) for stream in STREAMS}
        self._verdicts = tuple(each for each in listeners if each.wants_verdicts)
        for listener in listeners:
            listener.start(recorder)

    def take(self, batch: Batch) -> None:
        """Judges a batch and hands it on."""
        self._stats = batch.stats
        for path, offset, reason in batch.damaged:
            self._damaged[path] = Damaged(path, offset, reason)
        for listener in self._listeners:
            listener.batch(batch)
        self._take_findings(batch)
        self._take_transports(batch)
        if self._for["anomaly"]:
            for anomaly in map(self._recorder.anomaly, batch.anomalies):
                for listener in self._for["anomaly"]:
                    listener.anomaly(anomaly)
        if self._for["flow"]:
            for flow in map(self._recorder.flow, batch.flows):
                for listener in self._for["flow"]:
                    listener.flow(flow)
        self._take_coverage(batch)
        self._tell(self._evaluator.evictions())

    def _take_findings(self, batch: Batch) -> None:
        self._evaluator.batch(batch.findings)
        wanted = self._for["finding"]
        if wanted:
            for record in map(self._recorder.finding, batch.findings):
                for listener in wanted:
                    listener.finding(record)

    def _take_transports(self, batch: Batch) -> None:
        self._policy.certificates.learn(batch.certificates)
        wanted = self._for["transport"]
        inventory = self._inventory
        if inventory is not None:
            inventory.batch(batch)
        for raw in batch.transports:
            verdict = self._policy.verdict(raw)
            if inventory is not None:
                verdict = inventory.observe(raw, verdict)
            self._weak.verdict(raw, verdict)
            self._evaluator.transport(raw, verdict)
            for listener in self._verdicts:
                listener.judged(raw, verdict)
            if wanted:
                record = self._recorder.transport(raw, verdict)
                for listener in wanted:
                    listener.transport(record)

    def _take_coverage(self, batch: Batch) -> None:
        if batch.coverage:
            now_ns = batch.stats.get("last_ts_ns", 0)
            for shortfall, verdict in self._watch.shortfalls(batch.coverage, self._weak.of, now_ns):
                self._evaluator.transport(shortfall, verdict)
        wanted = self._for["coverage"]
        if not wanted:
            return
        for raw in batch.coverage:
            weak = self._weak.of(raw.from_zone, raw.to_zone, raw.app_proto)
            record = self._recorder.coverage(raw, batch.stats.get("last_ts_ns", 0), weak)
            for listener in wanted:
                listener.coverage(record)

    def _tell(self, alerts: list[Alert]) -> None:
        for alert in alerts:
            for listener in self._for["alert"]:
                listener.alert(alert)

    def finish(self) -> RunResult:
        """Ends the run: the last alerts, then the farewell."""
        needs = [each.most_alerts for each in self._for["alert"]]
        most = None if None in needs else max((need for need in needs if need is not None), default=0)
        self._tell(self._evaluator.finish(most))
        for listener in self._for["alert"]:
            listener.untold(self._evaluator.untold)
        result = RunResult(
            stats=self._stats, damaged=tuple(self._damaged.values()), evicted_keys=self._evaluator.evicted
        )
        for listener in self._listeners:
            listener.finish(result)
        return result

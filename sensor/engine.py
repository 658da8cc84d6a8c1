"""The public programming interface, and the only door to the compiled engine.

Five lines iterate the findings of a capture::

    from sensor.engine import Engine

    with Engine() as engine:
        for finding in engine.replay("capture.pcap"):
            print(finding.detector, finding.distinct)

``Engine.run`` gives batches of everything the engine says. A batch holds the engine's own objects, whose getters copy
on access; ``Recorder`` turns them into records, so what nobody asked for costs nothing.

Errors: ``ConfigError`` for options, ``RuleError`` for a plan, ``CaptureError`` for a capture that cannot be read to its
end (after everything that could be read was handed out), ``EngineFault`` for a defect.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import secrets
from typing import TYPE_CHECKING, Final, Self, TypeAlias

import msgspec

from sensor import _engine
from sensor.errors import CaptureError, ConfigError, EngineFault, RuleError, UsageError
from sensor.recorder import Recorder, Verdict, finding_id

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from types import TracebackType

    from sensor.model.finding import Finding

RawFinding: TypeAlias = _engine.Finding
RawFlow: TypeAlias = _engine.Flow
RawTransport: TypeAlias = _engine.Transport
RawAnomaly: TypeAlias = _engine.Anomaly
RawCertificate: TypeAlias = _engine.Certificate
RawSsh: TypeAlias = _engine.Ssh
RawCoverage: TypeAlias = _engine.CoverageRow
RawClient: TypeAlias = _engine.Client
RawEndpoint: TypeAlias = _engine.Endpoint
RawSource: TypeAlias = _engine.Source
Batch: TypeAlias = _engine.Batch
Findings = _engine.Findings
Groups = _engine.Groups
Pending = _engine.Pending
ValueSet = _engine.ValueSet

__all__ = [
    "PRIVATE_NETWORKS",
    "Batch",
    "Detection",
    "DigestKey",
    "DirectoryFeed",
    "Engine",
    "EngineOptions",
    "Feed",
    "Filter",
    "Findings",
    "Groups",
    "InterfaceFeed",
    "Pending",
    "Proxies",
    "RawAnomaly",
    "RawCertificate",
    "RawClient",
    "RawCoverage",
    "RawEndpoint",
    "RawFinding",
    "RawFlow",
    "RawSource",
    "RawSsh",
    "RawTransport",
    "Recorder",
    "StreamFeed",
    "ValueSet",
    "Verdict",
    "Zone",
    "anomaly_codes",
    "check_plan",
    "default_plan",
    "finding_id",
    "native_detectors",
    "protocols",
    "scan_text",
    "version",
]

HOME_ZONE: Final = "crm"
EPHEMERAL: Final = "ephemeral"
_KEY_BYTES: Final = 32
_MIB: Final = 1 << 20

PRIVATE_NETWORKS: Final = (
    "10.0.0.0/8",  # RFC 1918
    "172.16.0.0/12",
    "192.168.0.0/16",
    "100.64.0.0/10",  # RFC 6598
    "127.0.0.0/8",  # RFC 1122 §3.2.1.3
    "169.254.0.0/16",  # RFC 3927
    "::1/128",  # RFC 4291 §2.5.3
    "fc00::/7",  # RFC 4193
    "fe80::/10",  # RFC 4291 §2.5.6
)


class Zone(msgspec.Struct, frozen=True, kw_only=True):
    """A named set of networks: CIDR or single addresses. The most specific network wins."""

    name: str
    networks: tuple[str, ...]


class Proxies(msgspec.Struct, frozen=True, kw_only=True):
    """Proxies that are believed when they say who their client is: CIDR or single addresses.

    ``header`` is the one header of HTTP that they write: ``x-forwarded-for``, ``forwarded``, ``x-real-ip``; or empty.
    """

    trusted: tuple[str, ...] = ()
    header: str = "x-forwarded-for"


class DigestKey(msgspec.Struct, frozen=True, kw_only=True):
    """The 32-byte key of digests and the name that records carry for it."""

    key: bytes
    id: str

    @property
    def is_ephemeral(self) -> bool:
        """Whether it dies with the run."""
        return self.id == EPHEMERAL

    def __repr__(self) -> str:
        """Shows the name only: the key would undo every digest."""
        return f"DigestKey(id={self.id!r})"

    @classmethod
    def ephemeral(cls) -> DigestKey:
        """Makes a random key that dies with the run."""
        return cls(key=secrets.token_bytes(_KEY_BYTES), id=EPHEMERAL)

    @classmethod
    def parse(cls, data: bytes) -> DigestKey:
        """Reads a key as files hold it: 32 raw bytes, or 64 hex digits.

        Raises:
            ConfigError: If it is neither.
        """
        key = data
        if len(data) != _KEY_BYTES:
            try:
                key = bytes.fromhex(data.decode("ascii").strip())
            except ValueError:
                key = b""
        if len(key) != _KEY_BYTES:
            reason = "a digest key is 32 raw bytes or 64 hex digits"
            raise ConfigError(reason)
        return cls(key=key, id=hashlib.sha256(key).hexdigest()[:8])


def _home_zone() -> tuple[Zone, ...]:
    return (Zone(name=HOME_ZONE, networks=PRIVATE_NETWORKS),)


class EngineOptions(msgspec.Struct, frozen=True, kw_only=True):
    """What an engine is told beside its plan.

    Without zones, private address space is the home zone ``crm`` and the rest is ``outside``. ``memory`` is the
    engine's own share in bytes. Without ``finding_details`` findings have neither digests of their values, nor
    reasons, nor the facts of their request, mail or query. With ``reveal`` records hold real values; with ``evidence``
    only the engine's own findings do, for whoever seals them. ``keylogs`` (NSS format) and ``rsa_keys`` (PEM) name
    files: key material itself never passes through Python.
    """

    sensor: str = "leaktap"
    workers: int = 1
    memory: int = 384 * _MIB
    zones: tuple[Zone, ...] = msgspec.field(default_factory=_home_zone)
    home: str = HOME_ZONE
    proxies: Proxies = Proxies()
    digest_key: DigestKey = msgspec.field(default_factory=DigestKey.ephemeral)
    reveal: bool = False
    evidence: bool = False
    separate: bool = False
    key_vlan: bool = False
    min_confidence: int = 0
    finding_details: bool = True
    flow_records: bool = False
    transport_records: bool = False
    service_names: tuple[str, ...] | None = None
    anomaly_records: bool = False
    stream_digests: bool = False
    keylogs: tuple[str, ...] = ()
    rsa_keys: tuple[str, ...] = ()
    limits: dict[str, int] = msgspec.field(default_factory=dict)

    def document(self) -> bytes:
        """Writes the engine's configuration document (``engine/src/config.rs``)."""
        return msgspec.json.encode(
            {
                "sensor": self.sensor,
                "workers": self.workers,
                "memory": self.memory,
                "zones": self.zones,
                "home": self.home,
                "proxies": self.proxies,
                "digest_key": self.digest_key.key.hex(),
                "reveal": self.reveal or self.evidence,
                "separate": self.separate,
                "key_vlan": self.key_vlan,
                "min_confidence": self.min_confidence,
                "finding_details": self.finding_details,
                "flow_records": self.flow_records,
                "transport_records": self.transport_records,
                "service_names": self.service_names,
                "anomaly_records": self.anomaly_records,
                "stream_digests": self.stream_digests,
                "decrypt": {"keylogs": self.keylogs, "rsa_keys": self.rsa_keys},
                "limits": self.limits,
            }
        )


# A classic BPF program: (code, jt, jf, k) of each instruction.
Filter: TypeAlias = tuple[tuple[int, int, int, int], ...]


class InterfaceFeed(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="interface"):
    """A network interface: ``rings`` rings of ``ring_bytes`` share its packets. ``any`` is all interfaces.

    A ``snaplen`` of 0 captures whole frames. ``adapter_time`` takes the adapter's time stamps, where it has them.
    """

    interface: str
    rings: int = 1
    ring_bytes: int = 64 * _MIB
    snaplen: int = 0
    promiscuous: bool = True
    adapter_time: bool = False
    filter: Filter = ()


class StreamFeed(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="stream"):
    """A capture that is still being written: ``-`` (standard input) or a FIFO."""

    path: str


class DirectoryFeed(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="directory"):
    """A directory of rotated captures; what was last modified before ``since_ns`` (of the epoch) is passed over."""

    path: str
    since_ns: int = 0


Feed: TypeAlias = InterfaceFeed | StreamFeed | DirectoryFeed


@contextlib.contextmanager
def _errors() -> Iterator[None]:
    """Maps the engine's exceptions onto ours: one place, whose fault it is stays visible."""
    try:
        yield
    except _engine.ConfigError as error:
        raise ConfigError(str(error)) from error
    except _engine.RuleError as error:
        rule, reason = (*map(str, error.args), "", "")[:2]
        raise RuleError(reason, rule=rule) from error
    except _engine.SourceError as error:
        args = (*error.args, "", None, "")
        raise CaptureError(str(args[0]), str(args[2])) from error
    except _engine.EngineError as error:
        raise EngineFault(str(error)) from error


def version() -> str:
    """Version of the compiled engine."""
    return _engine.__version__


def protocols() -> list[tuple[str, str, list[str]]]:
    """Name, title and transports of every protocol that the engine reads."""
    return _engine.protocols()


def anomaly_codes() -> list[tuple[str, str]]:
    """Code and layer of every anomaly."""
    return _engine.anomaly_codes()


def native_detectors() -> list[str]:
    """Ids of the detectors whose matcher is compiled in."""
    return _engine.native_detectors()


def default_plan() -> bytes:
    """A plan of all native detectors: what an engine looks for without any rule pack."""
    return msgspec.json.encode({"detectors": [{"id": name, "native": True} for name in native_detectors()]})


def check_plan(plan: bytes) -> None:
    """Compiles a plan and throws it away.

    Raises:
        RuleError: Names the detector and what is wrong with it.
    """
    with _errors():
        _engine.check_plan(plan)


def captures(named: Sequence[str]) -> list[str]:
    """The captures that files, directories (searched recursively) and patterns stand for; ``-`` stays.

    Raises:
        UsageError: If there is no such file, or a pattern matches nothing.
        CaptureError: If a directory cannot be listed, or holds no capture.
    """
    try:
        with _errors():
            return _engine.captures(list(named))
    except CaptureError as error:
        source = error.__cause__
        if isinstance(source, _engine.SourceError) and source.args[1] == errno.ENOENT:
            raise UsageError(str(error)) from error
        raise


class Detection(msgspec.Struct, frozen=True):
    """A value that a scan of plain text found."""

    detector: str
    where: str
    value: str
    confidence: int


def scan_text(plan: bytes, text: bytes, content_type: str) -> list[Detection]:
    """Unpacks and scans ``text`` as the body of one message. Values are real: for rule tests and masking only."""
    with _errors():
        return [Detection(*hit) for hit in _engine.scan_text(plan, text, content_type)]


class Engine:
    """The engine with its options and its plan. A context manager: leaving it stops a run that is under way.

    One object may replay several times; each run has a flow table of its own.
    """

    def __init__(self, plan: bytes | None = None, *, options: EngineOptions | None = None, ruleset: str = "") -> None:
        """Checks the options and compiles the plan.

        Args:
            plan: A plan document as ``sensor.ruleset`` compiles it; by default all native detectors.
            options: Zones, memory, workers; by default private address space against the rest.
            ruleset: SHA-256 of the rule set, for the records; by default that of the plan.

        Raises:
            ConfigError: If an option is wrong.
            RuleError: If a detector cannot be compiled.
        """
        self.options = options or EngineOptions()
        self._plan = default_plan() if plan is None else plan
        self.recorder = Recorder(
            sensor=self.options.sensor,
            ruleset=ruleset or hashlib.sha256(self._plan).hexdigest(),
            digest_key_id=self.options.digest_key.id,
            reveals=self.options.reveal,
        )
        self._fresh: _engine.Engine | None = self._build()
        self._running: _engine.Engine | None = None

    def _build(self) -> _engine.Engine:
        with _errors():
            return _engine.Engine(self.options.document(), self._plan)

    def __enter__(self) -> Self:
        """Returns itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stops what is running."""
        self.stop()

    def stop(self) -> None:
        """Ends a run early; its remaining records are given up."""
        running, self._running = self._running, None
        if running is not None:
            with _errors():
                running.stop()

    def swap_rules(self, plan: bytes, ruleset: str) -> None:
        """Puts another plan in force from the next message on.

        Raises:
            RuleError: If it cannot be compiled; the old one stays in force.
        """
        target = self._running or self._fresh
        with _errors():
            if target is not None:
                target.swap_rules(plan)
            else:
                _engine.check_plan(plan)
        self._plan = plan
        self.recorder.ruleset = ruleset

    def listen(self, feeds: Sequence[Feed], *, max_items: int = 8192, timeout_ms: int = 100) -> Iterator[Batch]:
        """Judges what live sources deliver, until ``end`` is called or all of them have ended.

        Sources are open when this returns; batches come at least every ``timeout_ms``, records as they are made.

        Raises:
            CaptureError: If a source cannot be opened; none is then.
        """
        engine, self._fresh = self._fresh or self._build(), None
        self._running = engine
        with _errors():
            engine.start_live(msgspec.json.encode(feeds))
        return self._batches(engine, max_items, timeout_ms)

    def _batches(self, engine: _engine.Engine, max_items: int, timeout_ms: int) -> Iterator[Batch]:
        try:
            while True:
                with _errors():
                    batch = engine.poll(max_items, timeout_ms)
                yield batch
                if batch.done:
                    self._running = None
                    return
        finally:
            self.stop()

    def end(self) -> None:
        """Asks a live run to end: its remaining batches come, the last one is ``done``."""
        if self._running is not None:
            with _errors():
                self._running.stop()

    def run(self, captures: Sequence[str], *, max_items: int = 8192, timeout_ms: int = 200) -> Iterator[Batch]:
        """Reads captures as one timeline and yields what the engine says, in deterministic order, until it is done.

        Args:
            captures: Paths; ``-`` is standard input.
            max_items: Most records in one batch.
            timeout_ms: Longest wait for a batch, so that a caller can show progress.
        """
        engine, self._fresh = self._fresh or self._build(), None
        self._running = engine
        with _errors():
            engine.start(list(captures))
        yield from self._batches(engine, max_items, timeout_ms)

    def replay(self, *captures: str) -> Iterator[Finding]:
        """Yields the findings of one or several captures.

        Raises:
            CaptureError: At the end, if a capture could not be read to its end.
        """
        damaged: dict[str, str] = {}
        for batch in self.run(captures):
            damaged |= {path: reason for path, _, reason in batch.damaged}
            yield from map(self.recorder.finding, batch.findings)
        for path, reason in damaged.items():
            raise CaptureError(path, reason)

"""Everything a run is made of, read and checked as a whole: at the start, and again at every reload."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from sensor.alerts.allowlist import Allowlist
from sensor.alerts.case import LiveOptions
from sensor.alerts.enrich import Enricher
from sensor.alerts.store import StoreLimits
from sensor.daemon import bpf, privileges, state
from sensor.daemon import config as configuration
from sensor.daemon.config import Config
from sensor.daemon.health import PrometheusSection, address_of
from sensor.daemon.judgement import borders, load_rules, transport_policy
from sensor.engine import DirectoryFeed, Engine, EngineOptions, Feed, InterfaceFeed, StreamFeed
from sensor.errors import CaptureError, UsageError, at
from sensor.export.registry import PULLED, build
from sensor.export.settings import convert
from sensor.ruleset import compile as compiler
from sensor.ruleset.compile import RuleSet
from sensor.transport.database import InventoryFile

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sensor.engine import DigestKey, Recorder
    from sensor.evidence.keeper import Keeper
    from sensor.evidence.seal import Seal
    from sensor.export.api import Exporter

_ALERTS_FILE = "alerts.jsonl"
# By account; the interpreter takes half as much again, and libraries the rest of Python's reserve.
EVALUATOR_BYTES = 32 << 20


class RunOptions(msgspec.Struct, frozen=True, kw_only=True):
    """What the command line says; it goes before the configuration."""

    config: str | None = None
    interfaces: tuple[str, ...] = ()
    stream: str | None = None
    directory: str | None = None
    rules: tuple[str, ...] = ()
    crm: tuple[str, ...] = ()
    filter: str | None = None
    workers: int | None = None
    state: str | None = None


class Setup(msgspec.Struct, frozen=True, kw_only=True):
    """A configuration with the options worked in, and its rules compiled."""

    config: Config
    options: RunOptions
    ruleset: RuleSet

    @property
    def rule_places(self) -> tuple[str, ...]:
        """Packs in force."""
        return (*self.config.rules.packs, *self.options.rules)

    @property
    def watched(self) -> tuple[str, ...]:
        """Files and directories whose change calls for a reload."""
        return (*((self.options.config,) if self.options.config else ()), *self.rule_places)


def read(options: RunOptions) -> Setup:
    """Reads configuration and rules.

    Raises:
        ConfigError: Names file, line and fix.
        RuleError: As well.
        UsageError: If there is nothing to listen to.
    """
    config = configuration.load(options.config) if options.config else configuration.Config(version=1)
    config = _overridden(config, options)
    capture = config.capture
    if not (capture.interfaces or capture.stream or capture.directory):
        reason = "nothing to listen to: name an interface (-i eth1), a stream (-r -) or a directory (-d DIR)"
        raise UsageError(reason)
    for wrong in (configuration.several_captures(capture), configuration.misplaced_filter(capture)):
        if wrong:
            raise UsageError(wrong)
    return Setup(config=config, options=options, ruleset=load_rules(config, options.rules))


def _overridden(config: Config, options: RunOptions) -> Config:
    capture = config.capture
    if options.interfaces or options.stream or options.directory:
        capture = msgspec.structs.replace(
            capture,
            interfaces=list(options.interfaces),
            stream=options.stream or "",
            directory=options.directory or "",
        )
    if options.filter is not None:
        capture = msgspec.structs.replace(capture, filter=options.filter)
    service = config.service
    if options.state is not None:
        service = msgspec.structs.replace(service, state=options.state)
    return msgspec.structs.replace(config, capture=capture, service=service, workers=options.workers or config.workers)


def engine_options(setup: Setup, key: DigestKey) -> EngineOptions:
    """What the engine is told. Findings of every confidence come out: metrics count them by band."""
    options = configuration.engine_options(setup.config, crm=setup.options.crm, live=True)
    return msgspec.structs.replace(options, digest_key=key, evidence=bool(setup.config.evidence.seal_to))


def digest_key(config: Config, directory: Path) -> DigestKey:
    """The configured key, or the one in the state directory."""
    if config.digest_key.file or config.digest_key.env:
        return configuration.digest_key(config)
    return state.digest_key(directory)


def seal(config: Config) -> Seal | None:
    """What evidence is sealed with, if there is a key to seal it to.

    Raises:
        ConfigError: If the key cannot be used.
    """
    if not config.evidence.seal_to:
        return None
    from sensor.evidence.seal import Seal  # noqa: PLC0415 - slow, for those who keep evidence

    with at("evidence", "seal_to"):
        return Seal.load(config.evidence.seal_to)


def keeper(config: Config, directory: Path, recorder: Recorder) -> Keeper | None:
    """What keeps evidence, if there is a key to seal it to.

    Raises:
        ConfigError: If the key cannot be used.
        OutputError: If the file cannot be opened.
    """
    closes = seal(config)
    if closes is None:
        return None
    from sensor.evidence.file import EvidenceFile  # noqa: PLC0415 - slow, for those who keep evidence
    from sensor.evidence.keeper import Keeper  # noqa: PLC0415 - as above

    section = config.evidence
    path = section.path or str(directory / state.EVIDENCE)
    file = EvidenceFile(path, limit=configuration.size_bytes(section.limit), files=section.files)
    return Keeper(closes, file, confidence=section.confidence, directions=section.directions, recorder=recorder)


def destinations(config: Config, directory: Path) -> dict[str, Exporter]:
    """The destinations; with none configured, alerts go to a JSON Lines file in the state directory."""
    section: Mapping[str, Mapping[str, Any]] = config.exporters
    if not set(section) - PULLED:
        section = {"file": {"path": str(directory / _ALERTS_FILE)}}
    return build(section)


def prometheus(config: Config) -> PrometheusSection:
    """Where metrics are served: as configured, else on loopback."""
    for name, options in config.exporters.items():
        if options.get("type", name) in PULLED:
            rest = {key: value for key, value in options.items() if key != "type"}
            with at("exporters", name):
                return convert(f"exporter {name}", rest, PrometheusSection)
    return PrometheusSection()


def feeds(setup: Setup, exporters: Mapping[str, Exporter], since_ns: int) -> tuple[Feed, ...]:
    """The live sources, their filters compiled.

    Args:
        setup: What is configured.
        exporters: Destinations, whose traffic is left out.
        since_ns: When the run before ended: captures of a watched directory that are older were judged then.

    Raises:
        ConfigError: If a filter is wrong.
    """
    capture = setup.config.capture
    found: list[Feed] = []
    own = "" if capture.own_traffic else _own_traffic(setup.config, exporters)
    rings = configuration.rings(setup.config)
    for interface in dict.fromkeys(capture.interfaces):
        # The user's own words are tried first, so that an error is about them.
        with at(*(("capture", "filter") if setup.options.filter is None else ())):
            bpf.compile_filter(capture.filter, interface, capture.snaplen)
        expression = bpf.with_own_traffic_left_out(capture.filter, own)
        found.append(
            InterfaceFeed(
                interface=interface,
                rings=rings,
                ring_bytes=configuration.size_bytes(capture.ring) // rings,
                snaplen=capture.snaplen,
                promiscuous=capture.promiscuous,
                adapter_time=capture.timestamps == "adapter",
                filter=bpf.compile_filter(expression, interface, capture.snaplen),
            )
        )
    if capture.stream:
        found.append(StreamFeed(path=capture.stream))
    if capture.directory:
        found.append(DirectoryFeed(path=capture.directory, since_ns=since_ns))
    return tuple(found)


def stream_is_there(config: Config) -> None:
    """Looks for the stream that is to be read.

    Raises:
        CaptureError: If it is not there.
    """
    path = config.capture.stream
    if path not in ("", "-") and not Path(path).exists():
        raise CaptureError(path, "no such file")


def store_limits(config: Config) -> StoreLimits:
    """How large the store gets, and how old its rows."""
    return StoreLimits(
        limit_bytes=configuration.size_bytes(config.store.limit),
        reserve_bytes=configuration.size_bytes(config.store.reserve),
        retention_ns=compiler.duration_ns(config.store.retention),
    )


def live_options(config: Config) -> LiveOptions:
    """When the sensor speaks."""
    return LiveOptions(
        update_after_ns=compiler.duration_ns(config.alerts.update_after),
        quiet_ns=compiler.duration_ns(config.alerts.quiet),
        new_per_minute=config.alerts.per_minute,
        memory=EVALUATOR_BYTES,
    )


def allowlist(setup: Setup) -> Allowlist:
    """What is no leak.

    Raises:
        ConfigError: If an entry makes no sense.
    """
    with at("allow"):
        return Allowlist(setup.config.allow, now_ns=time.time_ns(), zones=configuration.zone_names(setup.config))


def check(setup: Setup) -> list[str]:
    """Checks what a run checks at its start, without connecting to anything; returns the names of its destinations.

    Raises:
        ConfigError: Names what is wrong, and its place.
        RuleError: If the engine refuses the rules.
    """
    config = setup.config
    options = configuration.engine_options(config)
    with at(*(("decrypt", "rsa_keys") if options.rsa_keys else ())):
        Engine(setup.ruleset.plan, options=options)
    allowlist(setup)
    enricher(config)
    borders(config)
    transport_policy(config, setup.ruleset)
    store_limits(config)
    live_options(config)
    seal(config)
    with at("capture", "filter"):
        for interface in config.capture.interfaces or ["any"]:
            bpf.compile_filter(config.capture.filter, interface, config.capture.snaplen)
    if config.service.user:
        privileges.account(config.service.user)
    address_of(prometheus(config).listen)
    return sorted(build(config.exporters))


def enricher(config: Config) -> Enricher:
    """What addresses are called."""
    return Enricher(config.names)


def inventory_file(config: Config, directory: Path) -> InventoryFile | None:
    """The file that the inventory is kept in; None if none is kept.

    Raises:
        InventoryError: If it cannot be used.
    """
    if not config.inventory.enabled:
        return None
    return InventoryFile(config.inventory.path or str(directory / state.INVENTORY))


def needs_restart(old: Config, new: Config) -> list[str]:
    """Settings that changed and are only taken over at a start: threads, rings, memory and files hang on them."""
    fixed = (
        "sensor",
        "zones",
        "home",
        "proxies",
        "capture",
        "workers",
        "memory",
        "flow",
        "decrypt",
        "limits",
        "digest_key",
        "store",
        "inventory",
        "evidence",
    )
    changed = [name for name in fixed if getattr(old, name) != getattr(new, name)]
    if prometheus(old) != prometheus(new):
        changed.append("exporters.prometheus")
    if old.alerts != new.alerts:
        changed.append("alerts")
    if (old.service.user, old.service.state) != (new.service.user, new.service.state):
        changed.append("service")
    return changed


def _own_traffic(config: Config, exporters: Mapping[str, Exporter]) -> str:
    to = [address for exporter in exporters.values() for address in exporter.addresses()]
    port = address_of(prometheus(config).listen)[1]
    return bpf.management(to, [port] if port else [], bpf.own_addresses())


def is_real_time(feeds_: Sequence[Feed]) -> bool:
    """Whether capture time is the time of day: interfaces only."""
    return all(isinstance(feed, InterfaceFeed) for feed in feeds_)

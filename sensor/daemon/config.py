"""The configuration file: one YAML document, typed; an unknown key is refused with its line and a suggestion."""

from __future__ import annotations

import contextlib
import datetime as dt
import ipaddress
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal

import msgspec

from sensor.alerts.allowlist import AllowEntry
from sensor.border import BorderSection
from sensor.daemon import limits
from sensor.document import Document, DocumentError, parse, read_text
from sensor.engine import HOME_ZONE, PRIVATE_NETWORKS, DigestKey, EngineOptions, Proxies, Zone
from sensor.errors import ConfigError, at
from sensor.model.record import DirectionName, Percent, Section
from sensor.ruleset.compile import Exclusion, duration_ns

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sensor.transport.inventory import InventoryOptions

# What is in no zone that is named.
OUTSIDE: Final = "outside"
PYTHON_RESERVE: Final = 128 << 20
_MIN_ENGINE: Final = 32 << 20
_UNITS: Final = {"": 1, "B": 1, "KiB": 1 << 10, "MiB": 1 << 20, "GiB": 1 << 30}
_SIZE: Final = re.compile(r"([0-9]+) ?(B|KiB|MiB|GiB)?")

# What is told where `is_blind`.
BLIND: Final = (
    "exclusions by `value_digest` do nothing under a random digest key: name the one that the digests were made with "
    "(digest_key)"
)

Size = Annotated[str, msgspec.Meta(pattern=r"^[0-9]+ ?(B|KiB|MiB|GiB)$", examples=["512MiB"])]
Duration = Annotated[str, msgspec.Meta(pattern=r"^[0-9]+(ms|s|m|h|d)$", examples=["10m"])]
ZoneName = Annotated[str, msgspec.Meta(pattern=r"^[a-z][a-z0-9_-]*$", max_length=32)]


class SensorSection(Section, frozen=True, kw_only=True):
    """Who this sensor is; ``name`` is in every record."""

    name: Annotated[str, msgspec.Meta(min_length=1, max_length=64)] = "leaktap"


class CaptureSection(Section, frozen=True, kw_only=True):
    """Where packets come from as a service: interfaces, a stream (``-`` or a FIFO), a directory of rotated captures.

    ``filter`` is a BPF expression, for interfaces only. ``ring`` is the size of an interface's kernel ring, shared by
    its ``rings`` (0: one per worker). Unless ``own_traffic`` is set, what the sensor itself sends and serves is left
    out, and SSH to this host as well. A ``snaplen`` of 0 captures whole frames.
    """

    interfaces: list[str] = msgspec.field(default_factory=list)
    stream: str = ""
    directory: str = ""
    filter: str = ""
    own_traffic: bool = False
    ring: Size = "64MiB"
    rings: Annotated[int, msgspec.Meta(ge=0, le=64)] = 0
    snaplen: Annotated[int, msgspec.Meta(ge=0, le=262_144)] = 0
    promiscuous: bool = True
    timestamps: Literal["kernel", "adapter"] = "kernel"


class AlertsSection(Section, frozen=True, kw_only=True):
    """When a running sensor speaks.

    A leak is told at once; while it grows, updates follow after ``update_after`` and then at doubling intervals. It is
    closed after ``quiet`` without a sighting. A rule may raise ``per_minute`` new alerts a minute; more have to wait.
    """

    update_after: Duration = "60s"
    quiet: Duration = "1h"
    per_minute: Annotated[int, msgspec.Meta(ge=1)] = 60


class StoreSection(Section, frozen=True, kw_only=True):
    """The event store: ``events.db`` in the state directory unless ``path`` says otherwise.

    The last ``reserve`` of its ``limit`` is for alerts of high and critical severity. Delivered events and closed
    alerts are kept for ``retention``.
    """

    path: str = ""
    limit: Size = "1GiB"
    reserve: Size = "64MiB"
    retention: Duration = "90d"


class EvidenceSection(Section, frozen=True, kw_only=True):
    """Whose data leaked, sealed to the RSA public key or certificate ``seal_to`` (PEM); without one nothing is kept.

    Only the private key opens it (``leaktap evidence open``), which must not be on the sensor. It is kept in
    ``evidence.jsonl`` in the state directory unless there is a ``path``; at ``limit`` a new file begins, and
    ``files`` of the older ones are kept. Findings below ``confidence``, or of another direction, are left out.
    """

    seal_to: str = ""
    path: str = ""
    confidence: Percent = 70
    directions: list[DirectionName] = msgspec.field(default_factory=lambda: ["egress", "external", "unknown"])
    limit: Size = "64MiB"
    files: Annotated[int, msgspec.Meta(ge=1, le=1_000)] = 8


class InventorySection(Section, frozen=True, kw_only=True):
    """The inventory of services and certificates: ``inventory.db`` in the state directory unless there is a ``path``.

    For ``learn`` after it was begun (in packet time) plaintext paths are taken in without a word. A certificate
    ``expires_soon`` when less than that is left. What was unseen for longest goes beyond the limits,
    counted; a service takes 3 to 8 KB of memory.
    """

    enabled: bool = True
    path: str = ""
    learn: Duration = "7d"
    expires_soon: Duration = "30d"
    services: Annotated[int, msgspec.Meta(ge=1, le=1_000_000)] = 4_096
    certificates: Annotated[int, msgspec.Meta(ge=1, le=1_000_000)] = 4_096


class TransportSection(Section, frozen=True, kw_only=True):
    """What transports are judged by: a profile of the rule packs, another one for named zones.

    ``trust`` are files and directories with certificates of authorities that are trusted beside the system's
    (``system_store``). Without either, nobody is asked whether a certificate is trusted.
    """

    profile: str = "default"
    profiles: dict[ZoneName, str] = msgspec.field(default_factory=dict)
    trust: list[str] = msgspec.field(default_factory=list)
    system_store: bool = True


class LogSection(Section, frozen=True, kw_only=True):
    """Logs on stderr; ``auto`` is plain on a terminal and JSON elsewhere."""

    format: Literal["auto", "json", "console"] = "auto"
    level: Literal["debug", "info", "warning", "error"] = "info"


class ServiceSection(Section, frozen=True, kw_only=True):
    """The process. Started as root it becomes ``user``, keeping only the right to capture.

    ``state`` is its directory (default: what systemd says, else /var/lib/leaktap for root, else the user's own). With
    ``watch`` it reads configuration and rules again when their files change, not only on SIGHUP.
    """

    user: str = ""
    state: str = ""
    watch: bool = True


class FlowSection(Section, frozen=True, kw_only=True):
    """What tells flows apart beside the 5-tuple."""

    key: list[Literal["vlan"]] = msgspec.field(default_factory=list)


class RulesSection(Section, frozen=True, kw_only=True):
    """Packs in force (``builtin``, files, directories) and the policy that selects from them."""

    packs: list[str] = msgspec.field(default_factory=lambda: ["builtin"])
    policy: str = "default"


class ExcludeSection(Section, frozen=True, kw_only=True):
    """A value (by the digest that findings show) or a place (glob) that is never reported, and why."""

    value_digest: Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{32}$")] = ""
    field: str = ""
    reason: str
    until: dt.date | None = None


class DigestKeySection(Section, frozen=True, kw_only=True):
    """Where the digest key is: a file or an environment variable."""

    file: str = ""
    env: str = ""


class ProxiesSection(Section, frozen=True, kw_only=True):
    """Load balancers and reverse proxies that are believed when they say who their client is; nobody else is.

    A header of the PROXY protocol is believed of ``trusted`` addresses, and so is the one ``header`` of HTTP that they
    write. Name the header that your proxies set or append to: another one may come from the client itself.
    """

    trusted: list[str] = msgspec.field(default_factory=list)
    header: Literal["x-forwarded-for", "forwarded", "x-real-ip", "none"] = "x-forwarded-for"


class DecryptSection(Section, frozen=True, kw_only=True):
    """What TLS records are opened with: key logs in NSS format, and PEM files with RSA private keys.

    A daemon follows key logs as they grow; they may be FIFOs, and need not exist yet.
    """

    keylogs: list[str] = msgspec.field(default_factory=list)
    rsa_keys: list[str] = msgspec.field(default_factory=list)


class Config(Section, frozen=True, kw_only=True):
    """The whole file. Zones that are not named are ``outside``.

    ``allow`` lists what is no leak, ``names`` what addresses and networks are called in alerts.
    ``border`` says which country an address is in, ``transport`` what encryption must be like.
    """

    version: Literal[1]
    sensor: SensorSection = SensorSection()
    zones: dict[ZoneName, list[str]] = msgspec.field(default_factory=dict)
    home: ZoneName = HOME_ZONE
    proxies: ProxiesSection = ProxiesSection()
    capture: CaptureSection = CaptureSection()
    workers: Annotated[int, msgspec.Meta(ge=1, le=256)] = 1
    memory: Size = "512MiB"
    flow: FlowSection = FlowSection()
    decrypt: DecryptSection = DecryptSection()
    limits: dict[str, int] = msgspec.field(default_factory=dict)
    rules: RulesSection = RulesSection()
    exclude: list[ExcludeSection] = msgspec.field(default_factory=list)
    allow: list[AllowEntry] = msgspec.field(default_factory=list)
    names: dict[str, str] = msgspec.field(default_factory=dict)
    border: BorderSection = BorderSection()
    transport: TransportSection = TransportSection()
    inventory: InventorySection = InventorySection()
    digest_key: DigestKeySection = DigestKeySection()
    alerts: AlertsSection = AlertsSection()
    store: StoreSection = StoreSection()
    evidence: EvidenceSection = EvidenceSection()
    log: LogSection = LogSection()
    service: ServiceSection = ServiceSection()
    exporters: dict[str, dict[str, Any]] = msgspec.field(default_factory=dict)


def size_bytes(text: str) -> int:
    """Reads a size such as ``512MiB``.

    Raises:
        ConfigError: If it is none.
    """
    match = _SIZE.fullmatch(text)
    if match is None:
        reason = f"`{text}` is not a size such as 64MiB"
        raise ConfigError(reason)
    return int(match[1]) * _UNITS[match[2] or ""]


def load(path: str) -> Config:
    """Loads and checks a configuration file.

    Raises:
        ConfigError: Names file, line, and the fix.
    """
    try:
        document = parse(read_text(Path(path)), Config)
    except DocumentError as error:
        place = f"{path}:{error.line}" if error.line else path
        fix = f" ({error.fix})" if error.fix else ""
        message = f"{place}: {error.reason}{fix}"
        raise ConfigError(message) from error
    _check(path, document)
    return document.value


@contextlib.contextmanager
def located(path: str | None) -> Iterator[None]:
    """Names file and line of what is found wrong with a configuration after it was loaded.

    Raises:
        ConfigError: The one that the block raised, with the line of its place.
    """
    try:
        yield
    except ConfigError as error:
        if path is None or not error.place:
            raise
        try:
            line = parse(read_text(Path(path)), Config).line(*error.place)
        except DocumentError:
            # It was changed meanwhile.
            raise error from None
        message = f"{path}:{line}: {error}"
        raise ConfigError(message) from error


def _check(path: str, document: Document[Config]) -> None:
    """Raises the first of what types cannot say."""
    for reason, place in _problems(document.value):
        message = f"{path}:{document.line(*place)}: {reason}"
        raise ConfigError(message)


def _problems(config: Config) -> Iterator[tuple[str, tuple[str | int, ...]]]:
    """What is wrong with networks, the home zone, exclusions, keys and sizes, and where."""
    yield from _zone_problems(config)
    if config.zones and not config.zones.get(config.home):
        yield f"zone `{config.home}` is home but has no networks", ("zones", config.home)
    yield from limits.problems(config.limits)
    for wrong, place in ((several_captures, ("capture",)), (misplaced_filter, ("capture", "filter"))):
        if reason := wrong(config.capture):
            yield reason, place
    for index, entry in enumerate(config.exclude):
        if bool(entry.value_digest) is bool(entry.field):
            yield "an exclusion names either a `value_digest` or a `field`", ("exclude", index)
    if config.digest_key.file and config.digest_key.env:
        yield "the digest key comes from a file or from the environment, not from both", ("digest_key",)
    if not config.evidence.directions:
        yield "evidence of no direction is none: leave `directions` away, or name some", ("evidence", "directions")
    yield from _network_problems(config)
    yield from _size_problems(config)


def _network_problems(config: Config) -> Iterator[tuple[str, tuple[str | int, ...]]]:
    for index, text in enumerate(config.proxies.trusted):
        problem = _network_problem(text)
        if problem:
            yield f"proxies: {problem}", ("proxies", "trusted", index)
    for text in config.names:
        problem = _network_problem(text)
        if problem:
            yield f"names: {problem}", ("names", text)


def several_captures(capture: CaptureSection) -> str:
    """Says that packets would come from different kinds of places; empty if they do not."""
    if sum(map(bool, (capture.interfaces, capture.stream, capture.directory))) <= 1:
        return ""
    return "a sensor listens to interfaces, or to a stream, or to a directory: run one for each"


def misplaced_filter(capture: CaptureSection) -> str:
    """Says that a filter has nothing to work on; empty if it has."""
    if not capture.filter or not (capture.stream or capture.directory):
        return ""
    what = "a stream" if capture.stream else "a directory of captures"
    return f"a filter is for interfaces: {what} is read whole (filter where it is written, as with tcpdump -w)"


def zone_names(config: Config) -> frozenset[str]:
    """The zones that there are: those with networks, and the rest."""
    return frozenset(config.zones or {config.home}) | {OUTSIDE}


def _zone_problems(config: Config) -> Iterator[tuple[str, tuple[str | int, ...]]]:
    for zone, networks in config.zones.items():
        if zone == OUTSIDE:
            yield "`outside` is the rest and cannot be defined", ("zones", zone)
        for index, text in enumerate(networks):
            problem = _network_problem(text)
            if problem:
                yield f"zone {zone}: {problem}", ("zones", zone, index)
    known = zone_names(config)
    for zone in config.transport.profiles:
        if zone not in known:
            named = ", ".join(sorted(known))
            yield f"transport.profiles: there is no zone `{zone}` (known: {named})", ("transport", "profiles", zone)


def _size_problems(config: Config) -> Iterator[tuple[str, tuple[str | int, ...]]]:
    if size_bytes(config.memory) < PYTHON_RESERVE + _MIN_ENGINE:
        yield f"memory must be at least {(PYTHON_RESERVE + _MIN_ENGINE) >> 20}MiB", ("memory",)
    if config.capture.interfaces and engine_memory(config) < _MIN_ENGINE:
        yield "the rings leave too little of `memory` to the engine: take a smaller `capture.ring`", ("capture", "ring")
    if size_bytes(config.store.reserve) * 2 > size_bytes(config.store.limit):
        yield "store.reserve must be at most half of store.limit", ("store", "reserve")


def rings(config: Config) -> int:
    """How many rings share an interface's packets."""
    return config.capture.rings or config.workers


def ring_memory(config: Config) -> int:
    """Bytes that the kernel rings of all interfaces take."""
    return size_bytes(config.capture.ring) * len(config.capture.interfaces)


def engine_memory(config: Config, *, live: bool = True) -> int:
    """What the engine may use: all, without Python's reserve and, of a live run, without the rings."""
    return size_bytes(config.memory) - PYTHON_RESERVE - (ring_memory(config) if live else 0)


def _network_problem(text: str) -> str:
    try:
        ipaddress.ip_network(text, strict=False)
    except ValueError as error:
        return str(error)
    return ""


def zones(config: Config, crm: Sequence[str] = ()) -> tuple[Zone, ...]:
    """The zones in force: as configured, the home zone replaced by ``crm`` if given.

    Without any zone, private address space is home.

    Raises:
        ConfigError: If ``crm`` holds something that is no network.
    """
    for problem in filter(None, map(_network_problem, crm)):
        message = f"--crm: {problem}"
        raise ConfigError(message)
    named = {name: tuple(networks) for name, networks in config.zones.items()}
    if crm:
        named[config.home] = tuple(crm)
    elif not named:
        named[config.home] = PRIVATE_NETWORKS
    return tuple(Zone(name=name, networks=networks) for name, networks in named.items())


def digest_key(config: Config, file: str | None = None) -> DigestKey:
    """The digest key in force: the option's file, else the configured one, else a random one.

    Raises:
        ConfigError: If there should be one but it cannot be read.
    """
    with at(*(() if file else ("digest_key",))):
        return _digest_key(config, file)


def is_blind(config: Config, key: DigestKey) -> bool:
    """Whether values are to be left out by digests that a random key never makes."""
    return key.is_ephemeral and any(entry.value_digest and entry.holds() for entry in exclusions(config))


def _digest_key(config: Config, file: str | None) -> DigestKey:
    name = file or config.digest_key.file
    if name:
        try:
            # A key is short; whatever is longer than its hex form with a line end is none.
            with Path(name).open("rb") as handle:
                data = handle.read(128)
        except OSError as error:
            message = f"digest key {name}: {error.strerror or 'cannot be read'}"
            raise ConfigError(message) from error
        try:
            return DigestKey.parse(data)
        except ConfigError as error:
            message = f"digest key {name}: {error}"
            raise ConfigError(message) from error
    if config.digest_key.env:
        text = os.environ.get(config.digest_key.env)
        if text is None:
            message = f"digest key: the environment has no {config.digest_key.env}"
            raise ConfigError(message)
        return DigestKey.parse(text.encode())
    return DigestKey.ephemeral()


def inventory_options(config: Config) -> InventoryOptions:
    """How the inventory learns, and how much it holds."""
    from sensor.transport.inventory import InventoryOptions  # noqa: PLC0415 - not every command keeps one

    section = config.inventory
    return InventoryOptions(
        home=config.home,
        learn_ns=duration_ns(section.learn),
        soon_ns=duration_ns(section.expires_soon),
        services=section.services,
        certificates=section.certificates,
    )


def exclusions(config: Config) -> tuple[Exclusion, ...]:
    """The exclusions as rules are compiled with them."""
    return tuple(
        Exclusion(value_digest=entry.value_digest, field=entry.field, until=entry.until) for entry in config.exclude
    )


def engine_options(
    config: Config,
    *,
    crm: Sequence[str] = (),
    digest_key_file: str | None = None,
    keylogs: Sequence[str] = (),
    rsa_keys: Sequence[str] = (),
    workers: int | None = None,
    separate: bool = False,
    reveal: bool = False,
    live: bool = False,
) -> EngineOptions:
    """What the engine is told: the configuration, overridden by options of the command line."""
    return EngineOptions(
        sensor=config.sensor.name,
        workers=workers or config.workers,
        memory=engine_memory(config, live=live),
        zones=zones(config, crm),
        home=config.home,
        proxies=Proxies(
            trusted=tuple(config.proxies.trusted),
            header="" if config.proxies.header == "none" else config.proxies.header,
        ),
        digest_key=digest_key(config, digest_key_file),
        reveal=reveal,
        separate=separate,
        key_vlan="vlan" in config.flow.key,
        keylogs=(*config.decrypt.keylogs, *keylogs),
        rsa_keys=(*config.decrypt.rsa_keys, *rsa_keys),
        limits=config.limits,
    )

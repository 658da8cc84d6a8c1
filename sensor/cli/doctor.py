"""``leaktap doctor``: what is wrong with a mirror, or with a configuration, and what mends it."""

from __future__ import annotations

import contextlib
import ctypes
import errno
import os
import shutil
import signal
import socket
import sqlite3
import tempfile
import textwrap
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec

from sensor.alerts.database import StoreError
from sensor.alerts.ledger import Ledger
from sensor.cli.console import out, out_documents, say
from sensor.daemon import bpf, setup, state
from sensor.daemon import config as configuration
from sensor.daemon.diagnosis import Check, Diagnosis, examine, size
from sensor.daemon.health import address_of
from sensor.daemon.mirror import Collector
from sensor.engine import DigestKey, Engine, EngineOptions, InterfaceFeed, StreamFeed
from sensor.errors import ConfigError, ExitCode, SensorError, UsageError
from sensor.export.api import DeliveryError
from sensor.export.registry import PULLED
from sensor.model.record import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from sensor.daemon.config import Config
    from sensor.daemon.setup import Setup
    from sensor.engine import Batch, Feed

_POLL_MS: Final = 100
_DRAIN_S: Final = 10.0
_ASK_S: Final = 2.0
_ORDER: Final = ("problem", "warning", "note", "ok")
_WIDTHS: Final = (60, 120)
_EARLIEST: Final = 1_735_689_600  # 2025-01-01: a clock that says less was never set
_STATUS_AT: Final = 40  # offset of `status` in struct timex (sys/timex.h, 64 bit)
_UNSYNCHRONISED: Final = 0x40  # STA_UNSYNC
_TIGHT: Final = 0.8
_CGROUP: Final = Path("/sys/fs/cgroup/memory.max")


class DoctorOptions(msgspec.Struct, frozen=True, kw_only=True):
    """What the command line says."""

    interfaces: tuple[str, ...] = ()
    seconds: float = 60.0
    config: str | None = None
    state: str | None = None
    json: bool = False


def doctor(options: DoctorOptions) -> int:
    """Watches interfaces, or checks a configuration; returns 1 if there is a problem.

    Raises:
        UsageError: If there is nothing to look at.
        SensorError: If an interface cannot be listened to.
    """
    if options.interfaces:
        found = watch(options)
    elif options.config:
        found = Diagnosis(seconds=0.0, checks=tuple(examine_setup(options)))
    else:
        reason = "nothing to look at: name an interface (-i eth1) or a configuration (--config FILE)"
        raise UsageError(reason)
    if options.json:
        out_documents([msgspec.json.encode(found)])
    else:
        write(found)
    return ExitCode.FOUND if found.problems else ExitCode.DONE


def write(found: Diagnosis) -> None:
    """Writes a diagnosis for people, the worst first."""
    width = min(max(shutil.get_terminal_size().columns, _WIDTHS[0]), _WIDTHS[1])
    checks = sorted(found.checks, key=lambda check: _ORDER.index(check.severity))
    names = max((len(check.id) for check in checks), default=0)
    subjects = max((len(check.subject) for check in checks), default=0)
    for check in checks:
        head = f"{check.severity:<8} {check.id:<{names}}  " + (f"{check.subject:<{subjects}}  " if subjects else "")
        _paragraph(head, _plain(check.measured), width)
        if check.means is not None:
            _paragraph(f"{'':<9}", check.means.en, width)
            if check.means.zh:
                out(f"{'':<9}{check.means.zh}")
        if check.mend:
            _paragraph(f"{'':<9}-> ", _plain(check.mend), width)
    counts = {severity: sum(check.severity == severity for check in checks) for severity in _ORDER}
    out("")
    out(", ".join(f"{count} {severity}" for severity, count in counts.items() if count))


def _paragraph(head: str, text: str, width: int) -> None:
    # Commands and paths are not broken: they are there to be copied.
    lines = textwrap.wrap(text, max(width - len(head), 30), break_long_words=False, break_on_hyphens=False)
    for number, line in enumerate(lines or [""]):
        out((head if number == 0 else " " * len(head)) + line)


def _plain(text: str) -> str:
    """What a destination answered may hold what a terminal would obey."""
    return "".join(char if char.isprintable() else " " for char in text)


def watch(options: DoctorOptions) -> Diagnosis:
    """Listens to interfaces for a while, each with an engine of its own; Ctrl-C ends it early.

    Raises:
        SensorError: If configuration or rules are wrong, or an interface cannot be listened to.
    """
    made = setup.read(setup.RunOptions(config=options.config, interfaces=options.interfaces, state=options.state))
    config = made.config
    exporters = setup.destinations(config, state.locate(config.service.state))
    feeds = [feed for feed in setup.feeds(made, exporters, 0) if isinstance(feed, InterfaceFeed)]
    engine_options = _watching(configuration.engine_options(config, live=True), len(feeds))
    collector = Collector(home=engine_options.home, own=bpf.own_addresses())
    engines: list[Engine] = []
    runs: dict[str, Iterator[Batch]] = {}
    try:
        for feed in feeds:
            engine = Engine(made.ruleset.plan, options=engine_options, ruleset=made.ruleset.sha256)
            runs[feed.interface] = engine.listen([feed], timeout_ms=_POLL_MS)
            engines.append(engine)
            collector.begin(feed)
        say(f"watching {', '.join(runs)} for {options.seconds:g} s (Ctrl-C ends it early)")
        begun = time.monotonic()
        with _interruptible() as interrupted:
            _follow(runs, engines, collector, begun + options.seconds, interrupted)
        seconds = round(time.monotonic() - begun, 1)
    finally:
        for engine in engines:
            engine.stop()
    return examine(collector.watched(seconds=seconds, by_vlan="vlan" in config.flow.key))


def _watching(options: EngineOptions, engines: int) -> EngineOptions:
    """As the sensor runs, with a record of every flow and its VLAN tag, and keys that nobody knows."""
    return msgspec.structs.replace(
        options,
        memory=options.memory // engines,
        flow_records=True,
        key_vlan=True,
        digest_key=DigestKey.ephemeral(),
    )


@contextlib.contextmanager
def _interruptible() -> Iterator[threading.Event]:
    """Makes the first Ctrl-C an event: as an exception it would end the engines, and what they know would be lost."""
    asked = threading.Event()

    def note(*_: object) -> None:
        if asked.is_set():
            raise KeyboardInterrupt
        asked.set()

    before = signal.signal(signal.SIGINT, note)
    try:
        yield asked
    finally:
        signal.signal(signal.SIGINT, before)


def _follow(
    runs: dict[str, Iterator[Batch]],
    engines: Sequence[Engine],
    collector: Collector,
    deadline: float,
    interrupted: threading.Event,
) -> None:
    """Takes batches until the deadline or an interruption, then what is left."""
    asked = False
    open_ = dict(runs)
    while open_ and time.monotonic() < deadline + _DRAIN_S:
        for name, batches in tuple(open_.items()):
            batch = next(batches, None)
            if batch is not None:
                collector.take(name, batch, time.time_ns())
            if batch is None or batch.done:
                del open_[name]
        if interrupted.is_set():
            deadline = min(deadline, time.monotonic())
        if not asked and time.monotonic() >= deadline:
            asked = True
            for name in runs:
                collector.end(name)
            for engine in engines:
                engine.end()


def examine_setup(options: DoctorOptions) -> Iterator[Check]:
    """Looks at all that a start of the sensor needs, without starting it: one answer for each."""
    yield from (_clock(), _libpcap())
    try:
        made = setup.read(setup.RunOptions(config=options.config, state=options.state))
        setup.check(made)
        setup.allowlist(made)
    except SensorError as error:
        yield Check(id="configuration", severity="problem", measured=str(error))
        return
    config, rules = made.config, made.ruleset
    zones = ", ".join(zone.name for zone in configuration.zones(config))
    counts = f"{len(rules.detectors)} detectors, {len(rules.rules)} rules ({rules.policy}); zones {zones}"
    yield Check(id="configuration", severity="ok", subject=options.config or "", measured=counts)
    directory = state.locate(config.service.state)
    yield _directory(directory)
    yield _store(Path(config.store.path or directory / state.STORE), config)
    yield _memory(config)
    yield from _destinations(made, directory)
    yield _metrics(config)
    yield from _sources(made, directory)


def _problem(id_: str, subject: str, error: object, mend: str = "") -> Check:
    return Check(id=id_, severity="problem", subject=subject, measured=str(error), mend=mend)


def _clock() -> Check:
    now = time.time()
    if now < _EARLIEST:
        return _problem(
            "clock", "", f"the clock says {time.strftime('%Y-%m-%d', time.gmtime(now))}", "timedatectl set-ntp true"
        )
    buffer = ctypes.create_string_buffer(256)
    # With no mode set adjtimex only reads (adjtimex(2)).
    answer = ctypes.CDLL(None, use_errno=True).adjtimex(ctypes.byref(buffer))
    status = int.from_bytes(buffer.raw[_STATUS_AT : _STATUS_AT + 4], "little")
    if answer < 0 or not status & _UNSYNCHRONISED:
        return Check(id="clock", severity="ok", measured="it is set" if answer < 0 else "it is synchronised")
    return Check(
        id="clock",
        severity="warning",
        measured="nothing synchronises it",
        means=Text(en="Alerts may not match the time of other logs.", zh="系统时钟未同步。"),
        mend="timedatectl set-ntp true, or chrony",
    )


def _libpcap() -> Check:
    try:
        bpf.compile_filter("tcp", "any")
    except ConfigError as error:
        return _problem("libpcap", "", error)
    return Check(id="libpcap", severity="ok", measured="filters can be compiled")


def _directory(path: Path) -> Check:
    """Makes nothing: the sensor may run as another user."""
    there = path
    while not there.exists() and there != there.parent:
        there = there.parent
    try:
        with tempfile.TemporaryFile(dir=there):
            pass
    except OSError as error:
        return _problem(
            "state", str(path), error.strerror, f"a directory that the sensor's user may write: chown leaktap {path}"
        )
    made = "can be written" if there == path else "will be made at the first start"
    return Check(id="state", severity="ok", subject=str(path), measured=made)


def _store(path: Path, config: Config) -> Check:
    limit = configuration.size_bytes(config.store.limit)
    there = path
    while not there.exists() and there != there.parent:
        there = there.parent
    used = path.stat().st_size if path.is_file() else 0
    free = shutil.disk_usage(there).free
    if path.exists():
        try:
            with Ledger.connect(str(path), now_ns=time.time_ns) as ledger:
                last = ledger.last()
        except (StoreError, sqlite3.Error) as error:
            return _problem("store", str(path), error)
        if not os.access(path, os.W_OK):
            return _problem("store", str(path), "it cannot be written", f"chown leaktap {path}*")
        measured = f"{last:,} events so far, {size(used)} of {config.store.limit}; {size(free)} are free"
    else:
        measured = f"will be made at the first start; {size(free)} are free"
    if free + used < limit:
        mend = "store.limit: smaller, or a larger file system"
        text = f"{measured}: less than its limit of {config.store.limit}"
        return Check(id="store", severity="warning", subject=str(path), measured=text, mend=mend)
    return Check(id="store", severity="ok", subject=str(path), measured=measured)


def _memory(config: Config) -> Check:
    wanted = configuration.size_bytes(config.memory)
    has = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    with contextlib.suppress(OSError, ValueError):
        has = min(has, int(_CGROUP.read_text(encoding="ascii")))
    measured = f"memory: {config.memory}, rings included, of {size(has)}"
    if wanted > has:
        return _problem("memory", "", measured, "memory: less than there is")
    if wanted > _TIGHT * has:
        mend = "memory: leave a fifth to the system"
        return Check(id="memory", severity="warning", measured=measured, mend=mend)
    cores = len(os.sched_getaffinity(0))
    if config.workers > cores:
        measured += f"; {config.workers} workers share {cores} cores"
        return Check(id="memory", severity="warning", measured=measured, mend=f"workers: {cores}")
    return Check(id="memory", severity="ok", measured=measured)


def _destinations(made: Setup, directory: Path) -> Iterator[Check]:
    if not directory.exists() and not set(made.config.exporters) - PULLED:
        # The file that alerts go to if nothing else is configured; the first start makes its directory.
        measured = "none is configured: alerts go to a file in the state directory, which the first start makes"
        yield Check(id="exporter", severity="ok", measured=measured)
        return
    for name, exporter in setup.destinations(made.config, directory).items():
        try:
            answer = exporter.check()
        except (DeliveryError, SensorError) as error:
            yield _problem("exporter", name, error)
        except Exception as error:  # noqa: BLE001 - another's plug-in must not hide the other answers
            yield _problem("exporter", name, f"its check failed: {type(error).__name__}")
        else:
            yield Check(id="exporter", severity="ok", subject=name, measured=answer)
        finally:
            exporter.close()


def _metrics(config: Config) -> Check:
    listen = setup.prometheus(config).listen
    host, port = address_of(listen)
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        with socket.socket(family) as probe:
            # As the server does: what is left of closed connections is not in the way.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
    except OSError as error:
        if error.errno == errno.EADDRINUSE and _is_ours(host, port):
            return Check(id="metrics", severity="ok", subject=listen, measured="a leaktap that runs serves them")
        return _problem("metrics", listen, error.strerror, "exporters.prometheus.listen: another address or port")
    return Check(id="metrics", severity="ok", subject=listen, measured="the port is free")


def _is_ours(host: str, port: int) -> bool:
    place = f"[{host}]" if ":" in host else host or "127.0.0.1"
    with contextlib.suppress(OSError):
        try:
            with urllib.request.urlopen(f"http://{place}:{port}/healthz", timeout=_ASK_S) as answer:
                return str(answer.headers.get("Server", "")).startswith("leaktap")
        except urllib.error.HTTPError as error:
            with error:
                return str(error.headers.get("Server", "")).startswith("leaktap")
    return False


def _sources(made: Setup, directory: Path) -> Iterator[Check]:
    """Opens each source as the sensor would, and closes it again."""
    try:
        feeds = setup.feeds(made, setup.destinations(made.config, directory), 0)
    except SensorError as error:
        yield _problem("capture", "", error)
        return
    for feed in feeds:
        yield _interface(feed) if isinstance(feed, InterfaceFeed) else _file(feed)


def _interface(feed: InterfaceFeed) -> Check:
    engine = Engine()
    try:
        engine.listen([feed])
    except SensorError as error:
        return _problem("capture", feed.interface, error)
    finally:
        engine.stop()
    rings = f"{feed.rings} ring{'s' if feed.rings > 1 else ''} of {size(feed.ring_bytes)}"
    return Check(id="capture", severity="ok", subject=feed.interface, measured=f"{rings} can be opened")


def _file(feed: Feed) -> Check:
    path = feed.path if not isinstance(feed, InterfaceFeed) else feed.interface
    right: Callable[[], bool] = Path(path).exists if isinstance(feed, StreamFeed) else Path(path).is_dir
    if path == "-":
        return Check(id="capture", severity="ok", subject=path, measured="standard input")
    if not right():
        return _problem("capture", path, "it is not there")
    if not os.access(path, os.R_OK):
        return _problem("capture", path, "it cannot be read", f"chmod g+r {path}")
    return Check(id="capture", severity="ok", subject=path, measured="it can be read")

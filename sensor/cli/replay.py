"""``leaktap replay``: judges captures."""

from __future__ import annotations

import datetime as dt
import gc
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec

from sensor.cli import paths
from sensor.cli.console import say, writing
from sensor.cli.paths import STANDARD, shown
from sensor.daemon import config as configuration
from sensor.daemon.judgement import borders, load_rules, transport_policy
from sensor.errors import ExitCode, OutputError, UsageError, at
from sensor.model.alert import SEVERITY_RANK
from sensor.model.record import timestamp
from sensor.pipeline import Listener, Pipeline, RunResult, StreamName

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sensor.daemon.config import Config
    from sensor.engine import Batch, EngineOptions
    from sensor.evidence.keeper import Keeper
    from sensor.model.alert import Alert
    from sensor.report.data import ReportData
    from sensor.report.gather import Gatherer
    from sensor.ruleset.compile import RuleSet
    from sensor.transport.database import InventoryFile
    from sensor.transport.inventory import Inventory

REPORT_FINDINGS: Final = 2_000


class ReplayOptions(msgspec.Struct, frozen=True, kw_only=True):
    """The options of the command as given."""

    captures: tuple[str, ...]
    config: str | None = None
    rules: tuple[str, ...] = ()
    crm: tuple[str, ...] = ()
    keylogs: tuple[str, ...] = ()
    rsa_keys: tuple[str, ...] = ()
    digest_key: str | None = None
    workers: int | None = None
    separate: bool = False
    outputs: dict[StreamName, str] = {}
    metrics: str | None = None
    inventory: str | None = None
    evidence: str | None = None
    seal_to: str | None = None
    report: str | None = None
    fail_on: str | None = None
    reveal: bool = False
    quiet: bool = False


class Worst(Listener):
    """Remembers the worst severity of a run."""

    streams = frozenset({"alert"})
    most_alerts = 1
    reads_details = False

    def __init__(self) -> None:
        """Starts below all severities."""
        self.rank = -1

    def alert(self, record: Alert) -> None:
        """Compares an alert."""
        self.rank = max(self.rank, SEVERITY_RANK[record.severity])


class Progress(Listener):
    """A bar on stderr while it reads; made only for a terminal."""

    def __init__(self) -> None:
        """Draws nothing yet."""
        from rich.console import Console  # noqa: PLC0415 - slow, and for terminals only
        from rich.progress import BarColumn, DownloadColumn, TimeRemainingColumn, TransferSpeedColumn  # noqa: PLC0415
        from rich.progress import Progress as Bar  # noqa: PLC0415

        columns = (BarColumn(), DownloadColumn(binary_units=True), TransferSpeedColumn(), TimeRemainingColumn())
        self._bar = Bar(*columns, console=Console(stderr=True), transient=True)
        self._task = self._bar.add_task("reading", total=None)
        self._bar.start()

    def batch(self, batch: Batch) -> None:
        """Moves the bar."""
        done, total = batch.progress
        self._bar.update(self._task, completed=done, total=total or None)

    def finish(self, result: RunResult) -> None:  # noqa: ARG002 - a listener's signature
        """Removes the bar."""
        self.stop()

    def stop(self) -> None:
        """Removes the bar, also when the run ended early."""
        self._bar.stop()


class Early(Listener):
    """Imports what the summary is drawn with while the engine reads: nobody waits for it then."""

    def batch(self, batch: Batch) -> None:  # noqa: ARG002 - a listener's signature
        """Imports it, the first time."""
        from sensor.report import summary  # noqa: F401, PLC0415 - slow


class Kept:
    """The inventory of ``--inventory`` and the file it is kept in; without the option there is none.

    Attributes:
        inventory: What the run learns.
    """

    def __init__(self, path: str | None, config: Config, ruleset: RuleSet) -> None:
        """Opens the file, or makes it.

        Raises:
            InventoryError: If it cannot be used.
        """
        self.inventory: Inventory | None = None
        self._file: InventoryFile | None = None
        if path is None:
            return
        from sensor.transport import database  # noqa: PLC0415 - only if asked for

        self._file = database.InventoryFile(path)
        self.inventory = self._file.inventory(ruleset.plan, configuration.inventory_options(config))

    def close(self) -> None:
        """Saves what was learned, also by a run that ended early.

        Raises:
            OutputError: If it cannot be written.
        """
        if self._file is None or self.inventory is None:
            return
        import sqlite3  # noqa: PLC0415 - only if asked for

        try:
            self._file.save(self.inventory)
        except sqlite3.Error as error:
            message = f"{self._file.path}: {error}"
            raise OutputError(message) from error
        finally:
            self._file.close()


def read_config(path: str | None) -> Config:
    """The configuration of a file, or the defaults."""
    return configuration.load(path) if path else configuration.Config(version=1)


def replay(options: ReplayOptions) -> int:
    """Runs the command and returns its exit code."""
    _check_usage(options)
    with configuration.located(options.config):
        return _replay(options)


def _replay(options: ReplayOptions) -> int:
    captures = paths.captures(options.captures)
    config = read_config(options.config)
    outputs = dict(options.outputs)
    configured = config.exporters.get("file", {}).get("path")
    if "alert" not in outputs and isinstance(configured, str):
        outputs["alert"] = configured
    _check_overwriting(options, config, captures.paths, outputs)
    engine_options = configuration.engine_options(
        config,
        crm=options.crm,
        digest_key_file=options.digest_key,
        keylogs=options.keylogs,
        rsa_keys=options.rsa_keys,
        workers=options.workers,
        separate=options.separate,
        reveal=options.reveal,
    )
    ruleset = load_rules(config, options.rules)
    kept = Kept(options.inventory, config, ruleset)
    pipeline = Pipeline(
        ruleset,
        options=engine_options,
        border=borders(config),
        inventory=kept.inventory,
        policy=transport_policy(config, ruleset),
    )
    _warn(options, config, engine_options)
    worst = Worst()
    listeners: list[Listener] = [worst]
    listeners += _outputs(options, outputs, kept.inventory)
    keeper = _keeper(options, config)
    listeners += [keeper] if keeper is not None else []
    gatherer = _gatherer(options, ruleset)
    if gatherer is not None:
        listeners.append(gatherer)
    if not options.quiet:
        listeners.append(Early())
    progress = Progress() if not options.quiet and sys.stderr.isatty() else None
    if progress is not None:
        listeners.append(progress)
    started = _now()
    # Records hold no cycles; collecting over hundreds of thousands of them is a tenth of a large replay.
    gc.freeze()
    gc.set_threshold(200_000, 20, 100)
    try:
        result = pipeline.replay(captures.paths, listeners, refused=captures.refused)
    finally:
        if progress is not None:
            progress.stop()
        kept.close()
    if keeper is not None and not options.quiet:
        _tell(f"leaktap: {options.evidence}", keeper)
    if gatherer is not None:
        from sensor.report.data import CaptureFacts  # noqa: PLC0415 - only a summary or report needs it

        facts = tuple(CaptureFacts(path=shown(path), size=_file_size(path)) for path in options.captures)
        data = gatherer.data(captures=facts, started=started, finished=_now(), options=engine_options, ruleset=ruleset)
        _show(options, outputs, data)
    elif result.damaged:
        for damage in result.damaged:
            say(f"leaktap: {damage.path}: {damage.reason}")
    return exit_code(result, worst.rank, options.fail_on)


def exit_code(result: RunResult, worst: int, fail_on: str | None) -> int:
    """What the run ends with: the gravest that is true."""
    if result.faults:
        return ExitCode.FAULT
    if result.damaged:
        return ExitCode.CAPTURE
    if fail_on is not None and worst >= SEVERITY_RANK[fail_on]:
        return ExitCode.FOUND
    return ExitCode.DONE


def _check_usage(options: ReplayOptions) -> None:
    if list(options.outputs.values()).count(STANDARD) > 1:
        reason = "at most one stream can go to standard output (-)"
        raise UsageError(reason)
    files = {
        "--metrics": options.metrics,
        "--report": options.report,
        "--inventory": options.inventory,
        "--evidence": options.evidence,
    }
    for flag, path in files.items():
        if path == STANDARD:
            reason = f"{flag} needs a file: only streams go to standard output (-)"
            raise UsageError(reason)
    if options.seal_to and not options.evidence:
        reason = "--seal-to needs --evidence: the file that what is sealed goes to"
        raise UsageError(reason)
    paths.require_utf8((*options.keylogs, *options.rsa_keys))
    if options.report and not Path(options.report).parent.is_dir():
        message = f"{options.report}: no such directory"
        raise OutputError(message)


def _warn(options: ReplayOptions, config: Config, engine_options: EngineOptions) -> None:
    if configuration.is_blind(config, engine_options.digest_key):
        say(f"leaktap: {configuration.BLIND}")
    if options.reveal:
        say("leaktap: --reveal: findings will hold real values; keep the output as you keep the capture")


def _check_overwriting(
    options: ReplayOptions, config: Config, captures: Sequence[str], outputs: dict[StreamName, str]
) -> None:
    inputs = paths.settings(config, options.config, rules=options.rules, digest_key=options.digest_key)
    inputs |= dict.fromkeys(options.keylogs, "a key log") | dict.fromkeys(options.rsa_keys, "a private key")
    inputs |= dict.fromkeys(captures, "a capture")
    if options.seal_to:
        inputs[options.seal_to] = "the key that evidence is sealed to"
    others = filter(None, (options.metrics, options.inventory, options.report, options.evidence))
    paths.refuse_overwriting([*outputs.values(), *others], inputs)


def _outputs(options: ReplayOptions, outputs: dict[StreamName, str], inventory: Inventory | None) -> list[Listener]:
    found: list[Listener] = []
    if outputs:
        from exporters.file import StreamFiles  # noqa: PLC0415 - only if asked for

        found.append(StreamFiles(outputs))
    if options.metrics:
        from exporters.prometheus import Metrics  # noqa: PLC0415 - slow, only if asked for

        found.append(Metrics(options.metrics, inventory=inventory))
    return found


def _keeper(options: ReplayOptions, config: Config) -> Keeper | None:
    if not options.evidence:
        return None
    section = config.evidence
    key = options.seal_to or section.seal_to
    if not key:
        reason = "--evidence needs the public key of whoever may read it: --seal-to FILE.pem (or evidence.seal_to)"
        raise UsageError(reason)
    from sensor.evidence.file import EvidenceFile  # noqa: PLC0415 - slow, only if asked for
    from sensor.evidence.keeper import Keeper  # noqa: PLC0415 - as above
    from sensor.evidence.seal import Seal  # noqa: PLC0415 - as above

    with at(*(() if options.seal_to else ("evidence", "seal_to"))):
        seal = Seal.load(key)
    file = EvidenceFile(options.evidence)
    return Keeper(seal, file, confidence=section.confidence, directions=section.directions)


def _tell(head: str, keeper: Keeper) -> None:
    say(f"{head}: {keeper.kept} findings sealed to {keeper.key_id}")
    if keeper.elsewhere:
        directions = ", ".join(keeper.directions)
        say(f"{head}: {keeper.elsewhere} left out, which are not {directions} (evidence.directions)")


def _gatherer(options: ReplayOptions, ruleset: RuleSet) -> Gatherer | None:
    if options.quiet and not options.report:
        return None
    from sensor.report.gather import Gatherer, shown_confidence  # noqa: PLC0415 - only a summary or report needs it

    hold = REPORT_FINDINGS if options.report else 0
    least = shown_confidence(ruleset)
    return Gatherer(hold_findings=hold, count_flows=bool(options.report), least_confidence=least)


def _show(options: ReplayOptions, outputs: dict[StreamName, str], data: ReportData) -> None:
    if options.report:
        from sensor.report import html  # noqa: PLC0415 - slow, only if asked for

        html.write(Path(options.report), data)
    if not options.quiet:
        from sensor.report import summary  # noqa: PLC0415 - slow

        stream = sys.stderr if STANDARD in outputs.values() else sys.stdout
        with writing(stream):
            summary.write(data, stream)


def _file_size(path: str) -> int | None:
    try:
        return None if path == STANDARD else Path(path).stat().st_size
    except OSError:
        return None


def _now() -> str:
    return timestamp(int(dt.datetime.now(dt.UTC).timestamp() * 1e9))

"""``leaktap dissect``: the packets behind a finding."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from sensor.cli.console import out, say
from sensor.cli.paths import require_utf8, shown
from sensor.cli.replay import read_config
from sensor.daemon import config as configuration
from sensor.daemon.judgement import load_rules
from sensor.engine import Engine
from sensor.errors import UsageError
from sensor.model.finding import Finding
from sensor.report.dissect import display_filter, masked, packets
from sensor.ruleset import loader
from sensor.ruleset.compile import plan_document
from sensor.ruleset.selector import facts_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sensor.daemon.config import Config


def dissect(
    capture: str,
    *,
    finding: str,
    findings: str | None,
    config: str | None,
    rules: Sequence[str],
    crm: Sequence[str],
    reveal: bool,
) -> int:
    """Runs the command and returns its exit code."""
    if not Path(capture).is_file():
        reason = f"{shown(capture)}: no such file"
        raise UsageError(reason)
    require_utf8([capture])
    settings = read_config(config)
    ruleset = load_rules(settings, rules)
    if findings is None:
        options = configuration.engine_options(settings, crm=crm)
        with Engine(ruleset.plan, options=options, ruleset=ruleset.sha256) as engine:
            record = _find(engine.replay(capture), finding)
    else:
        record = _find(_read(findings), finding)
    if reveal:
        say("leaktap: --reveal: real values are shown")
    out(f"{record.detector}: {record.distinct} distinct in {record.where}")
    out(f"{record.sender.ip}:{record.sender.port} sent to {record.receiver.ip}:{record.receiver.port}")
    out(f"tshark -r {shlex.quote(capture)} -Y {shlex.quote(display_filter(record))}")
    login = facts_of(record.detector, ruleset.detectors).group == "credentials"
    plan = b"" if reveal else mask_plan(settings, rules)
    count = 0
    for packet in packets(capture, record):
        count += 1
        out("")
        out(packet.text() if reveal else masked(packet, plan, login=login))
    if not count:
        reason = f"{capture} holds no packet of this finding, which was made from {record.evidence.capture}"
        raise UsageError(reason)
    return 0


def mask_plan(settings: Config, rules: Sequence[str]) -> bytes:
    """What is masked: all that a detector of the packs finds, be it in force, excluded or not."""
    pack = loader.load([*settings.rules.packs, *rules])
    return plan_document(list(pack.detectors.values()))


def _find(records: Iterable[Finding], wanted: str) -> Finding:
    """The finding whose id starts with ``wanted``."""
    found = {record.id: record for record in records if record.id.startswith(wanted.lower())} if wanted else {}
    if len(found) == 1:
        return next(iter(found.values()))
    if not found:
        reason = f"no finding has the id {wanted}: use the --config, --crm and --rules that it was found with"
        raise UsageError(reason)
    reason = f"{len(found)} findings have an id that starts with {wanted}: give more of it"
    raise UsageError(reason)


def _read(path: str) -> Iterator[Finding]:
    decoder = msgspec.json.Decoder(Finding)
    try:
        with Path(path).open("rb") as file:
            for number, line in enumerate(file, start=1):
                try:
                    yield decoder.decode(line)
                except msgspec.MsgspecError as error:
                    reason = f"{path}:{number}: not a finding"
                    raise UsageError(reason) from error
    except OSError as error:
        reason = f"{path}: {error.strerror or 'cannot be read'}"
        raise UsageError(reason) from error

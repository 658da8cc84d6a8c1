"""``leaktap rules list|show|check|test`` and ``leaktap protocols``."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import msgspec
import yaml

from sensor import engine
from sensor.cli import paths
from sensor.cli.console import out, say
from sensor.cli.replay import exit_code, read_config
from sensor.daemon import config as configuration
from sensor.daemon.judgement import load_rules
from sensor.errors import ConfigError, ExitCode, UsageError
from sensor.pipeline import Listener, Pipeline
from sensor.ruleset import loader, validate
from sensor.ruleset.compile import selected_detectors, selected_rules

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sensor.engine import Batch
    from sensor.model.alert import Alert
    from sensor.ruleset.loader import Pack


def _columns(rows: Sequence[Sequence[str]]) -> None:
    """Prints rows in aligned columns; the last one is not padded."""
    if not rows:
        return
    widths = [max(len(row[index]) for row in rows) for index in range(len(rows[0]) - 1)]
    for row in rows:
        padded = [cell.ljust(width) for cell, width in zip(row, widths, strict=False)]
        out("  ".join([*padded, row[-1]]).rstrip())


def _pack(config_path: str | None, extra: Sequence[str]) -> tuple[Pack, str]:
    config = read_config(config_path)
    pack = loader.load([*config.rules.packs, *extra])
    validate.require(pack)
    return pack, config.rules.policy


def list_rules(config_path: str | None, extra: Sequence[str]) -> int:
    """Lists detectors and rules with their state; ``-`` marks what the policy leaves out."""
    pack, policy_name = _pack(config_path, extra)
    policy = pack.policies.get(policy_name)
    if policy is None:
        reason = f"there is no policy `{policy_name}`"
        raise ConfigError(reason)
    active = {entry.id for entry in selected_detectors(pack, policy)}
    rows = [["", "DETECTOR", "GROUP", "STATUS", "TITLE"]]
    rows += [
        ["+" if d.id in active else "-", d.id, d.group, d.status, d.title.en]
        for d in sorted(pack.detectors.values(), key=lambda d: d.id)
    ]
    _columns(rows)
    out("")
    active = {entry.id for entry in selected_rules(pack, policy)}
    rows = [["", "RULE", "SEVERITY", "STATUS", "TITLE"]]
    rows += [
        ["+" if r.id in active else "-", r.id, r.severity, r.status, r.title.en]
        for r in sorted(pack.rules.values(), key=lambda r: r.id)
    ]
    _columns(rows)
    return 0


def show(name: str, config_path: str | None, extra: Sequence[str]) -> int:
    """Shows every entry of an id as YAML, and where it stands."""
    pack, _ = _pack(config_path, extra)
    kinds: dict[str, Mapping[str, msgspec.Struct]] = {
        "detectors": pack.detectors,
        "rules": pack.rules,
        "policies": pack.policies,
        "clauses": pack.clauses,
    }
    found = [(kind, entries[name]) for kind, entries in kinds.items() if name in entries]
    if not found:
        from sensor.document import suggestion  # noqa: PLC0415 - only on this path

        known = [key for entries in kinds.values() for key in entries]
        reason = f"there is no `{name}`: {suggestion(name, known)}"
        raise UsageError(reason)
    for kind, entry in found:
        place = pack.source(kind, name).error(name, "")
        out(f"# {place.file}:{place.line}")
        out(yaml.safe_dump({kind: [msgspec.to_builtins(entry)]}, allow_unicode=True, sort_keys=False).rstrip("\n"))
    return 0


def check(paths: Sequence[str]) -> int:
    """Checks the built-in pack and ``paths`` beside it; prints every problem."""
    pack = loader.load([loader.BUILTIN, *paths])
    problems = validate.check_all(pack)
    for problem in problems:
        say(f"leaktap: {problem}")
    if problems:
        say(f"leaktap: {len(problems)} problem{'s' if len(problems) > 1 else ''}")
        return ExitCode.USAGE
    examples = sum(len(d.examples) + len(d.negatives) for d in pack.detectors.values())
    wrapped = len(validate.WRAPPERS)
    out(
        f"fine: {len(pack.detectors)} detectors, {len(pack.rules)} rules, {len(pack.policies)} policies, "
        f"{len(pack.clauses)} clauses; {examples} examples and negatives in {wrapped} encodings"
    )
    return 0


class Hits(Listener):
    """Counts what hit."""

    streams = frozenset({"alert"})

    def __init__(self) -> None:
        """Starts at nothing."""
        self.detectors: Counter[str] = Counter()
        self.values: Counter[str] = Counter()
        self.rules: Counter[str] = Counter()

    def batch(self, batch: Batch) -> None:
        """Counts findings and their distinct values by detector."""
        for raw in batch.findings:
            self.detectors[raw.detector] += 1
            self.values[raw.detector] += raw.distinct

    def alert(self, record: Alert) -> None:
        """Counts an alert."""
        self.rules[record.rule] += 1


def test(captures: Sequence[str], config_path: str | None, extra: Sequence[str], crm: Sequence[str]) -> int:
    """Replays captures and prints hits of every detector and rule in force, those without a hit included."""
    found = paths.captures(captures)
    config = read_config(config_path)
    ruleset = load_rules(config, extra)
    pipeline = Pipeline(ruleset, options=configuration.engine_options(config, crm=crm))
    hits = Hits()
    result = pipeline.replay(found.paths, [hits], refused=found.refused)
    rows = [["DETECTOR", "FINDINGS", "VALUES"]]
    rows += [
        [name, str(hits.detectors[name]), str(hits.values[name])]
        for name in sorted({*ruleset.detectors, *hits.detectors})
    ]
    _columns(rows)
    out("")
    _columns([["RULE", "ALERTS"], *([rule.id, str(hits.rules[rule.id])] for rule in ruleset.rules)])
    for damage in result.damaged:
        say(f"leaktap: {damage.path}: {damage.reason}")
    return exit_code(result, -1, None)


def protocols() -> int:
    """Lists the protocols of the engine's registry."""
    rows = [["PROTOCOL", "OVER", "TITLE"]]
    rows += [[name, ",".join(transports), title] for name, title, transports in engine.protocols()]
    _columns(rows)
    return 0

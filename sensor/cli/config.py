"""``leaktap config check|show``."""

from __future__ import annotations

import msgspec
import yaml

from sensor.cli.console import out, out_documents, say
from sensor.cli.replay import read_config
from sensor.daemon import config as configuration
from sensor.daemon import setup
from sensor.daemon.judgement import load_rules


def check(path: str) -> int:
    """Checks a configuration file: all that a run refuses at its start, without connecting to anything."""
    config = configuration.load(path)
    with configuration.located(path):
        options = configuration.engine_options(config)
        ruleset = load_rules(config, ())
        setup.stream_is_there(config)
        destinations = setup.check(setup.Setup(config=config, options=setup.RunOptions(config=path), ruleset=ruleset))
    if configuration.is_blind(config, options.digest_key):
        say(f"leaktap: {path}: for `leaktap replay`, {configuration.BLIND}")
    zones = ", ".join(zone.name for zone in options.zones)
    counts = f"{len(ruleset.detectors)} detectors, {len(ruleset.rules)} rules"
    told = f"; alerts to {', '.join(destinations)}" if destinations else ""
    out(f"{path}: fine. Zones {zones}; {counts} ({ruleset.policy}){told}.")
    return 0


def show(path: str | None) -> int:
    """Shows the configuration in force as YAML: what the file says, and the defaults of the rest."""
    config = read_config(path)
    options = configuration.engine_options(config)
    zones = {zone.name: list(zone.networks) for zone in options.zones}
    full = {name: getattr(config, name) for name in config.__struct_fields__} | {"zones": zones}
    out_documents([yaml.safe_dump(_spell(full), allow_unicode=True, sort_keys=False).encode()])
    return 0


def _spell(value: object) -> object:
    """Plain data with every default written out (the encoder leaves defaults away)."""
    if isinstance(value, msgspec.Struct):
        return {name: _spell(getattr(value, name)) for name in value.__struct_fields__}
    if isinstance(value, dict):
        return {key: _spell(entry) for key, entry in value.items()}
    if isinstance(value, list | tuple):
        return [_spell(entry) for entry in value]
    return value

"""Chooses what is judged by: rules, countries, profiles of transports, and whom certificates are believed from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sensor.border import border
from sensor.daemon import config as configuration
from sensor.errors import ConfigError, at
from sensor.model.profile import Profile
from sensor.ruleset import compile as compiler
from sensor.ruleset import loader, validate
from sensor.transport.certificates import Certificates
from sensor.transport.policy import TransportPolicy

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sensor.border import Border
    from sensor.daemon.config import Config, TransportSection
    from sensor.ruleset.compile import RuleSet
    from sensor.transport.trust import Trust


def load_rules(config: Config, extra: Sequence[str]) -> RuleSet:
    """Loads, checks and compiles the packs of the configuration, and those beside it.

    Raises:
        ConfigError: If there is no such policy.
        RuleError: Names file, line and fix.
    """
    pack = loader.load([*config.rules.packs, *extra])
    validate.require(pack)
    exclude, zones = configuration.exclusions(config), configuration.zone_names(config)
    with at("rules", "policy"):
        return compiler.compile_pack(pack, policy=config.rules.policy, exclude=exclude, zones=zones)


def borders(config: Config) -> Border:
    """Which country an address is in.

    Raises:
        ConfigError: If a database cannot be read.
    """
    with at("border"):
        return border(config.border)


def transport_policy(config: Config, ruleset: RuleSet) -> TransportPolicy:
    """The policy that judges transports, by the profiles of a rule set.

    Raises:
        ConfigError: If there is no profile of a name, or a certificate cannot be read.
    """
    section = config.transport

    def profile(name: str, key: str) -> Profile:
        found = ruleset.profiles.get(name)
        if found is None and name != "default":
            known = ", ".join(sorted({"default", *ruleset.profiles}))
            reason = f"transport.{key}: there is no profile `{name}` (known: {known})"
            raise ConfigError(reason, place=("transport", *key.split(".")))
        return found or Profile()

    return TransportPolicy(
        {zone: profile(name, f"profiles.{zone}") for zone, name in section.profiles.items()},
        default=profile(section.profile, "profile"),
        certificates=Certificates(_trust(section)),
    )


def _trust(section: TransportSection) -> Trust | Callable[[], Trust] | None:
    """Whom certificates are believed from. What a user names is read now, so that a mistake is told at the start."""
    if section.trust:
        from sensor.transport import trust  # noqa: PLC0415 - slow, for certificates only

        with at("transport", "trust"):
            authorities = trust.own_authorities(section.trust)
        return trust.Trust(authorities, system=section.system_store)
    return _system_trust if section.system_store else None


def _system_trust() -> Trust:
    from sensor.transport import trust  # noqa: PLC0415 - slow, for certificates only

    return trust.Trust()

"""Chooses what transports are judged by: profiles of the rule packs, and whom certificates are believed from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sensor.errors import ConfigError
from sensor.model.profile import Profile
from sensor.transport.certificates import Certificates
from sensor.transport.policy import TransportPolicy

if TYPE_CHECKING:
    from collections.abc import Callable

    from sensor.daemon.config import Config, TransportSection
    from sensor.ruleset.compile import RuleSet
    from sensor.transport.trust import Trust


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
            raise ConfigError(reason)
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

        return trust.Trust(trust.own_authorities(section.trust), system=section.system_store)
    return _system_trust if section.system_store else None


def _system_trust() -> Trust:
    from sensor.transport import trust  # noqa: PLC0415 - slow, for certificates only

    return trust.Trust()

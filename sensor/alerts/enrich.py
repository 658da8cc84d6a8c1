"""Adds to an alert what is known beside the traffic: names of hosts, as configured.

Names are looked up in the configuration only. A query to a name server would tell whoever runs or watches it which
hosts a sensor is looking at, and a sensor must not leak what it sees.
"""

from __future__ import annotations

import functools
import ipaddress
from typing import TYPE_CHECKING, Final

import msgspec

from sensor.errors import ConfigError
from sensor.model.record import Host

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sensor.model.alert import Alert
    from sensor.model.record import Endpoint

SOURCE: Final = "config"
_REMEMBERED: Final = 16_384


class Enricher:
    """Knows names for addresses and networks; the longest prefix wins."""

    def __init__(self, names: Mapping[str, str] | None = None) -> None:
        """Compiles the names.

        Args:
            names: Names by address or by network in CIDR form, of either family.

        Raises:
            ConfigError: Names the entry that is no address and no network, or that is there twice.
        """
        # By IP version, then by length of the prefix, longest first: names by network, as a number.
        found: dict[int, dict[int, dict[int, str]]] = {4: {}, 6: {}}
        for text, name in (names or {}).items():
            try:
                network = ipaddress.ip_network(text, strict=False)
            except ValueError as error:
                message = f"names: `{text}` ({name}) is no address and no network such as 10.20.0.5 or 10.20.0.0/16"
                raise ConfigError(message) from error
            by_network = found[network.version].setdefault(network.prefixlen, {})
            if by_network.setdefault(int(network.network_address), name) != name:
                message = f"names: `{text}` has two names, {name} is one of them"
                raise ConfigError(message)
        self._networks = {version: sorted(lengths.items(), reverse=True) for version, lengths in found.items()}
        self._host = functools.lru_cache(maxsize=_REMEMBERED)(self._look_up)

    def host(self, ip: str) -> Host | None:
        """The name of an address; None if none is configured."""
        return self._host(ip)

    def _look_up(self, ip: str) -> Host | None:
        try:
            address = ipaddress.ip_address(ip)
        except ValueError:
            return None
        number, bits = int(address), address.max_prefixlen
        for length, names in self._networks[address.version]:
            name = names.get(number >> (bits - length) << (bits - length))
            if name is not None:
                return Host(name=name, source=SOURCE)
        return None

    def alert(self, alert: Alert) -> Alert:
        """An alert with the names of its endpoints."""
        sender, receiver = self._named(alert.sender), self._named(alert.receiver)
        if sender is alert.sender and receiver is alert.receiver:
            return alert
        return msgspec.structs.replace(alert, sender=sender, receiver=receiver)

    def _named(self, endpoint: Endpoint) -> Endpoint:
        host = self.host(endpoint.ip)
        return endpoint if host is None else msgspec.structs.replace(endpoint, host=host)

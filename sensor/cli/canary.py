"""``leaktap canary``: plants a leak and waits for its alert."""

from __future__ import annotations

import ipaddress
import sqlite3
import time
from typing import TYPE_CHECKING, Final

import msgspec

from sensor.alerts.database import StoreError, unusable
from sensor.alerts.ledger import Ledger
from sensor.cli.console import out, say
from sensor.daemon import canary as canaries
from sensor.daemon import config as configuration
from sensor.daemon import state
from sensor.daemon.canary import SENDER, Canary
from sensor.errors import ExitCode, UsageError
from sensor.model.record import timestamp
from sensor.ruleset.compile import duration_ns

if TYPE_CHECKING:
    from collections.abc import Callable

    from sensor.alerts.ledger import StoredAlert

_NS: Final = 1_000_000_000
_LOOK_S: Final = 0.05
# The sensor's clock may be the adapter's.
_BEFORE_NS: Final = 60 * _NS
_MOST: Final = 500


class CanaryOptions(msgspec.Struct, frozen=True, kw_only=True):
    """What the command line says."""

    interface: str
    sender: str | None = None
    receiver: str | None = None
    config: str | None = None
    state: str | None = None
    store: str | None = None
    within: str = "30s"
    every: str | None = None


def canary(options: CanaryOptions) -> int:
    """Plants a leak and waits until the sensor's store holds its alert; returns 1 if it does not.

    With ``every`` it goes on until it is interrupted. With ``within`` of ``0s`` it only plants it.

    Raises:
        UsageError: If an option makes no sense, or it cannot be sent.
        StoreError: If there is no store to look into.
    """
    within = _seconds("--within", options.within)
    every = None if options.every is None else _seconds("--every", options.every)
    sender = _sender(options)
    if not within:
        return _repeat(lambda: _plant(options, sender, None, within), every)
    path = options.store or state.store_path(options.config, options.state)
    with Ledger.connect(path, now_ns=time.time_ns) as ledger:
        try:
            return _repeat(lambda: _plant(options, sender, ledger, within), every)
        except sqlite3.DatabaseError as error:
            raise StoreError(unusable(path, error)) from error


def _repeat(once: Callable[[], bool], every: float | None) -> int:
    begun = time.monotonic()
    arrived = once()
    while every is not None:
        # In step with the first one; what took longer than a step is not made up for.
        now = time.monotonic()
        begun = max(begun + every, now)
        time.sleep(begun - now)
        arrived = once()
    return ExitCode.DONE if arrived else ExitCode.FOUND


def _seconds(option: str, text: str) -> float:
    try:
        found = duration_ns(text) / _NS
    except ValueError as error:
        reason = f"{option}: {error}"
        raise UsageError(reason) from error
    if option == "--every" and found < 1:
        reason = f"{option}: at least 1s"
        raise UsageError(reason)
    return found


def _sender(options: CanaryOptions) -> str:
    """Where it comes from: as asked, else the home zone's first host.

    Raises:
        UsageError: If it is not in the home zone of the configuration.
    """
    if options.config is None:
        return options.sender or SENDER
    config = configuration.load(options.config)
    zones = configuration.zones(config)
    home = next((zone.networks for zone in zones if zone.name == config.home), ())
    sender = options.sender or canaries.home_address(home)
    if not _inside(sender, home):
        reason = f"--from: {sender} is not in zone {config.home}: what it sends is no leak"
        raise UsageError(reason)
    return sender


def _inside(address: str, networks: tuple[str, ...]) -> bool:
    try:
        found = ipaddress.ip_address(address)
    except ValueError as error:
        reason = f"`{address}` is no address"
        raise UsageError(reason) from error
    return any(found in ipaddress.ip_network(network, strict=False) for network in networks)


def _plant(options: CanaryOptions, sender: str, ledger: Ledger | None, within: float) -> bool:
    bird = Canary.hatch(sender, options.receiver)
    sent_ns = canaries.release(bird, options.interface)
    say(f"sent {bird.nonce} from {bird.sender} to {bird.receiver} on {options.interface}")
    if ledger is None:
        return True
    entry = await_alert(ledger, bird.nonce, sent_ns, time.monotonic() + within)
    if entry is None:
        out(
            f"no alert of {bird.nonce} within {options.within}. Does the sensor run (/readyz)? Is {bird.sender} in its "
            "home zone? Is this interface mirrored (leaktap doctor)? Does an exclusion or allowance hide it?"
        )
        return False
    out(f"alert {entry.alert.id} ({entry.alert.rule}) after {max(0, entry.committed_ns - sent_ns) / _NS:.3f} s")
    return True


def await_alert(ledger: Ledger, nonce: str, sent_ns: int, deadline: float) -> StoredAlert | None:
    """The first alert of a canary, or None when the deadline (of the monotonic clock) passes without one.

    Args:
        ledger: The sensor's store.
        nonce: The canary's.
        sent_ns: When it was sent, ns since the epoch.
        deadline: How long to wait.
    """
    since = timestamp(max(0, sent_ns - _BEFORE_NS))
    while True:
        for entry in ledger.alerts(since=since, limit=_MOST):
            if canaries.is_of(entry.alert, nonce):
                return entry
        if time.monotonic() >= deadline:
            return None
        time.sleep(_LOOK_S)

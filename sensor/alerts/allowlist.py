"""What a person said is allowed: sightings that are kept from the rules, counted, for a reason, until a day.

An entry's conditions must all hold; one without a condition is refused. Zones and detectors are closed sets: which
entries may concern a sighting is remembered by them, so a sighting that none concerns costs one dictionary look-up.
Values are not named here: an exclusion by digest is applied in the engine, before counting.
"""

from __future__ import annotations

import datetime as dt
import fnmatch
import functools
import ipaddress
import logging
from typing import TYPE_CHECKING, Annotated, Final

import msgspec

from sensor.errors import ConfigError
from sensor.model.record import Section

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from sensor.engine import RawEndpoint, RawFinding
    from sensor.transport.coverage import ZoneEnd

logger = logging.getLogger("leaktap.alerts")

_DAY_NS: Final = 86_400 * 10**9
_MAX_REMEMBERED: Final = 16_384
_EPOCH: Final = dt.date(1970, 1, 1)

_Network = ipaddress.IPv4Network | ipaddress.IPv6Network


class AllowEntry(Section, frozen=True, kw_only=True):
    """What is allowed: all of the given conditions hold. ``until`` is its last day, in UTC.

    Attributes:
        rule: Glob over rule ids; the sighting still counts for other rules.
        field: Glob over the place (``where``): ``*`` is any run, everything else is itself.
        sender: Address, network in CIDR form, or name of a zone.
        receiver: As ``sender``.
        detector: Glob over detector ids.
        until: Last day; None: for good.
        reason: Why, for whoever reads this next year.
    """

    rule: str = ""
    field: str = ""
    sender: str = ""
    receiver: str = ""
    detector: str = ""
    until: dt.date | None = None
    reason: Annotated[str, msgspec.Meta(min_length=1)]


def problem(entry: AllowEntry, zones: Collection[str]) -> str:
    """Tells what is wrong with an entry, for a person; empty if nothing is. ``zones`` are all names in use."""
    if not (entry.rule or entry.field or entry.sender or entry.receiver or entry.detector):
        return "an entry names a `rule`, `field`, `sender`, `receiver` or `detector`: without any it allows everything"
    for name, text in (("sender", entry.sender), ("receiver", entry.receiver)):
        if text and _network(text) is None and text not in zones:
            known = ", ".join(sorted(zones))
            return f"{name}: `{text}` is no address, no network and no zone (zones: {known})"
    return ""


class Allowlist:
    """Entries in force on a day.

    Attributes:
        entries: As configured.
        hits: Of each entry, how many sightings it kept from a rule.
    """

    def __init__(
        self, entries: Sequence[AllowEntry] = (), *, now_ns: int = 0, zones: Collection[str] | None = None
    ) -> None:
        """Compiles the entries.

        Args:
            entries: As configured.
            now_ns: The time, in ns since the epoch: entries whose last day is over do not apply.
            zones: Names of zones to check the entries against; None: any name may be a zone.

        Raises:
            ConfigError: Names the entry and what is wrong with it.
        """
        for number, entry in enumerate(entries, 1):
            ends = {entry.sender, entry.receiver}
            reason = problem(entry, ends if zones is None else zones)
            if reason:
                message = f"allow: entry {number} ({entry.reason}): {reason}"
                raise ConfigError(message, place=("allow", number - 1))
        self.entries = tuple(entries)
        self.hits = [0] * len(self.entries)
        self._compiled = tuple(_Compiled(index, entry) for index, entry in enumerate(self.entries))
        self._day = now_ns // _DAY_NS
        self._reported: set[int] = set()
        self._current = self._in_force()
        self._known: dict[tuple[str, str, str], tuple[_Compiled, ...]] = {}

    def _in_force(self) -> tuple[_Compiled, ...]:
        return tuple(entry for entry in self._compiled if entry.last_day is None or entry.last_day >= self._day)

    def advance(self, now_ns: int) -> list[AllowEntry]:
        """Moves to the day of ``now_ns``. Gives entries that have run out and were not given before, and logs them."""
        day = now_ns // _DAY_NS
        if day != self._day:
            self._day = day
            self._current = self._in_force()
            self._known.clear()
        if len(self._current) + len(self._reported) == len(self._compiled):
            return []
        expired = []
        for entry in self._compiled:
            if entry.last_day is not None and entry.last_day < day and entry.index not in self._reported:
                self._reported.add(entry.index)
                expired.append(self.entries[entry.index])
                logger.warning(
                    "an allow entry has run out and does not apply any more",
                    extra={"entry": entry.index + 1, "until": str(self.entries[entry.index].until)},
                )
        return expired

    def finding(self, raw: RawFinding, sender: RawEndpoint, receiver: RawEndpoint) -> tuple[_Compiled, ...]:
        """Entries whose conditions hold for a finding, the rule apart; ask ``covers`` for each rule."""
        held = self._held(raw.detector, sender, receiver)
        if not held:
            return ()
        where = raw.where
        return tuple(entry for entry in held if entry.place is None or _glob_fits(entry.place, where))

    def transport(self, sender: RawEndpoint | ZoneEnd, receiver: RawEndpoint | ZoneEnd) -> tuple[_Compiled, ...]:
        """Entries whose conditions hold for a transport, which has neither a detector nor a place."""
        held = self._held("", sender, receiver)
        return tuple(entry for entry in held if entry.place is None and not entry.detector) if held else ()

    def _held(
        self, detector: str, sender: RawEndpoint | ZoneEnd, receiver: RawEndpoint | ZoneEnd
    ) -> tuple[_Compiled, ...]:
        if not self._current:
            return ()
        kind = (detector, sender.peer_zone, receiver.peer_zone)
        known = self._known.get(kind)
        if known is None:
            known = tuple(entry for entry in self._current if entry.may_fit(*kind))
            if len(self._known) < _MAX_REMEMBERED:
                self._known[kind] = known
        if not known:
            return ()
        return tuple(entry for entry in known if entry.ends_fit(sender.peer_ip, receiver.peer_ip))

    def covers(self, held: tuple[_Compiled, ...], rule: str) -> bool:
        """Tells whether one of the entries that hold covers a rule, and counts it for the first that does."""
        for entry in held:
            if entry.rule_fits(rule):
                self.hits[entry.index] += 1
                return True
        return False


class _Compiled:
    """An entry ready to be asked."""

    __slots__ = ("_from", "_from_zone", "_rule", "_to", "_to_zone", "detector", "index", "last_day", "place")

    def __init__(self, index: int, entry: AllowEntry) -> None:
        self.index = index
        self._rule = entry.rule
        self.detector = entry.detector
        self.place = entry.field.split("*") if entry.field else None
        self._from = _network(entry.sender)
        self._from_zone = entry.sender if self._from is None else ""
        self._to = _network(entry.receiver)
        self._to_zone = entry.receiver if self._to is None else ""
        self.last_day = (entry.until - _EPOCH).days if entry.until else None

    def may_fit(self, detector: str, from_zone: str, to_zone: str) -> bool:
        """Asks what depends on closed sets. A transport has the detector ``""``."""
        return (
            (not self.detector or not detector or fnmatch.fnmatchcase(detector, self.detector))
            and self._from_zone in ("", from_zone)
            and self._to_zone in ("", to_zone)
        )

    def ends_fit(self, from_ip: str, to_ip: str) -> bool:
        """Asks for the addresses."""
        return (self._from is None or _inside(from_ip, self._from)) and (self._to is None or _inside(to_ip, self._to))

    def rule_fits(self, rule: str) -> bool:
        """Asks for the rule."""
        return not self._rule or fnmatch.fnmatchcase(rule, self._rule)


def _network(text: str) -> _Network | None:
    try:
        return ipaddress.ip_network(text, strict=False) if text else None
    except ValueError:
        return None


@functools.lru_cache(maxsize=16_384)
def _address(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(text)
    except ValueError:
        return None


def _inside(ip: str, network: _Network) -> bool:
    address = _address(ip)
    return address is not None and address.version == network.version and address in network


def _glob_fits(parts: list[str], text: str) -> bool:
    """Matches the runs between asterisks in order, as the engine does for exclusions; linear but for repeats."""
    if len(parts) == 1:
        return text == parts[0]
    first, *middle, last = parts
    if not text.startswith(first) or not text.endswith(last) or len(text) < len(first) + len(last):
        return False
    at, end = len(first), len(text) - len(last)
    for part in middle:
        found = text.find(part, at, end)
        if found < 0:
            return False
        at = found + len(part)
    return True

"""What an interface shows of a mirror, counted while the engine listens to it: the numbers behind ``leaktap doctor``.

A mirror that shows half of the traffic, or all of it twice, gives no error anywhere. It shows in the numbers of a
minute. Here they are collected; ``sensor.daemon.diagnosis`` says what they mean.

The engine must be asked for flow records and to tell flows apart by VLAN tag: a conversation whose directions come
under different tags is then two flows, which are put together again here. No payload and no address is kept in what
``Collector.watched`` returns.
"""

from __future__ import annotations

import ipaddress
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sensor.engine import Batch, InterfaceFeed, RawFlow

MAX_TALKS: Final = 200_000
# A conversation of fewer packets says nothing: its other half may have passed before or after.
_ENOUGH_PACKETS: Final = 3
_SYSFS: Final = Path("/sys/class/net")
_PROMISC: Final = 0x100  # IFF_PROMISC (linux/if.h)

Split: TypeAlias = Literal["vlan", "tunnel", "interface"]
_Key: TypeAlias = tuple[str, int, str, int]


class Readings(msgspec.Struct, kw_only=True):
    """What was counted on one interface. Counts are packets unless they say otherwise.

    Attributes:
        name: The interface.
        filtered: Whether a packet filter is in force, the one for the sensor's own traffic included.
        snaplen: Most bytes of a frame that the sensor itself takes; 0: all.
        promiscuous: Whether the kernel has it in promiscuous mode; None: it cannot tell.
        passed: Packets that the interface counted itself; None: it does not.
        was_down: Whether it was down at any time.
        level: The worst level of overload.
        skew_ns: Time of day less the time of the packet before it, where that was smallest; None: no packet came.
        coverage: Payload bytes by state.
        group: Packets of flows to a multicast or broadcast address.
        own: Packets of flows from or to this host.
        others: Packets of all other flows: what a mirror is for.
        tunnels: Flows by the tunnels around them, such as ``vxlan``.
        anomalies: Times that each anomaly occurred.
    """

    name: str
    filtered: bool = False
    snaplen: int = 0
    promiscuous: bool | None = None
    passed: int | None = None
    up: bool = False
    was_down: bool = False
    trouble: str = ""
    received: int = 0
    ring_drops: int = 0
    nic_drops: int = 0
    oversize: int = 0
    sampled: int = 0
    wrong: int = 0
    packets: int = 0
    not_ip: int = 0
    invalid: int = 0
    duplicates: int = 0
    retransmissions: int = 0
    flows_evicted: int = 0
    overload_bytes: int = 0
    level: int = 0
    skew_ns: int | None = None
    coverage: dict[str, int] = msgspec.field(default_factory=dict)
    group: int = 0
    own: int = 0
    others: int = 0
    tunnels: Counter[str] = msgspec.field(default_factory=Counter)
    anomalies: Counter[str] = msgspec.field(default_factory=Counter)

    @property
    def payload(self) -> int:
        """Payload bytes in all states."""
        return sum(self.coverage.values())


class Talks(msgspec.Struct, frozen=True, kw_only=True):
    """TCP conversations with payload, over all interfaces.

    Attributes:
        whole: Those of which both directions were seen.
        sent: Those of which only what the home zone sends was seen.
        received: Those of which only what the home zone receives was seen.
        elsewhere: Those of which one direction was seen, within the home zone or outside of it.
        split: Whole ones whose directions came apart, by what parts them.
        repeated: Packets that came once more under another VLAN tag, in another tunnel or on another interface.
        uncounted: Flows that there was no room for.
    """

    whole: int = 0
    sent: int = 0
    received: int = 0
    elsewhere: int = 0
    split: dict[Split, int] = msgspec.field(default_factory=dict)
    repeated: int = 0
    uncounted: int = 0

    @property
    def one_sided(self) -> int:
        """Those of which one direction was seen."""
        return self.sent + self.received + self.elsewhere

    @property
    def total(self) -> int:
        """All of them."""
        return self.whole + self.one_sided


class Watched(msgspec.Struct, frozen=True, kw_only=True):
    """All that was counted in a watch.

    Attributes:
        seconds: How long it was.
        home: Name of the home zone.
        by_vlan: Whether the sensor is configured to tell flows apart by VLAN tag (``flow.key``).
        interfaces: The readings of each interface.
        talks: The conversations.
    """

    seconds: float
    home: str
    by_vlan: bool = False
    interfaces: tuple[Readings, ...]
    talks: Talks = Talks()


class _Talk(msgspec.Struct):
    """A conversation under way: packets and payload of either direction, and the latest flow that it was seen in."""

    start_ns: int
    end_ns: int
    interface: str
    tunnelled: bool
    from_home: tuple[bool, bool]
    packets: list[int]
    payload: int
    split: Split | None = None


class Collector:
    """Counts what batches say. One interface has one engine, so that it is known where a flow was seen."""

    def __init__(self, *, home: str, own: Iterable[str] = ()) -> None:
        """Starts at nothing.

        Args:
            home: Name of the home zone.
            own: Addresses of this host.
        """
        self._home = home
        self._own = frozenset(own)
        self._readings: dict[str, Readings] = {}
        self._passed: dict[str, int | None] = {}
        self._talks: dict[_Key, _Talk] = {}
        self._repeated = 0
        self._uncounted = 0

    def begin(self, feed: InterfaceFeed) -> None:
        """The engine listens to an interface now."""
        name = feed.interface
        self._readings[name] = Readings(
            name=name,
            filtered=bool(feed.filter),
            snaplen=feed.snaplen,
            promiscuous=_is_promiscuous(name),
        )
        self._passed[name] = _passed(name)

    def end(self, name: str) -> None:
        """The watch of an interface is over: its own counters are read once more."""
        before, now = self._passed[name], _passed(name)
        if before is not None and now is not None:
            self._readings[name].passed = max(0, now - before)

    def take(self, name: str, batch: Batch, now_ns: int) -> None:
        """Counts a batch of the engine that listens to interface ``name``; ``now_ns`` is the time of day."""
        readings = self._readings[name]
        stats = batch.stats
        if stats["packets"] > readings.packets:
            skew_ns = now_ns - stats["last_ts_ns"]
            # Batches come late by up to a second: the smallest difference is nearest to the truth.
            if readings.skew_ns is None or abs(skew_ns) < abs(readings.skew_ns):
                readings.skew_ns = skew_ns
        for field in (
            "packets",
            "not_ip",
            "invalid",
            "duplicates",
            "retransmissions",
            "flows_evicted",
            "overload_bytes",
        ):
            setattr(readings, field, stats[field])
        readings.level = max(readings.level, batch.level)
        if batch.coverage:
            covered: Counter[str] = Counter()
            for row in batch.coverage:
                covered.update(row.bytes)
            readings.coverage = {state: count for state, count in covered.items() if count}
        for anomaly in batch.anomalies:
            readings.anomalies[anomaly.code] += anomaly.count
        _take_sources(readings, batch)
        for flow in batch.flows:
            self._flow(readings, flow)

    def _flow(self, readings: Readings, flow: RawFlow) -> None:
        count = sum(flow.packets)
        for tunnel in dict.fromkeys(flow.tunnel):
            readings.tunnels[tunnel] += 1
        orig, resp = flow.orig, flow.resp
        if orig.ip in self._own or resp.ip in self._own:
            readings.own += count
        elif _is_group(resp.ip) or _is_group(orig.ip):
            readings.group += count
        else:
            readings.others += count
        if flow.ip_proto == "tcp":
            self._talk(readings.name, flow)

    def _talk(self, interface: str, flow: RawFlow) -> None:
        """Puts a flow to the others of the same addresses and ports at the same time."""
        orig, resp = flow.orig, flow.resp
        low, high = (orig.ip, orig.port), (resp.ip, resp.port)
        packets, homes = list(flow.packets), (orig.zone == self._home, resp.zone == self._home)
        if low > high:
            low, high, packets, homes = high, low, packets[::-1], homes[::-1]
        key = (*low, *high)
        fresh = _Talk(flow.start_ns, flow.end_ns, interface, bool(flow.tunnel), homes, packets, sum(flow.payload))
        known = self._talks.get(key)
        if known is None:
            if len(self._talks) < MAX_TALKS:
                self._talks[key] = fresh
            else:
                self._uncounted += 1
            return
        if fresh.start_ns <= known.end_ns and known.start_ns <= fresh.end_ns:
            self._same_time(known, fresh)
        known.start_ns, known.end_ns = min(known.start_ns, fresh.start_ns), max(known.end_ns, fresh.end_ns)
        known.packets = [mine + theirs for mine, theirs in zip(known.packets, fresh.packets, strict=True)]
        known.payload += fresh.payload

    def _same_time(self, known: _Talk, fresh: _Talk) -> None:
        """Two flows at once: something beside addresses and ports told them apart."""
        apart: Split = "vlan"
        if known.interface != fresh.interface:
            apart = "interface"
        elif known.tunnelled or fresh.tunnelled:
            apart = "tunnel"
        pairs = list(zip(known.packets, fresh.packets, strict=True))
        both = sum(min(pair) for pair in pairs)
        if both:
            self._repeated += both
        elif all(map(any, pairs)):
            known.split = apart

    def watched(self, *, seconds: float, by_vlan: bool = False) -> Watched:
        """All of it, after ``seconds``; ``by_vlan``: whether the sensor is configured to tell flows apart by tag."""
        whole = elsewhere = 0
        one_sided: Counter[str] = Counter()
        split: Counter[Split] = Counter()
        for talk in self._talks.values():
            if not talk.payload or sum(talk.packets) < _ENOUGH_PACKETS:
                continue
            if all(talk.packets):
                whole += 1
                if talk.split is not None:
                    split[talk.split] += 1
                continue
            sender = 0 if talk.packets[0] else 1
            if talk.from_home[0] == talk.from_home[1]:
                elsewhere += 1
            else:
                one_sided["sent" if talk.from_home[sender] else "received"] += 1
        talks = Talks(
            whole=whole,
            sent=one_sided["sent"],
            received=one_sided["received"],
            elsewhere=elsewhere,
            split=dict(split),
            repeated=self._repeated,
            uncounted=self._uncounted,
        )
        return Watched(
            seconds=seconds, home=self._home, by_vlan=by_vlan, interfaces=tuple(self._readings.values()), talks=talks
        )


def _take_sources(readings: Readings, batch: Batch) -> None:
    sources = batch.sources
    if not sources:
        return
    readings.up = all(source.up for source in sources)
    readings.was_down = readings.was_down or not readings.up
    readings.trouble = next((source.trouble for source in sources if source.trouble), "")
    for field in ("received", "ring_drops", "nic_drops", "oversize"):
        setattr(readings, field, sum(getattr(source, field) for source in sources))
    readings.sampled = sum(source.checksums[0] for source in sources)
    readings.wrong = sum(source.checksums[1] for source in sources)


def _is_group(text: str) -> bool:
    """Whether an address is a multicast or broadcast one. That of a network ends in .255 where networks are usual."""
    address = ipaddress.ip_address(text)
    return address.is_multicast or (address.version == 4 and address.packed[3] == 0xFF)  # noqa: PLR2004 - IPv4


def _read(interface: str, *parts: str) -> str:
    try:
        return _SYSFS.joinpath(interface, *parts).read_text(encoding="ascii").strip()
    except (OSError, ValueError):
        return ""


def _is_promiscuous(interface: str) -> bool | None:
    flags = _read(interface, "flags")
    return bool(int(flags, 16) & _PROMISC) if flags else None


def _passed(interface: str) -> int | None:
    """Packets that an interface counted so far, either way: a packet socket sees both."""
    counts = [_read(interface, "statistics", name) for name in ("rx_packets", "tx_packets")]
    return sum(map(int, counts)) if all(counts) else None

"""Groups findings by detector, place and ends: bounded, straight from the engine's objects, worst first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, cast

from sensor.engine import Groups, ValueSet, finding_id
from sensor.model.record import timestamp
from sensor.report.data import LeakGroup

if TYPE_CHECKING:
    from sensor.engine import Findings, RawFinding
    from sensor.ruleset.compile import RuleSet

MAX_GROUPS: Final = 10_000
MAX_PORTS: Final = 8
MAX_IDS: Final = 8
MAX_SAMPLES: Final = 3
# Pairs of sender and receiver that a summary shows.
SHOWN_PAIRS: Final = 20
# What left the network comes first.
_DIRECTIONS: Final = {"egress": 0, "unknown": 1, "external": 2, "ingress": 3, "internal": 4}


class _Sums:
    """What the findings of a group come to."""

    __slots__ = ("confidence", "count", "findings", "first", "first_ns", "last_ns", "ports", "samples", "values")

    def __init__(self, ts_ns: int) -> None:
        self.findings = 0
        self.count = 0
        self.confidence = 0
        self.values = ValueSet()
        self.samples: dict[str, None] = {}
        self.ports: dict[int, None] = {}
        self.first: list[RawFinding] = []
        self.first_ns = ts_ns
        self.last_ns = ts_ns

    def add(self, raw: RawFinding) -> None:
        self.findings += 1
        self.count += raw.count
        self.values.merge(raw.value_set)
        self.confidence = max(self.confidence, raw.confidence)
        ts_ns = raw.ts_ns
        self.first_ns = min(self.first_ns, ts_ns)
        self.last_ns = max(self.last_ns, ts_ns)
        if len(self.ports) < MAX_PORTS:
            self.ports.setdefault(raw.receiver.port)
        if len(self.samples) < MAX_SAMPLES:
            for sample in _login(raw) or raw.samples:
                if len(self.samples) < MAX_SAMPLES:
                    self.samples.setdefault(sample)
        if len(self.first) < MAX_IDS:
            self.first.append(raw)


def _login(raw: RawFinding) -> list[str]:
    """What is said of a login in place of samples: how, whose (masked), and what became of it.

    Of several, which nobody need have tried, nothing is said that is not known.
    """
    facts = raw.credential if raw.detector.startswith("credential.") else None
    if facts is None:
        return []
    told = facts.secret is not None or facts.outcome != "unknown"
    return [" ".join(filter(None, (facts.scheme, facts.user, facts.outcome if told else "")))]


class _Group:
    """Findings of one detector at one place between two addresses.

    The first ones are kept as they are: most groups hold one, are never shown, and need no sums.
    """

    __slots__ = ("_new", "_sums", "some")

    def __init__(self, raw: RawFinding) -> None:
        self.some = raw
        self._new = [raw]
        self._sums: _Sums | None = None

    def add(self, raw: RawFinding) -> None:
        self._new.append(raw)
        if len(self._new) >= MAX_IDS:
            self.sums()

    def sums(self) -> _Sums:
        """Sums up what came since the last time."""
        if self._sums is None:
            self._sums = _Sums(self.some.ts_ns)
        for raw in self._new:
            self._sums.add(raw)
        self._new.clear()
        return self._sums

    def rank(self) -> tuple[int, int, int, int]:
        """Its place among others."""
        order = _DIRECTIONS.get(self.some.direction, len(_DIRECTIONS))
        if self._sums is None and len(self._new) == 1:
            raw = self.some
            return (order, -raw.distinct, -raw.confidence, raw.ts_ns)
        sums = self.sums()
        return (order, -len(sums.values), -sums.confidence, sums.first_ns)


class Leaks:
    """The groups of a run.

    Attributes:
        total: Findings that are sure enough.
        weaker: Those that are not: they are in no group.
    """

    def __init__(self, least_confidence: int) -> None:
        """Starts empty; findings below ``least_confidence`` are counted only."""
        self._least = least_confidence
        self.total = 0
        self.weaker = 0
        self._groups: dict[int, _Group] = {}
        self._room = Groups(MAX_GROUPS)

    @property
    def omitted(self) -> int:
        """Groups that there was no room for, no more than 65,536."""
        return self._room.omitted

    def batch(self, findings: Findings) -> None:
        """Takes findings in."""
        sifted, weaker = self._room.sift(findings, self._least)
        self.total += len(findings) - weaker
        self.weaker += weaker
        for number, raw in sifted:
            group = self._groups.get(number)
            if group is not None:
                group.add(raw)
            else:
                self._groups[number] = _Group(raw)

    def groups(
        self, ruleset: RuleSet, *, most_pairs: int | None = None, ids_of: str | None = None
    ) -> tuple[tuple[LeakGroup, ...], int]:
        """The groups, worst first, and how many pairs of sender and receiver they are of.

        Args:
            ruleset: Knows the detectors' titles.
            most_pairs: Groups of so many pairs, those that come first; None: all.
            ids_of: The sensor whose findings' ids are wanted; None: no ids.
        """
        ranked = sorted(self._groups.values(), key=_Group.rank)
        pairs = dict.fromkeys(group.some.pair_scope for group in ranked)
        if most_pairs is not None and most_pairs < len(pairs):
            shown = set(list(pairs)[:most_pairs])
            ranked = [group for group in ranked if group.some.pair_scope in shown]
        return tuple(_leak(group, ruleset, ids_of) for group in ranked), len(pairs)


def _leak(group: _Group, ruleset: RuleSet, ids_of: str | None) -> LeakGroup:
    raw, sums = group.some, group.sums()
    facts = ruleset.detectors.get(raw.detector)
    return LeakGroup(
        sender_ip=raw.sender.peer_ip,
        sender_zone=raw.sender.peer_zone,
        receiver_ip=raw.receiver.peer_ip,
        receiver_zone=raw.receiver.peer_zone,
        receiver_ports=tuple(sums.ports),
        direction=cast("Any", raw.direction),
        app_proto=raw.app_proto,
        visibility=raw.visibility,
        protection=cast("Any", raw.protection),
        where=raw.where,
        detector=raw.detector,
        title=facts.title if facts else raw.detector,
        findings=sums.findings,
        count=sums.count,
        distinct=min(len(sums.values), sums.count),
        confidence=sums.confidence,
        samples=tuple(sums.samples),
        first_seen=timestamp(sums.first_ns),
        last_seen=timestamp(sums.last_ns),
        finding_ids=tuple(finding_id(ids_of, first) for first in sums.first) if ids_of else (),
        values=sums.values,
    )

"""Evaluates rules over findings and transports as they come, in bounded memory.

One alert comes of one (rule, scope key): a message, a flow, or a sender and a receiver. Most scopes see a few findings
and no more. While these cannot be enough for the rule they wait in the engine (``Pending``); after that, until there
are many or an alert is to be built, they stand for their leak. This serves replays, whose alerts come at the end;
``sensor.alerts.live`` serves the daemon.
"""

from __future__ import annotations

from collections import OrderedDict
from heapq import nsmallest
from typing import TYPE_CHECKING, Final

from sensor.alerts.leak import Leak, ScopeKey
from sensor.alerts.match import Matcher, outcome_fits, scope_key, scope_kind, scope_number, superseders, transport_key
from sensor.engine import Pending
from sensor.model.alert import SEVERITY_RANK
from sensor.model.record import direction as direction_of

if TYPE_CHECKING:
    from sensor.engine import Findings, RawEndpoint, RawFinding, RawTransport, Recorder, Verdict
    from sensor.model.alert import Alert, Severity
    from sensor.ruleset.compile import DataPlan, RuleSet
    from sensor.transport.coverage import Shortfall, ZoneEnd

# Scopes that are judged, and bytes of what waits in the engine.
MAX_KEYS: Final = 16_384
MAX_WAITING: Final = 64 << 20
# Findings that stand for a leak before it is made.
_FEW: Final = 8

# A rule and a scope: its number, or its key where it is of transports.
_Name = tuple[int, int | ScopeKey]


class _Few:
    """The first findings of a scope, each with the slots of the rule that it fills."""

    __slots__ = ("count", "distinct", "findings", "fired")

    def __init__(self, raw: RawFinding, slots: tuple[int, ...], data: DataPlan) -> None:
        self.findings = [(raw, slots)]
        self.distinct = raw.distinct
        self.count = raw.count
        self.fired = len(data.slots) == 1 and self.distinct >= data.distinct and self.count >= data.count

    def add(self, raw: RawFinding, slots: tuple[int, ...], data: DataPlan) -> bool:
        """Takes a finding in, if this decides nothing: the rule has fired already, or all together are too few."""
        if len(self.findings) >= _FEW:
            return False
        distinct, count = self.distinct + raw.distinct, self.count + raw.count
        if not self.fired and distinct >= data.distinct and count >= data.count:
            return False
        self.distinct, self.count = distinct, count
        self.findings.append((raw, slots))
        return True

    @property
    def first_ns(self) -> int:
        """When the first of them was seen."""
        return min(raw.ts_ns for raw, _ in self.findings)

    @property
    def last_ns(self) -> int:
        """When the last of them was seen."""
        return max(raw.ts_ns for raw, _ in self.findings)


class Evaluator:
    """Turns sightings into alerts."""

    def __init__(
        self,
        ruleset: RuleSet,
        *,
        recorder: Recorder,
        home: str,
        max_keys: int = MAX_KEYS,
        max_waiting: int = MAX_WAITING,
    ) -> None:
        """Starts without a sighting.

        ``max_keys`` bounds the scopes that are judged, ``max_waiting`` (bytes) the findings that wait in others.
        """
        self._recorder = recorder
        self._home = home
        self._max_keys = max_keys
        self._rules = ruleset.rules
        self._matcher = Matcher(ruleset, home, recorder.border)
        self._superseders = superseders(ruleset.rules)
        self._pending = Pending(max_waiting)
        self._leaks: OrderedDict[_Name, Leak | _Few] = OrderedDict()
        self._gone: list[Alert] = []
        self._evicted = 0
        self._now_ns = 0
        self.untold: dict[Severity, int] = {}

    @property
    def evicted(self) -> int:
        """Scope keys that were given up for memory before they fired, while what was seen could still have counted."""
        return self._evicted + self._pending.evicted

    def batch(self, findings: Findings) -> None:
        """Evaluates every data rule over findings."""
        at = 0
        while at < len(findings):
            passed, at = self._pending.sift(findings, at)
            for raw, index, number, slots in passed:
                self._sighting(raw, index, number, slots)
            if at < len(findings) and not self._learn(findings[at]):
                self.finding(findings[at])
                at += 1

    def _learn(self, raw: RawFinding) -> bool:
        """Tells the engine which rules findings of this kind concern; False if that depends on more than the kind."""
        candidates = self._matcher.settled(raw)
        if candidates is None:
            return False
        plans = []
        for index, slots in candidates:
            data = self._rules[index].data
            if data is None or data.outcomes:
                return False
            asked = (data.confidence, scope_kind(data), data.distinct, data.count, data.window_ns)
            plans.append((index, *asked, slots))
        self._pending.learn(raw.kind, plans)
        return True

    def finding(self, raw: RawFinding) -> None:
        """Evaluates every data rule over one finding."""
        for index, slots in self._matcher.data(raw):
            data = self._rules[index].data
            if data is None or raw.confidence < data.confidence or not outcome_fits(raw, data):
                continue
            number = scope_number(raw, data)
            for waited, its_slots in self._pending.pass_on(index, scope_kind(data), number):
                self._sighting(waited, index, number, its_slots)
            self._sighting(raw, index, number, slots)

    def _sighting(self, raw: RawFinding, index: int, number: int, slots: tuple[int, ...]) -> None:
        """A finding that a rule is about, by the number of its scope."""
        data = self._rules[index].data
        if data is None:
            return
        self._now_ns = max(self._now_ns, raw.ts_ns)
        name = (index, number)
        held = self._leaks.get(name)
        if held is None:
            if len(self._leaks) >= self._max_keys:
                self._make_room()
            self._leaks[name] = _Few(raw, slots, data)
            return
        self._leaks.move_to_end(name)
        if not isinstance(held, _Few) or not held.add(raw, slots, data):
            self._grown(name, held).add_finding(raw, raw.value_set, slots)

    def _grown(self, name: _Name, held: Leak | _Few) -> Leak:
        """The leak of a name; made of the findings that stood for it, if any did."""
        if isinstance(held, Leak):
            return held
        first, _ = held.findings[0]
        leak = self._new(name, self._key(name, held), first.direction, first.sender, first.receiver)
        for raw, slots in held.findings:
            leak.add_finding(raw, raw.value_set, slots)
        return leak

    def transport(self, raw: RawTransport | Shortfall, verdict: Verdict) -> None:
        """Evaluates every transport rule over one transport."""
        orig, resp = raw.orig, raw.resp
        for index, forward in self._matcher.transport(raw, verdict):
            sender, receiver = (orig, resp) if forward else (resp, orig)
            key = transport_key(sender, receiver, raw.protocol)
            direction = direction_of(sender.peer_zone, receiver.peer_zone, self._home)
            name = (index, key)
            held = self._leaks.get(name)
            if held is None:
                if len(self._leaks) >= self._max_keys:
                    self._make_room()
                leak = self._new(name, key, direction, sender, receiver)
            else:
                self._leaks.move_to_end(name)
                leak = self._grown(name, held)
            leak.add_transport(raw, verdict, sender, receiver)

    def _new(
        self,
        name: _Name,
        key: ScopeKey,
        direction: str,
        sender: RawEndpoint | ZoneEnd,
        receiver: RawEndpoint | ZoneEnd,
    ) -> Leak:
        rule = self._rules[name[0]]
        leak = self._leaks[name] = Leak(rule, key, direction=direction, sender=sender, receiver=receiver)
        return leak

    def _key(self, name: _Name, held: Leak | _Few) -> ScopeKey:
        """The key of a scope, which whoever only counts has no need of."""
        if isinstance(held, Leak):
            return held.key
        data, (raw, _) = self._rules[name[0]].data, held.findings[0]
        return scope_key(raw, raw.sender, raw.receiver, data) if data is not None else ()

    def _make_room(self) -> None:
        """Gives up the key that was quiet for longest. A fired one becomes its alert now, so that none is lost."""
        name, held = self._leaks.popitem(last=False)
        data = self._rules[name[0]].data
        if isinstance(name[1], int) and data is not None:
            self._pending.forget(name[0], scope_kind(data), name[1])
        if not self._has_fired(held):
            self._evicted += not self._outdated(held, data)
        elif not self._superseded(name):
            leak = self._grown(name, held)
            self._leaks.pop(name, None)
            self._gone.append(leak.alert(self._recorder, "create"))

    def _outdated(self, held: Leak | _Few, data: DataPlan | None) -> bool:
        """Tells whether nothing that comes now can count together with what was seen."""
        window_ns = None if data is None else data.window_ns
        return window_ns is not None and held.last_ns + window_ns < self._now_ns

    @staticmethod
    def _has_fired(held: Leak | _Few | None) -> bool:
        return held.fired_ns is not None if isinstance(held, Leak) else held is not None and held.fired

    def _superseded(self, name: _Name) -> bool:
        """Tells whether a stronger rule fired for the same scope key."""
        index, key = name
        others = ((other, key) for other in self._superseders.get(index, ()))
        return any(self._has_fired(self._leaks.get(other)) for other in others)

    def evictions(self) -> list[Alert]:
        """Final alerts of keys that were given up for memory since the last call."""
        gone, self._gone = self._gone, []
        return gone

    def finish(self, most: int | None = None) -> list[Alert]:
        """Ends the run: the final alert of every leak, by time, rule, key. Weaker rules yield to stronger ones.

        With ``most``, only that many alerts are built, the gravest first; ``untold`` counts the others by severity.
        """
        fired = [name for name, held in self._leaks.items() if self._has_fired(held) and not self._superseded(name)]
        if most is not None and len(fired) > most:
            fired = self._gravest(fired, most)
        fired.sort(key=self._place)
        alerts = self.evictions()
        for name in fired:
            leak = self._grown(name, self._leaks[name])
            alerts.append(leak.alert(self._recorder, "create"))
        return alerts

    def _gravest(self, fired: list[_Name], most: int) -> list[_Name]:
        """The gravest of what fired, among equals the first ones; counts the others."""
        of: dict[Severity, list[_Name]] = {}
        for name in fired:
            of.setdefault(self._severity(name), []).append(name)
        chosen: list[_Name] = []
        for severity, names in sorted(of.items(), key=lambda item: -SEVERITY_RANK[item[0]]):
            room = most - len(chosen)
            if room < len(names):
                self.untold[severity] = self.untold.get(severity, 0) + len(names) - room
                chosen += self._first(names, room)
            else:
                chosen += names
        return chosen

    def _first(self, names: list[_Name], most: int) -> list[_Name]:
        """The first ones by their place. Only those that might be among them are asked for more than their time."""
        times = [self._leaks[name].first_ns for name in names]
        last = max(nsmallest(most, times), default=-1)
        early = [name for name, time in zip(names, times, strict=True) if time <= last]
        return nsmallest(most, early, key=self._place)

    def _severity(self, name: _Name) -> Severity:
        held = self._leaks[name]
        if isinstance(held, Leak):
            return held.severity
        raw, _ = held.findings[0]
        return self._rules[name[0]].severity_of(raw.direction, raw.sender.peer_zone, raw.receiver.peer_zone)

    def _place(self, name: _Name) -> tuple[int, str, ScopeKey]:
        """Where the alert of a name stands among the others: by time, rule, key (keys of one rule are of one kind)."""
        held = self._leaks[name]
        return (held.first_ns, self._rules[name[0]].id, self._key(name, held))

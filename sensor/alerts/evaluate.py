"""Evaluates rules over findings and transports as they come, in bounded memory.

One alert comes of one (rule, scope key): a message, a flow, or a sender and a receiver. Which rules a finding may
concern depends on closed sets only (detector, direction, protection, visibility, zones), so that answer is remembered;
the common case costs one dictionary look-up. Most scopes see one finding and no more: until there is a second one, or
an alert to be built, the finding itself stands for its leak.
"""

from __future__ import annotations

from collections import Counter, OrderedDict
from heapq import nsmallest
from typing import TYPE_CHECKING, Final, TypeAlias

from sensor.alerts.leak import Leak, ScopeKey
from sensor.model.alert import SEVERITY_RANK
from sensor.model.record import direction as direction_of
from sensor.ruleset.selector import facts_of

if TYPE_CHECKING:
    from sensor.engine import RawEndpoint, RawFinding, RawTransport, Recorder, Verdict
    from sensor.model.alert import Activity, Alert, Severity
    from sensor.ruleset.compile import DataPlan, RulePlan, RuleSet

MAX_KEYS: Final = 16_384
_MAX_REMEMBERED: Final = 16_384

_Kind = tuple[str, str, str, str, str, str]
_TransportKind = tuple[str, tuple[str, ...], str, str, str]
_Candidates = tuple[tuple[int, tuple[int, ...]], ...]
_Name = tuple[int, ScopeKey]
# A finding that is alone in its scope so far, and the slots of the rule that it fills.
_Alone: TypeAlias = "tuple[RawFinding, tuple[int, ...]]"


class Evaluator:
    """Turns sightings into alerts. ``evicted`` counts scope keys that were given up for memory before they fired."""

    def __init__(self, ruleset: RuleSet, *, recorder: Recorder, home: str, max_keys: int = MAX_KEYS) -> None:
        """Starts without a sighting."""
        self._recorder = recorder
        self._home = home
        self._max_keys = max_keys
        self._rules = ruleset.rules
        self._detectors = ruleset.detectors
        self._superseders = _superseders(ruleset.rules)
        self._data_kinds: dict[_Kind, _Candidates] = {}
        self._transport_kinds: dict[_TransportKind, tuple[tuple[int, bool], ...]] = {}
        self._leaks: OrderedDict[_Name, Leak | _Alone] = OrderedDict()
        # Leaks that fired since the last drain, as long as they are held.
        self._fired: dict[_Name, None] = {}
        self._gone: list[Alert] = []
        self.evicted = 0
        self.untold: dict[Severity, int] = {}

    def finding(self, raw: RawFinding) -> None:
        """Evaluates every data rule over one finding."""
        sender, receiver = raw.sender, raw.receiver
        kind = (raw.detector, raw.direction, raw.protection, raw.visibility, sender.zone, receiver.zone)
        candidates = self._data_kinds.get(kind)
        if candidates is None:
            candidates = self._data_candidates(kind)
            if len(self._data_kinds) < _MAX_REMEMBERED:
                self._data_kinds[kind] = candidates
        if not candidates:
            return
        confidence = raw.confidence
        for index, slots in candidates:
            data = self._rules[index].data
            if data is None or confidence < data.confidence or not _outcome_fits(raw, data):
                continue
            name = (index, _scope_key(raw, sender, receiver, data))
            held = self._leaks.get(name)
            if held is None:
                self._make_room()
                self._leaks[name] = (raw, slots)
                if _fires_alone(raw, data):
                    self._fired[name] = None
                continue
            self._leaks.move_to_end(name)
            leak = self._grown(name, held)
            was = leak.fired_ns
            leak.add_finding(raw, raw.value_set, slots)
            if was is None and leak.fired_ns is not None:
                self._fired[name] = None

    def _grown(self, name: _Name, held: Leak | _Alone) -> Leak:
        """The leak of a name; made of the finding that stood for it, if one did."""
        if isinstance(held, Leak):
            return held
        raw, slots = held
        leak = self._new(name, raw.direction, raw.sender, raw.receiver)
        leak.add_finding(raw, raw.value_set, slots)
        return leak

    def _data_candidates(self, kind: _Kind) -> _Candidates:
        detector, direction, protection, visibility, from_zone, to_zone = kind
        facts = facts_of(detector, self._detectors)
        found = []
        for index, rule in enumerate(self._rules):
            if rule.data is None or not _flow_fits(rule, direction, protection, from_zone, to_zone):
                continue
            if rule.visibilities and visibility not in rule.visibilities:
                continue
            slots = tuple(
                slot for slot, names in enumerate(rule.data.slots) if any(name.matches(facts) for name in names)
            )
            if slots:
                found.append((index, slots))
        return tuple(found)

    def transport(self, raw: RawTransport, verdict: Verdict) -> None:
        """Evaluates every transport rule over one transport."""
        orig, resp = raw.orig, raw.resp
        kind = (verdict.protection, verdict.issues, raw.protocol, orig.zone, resp.zone)
        candidates = self._transport_kinds.get(kind)
        if candidates is None:
            candidates = self._transport_candidates(*kind)
            if len(self._transport_kinds) < _MAX_REMEMBERED:
                self._transport_kinds[kind] = candidates
        for index, forward in candidates:
            sender, receiver = (orig, resp) if forward else (resp, orig)
            key: ScopeKey = (sender.ip, receiver.ip, raw.protocol)
            direction = direction_of(sender.zone, receiver.zone, self._home)
            name = (index, key)
            held = self._leaks.get(name)
            if held is None:
                self._make_room()
                leak = self._new(name, direction, sender, receiver)
            else:
                self._leaks.move_to_end(name)
                leak = self._grown(name, held)
            was = leak.fired_ns
            leak.add_transport(raw, verdict, sender, receiver)
            if was is None:
                self._fired[name] = None

    def _transport_candidates(
        self, protection: str, issues: tuple[str, ...], protocol: str, orig_zone: str, resp_zone: str
    ) -> tuple[tuple[int, bool], ...]:
        found = []
        for index, rule in enumerate(self._rules):
            plan = rule.transport
            if plan is None or plan.issues.isdisjoint(issues):
                continue
            if plan.protocols and protocol not in plan.protocols:
                continue
            # Both sides of a flow send: the rule is about whichever direction it names.
            for forward, ends in ((True, (orig_zone, resp_zone)), (False, (resp_zone, orig_zone))):
                if _flow_fits(rule, direction_of(*ends, self._home), protection, *ends):
                    found.append((index, forward))
                    break
        return tuple(found)

    def _new(self, name: _Name, direction: str, sender: RawEndpoint, receiver: RawEndpoint) -> Leak:
        index, key = name
        leak = self._leaks[name] = Leak(self._rules[index], key, direction=direction, sender=sender, receiver=receiver)
        return leak

    def _make_room(self) -> None:
        """Gives up the key that was quiet for longest, if there are too many.

        A fired one becomes its alert now, so that none is lost.
        """
        if len(self._leaks) < self._max_keys:
            return
        name, held = self._leaks.popitem(last=False)
        self._fired.pop(name, None)
        if not self._has_fired(name, held):
            self.evicted += 1
        elif not self._superseded(name):
            leak = self._grown(name, held)
            self._leaks.pop(name, None)
            self._gone.append(leak.alert(self._recorder, _activity(leak)))
            leak.reported = True

    def _has_fired(self, name: _Name, held: Leak | _Alone | None) -> bool:
        if isinstance(held, Leak):
            return held.fired_ns is not None
        data = self._rules[name[0]].data
        return held is not None and data is not None and _fires_alone(held[0], data)

    def _superseded(self, name: _Name) -> bool:
        """Tells whether a stronger rule fired for the same scope key."""
        index, key = name
        others = ((other, key) for other in self._superseders.get(index, ()))
        return any(self._has_fired(other, self._leaks.get(other)) for other in others)

    def drain(self) -> list[Alert]:
        """Alerts that are new since the last call, and final ones of keys that were given up for memory."""
        fresh, self._fired = self._fired, {}
        gone, self._gone = self._gone, []
        alerts = []
        for name in fresh:
            leak = self._grown(name, self._leaks[name])
            if not leak.reported:
                leak.reported = True
                alerts.append(leak.alert(self._recorder, "create"))
        return gone + alerts

    def evictions(self) -> list[Alert]:
        """Final alerts of keys that were given up for memory since the last call."""
        gone, self._gone = self._gone, []
        return gone

    def finish(self, most: int | None = None) -> list[Alert]:
        """Ends the run: the final alert of every leak, by time, rule, key. Weaker rules yield to stronger ones.

        With ``most``, only that many alerts are built, the gravest first; ``untold`` counts the others by severity.
        """
        fired = [
            name for name, held in self._leaks.items() if self._has_fired(name, held) and not self._superseded(name)
        ]
        if most is not None and len(fired) > most:
            rank = {name: (-SEVERITY_RANK[self._rules[name[0]].severity], *self._place(name)) for name in fired}
            chosen = nsmallest(most, fired, key=rank.__getitem__)
            untold = Counter(self._rules[index].severity for index, _ in fired)
            untold.subtract(Counter(self._rules[index].severity for index, _ in chosen))
            for severity, count in untold.items():
                if count:
                    self.untold[severity] = self.untold.get(severity, 0) + count
            fired = chosen
        fired.sort(key=self._place)
        alerts = self.evictions()
        for name in fired:
            leak = self._grown(name, self._leaks[name])
            alerts.append(leak.alert(self._recorder, _activity(leak)))
        self._leaks.clear()
        self._fired.clear()
        return alerts

    def _place(self, name: _Name) -> tuple[int, str, ScopeKey]:
        """Where the alert of a name stands among the others: by time, rule, key (keys of one rule are of one kind)."""
        held = self._leaks[name]
        first_ns = held.first_ns if isinstance(held, Leak) else held[0].ts_ns
        return (first_ns, self._rules[name[0]].id, name[1])


def _fires_alone(raw: RawFinding, data: DataPlan) -> bool:
    """Tells whether one finding is enough for a rule."""
    return len(data.slots) == 1 and raw.distinct >= data.distinct and raw.count >= data.count


def _activity(leak: Leak) -> Activity:
    return "update" if leak.reported else "create"


def _superseders(rules: tuple[RulePlan, ...]) -> dict[int, tuple[int, ...]]:
    """For each rule the stronger ones, by index, also through others."""
    by_id = {rule.id: index for index, rule in enumerate(rules)}
    direct: dict[int, set[int]] = {}
    for index, rule in enumerate(rules):
        for name in rule.supersedes:
            if name in by_id:
                direct.setdefault(by_id[name], set()).add(index)
    found: dict[int, tuple[int, ...]] = {}
    for weaker, nearest in direct.items():
        reached: set[int] = set()
        waiting = list(nearest)
        while waiting:
            stronger = waiting.pop()
            if stronger not in reached and stronger != weaker:
                reached.add(stronger)
                waiting.extend(direct.get(stronger, ()))
        found[weaker] = tuple(sorted(reached))
    return found


def _flow_fits(rule: RulePlan, direction: str, protection: str, from_zone: str, to_zone: str) -> bool:
    return (
        (not rule.directions or direction in rule.directions)
        and (not rule.protections or protection in rule.protections)
        and (not rule.from_zones or from_zone in rule.from_zones)
        and (not rule.to_zones or to_zone in rule.to_zones)
    )


def _outcome_fits(raw: RawFinding, data: DataPlan) -> bool:
    if not data.outcomes:
        return True
    credential = raw.credential
    return credential is not None and credential.outcome in data.outcomes


def _scope_key(raw: RawFinding, sender: RawEndpoint, receiver: RawEndpoint, data: DataPlan) -> ScopeKey:
    if data.scope == "pair":
        return (sender.ip, receiver.ip)
    if data.scope == "flow":
        return (raw.flow_id, sender.ip, sender.port)
    key: ScopeKey = (raw.flow_id, sender.ip, sender.port, raw.tx)
    return (*key, record_of(raw.where)) if data.near_record else key


def record_of(where: str) -> str:
    """The record that a place is a field of: ``http.request.body[json]:data[*].phone`` is in ``…:data[*]``."""
    place, colon, path = where.rpartition(":")
    parent = path.rpartition(".")[0]
    return f"{place}{colon}{parent}"

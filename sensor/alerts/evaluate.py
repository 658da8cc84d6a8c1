"""Evaluates rules over findings and transports as they come, in bounded memory.

One alert comes of one (rule, scope key): a message, a flow, or a sender and a receiver. Which rules a finding may
concern depends on closed sets only (detector, direction, protection, visibility, zones), so that answer is remembered;
the common case costs one dictionary look-up.
"""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING, Final

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
        self._leaks: OrderedDict[tuple[int, ScopeKey], Leak] = OrderedDict()
        self._fired: list[Leak] = []
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
        values = raw.value_set
        for index, slots in candidates:
            rule = self._rules[index]
            data = rule.data
            if data is None or confidence < data.confidence or not _outcome_fits(raw, data):
                continue
            key = _scope_key(raw, sender, receiver, data)
            leak = self._leak(index, key, raw.direction, sender, receiver)
            was = leak.fired_ns
            leak.add_finding(raw, values, slots)
            if was is None and leak.fired_ns is not None:
                self._fired.append(leak)

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
            leak = self._leak(index, key, direction, sender, receiver)
            was = leak.fired_ns
            leak.add_transport(raw, verdict, sender, receiver)
            if was is None:
                self._fired.append(leak)

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

    def _leak(self, index: int, key: ScopeKey, direction: str, sender: RawEndpoint, receiver: RawEndpoint) -> Leak:
        name = (index, key)
        leak = self._leaks.get(name)
        if leak is not None:
            self._leaks.move_to_end(name)
            return leak
        if len(self._leaks) >= self._max_keys:
            self._evict()
        leak = self._leaks[name] = Leak(self._rules[index], key, direction=direction, sender=sender, receiver=receiver)
        return leak

    def _evict(self) -> None:
        """Gives up the key that was quiet for longest. A fired one becomes its alert now, so that none is lost."""
        (index, key), leak = self._leaks.popitem(last=False)
        if leak.fired_ns is None:
            self.evicted += 1
        elif not self._superseded(index, key):
            self._gone.append(leak.alert(self._recorder, _activity(leak)))
            leak.reported = True

    def _superseded(self, index: int, key: ScopeKey) -> bool:
        """Tells whether a stronger rule fired for the same scope key."""
        others = (self._leaks.get((other, key)) for other in self._superseders.get(index, ()))
        return any(other is not None and other.fired_ns is not None for other in others)

    def drain(self) -> list[Alert]:
        """Alerts that are new since the last call, and final ones of keys that were given up for memory."""
        fresh, self._fired = self._fired, []
        gone, self._gone = self._gone, []
        alerts = []
        for leak in fresh:
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
            leak
            for (index, key), leak in self._leaks.items()
            if leak.fired_ns is not None and not self._superseded(index, key)
        ]
        fired.sort(key=lambda leak: (leak.first_ns, leak.rule.id, tuple(map(str, leak.key))))
        if most is not None and len(fired) > most:
            gravest = sorted(range(len(fired)), key=lambda place: -SEVERITY_RANK[fired[place].rule.severity])
            for place in gravest[most:]:
                severity = fired[place].rule.severity
                self.untold[severity] = self.untold.get(severity, 0) + 1
            fired = [fired[place] for place in sorted(gravest[:most])]
        alerts = self.evictions() + [leak.alert(self._recorder, _activity(leak)) for leak in fired]
        self._leaks.clear()
        self._fired.clear()
        return alerts


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

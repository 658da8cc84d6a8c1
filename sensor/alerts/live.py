"""Alerts while traffic flows: allowlist → evaluate → dedupe → throttle → enrich.

Sightings come in as the engine finds them; ``tick`` says what there is to tell. One alert is one leak: it is created at
the tick after it fired, updated while it grows, ever more seldom, and closed once it is quiet. A later sighting makes a
new alert with the same key. Everything held is bounded by account, everything given up is counted.

Not for several threads: sightings, ticks, acknowledgements and reloads come from one.
``docs/decisions/0014-one-live-alert-is-one-leak.md`` says why it is as it is.
"""

from __future__ import annotations

import logging
from collections import OrderedDict
from heapq import heapify, heappop, heappush, nsmallest
from typing import TYPE_CHECKING, Final, TypeAlias

import msgspec

from sensor.alerts.allowlist import Allowlist
from sensor.alerts.case import NEVER, Case, Closed, LiveOptions, Name, case_key, restore, save, state_name
from sensor.alerts.enrich import Enricher
from sensor.alerts.leak import Leak
from sensor.alerts.match import Matcher, outcome_fits, scope_key, superseders, transport_key
from sensor.alerts.throttle import Throttle
from sensor.model.record import direction as direction_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sensor.engine import RawEndpoint, RawFinding, RawTransport, Recorder, Verdict
    from sensor.model.alert import Activity, Alert, Severity
    from sensor.ruleset.compile import DataPlan, RulePlan, RuleSet
    from sensor.transport.coverage import Shortfall, ZoneEnd

__all__ = ["LiveAlerts", "LiveOptions"]

logger = logging.getLogger("leaktap.alerts")

_THROTTLE: Final = "throttle"
# Sightings between two accounts of memory, should ticks be far apart.
_MOST_UNWEIGHED: Final = 1024
_Ends: TypeAlias = "tuple[RawEndpoint, RawEndpoint]"
_AnyEnds: TypeAlias = "tuple[RawEndpoint | ZoneEnd, RawEndpoint | ZoneEnd]"


class LiveAlerts:
    """Turns sightings into alerts while they come.

    Attributes:
        allowlist: What is kept from the rules, with its hits.
        evicted: Scope keys that were given up for memory before they fired, and alerts closed for it.
        suppressed: Leaks that fired and were given up before anybody was told, by severity.
        dropped_states: Saved states that could not be used.
    """

    def __init__(
        self,
        ruleset: RuleSet,
        *,
        recorder: Recorder,
        home: str,
        options: LiveOptions | None = None,
        allowlist: Allowlist | None = None,
        enricher: Enricher | None = None,
        restored: Iterable[tuple[str, bytes]] = (),
    ) -> None:
        """Starts, or goes on where ``states`` left off.

        Args:
            ruleset: The rules in force.
            recorder: Knows the names that every alert carries.
            home: The zone that directions are about.
            options: How much is told and held.
            allowlist: What is allowed; by default nothing.
            enricher: Names for endpoints; by default none.
            restored: Names and bytes as ``states`` gave them. What cannot be used is dropped and counted.
        """
        self._recorder = recorder
        self._home = home
        self._options = options or LiveOptions()
        self.allowlist = allowlist or Allowlist()
        self._enricher = enricher or Enricher()
        self.evicted = 0
        self.suppressed: dict[Severity, int] = {}
        self.dropped_states = 0
        self._now: int | None = None
        # Scopes being counted; the one seen longest ago comes first, here and below.
        self._counting: OrderedDict[Name, Case] = OrderedDict()
        # Leaks that fired, told or waiting.
        self._open: OrderedDict[Name, Case] = OrderedDict()
        # Messages and flows that fired: what else is found in them belongs to the leak they are part of.
        self._parts: OrderedDict[Name, None] = OrderedDict()
        self._waiting: dict[Name, Case] = {}
        self._closed: OrderedDict[Name, Closed] = OrderedDict()
        self._touched: dict[Name, Case] = {}
        self._unweighed: dict[Name, Case] = {}
        self._timers: list[tuple[int, Name]] = []
        self._counting_weight = 0
        self._open_weight = 0
        self._parting: list[Alert] = []
        self._acknowledged: dict[str, int] = {}
        self._urgent: dict[Name, None] = {}
        # When each change that can wait was made; the oldest comes first.
        self._changed: dict[Name, int] = {}
        self._unusable: list[str] = []
        self._throttle = Throttle(self._options.new_per_minute)
        self._throttled = False
        self._take_rules(ruleset)
        self._restore(restored)

    def _take_rules(self, ruleset: RuleSet) -> None:
        self._matcher = Matcher(ruleset, self._home, self._recorder.border)
        rules = ruleset.rules
        stronger = superseders(rules)
        self._rules = {rule.id: rule for rule in rules}
        self._stronger = {rules[index].id: tuple(rules[each].id for each in of) for index, of in stronger.items()}
        self._weaker: dict[str, list[str]] = {}
        for weak, strong in self._stronger.items():
            for each in strong:
                self._weaker.setdefault(each, []).append(weak)
        # A rule is stronger than all that it supersedes, so it supersedes more than any of them.
        ordered = sorted(self._rules, key=lambda rule: (-len(self._weaker.get(rule, ())), rule))
        self._order = {rule: place for place, rule in enumerate(ordered)}

    @property
    def open(self) -> int:
        """Alerts that were told and are not closed."""
        return len(self._open) - len(self._waiting)

    @property
    def waiting(self) -> int:
        """Leaks that fired and were not told yet."""
        return len(self._waiting)

    @property
    def counting(self) -> int:
        """Scope keys that are being counted."""
        return len(self._counting)

    @property
    def weight(self) -> int:
        """Bytes of everything held, as last accounted."""
        return self._counting_weight + self._open_weight

    def finding(self, raw: RawFinding) -> None:
        """Takes a finding in."""
        sender, receiver = raw.sender, raw.receiver
        candidates = self._matcher.data(raw)
        if not candidates:
            return
        if len(self._unweighed) >= _MOST_UNWEIGHED:
            self._weigh()
        allowed = self.allowlist.finding(raw, sender, receiver)
        confidence = raw.confidence
        for index, slots in candidates:
            rule = self._matcher.rules[index]
            data = rule.data
            if data is None or confidence < data.confidence or not outcome_fits(raw, data):
                continue
            if allowed and self.allowlist.covers(allowed, rule.id):
                continue
            self._count(raw, (sender, receiver), rule, data, slots)

    def _count(self, raw: RawFinding, ends: _Ends, rule: RulePlan, data: DataPlan, slots: tuple[int, ...]) -> None:
        """Counts a finding for one rule."""
        name = (rule.id, case_key(raw, *ends, data))
        if self._outdone(name):
            return
        self._make_room()
        case = opened = self._open.get(name)
        scope = name
        if data.scope != "pair":
            scope = (rule.id, scope_key(raw, *ends, data))
            if case is not None and scope not in self._parts:
                case = None
        if case is None:
            case = self._counting.get(scope)
        if case is None:
            case = self._counting[scope] = Case(scope, self._leak(rule, scope, raw.direction, ends))
        fired = case.fired
        case.leak.add_finding(raw, raw.value_set, slots)
        case.leak.settle(self._recorder.sensor)
        if not fired and case.fired:
            case = self._fire(case, name, opened)
        self._touch(case)

    def _leak(self, rule: RulePlan, name: Name, direction: str, ends: _Ends | _AnyEnds) -> Leak:
        sender, receiver = ends
        most = self._options.window_bytes
        return Leak(rule, name[1], direction=direction, sender=sender, receiver=receiver, most_window=most)

    def _fire(self, case: Case, name: Name, opened: Case | None) -> Case:
        """A scope has enough: it becomes a leak to be told, or part of the one that is open."""
        scope = case.name
        for held in (self._counting, self._touched, self._unweighed):
            held.pop(scope, None)
        self._counting_weight -= case.weight
        case.weight = 0
        if scope != name:
            self._parts[scope] = None
            if len(self._parts) > self._options.keys:
                self._parts.popitem(last=False)
        if opened is not None:
            opened.leak.take(case.leak)
            return opened
        case.fire(name, self._recorder.sensor)
        self._open[name] = self._waiting[name] = case
        return case

    def transport(self, raw: RawTransport | Shortfall, verdict: Verdict) -> None:
        """Takes a transport in, with what policy says of it."""
        orig, resp = raw.orig, raw.resp
        if len(self._unweighed) >= _MOST_UNWEIGHED:
            self._weigh()
        for index, forward in self._matcher.transport(raw, verdict):
            rule = self._matcher.rules[index]
            sender, receiver = (orig, resp) if forward else (resp, orig)
            allowed = self.allowlist.transport(sender, receiver)
            if allowed and self.allowlist.covers(allowed, rule.id):
                continue
            name: Name = (rule.id, transport_key(sender, receiver, raw.protocol))
            if self._outdone(name):
                continue
            self._make_room()
            case = self._open.get(name)
            if case is None:
                direction = direction_of(sender.peer_zone, receiver.peer_zone, self._home)
                case = Case(name, self._leak(rule, name, direction, (sender, receiver)))
                case.fire(name, self._recorder.sensor)
                self._open[name] = self._waiting[name] = case
            case.leak.add_transport(raw, verdict, sender, receiver)
            self._touch(case)

    def _outdone(self, name: Name) -> bool:
        """Tells whether a stronger rule has told of the same leak, which is open."""
        rule, key = name
        for stronger in self._stronger.get(rule, ()):
            case = self._open.get((stronger, key))
            if case is not None and case.told is not None:
                return True
        return False

    def _touch(self, case: Case) -> None:
        name = case.name
        (self._open if case.fired else self._counting).move_to_end(name)
        case.dirty = True
        self._touched[name] = case
        self._unweighed[name] = case

    def tick(self, now_ns: int) -> list[Alert]:
        """Gives what is to be told now, in order: partings, new alerts, updates and closes.

        Args:
            now_ns: The time in ns since the epoch; 0: nobody knows yet, nothing is told. A clock that steps back
                delays nothing.
        """
        if now_ns <= 0:
            return []
        if self._now is None or now_ns < self._now:
            self._clamp(now_ns)
        self._now = now_ns
        self.allowlist.advance(now_ns)
        self._weigh()
        alerts, self._parting = self._parting, []
        for name, case in self._touched.items():
            case.seen(now_ns)
            self._schedule(case)
            self._note(name, case)
        self._touched.clear()
        alerts += self._announce(now_ns)
        alerts += self._look_again(now_ns)
        while self._closed and next(iter(self._closed.values())).at_ns + self._options.quiet_ns <= now_ns:
            self._urgent[self._closed.popitem(last=False)[0]] = None
        return alerts

    def farewell(self, now_ns: int) -> list[Alert]:
        """Gives what is to be told at the end of a run: as ``tick``, and what leaks grew to since they were last told.

        Updates do not wait for their pause; those of acknowledged alerts are not told.

        Args:
            now_ns: As for ``tick``.
        """
        alerts = self.tick(now_ns)
        if now_ns <= 0:
            return alerts
        grown = [
            case
            for _, case in sorted(self._open.items())
            if case.told is not None and case.dirty and self._acknowledged.get(case.alert_key, 0) <= now_ns
        ]
        return alerts + [self._tell(case, "update", now_ns) for case in grown]

    def _clamp(self, now_ns: int) -> None:
        """The first tick, or a clock that stepped back: nothing happened later than now."""
        for case in self._held():
            case.clamp(now_ns)
            case.timer_ns = NEVER
        self._timers.clear()
        for case in self._held():
            self._schedule(case)
        self._throttle.clamp(now_ns)
        self._closed = OrderedDict(
            (name, Closed(closed.first_ns, min(closed.at_ns, now_ns))) for name, closed in self._closed.items()
        )
        self._changed = {name: min(since, now_ns) for name, since in self._changed.items()}

    def _held(self) -> list[Case]:
        """Every case once."""
        return [*self._open.values(), *self._counting.values()]

    def _announce(self, now_ns: int) -> list[Alert]:
        """Tells new leaks, the strongest rule first, as far as the throttle lets them."""
        by_rule: dict[str, list[Case]] = {}
        for (rule, _), case in self._waiting.items():
            by_rule.setdefault(rule, []).append(case)
        alerts = []
        for rule in sorted(by_rule, key=self._order.__getitem__):
            room = self._throttle.room(rule, now_ns)
            if not room:
                continue
            cases = [case for case in by_rule[rule] if case.name in self._waiting]
            for case in nsmallest(room, cases, key=Case.gravity):
                alerts.append(self._create(case, now_ns))
                alerts += self._replace_weaker(case, now_ns)
        self._shorten(self._options.waiting)
        return alerts

    def _shorten(self, most: int) -> None:
        """Gives up the least grave of what waits beyond ``most``."""
        if len(self._waiting) > most:
            for case in sorted(self._waiting.values(), key=Case.gravity)[most:]:
                self._suppress(case)

    def _create(self, case: Case, now_ns: int) -> Alert:
        closed = self._closed.get(case.name)
        if closed is not None and case.leak.first_ns <= closed.first_ns:
            # A sighting that came late. The id is made of this time, and an alert that was closed stays closed.
            case.leak.first_ns = closed.first_ns + 1
        del self._waiting[case.name]
        self._throttle.take(case.name[0], now_ns)
        self._throttled = True
        return self._tell(case, "create", now_ns)

    def _replace_weaker(self, case: Case, now_ns: int) -> list[Alert]:
        """A stronger rule has told of a leak: alerts of weaker ones about it are closed, or never made."""
        alerts = []
        rule, key = case.name
        for weaker in self._weaker.get(rule, ()):
            other = self._open.get((weaker, key))
            if other is not None and other.told is not None:
                alerts.append(self._close(other, now_ns))
            elif other is not None:
                self._forget(other)
        return alerts

    def _look_again(self, now_ns: int) -> list[Alert]:
        """Updates, closes, and gives up what is out of its window, as timers run out."""
        due: dict[Name, Case] = {}
        while self._timers and self._timers[0][0] <= now_ns:
            when, name = heappop(self._timers)
            case = self._open.get(name) or self._counting.get(name)
            if case is not None and case.timer_ns == when:
                case.timer_ns = NEVER
                due[name] = case
        alerts = []
        for _, case in sorted(due.items()):
            ends = case.active_ns + self._horizon(case)
            if case.told is None:
                if ends <= now_ns and not case.fired:
                    self._forget(case)
                    continue
            elif ends <= now_ns:
                alerts.append(self._close(case, now_ns))
                continue
            elif self._update_ns(case) <= now_ns:
                alerts.append(self._tell(case, "update", now_ns))
                continue
            self._schedule(case)
        return alerts

    def _horizon(self, case: Case) -> int:
        """How long after its last sighting a case is of no more use."""
        data = case.leak.rule.data
        if case.fired or data is None or data.scope != "pair":
            return self._options.quiet_ns
        return NEVER if data.window_ns is None else data.window_ns

    def _update_ns(self, case: Case) -> int:
        return case.update_ns(self._options, self._acknowledged.get(case.alert_key, 0))

    def _schedule(self, case: Case) -> None:
        """Sets the timer of a case, unless it runs out before anyway."""
        if case.fired and case.told is None:
            return
        when = min(case.active_ns + self._horizon(case), self._update_ns(case))
        if when < case.timer_ns and when < NEVER:
            case.timer_ns = when
            heappush(self._timers, (when, case.name))
        if len(self._timers) > 2 * (len(self._open) + len(self._counting)) + _MOST_UNWEIGHED:
            self._timers = [(each.timer_ns, each.name) for each in self._held() if each.timer_ns < NEVER]
            heapify(self._timers)

    def _tell(self, case: Case, activity: Activity, now_ns: int) -> Alert:
        revision = case.tell(now_ns, self._options)
        self._urgent[case.name] = None
        if activity != "close":
            self._schedule(case)
        return self._enricher.alert(case.leak.alert(self._recorder, activity, revision))

    def _close(self, case: Case, now_ns: int) -> Alert:
        alert = self._tell(case, "close", now_ns)
        self._closed.pop(case.name, None)
        self._closed[case.name] = Closed(case.leak.first_ns, now_ns)
        while len(self._closed) > self._options.keys:
            self._urgent[self._closed.popitem(last=False)[0]] = None
        self._forget(case)
        return alert

    def _suppress(self, case: Case) -> None:
        severity = case.leak.severity
        self.suppressed[severity] = self.suppressed.get(severity, 0) + 1
        self._forget(case)

    def _forget(self, case: Case) -> None:
        name = case.name
        for held in (self._open, self._counting, self._waiting, self._touched, self._unweighed, self._changed):
            held.pop(name, None)
        self._account(case, 0)
        if case.saved:
            self._urgent[name] = None

    def _make_room(self) -> None:
        while len(self._counting) + len(self._open) >= self._options.keys:
            self._evict(counting=len(self._counting) >= len(self._open))

    def _weigh(self) -> None:
        """Brings the account of memory up to date, and gives up what was quiet for longest if it is too much."""
        for case in self._unweighed.values():
            self._account(case, case.leak.weight)
        self._unweighed.clear()
        # Whichever weighs more gives way: large leaks that are known must not blind the sensor for new ones.
        while self.weight > self._options.memory:
            self._evict(counting=self._counting_weight >= self._open_weight)

    def _account(self, case: Case, weight: int) -> None:
        if case.fired:
            self._open_weight += weight - case.weight
        else:
            self._counting_weight += weight - case.weight
        case.weight = weight

    def _evict(self, *, counting: bool) -> None:
        """Gives up a scope that is being counted, or one that fired: the one that was quiet for longest.

        Of those that fired, what waits goes first, the graver half apart. An alert that was told is closed.
        """
        if counting:
            self.evicted += 1
            self._forget(next(iter(self._counting.values())))
        elif self._waiting:
            self._shorten(len(self._waiting) // 2)
        else:
            self.evicted += 1
            case = next(iter(self._open.values()))
            self._parting.append(self._close(case, self._now or case.active_ns))

    def acknowledge(self, keys: Mapping[str, int | None]) -> None:
        """Sets what people know of: no update of it is told until it has grown tenfold, or got more severe.

        New alerts and closes are told all the same: what must not be told at all belongs on the allowlist.

        Args:
            keys: ``Alert.key`` of each, with the time (ns) up to which it holds; None: until it is taken back. This
                replaces what was set before.
        """
        self._acknowledged = {key: NEVER if until is None else until for key, until in keys.items()}
        for case in self._open.values():
            self._schedule(case)

    def replace(
        self, ruleset: RuleSet, *, allowlist: Allowlist | None = None, enricher: Enricher | None = None
    ) -> None:
        """Goes on under other rules. Leaks of rules that persist keep their state; the next tick closes the others.

        Args:
            ruleset: The rules in force from now on, matched to the old ones by id.
            allowlist: Replaces the one in force, hits included; None: it stays.
            enricher: Replaces the one in force; None: it stays.
        """
        self.allowlist = allowlist or self.allowlist
        self._enricher = enricher or self._enricher
        self._take_rules(ruleset)
        self._throttle.keep(self._rules)
        for case in self._held():
            self._adopt(case)

    def _adopt(self, case: Case) -> None:
        rule = self._rules.get(case.name[0])
        if rule is not None and case.adopt(rule):
            self._schedule(case)
        elif case.told is not None:
            self._parting.append(self._close(case, self._now or case.active_ns))
        elif case.fired:
            self._suppress(case)
        else:
            self._forget(case)

    def _note(self, name: Name, case: Case) -> None:
        """Notes that a case is to be saved. Messages and flows do not outlive the engine that numbers them."""
        if self._now is not None and (case.fired or _lasts(case)):
            self._changed.setdefault(name, self._now)

    def states(self, *, final: bool = False) -> dict[str, bytes | None]:
        """What changed since the last call, to be saved under its name; None: to be deleted.

        What was told is handed out at once; other changes after ``save_after_ns``, ``save_most`` in a call.

        Args:
            final: Hands out everything: the process ends.
        """
        names = dict(self._urgent)
        if final:
            names |= {case.name: None for case in self._touched.values() if case.fired or _lasts(case)}
            names |= dict.fromkeys(self._changed)
        else:
            now = self._now or 0
            for name, since in self._changed.items():
                if since + self._options.save_after_ns > now or len(names) >= self._options.save_most:
                    break
                names[name] = None
        self._urgent.clear()
        found: dict[str, bytes | None] = dict.fromkeys(self._unusable)
        self._unusable.clear()
        for name in names:
            self._changed.pop(name, None)
            case = self._open.get(name) or self._counting.get(name)
            if case is not None:
                case.saved = True
            found[state_name(name)] = save(name, case, self._closed.get(name), seen=name in self._touched)
        if self._throttled:
            self._throttled = False
            found[_THROTTLE] = msgspec.msgpack.encode(self._throttle.used)
        return found

    def _restore(self, restored: Iterable[tuple[str, bytes]]) -> None:
        sensor, window_bytes = self._recorder.sensor, self._options.window_bytes
        for state, data in restored:
            try:
                if state == _THROTTLE:
                    used = msgspec.msgpack.decode(data, type=dict[str, tuple[int, int]])
                    self._throttle = Throttle(self._options.new_per_minute, used)
                    continue
                name, case, closed, seen = restore(state, data, self._rules, sensor=sensor, window_bytes=window_bytes)
            except (ValueError, msgspec.DecodeError):
                self.dropped_states += 1
                self._unusable.append(state)
                continue
            if closed is not None:
                self._closed[name] = closed
            if case is not None:
                self._take_restored(case, seen=seen)
        self._throttle.keep(self._rules)
        self._closed = OrderedDict(sorted(self._closed.items(), key=lambda item: (item[1].at_ns, item[0])))
        self._counting = OrderedDict(sorted(self._counting.items(), key=lambda item: (item[1].active_ns, item[0])))
        self._open = OrderedDict(sorted(self._open.items(), key=lambda item: (item[1].active_ns, item[0])))
        if self.dropped_states:
            logger.warning("saved alert states could not be used", extra={"states": self.dropped_states})
        self._weigh()

    def _take_restored(self, case: Case, *, seen: bool) -> None:
        self._make_room()
        name = case.name
        (self._open if case.fired else self._counting)[name] = case
        self._unweighed[name] = case
        if seen:
            self._touched[name] = case
        if case.fired and case.told is None:
            self._waiting[name] = case
        self._adopt(case)


def _lasts(case: Case) -> bool:
    data = case.leak.rule.data
    return data is None or data.scope == "pair"

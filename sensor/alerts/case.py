"""A leak and what was told of it: when it was seen, when the next update is due, what is saved of it."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Annotated, Final, Literal

import msgspec

from sensor.alerts.leak import Leak, SavedLeak, ScopeKey, alert_key
from sensor.model.alert import SEVERITY_RANK, Severity
from sensor.ruleset.compile import RulePlan

if TYPE_CHECKING:
    from sensor.engine import RawEndpoint, RawFinding
    from sensor.ruleset.compile import DataPlan

STATE_VERSION: Final = 1
NEVER: Final = 1 << 63
# So much larger than when it was last told, a leak is told at once, and in spite of an acknowledgement.
GRAVE_GROWTH: Final = 10

Name = tuple[str, ScopeKey]
Nonnegative = Annotated[int, msgspec.Meta(ge=0)]


class LiveOptions(msgspec.Struct, frozen=True, kw_only=True):
    """How much is told, and how much is held. Times are in ns.

    Attributes:
        update_after_ns: From a new alert to its first update; later pauses double.
        update_most_ns: The longest pause between updates of a leak that grows.
        quiet_ns: An alert without a sighting for so long is closed.
        new_per_minute: New alerts per rule and minute; others wait.
        waiting: Alerts that may wait; beyond it the least grave are given up, counted.
        keys: Scope keys held, told or not.
        memory: Bytes of everything held, by account (``Leak.weight``).
        window_bytes: Bytes of one window, beyond which it gets coarser.
        save_after_ns: A change that was not told is saved after so long.
        save_most: Most such changes handed out in one call.
    """

    update_after_ns: Annotated[int, msgspec.Meta(ge=1)] = 60 * 10**9
    update_most_ns: Annotated[int, msgspec.Meta(ge=1)] = 3600 * 10**9
    quiet_ns: Annotated[int, msgspec.Meta(ge=1)] = 3600 * 10**9
    new_per_minute: Annotated[int, msgspec.Meta(ge=1)] = 60
    waiting: Nonnegative = 1024
    keys: Annotated[int, msgspec.Meta(ge=2)] = 16_384
    memory: Annotated[int, msgspec.Meta(ge=1)] = 48 << 20
    window_bytes: Annotated[int, msgspec.Meta(ge=1)] = 32 << 10
    save_after_ns: Nonnegative = 30 * 10**9
    save_most: Annotated[int, msgspec.Meta(ge=1)] = 512


class Told(msgspec.Struct, kw_only=True):
    """What was last said of a leak, and when the next may be said. ``size`` is its distinct values, or its flows."""

    revision: Annotated[int, msgspec.Meta(ge=1)]
    at_ns: int
    due_ns: int
    pause_ns: Nonnegative
    size: Nonnegative
    severity: Severity


class Closed(msgspec.Struct, frozen=True, array_like=True):
    """The last alert of a name that was closed: its first sighting, and when it was closed."""

    first_ns: int
    at_ns: int


class SavedCase(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What is saved under one name: a leak, the mark of a closed one, or both.

    ``plan`` is the rule as it was, for a leak that fired: should the rule be gone after a restart, its alert can still
    be closed. ``seen``: there was a sighting since the last tick.
    """

    version: Literal[1]
    rule: str
    key: ScopeKey
    plan: RulePlan | None = None
    leak: SavedLeak | None = None
    told: Told | None = None
    active_ns: int = 0
    dirty: bool = False
    grown: bool = False
    seen: bool = False
    closed: Closed | None = None


class Case:
    """A leak, told or not yet, or a scope that is still being counted.

    Attributes:
        name: Rule and scope key; of a leak that fired, rule and what is told as one alert.
        alert_key: ``Alert.key`` of its alerts; empty until it fired.
        active_ns: When it was last seen, by the clock of ``tick``.
        dirty: There is something to tell.
        grown: It is so much larger than when it was last told that it cannot wait.
        timer_ns: When it is to be looked at again; ``NEVER``: no timer runs.
        weight: Its bytes as last accounted.
        saved: It is among the saved states.
    """

    __slots__ = ("active_ns", "alert_key", "dirty", "grown", "leak", "name", "saved", "timer_ns", "told", "weight")

    def __init__(self, name: Name, leak: Leak) -> None:
        """Starts untold."""
        self.name = name
        self.leak = leak
        self.alert_key = ""
        self.told: Told | None = None
        self.active_ns = 0
        self.dirty = False
        self.grown = False
        self.timer_ns = NEVER
        self.weight = 0
        self.saved = False

    @property
    def fired(self) -> bool:
        """Whether there was enough of it for the rule."""
        return self.leak.fired_ns is not None

    @property
    def size(self) -> int:
        """Distinct values; flows, for a rule about transports."""
        return self.leak.distinct or self.leak.flow_count

    def gravity(self) -> tuple[int, int, int, int, Name]:
        """Sorts the gravest first: by severity, size, occurrences; then the oldest."""
        leak = self.leak
        return (-SEVERITY_RANK[leak.severity], -self.size, -leak.count, leak.first_ns, self.name)

    def fire(self, name: Name, sensor: str) -> None:
        """Takes the name under which it is told."""
        self.name = name
        self.leak.key = name[1]
        self.alert_key = alert_key(sensor, *name)

    def seen(self, now_ns: int) -> None:
        """Notes that there was a sighting since the last tick."""
        self.active_ns = now_ns
        told = self.told
        # A leak counts at least as much as it has distinct values, and counting costs less than merging.
        if told is not None and not self.grown and self.leak.count >= GRAVE_GROWTH * told.size:
            self.grown = self.size >= GRAVE_GROWTH * told.size

    def tell(self, now_ns: int, options: LiveOptions) -> int:
        """Notes that it is being told now. Gives the revision."""
        told = self.told
        pause = options.update_after_ns if told is None else min(told.pause_ns * 2, options.update_most_ns)
        self.told = Told(
            revision=1 if told is None else told.revision + 1,
            at_ns=now_ns,
            due_ns=now_ns + pause,
            pause_ns=pause,
            size=self.size,
            severity=self.leak.severity,
        )
        self.leak.reported = True
        self.dirty = self.grown = False
        return self.told.revision

    def update_ns(self, options: LiveOptions, acknowledged_until_ns: int) -> int:
        """When an update may be told.

        Args:
            options: The pauses.
            acknowledged_until_ns: A person knows of it until then; 0: nobody said so; ``NEVER``: for good.
        """
        told = self.told
        if told is None or not self.dirty:
            return NEVER
        due = max(told.due_ns, acknowledged_until_ns)
        return min(due, told.at_ns + options.update_after_ns) if self.grown else due

    def clamp(self, now_ns: int) -> None:
        """Takes a clock that stepped back into account: nothing happened later than now."""
        self.active_ns = min(self.active_ns, now_ns)
        if self.told is not None:
            self.told.at_ns = min(self.told.at_ns, now_ns)
            self.told.due_ns = min(self.told.due_ns, now_ns + self.told.pause_ns)

    def adopt(self, rule: RulePlan) -> bool:
        """Goes on under a rule as it is now. False if it cannot: the rule asks about something else."""
        old = self.leak.rule
        if _told_as(old) != _told_as(rule) or (not self.fired and _counted_as(old) != _counted_as(rule)):
            return False
        self.leak.rule = rule
        severity = self.leak.severity
        if self.told is not None and severity != self.told.severity:
            self.dirty = True
            self.grown |= SEVERITY_RANK[severity] > SEVERITY_RANK[self.told.severity]
        return True


def _told_as(rule: RulePlan) -> str:
    if rule.data is None:
        return "transport"
    return "pair" if rule.data.scope == "pair" else "messages"


def _counted_as(rule: RulePlan) -> tuple[object, ...]:
    data = rule.data
    return () if data is None else (data.scope, data.near_record, data.window_ns, len(data.slots))


def case_key(raw: RawFinding, sender: RawEndpoint, receiver: RawEndpoint, data: DataPlan) -> ScopeKey:
    """What is told as one alert: of messages and flows, all of one protocol between a sender and a receiver."""
    ends = (sender.peer_ip, receiver.peer_ip)
    return ends if data.scope == "pair" else (*ends, raw.app_proto)


def state_name(name: Name) -> str:
    """The name under which a case is saved: stable, bounded, and without an address."""
    rule, key = name
    return f"{rule}/{hashlib.blake2b(msgspec.msgpack.encode(key), digest_size=16).hexdigest()}"


_decoder: Final = msgspec.msgpack.Decoder(SavedCase)


def save(name: Name, case: Case | None, closed: Closed | None, *, seen: bool) -> bytes | None:
    """Writes what is to be saved under a name; None if there is nothing. ``seen``: since the last tick."""
    if case is None and closed is None:
        return None
    rule, key = name
    found = SavedCase(version=1, rule=rule, key=key, closed=closed)
    if case is not None:
        found = msgspec.structs.replace(
            found,
            plan=case.leak.rule if case.fired else None,
            leak=case.leak.save(),
            told=case.told,
            active_ns=case.active_ns,
            dirty=case.dirty,
            grown=case.grown,
            seen=seen,
        )
    return msgspec.msgpack.encode(found)


def restore(
    name: str, data: bytes, rules: dict[str, RulePlan], *, sensor: str, window_bytes: int
) -> tuple[Name, Case | None, Closed | None, bool]:
    """Reads what was saved under a name: the case, the mark of one that was closed, and ``seen``.

    Raises:
        ValueError: If it is damaged, of another version, not of this name, or about a rule that is gone and had told
            nothing.
    """
    saved = _decoder.decode(data)
    full: Name = (saved.rule, saved.key)
    if state_name(full) != name:
        reason = "a state is not about what its name says"
        raise ValueError(reason)
    if saved.leak is None:
        return full, None, saved.closed, False
    plan = saved.plan or rules.get(saved.rule)
    if plan is None or plan.id != saved.rule or saved.leak.key != saved.key:
        reason = "a state is about no rule"
        raise ValueError(reason)
    if saved.plan is None and not _window_fits(saved.leak, plan):
        reason = "a state counts what its rule does not"
        raise ValueError(reason)
    case = Case(full, Leak.restore(plan, saved.leak, most_window=window_bytes))
    if case.fired is not (saved.plan is not None):
        reason = "a state contradicts itself"
        raise ValueError(reason)
    if case.fired:
        case.fire(full, sensor)
    case.told, case.active_ns, case.dirty, case.grown = saved.told, saved.active_ns, saved.dirty, saved.grown
    case.saved = True
    return full, case, saved.closed, saved.seen


def _window_fits(leak: SavedLeak, plan: RulePlan) -> bool:
    window, data = leak.window, plan.data
    if window is None or data is None or data.scope != "pair" or window.window_ns != data.window_ns:
        return False
    return all(0 <= slot < len(data.slots) for _, _, sets in window.buckets for slot in sets)

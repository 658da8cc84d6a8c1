"""Which rules a sighting may concern: decided over closed sets, so that the answer can be remembered.

Detector, direction, protection, visibility, zones and countries are closed sets; what is not (addresses, counts,
outcomes) is looked at for each sighting. The engine numbers what a sighting has of the closed sets (its ``kind``), so
the common case costs one dictionary look-up.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeVar

from sensor.border import HOME, NOWHERE
from sensor.model.record import direction as direction_of
from sensor.ruleset.selector import facts_of
from sensor.transport.coverage import NO_ADDRESS

if TYPE_CHECKING:
    from sensor.alerts.leak import ScopeKey
    from sensor.border import Border
    from sensor.engine import RawEndpoint, RawFinding, RawTransport, Verdict
    from sensor.ruleset.compile import DataPlan, RulePlan, RuleSet
    from sensor.transport.coverage import Shortfall, ZoneEnd

_MAX_REMEMBERED: Final = 16_384
# What is looked up and not there; None is an answer.
_UNKNOWN: Final[Any] = object()

_K = TypeVar("_K")
_V = TypeVar("_V")
_Kind = tuple[str, str, str, str, str, str]
_TransportKind = tuple[int, str, tuple[str, ...]]
DataCandidates = tuple[tuple[int, tuple[int, ...]], ...]
TransportCandidates = tuple[tuple[int, bool], ...]


class Matcher:
    """Answers which rules of a set, by index, may concern a finding or a transport."""

    def __init__(self, ruleset: RuleSet, home: str, border: Border = NOWHERE) -> None:
        """Starts without a remembered answer. ``home`` is a zone; ``border`` knows countries."""
        self.rules = ruleset.rules
        self._home = home
        self._border = border
        self._detectors = ruleset.detectors
        # None: it depends on countries, which take longer to find than all the rest, and few rules ask for.
        self._data_kinds: dict[int, DataCandidates | None] = {}
        self._transport_kinds: dict[_TransportKind, TransportCandidates | None] = {}
        self._by_country: dict[tuple[int, str], DataCandidates] = {}
        self._by_countries: dict[tuple[_TransportKind, str, str], TransportCandidates] = {}
        self._by_name = any(rule.transport is not None and rule.transport.names for rule in self.rules)

    def data(self, raw: RawFinding) -> DataCandidates:
        """Data rules that fit, each with the slots of its clause that the detector fills."""
        kind = raw.kind
        known: DataCandidates | None = self._data_kinds.get(kind, _UNKNOWN)
        if known is _UNKNOWN:
            known = _remember(self._data_kinds, kind, self._without_country(self._data_candidates(_kind(raw))))
        if known is not None:
            return known
        abroad = (kind, self._border.country(raw.receiver.peer_ip))
        candidates = self._by_country.get(abroad)
        if candidates is None:
            every = self._data_candidates(_kind(raw))
            fit = (each for each in every if self._country_fits(self.rules[each[0]], abroad[1]))
            candidates = _remember(self._by_country, abroad, tuple(fit))
        return candidates

    def settled(self, raw: RawFinding) -> DataCandidates | None:
        """Data rules that fit whatever is of the finding's kind; None if that depends on more, or is not remembered."""
        self.data(raw)
        return self._data_kinds.get(raw.kind)

    def _without_country(self, candidates: DataCandidates) -> DataCandidates | None:
        """The candidates; None if a country decides about any of them, and is known."""
        if not any(_asks_country(self.rules[index]) for index, _ in candidates):
            return candidates
        return (
            None if self._border.knows else tuple(each for each in candidates if not _asks_country(self.rules[each[0]]))
        )

    def _data_candidates(self, kind: _Kind) -> DataCandidates:
        """Whatever the receiver's country is."""
        detector, direction, protection, visibility, from_zone, to_zone = kind
        facts = facts_of(detector, self._detectors)
        found = []
        for index, rule in enumerate(self.rules):
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

    def transport(self, raw: RawTransport | Shortfall, verdict: Verdict) -> TransportCandidates:
        """Transport rules that fit, each with whether the originator is the sender that it is about."""
        kind = (raw.kind, verdict.protection, verdict.issues)
        candidates: TransportCandidates | None = self._transport_kinds.get(kind, _UNKNOWN)
        if candidates is _UNKNOWN:
            every = self._transport_candidates(raw, verdict)
            asks = self._border.knows and any(_asks_country(self.rules[index]) for index, _ in every)
            candidates = _remember(self._transport_kinds, kind, None if asks else self._first_way(every, "", ""))
        if candidates is None:
            countries = (self._border.country(raw.orig.peer_ip), self._border.country(raw.resp.peer_ip))
            abroad = (kind, *countries)
            candidates = self._by_countries.get(abroad)
            if candidates is None:
                found = self._first_way(self._transport_candidates(raw, verdict), *countries)
                candidates = _remember(self._by_countries, abroad, found)
        if not candidates or not self._by_name:
            return candidates
        # Server names are no closed set: who asks for them is looked at each time.
        plans = ((each, self.rules[each[0]].transport) for each in candidates)
        return tuple(each for each, plan in plans if plan is None or not plan.names or plan.has_name(raw.sni))

    def _first_way(self, candidates: TransportCandidates, orig_country: str, resp_country: str) -> TransportCandidates:
        """Of each rule the first way that the countries of the ends fit, if any."""
        found: dict[int, bool] = {}
        for index, forward in candidates:
            if self._country_fits(self.rules[index], resp_country if forward else orig_country):
                found.setdefault(index, forward)
        return tuple(found.items())

    def _transport_candidates(self, raw: RawTransport | Shortfall, verdict: Verdict) -> TransportCandidates:
        """Whatever the countries are: a rule may come twice, for both ways."""
        protection, orig_zone, resp_zone = verdict.protection, raw.orig.peer_zone, raw.resp.peer_zone
        found = []
        for index, rule in enumerate(self.rules):
            plan = rule.transport
            if plan is None or (plan.issues and plan.issues.isdisjoint(verdict.issues)):
                continue
            if plan.tunnels and raw.tunnel not in plan.tunnels:
                continue
            if plan.upgrades and raw.upgrade not in plan.upgrades:
                continue
            if plan.protocols and raw.protocol not in plan.protocols:
                continue
            # Both sides of a flow send: the rule is about whichever direction it names.
            for forward, ends in ((True, (orig_zone, resp_zone)), (False, (resp_zone, orig_zone))):
                if _flow_fits(rule, direction_of(*ends, self._home), protection, *ends):
                    found.append((index, forward))
        return tuple(found)

    def _country_fits(self, rule: RulePlan, country: str) -> bool:
        """Tells whether a receiver is where the rule wants it. Unknown is neither here nor there."""
        if not _asks_country(rule):
            return True
        names = {country, HOME} if country in self._border.home else {country}
        return (
            bool(country)
            and (not rule.countries or not rule.countries.isdisjoint(names))
            and rule.not_countries.isdisjoint(names)
        )


def superseders(rules: tuple[RulePlan, ...]) -> dict[int, tuple[int, ...]]:
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


def _kind(raw: RawFinding) -> _Kind:
    """What the number of a finding's kind stands for."""
    ends = (raw.sender.peer_zone, raw.receiver.peer_zone)
    return (raw.detector, raw.direction, raw.protection, raw.visibility, *ends)


def outcome_fits(raw: RawFinding, data: DataPlan) -> bool:
    """Tells whether a login had an outcome that the rule is about."""
    if not data.outcomes:
        return True
    credential = raw.credential
    return credential is not None and credential.outcome in data.outcomes


def scope_key(raw: RawFinding, sender: RawEndpoint, receiver: RawEndpoint, data: DataPlan) -> ScopeKey:
    """What a rule counts together: of a proxy, for each client of its own."""
    if data.scope == "pair":
        return (sender.peer_ip, receiver.peer_ip)
    if data.scope == "flow":
        key: ScopeKey = (raw.flow_id, sender.peer_ip, sender.port)
        return key if receiver.client is None else (*key, receiver.peer_ip)
    key = (raw.flow_id, sender.peer_ip, sender.port, raw.tx)
    return (*key, record_of(raw.where)) if data.near_record else key


def scope_kind(data: DataPlan) -> int:
    """Which of a finding's scopes a rule counts in, as the engine numbers them: pair, flow, message, record."""
    if data.scope == "message":
        return 3 if data.near_record else 2
    return 0 if data.scope == "pair" else 1


def scope_number(raw: RawFinding, data: DataPlan) -> int:
    """A number that is the same where the scope's key is, within a process."""
    if data.scope == "message":
        return raw.record_scope if data.near_record else raw.message_scope
    return raw.pair_scope if data.scope == "pair" else raw.flow_scope


def transport_key(sender: RawEndpoint | ZoneEnd, receiver: RawEndpoint | ZoneEnd, protocol: str) -> ScopeKey:
    """What a transport rule counts together: two hosts and a protocol, or two zones where it is about those."""
    if sender.ip == receiver.ip == NO_ADDRESS:
        return (sender.zone, receiver.zone, protocol)
    return (sender.peer_ip, receiver.peer_ip, protocol)


def record_of(where: str) -> str:
    """The record that a place is a field of: ``http.request.body[json]:data[*].phone`` is in ``…:data[*]``."""
    place, colon, path = where.rpartition(":")
    parent = path.rpartition(".")[0]
    return f"{place}{colon}{parent}"


def _asks_country(rule: RulePlan) -> bool:
    return bool(rule.countries or rule.not_countries)


def _remember(known: dict[_K, _V], kind: _K, answer: _V) -> _V:
    """Keeps an answer while there is room."""
    if len(known) < _MAX_REMEMBERED:
        known[kind] = answer
    return answer


def _flow_fits(rule: RulePlan, direction: str, protection: str, from_zone: str, to_zone: str) -> bool:
    return (
        (not rule.directions or direction in rule.directions)
        and (not rule.protections or protection in rule.protections)
        and (not rule.from_zones or from_zone in rule.from_zones)
        and (not rule.to_zones or to_zone in rule.to_zones)
    )

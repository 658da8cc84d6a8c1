"""Compiles a loaded pack: detectors become the engine's plan, rules the evaluation plan of ``sensor.alerts``.

What a policy does not select is left out of both. The SHA-256 is taken over the canonical form of everything in force,
so it does not depend on files, order of files or comments.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from typing import TYPE_CHECKING, Any, Final

import msgspec

from sensor.document import suggestion
from sensor.errors import ConfigError, RuleError
from sensor.model.alert import Clause, ScopeName, Severity
from sensor.model.profile import Profile
from sensor.model.record import Text
from sensor.ruleset.selector import DetectorFacts, Selector

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from sensor.ruleset.loader import Pack
    from sensor.ruleset.syntax import (
        ClauseSyntax,
        DetectorSyntax,
        PolicySyntax,
        ProfileSyntax,
        RuleSyntax,
        SelectSyntax,
        TextSyntax,
    )

_UNITS: Final = {"ms": 1_000_000, "s": 10**9, "m": 60 * 10**9, "h": 3600 * 10**9, "d": 86400 * 10**9}
_DURATION: Final = re.compile(r"([0-9]+)(ms|s|m|h|d)")


class Exclusion(msgspec.Struct, frozen=True, kw_only=True):
    """What is never reported: a value by its digest, or a place by a glob. ``until`` is its last day."""

    value_digest: str = ""
    field: str = ""
    until: dt.date | None = None

    def holds(self, today: dt.date | None = None) -> bool:
        """Whether it has not run out."""
        return self.until is None or self.until >= (today or dt.datetime.now(dt.UTC).date())


class DataPlan(msgspec.Struct, frozen=True, kw_only=True):
    """The data clause of a rule. A slot holds alternatives; each slot counts apart and must reach ``distinct``."""

    slots: tuple[tuple[Selector, ...], ...]
    confidence: int
    distinct: int
    count: int
    scope: ScopeName
    window_ns: int | None
    near_record: bool
    outcomes: frozenset[str]


class TransportPlan(msgspec.Struct, frozen=True, kw_only=True):
    """The transport clause of a rule. What is empty allows any. Of ``names``, one with a dot in front is a domain."""

    issues: frozenset[str]
    protocols: frozenset[str]
    upgrades: frozenset[str]
    tunnels: frozenset[str]
    names: frozenset[str]

    def has_name(self, sni: str) -> bool:
        """Whether a server name is one of those that are meant, or in a domain that is."""
        name = sni.lower().rstrip(".")
        if name in self.names:
            return True
        domain = f".{name}"
        while domain:
            if domain in self.names:
                return True
            _, dot, rest = domain[1:].partition(".")
            domain = dot + rest
        return False


class Grade(msgspec.Struct, frozen=True, kw_only=True):
    """A severity for some senders and receivers. Empty sets allow everything."""

    severity: Severity
    directions: frozenset[str]
    from_zones: frozenset[str]
    to_zones: frozenset[str]

    def fits(self, direction: str, from_zone: str, to_zone: str) -> bool:
        """Whether it is about this sender and receiver."""
        return (
            (not self.directions or direction in self.directions)
            and (not self.from_zones or from_zone in self.from_zones)
            and (not self.to_zones or to_zone in self.to_zones)
        )


class RulePlan(msgspec.Struct, frozen=True, kw_only=True):
    """A rule ready to be evaluated. Empty sets allow everything. ``home`` stands for the countries that are home."""

    id: str
    title: Text
    severity: Severity
    group: str
    tags: tuple[str, ...]
    directions: frozenset[str]
    protections: frozenset[str]
    visibilities: frozenset[str]
    from_zones: frozenset[str]
    to_zones: frozenset[str]
    countries: frozenset[str] = frozenset()
    not_countries: frozenset[str] = frozenset()
    data: DataPlan | None
    transport: TransportPlan | None
    cites: tuple[Clause, ...]
    advice: Text | None
    supersedes: tuple[str, ...]
    grades: tuple[Grade, ...] = ()

    def severity_of(self, direction: str, from_zone: str, to_zone: str) -> Severity:
        """How severe it is between a sender and a receiver."""
        fitting = (grade.severity for grade in self.grades if grade.fits(direction, from_zone, to_zone))
        return next(fitting, self.severity)


class RuleSet(msgspec.Struct, frozen=True, kw_only=True):
    """Everything in force. ``plan`` is the engine's document, ``sha256`` names the set in every record."""

    policy: str
    sha256: str
    plan: bytes
    detectors: dict[str, DetectorFacts]
    rules: tuple[RulePlan, ...]
    profiles: dict[str, Profile] = {}


def duration_ns(text: str) -> int:
    """Reads a duration such as ``10m``.

    Raises:
        ValueError: If it is none.
    """
    match = _DURATION.fullmatch(text)
    if match is None:
        reason = f"`{text}` is not a duration such as 30s, 10m or 1h"
        raise ValueError(reason)
    return int(match[1]) * _UNITS[match[2]]


def least(threshold: str) -> int:
    """The smallest number that meets ``>= n`` or ``> n``."""
    number = int(threshold.lstrip(">= "))
    return number if threshold.startswith(">=") else number + 1


def text_of(syntax: TextSyntax) -> Text:
    """A text as records carry it."""
    return Text(en=syntax.en, zh=syntax.zh or None)


def clause_of(syntax: ClauseSyntax) -> Clause:
    """A clause as alerts carry it."""
    return Clause(
        id=syntax.id,
        source=syntax.source,
        clause=syntax.clause,
        title=text_of(syntax.title),
        verified=syntax.verified,
    )


def detector_spec(detector: DetectorSyntax) -> dict[str, Any]:
    """A detector as the engine's plan wants it (``engine/src/detect/mod.rs``)."""
    return {
        "id": detector.id,
        "native": detector.native,
        "pattern": detector.pattern,
        "boundary": detector.boundary,
        "validate": detector.validate,
        "keywords": detector.keywords,
        "words": detector.context.words,
        "fields": detector.context.fields,
        "window": detector.context.window,
        "base": detector.confidence.base,
        "context": detector.confidence.context,
    }


def plan_document(detectors: Sequence[DetectorSyntax], exclude: Sequence[Exclusion] = ()) -> bytes:
    """The engine's plan of some detectors."""
    return msgspec.json.encode(
        {
            "detectors": [detector_spec(detector) for detector in detectors],
            "exclude_digests": sorted({entry.value_digest for entry in exclude if entry.value_digest}),
            "exclude_places": sorted({entry.field for entry in exclude if entry.field}),
        }
    )


def facts(detector: DetectorSyntax) -> DetectorFacts:
    """What selectors and reports need of a detector."""
    return DetectorFacts(
        id=detector.id,
        group=detector.group,
        sensitivity=detector.sensitivity,
        title=detector.title.en,
        title_zh=detector.title.zh or None,
    )


def group_of(rule: RuleSyntax) -> str:
    """The group of a rule: as written, else the first part of its id."""
    return rule.group or rule.id.partition(".")[0]


def _taken(select: SelectSyntax, *, status: str, group: str, tags: Sequence[str], severity: str | None) -> bool:
    return (
        (not select.status or status in select.status)
        and (not select.groups or group in select.groups)
        and (not select.tags or not set(select.tags).isdisjoint(tags))
        and (severity is None or not select.severity or severity in select.severity)
    )


def selected_detectors(pack: Pack, policy: PolicySyntax) -> list[DetectorSyntax]:
    """The detectors that a policy takes. Tags and severity choose rules; a detector is taken by status and group."""
    groups_only = msgspec.structs.replace(policy.select, tags=[])
    return [
        detector
        for detector in pack.detectors.values()
        if _taken(groups_only, status=detector.status, group=detector.group, tags=detector.tags, severity=None)
    ]


def selected_rules(pack: Pack, policy: PolicySyntax) -> list[RuleSyntax]:
    """The rules that a policy takes."""
    return [
        rule
        for rule in pack.rules.values()
        if _taken(policy.select, status=rule.status, group=group_of(rule), tags=rule.tags, severity=rule.severity)
    ]


def compile_rule(rule: RuleSyntax, clauses: dict[str, ClauseSyntax]) -> RulePlan:
    """Compiles one checked rule."""
    when = rule.when
    data = None
    if when.data is not None:
        scope: ScopeName = "pair"
        if isinstance(when.data.per, str):
            scope = when.data.per
        slots = [tuple(Selector.parse(text) for text in when.data.any)] if when.data.any else []
        slots += [(Selector.parse(text),) for text in when.data.all]
        data = DataPlan(
            slots=tuple(slots),
            confidence=least(when.data.confidence),
            distinct=least(when.data.distinct),
            count=least(when.data.count),
            scope=scope,
            window_ns=duration_ns(when.data.within) if when.data.within else None,
            near_record=when.data.near == "record",
            outcomes=frozenset(when.data.outcome),
        )
    transport = None
    if when.transport is not None:
        transport = TransportPlan(
            issues=frozenset(when.transport.issues),
            protocols=frozenset(when.transport.protocol),
            upgrades=frozenset(when.transport.upgrade),
            tunnels=frozenset(when.transport.tunnel),
            names=frozenset(name.lower() for name in when.transport.sni),
        )
    return RulePlan(
        id=rule.id,
        title=text_of(rule.title),
        severity=rule.severity,
        group=group_of(rule),
        tags=tuple(rule.tags),
        directions=frozenset(when.direction),
        protections=frozenset(when.protection),
        visibilities=frozenset(when.visibility),
        from_zones=frozenset(when.zones.from_),
        to_zones=frozenset(when.zones.to),
        countries=frozenset(when.receiver.country),
        not_countries=frozenset(when.receiver.not_country),
        data=data,
        transport=transport,
        cites=tuple(clause_of(clauses[name]) for name in rule.cites),
        advice=text_of(rule.advice) if rule.advice else None,
        supersedes=tuple(rule.supersedes),
        grades=tuple(
            Grade(
                severity=grade.severity,
                directions=frozenset(grade.direction),
                from_zones=frozenset(grade.zones.from_),
                to_zones=frozenset(grade.zones.to),
            )
            for grade in rule.grades
        ),
    )


def canonical_sha256(
    policy: PolicySyntax,
    detectors: Sequence[DetectorSyntax],
    rules: Sequence[RuleSyntax],
    exclude: Sequence[Exclusion],
    profiles: Sequence[ProfileSyntax] = (),
) -> str:
    """Names a rule set by its content: entries by id, keys sorted, defaults left out."""
    form: dict[str, Any] = {
        "policy": policy,
        "detectors": {entry.id: entry for entry in detectors},
        "rules": {entry.id: entry for entry in rules},
        "exclude": exclude,
    }
    if profiles:
        form["profiles"] = {entry.id: entry for entry in profiles}
    return hashlib.sha256(msgspec.json.encode(form, order="deterministic")).hexdigest()


def _named_zones(rule: RuleSyntax) -> Iterator[tuple[str, tuple[str | int, ...]]]:
    """The zones that a rule names, and where."""
    for zones, place in (
        (rule.when.zones, ("when", "zones")),
        *((grade.zones, ("grades", index, "zones")) for index, grade in enumerate(rule.grades)),
    ):
        for key, names in (("from", zones.from_), ("to", zones.to)):
            yield from ((name, (*place, key)) for name in names)


def _require_zones(pack: Pack, rules: Sequence[RuleSyntax], zones: Collection[str]) -> None:
    """Raises if a rule names a zone that there is not: it would never be true."""
    for rule in rules:
        for name, place in _named_zones(rule):
            if name not in zones:
                fix = suggestion(name, sorted(zones))
                raise pack.source("rules", rule.id).error(rule.id, f"there is no zone `{name}`", *place, fix=fix)


def compile_pack(
    pack: Pack,
    *,
    policy: str,
    exclude: Sequence[Exclusion] = (),
    today: dt.date | None = None,
    zones: Collection[str] | None = None,
) -> RuleSet:
    """Compiles a validated pack under a policy. Exclusions that have run out are dropped.

    Args:
        pack: What was loaded.
        policy: Which of its policies is in force.
        exclude: What is never reported.
        today: The day that exclusions are judged by.
        zones: The zones that rules may name; None: they are not known here.

    Raises:
        ConfigError: If there is no such policy.
        RuleError: If the policy takes nothing at all, or a rule that it takes names a zone that there is not.
    """
    chosen = pack.policies.get(policy)
    if chosen is None:
        known = ", ".join(sorted(pack.policies)) or "none is loaded"
        reason = f"there is no policy `{policy}` (known: {known})"
        raise ConfigError(reason)
    current = [entry for entry in exclude if entry.holds(today)]
    detectors = selected_detectors(pack, chosen)
    rules = selected_rules(pack, chosen)
    if not detectors and not rules:
        reason = "the policy selects neither a detector nor a rule"
        raise RuleError(reason, rule=policy, fix="widen its `select`")
    if zones is not None:
        _require_zones(pack, rules, zones)
    return RuleSet(
        policy=policy,
        sha256=canonical_sha256(chosen, detectors, rules, current, list(pack.profiles.values())),
        plan=plan_document(detectors, current),
        detectors={entry.id: facts(entry) for entry in detectors},
        rules=tuple(compile_rule(rule, pack.clauses) for rule in rules),
        profiles=dict(pack.profiles),
    )

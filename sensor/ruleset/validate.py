"""Checks what a pack says beyond its syntax.

``check`` is quick and runs at every start: ids, references, clauses. ``check_examples`` runs every detector over its
own examples and negatives, bare and wrapped in every encoding that the engine opens; it belongs to ``rules check``.
"""

from __future__ import annotations

import base64
import gzip
import json
import re
import urllib.parse
from typing import TYPE_CHECKING, Final, get_args

import msgspec

from sensor import engine
from sensor.border import COUNTRIES, HOME
from sensor.document import suggestion
from sensor.errors import RuleError
from sensor.model.transport import Issue
from sensor.ruleset.compile import compile_rule, duration_ns, facts, least, plan_document
from sensor.ruleset.loader import BUILTIN
from sensor.ruleset.selector import FAMILIES, Selector
from sensor.ruleset.syntax import TransportSyntax

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from sensor.ruleset.loader import Pack, Source
    from sensor.ruleset.syntax import DataSyntax, DetectorSyntax, ReceiverSyntax, RuleSyntax

_ISSUES: Final = frozenset(get_args(Issue))
_NO_LITERAL: Final = re.compile(rb"\[(?:\\.|[^\]\\])*\]|\{[0-9,]*\}|\\.")
_LITERAL: Final = re.compile(rb"[^.(){}|*+?^$\x00]{3,}")
_LITERAL_BYTES: Final = 3
# Behind an even number of backslashes, and not within `(?-u:…)`.
_WORD_BOUNDARY: Final = re.compile(r"(?<![\\:])(?:\\\\)*\\b")
# Built-in rules act from here on, so a negative below is no false alarm of theirs.
_ACTED_ON: Final = 70
_SUREST: Final = 100
# Values and occurrences that a rule may ask for.
_MOST: Final = 1_000_000_000
# What rules may name beside what the engine's registry lists: channels and contents of other protocols, and the IP
# protocols whose contents nobody claimed.
_INNER: Final = ("clickhouse", "ftp-data", "grpc", "json-rpc", "rsh", "smb", "vnc")
_IP: Final = ("ah", "eigrp", "esp", "gre", "icmpv6", "igmp", "ip", "ospf", "pim", "sctp", "tcp", "udp", "vrrp")
_TUNNELS: Final = frozenset({"dns", "http-connect", "icmp", "socks", "tor"})
# The levels of the sensitivity profiles that the built-in pack has; a profile of a user's has its own.
_LEVELS: Final = {
    "gbt35273": ("none", "personal", "sensitive"),
    "gdpr": ("none", "personal", "special"),
    "pci": ("none", "chd", "sad"),
    "pipl": ("none", "personal", "sensitive"),
}


def check(pack: Pack) -> list[RuleError]:
    """Checks ids, references and clauses of a pack. An empty list means that it can be compiled."""
    problems: list[RuleError] = []
    native = frozenset(engine.native_detectors())
    for detector in pack.detectors.values():
        problems += _check_detector(pack, detector, native)
    for rule in pack.rules.values():
        problems += _check_rule(pack, rule)
    for policy in pack.policies.values():
        problems += _check_policy(pack, policy.id)
    for profile in pack.profiles.values():
        problems += _check_cites(pack, pack.source("profiles", profile.id), profile.id, profile.cites)
    return problems


def require(pack: Pack) -> None:
    """Raises the first problem of a pack, or of the patterns in it; its message says how many more there are.

    Raises:
        RuleError: If there is one.
    """
    problems = check(pack) or _check_compiled(pack)
    if not problems:
        return
    first = problems[0]
    more = f"; {len(problems) - 1} more: see `leaktap rules check`" if len(problems) > 1 else ""
    raise RuleError(first.reason + more, file=first.file, line=first.line, rule=first.rule, fix=first.fix) from first


def _check_detector(pack: Pack, detector: DetectorSyntax, native: frozenset[str]) -> Iterator[RuleError]:
    source = pack.source("detectors", detector.id)
    for profile, level in detector.sensitivity.items():
        known = list(_LEVELS.get(profile, (level,)))
        if level not in known:
            reason, fix = f"{profile} has no level `{level}`", suggestion(level, known)
            yield source.error(detector.id, reason, "sensitivity", profile, fix=fix)
    if detector.native:
        if detector.pattern:
            yield source.error(
                detector.id, "a native detector has no pattern", "pattern", fix="remove `pattern` or `native: true`"
            )
        if detector.id not in native:
            yield source.error(
                detector.id,
                "the engine has no matcher of this name",
                "id",
                fix=suggestion(detector.id, sorted(native)) if native else "",
            )
        return
    if not detector.pattern:
        yield source.error(detector.id, "there is no pattern", "id", fix="add `pattern: '…'`")
        return
    if not detector.keywords and not detector.slow and not _has_literal(detector.pattern):
        yield source.error(
            detector.id,
            f"the pattern has no literal of {_LITERAL_BYTES} bytes to search for",
            "pattern",
            fix="add `keywords: [...]`, or `slow: true` to accept the cost",
        )
    if "\x08" in detector.pattern:
        reason, fix = "the pattern holds a backspace", "in double quotes YAML reads `\\b` as one: use single quotes"
        yield source.error(detector.id, reason, "pattern", fix=fix)
    yield from _check_confidence(source, detector)


def _check_confidence(source: Source, detector: DetectorSyntax) -> Iterator[RuleError]:
    if 0 < detector.confidence.context < detector.confidence.base:
        reason, fix = "context makes it less sure", "give `context` at least the confidence of `base`"
        yield source.error(detector.id, reason, "confidence", fix=fix)
    if not detector.confidence.base and not detector.confidence.context:
        yield source.error(
            detector.id, "there is no confidence", "confidence", fix="add `confidence: {base: 50, context: 80}`"
        )


def _has_literal(pattern: str) -> bool:
    """Tells whether three plain bytes follow one another outside of classes; the engine has the last word."""
    return _LITERAL.search(_NO_LITERAL.sub(b"\x00", pattern.encode())) is not None


def _check_rule(pack: Pack, rule: RuleSyntax) -> Iterator[RuleError]:
    source = pack.source("rules", rule.id)
    when = rule.when
    if when.data is None and when.transport is None:
        yield source.error(rule.id, "the rule asks for nothing", "when", fix="add `data:` or `transport:`")
    if when.data is not None and when.transport is not None:
        yield source.error(rule.id, "`data` and `transport` are different rules", "when", fix="write one rule for each")
    if when.data is not None:
        yield from _check_data(pack, rule)
    if when.transport is not None:
        yield from _check_transport(source, rule.id, when.transport)
    yield from _check_cites(pack, source, rule.id, rule.cites)
    for name in rule.supersedes:
        yield from _check_superseded(pack, rule, name)
    way = _way_back(pack, rule.id)
    if way:
        reason = f"the rule supersedes itself ({' → '.join((rule.id, *way))}): none of them would ever speak"
        yield source.error(rule.id, reason, "supersedes", fix="let the graver one supersede the other")
    yield from _check_receiver(source, rule.id, when.receiver)
    for index, grade in enumerate(rule.grades):
        if not (grade.direction or grade.zones.from_ or grade.zones.to):
            fix = "name `direction` or `zones`, or change `severity` of the rule"
            yield source.error(rule.id, "the grade is about everything", "grades", index, fix=fix)


def _check_receiver(source: Source, rule: str, receiver: ReceiverSyntax) -> Iterator[RuleError]:
    for key, countries in (("country", receiver.country), ("not_country", receiver.not_country)):
        for country in countries:
            if country != HOME and country not in COUNTRIES:
                reason, fix = f"there is no country `{country}`", "see ISO 3166-1 alpha-2"
                yield source.error(rule, reason, "when", "receiver", key, fix=fix)


def _check_cites(pack: Pack, source: Source, name: str, cites: Iterable[str]) -> Iterator[RuleError]:
    for clause in cites:
        if clause not in pack.clauses:
            fix = suggestion(clause, list(pack.clauses))
            yield source.error(name, f"clause `{clause}` is not in rules/compliance", "cites", fix=fix)


def _check_transport(source: Source, rule: str, transport: TransportSyntax) -> Iterator[RuleError]:
    if transport == TransportSyntax():
        fix = "name `issues`, `protocol`, `upgrade`, `tunnel` or `sni`"
        yield source.error(rule, "every transport is meant", "when", "transport", fix=fix)
    protocols = {*_INNER, *_IP, *(name for name, _, _ in engine.protocols())}
    for key, what, names, known in (
        ("issues", "issue", transport.issues, _ISSUES),
        ("protocol", "protocol", transport.protocol, protocols),
        ("tunnel", "tunnel", transport.tunnel, _TUNNELS),
    ):
        for name in names:
            if name not in known:
                fix = suggestion(name, list(known))
                yield source.error(rule, f"there is no {what} `{name}`", "when", "transport", key, fix=fix)


def _check_superseded(pack: Pack, rule: RuleSyntax, name: str) -> Iterator[RuleError]:
    source = pack.source("rules", rule.id)
    other = pack.rules.get(name)
    if name == rule.id:
        yield source.error(rule.id, "the rule supersedes itself", "supersedes", fix="name another one")
    elif other is None:
        known = [key for key in pack.rules if key != rule.id]
        yield source.error(rule.id, f"there is no other rule `{name}`", "supersedes", fix=suggestion(name, known))
    elif _scope(other) != _scope(rule):
        yield source.error(rule.id, f"`{name}` counts per another scope", "supersedes", fix="give both the same `per`")


def _way_back(pack: Pack, start: str) -> tuple[str, ...]:
    """The rules by which one supersedes itself, itself last; empty if it does not."""
    ways: list[tuple[str, ...]] = [(name,) for name in pack.rules[start].supersedes if name != start]
    seen: set[str] = set()
    while ways:
        way = ways.pop()
        if way[-1] == start:
            return way
        rule = pack.rules.get(way[-1])
        if rule is not None and rule.id not in seen:
            seen.add(rule.id)
            ways += [(*way, name) for name in rule.supersedes]
    return ()


def _scope(rule: RuleSyntax) -> str:
    data = rule.when.data
    if data is None:
        return "transport"
    return data.per if isinstance(data.per, str) else "pair"


def _check_data(pack: Pack, rule: RuleSyntax) -> Iterator[RuleError]:
    source = pack.source("rules", rule.id)
    data = rule.when.data
    if data is None:
        return
    if not data.any and not data.all:
        yield source.error(rule.id, "no data is named", "when", "data", fix="add `any: [...]` or `all: [...]`")
    yield from _check_scope(source, rule.id, data)
    if least(data.confidence) > _SUREST:
        reason, fix = f"confidence ends at {_SUREST}", "ask for less, such as '>= 70'"
        yield source.error(rule.id, reason, "when", "data", "confidence", fix=fix)
    for key, threshold in (("distinct", data.distinct), ("count", data.count)):
        if least(threshold) > _MOST:
            reason, fix = f"{key} ends at {_MOST}", "ask for less: nobody sends as much"
            yield source.error(rule.id, reason, "when", "data", key, fix=fix)
    for key, names in (("any", data.any), ("all", data.all)):
        for name in names:
            problem = _selector_problem(pack, name)
            if problem:
                yield source.error(rule.id, problem[0], "when", "data", key, fix=problem[1])


def _check_scope(source: Source, rule: str, data: DataSyntax) -> Iterator[RuleError]:
    if not isinstance(data.per, str) and sorted(data.per) != ["receiver", "sender"]:
        yield source.error(rule, "`per` is message, flow, or [sender, receiver]", "when", "data", "per")
    if data.near and data.per != "message":
        yield source.error(rule, "`near` needs `per: message`", "when", "data", "near")
    if data.within is None:
        return
    if data.per == "message":
        yield source.error(rule, "`within` needs `per: flow` or [sender, receiver]", "when", "data", "within")
    if duration_ns(data.within) == 0:
        yield source.error(rule, "`within` is zero", "when", "data", "within")


def _selector_problem(pack: Pack, text: str) -> tuple[str, str] | None:
    """Says why a selector means nothing, and a suggestion."""
    try:
        selector = Selector.parse(text)
    except ValueError as error:
        return str(error), "write a detector id, a glob, group:NAME or PROFILE:LEVEL"
    known = [facts(detector) for detector in pack.detectors.values()]
    for term in selector.terms:
        if not term.key and (term.value.partition(".")[0] in FAMILIES):
            continue
        if term.key == "group" and term.value in FAMILIES.values():
            continue
        plain = msgspec.structs.replace(term, negated=False)
        if any(plain.matches(detector) for detector in known):
            continue
        if not term.key:
            return f"there is no detector `{term.value}`", suggestion(term.value, list(pack.detectors))
        if term.key == "group":
            return f"there is no group `{term.value}`", suggestion(term.value, sorted({d.group for d in known}))
        levels = sorted({f"{key}:{level}" for d in known for key, level in d.sensitivity.items()})
        return f"no detector is `{term.key}:{term.value}`", suggestion(f"{term.key}:{term.value}", levels)
    return None


def _check_policy(pack: Pack, name: str) -> Iterator[RuleError]:
    source = pack.source("policies", name)
    groups = {d.group for d in pack.detectors.values()} | {
        r.group or r.id.partition(".")[0] for r in pack.rules.values()
    }
    for group in pack.policies[name].select.groups:
        if group not in groups:
            yield source.error(
                name, f"there is no group `{group}`", "select", "groups", fix=suggestion(group, sorted(groups))
            )


def check_patterns(pack: Pack) -> list[RuleError]:
    """Patterns that do not compile, or mean something else than they seem to."""
    return [*_check_compiled(pack), *_check_boundaries(pack)]


def _check_compiled(pack: Pack) -> list[RuleError]:
    """Compiles each pattern by itself, so that every broken one is named, and where it stands."""
    problems = []
    for detector in pack.detectors.values():
        if detector.native:
            continue
        try:
            engine.check_plan(plan_document([detector]))
        except RuleError as error:
            problems.append(pack.source("detectors", detector.id).error(detector.id, error.reason, "pattern"))
    return problems


def _check_boundaries(pack: Pack) -> list[RuleError]:
    """Patterns whose word boundaries are none in Chinese text."""
    reason = "`\\b` takes Chinese characters for letters: a value next to one is not found"
    fix = "leave it out (`boundary` looks at both sides), or write (?-u:\\b)"
    wrong = [detector.id for detector in pack.detectors.values() if _WORD_BOUNDARY.search(detector.pattern)]
    return [pack.source("detectors", name).error(name, reason, "pattern", fix=fix) for name in wrong]


def _json_body(text: str) -> bytes:
    return json.dumps({"text": text}, ensure_ascii=True).encode()


def _percent_body(text: str) -> bytes:
    return b"text=" + urllib.parse.quote(text).encode()


def _base64_body(text: str) -> bytes:
    # Runs shorter than 24 characters are not taken for base64, so a short example needs company.
    padded = f"{text}\n-- end of this record --\n"
    return json.dumps({"blob": base64.b64encode(padded.encode()).decode()}).encode()


def _gbk_body(text: str) -> bytes:
    # A GBK document holds Chinese text around the value; without it the bytes would be plain ASCII.
    return f"记录：{text}，备注：测试数据。".encode("gbk")


WRAPPERS: Final[dict[str, tuple[str, Callable[[str], bytes]]]] = {
    "plain": ("text/plain; charset=utf-8", str.encode),
    "percent": ("application/x-www-form-urlencoded", _percent_body),
    "json": ("application/json", _json_body),
    "base64": ("application/json", _base64_body),
    "gzip": ("application/gzip", lambda text: gzip.compress(text.encode(), mtime=0)),
    "gbk": ("text/plain; charset=gbk", _gbk_body),
    "utf-16": ("text/plain; charset=utf-16", lambda text: text.encode("utf-16")),
}


def check_examples(pack: Pack) -> list[RuleError]:
    """Runs every detector over its examples and negatives, in every wrapper.

    Patterns must compile (``check_patterns``). Texts stay out of the messages: an example is named by number.
    """
    problems = []
    for detector in pack.detectors.values():
        plan = plan_document([detector])
        # A login is a pair of fields; inside one JSON string or form value it is text, and no login.
        wrappers = ("plain", "gzip") if detector.id.startswith("credential.") else tuple(WRAPPERS)
        source = pack.source("detectors", detector.id)
        acted_on = _acted_on(pack, detector)
        for kind, texts, most in (("examples", detector.examples, None), ("negatives", detector.negatives, acted_on)):
            for index, text in enumerate(texts):
                wrong = _wrong_wrappers(plan, detector.id, text, wrappers, most=most)
                if wrong:
                    verb = "is not found" if most is None else "is found"
                    sure = "" if most is None else f" with a confidence of {most} or more"
                    reason = f"{kind}[{index}] {verb} ({', '.join(wrong)}){sure}"
                    problems.append(source.error(detector.id, reason, kind, index))
    return problems


def _acted_on(pack: Pack, detector: DetectorSyntax) -> int:
    """From which confidence on a negative that is found is one too many.

    That is what rules ask for, and what its author gives a bare hit. What a user's rule asks of a built-in detector is
    theirs to weigh: its negatives are about the built-in rules.
    """
    if pack.source("detectors", detector.id).file.startswith(f"{BUILTIN}/"):
        return _ACTED_ON
    known = facts(detector)
    datas = (rule.when.data for rule in pack.rules.values() if rule.when.data is not None)
    asked = (
        least(data.confidence)
        for data in datas
        if any(Selector.parse(text).matches(known) for text in (*data.any, *data.all))
    )
    own = detector.confidence.base or _ACTED_ON
    return min(_ACTED_ON, own, *asked)


def _wrong_wrappers(plan: bytes, detector: str, text: str, wrappers: Iterable[str], *, most: int | None) -> list[str]:
    """Wrappers in which an example is not found at all, or a negative with a confidence of ``most`` or more."""
    wrong = []
    for name in wrappers:
        content_type, wrap = WRAPPERS[name]
        try:
            body = wrap(text)
        except UnicodeEncodeError:
            continue  # a text that GBK has no characters for
        hits = engine.scan_text(plan, body, content_type)
        hit = any(found.detector == detector and found.confidence >= (most or 0) for found in hits)
        if hit is not (most is None):
            wrong.append(name)
    return wrong


def check_all(pack: Pack) -> list[RuleError]:
    """Everything that ``rules check`` checks; later stages run only where the earlier ones found nothing."""
    return check(pack) or check_patterns(pack) or _check_compilation(pack) or check_examples(pack)


def _check_compilation(pack: Pack) -> list[RuleError]:
    """All detectors together must compile, and every rule by itself."""
    for rule in pack.rules.values():
        compile_rule(rule, pack.clauses)
    try:
        engine.check_plan(plan_document(list(pack.detectors.values())))
    except RuleError as error:
        return [error]
    return []

"""What the built-in rules promise beside loading; their references and examples are checked with the real engine."""

from __future__ import annotations

import pytest

from sensor.ruleset.loader import Pack, load


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load(["builtin"])


def test_every_rule_is_documented_in_both_languages(pack: Pack) -> None:
    for rule in pack.rules.values():
        assert rule.title.zh, rule.id
        assert rule.doc.what, rule.id
        assert rule.doc.why, rule.id
        assert rule.doc.false_positives, rule.id
        assert rule.cites, rule.id


def test_every_cited_clause_is_in_the_catalogue(pack: Pack) -> None:
    cited = {clause for rule in pack.rules.values() for clause in rule.cites}
    assert cited <= set(pack.clauses)
    assert {"pipl:51.3", "gbt35273:6.3", "gdpr:32.1.a", "pci:4.2.1"} <= cited


def test_nothing_alerts_on_ingress_or_external_traffic_by_default(pack: Pack) -> None:
    for rule in pack.rules.values():
        assert rule.when.direction, rule.id
        assert set(rule.when.direction) <= {"egress", "internal"}, rule.id


def test_every_severe_rule_says_what_to_do(pack: Pack) -> None:
    for rule in pack.rules.values():
        if rule.severity in {"high", "critical"}:
            assert rule.advice is not None, rule.id
            assert rule.advice.zh, rule.id


def test_default_policy_takes_everything_stable(pack: Pack) -> None:
    assert pack.policies["default"].select.status == ["stable"]

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING

import pytest

from sensor.errors import ConfigError, RuleError
from sensor.ruleset.compile import Exclusion, TransportPlan, compile_pack, duration_ns, least
from sensor.ruleset.loader import load

if TYPE_CHECKING:
    from pathlib import Path


def test_thresholds_and_durations() -> None:
    assert least(">= 50") == 50
    assert least("> 50") == 51
    assert duration_ns("10m") == 600 * 10**9
    with pytest.raises(ValueError, match="not a duration"):
        duration_ns("10 minutes")


def test_server_names_are_hosts_or_domains() -> None:
    none: frozenset[str] = frozenset()
    plan = TransportPlan(
        issues=none, protocols=none, upgrades=none, tunnels=none, names=frozenset({"one.example.com", ".sync.example"})
    )
    met = ["one.example.com", "ONE.example.com.", "sync.example", "eu.sync.example", "a.b.sync.example"]
    others = ["", ".", "example.com", "two.one.example.com", "notsync.example", "sync.example.com", "example"]
    assert [plan.has_name(name) for name in met] == [True] * len(met)
    assert [plan.has_name(name) for name in others] == [False] * len(others)


def test_sha_depends_on_content_only(pack_file: Path, tmp_path: Path) -> None:
    text = pack_file.read_text(encoding="utf-8")
    one = compile_pack(load([str(pack_file)]), policy="default")
    other = tmp_path / "other.yaml"
    other.write_text("# a comment\n" + text.replace("{en: Some}", "{en:   'Some'}"), encoding="utf-8")
    assert compile_pack(load([str(other)]), policy="default").sha256 == one.sha256
    other.write_text(text.replace(">= 70", ">= 71", 1), encoding="utf-8")
    assert compile_pack(load([str(other)]), policy="default").sha256 != one.sha256


def test_policy_selects_by_status_group_and_severity(pack_file: Path) -> None:
    text = pack_file.read_text(encoding="utf-8")
    text = text.replace("severity: critical", "severity: critical\n    status: preview")
    text = text.replace("policies:\n", "policies:\n  - {id: web, select: {groups: [transport], severity: [low]}}\n")
    pack_file.write_text(text, encoding="utf-8")
    pack = load([str(pack_file)])
    assert [rule.id for rule in compile_pack(pack, policy="default").rules] == [
        "pii.cleartext.some",
        "transport.plaintext.web",
    ]
    web = compile_pack(pack, policy="web")
    assert [rule.id for rule in web.rules] == ["transport.plaintext.web"]
    assert json.loads(web.plan)["detectors"] == []


def test_unknown_policy_lists_the_known_ones(pack_file: Path) -> None:
    with pytest.raises(ConfigError, match=r"no policy `strict` \(known: default\)"):
        compile_pack(load([str(pack_file)]), policy="strict")


def test_a_rule_in_force_names_zones_that_there_are(pack_file: Path) -> None:
    text = pack_file.read_text(encoding="utf-8")
    zones = ("crm", "partners", "outside")
    for before, after in (
        ("direction: [egress]", "zones: {from: [crm], to: [partner]}"),
        ("severity: medium", "severity: medium\n    grades: [{zones: {to: [partner]}, severity: low}]"),
    ):
        pack_file.write_text(text.replace(before, after, 1), encoding="utf-8")
        pack = load([str(pack_file)])
        with pytest.raises(RuleError, match=r"there is no zone `partner` \(did you mean `partners`\?\)") as caught:
            compile_pack(pack, policy="default", zones=zones)
        (line,) = (number for number, line in enumerate(pack_file.read_text().splitlines(), 1) if "partner" in line)
        assert (caught.value.file, caught.value.line) == (str(pack_file), line)
        assert compile_pack(pack, policy="default", zones=(*zones, "partner")).rules
        assert compile_pack(pack, policy="default").rules


def test_plan_has_the_engines_keys_and_drops_expired_exclusions(pack_file: Path) -> None:
    today = dt.date(2026, 11, 23)
    exclude = [
        Exclusion(value_digest="0f" * 16, until=today),
        Exclusion(value_digest="ee" * 16, until=today - dt.timedelta(days=1)),
        Exclusion(field="http.*.trace_id"),
    ]
    ruleset = compile_pack(load([str(pack_file)]), policy="default", exclude=exclude, today=today)
    plan = json.loads(ruleset.plan)
    assert plan["exclude_digests"] == ["0f" * 16]
    assert plan["exclude_places"] == ["http.*.trace_id"]
    acme = plan["detectors"][2]
    assert acme == {
        "id": "acme.customer_no",
        "native": False,
        "pattern": "CUST-[0-9]{8}",
        "boundary": "alnum",
        "validate": [],
        "keywords": ["CUST-"],
        "words": [],
        "fields": [],
        "window": 64,
        "base": 55,
        "context": 90,
    }

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from sensor import engine
from sensor.errors import RuleError
from sensor.ruleset import validate
from sensor.ruleset.loader import load

if TYPE_CHECKING:
    from pathlib import Path


def problems(path: Path, before: str, after: str) -> list[str]:
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")
    return [f"{error.rule}: {error.reason} ({error.fix})" for error in validate.check(load([str(path)]))]


def test_valid_pack_has_no_problem(pack_file: Path) -> None:
    assert validate.check_all(load([str(pack_file)])) == []


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ("['pipl:51.3']", "['pipl:51.4']", "clause `pipl:51.4` is not in rules/compliance (did you mean `pipl:51.3`?)"),
        ("any: ['group:pii']", "any: ['group:pi']", "there is no group `pi` (did you mean `pii`?)"),
        ("any: ['group:pii']", "any: ['cn.mobil']", "there is no detector `cn.mobil` (did you mean `cn.mobile`?)"),
        ("any: ['group:pii']", "any: []", "no data is named (add `any: [...]` or `all: [...]`)"),
        ("per: [sender, receiver]", "per: [sender]", "`per` is message, flow, or [sender, receiver] ()"),
        ("within: 10m", "near: record", "`near` needs `per: message` ()"),
        ("within: 10m", "within: 0s", "`within` is zero ()"),
        ("[plaintext_protocol]", "[plaintext]", "there is no issue `plaintext` (did you mean `plaintext_protocol`?)"),
        (
            "severity: critical",
            "severity: critical\n    grades: [{severity: low}]",
            "the grade is about everything (name `direction` or `zones`, or change `severity` of the rule)",
        ),
        (
            "supersedes: [pii.cleartext.some]",
            "supersedes: [pii.cleartext.sum]",
            "there is no other rule `pii.cleartext.sum` (did you mean `pii.cleartext.some`?)",
        ),
        (
            "supersedes: [pii.cleartext.some]",
            "supersedes: [transport.plaintext.web]",
            "`transport.plaintext.web` counts per another scope (give both the same `per`)",
        ),
        (
            "protocol: [http]",
            "protocol: [http, htttp]",
            "there is no protocol `htttp` (did you mean `http`?)",
        ),
        (
            "protocol: [http]",
            "tunnel: [icmpp]",
            "there is no tunnel `icmpp` (did you mean `icmp`?)",
        ),
        (
            "confidence: '>= 70', distinct",
            "confidence: '>= 170', distinct",
            "confidence ends at 100 (ask for less, such as '>= 70')",
        ),
        ("confidence: '>= 70', distinct", "confidence: '> 100', distinct", "confidence ends at 100"),
        ("distinct: '>= 5'", f"distinct: '>= {10**20}'", "distinct ends at 1000000000 (ask for less"),
        ("distinct: '>= 5'", "count: '> 1000000000'", "count ends at 1000000000 (ask for less"),
        ("direction: [egress]", "receiver: {country: [CN, XX]}", "there is no country `XX` (see ISO 3166-1 alpha-2)"),
        ("direction: [egress]", "receiver: {not_country: [home, ZZ]}", "there is no country `ZZ` (see ISO"),
        ("{base: 55, context: 90}", "{base: 90, context: 60}", "context makes it less sure (give `context` at least"),
        (
            "pattern: 'CUST-[0-9]{8}'",
            'pattern: "\\bCUST-[0-9]{8}"',
            "the pattern holds a backspace (in double quotes YAML reads `\\b` as one: use single quotes)",
        ),
        (
            "supersedes: [pii.cleartext.some]",
            "supersedes: [pii.cleartext.bulk]",
            "the rule supersedes itself (name another one)",
        ),
        (
            "{gbt35273: personal}",
            "{gbt35273: personal, gdpr: privat}",
            "gdpr has no level `privat` (known: none, personal, special)",
        ),
        (
            "    severity: medium",
            "    severity: medium\n    supersedes: [pii.cleartext.bulk]",
            "the rule supersedes itself (pii.cleartext.some → pii.cleartext.bulk → pii.cleartext.some)",
        ),
    ],
)
def test_wrong_reference_is_named_with_its_fix(pack_file: Path, before: str, after: str, message: str) -> None:
    assert any(message in found for found in problems(pack_file, before, after))


def test_native_detector_must_exist_in_the_engine(pack_file: Path) -> None:
    found = problems(pack_file, "- id: cn.resident_id", "- id: cn.resident_ids")
    assert found[0] == "cn.resident_ids: the engine has no matcher of this name (did you mean `cn.resident_id`?)"


def test_pattern_without_a_literal_must_say_slow(pack_file: Path) -> None:
    wrong = problems(pack_file, "pattern: 'CUST-[0-9]{8}'\n    keywords: ['CUST-']", "pattern: '[A-Z]{4}[0-9]{8}'")
    assert "no literal of 3 bytes" in wrong[0]
    assert problems(pack_file, "pattern: '[A-Z]", "slow: true\n    pattern: '[A-Z]") == []


def test_require_raises_the_first_and_counts_the_rest(pack_file: Path) -> None:
    text = pack_file.read_text(encoding="utf-8").replace("'group:pii'", "'group:pi'")
    pack_file.write_text(text, encoding="utf-8")
    with pytest.raises(RuleError, match=r"there is no group `pi`; 1 more: see `leaktap rules check`") as caught:
        validate.require(load([str(pack_file)]))
    assert caught.value.line > 0


def test_require_says_where_a_pattern_stands_that_does_not_compile(pack_file: Path) -> None:
    text = pack_file.read_text(encoding="utf-8").replace("CUST-[0-9]{8}", "CUST-(")
    pack_file.write_text(text, encoding="utf-8")
    with pytest.raises(RuleError, match=r"acme\.customer_no: missing \)") as caught:
        validate.require(load([str(pack_file)]))
    assert caught.value.line > 0
    assert caught.value.file


def test_id_of_two_parts_is_refused_with_the_form_of_ids(pack_file: Path) -> None:
    text = pack_file.read_text(encoding="utf-8").replace("- id: pii.cleartext.bulk", "- id: pii.bulk")
    assert "- id: pii.bulk" in text
    pack_file.write_text(text, encoding="utf-8")
    with pytest.raises(RuleError, match=r"\(`<group>\.<service>\.<kind>` in lower case"):
        load([str(pack_file)])


def test_pattern_that_the_engine_refuses_names_its_detector(pack_file: Path) -> None:
    text = pack_file.read_text(encoding="utf-8").replace("CUST-[0-9]{8}", "(?=CUST)CUST-[0-9]{8}")
    pack_file.write_text(text, encoding="utf-8")
    (problem,) = validate.check_all(load([str(pack_file)]))
    assert problem.rule == "acme.customer_no"
    assert problem.reason == "look-around is not supported"


def test_word_boundary_is_refused_where_chinese_text_has_none(pack_file: Path) -> None:
    text = pack_file.read_text(encoding="utf-8")
    pack_file.write_text(text.replace("'CUST-[0-9]{8}'", r"'\bCUST-[0-9]{8}'"), encoding="utf-8")
    (problem,) = validate.check_patterns(load([str(pack_file)]))
    assert "a value next to one is not found" in problem.reason
    for harmless in (r"(?-u:\b)CUST-[0-9]{8}", r"\\bCUST-[0-9]{8}"):
        pack_file.write_text(text.replace("CUST-[0-9]{8}", harmless, 1), encoding="utf-8")
        assert not any("a value next" in problem.reason for problem in validate.check_patterns(load([str(pack_file)])))


def test_example_that_does_not_hit_is_named_by_number_not_by_value(pack_file: Path) -> None:
    text = pack_file.read_text(encoding="utf-8").replace("'customer: CUST-12345674'", "'CUST-12345674', 'CUST-1'")
    pack_file.write_text(text, encoding="utf-8")
    (problem,) = validate.check_examples(load([str(pack_file)]))
    assert problem.reason.startswith("examples[1] is not found (plain, percent, json, base64, gzip, gbk, utf-16)")
    assert "CUST-1" not in str(problem)


def test_example_lost_in_one_encoding_names_that_encoding(pack_file: Path, fake: Any, monkeypatch: Any) -> None:
    scan = fake.scan_text

    def deaf(plan: bytes, text: bytes, content_type: str) -> Any:
        return [] if "gbk" in content_type else scan(plan, text, content_type)

    monkeypatch.setattr(fake, "scan_text", deaf)
    found = {problem.reason for problem in validate.check_examples(load([str(pack_file)]))}
    assert found == {"examples[0] is not found (gbk)"}


def test_negative_that_hits_is_a_problem(pack_file: Path) -> None:
    text = pack_file.read_text(encoding="utf-8").replace("'CUST-123456749'", "'CUST-12345674'")
    pack_file.write_text(text, encoding="utf-8")
    (problem,) = validate.check_examples(load([str(pack_file)]))
    assert problem.reason.startswith("negatives[0] is found (plain")


def test_rules_in_a_circle_are_named_with_their_lines(pack_file: Path) -> None:
    text = pack_file.read_text(encoding="utf-8")
    text = text.replace("    severity: medium", "    severity: medium\n    supersedes: [pii.cleartext.bulk]")
    pack_file.write_text(text, encoding="utf-8")
    lines = [number for number, line in enumerate(text.splitlines(), 1) if "supersedes:" in line]
    assert [error.line for error in validate.check(load([str(pack_file)]))] == lines


def test_rules_may_supersede_in_a_row_and_levels_of_an_own_profile_are_free(pack_file: Path) -> None:
    text = pack_file.read_text(encoding="utf-8").replace("{gbt35273: personal}", "{acme: secret}")
    pack_file.write_text(text, encoding="utf-8")
    assert validate.check(load([str(pack_file)])) == []


WEAK = """
version: 1
detectors:
  - id: acme.ticket
    title: {en: Ticket}
    pattern: 'TICKET-[0-9]{4}'
    confidence: {base: BASE, context: 90}
    negatives: ['TICKET-0000']
"""
RULE = """
rules:
  - id: acme.tickets.any
    title: {en: Any}
    when: {data: {any: [acme.*], confidence: 'ASKED'}}
    severity: low
"""


@pytest.mark.parametrize(
    ("confidence", "asked", "most"),
    [
        ((55, 55), None, 55),  # at its own base
        ((80, 55), None, None),  # weaker than any rule asks for
        ((80, 75), None, 70),
        ((80, 55), ">= 60", None),
        ((80, 55), ">= 50", 50),  # a rule would act on it
        ((0, 1), "> 0", 1),
    ],
)
def test_negatives_are_measured_by_what_acts_on_them(
    tmp_path: Path, monkeypatch: Any, confidence: tuple[int, int], asked: str | None, most: int | None
) -> None:
    base, found_at = confidence
    text = WEAK.replace("BASE", str(base)) + (RULE.replace("ASKED", asked) if asked else "")
    path = tmp_path / "weak.yaml"
    path.write_text(text, encoding="utf-8")
    hit = engine.Detection("acme.ticket", "text", "TICKET-0000", found_at)
    monkeypatch.setattr(engine, "scan_text", lambda *_: [hit])
    found = [error.reason for error in validate.check_examples(load([str(path)]))]
    if most is None:
        assert found == []
    else:
        assert len(found) == 1
        assert found[0].startswith("negatives[0] is found (plain,")
        assert found[0].endswith(f") with a confidence of {most} or more")

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

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


def test_pattern_that_the_engine_refuses_names_its_detector(pack_file: Path) -> None:
    text = pack_file.read_text(encoding="utf-8").replace("CUST-[0-9]{8}", "(?=CUST)CUST-[0-9]{8}")
    pack_file.write_text(text, encoding="utf-8")
    (problem,) = validate.check_all(load([str(pack_file)]))
    assert problem.rule == "acme.customer_no"
    assert problem.reason == "look-around is not supported"


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

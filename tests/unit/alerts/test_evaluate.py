from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sensor.alerts import evaluate
from sensor.alerts.evaluate import Evaluator
from sensor.alerts.leak import Leak
from sensor.alerts.match import record_of
from sensor.ruleset.compile import compile_pack
from sensor.ruleset.loader import load
from sensor.transport.policy import TransportPolicy

if TYPE_CHECKING:
    from pathlib import Path

START = 1_760_000_000_000_000_000
MINUTE = 60 * 10**9


@pytest.fixture
def evaluator(ruleset: Any, recorder: Any) -> Evaluator:
    return Evaluator(ruleset, recorder=recorder, home="crm")


def from_pack(pack_file: Path, recorder: Any, before: str, after: str, **options: int) -> Evaluator:
    text = pack_file.read_text(encoding="utf-8")
    assert before in text
    pack_file.write_text(text.replace(before, after, 1), encoding="utf-8")
    return Evaluator(compile_pack(load([str(pack_file)]), policy="default"), recorder=recorder, home="crm", **options)


def test_one_alert_per_leak_and_the_stronger_rule_wins(evaluator: Evaluator, fake: Any) -> None:
    for index in range(8):
        values = fake.ValueSet([f"v{index}", f"v{index + 1}"])
        raw = fake.Finding(ts_ns=START + index * MINUTE, tx=index, count=2, value_set=values)
        evaluator.finding(raw)
    (alert,) = evaluator.finish()
    assert alert.rule == "pii.cleartext.bulk"
    assert (alert.count, alert.distinct) == (16, 9)
    assert alert.first_seen < alert.ts < alert.last_seen
    assert alert.activity == "create"
    assert [clause.id for clause in alert.cites] == ["pipl:51.3"]
    assert alert.receiver.port == 51544


def test_few_values_make_the_weaker_alert(evaluator: Evaluator, fake: Any) -> None:
    evaluator.finding(fake.Finding())
    assert [alert.rule for alert in evaluator.finish()] == ["pii.cleartext.some"]


def test_repeating_one_value_never_makes_a_bulk(evaluator: Evaluator, fake: Any) -> None:
    for index in range(50):
        evaluator.finding(fake.Finding(tx=index))
    (alert,) = evaluator.finish()
    assert (alert.rule, alert.count, alert.distinct) == ("pii.cleartext.some", 50, 1)


def test_few_findings_are_held_of_a_scope(evaluator: Evaluator, fake: Any) -> None:
    for index in range(50):
        evaluator.finding(fake.Finding(tx=index))
    assert evaluator._leaks
    assert all(isinstance(held, Leak) for held in evaluator._leaks.values())


def test_slow_trickle_outside_the_window_is_no_bulk(evaluator: Evaluator, fake: Any) -> None:
    for index in range(20):
        raw = fake.Finding(ts_ns=START + index * 5 * MINUTE, tx=index, value_set=fake.ValueSet([f"v{index}"]))
        evaluator.finding(raw)
    assert [alert.rule for alert in evaluator.finish()] == ["pii.cleartext.some"]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 9), st.integers(1, 6), st.integers(1, 3)), max_size=24))
def test_sums_that_are_made_later_are_the_same(
    ruleset: Any, recorder: Any, fake: Any, sightings: list[tuple[int, int, int, int]]
) -> None:
    def alerts(few: int) -> tuple[list[Any], int]:
        held, evaluate._FEW = evaluate._FEW, few  # type: ignore[misc]
        try:
            evaluator = Evaluator(ruleset, recorder=recorder, home="crm", max_keys=5)
            for index, (minute, first, distinct, flow) in enumerate(sightings):
                values = fake.ValueSet([f"v{first + n}" for n in range(distinct)])
                raw = fake.Finding(
                    ts_ns=START + minute * MINUTE,
                    tx=index,
                    count=distinct,
                    value_set=values,
                    flow_id=f"{flow}",
                    receiver=fake.Endpoint(f"198.51.100.{flow}", 443, "outside"),
                )
                evaluator.finding(raw)
            return evaluator.finish(), evaluator.evicted
        finally:
            evaluate._FEW = held  # type: ignore[misc]

    assert alerts(8) == alerts(1)


@pytest.mark.parametrize(
    "change",
    [
        {"direction": "internal"},
        {"direction": "ingress"},
        {"direction": "external"},
        {"confidence": 69},
        {"detector": "credential.ftp"},
    ],
)
def test_other_findings_do_not_alert(evaluator: Evaluator, fake: Any, change: dict[str, Any]) -> None:
    evaluator.finding(fake.Finding(**change))
    assert evaluator.finish() == []


def test_each_receiver_is_a_leak_of_its_own(evaluator: Evaluator, fake: Any) -> None:
    for host in (9, 10):
        evaluator.finding(fake.Finding(receiver=fake.Endpoint(f"198.51.100.{host}", 443, "outside")))
    alerts = evaluator.finish()
    assert [alert.receiver.ip for alert in alerts] == ["198.51.100.10", "198.51.100.9"]
    assert len({alert.key for alert in alerts}) == 2


def test_second_port_makes_the_port_absent(evaluator: Evaluator, fake: Any) -> None:
    for port in (50001, 50002):
        evaluator.finding(fake.Finding(receiver=fake.Endpoint("198.51.100.9", port, "outside")))
    (alert,) = evaluator.finish()
    assert alert.receiver.port is None
    assert alert.sender.port == 8080


def test_per_message_counts_each_message_apart(pack_file: Path, recorder: Any, fake: Any) -> None:
    evaluator = from_pack(pack_file, recorder, "per: [sender, receiver], within: 10m", "per: message")
    evaluator = from_pack(pack_file, recorder, "    supersedes: [pii.cleartext.some]\n", "")
    for tx, size in ((1, 4), (2, 5), (3, 4)):
        evaluator.finding(fake.Finding(tx=tx, count=size, value_set=fake.ValueSet([f"{tx}-{n}" for n in range(size)])))
    assert [alert.distinct for alert in evaluator.finish() if alert.rule == "pii.cleartext.bulk"] == [5]


def test_all_needs_every_entry_in_one_record(pack_file: Path, recorder: Any, fake: Any) -> None:
    clause = "any: ['group:pii'], confidence: '>= 70', distinct: '>= 5', per: [sender, receiver], within: 10m"
    combined = "all: [cn.mobile, cn.resident_id], per: message, near: record"
    evaluator = from_pack(pack_file, recorder, clause, combined)
    evaluator = from_pack(pack_file, recorder, "    supersedes: [pii.cleartext.some]\n", "")
    place = "http.response.body[json]:{}[*].{}"
    evaluator.finding(fake.Finding(where=place.format("a", "phone")))
    evaluator.finding(fake.Finding(where=place.format("b", "id"), detector="cn.resident_id"))
    assert "pii.cleartext.bulk" not in [alert.rule for alert in evaluator.finish()]
    evaluator.finding(fake.Finding(where=place.format("a", "phone")))
    evaluator.finding(fake.Finding(where=place.format("a", "id"), detector="cn.resident_id"))
    (alert,) = [alert for alert in evaluator.finish() if alert.rule == "pii.cleartext.bulk"]
    assert [share.detector for share in alert.detectors] == ["cn.mobile", "cn.resident_id"]


def test_record_of_a_place_is_its_parent() -> None:
    assert record_of("http.response.body[json]:data[*].phone") == "http.response.body[json]:data[*]"
    assert record_of("http.response.body[csv]:phone") == "http.response.body[csv]:"
    assert record_of("raw") == ""


def test_outcome_filters_logins(pack_file: Path, recorder: Any, fake: Any) -> None:
    clause = "any: ['group:pii'], confidence: '>= 70'}"
    evaluator = from_pack(pack_file, recorder, clause, "any: ['credential.*'], outcome: [accepted]}")
    for tx, outcome in enumerate(("rejected", "unknown")):
        login = fake.Finding(detector="credential.ftp", tx=tx, credential=fake.Credential(outcome=outcome))
        evaluator.finding(login)
    assert evaluator.finish() == []
    evaluator.finding(fake.Finding(detector="credential.ftp", credential=fake.Credential()))
    (alert,) = evaluator.finish()
    assert alert.credential is not None
    assert alert.credential.outcome == "accepted"


def test_keys_are_bounded_and_no_fired_alert_is_lost(pack_file: Path, recorder: Any, fake: Any) -> None:
    evaluator = from_pack(
        pack_file, recorder, "confidence: '>= 70'}", "confidence: '>= 70', distinct: '>= 2'}", max_keys=4
    )
    for host in range(20):
        size = 2 if host % 2 else 1
        raw = fake.Finding(
            receiver=fake.Endpoint(f"203.0.113.{host}", 443, "outside"),
            value_set=fake.ValueSet([f"{host}-{n}" for n in range(size)]),
        )
        evaluator.finding(raw)
    alerts = evaluator.finish()
    assert sorted(alert.receiver.ip for alert in alerts) == sorted(f"203.0.113.{host}" for host in range(1, 20, 2))
    assert evaluator.evicted > 0


def test_with_a_bound_the_gravest_alerts_are_built_and_the_others_counted(
    evaluator: Evaluator, fake: Any, ruleset: Any, recorder: Any
) -> None:
    other = Evaluator(ruleset, recorder=recorder, home="crm")
    for host in range(9):
        raw = fake.Finding(ts_ns=START + host, receiver=fake.Endpoint(f"203.0.113.{host}", 443, "outside"))
        evaluator.finding(raw)
        other.finding(raw)
    everything = other.finish()
    alerts = evaluator.finish(4)
    assert [alert.id for alert in alerts] == [alert.id for alert in everything[:4]]
    assert sum(evaluator.untold.values()) == len(everything) - 4


def test_order_of_alerts_does_not_depend_on_the_order_of_flows(
    evaluator: Evaluator, fake: Any, ruleset: Any, recorder: Any
) -> None:
    findings = [
        fake.Finding(ts_ns=START + n, receiver=fake.Endpoint(f"203.0.113.{n}", 443, "outside")) for n in range(5)
    ]
    other = Evaluator(ruleset, recorder=recorder, home="crm")
    for raw in findings:
        evaluator.finding(raw)
    for raw in reversed(findings):
        other.finding(raw)
    assert [alert.id for alert in evaluator.finish()] == [alert.id for alert in other.finish()]


def test_transport_alert_counts_flows_and_names_the_home_side_as_sender(evaluator: Evaluator, fake: Any) -> None:
    policy = TransportPolicy()
    for index in range(3):
        raw = fake.Transport(flow_id=f"{index:016x}", orig=fake.Endpoint("198.51.100.9", 50000 + index, "outside"))
        evaluator.transport(raw, policy.verdict(raw))
    (alert,) = evaluator.finish()
    assert alert.rule == "transport.plaintext.web"
    assert (alert.sender.ip, alert.sender.port) == ("192.0.2.7", 8080)
    assert alert.transport is not None
    assert alert.transport.flows == 3
    assert alert.direction == "egress"


GRADES = """severity: medium
    grades:
      - {zones: {to: [lab]}, severity: info}
      - {direction: [egress], zones: {from: [crm]}, severity: high}"""


@pytest.mark.parametrize(("zone", "severity"), [("outside", "high"), ("lab", "info")])
def test_the_first_grade_that_fits_says_how_severe(
    pack_file: Path, recorder: Any, fake: Any, zone: str, severity: str
) -> None:
    evaluator = from_pack(pack_file, recorder, "severity: medium", GRADES)
    evaluator.finding(fake.Finding(receiver=fake.Endpoint("198.51.100.9", 1, zone)))
    assert [alert.severity for alert in evaluator.finish()] == [severity]


def test_a_grade_is_about_the_client_of_a_proxy(pack_file: Path, recorder: Any, fake: Any) -> None:
    evaluator = from_pack(pack_file, recorder, "severity: medium", GRADES)
    proxy = fake.Endpoint("10.20.0.8", 1, "crm", client=fake.Client("198.51.100.9", "lab", 5000))
    evaluator.finding(fake.Finding(receiver=proxy))
    assert [alert.severity for alert in evaluator.finish()] == ["info"]


def test_grades_say_which_alerts_are_the_gravest(pack_file: Path, recorder: Any, fake: Any) -> None:
    evaluator = from_pack(pack_file, recorder, "severity: medium", GRADES)
    for host, zone in ((1, "lab"), (2, "outside"), (3, "lab")):
        evaluator.finding(fake.Finding(receiver=fake.Endpoint(f"198.51.100.{host}", 1, zone)))
    (alert,) = evaluator.finish(most=1)
    assert (alert.severity, alert.receiver.ip) == ("high", "198.51.100.2")
    assert evaluator.untold == {"info": 2}


def test_transport_inside_the_network_does_not_alert(evaluator: Evaluator, fake: Any) -> None:
    raw = fake.Transport(orig=fake.Endpoint("192.0.2.8", 50000, "crm"))
    evaluator.transport(raw, TransportPolicy().verdict(raw))
    assert evaluator.finish() == []

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from sensor.alerts.allowlist import AllowEntry, Allowlist
from sensor.alerts.enrich import Enricher
from sensor.alerts.live import LiveOptions
from sensor.transport.policy import TransportPolicy

if TYPE_CHECKING:
    from collections.abc import Callable

    from sensor.model.alert import Alert

SECOND = 10**9
START = 1_760_000_000 * SECOND
HOUR = 3600
SOME = "pii.cleartext.some"
BULK = "pii.cleartext.bulk"
NO_SUPERSEDING = ("    supersedes: [pii.cleartext.some]\n", "")
NO_BULK = ("distinct: '>= 5'", "distinct: '>= 9999'")
PER_MESSAGE = ("data: {any: ['group:pii'], confidence: '>= 70'}", "data: {any: ['group:pii'], per: message}")


def said(alerts: list[Alert]) -> list[tuple[str, str, int]]:
    return [(alert.rule, alert.activity, alert.revision) for alert in alerts]


def test_new_leak_is_told_at_the_next_tick(service: Any) -> None:
    run = service()
    assert run.tick() == []
    run.sight()
    (alert,) = run.tick()
    assert (alert.rule, alert.activity, alert.revision, alert.count) == (SOME, "create", 1, 1)
    assert run.tick(59) == []
    assert run.live.open == 1


def test_growth_is_told_in_updates_with_doubling_pauses(service: Any) -> None:
    run = service()
    for second in range(2000):
        run.sight(f"v{second % 4}")
        run.tick(1)
    updates = [alert for alert in run.told if alert.activity == "update"]
    assert [alert.activity for alert in run.told[:1]] == ["create"]
    # 60 s after the first, then 120, 240, 480 and 960 s more.
    assert [alert.revision for alert in updates] == [2, 3, 4, 5, 6]
    assert [alert.count for alert in updates] == [61, 181, 421, 901, 1861]
    assert len({alert.id for alert in run.told}) == 1


def test_pause_between_updates_is_at_most_an_hour(service: Any) -> None:
    run = service()
    for _ in range(10 * 60):
        run.sight()
        run.tick(60)
    seen = [alert.last_seen for alert in run.told]
    # 1, 2, 4, … 32 minutes, then one an hour: seven and eight in ten hours.
    assert len(seen) == 1 + 6 + 8


def test_without_growth_there_is_no_update(service: Any) -> None:
    run = service()
    run.sight()
    run.tick()
    for _ in range(50):
        assert run.tick(60) == []


def test_tenfold_growth_does_not_wait_for_a_long_pause(service: Any, edited: Callable[..., Any]) -> None:
    run = service(edited(NO_BULK), options={"quiet_ns": 1000 * HOUR * SECOND, "update_most_ns": 100 * HOUR * SECOND})
    run.sight("a")
    run.tick()
    for _ in range(100):
        run.sight("a")
        run.tick(60)
    assert said(run.told)[-1] == (SOME, "update", 7)  # the next one is due after 128 minutes
    run.sight(*range(8))
    assert run.tick(60) == []
    run.sight(*range(9))
    (update,) = run.tick(60)
    assert (update.revision, update.distinct) == (8, 10)


def test_alert_closes_after_quiet_and_a_later_sighting_is_a_new_alert(service: Any) -> None:
    run = service()
    run.sight()
    (first,) = run.tick()
    run.sight()
    assert run.tick() == []
    assert run.tick(HOUR - 1) != []  # the update that was due
    (closed,) = run.tick(1)
    assert (closed.activity, closed.revision, closed.count, closed.id) == ("close", 3, 2, first.id)
    assert run.live.open == 0
    run.sight()
    (again,) = run.tick()
    assert (again.activity, again.revision, again.count) == ("create", 1, 1)
    assert again.key == first.key
    assert again.id != first.id


def test_late_sighting_of_a_closed_leak_does_not_take_its_id(service: Any) -> None:
    run = service()
    first_ns = run.now
    run.sight(ts_ns=first_ns)
    (first,) = run.tick()
    run.tick(HOUR)
    run.sight(ts_ns=first_ns)
    (again,) = run.tick()
    assert again.activity == "create"
    assert again.id != first.id


def test_earlier_sighting_that_comes_late_changes_no_id(service: Any) -> None:
    run = service()
    run.sight()
    (first,) = run.tick()
    run.sight(ts_ns=run.now - 5 * SECOND)
    (update,) = run.tick(60)
    assert (update.id, update.first_seen) == (first.id, first.first_seen)


def test_clock_that_steps_back_delays_nothing(service: Any) -> None:
    run = service()
    run.sight()
    run.tick()
    run.sight()
    run.tick(-86_400)
    assert said(run.tick(61)) == [(SOME, "update", 2)]
    assert said(run.tick(HOUR)) == [(SOME, "close", 3)]


def test_stronger_rule_closes_the_weaker_alert_and_stands_for_it(service: Any) -> None:
    run = service()
    run.sight("v0")
    run.tick()
    run.sight(*(f"v{n}" for n in range(6)))
    assert said(run.tick()) == [(BULK, "create", 1), (SOME, "close", 2)]
    run.sight("v9")
    assert said(run.tick(60)) == [(BULK, "update", 2)]
    assert said(run.tick(HOUR)) == [(BULK, "close", 3)]
    run.sight("v0")
    assert said(run.tick()) == [(SOME, "create", 1)]


def test_both_rules_at_once_make_the_stronger_alert_only(service: Any) -> None:
    run = service()
    run.sight(*(f"v{n}" for n in range(6)))
    assert said(run.tick()) == [(BULK, "create", 1)]
    assert run.live.open == 1


def test_while_the_stronger_alert_waits_the_weaker_one_is_told(service: Any) -> None:
    run = service(options={"new_per_minute": 1})
    for host in (1, 2):
        run.sight(*range(4 + host), host=host)
    assert [(alert.rule, alert.receiver.ip[-1]) for alert in run.tick()] == [(BULK, "2"), (SOME, "1")]
    assert said(run.tick(60)) == [(BULK, "create", 1), (SOME, "close", 2)]


def test_messages_of_one_kind_are_one_alert(service: Any, edited: Callable[..., Any]) -> None:
    run = service(edited(PER_MESSAGE, NO_BULK))
    for tx in range(30):
        run.sight(f"v{tx % 3}", tx=tx, flow_id=f"{tx // 5:016x}")
    (alert,) = run.tick()
    assert (alert.rule, alert.scope) == (SOME, "message")
    assert (alert.count, alert.distinct, len(alert.flows)) == (30, 3, 6)
    run.sight("v0", tx=99, app_proto="ftp")
    assert said(run.tick()) == [(SOME, "create", 1)]
    run.sight("v4", tx=100)
    run.restart()
    run.sight("v5", tx=101)
    assert [(alert.activity, alert.distinct) for alert in run.tick(60)] == [("update", 5)]


def test_message_below_the_threshold_is_no_part_of_the_alert(service: Any, edited: Callable[..., Any]) -> None:
    per_message = ("per: [sender, receiver], within: 10m", "per: message")
    never = ("confidence: '>= 70'}", "confidence: '>= 70', distinct: '>= 999'}")
    run = service(edited(per_message, never))
    run.sight(*range(5), tx=1)
    run.sight(*range(10, 13), tx=2)
    run.sight("more of the first message", tx=1, where="http.response.body[json]:other")
    (alert,) = run.tick()
    assert (alert.rule, alert.distinct) == (BULK, 6)
    run.sight(*range(10, 15), tx=2)
    (update,) = run.tick(60)
    assert (update.activity, update.distinct) == ("update", 11)


def test_throttle_tells_the_gravest_first_and_the_others_later(service: Any) -> None:
    run = service(options={"new_per_minute": 2})
    for host in range(5):
        run.sight(*range(host % 4 + 1), host=host)
    first = run.tick()
    assert [alert.distinct for alert in first] == [4, 3]
    assert run.live.waiting == 3
    assert run.tick(59) == []
    assert [alert.distinct for alert in run.tick(1)] == [2, 1]
    assert [alert.receiver.ip for alert in run.tick(60)] == ["198.51.100.4"]
    assert run.live.waiting == 0
    assert run.live.suppressed == {}


def test_what_cannot_wait_is_counted_by_severity(service: Any, edited: Callable[..., Any]) -> None:
    run = service(edited(NO_BULK), options={"new_per_minute": 1, "waiting": 2})
    for host in range(10):
        run.sight(host=host)
    assert len(run.tick()) == 1
    assert run.live.waiting == 2
    assert run.live.suppressed == {"medium": 7}
    # It is forgotten, not banned: what goes on has another chance.
    run.sight(*range(4), host=9)
    (next_one,) = run.tick(60)
    assert next_one.receiver.ip == "198.51.100.9"


def test_rules_are_throttled_apart(service: Any, fake: Any) -> None:
    run = service(options={"new_per_minute": 1})
    run.sight()
    raw = fake.Transport()
    run.live.transport(raw, TransportPolicy().verdict(raw))
    assert sorted(said(run.tick())) == [(SOME, "create", 1), ("transport.plaintext.web", "create", 1)]


def test_transport_alert_grows_with_its_flows(service: Any, fake: Any) -> None:
    run = service()
    policy = TransportPolicy()
    for index in range(3):
        raw = fake.Transport(flow_id=f"{index:016x}", ts_ns=run.now, last_ns=run.now)
        run.live.transport(raw, policy.verdict(raw))
        run.tick(121)
    assert [alert.transport.flows for alert in run.told] == [1, 2, 3]
    assert [alert.activity for alert in run.tick(HOUR)] == ["close"]


def test_drip_over_hours_is_found_across_restarts(service: Any, edited: Callable[..., Any]) -> None:
    drip = (
        "distinct: '>= 5', per: [sender, receiver], within: 10m",
        "distinct: '>= 40', per: [sender, receiver], within: 24h",
    )
    quiet = ("confidence: '>= 70'}", "confidence: '>= 70', distinct: '>= 999'}")
    run = service(edited(drip, quiet))
    for number in range(40):
        run.sight(f"v{number}", flow_id=f"{number:016x}")
        run.tick(1800)
        if number % 7 == 0:
            run.restart()
    (alert,) = run.told
    assert (alert.rule, alert.distinct, alert.count) == (BULK, 40, 40)
    assert run.live.evicted == 0


def test_drip_slower_than_its_window_is_no_leak_and_is_given_up(service: Any, edited: Callable[..., Any]) -> None:
    quiet = ("confidence: '>= 70'}", "confidence: '>= 70', distinct: '>= 999'}")
    run = service(edited(quiet))
    for number in range(20):
        run.sight(f"v{number}")
        run.tick(150)
    assert run.told == []
    run.tick(601)
    assert run.live.evicted == 0
    assert len(run.live._counting) == 1  # the rule without a window counts for good


def test_while_nobody_knows_the_time_nothing_is_told(service: Any) -> None:
    run = service()
    run.sight()
    run.tick()
    run.restart()
    assert run.live.tick(0) == []
    run.sight()
    assert said(run.tick(60)) == [(SOME, "update", 2)]
    assert run.live.open == 1


def test_under_pressure_what_waits_gives_way_to_what_was_told(service: Any, edited: Callable[..., Any]) -> None:
    run = service(edited(NO_BULK), options={"new_per_minute": 3, "memory": 200_000})
    for number in range(400):
        run.sight(*range(number % 50 + 1), host=number)
        run.tick(0.1)
    assert said(run.told) == [(SOME, "create", 1)] * 3
    assert run.live.open == 3
    assert sum(run.live.suppressed.values()) + run.live.waiting + 3 == 400


def test_keys_are_bounded_and_what_is_given_up_is_counted(service: Any, edited: Callable[..., Any]) -> None:
    run = service(edited(NO_SUPERSEDING), options={"keys": 10})
    for host in range(40):
        run.sight(host=host)
        run.tick()
        assert run.live.open + run.live.counting + run.live.waiting <= 10
    assert run.live.evicted > 0
    alerts: dict[str, list[str]] = {}
    for alert in run.told:
        alerts.setdefault(alert.id, []).append(alert.activity)
    assert len(alerts) == 40
    assert sum(activities == ["create", "close"] for activities in alerts.values()) == 40 - run.live.open


def test_memory_is_bounded_by_account(service: Any, edited: Callable[..., Any]) -> None:
    budget = 4 << 20
    run = service(edited(("distinct: '>= 5'", "distinct: '>= 900'")), options={"memory": budget})
    for host in range(200):
        for step in range(8):
            # The same values in every bucket: the worst that a window can hold.
            run.sight(*range(host * 1000, host * 1000 + 800), host=host, ts_ns=run.now + step * 10 * SECOND)
        run.tick()
        assert run.live.weight <= budget
    leaks = [case.leak for case in run.live._held()]
    sets = [share.values for leak in leaks for share in leak._shares.values()]
    windows = [leak._window for leak in leaks if leak._window is not None]
    sets += [values for window in windows for _, by_slot in window._buckets.values() for values in by_slot.values()]
    assert sum(len(values.to_bytes()) for values in sets) <= run.live.weight
    assert all(window.weight <= 2 * LiveOptions().window_bytes for window in windows)
    assert run.live.evicted > 0
    assert run.live.counting > 0


def test_account_is_kept_through_everything(service: Any) -> None:
    run = service(options={"new_per_minute": 3, "waiting": 3, "quiet_ns": 60 * SECOND})
    for number in range(60):
        run.sight(*range(number % 7 + 1), host=number % 9)
        run.tick(number % 30)
    run.tick(0)
    run.tick(0)
    assert run.live.weight == sum(case.leak.weight for case in run.live._held())
    run.tick(601)
    run.tick(3600)
    run.tick(3600)
    assert {case.fired for case in run.live._held()} <= {True}
    assert len(run.live._timers) <= 2 * 20 + 1024


def test_large_leaks_that_are_known_do_not_blind_for_new_ones(service: Any) -> None:
    run = service(options={"memory": 300_000})
    for host in range(100):
        run.sight(*range(host * 1000, host * 1000 + 1000), host=host)
        run.tick(1)
    assert run.live.open > 0
    for value in range(5):
        run.sight(value, host=250)
        run.tick(1)
    assert BULK in [alert.rule for alert in run.told if alert.receiver.ip == "198.51.100.250"]


def test_allowed_sightings_reach_no_rule(service: Any) -> None:
    entries = [
        AllowEntry(rule="pii.*.some", reason="known export"),
        AllowEntry(receiver="203.0.113.0/24", reason="partner"),
    ]
    run = service(allowlist=Allowlist(entries))
    run.sight()
    run.live.finding(run.fake.Finding(receiver=run.fake.Endpoint("203.0.113.5", 443, "outside")))
    assert run.tick() == []
    assert run.live.allowlist.hits == [2, 1]
    run.sight(*range(5))
    assert said(run.tick()) == [(BULK, "create", 1)]


def test_allowed_transport_is_not_told(service: Any, fake: Any) -> None:
    run = service(allowlist=Allowlist([AllowEntry(receiver="198.51.100.9", reason="test site")]))
    raw = fake.Transport()
    run.live.transport(raw, TransportPolicy().verdict(raw))
    assert run.tick() == []
    assert run.live.allowlist.hits == [1]


def test_allow_entry_that_runs_out_lets_the_leak_be_told(service: Any) -> None:
    today = dt.datetime.fromtimestamp(START // SECOND, dt.UTC).date()
    entry = AllowEntry(receiver="outside", until=today, reason="migration")
    run = service(allowlist=Allowlist([entry], now_ns=START))
    run.sight()
    assert run.tick() == []
    run.tick(86_400)
    run.sight()
    assert said(run.tick()) == [(SOME, "create", 1)]


def test_alerts_carry_configured_names(service: Any) -> None:
    run = service(enricher=Enricher({"198.51.100.0/24": "partner"}))
    run.sight()
    (alert,) = run.tick()
    assert alert.receiver.host.name == "partner"
    assert alert.sender.host is None


def test_acknowledged_alert_tells_no_update_but_its_close(service: Any) -> None:
    run = service()
    run.sight("a")
    (alert,) = run.tick()
    run.live.acknowledge({alert.key: None})
    for _ in range(40):
        run.sight("a")
        assert run.tick(60) == []
    (closed,) = run.tick(HOUR)
    assert (closed.activity, closed.revision, closed.count) == ("close", 2, 41)
    run.sight("a")
    assert said(run.tick()) == [(SOME, "create", 1)]


def test_acknowledgement_yields_to_tenfold_growth_and_to_its_end(service: Any, edited: Callable[..., Any]) -> None:
    run = service(edited(NO_BULK))
    run.sight(1, 2)
    (alert,) = run.tick()
    run.live.acknowledge({alert.key: run.now + 2 * HOUR * SECOND})
    run.sight(*range(19))
    assert run.tick(30 * 60) == []
    run.sight(*range(20))
    (update,) = run.tick()
    assert (update.activity, update.distinct) == ("update", 20)
    run.sight(*range(30))
    assert run.tick(30 * 60) == []
    run.sight(*range(30))
    assert run.tick(30 * 60) == []
    run.sight(*range(30))
    (last,) = run.tick(31 * 60)
    assert (last.activity, last.revision, last.distinct) == ("update", 3, 30)


def test_acknowledgement_can_be_taken_back(service: Any) -> None:
    run = service()
    run.sight()
    (alert,) = run.tick()
    run.live.acknowledge({alert.key: None})
    run.sight()
    assert run.tick(120) == []
    run.live.acknowledge({})
    assert said(run.tick()) == [(SOME, "update", 2)]


def test_reload_keeps_leaks_of_rules_that_persist_and_closes_the_others(
    service: Any, edited: Callable[..., Any]
) -> None:
    run = service()
    run.sight(*range(5), host=1)
    run.sight(host=2)
    run.sight("a", "b", host=3)
    run.tick()
    text = "  - id: pii.cleartext.bulk\n    title: {en: Many}"
    # Another rule comes first, so that every index moves; the stronger one gets another id.
    renamed = edited((text, text.replace("pii.cleartext.bulk", "pii.cleartext.aaa")))
    run.live.replace(renamed)
    assert said(run.tick()) == [(BULK, "close", 2)]
    run.sight(host=2)
    assert said(run.tick(60)) == [(SOME, "update", 2)]
    run.sight(*range(5), host=1)
    assert said(run.tick()) == [("pii.cleartext.aaa", "create", 1)]


def test_reload_keeps_windows_that_still_count_the_same(service: Any, edited: Callable[..., Any]) -> None:
    quiet = ("confidence: '>= 70'}", "confidence: '>= 70', distinct: '>= 999'}")
    run = service(edited(quiet))
    run.sight(*range(4))
    run.tick()
    run.live.replace(edited(quiet, ("severity: critical", "severity: high")))
    run.sight(4)
    (alert,) = run.tick()
    assert (alert.rule, alert.severity) == (BULK, "high")
    other = service(edited(quiet))
    other.sight(*range(4))
    other.tick()
    other.live.replace(edited(quiet, ("within: 10m", "within: 20m")))
    other.sight(4)
    assert other.tick() == []


def test_grade_after_a_reload_is_told_like_a_higher_severity(service: Any, edited: Callable[..., Any]) -> None:
    run = service()
    run.sight()
    (alert,) = run.tick()
    grades = "severity: medium\n    grades: [{zones: {to: [outside]}, severity: high}]"
    run.live.replace(edited(("severity: medium", grades)))
    (update,) = run.tick(60)
    assert (update.activity, update.severity, update.id) == ("update", "high", alert.id)


def test_higher_severity_after_a_reload_is_told_in_spite_of_an_acknowledgement(
    service: Any, edited: Callable[..., Any]
) -> None:
    run = service()
    run.sight()
    (alert,) = run.tick()
    run.live.acknowledge({alert.key: None})
    run.live.replace(edited(("severity: medium", "severity: high")))
    (update,) = run.tick(60)
    assert (update.activity, update.severity, update.id) == ("update", "high", alert.id)


def test_the_end_of_a_run_tells_what_leaks_grew_to(service: Any) -> None:
    run = service()
    run.sight("v0")
    run.tick()
    run.sight("v1", "v2", host=8)
    run.sight("v1", "v2")
    told = run.live.farewell(run.now + SECOND)
    assert [(alert.activity, alert.revision, alert.distinct) for alert in told] == [("create", 1, 2), ("update", 2, 3)]
    assert run.live.farewell(run.now + SECOND) == []


def test_the_end_of_a_run_tells_nothing_of_what_is_acknowledged(service: Any) -> None:
    run = service()
    run.sight("v0")
    (alert,) = run.tick()
    run.live.acknowledge({alert.key: None})
    run.sight("v1")
    assert run.live.farewell(run.now + SECOND) == []


def test_distinct_values_are_no_more_than_occurrences(service: Any) -> None:
    run = service()
    run.sight(*range(20), count=18)
    (alert,) = run.tick()
    assert (alert.count, alert.distinct) == (18, 18)

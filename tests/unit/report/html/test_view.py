"""Grouping, sorting and cutting of what the page shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from sensor.report.html import view
from sensor.report.html.ledger import BAR_WIDTH, ledger
from sensor.report.html.picture import BUCKETS, HOSTS, LANES, flow_picture, timeline
from sensor.report.html.view import distinct_of
from tests.unit.report.html.conftest import leak

if TYPE_CHECKING:
    from sensor.report.data import ReportData


def test_values_of_several_places_are_not_added_up() -> None:
    def told(*sizes: int) -> str:
        return distinct_of([leak("10.20.0.5", "203.0.113.10", "cn.mobile", size) for size in sizes])

    assert told(7) == "7"
    assert told(980, 640) == "≥ 980"
    assert told(5000, 12) == "≥ 5,000"
    assert told(5000) == "≈ 5,000"


def test_sets_of_several_places_are_merged(fake: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(view, "ValueSet", fake.ValueSet)

    def told(*groups: range) -> str:
        leaks = (
            leak("10.20.0.5", "203.0.113.10", "cn.mobile", len(values), values=fake.ValueSet(values))
            for values in groups
        )
        return distinct_of(list(leaks))

    assert told(range(7), range(5, 9)) == "9"
    assert told(*(range(n, n + 1) for n in range(500))) == "500"
    assert told(range(1000), range(500, 1500)) == "≈ 1,500"


def test_places_of_one_detector_become_one_row(big_leak: ReportData) -> None:
    pair = view.leaks(big_leak).pairs[0]
    mobile = next(kind for kind in pair.kinds if kind.detector == "cn.mobile")
    assert [place.distinct for place in mobile.places] == ["980", "640"]
    assert mobile.count == 2 * (980 + 640)
    assert mobile.distinct == "≥ 980"


def test_worst_pair_comes_first_and_inside_traffic_last(big_leak: ReportData) -> None:
    pairs = view.leaks(big_leak).pairs
    assert [(pair.sender_ip, pair.severity) for pair in pairs] == [
        ("10.20.0.14", "critical"),
        ("10.20.0.31", "critical"),
        ("10.20.0.17", "medium"),
        ("10.20.0.17", "none"),
        ("10.20.0.31", "none"),
    ]
    assert [pair.exposed for pair in pairs] == [True, True, True, True, False]


def test_totals_cover_rows_that_are_not_shown(many: ReportData) -> None:
    leaks = view.leaks(many)
    assert leaks.pairs_more > 0
    assert leaks.findings == sum(leak.findings for leak in many.leaks)
    assert leaks.more_findings + sum(pair.findings for pair in leaks.pairs) == leaks.findings
    assert leaks.more_count + sum(pair.count for pair in leaks.pairs) == leaks.count


def test_alerts_of_a_rule_share_a_card(many: ReportData) -> None:
    groups, more = view.rule_alerts(many)
    assert sum(group.total for group in groups) + more == len(many.alerts)
    assert [group.severity for group in groups] == sorted(
        (group.severity for group in groups), key=["critical", "high", "medium", "low", "info"].index
    )
    assert all(len(group.cases) + group.cases_more == group.total for group in groups)


def test_ledger_sums_are_kept_when_rows_are_cut(many: ReportData) -> None:
    shown = ledger(many.coverage)
    assert shown.total == sum(row.total for row in many.coverage)
    assert sum(row.total for row in shown.rows) == shown.total
    assert shown.rows[-1].name == "20 more zone pairs"


def test_bar_fills_its_width_and_hides_no_state(big_leak: ReportData) -> None:
    bar = ledger(big_leak.coverage).all.bar
    assert sum(segment.width for segment in bar) == pytest.approx(BAR_WIDTH, abs=0.1)
    assert [segment.state for segment in bar] == [
        "inspected",
        "decrypted",
        "encrypted",
        "undecodable",
        "opaque",
        "truncated",
        "lost",
        "skipped",
    ]
    assert min(segment.width for segment in bar) > 3


def test_unjudged_bytes_are_told_with_their_protocols(big_leak: ReportData) -> None:
    worst = ledger(big_leak.coverage).unjudged[0]
    assert (worst.state, worst.bytes, worst.protocols) == ("encrypted", 612_000_120, (("tls", 612_000_120),))


def test_flow_picture_shows_what_left_unprotected(big_leak: ReportData) -> None:
    picture = flow_picture(view.leaks(big_leak).all_pairs)
    assert picture is not None
    assert picture.exposed_only
    assert {node.ip for node in picture.receivers} == {"203.0.113.9", "198.51.100.20", "203.0.113.77"}
    assert sum(node.weight for node in picture.senders) == sum(node.weight for node in picture.receivers)
    assert all(node.y + node.height <= picture.height for node in (*picture.senders, *picture.receivers))


def test_flow_picture_draws_surplus_hosts_as_one(many: ReportData) -> None:
    pairs = view.leaks(many).all_pairs
    picture = flow_picture(pairs)
    assert picture is not None
    assert len(picture.senders) == len(picture.receivers) == HOSTS
    assert picture.senders[-1].others == len({pair.sender_ip for pair in pairs}) - HOSTS + 1
    assert sum(node.weight for node in picture.senders) == sum(pair.weight for pair in pairs)


def test_flow_picture_of_nothing_is_none() -> None:
    assert flow_picture(()) is None


def test_timeline_counts_every_finding_once(many: ReportData) -> None:
    drawn = timeline(many)
    assert drawn is not None
    assert sum(bar.count for bar in drawn.columns) == len(many.findings)
    assert sum(lane.total for lane in drawn.lanes) == len(many.findings)
    assert len(drawn.lanes) <= LANES
    assert len({bar.x for bar in drawn.columns}) <= BUCKETS
    assert 2 <= len(drawn.ticks) <= 8


def test_timeline_of_a_single_moment_is_drawn(big_leak: ReportData) -> None:
    finding = big_leak.findings[0]
    run = msgspec.structs.replace(big_leak.run, first_packet=finding.ts, last_packet=finding.ts)
    drawn = timeline(msgspec.structs.replace(big_leak, run=run, findings=(finding,), findings_total=1))
    assert drawn is not None
    assert [(bar.x, bar.count) for bar in drawn.columns] == [(230.0, 1)]


def test_surplus_detectors_share_a_lane(many: ReportData) -> None:
    findings = tuple(
        msgspec.structs.replace(finding, detector=f"acme.kind_{index % 25}")
        for index, finding in enumerate(many.findings)
    )
    drawn = timeline(msgspec.structs.replace(many, findings=findings))
    assert drawn is not None
    assert drawn.lanes[-1].name == "16 other detectors"
    assert len(drawn.lanes) == LANES
    assert sum(lane.total for lane in drawn.lanes) == len(findings)

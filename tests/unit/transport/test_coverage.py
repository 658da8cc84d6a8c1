from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from sensor.model.profile import Profile
from sensor.pipeline import Listener, Pipeline
from sensor.ruleset.compile import compile_pack
from sensor.ruleset.loader import load
from sensor.transport.coverage import CoverageWatch
from sensor.transport.policy import TransportPolicy

if TYPE_CHECKING:
    from sensor.model.alert import Alert

HALF = Profile(least_judged=50, judged_from_bytes=1000)


@pytest.fixture
def rows(fake: Any) -> Any:
    def of(**states: int) -> list[Any]:
        return [fake.CoverageRow(app_proto="tls", bytes=states)]

    return of


def short(rows: list[Any], profile: Profile, weak: int = 0) -> list[int | None]:
    watch = CoverageWatch(lambda _orig, _resp: profile)
    return [verdict.judged for _, verdict in watch.shortfalls(rows, lambda *_: weak, 5)]


def test_too_little_is_told_with_the_share(rows: Any) -> None:
    assert short(rows(inspected=430, encrypted=570), HALF) == [43]
    assert short(rows(inspected=500, encrypted=500), HALF) == []
    assert short(rows(inspected=10, decrypted=490, lost=500), HALF) == []


def test_little_traffic_and_no_bound_say_nothing(rows: Any) -> None:
    assert short(rows(inspected=1, encrypted=998), HALF) == []
    assert short(rows(inspected=1, encrypted=998_000), Profile()) == []


def test_sound_encryption_may_count_and_weak_never_does(rows: Any) -> None:
    excused = Profile(least_judged=50, judged_from_bytes=1000, sound_is_judged=True)
    assert short(rows(inspected=100, encrypted=900), excused) == []
    assert short(rows(inspected=100, encrypted=900), excused, weak=600) == [40]


def test_a_pair_of_zones_is_one_flow_however_often_it_is_told(rows: Any) -> None:
    watch = CoverageWatch(lambda _orig, _resp: HALF)
    told = [found for now in (5, 6) for found, _ in watch.shortfalls(rows(inspected=1, lost=2000), lambda *_: 0, now)]
    assert [(found.flows, found.ts_ns, found.last_ns) for found in told] == [(1, 5, 5), (0, 5, 6)]


def test_each_pair_of_zones_is_an_alert_of_its_own(fake: Any) -> None:
    rows = [
        fake.CoverageRow(from_zone="crm", to_zone=zone, direction="egress", app_proto="tls", bytes={"lost": 2000})
        for zone in ("outside", "partners")
    ]
    fake.RECORDINGS["a.pcap"] = [fake.Batch(coverage=rows)]
    builtin, alerts = compile_pack(load(["builtin"]), policy="default"), Alerts()
    Pipeline(builtin, policy=TransportPolicy(default=HALF)).replay(["a.pcap"], [alerts])
    assert [alert.receiver.zone for alert in alerts.heard] == ["outside", "partners"]


class Alerts(Listener):
    """Keeps alerts."""

    streams = frozenset({"alert"})

    def __init__(self) -> None:
        self.heard: list[Alert] = []

    def alert(self, record: Alert) -> None:
        self.heard.append(record)


def test_a_replay_makes_an_alert_of_it(fake: Any, rows: Any) -> None:
    fake.RECORDINGS["a.pcap"] = [fake.Batch(coverage=rows(inspected=430, encrypted=570))]
    builtin, alerts = compile_pack(load(["builtin"]), policy="default"), Alerts()
    Pipeline(builtin, policy=TransportPolicy(default=HALF)).replay(["a.pcap"], [alerts])
    (alert,) = (each for each in alerts.heard if each.rule == "transport.coverage.low")
    assert alert.transport is not None
    assert alert.transport.judged == 43
    assert (alert.sender.zone, alert.sender.ip) == ("crm", "::")

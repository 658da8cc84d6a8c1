from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING, Any

import pytest

from exporters.alertmanager import Alertmanager
from sensor.errors import ConfigError
from sensor.export.api import DeliveryError, RejectedError
from sensor.model.alert import DetectorShare

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def second(destinations: Any) -> Iterator[Any]:
    found = destinations.Server()
    yield found
    found.close()


def manager(*servers: Any, **options: Any) -> Alertmanager:
    return Alertmanager("am", {"urls": [server.url + "/" for server in servers], "timeout": "30s", **options})


def posted(server: Any) -> list[dict[str, Any]]:
    return [alert for request in server.requests for alert in json.loads(request.body)]


def other_detectors(*names: str) -> tuple[DetectorShare, ...]:
    return tuple(DetectorShare(detector=name, count=1, distinct=1, confidence=90, samples=()) for name in names)


def test_labels_come_from_closed_sets_and_the_key(server: Any, make_event: Any) -> None:
    exporter = manager(server, labels={"concern": "leak"})
    exporter.send([make_event(1)])
    exporter.close()
    (request,) = server.requests
    assert request.path == "/api/v2/alerts"
    assert posted(server)[0]["labels"] == {
        "alertname": "pii.cleartext.some",
        "severity": "medium",
        "group": "pii",
        "detector": "cn.mobile",
        "direction": "egress",
        "from_zone": "crm",
        "to_zone": "outside",
        "sensor": "dc1",
        "leak": make_event(1).alert.key,
        "concern": "leak",
    }


def test_no_update_changes_a_label(server: Any, make_event: Any) -> None:
    exporter = manager(server, settle="0s")
    exporter.send([make_event(1)])
    grown = {"revision": 2, "count": 99, "distinct": 50, "detectors": other_detectors("cn.mobile", "email")}
    exporter.send([make_event(1, activity="update", **grown)])
    exporter.send([make_event(1, activity="close", **grown | {"revision": 3})])
    exporter.close()
    first, *later = (alert["labels"] for alert in posted(server))
    assert later == [first, first]


def test_annotations_tell_a_person_and_hold_masked_values_only(server: Any, make_event: Any) -> None:
    exporter = manager(
        server, runbook_url="https://wiki.example.com/{rule}", generator_url="https://leaks.example.com/{id}"
    )
    exporter.send([make_event(1)])
    exporter.close()
    (alert,) = posted(server)
    assert alert["annotations"]["advice"] == "Use TLS."
    assert alert["annotations"]["runbook_url"] == "https://wiki.example.com/pii.cleartext.some"
    assert alert["generatorURL"] == f"https://leaks.example.com/{make_event(1).alert.id}"
    assert "10.20.0.7" in alert["annotations"]["summary"]
    assert "138****8000 (masked)" in alert["annotations"]["description"]


def test_open_leak_is_held_and_a_close_ends_in_the_past(server: Any, make_event: Any) -> None:
    exporter = manager(server, hold="2h", settle="0s")
    before = dt.datetime.now(tz=dt.UTC)
    exporter.send([make_event(1), make_event(1, activity="close", revision=2)])
    exporter.close()
    opened, closed = posted(server)
    assert dt.datetime.fromisoformat(opened["startsAt"]).year == 2025
    held = dt.datetime.fromisoformat(opened["endsAt"]) - before
    assert dt.timedelta(hours=2) - dt.timedelta(seconds=1) <= held <= dt.timedelta(hours=2, minutes=1)
    assert closed["startsAt"] < closed["endsAt"] < before.isoformat()


def test_alert_from_a_clock_ahead_of_ours_starts_now_and_ends_no_sooner(server: Any, make_event: Any) -> None:
    late = {"first_seen": "2999-01-01T00:00:00.000000000Z", "last_seen": "2999-01-01T00:00:01.000000000Z"}
    exporter = manager(server, settle="0s")
    exporter.send([make_event(1, **late), make_event(1, activity="close", **late)])
    exporter.close()
    for alert in posted(server):
        assert alert["startsAt"] <= alert["endsAt"] < "2999"


def test_close_together_with_its_opening_is_held_back(server: Any, make_event: Any) -> None:
    exporter = manager(server)
    exporter.send([make_event(1), make_event(1, activity="close", revision=2), make_event(2, activity="close")])
    exporter.send([make_event(1, activity="close", revision=2)])
    exporter.close()
    ends = [(alert["labels"]["leak"], alert["endsAt"] > "2026-01") for alert in posted(server)]
    # Of the second leak nothing was said before: its opening was told by an earlier run.
    assert [leak for leak, _ in ends] == [make_event(1).alert.key, make_event(2).alert.key]


def test_opening_counts_from_when_it_was_taken(server: Any, make_event: Any) -> None:
    exporter = manager(server)
    server.answer = lambda _: (503, {}, b"")
    with pytest.raises(DeliveryError):
        exporter.send([make_event(1)])
    assert exporter._opened == {}
    server.answer = lambda _: (200, {}, b"")
    exporter.send([make_event(1)])
    exporter.close()
    assert list(exporter._opened) == [make_event(1).alert.id]


def test_all_members_get_a_batch_even_if_the_first_fails(server: Any, second: Any, make_event: Any) -> None:
    exporter = manager(server, second)
    server.answer = lambda _: (503, {"Retry-After": "4"}, b"")
    with pytest.raises(DeliveryError, match="503") as caught:
        exporter.send([make_event(1)])
    assert caught.value.retry_after_s == 4.0
    assert caught.value.delivered == 0
    assert len(posted(second)) == 1
    server.answer = lambda _: (200, {}, b"")
    exporter.send([make_event(1)])
    exporter.close()
    assert posted(second)[0]["labels"] == posted(second)[1]["labels"] == posted(server)[1]["labels"]


def test_one_member_is_enough_if_asked_for(server: Any, second: Any, make_event: Any) -> None:
    exporter = manager(server, second, require="any")
    server.answer = lambda _: (503, {}, b"")
    exporter.send([make_event(1)])
    second.answer = server.answer
    with pytest.raises(DeliveryError):
        exporter.send([make_event(2)])
    exporter.close()


def test_refused_alert_is_rejected_alone(server: Any, make_event: Any) -> None:
    bad = make_event(3)
    server.answer = lambda request: (400 if bad.alert.key.encode() in request.body else 200, {}, b"")
    exporter = manager(server)
    with pytest.raises(RejectedError) as caught:
        exporter.send([make_event(number) for number in range(6)])
    exporter.close()
    assert list(caught.value.events) == [bad.id]


def test_check_asks_every_member(server: Any, second: Any) -> None:
    status = {"versionInfo": {"version": "0.25.0"}, "cluster": {"status": "ready"}, "config": {}, "uptime": ""}
    server.answer = second.answer = lambda _: (200, {}, json.dumps(status).encode())
    exporter = manager(server, second)
    assert exporter.check().count("ready, version 0.25.0, cluster ready") == 2
    assert exporter.addresses() == [("127.0.0.1", server.port), ("127.0.0.1", second.port)]
    second.answer = lambda _: (200, {}, b"<html>")
    with pytest.raises(DeliveryError, match="not as an Alertmanager"):
        exporter.check()
    exporter.close()


@pytest.mark.parametrize(
    "options",
    [
        {"urls": []},
        {"labels": {"leak": "x"}},
        {"labels": {"9": "x"}},
        {"labels": {"a-b": "x"}},
        {"generator_url": "javascript:x"},
        {"runbook_url": "wiki"},
        {"hold": "long"},
        {"require": "most"},
        {"urls": ["http://am.example.com"]},
    ],
)
def test_bad_options_are_refused(options: dict[str, Any]) -> None:
    with pytest.raises(ConfigError, match="exporter am"):
        Alertmanager("am", {"urls": ["https://am.example.com"], **options})

from __future__ import annotations

import functools
import json
import time
from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from sensor.alerts.database import StoreError
from sensor.alerts.evaluate import Evaluator
from sensor.alerts.ledger import Cursor
from sensor.alerts.store import Store, StoreLimits
from sensor.cli import alerts as command
from sensor.errors import UsageError
from sensor.model.record import Host, record_id, timestamp
from sensor.transport.policy import TransportPolicy
from tests.unit.transport.conftest import make_certificate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from sensor.model.alert import Alert

NOW = 1_760_000_000 * 10**9
HOUR = 3600 * 10**9
LIMITS = StoreLimits(limit_bytes=1 << 30, reserve_bytes=1 << 26, retention_ns=HOUR)


@pytest.fixture
def alert(ruleset: Any, recorder: Any, fake: Any) -> Callable[..., Alert]:
    evaluator = Evaluator(ruleset, recorder=recorder, home="crm")
    evaluator.finding(fake.Finding(http=fake.Http()))
    (first,) = evaluator.finish()

    def make(number: int = 0, **changes: Any) -> Alert:
        own = {"id": record_id("alert", number), "key": record_id("key", number)}
        return msgspec.structs.replace(first, **(own | changes))

    return make


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Open all the while, as by a daemon that runs."""
    with Store.open(str(tmp_path / "events.db"), limits=LIMITS, now_ns=time.time_ns) as opened:
        yield opened


def test_list_shows_a_row_per_alert_and_where_it_stands(store: Store, alert: Any, capsys: Any) -> None:
    sender = msgspec.structs.replace(alert().sender, host=Host(name="crm-\x1b[31mdb", source="names"))
    store.commit([alert(0, severity="high", sender=sender), alert(1, activity="close")])
    store.acknowledge(alert(0).id, by="li")
    assert command.list_(store.path) == 0
    head, *rows = capsys.readouterr().out.splitlines()
    assert head.split() == ["ID", "LAST", "SEEN", "SEVERITY", "STATUS", "RULE", "FROM", "TO", "DISTINCT", "COUNT"]
    by_id = {row.split()[0]: row for row in rows}
    assert "open, acknowledged" in by_id[alert(0).id[:8]]
    assert "crm-\\u{1b}[31mdb" in by_id[alert(0).id[:8]]
    assert "closed" in by_id[alert(1).id[:8]]
    assert len({row.index("pii.cleartext") for row in rows}) == 1


def test_list_filters_and_says_when_there_is_more(store: Store, alert: Any, capsys: Any) -> None:
    stamps = [timestamp(time.time_ns() - hours * HOUR) for hours in (1, 30)]
    store.commit([alert(number, severity="high", last_seen=stamp) for number, stamp in enumerate(stamps)])
    command.list_(store.path, since="24h", severity="high", status="open", rule="pii.*")
    assert len(capsys.readouterr().out.splitlines()) == 2
    command.list_(store.path, severity="critical")
    assert len(capsys.readouterr().out.splitlines()) == 1
    command.list_(store.path, limit=1)
    assert "(the first 1; --limit shows more)" in capsys.readouterr().out


def test_list_as_json_is_one_document_a_line(store: Store, alert: Any, capsys: Any) -> None:
    store.commit([alert(0), alert(1)])
    store.acknowledge(alert(0).id, by="li", reason="a test")
    command.list_(store.path, json=True)
    rows = {row["alert"]["id"]: row for row in map(json.loads, capsys.readouterr().out.splitlines())}
    assert rows[alert(0).id]["acknowledged"]["by"] == "li"
    assert "acknowledged" not in rows[alert(1).id]
    assert rows[alert(1).id]["status"] == "open"


def test_card_tells_the_whole_alert(store: Store, alert: Any, capsys: Any) -> None:
    store.commit([alert(0), alert(0, revision=2, activity="update", count=12, distinct=7)])
    store.configure(["siem"])
    store.advance(Cursor(exporter="siem", seq=2), {alert(0).revision_id: "no such index"})
    store.acknowledge(alert(0).id, by="li", reason="known export", until_ns=time.time_ns() + HOUR)
    assert command.show(store.path, alert(0).id[:6]) == 0
    card = capsys.readouterr().out
    for part in (
        "Some",
        alert(0).id,
        "pii.cleartext.some (severity medium",
        "by li at",
        "known export",
        "from         192.0.2.7 port 8080 (crm)",
        "values       7 distinct, 12 in all",
        "cn.mobile, 1 distinct, 1 in all: 138****8000",
        "a.pcap, frames 4 to 6",
        "http.response.body[json]:data[*].phone",
        "refused by siem",
    ):
        assert part in card
    told = [line.split()[:2] for line in card.splitlines() if line.startswith(("create", "update"))]
    assert told == [["create", "1"], ["update", "2"]]


def test_transport_card_names_version_issues_and_flows(
    store: Store, ruleset: Any, recorder: Any, fake: Any, capsys: Any
) -> None:
    evaluator = Evaluator(ruleset, recorder=recorder, home="crm")
    raw = fake.Transport(version="TLSv1.0", suite=5, sni="crm.example", protection="none")
    evaluator.transport(raw, TransportPolicy().verdict(raw))
    (record,) = evaluator.finish()
    store.commit([record])
    command.show(store.path, record.id)
    card = capsys.readouterr().out
    assert "transport    http TLSv1.0 TLS_RSA_WITH_RC4_128_SHA to crm.example: " in card
    assert "; 1 flow\n" in card


def test_transport_card_names_the_certificate(
    store: Store, ruleset: Any, recorder: Any, fake: Any, capsys: Any
) -> None:
    made = make_certificate()
    shown = fake.Certificate(made.sha256, made.der)
    policy = TransportPolicy()
    policy.certificates.learn([shown])
    recorder.certificate = functools.partial(policy.certificates.facts, plan=b'{"detectors": []}')
    evaluator = Evaluator(ruleset, recorder=recorder, home="crm")
    facts = {"protection": "none", "version": "TLSv1.0", "offered_version": "TLSv1.3"}
    for number, fingerprint in enumerate((shown.sha256, "ab" * 32)):
        resp = fake.Endpoint(f"10.20.0.{number}", 443, "crm")
        raw = fake.Transport(**facts, resp=resp, certificates=[fingerprint])
        evaluator.transport(raw, policy.verdict(raw))
    readable, forgotten = evaluator.finish()
    store.commit([readable, forgotten])
    command.show(store.path, readable.id)
    card = capsys.readouterr().out
    assert "offered      TLSv1.3\n" in card
    text = (
        "CN=crm.example.cn, issued by CN=Example CA, EC secp256r1, valid 2025-09-09T00:00:00Z to 2026-01-07T00:00:00Z"
    )
    assert f"certificate  {text}\n" in card
    command.show(store.path, forgotten.id)
    assert f"certificate  unreadable, SHA-256 {'ab' * 32}\n" in capsys.readouterr().out


def test_acknowledging_needs_no_daemon_and_can_be_taken_back(store: Store, alert: Any, capsys: Any) -> None:
    store.commit([alert(0)])
    assert command.ack(store.path, alert(0).id[:8], reason="a test", by="li", until="7d") == 0
    assert store.acknowledged() == {alert(0).key}
    (entry,) = store.alerts()
    assert entry.acknowledged is not None
    assert entry.acknowledged.until_ns is not None
    assert abs(entry.acknowledged.until_ns - time.time_ns() - 7 * 24 * HOUR) < HOUR
    assert "is acknowledged until" in capsys.readouterr().out
    assert command.unack(store.path, alert(0).id[:8]) == 0
    assert store.acknowledged() == frozenset()
    command.unack(store.path, alert(0).id[:8])
    assert "was not acknowledged" in capsys.readouterr().out


def test_export_writes_every_event_in_the_chosen_form(store: Store, alert: Any, capsys: Any) -> None:
    seen = timestamp(time.time_ns())
    store.commit([alert(number % 400, revision=1 + number // 400, last_seen=seen) for number in range(600)])
    command.export(store.path)
    events = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert len(events) == 600
    assert {event["class_uid"] for event in events} == {2006}
    command.export(store.path, style="native", since="1h")
    records = [msgspec.json.decode(line, type=type(alert())) for line in capsys.readouterr().out.splitlines()]
    assert [record.revision for record in records[398:402]] == [1, 1, 2, 2]
    command.export(store.path, since=timestamp(time.time_ns() + HOUR)[:19])
    assert capsys.readouterr().out == ""


def test_list_and_export_mean_the_same_by_since(store: Store, alert: Any, capsys: Any) -> None:
    stamps = [timestamp(time.time_ns() - hours * HOUR) for hours in (1, 30)]
    store.commit([alert(number, last_seen=stamp) for number, stamp in enumerate(stamps)])
    command.list_(store.path, since="24h", json=True)
    listed = [json.loads(line)["alert"]["id"] for line in capsys.readouterr().out.splitlines()]
    command.export(store.path, since="24h", style="native")
    exported = [json.loads(line)["id"] for line in capsys.readouterr().out.splitlines()]
    assert listed == exported == [alert(0).id]


def test_an_acknowledgement_needs_a_reason(store: Store, alert: Any) -> None:
    store.commit([alert(0)])
    for reason in ("", "  "):
        with pytest.raises(UsageError, match="--reason"):
            command.ack(store.path, alert(0).id, reason=reason)
    assert not store.acknowledged()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2h", NOW - 2 * HOUR),
        ("2025-10-09", 1_759_968_000 * 10**9),
        ("2025-10-09T08:00:00+08:00", 1_759_968_000 * 10**9),
        ("2025-10-09T00:00:00Z", 1_759_968_000 * 10**9),
        ("99999999999999d", 0),
    ],
)
def test_moments_are_read(text: str, expected: int) -> None:
    assert command.moment(text, NOW) == expected


def test_moments_that_are_none_or_over_are_refused() -> None:
    for text in ("", "soon", "2025-13-01", "7 days"):
        with pytest.raises(UsageError, match="neither a time"):
            command.moment(text, NOW)
    with pytest.raises(UsageError, match="is over already"):
        command.moment("2025-10-09", NOW, ahead=True)
    assert command.moment("99999999999999d", NOW, ahead=True) == 2**63 - 1


def test_missing_and_damaged_stores_are_said_in_words(tmp_path: Path, store: Store, alert: Any) -> None:
    with pytest.raises(StoreError, match="there is none"):
        command.list_(str(tmp_path / "other.db"))
    store.commit([alert(0)])
    store.close()
    data = bytearray((tmp_path / "events.db").read_bytes())
    data[4096:] = b"\xff" * (len(data) - 4096)
    (tmp_path / "damaged.db").write_bytes(data)
    with pytest.raises(StoreError, match="damaged"):
        command.list_(str(tmp_path / "damaged.db"))

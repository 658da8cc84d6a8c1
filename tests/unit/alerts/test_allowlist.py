from __future__ import annotations

import datetime as dt
import logging
from typing import Any

import msgspec
import pytest

from sensor.alerts.allowlist import AllowEntry, Allowlist
from sensor.errors import ConfigError

DAY = 86_400 * 10**9


def day(text: str) -> int:
    return (dt.date.fromisoformat(text) - dt.date(1970, 1, 1)).days * DAY


def kept(entry: AllowEntry, raw: Any, rule: str = "pii.cleartext.some") -> bool:
    allowlist = Allowlist([entry])
    found = allowlist.covers(allowlist.finding(raw, raw.sender, raw.receiver), rule)
    assert allowlist.hits == [int(found)]
    return found


@pytest.mark.parametrize(
    ("conditions", "expected"),
    [
        ({"rule": "pii.cleartext.some"}, True),
        ({"rule": "pii.*"}, True),
        ({"rule": "finance.*"}, False),
        ({"field": "http.response.body[json]:data[*].phone"}, True),
        ({"field": "http.*.phone"}, True),
        ({"field": "http.*[json]*phone"}, True),
        ({"field": "*"}, True),
        ({"field": "http.*"}, True),
        ({"field": "http.response"}, False),
        ({"field": "http.*.phone.*.phone"}, False),
        ({"field": "*.phones"}, False),
        ({"sender": "192.0.2.7"}, True),
        ({"sender": "192.0.2.8"}, False),
        ({"sender": "192.0.2.0/24"}, True),
        ({"sender": "2001:db8::/32"}, False),
        ({"sender": "crm"}, True),
        ({"sender": "outside"}, False),
        ({"receiver": "198.51.100.9/24"}, True),
        ({"receiver": "outside"}, True),
        ({"detector": "cn.*"}, True),
        ({"detector": "email"}, False),
        ({"detector": "cn.mobile", "receiver": "198.51.100.9", "rule": "pii.*", "field": "*phone"}, True),
        ({"detector": "cn.mobile", "receiver": "198.51.100.8"}, False),
    ],
)
def test_all_conditions_must_hold(fake: Any, conditions: dict[str, Any], expected: bool) -> None:  # noqa: FBT001
    assert kept(AllowEntry(reason="test", **conditions), fake.Finding()) is expected


def test_ipv6_networks_hold_their_addresses(fake: Any) -> None:
    raw = fake.Finding(sender=fake.Endpoint("2001:db8::7", 80, "crm"))
    assert kept(AllowEntry(sender="2001:db8::/64", reason="test"), raw)
    assert not kept(AllowEntry(sender="192.0.2.0/24", reason="test"), raw)


def test_first_entry_that_covers_a_rule_is_counted(fake: Any) -> None:
    allowlist = Allowlist([AllowEntry(rule=name, reason="test") for name in ("a.*", "b.*", "*")])
    raw = fake.Finding()
    held = allowlist.finding(raw, raw.sender, raw.receiver)
    assert all(allowlist.covers(held, rule) for rule in ("a.b.c", "b.b.c", "c.b.c", "c.b.d"))
    assert allowlist.hits == [1, 1, 2]


def test_transport_has_neither_detector_nor_field(fake: Any) -> None:
    entries = [
        AllowEntry(detector="*", reason="test"),
        AllowEntry(field="*", reason="test"),
        AllowEntry(receiver="outside", reason="test"),
    ]
    allowlist = Allowlist(entries)
    assert allowlist.covers(allowlist.transport(fake.CRM, fake.OUTSIDE), "transport.plaintext.web")
    assert allowlist.hits == [0, 0, 1]


def test_entry_holds_on_its_last_day_and_is_reported_once_after_it(fake: Any, caplog: pytest.LogCaptureFixture) -> None:
    until = dt.date(2026, 3, 1)
    allowlist = Allowlist(
        [AllowEntry(receiver="outside", until=until, reason="migration"), AllowEntry(sender="crm", reason="for good")],
        now_ns=day("2026-02-27"),
    )
    raw = fake.Finding()
    assert allowlist.advance(day("2026-03-01") + DAY - 1) == []
    assert len(allowlist.finding(raw, raw.sender, raw.receiver)) == 2
    with caplog.at_level(logging.WARNING, "leaktap.alerts"):
        (expired,) = allowlist.advance(day("2026-03-02"))
        assert allowlist.advance(day("2026-03-03")) == []
    assert expired.reason == "migration"
    assert [record.getMessage() for record in caplog.records] == [
        "an allow entry has run out and does not apply any more"
    ]
    assert len(allowlist.finding(raw, raw.sender, raw.receiver)) == 1


def test_entry_that_had_run_out_before_does_not_apply_and_is_reported(fake: Any) -> None:
    entry = AllowEntry(receiver="outside", until=dt.date(2026, 3, 1), reason="migration")
    allowlist = Allowlist([entry], now_ns=day("2026-03-02"))
    raw = fake.Finding()
    assert allowlist.finding(raw, raw.sender, raw.receiver) == ()
    assert allowlist.advance(day("2026-03-02")) == [entry]


def test_clock_that_steps_back_lets_an_entry_apply_again(fake: Any) -> None:
    entry = AllowEntry(receiver="outside", until=dt.date(2026, 3, 1), reason="migration")
    allowlist = Allowlist([entry], now_ns=day("2026-03-02"))
    allowlist.advance(day("2026-03-02"))
    allowlist.advance(day("2026-02-27"))
    raw = fake.Finding()
    assert len(allowlist.finding(raw, raw.sender, raw.receiver)) == 1


@pytest.mark.parametrize(
    ("entry", "reason"),
    [
        (AllowEntry(reason="oops"), "entry 1 (oops): an entry names a `rule`"),
        (AllowEntry(sender="partner", reason="x"), "sender: `partner` is no address, no network and no zone"),
        (AllowEntry(receiver="10.20.0.0/33", reason="x"), "zones: crm, outside"),
    ],
)
def test_entry_that_cannot_be_meant_is_refused(entry: AllowEntry, reason: str) -> None:
    with pytest.raises(ConfigError) as caught:
        Allowlist([entry], zones=("outside", "crm"))
    assert reason in str(caught.value)


def test_reason_is_required() -> None:
    for document in ({"rule": "pii.*"}, {"rule": "pii.*", "reason": ""}):
        with pytest.raises(msgspec.ValidationError):
            msgspec.convert(document, AllowEntry)
    read = msgspec.convert({"rule": "pii.*", "reason": "test", "until": "2026-03-01"}, AllowEntry)
    assert read.until == dt.date(2026, 3, 1)

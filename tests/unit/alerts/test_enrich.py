from __future__ import annotations

from typing import Any

import pytest

from sensor.alerts.enrich import Enricher
from sensor.alerts.evaluate import Evaluator
from sensor.errors import ConfigError
from sensor.model.record import Host

NAMES = {
    "10.20.0.5": "crm-db-1",
    "198.51.100.0/24": "partner",
    "198.51.100.9": "partner-gateway",
    "2001:db8::/32": "lab",
    "0.0.0.0/0": "somewhere",
}


@pytest.mark.parametrize(
    ("ip", "name"),
    [
        ("10.20.0.5", "crm-db-1"),
        ("198.51.100.8", "partner"),
        ("198.51.100.9", "partner-gateway"),
        ("2001:db8:1::1", "lab"),
        ("2001:db9::1", None),
        ("203.0.113.1", "somewhere"),
        ("not an address", None),
    ],
)
def test_longest_prefix_wins(ip: str, name: str | None) -> None:
    host = Enricher(NAMES).host(ip)
    assert host == (Host(name=name, source="config") if name else None)


def test_alert_gets_names_and_nothing_else_changes(ruleset: Any, recorder: Any, fake: Any) -> None:
    evaluator = Evaluator(ruleset, recorder=recorder, home="crm")
    evaluator.finding(fake.Finding())
    (alert,) = evaluator.finish()
    assert Enricher().alert(alert) is alert
    named = Enricher(NAMES).alert(alert)
    assert named.receiver.host == Host(name="partner-gateway", source="config")
    assert (named.receiver.ip, named.receiver.port, named.receiver.zone) == ("198.51.100.9", 51544, "outside")
    assert (named.id, named.count) == (alert.id, alert.count)


@pytest.mark.parametrize(
    ("names", "reason"),
    [
        ({"crm-db-1": "10.20.0.5"}, "`crm-db-1` (10.20.0.5) is no address and no network"),
        ({"10.20.0.0/16": "crm", "10.20.1.0/16": "other"}, "`10.20.1.0/16` has two names"),
    ],
)
def test_entry_that_cannot_be_meant_is_refused(names: dict[str, str], reason: str) -> None:
    with pytest.raises(ConfigError) as caught:
        Enricher(names)
    assert reason in str(caught.value)

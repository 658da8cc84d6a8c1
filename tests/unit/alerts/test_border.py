"""Rules that ask for the receiver's country."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from sensor.alerts.evaluate import Evaluator
from sensor.alerts.live import LiveAlerts
from sensor.border import Border, Place
from sensor.ruleset.compile import compile_pack
from sensor.ruleset.loader import load

if TYPE_CHECKING:
    from pathlib import Path

RULES = """
version: 1
rules:
  - id: pii.test.abroad
    title: {en: Abroad}
    when: {direction: [egress], receiver: {not_country: [home]}, data: {any: ['group:pii']}}
    severity: high
  - id: pii.test.home
    title: {en: Home}
    when: {receiver: {country: [home]}, data: {any: ['group:pii']}}
    severity: low
  - id: pii.test.two
    title: {en: Two}
    when: {receiver: {country: [US, RU], not_country: [RU]}, data: {any: ['group:pii']}}
    severity: low
  - id: transport.test.abroad
    title: {en: Abroad}
    when: {direction: [egress], receiver: {not_country: [home]}, transport: {issues: [plaintext_protocol]}}
    severity: low
"""


class Made:
    """Knows the country of one address."""

    def __init__(self, country: str | None) -> None:
        self.country = country

    def find(self, _address: Any) -> Place | None:
        return Place(self.country, None, "made") if self.country else None


def rules_for(pack_file: Path, tmp_path: Path) -> Any:
    path = tmp_path / "border.yaml"
    path.write_text(RULES, encoding="utf-8")
    return compile_pack(load([str(pack_file), str(path)]), policy="default")


@pytest.mark.parametrize(
    ("country", "fired"),
    [
        ("US", {"pii.test.abroad", "pii.test.two", "transport.test.abroad"}),
        ("RU", {"pii.test.abroad", "transport.test.abroad"}),
        ("HK", {"pii.test.abroad", "transport.test.abroad"}),
        ("CN", {"pii.test.home"}),
        (None, set()),
    ],
)
def test_rule_asks_for_the_country_of_the_receiver(
    country: str | None, fired: set[str], *, pack_file: Path, tmp_path: Path, recorder: Any, fake: Any
) -> None:
    from sensor.recorder import Verdict  # noqa: PLC0415 - after the fake is in place

    recorder.border = Border([Made(country)])
    ruleset = rules_for(pack_file, tmp_path)
    receiver = fake.Endpoint("8.8.8.8", 443, "outside")
    verdict = Verdict(protection="none", issues=("plaintext_protocol",))
    evaluator = Evaluator(ruleset, recorder=recorder, home="crm")
    live = LiveAlerts(ruleset, recorder=recorder, home="crm")
    for each in (evaluator, live):
        each.finding(fake.Finding(receiver=receiver))
        # The CRM server answers: the originator is the one who receives.
        each.transport(fake.Transport(orig=receiver), verdict)
    alerts = evaluator.finish()
    told = live.tick(fake.Finding().ts_ns)
    for found in (alerts, told):
        mine = {alert.rule for alert in found if ".test." in alert.rule}
        assert mine == fired
        assert {alert.receiver.country for alert in found} == {country}
        assert {alert.receiver.located_by for alert in found} == {"made" if country else None}


class Places:
    """Knows the countries of some addresses."""

    def find(self, address: Any) -> Place | None:
        country = {"8.8.8.8": "US", "9.9.9.9": "US", "1.2.3.4": "CN"}.get(str(address))
        return Place(country, None, "made") if country else None


def test_the_client_of_a_proxy_is_the_receiver(pack_file: Path, tmp_path: Path, recorder: Any, fake: Any) -> None:
    from sensor.recorder import Verdict  # noqa: PLC0415 - after the fake is in place

    recorder.border = Border([Places()])
    ruleset = rules_for(pack_file, tmp_path)

    def behind(ip: str, proxy: str = "1.2.3.4") -> Any:
        return fake.Endpoint(proxy, 40000, "crm", client=fake.Client(ip, "outside", 5000))

    evaluator = Evaluator(ruleset, recorder=recorder, home="crm")
    live = LiveAlerts(ruleset, recorder=recorder, home="crm")
    verdict = Verdict(protection="none", issues=("plaintext_protocol",))
    for each in (evaluator, live):
        # Two clients, one of them over two proxies: two leaks.
        for receiver in (behind("8.8.8.8"), behind("9.9.9.9"), behind("8.8.8.8", "1.2.3.5")):
            each.finding(fake.Finding(receiver=receiver))
            each.transport(fake.Transport(orig=receiver), verdict)
    for found in (evaluator.finish(), live.tick(fake.Finding().ts_ns)):
        for rule in ("pii.test.abroad", "transport.test.abroad"):
            mine = [alert for alert in found if alert.rule == rule]
            assert {alert.receiver.ip for alert in mine} == {"1.2.3.4"}
            clients = [alert.receiver.client for alert in mine]
            assert sorted(client.ip for client in clients if client) == ["8.8.8.8", "9.9.9.9"]
            assert {(each.zone, each.country, each.port) for each in clients if each} == {("outside", "US", None)}
        assert "pii.test.home" not in {alert.rule for alert in found}

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sensor.errors import RuleError
from sensor.ruleset.compile import plan_document
from sensor.ruleset.syntax import DetectorSyntax, TextSyntax
from sensor.transport import certificate_facts
from sensor.transport.certificate_facts import MAX_NAMES, MAX_TEXT, certificate_of, redact
from tests.unit.transport.conftest import make_certificate

PLAN = plan_document(
    [DetectorSyntax(id=name, title=TextSyntax(en=name), native=True) for name in ("cn.mobile", "email")]
)


def test_facts_are_read() -> None:
    shown = make_certificate(names=("crm.example.cn", "api.example.cn"))
    found = certificate_of(shown.sha256, shown.der, PLAN)
    assert (found.subject, found.issuer, found.names) == (
        "CN=crm.example.cn",
        "CN=Example CA",
        ("crm.example.cn", "api.example.cn"),
    )
    assert (found.key, found.signature, found.serial) == ("EC secp256r1", "ecdsa-with-SHA256", "1")
    assert (found.not_before_s, found.not_after_s) == (1_757_376_000, 1_767_744_000)
    assert (len(found.key_sha256), found.self_issued) == (64, False)


def test_names_are_masked_bounded_and_visible() -> None:
    names = tuple(f"h{number}.example.cn" for number in range(MAX_NAMES + 5))
    shown = make_certificate("13800138000", issuer="li.ming@example.cn \x1b[31m", names=names)
    found = certificate_of(shown.sha256, shown.der, PLAN)
    assert "13800138000" not in found.subject
    assert "li.ming" not in found.issuer
    assert "\x1b" not in found.issuer
    assert (len(found.names), found.names_beyond) == (MAX_NAMES, 5)


def test_value_found_in_another_spelling_hides_the_whole_text(monkeypatch: Any) -> None:
    hit = type("Hit", (), {"value": "6222021234567890"})
    monkeypatch.setattr(certificate_facts, "scan_text", lambda *_: [hit])
    assert redact(["CN=6222 0212-3456 7890", "CN=crm.example.cn"], b"") == ["***", "CN=crm.example.cn"]


def test_names_that_cannot_be_masked_are_not_shown(monkeypatch: Any) -> None:
    def fails(*_: Any) -> None:
        raise RuleError("broken")

    monkeypatch.setattr(certificate_facts, "scan_text", fails)
    assert redact(["CN=crm.example.cn"], b"") == ["***"]


@pytest.mark.parametrize("der", [b"", b"\x30\x00", b"\xff" * 100_000])
def test_what_is_no_certificate_is_a_fingerprint(der: bytes) -> None:
    assert certificate_of("ab", der, PLAN).not_after_s == 0


@given(st.binary(max_size=40), st.integers(min_value=0))
def test_no_certificate_raises(noise: bytes, place: int) -> None:
    whole = make_certificate().der
    at = place % len(whole)
    found = certificate_of("ab", whole[:at] + noise + whole[at + len(noise) :], PLAN)
    assert found.sha256 == "ab"
    assert all(len(text) <= 10 * MAX_TEXT for text in (found.subject, found.issuer, *found.names))

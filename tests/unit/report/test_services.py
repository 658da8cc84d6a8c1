from __future__ import annotations

import io
from typing import Any

import pytest

from sensor.engine import EngineOptions
from sensor.model.transport import CertificateFacts
from sensor.pipeline import RunResult
from sensor.recorder import Verdict
from sensor.report import services as module
from sensor.report import summary
from sensor.report.gather import Gatherer
from sensor.report.html import render
from sensor.report.services import Services

NOW = 1_760_000_000 * 10**9
DAY = 86_400 * 10**9


def verdict(protection: Any = "weak", *issues: Any, leaf: str | None = None, days: int = 0) -> Verdict:
    ends = NOW + days * DAY if leaf is not None else None
    return Verdict(protection=protection, issues=issues, leaf=leaf, expires_ns=ends)


def read(sha256: str) -> CertificateFacts:
    return CertificateFacts(sha256=sha256, subject=f"CN={sha256}.example", not_after="2026-01-01T00:00:00.000000000Z")


@pytest.fixture
def seen(fake: Any) -> Any:
    def transport(host: int, **facts: Any) -> Any:
        return fake.Transport(resp=fake.Endpoint(f"198.51.100.{host}", 443, "outside"), protocol="tls", **facts)

    return transport


def test_services_are_grouped_and_the_worst_comes_first(seen: Any) -> None:
    found = Services()
    found.add(seen(1, version="TLSv1.2", flows=9), verdict("sound", "name_mismatch"))
    found.add(seen(2, version="TLSv1.0", sni="a.example", flows=2), verdict("weak", "tls_version"))
    found.add(seen(2, version="TLSv1.2", sni="b.example", flows=3), verdict("sound", "untrusted"))
    found.add(seen(3), verdict("none", "plaintext_protocol"))
    found.add(seen(4), verdict("sound", "upgraded_to_tls", "ech"))
    clear, weak, sound = found.groups()
    assert (clear.place, clear.protection, sound.place) == ("198.51.100.3:443", "none", "198.51.100.1:443")
    assert (weak.protection, weak.issues, weak.flows) == ("weak", ("tls_version", "untrusted"), 5)
    assert (weak.versions, weak.names) == (("TLSv1.0", "TLSv1.2"), ("a.example", "b.example"))


def test_certificates_are_told_from_thirty_days_before_their_end(seen: Any) -> None:
    found = Services()
    for leaf, days in (("late", -3), ("soon", 30), ("fine", 31), ("today", 0)):
        found.add(seen(days % 7), verdict("sound", leaf=leaf, days=days))
        found.add(seen(9), verdict("sound", leaf=leaf, days=days))
    notes = found.certificates(NOW, read)
    assert [(note.facts.sha256, note.expired, note.days, note.flows) for note in notes] == [
        ("late", True, 3, 2),
        ("today", False, 0, 2),
        ("soon", False, 30, 2),
    ]
    assert notes[2].places == ("198.51.100.2:443", "198.51.100.9:443")


def test_memory_is_bounded_and_what_is_left_out_is_counted(seen: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_SERVICES", 2)
    monkeypatch.setattr(module, "MAX_CERTIFICATES", 2)
    found = Services()
    for host in range(5):
        found.add(seen(host, flows=2), verdict("none", "plaintext_protocol", leaf=f"{host}"))
    assert (len(found.groups()), found.omitted, len(found.certificates(NOW, read))) == (2, 6, 2)


def test_summary_and_report_say_what_to_mend(seen: Any, recorder: Any, ruleset: Any) -> None:
    gatherer = Gatherer(hold_findings=1)
    recorder.certificate = read
    gatherer.start(recorder)
    gatherer.judged(seen(2, sni="<b>.example", version="TLSv1.0"), verdict("weak", "tls_version", leaf="late", days=-3))
    gatherer.judged(seen(3), verdict("sound", leaf="soon", days=7))
    gatherer.finish(RunResult(stats={"last_ts_ns": NOW}, damaged=(), evicted_keys=0))
    moment = "2025-10-09T08:53:20.000000000Z"
    data = gatherer.data(captures=(), started=moment, finished=moment, options=EngineOptions(), ruleset=ruleset)
    out = io.StringIO()
    summary.write(data, out)
    told = out.getvalue()
    assert "Services to mend: 1 weakly protected" in told
    assert "198.51.100.2:443 (outside) <b>.example" in told
    assert "Certificate expired 3 days before the last packet: CN=late.example at 198.51.100.2:443" in told
    assert "Certificate expires 7 days after the last packet: CN=soon.example" in told
    page = render(data)
    assert "expired 3 days before the last packet" in page
    assert "outdated TLS version" in page
    assert "&lt;b&gt;.example" in page
    assert "<b>.example" not in page

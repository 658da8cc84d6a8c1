"""Logins as clients send them: every way, every kind of secret, and nothing of what only names one."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

from sensor.engine import Engine, EngineOptions
from sensor.ruleset.compile import compile_pack
from sensor.ruleset.loader import load

ROOT: Final = Path(__file__).resolve().parents[2]
RECORDED: Final = ROOT / "tests" / "recorded"
MIXED: Final = ROOT.parent / "shared" / "captures" / "public" / "mixed-many-protocols--pcapplusplus.pcap"
SURE: Final = 70

# What make_logins.py sent, the last of them refused, and in which ways.
SECRETS: Final = ("P(a)s{s}<w>[0]&rd%'\"", "correct horse battery staple", "春天2046!", "changeme", "not-the-one-4")
WAYS: Final = ("form", "json", "multipart", "soap", "xmlrpc", "attributes", "query")
SERVED: Final = ("/crm.js", "/crm.css", "/crm.js.map")


def findings(capture: Path) -> list[tuple[str, str, str, int]]:
    """Path, value, outcome and confidence of every login, and of every address."""
    plan = compile_pack(load(["builtin"]), policy="default").plan
    with Engine(plan, options=EngineOptions(reveal=True)) as engine:
        return [
            (
                (raw.http.path if raw.http else "") or "",
                value,
                raw.credential.outcome if raw.credential else raw.detector,
                raw.confidence,
            )
            for raw in engine.replay(str(capture))
            for value in raw.values
        ]


def test_every_way_to_log_in_is_found_with_user_secret_and_outcome() -> None:
    found = {
        (path.split("?")[0], value, outcome)
        for path, value, outcome, sure in findings(RECORDED / "http_logins.pcap")
        if sure >= SURE
    }
    expected = {
        (f"/{way}", f"agent{number}:{secret}", "rejected" if secret == SECRETS[-1] else "accepted")
        for number, secret in enumerate(SECRETS)
        for way in WAYS
    }
    assert found == expected


def test_scripts_style_sheets_and_source_maps_hold_no_logins() -> None:
    found = [each for each in findings(RECORDED / "http_logins.pcap") if each[0] in SERVED]
    assert {outcome for _, _, outcome, _ in found} == {"email"}
    assert max(sure for *_, sure in found) < SURE


@pytest.mark.skipif(not MIXED.exists(), reason="no public captures beside this folder")
def test_scripts_and_pages_of_the_web_hold_none_either() -> None:
    assert not [each for each in findings(MIXED) if each[2] in {"accepted", "rejected", "unknown"} and each[3] >= SURE]

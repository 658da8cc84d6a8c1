"""What protects the flows of captures whose handshakes are known: the issues that are there, and none of others.

The captures are not part of the project; without them beside it, these tests are skipped.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

import pytest

from sensor.engine import Engine, EngineOptions, default_plan
from sensor.transport.policy import TransportPolicy

CAPTURES: Final = Path(__file__).resolve().parents[3] / "shared" / "captures"
if not CAPTURES.is_dir():
    pytest.skip("no captures with known content beside the project (../shared/captures)", allow_module_level=True)

# What the truth files speak of; what else is told, they do not know.
KNOWN: Final = {
    "tls_version",
    "weak_signature",
    "weak_key",
    "self_signed",
    "cert_expired",
    "cert_not_yet_valid",
    "name_mismatch",
    "weak_cipher",
    "starttls_absent",
    "starttls_stripped",
}
# `https` is TLS; PostgreSQL is `pgsql` here.
NAMES: Final = {"https": "tls", "postgresql": "pgsql"}
ENCRYPTED: Final = {"tls", "dtls", "quic"}
# One truth calls TLS_RSA_WITH_AES_128_CBC_SHA weak, the other says nothing of it.
STATIC_RSA: Final = ("TLS_RSA_WITH_AES_128_CBC_SHA", "TLS_RSA_WITH_AES_256_CBC_SHA")


def truth(kind: str) -> list[dict[str, Any]]:
    with (CAPTURES / kind / "truth.jsonl").open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def judged(capture: Path) -> set[tuple[str, str, str]]:
    """Issues as (issue, protocol, server)."""
    policy = TransportPolicy()
    found: set[tuple[str, str, str]] = set()
    with Engine(default_plan(), options=EngineOptions(transport_records=True)) as engine:
        for batch in engine.run([str(capture)]):
            policy.certificates.learn(batch.certificates)
            for raw in batch.transports:
                verdict = policy.verdict(raw)
                issues = set(verdict.issues)
                if "public" in capture.parts and verdict.suite in STATIC_RSA:
                    issues.discard("weak_cipher")
                found |= {(issue, raw.protocol, f"{raw.resp.ip}:{raw.resp.port}") for issue in issues}
    return found


@pytest.mark.parametrize("told", truth("live"), ids=lambda told: told["file"])
def test_issues_of_live_captures(told: dict[str, Any]) -> None:
    found = {(issue, protocol) for issue, protocol, _ in judged(CAPTURES / "live" / told["file"])}
    want = {(each["issue"], NAMES.get(each["proto"], each["proto"])) for each in told["transport"]}
    missing = {(issue, protocol) for issue, protocol in want if issue in KNOWN} - found
    assert not missing
    assert {issue for issue, _ in found} & KNOWN <= {issue for issue, _ in want}


@pytest.mark.parametrize("told", truth("public"), ids=lambda told: told["file"])
def test_issues_of_public_captures(told: dict[str, Any]) -> None:
    every = judged(CAPTURES / "public" / told["file"])
    found = {(issue, server) for issue, protocol, server in every if protocol in ENCRYPTED and issue in KNOWN}
    servers = [each for each in told["expect"] if each["kind"] == "transport" and "server" in each]
    want = {(each["issue"], each["server"]) for each in servers if not each.get("optional") and each["issue"] in KNOWN}
    assert not want - {(issue, server.replace("[", "").replace("]", "")) for issue, server in found}
    allowed = {(each["issue"], each["server"]) for each in servers}
    refused = {
        (each["issue"], each["server"]) for each in told.get("must_not", []) if "server" in each and "issue" in each
    }
    assert not found & refused
    if servers or told.get("exhaustive", True):
        assert not {(issue, server) for issue, server in found if issue != "weak_signature"} - allowed

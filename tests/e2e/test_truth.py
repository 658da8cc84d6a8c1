"""Accuracy over captures whose content is known: what was planted is found, decoys are not, clean traffic is.

The captures are not part of the project; without them beside it, these tests are skipped.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from pathlib import Path
from typing import Any, Final, NamedTuple

import msgspec
import pytest

from sensor.engine import Engine, EngineOptions, Zone
from sensor.ruleset.compile import compile_pack
from sensor.ruleset.loader import load

CAPTURES: Final = Path(__file__).resolve().parents[3] / "shared" / "captures"
if not CAPTURES.is_dir():
    pytest.skip("no captures with known content beside the project (../shared/captures)", allow_module_level=True)

SURE: Final = 70
PRECISION: Final = 0.99
DETECTORS: Final = ("cn.resident_id", "cn.mobile", "cn.uscc", "payment_card", "email", "iban", "us.ssn", "jwt")
PARSED: Final = (
    "dns_",
    "http_",
    "http2_",
    "ws_",
    "grpc_",
    "raw_",
    "neg_",
    "smtp_",
    "pop3_",
    "imap_",
    "mysql_",
    "pgsql_",
    "redis_",
    "memcached_",
    "ftp_",
    "ldap_",
    "telnet_",
    "syslog_",
    "sip_",
    "kafka_",
    "snmp_",
    "mqtt_",
    "amqp_",
    "nats_",
    "smb",
    "tftp_",
    "rsync_",
)
MIRRORED: Final = (
    "vlan_tagged",
    "vxlan_kernel_mirror",
    "gre_gretap_mirror",
    "erspan2_mirror",
    "loss_reorder_dup",
    "mid_stream_start",
    "snaplen_256",
)
LOGIN: Final = "credential.http"
READABLE: Final = {"basic", "form", "query"}
# The truth does not know it, the capture has it: SHA-256 of what stands there.
REALLY_THERE: Final = {
    # A new password, set within the account (jabber:iq:register).
    "xmpp-jabber--ndpi.pcapng": {"87ddea0c14b2062fa957653d7fde05026a4c778c86982e8c5b2139aef512088c"},
    # A contact address in the UTF-16 text of an SQL statement.
    "tds-mssql--ndpi.pcap": {"c812ace77296bb5c79ecdd16be97460b7afa356313d43ca864f7110922ca6dd8"},
}
NETWORKS: Final = ("10.20.0.0/24",)


class Found(NamedTuple):
    """A value and how sure the sensor is of it; ``scheme`` is empty but for logins."""

    detector: str
    value: str
    confidence: int
    scheme: str


def truth(kind: str) -> dict[str, dict[str, Any]]:
    """The truth of a collection by file name."""
    lines = (CAPTURES / kind / "truth.jsonl").read_text(encoding="utf-8").splitlines()
    return {row["file"]: row for row in map(json.loads, lines)}


LIVE: Final = truth("live")
PUBLIC: Final = truth("public")
CARRIED: Final = sorted(
    name
    for name, row in LIVE.items()
    if name.startswith((*PARSED, *MIRRORED)) and row["visible_without_keys"] and not row["encrypted"]
)
# Closed, and opened with the key log beside them.
OPENED: Final = sorted(name for name, row in LIVE.items() if row["keylog"])
READ: Final = [*CARRIED, *OPENED]
NEGATIVE: Final = [name for name in CARRIED if name.startswith("neg_")]


class Sensor:
    """Replays captures with the built-in rules and remembers what was found in each."""

    def __init__(self) -> None:
        zones = (Zone(name="crm", networks=NETWORKS),)
        self._plan = compile_pack(load(["builtin"]), policy="default").plan
        self._options = EngineOptions(zones=zones, reveal=True)
        self._known: dict[Path, list[Found]] = {}

    def found(self, kind: str, name: str) -> list[Found]:
        """Everything found in a capture, once per finding and value."""
        path = CAPTURES / kind / name
        if path not in self._known:
            log = LIVE[name]["keylog"] if kind == "live" else None
            options = msgspec.structs.replace(self._options, keylogs=(str(path.with_name(log)),) if log else ())
            with Engine(self._plan, options=options) as engine:
                self._known[path] = [
                    Found(raw.detector, value, raw.confidence, raw.credential.scheme if raw.credential else "")
                    for batch in engine.run([str(path)])
                    for raw in batch.findings
                    for value in raw.values
                ]
        return self._known[path]

    def sure(self, kind: str, name: str) -> set[tuple[str, str]]:
        """Detector and value of what rules act on."""
        return {(each.detector, each.value) for each in self.found(kind, name) if each.confidence >= SURE}


@pytest.fixture(scope="module")
def sensor() -> Sensor:
    return Sensor()


def planted(row: dict[str, Any]) -> dict[str, set[str]]:
    """Planted values by detector; logins as ``user:secret``."""
    values = {detector: set(row["planted"].get(detector, ())) for detector in DETECTORS}
    logins = row["planted"].get("credential", ()) if row["carrier"].startswith("http") else ()
    return values | {LOGIN: {f"{login['user']}:{login['secret']}" for login in logins}}


def excused(row: dict[str, Any]) -> set[str]:
    """Values that are really there, though nobody planted them."""
    return {value for key in ("incidental", "unplanted_valid") for values in row[key].values() for value in values}


def test_collections_are_what_these_tests_expect() -> None:
    assert len(CARRIED) >= 40
    assert {"quic_h3_keys.pcap", "tls13_keys.pcap"} <= set(OPENED)
    assert sum(len(values) for name in CARRIED for values in planted(LIVE[name]).values()) > 10_000
    assert len(NEGATIVE) >= 5


@pytest.mark.parametrize("name", READ)
def test_every_planted_value_is_found(sensor: Sensor, name: str) -> None:
    seen = defaultdict(set)
    for each in sensor.found("live", name):
        seen[each.detector].add(each.value)
    missing = {detector: sorted(values - seen[detector]) for detector, values in planted(LIVE[name]).items()}
    assert not {detector: values for detector, values in missing.items() if values}


@pytest.mark.parametrize("name", READ)
def test_no_decoy_is_sure(sensor: Sensor, name: str) -> None:
    decoys = {str(value) for values in LIVE[name]["decoys"].values() for value in values}
    assert not {found for found in sensor.sure("live", name) if found[1] in decoys}


@pytest.mark.parametrize("name", NEGATIVE)
def test_nothing_is_sure_in_hard_negatives(sensor: Sensor, name: str) -> None:
    allowed = excused(LIVE[name])
    assert not {found for found in sensor.sure("live", name) if found[1] not in allowed}


def test_what_is_sure_is_right(sensor: Sensor) -> None:
    right, wrong = 0, []
    for name in READ:
        known = planted(LIVE[name])
        allowed = excused(LIVE[name])
        for detector, value in sensor.sure("live", name):
            if detector not in DETECTORS or value in allowed:
                continue
            if value in known[detector]:
                right += 1
            else:
                wrong.append((name, detector, value))
    assert right > 0
    assert right / (right + len(wrong)) >= PRECISION, wrong


def readable(row: dict[str, Any]) -> set[str]:
    """Logins over HTTP whose secret can be read, as ``user:secret``."""
    return {
        f"{entry['user']}:{secret}"
        for entry in row["expect"]
        if entry["kind"] == "credential" and entry["proto"] == "http" and entry.get("scheme") in READABLE
        for secret in entry["secrets"]
    }


def addresses(row: dict[str, Any]) -> set[str]:
    """SHA-256 of the e-mail addresses in lower case."""
    entries = [entry for entry in row["expect"] if entry["kind"] == "email" and not entry.get("optional")]
    values = {value for entry in entries for value in entry.get("values", ())}
    return {digest(value) for value in values} | {sha256 for entry in entries for sha256 in entry.get("sha256", ())}


def digest(address: str) -> str:
    return hashlib.sha256(address.lower().encode()).hexdigest()


@pytest.mark.parametrize("name", [name for name, row in PUBLIC.items() if readable(row)])
def test_readable_http_logins_are_found(sensor: Sensor, name: str) -> None:
    logins = {each.value for each in sensor.found("public", name) if each.detector == LOGIN}
    assert not readable(PUBLIC[name]) - logins


@pytest.mark.parametrize("name", [name for name, row in PUBLIC.items() if addresses(row)])
def test_public_addresses_are_found(sensor: Sensor, name: str) -> None:
    found = {digest(each.value) for each in sensor.found("public", name) if each.detector == "email"}
    assert not addresses(PUBLIC[name]) - found


@pytest.mark.parametrize("name", [name for name, row in PUBLIC.items() if row.get("must_not")])
def test_traps_are_never_sure(sensor: Sensor, name: str) -> None:
    sure = {value for _, value in sensor.sure("public", name)}
    traps = {str(value) for entry in PUBLIC[name]["must_not"] for value in entry.get("values", ())}
    assert not sure & traps


@pytest.mark.parametrize("name", [name for name, row in PUBLIC.items() if row.get("expect_none")])
def test_nothing_is_sure_where_nothing_is_in_clear(sensor: Sensor, name: str) -> None:
    sure = [each for each in sensor.found("public", name) if each.confidence >= SURE and each.scheme != "cookie"]
    assert not [each for each in sure if digest(each.value) not in REALLY_THERE.get(name, ())]


@pytest.mark.parametrize("name", [name for name, row in PUBLIC.items() if row.get("exhaustive")])
def test_no_login_is_sure_that_nobody_sent(sensor: Sensor, name: str) -> None:
    entries = [entry for entry in PUBLIC[name]["expect"] if entry["kind"] == "credential"]
    sent = {secret for entry in entries for secret in entry.get("secrets", ())}
    hashed = {sha256 for entry in entries for sha256 in entry.get("secrets_sha256", ())}
    # Where there are too many secrets to list, the truth names their user.
    many = {entry["user"] for entry in entries if entry.get("n_distinct_secrets", 0) > len(entry.get("secrets", ()))}
    logins = [each for each in sensor.found("public", name) if each.scheme and each.confidence >= SURE]
    for each in logins:
        user, _, secret = each.value.partition(":")
        known = secret in sent or hashlib.sha256(secret.encode()).hexdigest() in hashed or user in many
        assert known or digest(each.value) in REALLY_THERE.get(name, ()), each.scheme

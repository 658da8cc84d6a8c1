from __future__ import annotations

import importlib
import sqlite3
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sensor.engine import default_plan
from sensor.transport import database, inventory
from sensor.transport.database import InventoryError, InventoryFile, read
from sensor.transport.inventory import Inventory, InventoryOptions
from sensor.transport.services import MAX_NAMED, MAX_PEERS, OTHER
from tests.unit.transport.conftest import DAY, NOW, make_certificate

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

PLAN = b'{"detectors": []}'


def told(known: Inventory, pair: Any) -> tuple[str, ...]:
    """The drift that a transport shows."""
    raw, verdict = pair
    after = known.observe(raw, verdict)
    assert after.issues[: len(verdict.issues)] == verdict.issues
    return after.issues[len(verdict.issues) :]


def show(known: Inventory, certificates: Iterable[Any]) -> None:
    batch: Any = SimpleNamespace(certificates=list(certificates))
    known.batch(batch)


def test_service_is_learned_with_its_numbers(transport: Any) -> None:
    known = Inventory(PLAN)
    assert told(known, transport()) == ()
    assert told(known, transport(at_ns=NOW + 5, client="192.0.2.8", issues=("no_forward_secrecy",))) == ()
    (service,) = known.services
    assert (service.key, service.place, service.zone) == (
        ("198.51.100.9", 443, "tls", "crm.example.cn"),
        "198.51.100.9:443",
        "outside",
    )
    assert (service.first_ns, service.last_ns, service.flows, service.encrypted) == (NOW, NOW + 5, 2, 60)
    assert (service.versions, service.protections) == ({"TLSv1.3": 2}, {"sound": 2})
    assert (service.issues, service.all_issues) == (("no_forward_secrecy",), {"no_forward_secrecy": 1})
    assert service.peers["crm"].seen == {"192.0.2.7": NOW, "192.0.2.8": NOW + 5}


def test_fall_back_to_plaintext_is_told_once(transport: Any) -> None:
    known = Inventory(PLAN)
    told(known, transport())
    assert told(known, transport("none", protocol="http", at_ns=NOW + 1)) == ("fell_back_to_plaintext",)
    assert told(known, transport("none", protocol="http", at_ns=NOW + 2)) == ()
    assert known.drifted == {"fell_back_to_plaintext": 1}


@pytest.mark.parametrize("first", ["plain", "older", "other port", "unknown"])
def test_what_never_was_all_encrypted_does_not_fall_back(transport: Any, first: str) -> None:
    known = Inventory(PLAN)
    if first == "plain":
        told(known, transport("none", protocol="http", at_ns=NOW - 1))
        told(known, transport())
    elif first == "older":
        told(known, transport(at_ns=NOW + 9))
    elif first == "other port":
        told(known, transport(port=8443))
    else:
        told(known, transport("unknown", protocol="tcp"))
    assert told(known, transport("none", protocol="smtp", at_ns=NOW + 1)) == ()


def test_weaker_protection_and_older_version_are_told(transport: Any) -> None:
    known = Inventory(PLAN)
    told(known, transport())
    assert told(known, transport(version="TLSv1.2")) == ("weaker_than_before",)
    assert told(known, transport(version="TLSv1.2")) == ()
    assert told(known, transport("weak", version="TLSv1.0")) == ("weaker_than_before",)
    assert told(known, transport("weak", version="TLSv1.0")) == ()
    assert told(known, transport()) == ()


def test_version_that_the_client_could_not_better_is_no_drift(transport: Any) -> None:
    known = Inventory(PLAN)
    told(known, transport())
    assert told(known, transport(version="TLSv1.2", offered="TLSv1.2")) == ()
    assert told(known, transport(version="TLSv1.1", offered="TLSv1.3")) == ("weaker_than_before",)


@pytest.mark.parametrize(
    ("after", "events"),
    [
        ({"key": 8}, ("certificate_changed",)),
        ({"issuer": "Proxy CA"}, ("issuer_changed",)),
        ({"key": 8, "issuer": "Proxy CA"}, ("certificate_changed", "issuer_changed")),
        ({"serial": 2, "days": 400}, ()),
    ],
)
def test_certificate_with_another_key_or_issuer_is_told(
    transport: Any, after: dict[str, Any], events: tuple[str, ...]
) -> None:
    known = Inventory(PLAN)
    old, new = make_certificate(), make_certificate(**after)
    show(known, (old, new))
    assert told(known, transport(version="TLSv1.2", certificates=(old,))) == ()
    assert told(known, transport(version="TLSv1.2", certificates=(new,))) == events
    # Two hosts behind one address: both are known now.
    assert told(known, transport(version="TLSv1.2", certificates=(old,))) == ()
    assert told(known, transport(version="TLSv1.2", certificates=(new,))) == ()


def test_certificate_of_unseen_body_is_told_by_its_fingerprint(transport: Any) -> None:
    known = Inventory(PLAN)
    old, new = make_certificate(), make_certificate(key=8)
    told(known, transport(certificates=(old,)))
    assert told(known, transport(certificates=(new,))) == ("certificate_changed",)
    assert known.certificates[-1].state(NOW, DAY) == "unreadable"
    show(known, (new,))
    assert known.certificates[-1].key == "EC secp256r1"
    assert (known.certificates[-1].first_ns, known.certificates[-1].last_ns) == (NOW, NOW)


def test_trust_is_said_by_policy_only(transport: Any) -> None:
    known = Inventory(PLAN)
    told(known, transport(certificates=(make_certificate(),)))
    assert known.certificates[0].trusted is None
    told(known, transport(certificates=(make_certificate(),), issues=("self_signed",)))
    assert known.certificates[0].trusted is False


def test_new_plaintext_path_is_told_after_the_time_of_learning(transport: Any) -> None:
    known = Inventory(PLAN, InventoryOptions(learn_ns=7 * DAY))
    assert told(known, transport("none", protocol="http", port=80)) == ()
    assert told(known, transport("none", protocol="http", port=81, at_ns=NOW + 7 * DAY - 1)) == ()
    late = NOW + 7 * DAY
    assert told(known, transport("none", protocol="http", port=80, at_ns=late)) == ()
    assert told(known, transport("none", protocol="ftp", port=21, at_ns=late)) == ("new_plaintext_path",)
    assert told(known, transport("none", protocol="ftp", port=21, at_ns=late + 1)) == ()
    assert told(known, transport("sound", port=8443, at_ns=late)) == ()


def test_plaintext_from_outside_or_within_is_no_path_out(transport: Any, fake: Any) -> None:
    known = Inventory(PLAN, InventoryOptions(learn_ns=0))
    told(known, transport(at_ns=NOW - 1))
    for orig, resp in (("outside", "crm"), ("crm", "crm"), ("crm", "")):
        raw, verdict = transport("none", protocol="http", port=1000 + len(orig) + len(resp))
        raw.orig, raw.resp = fake.Endpoint("192.0.2.1", 1, orig), fake.Endpoint(raw.resp.ip, raw.resp.port, resp)
        assert told(known, (raw, verdict)) == ()


def test_lists_are_bounded_and_what_is_beyond_is_counted(transport: Any) -> None:
    known = Inventory(PLAN)
    for number in range(MAX_PEERS + 10):
        raw, verdict = transport(client=f"192.0.2.{number}", version=f"v{number}")
        told(known, (raw, verdict))
    (service,) = known.services
    assert (len(service.peers["crm"].seen), service.peers["crm"].beyond) == (MAX_PEERS, 10)
    assert len(service.versions) == MAX_NAMED + 1
    assert service.versions[OTHER] == MAX_PEERS + 10 - MAX_NAMED


def test_longest_unseen_is_evicted_and_counted(transport: Any) -> None:
    known = Inventory(PLAN, InventoryOptions(services=2, certificates=1))
    shown = [make_certificate(serial=serial) for serial in (1, 2, 3)]
    for port in (1, 2, 1, 3):
        told(known, transport(port=port, certificates=tuple(shown)))
    assert [service.port for service in known.services] == [1, 3]
    assert (known.evicted["services"], len(known.certificates)) == (1, 1)
    assert known.certificates[0].sha256 == shown[0].sha256
    changes = known.changes()
    assert [key[1] for key in changes.gone_services] == [2]
    assert known.changes().empty


@settings(max_examples=60)
@given(
    st.lists(
        st.tuples(
            st.integers(1, 6),
            st.sampled_from(["none", "weak", "sound", "unknown"]),
            st.sampled_from(["tls", "http", "smtp"]),
            st.integers(0, 3),
            st.integers(0, 20),
        ),
        max_size=60,
    ),
    st.integers(1, 4),
)
def test_any_traffic_stays_in_bounds_and_survives_saving(tmp_path_factory: Any, flows: Any, limit: int) -> None:
    fake = importlib.import_module("leaktap_fake_engine")
    from sensor.recorder import Verdict  # noqa: PLC0415 - beside the fake

    path = str(tmp_path_factory.mktemp("inventory") / "inventory.db")
    options = InventoryOptions(services=limit, certificates=limit, learn_ns=5)
    kept = InventoryFile(path)
    known = kept.inventory(PLAN, options)
    for port, protection, protocol, leaf, after in flows:
        raw = fake.Transport(
            orig=fake.Endpoint("192.0.2.7", 1, "crm"),
            resp=fake.Endpoint("198.51.100.9", port, "outside"),
            protocol=protocol,
            protection=protection,
            ts_ns=NOW + after,
            last_ns=NOW + after,
        )
        raw.certificates = [f"{leaf:064x}"] if protocol == "tls" and leaf else []
        known.observe(raw, Verdict(protection=protection, issues=()))
        if after % 3 == 0:
            kept.save(known)
        assert len(known.services) <= limit
        assert len(known.certificates) <= limit
    kept.save(known)
    again = kept.inventory(PLAN, options)
    assert {service.key: service for service in again.services} == {each.key: each for each in known.services}
    assert {each.sha256: each for each in again.certificates} == {each.sha256: each for each in known.certificates}
    assert again.evicted == known.evicted
    kept.close()
    held = read(path)
    assert len(held.drift) == sum(known.drifted.values())


def test_saved_inventory_remembers_what_drift_is_about(transport: Any, tmp_path: Path) -> None:
    path = str(tmp_path / "state" / "inventory.db")
    old, new = make_certificate(), make_certificate(key=9)
    with InventoryFile(path) as kept:
        known = kept.inventory(PLAN, InventoryOptions(learn_ns=DAY))
        show(known, (old,))
        told(known, transport(certificates=(old,)))
        kept.save(known)
    assert (tmp_path / "state" / "inventory.db").stat().st_mode & 0o777 == 0o600
    with InventoryFile(path) as kept:
        known = kept.inventory(PLAN, InventoryOptions(learn_ns=DAY))
        show(known, (new,))
        assert told(known, transport(certificates=(new,), at_ns=NOW + 2)) == ("certificate_changed",)
        found = told(known, transport("none", protocol="http", port=80, at_ns=NOW + DAY))
        assert found == ("new_plaintext_path",)
        kept.save(known)
    assert [(each.event, each.before, each.after) for each in read(path).drift] == [
        ("certificate_changed", old.sha256, new.sha256),
        ("new_plaintext_path", "", "http"),
    ]


def test_what_could_not_be_saved_is_saved_later(transport: Any, tmp_path: Path, monkeypatch: Any) -> None:
    path = str(tmp_path / "inventory.db")
    with InventoryFile(path) as kept:
        known = kept.inventory(PLAN, InventoryOptions(services=1))
        told(known, transport(port=1))
        kept.save(known)
        told(known, transport(port=2, certificates=(make_certificate(),)))
        told(known, transport("none", port=2))

        def full(*_: Any) -> None:
            raise sqlite3.OperationalError("database or disk is full")

        with monkeypatch.context() as broken:
            broken.setattr(InventoryFile, "_write", full)
            with pytest.raises(sqlite3.OperationalError):
                kept.save(known)
        kept.save(known)
    held = read(path)
    assert [service.port for service in held.services] == [2]
    assert (len(held.certificates), [each.event for each in held.drift]) == (1, ["fell_back_to_plaintext"])


def test_two_do_not_write_to_one_file(tmp_path: Path) -> None:
    path = str(tmp_path / "inventory.db")
    with InventoryFile(path), pytest.raises(InventoryError, match="another leaktap"):
        InventoryFile(path)
    InventoryFile(path).close()


@pytest.mark.parametrize("content", [b"", b"no database" * 900])
def test_file_that_is_no_inventory_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.db"
    path.write_bytes(content)
    with pytest.raises(InventoryError):
        read(str(path))
    with pytest.raises(InventoryError, match="there is none"):
        read(str(tmp_path / "missing.db"))


def test_file_of_a_later_version_is_left_alone(tmp_path: Path) -> None:
    path = str(tmp_path / "inventory.db")
    InventoryFile(path).close()
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    for open_ in (InventoryFile, read):
        with pytest.raises(InventoryError, match="newer"):
            open_(path)


def test_unsaved_drift_and_marks_are_bounded(transport: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(inventory, "MAX_UNSAVED", 3)
    known = Inventory(PLAN, InventoryOptions(services=1, learn_ns=0))
    for port in range(1, 12):
        told(known, transport("none", protocol="http", port=port))
    changes = known.changes()
    assert (len(changes.drift), len(changes.gone_services), known.evicted["drift"]) == (3, 3, 8)


def test_metrics_count_by_closed_labels(transport: Any) -> None:
    known = Inventory(PLAN, InventoryOptions(soon_ns=30 * DAY))
    shown = [make_certificate(serial=days + 100, days=days) for days in (-5, 10, 300)]
    show(known, shown)
    for each in shown:
        told(known, transport(certificates=(each,)))
    told(known, transport("none", protocol="http"))
    found = known.metrics(NOW)
    assert found["leaktap_inventory_services"] == {("none",): 1, ("weak",): 0, ("sound",): 1, ("unknown",): 0}
    states = found["leaktap_inventory_certificates"]
    assert states == {
        ("valid",): 1,
        ("expires_soon",): 1,
        ("expired",): 1,
        ("not_yet_valid",): 0,
        ("unreadable",): 0,
    }
    (earliest,) = found["leaktap_certificate_earliest_expiry_timestamp_seconds"].values()
    assert earliest == 1_759_968_000 + 10 * 86_400
    assert found["leaktap_inventory_drift_total"]["fell_back_to_plaintext",] == 1


def test_bodies_are_json_that_anybody_can_read(transport: Any, tmp_path: Path) -> None:
    path = str(tmp_path / "inventory.db")
    with InventoryFile(path) as kept:
        known = kept.inventory(default_plan())
        told(known, transport())
        kept.save(known)
    connection = sqlite3.connect(path)
    (body,) = connection.execute("SELECT body FROM services").fetchone()
    connection.close()
    assert msgspec.json.decode(body)["peers"] == {"crm": {"seen": {"192.0.2.7": NOW}}}
    assert database.MAX_DRIFT == 10_000

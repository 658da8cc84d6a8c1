"""Certificates whose bytes a peer chose: whatever they are, they are judged, and nothing raises."""

from __future__ import annotations

import random
from typing import Any, Final

import pytest

from sensor.engine import default_plan
from sensor.model.profile import Profile
from sensor.transport.certificate import parse
from sensor.transport.certificate_facts import certificate_of
from sensor.transport.certificates import KEPT, KEPT_BYTES, Certificates
from sensor.transport.der import MAX_DER, load
from sensor.transport.policy import TransportPolicy
from sensor.transport.trust import Trust
from tests.unit.transport.conftest import DAY, NOW, make_certificate

VERSION_3: Final = bytes.fromhex("a003020102")  # RFC 5280 §4.1.2.1
# Object identifiers of equal length: P-256 and ECDSA with SHA-256, SM2 and SM2 with SM3.
GM: Final = {
    bytes.fromhex("06082a8648ce3d030107"): bytes.fromhex("06082a811ccf5501822d"),
    bytes.fromhex("06082a8648ce3d040302"): bytes.fromhex("06082a811ccf55018375"),
}
OWN: Final = Profile()
NOTHING: Final = b'{"detectors": []}'


def gm_certificate(**facts: Any) -> bytes:
    der: bytes = make_certificate(**facts).der
    for usual, chinese in GM.items():
        assert usual in der
        der = der.replace(usual, chinese)
    return der


@pytest.mark.parametrize("version", [1, 3, 5, 127])
def test_a_version_that_there_is_not_is_an_issue(fake: Any, version: int) -> None:
    der = make_certificate().der.replace(VERSION_3, VERSION_3[:-1] + bytes([version]))
    certificates = Certificates(Trust())
    certificates.learn([fake.Certificate("aa", der)])
    assert certificates.judge(["aa"], "crm.example.cn", NOW, OWN).issues == ("cert_unreadable",)
    assert certificate_of("aa", der, default_plan()).subject == ""


def test_changed_bytes_raise_nowhere(fake: Any) -> None:
    chosen = random.Random(7)  # noqa: S311 -- the same bytes in every run
    whole = make_certificate().der
    trust = Trust(system=False)
    for _ in range(3000):
        der = bytearray(whole)
        for _ in range(chosen.choice((1, 1, 2, 4))):
            der[chosen.randrange(len(der))] = chosen.choice((0, 1, 5, 127, 128, 255, chosen.randrange(256)))
        certificates = Certificates(trust)
        certificates.learn([fake.Certificate("aa", bytes(der)), fake.Certificate("bb", whole)])
        certificates.judge(["aa", "bb"], "crm.example.cn", NOW, OWN)
        certificates.judge(["bb", "aa"], "crm.example.cn", NOW, OWN)
        certificate_of("aa", bytes(der), NOTHING)


def test_what_is_too_long_is_not_parsed() -> None:
    assert load(make_certificate().der + bytes(MAX_DER)) is None


def test_odd_serial_numbers_are_no_warning() -> None:
    # Warnings are errors in these tests.
    assert parse("aa", make_certificate(serial=1).der.replace(b"\x02\x01\x01", b"\x02\x01\xff", 1)).readable


def test_gm_certificates_are_read_and_named(fake: Any) -> None:
    found = parse("aa", gm_certificate())
    assert (found.key, found.key_bits, found.signature) == ("SM2", 256, "sm3")
    assert (found.subject, found.names) == ("CN=crm.example.cn", ("crm.example.cn",))
    certificates = Certificates(Trust(system=True))
    certificates.learn([fake.Certificate("aa", gm_certificate())])
    told = certificates.judge(["aa"], "crm.example.cn", NOW, OWN)
    # Nobody can check its signature here: that is not known, and no fault of the certificate.
    assert (told.issues, told.trusted) == ((), None)
    assert certificates.judge(["aa"], "a.example", NOW + 91 * DAY, OWN).issues == ("cert_expired", "name_mismatch")


def test_gm_certificates_that_name_themselves_are_self_signed(fake: Any) -> None:
    certificates = Certificates()
    certificates.learn([fake.Certificate("aa", gm_certificate(issuer="crm.example.cn"))])
    assert certificates.judge(["aa"], "crm.example.cn", NOW, OWN).issues == ("self_signed",)


def test_bytes_of_certificates_are_bounded(fake: Any) -> None:
    certificates = Certificates()
    der = make_certificate(names=tuple(f"{n}.{'x' * 50}.example.cn" for n in range(500))).der
    count = KEPT_BYTES // len(der) + 2
    assert count < KEPT
    certificates.learn(fake.Certificate(f"{n:x}", der) for n in range(count))
    assert certificates.get("0") is None
    assert certificates.get(f"{count - 1:x}") is not None
    heir = Certificates()
    heir.take_over(certificates)
    assert heir.get(f"{count - 1:x}") is not None


def test_what_is_told_again_counts_once(fake: Any) -> None:
    certificates = Certificates()
    der = make_certificate(names=tuple(f"{n}.{'x' * 50}.example.cn" for n in range(500))).der
    certificates.learn([fake.Certificate("first", der)])
    certificates.learn(fake.Certificate("again", der) for _ in range(KEPT_BYTES // len(der) + 2))
    assert certificates.get("first") is not None


def test_names_that_the_engine_masked_are_not_judged(fake: Any) -> None:
    certificates = Certificates()
    certificates.learn([fake.Certificate("aa", make_certificate().der)])
    assert certificates.judge(["aa"], "138****8000.example.cn", NOW, OWN).issues == ()


def test_policy_tells_the_hour_at_which_a_certificate_runs_out(fake: Any) -> None:
    policy = TransportPolicy()
    policy.certificates.learn([fake.Certificate("aa", make_certificate().der)])
    end = policy.certificates.get("aa")
    assert end is not None
    facts = {"protocol": "tls", "protection": "sound", "version": "TLSv1.2", "suite": 0xC02F}
    before = fake.Transport(**facts, certificates=["aa"], ts_ns=end.not_after_ns)
    after = fake.Transport(**facts, certificates=["aa"], ts_ns=end.not_after_ns + 1)
    assert policy.verdict(before).issues == ()
    assert policy.verdict(after).issues == ("cert_expired",)

from __future__ import annotations

import datetime as dt
import hashlib
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.x509.oid import NameOID

from sensor.model.profile import Profile
from sensor.transport.certificates import Certificates
from sensor.transport.trust import Trust
from tests.unit.transport.conftest import NOW, WHEN, key_of

OWN = Profile()


def made(subject: str, issuer: str, *, key: int, signer: int, ca: bool) -> x509.Certificate:
    named = [x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)]) for text in (subject, issuer)]
    return (
        x509.CertificateBuilder()
        .subject_name(named[0])
        .issuer_name(named[1])
        .public_key(key_of(key).public_key())
        .serial_number(5)
        .not_valid_before(WHEN - dt.timedelta(days=30))
        .not_valid_after(WHEN + dt.timedelta(days=90))
        .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("crm.example.cn")]), critical=False)
        .sign(key_of(signer), hashes.SHA256())
    )


ROOT = made("Root", "Root", key=11, signer=11, ca=True)
OTHER_ROOT = made("Other Root", "Other Root", key=12, signer=12, ca=True)
MIDDLE = made("Middle", "Root", key=13, signer=11, ca=True)
CROSSED = made("Middle", "Other Root", key=13, signer=12, ca=True)
LEAF = made("crm.example.cn", "Middle", key=14, signer=13, ca=False)
ALONE = made("crm.example.cn", "crm.example.cn", key=15, signer=15, ca=False)


def judged(fake: Any, trust: Trust, *chain: x509.Certificate) -> tuple[tuple[str, ...], bool | None]:
    certificates = Certificates(trust)
    ders = [each.public_bytes(serialization.Encoding.DER) for each in chain]
    prints = [hashlib.sha256(der).hexdigest() for der in ders]
    certificates.learn(map(fake.Certificate, prints, ders))
    found = certificates.judge(prints, "crm.example.cn", NOW, OWN)
    return found.issues, found.trusted


def test_chains_lead_over_what_was_shown(fake: Any) -> None:
    trust = Trust([ROOT], system=False)
    assert judged(fake, trust, LEAF, MIDDLE) == ((), True)
    assert judged(fake, trust, LEAF) == (("untrusted",), False)
    assert judged(fake, trust, LEAF, CROSSED) == (("untrusted",), False)


def test_either_way_of_a_crossed_chain_will_do(fake: Any) -> None:
    assert judged(fake, Trust([OTHER_ROOT], system=False), LEAF, MIDDLE, CROSSED) == ((), True)
    assert judged(fake, Trust([ROOT], system=False), LEAF, CROSSED, MIDDLE) == ((), True)


def test_leaves_do_not_vouch_for_others(fake: Any) -> None:
    child = made("child.example.cn", "crm.example.cn", key=16, signer=14, ca=False)
    assert judged(fake, Trust([ROOT], system=False), child, LEAF, MIDDLE) == (("untrusted",), False)


def test_a_server_may_be_trusted_by_its_own_certificate(fake: Any) -> None:
    assert judged(fake, Trust([ALONE], system=False), ALONE) == ((), True)
    assert judged(fake, Trust([ROOT], system=False), ALONE) == (("self_signed",), False)

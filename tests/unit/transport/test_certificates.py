from __future__ import annotations

import datetime as dt
import hashlib
from typing import TYPE_CHECKING, Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID
from hypothesis import given
from hypothesis import strategies as st

from sensor.errors import ConfigError
from sensor.model.profile import Profile
from sensor.transport.certificate import parse
from sensor.transport.certificates import KEPT, Certificates, name_matches
from sensor.transport.trust import Trust, own_authorities

if TYPE_CHECKING:
    from pathlib import Path

START = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
NOW_NS = int(START.timestamp() + 30 * 86_400) * 10**9
KEYS: dict[str, ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey] = {
    "ec": ec.generate_private_key(ec.SECP256R1()),
    "rsa": rsa.generate_private_key(65537, 1024),  # noqa: S505 -- weak on purpose
}
CA_KEY = ec.generate_private_key(ec.SECP256R1())
OWN = Profile()


def name(common: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common)])


def made(
    common: str = "crm.example.cn",
    *,
    names: tuple[str, ...] = ("crm.example.cn",),
    key: str = "ec",
    issuer: str = "Example CA",
    days: int = 90,
    ca: bool = False,
) -> x509.Certificate:
    private = CA_KEY if ca else KEYS[key]
    signer = CA_KEY if issuer != common else private
    builder = (
        x509.CertificateBuilder()
        .subject_name(name(common))
        .issuer_name(name(issuer))
        .public_key(private.public_key())
        .serial_number(7)
        .not_valid_before(START)
        .not_valid_after(START + dt.timedelta(days=days))
        .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
    )
    if names:
        builder = builder.add_extension(
            x509.SubjectAlternativeName([x509.DNSName(each) for each in names]), critical=False
        )
    return builder.sign(signer, hashes.SHA256())


AUTHORITY = made("Example CA", names=(), ca=True, days=3650)


def der(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.DER)


def print_of(certificate: x509.Certificate) -> str:
    return hashlib.sha256(der(certificate)).hexdigest()


class Told:
    """Certificates as the engine tells them, and how they are judged."""

    def __init__(self, fake: Any, trust: Trust | None = None) -> None:
        self._fake = fake
        self.certificates = Certificates(trust)

    def __call__(
        self, *chain: x509.Certificate, sni: str = "crm.example.cn", at_ns: int = NOW_NS, profile: Profile = OWN
    ) -> tuple[str, ...]:
        self.certificates.learn([self._fake.Certificate(print_of(each), der(each)) for each in chain])
        return self.certificates.judge([print_of(each) for each in chain], sni, at_ns, profile).issues


@pytest.fixture
def told(fake: Any) -> Told:
    return Told(fake)


def test_a_certificate_in_order_has_no_issue(told: Told) -> None:
    assert told(made(), AUTHORITY) == ()


def test_validity_is_judged_at_the_time_of_the_packet(told: Told) -> None:
    assert told(made(), at_ns=NOW_NS + 90 * 86_400 * 10**9) == ("cert_expired",)
    assert told(made(), at_ns=NOW_NS - 90 * 86_400 * 10**9) == ("cert_not_yet_valid",)


def test_names_are_compared_with_the_server_name(told: Told) -> None:
    assert told(made(), sni="other.example.cn") == ("name_mismatch",)
    assert told(made(names=("*.example.cn",))) == ()
    assert told(made(names=())) == ()
    assert told(made(), sni="") == ()


def test_short_keys_are_told_and_those_of_roots_are_not(told: Told) -> None:
    assert told(made(key="rsa")) == ("weak_key",)
    root = made("Old Root", issuer="Old Root", names=(), key="rsa")
    assert told(made(), root) == ()


def test_nobody_vouches_for_what_is_self_signed(told: Told) -> None:
    assert told(made(issuer="crm.example.cn"), sni="other.example.cn") == ("self_signed",)


def test_authorities_of_the_user_are_trusted(fake: Any, tmp_path: Path) -> None:
    (tmp_path / "ca.pem").write_bytes(AUTHORITY.public_bytes(serialization.Encoding.PEM))
    trusting = Told(fake, Trust(own_authorities([str(tmp_path)]), system=False))
    assert trusting(made()) == ()
    stranger = made(issuer="Somebody Else")
    assert trusting(stranger) == ("untrusted",)
    assert trusting(made(), at_ns=NOW_NS + 90 * 86_400 * 10**9) == ("cert_expired",)
    chain = [print_of(made())]
    trusting.certificates.learn([fake.Certificate(chain[0], der(made()))])
    assert trusting.certificates.judge(chain, "", NOW_NS, OWN).trusted is True


def test_places_without_certificates_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="holds no certificate"):
        own_authorities([str(tmp_path)])
    (tmp_path / "x.pem").write_text("none")
    with pytest.raises(ConfigError, match=r"x\.pem"):
        own_authorities([str(tmp_path / "x.pem")])


def test_lifetimes_are_limited_where_the_profile_says_so(told: Told) -> None:
    every = Profile(every_lifetime=True)
    assert told(made(days=399), profile=every) == ("long_validity",)
    assert told(made(days=398), profile=every) == ()
    assert told(made(days=399)) == ()
    assert every.lifetime_limit(int(dt.datetime(2029, 3, 15, tzinfo=dt.UTC).timestamp()) * 10**9, public=True) == 47
    assert every.lifetime_limit(int(dt.datetime(2019, 3, 15, tzinfo=dt.UTC).timestamp()) * 10**9, public=True) is None


def test_damage_is_an_issue_of_its_own(fake: Any) -> None:
    certificates = Certificates()
    certificates.learn([fake.Certificate("00", b"\x30\x03abc")])
    assert certificates.judge(["00"], "a.example", NOW_NS, OWN).issues == ("cert_unreadable",)
    assert certificates.judge(["11"], "a.example", NOW_NS, OWN).issues == ()


def test_memory_is_bounded(fake: Any) -> None:
    certificates = Certificates()
    certificates.learn(fake.Certificate(f"{n:x}", b"") for n in range(KEPT + 1))
    assert certificates.get("0") is None
    assert certificates.get(f"{KEPT:x}") is not None


@given(st.binary(max_size=200))
def test_no_certificate_raises(noise: bytes) -> None:
    head = der(made())
    for data in (noise, head[:-7] + noise, head[:40] + noise + head[40 + len(noise) :]):
        parse("00", data)


@pytest.mark.parametrize(
    ("wanted", "offered", "same"),
    [
        ("a.example.cn", "A.Example.CN.", True),
        ("a.example.cn", "*.example.cn", True),
        ("a.b.example.cn", "*.example.cn", False),
        ("example.cn", "*.example.cn", False),
        ("example.cn", "*.cn", False),
        ("a.example.cn", "a*.example.cn", False),
        ("192.0.2.1", "192.0.2.1", True),
        ("2001:db8::1", "2001:db8:0::1", True),
        ("", "", False),
    ],
)
def test_names_are_matched_label_by_label(wanted: str, offered: str, same: bool) -> None:  # noqa: FBT001 -- a table
    assert name_matches(wanted, offered) is same

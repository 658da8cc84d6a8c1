from __future__ import annotations

import datetime as dt
import ssl
from typing import TYPE_CHECKING

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from sensor.errors import ConfigError
from sensor.export.settings import SecretSection, TlsSection, convert

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str]:
    """Files of a self-signed certificate and of its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "sensor.example.com")])
    now = dt.datetime.now(tz=dt.UTC)
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    builder = builder.serial_number(1).not_valid_before(now).not_valid_after(now + dt.timedelta(days=1))
    folder = tmp_path_factory.mktemp("tls")
    (folder / "cert.pem").write_bytes(builder.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))
    form = serialization.PrivateFormat.PKCS8
    (folder / "key.pem").write_bytes(key.private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption()))
    return str(folder / "cert.pem"), str(folder / "key.pem")


def test_secret_of_a_file_loses_its_line_end_only(tmp_path: Path) -> None:
    path = tmp_path / "secret"
    path.write_bytes(b" s3cret \r\n")
    assert SecretSection(file=str(path)).read("x") == " s3cret "


def test_secret_of_the_environment() -> None:
    assert SecretSection(env="TOKEN").read("x", {"TOKEN": "t"}) == "t"
    assert SecretSection().read("x") == ""


@pytest.mark.parametrize(
    ("section", "reason"),
    [
        (SecretSection(env="TOKEN"), "exporter x: token: the environment has no TOKEN"),
        (SecretSection(file="/nowhere/secret"), "exporter x: token: /nowhere/secret: No such file or directory"),
        (SecretSection(file="/nowhere/secret", env="TOKEN"), "exporter x: token: .*not from both"),
    ],
)
def test_missing_secret_is_named(section: SecretSection, reason: str) -> None:
    with pytest.raises(ConfigError, match=reason):
        section.read("exporter x: token", {})


def test_secret_that_is_no_text_is_not_quoted(tmp_path: Path) -> None:
    path = tmp_path / "secret"
    path.write_bytes(b"\xff\xfes3cret")
    with pytest.raises(ConfigError, match="cannot be read") as caught:
        SecretSection(file=str(path)).read("x")
    assert "s3cret" not in str(caught.value)


def test_context_verifies_unless_it_is_told_not_to(pair: tuple[str, str]) -> None:
    context = TlsSection(certificate=pair[0], key=pair[1], ca=pair[0]).context("x")
    assert context.verify_mode is ssl.CERT_REQUIRED
    assert context.check_hostname
    assert context.minimum_version is ssl.TLSVersion.TLSv1_2
    assert context.cert_store_stats()["x509"] == 1
    context = TlsSection(verify=False).context("x")
    assert context.verify_mode is ssl.CERT_NONE
    assert not context.check_hostname


def test_unusable_file_is_named(pair: tuple[str, str], tmp_path: Path) -> None:
    empty = tmp_path / "empty.pem"
    empty.write_text("nothing")
    certificate, key = pair
    for section, reason in (
        (TlsSection(ca="/nowhere/ca.pem"), "x: /nowhere/ca.pem: No such file"),
        (TlsSection(ca=str(empty)), "x: .*empty.pem: "),
        (TlsSection(certificate=str(empty)), "x: .*empty.pem: "),
        (TlsSection(certificate=certificate, key=certificate), "x: .*cert.pem: "),
        (TlsSection(key=key), "x: a key without its certificate"),
    ):
        with pytest.raises(ConfigError, match=reason):
            section.context("x")


def test_unknown_option_is_named() -> None:
    with pytest.raises(ConfigError, match=r"exporter x: .*`verfiy`"):
        convert("exporter x", {"verfiy": True}, TlsSection)
    with pytest.raises(ConfigError, match=r"exporter x: Expected `bool`.*\$.verify"):
        convert("exporter x", {"verify": "yes"}, TlsSection)
    assert convert("exporter x", {"verify": False}, TlsSection) == TlsSection(verify=False)

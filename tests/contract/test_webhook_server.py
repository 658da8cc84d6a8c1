"""Webhooks against a real TLS server that wants a client certificate."""

from __future__ import annotations

import datetime as dt
import ipaddress
import json
import ssl
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from exporters.webhook import Webhook
from sensor.export.api import DeliveryError

if TYPE_CHECKING:
    from collections.abc import Iterator


class Authority:
    """Signs certificates."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, folder.name)])
        self.ca = self._write("ca", self._builder(self.name, self.key, is_ca=True))

    def _builder(self, subject: x509.Name, key: Any, *, is_ca: bool) -> x509.CertificateBuilder:
        now = dt.datetime.now(tz=dt.UTC)
        authority = x509.SubjectKeyIdentifier.from_public_key(self.key.public_key())
        return (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(self.name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - dt.timedelta(days=1))
            .not_valid_after(now + dt.timedelta(days=1))
            .add_extension(x509.BasicConstraints(ca=is_ca, path_length=None), critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(authority), critical=False)
        )

    def _write(self, name: str, builder: x509.CertificateBuilder) -> str:
        path = self.folder / f"{name}.pem"
        path.write_bytes(builder.sign(self.key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))
        return str(path)

    def issue(self, name: str) -> tuple[str, str]:
        """Files of a certificate for this host, and of its key."""
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        names = [x509.IPAddress(ipaddress.ip_address("127.0.0.1")), x509.DNSName("siem.example.com")]
        builder = self._builder(subject, key, is_ca=False)
        path = self.folder / f"{name}.key"
        path.write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
        )
        return self._write(name, builder.add_extension(x509.SubjectAlternativeName(names), critical=False)), str(path)


class Files(NamedTuple):
    ca: str
    certificate: str
    key: str
    other_ca: str
    other_certificate: str
    other_key: str


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Files:
    ours, other = Authority(tmp_path_factory.mktemp("ours")), Authority(tmp_path_factory.mktemp("other"))
    ours.issue("server")
    return Files(ours.ca, *ours.issue("client"), other.ca, *other.issue("client"))


@pytest.fixture
def tls_server(files: Files, destinations: Any) -> Iterator[Any]:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH, cafile=files.ca)
    folder = Path(files.ca).parent
    context.load_cert_chain(folder / "server.pem", folder / "server.key")
    context.verify_mode = ssl.CERT_REQUIRED
    server = destinations.Server(context)
    yield server
    server.close()


def webhook(server: Any, tls: dict[str, Any], **options: Any) -> Webhook:
    return Webhook("hook", {"url": f"{server.url}/in", "timeout": "30s", "tls": tls, **options})


def test_both_sides_prove_who_they_are(tls_server: Any, files: Files, make_event: Any) -> None:
    tls = {"ca": files.ca, "certificate": files.certificate, "key": files.key}
    hook = webhook(tls_server, tls)
    hook.send([make_event(1), make_event(2)])
    hook.send([make_event(3)])
    assert "reached" in hook.check()
    hook.close()
    hook.send([make_event(4)])
    hook.close()
    assert [len(json.loads(request.body)) for request in tls_server.requests if request.method == "POST"] == [2, 1, 1]


def test_certificate_is_taken_by_another_name_if_told(tls_server: Any, files: Files, make_event: Any) -> None:
    tls = {"ca": files.ca, "certificate": files.certificate, "key": files.key}
    hook = webhook(tls_server, tls | {"server_name": "siem.example.com"})
    hook.send([make_event(1)])
    hook.close()
    hook = webhook(tls_server, tls | {"server_name": "other.example.com"})
    with pytest.raises(DeliveryError, match=r"not trusted: .*other\.example\.com"):
        hook.send([make_event(1)])
    hook.close()
    assert len(tls_server.requests) == 1


def test_wrong_authority_is_refused(tls_server: Any, files: Files, make_event: Any) -> None:
    hook = webhook(tls_server, {"ca": files.other_ca, "certificate": files.certificate, "key": files.key})
    with pytest.raises(DeliveryError, match=r"its certificate is not trusted: .*see tls\.ca"):
        hook.send([make_event(1)])
    hook.close()
    assert tls_server.requests == []


@pytest.mark.parametrize("shown", ["none", "other"])
def test_server_refuses_who_has_no_certificate_of_its_authority(
    tls_server: Any, files: Files, make_event: Any, shown: str
) -> None:
    other = {"certificate": files.other_certificate, "key": files.other_key} if shown == "other" else {}
    hook = webhook(tls_server, {"ca": files.ca, **other})
    with pytest.raises(DeliveryError):
        hook.send([make_event(1)])
    hook.close()
    assert tls_server.requests == []


def test_verification_can_be_turned_off_by_name(
    tls_server: Any, files: Files, make_event: Any, caplog: pytest.LogCaptureFixture
) -> None:
    tls = {"ca": files.other_ca, "verify": False, "certificate": files.certificate, "key": files.key}
    hook = webhook(tls_server, tls)
    hook.send([make_event(1)])
    hook.close()
    assert len(tls_server.requests) == 1
    assert "not verified" in caplog.text


def test_slow_server_times_out_and_is_asked_again(tls_server: Any, files: Files, make_event: Any) -> None:
    tls = {"ca": files.ca, "certificate": files.certificate, "key": files.key}
    hook = webhook(tls_server, tls, timeout="3s")
    tls_server.silence.set()
    with pytest.raises(DeliveryError, match="no answer within 3 s"):
        hook.send([make_event(1)])
    hook.close()
    tls_server.silence.clear()
    hook = webhook(tls_server, tls)
    hook.send([make_event(1)])
    hook.close()
    first, second = (request.headers["Idempotency-Key"] for request in tls_server.requests)
    assert first == second

"""Webhooks against a real TLS server that wants a client certificate."""

from __future__ import annotations

import json
import ssl
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from exporters.webhook import Webhook
from sensor.export.api import DeliveryError
from tests.authority import Authority

if TYPE_CHECKING:
    from collections.abc import Iterator


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
    ours.issue("127.0.0.1", "siem.example.com", file="server")
    mine, theirs = ours.issue("client"), other.issue("client")
    return Files(ours.ca, mine["certificate"], mine["key"], other.ca, theirs["certificate"], theirs["key"])


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

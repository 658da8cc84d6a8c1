from __future__ import annotations

import contextlib
import socket
import ssl
import urllib.error
import urllib.request
from typing import TYPE_CHECKING, Any

import pytest
from prometheus_client import CollectorRegistry, Counter

from sensor.daemon.health import BasicAuth, HealthServer, PrometheusSection, ServerTls, address_of
from sensor.errors import ConfigError
from sensor.export.settings import SecretSection
from tests.authority import Authority

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextlib.contextmanager
def serving(*, alive: str = "", ready: str = "", **section: Any) -> Iterator[HealthServer]:
    registry = CollectorRegistry()
    Counter("leaktap_things", "Things.", registry=registry).inc(3)
    server = HealthServer(
        PrometheusSection(listen="127.0.0.1:0", **section), registry, alive=lambda: alive, ready=lambda: ready
    )
    server.start()
    try:
        yield server
    finally:
        server.stop()


def get(url: str, headers: dict[str, str] | None = None, context: ssl.SSLContext | None = None) -> tuple[int, str]:
    request = urllib.request.Request(url, headers=headers or {})  # noqa: S310 - our own server
    try:
        with urllib.request.urlopen(request, timeout=10, context=context) as answer:  # noqa: S310 - as above
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()


def test_metrics_and_health_are_served() -> None:
    with serving() as server:
        base = f"http://127.0.0.1:{server.port}"
        status, text = get(f"{base}/metrics")
        assert status == 200
        assert "leaktap_things_total 3.0" in text
        assert get(f"{base}/healthz") == (200, "ok\n")
        assert get(f"{base}/readyz") == (200, "ok\n")
        assert get(f"{base}/etc/passwd")[0] == 404


def test_head_is_answered_without_a_body() -> None:
    with serving() as server:
        for path in ("metrics", "healthz", "readyz"):
            request = urllib.request.Request(f"http://127.0.0.1:{server.port}/{path}", method="HEAD")
            with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310 - our own server
                assert (answer.status, answer.read()) == (200, b"")
                assert int(answer.headers["Content-Length"]) > 0


def test_health_and_readiness_say_what_is_wrong() -> None:
    with serving(ready="no source delivers: eth1") as server:
        base = f"http://127.0.0.1:{server.port}"
        assert get(f"{base}/healthz")[0] == 200
        assert get(f"{base}/readyz") == (503, "no source delivers: eth1\n")
    with serving(alive="stuck") as server:
        base = f"http://127.0.0.1:{server.port}"
        assert get(f"{base}/healthz") == (503, "stuck\n")
        assert get(f"{base}/readyz") == (503, "stuck\n")


def test_a_password_guards_the_metrics_only(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("documented-test-secret\n", encoding="utf-8")
    auth = BasicAuth(user="prometheus", password=SecretSection(file=str(tmp_path / "secret")))
    with serving(auth=auth) as server:
        base = f"http://127.0.0.1:{server.port}"
        assert get(f"{base}/metrics")[0] == 401
        assert get(f"{base}/metrics", {"Authorization": "Basic cHJvbWV0aGV1czp3cm9uZw=="})[0] == 401
        right = {"Authorization": "Basic cHJvbWV0aGV1czpkb2N1bWVudGVkLXRlc3Qtc2VjcmV0"}
        assert get(f"{base}/metrics", right)[0] == 200
        assert get(f"{base}/healthz")[0] == 200


def test_tls_and_client_certificates(tmp_path: Path) -> None:
    authority = Authority(tmp_path)
    tls = ServerTls(**authority.issue("localhost"), client_ca=authority.ca)
    with serving(tls=tls) as server:
        url = f"https://localhost:{server.port}/metrics"
        context = ssl.create_default_context(cafile=authority.ca)
        with pytest.raises((urllib.error.URLError, ssl.SSLError, ConnectionError)):
            get(url, context=context)
        mine = authority.issue("prometheus")
        context.load_cert_chain(mine["certificate"], mine["key"])
        assert get(url, context=context)[0] == 200


def test_a_silent_client_holds_nobody_up() -> None:
    with serving() as server, socket.create_connection(("127.0.0.1", server.port)):
        assert get(f"http://127.0.0.1:{server.port}/healthz") == (200, "ok\n")


def test_addresses() -> None:
    assert address_of("127.0.0.1:9477") == ("127.0.0.1", 9477)
    assert address_of("[::1]:9477") == ("::1", 9477)
    assert address_of(":9477") == ("", 9477)
    for wrong in ("9477", "host:", "host:70000", "host:http"):
        with pytest.raises(ConfigError, match=r"exporters\.prometheus\.listen"):
            address_of(wrong)


def test_a_port_in_use_is_told() -> None:
    with serving() as server, pytest.raises(ConfigError, match=str(server.port)):
        HealthServer(PrometheusSection(listen=f"127.0.0.1:{server.port}"), CollectorRegistry(), alive=str, ready=str)

"""Serves ``/metrics``, ``/healthz`` and ``/readyz`` over HTTP or HTTPS, with or without a password.

Health and readiness say nothing about the traffic and need no password, so that a supervisor can ask.
"""

from __future__ import annotations

import base64
import hmac
import logging
import ssl
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Final

from prometheus_client.exposition import choose_encoder

from sensor.errors import ConfigError
from sensor.export.settings import SecretSection
from sensor.model.record import Section

if TYPE_CHECKING:
    from collections.abc import Callable

    from prometheus_client import CollectorRegistry

_LOG: Final = logging.getLogger("leaktap.daemon.health")
_AT_ONCE: Final = 16
_TIMEOUT_S: Final = 10.0


class ServerTls(Section, frozen=True, kw_only=True):
    """PEM files of the certificate chain and key that are served; ``client_ca`` demands certificates of clients."""

    certificate: str
    key: str
    client_ca: str = ""


class BasicAuth(Section, frozen=True, kw_only=True):
    """The one account that may read the metrics."""

    user: str
    password: SecretSection


class PrometheusSection(Section, frozen=True, kw_only=True):
    """Where metrics are served. A port of 0 lets the system choose one."""

    listen: str = "127.0.0.1:9477"
    tls: ServerTls | None = None
    auth: BasicAuth | None = None


def address_of(listen: str) -> tuple[str, int]:
    """Reads ``host:port`` or ``[v6]:port``; an empty host is every address.

    Raises:
        ConfigError: If it is neither.
    """
    host, colon, port = listen.rpartition(":")
    if not colon or not port.isdigit() or int(port) > 0xFFFF:  # noqa: PLR2004 - the highest port
        reason = f"exporters.prometheus.listen: `{listen}` is not host:port"
        raise ConfigError(reason)
    return host.strip("[]"), int(port)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    allow_reuse_address = True

    def __init__(
        self, address: tuple[str, int], handler: type[BaseHTTPRequestHandler], context: ssl.SSLContext | None
    ) -> None:
        self._slots = threading.BoundedSemaphore(_AT_ONCE)
        self._context = context
        if ":" in address[0]:
            import socket  # noqa: PLC0415 - one constant, for IPv6 only

            self.address_family = socket.AF_INET6
        super().__init__(address, handler)

    def process_request(self, request: object, client_address: object) -> None:
        """Takes a connection, unless too many are open: a scraper tries again, memory does not come back."""
        if not self._slots.acquire(blocking=False):
            self.shutdown_request(request)  # type: ignore[arg-type] # the base class is as vague
            return
        super().process_request(request, client_address)  # type: ignore[arg-type] # as above

    def process_request_thread(self, request: object, client_address: object) -> None:
        """Answers on a thread of its own; the TLS handshake is made there, so that it holds nobody up."""
        try:
            request.settimeout(_TIMEOUT_S)  # type: ignore[attr-defined] # a socket
            if self._context is not None:
                try:
                    request = self._context.wrap_socket(request, server_side=True)  # type: ignore[arg-type] # a socket
                except (OSError, ssl.SSLError):
                    self.shutdown_request(request)  # type: ignore[arg-type] # as above
                    return
            super().process_request_thread(request, client_address)  # type: ignore[arg-type] # as above
        finally:
            self._slots.release()

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that goes away in the middle is nobody's fault."""


class HealthServer:
    """The server and its thread.

    Attributes:
        port: The port it listens on.
    """

    def __init__(
        self,
        section: PrometheusSection,
        registry: CollectorRegistry,
        *,
        alive: Callable[[], str],
        ready: Callable[[], str],
    ) -> None:
        """Binds; serves from ``start`` on.

        Args:
            section: Where, and who may read.
            registry: The metrics.
            alive: Says what is wrong with the sensor itself; empty if nothing is.
            ready: Says why the sensor does not watch yet, or not any more; empty if it does.

        Raises:
            ConfigError: Names what cannot be used.
        """
        expected = b""
        if section.auth is not None:
            password = section.auth.password.read("exporters.prometheus.auth.password")
            expected = b"Basic " + base64.b64encode(f"{section.auth.user}:{password}".encode())
        handler = _handler(registry, expected, alive, ready)
        try:
            self._server = _Server(address_of(section.listen), handler, _context(section.tls))
        except OSError as error:
            reason = f"exporters.prometheus.listen: {section.listen}: {error.strerror or error}"
            raise ConfigError(reason) from error
        self.port = int(self._server.server_address[1])
        self._thread = threading.Thread(target=self._server.serve_forever, name="leaktap-metrics", daemon=True)

    def start(self) -> None:
        """Serves."""
        self._thread.start()
        _LOG.info("metrics are served", extra={"port": self.port})

    def stop(self) -> None:
        """Stops serving and frees the port."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


def _context(tls: ServerTls | None) -> ssl.SSLContext | None:
    if tls is None:
        return None
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    try:
        context.load_cert_chain(tls.certificate, tls.key)
        if tls.client_ca:
            context.load_verify_locations(tls.client_ca)
            context.verify_mode = ssl.CERT_REQUIRED
    except OSError as error:
        reason = f"exporters.prometheus.tls: {error.strerror or 'no certificate and key in PEM'}"
        raise ConfigError(reason) from error
    return context


class _Answers(BaseHTTPRequestHandler):
    """How requests are answered."""

    server_version = "leaktap"
    sys_version = ""
    timeout = _TIMEOUT_S

    def answer(self, status: int, body: bytes, header: tuple[str, str] | None = None) -> None:
        """Sends the answer."""
        self.send_response(status)
        if header is not None:
            self.send_header(*header)
        if header is None or header[0] != "Content-Type":
            self.send_header("Content-Type", "text/plain; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
        """Requests are not logged: a scraper asks every few seconds."""


def _handler(
    registry: CollectorRegistry, expected: bytes, alive: Callable[[], str], ready: Callable[[], str]
) -> type[BaseHTTPRequestHandler]:
    class Handler(_Answers):
        """One request."""

        def do_GET(self) -> None:
            """Answers; anything but the three paths is unknown."""
            path = self.path.partition("?")[0]
            if path == "/metrics":
                self._metrics()
            elif path in ("/healthz", "/readyz"):
                trouble = alive() if path == "/healthz" else alive() or ready()
                self.answer(503 if trouble else 200, f"{trouble or 'ok'}\n".encode())
            else:
                self.answer(404, b"/metrics /healthz /readyz\n")

        def do_HEAD(self) -> None:
            """Answers the same without the body (RFC 9110 §9.3.2)."""
            self.do_GET()

        def _metrics(self) -> None:
            given = self.headers.get("Authorization", "").encode("utf-8", "replace")
            if expected and not hmac.compare_digest(given, expected):
                self.answer(401, b"a password is needed\n", ("WWW-Authenticate", 'Basic realm="leaktap"'))
                return
            encode, kind = choose_encoder(self.headers.get("Accept", ""))
            self.answer(200, encode(registry), ("Content-Type", kind))

    return Handler

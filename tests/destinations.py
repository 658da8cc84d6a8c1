"""Events to send, and an HTTP server to send them to: loaded by the conftest files of the exporters' tests."""

from __future__ import annotations

import http.server
import threading
from typing import TYPE_CHECKING, Any

from sensor.model.alert import Alert, DetectorShare
from sensor.model.event import Event
from sensor.model.record import Endpoint, Text, record_id, timestamp

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable

START_NS = 1_760_000_000_000_000_000
_PATIENCE_S = 20


def make_alert(number: int = 1, **changes: Any) -> Alert:
    """An alert about the leak of that number."""
    parts: dict[str, Any] = {
        "id": record_id("alert", number),
        "sensor": "dc1",
        "ts": timestamp(START_NS),
        "activity": "create",
        "key": record_id("alert key", number),
        "rule": "pii.cleartext.some",
        "title": Text(en="Personal data in clear"),
        "severity": "medium",
        "group": "pii",
        "scope": "pair",
        "first_seen": timestamp(START_NS),
        "last_seen": timestamp(START_NS + 1_000_000_000),
        "count": 3,
        "distinct": 2,
        "confidence": 90,
        "band": "high",
        "direction": "egress",
        "protection": "none",
        "sender": Endpoint(ip="10.20.0.7", zone="crm", port=8080),
        "receiver": Endpoint(ip="198.51.100.9", zone="outside"),
        "app_proto": ("http",),
        "where": ("http.response.body[json]:data[*].phone",),
        "detectors": (
            DetectorShare(detector="cn.mobile", count=3, distinct=2, confidence=90, samples=("138****8000",)),
        ),
        "advice": Text(en="Use TLS."),
        "digest_key_id": "ephemeral",
        "ruleset": "ab" * 32,
    }
    return Alert(**(parts | changes))


def make_event(number: int = 1, **changes: Any) -> Event:
    """An event about the leak of that number."""
    alert = make_alert(number, **changes)
    return Event(seq=number, id=alert.revision_id, alert=alert)


class Request:
    """A request as it came."""

    def __init__(self, method: str, path: str, headers: dict[str, str], body: bytes) -> None:
        self.method = method
        self.path = path
        self.headers = headers
        self.body = body


class Server:
    """An HTTP server on the loopback interface that answers as it is told and remembers what it was asked.

    Attributes:
        answer: Makes status, headers and body of the answer to a request.
        requests: All requests so far.
        silence: While set, requests are read and not answered.
        stopped: Set once it is closed.
    """

    def __init__(self, context: ssl.SSLContext | None = None) -> None:
        """Listens on a free port; with a context, behind TLS."""
        self.answer: Callable[[Request], tuple[int, dict[str, str], bytes]] = lambda _: (200, {}, b"")
        self.requests: list[Request] = []
        self.silence = threading.Event()
        self.stopped = threading.Event()
        self._server = _Listener(("127.0.0.1", 0), type("Handler", (_Handler,), {"owner": self, "context": context}))
        self.port = self._server.server_address[1]
        self.url = f"{'https' if context else 'http'}://127.0.0.1:{self.port}"
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02})
        self._thread.start()

    def close(self) -> None:
        """Stops listening, and lets go of those who wait."""
        self.stopped.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(_PATIENCE_S)


class _Listener(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_: object) -> None:
        """Keeps broken connections, which tests make on purpose, out of the output."""


class _Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = _PATIENCE_S
    owner: Server
    context: ssl.SSLContext | None
    connected = False

    def setup(self) -> None:
        """Shakes hands here and not in the listener, so that a bad handshake ends this thread only."""
        if self.context is not None:
            self.request = self.context.wrap_socket(self.request, server_side=True)
        super().setup()
        self.connected = True

    def finish(self) -> None:
        """Closes the connection even if it never became one."""
        if self.connected:
            super().finish()
        self.request.close()

    def do_any(self) -> None:
        """Notes the request, and answers or keeps silent."""
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        request = Request(self.command, self.path, dict(self.headers), body)
        self.owner.requests.append(request)
        if self.owner.silence.is_set():
            self.owner.stopped.wait(_PATIENCE_S)
            return
        status, headers, answer = self.owner.answer(request)
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(answer)

    do_GET = do_HEAD = do_POST = do_any  # noqa: N815 - names that http.server looks for

    def log_message(self, *_: object) -> None:
        """Keeps the access log out of the output."""

"""Records a request through a proxy that is asked over TLS: ``python tests/recorded/make_tls_in_tls.py``.

Needs openssl and tcpdump. ``tls_in_tls.keys`` is the key log of both connections: that with the proxy, and the one
within that CONNECT (RFC 9110 §9.3.6) leads to. Proxy and server are one process here.
"""

from __future__ import annotations

import socket
import ssl
import threading
from typing import TYPE_CHECKING, Final

from make_tls import certificate, request
from stage import FOLDER, HOST, PATIENCE_S, perform, recording

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_NAME: Final = "tls_in_tls"
_PORT: Final = 14434
_PIECE: Final = 1 << 14


class Inner:
    """A TLS connection over another one."""

    def __init__(self, outer: ssl.SSLSocket, context: ssl.SSLContext, *, server: bool) -> None:
        """Shakes hands."""
        self._outer = outer
        self._from, self._to = ssl.MemoryBIO(), ssl.MemoryBIO()
        self._tls = context.wrap_bio(self._from, self._to, server_side=server)
        self._until_done(self._tls.do_handshake)

    def _until_done(self, step: Callable[[], bytes | int | None]) -> bytes | int | None:
        while True:
            try:
                return step()
            except ssl.SSLWantReadError:
                self._flush()
                self._from.write(self._outer.recv(_PIECE))
            finally:
                self._flush()

    def _flush(self) -> None:
        if self._to.pending:
            self._outer.sendall(self._to.read())

    def say(self, data: bytes) -> None:
        """Sends."""
        self._until_done(lambda: self._tls.write(data))

    def hear(self) -> None:
        """Receives something."""
        self._until_done(lambda: self._tls.read(_PIECE))


def serve(listener: socket.socket, context: ssl.SSLContext) -> None:
    """The proxy, and the server behind it."""
    peer, _ = listener.accept()
    with context.wrap_socket(peer, server_side=True) as outer:
        outer.recv(_PIECE)
        outer.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
        inner = Inner(outer, context, server=True)
        inner.hear()
        inner.say(b"HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n")
        outer.recv(_PIECE)


def record(folder: Path) -> None:
    """Records it."""
    key, cert = certificate(folder)
    keylog = FOLDER / f"{_NAME}.keys"
    keylog.unlink(missing_ok=True)
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(cert, key)
    client = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    client.check_hostname, client.verify_mode = False, ssl.CERT_NONE
    client.keylog_filename = str(keylog)
    with recording(_NAME, f"tcp port {_PORT}"), socket.create_server((HOST, _PORT)) as listener:
        serves = threading.Thread(target=serve, args=(listener, server))
        serves.start()
        with client.wrap_socket(socket.create_connection((HOST, _PORT), timeout=PATIENCE_S)) as outer:
            outer.sendall(b"CONNECT crm.example.cn:443 HTTP/1.1\r\nHost: crm.example.cn:443\r\n\r\n")
            outer.recv(_PIECE)
            inner = Inner(outer, client, server=False)
            inner.say(request(1).encode())
            inner.hear()
        serves.join(PATIENCE_S)


if __name__ == "__main__":
    perform({_NAME: record})

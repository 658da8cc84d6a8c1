"""Records HTTP/3: ``python tests/recorded/make_quic.py`` (needs root, tcpdump, openssl, ``pip install aioquic``).

Customers cross in a request and in its response; then the client renews its keys and asks once more. What opens the
capture is ``quic.keys``. The certificate is self-signed and of no use to anybody.
"""

from __future__ import annotations

import asyncio
import json
import ssl
from typing import TYPE_CHECKING, Final

from aioquic.asyncio import QuicConnectionProtocol, connect, serve
from aioquic.h3.connection import H3_ALPN, H3Connection
from aioquic.h3.events import DataReceived, H3Event
from aioquic.quic.configuration import QuicConfiguration
from stage import FOLDER, HOST, customers, perform, recording, run

if TYPE_CHECKING:
    from pathlib import Path

    from aioquic.quic.events import QuicEvent

PORT: Final = 14443
_PAUSE_S: Final = 0.3


def people(seed: int) -> bytes:
    """Customers in JSON."""
    rows = [{"name": p.name, "phone": p.mobile, "idCard": p.resident_id} for p in customers(seed, 4)]
    return json.dumps({"customers": rows}, ensure_ascii=False).encode()


class Peer(QuicConnectionProtocol):
    """Either side of HTTP/3."""

    def __init__(self, *arguments: object, **options: object) -> None:
        """Starts without a stream."""
        super().__init__(*arguments, **options)  # type: ignore[arg-type]
        self.http = H3Connection(self._quic)
        self.answers: dict[int, asyncio.Future[None]] = {}

    def quic_event_received(self, event: QuicEvent) -> None:
        """Hands on to HTTP/3."""
        for each in self.http.handle_event(event):
            self.heard(each)

    def heard(self, event: H3Event) -> None:
        """Ends a request that was answered, or answers one that is whole."""
        if not isinstance(event, DataReceived) or not event.stream_ended:
            return
        stream = event.stream_id
        if stream in self.answers:
            self.answers[stream].set_result(None)
            return
        head = [(b":status", b"200"), (b"content-type", b"application/json"), (b"server", b"crm")]
        self.http.send_headers(stream, head)
        self.http.send_data(stream, people(32), end_stream=True)
        self.transmit()

    async def ask(self, body: bytes) -> None:
        """Sends a request and waits for its response."""
        stream = self._quic.get_next_available_stream_id()
        self.answers[stream] = asyncio.get_running_loop().create_future()
        where = [(b":method", b"POST"), (b":scheme", b"https"), (b":authority", b"crm.example.cn")]
        head = [*where, (b":path", b"/api/v1/customers"), (b"content-type", b"application/json")]
        self.http.send_headers(stream, head)
        self.http.send_data(stream, body, end_stream=True)
        self.transmit()
        await self.answers[stream]


async def talk(folder: Path) -> None:
    """A server, a client, and two requests."""
    at_server = QuicConfiguration(is_client=False, alpn_protocols=H3_ALPN)
    at_server.load_cert_chain(folder / "certificate.pem", folder / "key.pem")
    server = await serve(HOST, PORT, configuration=at_server, create_protocol=Peer)
    with (FOLDER / "quic.keys").open("w", encoding="ascii") as log:
        at_client = QuicConfiguration(alpn_protocols=H3_ALPN, server_name="crm.example.cn", verify_mode=ssl.CERT_NONE)
        at_client.secrets_log_file = log
        async with connect(HOST, PORT, configuration=at_client, create_protocol=Peer) as client:
            await client.ask(people(31))
            client.request_key_update()
            await client.ask(people(33))
            await asyncio.sleep(_PAUSE_S)
    server.close()


def quic(folder: Path) -> None:
    """HTTP/3 with keys."""
    names = ("-subj", "/CN=crm.example.cn", "-addext", "subjectAltName=DNS:crm.example.cn", "-days", "3650")
    made = ("-keyout", str(folder / "key.pem"), "-out", str(folder / "certificate.pem"))
    run("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", *made, *names)
    with recording("quic", f"udp port {PORT}"):
        asyncio.run(talk(folder))


if __name__ == "__main__":
    perform({"quic": quic})

"""Records dialogues that turn into TLS away from their own ports: ``python tests/recorded/make_starttls.py``.

Needs openssl and tcpdump. ``starttls.keys`` is the key log of both connections: FTP with AUTH TLS (RFC 4217), whose
login comes after it, and POP3 with STLS (RFC 2595), whose login and mail do.
"""

from __future__ import annotations

import socket
import ssl
import threading
from typing import TYPE_CHECKING, Final, NamedTuple

from make_tls import certificate
from stage import FOLDER, HOST, PATIENCE_S, customers, perform, recording

if TYPE_CHECKING:
    from pathlib import Path

_NAME: Final = "starttls"


class Dialogue(NamedTuple):
    """What is said before TLS and within: a greeting, then commands with their replies."""

    port: int
    greeting: str
    before: tuple[tuple[str, str], ...]
    within: tuple[tuple[str, str], ...]


def dialogues() -> tuple[Dialogue, ...]:
    """FTP and POP3."""
    body = "".join(f"{person.name} {person.mobile} {person.resident_id}\r\n" for person in customers(7, 3))
    mail = f"+OK\r\nSubject: customers\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{body}.\r\n"
    return (
        Dialogue(
            2121,
            "220 FTP server ready\r\n",
            (("AUTH TLS\r\n", "234 AUTH TLS successful\r\n"),),
            (
                ("USER crm_export\r\n", "331 Password required\r\n"),
                ("PASS Lanzhou#4471\r\n", "230 User logged in\r\n"),
                ("QUIT\r\n", "221 Goodbye\r\n"),
            ),
        ),
        Dialogue(
            1110,
            "+OK POP3 server ready\r\n",
            (("STLS\r\n", "+OK Begin TLS negotiation\r\n"),),
            (
                ("USER crm_inbox\r\n", "+OK\r\n"),
                ("PASS Yinchuan#9052\r\n", "+OK Logged in\r\n"),
                ("RETR 1\r\n", mail),
                ("QUIT\r\n", "+OK Bye\r\n"),
            ),
        ),
    )


def serve(listener: socket.socket, spoken: Dialogue, context: ssl.SSLContext) -> None:
    """The server's part of one dialogue."""
    peer, _ = listener.accept()
    peer.sendall(spoken.greeting.encode())
    for _, reply in spoken.before:
        peer.recv(4096)
        peer.sendall(reply.encode())
    with context.wrap_socket(peer, server_side=True) as sealed:
        for _, reply in spoken.within:
            sealed.recv(4096)
            sealed.sendall(reply.encode())


def ask(spoken: Dialogue, context: ssl.SSLContext) -> None:
    """The client's part."""
    peer = socket.create_connection((HOST, spoken.port), timeout=PATIENCE_S)
    peer.recv(4096)
    for command, _ in spoken.before:
        peer.sendall(command.encode())
        peer.recv(4096)
    with context.wrap_socket(peer) as sealed:
        for command, _ in spoken.within:
            sealed.sendall(command.encode())
            sealed.recv(4096)


def record(folder: Path) -> None:
    """Records both."""
    key, cert = certificate(folder)
    keylog = FOLDER / f"{_NAME}.keys"
    keylog.unlink(missing_ok=True)
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(cert, key)
    client = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    client.check_hostname, client.verify_mode = False, ssl.CERT_NONE
    client.keylog_filename = str(keylog)
    with recording(_NAME, "tcp"):
        for spoken in dialogues():
            with socket.create_server((HOST, spoken.port)) as listener:
                listens = threading.Thread(target=serve, args=(listener, spoken, server))
                listens.start()
                ask(spoken, client)
                listens.join(PATIENCE_S)


if __name__ == "__main__":
    perform({_NAME: record})

"""Records TLS as OpenSSL speaks it: ``python tests/recorded/make_tls.py`` (needs openssl >= 3, tcpdump).

Each capture comes with what opens it: ``NAME.keys`` (key log) or ``NAME.pem`` (the server's RSA key, made for the
recording). Certificates are self-signed and of no use to anybody.
"""

from __future__ import annotations

import json
import subprocess
import time
from functools import partial
from typing import TYPE_CHECKING, Final, NamedTuple

from stage import FOLDER, HOST, PATIENCE_S, customers, perform, recording, running

if TYPE_CHECKING:
    from pathlib import Path

PORT: Final = 14433
_PAUSE_S: Final = 0.3
_SUBJECT: Final = ("-subj", "/CN=crm.example.cn", "-days", "3650")


class Case(NamedTuple):
    """A capture: options of server and client, lines that the client types between requests.

    ``by_key``: a key opens it, and the session is resumed once.
    """

    name: str
    server: tuple[str, ...]
    client: tuple[str, ...]
    between: tuple[str, ...] = ("",)
    by_key: bool = False


CASES: Final = (
    # ``K`` and ``k`` on a line of their own make s_client update keys, of both sides and of its own.
    Case("tls13_key_update", ("-tls1_3",), ("-ciphersuites", "TLS_CHACHA20_POLY1305_SHA256"), ("K", "k")),
    Case("tls12_etm_cbc", ("-tls1_2",), ("-cipher", "ECDHE-RSA-AES256-SHA384")),
    Case("tls12_rsa_resumed", ("-tls1_2",), ("-cipher", "AES128-GCM-SHA256"), ("",), by_key=True),
    Case(
        "tls12_ccm_renegotiated",
        ("-tls1_2", "-client_renegotiation", "-cipher", "ALL"),
        ("-cipher", "DHE-RSA-AES128-CCM"),
        ("R",),
    ),
)


def request(seed: int) -> str:
    """An HTTP request with customers."""
    people = [{"name": p.name, "phone": p.mobile, "idCard": p.resident_id} for p in customers(seed, 4)]
    body = json.dumps({"customers": people}, ensure_ascii=False)
    head = f"POST /customers HTTP/1.1\r\nHost: crm.example.cn\r\nContent-Length: {len(body.encode())}\r\n"
    return f"{head}Content-Type: application/json\r\n\r\n{body}"


def certificate(folder: Path) -> tuple[Path, Path]:
    """A new key and its self-signed certificate."""
    key, cert = folder / "key.pem", folder / "cert.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", cert, *_SUBJECT],
        check=True,
        capture_output=True,
    )
    return key, cert


def talk(options: tuple[str, ...], pieces: list[str]) -> None:
    """Runs a client that says the pieces, a while apart."""
    command = ("openssl", "s_client", "-connect", f"{HOST}:{PORT}", *options)
    client = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    assert client.stdin is not None
    for piece in pieces:
        time.sleep(_PAUSE_S)
        client.stdin.write(piece.encode())
        client.stdin.flush()
    time.sleep(_PAUSE_S)
    client.stdin.close()
    client.wait(PATIENCE_S)


def record(case: Case, folder: Path) -> None:
    """Records one case."""
    key, cert = certificate(folder)
    keylog = FOLDER / f"{case.name}.keys"
    keylog.unlink(missing_ok=True)
    server = ("openssl", "s_server", "-accept", str(PORT), "-key", str(key), "-cert", str(cert), "-quiet", *case.server)
    with recording(case.name, f"tcp port {PORT}"), running(*server):
        pieces = [request(1)]
        for number, line in enumerate(case.between, 2):
            pieces += [f"{line}\n"] if line else []
            pieces.append(request(number))
        if case.by_key:
            session = str(folder / "session")
            talk((*case.client, "-sess_out", session), pieces)
            talk((*case.client, "-sess_in", session), [request(len(pieces) + 1)])
        else:
            talk((*case.client, "-keylogfile", str(keylog)), pieces)
    if case.by_key:
        key.rename(FOLDER / f"{case.name}.pem")


def early(folder: Path) -> None:
    """A session that is resumed with early data (RFC 8446 §2.3)."""
    key, cert = certificate(folder)
    keylog, session, data = FOLDER / "tls13_early.keys", folder / "session", folder / "data"
    keylog.unlink(missing_ok=True)
    data.write_text(request(3), encoding="utf-8")
    server = (
        "openssl",
        "s_server",
        "-accept",
        str(PORT),
        "-key",
        str(key),
        "-cert",
        str(cert),
        "-tls1_3",
        "-early_data",
    )
    logged = ("-keylogfile", str(keylog))
    with recording("tls13_early", f"tcp port {PORT}"), running(*server):
        talk((*logged, "-sess_out", str(session)), [request(1)])
        talk((*logged, "-sess_in", str(session), "-early_data", str(data)), [request(2)])


if __name__ == "__main__":
    perform({case.name: partial(record, case) for case in CASES} | {"tls13_early": early})

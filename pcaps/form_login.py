"""Two logins to an outside site over plain HTTP: Basic authentication (accepted), then a form (rejected, accepted)."""

from __future__ import annotations

import base64

from traffic import Dialogue, Sample

HOST = "Host: portal.example.com\r\nUser-Agent: Mozilla/5.0\r\n"


def sample() -> Sample:
    """Documented test credentials only; the password changes between the attempts."""
    out = Sample(shows="Basic and form logins in clear text, one of three rejected")
    basic = Dialogue(("10.20.0.31", 40021), ("203.0.113.80", 80), seed=2)
    token = base64.b64encode(b"alice:Correct-Horse-9").decode()
    basic.send(0, f"GET /admin/ HTTP/1.1\r\n{HOST}Authorization: Basic {token}\r\n\r\n".encode())
    page = b"<p>welcome</p>\r\n"
    head = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {len(page)}\r\n\r\n"
    basic.send(1, head.encode() + page)

    form = Dialogue(("10.20.0.31", 40022), ("203.0.113.80", 80), seed=3)
    for password, reply in (
        ("tr0ub4dor%263", b"HTTP/1.1 401 Unauthorized\r\nContent-Type: text/plain\r\nContent-Length: 6\r\n\r\ndenied"),
        ("tr0ub4dor%264", b"HTTP/1.1 302 Found\r\nLocation: /home\r\nContent-Length: 0\r\n\r\n"),
    ):
        body = f"username=bob&password={password}&remember=1"
        start = f"POST /login HTTP/1.1\r\n{HOST}Content-Type: application/x-www-form-urlencoded\r\n"
        form.send(0, f"{start}Content-Length: {len(body)}\r\n\r\n{body}".encode())
        form.send(1, reply)
    out.packets = basic.close() + form.close()
    out.expect("credential.http", ["alice:Correct-Horse-9", "bob:tr0ub4dor&3", "bob:tr0ub4dor&4"])
    out.facts["outcomes"] = {
        "alice:Correct-Horse-9": "accepted",
        "bob:tr0ub4dor&3": "rejected",
        "bob:tr0ub4dor&4": "accepted",
    }
    return out


if __name__ == "__main__":
    sample().write(__file__)

"""Records ``http_logins.pcap``: curl logs in at Python's HTTP server in every way that browsers and programs use.

Software: curl and tcpdump (root), nothing else. Users and passwords are invented. The server refuses the last password,
and serves a page's script, style sheet and source map, which name secrets without holding one.
"""

from __future__ import annotations

import http.server
import json
import threading
from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import escape, quoteattr

from stage import HOST, perform, recording, run

if TYPE_CHECKING:
    from pathlib import Path

REFUSED: Final = "not-the-one-4"
SECRETS: Final = ("P(a)s{s}<w>[0]&rd%'\"", "correct horse battery staple", "春天2046!", "changeme", REFUSED)
SCRIPT: Final = """\
/*! crm.js | (c) 2024 Zhang San <zhang.san@crm-authors.example.cn> */
var crm={user:null,tokenType:"Bearer",PASS:forms.FAIL,check:function(e){this.password=e.password;this.token=e.token;
return{userName:this.user,password:newPassword,client_secret:e.client_secret,url:"?client_secret="+encode(e.key)+"&a="}},
rules:[{token:"constant.language.escape"},{token:"keyword.$0"}],codes:{NEED_PASSWORD:1,PASSWORD:8192}};
"""
SERVED: Final = {
    "/crm.js": ("application/javascript", SCRIPT),
    "/crm.css": ("text/css", ".fa-user-secret:before{content:'x'}\n"),
    "/crm.js.map": (
        "application/json",
        json.dumps(
            {"version": 3, "file": "crm.js", "sources": ["a.js"], "sourcesContent": [SCRIPT], "mappings": "AAAA"}
        ),
    ),
}


class Portal(http.server.BaseHTTPRequestHandler):
    """Lets everybody in but for one password."""

    protocol_version = "HTTP/1.1"

    def answer(self, status: int, media: str, body: str) -> None:
        """Sends a page."""
        self.send_response(status)
        self.send_header("Content-Type", media)
        self.send_header("Content-Length", str(len(body.encode())))
        self.end_headers()
        self.wfile.write(body.encode())

    def do_POST(self) -> None:
        """Reads a login."""
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.answer(401 if REFUSED.encode() in body else 200, "text/plain", "x")

    def do_GET(self) -> None:
        """A page's parts; anything else is a login in the query."""
        self.answer(401 if REFUSED in self.path else 200, *SERVED.get(self.path, ("text/plain", "x")))

    def log_message(self, *_: object) -> None:
        """Says nothing."""


def soap(user: str, secret: str) -> str:
    """A call with the token of WS-Security."""
    kind = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-username-token-profile-1.0#PasswordText"
    return (
        '<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/" xmlns:wsse="urn:wsse"><soap:Header>'
        f"<wsse:Security><wsse:UsernameToken><wsse:Username>{user}</wsse:Username>"
        f'<wsse:Password Type="{kind}">{escape(secret)}</wsse:Password></wsse:UsernameToken></wsse:Security>'
        "</soap:Header><soap:Body/></soap:Envelope>"
    )


def ways(user: str, secret: str) -> dict[str, list[str]]:
    """What curl is told for each way to log in."""
    members = "".join(
        f"<member><name>{name}</name><value><string>{escape(value)}</string></value></member>"
        for name, value in (("username", user), ("password", secret))
    )
    call = f"<methodCall><methodName>login</methodName><params><struct>{members}</struct></params></methodCall>"
    xml = ["-H", "Content-Type: text/xml; charset=utf-8", "--data-binary"]
    return {
        "form": ["--data-urlencode", f"username={user}", "--data-urlencode", f"password={secret}"],
        "json": [
            "-H",
            "Content-Type: application/json",
            "--data-binary",
            json.dumps({"user": user, "password": secret}),
        ],
        "multipart": ["--form-string", f"username={user}", "--form-string", f"password={secret}"],
        "soap": [*xml, soap(user, secret)],
        "xmlrpc": [*xml, call],
        "attributes": [*xml, f"<login user={quoteattr(user)} password={quoteattr(secret)}/>"],
        "query": ["--get", "--data-urlencode", f"username={user}", "--data-urlencode", f"password={secret}"],
    }


def logins(_: Path) -> None:
    """Logs in, each way with each secret, then fetches a page's parts."""
    server = http.server.ThreadingHTTPServer((HOST, 0), Portal)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    base = f"http://{HOST}:{server.server_port}"
    with recording("http_logins", f"tcp port {server.server_port}"):
        for number, secret in enumerate(SECRETS):
            for way, options in ways(f"agent{number}", secret).items():
                run("curl", "--silent", "--show-error", "--noproxy", "*", *options, f"{base}/{way}")
        run("curl", "--silent", "--show-error", "--noproxy", "*", *(f"{base}{path}" for path in SERVED))
    server.shutdown()


if __name__ == "__main__":
    perform({"logins": logins})

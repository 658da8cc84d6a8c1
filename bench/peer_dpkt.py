"""A peer for the benchmark: reassembles with dpkt, parses HTTP and looks for two kinds of data, as scripts do."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import dpkt

PATTERN = re.compile(rb"(?<!\d)(?:\d{17}[\dX]|1[3-9]\d{9})(?!\d)")


def main() -> None:
    """Prints how many candidates the capture named on the command line holds."""
    streams: dict[tuple[bytes, int, bytes, int], list[bytes]] = {}
    with Path(sys.argv[1]).open("rb") as file:
        for _, frame in dpkt.pcap.Reader(file):
            packet = dpkt.ethernet.Ethernet(frame).data
            segment = getattr(packet, "data", None)
            if isinstance(segment, dpkt.tcp.TCP) and segment.data:
                streams.setdefault((packet.src, segment.sport, packet.dst, segment.dport), []).append(segment.data)
    found = 0
    for parts in streams.values():
        rest = b"".join(parts)
        kind = dpkt.http.Response if rest.startswith(b"HTTP/") else dpkt.http.Request
        while rest:
            try:
                message = kind(rest)
            except dpkt.UnpackError:
                found += len(PATTERN.findall(rest))
                break
            found += len(PATTERN.findall(message.body))
            rest = message.data
    print(found)


if __name__ == "__main__":
    main()

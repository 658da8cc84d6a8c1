"""A peer for the benchmark: pyshark over a capture, touching each packet's highest layer."""

from __future__ import annotations

import sys

import pyshark


def main() -> None:
    """Prints how many packets were dissected."""
    capture = pyshark.FileCapture(sys.argv[1], keep_packets=False)
    print(sum(1 for packet in capture if packet.highest_layer))
    capture.close()


if __name__ == "__main__":
    main()

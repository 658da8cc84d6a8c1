"""Traffic of every protocol that the recordings hold, told again and again by other hosts; and that of HTTP alone."""

from __future__ import annotations

import logging
import random
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from frames import Capture, Conversation

logging.getLogger("scapy").setLevel(logging.ERROR)

from scapy.layers.inet import IP, TCP, UDP  # noqa: E402 -- it warns when it is imported
from scapy.layers.l2 import Ether  # noqa: E402 -- as above
from scapy.utils import PcapReader  # noqa: E402 -- as above

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

ROOT = Path(__file__).resolve().parents[1]
SOURCES = (ROOT / "tests" / "recorded", ROOT.parent / "shared" / "captures" / "live")
SEQUENCES = 1 << 32
# Encrypted, or about the way instead of what goes over it.
LEFT_OUT = ("tls", "quic", "ssh", "openvpn", "wireguard", "smtp_starttls", "neg_", "loss", "mid_", "snaplen")


class Dialogue(NamedTuple):
    """What both sides of a flow said, in turns; of UDP each turn is a datagram."""

    http: bool
    udp: bool
    port: int
    turns: list[tuple[int, bytes]]


def dialogues(capture: Path) -> Iterator[Dialogue]:
    """The flows of a capture over Ethernet and IPv4, each byte once, in the order in which it came."""
    flows: dict[tuple[object, ...], tuple[Dialogue, list[int | None]]] = {}
    for packet in PcapReader(str(capture)):
        layer = TCP if TCP in packet else UDP
        if not isinstance(packet, Ether) or not isinstance(packet.payload, IP) or layer not in packet:
            continue
        segment = packet[layer]
        data = bytes(segment.payload)[
            : packet[IP].len - packet[IP].ihl * 4 - (segment.dataofs * 4 if layer is TCP else 8)
        ]
        ends = ((packet[IP].src, segment.sport), (packet[IP].dst, segment.dport))
        side = int((layer, *ends) not in flows and (layer, *ends[::-1]) in flows)
        key = (layer, *(ends[::-1] if side else ends))
        if key not in flows:
            flows[key] = (Dialogue(capture.name.startswith("http_"), layer is UDP, segment.dport, []), [None, None])
        dialogue, due = flows[key]
        if layer is TCP and data:
            known = due[side]
            skip = 0 if known is None else (known - segment.seq) % SEQUENCES
            data = data[skip:] if skip < SEQUENCES // 2 else data
            due[side] = (segment.seq + len(segment.payload)) % SEQUENCES
        if data:
            dialogue.turns.append((side, data))
    yield from (dialogue for dialogue, _ in flows.values() if dialogue.turns)


def known(sources: Iterable[Path] = SOURCES) -> list[Dialogue]:
    """All dialogues of the recordings, those beside the project among them if they are there."""
    captures = [path for source in sources for path in sorted(source.glob("*.pcap"))]
    return [told for path in captures if not path.name.startswith(LEFT_OUT) for told in dialogues(path)]


def write(path: Path, told: Iterable[Dialogue], size: int) -> None:
    """Repeats dialogues until the capture is that large."""
    every = list(told)
    rng = random.Random(1)
    capture = Capture(path)
    count = 0
    while capture.size < size:
        rng.shuffle(every)
        for dialogue in every:
            count += 1
            talk = Conversation(rng, 0x0A140000 + count % 60_000, 0xC6336401, dialogue.port)
            if dialogue.udp:
                for side, data in dialogue.turns:
                    capture.write(talk.hosts[side].udp(data))
                continue
            for frame, *_ in talk.open():
                capture.write(frame)
            for side, data in dialogue.turns:
                for frame, *_ in talk.send(side, data, delayed=False):
                    capture.write(frame)
            for frame, *_ in talk.close():
                capture.write(frame)
    capture.close()

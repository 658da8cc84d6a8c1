"""The doctor and the canary on a real wire: each mistake of a mirror is made, and has to be named."""

from __future__ import annotations

import json
import signal
import struct
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any

import pytest

from tests.e2e import wire as wires

pytest.importorskip("scapy", reason="scapy crafts the traffic")

from scapy.layers.inet import IP, TCP, UDP
from scapy.layers.l2 import ARP, GRE, Dot1Q, Ether

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

ARRIVED_S = 2.0
LEAKTAP = [sys.executable, "-P", "-m", "sensor"]
CONVERSATIONS = 20
SEGMENT = 1400

# Sends a TCP packet larger than the wire carries, as a host with offload hands it over (PACKET_VNET_HDR, packet(7)).
SUPER_FRAME = """
import socket, struct, sys
frame = bytes.fromhex(sys.stdin.read())
with socket.socket(socket.AF_PACKET, socket.SOCK_RAW) as channel:
    channel.setsockopt(263, 15, 1)
    channel.bind(("near", 0))
    # struct virtio_net_hdr: NEEDS_CSUM, GSO_TCPV4, header length, segment size, where the checksum starts and stands
    channel.send(struct.pack("<BBHHHH", 1, 1, 54, 1400, 34, 16) + frame)
"""

# Takes one conversation and tells what the engine made of it.
LISTENER = """
import json, sys, time
from sensor.engine import Engine, InterfaceFeed
from sensor.ruleset import compile, loader
engine = Engine(compile.compile_pack(loader.load(["builtin"]), policy="default").plan)
found, ended = [], False
for batch in engine.listen([InterfaceFeed(interface="far", ring_bytes=4 << 20)]):
    if batch.sources and batch.sources[0].up and not ended and not found:
        print("ready", file=sys.stderr, flush=True)
    for raw in batch.findings:
        facts = raw.http
        found.append([raw.detector, raw.sender.ip, raw.receiver.ip, raw.direction, raw.confidence,
                      facts.method, facts.host, facts.path])
    if len(found) >= 2 and not ended:
        ended = True
        engine.end()
print(json.dumps({"found": found, "wrong": [s.checksums for s in batch.sources]}))
"""


def conversation(number: int, *, tags: tuple[int | None, int | None] = (None, None), size: int = 3000) -> list[Any]:
    """A download over HTTP by an outsider from the CRM zone; ``tags`` are VLANs of client and server."""
    ends = (("203.0.113.7", 40_000 + number), ("10.20.0.5", 80))
    nexts = [1000, 5000]
    packets: list[Any] = []

    def say(side: int, flags: str, data: bytes = b"") -> None:
        (src, sport), (dst, dport) = ends[side], ends[1 - side]
        frame = Ether(src=f"02:00:00:00:00:0{side}", dst=f"02:00:00:00:00:0{1 - side}")
        if (tag := tags[side]) is not None:
            frame /= Dot1Q(vlan=tag)
        ack = 0 if flags == "S" else nexts[1 - side]
        tcp = TCP(sport=sport, dport=dport, seq=nexts[side], ack=ack, flags=flags)
        packets.append(frame / IP(src=src, dst=dst, id=100 * number + len(packets) + 1) / tcp / data)
        nexts[side] += len(data) + ("S" in flags or "F" in flags)

    answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: %d\r\n\r\n" % size + b"x" * size
    say(0, "S")
    say(1, "SA")
    say(0, "A")
    say(0, "PA", b"GET / HTTP/1.1\r\nHost: crm.example\r\n\r\n")
    for at in range(0, len(answer), SEGMENT):
        say(1, "A", answer[at : at + SEGMENT])
        say(0, "A")
    say(1, "FA")
    say(0, "FA")
    say(1, "A")
    return packets


def conversations(**options: Any) -> list[Any]:
    return [packet for number in range(CONVERSATIONS) for packet in conversation(number, **options)]


def capture(path: Path, packets: Iterable[Any]) -> Path:
    header = struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 262_144, 1)
    frames = [bytes(packet) for packet in packets]
    path.write_bytes(header + b"".join(struct.pack("<IIII", 1, 0, len(f), len(f)) + f for f in frames))
    return path


class Doctor:
    """``leaktap doctor`` on the wire's far end."""

    def __init__(self, wire: wires.Wire, *options: str) -> None:
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        self._child = wire.start([*LEAKTAP, "doctor", "-i", "far", "--json", *options], **pipes)
        assert self._child.stderr is not None
        # Said once every ring is open.
        assert "watching" in self._child.stderr.readline()

    def answers(self) -> dict[str, dict[str, Any]]:
        """Ends the watch as Ctrl-C does, once what was sent has arrived."""
        time.sleep(ARRIVED_S)
        self._child.send_signal(signal.SIGINT)
        text, errors = self._child.communicate(timeout=60)
        assert self._child.returncode in (0, 1), errors
        checks = {check["id"]: check for check in json.loads(text)["checks"]}
        problems = [check for check in checks.values() if check["severity"] == "problem"]
        assert self._child.returncode == int(bool(problems))
        return checks


def test_a_good_mirror_gets_no_complaint(wire: wires.Wire, tmp_path: Path) -> None:
    doctor = Doctor(wire)
    wire.send(capture(tmp_path / "a.pcap", conversations()))
    found = doctor.answers()
    assert {check["severity"] for check in found.values()} == {"ok"}
    assert found["one_sided"]["numbers"]["conversations"] == CONVERSATIONS
    assert found["silence"]["numbers"]["packets"] == len(conversations())


def test_one_direction_only(wire: wires.Wire, tmp_path: Path) -> None:
    doctor = Doctor(wire)
    wire.send(capture(tmp_path / "a.pcap", [packet for packet in conversations() if packet[IP].src == "10.20.0.5"]))
    answer = doctor.answers()["one_sided"]
    assert answer["severity"] == "problem"
    assert answer["numbers"]["sent_only"] == CONVERSATIONS


def test_every_packet_twice(wire: wires.Wire, tmp_path: Path) -> None:
    doctor = Doctor(wire)
    packets = conversations()
    wire.send(capture(tmp_path / "a.pcap", [copy for packet in packets for copy in (packet, packet)]))
    found = doctor.answers()
    assert found["duplicates"]["severity"] == "warning"
    assert found["duplicates"]["numbers"]["duplicates"] == len(packets)
    assert found["one_sided"]["severity"] == "ok"


@pytest.mark.parametrize("tags", [(42, None), (None, 42), (42, 43)])
def test_a_vlan_tag_in_one_direction(wire: wires.Wire, tmp_path: Path, tags: tuple[int | None, int | None]) -> None:
    doctor = Doctor(wire)
    wire.send(capture(tmp_path / "a.pcap", conversations(tags=tags)))
    found = doctor.answers()
    assert (found["vlan"]["severity"], found["vlan"]["numbers"]["split"]) == ("note", CONVERSATIONS)
    assert found["one_sided"]["severity"] == "ok"


def test_copies_under_another_vlan_tag(wire: wires.Wire, tmp_path: Path) -> None:
    doctor = Doctor(wire)
    packets = [*conversations(tags=(42, 42)), *conversations(tags=(43, 43))]
    # Side by side, as a mirror of both VLANs shows what is routed between them.
    middle = len(packets) // 2
    mixed = [packet for pair in zip(packets[:middle], packets[middle:], strict=True) for packet in pair]
    wire.send(capture(tmp_path / "a.pcap", mixed))
    found = doctor.answers()
    assert found["duplicates"]["numbers"]["repeated"] == middle
    assert "vlan" not in found


def test_cut_packets(wire: wires.Wire, tmp_path: Path) -> None:
    config = tmp_path / "leaktap.yaml"
    config.write_text("version: 1\ncapture: {snaplen: 128}\n", encoding="utf-8")
    doctor = Doctor(wire, "--config", str(config))
    wire.send(capture(tmp_path / "a.pcap", conversations()))
    answer = doctor.answers()["snaplen"]
    assert answer["severity"] == "problem"
    assert "it is 128" in answer["mend"]


def test_super_frames(wire: wires.Wire) -> None:
    wire.ip("link", "set", "far", "mtu", "1500")
    wire.ip("link", "set", "near", "mtu", "1500")
    doctor = Doctor(wire)
    packet = Ether(dst="02:00:00:00:00:01") / IP(src="10.20.0.5", dst="203.0.113.7", id=7)
    frame = bytes(packet / TCP(sport=80, dport=40_000, flags="A", seq=1, ack=1) / (b"x" * 8400))
    command = wire.command([sys.executable, "-P", "-c", SUPER_FRAME])
    sent = subprocess.run(command, input=frame.hex(), capture_output=True, text=True, check=False)
    assert sent.returncode == 0, sent.stderr
    answer = doctor.answers()["offload"]
    assert (answer["severity"], answer["numbers"]["oversize"]) == ("warning", 1)
    assert answer["mend"].startswith("ethtool -K far gro off")


def test_wrong_checksums(wire: wires.Wire, tmp_path: Path) -> None:
    doctor = Doctor(wire)
    packets = [packet for number in range(120) for packet in conversation(number)]
    for packet in packets:
        packet[TCP].chksum = 0x1234
    wire.send(capture(tmp_path / "a.pcap", packets))
    answer = doctor.answers()["checksums"]
    assert answer["severity"] == "warning"
    assert answer["numbers"]["wrong"] == answer["numbers"]["sampled"] == len(packets) // 128


def test_tunnels(wire: wires.Wire, tmp_path: Path) -> None:
    doctor = Doctor(wire)
    outer = Ether() / IP(src="10.20.9.1", dst="10.20.9.2")
    wire.send(capture(tmp_path / "a.pcap", [outer / GRE() / packet[IP] for packet in conversations()]))
    found = doctor.answers()
    assert (found["tunnels"]["severity"], found["tunnels"]["numbers"]["gre"]) == ("ok", CONVERSATIONS)


def test_an_ordinary_port(wire: wires.Wire, tmp_path: Path) -> None:
    doctor = Doctor(wire)
    request = Ether(dst="ff:ff:ff:ff:ff:ff") / ARP(pdst="10.20.0.9")
    lease = Ether(dst="ff:ff:ff:ff:ff:ff") / IP(src="0.0.0.0", dst="255.255.255.255") / UDP(sport=68, dport=67) / b"x"  # noqa: S104 - a host without an address
    wire.send(capture(tmp_path / "a.pcap", [request, lease] * 5))
    answer = doctor.answers()["mirror"]
    assert answer["severity"] == "problem"
    assert (answer["numbers"]["others"], answer["numbers"]["not_ip"]) == (0, 5)


def test_a_dead_port(wire: wires.Wire) -> None:
    doctor = Doctor(wire)
    wire.ip("link", "set", "far", "down")
    found = doctor.answers()
    assert found["interface"]["severity"] == found["silence"]["severity"] == "problem"


def test_two_halves_of_a_tap(wire: wires.Wire, tmp_path: Path) -> None:
    wire.ip("link", "add", "name", "near2", "type", "veth", "peer", "name", "far2")
    for name in ("near2", "far2"):
        wire.ip("link", "set", name, "up")
    doctor = Doctor(wire, "-i", "far2")
    packets = conversations()
    wire.send(capture(tmp_path / "a.pcap", [packet for packet in packets if packet[IP].src == "10.20.0.5"]))
    other = capture(tmp_path / "b.pcap", [packet for packet in packets if packet[IP].src != "10.20.0.5"])
    wire.send(other, interface="near2")
    found = doctor.answers()
    # Sent one half after the other: no flow of one overlaps one of the other, so they are only whole together.
    assert (found["one_sided"]["severity"], found["one_sided"]["numbers"]["conversations"]) == ("ok", CONVERSATIONS)


def test_an_interface_that_is_not_there(wire: wires.Wire) -> None:
    done = wire.run([*LEAKTAP, "doctor", "-i", "nothere"])
    assert done.returncode == 3
    assert "there is no such interface" in done.stderr


def test_the_canary_is_read_from_the_wire(wire: wires.Wire) -> None:
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    listener = wire.start([sys.executable, "-P", "-c", LISTENER], **pipes)
    assert listener.stderr is not None
    assert listener.stderr.readline() == "ready\n"
    script = (
        "from sensor.daemon.canary import Canary, release\n"
        "bird = Canary.hatch('10.20.0.250', '198.18.1.2')\n"
        "release(bird, 'near')\n"
        "print(bird.nonce)"
    )
    sent = wire.run([sys.executable, "-P", "-c", script])
    assert sent.returncode == 0, sent.stderr
    told = json.loads(listener.communicate(timeout=60)[0])
    path = f"/leaktap-canary/{sent.stdout.strip()}"
    facts = ["10.20.0.250", "198.18.1.2", "egress"]
    found = {entry[0]: entry for entry in told["found"]}
    assert set(found) == {"cn.mobile", "cn.resident_id"}
    for entry in found.values():
        assert entry[1:4] == facts
        assert entry[4] >= 70
        assert entry[5:] == ["POST", "canary.leaktap.invalid", path]


def test_the_canary_comes_back_as_an_alert_that_wakes_nobody(wire: wires.Wire, tmp_path: Path) -> None:
    daemon = wire.start([*LEAKTAP, "run", "-i", "far", "--state", str(tmp_path)], stderr=subprocess.PIPE)
    assert daemon.stderr is not None
    assert any('"message":"listening"' in line for line in daemon.stderr)
    for _ in range(2):
        done = wire.run([*LEAKTAP, "canary", "-i", "near", "--state", str(tmp_path)])
        assert done.returncode == 0, done.stdout + done.stderr
        assert done.stdout.startswith("alert ")
    daemon.terminate()
    daemon.communicate(timeout=60)
    listed = [*LEAKTAP, "alerts", "list", "--state", str(tmp_path), "--json"]
    text = subprocess.run(listed, capture_output=True, text=True, check=True, cwd=wires.ROOT).stdout
    alerts = [json.loads(line)["alert"] for line in text.splitlines()]
    assert sum(alert["rule"] == "pii.cleartext.sensitive" for alert in alerts) == 2
    assert {(alert["severity"], tuple(alert["tags"])) for alert in alerts} == {("info", ("canary",))}

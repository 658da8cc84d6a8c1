"""Live capture on a real interface: the same findings as a replay of the same frames, through the interface's life."""

from __future__ import annotations

import json
import struct
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from sensor.engine import Engine
from tests.e2e import wire as wires

PCAPS = Path(__file__).resolve().parents[2] / "pcaps"
EXPORT = PCAPS / "crm_export_http.pcap"
LOGIN = PCAPS / "form_login.pcap"
TUNNEL = PCAPS / "mirror_vxlan.pcap"

# A listener: prints a line of JSON whenever something changed, ends after stdin says so.
LISTENER = """
import json, os, select, sys, time
from sensor.engine import Engine, EngineOptions, InterfaceFeed, DirectoryFeed, StreamFeed
import msgspec
feed = msgspec.json.decode(sys.argv[1], type=list[InterfaceFeed | DirectoryFeed | StreamFeed])
options = EngineOptions(workers=int(sys.argv[2]), flow_records=True, transport_records=True)
engine = Engine(options=options)
said, findings, flows, ended = None, [], [], False
for batch in engine.listen(feed):
    findings += [[raw.detector, raw.where, raw.distinct, raw.capture] for raw in batch.findings]
    flows += [[raw.orig.ip, raw.resp.ip, raw.app_proto, raw.vlan, sum(raw.payload)] for raw in batch.flows]
    news = {"packets": batch.stats["packets"], "findings": findings, "flows": flows, "done": batch.done,
            "covered": sum(sum(row.bytes.values()) for row in batch.coverage),
            "sources": [[s.name, s.up, s.trouble, s.received, s.ring_drops, s.reopened] for s in batch.sources]}
    if batch.coverage or batch.done or news["sources"] != (said or {}).get("sources"):
        said = news
        print(json.dumps(news), flush=True)
    if not ended and select.select([sys.stdin], [], [], 0)[0]:
        ended = True
        engine.end()
"""


class Listener:
    """The engine on the wire, in a process of its own."""

    def __init__(self, wire: wires.Wire, feeds: list[dict[str, Any]], workers: int = 1) -> None:
        command = [sys.executable, "-P", "-c", LISTENER, json.dumps(feeds), str(workers)]
        self._child = wire.start(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def until(self, met: Any) -> dict[str, Any]:
        """The first news that meets a condition; the listener says something every second."""
        assert self._child.stdout is not None
        for line, _ in zip(self._child.stdout, range(40), strict=False):
            news: dict[str, Any] = json.loads(line)
            if met(news):
                return news
        pytest.fail("the listener ended, or never said it")

    def end(self) -> dict[str, Any]:
        assert self._child.stdin is not None
        self._child.stdin.write("end\n")
        self._child.stdin.flush()
        news = self.until(lambda news: news["done"])
        assert self._child.wait(timeout=20) == 0
        return news


def interface(name: str = "far", **options: Any) -> dict[str, Any]:
    return {"kind": "interface", "interface": name, "ring_bytes": 4 << 20, **options}


def replayed(capture: Path) -> list[list[Any]]:
    with Engine() as engine:
        return sorted(
            [raw.detector, raw.where, raw.distinct] for batch in engine.run([str(capture)]) for raw in batch.findings
        )


def found(news: dict[str, Any]) -> list[list[Any]]:
    return sorted(entry[:3] for entry in news["findings"])


def places(news: dict[str, Any]) -> set[tuple[Any, ...]]:
    """What was found where: a message that has to wait for its rest for seconds is judged in parts."""
    return {tuple(entry[:2]) for entry in news["findings"]}


@pytest.mark.parametrize("capture", [EXPORT, TUNNEL], ids=["plain", "vxlan"])
@pytest.mark.parametrize(("rings", "workers"), [(1, 1), (2, 2), (2, 1), (1, 2)])
def test_an_interface_gives_what_a_replay_gives(wire: wires.Wire, rings: int, workers: int, capture: Path) -> None:
    listener = Listener(wire, [interface(rings=rings)], workers)
    listener.until(lambda news: all(source[1] for source in news["sources"]))
    wire.send(capture)
    listener.until(lambda news: news["packets"] >= len(list(wires.frames(capture))))
    news = listener.end()
    assert found(news) == replayed(capture)
    assert {entry[3] for entry in news["findings"]} == {"far"}
    assert [source[4] for source in news["sources"]] == [0] * rings


def test_all_interfaces_at_once(wire: wires.Wire) -> None:
    listener = Listener(wire, [interface("any")])
    listener.until(lambda news: news["sources"] and news["sources"][0][1])
    wire.send(EXPORT)
    # The frames leave `near` and arrive at `far`: seen twice, as a mirror may show them; told once.
    listener.until(lambda news: news["packets"] >= 2 * len(list(wires.frames(EXPORT))))
    assert found(listener.end()) == replayed(EXPORT)


def test_vlan_tags_come_back(wire: wires.Wire, tmp_path: Path) -> None:
    tagged = tmp_path / "tagged.pcap"
    header = EXPORT.read_bytes()[:24]
    records = [frame[:12] + bytes.fromhex("8100002a") + frame[12:] for frame in wires.frames(EXPORT)]
    tagged.write_bytes(header + b"".join(struct.pack("<IIII", 1, 0, len(r), len(r)) + r for r in records))
    listener = Listener(wire, [interface()])
    listener.until(lambda news: news["sources"] and news["sources"][0][1])
    wire.send(tagged)
    listener.until(lambda news: news["packets"] >= len(records))
    news = listener.end()
    assert found(news) == replayed(EXPORT)
    assert {tuple(flow[3]) for flow in news["flows"]} == {(42,)}


def test_down_up_renamed_gone_and_back(wire: wires.Wire) -> None:
    listener = Listener(wire, [interface()])
    listener.until(lambda news: news["sources"] and news["sources"][0][1])
    wire.ip("link", "set", "far", "down")
    assert "down" in listener.until(lambda news: not news["sources"][0][1])["sources"][0][2]
    wire.ip("link", "set", "far", "name", "other")
    wire.ip("link", "set", "other", "up")
    assert "called other now" in listener.until(lambda news: news["sources"][0][1])["sources"][0][2]
    wire.send(EXPORT)
    listener.until(lambda news: news["packets"] >= len(list(wires.frames(EXPORT))))
    wire.ip("link", "delete", "other")
    assert "gone" in listener.until(lambda news: not news["sources"][0][1])["sources"][0][2]
    wire.ip("link", "add", "name", "near", "mtu", "9000", "type", "veth", "peer", "name", "far", "mtu", "9000")
    wire.ip("link", "set", "near", "up")
    wire.ip("link", "set", "far", "up")
    assert listener.until(lambda news: news["sources"][0][1])["sources"][0][5] == 1
    wire.send(LOGIN)
    both = len(list(wires.frames(EXPORT))) + len(list(wires.frames(LOGIN)))
    listener.until(lambda news: news["packets"] >= both)
    assert found(listener.end()) == sorted(replayed(EXPORT) + replayed(LOGIN))


def test_a_filter_runs_in_the_kernel(wire: wires.Wire) -> None:
    # `ret #0`: nothing passes.
    listener = Listener(wire, [interface(filter=[(0x06, 0, 0, 0)])])
    listener.until(lambda news: news["sources"] and news["sources"][0][1])
    wire.send(EXPORT)
    news = listener.end()
    assert (news["packets"], [source[3] for source in news["sources"]]) == (0, [0])


def test_a_stream_is_judged_while_it_is_written(wire: wires.Wire, tmp_path: Path) -> None:
    fifo = tmp_path / "fifo"
    subprocess.run(["mkfifo", str(fifo)], check=True)
    listener = Listener(wire, [{"kind": "stream", "path": str(fifo)}])
    data = EXPORT.read_bytes()
    with fifo.open("wb", buffering=0) as pipe:
        pipe.write(data[: len(data) - 2000])
        listener.until(lambda news: news["findings"])
        pipe.write(data[len(data) - 2000 :])
    assert places(listener.until(lambda news: news["done"])) == {tuple(entry[:2]) for entry in replayed(EXPORT)}


def test_rotated_captures_are_followed(wire: wires.Wire, tmp_path: Path) -> None:
    listener = Listener(wire, [{"kind": "directory", "path": str(tmp_path)}])
    data = EXPORT.read_bytes()
    at = 24 + sum(16 + len(frame) for frame in list(wires.frames(EXPORT))[:12])
    (tmp_path / "1.pcap").write_bytes(data[:at])
    listener.until(lambda news: news["packets"] >= 12)
    # The flow goes on in the next file.
    (tmp_path / "2.pcap").write_bytes(data[:24] + data[at:])
    listener.until(lambda news: news["packets"] >= len(list(wires.frames(EXPORT))))
    assert places(listener.end()) == {tuple(entry[:2]) for entry in replayed(EXPORT)}

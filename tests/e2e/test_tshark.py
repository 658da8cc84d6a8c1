"""tshark sees the same messages, and the same files, wherever it can dissect them."""

from __future__ import annotations

import shutil
import subprocess
from collections import Counter
from pathlib import Path
from typing import Final, NamedTuple

import pytest

from sensor.engine import Engine

ROOT: Final = Path(__file__).resolve().parents[2]
BESIDE: Final = ROOT.parent / "shared" / "captures"
SOURCES: Final = (ROOT / "tests" / "recorded", ROOT / "pcaps", BESIDE / "live", BESIDE / "public")


class Same(NamedTuple):
    """Messages begun at ``places`` must be as many as ``fields`` of tshark with one of ``values``; "" is any."""

    places: tuple[str, ...]
    fields: tuple[str, ...]
    values: tuple[str, ...] = ("",)


SAME: Final = (
    Same(("http.request",), ("http.request.method", "http2.headers.method")),
    Same(("http.response",), ("http.response.code", "http2.headers.status")),
    Same(("dns.query",), ("dns.flags.response",), ("False",)),
    Same(("dns.response",), ("dns.flags.response",), ("True",)),
    Same(("mysql.query",), ("mysql.command",), ("3", "22", "23")),
    Same(("ldap.search",), ("ldap.searchRequest_element",)),
    Same(("mqtt.publish",), ("mqtt.msgtype",), ("3",)),
    Same(("sip.request",), ("sip.Request-Line",)),
    Same(("sip.response",), ("sip.Status-Line",)),
    Same(("radius.request", "radius.response"), ("radius.code",)),
    Same(("amqp.publish", "amqp.deliver", "amqp.get", "amqp.return"), ("amqp.header.class",)),
    Same(("websocket.message",), ("websocket.opcode",), ("1", "2")),
)
# Why the two rightly differ.
LOST: Final = "packets are missing: what follows a gap is a message of its own"
DIFFERENT: Final = {
    "http-file-upload--zeek": LOST,
    "http-ntlm--credslayer": LOST,
    "tunnel-erspan--zeek": LOST,
    "tunnel-mpls-vlan--zeek": "HTTP/0.9 is refused: any line is a request there",
    "mixed-many-protocols--pcapplusplus": LOST,
    "tls13_dsb": "tshark decrypts with the secrets in the capture",
}
CAPTURES: Final = sorted(path for source in SOURCES for path in source.glob("*.pcap*") if path.stem not in DIFFERENT)


def dissected(capture: Path) -> Counter[tuple[str, str]]:
    """How often each field has each value, and any (the empty string). SSDP is no HTTP, though it looks like it."""
    fields = sorted({field for same in SAME for field in same.fields})
    command = ["tshark", "-r", str(capture), "-n", "-Y", "!ssdp", "-T", "fields", "-E", "aggregator=\x1f"]
    run = subprocess.run(
        [*command, *(word for field in fields for word in ("-e", field))], capture_output=True, text=True, check=False
    )
    # 2: the capture is damaged, and was read up to there.
    assert run.returncode in {0, 2}, run.stderr
    counts: Counter[tuple[str, str]] = Counter()
    for line in run.stdout.splitlines():
        for field, cell in zip(fields, line.split("\t"), strict=True):
            for value in cell.split("\x1f") if cell else ():
                counts[field, value] += 1
                counts[field, ""] += 1
    return counts


def told(same: Same, theirs: Counter[tuple[str, str]]) -> int:
    """How many messages of a kind tshark counts."""
    return sum(theirs[field, value] for field in same.fields for value in same.values)


pytestmark = pytest.mark.skipif(shutil.which("tshark") is None, reason="no tshark: apt-get install tshark")


@pytest.mark.parametrize("capture", CAPTURES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_messages_are_counted_as_tshark_counts_them(capture: Path) -> None:
    with Engine() as engine:
        begun = list(engine.run([str(capture)]))[-1].messages
    theirs = dissected(capture)
    differ = []
    for same in SAME:
        ours = sum(begun.get(place, 0) for place in same.places)
        counted = told(same, theirs)
        # What tshark says nothing of, it did not recognise.
        if counted and ours != counted:
            differ.append((same.places, ours, counted))
    assert not differ


@pytest.mark.parametrize(
    ("recording", "place"),
    [
        ("http2", "http.request"),
        ("grpc", "http.response"),
        ("websocket", "websocket.message"),
        ("mqtt", "mqtt.publish"),
        ("amqp", "amqp.deliver"),
        ("sip", "sip.request"),
        ("radius", "radius.request"),
    ],
)
def test_tshark_recognises_what_is_compared(recording: str, place: str) -> None:
    theirs = dissected(ROOT / "tests" / "recorded" / f"{recording}.pcap")
    assert all(told(same, theirs) for same in SAME if place in same.places)

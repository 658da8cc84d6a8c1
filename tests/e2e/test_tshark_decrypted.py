"""What stood in TLS records and QUIC packets is byte for byte what tshark decrypts with the same keys."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
from collections import defaultdict
from pathlib import Path
from typing import Final

import pytest

from sensor.engine import Engine, EngineOptions

ROOT: Final = Path(__file__).resolve().parents[2]
RECORDED: Final = ROOT / "tests" / "recorded"
BESIDE: Final = Path(os.environ.get("LEAKTAP_CAPTURES", ROOT.parent / "shared" / "captures"))
EMPTY: Final = hashlib.sha256().hexdigest()
# tshark does not open RC4 under an RSA key of SSL 3.0 without more options; all others are compared.
KEYS: Final = (".keys", ".keylog.txt", ".pem")
# Why tshark cannot be asked.
UNFIT: Final = {
    "tls13_early": "tshark leaves early data out of the stream that it follows",
}

pytestmark = pytest.mark.skipif(shutil.which("tshark") is None, reason="no tshark: apt-get install tshark")


def keys_of(capture: Path) -> Path | None:
    """What opens a capture: a file of the same name beside it."""
    found = (capture.with_name(capture.stem + suffix) for suffix in KEYS)
    return next((path for path in found if path.is_file()), None)


CAPTURES: Final = sorted(
    path
    for folder in (RECORDED, BESIDE / "live", BESIDE / "public")
    for path in folder.glob("*tls*.pcap*")
    if path.stem not in UNFIT and (keys_of(path) or path.suffix == ".pcapng")
)


def tshark(capture: Path, keys: Path | None, *arguments: str) -> list[str]:
    """The lines that tshark writes."""
    options: list[str] = []
    if keys is not None and keys.suffix == ".pem":
        options = ["-o", f'uat:rsa_keys:"{keys}",""']
    elif keys is not None:
        options = ["-o", f"tls.keylog_file:{keys}"]
    ports = ["-d", "tcp.port==14433,tls"]
    run = subprocess.run(
        ["tshark", "-r", str(capture), *options, *ports, *arguments], capture_output=True, text=True, check=True
    )
    return run.stdout.splitlines()


def theirs(capture: Path, keys: Path | None) -> dict[tuple[int, int], tuple[str, str]]:
    """Digests of what tshark decrypts, by ports; the first is that of the side with the first port."""
    streams: dict[str, tuple[int, int]] = {}
    for line in tshark(capture, keys, "-Y", "tls", "-T", "fields", "-e", "tcp.stream", "-e", "tcp.port"):
        stream, pair = line.split("\t")
        first, second = pair.split(",")[:2]
        streams.setdefault(stream, (int(first), int(second)))
    found = {}
    for stream, ports in streams.items():
        sides: defaultdict[bool, bytearray] = defaultdict(bytearray)
        nodes: list[int] = []
        for line in tshark(capture, keys, "-q", "-z", f"follow,tls,raw,{stream}"):
            if line.startswith("Node "):
                nodes.append(int(line.rpartition(":")[2]))
            elif line.strip() and not line.startswith(("=", "Follow", "Filter")):
                sides[line.startswith("\t")] += bytes.fromhex(line.strip())
        digests = [hashlib.sha256(sides[side]).hexdigest() for side in (False, True)]
        if nodes and nodes[0] not in (0, ports[0]):
            digests.reverse()
        found[ports] = (digests[0], digests[1])
    return found


def ours(capture: Path, keys: Path | None, protocol: str = "tls") -> dict[tuple[int, int], tuple[str, str]]:
    """Digests of what leaktap decrypts, by ports of originator and responder."""
    given = (str(keys),) if keys is not None else ()
    pem = keys is not None and keys.suffix == ".pem"
    options = EngineOptions(
        flow_records=True, stream_digests=True, keylogs=() if pem else given, rsa_keys=given if pem else ()
    )
    with Engine(options=options) as engine:
        flows = [flow for batch in engine.run([str(capture)]) for flow in batch.flows if flow.app_proto == protocol]
    found = {}
    for flow in flows:
        orig, resp = (digest or EMPTY for digest in flow.plain_sha256)
        found[flow.orig.port, flow.resp.port] = (orig, resp)
    return found


@pytest.mark.parametrize("capture", CAPTURES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_plaintext_is_what_tshark_decrypts(capture: Path) -> None:
    keys = keys_of(capture)
    expected = theirs(capture, keys)
    got = ours(capture, keys)
    assert got
    assert any(digests != (EMPTY, EMPTY) for digests in got.values())
    for ports, digests in got.items():
        assert digests == (expected.get(ports) or tuple(reversed(expected[ports[::-1]]))), ports


QUIC: Final = [path for path in sorted((BESIDE / "live").glob("quic_*.pcap")) if keys_of(path)]


def quic_streams(capture: Path, keys: Path | None) -> dict[tuple[int, int], tuple[str, str]]:
    """Digests of the streams that tshark finds in QUIC packets, in the order of the packets, by ports of the flow."""
    fields = ("udp.srcport", "udp.dstport", "quic.stream_data")
    shown = [argument for field in fields for argument in ("-e", field)]
    sides: defaultdict[tuple[int, int], bytearray] = defaultdict(bytearray)
    first: list[tuple[int, int]] = []
    for line in tshark(capture, keys, "-Y", "quic", "-T", "fields", *shown):
        source, target, data = line.split("\t")
        ports = int(source), int(target)
        if ports not in sides and ports[::-1] not in sides:
            first.append(ports)
        sides[ports] += bytes.fromhex(data.replace(",", ""))
    digest = {ports: hashlib.sha256(data).hexdigest() for ports, data in sides.items()}
    return {ports: (digest[ports], digest.get(ports[::-1], EMPTY)) for ports in first}


@pytest.mark.parametrize("capture", QUIC, ids=lambda path: path.stem)
def test_streams_of_quic_are_what_tshark_decrypts(capture: Path) -> None:
    keys = keys_of(capture)
    expected = quic_streams(capture, keys)
    assert any(digests != (EMPTY, EMPTY) for digests in expected.values())
    assert ours(capture, keys, "quic") == expected

"""tshark reads the same handshakes: versions, suites, names, fingerprints, certificates, algorithms of SSH."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest

from sensor.engine import Engine, EngineOptions

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT: Final = Path(__file__).resolve().parents[2]
BESIDE: Final = ROOT.parent / "shared" / "captures"
SOURCES: Final = (ROOT / "tests" / "recorded", BESIDE / "live", BESIDE / "public")
CAPTURES: Final = sorted(path for source in SOURCES for path in source.glob("*.pcap*"))

RETRY: Final = "cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c"
VERSIONS: Final = {
    0x0300: "SSLv3",
    0x0301: "TLSv1.0",
    0x0302: "TLSv1.1",
    0x0303: "TLSv1.2",
    0x0304: "TLSv1.3",
    0x0101: "TLCP",
    0xFEFF: "DTLSv1.0",
    0xFEFD: "DTLSv1.2",
    0xFEFC: "DTLSv1.3",
}
ADDRESSES: Final = ("ip.src", "ip.dst", "ipv6.src", "ipv6.dst")
PORTS: Final = ("tcp.srcport", "tcp.dstport", "udp.srcport", "udp.dstport")
HANDSHAKE: Final = (
    "type",
    "version",
    "random",
    "ciphersuite",
    "ja3",
    "extensions_server_name",
    "extensions_alpn_str",
    "extensions.supported_version",
    "extensions_key_share_group",
    "server_named_curve",
    "sig_hash_alg",
    "certificate",
)
LISTS: Final = (
    "kex_algorithms",
    "server_host_key_algorithms",
    "encryption_algorithms_client_to_server",
    "encryption_algorithms_server_to_client",
    "mac_algorithms_client_to_server",
    "mac_algorithms_server_to_client",
    "compression_algorithms_client_to_server",
    "compression_algorithms_server_to_client",
)
FIELDS: Final = (
    "tcp.stream",
    "udp.stream",
    *ADDRESSES,
    *PORTS,
    "quic.version",
    "tls.sct.sct_version",
    *(f"tls.handshake.{field}" for field in HANDSHAKE),
    *(f"dtls.handshake.{field}" for field in HANDSHAKE),
    "ssh.protocol",
    *(f"ssh.{field}" for field in LISTS),
)
Flow = tuple[frozenset[tuple[str, int]], str]


class Frame:
    """What tshark says of a frame; of several layers the innermost counts."""

    def __init__(self, line: str) -> None:
        self._cells = dict(zip(FIELDS, line.split("\t"), strict=True))

    def all(self, field: str) -> list[str]:
        return [value for value in self._cells[field].split("\x1f") if value]

    def last(self, *fields: str) -> str:
        return next((values[-1] for values in map(self.all, fields) if values), "")

    @property
    def sender(self) -> tuple[str, int]:
        return self.last("ip.src", "ipv6.src"), int(self.last("tcp.srcport", "udp.srcport"))

    @property
    def flow(self) -> Flow:
        receiver = self.last("ip.dst", "ipv6.dst"), int(self.last("tcp.dstport", "udp.dstport"))
        stream = f"t{self.last('tcp.stream')}" if self.last("tcp.stream") else f"u{self.last('udp.stream')}"
        return frozenset((self.sender, receiver)), stream

    def handshake(self, field: str) -> list[str]:
        return self.all(f"tls.handshake.{field}") or self.all(f"dtls.handshake.{field}")


def dissected(capture: Path) -> Iterator[Frame]:
    """The frames that hold something of a handshake."""
    wanted = "tls.handshake || dtls.handshake || ssh.protocol || ssh.kex_algorithms"
    command = ["tshark", "-r", str(capture), "-n", "-2", "-Y", wanted, "-T", "fields", "-E", "aggregator=\x1f"]
    run = subprocess.run(
        [*command, *(word for field in FIELDS for word in ("-e", field))], capture_output=True, text=True, check=False
    )
    # 2: the capture is damaged, and was read up to there.
    assert run.returncode in {0, 2}, run.stderr
    return map(Frame, run.stdout.splitlines())


def number(text: str) -> int:
    return int(text, 16 if text.startswith("0x") else 10)


def server_hello(frame: Frame) -> dict[str, Any]:
    """What a server chose."""
    chosen = frame.handshake("extensions.supported_version") or frame.handshake("version")
    version = VERSIONS[number(chosen[0])]
    told: dict[str, Any] = {"suite": number(frame.handshake("ciphersuite")[0]), "version": version}
    if version != "TLSv1.3" and frame.handshake("extensions_alpn_str"):
        told["alpn"] = frame.handshake("extensions_alpn_str")
    if shared := frame.handshake("extensions_key_share_group"):
        told["group"] = number(shared[0])
    return told


def key_exchange(frame: Frame) -> dict[str, Any]:
    """A ``ServerKeyExchange``: its scheme stands behind those of timestamps in certificates (RFC 6962)."""
    schemes = frame.handshake("sig_hash_alg")[len(frame.all("tls.sct.sct_version")) :]
    facts = {"group": frame.handshake("server_named_curve"), "signature": schemes}
    return {name: number(values[0]) for name, values in facts.items() if values}


def handshake(frames: list[Frame]) -> dict[str, Any]:
    """What tshark says of a TLS, DTLS or QUIC handshake, in our words."""
    told: dict[str, Any] = {}
    chains: dict[tuple[str, int], list[str]] = defaultdict(list)
    server = None
    for frame in frames:
        kinds = frame.handshake("type")
        if "1" in kinds and "ja3" not in told:
            told["ja3"] = frame.handshake("ja3")[0]
            told["sni"] = (frame.handshake("extensions_server_name") or [""])[0]
            told["alpn"] = frame.handshake("extensions_alpn_str")
        if "2" in kinds and RETRY in frame.handshake("random"):
            told["retried"] = True
        elif "2" in kinds and "suite" not in told:
            server = frame.sender
            told |= server_hello(frame)
        if "12" in kinds:
            told |= key_exchange(frame)
        for der in frame.handshake("certificate"):
            chains[frame.sender].append(hashlib.sha256(bytes.fromhex(der.replace(":", ""))).hexdigest())
    # In TLS 1.3 they are encrypted: what tshark shows then, it decrypted with secrets in the capture.
    if told.get("version") not in {"TLSv1.3", "DTLSv1.3"}:
        for sender, chain in chains.items():
            told["certificates" if sender == server else "client_certificates"] = chain
    if any(frame.last("quic.version") for frame in frames):
        told.pop("version", None)
    return told


def agreed(frames: list[Frame]) -> dict[str, Any]:
    """What tshark says of an SSH connection: the first of the client's names that the server has as well."""
    banners: dict[tuple[str, int], str] = {}
    offers: dict[tuple[str, int], list[list[str]]] = {}
    for frame in frames:
        if protocol := frame.last("ssh.protocol"):
            banners.setdefault(frame.sender, protocol.split("-", 2)[2])
        if frame.all("ssh.kex_algorithms"):
            offers.setdefault(frame.sender, [frame.last(f"ssh.{name}").split(",") for name in LISTS])
    told: dict[str, Any] = {"banners": banners}
    if len(offers) == 2:
        told["offers"] = offers
    return told


def ssh_facts(raw: Any, offers: dict[tuple[str, int], list[list[str]]]) -> tuple[list[str], list[str]]:
    """What we say was agreed on, and what follows from the offers."""
    client, server = (offers[end.ip, end.port] for end in (raw.orig, raw.resp))
    markers = ("ext-info-", "kex-strict-")
    expected = [
        next((name for name in ours if name in theirs and not name.startswith(markers)), "")
        for ours, theirs in zip(client, server, strict=True)
    ]
    for cipher, mac in ((2, 4), (3, 5)):
        if "gcm" in expected[cipher] or "poly1305" in expected[cipher]:
            expected[mac] = "implicit"
    ssh = raw.ssh
    strict = "kex-strict-c-v00@openssh.com" in client[0] and "kex-strict-s-v00@openssh.com" in server[0]
    ours = [ssh.kex, ssh.host_key, *ssh.ciphers, *ssh.macs, *ssh.compressions, str(ssh.strict_kex)]
    return ours, [*expected, str(strict)]


def ssh_pairs(raw: Any, frames: list[Frame]) -> Iterator[tuple[str, object, object]]:
    """What we say of an SSH connection, fact by fact, and what tshark says."""
    theirs = agreed(frames)
    for end, software in ((raw.orig, raw.ssh.client), (raw.resp, raw.ssh.server)):
        yield "banner", software, theirs["banners"].get((end.ip, end.port), software)
    if "offers" in theirs:
        yield "algorithms", *ssh_facts(raw, theirs["offers"])


def tls_pairs(raw: Any, frames: list[Frame]) -> Iterator[tuple[str, object, object]]:
    """The same of a TLS, DTLS or QUIC handshake."""
    for field, value in handshake(frames).items():
        yield field, getattr(raw, field), value


def observed(capture: Path) -> dict[frozenset[tuple[str, int]], list[Any]]:
    """Our transports of encrypted flows by their endpoints, in order; and each certificate they name is there."""
    flows: dict[frozenset[tuple[str, int]], list[Any]] = defaultdict(list)
    certificates: dict[str, bytes] = {}
    with Engine(options=EngineOptions(transport_records=True)) as engine:
        for batch in engine.run([str(capture)]):
            for certificate in batch.certificates:
                assert certificate.sha256 not in certificates, "told twice"
                certificates[certificate.sha256] = certificate.der
            for raw in batch.transports:
                assert set(raw.certificates) | set(raw.client_certificates) <= set(certificates)
                if raw.protocol in {"tls", "quic", "dtls", "ssh"} or raw.certificates:
                    flows[frozenset({(raw.orig.ip, raw.orig.port), (raw.resp.ip, raw.resp.port)})].append(raw)
    for sha256, der in certificates.items():
        assert hashlib.sha256(der).hexdigest() == sha256
    for raws in flows.values():
        raws.sort(key=lambda raw: raw.ts_ns)
    return flows


def differences(capture: Path) -> tuple[list[object], set[str]]:
    """What the two say differently, and the names of the facts that were compared."""
    streams: dict[Flow, list[Frame]] = defaultdict(list)
    for frame in dissected(capture):
        streams[frame.flow].append(frame)
    if not streams:
        return [], set()
    ours = observed(capture)
    seen: dict[frozenset[tuple[str, int]], int] = defaultdict(int)
    differ: list[object] = []
    compared: set[str] = set()
    for (ends, stream), frames in streams.items():
        which = seen[ends]
        seen[ends] += 1
        if len(ours[ends]) <= which:
            differ.append((stream, "not seen", sorted(ends)))
            continue
        raw = ours[ends][which]
        pairs = ssh_pairs(raw, frames) if raw.protocol == "ssh" else tls_pairs(raw, frames)
        for name, mine, told in pairs:
            compared.add(f"{raw.protocol}.{name}")
            if mine != told:
                differ.append((stream, name, mine, told))
    return differ, compared


pytestmark = pytest.mark.skipif(shutil.which("tshark") is None, reason="no tshark: apt-get install tshark")


@pytest.mark.parametrize("capture", CAPTURES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_handshakes_are_read_as_tshark_reads_them(capture: Path) -> None:
    differ, _ = differences(capture)
    assert not differ


@pytest.mark.parametrize(
    ("capture", "facts"),
    [
        ("public/tls-client-cert--zeek.pcap", {"tls.certificates", "tls.client_certificates", "tls.suite", "tls.ja3"}),
        ("public/tls-fragmented-handshake--zeek.pcap", {"tls.version", "tls.suite", "tls.sni"}),
        ("public/quic-v1-http3--zeek.pcap", {"quic.sni", "quic.alpn", "quic.ja3", "quic.suite"}),
        ("live/quic_h3_nokeys.pcap", {"quic.sni", "quic.alpn", "quic.suite", "quic.group"}),
        ("live/tls12_keys.pcap", {"tls.certificates", "tls.group", "tls.signature"}),
        ("live/ssh_scp.pcap", {"ssh.banner", "ssh.algorithms"}),
    ],
)
def test_tshark_tells_what_is_compared(capture: str, facts: set[str]) -> None:
    if not BESIDE.is_dir():
        pytest.skip("no captures beside the project (../shared/captures)")
    _, compared = differences(BESIDE / capture)
    assert facts <= compared

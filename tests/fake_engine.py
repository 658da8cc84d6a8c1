"""A stand-in for the compiled engine: plays recorded batches back and scans text with Python's ``re``.

It implements what ``sensor/_engine.pyi`` says, so that the Python side can be tested without the engine.
"""

from __future__ import annotations

import base64
import dataclasses as dc
import gzip
import json
import re
import sys
import urllib.parse
from typing import Any

__version__ = "0.0.0"


class EngineError(Exception):
    pass


class ConfigError(EngineError):
    pass


class RuleError(EngineError):
    pass


class SourceError(EngineError):
    pass


class EngineBug(EngineError):  # noqa: N818 - the engine's name
    pass


class ValueSet:
    def __init__(self, values: Any = ()) -> None:
        self.values: set[Any] = set(values)

    def merge(self, other: ValueSet) -> None:
        self.values |= other.values

    def __len__(self) -> int:
        return len(self.values)


class Findings(list[Any]):
    pass


class Groups:
    def __init__(self, most: int) -> None:
        self.most = most
        self.known: set[int] = set()
        self.without: set[int] = set()

    @property
    def omitted(self) -> int:
        return len(self.without)

    def sift(self, findings: Any, least: int) -> Any:
        kept = []
        sure = [raw for raw in findings if raw.confidence >= least]
        for raw in sure:
            if raw.group in self.known or len(self.known) < self.most:
                self.known.add(raw.group)
                kept.append((raw.group, raw))
            else:
                self.without.add(raw.group)
        return kept, len(findings) - len(sure)


class Pending:
    """Hands everything on at once: how much waits, and for how long, is the engine's business."""

    evicted = 0

    def __init__(self, most: int) -> None:
        self.most = most
        self._plans: dict[int, Any] = {}

    def learn(self, kind: int, plans: Any) -> None:
        self._plans[kind] = plans

    def sift(self, findings: Any, start: int) -> Any:
        passed: list[Any] = []
        for at in range(start, len(findings)):
            raw = findings[at]
            if raw.kind not in self._plans:
                return passed, at
            scopes = (raw.pair_scope, raw.flow_scope, raw.message_scope, raw.record_scope)
            passed += [
                (raw, rule, scopes[scope], slots)
                for rule, confidence, scope, _, _, _, slots in self._plans[raw.kind]
                if raw.confidence >= confidence
            ]
        return passed, len(findings)

    def pass_on(self, rule: int, kind: int, scope: int) -> Any:
        del rule, kind, scope
        return []

    def forget(self, rule: int, kind: int, scope: int) -> None:
        pass


def _number(facts: Any) -> int:
    return hash(facts) & 0xFFFF_FFFF_FFFF_FFFF


@dc.dataclass(frozen=True)
class Client:
    ip: str
    zone: str
    port: int = 0
    told_by: str = "proxy_protocol"


@dc.dataclass(frozen=True)
class Endpoint:
    ip: str
    port: int
    zone: str
    client: Client | None = None

    @property
    def peer_ip(self) -> str:
        return self.client.ip if self.client else self.ip

    @property
    def peer_zone(self) -> str:
        return self.client.zone if self.client else self.zone


@dc.dataclass
class Credential:
    scheme: str = "basic"
    user: str = "a***n"
    secret: tuple[str, int, str] | None = ("00" * 16, 8, "lower+digit")
    outcome: str = "accepted"


@dc.dataclass
class Http:
    method: str = "GET"
    host: str = "crm.example"
    path: str = "/export"
    status: int = 200
    user_agent: str = ""


CRM = Endpoint("192.0.2.7", 8080, "crm")
OUTSIDE = Endpoint("198.51.100.9", 51544, "outside")


@dc.dataclass
class Finding:
    flow_id: str = "00000000000000a1"
    community_id: str = "1:abc="
    ts_ns: int = 1_760_000_000_000_000_000
    sender: Endpoint = CRM
    receiver: Endpoint = OUTSIDE
    direction: str = "egress"
    visibility: str = "clear"
    protection: str = "none"
    app_proto: str = "http"
    where: str = "http.response.body[json]:data[*].phone"
    detector: str = "cn.mobile"
    count: int = 1
    confidence: int = 90
    samples: list[str] = dc.field(default_factory=lambda: ["138****8000"])
    digests: list[str] = dc.field(default_factory=lambda: ["0f" * 16])
    values: list[str] = dc.field(default_factory=list)
    value_set: ValueSet = dc.field(default_factory=lambda: ValueSet(["v0"]))
    ordinal: tuple[int, int, int] = (0, 0, 0)
    part: int = 0
    final: bool = True
    why: list[str] = dc.field(default_factory=lambda: ["field_name"])
    capture: str = "a.pcap"
    first_frame: int = 4
    last_frame: int = 6
    stream_offset: int = 0
    tx: int = 0
    http: Http | None = None
    mail: tuple[str, list[str], str] | None = None
    db: tuple[str, str, str, list[str], int] | None = None
    file: tuple[str, str, int, str, bool] | None = None
    credential: Credential | None = None

    @property
    def distinct(self) -> int:
        return len(self.value_set)

    @property
    def kind(self) -> int:
        ends = (self.sender.peer_zone, self.receiver.peer_zone)
        return _number((self.detector, self.direction, self.protection, self.visibility, ends))

    @property
    def group(self) -> int:
        ends = (self.sender.peer_ip, self.receiver.peer_ip)
        return _number((self.kind, self.app_proto, self.where, ends))

    @property
    def pair_scope(self) -> int:
        return _number((self.sender.peer_ip, self.receiver.peer_ip))

    @property
    def flow_scope(self) -> int:
        return _number((self.flow_id, self.sender.peer_ip, self.sender.port, self.receiver.client))

    @property
    def message_scope(self) -> int:
        return _number((self.flow_id, self.sender.peer_ip, self.sender.port, self.tx))

    @property
    def record_scope(self) -> int:
        return _number((self.message_scope, self.where.rpartition(".")[0]))


@dc.dataclass
class Flow:
    flow_id: str = "00000000000000a1"
    community_id: str = "1:abc="
    orig: Endpoint = OUTSIDE
    resp: Endpoint = CRM
    ip_proto: str = "tcp"
    app_proto: str = "http"
    start_ns: int = 1_760_000_000_000_000_000
    end_ns: int = 1_760_000_001_000_000_000
    packets: tuple[int, int] = (3, 4)
    bytes: tuple[int, int] = (300, 4000)
    payload: tuple[int, int] = (100, 3800)
    gap_count: tuple[int, int] = (0, 1)
    gap_bytes: tuple[int, int] = (0, 20)
    retransmissions: tuple[int, int] = (0, 0)
    duplicates: int = 0
    state: str = "closed"
    end: str = "fin"
    vlan: list[int] = dc.field(default_factory=list)
    tunnel: list[str] = dc.field(default_factory=list)
    tunnel_id: int | None = None
    coverage: tuple[dict[str, int], dict[str, int]] = dc.field(
        default_factory=lambda: ({"inspected": 100, "lost": 0}, {"inspected": 3780, "lost": 20})
    )


@dc.dataclass
class Ssh:
    client: str = "OpenSSH_9.2p1"
    server: str = "dropbear"
    kex: str = "curve25519-sha256"
    host_key: str = "ssh-ed25519"
    ciphers: tuple[str, str] = ("aes256-ctr", "aes256-ctr")
    macs: tuple[str, str] = ("hmac-sha2-256", "hmac-sha2-256")
    compressions: tuple[str, str] = ("none", "none")
    strict_kex: bool = False


@dc.dataclass
class Transport:
    flow_id: str = "00000000000000a1"
    community_id: str = "1:abc="
    ts_ns: int = 1_760_000_000_000_000_000
    orig: Endpoint = OUTSIDE
    resp: Endpoint = CRM
    protocol: str = "http"
    protection: str = "none"
    version: str = ""
    suite: int | None = None
    group: int | None = None
    sni: str = ""
    alpn: list[str] = dc.field(default_factory=list)
    ja3: str = ""
    ja4: str = ""
    upgrade: str = "none"
    last_ns: int = 1_760_000_000_000_000_000
    flows: int = 1
    encrypted: tuple[int, int] = (0, 0)
    opaque: tuple[int, int] = (0, 0)
    tunnel: str = ""
    signature: int | None = None
    resumed: bool = False
    retried: bool = False
    ech: bool = False
    offered_version: str = ""
    fallback: bool = False
    unread_certificates: bool = False
    certificates: list[str] = dc.field(default_factory=list)
    client_certificates: list[str] = dc.field(default_factory=list)
    dh_bits: int = 0
    ssh: Ssh | None = None

    @property
    def kind(self) -> int:
        flags = (self.fallback, self.ech, self.unread_certificates)
        tls = (self.suite, self.group, self.signature, self.dh_bits, self.offered_version, flags)
        what = (self.protocol, self.protection, self.version, self.upgrade, self.tunnel, str(self.ssh))
        return hash((what, tls, self.orig.zone, self.orig.peer_zone, self.resp.peer_zone))


@dc.dataclass
class Certificate:
    sha256: str = "00" * 32
    der: bytes = b"0"


@dc.dataclass
class Anomaly:
    flow_id: str | None = None
    ts_ns: int = 1_760_000_000_000_000_000
    code: str = "stream_gap"
    layer: str = "tcp"
    count: int = 1
    detail: str = "20 bytes"


@dc.dataclass
class CoverageRow:
    from_zone: str = "crm"
    to_zone: str = "outside"
    direction: str = "egress"
    app_proto: str = "http"
    bytes: dict[str, int] = dc.field(default_factory=lambda: {"inspected": 3780, "lost": 20})


@dc.dataclass
class Batch:
    findings: list[Finding] = dc.field(default_factory=list)
    transports: list[Transport] = dc.field(default_factory=list)
    certificates: list[Certificate] = dc.field(default_factory=list)
    flows: list[Flow] = dc.field(default_factory=list)
    anomalies: list[Anomaly] = dc.field(default_factory=list)
    coverage: list[CoverageRow] = dc.field(default_factory=list)
    messages: dict[str, int] = dc.field(default_factory=dict)
    stats: dict[str, int] = dc.field(default_factory=lambda: {"deterministic": 1})
    damaged: list[tuple[str, int | None, str]] = dc.field(default_factory=list)
    progress: tuple[int, int] = (0, 0)
    done: bool = False


RECORDINGS: dict[str, list[Batch]] = {}
STARTED: list[dict[str, Any]] = []
STOPPED: list[str] = []


class Engine:
    def __init__(self, config: bytes, plan: bytes) -> None:
        self.config = json.loads(config)
        check_plan(plan)
        self.plan = plan
        self._batches: list[Batch] = []
        if self.config["workers"] > 64:
            raise ConfigError("workers: more than 64")

    def start(self, captures: list[str]) -> None:
        STARTED.append({"config": self.config, "plan": json.loads(self.plan), "captures": captures})
        for capture in captures:
            stats = self._batches[-1].stats if self._batches else {"deterministic": 1}
            missing = Batch(damaged=[(capture, None, "No such file or directory")], stats=stats)
            self._batches += RECORDINGS.get(capture, [missing])
        last = self._batches[-1] if self._batches else Batch()
        self._batches.append(dc.replace(Batch(), stats=last.stats, done=True))

    def poll(self, max_items: int, timeout_ms: int) -> Batch:
        del max_items, timeout_ms
        return self._batches.pop(0)

    def swap_rules(self, plan: bytes) -> None:
        check_plan(plan)
        self.plan = plan

    def stop(self) -> None:
        STOPPED.append("stop")


def protocols() -> list[tuple[str, str, list[str]]]:
    return [("http", "Hypertext Transfer Protocol", ["tcp"]), ("dns", "Domain Name System", ["udp", "tcp"])]


def anomaly_codes() -> list[tuple[str, str]]:
    return [("stream_gap", "tcp")]


def native_detectors() -> list[str]:
    return ["cn.mobile", "cn.resident_id", "email", "payment_card"]


def captures(named: list[str]) -> list[str]:
    # What lies in a file system needs no recording; errors have to be this module's.
    real = sys.modules["sensor._engine"]
    try:
        return list(real.captures(named))
    except real.SourceError as error:
        raise SourceError(*error.args) from error


def check_plan(plan: bytes) -> None:
    for detector in json.loads(plan)["detectors"]:
        pattern = detector.get("pattern", "")
        if "(?=" in pattern or "(?!" in pattern:
            raise RuleError(detector["id"], "look-around is not supported")
        try:
            re.compile(pattern)
        except re.error as error:
            raise RuleError(detector["id"], str(error)) from error


NATIVE = {"cn.mobile": r"1[3-9]\d{9}", "email": r"[a-z0-9.]+@[a-z0-9.]+\.[a-z]+"}


def _texts(text: bytes, content_type: str) -> list[str]:
    kind, _, parameters = content_type.partition(";")
    if kind == "application/gzip":
        return _texts(gzip.decompress(text), "text/plain")
    charset = parameters.partition("charset=")[2] or "utf-8"
    decoded = text.decode(charset)
    if kind == "application/x-www-form-urlencoded":
        decoded = urllib.parse.unquote(decoded)
    if kind == "application/json":
        texts = [str(value) for value in json.loads(decoded).values()]
        for value in list(texts):
            try:
                texts.append(base64.b64decode(value, validate=True).decode())
            except ValueError:
                continue
        return texts
    return [decoded]


def scan_text(plan: bytes, text: bytes, content_type: str) -> list[tuple[str, str, str, int]]:
    found = []
    for decoded in _texts(text, content_type):
        for detector in json.loads(plan)["detectors"]:
            pattern = detector["pattern"] or NATIVE.get(detector["id"], r"(?!)")
            if detector["boundary"] == "alnum":
                pattern = rf"(?<![0-9A-Za-z])(?:{pattern})(?![0-9A-Za-z])"
            found += [(detector["id"], "text", match.group(), 80) for match in re.finditer(pattern, decoded)]
    return found

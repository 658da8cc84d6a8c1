"""The compiled engine (engine/python). Only ``sensor.engine`` imports it.

Times are integers, ns since the epoch (UTC). Text that a peer controls is already bounded, escaped and masked.
"""

from collections.abc import Iterable, Iterator
from typing import final

__all__ = [
    "Anomaly",
    "Batch",
    "Certificate",
    "Client",
    "ConfigError",
    "CoverageRow",
    "Credential",
    "Endpoint",
    "Engine",
    "EngineBug",
    "EngineError",
    "Finding",
    "Findings",
    "Flow",
    "Groups",
    "Http",
    "Pending",
    "RuleError",
    "Source",
    "SourceError",
    "Ssh",
    "Transport",
    "ValueSet",
    "__version__",
    "anomaly_codes",
    "captures",
    "check_plan",
    "native_detectors",
    "protocols",
    "scan_text",
]

__version__: str

class EngineError(Exception):
    """Root of what the engine raises."""

class ConfigError(EngineError):
    """The configuration document is wrong."""

class RuleError(EngineError):
    """A detector cannot be compiled. ``args = (detector_id, reason)``."""

class SourceError(EngineError):
    """A capture cannot be read. ``args = (path, errno | None, reason)``."""

class EngineBug(EngineError):
    """A fault of the engine itself."""

@final
class Client:
    @property
    def ip(self) -> str: ...
    @property
    def port(self) -> int: ...
    @property
    def zone(self) -> str: ...
    @property
    def told_by(self) -> str: ...

@final
class Endpoint:
    @property
    def ip(self) -> str: ...
    @property
    def port(self) -> int: ...
    @property
    def zone(self) -> str: ...
    @property
    def client(self) -> Client | None: ...
    @property
    def peer_ip(self) -> str: ...
    @property
    def peer_zone(self) -> str: ...

@final
class Credential:
    @property
    def scheme(self) -> str: ...
    @property
    def user(self) -> str: ...
    @property
    def secret(self) -> tuple[str, int, str] | None: ...  # digest, bytes, classes of characters; None: several
    @property
    def outcome(self) -> str: ...  # accepted rejected unknown

@final
class Http:
    @property
    def method(self) -> str: ...
    @property
    def host(self) -> str: ...
    @property
    def path(self) -> str: ...
    @property
    def status(self) -> int: ...  # 0: not known
    @property
    def user_agent(self) -> str: ...

@final
class Finding:
    @property
    def flow_id(self) -> str: ...
    @property
    def community_id(self) -> str: ...
    @property
    def ts_ns(self) -> int: ...
    @property
    def sender(self) -> Endpoint: ...
    @property
    def receiver(self) -> Endpoint: ...
    @property
    def direction(self) -> str: ...  # egress ingress internal external unknown
    @property
    def visibility(self) -> str: ...  # clear decrypted
    @property
    def protection(self) -> str: ...  # none weak sound unknown
    @property
    def app_proto(self) -> str: ...
    @property
    def where(self) -> str: ...
    @property
    def detector(self) -> str: ...
    @property
    def count(self) -> int: ...
    @property
    def distinct(self) -> int: ...
    @property
    def confidence(self) -> int: ...
    @property
    def samples(self) -> list[str]: ...
    @property
    def digests(self) -> list[str]: ...
    @property
    def values(self) -> list[str]: ...  # empty unless revealed
    @property
    def value_set(self) -> ValueSet: ...
    @property
    def ordinal(self) -> tuple[int, int, int]: ...  # message, look at it, findings alike before
    @property
    def part(self) -> int: ...
    @property
    def final(self) -> bool: ...
    @property
    def why(self) -> list[str]: ...
    @property
    def capture(self) -> str: ...
    @property
    def first_frame(self) -> int: ...
    @property
    def last_frame(self) -> int: ...
    @property
    def stream_offset(self) -> int: ...
    @property
    def tx(self) -> int: ...
    @property
    def http(self) -> Http | None: ...
    @property
    def mail(self) -> tuple[str, list[str], str] | None: ...  # from, to, subject
    @property
    def db(self) -> tuple[str, str, str, list[str], int] | None: ...  # database, table, user, columns, rows
    @property
    def file(self) -> tuple[str, str, int, str, bool] | None: ...  # name, media type, bytes, SHA-256, whole
    @property
    def credential(self) -> Credential | None: ...

    # Numbers that stand for what findings have in common, within a process (engine/python/src/kinds.rs).
    @property
    def kind(self) -> int: ...  # detector, direction, protection, visibility, zones
    @property
    def pair_scope(self) -> int: ...  # what rules of that scope count together
    @property
    def flow_scope(self) -> int: ...
    @property
    def message_scope(self) -> int: ...
    @property
    def record_scope(self) -> int: ...  # of a message, fields that stand beside one another

@final
class ValueSet:
    """A mergeable set of keyed hashes: exact up to 1,024 values, HyperLogLog (p = 12) above."""

    def __new__(cls) -> ValueSet: ...
    def merge(self, other: ValueSet) -> None: ...
    def __len__(self) -> int: ...
    def to_bytes(self) -> bytes: ...
    @staticmethod
    def from_bytes(data: bytes) -> ValueSet: ...

@final
class Findings:
    """Findings in their order. What Python sees of one is made when it is asked for."""

    def __new__(cls, findings: Iterable[Finding] | None = None) -> Findings: ...
    def __len__(self) -> int: ...
    def __getitem__(self, at: int, /) -> Finding: ...
    def __iter__(self) -> Iterator[Finding]: ...

@final
class Groups:
    """Groups of findings, as many as there is room for (engine/src/groups.rs)."""

    def __new__(cls, most: int) -> Groups: ...
    @property
    def omitted(self) -> int: ...  # groups without room, no more than 65,536
    def sift(self, findings: Findings, least: int) -> tuple[list[tuple[int, Finding]], int]:
        """The findings of groups there is room for, each behind its group's number.

        Those of a lower confidence than ``least`` have no place; how many they are comes behind the others. Findings
        of a group are of one kind, at one place, from one sender to one receiver.
        """

@final
class Pending:
    """Findings of scopes in which too little was seen for their rule to fire; ``most`` bytes of them, about."""

    def __new__(cls, most: int) -> Pending: ...
    @property
    def evicted(self) -> int: ...  # scopes given up for want of room while what they held could still have counted
    def learn(self, kind: int, plans: list[tuple[int, int, int, int, int, int | None, tuple[int, ...]]]) -> None:
        """Says which rules a kind of finding may concern.

        A row is a rule's index, the confidence it wants, its scope (0 pair, 1 flow, 2 message, 3 record), how many
        distinct values and occurrences it asks for, within how many ns (None: without a limit), and which of its slots
        this kind fills.
        """

    def sift(self, findings: Findings, start: int) -> tuple[list[tuple[Finding, int, int, tuple[int, ...]]], int]:
        """Takes in the findings from ``start`` on, up to the first of an unknown kind.

        Yields what has to be judged now, as (finding, rule, scope, slots), and where it stopped.
        """

    def pass_on(self, rule: int, kind: int, scope: int) -> list[tuple[Finding, tuple[int, ...]]]:
        """Hands a rule's scope, which is of this kind, on: what waited in it, in order."""

    def forget(self, rule: int, kind: int, scope: int) -> None:
        """A rule's scope was given up: what comes of it waits again."""

@final
class Flow:
    @property
    def flow_id(self) -> str: ...
    @property
    def community_id(self) -> str: ...
    @property
    def orig(self) -> Endpoint: ...
    @property
    def resp(self) -> Endpoint: ...
    @property
    def ip_proto(self) -> str: ...
    @property
    def app_proto(self) -> str: ...
    @property
    def start_ns(self) -> int: ...
    @property
    def end_ns(self) -> int: ...
    @property
    def packets(self) -> tuple[int, int]: ...  # (originator, responder), as all pairs here
    @property
    def bytes(self) -> tuple[int, int]: ...
    @property
    def payload(self) -> tuple[int, int]: ...
    @property
    def gap_count(self) -> tuple[int, int]: ...
    @property
    def gap_bytes(self) -> tuple[int, int]: ...
    @property
    def retransmissions(self) -> tuple[int, int]: ...
    @property
    def duplicates(self) -> int: ...
    @property
    def state(self) -> str: ...
    @property
    def end(self) -> str: ...
    @property
    def vlan(self) -> list[int]: ...
    @property
    def tunnel(self) -> list[str]: ...
    @property
    def tunnel_id(self) -> int | None: ...
    @property
    def sha256(self) -> tuple[str, str]: ...  # of the streams; empty unless stream_digests is on
    @property
    def plain_sha256(self) -> tuple[str, str]: ...  # the same of what stood in their records, where these were opened
    @property
    def coverage(self) -> tuple[dict[str, int], dict[str, int]]: ...

@final
class Transport:
    @property
    def flow_id(self) -> str: ...
    @property
    def community_id(self) -> str: ...
    @property
    def ts_ns(self) -> int: ...
    @property
    def last_ns(self) -> int: ...  # of the latest flow
    @property
    def flows(self) -> int: ...  # how many it stands for: 1, or a service's without ``transport_records``
    @property
    def encrypted(self) -> tuple[int, int]: ...  # bytes in state encrypted, of originator and responder
    @property
    def opaque(self) -> tuple[int, int]: ...  # the same in state opaque
    @property
    def tunnel(self) -> str: ...  # hidden in it: dns icmp http-connect socks tor, or empty
    @property
    def orig(self) -> Endpoint: ...
    @property
    def resp(self) -> Endpoint: ...
    @property
    def protocol(self) -> str: ...
    @property
    def protection(self) -> str: ...
    @property
    def version(self) -> str: ...
    @property
    def suite(self) -> int | None: ...
    @property
    def group(self) -> int | None: ...
    @property
    def sni(self) -> str: ...
    @property
    def alpn(self) -> list[str]: ...
    @property
    def ja3(self) -> str: ...
    @property
    def ja4(self) -> str: ...
    @property
    def upgrade(self) -> str: ...
    @property
    def signature(self) -> int | None: ...  # scheme of the server's key exchange (TLS 1.2)
    @property
    def resumed(self) -> bool: ...
    @property
    def retried(self) -> bool: ...  # by a HelloRetryRequest
    @property
    def ech(self) -> bool: ...
    @property
    def offered_version(self) -> str: ...  # the highest; empty: not known
    @property
    def fallback(self) -> bool: ...  # TLS_FALLBACK_SCSV was offered
    @property
    def unread_certificates(self) -> bool: ...  # the server's were longer than is held
    @property
    def certificates(self) -> list[str]: ...  # SHA-256, hex, leaf first; TLCP: signing, encryption, the rest
    @property
    def client_certificates(self) -> list[str]: ...
    @property
    def dh_bits(self) -> int: ...  # size of the prime of DHE; 0: there is none
    @property
    def ssh(self) -> Ssh | None: ...
    @property
    def kind(self) -> int: ...  # what it is judged by, server name, certificates and amounts apart, within a process

@final
class Ssh:
    @property
    def client(self) -> str: ...  # software version and comments of the originator, redacted
    @property
    def server(self) -> str: ...
    @property
    def kex(self) -> str: ...  # empty: nothing in common, or not seen
    @property
    def host_key(self) -> str: ...
    @property
    def ciphers(self) -> tuple[str, str]: ...  # originator to responder, and back
    @property
    def macs(self) -> tuple[str, str]: ...  # "implicit": the cipher authenticates
    @property
    def compressions(self) -> tuple[str, str]: ...
    @property
    def strict_kex(self) -> bool: ...  # both sides offered it

@final
class Certificate:
    @property
    def sha256(self) -> str: ...  # hex
    @property
    def der(self) -> bytes: ...

@final
class Anomaly:
    @property
    def flow_id(self) -> str | None: ...
    @property
    def ts_ns(self) -> int: ...
    @property
    def code(self) -> str: ...
    @property
    def layer(self) -> str: ...
    @property
    def count(self) -> int: ...
    @property
    def detail(self) -> str: ...

@final
class CoverageRow:
    @property
    def from_zone(self) -> str: ...
    @property
    def to_zone(self) -> str: ...
    @property
    def direction(self) -> str: ...
    @property
    def app_proto(self) -> str: ...
    @property
    def bytes(self) -> dict[str, int]: ...

@final
class Source:
    """How a live source is. Counters never step back."""

    @property
    def name(self) -> str: ...
    @property
    def up(self) -> bool: ...
    @property
    def trouble(self) -> str: ...  # for people; empty if nothing is wrong
    @property
    def received(self) -> int: ...  # packets that passed the filter, dropped ones included
    @property
    def ring_drops(self) -> int: ...
    @property
    def nic_drops(self) -> int: ...
    @property
    def oversize(self) -> int: ...
    @property
    def checksums(self) -> tuple[int, int]: ...  # sampled, wrong
    @property
    def reopened(self) -> int: ...

@final
class Batch:
    @property
    def findings(self) -> Findings: ...
    @property
    def transports(self) -> list[Transport]: ...
    @property
    def certificates(self) -> list[Certificate]: ...  # that transports name, once a run
    @property
    def flows(self) -> list[Flow]: ...
    @property
    def anomalies(self) -> list[Anomaly]: ...
    @property
    def coverage(self) -> list[CoverageRow]: ...
    @property
    def messages(self) -> dict[str, int]: ...  # begun at each place so far, when coverage is told
    @property
    def stats(self) -> dict[str, int]: ...  # names of engine/src/stats.rs; deterministic is 0 or 1
    @property
    def damaged(self) -> list[tuple[str, int | None, str]]: ...
    @property
    def progress(self) -> tuple[int, int]: ...
    @property
    def sources(self) -> list[Source]: ...  # of a live run
    @property
    def level(self) -> int: ...  # of overload: 0 none, 4 most
    @property
    def done(self) -> bool: ...

@final
class Engine:
    """One run. ``config`` and ``plan`` are JSON documents (engine/src/config.rs, engine/src/detect/mod.rs)."""

    def __new__(cls, config: bytes, plan: bytes) -> Engine: ...
    def start(self, captures: list[str]) -> None: ...
    def start_live(self, feeds: bytes) -> None: ...
    def poll(self, max_items: int, timeout_ms: int) -> Batch: ...
    def swap_rules(self, plan: bytes) -> None: ...
    def stop(self) -> None: ...

def protocols() -> list[tuple[str, str, list[str]]]:
    """Name, title, transports of every protocol in the registry."""

def anomaly_codes() -> list[tuple[str, str]]:
    """Code and layer of every anomaly."""

def native_detectors() -> list[str]:
    """Ids that rule files may mark ``native: true``."""

def captures(named: list[str]) -> list[str]:
    """What files, directories and patterns stand for. Raises SourceError, its errno ENOENT if there is nothing."""

def check_plan(plan: bytes) -> None:
    """Compiles a plan and throws it away; raises ``RuleError``."""

def scan_text(plan: bytes, text: bytes, content_type: str) -> list[tuple[str, str, str, int]]:
    """Unpacks and scans ``text`` as the body of one message, for rule tests.

    One row per distinct value: (detector, where, value, confidence).
    """

"""What the inventory holds: services, certificates, and what changed. Every list in them is bounded."""

from __future__ import annotations

from typing import Annotated, Final, Literal, TypeAlias

import msgspec

# Different values that a tally names; what comes after is counted under ``OTHER``.
MAX_NAMED: Final = 8
MAX_PEERS: Final = 16
MAX_ZONES: Final = 16
OTHER: Final = "(other)"

Event: TypeAlias = Literal[
    "fell_back_to_plaintext", "certificate_changed", "issuer_changed", "new_plaintext_path", "weaker_than_before"
]
EVENTS: Final[tuple[Event, ...]] = (
    "fell_back_to_plaintext",
    "certificate_changed",
    "issuer_changed",
    "new_plaintext_path",
    "weaker_than_before",
)
CertificateState: TypeAlias = Literal["valid", "expires_soon", "expired", "not_yet_valid", "unreadable"]
CERTIFICATE_STATES: Final[tuple[CertificateState, ...]] = (
    "valid",
    "expires_soon",
    "expired",
    "not_yet_valid",
    "unreadable",
)
PROTECTIONS: Final = ("none", "weak", "sound", "unknown")

Count = Annotated[int, msgspec.Meta(ge=0)]
Key: TypeAlias = tuple[str, int, str, str]


class Peers(msgspec.Struct, kw_only=True, omit_defaults=True):
    """Those of one zone who used a service. ``seen`` holds when each last did; ``beyond`` counts flows of others."""

    seen: dict[str, int] = {}
    beyond: Count = 0


class Service(msgspec.Struct, kw_only=True, omit_defaults=True):
    """What answers at an address and a port. Times in ns since the epoch, packet time; tallies count flows.

    ``protection`` and ``issues`` are the latest, ``protections`` and ``all_issues`` everything so far. ``chain`` is
    what was shown last, ``leaves`` when each leaf certificate was. ``encrypted`` counts bytes in state encrypted.
    """

    address: str
    port: int
    protocol: str
    sni: str = ""
    zone: str
    protection: str
    first_ns: int
    last_ns: int
    flows: Count = 0
    encrypted: Count = 0
    issues: tuple[str, ...] = ()
    protections: dict[str, int] = {}
    versions: dict[str, int] = {}
    suites: dict[str, int] = {}
    groups: dict[str, int] = {}
    all_issues: dict[str, int] = {}
    chain: tuple[str, ...] = ()
    leaves: dict[str, int] = {}
    peers: dict[str, Peers] = {}

    @property
    def key(self) -> Key:
        """What tells services apart."""
        return (self.address, self.port, self.protocol, self.sni)

    @property
    def place(self) -> str:
        """Address and port as people write them."""
        return f"[{self.address}]:{self.port}" if ":" in self.address else f"{self.address}:{self.port}"


class Certificate(msgspec.Struct, kw_only=True, omit_defaults=True):
    """A certificate's facts. Names are redacted; ``names_beyond`` more were not kept. ``key`` reads ``RSA 2048``.

    Its validity is in seconds since the epoch, as years go up to 9999; when it was shown in ns, packet time.
    ``trusted`` is what transport policy said when it was last shown as a leaf; None: nothing.
    """

    sha256: str
    subject: str = ""
    issuer: str = ""
    names: tuple[str, ...] = ()
    names_beyond: Count = 0
    serial: str = ""
    not_before_s: int = 0
    not_after_s: int = 0
    key: str = ""
    key_sha256: str = ""
    signature: str = ""
    self_issued: bool = False
    trusted: bool | None = None
    first_ns: int = 0
    last_ns: int = 0

    def state(self, now_ns: int, soon_ns: int) -> CertificateState:
        """What it is worth at a time; ``soon_ns`` before its end it expires soon."""
        if not self.not_after_s:
            return "unreadable"
        if now_ns < self.not_before_s * 10**9:
            return "not_yet_valid"
        left_ns = self.not_after_s * 10**9 - now_ns
        if left_ns < 0:
            return "expired"
        return "expires_soon" if left_ns < soon_ns else "valid"


class Drift(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A change of a service: what it was before and what it is now, in the words of the event."""

    at_ns: int
    event: Event
    address: str
    port: int
    protocol: str
    sni: str = ""
    before: str = ""
    after: str = ""


def tally(counts: dict[str, int], name: str, flows: int) -> None:
    """Counts under a name, or under ``OTHER`` if there are too many names."""
    if not name:
        return
    if name not in counts and len(counts) >= MAX_NAMED:
        name = OTHER
    counts[name] = counts.get(name, 0) + flows


def see_peer(service: Service, zone: str, ip: str, *, at_ns: int, flows: int) -> None:
    """Notes who used a service."""
    peers = service.peers.get(zone)
    if peers is None:
        if len(service.peers) >= MAX_ZONES:
            zone = OTHER
        peers = service.peers.setdefault(zone, Peers())
    if ip in peers.seen or len(peers.seen) < MAX_PEERS:
        peers.seen[ip] = max(at_ns, peers.seen.get(ip, 0))
    else:
        peers.beyond += flows

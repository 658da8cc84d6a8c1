"""Holds the coverage ledger against what the profile of a zone demands: how much of the payload must have been judged.

A shortfall is told as a transport with the issue ``low_coverage``, between two zones instead of two hosts, so that
ordinary transport rules make an alert of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import msgspec

from sensor.engine import Verdict
from sensor.model.coverage import JUDGED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from sensor.engine import RawCoverage
    from sensor.model.profile import Profile

# No host in particular (RFC 4291 §2.5.2).
NO_ADDRESS: Final = "::"


class ZoneEnd(msgspec.Struct, frozen=True):
    """A whole zone as one side of a transport."""

    zone: str
    ip: str = NO_ADDRESS
    port: int = 0
    client: None = None

    @property
    def peer_ip(self) -> str:
        """Nobody in particular, as ``ip`` is."""
        return self.ip

    @property
    def peer_zone(self) -> str:
        """The zone itself."""
        return self.zone


class Shortfall(msgspec.Struct, frozen=True, kw_only=True):
    """Traffic from one zone to another of which too little was judged; in the shape of the engine's transports."""

    orig: ZoneEnd
    resp: ZoneEnd
    ts_ns: int
    last_ns: int
    flows: int
    protocol: str = "any"
    tunnel: str = ""
    upgrade: str = "none"
    version: str = ""
    sni: str = ""
    flow_id: str = ""
    community_id: str = ""

    @property
    def kind(self) -> int:
        """A number for what it is judged by: the two zones."""
        return hash((self.orig.zone, self.resp.zone))


class CoverageWatch:
    """Looks at the ledger as it grows; tells each pair of zones once, and again while it stays short."""

    def __init__(self, profile: Callable[[str, str], Profile]) -> None:
        """``profile`` answers which requirements apply between two zones."""
        self._profile = profile
        self._first: dict[tuple[str, str], int] = {}

    def shortfalls(
        self, rows: Iterable[RawCoverage], weak: Callable[[str, str, str], int], now_ns: int
    ) -> Iterator[tuple[Shortfall, Verdict]]:
        """What is short in a whole ledger. ``weak`` answers how many encrypted bytes of a row are weakly protected."""
        sums: dict[tuple[str, str], list[int]] = {}
        for row in rows:
            total, judged, sound = sums.setdefault((row.from_zone, row.to_zone), [0, 0, 0])
            states = row.bytes
            total += sum(states.values())
            judged += sum(states.get(state, 0) for state in JUDGED)
            sound += max(0, states.get("encrypted", 0) - weak(row.from_zone, row.to_zone, row.app_proto))
            sums[row.from_zone, row.to_zone] = [total, judged, sound]
        for (sender, receiver), (total, judged, sound) in sorted(sums.items()):
            profile = self._profile(sender, receiver)
            seen = judged + sound if profile.sound_is_judged else judged
            percent = 100 * seen // max(total, 1)
            if total < profile.judged_from_bytes or percent >= profile.least_judged:
                continue
            known = (sender, receiver) in self._first
            first = self._first.setdefault((sender, receiver), now_ns)
            shortfall = Shortfall(
                orig=ZoneEnd(sender), resp=ZoneEnd(receiver), ts_ns=first, last_ns=now_ns, flows=0 if known else 1
            )
            yield shortfall, Verdict(protection="unknown", issues=("low_coverage",), judged=percent)

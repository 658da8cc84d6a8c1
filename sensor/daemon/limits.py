"""What the engine's limits may be set to. What they bound and their defaults: ``engine/src/config.rs``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sensor.document import suggestion

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_MS: Final = 1_000_000
_KIB: Final = 1 << 10
_BYTE: Final = (1 << 8) - 1
# More than there is of anything, and far enough from what 64 bits hold to be added up.
_MOST: Final = 1 << 62

# The least value of each limit. Below it nothing could be judged, or the engine could not get on; where that is 0, the
# thing itself is switched off.
LEAST: Final[dict[str, int]] = {
    "tunnel_depth": 0,
    "fragment_datagrams": 0,
    "fragment_bytes": 0,
    "fragment_timeout_ns": 0,
    "reorder_bytes": 0,
    "reorder_segments": 0,
    "gap_bytes": 0,
    "tcp_idle_ns": _MS,
    "tcp_syn_ns": _MS,
    "tcp_closed_ns": _MS,
    "udp_idle_ns": _MS,
    "udp_rest_ns": 0,
    "part_bytes": _KIB,
    "part_ns": _MS,
    "head_bytes": _KIB,
    "pipeline_depth": 1,
    "decode_bytes": 0,
    "decode_usual": 0,
    "decode_ratio": 1,
    "decode_depth": 0,
    "decode_parts": 1,
    "document_bytes": 0,
    "findings_per_message": 1,
    "duplicate_ns": 0,
    "secrets": 0,
    "sealed_flow_bytes": 0,
    "sealed_bytes": 0,
}
_MOST_OF: Final = {"tunnel_depth": _BYTE, "decode_depth": _BYTE}


def problems(limits: Mapping[str, int]) -> Iterator[tuple[str, tuple[str | int, ...]]]:
    """What is wrong with limits, and where in the configuration."""
    for name, value in limits.items():
        place = ("limits", name)
        if name not in LEAST:
            yield f"unknown key `{name}` in `limits` ({suggestion(name, list(LEAST))})", place
        elif value < LEAST[name]:
            yield f"limits.{name}: must be at least {LEAST[name]}", place
        elif value > _MOST_OF.get(name, _MOST):
            yield f"limits.{name}: must be at most {_MOST_OF.get(name, _MOST)}", place

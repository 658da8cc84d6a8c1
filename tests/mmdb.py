"""Writes small databases in MaxMind's format (MaxMind DB file format 2.0), for the tests of those who read them."""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from pathlib import Path

_MARKER: Final = b"\xab\xcd\xefMaxMind.com"
_STRING, _UINT16, _UINT32, _MAP, _UINT64, _ARRAY = 2, 5, 6, 7, 9, 11


def _control(kind: int, size: int) -> bytes:
    assert size < 285
    low, more = (size, b"") if size < 29 else (29, bytes([size - 29]))
    return bytes([kind << 5 | low]) + more if kind < 8 else bytes([low, kind - 7]) + more


def _encode(value: Any, kind: int = _UINT32) -> bytes:
    if isinstance(value, str):
        data = value.encode()
        return _control(_STRING, len(data)) + data
    if isinstance(value, int):
        data = value.to_bytes((value.bit_length() + 7) // 8, "big")
        return _control(kind, len(data)) + data
    if isinstance(value, list):
        return _control(_ARRAY, len(value)) + b"".join(map(_encode, value))
    return _control(_MAP, len(value)) + b"".join(_encode(key) + _encode(each) for key, each in value.items())


def write(path: Path, networks: dict[str, Any], *, kind: str = "Test-Country", built: int = 1_760_000_000) -> str:
    """Writes records by network (IPv4 goes under ::/96, as the format has it) and returns the path."""
    nodes: list[list[Any]] = [[None, None]]
    data = b""
    for text, record in networks.items():
        network = ipaddress.ip_network(text)
        skip = 96 if network.version == 4 else 0
        bits = f"{int(network.network_address):0{network.max_prefixlen}b}"
        path_bits = "0" * skip + bits[: network.prefixlen]
        node = 0
        for bit in map(int, path_bits[:-1]):
            if nodes[node][bit] is None:
                nodes.append([None, None])
                nodes[node][bit] = len(nodes) - 1
            node = nodes[node][bit]
        nodes[node][int(path_bits[-1])] = ("data", len(data))
        data += _encode(record)
    count = len(nodes)
    tree = b""
    for node_ in nodes:
        for child in node_:
            place = count if child is None else child if isinstance(child, int) else count + 16 + child[1]
            tree += place.to_bytes(4, "big")
    about = _control(_MAP, 9)
    fields: list[tuple[str, Any, int]] = [
        ("node_count", count, _UINT32),
        ("record_size", 32, _UINT16),
        ("ip_version", 6, _UINT16),
        ("database_type", kind, _STRING),
        ("languages", ["en"], _ARRAY),
        ("binary_format_major_version", 2, _UINT16),
        ("binary_format_minor_version", 0, _UINT16),
        ("build_epoch", built, _UINT64),
        ("description", {"en": "made for a test"}, _MAP),
    ]
    for name, value, form in fields:
        about += _encode(name) + _encode(value, form)
    path.write_bytes(tree + bytes(16) + data + _MARKER + about)
    return str(path)

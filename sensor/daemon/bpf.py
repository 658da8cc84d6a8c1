"""Packet filters: compiled by the system's libpcap, run by the kernel (pcap-filter(7), pcap_compile(3)).

libpcap is looked up when a filter has to be compiled: a sensor without one needs no library.
"""

from __future__ import annotations

import ctypes
import ipaddress
import re
import socket
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from sensor.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sensor.engine import Filter

_LIBRARIES: Final = ("libpcap.so.1", "libpcap.so.0.8", "libpcap.so")
_ETHERNET: Final = 1  # DLT_EN10MB
_RAW_IP: Final = 12  # DLT_RAW on Linux; cooked sockets show their filter the packet from the IP header on, too
_ETHERNET_TYPES: Final = frozenset({1, 772})  # ARPHRD_ETHER, ARPHRD_LOOPBACK (linux/if_arp.h)
# Every interface at once; there is none of that name.
_ANY: Final = "any"
_VLAN: Final = re.compile(r"(?<![\w.:-])vlan(?![\w.:-])")
_NO_NETMASK: Final = 0xFFFFFFFF
_SNAPLEN: Final = 262_144
_MAX_ADDRESSES: Final = 64
_SSH: Final = 22
_FIB_TRIE: Final = Path("/proc/net/fib_trie")
_IF_INET6: Final = Path("/proc/net/if_inet6")


class _Instruction(ctypes.Structure):
    """``struct bpf_insn``."""

    _fields_ = (("code", ctypes.c_uint16), ("jt", ctypes.c_uint8), ("jf", ctypes.c_uint8), ("k", ctypes.c_uint32))


class _Program(ctypes.Structure):
    """``struct bpf_program``."""

    _fields_ = (("length", ctypes.c_uint), ("instructions", ctypes.POINTER(_Instruction)))


def _library() -> Any:
    for name in _LIBRARIES:
        try:
            library: Any = ctypes.CDLL(name)
        except OSError:
            continue
        library.pcap_open_dead.restype = ctypes.c_void_p
        library.pcap_open_dead.argtypes = (ctypes.c_int, ctypes.c_int)
        library.pcap_compile.argtypes = (
            ctypes.c_void_p,
            ctypes.POINTER(_Program),
            ctypes.c_char_p,
            ctypes.c_int,
            ctypes.c_uint32,
        )
        library.pcap_geterr.restype = ctypes.c_char_p
        library.pcap_geterr.argtypes = (ctypes.c_void_p,)
        library.pcap_freecode.argtypes = (ctypes.POINTER(_Program),)
        library.pcap_close.argtypes = (ctypes.c_void_p,)
        return library
    reason = "a capture filter needs libpcap, which is not installed (Debian: apt install libpcap0.8)"
    raise ConfigError(reason)


def _link_type(interface: str) -> int:
    if interface == _ANY:
        return _RAW_IP
    try:
        kind = int(Path("/sys/class/net", interface, "type").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        # It is not there yet; a card that a mirror is fed to is one of Ethernet.
        return _ETHERNET
    return _ETHERNET if kind in _ETHERNET_TYPES else _RAW_IP


def compile_filter(expression: str, interface: str, snaplen: int = 0) -> Filter:
    """Compiles an expression for an interface; an empty one gives an empty program: everything passes.

    Args:
        expression: As tcpdump takes it, but for `vlan`: the kernel takes tags off before the filter sees a frame, so it
            would never match, and everything else matches tagged frames as well.
        interface: Name, or ``any``.
        snaplen: Most bytes of a frame; 0 for all.

    Raises:
        ConfigError: With libpcap's words if the expression is wrong, or if there is no libpcap.
    """
    if not expression.strip():
        return ()
    if _VLAN.search(expression):
        reason = (
            "capture.filter: `vlan` never matches here, as the kernel takes the tag off before: leave it out"
            " (`tcp port 80` matches tagged frames as well); for one VLAN alone listen to its interface (eth1.10)"
        )
        raise ConfigError(reason)
    library = _library()
    handle = library.pcap_open_dead(_link_type(interface), snaplen or _SNAPLEN)
    program = _Program()
    try:
        if library.pcap_compile(handle, ctypes.byref(program), expression.encode(), 1, _NO_NETMASK) != 0:
            reason = f"capture.filter: {library.pcap_geterr(handle).decode(errors='replace')}"
            raise ConfigError(reason)
        try:
            return tuple((step.code, step.jt, step.jf, step.k) for step in program.instructions[: program.length])
        finally:
            library.pcap_freecode(ctypes.byref(program))
    finally:
        library.pcap_close(handle)


def own_addresses() -> list[str]:
    """The addresses of this host in its network namespace, loopback left out."""
    found: dict[str, None] = {}
    previous = ""
    for line in _lines(_FIB_TRIE):
        # A leaf's address stands on the line before its `/32 host LOCAL`.
        if "/32 host LOCAL" in line:
            found.setdefault(previous.rpartition(" ")[2])
        previous = line
    for line in _lines(_IF_INET6):
        found.setdefault(str(ipaddress.ip_address(bytes.fromhex(line.split()[0]))))
    kept = []
    for text in found:
        try:
            address = ipaddress.ip_address(text)
        except ValueError:
            continue
        if not address.is_loopback:
            kept.append(str(address))
    return kept[:_MAX_ADDRESSES]


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return []


def management(destinations: Iterable[tuple[str, int]], served: Iterable[int], own: Iterable[str]) -> str:
    """The expression for the sensor's own traffic: to its destinations, to its metrics, and SSH to this host.

    Args:
        destinations: Hosts and ports that exporters send to.
        served: TCP ports that the sensor serves.
        own: Addresses of this host.

    Returns:
        An expression; empty if this host has no address but loopback's.
    """
    mine = " or ".join(f"host {address}" for address in own)
    if not mine:
        return ""
    ports = sorted({_SSH, *served})
    theirs = [f"tcp port {port}" for port in ports]
    for host, port in sorted(set(destinations)):
        theirs += [f"(host {address} and port {port})" for address in _resolve(host)]
    return f"({mine}) and ({' or '.join(theirs)})"


def _resolve(host: str) -> list[str]:
    try:
        return sorted({str(entry[4][0]) for entry in socket.getaddrinfo(host, None)})
    except OSError:
        return []


def with_own_traffic_left_out(expression: str, own_traffic: str) -> str:
    """Both filters in one."""
    if not own_traffic:
        return expression
    return f"({expression}) and not ({own_traffic})" if expression.strip() else f"not ({own_traffic})"

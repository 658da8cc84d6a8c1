from __future__ import annotations

import ctypes
import struct
from typing import TYPE_CHECKING

import pytest

from sensor.daemon import bpf
from sensor.errors import ConfigError

if TYPE_CHECKING:
    from sensor.engine import Filter


def library_is_there() -> bool:
    for name in ("libpcap.so.1", "libpcap.so.0.8"):
        try:
            ctypes.CDLL(name)
        except OSError:
            continue
        return True
    return False


needs_libpcap = pytest.mark.skipif(not library_is_there(), reason="libpcap is not installed")


LOADS = {0x28: ">H", 0x20: ">I", 0x30: ">B"}


def run(program: Filter, frame: bytes) -> int:
    """Runs a program as the kernel would (bpf(4)); only what these filters use. A load beyond the frame refuses it."""
    accumulator = index = at = 0
    try:
        while True:
            code, jt, jf, k = program[at]
            at += 1
            if code == 0x06:
                return k
            if code in LOADS:
                (accumulator,) = struct.unpack_from(LOADS[code], frame, k)
            elif code == 0x48:
                (accumulator,) = struct.unpack_from(">H", frame, index + k)
            elif code == 0xB1:
                index = 4 * (frame[k] & 0x0F)
            elif code in (0x15, 0x45):
                at += jt if (accumulator == k if code == 0x15 else accumulator & k) else jf
            else:
                pytest.fail(f"an instruction that is not known here: {code:#x}")
    except (struct.error, IndexError):
        return 0


def tcp(source: str, target: str, sport: int, dport: int) -> bytes:
    ends = bytes(map(int, source.split("."))) + bytes(map(int, target.split(".")))
    ip = struct.pack(">BBHHHBBH", 0x45, 0, 40, 1, 0, 64, 6, 0) + ends
    return bytes(12) + b"\x08\x00" + ip + struct.pack(">HHIIBBHHH", sport, dport, 0, 0, 0x50, 2, 0, 0, 0)


@needs_libpcap
def test_a_filter_does_what_it_says() -> None:
    program = bpf.compile_filter("tcp port 80", "lo")
    assert run(program, tcp("10.20.0.5", "203.0.113.9", 4000, 80)) > 0
    assert run(program, tcp("10.20.0.5", "203.0.113.9", 4000, 443)) == 0


@needs_libpcap
def test_snaplen_is_what_passes() -> None:
    assert run(bpf.compile_filter("tcp", "lo", snaplen=96), tcp("10.20.0.5", "203.0.113.9", 1, 2)) == 96


@needs_libpcap
def test_own_traffic_is_left_out_and_nothing_else() -> None:
    own = bpf.management([("203.0.113.7", 6514)], [9477], ["192.0.2.1"])
    program = bpf.compile_filter(bpf.with_own_traffic_left_out("tcp", own), "lo")
    for frame in (
        tcp("192.0.2.1", "203.0.113.7", 5000, 6514),
        tcp("203.0.113.7", "192.0.2.1", 6514, 5000),
        tcp("198.51.100.4", "192.0.2.1", 5000, 9477),
        tcp("198.51.100.4", "192.0.2.1", 5000, 22),
    ):
        assert run(program, frame) == 0
    for frame in (
        tcp("10.20.0.5", "203.0.113.7", 5000, 6514),
        tcp("10.20.0.5", "203.0.113.9", 5000, 22),
        tcp("192.0.2.1", "203.0.113.9", 5000, 80),
    ):
        assert run(program, frame) > 0


@needs_libpcap
def test_a_mistake_is_told_in_libpcaps_words() -> None:
    with pytest.raises(ConfigError, match=r"capture\.filter: .*syntax"):
        bpf.compile_filter("tcp prt 80", "lo")


def test_no_filter_needs_no_library(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bpf, "_LIBRARIES", ())
    assert bpf.compile_filter("  ", "lo") == ()
    with pytest.raises(ConfigError, match=r"libpcap0\.8"):
        bpf.compile_filter("tcp", "lo")


def test_without_an_address_there_is_no_own_traffic() -> None:
    assert bpf.management([("203.0.113.7", 6514)], [9477], []) == ""
    assert bpf.with_own_traffic_left_out("tcp", "") == "tcp"
    assert bpf.with_own_traffic_left_out("", "host 192.0.2.1") == "not (host 192.0.2.1)"


def test_addresses_of_this_host_leave_loopback_out() -> None:
    assert not {"127.0.0.1", "::1"} & set(bpf.own_addresses())


@pytest.mark.parametrize("expression", ["vlan", "vlan 10 and tcp port 80", "tcp or (vlan and tcp)", "not vlan"])
def test_vlan_is_refused_as_it_never_matches(expression: str) -> None:
    with pytest.raises(ConfigError, match=r"`vlan` never matches here"):
        bpf.compile_filter(expression, "lo")


@needs_libpcap
def test_an_interface_that_is_not_there_yet_is_one_of_ethernet() -> None:
    program = bpf.compile_filter("tcp port 80", "span-to-come0")
    assert run(program, tcp("10.20.0.5", "203.0.113.9", 4000, 80)) > 0
    assert program != bpf.compile_filter("tcp port 80", "any")

"""What a transport must be like: the requirements of a standard, as data.

A profile is written in the rule packs (``profiles:``) and chosen per zone in the configuration.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Annotated, Final, Literal, TypeAlias

import msgspec

from sensor.model.record import Section
from sensor.model.transport import Issue

if TYPE_CHECKING:
    from collections.abc import Iterable

TlsVersion: TypeAlias = Literal["TLSv1.0", "TLSv1.1", "TLSv1.2", "TLSv1.3"]
_ORDER: Final = ("SSLv2", "SSLv3", "TLSv1.0", "TLSv1.1", "TLSv1.2", "TLSv1.3")
# DTLS counts beside the TLS that it was made from (RFC 6347 §1, RFC 9147 §1).
_DTLS: Final = {"DTLSv1.0": "TLSv1.1", "DTLSv1.2": "TLSv1.2", "DTLSv1.3": "TLSv1.3"}
_EC_KINDS: Final = ("EC ", "SM2", "Ed25519", "Ed448")
# Names of curves say their size; x25519 and x448 name a prime.
_CURVE: Final = re.compile(r"(?:sec[tp]|brainpoolP)([0-9]+)[a-z]")
Bits = Annotated[int, msgspec.Meta(ge=0, le=65_536)]


class Lifetime(Section, frozen=True, kw_only=True):
    """Certificates that are valid from the day ``since`` (``YYYY-MM-DD``) on may live for ``days``."""

    since: Annotated[str, msgspec.Meta(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]
    days: Annotated[int, msgspec.Meta(ge=1)]


class SshRequirements(Section, frozen=True, kw_only=True):
    """Algorithms of SSH that are too weak, by name; ``*`` at the end stands for anything."""

    kex: tuple[str, ...] = (
        "diffie-hellman-group1-*",
        "diffie-hellman-group14-sha1",
        "diffie-hellman-group-exchange-sha1",
    )
    host_key: tuple[str, ...] = (
        "ssh-rsa",
        "ssh-dss",
    )
    ciphers: tuple[str, ...] = (
        "none",
        "3des-*",
        "des-*",
        "idea-*",
        "aes*-cbc",
        "blowfish-*",
        "cast128-*",
        "arcfour*",
        "rijndael-cbc*",
    )
    macs: tuple[str, ...] = (
        "none",
        "hmac-md5*",
        "hmac-sha1-96*",
        "umac-64*",
    )


class Profile(Section, frozen=True, kw_only=True):
    """Requirements. The defaults are those of the built-in profile ``default``.

    ``weak_words`` are words in the IANA name of a cipher suite. ``weak_together`` are groups of them that are weak
    together; ``kx:`` before the first word of the name means the key exchange. ``weakening`` are the issues that make
    an encrypted transport a weak one; the others are worth knowing.

    ``least_judged`` is the share of the payload between two zones, in per cent, that must have been judged, once there
    are ``judged_from_bytes``; with ``sound_is_judged`` what is soundly encrypted counts as well. 0 asks for nothing.
    ``inspectable`` demands that a proxy can look into what is encrypted: no QUIC, no Encrypted Client Hello.
    """

    least_version: TlsVersion = "TLSv1.2"
    weak_words: tuple[str, ...] = (
        "NULL",
        "anon",
        "EXPORT",
        "RC4",
        "RC2",
        "DES",
        "DES40",
        "3DES",
        "MD5",
    )
    weak_together: tuple[tuple[str, ...], ...] = (("kx:RSA", "CBC", "SHA"), ("RSA", "SM4", "SHA256"))
    forward_secrecy: bool = True
    weak_signatures: tuple[str, ...] = (
        "md5",
        "sha1",
    )
    weak_keys: tuple[str, ...] = ("DSA",)
    rsa_bits: Bits = 2048
    ec_bits: Bits = 224
    dh_bits: Bits = 2048
    ssh: SshRequirements = SshRequirements()
    lifetimes: tuple[Lifetime, ...] = (
        Lifetime(since="2020-09-01", days=398),
        Lifetime(since="2026-03-15", days=200),
        Lifetime(since="2027-03-15", days=100),
        Lifetime(since="2029-03-15", days=47),
    )
    every_lifetime: bool = False
    gm: bool = False
    inspectable: bool = False
    opaque_bytes: Annotated[int, msgspec.Meta(ge=1)] = 64 << 10
    least_judged: Annotated[int, msgspec.Meta(ge=0, le=100)] = 0
    sound_is_judged: bool = False
    judged_from_bytes: Annotated[int, msgspec.Meta(ge=1)] = 1 << 20
    weakening: tuple[Issue, ...] = (
        "tls_version",
        "ssh_version",
        "weak_cipher",
        "weak_key_exchange",
        "weak_mac",
        "fallback_accepted",
    )

    def is_old(self, version: str) -> bool:
        """Whether a version of SSL, TLS or DTLS is below the least one."""
        name = _DTLS.get(version, version)
        return name in _ORDER and _ORDER.index(name) < _ORDER.index(self.least_version)

    def is_weak_suite(self, words: Iterable[str]) -> bool:
        """Whether a suite is weak by the words of its name, without ``TLS_``."""
        listed = list(words)
        known = {*listed, f"kx:{listed[0]}"} if listed else set()
        return not known.isdisjoint(self.weak_words) or any(known.issuperset(group) for group in self.weak_together)

    def is_weak_group(self, group: str | None) -> bool:
        """Whether keys were exchanged over a curve that is too short, by its name (``secp192r1``)."""
        curve = _CURVE.match(group or "")
        return curve is not None and int(curve[1]) < self.ec_bits

    def is_weak_key(self, kind: str, bits: int) -> bool:
        """Whether a public key is of a kind that is given up, or too short; what has no size is not judged."""
        if kind in self.weak_keys:
            return True
        least = self.ec_bits if kind.startswith(_EC_KINDS) else self.rsa_bits
        return 0 < bits < least

    def lifetime_limit(self, not_before_ns: int, *, public: bool) -> int | None:
        """The most days that a certificate may live, by its first day; None: as long as it likes."""
        if not (public or self.every_lifetime):
            return None
        day = str(_day(not_before_ns))
        limits = [each for each in self.lifetimes if each.since <= day]
        return max(limits, key=lambda each: each.since).days if limits else None


def _day(moment_ns: int) -> str:
    """A day as ``YYYY-MM-DD``; years beyond what calendars here know are the last one."""
    seconds = min(max(moment_ns // 10**9, 0), 253_402_300_799)
    return dt.datetime.fromtimestamp(seconds, tz=dt.UTC).date().isoformat()

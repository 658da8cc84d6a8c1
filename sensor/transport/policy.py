"""Judges a transport: which issues it has and what its protection is worth.

The engine says what it saw (protocol, version, suite number, upgrade); this module says what that means. Everything is
a table, so that a new protocol or a newly broken cipher is a line of data. Sources: RFC 8996 (TLS 1.0 and 1.1),
RFC 7568 (SSLv3), RFC 6176 (SSLv2), RFC 7465 (RC4), NIST SP 800-52r2 §3.3 (3DES, forward secrecy).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sensor.engine import Verdict
from sensor.transport.suites import group_name, suite_name

if TYPE_CHECKING:
    from sensor.engine import RawTransport
    from sensor.model.transport import Issue

OLD_VERSIONS: Final = frozenset({"SSLv2", "SSLv3", "TLSv1.0", "TLSv1.1", "DTLSv1.0"})
WEAK_WORDS: Final = frozenset({"NULL", "anon", "EXPORT", "RC4", "RC2", "DES", "DES40", "3DES", "MD5"})
STATIC_KEY_EXCHANGES: Final = frozenset({"RSA", "DH", "ECDH", "PSK", "ECC", "IBC"})
UPGRADE_ISSUES: Final[dict[str, Issue]] = {
    "not_offered": "starttls_absent",
    "offered_unused": "starttls_absent",
    "stripped": "starttls_stripped",
    "used": "upgraded_to_tls",
}
# What makes an encrypted transport a weak one. The rest is worth knowing, but does not open it to a listener.
WEAKENING: Final[frozenset[Issue]] = frozenset({"tls_version", "weak_cipher"})


def suite_issues(name: str) -> list[Issue]:
    """Reads the issues of a cipher suite off its name."""
    words = name.removeprefix("TLS_").split("_")
    issues: list[Issue] = []
    if not WEAK_WORDS.isdisjoint(words):
        issues.append("weak_cipher")
    exchange = words[0]
    # TLS 1.3 suites name no key exchange: they start with the cipher.
    if exchange in STATIC_KEY_EXCHANGES and "anon" not in words:
        issues.append("no_forward_secrecy")
    return issues


def judge(*, protection: str, version: str, suite: int | None, group: int | None, upgrade: str) -> Verdict:
    """Judges what the engine observed."""
    issues: list[Issue] = []
    if protection == "none":
        issues.append("plaintext_protocol")
    if version in OLD_VERSIONS:
        issues.append("tls_version")
    name = suite_name(suite)
    if name is not None:
        issues += suite_issues(name)
    if upgrade in UPGRADE_ISSUES:
        issues.append(UPGRADE_ISSUES[upgrade])
    worth = protection
    if protection == "sound" and not WEAKENING.isdisjoint(issues):
        worth = "weak"
    if worth not in ("none", "weak", "sound"):
        worth = "unknown"
    return Verdict(protection=worth, issues=tuple(issues), suite=name, group=group_name(group))  # type: ignore[arg-type]


class TransportPolicy:
    """Judges raw transports and remembers the answers: there are few different ones, and a flow each."""

    def __init__(self) -> None:
        """Starts without memory."""
        self._known: dict[tuple[str, str, int | None, int | None, str], Verdict] = {}

    def verdict(self, raw: RawTransport) -> Verdict:
        """Judges one transport."""
        key = (raw.protection, raw.version, raw.suite, raw.group, raw.upgrade)
        known = self._known.get(key)
        if known is None:
            known = judge(protection=key[0], version=key[1], suite=key[2], group=key[3], upgrade=key[4])
            # A peer chooses the numbers; 65,536 suites times as many groups must not become a leak of memory.
            if len(self._known) < 4096:  # noqa: PLR2004
                self._known[key] = known
        return known

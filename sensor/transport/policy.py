"""Judges a transport: which issues it has and what its protection is worth.

The engine says what it saw (protocol, version, suite number, certificates, upgrade); this module says what that means,
by a profile of requirements (``sensor.model.profile``). Sources: RFC 8996 (TLS 1.0 and 1.1), RFC 7568 (SSLv3), RFC 6176
(SSLv2), RFC 7465 (RC4), RFC 7507 (fallback), NIST SP 800-52r2 §3.3 (3DES, forward secrecy), RFC 9142 (SSH key
exchange), CVE-2023-48795 (strict key exchange), GB/T 38636-2020 and RFC 8998 (GM suites).
"""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Final

from sensor.engine import Verdict
from sensor.model.profile import Profile
from sensor.transport.certificates import Certificates
from sensor.transport.suites import group_name, suite_name

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sensor.engine import RawSsh, RawTransport
    from sensor.model.transport import Issue

STATIC_KEY_EXCHANGES: Final = frozenset({"RSA", "DH", "ECDH", "PSK", "ECC", "IBC"})
UPGRADE_ISSUES: Final[dict[str, Issue]] = {
    "not_offered": "starttls_absent",
    "offered_unused": "starttls_absent",
    "stripped": "starttls_stripped",
    "used": "upgraded_to_tls",
}
# Where a missing STARTTLS is an issue (RFC 8314 §3, RFC 7590 §3.1); elsewhere `upgrade` tells of offers.
STARTTLS: Final = frozenset({"smtp", "imap", "pop3", "xmpp"})
# Suites of TLS 1.3 with Chinese algorithms (RFC 8998 §2), and the protocols that must have them where it is demanded.
GM_SUITES: Final = frozenset({0x00C6, 0x00C7})
ENCRYPTED: Final = frozenset({"tls", "dtls", "quic", "ssh"})
# Signature schemes of TLS 1.2 are a hash (high byte) and a key's kind (RFC 5246 §7.4.1.4.1).
_HASHES: Final = {1: "md5", 2: "sha1", 3: "sha224", 4: "sha256", 5: "sha384", 6: "sha512"}
# What the prefix attack of CVE-2023-48795 works on.
_TERRAPIN: Final = ("chacha20-poly1305@openssh.com", "*-cbc")
_CACHED: Final = 4096
_DAY_NS: Final = 86_400 * 10**9


def suite_issues(name: str, profile: Profile) -> list[Issue]:
    """Reads the issues of a cipher suite off its name."""
    words = name.removeprefix("TLS_").split("_")
    issues: list[Issue] = []
    if profile.is_weak_suite(words):
        issues.append("weak_cipher")
    # TLS 1.3 suites name no key exchange: they start with the cipher.
    if profile.forward_secrecy and words[0] in STATIC_KEY_EXCHANGES and "anon" not in words:
        issues.append("no_forward_secrecy")
    return issues


def _any(names: Sequence[str], patterns: Sequence[str]) -> bool:
    return any(fnmatchcase(name, pattern) for name in names for pattern in patterns)


def ssh_issues(ssh: RawSsh, profile: Profile) -> list[Issue]:
    """Judges what two sides of an SSH connection agreed on."""
    weak = profile.ssh
    issues: list[Issue] = []
    if _any([ssh.kex], weak.kex):
        issues.append("weak_key_exchange")
    if _any([ssh.host_key], weak.host_key):
        issues.append("weak_signature")
    if _any(ssh.ciphers, weak.ciphers):
        issues.append("weak_cipher")
    if _any(ssh.macs, weak.macs):
        issues.append("weak_mac")
    if not ssh.strict_kex and _any(ssh.ciphers, _TERRAPIN):
        issues.append("no_strict_kex")
    return issues


def _handshake_issues(raw: RawTransport, suite: str | None, profile: Profile) -> list[Issue]:
    """What versions, suites, keys and offers of a handshake say."""
    issues: list[Issue] = []
    if profile.is_old(raw.version):
        issues.append("tls_version")
        if raw.fallback:
            issues.append("fallback_accepted")
    if raw.version.startswith("SSH-") and raw.version != "SSH-2.0":
        issues.append("ssh_version")
    if suite is not None:
        issues += suite_issues(suite, profile)
    if 0 < raw.dh_bits < profile.dh_bits or profile.is_weak_group(group_name(raw.group)):
        issues.append("weak_key_exchange")
    if raw.signature is not None and _HASHES.get(raw.signature >> 8) in profile.weak_signatures:
        issues.append("weak_signature")
    if raw.ssh is not None:
        issues += ssh_issues(raw.ssh, profile)
    if profile.is_old(raw.offered_version):
        issues.append("old_offer")
    return issues


def _hidden_issues(raw: RawTransport, profile: Profile) -> list[Issue]:
    """What keeps names and content from those who may look."""
    issues: list[Issue] = ["ech"] if raw.ech else []
    if profile.inspectable and (raw.ech or raw.protocol == "quic"):
        issues.append("not_inspectable")
    return issues


def _gm_issues(raw: RawTransport, profile: Profile) -> list[Issue]:
    """GB/T 38636: two certificates; and whether it is of that family at all, where that is demanded."""
    issues: list[Issue] = []
    if raw.version == "TLCP" and len(raw.certificates) == 1:
        issues.append("tlcp_single_certificate")
    if profile.gm and raw.protocol in ENCRYPTED and raw.version != "TLCP" and raw.suite not in GM_SUITES:
        issues.append("not_gm")
    return issues


def _is_unnamed(raw: RawTransport, suite: str | None) -> bool:
    """Whether nothing tells by name what was agreed on: suites from before the registry, and protocols of their own."""
    return raw.protocol not in ENCRYPTED or (suite is not None and suite.startswith("0x"))


def judge(raw: RawTransport, certificates: Certificates, profile: Profile) -> Verdict:
    """Judges what the engine observed, by one profile."""
    issues: list[Issue] = []
    if raw.protection == "none":
        issues.append("plaintext_protocol")
    suite = suite_name(raw.suite)
    issues += _handshake_issues(raw, suite, profile)
    issues += _hidden_issues(raw, profile)
    if raw.unread_certificates:
        issues.append("cert_unreadable")
    shown = certificates.judge(raw.certificates, raw.sni if not raw.ech else "", raw.ts_ns, profile)
    issues += shown.issues
    issues += _gm_issues(raw, profile)
    if raw.protection == "unknown" and sum(raw.opaque) >= profile.opaque_bytes:
        issues.append("opaque_transport")
    upgrade = UPGRADE_ISSUES.get(raw.upgrade)
    if upgrade is not None and (upgrade != "starttls_absent" or raw.protocol in STARTTLS):
        issues.append(upgrade)
    leaf = next(iter(raw.certificates), None)
    if raw.protection == "weak" and _is_unnamed(raw, suite):
        issues.append("weak_cipher")
    worth = raw.protection
    if worth == "weak":
        # The engine's first word, by no profile: what made it say so is an issue here, and worth what the profile says.
        worth = "sound"
    if worth == "sound" and not set(profile.weakening).isdisjoint(issues):
        worth = "weak"
    if worth not in ("none", "weak", "sound"):
        worth = "unknown"
    once: tuple[Issue, ...] = tuple(dict.fromkeys(issues))
    return Verdict(
        protection=worth,  # type: ignore[arg-type]
        issues=once,
        suite=suite,
        group=group_name(raw.group),
        trusted=shown.trusted,
        offered_version=raw.offered_version or None,
        leaf=leaf,
        expires_ns=certificates.expires_ns(leaf) if leaf is not None else None,
    )


class TransportPolicy:
    """Judges raw transports and remembers the answers: there are few different ones, and a flow each."""

    def __init__(
        self,
        profiles: Mapping[str, Profile] | None = None,
        *,
        default: Profile | None = None,
        certificates: Certificates | None = None,
    ) -> None:
        """``profiles`` are those of zones: that of the originator's goes before that of the responder's."""
        self.certificates = certificates or Certificates()
        self._profiles = dict(profiles or {})
        self._default = default or Profile()
        self._known: dict[object, Verdict] = {}

    def profile(self, orig_zone: str, resp_zone: str) -> Profile:
        """The requirements between two zones."""
        return self._profiles.get(orig_zone) or self._profiles.get(resp_zone) or self._default

    def verdict(self, raw: RawTransport) -> Verdict:
        """Judges one transport."""
        key: object = raw.kind
        shown = raw.certificates
        if shown:
            # Certificates are judged by name and time, those above the leaf by the day.
            at_ns = raw.ts_ns
            key = (key, tuple(shown), raw.sni, self.certificates.phase(shown[0], at_ns), at_ns // _DAY_NS)
        if raw.protection == "unknown":
            key = (key, sum(raw.opaque) >= self.profile(raw.orig.peer_zone, raw.resp.peer_zone).opaque_bytes)
        known = self._known.get(key)
        if known is None:
            known = judge(raw, self.certificates, self.profile(raw.orig.peer_zone, raw.resp.peer_zone))
            # A peer chooses most of it: what is remembered must not become a leak of memory.
            if len(self._known) >= _CACHED:
                self._known.clear()
            self._known[key] = known
        return known

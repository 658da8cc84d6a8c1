"""Whom certificates are believed from: the system's certificate authorities, and those that a user names.

A chain is checked as RFC 5280 §6 says, but for what is judged apart (names, the leaf's time): by ``cryptography``'s
verifier, at a time within the leaf's validity, so that a certificate that has run out is not said to be unknown too.
"""

from __future__ import annotations

import datetime as dt
import ssl
from collections import OrderedDict
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.x509.verification import Criticality, ExtensionPolicy, PolicyBuilder, Store, VerificationError

from sensor.errors import ConfigError
from sensor.transport.der import BAD, load, quiet

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sensor.transport.certificate import Certificate

Standing: TypeAlias = Literal["public", "own", "none"]
# Answers kept: one for each chain and day.
KEPT: Final = 8192
_SUFFIXES: Final = frozenset({".pem", ".crt", ".cer", ".der"})
_DAY_NS: Final = 86_400 * 10**9


def _read(path: Path) -> list[x509.Certificate]:
    try:
        data = path.read_bytes()
        return (
            x509.load_pem_x509_certificates(data) if b"-----BEGIN" in data else [x509.load_der_x509_certificate(data)]
        )
    except (OSError, ValueError) as error:
        reason = f"transport.trust: {path}: no certificates can be read ({error})"
        raise ConfigError(reason) from error


def own_authorities(places: Sequence[str]) -> list[x509.Certificate]:
    """The certificates in files and directories (``*.pem``, ``*.crt``, ``*.cer``, ``*.der``).

    Raises:
        ConfigError: If there are none at a place.
    """
    found: list[x509.Certificate] = []
    for place in places:
        path = Path(place)
        files = sorted(each for each in path.iterdir() if each.suffix in _SUFFIXES) if path.is_dir() else [path]
        if not files:
            reason = f"transport.trust: {place}: the directory holds no certificate (*.pem, *.crt, *.cer, *.der)"
            raise ConfigError(reason)
        found += [certificate for file in files for certificate in _read(file)]
    return found


def system_authorities() -> list[x509.Certificate]:
    """The certificates that this system trusts; those that cannot be parsed are left out."""
    context = ssl.create_default_context()
    found = []
    for der in context.get_ca_certs(binary_form=True):
        certificate = load(der)
        if certificate is not None:
            found.append(certificate)
    return found


class Trust:
    """Answers whether a chain leads to an authority. The system's are read when they are first needed."""

    def __init__(self, own: Sequence[x509.Certificate] = (), *, system: bool = True) -> None:
        """``own`` are trusted beside the system's, which may be left out: authorities, or servers' own certificates."""
        self._own = Store(list(own)) if own else None
        self._named = frozenset(each.fingerprint(hashes.SHA256()).hex() for each in own)
        self._system = system
        self._public: Store | None = None
        self._answers: OrderedDict[tuple[str, tuple[str, ...], int], Standing] = OrderedDict()

    def standing(self, leaf: Certificate, others: Sequence[Certificate], at_ns: int) -> Standing:
        """Who vouches for ``leaf``, with the help of ``others``, on the day of ``at_ns``."""
        moment = min(max(at_ns, leaf.not_before_ns), leaf.not_after_ns)
        key = (leaf.sha256, tuple(each.sha256 for each in others), moment // _DAY_NS)
        known = self._answers.get(key)
        if known is None:
            known = self._ask(leaf, others, moment)
            self._answers[key] = known
            if len(self._answers) > KEPT:
                self._answers.popitem(last=False)
        return known

    def _ask(self, leaf: Certificate, others: Sequence[Certificate], at_ns: int) -> Standing:
        if leaf.sha256 in self._named:
            return "own"
        end = load(leaf.der)
        if end is None:
            return "none"
        between = [certificate for each in others if (certificate := load(each.der)) is not None]
        if self._own is not None and _verifies(self._own, end, between, at_ns):
            return "own"
        if self._system and self._public is None:
            authorities = system_authorities()
            self._public = Store(authorities) if authorities else None
        if self._public is not None and _verifies(self._public, end, between, at_ns):
            return "public"
        return "none"


def _verifies(store: Store, leaf: x509.Certificate, others: list[x509.Certificate], at_ns: int) -> bool:
    moment = dt.datetime.fromtimestamp(at_ns // 10**9, tz=dt.UTC)
    any_leaf = ExtensionPolicy.permit_all()
    authority = any_leaf.require_present(x509.BasicConstraints, Criticality.AGNOSTIC, None)
    builder = PolicyBuilder().store(store).time(moment).max_chain_depth(8)
    verifier = builder.extension_policies(ca_policy=authority, ee_policy=any_leaf).build_client_verifier()
    try:
        with quiet():
            verifier.verify(leaf, others)
    except (VerificationError, *BAD):
        return False
    return True

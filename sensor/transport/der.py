"""Reads certificates that a peer chose the bytes of: the one place that calls the parser of the library.

``cryptography`` parses the parts of a certificate when they are asked for, so every question may raise, and not only
``ValueError``. It warns of certificates that break RFC 5280; those are the peer's, and here to be judged.
"""

from __future__ import annotations

import contextlib
import warnings
from typing import TYPE_CHECKING, Final

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.utils import CryptographyDeprecationWarning

if TYPE_CHECKING:
    from collections.abc import Iterator

# The longest certificate that is parsed, in bytes. Those of real services stay below a third of it.
MAX_DER: Final = 64 << 10

# What the library raises for certificates that break the rules: the last three are none of the others.
BAD: Final = (
    ValueError,
    TypeError,
    NotImplementedError,
    OverflowError,
    UnsupportedAlgorithm,
    x509.InvalidVersion,
    x509.DuplicateExtension,
    x509.UnsupportedGeneralNameType,
)


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """Keeps the library's warnings of odd certificates to itself."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", CryptographyDeprecationWarning)
        warnings.simplefilter("ignore", UserWarning)
        yield


def load(der: bytes) -> x509.Certificate | None:
    """Parses a certificate; None if it is none, or longer than ``MAX_DER``. Its parts are asked for under ``BAD``."""
    if len(der) > MAX_DER:
        return None
    try:
        with quiet():
            return x509.load_der_x509_certificate(der)
    except BAD:
        return None

"""Sealing and opening: JWE (RFC 7516), RSA-OAEP-256 for the key, AES-256-GCM for the content (RFC 7518 §4.3, §5.3).

A sensor knows the public key alone, so that what it wrote cannot be read with anything that stands on it.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Final

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from joserfc import jwe
from joserfc.errors import JoseError
from joserfc.jwk import RSAKey

from sensor.errors import ConfigError, UsageError

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.types import PublicKeyTypes

_ALGORITHMS: Final = ["RSA-OAEP-256", "A256GCM"]
_KEY_ID_BYTES: Final = 16
LEAST_BITS: Final = 2048


def _id(key: rsa.RSAPublicKey) -> str:
    form = key.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    return hashlib.sha256(form).digest()[:_KEY_ID_BYTES].hex()


class BrokenSealError(Exception):
    """What was sealed was altered, or was never sealed to this key."""


class Seal:
    """Seals to one public key.

    Attributes:
        key_id: Names the key in records.
    """

    def __init__(self, key: rsa.RSAPublicKey) -> None:
        """Takes the key of whoever may read the evidence.

        Raises:
            ConfigError: If it is too short to protect anything.
        """
        if key.key_size < LEAST_BITS:
            message = f"an RSA key of {key.key_size} bits protects nothing: take {LEAST_BITS} or more"
            raise ConfigError(message)
        self.key_id = _id(key)
        form = key.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
        self._key = RSAKey.import_key(form)

    @classmethod
    def load(cls, path: str) -> Seal:
        """Reads a public key, or a certificate that holds one (PEM).

        Raises:
            ConfigError: If the file holds neither, or not for RSA.
        """
        try:
            data = Path(path).read_bytes()
        except OSError as error:
            message = f"{path}: {error.strerror or 'cannot be read'}"
            raise ConfigError(message) from error
        if b"PRIVATE KEY" in data:
            message = f"{path}: this is a private key, which must not be on a sensor: give it the public one"
            raise ConfigError(message)
        key = _public_key(data)
        if not isinstance(key, rsa.RSAPublicKey):
            message = f"{path}: no RSA public key and no certificate with one (PEM)"
            raise ConfigError(message)
        try:
            return cls(key)
        except ConfigError as error:
            message = f"{path}: {error}"
            raise ConfigError(message) from error

    def close(self, content: bytes) -> str:
        """Seals bytes; each time with a fresh AES key."""
        header = {"alg": "RSA-OAEP-256", "enc": "A256GCM", "kid": self.key_id}
        return jwe.encrypt_compact(header, content, self._key, algorithms=_ALGORITHMS)


def _public_key(data: bytes) -> PublicKeyTypes | None:
    try:
        if b"BEGIN CERTIFICATE" in data:
            return x509.load_pem_x509_certificate(data).public_key()
        return serialization.load_pem_public_key(data)
    except ValueError:
        return None


class Opener:
    """Opens what was sealed to one key.

    Attributes:
        key_id: Names the key in records.
    """

    def __init__(self, path: str, passphrase: bytes | None) -> None:
        """Reads a private key (PEM).

        Raises:
            UsageError: If the file holds none, or the passphrase does not open it.
        """
        try:
            key = serialization.load_pem_private_key(Path(path).read_bytes(), passphrase)
        except OSError as error:
            message = f"{path}: {error.strerror or 'cannot be read'}"
            raise UsageError(message) from error
        except TypeError as error:
            reason = (
                "the key is locked: its passphrase is needed" if passphrase is None else "the key has no passphrase"
            )
            raise UsageError(f"{path}: {reason}") from error
        except ValueError as error:
            message = f"{path}: no private key (PEM), or another passphrase"
            raise UsageError(message) from error
        if not isinstance(key, rsa.RSAPrivateKey):
            message = f"{path}: no RSA private key"
            raise UsageError(message)
        self.key_id = _id(key.public_key())
        form = key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        self._key = RSAKey.import_key(form)

    def open(self, sealed: str) -> bytes:
        """Opens what ``Seal.close`` made.

        Raises:
            BrokenSealError: If it was altered, or sealed to another key.
        """
        try:
            content = jwe.decrypt_compact(sealed, self._key, algorithms=_ALGORITHMS).plaintext
        except (JoseError, ValueError) as error:
            raise BrokenSealError from error
        return content or b""


def is_locked(path: str) -> bool:
    """Whether a private key asks for a passphrase."""
    try:
        return b"ENCRYPTED" in Path(path).read_bytes()
    except OSError:
        return False

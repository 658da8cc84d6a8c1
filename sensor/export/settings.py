"""Pieces of configuration that several destinations share: secrets, TLS."""

from __future__ import annotations

import os
import ssl
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

import msgspec

from sensor.errors import ConfigError
from sensor.model.record import Section

if TYPE_CHECKING:
    from collections.abc import Mapping

SectionT = TypeVar("SectionT", bound=Section)
_MAX_SECRET: Final = 64 << 10


class SecretSection(Section, frozen=True, kw_only=True):
    """Where a secret is: a file or an environment variable. Never the secret itself."""

    file: str = ""
    env: str = ""

    def read(self, what: str, environment: Mapping[str, str] = os.environ) -> str:
        """Reads the secret; a line end behind it is no part of it. Empty if none is configured.

        Args:
            what: What the secret is for; errors say so.
            environment: Where variables are looked up.

        Raises:
            ConfigError: If it should be there and is not.
        """
        if self.file and self.env:
            reason = f"{what}: a secret comes from a file or from the environment, not from both"
            raise ConfigError(reason)
        if self.env:
            if self.env not in environment:
                reason = f"{what}: the environment has no {self.env}"
                raise ConfigError(reason)
            return environment[self.env]
        if not self.file:
            return ""
        try:
            with Path(self.file).open("rb") as handle:
                return handle.read(_MAX_SECRET).decode().rstrip("\r\n")
        except (OSError, UnicodeDecodeError) as error:
            reason = f"{what}: {self.file}: {getattr(error, 'strerror', None) or 'cannot be read'}"
            raise ConfigError(reason) from error


class TlsSection(Section, frozen=True, kw_only=True):
    """How a destination is trusted, and how we prove who we are. Verification is on unless it is turned off by name.

    ``ca`` is a PEM file of authorities (default: the system's); ``certificate`` and ``key`` are PEM files of our own.
    """

    ca: str = ""
    certificate: str = ""
    key: str = ""
    verify: bool = True
    server_name: str = ""

    def context(self, what: str) -> ssl.SSLContext:
        """Makes the context of a client: TLS 1.2 or later, verifying.

        Raises:
            ConfigError: Names the file that cannot be used.
        """
        try:
            context = ssl.create_default_context(cafile=self.ca or None)
        except OSError as error:
            reason = f"{what}: {self.ca}: {error.strerror or 'holds no certificate'}"
            raise ConfigError(reason) from error
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        if not self.verify:
            context.check_hostname = False
            context.verify_mode = ssl.CERT_NONE
        if self.certificate:
            try:
                context.load_cert_chain(self.certificate, self.key or None)
            except OSError as error:
                reason = f"{what}: {self.certificate}: {error.strerror or 'no certificate and key in PEM'}"
                raise ConfigError(reason) from error
        elif self.key:
            reason = f"{what}: a key without its certificate"
            raise ConfigError(reason)
        return context


def convert(what: str, options: Mapping[str, object], kind: type[SectionT]) -> SectionT:
    """Turns the options of one destination into its typed section.

    Raises:
        ConfigError: Names the destination and the option.
    """
    try:
        return msgspec.convert(dict(options), kind)
    except msgspec.ValidationError as error:
        reason = f"{what}: {error}"
        raise ConfigError(reason) from error

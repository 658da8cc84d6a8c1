"""The state directory: where it is, and the digest key that is made in it at the first start."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Final

from sensor.daemon import config as configuration
from sensor.engine import DigestKey
from sensor.errors import ConfigError

_SYSTEM: Final = "/var/lib/leaktap"
_KEY: Final = "digest.key"
_KEY_BYTES: Final = 32
STORE: Final = "events.db"
INVENTORY: Final = "inventory.db"
EVIDENCE: Final = "evidence.jsonl"


def directory(configured: str) -> Path:
    """The state directory; made with mode 0700 if it is not there.

    Raises:
        ConfigError: If it cannot be made or written.
    """
    path = locate(configured)
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        reason = f"service.state: {path}: {error.strerror or 'cannot be made'}"
        raise ConfigError(reason) from error
    return path


def locate(configured: str) -> Path:
    """Where the state directory is: as configured, else as systemd says, else the usual place."""
    return Path(configured or os.environ.get("STATE_DIRECTORY", "").partition(":")[0] or _default())


def store_path(config: str | None, directory: str | None) -> str:
    """Where the event store of a sensor is, for commands that look into it.

    Args:
        config: The sensor's configuration file, if it has one.
        directory: Its state directory, if it was started with one.

    Raises:
        ConfigError: If the configuration cannot be read.
    """
    read = configuration.load(config) if config else configuration.Config(version=1)
    if read.store.path and not directory:
        return read.store.path
    return str(locate(directory or read.service.state) / STORE)


def inventory_path(config: str | None, directory: str | None) -> str:
    """Where the inventory of a sensor is, for commands that look into it; as ``store_path``.

    Raises:
        ConfigError: If the configuration cannot be read.
    """
    read = configuration.load(config) if config else configuration.Config(version=1)
    if read.inventory.path and not directory:
        return read.inventory.path
    return str(locate(directory or read.service.state) / INVENTORY)


def _default() -> str:
    if os.geteuid() == 0:
        return _SYSTEM
    return os.environ.get("XDG_STATE_HOME", str(Path.home() / ".local" / "state")) + "/leaktap"


def digest_key(state: Path) -> DigestKey:
    """The key of this sensor, made at its first start: digests stay comparable over restarts.

    Raises:
        ConfigError: If it is there and no key, or cannot be made.
    """
    path = state / _KEY
    try:
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        except FileExistsError:
            return DigestKey.parse(path.read_bytes())
        with os.fdopen(descriptor, "wb") as handle:
            key = secrets.token_bytes(_KEY_BYTES)
            handle.write(key)
            handle.flush()
            os.fsync(handle.fileno())
        return DigestKey.parse(key)
    except (OSError, ConfigError) as error:
        reason = f"digest key {path}: {getattr(error, 'strerror', None) or error}"
        raise ConfigError(reason) from error

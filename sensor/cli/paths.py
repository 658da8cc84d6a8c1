"""What a command reads and writes: captures by name, directory or pattern, and no file that is both.

Captures are looked up before the engine reads them: a name that records cannot tell costs that capture only, and what
would be overwritten is known file by file.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec

from sensor import engine
from sensor.errors import UsageError
from sensor.pipeline import Damaged
from sensor.ruleset import loader

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sensor.daemon.config import Config

STANDARD: Final = "-"
_OUT: Final = 1


class Captures(msgspec.Struct, frozen=True, kw_only=True):
    """Captures to read, and those that cannot be."""

    paths: tuple[str, ...]
    refused: tuple[Damaged, ...] = ()


def shown(path: str) -> str:
    r"""A path as people and records can be shown it: bytes that are no UTF-8 are written as ``\xe9``."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def _is_utf8(path: str) -> bool:
    return shown(path) == path


def require_utf8(paths: Iterable[str]) -> None:
    """The engine takes names in UTF-8 only.

    Raises:
        UsageError: Names the first that is none.
    """
    for path in paths:
        if not _is_utf8(path):
            reason = f"{shown(path)}: the name is not UTF-8: rename it, or name it by a link"
            raise UsageError(reason)


def captures(named: Sequence[str]) -> Captures:
    """The captures that are named by files, directories (searched recursively) and patterns, ``-`` among them.

    Raises:
        UsageError: If there is no such file, a pattern matches nothing, or no name can be used.
        CaptureError: If a directory cannot be listed, or holds no capture.
    """
    if named.count(STANDARD) > 1:
        reason = "standard input (-) can be read once"
        raise UsageError(reason)
    found = engine.captures(named)
    paths = tuple(filter(_is_utf8, found))
    if found and not paths:
        require_utf8(found)
    reason = "the name is not UTF-8: rename it, or name it by a link"
    refused = tuple(Damaged(shown(path), None, reason) for path in found if not _is_utf8(path))
    return Captures(paths=paths, refused=refused)


def settings(config: Config, path: str | None, *, rules: Sequence[str], digest_key: str | None) -> dict[str, str]:
    """What a configuration and the options beside it are read from, and what each file is."""
    found = {file: "a rule file" for place in (*config.rules.packs, *rules) for file in _pack_files(place)}
    found |= dict.fromkeys(config.border.mmdb, "a database of countries")
    found |= {file: "a trusted certificate" for place in config.transport.trust for file in _files(place)}
    found |= dict.fromkeys(config.decrypt.keylogs, "a key log")
    found |= dict.fromkeys(config.decrypt.rsa_keys, "a private key")
    if config.evidence.seal_to:
        found[config.evidence.seal_to] = "the key that evidence is sealed to"
    found |= {file: "the digest key" for file in (config.digest_key.file, digest_key) if file}
    return found | ({path: "the configuration"} if path else {})


def _pack_files(place: str) -> list[str]:
    return [] if place == loader.BUILTIN else [str(path) for _, path in loader.files(place)]


def _files(place: str) -> list[str]:
    return [str(file) for file in sorted(Path(place).iterdir())] if Path(place).is_dir() else [place]


def refuse_overwriting(outputs: Sequence[str], inputs: dict[str, str]) -> None:
    """Refuses outputs that are one file, and those that are read: by what a file is, not by what it is called.

    Args:
        outputs: Paths; ``-`` is standard output.
        inputs: Paths, and what each of them is.

    Raises:
        UsageError: Names the file.
    """
    read = {identity: what for path, what in inputs.items() for identity in _identity(path, reads=True)}
    written: set[object] = set()
    for path in outputs:
        for identity in _identity(path, reads=False):
            if identity in read:
                reason = f"{shown(path)} is {read[identity]} and would be overwritten"
                raise UsageError(reason)
            if identity in written:
                reason = f"{shown(path)} is named for two outputs"
                raise UsageError(reason)
            written.add(identity)


def _identity(path: str, *, reads: bool) -> Iterator[object]:
    """What tells a file from all others, also before it is there. A device takes what many have to say."""
    if path == STANDARD and reads:
        return
    try:
        found = os.fstat(_OUT) if path == STANDARD else Path(path).stat()
    except OSError:
        yield os.path.realpath(path)
        return
    if not stat.S_ISCHR(found.st_mode):
        yield found.st_dev, found.st_ino

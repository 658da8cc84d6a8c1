"""Notices that configuration or rules changed: by the names, sizes and times of the files behind them.

Looking is cheap, works on every file system, and sees a ConfigMap that is swapped by a link. A change counts once it
has been still for a look: an editor that writes in two steps is not read in the middle.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeAlias

from sensor.ruleset.loader import BUILTIN

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_MAX_FILES: Final = 10_000
Print: TypeAlias = tuple[tuple[str, int, int, int], ...]


def _files(places: Iterable[str]) -> Iterator[Path]:
    for place in places:
        if place == BUILTIN:
            continue
        path = Path(place)
        yield from sorted(path.rglob("*.yaml")) if path.is_dir() else (path,)


def fingerprint(places: Iterable[str]) -> Print:
    """What the files behind the places look like; what cannot be seen looks like nothing."""
    found = []
    for path in _files(places):
        try:
            status = path.stat()
        except OSError:
            found.append((str(path), 0, 0, 0))
            continue
        found.append((str(path), status.st_size, status.st_mtime_ns, status.st_ino))
        if len(found) >= _MAX_FILES:
            break
    return tuple(found)


class FileWatch:
    """Compares the files with what was read last."""

    def __init__(self, places: Iterable[str]) -> None:
        """Remembers what they look like now."""
        self._read = self._before = fingerprint(places)

    def changed(self, places: Iterable[str]) -> bool:
        """Whether they look otherwise than when they were last read, and have since the look before this one."""
        now = fingerprint(places)
        still = now == self._before
        self._before = now
        return still and now != self._read

    def read(self, places: Iterable[str]) -> None:
        """They are being read now."""
        self._read = self._before = fingerprint(places)

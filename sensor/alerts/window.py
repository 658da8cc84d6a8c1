"""Distinct values in a sliding window of capture time.

Value sets are merged, never added up: a value that is sent in every minute counts once. Time is cut into buckets, at
most 64 of them per window, so a window is as exact as a 64th of its length and its memory is bounded.

The same values in every bucket would be held 64 times. Where that matters (a service that runs for months), ``most``
bounds a window in bytes: beyond it neighbouring buckets are merged into the later one, so that values may count for
longer than the window, up to twice as long at worst, and never for shorter.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Final

import msgspec

from sensor.engine import ValueSet

BUCKETS: Final = 64
# A set holds hashes of 8 bytes up to this many, a sketch above (``engine/src/detect/exact.rs``).
EXACT_LIMIT: Final = 1024
_HASH_BYTES: Final = 8
_SKETCH_BYTES: Final = 4096
# The object around a set, its entry in a dictionary and the bucket that holds it, in CPython.
SET_OVERHEAD: Final = 200


def set_bytes(values: ValueSet) -> int:
    """Memory of a set in bytes; a sketch that says it holds few values is taken for an exact set, which is more."""
    distinct = len(values)
    return SET_OVERHEAD + (_HASH_BYTES * distinct if distinct <= EXACT_LIMIT else _SKETCH_BYTES)


class SavedWindow(msgspec.Struct, frozen=True, array_like=True):
    """A window at rest: its length, its newest bucket, and of each bucket index, count, and sets by slot."""

    window_ns: int | None
    newest: int
    buckets: tuple[tuple[int, int, dict[int, bytes]], ...]


class Window:
    """What one rule counts for one scope key, by slot of the rule."""

    __slots__ = ("_buckets", "_bytes", "_most", "_newest", "_unions", "_width", "_window_ns")

    def __init__(self, window_ns: int | None, *, most: int | None = None) -> None:
        """Starts empty.

        Args:
            window_ns: Its length; None: one bucket for all time.
            most: Bytes beyond which buckets are merged; None: never. One bucket is kept, however large.
        """
        self._window_ns = window_ns
        self._width = max(1, -(-window_ns // BUCKETS)) if window_ns else 0
        self._most = most
        self._newest = 0
        self._bytes = 0
        self._buckets: dict[int, tuple[list[int], dict[int, ValueSet]]] = {}
        # What all buckets of a slot hold together; made when it is first needed, then kept up to date.
        self._unions: dict[int, ValueSet] = {}

    def add(self, ts_ns: int, slots: tuple[int, ...], values: ValueSet, count: int) -> None:
        """Adds a sighting. One that is older than the window is too late to matter."""
        index = ts_ns // self._width if self._width else 0
        if not self._buckets:
            self._newest = index
        elif index > self._newest:
            self._newest = index
            self._expire()
        elif index <= self._newest - BUCKETS:
            return
        counts, sets = self._buckets.setdefault(index, ([0], {}))
        counts[0] += count
        for slot in slots:
            held = sets.get(slot)
            if held is None:
                sets[slot] = held = ValueSet()
            elif self._most is not None:
                self._bytes -= set_bytes(held)
            held.merge(values)
            if self._most is not None:
                self._bytes += set_bytes(held)
            if slot in self._unions:
                self._unions[slot].merge(values)
        if self._most is not None and self._bytes > self._most:
            self._thin(self._most)

    def _expire(self) -> None:
        oldest = self._newest - BUCKETS + 1
        for index in [index for index in self._buckets if index < oldest]:
            sets = self._buckets.pop(index)[1]
            self._unions.clear()
            if self._most is not None:
                self._bytes -= sum(map(set_bytes, sets.values()))

    def _thin(self, most: int) -> None:
        """Merges each second bucket into the one behind it, the newest apart, until three quarters of ``most`` do."""
        while self._bytes > most // 4 * 3 and len(self._buckets) > 1:
            older = sorted(self._buckets)
            pairs = list(pairwise(older[:-1] if len(older) > 2 else older))[::2]  # noqa: PLR2004 - two are a pair
            for index, behind in pairs:
                counts, sets = self._buckets.pop(index)
                into_counts, into_sets = self._buckets[behind]
                into_counts[0] += counts[0]
                for slot, values in sets.items():
                    if slot in into_sets:
                        into_sets[slot].merge(values)
                    else:
                        into_sets[slot] = values
            self._bytes = sum(set_bytes(values) for _, sets in self._buckets.values() for values in sets.values())

    def __len__(self) -> int:
        """Number of buckets held."""
        return len(self._buckets)

    @property
    def weight(self) -> int:
        """Bytes of the value sets; 0 if ``most`` was not given."""
        return self._bytes + sum(map(set_bytes, self._unions.values())) if self._most is not None else 0

    def reached(self, *, slots: int, distinct: int, count: int) -> bool:
        """Tells whether every slot holds ``distinct`` values and all together occurred ``count`` times."""
        if sum(counts[0] for counts, _ in self._buckets.values()) < count:
            return False
        return all(self._slot_reached(slot, distinct) for slot in range(slots))

    def _slot_reached(self, slot: int, distinct: int) -> bool:
        union = self._unions.get(slot)
        held = []
        if union is None or distinct <= EXACT_LIMIT:
            held = [sets[slot] for _, sets in self._buckets.values() if slot in sets]
            if sum(map(len, held)) < distinct:
                return False  # merging can only make it less
            # The estimate of a union may fall behind an exact part of it, just where sets turn into sketches.
            if any(len(values) >= distinct for values in held):
                return True
        if union is None:
            self._unions[slot] = union = ValueSet()
            for values in held:
                union.merge(values)
        return len(union) >= distinct

    def save(self) -> SavedWindow:
        """Its content at rest."""
        return SavedWindow(
            self._window_ns,
            self._newest,
            tuple(
                (index, counts[0], {slot: bytes(values.to_bytes()) for slot, values in sets.items()})
                for index, (counts, sets) in self._buckets.items()
            ),
        )

    @classmethod
    def restore(cls, saved: SavedWindow, *, most: int | None = None) -> Window:
        """Makes a window of what was saved.

        Raises:
            ValueError: If it is none.
        """
        if len(saved.buckets) > BUCKETS:
            reason = "a window has more buckets than it can have"
            raise ValueError(reason)
        window = cls(saved.window_ns, most=most)
        window._newest = saved.newest
        for index, count, sets in saved.buckets:
            held = {slot: ValueSet.from_bytes(data) for slot, data in sets.items()}
            window._buckets[index] = ([count], held)
            if most is not None:
                window._bytes += sum(map(set_bytes, held.values()))
        return window

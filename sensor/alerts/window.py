"""Distinct values in a sliding window of capture time.

Value sets are merged, never added up: a value that is sent in every minute counts once. Time is cut into buckets, at
most 64 of them per window, so a window is as exact as a 64th of its length and its memory is bounded.
"""

from __future__ import annotations

from typing import Final

from sensor.engine import ValueSet

BUCKETS: Final = 64


class Window:
    """What one rule counts for one scope key, by slot of the rule."""

    __slots__ = ("_buckets", "_newest", "_width")

    def __init__(self, window_ns: int | None) -> None:
        """Starts empty. Without a length there is one bucket for all time."""
        self._width = max(1, -(-window_ns // BUCKETS)) if window_ns else 0
        self._newest = 0
        self._buckets: dict[int, tuple[list[int], dict[int, ValueSet]]] = {}

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
            held.merge(values)

    def _expire(self) -> None:
        oldest = self._newest - BUCKETS + 1
        for index in [index for index in self._buckets if index < oldest]:
            del self._buckets[index]

    def __len__(self) -> int:
        """Number of buckets held."""
        return len(self._buckets)

    def reached(self, *, slots: int, distinct: int, count: int) -> bool:
        """Tells whether every slot holds ``distinct`` values and all together occurred ``count`` times."""
        if sum(counts[0] for counts, _ in self._buckets.values()) < count:
            return False
        return all(self._slot_reached(slot, distinct) for slot in range(slots))

    def _slot_reached(self, slot: int, distinct: int) -> bool:
        held = [sets[slot] for _, sets in self._buckets.values() if slot in sets]
        if sum(map(len, held)) < distinct:
            return False  # merging can only make it less
        if any(len(values) >= distinct for values in held):
            return True
        merged = ValueSet()
        for values in held:
            merged.merge(values)
        return len(merged) >= distinct

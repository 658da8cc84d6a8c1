"""How long to wait before a delivery is tried again."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

FIRST_S: Final = 1.0
MOST_S: Final = 300.0


class Backoff:
    """Capped exponential backoff with full jitter: destinations that come back are not met by all sensors at once.

    After n failures in a row the pause is anything between 0 and ``min(most_s, first_s * 2**(n - 1))``.
    """

    def __init__(
        self,
        *,
        first_s: float = FIRST_S,
        most_s: float = MOST_S,
        chance: Callable[[], float] = random.random,
    ) -> None:
        """Starts without a failure.

        Args:
            first_s: Longest pause after one failure, in seconds.
            most_s: Longest pause of all, in seconds; also where a destination asks for more.
            chance: Numbers from 0 to 1, evenly distributed.
        """
        self._first_s = first_s
        self._most_s = most_s
        self._chance = chance
        self._ceiling_s = first_s

    def failed(self, retry_after_s: float | None = None) -> float:
        """Counts a failure and returns the pause after it, in seconds.

        Args:
            retry_after_s: The pause that the destination asked for: the least that it gets, up to the longest pause.
        """
        pause_s = self._chance() * min(self._ceiling_s, self._most_s)
        self._ceiling_s = min(self._ceiling_s * 2, self._most_s)
        # A comparison with NaN is false: a nonsensical wish counts for nothing.
        if retry_after_s is not None and retry_after_s > pause_s:
            return min(retry_after_s, self._most_s)
        return pause_s

    def succeeded(self) -> None:
        """Forgets all failures."""
        self._ceiling_s = self._first_s

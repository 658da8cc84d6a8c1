"""How many new alerts a rule may make in a minute."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

_MINUTE_NS: Final = 60 * 10**9


class Throttle:
    """Counts new alerts per rule. A rule's minute starts with its first alert after the minute before."""

    def __init__(self, most: int, used: Mapping[str, tuple[int, int]] | None = None) -> None:
        """Starts with what was used before a restart.

        Args:
            most: New alerts per rule and minute.
            used: By rule, when its minute began (ns) and how many alerts it made since.
        """
        self._most = most
        self._used = dict(used or {})

    @property
    def used(self) -> dict[str, tuple[int, int]]:
        """By rule, when its minute began (ns) and how many alerts it made since."""
        return dict(self._used)

    def room(self, rule: str, now_ns: int) -> int:
        """How many more alerts a rule may make now."""
        start, used = self._used.get(rule, (now_ns, 0))
        return self._most if now_ns - start >= _MINUTE_NS else max(0, self._most - used)

    def take(self, rule: str, now_ns: int) -> None:
        """Counts a new alert."""
        start, used = self._used.get(rule, (now_ns, 0))
        self._used[rule] = (now_ns, 1) if now_ns - start >= _MINUTE_NS else (start, used + 1)

    def clamp(self, now_ns: int) -> None:
        """Takes a clock that stepped back into account: no minute began later than now."""
        self._used = {rule: (min(start, now_ns), used) for rule, (start, used) in self._used.items()}

    def keep(self, rules: Mapping[str, object]) -> None:
        """Forgets rules that are not in force any more."""
        self._used = {rule: used for rule, used in self._used.items() if rule in rules}

"""The coverage ledger as the page shows it: a bar per zone pair, a table, and what could not be judged."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Final

from sensor.model.coverage import JUDGED, STATES, Coverage
from sensor.report.html.text import share

ZONE_PAIRS: Final = 20
MOSTLY: Final = 3
BAR_WIDTH: Final = 1000


@dataclass(frozen=True, slots=True)
class Segment:
    """One state's part of a bar, in units of ``BAR_WIDTH``."""

    state: str
    bytes: int
    share: str
    x: float
    width: float


@dataclass(frozen=True, slots=True)
class Row:
    """The bytes from one zone to another; the sums are complete also for a row that stands for several."""

    name: str
    direction: str
    bytes: dict[str, int]
    total: int
    judged: str
    bar: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class Unjudged:
    """A state that keeps bytes from being judged, and the protocols that most of them belong to."""

    state: str
    bytes: int
    share: str
    protocols: tuple[tuple[str, int], ...]
    protocols_more: int


@dataclass(frozen=True, slots=True)
class Ledger:
    """The ledger.

    ``known_missing`` is the part of ``total`` that no packet brought, ``weak`` the encrypted part that is weakly so.
    """

    total: int
    known_missing: int
    weak: int
    all: Row
    rows: tuple[Row, ...]
    unjudged: tuple[Unjudged, ...]


def ledger(coverage: tuple[Coverage, ...]) -> Ledger:
    """Adds the ledger up by zone pair, largest first; pairs beyond the limit become one row."""
    by_pair: dict[tuple[str, str, str], dict[str, int]] = defaultdict(lambda: dict.fromkeys(STATES, 0))
    everything = dict.fromkeys(STATES, 0)
    by_state: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for row in coverage:
        for state in STATES:
            count: int = getattr(row.bytes, state)
            by_pair[row.from_zone, row.to_zone, row.direction][state] += count
            everything[state] += count
            by_state[state][row.app_proto] += count
    ranked = sorted(by_pair.items(), key=lambda item: (item[0][2] != "egress", -sum(item[1].values()), item[0]))
    rows = [
        _row(f"{from_zone or '?'} → {to_zone or '?'}", direction, states)
        for (from_zone, to_zone, direction), states in ranked[:ZONE_PAIRS]
    ]
    rest = [states for _, states in ranked[ZONE_PAIRS:]]
    if rest:
        rows.append(
            _row(f"{len(rest)} more zone pairs", "", {state: sum(states[state] for states in rest) for state in STATES})
        )
    total = sum(everything.values())
    return Ledger(
        total=total,
        known_missing=sum(row.known_missing for row in coverage),
        weak=sum(row.encrypted_weak for row in coverage),
        all=_row("all traffic", "", everything),
        rows=tuple(rows),
        unjudged=_unjudged(everything, by_state, total),
    )


def _row(name: str, direction: str, states: dict[str, int]) -> Row:
    total = sum(states.values())
    done = sum(states[state] for state in JUDGED)
    return Row(name, direction, states, total, share(done, total), _bar(states, total))


def _bar(states: dict[str, int], total: int) -> tuple[Segment, ...]:
    """Lays states side by side. A state that has bytes is never too thin to be seen."""
    present = [(state, states[state]) for state in STATES if states[state] > 0]
    widths = [max(BAR_WIDTH * count / total, 4.0) for _, count in present]
    scale = BAR_WIDTH / sum(widths) if widths else 1.0
    segments: list[Segment] = []
    x = 0.0
    for (state, count), width in zip(present, widths, strict=True):
        segments.append(Segment(state, count, share(count, total), round(x, 2), round(width * scale, 2)))
        x += width * scale
    return tuple(segments)


def _unjudged(everything: dict[str, int], by_state: dict[str, dict[str, int]], total: int) -> tuple[Unjudged, ...]:
    found: list[Unjudged] = []
    for state in STATES:
        if state in JUDGED or everything[state] == 0:
            continue
        ranked = sorted(
            ((name, count) for name, count in by_state[state].items() if count), key=lambda item: (-item[1], item[0])
        )
        found.append(
            Unjudged(
                state, everything[state], share(everything[state], total), tuple(ranked[:MOSTLY]), len(ranked[MOSTLY:])
            )
        )
    return tuple(sorted(found, key=lambda item: -item.bytes))

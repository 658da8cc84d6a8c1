"""Geometry of the two pictures: who sent to whom, and when. The template draws them.

Pictures are bounded: hosts and detectors beyond a limit are drawn as one. Coordinates are units of a view box that is
``WIDTH`` wide.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from sensor.model.alert import SEVERITIES
from sensor.report.html.text import epoch
from sensor.report.html.view import Pair, severities, worst

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sensor.report.data import ReportData

WIDTH: Final = 1000
HOSTS: Final = 10
LANES: Final = 10
BUCKETS: Final = 60
TICKS: Final = 6

_LEFT, _RIGHT, _BAR = 290.0, 710.0, 12.0
_RIBBONS_HEIGHT: Final = 300.0
_THINNEST: Final = 3.0
_NODE_LEAST: Final = 30.0
_GAP: Final = 14.0
_PLOT_LEFT, _PLOT_WIDTH = 230.0, 750.0
_STEPS: Final = (
    1,
    2,
    5,
    10,
    15,
    30,
    60,
    120,
    300,
    600,
    900,
    1800,
    3600,
    7200,
    14400,
    21600,
    43200,
    86400,
    172800,
    604800,
    1209600,
    2592000,
    7776000,
)
_MINUTE: Final = 60
_DAY: Final = 86400


@dataclass(frozen=True, slots=True)
class Node:
    """A host, or all the hosts that have no place of their own (then ``ip`` is empty and ``others`` counts them)."""

    ip: str
    zone: str
    name: str
    others: int
    weight: int
    x: float
    y: float
    height: float


@dataclass(frozen=True, slots=True)
class Ribbon:
    """What went from a host to another. ``path`` is SVG path data."""

    path: str
    severity: str
    weight: int
    sender: str
    receiver: str


@dataclass(frozen=True, slots=True)
class FlowPicture:
    """Senders on the left, receivers on the right."""

    senders: tuple[Node, ...]
    receivers: tuple[Node, ...]
    ribbons: tuple[Ribbon, ...]
    height: float
    exposed_only: bool


@dataclass(frozen=True, slots=True)
class Bar:
    """A piece of a stacked column, or a mark in a lane."""

    x: float
    y: float
    width: float
    height: float
    severity: str
    count: int


@dataclass(frozen=True, slots=True)
class Lane:
    """The findings of one detector over time."""

    name: str
    y: float
    total: int
    marks: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Tick:
    """A time on the axis."""

    x: float
    label: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """Findings over time: columns by severity, below them a lane per detector.

    ``shown`` of ``total`` findings are drawn.
    """

    columns: tuple[Bar, ...]
    lanes: tuple[Lane, ...]
    ticks: tuple[Tick, ...]
    tallest: int
    base: float
    height: float
    days: str
    shown: int
    total: int


def flow_picture(pairs: Sequence[Pair]) -> FlowPicture | None:
    """Lays out the pairs: those that left unprotected, or all if none did. None if there is nothing to draw."""
    exposed = [pair for pair in pairs if pair.exposed]
    chosen = exposed or list(pairs)
    if not chosen:
        return None
    edges: dict[tuple[str, str], tuple[int, str]] = {}
    left_key = _keys((pair.sender_ip, pair.weight) for pair in chosen)
    right_key = _keys((pair.receiver_ip, pair.weight) for pair in chosen)
    for pair in chosen:
        key = (left_key.get(pair.sender_ip, ""), right_key.get(pair.receiver_ip, ""))
        weight, severity = edges.get(key, (0, "none"))
        edges[key] = (weight + pair.weight, worst((severity, pair.severity)))
    total = sum(weight for weight, _ in edges.values()) or 1
    thickness = {key: max(_THINNEST, _RIBBONS_HEIGHT * weight / total) for key, (weight, _) in edges.items()}
    senders = _nodes(chosen, edges, thickness, left_key, side=0)
    receivers = _nodes(chosen, edges, thickness, right_key, side=1)
    heights = [max((node.y + node.height for node in nodes), default=0.0) for nodes in (senders, receivers)]
    height = max(heights)
    senders = [_shifted(node, (height - heights[0]) / 2) for node in senders]
    receivers = [_shifted(node, (height - heights[1]) / 2) for node in receivers]
    ribbons = _ribbons(edges, thickness, senders, receivers)
    return FlowPicture(tuple(senders), tuple(receivers), tuple(ribbons), round(height + 8, 1), bool(exposed))


def _keys(weights: Iterable[tuple[str, int]]) -> dict[str, str]:
    """Addresses that get a place of their own; the others share the empty key."""
    sums: dict[str, int] = defaultdict(int)
    for address, weight in weights:
        sums[address] += weight
    ranked = sorted(sums, key=lambda address: (-sums[address], address))
    own = ranked if len(ranked) <= HOSTS else ranked[: HOSTS - 1]
    return {address: address for address in own}


def _nodes(
    pairs: Sequence[Pair],
    edges: dict[tuple[str, str], tuple[int, str]],
    thickness: dict[tuple[str, str], float],
    own: dict[str, str],
    *,
    side: int,
) -> list[Node]:
    facts = {
        (pair.receiver_ip if side else pair.sender_ip): (pair.receiver_zone, pair.receiver_name)
        if side
        else (pair.sender_zone, pair.sender_name)
        for pair in pairs
    }
    weights: dict[str, int] = defaultdict(int)
    heights: dict[str, float] = defaultdict(float)
    for key, (weight, _) in edges.items():
        weights[key[side]] += weight
        heights[key[side]] += thickness[key]
    order = sorted(weights, key=lambda address: (address == "", -weights[address], address))
    nodes: list[Node] = []
    y = 4.0
    for address in order:
        zone, name = facts.get(address, ("", ""))
        height = max(_NODE_LEAST, heights[address])
        others = len(facts) - len(own) if address == "" else 0
        nodes.append(Node(address, zone, name, others, weights[address], _RIGHT if side else _LEFT - _BAR, y, height))
        y += height + _GAP
    return nodes


def _shifted(node: Node, by: float) -> Node:
    return Node(
        node.ip, node.zone, node.name, node.others, node.weight, node.x, round(node.y + by, 1), round(node.height, 1)
    )


def _ribbons(
    edges: dict[tuple[str, str], tuple[int, str]],
    thickness: dict[tuple[str, str], float],
    senders: Sequence[Node],
    receivers: Sequence[Node],
) -> list[Ribbon]:
    left = {node.ip: (index, node) for index, node in enumerate(senders)}
    right = {node.ip: (index, node) for index, node in enumerate(receivers)}
    used: list[dict[str, float]] = [defaultdict(float), defaultdict(float)]
    sums: list[dict[str, float]] = [defaultdict(float), defaultdict(float)]
    for key, thick in thickness.items():
        sums[0][key[0]] += thick
        sums[1][key[1]] += thick
    ribbons: list[Ribbon] = []
    middle = (_LEFT + _RIGHT) / 2
    for key in sorted(edges, key=lambda pair: (left[pair[0]][0], right[pair[1]][0])):
        weight, severity = edges[key]
        thick = thickness[key]
        start, end = left[key[0]][1], right[key[1]][1]
        y0 = start.y + (start.height - sums[0][key[0]]) / 2 + used[0][key[0]] + thick / 2
        y1 = end.y + (end.height - sums[1][key[1]]) / 2 + used[1][key[1]] + thick / 2
        used[0][key[0]] += thick
        used[1][key[1]] += thick
        half = thick / 2
        path = (
            f"M{_LEFT:g} {y0 - half:.1f}"
            f"C{middle:g} {y0 - half:.1f} {middle:g} {y1 - half:.1f} {_RIGHT:g} {y1 - half:.1f}"
            f"V{y1 + half:.1f}"
            f"C{middle:g} {y1 + half:.1f} {middle:g} {y0 + half:.1f} {_LEFT:g} {y0 + half:.1f}Z"
        )
        ribbons.append(Ribbon(path, severity, weight, _label(start), _label(end)))
    return ribbons


def _label(node: Node) -> str:
    return node.ip or f"{node.others} other hosts"


def timeline(data: ReportData) -> Timeline | None:
    """Counts findings per bucket between the first and the last packet. None if there are no findings to draw."""
    if not data.findings:
        return None
    severity_of = severities(data)
    times = [epoch(finding.ts) for finding in data.findings]
    start = min([*times, *([epoch(data.run.first_packet)] if data.run.first_packet else [])])
    end = max([*times, *([epoch(data.run.last_packet)] if data.run.last_packet else [])])
    width = max(end - start, 1.0)
    columns: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    lanes: dict[str, dict[int, dict[str, int]]] = defaultdict(lambda: defaultdict(lambda: defaultdict(int)))
    for finding, time in zip(data.findings, times, strict=True):
        bucket = min(BUCKETS - 1, int((time - start) / width * BUCKETS))
        severity = severity_of.get((finding.sender.peer_ip, finding.receiver.peer_ip, finding.detector), "none")
        columns[bucket][severity] += 1
        lanes[finding.detector][bucket][severity] += 1
    base = 132.0
    tallest = max(sum(counts.values()) for counts in columns.values())
    drawn = _lanes(lanes, base + 16)
    return Timeline(
        columns=tuple(_columns(columns, tallest, base)),
        lanes=tuple(drawn),
        ticks=tuple(_ticks(start, width)),
        tallest=tallest,
        base=base,
        height=base + 16 + 24 * len(drawn) + 30,
        days=_days(start, start + width),
        shown=len(data.findings),
        total=max(data.findings_total, len(data.findings)),
    )


def _x(bucket: int) -> float:
    return round(_PLOT_LEFT + _PLOT_WIDTH * bucket / BUCKETS, 1)


def _columns(columns: dict[int, dict[str, int]], tallest: int, base: float) -> list[Bar]:
    bars: list[Bar] = []
    for bucket in sorted(columns):
        y = base
        for severity in (*reversed(SEVERITIES), "none"):
            count = columns[bucket].get(severity, 0)
            if count:
                height = (base - 22) * count / tallest
                y -= height
                bars.append(
                    Bar(
                        _x(bucket),
                        round(y, 1),
                        round(_PLOT_WIDTH / BUCKETS - 1.5, 1),
                        round(height, 1),
                        severity,
                        count,
                    )
                )
    return bars


def _lanes(lanes: dict[str, dict[int, dict[str, int]]], top: float) -> list[Lane]:
    totals = {name: sum(sum(counts.values()) for counts in buckets.values()) for name, buckets in lanes.items()}
    ranked = sorted(totals, key=lambda name: (-totals[name], name))
    own = ranked if len(ranked) <= LANES else ranked[: LANES - 1]
    merged = {name: lanes[name] for name in own}
    rest = ranked[len(own) :]
    if rest:
        together: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
        for name in rest:
            for bucket, counts in lanes[name].items():
                for severity, count in counts.items():
                    together[bucket][severity] += count
        merged[f"{len(rest)} other detectors"] = together
    drawn: list[Lane] = []
    for index, (name, buckets) in enumerate(merged.items()):
        y = top + 24 * index
        marks = [
            Bar(_x(bucket), y + 5, round(_PLOT_WIDTH / BUCKETS - 1.5, 1), 12.0, worst(counts), sum(counts.values()))
            for bucket, counts in sorted(buckets.items())
        ]
        drawn.append(Lane(name, y, sum(mark.count for mark in marks), tuple(marks)))
    return drawn


def _ticks(start: float, width: float) -> list[Tick]:
    step = next((step for step in _STEPS if width / step <= TICKS), max(_STEPS[-1], int(width / TICKS)))
    first = int(start // step * step)
    ticks: list[Tick] = []
    for index in range(TICKS + 2):
        time = first + index * step
        if start <= time <= start + width:
            ticks.append(Tick(round(_PLOT_LEFT + _PLOT_WIDTH * (time - start) / width, 1), _clock(time, step)))
    return ticks


def _clock(time: int, step: int) -> str:
    if step >= _DAY:
        return _date(time)
    second = time % _DAY
    return f"{second // 3600:02}:{second // 60 % 60:02}" + (f":{second % 60:02}" if step < _MINUTE else "")


def _date(time: float) -> str:
    return datetime.fromtimestamp(time, UTC).strftime("%Y-%m-%d")


def _days(start: float, end: float) -> str:
    first, last = _date(start), _date(end)
    return first if first == last else f"{first} – {last}"

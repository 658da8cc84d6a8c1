"""What a panel is made of, and the queries that many panels share."""

from __future__ import annotations

from typing import Final, Literal, TypeAlias

import msgspec

Unit: TypeAlias = Literal["short", "percentunit", "Bps", "bytes", "pps", "s", "none"]
Kind: TypeAlias = Literal["stat", "timeseries", "bargauge", "heatmap", "state-timeline"]

SENSOR: Final = 'instance=~"$instance"'
GREEN, YELLOW, ORANGE, RED, BLUE, GREY = "green", "yellow", "orange", "red", "blue", "#808080"
PROTECTION_COLOURS: Final = {"none": RED, "weak": ORANGE, "sound": GREEN, "unknown": GREY}


class Query(msgspec.Struct, frozen=True):
    """An expression and how its series are called; ``{{label}}`` stands for a label's value."""

    expr: str
    legend: str = ""


class Panel(msgspec.Struct, frozen=True, kw_only=True):
    """A panel.

    Attributes:
        title: English.
        about: What it shows and what to make of it.
        zh: The same in a few Chinese words.
        kind: Grafana's type of panel.
        queries: What it shows.
        unit: Grafana's unit of the values.
        width: Columns of 24.
        stacked: Whether the series of a ``timeseries`` add up to something; drawn as areas, or as bars.
        bars: Whether a ``timeseries`` counts events: bars.
        top: The scale's end, where there is one.
        steps: From which value on a colour holds; the first is the colour below all.
        colours: The colour of a series by its name.
        words: What a value is called, and its colour.
        names: Shows the series' names rather than the values (``stat``).
    """

    title: str
    about: str
    zh: str
    kind: Kind
    queries: tuple[Query, ...]
    unit: Unit = "short"
    width: int = 8
    stacked: bool = False
    bars: bool = False
    top: float | None = None
    steps: tuple[tuple[float | None, str], ...] = ((None, GREEN),)
    colours: dict[str, str] = msgspec.field(default_factory=dict)
    words: dict[str, tuple[str, str]] = msgspec.field(default_factory=dict)
    names: bool = False

    @property
    def instant(self) -> bool:
        """Whether it shows the present only."""
        return self.kind in {"stat", "bargauge"}


class Row(msgspec.Struct, frozen=True):
    """Panels under one heading, from left to right and on to the next line; all of one height."""

    title: str
    height: int
    panels: tuple[Panel, ...]


def births(series: str, window: str) -> str:
    """Increase of a counter whose series are born with their first event, which ``increase`` alone would miss.

    A series that was not there at the window's begin counts in full, unless its sensor could not be scraped then.
    """
    born = f"{series} unless {series} offset {window} unless on (job, instance) up offset {window} == 0"
    return f"({born} or increase({series}[{window}]))"


def per_second(metric: str, matchers: str, by: str = "") -> str:
    """Rate of a counter, summed up by labels if there are any."""
    rate = f"rate({metric}{{{matchers}}}[$__rate_interval])"
    return f"sum by ({by}) ({rate})" if by else rate

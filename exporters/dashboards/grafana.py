"""The Grafana dashboard, made from ``panels``: ``python -m exporters.dashboards.grafana`` writes ``leaktap.json``.

``--check`` writes nothing and fails if the file is not what the code says.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from exporters.dashboards.panels import ROWS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from exporters.dashboards.panel import Panel

FILE: Final = Path(__file__).with_name("leaktap.json")
COLUMNS: Final = 24
# Grafana 10.4 and newer; newer ones bring older dashboards up to date by themselves.
_SCHEMA_VERSION: Final = 39
_SOURCE: Final = {"type": "prometheus", "uid": "${datasource}"}
_LAST_VALUE: Final = {"calcs": ["lastNotNull"], "fields": "", "values": False}
_LEGEND: Final = {"displayMode": "list", "placement": "bottom", "showLegend": True, "calcs": []}


def _thresholds(steps: Sequence[tuple[float | None, str]]) -> dict[str, Any]:
    return {"mode": "absolute", "steps": [{"value": value, "color": colour} for value, colour in steps]}


def _options(panel: Panel) -> dict[str, Any]:
    """What is drawn how, by kind of panel."""
    match panel.kind:
        case "stat":
            return {
                "reduceOptions": _LAST_VALUE,
                "colorMode": "none" if panel.names else "background",
                "graphMode": "none",
                "justifyMode": "auto",
                "orientation": "auto",
                "textMode": "name" if panel.names else "value_and_name",
            }
        case "bargauge":
            return {
                "reduceOptions": _LAST_VALUE,
                "displayMode": "basic",
                "orientation": "horizontal",
                "showUnfilled": True,
                "valueMode": "color",
            }
        case "heatmap":
            return {
                "calculate": False,
                "cellGap": 1,
                "color": {"mode": "scheme", "scheme": "Oranges", "steps": 64, "exponent": 0.5, "reverse": False},
                "yAxis": {"unit": panel.unit, "axisPlacement": "left"},
                "rowsFrame": {"layout": "auto"},
                "legend": {"show": True},
                "tooltip": {"mode": "single", "yHistogram": False},
            }
        case "state-timeline":
            return {"showValue": "auto", "mergeValues": True, "legend": _LEGEND, "tooltip": {"mode": "single"}}
        case "timeseries":
            return {"legend": _LEGEND, "tooltip": {"mode": "multi", "sort": "desc"}}


def _custom(panel: Panel) -> dict[str, Any]:
    """How the series of a panel are drawn."""
    if panel.kind == "state-timeline":
        return {"fillOpacity": 70, "lineWidth": 0}
    if panel.kind != "timeseries":
        return {}
    return {
        "drawStyle": "bars" if panel.bars else "line",
        "fillOpacity": 80 if panel.bars else 40 if panel.stacked else 0,
        "lineWidth": 1,
        "showPoints": "never",
        "stacking": {"mode": "normal" if panel.stacked else "none", "group": "A"},
    }


def _overrides(panel: Panel) -> list[dict[str, Any]]:
    """Colours by the name of a series; a ``stat`` takes its colour only while there is something to count."""
    found = []
    for name, colour in panel.colours.items():
        one = {"id": "color", "value": {"mode": "fixed", "fixedColor": colour}}
        if panel.kind == "stat":
            one = {"id": "thresholds", "value": _thresholds(((None, "green"), (1, colour)))}
        found.append({"matcher": {"id": "byName", "options": name}, "properties": [one]})
    return found


def _fields(panel: Panel) -> dict[str, Any]:
    """Unit, range, colours and words of a panel's values."""
    plain = panel.kind == "timeseries" or (panel.kind == "bargauge" and len(panel.steps) == 1)
    defaults: dict[str, Any] = {
        "unit": panel.unit,
        "min": 0,
        "color": {"mode": "palette-classic" if plain else "thresholds"},
        "thresholds": _thresholds(panel.steps),
        "custom": _custom(panel),
    }
    if panel.unit == "short":
        defaults["decimals"] = 0
    if panel.top is not None:
        defaults["max"] = panel.top
    if panel.words:
        options = {
            value: {"text": text, "color": colour, "index": index}
            for index, (value, (text, colour)) in enumerate(panel.words.items())
        }
        defaults["mappings"] = [{"type": "value", "options": options}]
    return {"defaults": defaults, "overrides": _overrides(panel)}


def _targets(panel: Panel) -> list[dict[str, Any]]:
    return [
        {
            "refId": chr(ord("A") + index),
            "datasource": _SOURCE,
            "editorMode": "code",
            "expr": query.expr,
            "legendFormat": query.legend,
            "format": "heatmap" if panel.kind == "heatmap" else "time_series",
            "instant": panel.instant,
            "range": not panel.instant,
        }
        for index, query in enumerate(panel.queries)
    ]


def _panel(panel: Panel, number: int, grid: dict[str, int]) -> dict[str, Any]:
    return {
        "id": number,
        "type": panel.kind,
        "title": panel.title,
        "description": f"{panel.about}\n\n{panel.zh}",
        "datasource": _SOURCE,
        "gridPos": grid,
        "targets": _targets(panel),
        "fieldConfig": _fields(panel),
        "options": _options(panel),
    }


def _panels() -> list[dict[str, Any]]:
    """All panels with ids and places: rows below each other, their panels line by line."""
    found: list[dict[str, Any]] = []
    y = 0
    for row in ROWS:
        grid = {"x": 0, "y": y, "w": COLUMNS, "h": 1}
        found.append(
            {"id": len(found) + 1, "type": "row", "title": row.title, "collapsed": False, "gridPos": grid, "panels": []}
        )
        y += 1
        x = 0
        for panel in row.panels:
            if x + panel.width > COLUMNS:
                x, y = 0, y + row.height
            found.append(_panel(panel, len(found) + 1, {"x": x, "y": y, "w": panel.width, "h": row.height}))
            x += panel.width
        y += row.height
    return found


def _choice(name: str, label: str, metric: str, by: str) -> dict[str, Any]:
    """A variable that offers the values of a label, all of them at first."""
    query = f"label_values({metric}, {by})"
    return {
        "type": "query",
        "name": name,
        "label": label,
        "datasource": _SOURCE,
        "definition": query,
        "query": {"query": query, "refId": "StandardVariableQuery"},
        "refresh": 2,
        "sort": 1,
        "multi": True,
        "includeAll": True,
        "allValue": ".+",
        "current": {"selected": True, "text": ["All"], "value": ["$__all"]},
        "hide": 0,
        "options": [],
        "regex": "",
        "skipUrlSync": False,
    }


def dashboard() -> dict[str, Any]:
    """The dashboard as Grafana imports it."""
    source = {
        "type": "datasource",
        "name": "datasource",
        "label": "Data source",
        "query": "prometheus",
        "refresh": 1,
        "multi": False,
        "includeAll": False,
        "hide": 0,
        "options": [],
        "regex": "",
        "skipUrlSync": False,
    }
    zones = 'leaktap_coverage_bytes_total{instance=~"$instance"}'
    return {
        "uid": "leaktap-sensor",
        "title": "leaktap",
        "description": "What leaks, over what, and how much of the traffic could be judged. 网络数据泄露监测",
        "tags": ["leaktap", "security"],
        "schemaVersion": _SCHEMA_VERSION,
        "editable": True,
        "graphTooltip": 1,
        "timezone": "browser",
        "refresh": "30s",
        "time": {"from": "now-6h", "to": "now"},
        "templating": {
            "list": [
                source,
                _choice("instance", "Sensor 传感器", "leaktap_build_info", "instance"),
                _choice("zone", "Sender's zone 发送方区域", zones, "from_zone"),
            ]
        },
        "panels": _panels(),
    }


def text() -> str:
    """The dashboard as it stands in the file."""
    return json.dumps(dashboard(), indent=2, ensure_ascii=False) + "\n"


def main(arguments: Sequence[str]) -> int:
    """Writes the file, or with ``--check`` compares it; tells the exit code."""
    if "--check" not in arguments:
        FILE.write_text(text(), encoding="utf-8")
        return 0
    if FILE.is_file() and FILE.read_text(encoding="utf-8") == text():
        return 0
    sys.stderr.write(f"{FILE.name} is stale: run `python -m exporters.dashboards.grafana`\n")
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

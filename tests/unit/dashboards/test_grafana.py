"""The dashboard: current, of a form that Grafana's own types know, and every panel shows something for a sensor."""

from __future__ import annotations

import itertools
import json
import re
import shutil
import subprocess
import warnings
from typing import TYPE_CHECKING, Any

import pytest

from exporters.dashboards import grafana
from exporters.dashboards.panels import ROWS
from exporters.prometheus import METRICS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from exporters.dashboards.panel import Panel

PANELS = [panel for row in ROWS for panel in row.panels]
QUERIES = [(panel, query) for panel in PANELS for query in panel.queries]


def names(expression: str) -> set[str]:
    """Metrics that an expression reads; a histogram's parts count for the whole."""
    found = re.findall(r"\b(?:leaktap|process)_[a-z_]+", expression)
    return {re.sub(r"_seconds_(?:bucket|sum|count)$", "_seconds", name) for name in found}


def matchers(expression: str) -> Iterator[tuple[str, str, str]]:
    """Each ``metric{label=~"value"}`` of an expression."""
    for metric, inside in re.findall(r"(leaktap_[a-z_]+)\{([^}]*)\}", expression):
        for label, value in re.findall(r'([a-z_]+)(?:=|!=|=~|!~)"([^"]*)"', inside):
            yield metric, label, value


def lost(ours: Any, theirs: Any, path: str = "") -> Iterator[str]:
    """What of ours is not in theirs."""
    if isinstance(ours, dict) and isinstance(theirs, dict):
        for key, value in ours.items():
            yield from lost(value, theirs[key], f"{path}.{key}") if key in theirs else [f"{path}.{key}"]
    elif isinstance(ours, list) and isinstance(theirs, list) and len(ours) == len(theirs):
        for index, (one, other) in enumerate(zip(ours, theirs, strict=True)):
            yield from lost(one, other, f"{path}[{index}]")
    elif ours != theirs:
        yield path


def read_by_grafana(dashboard: dict[str, Any]) -> Any:
    """What Grafana's types keep of a dashboard."""
    with warnings.catch_warnings():
        # The SDK recommends the form that Grafana 12 introduced; ours is the one that older ones read as well.
        warnings.simplefilter("ignore", DeprecationWarning)
        models = pytest.importorskip("grafana_foundation_sdk.models.dashboard")
    from grafana_foundation_sdk.cog.encoder import JSONEncoder  # noqa: PLC0415 - there only if the line above went well
    from grafana_foundation_sdk.cog.plugins import register_default_plugins  # noqa: PLC0415 - as above

    register_default_plugins()
    return json.loads(JSONEncoder().encode(models.Dashboard.from_json(dashboard)))


def test_file_is_current() -> None:
    assert grafana.main(["--check"]) == 0, "run `python -m exporters.dashboards.grafana`"


def test_stale_file_is_noticed_and_written_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(grafana, "FILE", tmp_path / "leaktap.json")
    assert grafana.main(["--check"]) == 1
    assert "leaktap.json is stale" in capsys.readouterr().err
    assert grafana.main([]) == 0
    assert grafana.main(["--check"]) == 0
    assert json.loads((tmp_path / "leaktap.json").read_text(encoding="utf-8")) == grafana.dashboard()


def test_grafana_knows_every_key_and_value() -> None:
    dashboard = grafana.dashboard()
    assert list(lost(dashboard, read_by_grafana(dashboard))) == []


def test_key_that_grafana_does_not_know_is_noticed() -> None:
    dashboard = grafana.dashboard()
    dashboard["panels"][1]["options"]["colourMode"] = "value"
    dashboard["panels"][2]["targets"][0]["expression"] = "up"
    expected = [".panels[1].options.colourMode", ".panels[2].targets[0].expression"]
    assert list(lost(dashboard, read_by_grafana(dashboard))) == expected


def test_panels_have_ids_of_their_own_and_fill_the_grid_without_overlap() -> None:
    panels = grafana.dashboard()["panels"]
    assert len({panel["id"] for panel in panels}) == len(panels)
    cells = [
        (x, y)
        for grid in (panel["gridPos"] for panel in panels)
        for x, y in itertools.product(range(grid["x"], grid["x"] + grid["w"]), range(grid["y"], grid["y"] + grid["h"]))
    ]
    assert len(set(cells)) == len(cells)
    bottom = max(y for _, y in cells) + 1
    assert set(cells) == set(itertools.product(range(grafana.COLUMNS), range(bottom)))


def test_everything_reads_from_the_chosen_source() -> None:
    dashboard = grafana.dashboard()
    variables = dashboard["templating"]["list"]
    assert [variable["name"] for variable in variables] == ["datasource", "instance", "zone"]
    panels = [panel for panel in dashboard["panels"] if panel["type"] != "row"]
    readers = [*variables[1:], *panels, *(target for panel in panels for target in panel["targets"])]
    assert {reader["datasource"]["uid"] for reader in readers} == {"${datasource}"}


@pytest.mark.parametrize("panel", PANELS, ids=lambda panel: panel.title)
def test_panel_is_explained_in_both_languages(panel: Panel) -> None:
    assert panel.about.endswith(".")
    assert re.search(r"[\u4e00-\u9fff]", panel.zh)


@pytest.mark.parametrize(("panel", "query"), QUERIES, ids=lambda value: getattr(value, "title", ""))
def test_query_uses_metrics_labels_and_values_that_exist(
    panel: Panel, query: Any, label_values: dict[str, tuple[str, ...]]
) -> None:
    used = names(query.expr)
    assert used
    assert used - set(METRICS) == set()
    for metric, label, value in matchers(query.expr):
        assert label == "instance" or label in METRICS[metric.removesuffix("_bucket")].labels, panel.title
        if label in label_values:
            assert set(value.split("|")) <= set(label_values[label])
    # All series of the sensor are filtered by the sensor.
    assert len(re.findall(r"leaktap_[a-z_]+", query.expr)) == query.expr.count('instance=~"$instance"')


@pytest.mark.parametrize("panel", PANELS, ids=lambda panel: panel.title)
def test_unit_fits_the_quantity(panel: Panel) -> None:
    for query in panel.queries:
        ratio = " / " in query.expr or "_ratio{" in query.expr
        if ratio:
            expected = {"percentunit"}
        elif "_bytes" in query.expr:
            expected = {"Bps"} if "rate(" in query.expr else {"bytes"}
        elif "_seconds" in query.expr:
            expected = {"s"}
        elif "_packets" in query.expr:
            expected = {"pps"}
        else:
            expected = {"short", "none"}
        assert panel.unit in expected


def test_gauges_are_not_rated_and_counters_are() -> None:
    for panel, query in QUERIES:
        for name in names(query.expr):
            ranged = re.search(rf"{name}(?:_bucket)?\{{[^}}]*\}}\[", query.expr) is not None
            assert ranged is (METRICS[name].kind != "gauge"), panel.title


def test_promtool_parses_every_query(tmp_path: Path) -> None:
    promtool = shutil.which("promtool")
    if promtool is None:
        pytest.skip("promtool is not installed")
    rules = [
        {"record": f"panel:query:{index}", "expr": resolve(query.expr)} for index, (_, query) in enumerate(QUERIES)
    ]
    path = tmp_path / "queries.yml"
    path.write_text(json.dumps({"groups": [{"name": "queries", "rules": rules}]}), encoding="utf-8")
    run = subprocess.run([promtool, "check", "rules", str(path)], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    assert f"{len(QUERIES)} rules found" in run.stdout


def resolve(expression: str, window: str = "5m") -> str:
    """Fills the variables in as Grafana does with everything chosen."""
    for name, value in (
        ("$__rate_interval", window),
        ("$__range", window),
        ("$instance", ".+"),
        ("$zone", ".+"),
    ):
        expression = expression.replace(name, value)
    return expression


def test_every_panel_shows_something_for_a_sensor_that_exports_everything(prometheus: Any) -> None:
    for panel, query in QUERIES:
        series = prometheus.query(resolve(query.expr))
        assert series, f"{panel.title}: {query.expr}"
        for label in re.findall(r"\{\{(\w+)\}\}", query.legend):
            assert all(one["metric"].get(label) for one in series), f"{panel.title}: {label}"


def test_fixed_colours_are_for_series_that_occur(prometheus: Any) -> None:
    for panel in PANELS:
        query = panel.queries[0]
        shown = {
            re.sub(r"\{\{(\w+)\}\}", lambda match, one=one: one["metric"][match[1]], query.legend)  # type: ignore[misc]
            for one in (prometheus.query(resolve(query.expr)) if panel.colours else [])
        }
        assert set(panel.colours) == shown


def test_variables_offer_what_the_sensor_has(prometheus: Any) -> None:
    for variable in grafana.dashboard()["templating"]["list"][1:]:
        found = re.fullmatch(r"label_values\((.+), (\w+)\)", variable["definition"])
        assert found is not None
        assert {one["metric"].get(found[2]) for one in prometheus.query(resolve(found[1]))} - {None}

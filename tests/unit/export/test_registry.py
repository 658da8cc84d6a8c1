from __future__ import annotations

import importlib
from importlib.metadata import EntryPoint
from typing import TYPE_CHECKING, Any

import pytest

from sensor.errors import ConfigError
from sensor.export import registry
from sensor.export.api import Exporter

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from sensor.model.event import Event


class Elsewhere(Exporter):
    """A destination of another package."""

    def __init__(self, name: str, options: Mapping[str, Any]) -> None:
        self.name = name
        self.options = dict(options)

    def send(self, events: Sequence[Event]) -> None:
        pass

    def check(self) -> str:
        return "fine"


class Outdated(Elsewhere):
    api_version = 0


@pytest.fixture
def registered(monkeypatch: pytest.MonkeyPatch) -> None:
    entries = [
        EntryPoint(name, f"elsewhere:{kind.__name__}", registry.GROUP)
        for name, kind in (("elsewhere", Elsewhere), ("outdated", Outdated))
    ]
    monkeypatch.setattr(registry, "entry_points", lambda group: entries if group == registry.GROUP else [])
    monkeypatch.setattr(EntryPoint, "load", lambda entry: globals()[entry.value.partition(":")[2]])


@pytest.mark.usefixtures("registered")
def test_other_packages_stand_behind_ours() -> None:
    assert registry.kinds() == [*registry.BUILTIN, "elsewhere", "outdated"]


@pytest.mark.usefixtures("registered")
def test_type_is_the_name_unless_it_is_given() -> None:
    built = registry.build({"elsewhere": {"a": 1}, "second": {"type": "elsewhere", "b": 2}})
    assert {name: (found.name, found.options) for name, found in built.items() if isinstance(found, Elsewhere)} == {
        "elsewhere": ("elsewhere", {"a": 1}),
        "second": ("second", {"b": 2}),
    }


@pytest.mark.usefixtures("registered")
def test_other_version_of_the_contract_is_refused() -> None:
    with pytest.raises(ConfigError, match=r"exporter outdated: .* another version"):
        registry.build({"outdated": {}})


def test_unknown_type_is_refused_with_those_that_are_known() -> None:
    with pytest.raises(ConfigError, match=r"exporter splunk: there is no type `splunk` .*webhook"):
        registry.build({"splunk": {}})


def test_what_is_pulled_is_not_built() -> None:
    assert registry.build({"prometheus": {"listen": "127.0.0.1:9477"}}) == {}


def test_missing_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(module: str) -> Any:
        raise ModuleNotFoundError(f"No module named {module!r}", name="confluent_kafka")

    monkeypatch.setattr(importlib, "import_module", missing)
    with pytest.raises(ConfigError, match=r"confluent_kafka is not installed \(pip install 'leaktap\[kafka\]'\)"):
        registry.build({"kafka": {"brokers": ["kafka.example.com"]}})


@pytest.mark.parametrize(
    ("kind", "options"),
    [
        ("webhook", {"url": "https://siem.example.com/in"}),
        ("alertmanager", {"urls": ["https://am.example.com"]}),
        ("elastic", {"urls": ["https://es.example.com:9200"]}),
        ("kafka", {"brokers": ["kafka.example.com:9093"]}),
    ],
)
def test_our_own_are_built_without_connecting(kind: str, options: dict[str, Any]) -> None:
    if kind == "kafka":
        pytest.importorskip("confluent_kafka", reason="confluent-kafka is not installed")
    (found,) = registry.build({kind: options}).values()
    assert type(found).__name__ == registry.BUILTIN[kind][1]
    assert found.addresses()
    assert found.batch_events > 0
    found.close()


@pytest.mark.parametrize("kind", ["webhook", "alertmanager", "elastic", "kafka"])
def test_missing_option_is_named(kind: str) -> None:
    if kind == "kafka":
        pytest.importorskip("confluent_kafka", reason="confluent-kafka is not installed")
    with pytest.raises(ConfigError, match=f"exporter {kind}: .*missing required field"):
        registry.build({kind: {}})


def test_a_file_has_one_writer(tmp_path: Path) -> None:
    path = tmp_path / "alerts.jsonl"
    same = str(tmp_path / "." / "alerts.jsonl")
    with pytest.raises(ConfigError, match="exporter again: file writes to the same file") as caught:
        registry.build({"file": {"path": str(path)}, "again": {"type": "file", "path": same}})
    assert caught.value.place == ("exporters", "again")
    assert len(registry.build({"file": {"path": str(path)}, "again": {"type": "file", "path": f"{path}.2"}})) == 2

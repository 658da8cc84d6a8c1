"""Which destinations there are: ours by name, and those that other packages register."""

from __future__ import annotations

import importlib
import os
from importlib.metadata import entry_points
from typing import TYPE_CHECKING, Any, Final, cast

from sensor.errors import ConfigError, at
from sensor.export.api import API_VERSION, Exporter

if TYPE_CHECKING:
    from collections.abc import Mapping

GROUP: Final = "leaktap.exporters"

# Our own, by the name of their type: module and class. Imported only when configured: some need extras.
BUILTIN: Final[dict[str, tuple[str, str]]] = {
    "file": ("exporters.file", "File"),
    "syslog": ("exporters.syslog", "Syslog"),
    "webhook": ("exporters.webhook", "Webhook"),
    "kafka": ("exporters.kafka", "Kafka"),
    "elastic": ("exporters.elastic", "Elastic"),
    "alertmanager": ("exporters.alertmanager", "Alertmanager"),
}
# Configured beside them, but served by the daemon itself: it is read, not sent to.
PULLED: Final = frozenset({"prometheus"})


def kinds() -> list[str]:
    """Names of all types that can be configured, ours first."""
    others = sorted({entry.name for entry in entry_points(group=GROUP)} - set(BUILTIN))
    return [*BUILTIN, *others]


def _class(name: str, kind: str) -> type[Exporter]:
    if kind in BUILTIN:
        module, attribute = BUILTIN[kind]
        try:
            return cast("type[Exporter]", getattr(importlib.import_module(module), attribute))
        except ModuleNotFoundError as error:
            reason = f"exporter {name}: {error.name} is not installed (pip install 'leaktap[{kind}]')"
            raise ConfigError(reason) from error
    for entry in entry_points(group=GROUP):
        if entry.name == kind:
            found = entry.load()
            if getattr(found, "api_version", None) != API_VERSION:
                reason = f"exporter {name}: {entry.value} was written for another version of the exporter API"
                raise ConfigError(reason)
            return cast("type[Exporter]", found)
    reason = f"exporter {name}: there is no type `{kind}` (known: {', '.join(kinds())})"
    raise ConfigError(reason)


def build(section: Mapping[str, Mapping[str, Any]]) -> dict[str, Exporter]:
    """Makes the destinations of the ``exporters:`` section. The type is the name, unless ``type`` says another.

    Raises:
        ConfigError: Names the destination and what is wrong with it.
    """
    found: dict[str, Exporter] = {}
    files: dict[str, str] = {}
    for name, options in section.items():
        kind = str(options.get("type", name))
        if kind in PULLED:
            continue
        rest = {key: value for key, value in options.items() if key != "type"}
        with at("exporters", name):
            if kind == "file" and isinstance(path := options.get("path"), str):
                other = files.setdefault(os.path.realpath(path), name)
                if other != name:
                    reason = f"exporter {name}: {other} writes to the same file: give each a path of its own"
                    raise ConfigError(reason)
            found[name] = _class(name, kind)(name, rest)
    return found

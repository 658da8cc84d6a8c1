"""Fills the generated parts of docs/ from the code, or tells which of them are stale (``--check``).

A page holds prose and, between ``<!-- generated: NAME -->`` and ``<!-- end generated -->``, what the code already says:
limits, anomalies and states from the engine's doc comments, protocols from its registry, detectors, rules and clauses
from the rule packs, metrics from their exporter, records from their structs, commands from their options. Rust is read
as text; Python is imported from the installed package (``make docs`` installs it first).
"""

from __future__ import annotations

import argparse
import importlib
import json
import re
import sys
import typing
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import msgspec
import typer
import yaml

from exporters.prometheus import METRICS
from sensor.cli.app import app
from sensor.daemon.config import Config
from sensor.daemon.health import PrometheusSection
from sensor.daemon.limits import LEAST
from sensor.export.registry import BUILTIN
from sensor.model.record import Section
from sensor.model.schema import RECORDS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

ROOT = Path(__file__).resolve().parent.parent

_BLOCK: Final = re.compile(r"(<!-- generated: ([a-z-]+) -->\n).*?(<!-- end generated -->)", re.DOTALL)
_COMMENTED: Final = r"((?:\s*///[^\n]*\n)+)\s*"
_FIELD: Final = re.compile(_COMMENTED + r"pub (\w+): ([\w:<>]+),")
_DEFAULT: Final = re.compile(r"^\s+(\w+): ([^,\n]+),$", re.MULTILINE)
_CODE: Final = re.compile(_COMMENTED + r'\w+ = "(\w+)", "(\w+)";')
_STATE: Final = re.compile(_COMMENTED + r"(\w+) = \d,")
_ENTRY: Final = re.compile(
    r'Protocol \{\s*name: "([^"]+)",\s*title: "([^"]+)",\s*transports: ([^\n]+?),\s*probe.*?parser: (None|Some)',
    re.DOTALL,
)
_NAMED: Final = re.compile(r'^\s+[A-Z0-9_]+ = "([^"]+)", "([^"]+)", (TCP|UDP|BOTH), ', re.MULTILINE)
_VALIDATOR: Final = re.compile(r'^\s+\("(\w+)", ', re.MULTILINE)
_NS: Final = 1_000_000_000


def source(path: str) -> str:
    """The text of a file of the repository."""
    return (ROOT / path).read_text(encoding="utf-8")


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table; what would end a cell is escaped."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(
        "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in line) + " |" for line in lines
    )


def comment(text: str) -> str:
    """The text of ``///`` lines, links of rustdoc opened."""
    joined = " ".join(line.strip().removeprefix("///").strip() for line in text.strip().splitlines())
    return re.sub(r"\[`([^`]+)`\]", r"`\1`", joined)


def limits() -> str:
    """Fields of ``Limits`` with their defaults."""
    text = source("engine/src/config.rs")
    body = text[text.index("pub struct Limits") : text.index("impl Default for Limits")]
    defaults = dict(_DEFAULT.findall(text[text.index("impl Default for Limits") :]))
    rows = [
        (f"`{name}`", _value(name, defaults[name]), f"{LEAST[name]:,}", comment(doc))
        for doc, name, _ in _FIELD.findall(body)
    ]
    return table(("limit", "default", "least", "what it bounds"), rows)


def _value(name: str, expression: str) -> str:
    """The value of a default: a product or shift of integers, in the unit that its name says."""
    expression = "1 * S" if expression == "S" else expression
    match = re.fullmatch(r"([\d_]+)(?: (<<|\*) (\w+))?", expression)
    if match is None:
        reason = f"engine/src/config.rs: cannot read the default `{expression}` of {name}"
        raise ValueError(reason)
    value = int(match[1])
    if match[2] == "<<":
        value <<= int(match[3])
    elif match[2] == "*":
        value *= _NS
    if name.endswith("_ns"):
        return f"{value / _NS:g} s"
    if "bytes" in name:
        unit, shift = ("MiB", 20) if value % (1 << 20) == 0 else ("KiB", 10)
        return f"{value >> shift} {unit}"
    return f"{value:,}"


def anomalies() -> str:
    """Codes of anomalies."""
    rows = [(f"`{name}`", layer, comment(doc)) for doc, name, layer in _CODE.findall(source("engine/src/anomaly.rs"))]
    return table(("code", "layer", "meaning"), rows)


def states() -> str:
    """States of the coverage ledger."""
    rows = [(f"`{name.lower()}`", comment(doc)) for doc, name in _STATE.findall(source("engine/src/coverage.rs"))]
    return table(("state", "a byte that was"), rows)


def protocols() -> str:
    """The registry of application protocols."""
    found: dict[tuple[str, str], tuple[str, str]] = {}
    for path in sorted((ROOT / "engine/src/proto").rglob("*.rs")):
        text = path.read_text(encoding="utf-8")
        for name, title, carried, parser in _ENTRY.findall(text):
            read = "recognised, bypassed" if "bypassed" in title else "read"
            found[name, title] = (_carriers(carried), read if parser == "Some" else "named, scanned raw")
        for name, title, carried in _NAMED.findall(text):
            found[name, title] = (_carriers(carried), "named, scanned raw")
    rows = [(f"`{name}`", title, carried, how) for (name, title), (carried, how) in sorted(found.items())]
    return table(("protocol", "what", "over", "how"), rows)


def _carriers(text: str) -> str:
    upper = text.upper()
    both = ("TCP", "UDP") if "BOTH" in upper else ()
    return ", ".join(name for name in ("TCP", "UDP", "QUIC") if name in upper or name in both)


def packs() -> dict[str, list[dict[str, Any]]]:
    """Everything that the built-in rule packs define."""
    found: dict[str, list[dict[str, Any]]] = {"detectors": [], "rules": [], "policies": [], "clauses": []}
    for path in sorted((ROOT / "rules").rglob("*.yaml")):
        document = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
        for kind, entries in found.items():
            entries.extend(document.get(kind, []))
    return found


def detectors() -> str:
    """Detectors of the built-in packs."""
    rows = [
        (
            f"`{entry['id']}`",
            entry["title"]["en"],
            entry["title"].get("zh", ""),
            entry.get("group", "pii"),
            "native" if entry.get("native") else "pattern",
            ", ".join(f"{profile}: {level}" for profile, level in entry.get("sensitivity", {}).items()),
            entry.get("status", "stable"),
        )
        for entry in sorted(packs()["detectors"], key=lambda entry: entry["id"])
    ]
    return table(("id", "title", "标题", "group", "matcher", "sensitivity", "status"), rows)


def validators() -> str:
    """Names that ``validate:`` may use."""
    path = ROOT / "engine/src/detect/validators/mod.rs"
    names = _VALIDATOR.findall(path.read_text(encoding="utf-8")) if path.exists() else []
    return " ".join(f"`{name}`" for name in names)


def rules() -> str:
    """Rules of the built-in packs, a section each."""
    return "\n\n".join(_rule(entry) for entry in sorted(packs()["rules"], key=lambda entry: entry["id"]))


def _rule(entry: dict[str, Any]) -> str:
    title = entry["title"]
    lines = [
        f"### `{entry['id']}`",
        "",
        f"{title['en']} {title.get('zh', '')}".strip() + f". Severity: {entry['severity']}.",
    ]
    if entry.get("status", "stable") != "stable":
        lines[-1] += f" Status: {entry['status']}."
    condition = yaml.safe_dump(entry["when"], allow_unicode=True, sort_keys=False, default_flow_style=None, width=100)
    lines += ["", "```yaml", condition.rstrip(), "```"]
    doc = entry.get("doc", {})
    heads = {"what": "What", "why": "Why it matters", "example": "Example", "false_positives": "False positives"}
    facts = [f"- {head}: {doc[key]}" for key, head in heads.items() if doc.get(key)]
    if entry.get("supersedes"):
        facts.append("- Supersedes: " + ", ".join(f"`{name}`" for name in entry["supersedes"]))
    if entry.get("cites"):
        facts.append("- Cites: " + ", ".join(f"`{name}`" for name in entry["cites"]))
    advice = entry.get("advice", {})
    facts += [f"- Advice: {advice[language]}" for language in ("en", "zh") if advice.get(language)]
    return "\n".join([*lines, *([""] if facts else []), *facts])


def clauses() -> str:
    """Clauses that rules may cite."""
    rows = [
        (
            f"`{entry['id']}`",
            f"{entry['source']}, {entry['edition']}",
            entry["clause"],
            f"{entry['title']['en']} {entry['title'].get('zh', '')}".strip(),
            "yes" if entry["verified"] else "no",
        )
        for entry in packs()["clauses"]
    ]
    return table(("id", "source", "clause", "title", "read in its source"), rows)


def policies() -> str:
    """Policies of the built-in packs."""
    rows = [
        (
            f"`{entry['id']}`",
            (entry.get("title") or {}).get("en", ""),
            "; ".join(f"{key}: {', '.join(map(str, value))}" for key, value in entry.get("select", {}).items()),
        )
        for entry in packs()["policies"]
    ]
    return table(("policy", "title", "selects"), rows)


def metrics() -> str:
    """All metrics, from their one list."""
    rows = [
        (f"`{name}`", metric.kind, ", ".join(f"`{label}`" for label in metric.labels), metric.help)
        for name, metric in METRICS.items()
    ]
    return table(("metric", "type", "labels", "meaning"), rows)


def configuration() -> str:
    """Every section of the configuration and of the destinations: what it is, its fields, their defaults."""
    tops = {"": Config}
    for name, (module, _) in BUILTIN.items():
        found = vars(importlib.import_module(module)).values()
        own = [
            kind for kind in found if isinstance(kind, type) and issubclass(kind, Section) and kind.__module__ == module
        ]
        tops[f"exporters.{name}"] = own[-1]
    tops["exporters.prometheus"] = PrometheusSection
    parts: list[str] = []
    told: set[type] = set()
    for path, kind in tops.items():
        _section(path, kind, parts, told)
    return "\n\n".join(parts)


def _section(path: str, kind: type, parts: list[str], told: set[type]) -> None:
    """Adds a section's table, and then those of the sections in it."""
    rows, below = [], []
    for field in msgspec.structs.fields(kind):
        nested = _sections_in(field.type)
        below += [(f"{path}.{field.encode_name}".lstrip("."), each) for each in nested if issubclass(each, Section)]
        default = field.default
        if default is msgspec.NODEFAULT:
            made = field.default_factory
            default = "required" if made is msgspec.NODEFAULT else made()
        shown = "see below" if nested and not isinstance(default, list) else f"`{json.dumps(default, default=str)}`"
        rows.append((f"`{field.encode_name}`", "required" if default == "required" else shown))
    text = re.sub(r"\n\s+", "\n", (kind.__doc__ or "").strip())
    summary, _, attributes = text.partition("\nAttributes:\n")
    if attributes:
        text = summary + "\n\n" + re.sub(r"^(\w+): ", r"- `\1`: ", attributes, flags=re.MULTILINE)
    parts.append(f"## {f'`{path}`' if path else 'The file'}\n\n{text}\n\n{table(('setting', 'default'), rows)}")
    for name, each in below:
        if each not in told:
            told.add(each)
            _section(name, each, parts, told)


def _sections_in(kind: Any) -> list[type]:
    """The sections that a field's type speaks of."""
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        return [kind]
    return [found for part in typing.get_args(kind) for found in _sections_in(part)]


def records() -> str:
    """Fields of all records, a section per stream."""
    sections = []
    parts: dict[str, dict[str, Any]] = {}
    for stream, kind in RECORDS.items():
        _, definitions = msgspec.json.schema_components([kind], ref_template="{name}")
        parts |= {name: entry for name, entry in definitions.items() if name != kind.__name__}
        sections.append(f"## `{stream}`\n\n{_fields(definitions[kind.__name__])}")
    sections.append("## Parts\n\nObjects inside records.")
    sections += [f"### {name}\n\n{_fields(entry)}" for name, entry in sorted(parts.items()) if "properties" in entry]
    return "\n\n".join(sections)


def _fields(definition: dict[str, Any]) -> str:
    required = set(definition.get("required", [])) | {"type", "schema"}
    rows = [
        (f"`{name}`", _type(field), "always" if name in required else "if known")
        for name, field in definition["properties"].items()
    ]
    return f"{definition.get('description', '')}\n\n{table(('field', 'type', 'present'), rows)}"


def _type(field: dict[str, Any]) -> str:
    if "$ref" in field:
        return f"[{field['$ref']}](#{field['$ref'].lower()})"
    if "anyOf" in field:
        return " or ".join(_type(choice) for choice in field["anyOf"] if choice != {"type": "null"})
    if "enum" in field:
        return " ".join(f"`{value}`" for value in field["enum"] if value is not None)
    if field.get("type") == "array":
        return f"list of {_type(field.get('items', {}))}"
    if field.get("type") == "object":
        return f"object of {_type(field.get('additionalProperties', {}))}"
    text = str(field.get("type", "any"))
    if "maximum" in field:
        text += f" {field.get('minimum', 0)}–{field['maximum']}"
    return text


def commands() -> str:
    """Commands, arguments and options, a section per command."""
    return "\n\n".join(_commands("leaktap", typer.main.get_command(app)))


def _commands(path: str, command: Any) -> list[str]:
    children = getattr(command, "commands", {})
    if children:
        return [section for name, child in children.items() for section in _commands(f"{path} {name}", child)]
    arguments = [parameter for parameter in command.params if parameter.param_type_name == "argument"]
    options = [parameter for parameter in command.params if parameter.param_type_name == "option"]
    usage = " ".join(
        [path, *(["[OPTIONS]"] if options else []), *(str(argument.metavar or argument.name) for argument in arguments)]
    )
    lines = [
        f"## `{path}`",
        "",
        re.sub(r"\s*\n\s*", " ", (command.help or "").split("\f")[0]).strip(),
        "",
        f"    {usage}",
    ]
    rows = [(f"`{argument.metavar or argument.name}`", getattr(argument, "help", None) or "") for argument in arguments]
    rows += [(_flags(option), option.help or "") for option in options]
    return ["\n".join([*lines, "", table(("argument, option", "meaning"), rows)] if rows else lines)]


def _flags(option: Any) -> str:
    flags = ", ".join(f"`{flag}`" for flag in option.opts)
    if option.is_flag:
        return flags
    # Where the type is kept depends on typer's version.
    kind = getattr(getattr(option, "type_descriptor", None), "annotation", None)
    choices = [str(choice.value) for choice in kind] if isinstance(kind, type) and issubclass(kind, Enum) else []
    choices = choices or [str(choice) for choice in getattr(getattr(option, "type", None), "choices", ())]
    return f"{flags} {option.metavar or '|'.join(choices) or 'N'}"


GENERATORS: Final[dict[str, Callable[[], str]]] = {
    "anomalies": anomalies,
    "clauses": clauses,
    "commands": commands,
    "detectors": detectors,
    "limits": limits,
    "metrics": metrics,
    "configuration": configuration,
    "policies": policies,
    "protocols": protocols,
    "records": records,
    "rules": rules,
    "states": states,
    "validators": validators,
}


def filled(page: str) -> str:
    """The page with every generated part as the code has it now."""
    return _BLOCK.sub(lambda found: f"{found[1]}{GENERATORS[found[2]]().strip()}\n{found[3]}", page)


def main() -> int:
    """Fills or checks all pages; the exit code is 1 if ``--check`` finds a stale one."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--check", action="store_true", help="change nothing; exit with 1 if a page is stale")
    check = parser.parse_args().check
    stale = 0
    for path in sorted((ROOT / "docs").rglob("*.md")):
        page = path.read_text(encoding="utf-8")
        fresh = filled(page)
        if fresh == page:
            continue
        stale += 1
        print(f"{path.relative_to(ROOT)}: {'stale: run `make docs`' if check else 'written'}")
        if not check:
            path.write_text(fresh, encoding="utf-8", newline="\n")
    return 1 if check and stale else 0


if __name__ == "__main__":
    sys.exit(main())

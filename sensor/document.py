"""Typed YAML documents that know their lines.

A document is read with the fast loader and converted into typed structs in which an unknown key is an error. Only when
something is wrong are the node marks walked, so that the error can name the line and suggest the nearest known key.
Aliases and duplicate keys are refused: both make a file say something else than a reader sees.
"""

from __future__ import annotations

import difflib
import re
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar

import msgspec
import yaml

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

T = TypeVar("T")

_LOADER: Final[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_PATH: Final = re.compile(r" - at `(?:key in )?([^`]*)`$")
_UNKNOWN: Final = re.compile(r"unknown field `([^`]*)`")
_STEP: Final = re.compile(r"\.([A-Za-z_][A-Za-z0-9_]*)|\[(\d+)\]|\[\.\.\.\]")
_MAX_BYTES: Final = 8 << 20
_MAX_LISTED: Final = 16


class DocumentError(Exception):
    """A document is not what it must be.

    Attributes:
        line: Line from 1; 0 if none is known.
        reason: What is wrong, in one line.
        fix: A suggestion; may be empty.
    """

    def __init__(self, reason: str, *, line: int = 0, fix: str = "") -> None:
        """Keeps the parts for whoever knows the file."""
        self.reason = reason
        self.line = line
        self.fix = fix
        super().__init__(reason)


class Document(Generic[T]):
    """A converted document and the marks of its nodes."""

    def __init__(self, value: T, node: yaml.Node | None) -> None:
        """Keeps both; built by ``parse``."""
        self.value = value
        self._node = node

    def line(self, *path: str | int) -> int:
        """The line (from 1) of the node at ``path``, or of its nearest ancestor; 0 in an empty document."""
        return _line(self._node, path)


def suggestion(word: str, known: list[str]) -> str:
    """Words a hint at the nearest known word, or lists them if none is near."""
    near = difflib.get_close_matches(word, known, n=1, cutoff=0.6)
    if near:
        return f"did you mean `{near[0]}`?"
    if not known:
        return ""
    listed = sorted(known)[:_MAX_LISTED]
    return f"known: {', '.join(listed)}" + (", …" if len(known) > _MAX_LISTED else "")


def read_text(path: Path) -> str:
    """Reads a file as UTF-8, within a bound.

    Raises:
        DocumentError: If it cannot be read, is too long, or is no UTF-8.
    """
    try:
        with path.open("rb") as file:
            data = file.read(_MAX_BYTES + 1)
    except OSError as error:
        raise DocumentError(error.strerror or "cannot be read") from error
    if len(data) > _MAX_BYTES:
        reason = f"is longer than {_MAX_BYTES} bytes"
        raise DocumentError(reason)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        reason = "is not UTF-8"
        raise DocumentError(reason, line=line) from error


def parse(text: str, kind: type[T]) -> Document[T]:
    """Parses one YAML document into a typed struct.

    Raises:
        DocumentError: Names the line and, for a misspelt key, the key that was meant.
    """
    loader = _LOADER(text)
    node: yaml.Node | None = None
    try:
        node = loader.get_single_node()
        if node is not None:
            _refuse_ambiguity(node)
        data = {} if node is None else loader.construct_document(node)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise DocumentError(error.problem or "is not YAML", line=mark.line + 1 if mark else 0) from error
    except ValueError as error:
        raise _misread(loader, node) from error
    except yaml.YAMLError as error:
        reason = "is not YAML"
        raise DocumentError(reason) from error
    finally:
        loader.dispose()
    try:
        value = msgspec.convert(data, kind)
    except msgspec.ValidationError as error:
        raise _explain(str(error), node, kind) from error
    return Document(value, node)


def _misread(loader: Any, root: yaml.Node | None) -> DocumentError:
    """Finds the value that looks like a date or a number, and is none."""
    waiting = [root] if root is not None else []
    while waiting:
        node = waiting.pop()
        if isinstance(node, yaml.SequenceNode):
            waiting += node.value[::-1]
        elif isinstance(node, yaml.MappingNode):
            waiting += [each for pair in node.value[::-1] for each in pair[::-1]]
        else:
            try:
                loader.construct_object(node)
            except (yaml.YAMLError, ValueError):
                line = node.start_mark.line + 1
                return DocumentError(f"`{node.value[:40]}` is not what it looks like, a date or a number", line=line)
    return DocumentError("is not YAML")


def _refuse_ambiguity(root: yaml.Node) -> None:
    """Refuses duplicate keys and aliases (an alias is a node that is reached twice)."""
    seen: set[int] = set()
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if isinstance(node, yaml.ScalarNode):
            continue
        if id(node) in seen:
            reason = "aliases are not allowed"
            raise DocumentError(reason, line=node.start_mark.line + 1, fix="write the value out")
        seen.add(id(node))
        if isinstance(node, yaml.SequenceNode):
            waiting.extend(node.value)
            continue
        keys: set[str] = set()
        for key, value in node.value:
            name = str(key.value)
            if name in keys:
                reason = f"key `{name}` is there twice"
                raise DocumentError(reason, line=key.start_mark.line + 1, fix="remove one of them")
            keys.add(name)
            waiting.append(value)


def _steps(path: str) -> Iterator[str | int]:
    for match in _STEP.finditer(path):
        name, index = match.groups()
        if name is not None:
            yield name
        elif index is not None:
            yield int(index)
        else:
            return


def _line(node: yaml.Node | None, path: tuple[str | int, ...] | list[str | int]) -> int:
    if node is None:
        return 0
    line = node.start_mark.line + 1
    for step in path:
        if isinstance(node, yaml.MappingNode):
            entry = next(((k, v) for k, v in node.value if k.value == str(step)), None)
            if entry is None:
                break
            line, node = entry[0].start_mark.line + 1, entry[1]
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
            node = node.value[step]
            line = node.start_mark.line + 1
        else:
            break
    return line


def _struct_in(info: Any) -> Any:
    """Looks through unions and annotations for the type that has parts."""
    if isinstance(info, msgspec.inspect.UnionType):
        return next((part for part in info.types if isinstance(part, msgspec.inspect.StructType)), info)
    return info.type if isinstance(info, msgspec.inspect.Metadata) else info


def _type_at(kind: Any, steps: list[str | int]) -> Any:
    """The type at a path, with its annotations; None if there is none."""
    info: Any = msgspec.inspect.type_info(kind)
    for step in steps:
        info = _struct_in(info)
        if isinstance(info, msgspec.inspect.StructType):
            info = next((field.type for field in info.fields if field.encode_name == step), None)
        elif isinstance(info, msgspec.inspect.DictType):
            info = info.value_type
        else:
            info = getattr(info, "item_type", None)
    return info


def _described_at(kind: Any, steps: list[str | int]) -> str:
    """What the type at a path says of itself; may be empty."""
    info = _type_at(kind, steps)
    described = (info.extra_json_schema or {}) if isinstance(info, msgspec.inspect.Metadata) else {}
    return str(described.get("description", "")).removesuffix(".")


def _fields_at(kind: Any, steps: list[str | int]) -> list[str]:
    """The keys that the struct at a path knows; empty if there is none."""
    info = _struct_in(_type_at(kind, steps))
    return [field.encode_name for field in info.fields] if isinstance(info, msgspec.inspect.StructType) else []


def _explain(message: str, node: yaml.Node | None, kind: Any) -> DocumentError:
    found = _PATH.search(message)
    steps = list(_steps(found.group(1))) if found else []
    reason = message[: found.start()] if found else message
    unknown = _UNKNOWN.search(reason)
    if unknown is None:
        place = _spell(steps)
        reason = reason[:1].lower() + reason[1:]
        fix = _described_at(kind, steps)
        return DocumentError(f"{place}: {reason}" if place else reason, line=_line(node, steps), fix=fix)
    key = unknown.group(1)
    where = _spell(steps)
    reason = f"unknown key `{key}`" + (f" in `{where}`" if where else "")
    return DocumentError(reason, line=_line(node, [*steps, key]), fix=suggestion(key, _fields_at(kind, steps)))


def _spell(steps: list[str | int]) -> str:
    """Spells a path as a reader would: lists lose their numbers, the line says which entry."""
    return ".".join(step for step in steps if isinstance(step, str))

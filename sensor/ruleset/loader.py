"""Loads rule packs: ``builtin`` and the user's files and directories, all or nothing.

Every error names file, line, rule and the fix. Later packs may not redefine what earlier ones define: ids are unique
over all packs in force.
"""

from __future__ import annotations

import functools
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

import msgspec

from sensor.document import Document, DocumentError, parse, read_text
from sensor.errors import RuleError
from sensor.ruleset.syntax import ClauseSyntax, DetectorSyntax, PackSyntax, PolicySyntax, ProfileSyntax, RuleSyntax

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

BUILTIN: Final = "builtin"
_SUFFIXES: Final = frozenset({".yaml", ".yml"})

Entry = TypeVar("Entry", DetectorSyntax, RuleSyntax, PolicySyntax, ClauseSyntax, ProfileSyntax)


class Source:
    """Where an entry stands, for error messages."""

    __slots__ = ("_document", "_path", "file")

    def __init__(self, file: str, document: Document[PackSyntax], *path: str | int) -> None:
        """Keeps the place; the line is looked up when somebody asks."""
        self.file = file
        self._document = document
        self._path = path

    def error(self, rule: str, reason: str, *inside: str | int, fix: str = "") -> RuleError:
        """Words an error at this entry, or at a key inside it."""
        line = self._document.line(*self._path, *inside)
        return RuleError(reason, file=self.file, line=line, rule=rule, fix=fix)


class Pack(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that was loaded, by id, in the order of loading, and where each entry stands (by kind and id)."""

    detectors: dict[str, DetectorSyntax]
    rules: dict[str, RuleSyntax]
    policies: dict[str, PolicySyntax]
    clauses: dict[str, ClauseSyntax]
    profiles: dict[str, ProfileSyntax]
    sources: dict[tuple[str, str], Source]

    def source(self, kind: str, name: str) -> Source:
        """Where the entry ``name`` of ``kind`` (detectors, rules, policies, clauses, profiles) stands."""
        return self.sources[kind, name]


def builtin_directory() -> Path:
    """The directory of the built-in pack: inside an installed package, else in the source tree.

    Raises:
        RuleError: If neither is there: the installation is broken.
    """
    package = Path(__file__).resolve().parent.parent
    for candidate in (package / "rules", package.parent / "rules"):
        if candidate.is_dir():
            return candidate
    reason = "the built-in rules are not installed"
    raise RuleError(reason, file=BUILTIN, fix="install leaktap again")


def files(place: str) -> list[tuple[str, Path]]:
    """The files of one pack with the names that errors show, in a stable order."""
    if place == BUILTIN:
        root = builtin_directory()
        return [(f"{BUILTIN}/{path.relative_to(root).as_posix()}", path) for path in _yaml_files(root)]
    path = Path(place)
    if path.is_dir():
        files = [(str(file), file) for file in _yaml_files(path)]
        if not files:
            reason = "the directory holds no rule file"
            raise RuleError(reason, file=place, fix="name a file or directory with *.yaml files, or `builtin`")
        return files
    if not path.exists():
        reason = "no such file or directory"
        raise RuleError(reason, file=place, fix="name a rule file, a directory of them, or `builtin`")
    return [(place, path)]


def _yaml_files(root: Path) -> list[Path]:
    return sorted(path for path in root.rglob("*") if path.suffix in _SUFFIXES and path.is_file())


def load(places: Sequence[str]) -> Pack:
    """Loads packs: ``builtin``, files, or directories (searched recursively for ``*.yaml``).

    Raises:
        RuleError: At the first thing that is wrong; nothing is loaded then.
    """
    pack = Pack(detectors={}, rules={}, policies={}, clauses={}, profiles={}, sources={})
    for place in dict.fromkeys(places):
        for name, path in files(place):
            _add(pack, name, path)
    return pack


def _add(pack: Pack, name: str, path: Path) -> None:
    try:
        document = parse(read_text(path), PackSyntax)
    except DocumentError as error:
        raise RuleError(error.reason, file=name, line=error.line, fix=error.fix) from error
    value = document.value
    place = functools.partial(Source, name, document)
    _merge(pack, "detectors", pack.detectors, value.detectors, place)
    _merge(pack, "rules", pack.rules, value.rules, place)
    _merge(pack, "policies", pack.policies, value.policies, place)
    _merge(pack, "clauses", pack.clauses, value.clauses, place)
    _merge(pack, "profiles", pack.profiles, value.profiles, place)


def _merge(
    pack: Pack, kind: str, known: dict[str, Entry], entries: Iterable[Entry], place: Callable[..., Source]
) -> None:
    for index, entry in enumerate(entries):
        source = place(kind, index)
        if entry.id in known:
            other = pack.source(kind, entry.id).error(entry.id, "")
            taken = f"{other.file}:{other.line}"
            raise source.error(entry.id, f"this id is taken by {taken}", "id", fix="ids are unique over all packs")
        known[entry.id] = entry
        pack.sources[kind, entry.id] = source

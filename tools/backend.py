"""Builds the wheel (PEP 517): maturin, told which code of the engine runs often.

What runs often was counted by `make profile` and lies in engine/profile; docs/decisions/0030 tells why. The counts go
by the names that one compiler gives to functions, so another one builds without them: the same engine, but slower.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import maturin
from maturin import (
    build_sdist,
    get_requires_for_build_editable,
    get_requires_for_build_sdist,
    get_requires_for_build_wheel,
    prepare_metadata_for_build_editable,
    prepare_metadata_for_build_wheel,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = [
    "build_editable",
    "build_sdist",
    "build_wheel",
    "get_requires_for_build_editable",
    "get_requires_for_build_sdist",
    "get_requires_for_build_wheel",
    "prepare_metadata_for_build_editable",
    "prepare_metadata_for_build_wheel",
]

ENGINE = Path(__file__).resolve().parents[1] / "engine"
PROFILE = ENGINE / "profile" / "leaktap.profdata"
COMPILER = ENGINE / "profile" / "rustc.txt"


def compiler() -> str:
    """What decides the names of functions: the compiler's release, commit, host and LLVM; empty without a compiler."""
    try:
        done = subprocess.run(["rustc", "-vV"], cwd=ENGINE, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return ""
    facts = dict(line.split(": ", 1) for line in done.stdout.splitlines() if ": " in line)
    return "".join(f"{name}: {facts.get(name, '')}\n" for name in ("release", "commit-hash", "host", "LLVM version"))


def arguments() -> list[str]:
    """What maturin is told for a build by the profile; nothing, and the reason on stderr, where it does not fit."""
    counted = COMPILER.read_text("utf-8") if COMPILER.exists() and PROFILE.exists() else ""
    reason = ""
    if not counted:
        reason = "there is none in engine/profile"
    elif os.environ.keys() & {"RUSTFLAGS", "CARGO_ENCODED_RUSTFLAGS"}:
        reason = "RUSTFLAGS is set, which takes its place"
    elif compiler() != counted:
        reason = f"it is of another compiler, {counted.splitlines()[0].removeprefix('release: ')}"
    if reason:
        print(f"leaktap: no profile for this build, so it will be slower: {reason} (make profile)", file=sys.stderr)
        return []
    # Functions that were changed since are compiled as if they had not been counted: no reason to warn of each.
    flags = [f"-Cprofile-use={PROFILE}", "-Cllvm-args=-no-pgo-warn-mismatch"]
    return ["--config", f"build.rustflags={json.dumps(flags)}"]


def profiled(settings: Mapping[str, Any] | None) -> dict[str, Any]:
    """The settings of the one who builds, and ours before them."""
    return {**(settings or {}), "maturin.build-args": [*arguments(), *maturin.get_maturin_pep517_args(settings)]}


def build_wheel(
    directory: str, config_settings: Mapping[str, Any] | None = None, metadata_directory: str | None = None
) -> str:
    """Builds the wheel into ``directory``; its file name."""
    return maturin.build_wheel(directory, profiled(config_settings), metadata_directory)


def build_editable(
    directory: str, config_settings: Mapping[str, Any] | None = None, metadata_directory: str | None = None
) -> str:
    """The same for a package that is read where it lies."""
    return maturin.build_editable(directory, profiled(config_settings), metadata_directory)

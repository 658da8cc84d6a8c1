"""The wheel is built by the profile where its compiler is at work, and without it, with a word, where not."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PROFILE = ROOT / "engine" / "profile"
SCRIPT = "import sys; sys.path.insert(0, 'tools'); import backend, json; print(json.dumps(backend.arguments()))"


def arguments(tmp_path: Path, says: str, **environment: str) -> tuple[list[str], str]:
    """What maturin is told where the compiler says this of itself, and what the builder is told."""
    rustc = tmp_path / "rustc"
    rustc.write_text(f"#!/bin/sh\ncat <<'END'\nrustc 1.0.0\nbinary: rustc\n{says}END\n", encoding="utf-8")
    rustc.chmod(0o755)
    inherited = {k: v for k, v in os.environ.items() if "RUSTFLAGS" not in k}
    inherited["PATH"] = f"{tmp_path}:{inherited['PATH']}"
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        cwd=ROOT,
        env={**inherited, **environment},
        capture_output=True,
        check=True,
        text=True,
    )
    told: list[str] = json.loads(done.stdout)
    return told, done.stderr


def test_its_compiler_reads_the_profile(tmp_path: Path) -> None:
    told, said = arguments(tmp_path, (PROFILE / "rustc.txt").read_text("utf-8"))
    assert said == ""
    option, value = told
    assert option == "--config"
    key, _, flags = value.partition("=")
    assert key == "build.rustflags"
    assert f"-Cprofile-use={PROFILE / 'leaktap.profdata'}" in json.loads(flags)


def test_another_compiler_does_not(tmp_path: Path) -> None:
    its = (PROFILE / "rustc.txt").read_text("utf-8")
    release = its.splitlines()[0].removeprefix("release: ")
    for says in (its.replace(release, "1.0.0"), its.replace("commit-hash: ", "commit-hash: 0"), ""):
        told, said = arguments(tmp_path, says)
        assert told == []
        assert said == (
            "leaktap: no profile for this build, so it will be slower: "
            f"it is of another compiler, {release} (make profile)\n"
        )


@pytest.mark.parametrize("variable", ["RUSTFLAGS", "CARGO_ENCODED_RUSTFLAGS"])
@pytest.mark.parametrize("flags", ["-Cdebuginfo=1", ""])
def test_flags_of_the_builder_win(tmp_path: Path, variable: str, flags: str) -> None:
    its = (PROFILE / "rustc.txt").read_text("utf-8")
    told, said = arguments(tmp_path, its, **{variable: flags})
    assert told == []
    assert "RUSTFLAGS is set" in said


def test_a_folder_that_cannot_be_built_in_is_told_before(tmp_path: Path) -> None:
    for folder, code in (("with a blank", 1), ("without", 0)):
        for name in ("tools/require.sh", "engine/Cargo.toml"):
            copy = tmp_path / folder / name
            copy.parent.mkdir(parents=True)
            shutil.copy(ROOT / name, copy)
        script = tmp_path / folder / "tools" / "require.sh"
        done = subprocess.run([script], capture_output=True, check=False, text=True)
        assert (done.returncode, "move this folder" in done.stderr) == (code, code == 1), done.stderr

"""What the engine's source promises about itself: denied panics, blind stages, unsafe in its place, small files."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ENGINE = Path(__file__).resolve().parents[2] / "engine"
SOURCE = ENGINE / "src"
HOSTILE = ("wire", "stream", "decrypt", "proto", "content", "quic")
DENIED = ("unwrap_used", "expect_used", "indexing_slicing", "panic")
STAGES = ("source", "wire", "flow", "stream", "decrypt", "proto", "content", "detect")
LEAVES = {"message", "finding", "config", "coverage", "anomaly", "stats", "error", "fingerprint"}
# Links that are part of a contract: the link type of a frame, and the 5-tuple that a flow is keyed by.
ALLOWED = {("wire", "source"), ("flow", "wire")}
MOST_LINES = 600


def rust_files(folder: Path) -> list[Path]:
    """Every Rust file below a folder."""
    return sorted(folder.rglob("*.rs"))


@pytest.mark.parametrize("module", HOSTILE)
def test_panics_are_denied_where_peers_decide(module: str) -> None:
    text = (SOURCE / module / "mod.rs").read_text(encoding="utf-8")
    inner = re.findall(r"#!\[([^\]]*)\]", text)
    attributes = " ".join(attribute for attribute in inner if "deny(" in attribute)
    assert [lint for lint in DENIED if f"clippy::{lint}" not in attributes] == []


@pytest.mark.parametrize("stage", STAGES)
def test_stages_are_blind_to_each_other(stage: str) -> None:
    seen = {
        used
        for path in rust_files(SOURCE / stage)
        if "tests" not in path.stem and path.parent.name not in ("tests", "testing")
        for used in re.findall(r"\bcrate::(\w+)", path.read_text(encoding="utf-8"))
    }
    foreign = {used for used in seen & set(STAGES) - {stage} if (stage, used) not in ALLOWED}
    assert foreign == set()
    assert "pipeline" not in seen


def test_unsafe_lives_in_its_crates() -> None:
    crates = [ENGINE / "src" / "lib.rs", ENGINE / "python" / "src" / "lib.rs"]
    assert [path for path in crates if "#![forbid(unsafe_code)]" not in path.read_text(encoding="utf-8")] == []
    blocks = [
        path
        for path in (*rust_files(ENGINE / "simd"), *rust_files(ENGINE / "capture"))
        for before, line in _pairs(path)
        if re.search(r"\bunsafe\s*\{", line) and "SAFETY" not in before
    ]
    assert blocks == []


def _pairs(path: Path) -> list[tuple[str, str]]:
    """Each line with the three lines before it."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [("\n".join(lines[max(0, number - 3) : number]), line) for number, line in enumerate(lines)]


def test_files_stay_small() -> None:
    long = {
        str(path.relative_to(ENGINE)): count
        for folder in ("src", "python/src", "simd/src")
        for path in rust_files(ENGINE / folder)
        if (count := path.read_text(encoding="utf-8").count("\n")) > MOST_LINES and "tests" not in path.parts[-1]
    }
    assert long == {}


def test_fuzz_targets_and_seeds_match() -> None:
    targets = {path.stem for path in (ENGINE / "fuzz" / "targets").glob("*.rs")}
    seeds = {path.name for path in (ENGINE / "fuzz" / "corpus").iterdir()}
    manifest = set(re.findall(r'path = "targets/(\w+)\.rs"', (ENGINE / "fuzz" / "Cargo.toml").read_text("utf-8")))
    assert targets == seeds == manifest

"""What the project promises about itself: explained targets and ignores, locks without addresses, one version."""

from __future__ import annotations

import re
import subprocess
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_every_make_target_is_explained() -> None:
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    phony = {name for line in re.findall(r"^\.PHONY: (.+)$", text, re.MULTILINE) for name in line.split()}
    explained = set(re.findall(r"^([a-z-]+):.*## \S", text, re.MULTILINE))
    assert phony == explained


def test_every_ignored_lint_has_a_reason() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    ignored = re.search(r"^ignore = \[\n(.*?)^\]", text, re.MULTILINE | re.DOTALL)
    assert ignored is not None
    assert [line for line in ignored[1].splitlines() if not re.search(r'",\s+# \S', line)] == []


def test_locks_have_hashes_and_no_addresses() -> None:
    for name in ("run.txt", "dev.txt"):
        text = (ROOT / "requirements" / name).read_text(encoding="utf-8")
        assert "://" not in text
        requirements = re.split(r"\n(?=\S)", text.strip())
        assert [entry.split()[0] for entry in requirements if "--hash=sha256:" not in entry] == []


def test_runtime_locks_cover_the_dependencies() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    locked = set(re.findall(r"^([a-z0-9-]+)==", (ROOT / "requirements" / "run.txt").read_text("utf-8"), re.MULTILINE))
    named = {re.split(r"[<>=\[;]", entry)[0] for entry in project["dependencies"]}
    assert named <= locked


def test_nothing_names_a_machine() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    suffixes = {".py", ".rs", ".toml", ".yaml", ".md", ".txt", ".sh", ".json"}
    found = [
        name
        for name in listed.stdout.split()
        if Path(name).suffix in suffixes
        and (ROOT / name).is_file()
        and re.search(
            r"/(?:home|root|Users)/\w|/tmp/(?!leaktap|dist|maturin|run\.txt)\w", (ROOT / name).read_text("utf-8")
        )
    ]
    assert found == []

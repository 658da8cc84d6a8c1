"""Documentation is held to the code: generated parts are fresh, links lead somewhere."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").rglob("*.md")])


def anchors(page: Path) -> set[str]:
    """Anchors of a page's headings as code hosts make them."""
    heads = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).strip().replace(" ", "-") for head in heads}


def test_generated_parts_are_fresh() -> None:
    run = subprocess.run(
        [sys.executable, "-P", "tools/docs.py", "--check"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (run.returncode, run.stdout, run.stderr) == (0, "", "")


def test_stale_part_is_noticed_and_mended(tmp_path: Path) -> None:
    for name in ("tools/docs.py", "engine/src/anomaly.rs"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes((ROOT / name).read_bytes())
    page = tmp_path / "docs" / "page.md"
    page.parent.mkdir()
    page.write_text(
        "# A\n\n<!-- generated: anomalies -->\nSTALE TEXT\n<!-- end generated -->\n\nprose\n", encoding="utf-8"
    )
    script = [sys.executable, "-P", str(tmp_path / "tools/docs.py")]
    assert subprocess.run([*script, "--check"], capture_output=True, check=False).returncode == 1
    assert subprocess.run(script, capture_output=True, check=False).returncode == 0
    assert subprocess.run([*script, "--check"], capture_output=True, check=False).returncode == 0
    text = page.read_text(encoding="utf-8")
    assert "`stream_gap`" in text
    assert "STALE TEXT" not in text
    assert text.endswith("prose\n")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    text = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    for link in re.findall(r"\]\(([^)\s]+)\)", text):
        if link.startswith(("http://", "https://")):
            continue
        name, _, anchor = link.partition("#")
        target = (page.parent / name).resolve() if name else page
        assert target.exists(), link
        if anchor:
            assert anchor in anchors(target), link


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_page_has_one_title_and_is_linked(page: Path) -> None:
    text = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert len(re.findall(r"^# ", text, re.MULTILINE)) == 1
    if page.name != "README.md":
        others = [other.read_text(encoding="utf-8") for other in PAGES if other != page]
        assert any(page.name in other for other in others)


def test_yaml_of_the_guides_is_well_formed() -> None:
    import yaml  # noqa: PLC0415 - only here

    blocks = [
        block
        for page in PAGES
        for block in re.findall(r"^ *```yaml\n(.*?)^ *```", page.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
    ]
    assert len(blocks) > 4
    assert all(isinstance(yaml.safe_load(block), dict) for block in blocks)

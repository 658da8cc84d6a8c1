"""What stands in the files that tshark extracts from a capture is found in the capture."""

from __future__ import annotations

import functools
import mimetypes
import shutil
import subprocess
from pathlib import Path
from typing import Final

import pytest

from sensor.engine import Engine, EngineOptions, scan_text
from sensor.ruleset.compile import compile_pack
from sensor.ruleset.loader import load

ROOT: Final = Path(__file__).resolve().parents[2]
BESIDE: Final = ROOT.parent / "shared" / "captures"
SOURCES: Final = (ROOT / "tests" / "recorded", ROOT / "pcaps", BESIDE / "live", BESIDE / "public")
KINDS: Final = ("http", "imf", "smb", "tftp", "ftp-data")
SURE: Final = 70
# A locked file is told by its name, which it does not hold itself.
NAMED: Final = "file.encrypted"
# Why tshark's files rightly hold what the capture does not.
DIFFERENT: Final = {
    "mid_stream_start": "its files are single segments: values at their ends are cut ones",
    "snaplen_256": "it joins what stands before a cut with what stands behind",
    "tls13_dsb": "it decrypts with the secrets in the capture",
}
CAPTURES: Final = sorted(path for source in SOURCES for path in source.glob("*.pcap*") if path.stem not in DIFFERENT)

pytestmark = pytest.mark.skipif(shutil.which("tshark") is None, reason="no tshark: apt-get install tshark")


@functools.cache
def plan() -> bytes:
    """All built-in detectors."""
    return compile_pack(load(["builtin"]), policy="default").plan


def extracted(capture: Path, folder: Path) -> list[Path]:
    """The files that tshark puts together from a capture."""
    kinds = [word for kind in KINDS for word in ("--export-objects", f"{kind},{folder / kind}")]
    run = subprocess.run(["tshark", "-r", str(capture), "-n", "-q", *kinds], capture_output=True, check=False)
    # 2: the capture is damaged, and was read up to there.
    assert run.returncode in {0, 2}, run.stderr
    return sorted(path for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize("capture", CAPTURES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_values_in_extracted_files_are_found(capture: Path, tmp_path: Path) -> None:
    with Engine(plan(), options=EngineOptions(reveal=True)) as engine:
        found = {(each.detector, value) for each in engine.replay(str(capture)) for value in each.values}
    missed = {
        (path.relative_to(tmp_path).as_posix(), hit.detector)
        for path in extracted(capture, tmp_path)
        for hit in scan_text(plan(), path.read_bytes(), mimetypes.guess_type(path.name)[0] or "")
        if hit.confidence >= SURE and hit.detector != NAMED and (hit.detector, hit.value) not in found
    }
    assert not missed

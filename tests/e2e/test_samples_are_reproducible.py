"""The sample captures are what their scripts make."""

from __future__ import annotations

import shutil
import subprocess
import sys
import zlib
from pathlib import Path

import pytest

pytest.importorskip("scapy", reason="scapy makes the samples")

PCAPS = Path(__file__).resolve().parents[2] / "pcaps"
SCRIPTS = sorted(path.stem for path in PCAPS.glob("*.pcap"))


@pytest.mark.parametrize("name", SCRIPTS)
def test_script_makes_its_capture(name: str, tmp_path: Path) -> None:
    if name == "crm_export_http" and "ng" in zlib.ZLIB_RUNTIME_VERSION:
        pytest.skip("zlib-ng compresses to other bytes")
    for script in PCAPS.glob("*.py"):
        shutil.copy(script, tmp_path)
    subprocess.run([sys.executable, f"{name}.py"], cwd=tmp_path, check=True, timeout=120)
    assert (tmp_path / f"{name}.pcap").read_bytes() == (PCAPS / f"{name}.pcap").read_bytes()

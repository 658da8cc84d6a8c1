"""Whole runs over the sample captures and the recorded ones, record for record.

``pcaps/`` is made by scripts; ``tests/recorded/`` was recorded between real clients and servers of each protocol.

``make golden`` rewrites the expected files from what the code says now; the diff is for review.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).resolve().parent
SAMPLES = sorted(path for folder in ("pcaps", "tests/recorded") for path in (ROOT / folder).glob("*.pcap"))
STREAMS = ("findings", "flows", "transports", "anomalies", "coverage", "alerts")
# What changes with every rule or release, and is no business of these files.
VOLATILE = frozenset({"ruleset", "ruleset_sha256", "version"})


def _steady(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _steady(inner) for name, inner in value.items() if name not in VOLATILE}
    if isinstance(value, list):
        return [_steady(inner) for inner in value]
    return value


def _lines(path: Path) -> list[str]:
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    return [
        json.dumps(_steady(json.loads(line)), ensure_ascii=False, sort_keys=True) for line in text.splitlines() if line
    ]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_sample_gives_the_same_records(sample: Path, tmp_path: Path) -> None:
    key = tmp_path / "key"
    key.write_text("11" * 32, encoding="ascii")
    outputs = [part for stream in STREAMS for part in (f"--{stream}", str(tmp_path / f"{stream}.jsonl"))]
    leaktap = str(Path(sys.executable).parent / "leaktap")
    command = [leaktap, "replay", str(sample.relative_to(ROOT)), "--crm", "10.20.0.0/24", "--quiet"]
    # What opens a recording lies beside it.
    for option, beside in (("--keylog", sample.with_suffix(".keys")), ("--rsa-key", sample.with_suffix(".pem"))):
        command += [option, str(beside)] if beside.exists() else []
    subprocess.run([*command, "--digest-key", str(key), *outputs], check=True, cwd=ROOT)
    for stream in STREAMS:
        got = _lines(tmp_path / f"{stream}.jsonl")
        expected = HERE / sample.stem / f"{stream}.jsonl"
        if os.environ.get("LEAKTAP_UPDATE_GOLDEN"):
            expected.parent.mkdir(exist_ok=True)
            expected.write_text("".join(f"{line}\n" for line in got), encoding="utf-8")
        assert got == expected.read_text(encoding="utf-8").splitlines(), stream

"""Counts which code of the engine runs often, for `make profile`: what it writes to engine/profile, every build reads.

The engine is built so that it counts, judges traffic of all kinds, and what it counted is merged. The traffic: the
five profiles of the benchmark, small and by another seed; the recorded dialogues, repeated until they weigh as much;
the samples.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import backend

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "bench"))
import mixed  # noqa: E402 -- the path above
from measure import STREAMS  # noqa: E402 -- as above
from traffic import PROFILES, Profile  # noqa: E402 -- as above

WORK = ROOT / "build" / "profile"
RAW = WORK / "raw"
SITE = WORK / "site"
SIZE = 16_000_000
SEED = 20


def merger() -> Path:
    """The tool that merges what was counted, of the compiler that is used.

    Raises ``SystemExit`` with what to do where it is missing.
    """
    done = subprocess.run(["rustc", "--print", "target-libdir"], capture_output=True, text=True, check=True)
    tool = Path(done.stdout.strip()).parent / "bin" / "llvm-profdata"
    if not tool.exists():
        sys.exit("leaktap: llvm-profdata is needed: rustup component add llvm-tools")
    return tool


def build() -> None:
    """Builds the wheel that counts and unpacks it beside everything else."""
    flags = f'build.rustflags=["-Cprofile-generate={RAW}"]'
    out = WORK / "wheel"
    subprocess.run(
        [sys.executable, "-m", "maturin", "build", "--release", "--quiet", "--out", out, "--config", flags],
        cwd=ROOT,
        env={name: value for name, value in os.environ.items() if "RUSTFLAGS" not in name},  # they would take its place
        check=True,
    )
    (wheel,) = out.glob("leaktap-*.whl")
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(SITE)


def captures() -> list[list[Path]]:
    """The traffic, replay by replay: as little as gives each kind its weight."""
    made = []
    for name in PROFILES:
        path = WORK / f"{name}.pcap"
        Profile(name, SIZE, seed=SEED).write(path)
        made.append([path])
    recorded = ROOT / "tests" / "recorded"
    dialogues = WORK / "dialogues.pcap"
    mixed.write(dialogues, mixed.known((recorded,)), 4 * SIZE)
    return [*made, [dialogues], sorted([*(ROOT / "pcaps").glob("*.pcap"), *recorded.glob("*.pcap")])]


def replay(captures: list[Path], *arguments: str) -> None:
    """Has the counting engine judge captures."""
    main = "from sensor.cli.main import main; raise SystemExit(main())"
    subprocess.run(
        [sys.executable, "-P", "-c", main, "replay", *captures, "--workers", "1", *arguments],
        env={**os.environ, "PYTHONPATH": str(SITE), "LLVM_PROFILE_FILE": str(RAW / "%p.profraw")},
        cwd=WORK,
        stdout=subprocess.DEVNULL,
        check=True,
    )


def main() -> None:
    """Builds, replays, merges."""
    tool = merger()
    shutil.rmtree(WORK, ignore_errors=True)
    RAW.mkdir(parents=True)
    print("==> building the engine that counts", flush=True)
    build()
    # Macros and build scripts count themselves while they run.
    for counted in RAW.iterdir():
        counted.unlink()
    print("==> counting", flush=True)
    records = [part for name in STREAMS for part in (f"--{name}", str(WORK / f"{name}.jsonl"))]
    for some in captures():
        replay(some)
        replay(some, *records)
    backend.PROFILE.parent.mkdir(exist_ok=True)
    # Sparse: code that was not seen to run (other protocols, other processors) is compiled as if nothing had been
    # counted, and not as what never runs.
    subprocess.run(
        [tool, "merge", "--sparse", "--num-threads=1", "--output", backend.PROFILE, *sorted(RAW.glob("*.profraw"))],
        check=True,
    )
    backend.COMPILER.write_text(backend.compiler(), encoding="utf-8")
    shutil.rmtree(WORK)
    print(f"{backend.PROFILE.relative_to(ROOT)}: {backend.PROFILE.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()

"""Runs commands and says what they cost."""

from __future__ import annotations

import os
import platform
import re
import subprocess
import sys
import time
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
STREAMS = ("findings", "alerts", "flows", "transports", "anomalies", "coverage")
LEAKTAP = str(Path(sys.executable).parent / "leaktap")


@dataclass(frozen=True, kw_only=True)
class Cost:
    """What a process and its children used."""

    cpu: float  # seconds, user and system
    wall: float  # seconds
    memory: int  # peak resident bytes
    status: int


def run(command: list[str], *, core: int | None = None, output: Path | None = None) -> Cost:
    """Runs a command, pinned to a core if one is named; standard output goes to a file or nowhere."""
    if core is not None:
        command = ["taskset", "--cpu-list", str(core), *command]
    with (output or Path(os.devnull)).open("wb") as out:
        began = time.perf_counter()
        process = subprocess.Popen(command, stdout=out, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    cpu = usage.ru_utime + usage.ru_stime
    return Cost(cpu=cpu, wall=wall, memory=usage.ru_maxrss * 1024, status=process.returncode)


def run_warm(command: list[str], capture: Path, *, core: int | None = None, output: Path | None = None) -> Cost:
    """The same with ``capture`` in the page cache: some systems take away within seconds what nobody uses."""
    run(["cat", str(capture)])
    return run(command, core=core, output=output)


def replay(capture: Path, *, workers: int = 1) -> list[str]:
    """The command that is measured: default rules, and the summary for whoever called it."""
    return [LEAKTAP, "replay", str(capture), "--workers", str(workers)]


def recorded(capture: Path) -> list[str]:
    """The same with one worker and a record of each finding, weak ones too, and of each alert."""
    out = capture.parent
    return [*replay(capture), "--findings", str(out / "findings.jsonl"), "--alerts", str(out / "alerts.jsonl")]


def streamed(capture: Path) -> list[str]:
    """The same with one worker and every stream of records."""
    return [
        *replay(capture),
        *(part for name in STREAMS for part in (f"--{name}", str(capture.parent / f"{name}.jsonl"))),
    ]


def first_line(*command: str) -> str:
    """The first line that a tool says about its version, or ``absent``."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=20)
    except OSError:
        return "absent"
    text = (done.stdout or done.stderr).strip()
    return text.splitlines()[0] if text else "?"


def python_version(name: str) -> str:
    """The version of an installed distribution, or ``absent``."""
    try:
        return f"{name} {metadata.version(name)}"
    except metadata.PackageNotFoundError:
        return "absent"


def processor() -> str:
    """The processor's name."""
    found = re.search(r"^model name\s*:\s*(.+)$", Path("/proc/cpuinfo").read_text(encoding="utf-8"), re.MULTILINE)
    return found[1] if found else platform.machine()


def machine() -> dict[str, str]:
    """What the numbers depend on."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    commit = first_line("git", "-C", str(ROOT), "describe", "--always", "--dirty", "--abbrev=12")
    log = ROOT / "build" / "wheel.log"
    counts = "by" if log.exists() and "-Cprofile-use" in log.read_text(encoding="utf-8") else "without"
    return {
        "processor": f"{processor()}, {os.cpu_count()} cores, {memory:.0f} GiB",
        "system": f"{platform.system()} {platform.release()}, Python {platform.python_version()}",
        "leaktap": f"{first_line(LEAKTAP, '--version')}, commit {commit}, built {counts} counts",
        "tcpdump": first_line("tcpdump", "--version"),
        "tshark": first_line("tshark", "--version"),
        "tcpflow": first_line("tcpflow", "--version"),
        "dpkt, pyshark": f"{python_version('dpkt')}, {python_version('pyshark')}",
    }

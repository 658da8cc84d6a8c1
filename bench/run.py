"""Measures leaktap against its targets and its peers, and prints the tables; nothing here passes or fails.

Cost is marginal CPU: (CPU of a capture four times as large - CPU of the capture) / the difference in bytes, for leaktap
and for `tcpdump -r F --count` in the same run, alternating, on one pinned core, median of the rounds. So start-up does
not count there; it is bounded apart.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import re
import shutil
import statistics
import struct
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import load
import mixed
from measure import LEAKTAP, ROOT, Cost, machine, recorded, replay, run, run_warm, streamed
from traffic import PROFILES, Profile

if TYPE_CHECKING:
    from collections.abc import Callable

DATA = ROOT / "bench" / "data"
TARGETS = {"bulk-http": 5.0, "short-flows": 5.0, "opaque-tls": 1.2, "small-packets": 3.0, "disorder": 6.0}
GOALS = {"bulk-http": 3.5, "short-flows": 3.0, "opaque-tls": 0.7, "small-packets": 2.0, "disorder": 3.5}
PEERS = {"tcpflow": 5, "tshark": 30, "dpkt": 100, "pyshark": 5000}
SLICE = 1_000_000
# At least this much of the recorded dialogues: several times all of them.
DIALOGUES = 10_000_000


class Report:
    """Markdown that is printed as it grows and kept for the record."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def say(self, *lines: str) -> None:
        """Adds lines."""
        for line in lines:
            print(line, flush=True)
            self.lines.append(line)

    def table(self, title: str, header: list[str], rows: list[list[str]]) -> None:
        """Adds a table."""
        self.say("", f"## {title}", "", f"| {' | '.join(header)} |", f"|{'---|' * len(header)}")
        self.say(*(f"| {' | '.join(row)} |" for row in rows))


def captures(size: int) -> dict[str, tuple[Path, Path]]:
    """The five captures in both sizes, generated once."""
    DATA.mkdir(parents=True, exist_ok=True)
    made = {}
    for name in PROFILES:
        paths = []
        for factor in (1, 4):
            path = DATA / f"{name}-{size * factor // 1_000_000}M.pcap"
            if not path.with_suffix(".truth.jsonl").exists():
                print(f"generating {path.name}", file=sys.stderr)
                Profile(name, size * factor).write(path)
            paths.append(path)
        made[name] = (paths[0], paths[1])
    return made


class Subject(NamedTuple):
    """Whose cost is measured: how it is called for a capture, and a small and a large one."""

    command: Callable[[Path], list[str]]
    small: Path
    large: Path


def marginal(subjects: dict[str, Subject], rounds: int, core: int) -> dict[str, float]:
    """Median marginal CPU nanoseconds per byte of each subject, alternating: what disturbs one disturbs all."""
    samples: dict[str, list[float]] = {name: [] for name in subjects}
    for _ in range(rounds):
        for name, (command, small, large) in subjects.items():
            low, high = (run_warm(command(capture), capture, core=core) for capture in (small, large))
            samples[name].append((high.cpu - low.cpu) / (large.stat().st_size - small.stat().st_size) * 1e9)
    return {name: statistics.median(values) for name, values in samples.items()}


def tcpdump(capture: Path) -> list[str]:
    """Just counts packets, with libpcap."""
    return ["tcpdump", "-r", str(capture), "--count"]


def speed(report: Report, made: dict[str, tuple[Path, Path]], rounds: int, core: int) -> None:
    """Marginal CPU against tcpdump."""
    rows = []
    for name, (small, large) in made.items():
        subjects = {
            "leaktap": Subject(replay, small, large),
            "recorded": Subject(recorded, small, large),
            "tcpdump": Subject(tcpdump, small, large),
        }
        cost = marginal(subjects, rounds, core)
        ratio = cost["leaktap"] / cost["tcpdump"] if cost["tcpdump"] > 0 else float("nan")
        verdict = "goal" if ratio <= GOALS[name] else "met" if ratio <= TARGETS[name] else "MISSED"
        rows.append(
            [
                name,
                f"{cost['leaktap']:.3f}",
                f"{cost['tcpdump']:.3f}",
                f"{1 / cost['leaktap']:.2f}" if cost["leaktap"] > 0 else "too short to tell",
                f"{ratio:.2f}",
                f"{TARGETS[name]:g} / {GOALS[name]:g}",
                verdict,
                f"{cost['recorded']:.3f}",
            ]
        )
    costs = ["leaktap ns/B", "tcpdump ns/B", "leaktap GB/s", "ratio", "must / goal", "verdict", "with records, ns/B"]
    header = ["capture", *costs]
    report.table(f"Marginal CPU, one worker, median of {rounds}", header, rows)


def mixture(report: Report, size: int, rounds: int, core: int) -> None:
    """Traffic of all protocols but HTTP against that of HTTP, both from the recordings."""
    told = mixed.known()
    pairs = {}
    for name, some in (("http", [t for t in told if t.http]), ("mixed", [t for t in told if not t.http])):
        if not some:
            report.say("", "No recordings of HTTP beside the project: mixed traffic is not compared.")
            return
        small, large = (DATA / f"{name}-recorded-{size * factor // 1_000_000}M.pcap" for factor in (1, 4))
        for path, factor in ((small, 1), (large, 4)):
            mixed.write(path, some, size * factor)
        pairs[name] = (small, large)
    rows = []
    for way, command in (("summary", replay), ("findings and alerts as well", recorded)):
        cost = marginal({name: Subject(command, *pair) for name, pair in pairs.items()}, rounds, core)
        rows += [[name, way, f"{ns:.2f}", f"{cost['http'] / ns:.2f}", "0.7"] for name, ns in cost.items()]
    header = ["dialogues", "output", "leaktap ns/B", "speed, HTTP = 1", "at least"]
    report.table("Recorded dialogues, repeated", header, rows)


def truth_of(capture: Path) -> tuple[set[tuple[str, str]], set[tuple[str, str]]]:
    """Planted values that can be demanded, and all of them."""
    entries = [json.loads(line) for line in capture.with_suffix(".truth.jsonl").open(encoding="utf-8")]
    every = {(entry["detector"], entry["value"]) for entry in entries}
    return {(e["detector"], e["value"]) for e in entries if not e["lost"]}, every


def quality(report: Report, made: dict[str, tuple[Path, Path]]) -> None:
    """Recall and false alarms against the truth; peak memory of the larger capture."""
    rows = []
    for name, (small, large) in made.items():
        findings = small.parent / "revealed.jsonl"
        run([LEAKTAP, "replay", str(small), "--workers", "1", "--quiet", "--reveal", "--findings", str(findings)])
        found: dict[tuple[str, str], int] = {}
        for line in findings.open(encoding="utf-8") if findings.exists() else ():
            record = json.loads(line)
            for value in record.get("values", []):
                key = (record["detector"], value)
                found[key] = max(found.get(key, 0), record["confidence"])
        findings.unlink(missing_ok=True)
        demanded, known = truth_of(small)
        recall = len(demanded & found.keys()) / len(demanded) if demanded else 1.0
        false = sum(1 for key, confidence in found.items() if confidence >= 70 and key not in known)
        peaks = [f"{run(replay(capture)).memory / 2**20:.0f} MiB" for capture in (small, large)]
        rows.append([name, str(len(demanded)), f"{recall:.2%}", str(false), *peaks])
    header = [
        "capture",
        "planted",
        "recall (>= 99.5 %)",
        "false at >= 70 (0)",
        "peak memory (<= 256 MiB)",
        "of four times",
    ]
    report.table("Recall, precision, memory", header, rows)


def cut(capture: Path, size: int) -> Path:
    """The first packets of a capture, about ``size`` bytes."""
    data = capture.read_bytes()[: size + 70_000]
    end = 24
    while end < min(size, len(data) - 16):
        end += 16 + struct.unpack_from("<I", data, end + 8)[0]
    path = capture.with_name(f"{capture.stem}-slice.pcap")
    path.write_bytes(data[:end])
    return path


def peers(report: Report, made: dict[str, tuple[Path, Path]], rounds: int, core: int) -> None:
    """Whole-process CPU per byte of those installed: at their lightest, and at what comes nearest to this job."""
    here = Path(__file__).resolve().parent
    streams, said = DATA / "streams", DATA / "said.txt"
    rows = []
    for name in ("bulk-http", "short-flows"):
        capture = made[name][0]
        costs = [run_warm(replay(capture), capture, core=core).cpu for _ in range(rounds)]
        own = statistics.median(costs) / capture.stat().st_size
        part = cut(capture, SLICE)
        tries: list[tuple[str, str, list[str], Path]] = [
            ("tcpflow", "streams into files", ["tcpflow", "-q", "-o", str(streams), "-r"], capture),
            ("tcpflow", "bodies inflated as well", ["tcpflow", "-q", "-a", "-o", str(streams), "-r"], capture),
            ("tshark", "counts protocols", ["tshark", "-q", "-z", "io,phs", "-r"], capture),
            ("tshark", "all that it decodes, as text", ["tshark", "-V", "-r"], capture),
            ("dpkt", "a script that looks for the same", [sys.executable, str(here / "peer_dpkt.py")], capture),
            ("pyshark", "each packet's highest layer", [sys.executable, str(here / "peer_pyshark.py")], part),
        ]
        for peer, use, command, used in tries:
            target = f"{PEERS[peer]} x"
            if shutil.which(command[0]) is None:
                rows.append([name, peer, use, "not installed", "", target, ""])
                continue
            searches = peer == "dpkt"
            cost: Cost = run_warm([*command, str(used)], used, core=core, output=said if searches else None)
            shutil.rmtree(streams, ignore_errors=True)
            if cost.status != 0:
                rows.append([name, peer, use, f"failed ({cost.status}) or not installed", "", target, ""])
                continue
            per_byte = cost.cpu / used.stat().st_size
            cells = [f"{per_byte * 1e9:.1f}", f"{per_byte / own:.1f} x", target, recall(said, used) if searches else ""]
            rows.append([name, peer, use, *cells])
        rows.append([name, "leaktap", "the replay", f"{own * 1e9:.1f}", "", "", ""])
        part.unlink()
    said.unlink(missing_ok=True)
    header = ["capture", "peer", "at what", "CPU ns/B", "leaktap is faster by", "target", "recall, false"]
    report.table("Whole process, peers side by side", header, rows)


def recall(said: Path, capture: Path) -> str:
    """What part of the planted values a peer found, by its lines of detector and value, and how many it made up."""
    pairs = (line.partition(" ")[::2] for line in said.read_text(encoding="utf-8").splitlines())
    found = set(pairs)
    demanded, known = truth_of(capture)
    return f"{len(demanded & found) / max(len(demanded), 1):.1%}, {len(found - known)}"


def small_things(report: Report, made: dict[str, tuple[Path, Path]], rounds: int, core: int) -> None:
    """Start-up, and what a second worker brings."""
    empty = DATA / "empty.pcap"
    empty.write_bytes(struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 262144, 1))
    version = statistics.median(run([LEAKTAP, "--version"], core=core).cpu for _ in range(rounds))
    nothing = statistics.median(run(replay(empty), core=core).cpu for _ in range(rounds))
    rows = [
        ["`leaktap --version`, CPU", f"{version:.2f} s", "0.2 s"],
        ["replay of an empty capture, CPU", f"{nothing:.2f} s", "0.5 s"],
    ]
    for name in ("bulk-http", "short-flows"):
        large = made[name][1]
        # In turn, and the least of each: whatever else the machine does makes both slower, rarely alike.
        walls = [[run_warm(replay(large, workers=n), large).wall for n in (1, 2)] for _ in range(rounds)]
        one, two = map(min, zip(*walls, strict=True))
        rows.append([f"{name}: wall clock of two workers / of one, least of {rounds}", f"{two / one:.2f}", "0.6"])
    report.table("Start-up and scaling", ["what", "measured", "at most"], rows)


def memory(report: Report, *, quick: bool) -> None:
    """Peak memory under load."""
    rows = []
    cases = (("syn", 1_000_000, "flows that only sent SYN"), ("idle", 1_000_000, "idle flows after one request"))
    together = ("together", 300_000, "flows that end together, all records written")
    for kind, flows, what in (*cases, ("half", 50_000, "half-sent bodies"), together):
        count = flows // 100 if quick else flows
        path = DATA / f"load-{kind}.pcap"
        load.write(path, kind, count)
        cost = run(replay(path) if kind != "together" else streamed(path))
        rows.append([f"{count:,} {what}", f"{cost.memory / 2**20:.0f} MiB", "512 MiB", f"{cost.wall:.1f} s"])
        path.unlink()
    report.table("Memory under load", ["load", "peak resident", "at most", "wall"], rows)


def main() -> int:
    """Runs everything and keeps the record."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="captures of 8 MB and one round: a smoke test, no numbers")
    parser.add_argument("--size", type=int, default=250_000_000, help="bytes of the smaller captures")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--core", type=int, default=0, help="the core to pin to")
    options = parser.parse_args()
    size, rounds = (8_000_000, 1) if options.quick else (options.size, options.rounds)

    report = Report()
    today = dt.datetime.now(tz=dt.UTC).date().isoformat()
    facts = machine()
    report.say(f"# Benchmark of {today}{' (quick: too small for numbers)' if options.quick else ''}", "")
    report.say(*(f"- {name}: {value}" for name, value in facts.items()))
    report.say(f"- captures: {size / 1e6:.0f} MB and four times that, generated by bench/traffic.py, page cache warm")
    made = captures(size)
    speed(report, made, rounds, options.core)
    mixture(report, max(size // 10, DIALOGUES), rounds, options.core)
    quality(report, made)
    peers(report, made, rounds, options.core)
    small_things(report, made, rounds, options.core)
    memory(report, quick=options.quick)

    if not options.quick:
        slug = re.sub(r"[^a-z0-9]+", "-", facts["processor"].split(",")[0].lower()).strip("-")
        path = ROOT / "bench" / "record" / f"{today}-{slug}.md"
        path.parent.mkdir(exist_ok=True)
        path.write_text("\n".join(report.lines) + "\n", encoding="utf-8")
        print(f"\nrecorded in {path.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())

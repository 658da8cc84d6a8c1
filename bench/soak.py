"""A long run of the daemon over fresh mixed traffic: no growth of memory, no leak of descriptors, counters that agree.

``make soak`` (SOAK_MINUTES=120). Needs root: the wire is a veth pair in a network namespace of its own. Samples go
to bench/data/soak.jsonl; it prints the verdict; the exit code is 1 if something grew or was lost.
"""

from __future__ import annotations

import argparse
import json
import signal
import sqlite3
import statistics
import sys
import tempfile
import time
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[1]
sys.path += [str(ROOT), str(Path(__file__).parent)]  # last: leaktap itself is the installed one

from traffic import PROFILES, Profile  # noqa: E402 - after the path

from tests.e2e import wire as wires  # noqa: E402 - as above

PORT = 9477
PIECE = 3_000_000  # bytes of one capture
PAUSE_S = 0.2  # between captures: a load that leaves the machine some air
SAMPLE_S = 10.0
WARM_UP = 0.2  # share of the run that is not judged: caches and pools fill
SLOPE_MIB_PER_HOUR = 8.0  # what noise may look like


class Watched:
    """The daemon, from outside."""

    def __init__(self, wire: wires.Wire, state: Path) -> None:
        self.wire, self.state = wire, state
        config = {
            "version": 1,
            "zones": {"crm": ["10.0.0.0/8"]},
            "capture": {"interfaces": ["far"]},
            "alerts": {"quiet": "2m"},
            # Flows that nobody ends go soon: what is looked for is growth after everything had its time.
            "limits": {"tcp_idle_ns": 60 * 10**9, "udp_idle_ns": 30 * 10**9},
            "store": {"limit": "64MiB", "reserve": "8MiB", "retention": "5m"},
            "exporters": {
                "file": {"path": str(state / "alerts.jsonl"), "rotate": {"size": "16MiB", "keep": 2}},
                "prometheus": {"listen": f"127.0.0.1:{PORT}"},
            },
        }
        (state / "leaktap.yaml").write_text(yaml.safe_dump(config), encoding="utf-8")
        command = [
            sys.executable,
            "-P",
            "-m",
            "sensor",
            "run",
            "--config",
            str(state / "leaktap.yaml"),
            "--state",
            str(state),
        ]
        with (state / "log").open("wb") as log:
            self.child = wire.start(command, stderr=log)

    def metrics(self) -> dict[str, float]:
        """All samples by name and labels."""
        script = (
            "import urllib.request as u; print(u.urlopen('http://127.0.0.1:%d/metrics', timeout=5).read().decode())"
        )
        text = self.wire.run([sys.executable, "-P", "-c", script % PORT]).stdout
        lines = [line.rpartition(" ") for line in text.splitlines() if line and not line.startswith("#")]
        return {name: float(value) for name, _, value in lines}

    def sample(self, began: float) -> dict[str, float]:
        """Memory, descriptors, threads, and the counters that have to agree."""
        metrics = self.metrics()
        status = Path(f"/proc/{self.child.pid}/status").read_text(encoding="ascii")
        resident = next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS"))
        total = sum(value for name, value in metrics.items() if name.startswith("leaktap_coverage_bytes_total"))
        return {
            "minute": round((time.monotonic() - began) / 60, 2),
            "resident_mib": round(resident / 1024, 1),
            "descriptors": len(list(Path(f"/proc/{self.child.pid}/fd").iterdir())),
            "threads": len(list(Path(f"/proc/{self.child.pid}/task").iterdir())),
            "packets": metrics.get("leaktap_packets_total", 0),
            "ring_drops": metrics.get('leaktap_dropped_packets_total{layer="ring"}', 0),
            "flows": metrics.get("leaktap_flows", 0),
            "engine_mib": round(metrics.get('leaktap_memory_bytes{area="engine"}', 0) / 2**20, 1),
            "covered": total,
            "alerts_open": sum(value for name, value in metrics.items() if name.startswith("leaktap_alerts_open")),
            "events": sum(value for name, value in metrics.items() if name.startswith("leaktap_events_total")),
            "store_mib": round(metrics.get("leaktap_store_bytes", 0) / 2**20, 2),
            "faults": metrics.get("leaktap_faults_total", 0),
        }


def slope(samples: list[dict[str, float]], name: str) -> float:
    """Growth per hour by least squares."""
    minutes = [sample["minute"] for sample in samples]
    return statistics.linear_regression(minutes, [sample[name] for sample in samples]).slope * 60


def run(minutes: float) -> int:
    """Runs it and says what it came to."""
    out = ROOT / "bench" / "data" / "soak.jsonl"
    out.parent.mkdir(parents=True, exist_ok=True)
    wire = wires.Wire()
    try:
        with tempfile.TemporaryDirectory(prefix="leaktap-soak-") as directory, out.open("w", encoding="utf-8") as log:
            return _soak(wire, Path(directory), minutes, log)
    finally:
        wire.close()


def _soak(wire: wires.Wire, directory: Path, minutes: float, log: object) -> int:
    watched = Watched(wire, directory)
    time.sleep(5)
    began, samples, sent, seed = time.monotonic(), [], 0, 0
    next_sample = began
    while time.monotonic() - began < minutes * 60:
        seed += 1
        capture = directory / "piece.pcap"
        Profile(PROFILES[seed % len(PROFILES)], PIECE, seed=seed).write(capture)
        wire.send(capture)
        sent += sum(1 for _ in wires.frames(capture))
        time.sleep(PAUSE_S)
        if time.monotonic() >= next_sample:
            samples.append(watched.sample(began))
            print(json.dumps(samples[-1]), file=log, flush=True)  # type: ignore[call-overload]
            next_sample += SAMPLE_S
    time.sleep(3)
    last = watched.sample(began)
    watched.child.send_signal(signal.SIGTERM)
    status = watched.child.wait(timeout=60)
    with sqlite3.connect(directory / "events.db") as store:
        whole = store.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    store.close()
    judged = samples[int(len(samples) * WARM_UP) :]
    growth = slope(judged, "resident_mib")
    missing = sent - last["packets"] - last["ring_drops"]
    wrong = [
        f"memory grows by {growth:.1f} MiB an hour" if growth > SLOPE_MIB_PER_HOUR else "",
        "descriptors leak" if slope(judged, "descriptors") > 1 else "",
        f"{missing:.0f} packets unaccounted" if missing > 0 else "",
        f"{last['faults']:.0f} faults" if last["faults"] else "",
        "" if whole else "the store is damaged",
        f"it ended with {status}" if status else "",
    ]
    wrong = [reason for reason in wrong if reason]
    first, end = judged[0], judged[-1]
    print(f"{last['minute']:.0f} minutes, {seed} captures, {sent} packets sent, {last['packets']:.0f} judged")
    print(f"dropped at the ring: {last['ring_drops']:.0f}; events {last['events']:.0f}; store {last['store_mib']} MiB")
    print(f"resident {first['resident_mib']} to {end['resident_mib']} MiB, slope {growth:+.2f} MiB an hour")
    print(f"descriptors {first['descriptors']:.0f} to {end['descriptors']:.0f}, threads {end['threads']:.0f}")
    print("fine" if not wrong else "WRONG: " + "; ".join(wrong))
    return bool(wrong)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--minutes", type=float, default=120.0)
    sys.exit(run(parser.parse_args().minutes))

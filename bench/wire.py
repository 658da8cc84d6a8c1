"""What a wire can carry: the daemon and tcpdump on the same veth pair in the same run.

Needs root, and tcpreplay to send as fast as the machine can. All share the cores with the sender, so the rates say what
this machine does as a whole; what counts is who loses packets, and how long an alert takes to the disk.
"""

from __future__ import annotations

import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[1]
sys.path += [str(ROOT), str(Path(__file__).parent)]  # last: leaktap itself is the installed one

from measure import machine  # noqa: E402 - after the path
from traffic import Profile  # noqa: E402 - as above

from tests.e2e import wire as wires  # noqa: E402 - as above

PORT = 9477
SIZE = 100_000_000
PROFILES = ("bulk-http", "short-flows", "small-packets")
RATES = (100, 300, 0)  # Mbit/s; 0: as fast as it goes
SETTLE_S = 4.0


def send(wire: wires.Wire, capture: Path, rate: int) -> tuple[float, float]:
    """Sends a capture; returns packets per second and megabits per second."""
    speed = f"--mbps={rate}" if rate else "--topspeed"
    done = wire.run(["tcpreplay", "--quiet", "--preload-pcap", speed, "--intf1=near", str(capture)])
    found = re.search(r"Rated: [0-9.]+ Bps, ([0-9.]+) Mbps, ([0-9.]+) pps", done.stdout)
    return (float(found[2]), float(found[1])) if found else (0.0, 0.0)


class Leaktap:
    """The daemon with its defaults, one worker."""

    name = "leaktap run"

    def __init__(self, wire: wires.Wire, directory: Path) -> None:
        self.wire = wire
        config = {
            "version": 1,
            "zones": {"crm": ["10.0.0.0/8"]},
            "capture": {"interfaces": ["far"]},
            "exporters": {"file": {"path": str(directory / "alerts.jsonl")}},
        }
        (directory / "c.yaml").write_text(yaml.safe_dump(config), encoding="utf-8")
        command = [sys.executable, "-P", "-m", "sensor", "run", "--config", str(directory / "c.yaml"), "--state"]
        self.child = wire.start([*command, str(directory / "state")], stderr=subprocess.DEVNULL)

    def counts(self) -> tuple[int, int, str]:
        """Packets seen and lost, and what alerts took."""
        script = (
            "import urllib.request as u; print(u.urlopen('http://127.0.0.1:%d/metrics', timeout=5).read().decode())"
        )
        text = self.wire.run([sys.executable, "-P", "-c", script % PORT]).stdout
        values = dict(re.findall(r"^(leaktap_\S+) (\S+)$", text, re.MULTILINE))
        dropped = float(values.get('leaktap_dropped_packets_total{layer="ring"}', 0))
        count = float(values.get("leaktap_alert_latency_seconds_count", 0))
        within = [
            (float(bound), float(seen))
            for bound, seen in re.findall(r'latency_seconds_bucket\{le="([0-9.]+)"\} ([0-9.]+)', text)
        ]
        p99 = next((bound for bound, seen in within if count and seen >= 0.99 * count), None)
        told = f"{count:.0f} alerts, p99 ≤ {p99} s" if p99 else f"{count:.0f} alerts"
        return int(float(values.get("leaktap_packets_total", 0))), int(dropped), told

    def stop(self) -> None:
        """Ends it."""
        self.child.send_signal(signal.SIGTERM)
        self.child.wait(timeout=60)


class Tcpdump:
    """``tcpdump -w /dev/null`` with a ring of the same size."""

    name = "tcpdump -w /dev/null"

    def __init__(self, wire: wires.Wire, directory: Path) -> None:
        self.log = directory / "tcpdump.log"
        with self.log.open("wb") as log:
            command = ["tcpdump", "-i", "far", "-B", "65536", "-w", "/dev/null"]
            self.child = wire.start(command, stderr=log)

    def counts(self) -> tuple[int, int, str]:
        """Known once it ended."""
        self.stop()
        text = self.log.read_text(encoding="utf-8", errors="replace")
        seen = re.search(r"(\d+) packets captured", text)
        lost = re.search(r"(\d+) packets dropped by kernel", text)
        return int(seen[1]) if seen else 0, int(lost[1]) if lost else 0, ""

    def stop(self) -> None:
        """Ends it."""
        if self.child.poll() is None:
            self.child.send_signal(signal.SIGINT)
            self.child.wait(timeout=30)


def main() -> int:
    """Prints a table."""
    if shutil.which("tcpreplay") is None or wires.unavailable():
        print(f"not measured: {wires.unavailable() or 'tcpreplay is not installed'}")
        return 1
    contenders = (Leaktap, Tcpdump)
    for key, value in machine().items():
        print(f"{key}: {value}")
    print("\n| traffic | asked | sent | who | packets | lost | |\n|---|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory(prefix="leaktap-wire-") as name:
        directory = Path(name)
        for profile in PROFILES:
            capture = directory / f"{profile}.pcap"
            Profile(profile, SIZE).write(capture)
            for rate in RATES:
                for contender in contenders:
                    wire = wires.Wire()
                    place = directory / f"{profile}-{rate}-{contender.__name__}"
                    place.mkdir()
                    try:
                        watched = contender(wire, place)
                        time.sleep(SETTLE_S)
                        pps, mbps = send(wire, capture, rate)
                        time.sleep(SETTLE_S)
                        seen, lost, told = watched.counts()
                        watched.stop()
                    finally:
                        wire.close()
                    sent = f"{pps / 1000:.0f} kpps, {mbps:.0f} Mbit/s"
                    asked = f"{rate} Mbit/s" if rate else "top speed"
                    print(f"| {profile} | {asked} | {sent} | {contender.name} | {seen} | {lost} | {told} |", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())

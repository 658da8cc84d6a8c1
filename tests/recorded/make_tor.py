"""Records a Tor client's handshake: ``python tests/recorded/make_tor.py`` (needs tor, iproute2, tcpdump, root).

Relay and client run in a network namespace that has loopback and nothing else: they reach no network.
"""

from __future__ import annotations

import subprocess
import tempfile
import time
from pathlib import Path
from typing import Final

FOLDER: Final = Path(__file__).resolve().parent
SPACE: Final = "leaktap-tor"
PORT: Final = 9001
# The handshake; the cells behind it are noise to everybody.
FRAMES: Final = 9


def main() -> None:
    """Starts a relay, and a client that takes it for its bridge; keeps the first frames between them."""
    subprocess.run(["ip", "netns", "add", SPACE], check=True)
    children = []

    def start(*command: str, wait: float) -> None:
        children.append(subprocess.Popen(["ip", "netns", "exec", SPACE, *command], stdout=subprocess.DEVNULL))
        time.sleep(wait)

    with tempfile.TemporaryDirectory() as folder:
        try:
            subprocess.run(["ip", "-n", SPACE, "link", "set", "lo", "up"], check=True)
            relay, client = Path(folder, "relay"), Path(folder, "client")
            dump = ("tcpdump", "-i", "lo", "-Z", "root", "-c", str(FRAMES), "-w", str(FOLDER / "tor.pcap"))
            start(*dump, "tcp", "port", str(PORT), wait=1)
            bridge = ("--BridgeRelay", "1", "--PublishServerDescriptor", "0", "--AssumeReachable", "1")
            where = ("--ORPort", f"127.0.0.1:{PORT}", "--Address", "127.0.0.1", "--SocksPort", "0")
            start("tor", "--DataDirectory", str(relay), *where, *bridge, wait=4)
            fingerprint = (relay / "fingerprint").read_text(encoding="ascii").split()[1]
            through = ("--UseBridges", "1", "--Bridge", f"127.0.0.1:{PORT} {fingerprint}")
            start("tor", "--DataDirectory", str(client), "--SocksPort", "9050", *through, wait=6)
        finally:
            for child in reversed(children):
                child.terminate()
                child.wait(40)
            subprocess.run(["ip", "netns", "delete", SPACE], check=True)


if __name__ == "__main__":
    main()

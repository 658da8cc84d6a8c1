"""Checks compose.yaml: known keys, and that every service is locked down.

Works without Docker, so that the promise of a read-only container without capabilities is held everywhere.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import yaml

SERVICE_KEYS = {
    "build",
    "cap_add",
    "cap_drop",
    "command",
    "entrypoint",
    "environment",
    "healthcheck",
    "image",
    "mem_limit",
    "network_mode",
    "pids_limit",
    "profiles",
    "read_only",
    "restart",
    "secrets",
    "security_opt",
    "stop_grace_period",
    "tmpfs",
    "user",
    "volumes",
}
ALLOWED_CAPABILITIES = {"NET_RAW"}


def faults(name: str, service: dict[str, Any]) -> list[str]:
    """What is wrong with a service."""
    found = [f"unknown key {key!r}" for key in sorted(service.keys() - SERVICE_KEYS)]
    if service.get("read_only") is not True:
        found.append("the file system must be read_only")
    if service.get("cap_drop") != ["ALL"]:
        found.append("cap_drop must be [ALL]")
    if extra := set(service.get("cap_add", [])) - ALLOWED_CAPABILITIES:
        found.append(f"capabilities that a sensor does not need: {', '.join(sorted(extra))}")
    if "no-new-privileges:true" not in service.get("security_opt", []):
        found.append("security_opt must hold no-new-privileges:true")
    if "mem_limit" not in service:
        found.append("mem_limit is missing")
    return [f"{name}: {fault}" for fault in found]


def main() -> int:
    """Prints what is wrong with the file named on the command line."""
    path = Path(sys.argv[1])
    document = yaml.safe_load(path.read_text(encoding="utf-8"))
    services = document.get("services", {})
    wrong = [fault for name, service in services.items() for fault in faults(name, service)]
    if not services:
        wrong.append("no services")
    for line in wrong:
        print(f"{path}: {line}", file=sys.stderr)
    if not wrong:
        print(f"{path}: {len(services)} service(s), locked down")
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())

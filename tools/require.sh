#!/usr/bin/env bash
# Checks that the tools to build with are here; each missing one gives one line that says how to get it.
# With --python it prints the newest interpreter that will do.
set -eu
cd "$(dirname "$0")/.."

python() {
    local candidate
    for candidate in "${PYTHON:-}" python3.14 python3.13 python3.12 python3.11 python3 python; do
        [ -n "$candidate" ] || continue
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$candidate"
            return
        fi
    done
    return 1
}

if [ "${1:-}" = --python ]; then
    python
    exit
fi

missing=0
lack() {
    echo "leaktap: $1" >&2
    missing=1
}

if found=$(python); then
    "$found" -c 'import ensurepip, venv' 2>/dev/null ||
        lack "$found has no venv module: apt-get install python3-venv"
else
    lack "Python 3.11 or newer is needed: apt-get install python3 python3-venv (or https://www.python.org/downloads/)"
fi
command -v cc >/dev/null || lack "a C compiler is needed: apt-get install build-essential"
if command -v cargo >/dev/null; then
    wanted=$(sed -n 's/^rust-version = "\(.*\)"/\1/p' engine/Cargo.toml | head -n 1)
    have=$(cd engine && rustc --version | cut -d ' ' -f 2 | cut -d - -f 1)
    [ "$(printf '%s\n%s\n' "$wanted" "$have" | sort -V | head -n 1)" = "$wanted" ] ||
        lack "Rust $wanted or newer is needed, this is $have: rustup update stable"
else
    lack "Rust is needed: https://rustup.rs (curl https://sh.rustup.rs -sSf | sh)"
fi
case "$PWD" in
*[[:space:]]*) lack "a library cannot be built where the path holds a blank: move this folder to another place ($PWD)" ;;
esac
command -v tshark >/dev/null ||
    echo "leaktap: tshark is not here; tests that ask it for a second opinion will be skipped: apt-get install tshark" >&2
exit "$missing"

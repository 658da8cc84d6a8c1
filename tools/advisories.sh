#!/usr/bin/env bash
# Known vulnerabilities of what leaktap ships with. A database that cannot be reached is said in one line and is no
# failure: a machine without the network must still be able to test.
set -u
cd "$(dirname "$0")/.."
status=0

report=$(timeout 120 .venv/bin/pip-audit --progress-spinner off --disable-pip --require-hashes \
    --requirement requirements/run.txt 2>&1)
case $? in
0) echo "python: no known vulnerabilities" ;;
*)
    if grep -qE '^Found [0-9]+ known' <<<"$report"; then
        echo "$report"
        status=1
    else
        echo "python: not judged, the advisory database cannot be reached from here"
    fi
    ;;
esac

if ! cargo audit --version >/dev/null 2>&1; then
    echo "rust: not judged, cargo-audit is not installed (cargo install cargo-audit)"
elif report=$(cd engine && timeout 120 cargo audit --quiet 2>&1); then
    echo "rust: no known vulnerabilities"
elif grep -qE '^(Crate|error: [0-9]+ vulnerab)' <<<"$report"; then
    echo "$report"
    status=1
else
    echo "rust: not judged, the advisory database cannot be reached from here"
fi
exit "$status"

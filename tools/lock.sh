#!/usr/bin/env bash
# Renews requirements/run.txt and dev.txt: exact versions with hashes and no addresses, for every platform.
set -eu
cd "$(dirname "$0")/.."
command -v uv >/dev/null || { echo "leaktap: uv is needed to lock: pip install uv" >&2; exit 1; }
lock() {
    uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
        --no-header --no-annotate --no-emit-index-url --no-emit-find-links pyproject.toml "$@"
}
lock --output-file requirements/run.txt
lock --extra dev --constraint requirements/run.txt --output-file requirements/dev.txt
if grep -nE 'https?://|file:' requirements/*.txt; then
    echo "leaktap: a lock file names an address" >&2
    exit 1
fi

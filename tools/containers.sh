#!/usr/bin/env bash
# Lints the Dockerfile and validates compose.yaml with what is here.
set -eu
cd "$(dirname "$0")/.."
if .venv/bin/hadolint --version >/dev/null 2>&1; then
    .venv/bin/hadolint Dockerfile
    echo "Dockerfile: clean"
else
    echo "Dockerfile: not linted, there is no hadolint for this machine"
fi
if docker compose version >/dev/null 2>&1; then
    docker compose --file compose.yaml --profile '*' config --quiet
    echo "compose.yaml: valid"
fi
.venv/bin/python tools/compose.py compose.yaml

#!/usr/bin/env bash
# Fuzzes every target for so many seconds, from its seeds in fuzz/corpus; what it finds new is kept in fuzz/grown. Without
# cargo-fuzz it replays the seeds on the stable toolchain.
set -eu
cd "$(dirname "$0")/../engine"
seconds=${1:-60}
if cargo fuzz --version >/dev/null 2>&1 && cargo +nightly --version >/dev/null 2>&1; then
    for target in fuzz/targets/*.rs; do
        name=$(basename "$target" .rs)
        echo "==> fuzz $name, $seconds s"
        mkdir -p "fuzz/grown/$name"
        env -u CARGO_TARGET_DIR cargo +nightly fuzz run "$name" "fuzz/grown/$name" "fuzz/corpus/$name" -- \
            -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048
    done
else
    echo "leaktap: fuzzing needs cargo-fuzz and a nightly toolchain (rustup toolchain install nightly; cargo install" \
        "cargo-fuzz); replaying the seeds instead" >&2
    cargo test --quiet --locked --test corpus
fi

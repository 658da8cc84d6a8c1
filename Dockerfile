# Two stages: the wheel is built where the compilers are, and runs where they are not.
# Build:  docker build -t leaktap .
# Replay: docker run --rm --read-only --cap-drop ALL -v "$PWD/captures:/captures:ro" leaktap replay /captures/a.pcap

# The compiler of engine/profile/rustc.txt: what was counted goes by its names.
FROM rust:1.95-slim-bookworm AS builder
SHELL ["/bin/bash", "-o", "pipefail", "-c"]
# Debian's stable release fixes the versions.
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install --yes --no-install-recommends gcc libc6-dev make python3 python3-venv \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /src
COPY requirements/ requirements/
# Only maturin of the development tools is needed; its hash comes from the lock file.
RUN python3 -m venv /opt/build \
    && sed -n '/^maturin==/,/[^\\]$/p' requirements/dev.txt > /tmp/maturin.txt \
    && /opt/build/bin/pip install --no-cache-dir --no-deps --require-hashes --requirement /tmp/maturin.txt
COPY . .
RUN PATH=/opt/build/bin:$PATH pip wheel --no-cache-dir --no-deps --no-build-isolation --wheel-dir /dist .

FROM python:3.13-slim-bookworm
LABEL org.opencontainers.image.title="leaktap" \
      org.opencontainers.image.description="A network data-leak sensor" \
      org.opencontainers.image.licenses="MIT OR Apache-2.0"
COPY requirements/run.txt /tmp/run.txt
RUN pip install --no-cache-dir --require-hashes --requirement /tmp/run.txt && rm /tmp/run.txt
COPY --from=builder /dist/ /tmp/dist/
RUN pip install --no-cache-dir --no-deps /tmp/dist/leaktap-*.whl && rm -rf /tmp/dist \
    && useradd --system --uid 10001 --home-dir /var/lib/leaktap --create-home leaktap
USER 10001
WORKDIR /var/lib/leaktap
ENV PYTHONDONTWRITEBYTECODE=1
STOPSIGNAL SIGTERM
# Proves that the interpreter and the engine load; a daemon's own health is its metrics endpoint.
HEALTHCHECK --interval=60s --timeout=5s --start-period=5s CMD ["leaktap", "--version"]
ENTRYPOINT ["leaktap"]
CMD ["--help"]

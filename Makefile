# leaktap: `make help` explains every target. Stamps under build/ make a second run quick.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

VENV := .venv
BIN := $(VENV)/bin
STAMPS := build/stamps
# One target directory for cargo, maturin and `python -m build`; an unpacked sdist builds into it as well.
export CARGO_TARGET_DIR := $(CURDIR)/engine/target
# The same interpreter for every build, or pyo3 is compiled anew each time it changes.
export PYO3_PYTHON := $(CURDIR)/$(BIN)/python
CARGO := cargo --config term.progress.when=\"never\"
MANIFEST := --manifest-path engine/Cargo.toml
PY_SOURCES := $(wildcard sensor exporters tests pcaps bench tools)
WHEEL_INPUTS := pyproject.toml README.md tools/backend.py $(shell find sensor exporters rules engine -type f \
	-not -path 'engine/target/*' -not -path 'engine/fuzz/*' -not -path '*/__pycache__/*' -not -path 'engine/tests/*' 2>/dev/null)
FUZZ_SECONDS ?= 60
SOAK_MINUTES ?= 120

.PHONY: help demo test check build wheel fmt fuzz golden bench soak wire profile docs lock jars clean venv
.PHONY: check-format check-lint check-types check-stubs check-layers check-rust check-licences check-advisories check-containers
.PHONY: test-rust test-python

help: ## Explain every target
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  \033[1m%-18s\033[0m %s\n", $$1, $$2}' $(firstword $(MAKEFILE_LIST))

demo: wheel ## Build, replay the sample captures, print the summary, write an HTML report
	@rm -f demo-report.html demo-findings.jsonl demo-alerts.jsonl
	@$(BIN)/leaktap replay pcaps/*.pcap --crm 10.20.0.0/24 \
		--findings demo-findings.jsonl --alerts demo-alerts.jsonl --report demo-report.html
	@echo
	@echo "Report:   $(CURDIR)/demo-report.html   (open it in a browser)"
	@echo "Findings: $(CURDIR)/demo-findings.jsonl, alerts: $(CURDIR)/demo-alerts.jsonl"

test: check test-rust test-python ## Everything CI runs: check, cargo test, pytest

check: check-format check-lint check-types check-stubs check-layers check-rust check-licences check-advisories check-containers ## All static checks

build: venv ## Build the source distribution, and from it the wheel, into dist/
	@rm -rf dist
	@$(BIN)/python -m build --outdir dist
	@ls -l dist

wheel: $(STAMPS)/wheel ## Build the wheel (release) and install it into .venv

venv: $(STAMPS)/venv ## Set up .venv with the locked development tools

fmt: venv ## Format Python and Rust, apply safe lint fixes
	@$(BIN)/ruff format $(PY_SOURCES)
	@$(BIN)/ruff check --fix --quiet $(PY_SOURCES) || true
	@$(CARGO) fmt $(MANIFEST) --all

fuzz: ## Fuzz each target for FUZZ_SECONDS (60); needs cargo-fuzz and a nightly toolchain
	@tools/fuzz.sh $(FUZZ_SECONDS)

golden: wheel ## Rewrite the golden files from what the code says now (review the diff!)
	@LEAKTAP_UPDATE_GOLDEN=1 $(BIN)/pytest tests/golden

bench: wheel ## Measure speed and memory against the targets and the peers; prints tables (QUICK=1: small)
	@$(BIN)/python bench/run.py $(if $(QUICK),--quick)

soak: wheel ## Run the daemon on a veth pair for SOAK_MINUTES (120): memory, descriptors, counters; needs root
	@$(BIN)/python bench/soak.py --minutes $(SOAK_MINUTES)

wire: wheel ## Measure loss and alert latency on a veth pair beside tcpdump; needs root, tcpreplay
	@$(BIN)/python bench/wire.py

profile: venv ## Count which code runs often, for the compiler: rewrites engine/profile; needs rustup's llvm-tools
	@$(BIN)/python tools/count.py

docs: wheel ## Regenerate docs/reference from the code
	@$(BIN)/python tools/docs.py

lock: ## Renew requirements/*.txt from the ranges in pyproject.toml
	@tools/lock.sh

jars: ## Fetch the servers that the Kafka and OpenSearch contract tests run (needs mvn)
	@for server in kafka opensearch; do \
		mvn -q -B -f tests/contract/jars/$$server.xml dependency:copy-dependencies \
			-DoutputDirectory="$$PWD/build/jars/$$server" || exit; \
	done

clean: ## Remove everything that make made (the virtual environment and the cargo target included)
	@rm -rf build dist $(VENV) engine/target bench/data demo-report.html demo-*.jsonl
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

# --- the parts -------------------------------------------------------------------------------------------------------

$(STAMPS)/venv: requirements/dev.txt tools/require.sh
	@tools/require.sh
	@echo "==> $(VENV)"
	@"$$(tools/require.sh --python)" -m venv --clear $(VENV)
	@$(BIN)/python -m pip --disable-pip-version-check install --quiet --require-hashes -r requirements/dev.txt
	@mkdir -p $(@D) && touch $@

$(STAMPS)/wheel: $(STAMPS)/venv $(WHEEL_INPUTS)
	@echo "==> wheel"
	@mkdir -p build dist && rm -f dist/leaktap-*.whl
	@PATH="$(CURDIR)/$(BIN):$$PATH" python -m build --wheel --no-isolation --outdir dist >build/wheel.log 2>&1 || { cat build/wheel.log >&2; exit 1; }
	@grep '^leaktap: ' build/wheel.log || true
	@$(BIN)/python -m pip --disable-pip-version-check install --quiet --no-deps --force-reinstall dist/leaktap-*.whl
	@mkdir -p $(@D) && touch $@

check-format: venv ## ruff format, cargo fmt
	@echo "==> format"
	@$(BIN)/ruff format --check --quiet $(PY_SOURCES)
	@$(CARGO) fmt $(MANIFEST) --all --check

check-lint: venv ## ruff
	@echo "==> lint"
	@$(BIN)/ruff check --quiet $(PY_SOURCES)

check-types: wheel ## mypy --strict
	@echo "==> types"
	@$(BIN)/mypy

check-stubs: wheel ## sensor/_engine.pyi against the compiled module
	@echo "==> stubs"
	@$(BIN)/python -P -m mypy.stubtest sensor._engine

check-layers: wheel ## Imports run downward only
	@echo "==> layers"
	@$(BIN)/lint-imports --no-cache | tail -n 5

check-rust: venv ## clippy, warnings denied
	@echo "==> clippy"
	@$(CARGO) clippy --quiet --locked $(MANIFEST) --workspace --all-targets -- -D warnings

check-licences: venv ## Licences of all dependencies against the allow list
	@echo "==> licences"
	@$(BIN)/python tools/licences.py

check-advisories: venv ## Known vulnerabilities, where the databases can be reached
	@echo "==> advisories"
	@tools/advisories.sh

check-containers: venv ## Dockerfile (hadolint) and compose.yaml
	@echo "==> containers"
	@tools/containers.sh

test-rust: venv ## cargo test
	@echo "==> cargo test"
	@$(CARGO) test --quiet --locked $(MANIFEST) --workspace

test-python: wheel ## pytest, against the installed wheel
	@echo "==> pytest"
	@$(BIN)/pytest -q

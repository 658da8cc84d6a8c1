"""What becomes of a run whose output is not taken: by a pipe, by a device, by an encoding. Each is a real process."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "pcaps" / "crm_export_http.pcap"
LEAKTAP = (str(Path(sys.executable).with_name("leaktap")),)


def _run(*args: str | Path, **options: Any) -> subprocess.CompletedProcess[bytes]:
    options.setdefault("stderr", subprocess.PIPE)
    words = [*LEAKTAP, *map(str, args)]
    environment = {**os.environ, **options.pop("environment", {})}
    return subprocess.run(words, timeout=60, check=False, env=environment, **options)


def _unread() -> int:
    """The end of a pipe that nobody reads."""
    reading, end = os.pipe()
    os.close(reading)
    return end


@pytest.fixture
def full() -> Any:
    """A descriptor that takes nothing: it is open for reading only."""
    descriptor = os.open(os.devnull, os.O_RDONLY)
    yield descriptor
    os.close(descriptor)


def test_a_stream_without_a_reader_costs_nothing_but_itself(tmp_path: Path) -> None:
    alerts, report = tmp_path / "alerts", tmp_path / "r.html"
    outputs = ("--findings", "-", "--alerts", alerts, "--report", report)
    done = _run("replay", SAMPLE, "-q", *outputs, "--fail-on", "low", stdout=_unread())
    assert (done.returncode, done.stderr) == (1, b"")
    assert [json.loads(line) for line in alerts.read_bytes().splitlines()]
    assert report.stat().st_size > 1000


@pytest.mark.parametrize(("options", "code"), [((), 0), (("--fail-on", "low"), 1)])
def test_a_summary_without_a_reader_changes_no_exit_code(options: tuple[str, ...], code: int) -> None:
    done = _run("replay", SAMPLE, *options, stdout=_unread())
    assert (done.returncode, done.stderr) == (code, b"")


@pytest.mark.parametrize("words", [("--help",), ("replay", "--help"), ("rules", "list"), ("config", "show"), ("-V",)])
def test_other_commands_without_a_reader_are_done(words: tuple[str, ...]) -> None:
    done = _run(*words, stdout=_unread())
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.parametrize("options", [(), ("--findings", "-"), ("--findings", "-", "-q")])
@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_what_cannot_be_written_is_an_error_in_one_line(full: int, options: tuple[str, ...], unbuffered: str) -> None:
    done = _run("replay", SAMPLE, *options, stdout=full, environment={"PYTHONUNBUFFERED": unbuffered})
    assert (done.returncode, done.stderr) == (2, b"leaktap: standard output: is closed\n")


@pytest.mark.parametrize("words", [("rules", "list"), ("config", "show"), ("-V",), ("--help",), ("schema", "alert")])
def test_so_it_is_of_other_commands(full: int, words: tuple[str, ...]) -> None:
    done = _run(*words, stdout=full)
    assert (done.returncode, done.stderr) == (2, b"leaktap: standard output: is closed\n")


@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_stream_that_is_cut_short_is_never_a_success(tmp_path: Path, unbuffered: str) -> None:
    findings = tmp_path / "findings"
    words = " ".join([*LEAKTAP, "replay", str(SAMPLE), "-q", "--findings", "-"])
    # Blocks of 1024 bytes; the limit cuts a write short before it fails the next.
    done = subprocess.run(
        ["/bin/bash", "-c", f"trap '' XFSZ; ulimit -f 1; {words} >> {findings}"],
        env={**os.environ, "PYTHONUNBUFFERED": unbuffered, "PYTHONDONTWRITEBYTECODE": "1"},
        stderr=subprocess.PIPE,
        timeout=60,
        check=False,
    )
    assert findings.stat().st_size == 1024
    assert (done.returncode, done.stderr) == (2, b"leaktap: standard output: File too large\n")


@pytest.mark.parametrize("closed", [">&-", "<&- >&- 2>&-"])
def test_closed_descriptors_are_no_fault(tmp_path: Path, closed: str) -> None:
    alerts = tmp_path / "alerts"
    words = " ".join([*LEAKTAP, "replay", str(SAMPLE), "--alerts", str(alerts)])
    for options, code in (("-q", 0), ("", 2), ("-q --findings -", 2)):
        done = subprocess.run(
            ["/bin/sh", "-c", f"{words} {options} {closed}"], stderr=subprocess.PIPE, timeout=60, check=False
        )
        told = b"leaktap: standard output: is closed\n" if code and "2>" not in closed else b""
        assert (done.returncode, done.stderr) == (code, told)
        lines = alerts.read_bytes().splitlines()
        assert all(isinstance(json.loads(line), dict) for line in lines)
        assert lines or code


@pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
def test_an_encoding_that_lacks_characters_gets_escapes(encoding: str) -> None:
    environment = {"PYTHONIOENCODING": encoding}
    done = _run("replay", SAMPLE, stdout=subprocess.PIPE, environment=environment)
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"Findings: " in done.stdout
    assert b"\\u2192" in done.stdout
    done = _run("rules", "list", stdout=subprocess.PIPE, environment=environment)
    assert (done.returncode, done.stderr) == (0, b"")


def test_documents_are_utf_8_whatever_the_encoding() -> None:
    done = _run("config", "schema", stdout=subprocess.PIPE, environment={"PYTHONIOENCODING": "ascii"})
    other = _run("config", "schema", stdout=subprocess.PIPE, environment={"PYTHONIOENCODING": "utf-8"})
    assert json.loads(done.stdout)
    assert done.stdout == other.stdout

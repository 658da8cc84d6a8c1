from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import pytest

from sensor.cli import paths
from sensor.cli.app import app
from sensor.errors import CaptureError, UsageError

if TYPE_CHECKING:
    from pathlib import Path

ODD = os.fsdecode(b"caf\xe9.pcap")


@pytest.fixture
def run(pack_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fake: Any) -> Any:
    """Runs a replay of the small pack in a folder of its own; returns its exit code."""
    (tmp_path / "c.yaml").write_text(f"version: 1\nrules: {{packs: ['{pack_file}']}}\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "d").mkdir()
    (tmp_path / "d" / "a.pcap").write_bytes(b"packets")
    fake.RECORDINGS["d/a.pcap"] = [fake.Batch(findings=[fake.Finding()], stats={"packets": 1, "last_ts_ns": 1})]

    def replay(*args: str) -> int:
        with pytest.raises(SystemExit) as caught:
            app(["replay", "-q", "--config", "c.yaml", *args], prog_name="leaktap")
        return int(caught.value.code or 0)

    return replay


@pytest.mark.parametrize("named", ["d", "d/a.pcap", "d/*.pcap", "./d/../d", "linked"])
@pytest.mark.parametrize("output", ["d/a.pcap", "./d/a.pcap", "hard", "soft"])
def test_captures_are_not_overwritten(run: Any, tmp_path: Path, named: str, output: str, capsys: Any) -> None:
    capture = tmp_path / "d" / "a.pcap"
    (tmp_path / "linked").symlink_to("d")
    (tmp_path / "hard").hardlink_to(capture)
    (tmp_path / "soft").symlink_to("d/a.pcap")
    for option in ("--findings", "--metrics", "--report", "--inventory"):
        assert run(named, option, output) == 2
        assert capsys.readouterr().err == f"leaktap: {output} is a capture and would be overwritten\n"
    assert capture.read_bytes() == b"packets"


@pytest.mark.parametrize(
    ("options", "what"),
    [
        (("--digest-key", "k", "--findings", "k"), "the digest key"),
        (("--rules", "r.yaml", "--flows", "r.yaml"), "a rule file"),
        (("--rules", "packs", "--flows", "packs/x.yaml"), "a rule file"),
        (("--report", "c.yaml"), "the configuration"),
        (("--keylog", "k", "--alerts", "./k"), "a key log"),
        (("--rsa-key", "k", "--metrics", "k"), "a private key"),
    ],
)
def test_neither_are_other_inputs(run: Any, tmp_path: Path, options: tuple[str, ...], what: str, capsys: Any) -> None:
    (tmp_path / "packs").mkdir()
    for name, text in (("k", "0" * 64), ("r.yaml", "version: 1\n"), ("packs/x.yaml", "version: 1\n")):
        (tmp_path / name).write_text(text)
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    assert run("d", *options) == 2
    assert capsys.readouterr().err == f"leaktap: {options[-1]} is {what} and would be overwritten\n"
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


def test_files_of_the_configuration_are_not_overwritten(run: Any, tmp_path: Path, capsys: Any) -> None:
    (tmp_path / "key").write_text("0" * 64)
    with (tmp_path / "c.yaml").open("a") as config:
        config.write("digest_key: {file: key}\n")
    assert run("d", "--alerts", "key") == 2
    assert "key is the digest key and would be overwritten" in capsys.readouterr().err


@pytest.mark.parametrize("other", ["o/a", "./o/a", "o/../o/a", "link/a", "soft"])
def test_one_file_takes_one_output(run: Any, tmp_path: Path, other: str, capsys: Any) -> None:
    (tmp_path / "o").mkdir()
    (tmp_path / "link").symlink_to("o")
    (tmp_path / "soft").symlink_to("o/a")
    assert run("d", "--findings", "o/a", "--alerts", other) == 2
    assert capsys.readouterr().err == f"leaktap: {other} is named for two outputs\n"


def test_a_device_takes_several(run: Any) -> None:
    assert run("d", "--findings", os.devnull, "--flows", os.devnull) == 0


@pytest.mark.parametrize("flag", ["--metrics", "--report", "--inventory"])
def test_what_is_no_stream_needs_a_file(run: Any, tmp_path: Path, flag: str, capsys: Any) -> None:
    assert run("d", flag, "-") == 2
    assert f"{flag} needs a file" in capsys.readouterr().err
    assert not (tmp_path / "-").exists()


def test_patterns_are_expanded(run: Any, tmp_path: Path, fake: Any, capsys: Any) -> None:
    (tmp_path / "[x].pcap").touch()
    assert run("d/*.pcap", "?/a.p[a-z]ap", "[x].pcap") == 3  # the fake cannot open the last one
    assert fake.STARTED[0]["captures"] == ["d/a.pcap", "d/a.pcap", "[x].pcap"]
    assert run("e/*.pcap") == 2
    assert capsys.readouterr().err.endswith("leaktap: e/*.pcap: no file matches\n")


def test_a_name_that_is_not_utf_8_costs_its_capture_only(run: Any, tmp_path: Path, capsys: Any) -> None:
    (tmp_path / "d" / ODD).touch()
    refused = r"leaktap: d/caf\xe9.pcap: the name is not UTF-8"
    assert run("d", "--findings", "found", "--report", "r.html") == 3
    assert (tmp_path / "found").read_text().count("\n") == 1
    assert r"caf\xe9.pcap" in (tmp_path / "r.html").read_text(encoding="utf-8")
    assert run("d", "--findings", "found") == 3
    assert refused in capsys.readouterr().err
    assert run(f"d/{ODD}") == 2
    assert refused in capsys.readouterr().err
    assert run(f"d/{ODD}", "d/a.pcap", "--report", "r.html") == 3
    assert run("d/a.pcap", "--keylog", f"d/{ODD}") == 2
    assert refused in capsys.readouterr().err


def test_directories_stand_for_the_captures_below_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    names = ["a.pcap", "sub/B.PCAPNG.GZ", "sub.d/c.cap.zst", ".pcap", "notes.txt", "x.pcap.bz2", "sub/d.cap"]
    for name in names:
        (tmp_path / "d" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "d" / name).touch()
    (tmp_path / "d" / "loop.pcap").symlink_to(".")
    (tmp_path / "d" / "gone.pcap").symlink_to("nowhere")
    below = ["a.pcap", "sub/B.PCAPNG.GZ", "sub/d.cap", "sub.d/c.cap.zst"]
    assert paths.captures(["./d"]).paths == tuple(f"./d/{name}" for name in below)
    assert paths.captures(["-", "d/a.pcap"]).paths == ("-", "d/a.pcap")
    (tmp_path / "empty").mkdir()
    with pytest.raises(CaptureError, match="empty: no capture in this directory"):
        paths.captures(["empty"])
    with pytest.raises(UsageError, match="standard input"):
        paths.captures(["-", "-"])

from __future__ import annotations

import errno
import json
import os
import resource
import stat
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from exporters import _eve
from exporters.file import File
from sensor.errors import ConfigError
from sensor.export.api import DeliveryError

if TYPE_CHECKING:
    from collections.abc import Iterator


def exporter(path: Path, **options: Any) -> File:
    return File("file", {"path": str(path), **options})


def lines(path: Path) -> list[Any]:
    text = path.read_text(encoding="utf-8")
    assert not text or text.endswith("\n")
    return [json.loads(line) for line in text.splitlines()]


def ids(path: Path) -> list[str]:
    return [line["metadata"]["uid"] for line in lines(path)]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "alerts.jsonl"


@contextmanager
def limited(size: int) -> Iterator[None]:
    """No file of this process may grow beyond a size in bytes: what a full disk does, for a part of a write."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_alerts_are_appended_line_by_line(path: Path, make_event: Any) -> None:
    events = [make_event(number) for number in range(3)]
    out = exporter(path)
    out.send(events[:2])
    out.send(events[2:])
    out.close()
    out.send(events[:1])
    out.close()
    assert ids(path) == [event.id for event in [*events, events[0]]]


@pytest.mark.parametrize(("form", "key"), [("ocsf", "class_uid"), ("ecs", "@timestamp"), ("eve", "event_type")])
def test_format_is_chosen(path: Path, make_event: Any, form: str, key: str) -> None:
    out = exporter(path, format=form)
    out.send([make_event()])
    out.close()
    assert key in lines(path)[0]


def test_event_that_eve_gets_is_the_mapping(path: Path, make_event: Any) -> None:
    out = exporter(path, format="eve", fsync="never")
    out.send([make_event()])
    out.close()
    assert lines(path)[0]["alert"] == _eve.event(make_event().alert)["alert"]


@pytest.mark.parametrize(
    ("options", "mode"), [({}, 0o640), ({"mode": "0600"}, 0o600), ({"mode": "0o660"}, 0o660), ({"mode": 0o644}, 0o644)]
)
def test_new_file_has_the_mode_whatever_the_umask(
    path: Path, make_event: Any, options: dict[str, Any], mode: int
) -> None:
    before = os.umask(0o077)
    try:
        out = exporter(path, **options)
        out.send([make_event()])
        out.close()
    finally:
        os.umask(before)
    assert stat.S_IMODE(path.stat().st_mode) == mode


def test_file_that_is_there_keeps_its_mode(path: Path, make_event: Any) -> None:
    path.touch()
    path.chmod(0o600)
    out = exporter(path)
    out.send([make_event()])
    out.close()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_moved_file_is_left_alone_and_a_new_one_is_made(path: Path, make_event: Any) -> None:
    out = exporter(path)
    out.send([make_event(1)])
    old = path.rename(path.with_suffix(".old"))
    out.send([make_event(2)])
    out.close()
    assert ids(old) == [make_event(1).id]
    assert ids(path) == [make_event(2).id]


def test_removed_and_replaced_files_are_noticed(path: Path, make_event: Any) -> None:
    out = exporter(path)
    out.send([make_event(1)])
    path.unlink()
    out.send([make_event(2)])
    assert ids(path) == [make_event(2).id]
    path.rename(path.with_suffix(".old"))
    path.touch()
    out.send([make_event(3)])
    out.close()
    assert ids(path) == [make_event(3).id]


def test_file_that_was_emptied_is_filled_from_its_start(path: Path, make_event: Any) -> None:
    out = exporter(path)
    out.send([make_event(1), make_event(2)])
    os.truncate(path, 0)  # copytruncate
    out.send([make_event(3)])
    out.close()
    assert ids(path) == [make_event(3).id]


def test_torn_last_line_does_not_swallow_the_next(path: Path, make_event: Any) -> None:
    path.write_bytes(b'{"torn": tr')
    out = exporter(path)
    out.send([make_event(1)])
    out.send([make_event(2)])
    out.close()
    torn, *rest = path.read_bytes().splitlines()
    assert torn == b'{"torn": tr'
    assert [json.loads(line)["metadata"]["uid"] for line in rest] == [make_event(n).id for n in (1, 2)]


def test_full_disk_leaves_whole_lines_only(path: Path, make_event: Any) -> None:
    out = exporter(path)
    out.send([make_event(1)])
    size = path.stat().st_size
    with limited(size + 100), pytest.raises(DeliveryError, match=r"alerts\.jsonl: File too large \(it is as large"):
        out.send([make_event(2)])
    assert path.stat().st_size == size
    out.send([make_event(2)])
    out.close()
    assert ids(path) == [make_event(1).id, make_event(2).id]


def test_failed_write_behind_a_torn_line_takes_its_line_end_back(path: Path, make_event: Any) -> None:
    path.write_bytes(b"torn")
    out = exporter(path)
    with limited(100), pytest.raises(DeliveryError):
        out.send([make_event(1)])
    assert path.read_bytes() == b"torn"
    out.close()


def test_device_that_does_not_confirm_fails_the_batch(
    path: Path, make_event: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = exporter(path)
    out.send([make_event(1)])
    with monkeypatch.context() as patch:

        def fail(_: int) -> None:
            raise OSError(errno.EIO, os.strerror(errno.EIO))

        patch.setattr(os, "fsync", fail)
        with pytest.raises(DeliveryError, match="Input/output error"):
            out.send([make_event(2)])
    assert ids(path) == [make_event(1).id]
    out.send([make_event(2)])
    out.close()
    assert len(ids(path)) == 2


def test_fsync_is_made_before_send_returns_unless_it_is_off(
    path: Path, make_event: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[int] = []
    monkeypatch.setattr(os, "fsync", synced.append)
    out = exporter(path, fsync="never")
    out.send([make_event(1)])
    out.close()
    assert not synced
    out = exporter(path)
    out.send([make_event(2)])
    out.close()
    assert len(synced) == 1


def test_rotation_keeps_so_many_files_in_order(path: Path, make_event: Any) -> None:
    out = exporter(path, rotate={"size": "64KiB", "keep": 2})
    events = [make_event(number, where=("x" * 1000,) * 30) for number in range(9)]  # two of them fit into a file
    for event in events:
        out.send([event])
    out.close()
    names = sorted(found.name for found in path.parent.iterdir())
    assert names == ["alerts.jsonl", "alerts.jsonl.1", "alerts.jsonl.2"]
    found = [uid for name in reversed(names) for uid in ids(path.parent / name)]
    assert found == [event.id for event in events[4:]]
    assert all((path.parent / name).stat().st_size <= 64 << 10 for name in names)


def test_rotation_fills_a_gap_instead_of_dropping_the_oldest(path: Path, make_event: Any) -> None:
    for name, text in (("alerts.jsonl", "c"), ("alerts.jsonl.1", "b"), ("alerts.jsonl.3", "a")):
        (path.parent / name).write_text(text * 40_000 + "\n", encoding="ascii")
    out = exporter(path, rotate={"size": "64KiB", "keep": 3})
    out.send([make_event(1, where=("x" * 1000,) * 40)])
    out.close()
    firsts = [(path.parent / f"alerts.jsonl.{n}").read_text(encoding="ascii")[0] for n in (1, 2, 3)]
    assert firsts == ["c", "b", "a"]


def test_batch_larger_than_a_file_is_not_cut(path: Path, make_event: Any) -> None:
    out = exporter(path, rotate={"size": "64KiB", "keep": 1})
    out.send([make_event(number, where=("x" * 1000,) * 30) for number in range(5)])
    out.close()
    assert len(ids(path)) == 5
    assert not path.with_name("alerts.jsonl.1").exists()


def test_missing_directory_says_what_to_do(tmp_path: Path, make_event: Any) -> None:
    out = exporter(tmp_path / "nowhere" / "alerts.jsonl")
    with pytest.raises(DeliveryError, match="make its directory"):
        out.send([make_event()])
    with pytest.raises(DeliveryError, match="make its directory"):
        out.check()


@pytest.mark.parametrize("kind", ["fifo", "directory", "device"])
def test_what_is_no_file_is_refused_and_does_not_hold_up(tmp_path: Path, make_event: Any, kind: str) -> None:
    path = tmp_path / "alerts.jsonl"
    if kind == "fifo":
        os.mkfifo(path)
    elif kind == "directory":
        path.mkdir()
    else:
        path = Path("/dev/null")
    out = exporter(path)
    with pytest.raises(DeliveryError, match="choose another path"):
        out.send([make_event()])
    with pytest.raises(DeliveryError, match="choose another path"):
        out.check()


def test_check_makes_no_file_and_tells_the_room(path: Path, make_event: Any) -> None:
    out = exporter(path)
    assert "will be made" in out.check()
    assert not path.exists()
    out.send([make_event()])
    assert "holds 0.0 MiB" in out.check()
    assert "MiB are free" in out.check()
    assert out.addresses() == []
    out.close()


def test_check_refuses_what_cannot_be_written(path: Path, make_event: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    out = exporter(path)
    out.send([make_event()])
    out.close()
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(DeliveryError, match="give the service write access"):
        out.check()


def test_check_refuses_a_file_system_that_is_full(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.statvfs(path.parent)
    values = list(real)
    values[4] = 1  # f_bavail
    monkeypatch.setattr(os, "statvfs", lambda _: os.statvfs_result(values))
    with pytest.raises(DeliveryError, match="MiB are free on its file system: make room"):
        exporter(path).check()


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"path": ""}, "path"),
        ({"format": "xml"}, "format"),
        ({"rotate": {"size": "10"}}, r"rotate\.size"),
        ({"rotate": {"size": "1KiB"}}, "at least 64KiB"),
        ({"rotate": {"keep": 0}}, r"rotate\.keep"),
        ({"mode": "0755"}, "nobody execute"),
        ({"mode": "0440"}, "owner read and write"),
        ({"mode": 640}, "mode"),
        ({"colour": 1}, "colour"),
    ],
)
def test_wrong_options_are_named(path: Path, options: dict[str, Any], said: str) -> None:
    with pytest.raises(ConfigError, match=f"exporter file: .*{said}"):
        File("file", {"path": str(path), **options})

from __future__ import annotations

from typing import TYPE_CHECKING

from sensor.daemon.reload import FileWatch

if TYPE_CHECKING:
    from pathlib import Path


def test_a_change_counts_once_it_is_still(tmp_path: Path) -> None:
    rules = tmp_path / "rules"
    rules.mkdir()
    file = rules / "a.yaml"
    file.write_text("1", encoding="utf-8")
    places = ("builtin", str(rules), str(tmp_path / "none.yaml"))
    watch = FileWatch(places)
    assert not watch.changed(places)
    file.write_text("22", encoding="utf-8")
    assert not watch.changed(places), "it may still be being written"
    file.write_text("333", encoding="utf-8")
    assert not watch.changed(places)
    assert watch.changed(places)
    watch.read(places)
    assert not watch.changed(places)


def test_new_gone_and_swapped_files_are_changes(tmp_path: Path) -> None:
    first, second = tmp_path / "1", tmp_path / "2"
    for directory in (first, second):
        directory.mkdir()
        (directory / "a.yaml").write_text("same", encoding="utf-8")
    link = tmp_path / "current"
    link.symlink_to(first)
    places = (str(link),)

    def noticed(watch: FileWatch) -> bool:
        return [watch.changed(places) for _ in range(2)][-1]

    watch = FileWatch(places)
    assert not noticed(watch)
    link.unlink()
    link.symlink_to(second)
    assert noticed(watch), "a ConfigMap is swapped by its link"
    watch.read(places)
    (second / "b.yaml").write_text("", encoding="utf-8")
    assert noticed(watch)
    watch.read(places)
    (second / "a.yaml").unlink()
    assert noticed(watch)

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sensor.daemon import state
from sensor.errors import ConfigError

if TYPE_CHECKING:
    from pathlib import Path


def test_a_key_is_made_once_and_kept_to_its_owner(tmp_path: Path) -> None:
    directory = state.directory(str(tmp_path / "deep" / "state"))
    assert directory.stat().st_mode & 0o777 == 0o700
    first = state.digest_key(directory)
    assert state.digest_key(directory) == first
    assert (directory / "digest.key").stat().st_mode & 0o777 == 0o600
    assert state.digest_key(state.directory(str(tmp_path / "other"))) != first


def test_what_is_no_key_is_refused(tmp_path: Path) -> None:
    (tmp_path / "digest.key").write_bytes(b"short")
    with pytest.raises(ConfigError, match=r"digest\.key: .*32 raw bytes"):
        state.digest_key(tmp_path)


def test_a_directory_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(ConfigError, match=r"service\.state: .*file"):
        state.directory(str(tmp_path / "file" / "below"))


def test_systemd_says_where(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STATE_DIRECTORY", f"{tmp_path}/a:{tmp_path}/b")
    assert state.locate("") == tmp_path / "a"
    assert state.locate("/elsewhere") != tmp_path / "a"


def test_commands_find_the_store_of_a_configuration(tmp_path: Path) -> None:
    config = tmp_path / "c.yaml"
    config.write_text("version: 1\nservice: {state: /srv/leaktap}\n", encoding="utf-8")
    assert state.store_path(str(config), None) == "/srv/leaktap/events.db"
    assert state.store_path(str(config), str(tmp_path)) == str(tmp_path / "events.db")
    config.write_text("version: 1\nstore: {path: /srv/own.db}\n", encoding="utf-8")
    assert state.store_path(str(config), None) == "/srv/own.db"

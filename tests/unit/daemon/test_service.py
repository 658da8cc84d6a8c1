from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any
from unittest.mock import MagicMock

import pytest

from sensor.daemon import setup
from sensor.daemon.config import Config
from sensor.daemon.service import Service
from sensor.daemon.setup import RunOptions
from sensor.errors import CaptureError, ExitCode

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("trouble", "told"), [("", ""), ("disk I/O error", "the event store cannot be written: disk I/O error")]
)
def test_a_store_that_cannot_be_written_is_not_ready(trouble: str, told: str) -> None:
    state: Any = SimpleNamespace(_sources=(), _unwritten=trouble)
    assert Service._unready(state) == told


def test_a_reload_is_compared_with_what_runs(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    started = Config(version=1, workers=1)
    state: Any = MagicMock(_running=started, _setup=MagicMock(config=started))
    for name in ("destinations", "allowlist", "enricher"):
        monkeypatch.setattr(setup, name, MagicMock())
    for name in ("borders", "transport_policy"):
        monkeypatch.setattr(f"sensor.daemon.service.{name}", MagicMock())
    monkeypatch.setattr("sensor.daemon.service.log.configure", MagicMock())
    for workers, told in ((2, [["workers"]]), (2, [["workers"]]), (1, [])):
        fresh = MagicMock(config=Config(version=1, workers=workers))
        monkeypatch.setattr(setup, "read", lambda _, fresh=fresh: fresh)
        caplog.clear()
        Service._reload(state)
        assert [record.settings for record in caplog.records if hasattr(record, "settings")] == told


def test_a_stream_that_is_not_there_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(setup, "load_rules", MagicMock())
    missing = str(tmp_path / "none.pcap")
    with pytest.raises(CaptureError, match=r"none\.pcap: no such file") as caught:
        setup.stream_is_there(setup.read(RunOptions(stream=missing)).config)
    assert caught.value.exit_code == ExitCode.CAPTURE

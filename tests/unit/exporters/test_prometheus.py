from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING, Any

import pytest

from exporters.prometheus import Metrics
from sensor.errors import OutputError
from sensor.pipeline import Pipeline

if TYPE_CHECKING:
    from pathlib import Path


def test_metrics_of_a_run_have_the_published_names(tmp_path: Path, fake: Any, ruleset: Any) -> None:
    stats = {"packets": 9, "duplicates": 2, "deterministic": 1, "flows_active": 0}
    batch = fake.Batch(
        findings=[fake.Finding(value_set=fake.ValueSet(["a", "b"]))],
        transports=[fake.Transport()],
        anomalies=[fake.Anomaly(count=3)],
        coverage=[fake.CoverageRow()],
        stats=stats,
    )
    fake.RECORDINGS["a.pcap"] = [batch]
    path = tmp_path / "leaktap.prom"
    Pipeline(ruleset).replay(["a.pcap"], [Metrics(str(path))])
    lines = path.read_text(encoding="utf-8").splitlines()
    for line in (
        'leaktap_findings_total{band="high",detector="cn.mobile",direction="egress",protocol="http"} 1.0',
        'leaktap_values_total{detector="cn.mobile"} 2.0',
        'leaktap_alerts_total{rule="pii.cleartext.some",severity="medium"} 1.0',
        'leaktap_coverage_bytes_total{from_zone="crm",state="lost",to_zone="outside"} 20.0',
        "leaktap_packets_total 9.0",
        'leaktap_dropped_packets_total{layer="duplicates"} 2.0',
        "leaktap_flows 0.0",
        'leaktap_anomalies_total{code="stream_gap"} 3.0',
        'leaktap_transports_total{protection="none",protocol="http"} 1.0',
        f'leaktap_ruleset_info{{sha256="{ruleset.sha256}"}} 1.0',
    ):
        assert line in lines


def test_missing_directory_is_known_before_the_run(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="no such directory"):
        Metrics(str(tmp_path / "nowhere" / "x.prom"))


def test_what_is_no_file_is_written_to_and_not_replaced(tmp_path: Path, ruleset: Any) -> None:
    path = tmp_path / "fifo"
    os.mkfifo(path)
    reader = os.open(path, os.O_RDWR)
    Pipeline(ruleset).replay([], [Metrics(str(path))])
    assert stat.S_ISFIFO(path.stat().st_mode)
    assert os.read(reader, 1 << 16).startswith(b"# HELP leaktap_build_info")
    os.close(reader)


def test_a_pipe_behind_a_descriptor_is_written_to(ruleset: Any) -> None:
    reader, writer = os.pipe()
    Pipeline(ruleset).replay([], [Metrics(f"/dev/fd/{writer}")])
    os.close(writer)
    assert os.read(reader, 1 << 16).startswith(b"# HELP leaktap_build_info")
    os.close(reader)


def test_a_device_stays_one(tmp_path: Path, ruleset: Any) -> None:
    path = tmp_path / "full"
    try:
        os.mknod(path, stat.S_IFCHR | 0o666, os.makedev(1, 7))
        path.open("wb").close()
    except PermissionError:
        pytest.skip("no right to make a device here")
    with pytest.raises(OutputError, match="No space left on device"):
        Pipeline(ruleset).replay([], [Metrics(str(path))])
    assert stat.S_ISCHR(path.stat().st_mode)


def test_through_a_link_its_target_is_replaced(tmp_path: Path, ruleset: Any) -> None:
    (tmp_path / "real").mkdir()
    target, link = tmp_path / "real" / "a.prom", tmp_path / "link"
    target.touch()
    link.symlink_to(target)
    Pipeline(ruleset).replay([], [Metrics(str(link))])
    assert link.is_symlink()
    assert target.read_text().startswith("# HELP leaktap_build_info")

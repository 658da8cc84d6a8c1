from __future__ import annotations

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

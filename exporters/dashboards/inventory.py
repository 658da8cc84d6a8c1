"""Panels of the inventory and of the border."""

from __future__ import annotations

from typing import Final

from exporters.dashboards.panel import (
    GREEN,
    GREY,
    ORANGE,
    PROTECTION_COLOURS,
    RED,
    SENSOR,
    YELLOW,
    Panel,
    Query,
    Row,
    births,
)

_DRIFT: Final = f"leaktap_inventory_drift_total{{{SENSOR}}}"
_CROSSED: Final = f"leaktap_border_findings_total{{{SENSOR}}}"
_CERTIFICATE_COLOURS: Final = {
    "valid": GREEN,
    "expires_soon": YELLOW,
    "expired": RED,
    "not_yet_valid": ORANGE,
    "unreadable": GREY,
}
INVENTORY_ROW: Final = Row(
    "Inventory 资产清单",
    8,
    (
        Panel(
            title="Services by protection",
            about="Services that the sensor has learned, by what protected their latest flow.",
            zh="已识别服务的保护状况",
            kind="bargauge",
            queries=(Query(f"sum by (protection) (leaktap_inventory_services{{{SENSOR}}})", "{{protection}}"),),
            width=5,
            colours=PROTECTION_COLOURS,
        ),
        Panel(
            title="Certificates by validity",
            about="Certificates seen on the wire. TLS 1.3 encrypts them: its certificates are not here.",
            zh="证书状态（TLS 1.3 的证书不可见）",
            kind="bargauge",
            queries=(Query(f"sum by (validity) (leaktap_inventory_certificates{{{SENSOR}}})", "{{validity}}"),),
            width=5,
            colours=_CERTIFICATE_COLOURS,
        ),
        Panel(
            title="Next certificate expires in",
            about="Time until the first of the certificates that are valid now expires.",
            zh="距最近证书到期的时间",
            kind="stat",
            queries=(Query(f"min(leaktap_certificate_earliest_expiry_timestamp_seconds{{{SENSOR}}}) - time()"),),
            unit="s",
            width=4,
            steps=((None, RED), (604_800, YELLOW), (2_592_000, GREEN)),
        ),
        Panel(
            title="Drift of services",
            about="Services that fell back to plaintext, got weaker or changed certificates; new plaintext paths.",
            zh="服务漂移：明文回退、变弱、证书变更、新的明文路径",
            kind="timeseries",
            queries=(Query(f"sum by (event) ({births(_DRIFT, '$__rate_interval')}) > 0", "{{event}}"),),
            width=5,
            stacked=True,
            bars=True,
        ),
        Panel(
            title="Findings that crossed the border",
            about="Findings that left the home zone, by whether the receiver's country is another one.",
            zh="出境发现：接收方是否在境外",
            kind="timeseries",
            queries=(Query(f"sum by (abroad) ({births(_CROSSED, '$__rate_interval')})", "{{abroad}}"),),
            width=5,
            stacked=True,
            bars=True,
            colours={"yes": RED, "no": GREEN, "unknown": GREY},
        ),
    ),
)

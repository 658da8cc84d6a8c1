"""What the dashboard shows: rows of panels, each with its queries and with words for those who read it.

Queries use what the sensor exports and no recorded series, so that the dashboard works before any rule is loaded.
"""

from __future__ import annotations

from typing import Final

from exporters.dashboards.inventory import INVENTORY_ROW
from exporters.dashboards.panel import (
    BLUE,
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
    per_second,
)

_PAIR: Final = "from_zone, to_zone"
_ZONE: Final = f'{SENSOR}, from_zone=~"$zone"'
_SEVERITY_COLOURS: Final = {"critical": "dark-red", "high": RED, "medium": ORANGE, "low": YELLOW, "info": BLUE}
_STATE_COLOURS: Final = {
    "inspected": GREEN,
    "decrypted": "dark-green",
    "encrypted": BLUE,
    "undecodable": YELLOW,
    "opaque": ORANGE,
    "truncated": "purple",
    "lost": RED,
    "skipped": GREY,
}
_YES_NO: Final = {"0": ("no", RED), "1": ("yes", GREEN)}


_ALERTS: Final = f"leaktap_alerts_total{{{SENSOR}}}"
_FINDINGS: Final = f"leaktap_findings_total{{{SENSOR}}}"
_VALUES: Final = f"leaktap_values_total{{{SENSOR}}}"
_LEAKS_ROW: Final = Row(
    "Leaks 数据泄露",
    8,
    (
        Panel(
            title="Open alerts",
            about="Alerts that are open now, by severity.",
            zh="当前未关闭的告警，按严重级别",
            kind="stat",
            queries=(Query(f"sum by (severity) (leaktap_alerts_open{{{SENSOR}}})", "{{severity}}"),),
            width=6,
            colours=_SEVERITY_COLOURS,
        ),
        Panel(
            title="New alerts by rule",
            about="Each bar counts alerts that were new; what an alert adds later is an update and not counted.",
            zh="按规则统计的新告警",
            kind="timeseries",
            queries=(
                Query(
                    f"sum by (rule, severity) ({births(_ALERTS, '$__rate_interval')}) > 0",
                    "{{rule}} ({{severity}})",
                ),
            ),
            width=12,
            stacked=True,
            bars=True,
        ),
        Panel(
            title="Findings by direction",
            about="Egress left the home zone, ingress entered it, internal stayed within.",
            zh="按方向统计：出境、入境、内部",
            kind="timeseries",
            queries=(Query(f"sum by (direction) ({births(_FINDINGS, '$__rate_interval')})", "{{direction}}"),),
            width=6,
            stacked=True,
            bars=True,
        ),
        Panel(
            title="Findings by detector and confidence",
            about="The 15 most frequent in the chosen time.",
            zh="检测器与置信度（所选时间内前 15）",
            kind="bargauge",
            queries=(
                Query(
                    f"topk(15, sum by (detector, band) ({births(_FINDINGS, '$__range')}) > 0)",
                    "{{detector}} ({{band}})",
                ),
            ),
            width=12,
        ),
        Panel(
            title="Findings by protocol",
            about="The 10 protocols that carry most findings in the chosen time.",
            zh="按协议统计（前 10）",
            kind="bargauge",
            queries=(Query(f"topk(10, sum by (protocol) ({births(_FINDINGS, '$__range')}) > 0)", "{{protocol}}"),),
            width=6,
        ),
        Panel(
            title="Values found",
            about="Distinct values per finding, summed: how much was in what was found.",
            zh="发现的不同取值数（前 10 个检测器）",
            kind="bargauge",
            queries=(
                Query(
                    f"topk(10, sum by (detector) ({births(_VALUES, '$__range')}) > 0)",
                    "{{detector}}",
                ),
            ),
            width=6,
        ),
    ),
)


_TRANSPORTS: Final = f"leaktap_transports_total{{{SENSOR}}}"
_UNPROTECTED: Final = f'leaktap_transports_total{{{SENSOR}, protection=~"none|weak"}}'
_READABLE: Final = per_second("leaktap_coverage_bytes_total", f'{_ZONE}, state="inspected"', by=_PAIR)
# The same within each zone, under both names of the pair: PromQL cannot compare two labels of a series.
_WITHIN: Final = f'label_replace(sum by (from_zone) ({_READABLE}), "to_zone", "$1", "from_zone", "(.+)")'
_WEAK: Final = per_second("leaktap_weakly_encrypted_bytes_total", _ZONE, by=_PAIR)
_TRANSPORTS_ROW: Final = Row(
    "Transports 传输保护",
    8,
    (
        Panel(
            title="Protection of transports",
            about="Flows by how they were protected, in the chosen time. None: anybody on the path can read along.",
            zh="传输保护状况：无、弱、可靠、未知",
            kind="bargauge",
            queries=(Query(f"sum by (protection) ({births(_TRANSPORTS, '$__range')})", "{{protection}}"),),
            width=6,
            colours=PROTECTION_COLOURS,
        ),
        Panel(
            title="Unprotected by protocol",
            about="The protocols with most flows that had no or weak protection, in the chosen time.",
            zh="未加密或弱加密的协议（前 15）",
            kind="bargauge",
            queries=(
                Query(
                    f"topk(15, sum by (protocol, protection) ({births(_UNPROTECTED, '$__range')}) > 0)",
                    "{{protocol}} ({{protection}})",
                ),
            ),
            width=6,
        ),
        Panel(
            title="Readable bytes between zones",
            about="Payload that left a zone readable for anybody on the path.",
            zh="跨区域明文流量（含出境）",
            kind="timeseries",
            queries=(Query(f"{_READABLE} unless on ({_PAIR}) {_WITHIN}", "{{from_zone}} → {{to_zone}}"),),
            unit="Bps",
            width=6,
            stacked=True,
        ),
        Panel(
            title="Weakly encrypted bytes between zones",
            about="Encrypted payload whose protection transport policy calls weak: old versions, weak ciphers.",
            zh="弱加密流量",
            kind="timeseries",
            queries=(Query(_WEAK, "{{from_zone}} → {{to_zone}}"),),
            unit="Bps",
            width=6,
            stacked=True,
        ),
    ),
)


_COVERED: Final = "leaktap_coverage_bytes_total"
_WHOLE: Final = per_second(_COVERED, _ZONE, by=_PAIR)
_UNENCRYPTED: Final = per_second(_COVERED, f'{_ZONE}, state!="encrypted"', by=_PAIR)
_JUDGED_ONLY: Final = per_second(_COVERED, f'{_ZONE}, state=~"inspected|decrypted"', by=_PAIR)
# `0 * x` stands for pairs of zones in which nothing was ever judged.
_JUDGED: Final = f"({_JUDGED_ONLY} or 0 * {_WHOLE})"
_COVERAGE_ROW: Final = Row(
    "Coverage 检测覆盖",
    9,
    (
        Panel(
            title="Coverage by state",
            about="What became of each payload byte. Judged are inspected and decrypted, no more.",
            zh="每个载荷字节的去向；仅 inspected 与 decrypted 已检测",
            kind="timeseries",
            queries=(Query(per_second(_COVERED, _ZONE, by="state"), "{{state}}"),),
            unit="Bps",
            width=12,
            stacked=True,
            colours=_STATE_COLOURS,
        ),
        Panel(
            title="Judged, of all bytes",
            about="What a “clean” is worth, per pair of zones. Low where much is encrypted, as it should be.",
            zh="各区域对的检测覆盖率（全部流量）",
            kind="timeseries",
            queries=(Query(f"{_JUDGED} / ({_WHOLE} > 0)", "{{from_zone}} → {{to_zone}}"),),
            unit="percentunit",
            width=6,
            top=1,
        ),
        Panel(
            title="Judged, of what is not encrypted",
            about="What the sensor makes of what it could read. LeaktapCoverageLow fires below one half.",
            zh="未加密流量的检测覆盖率",
            kind="timeseries",
            queries=(Query(f"{_JUDGED} / ({_UNENCRYPTED} > 0)", "{{from_zone}} → {{to_zone}}"),),
            unit="percentunit",
            width=6,
            top=1,
        ),
    ),
)


_PACKETS: Final = per_second("leaktap_packets_total", SENSOR)
# Other layers hold what was seen and not wanted, such as the mirror's duplicates.
_DROPPED: Final = per_second("leaktap_dropped_packets_total", f'{SENSOR}, layer=~"nic|ring"')
_ANOMALIES: Final = f"leaktap_anomalies_total{{{SENSOR}}}"
_CAPTURE_ROW: Final = Row(
    "Capture 抓包",
    7,
    (
        Panel(
            title="Traffic",
            about="Bytes captured per second.",
            zh="抓取流量",
            kind="timeseries",
            queries=(Query(per_second("leaktap_captured_bytes_total", SENSOR), "{{instance}}"),),
            unit="Bps",
            width=6,
        ),
        Panel(
            title="Packets",
            about="Packets captured per second.",
            zh="每秒数据包数",
            kind="timeseries",
            queries=(Query(_PACKETS, "{{instance}}"),),
            unit="pps",
            width=6,
        ),
        Panel(
            title="Packets dropped",
            about="Share of the packets that the network card or the kernel's ring dropped. Above 1 % is an alert.",
            zh="网卡与内核环丢包率",
            kind="timeseries",
            queries=(
                Query(
                    f"{_DROPPED} / ignoring (layer) group_left () ({_PACKETS} + sum without (layer) ({_DROPPED}) > 0)",
                    "{{instance}} {{layer}}",
                ),
            ),
            unit="percentunit",
            width=6,
        ),
        Panel(
            title="Bytes lost",
            about="gap: missing on the mirror already. overload: given up to keep up. budget: other limits.",
            zh="未检测字节：镜像缺口、过载、其他限制",
            kind="timeseries",
            queries=(Query(per_second("leaktap_lost_bytes_total", SENSOR), "{{instance}} {{layer}}"),),
            unit="Bps",
            width=6,
        ),
        Panel(
            title="Interfaces",
            about="Whether each capture interface is up.",
            zh="抓包网卡状态",
            kind="state-timeline",
            queries=(Query(f"leaktap_interface_up{{{SENSOR}}}", "{{instance}} {{interface}}"),),
            unit="none",
            width=6,
            words={"0": ("down", RED), "1": ("up", GREEN)},
        ),
        Panel(
            title="Overload",
            about="0 is normal; from 1 on the sensor leaves out what matters least, at 4 most.",
            zh="过载级别（0 正常 – 4 最严重）",
            kind="state-timeline",
            queries=(Query(f"leaktap_overload_level{{{SENSOR}}}", "{{instance}}"),),
            unit="none",
            width=6,
            steps=((None, GREEN), (1, YELLOW), (2, ORANGE), (3, RED)),
        ),
        Panel(
            title="Flows",
            about="Flows alive, and how many per second were given up early to stay within memory.",
            zh="活动会话与被提前淘汰的会话",
            kind="timeseries",
            queries=(
                Query(f"leaktap_flows{{{SENSOR}}}", "{{instance}} alive"),
                Query(per_second("leaktap_flows_seen_total", SENSOR), "{{instance}} new per second"),
                Query(per_second("leaktap_flows_evicted_total", SENSOR), "{{instance}} evicted per second"),
            ),
            width=6,
        ),
        Panel(
            title="Anomalies",
            about="The 10 most frequent in the chosen time: odd, broken or evasive traffic, limits met.",
            zh="异常（前 10）",
            kind="bargauge",
            queries=(
                Query(
                    f"topk(10, sum by (code) ({births(_ANOMALIES, '$__range')}) > 0)",
                    "{{code}}",
                ),
            ),
            width=6,
        ),
    ),
)


_LATENCY: Final = per_second("leaktap_alert_latency_seconds_bucket", SENSOR, by="le")
_DELIVERY_ROW: Final = Row(
    "Delivery 告警投递",
    7,
    (
        Panel(
            title="Waiting events",
            about="Events that a destination has not taken yet. A queue that only grows is stuck.",
            zh="各目的地排队事件",
            kind="timeseries",
            queries=(Query(f"leaktap_export_queue_events{{{SENSOR}}}", "{{instance}} {{exporter}}"),),
            width=6,
        ),
        Panel(
            title="Failed and refused",
            about="Failed attempts are repeated; refused events are gone.",
            zh="发送失败（会重试）与被拒收（不再发送）",
            kind="timeseries",
            queries=(
                Query(
                    f"increase(leaktap_export_failures_total{{{SENSOR}}}[$__rate_interval])",
                    "{{instance}} {{exporter}} failed",
                ),
                Query(
                    f"increase(leaktap_export_rejected_events_total{{{SENSOR}}}[$__rate_interval])",
                    "{{instance}} {{exporter}} refused",
                ),
            ),
            width=6,
            bars=True,
        ),
        Panel(
            title="Since the last delivery",
            about="Time since a destination last took something. Long is fine as long as nothing waits.",
            zh="距上次成功投递的时间",
            kind="bargauge",
            queries=(
                Query(
                    f"time() - (leaktap_export_last_success_timestamp_seconds{{{SENSOR}}} > 0)",
                    "{{instance}} {{exporter}}",
                ),
            ),
            unit="s",
            width=6,
        ),
        Panel(
            title="Store",
            about="How full the store of undelivered events is. Full, it discards the least severe.",
            zh="本地存储使用率",
            kind="timeseries",
            queries=(
                Query(
                    f"leaktap_store_bytes{{{SENSOR}}} / (leaktap_store_limit_bytes{{{SENSOR}}} > 0)",
                    "{{instance}}",
                ),
            ),
            unit="percentunit",
            width=6,
            top=1,
        ),
        Panel(
            title="Latency from packet to alert",
            about="Half of the alerts are at most as late as p50, 99 of 100 as p99.",
            zh="从数据包到告警落盘的延迟",
            kind="timeseries",
            queries=(
                Query(f"histogram_quantile(0.5, {_LATENCY})", "p50"),
                Query(f"histogram_quantile(0.99, {_LATENCY})", "p99"),
            ),
            unit="s",
            width=8,
        ),
        Panel(
            title="Latency, all alerts",
            about="How many alerts took how long.",
            zh="告警延迟分布",
            kind="heatmap",
            queries=(
                Query(
                    f"sum by (le) (increase(leaktap_alert_latency_seconds_bucket{{{SENSOR}}}[$__rate_interval]))",
                    "{{le}}",
                ),
            ),
            unit="s",
            width=8,
        ),
        Panel(
            title="Alert events",
            about="New, updated and closed alerts, those that were suppressed to keep the number bearable, and scopes "
            "in which rules stopped counting for want of memory.",
            zh="告警事件（新建、更新、关闭）、被抑制的告警与因内存不足停止统计的范围",
            kind="timeseries",
            queries=(
                Query(
                    f"sum by (activity) (increase(leaktap_events_total{{{SENSOR}}}[$__rate_interval]))",
                    "{{activity}}",
                ),
                Query(
                    f"sum by (severity) (increase(leaktap_alerts_suppressed_total{{{SENSOR}}}[$__rate_interval]))",
                    "suppressed, {{severity}}",
                ),
                Query(
                    f"sum(increase(leaktap_rule_scopes_evicted_total{{{SENSOR}}}[$__rate_interval]))",
                    "scopes given up",
                ),
            ),
            width=8,
            bars=True,
        ),
    ),
)


SENSOR_ROW: Final = Row(
    "Sensor 传感器",
    7,
    (
        Panel(
            title="Memory",
            about="The process against its limit; engine and rings are parts of it.",
            zh="内存与上限",
            kind="timeseries",
            queries=(Query(f"leaktap_memory_bytes{{{SENSOR}}}", "{{instance}} {{area}}"),),
            unit="bytes",
            width=6,
        ),
        Panel(
            title="Workers",
            about="Share of the time the workers are busy. Near 100 % means overload.",
            zh="工作线程利用率",
            kind="timeseries",
            queries=(Query(f"leaktap_worker_busy_ratio{{{SENSOR}}}", "{{instance}}"),),
            unit="percentunit",
            width=6,
            top=1,
        ),
        Panel(
            title="Canary",
            about="Time since the planted test leak was last found; empty where no canary runs.",
            zh="距上次检测到金丝雀的时间",
            kind="stat",
            queries=(
                Query(f"time() - (leaktap_canary_last_success_timestamp_seconds{{{SENSOR}}} > 0)", "{{instance}}"),
            ),
            unit="s",
            width=3,
            steps=((None, GREEN), (600, YELLOW), (900, RED)),
        ),
        Panel(
            title="Faults",
            about="Faults of leaktap itself in the chosen time; each is a bug to report.",
            zh="内部错误次数",
            kind="stat",
            queries=(Query(f"sum(increase(leaktap_faults_total{{{SENSOR}}}[$__range]))", "faults"),),
            width=3,
            steps=((None, GREEN), (0.5, RED)),
        ),
        Panel(
            title="Outage",
            about="For how long it was not running after crashes, in the chosen time.",
            zh="异常停机时长",
            kind="stat",
            queries=(Query(f"sum(increase(leaktap_process_outage_seconds_total{{{SENSOR}}}[$__range]))", "outage"),),
            unit="s",
            width=3,
            steps=((None, GREEN), (0.001, RED)),
        ),
        Panel(
            title="Last reload",
            about="Whether the last configuration and rules were taken. No: those from before are in force.",
            zh="最近一次重新加载是否成功",
            kind="stat",
            queries=(Query(f"leaktap_config_last_reload_successful{{{SENSOR}}}", "{{instance}}"),),
            unit="none",
            width=3,
            words=_YES_NO,
        ),
        Panel(
            title="Version",
            about="What runs where.",
            zh="版本",
            kind="stat",
            queries=(
                Query(f"sum by (instance, version) (leaktap_build_info{{{SENSOR}}})", "{{instance}} {{version}}"),
            ),
            unit="none",
            width=8,
            names=True,
        ),
        Panel(
            title="Rule set",
            about="SHA-256 of the rule set in force; sensors that ought to agree show the same.",
            zh="当前规则集的 SHA-256",
            kind="stat",
            queries=(
                Query(f"sum by (instance, sha256) (leaktap_ruleset_info{{{SENSOR}}})", "{{instance}} {{sha256}}"),
            ),
            unit="none",
            width=16,
            names=True,
        ),
    ),
)


ROWS: Final = (
    _LEAKS_ROW,
    _TRANSPORTS_ROW,
    INVENTORY_ROW,
    _COVERAGE_ROW,
    _CAPTURE_ROW,
    _DELIVERY_ROW,
    SENSOR_ROW,
)

"""Synthetic runs for the HTML report: a big leak, a clean run, hostile text, hundreds of findings."""

from __future__ import annotations

from typing import Any

import pytest

from sensor.model.alert import Alert, Clause, DetectorShare, Severity, TransportShare
from sensor.model.coverage import STATES, Coverage, StateBytes
from sensor.model.finding import Credential, Finding, Http, Secret
from sensor.model.record import DirectionName, Endpoint, Evidence, Host, Protection, Text, band, record_id, timestamp
from sensor.report.data import (
    AnomalyGroup,
    CaptureFacts,
    Damage,
    LeakGroup,
    ProtocolFlows,
    ReportData,
    RunFacts,
    TransportGroup,
    ZoneFacts,
)

START_NS = 1_790_000_000_000_000_000
MINUTE_NS = 60_000_000_000
RULESET = "3f6c0a7be1d24590c1f2a8a7a4f0b9d3e6571c28d04f9ab1c75e2f6630de8b41"
HOSTS = {"203.0.113.9": "collect.partner.example", "10.20.0.14": "crm-web-1", "10.20.0.31": "crm-db-2"}

# Detector id: title, samples, weight of the sample leak.
KINDS: dict[str, tuple[str, tuple[str, ...]]] = {
    "cn.resident_id": ("PRC resident ID number", ("1101**********002X", "4405**********0014", "5130**********1657")),
    "cn.mobile": ("PRC mobile number", ("131****3456", "199****5678")),
    "cn.person_name": ("Chinese personal name", ("张*", "王*", "李*")),
    "bank_card.cn": ("Chinese bank card", ("620000******0005",)),
    "email": ("E-mail address", ("l***@example.cn",)),
    "payment_card": ("Payment card number", ("411111******1111", "555555******4444")),
    "credential.http": ("Login over HTTP", ()),
    "cn.address": ("Postal address", ("北京市朝阳区****",)),
}


def leak(
    sender: str,
    receiver: str,
    detector: str,
    distinct: int,
    *,
    where: str = "http.request.body[json]:data[*].idCard",
    minute: int = 3,
    **changes: Any,
) -> LeakGroup:
    """One leak group; ``changes`` override its fields."""
    title, samples = KINDS.get(detector, (detector, ("***",)))
    facts: dict[str, Any] = {
        "sender_ip": sender,
        "sender_zone": "crm",
        "receiver_ip": receiver,
        "receiver_zone": "outside",
        "receiver_ports": (80,),
        "direction": "egress",
        "app_proto": "http",
        "visibility": "clear",
        "protection": "none",
        "where": where,
        "detector": detector,
        "title": title,
        "findings": 2,
        "count": distinct * 2,
        "distinct": distinct,
        "confidence": 96,
        "samples": samples,
        "first_seen": timestamp(START_NS + minute * MINUTE_NS),
        "last_seen": timestamp(START_NS + (minute + 9) * MINUTE_NS),
        "finding_ids": (record_id(sender, receiver, detector, where),),
    }
    return LeakGroup(**(facts | changes))


def finding(group: LeakGroup, *, at_ns: int, identity: str | None = None, **changes: Any) -> Finding:
    """A finding of a group; its id is the group's first unless another identity is given."""
    hosts = {ip: Host(name=HOSTS[ip], source="dns") for ip in (group.sender_ip, group.receiver_ip) if ip in HOSTS}
    facts: dict[str, Any] = {
        "id": record_id(identity) if identity else group.finding_ids[0],
        "sensor": "dc1-mirror",
        "ts": timestamp(at_ns),
        "flow_id": "00112233445566aa",
        "sender": Endpoint(ip=group.sender_ip, zone=group.sender_zone, port=51544, host=hosts.get(group.sender_ip)),
        "receiver": Endpoint(
            ip=group.receiver_ip, zone=group.receiver_zone, port=80, host=hosts.get(group.receiver_ip)
        ),
        "direction": group.direction,
        "visibility": group.visibility,
        "protection": group.protection,
        "app_proto": group.app_proto,
        "where": group.where,
        "detector": group.detector,
        "count": group.count,
        "distinct": group.distinct,
        "confidence": group.confidence,
        "band": band(group.confidence),
        "samples": group.samples,
        "digests": ("00" * 16,),
        "digest_key_id": "ephemeral",
        "part": 0,
        "final": True,
        "why": ("checksum", "field_name"),
        "ruleset": RULESET,
        "evidence": Evidence(capture="crm-monday.pcapng", first_frame=812, last_frame=1004, stream_offset=0),
        "tx": 0,
    }
    return Finding(**(facts | changes))


def alert(rule: str, title: Text, severity: Severity, groups: tuple[LeakGroup, ...], **changes: Any) -> Alert:
    """An alert over some groups of one sender and receiver."""
    first = groups[0]
    facts: dict[str, Any] = {
        "id": record_id(rule, first.sender_ip, first.receiver_ip),
        "sensor": "dc1-mirror",
        "ts": first.last_seen,
        "activity": "create",
        "key": f"{rule}/{first.sender_ip}/{first.receiver_ip}",
        "rule": rule,
        "title": title,
        "severity": severity,
        "group": "pii",
        "scope": "pair",
        "first_seen": first.first_seen,
        "last_seen": first.last_seen,
        "count": sum(group.count for group in groups),
        "distinct": max(group.distinct for group in groups),
        "confidence": first.confidence,
        "band": band(first.confidence),
        "direction": first.direction,
        "protection": first.protection,
        "sender": Endpoint(ip=first.sender_ip, zone=first.sender_zone),
        "receiver": Endpoint(ip=first.receiver_ip, zone=first.receiver_zone),
        "app_proto": (first.app_proto,),
        "detectors": tuple(
            DetectorShare(
                detector=group.detector,
                count=group.count,
                distinct=group.distinct,
                confidence=group.confidence,
                samples=group.samples,
            )
            for group in groups
        ),
        "digest_key_id": "ephemeral",
        "ruleset": RULESET,
    }
    return Alert(**(facts | changes))


def coverage(
    from_zone: str, to_zone: str, direction: DirectionName, app_proto: str, *, weak: int = 0, **states: int
) -> Coverage:
    """A row of the ledger."""
    return Coverage(
        id=record_id("coverage", from_zone, to_zone, app_proto),
        sensor="dc1-mirror",
        ts=timestamp(START_NS),
        from_zone=from_zone,
        to_zone=to_zone,
        direction=direction,
        app_proto=app_proto,
        bytes=StateBytes(**{state: states.get(state, 0) for state in STATES}),
        total=sum(states.values()),
        known_missing=states.get("lost", 0),
        encrypted_weak=weak,
    )


def run_facts(**changes: Any) -> RunFacts:
    """The facts of a run over two captures."""
    facts: dict[str, Any] = {
        "sensor": "dc1-mirror",
        "version": "0.1.0",
        "started": "2026-11-23T18:40:02.000000000Z",
        "finished": "2026-11-23T18:40:09.000000000Z",
        "captures": (
            CaptureFacts(path="crm-monday.pcapng", size=148_201_332),
            CaptureFacts(path="crm-monday-2.pcapng.gz", size=61_000_120),
        ),
        "damaged": (),
        "first_packet": timestamp(START_NS),
        "last_packet": timestamp(START_NS + 95 * MINUTE_NS),
        "packets": 1_482_334,
        "bytes": 1_120_334_981,
        "flows": 20_412,
        "messages": 88_120,
        "zones": (
            ZoneFacts(name="crm", networks=("10.20.0.0/16",)),
            ZoneFacts(name="partners", networks=("198.51.100.0/24",)),
        ),
        "home": "crm",
        "ruleset": RULESET,
        "policy": "default",
        "detectors": 41,
        "rules": 18,
        "digest_key_id": "ephemeral",
        "deterministic": True,
        "evicted_scopes": 0,
        "revealed": False,
        "faults": 0,
        "stats": {},
    }
    return RunFacts(**(facts | changes))


def report(**changes: Any) -> ReportData:
    """An empty report, changed as told; totals follow from the lists."""
    facts: dict[str, Any] = {
        "run": run_facts(),
        "alerts": (),
        "leaks": (),
        "leaks_omitted": 0,
        "pairs": 2,
        "findings": (),
        "flows": (),
        "transports": (),
        "anomalies": (),
        "coverage": (),
    }
    facts |= changes
    counts: dict[Severity, int] = {}
    for each in facts["alerts"]:
        counts[each.severity] = counts.get(each.severity, 0) + 1
    facts.setdefault("alert_counts", counts)
    facts.setdefault("findings_total", len(facts["findings"]))
    facts.setdefault("findings_weaker", 0)
    facts.setdefault("least_confidence", 70)
    return ReportData(**facts)


BULK = Text(en="Many people's data in clear text", zh="批量个人信息明文传输")
LOGIN = Text(en="Login accepted in clear text", zh="明文登录凭证")
DATABASE = Text(en="Database protocol without encryption leaves the zone", zh="数据库协议未加密出域")
CITES = (
    Clause(
        id="pipl:51.3",
        source="PIPL",
        clause="art. 51(3)",
        title=Text(
            en="Encryption, de-identification and other security measures", zh="采取相应的加密、去标识化等安全技术措施"
        ),
        verified=True,
    ),
    Clause(
        id="gbt35273:6.3",
        source="GB/T 35273-2020",
        clause="6.3",
        title=Text(en="Transmission and storage of sensitive personal information", zh="个人敏感信息的传输和存储"),
        verified=True,
    ),
    Clause(
        id="gdpr:32.1.a",
        source="GDPR",
        clause="art. 32(1)(a)",
        title=Text(en="Pseudonymisation and encryption of personal data"),
        verified=False,
    ),
)
ADVICE = Text(
    en="Put TLS in front of the service or close the route; ask the sender's owner why these records leave the zone.",
    zh="为该服务启用 TLS 或关闭该出口，并向发送方负责人核实外发原因。",
)


def transports() -> tuple[TransportGroup, ...]:
    """A mix of protected and unprotected flows."""

    def group(
        protocol: str, protection: Protection, flows: int, issues: tuple[str, ...] = (), **more: Any
    ) -> TransportGroup:
        facts: dict[str, Any] = {"version": None, "suite": None, "from_zone": "crm", "to_zone": "outside"}
        return TransportGroup(protocol=protocol, protection=protection, flows=flows, issues=issues, **(facts | more))

    return (
        group("http", "none", 4_120, ("plaintext_protocol",)),
        group("mysql", "none", 12, ("plaintext_protocol",), to_zone="partners"),
        group(
            "tls",
            "weak",
            61,
            ("tls_version", "no_forward_secrecy"),
            version="TLSv1.0",
            suite="TLS_RSA_WITH_AES_128_CBC_SHA",
        ),
        group("tls", "sound", 15_803, version="TLSv1.3", suite="TLS_AES_256_GCM_SHA384"),
        group("smtp", "none", 9, ("plaintext_protocol", "starttls_stripped")),
        group("ssh", "sound", 4, version="SSH-2.0"),
    )


@pytest.fixture
def big_leak() -> ReportData:
    """A CRM that sends customers to a partner and a stranger, in the clear."""
    web, stranger = ("10.20.0.14", "203.0.113.9"), ("10.20.0.17", "203.0.113.77")
    partner = ("10.20.0.31", "198.51.100.20")
    body = "http.request.body"
    mysql: dict[str, Any] = {"app_proto": "mysql", "receiver_ports": (3306,)}
    export = mysql | {"receiver_zone": "partners", "minute": 52}
    smtp: dict[str, Any] = {"app_proto": "smtp", "receiver_ports": (25,), "protection": "weak"}
    ftp: dict[str, Any] = {"app_proto": "ftp", "receiver_ports": (20, 50021)}
    inside: dict[str, Any] = mysql | {"receiver_zone": "crm", "direction": "internal"}
    groups = (
        leak(*web, "cn.resident_id", 1204),
        leak(*web, "cn.mobile", 980, where=f"{body}[json]:data[*].phone"),
        leak(*web, "cn.mobile", 640, where=f"{body}[multipart]:file[客户名单.xlsx]:Sheet1.手机号", minute=40),
        leak(*web, "cn.person_name", 1190, where=f"{body}[json]:data[*].name", confidence=71),
        leak(*web, "credential.http", 3, where="http.request.header:authorization", samples=(), confidence=99),
        leak(*partner, "bank_card.cn", 310, where="mysql.row:customer.card_no", **export),
        leak(*partner, "email", 288, where="mysql.row:customer.mail", **export),
        leak(stranger[0], web[1], "payment_card", 44, where="smtp.body:attachment[cards.csv]:pan", minute=70, **smtp),
        leak(*stranger, "cn.address", 12, where="ftp.data:address.txt", minute=81, confidence=55, **ftp),
        leak(partner[0], web[0], "cn.resident_id", 1500, where="mysql.row:customer.id_no", minute=1, **inside),
    )
    marks = ((2, 12), (9, 5), (14, 30), (40, 8), (41, 21), (55, 4), (71, 2), (82, 1))
    findings = [
        finding(
            group,
            at_ns=START_NS + (minute * 60 + step * 7) * 1_000_000_000,
            identity=None if (index, step) == (0, 0) else f"{position}/{minute}/{step}",
        )
        for position, group in enumerate(groups)
        for index, (minute, count) in enumerate(marks)
        for step in range(max(1, count // (position + 1)))
        if (position + index) % 3 != 1
    ]
    alerts = (
        alert(
            "pii.cleartext.bulk",
            BULK,
            "critical",
            (*groups[:2], groups[3]),
            cites=CITES,
            advice=ADVICE,
            http=Http(method="POST", host="collect.partner.example", path="/v2/import", status=200),
        ),
        alert("pii.cleartext.bulk", BULK, "critical", groups[5:7], cites=CITES, advice=ADVICE),
        alert(
            "credential.accepted",
            LOGIN,
            "high",
            groups[4:5],
            cites=CITES[1:],
            credential=Credential(
                scheme="basic",
                user="adm***",
                secret=Secret(digest="ab" * 16, length=14, class_="lower+digit"),
                outcome="accepted",
            ),
        ),
        alert(
            "pii.cleartext.some",
            Text(en="Personal data in clear text", zh="个人信息明文传输"),
            "medium",
            groups[7:8],
            cites=CITES[:1],
        ),
        alert(
            "transport.plaintext.database",
            DATABASE,
            "high",
            groups[5:6],
            detectors=(),
            transport=TransportShare(protocol="mysql", protection="none", issues=("plaintext_protocol",), flows=12),
            group="transport",
        ),
    )
    return report(
        alerts=tuple(sorted(alerts, key=lambda each: ("critical", "high", "medium").index(each.severity))),
        leaks=groups,
        findings=tuple(findings),
        flows=(
            ProtocolFlows(app_proto="tls", flows=15_864, payload=612_000_120, gap_bytes=0),
            ProtocolFlows(app_proto="http", flows=4_120, payload=288_120_000, gap_bytes=1_204_112),
            ProtocolFlows(app_proto="mysql", flows=12, payload=9_120_010, gap_bytes=0),
        ),
        transports=transports(),
        anomalies=(
            AnomalyGroup(code="stream_gap", layer="tcp", flows=41, count=52, detail="1448 bytes at offset 90112"),
            AnomalyGroup(code="decode_budget", layer="content", flows=1, count=1, detail="64 MiB out of backup.zip"),
            AnomalyGroup(code="challenge_login", layer="proto", flows=2, count=2, detail="Digest"),
        ),
        coverage=(
            coverage(
                "crm",
                "outside",
                "egress",
                "http",
                inspected=88_412_000,
                lost=1_204_112,
                skipped=420_000,
                undecodable=120_400,
            ),
            coverage("crm", "outside", "egress", "tls", encrypted=210_004_100, weak=1_500_000),
            coverage("crm", "partners", "egress", "mysql", inspected=8_204_000),
            coverage("outside", "crm", "ingress", "http", inspected=199_004_000, truncated=88_000),
            coverage("outside", "crm", "ingress", "tls", encrypted=401_996_020),
            coverage("crm", "crm", "internal", "mysql", inspected=40_118_000, decrypted=2_000_000, opaque=1_200_000),
        ),
    )


@pytest.fixture
def nothing() -> ReportData:
    """A run that judged most of what it saw and found nothing."""
    return report(
        transports=transports()[3:4],
        coverage=(
            coverage("crm", "outside", "egress", "http", inspected=8_412_000, undecodable=4_000),
            coverage("outside", "crm", "ingress", "http", inspected=19_004_000),
        ),
    )


HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(2)>',
    "</style></title><svg onload=alert(3)>",
    "{{ 7*7 }}{% raw %}",
    "javascript:alert(4)",
    "abc\u202etxt.exe\u0000\u001b[31m\u2066",
    "' onmouseover='alert(5)",
    "A" * 5000,
    "e\u0301\u0301\u0301\u0301\u0301\u0301",
    "lone \ud800 surrogate",
    "&lt;b&gt; &amp;amp; \u2028",
)


@pytest.fixture
def hostile() -> ReportData:
    """Every text that anybody else may write, set to something nasty."""
    groups = tuple(
        leak(
            text,
            HOSTILE[(index + 1) % len(HOSTILE)],
            text,
            5 + index,
            where=text,
            app_proto=text,
            samples=(text,),
            title=text,
            sender_zone=text,
            receiver_zone=text,
        )
        for index, text in enumerate(HOSTILE)
    )
    nasty = HOSTILE[0]
    return report(
        run=run_facts(
            sensor=nasty,
            captures=tuple(CaptureFacts(path=text, size=None) for text in HOSTILE),
            damaged=tuple(Damage(path=text, offset=None, reason=text) for text in HOSTILE),
            zones=(ZoneFacts(name=nasty, networks=(nasty,)),),
            home=nasty,
            policy=nasty,
            deterministic=False,
            faults=2,
            revealed=True,
        ),
        leaks=groups,
        findings=tuple(
            finding(
                group,
                at_ns=START_NS + index * MINUTE_NS,
                why=(group.where,),
                evidence=Evidence(capture=group.where, first_frame=1, last_frame=2, stream_offset=0),
                receiver=Endpoint(ip=group.receiver_ip, zone=group.where, host=Host(name=group.where, source="dns")),
            )
            for index, group in enumerate(groups)
        ),
        alerts=tuple(
            alert(
                "pii.cleartext.bulk",
                Text(en=group.where, zh=group.where),
                "critical",
                (group,),
                http=Http(host=group.where, path=group.where),
                transport=TransportShare(
                    protocol=group.where,
                    protection="none",
                    issues=(group.where,),
                    version=group.where,
                    sni=group.where,
                    flows=1,
                ),
                advice=Text(en=group.where, zh=group.where),
                cites=(
                    Clause(
                        id="x",
                        source=group.where,
                        clause=group.where,
                        title=Text(en=group.where, zh=group.where),
                        verified=False,
                    ),
                ),
            )
            for group in groups
        ),
        flows=tuple(ProtocolFlows(app_proto=text, flows=1, payload=1, gap_bytes=0) for text in HOSTILE),
        transports=tuple(
            TransportGroup(
                protocol=text,
                protection="unknown",
                version=text,
                suite=text,
                from_zone=text,
                to_zone=text,
                issues=(text,),
                flows=1,
            )
            for text in HOSTILE
        ),
        anomalies=tuple(AnomalyGroup(code=text, layer=text, flows=1, count=1, detail=text) for text in HOSTILE),
        coverage=tuple(coverage(text, text, "egress", text, inspected=10, opaque=5) for text in HOSTILE),
    )


@pytest.fixture
def many() -> ReportData:
    """Five hundred leak groups over a hundred and twenty senders and ninety receivers."""
    kinds = tuple(KINDS)
    groups = tuple(
        leak(
            f"10.20.{index % 120 // 100}.{index % 120 % 100 + 1}",
            f"198.51.100.{index * 7 % 90 + 1}"
            if index % 3
            else f"2001:db8:85a3:1234:5678:8a2e:370:{index * 7 % 90 + 4096:x}",
            kinds[index % len(kinds)],
            1 + index * index % 700,
            where=f"http.request.body[json]:records[*].field_{index % 17}",
            minute=index % 80,
        )
        for index in range(500)
    )
    findings = tuple(finding(group, at_ns=START_NS + index * 11_000_000_000) for index, group in enumerate(groups))
    severities: tuple[Severity, ...] = ("critical", "high", "medium", "low", "info")
    alerts = tuple(
        alert(
            f"pii.rule_{index % 9}",
            Text(en=f"Rule number {index % 9}", zh=f"规则 {index % 9}"),
            severities[index % 9 % 5],
            (group,),
            cites=CITES,
        )
        for index, group in enumerate(groups)
        if index % 2
    )
    return report(
        leaks=groups,
        leaks_omitted=77,
        findings=findings,
        findings_total=1_234_567,
        alerts=tuple(sorted(alerts, key=lambda each: severities.index(each.severity))),
        transports=transports() * 12,
        anomalies=tuple(
            AnomalyGroup(code=f"code_{index}", layer="proto", flows=1, count=index, detail=None) for index in range(90)
        ),
        coverage=tuple(
            coverage(f"zone{index}", "outside", "egress", "http", inspected=1000 * index, skipped=index)
            for index in range(40)
        ),
    )

"""Plain words, English and Chinese, for the closed identifiers of records.

An identifier that has no words here is shown as it is written, with its underscores opened: a newer engine never
breaks a report.
"""

from __future__ import annotations

from typing import Final, NamedTuple


class Words(NamedTuple):
    """One meaning in two languages. ``more`` is an English sentence that explains it; may be empty."""

    en: str
    zh: str
    more: str = ""


SEVERITY: Final[dict[str, Words]] = {
    "critical": Words("critical", "严重"),
    "high": Words("high", "高"),
    "medium": Words("medium", "中"),
    "low": Words("low", "低"),
    "info": Words("info", "提示"),
    "none": Words("recorded only", "仅记录", "Seen and recorded; no rule in force calls it a leak."),
}

BAND: Final[dict[str, Words]] = {
    "high": Words("very likely", "高置信"),
    "medium": Words("likely", "中置信"),
    "low": Words("possible", "低置信"),
}

DIRECTION: Final[dict[str, Words]] = {
    "egress": Words("left the home zone", "外发"),
    "ingress": Words("came into the home zone", "流入"),
    "internal": Words("stayed inside the home zone", "内部"),
    "external": Words("passed between outside zones", "外部之间"),
    "unknown": Words("direction unknown", "方向未知"),
}

PROTECTION: Final[dict[str, Words]] = {
    "none": Words("in the clear", "明文"),
    "weak": Words("weakly protected", "弱保护"),
    "sound": Words("soundly protected", "有效保护"),
    "unknown": Words("protection unknown", "保护未知"),
}

VISIBILITY: Final[dict[str, Words]] = {
    "clear": Words("readable by anyone on the path", "途中任何人可读"),
    "decrypted": Words("read with the owner's keys", "使用自有密钥解密"),
}

COVERAGE: Final[dict[str, Words]] = {
    "inspected": Words("inspected", "已检查", "Decoded as far as it goes and searched, or searched as raw text."),
    "decrypted": Words("decrypted", "已解密", "The same, after decryption with secrets that the owner supplied."),
    "encrypted": Words(
        "encrypted",
        "加密",
        "Protected by a recognised transport such as TLS: who talked to whom is known, what was said is not.",
    ),
    "undecodable": Words(
        "undecodable",
        "无法解码",
        "In a known format or character set that was not opened, or that was damaged part of the way.",
    ),
    "opaque": Words(
        "opaque",
        "不透明",
        "In no known format and looking random: encrypted or compressed by something that was not recognised.",
    ),
    "truncated": Words("truncated", "截断", "Cut off by the capture: the packet or the file ended too early."),
    "lost": Words("lost", "丢失", "Sent on the network, but never seen by the sensor."),
    "skipped": Words(
        "skipped", "跳过", "Passed over because of a named limit, a policy or overload; the anomalies say which."
    ),
}

ISSUE: Final[dict[str, Words]] = {
    "plaintext_protocol": Words("no encryption at all", "明文协议"),
    "tls_version": Words("outdated TLS version", "TLS 版本过时"),
    "weak_cipher": Words("weak cipher", "弱加密算法"),
    "weak_signature": Words("weak signature", "弱签名算法"),
    "weak_key": Words("key too short", "密钥过短"),
    "self_signed": Words("self-signed certificate", "自签名证书"),
    "untrusted": Words("certificate of no trusted authority", "证书不受信任"),
    "cert_expired": Words("certificate expired", "证书过期"),
    "cert_not_yet_valid": Words("certificate not yet valid", "证书尚未生效"),
    "name_mismatch": Words("certificate for another name", "证书名称不符"),
    "long_validity": Words("certificate valid for too long", "证书有效期过长"),
    "starttls_absent": Words("encryption (STARTTLS) not offered", "未提供 STARTTLS"),
    "low_coverage": Words("less was judged than the profile demands", "覆盖率低于要求"),
    "starttls_stripped": Words("encryption offer removed on the way", "STARTTLS 被剥离"),
    "upgraded_to_tls": Words("began in the clear, then TLS", "由明文升级为 TLS"),
    "no_forward_secrecy": Words("no forward secrecy", "无前向保密"),
    "ssh_version": Words("outdated SSH version", "SSH 版本过时"),
    "weak_key_exchange": Words("weak key exchange", "弱密钥交换"),
    "weak_mac": Words("weak message authentication", "弱消息认证算法"),
    "no_strict_kex": Words("open to prefix truncation (Terrapin)", "存在前缀截断风险（Terrapin）"),
    "old_offer": Words("client offers outdated versions only", "客户端仅支持过时版本"),
    "fallback_accepted": Words("fallback to an older version accepted", "接受了版本回退"),
    "cert_unreadable": Words("certificate that cannot be read", "证书无法解析"),
    "tlcp_single_certificate": Words("TLCP with one certificate", "TLCP 仅使用单证书"),
    "not_gm": Words("no Chinese algorithms where they are demanded", "未使用国密算法"),
    "ech": Words("encrypted server name", "加密的服务器名称"),
    "not_inspectable": Words("cannot be inspected where it must be", "未满足可检查性要求"),
    "opaque_transport": Words("noise of no known protocol", "未知加密流量"),
    "fell_back_to_plaintext": Words("fell back to plaintext", "回退为明文"),
    "certificate_changed": Words("certificate with another key", "证书密钥变更"),
    "issuer_changed": Words("certificate of another issuer", "证书颁发者变更"),
    "new_plaintext_path": Words("new plaintext path", "新的明文路径"),
    "weaker_than_before": Words("weaker than before", "保护变弱"),
}

WHY: Final[dict[str, Words]] = {
    "checksum": Words("check digit", "校验位"),
    "field_name": Words("field name", "字段名"),
    "context_word": Words("words nearby", "上下文词"),
    "checksum_grouped": Words("check digit and grouping", "校验位与分组"),
    "key_name": Words("name of the key", "键名"),
    "written_form": Words("the way it is written", "书写形式"),
    "negative_field": Words("field name speaks against it", "字段名不符"),
    "column_ratio": Words("the whole column fits", "整列符合"),
    "locked": Words("the format says it is locked", "格式标明已加密"),
}

ANOMALY: Final[dict[str, Words]] = {
    "capture_damaged": Words("The capture file is damaged; reading stopped there.", "抓包文件损坏"),
    "clock_jump": Words("Capture time stepped back or jumped by more than an hour.", "抓包时间跳变"),
    "header_truncated": Words("A packet header is cut short.", "报文头不完整"),
    "header_invalid": Words("A packet header contradicts itself.", "报文头矛盾"),
    "tunnel_too_deep": Words("Tunnels are nested more deeply than the limit.", "隧道嵌套过深"),
    "ethertype_unread": Words("A frame of an Ethernet type that is not read.", "不解析的以太网类型"),
    "link_type_unknown": Words("A link type that leaktap cannot read.", "未知链路类型"),
    "fragment_overlap": Words("IP fragments overlap with different bytes.", "IP 分片重叠冲突"),
    "fragment_timeout": Words("IP fragments were dropped before they were complete.", "IP 分片超时"),
    "overlap_conflict": Words("Two copies of the same TCP bytes differ.", "TCP 重叠数据冲突"),
    "stream_gap": Words("Bytes are missing inside a TCP stream.", "TCP 流缺口"),
    "acked_unseen": Words("Data was acknowledged that the sensor never saw.", "已确认但未捕获的数据"),
    "out_of_window": Words("A TCP segment lies far outside its window.", "TCP 段超出窗口"),
    "reorder_limit": Words("Too much out-of-order data; the oldest hole was given up.", "乱序缓冲已满"),
    "archive_encrypted": Words(
        "An archive or document is locked with a password; its content could not be read.", "压缩包或文档已加密"
    ),
    "overload": Words("The sensor could not keep up; flows were given up in the stated order.", "过载，部分流被放弃"),
    "flow_evicted": Words("A flow was dropped to stay within memory.", "内存不足，流被移除"),
    "parser_lost": Words("A protocol stopped making sense; the rest was searched as raw text.", "协议解析中断"),
    "parser_resync": Words("A protocol was picked up again after missing bytes.", "协议重新同步"),
    "head_too_long": Words("A header, line or field is longer than the limit.", "头部过长"),
    "length_conflict": Words("Announced and real message lengths disagree.", "长度矛盾"),
    "chunk_invalid": Words("A chunk size is malformed.", "分块大小无效"),
    "proxy_malformed": Words("A header of the PROXY protocol is malformed.", "PROXY 协议头部格式错误"),
    "header_malformed": Words("A header line is malformed.", "头部字段格式错误"),
    "pipeline_limit": Words("More requests wait for an answer than the limit.", "流水线请求过多"),
    "response_without_request": Words("A response without a request.", "无请求的响应"),
    "challenge_login": Words("A challenge-response login: no readable secret.", "质询应答登录"),
    "dns_malformed": Words("A DNS message is malformed.", "DNS 报文格式错误"),
    "dns_tunnel": Words("DNS names or TXT records carry encoded data.", "DNS 隧道"),
    "icmp_tunnel": Words("Echoes of ICMP carry data.", "ICMP 隧道"),
    "tls_malformed": Words("A TLS record or handshake is malformed.", "TLS 报文格式错误"),
    "decrypt_failed": Words("A record does not open with the keys that were given for it.", "解密失败"),
    "secrets_late": Words("Records waited too long for their secrets, and stay encrypted.", "密钥到达过晚"),
    "secrets_limit": Words("More connections have secrets than the limit; the oldest were dropped.", "密钥数超限"),
    "keylog_malformed": Words("A key log has lines that cannot be read.", "密钥日志格式错误"),
    "decode_failed": Words("A compressed or encoded body is damaged.", "解码失败"),
    "decode_budget": Words("A message unpacks to more bytes than the limit.", "解码预算用尽"),
    "decode_bomb": Words("A body expands like a decompression bomb.", "解压炸弹"),
    "nesting_limit": Words("Containers are nested more deeply than the limit.", "嵌套过深"),
    "parts_limit": Words("A message has more parts or fields than the limit.", "部件过多"),
    "findings_limit": Words("A message has more findings than the limit.", "单条消息发现过多"),
    "engine_fault": Words("A fault of leaktap itself; that flow was dropped.", "引擎故障"),
    "unaccounted": Words("Bytes that no stage accounted for; counted as skipped.", "未记账字节"),
}

NEVER_STORED: Final[tuple[Words, ...]] = (
    Words(
        "No personal data in full. Samples are masked inside the engine: enough to recognise a value, never to use it.",
        "不保存完整的个人信息：样本在引擎内即被遮蔽。",
    ),
    Words(
        "No password, token or key, not even masked: only its length, its kinds of characters and a keyed digest.",
        "不保存任何口令、令牌或密钥，遮蔽后的也不保存。",
    ),
    Words(
        "No message, file or packet content. Evidence is a pointer into a capture that you already hold.",
        "不保存报文、文件或数据包内容；证据仅指向您已持有的抓包文件。",
    ),
    Words(
        "No plain hash. Values are compared by digests made with a secret key, so that a list of phone numbers "
        "cannot be tried against them.",
        "不保存无密钥的散列；比对使用带密钥的摘要，无法穷举还原。",
    ),
)


def words(table: dict[str, Words], identifier: str) -> Words:
    """Looks an identifier up; unknown ones speak for themselves."""
    return table.get(identifier) or Words(identifier.replace("_", " "), "")
